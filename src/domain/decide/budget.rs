// SPDX-License-Identifier: EUPL-1.2
//! The way of money: a ticket's steps are entered, and every ticket is told what the pot held for it.
//!
//! **Invariant:** a step that changes what an earlier decision found is told to that decision's ticket as well, so the
//! register never shows two readings of one pot.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::Outcome;
use crate::domain::budget::{Booking, Funding, Ledger, Step};
use crate::domain::calendar::cut;
use crate::domain::effect::Effect;
use crate::domain::event::Event;
use crate::domain::fact::Fact;
use crate::domain::ids::{MemberId, Thread};
use crate::domain::rules::{Budget, Pot, Rules};

pub(super) fn decide(year: i16, before: &Ledger, rules: &Rules, event: &Event, now: Timestamp) -> Outcome {
    let mut out = Outcome::default();
    let Event::Book(booking) = event else { return out };
    let budget = rules.budgets.get(&year);
    let Some(fact) = enter(before, rules, budget, booking, now) else { return out };
    let after = before.clone().after(&fact);
    out.facts.push(fact);
    let told = fundings(year, before, budget);
    for (ticket, funding) in fundings(year, &after, budget) {
        if told.get(&ticket) != Some(&funding) {
            out.effects.push(Effect::Fund { ticket, funding: Box::new(funding) });
        }
    }
    if let Step::Plan { pot: Pot::Joint, .. } = booking.step
        && let Some(missing) = after.shortfall(Pot::Joint, budget)
    {
        out.effects.push(Effect::Compete { ticket: booking.ticket.clone(), missing });
    }
    out
}

/// Finds the fact of a step; `None` where it says nothing new.
fn enter(before: &Ledger, rules: &Rules, budget: Option<&Budget>, booking: &Booking, now: Timestamp) -> Option<Fact> {
    let ticket = booking.ticket.clone();
    let standing = before.standing(&ticket);
    match &booking.step {
        Step::Plan { pot, amount } => (before.planned.get(&ticket) != Some(&(*pot, *amount))).then(|| Fact::Planned {
            ticket,
            pot: *pot,
            amount: *amount,
            at: cut(now),
        }),
        Step::Drop => before.planned.contains_key(&ticket).then(|| Fact::PlanDropped { ticket, at: cut(now) }),
        Step::Draw { pot, amount, electorate, at } if standing.is_none() => {
            let day = rules.calendar.day(*at);
            let size = budget.and_then(|budget| budget.size(*pot));
            let joint = *pot == Pot::Joint;
            Some(Fact::Drawn {
                ticket,
                pot: *pot,
                amount: *amount,
                size,
                spend_by: budget.and_then(|budget| budget.spend_by).filter(|_| joint),
                day,
                frozen: if joint { frozen(rules, electorate, day) } else { Vec::new() },
                at: *at,
            })
        }
        Step::Draw { .. } => None,
        Step::Return { at } => standing.map(|_| Fact::Returned { ticket, at: *at }),
        Step::Pay { amount, at } => Some(Fact::Paid { ticket, amount: *amount, at: *at }),
    }
}

/// Returns the members of an electorate that may not commit money on that day.
fn frozen(rules: &Rules, electorate: &[MemberId], day: Date) -> Vec<MemberId> {
    let is_frozen = |member: &&MemberId| {
        rules.freezes.iter().any(|freeze| freeze.member == **member && freeze.from <= day && day <= freeze.until)
    };
    electorate.iter().filter(is_frozen).cloned().collect()
}

/// Returns what every standing line of both pots found.
fn fundings(year: i16, ledger: &Ledger, budget: Option<&Budget>) -> BTreeMap<Thread, Funding> {
    let entries = [Pot::Joint, Pot::Maintenance].into_iter().flat_map(|pot| ledger.run(pot, budget));
    let funding = |entry: crate::domain::budget::Entry<'_>| Funding {
        year,
        pot: entry.line.pot,
        amount: entry.line.amount,
        cover: entry.cover,
        left: entry.left(),
        sum: entry.sum,
        before: entry.before,
        light: entry.light,
        frozen: entry.line.frozen.clone(),
    };
    entries.map(|entry| (entry.line.ticket.clone(), funding(entry))).collect()
}
