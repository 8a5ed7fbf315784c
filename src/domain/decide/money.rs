// SPDX-License-Identifier: EUPL-1.2
//! A ticket and its money: what it costs, whether it may be asked, what it draws, what was paid.
//!
//! **Invariant:** what a ticket asks of a year's ledger follows from how it stands; whoever changes how it stands changes
//! the ledger in the same transaction.

use jiff::Timestamp;

use super::ticket::Desk;
use crate::domain::budget::{Booking, Funding, Step};
use crate::domain::calendar::cut;
use crate::domain::command::Mistake;
use crate::domain::effect::Effect;
use crate::domain::event::NoteRead;
use crate::domain::fact::Fact;
use crate::domain::money::{self, Cost};
use crate::domain::rules::{Pot, Process};
use crate::domain::saying::Saying;
use crate::domain::tally::Outcome;
use crate::domain::ticket::{Phase, Ticket};

impl Desk<'_> {
    /// Returns the rows of the table that are missing or cannot be read as an amount, by their first cells. A row that
    /// is there must be readable where the money counts; whether one has to be there, the rules say.
    pub fn missing_costs(&self, process: &Process) -> Vec<String> {
        let amounts = &self.rules.template.amounts;
        let costs = money::costs(amounts, &self.ticket.text.0);
        let rows = [
            (&costs.one_off, &amounts.one_off),
            (&costs.upkeep, &amounts.upkeep),
            (&costs.community, &amounts.community),
        ];
        let is_missing = |cost: &Cost| match cost {
            Cost::Missing => amounts.required,
            Cost::Unreadable => amounts.required || process.budget.is_some(),
            Cost::Euros(_) => false,
        };
        rows.into_iter()
            .filter(|(cost, _)| is_missing(cost))
            .filter_map(|(_, labels)| labels.first().cloned())
            .collect()
    }

    /// Says whether the request costs more than one request of this year may, where that keeps its vote from opening.
    pub fn is_over_cap(&self, process: &Process) -> bool {
        let year = self.rules.calendar.day(self.now).year();
        let budget = self.rules.budgets.get(&year).filter(|budget| budget.over_cap_refuses);
        let cap = budget.and_then(|budget| budget.cap_per_request).filter(|_| process.budget == Some(Pot::Joint));
        let cost = money::costs(&self.rules.template.amounts, &self.ticket.text.0).one_off.euros();
        cap.zip(cost).is_some_and(|(cap, cost)| cost > cap)
    }

    /// Takes in what the pot held; a result that was stated already is stated again with it.
    pub fn funded(&mut self, funding: &Funding) {
        let draws = matches!(self.ticket.booking(self.rules), Some((_, Step::Draw { .. })));
        if !draws || self.ticket.funding.as_ref() == Some(funding) {
            return;
        }
        self.record(Fact::Funded { funding: Box::new(funding.clone()) });
        if self.ticket.decision.is_some() {
            let slot = self.slot("result");
            self.say(slot, Saying::Result { outcome: Outcome::Accepted });
        }
        if funding.light > funding.before {
            let slot = self.slot("light");
            self.say(slot, Saying::Light { funding: funding.clone() });
        }
    }

    /// Takes in that the pot may not be enough for all open votes; the vote note says so.
    pub fn competes(&mut self, missing: i64) {
        if self.ticket.phase == Phase::Voting && self.ticket.competes.is_none() {
            self.record(Fact::Competes { missing });
        }
    }

    /// Enters what was paid: `/vote spent AMOUNT`, below zero to correct.
    pub fn spent(&mut self, note: &NoteRead, words: &str) -> bool {
        let person = &note.author;
        let draws = matches!(self.ticket.phase, Phase::Accepted | Phase::Cleared | Phase::Done);
        if !draws || self.ticket.funding.is_none() {
            return self.not_now(person, "spent");
        }
        let Some(amount) = money::amount(words, self.rules.template.amounts.cents).filter(|amount| *amount != 0) else {
            let mistake = Mistake::Argument { command: "spent" };
            let name = person.name.clone();
            self.tell(format!("mistake-{}", note.note), Saying::Mistaken { name, mistake });
            return false;
        };
        self.record(Fact::Spent { amount, by: person.account.clone(), at: note.at });
        if self.ticket.decision.is_some() {
            let slot = self.slot("result");
            self.say(slot, Saying::Result { outcome: Outcome::Accepted });
        }
        true
    }

    /// Asks the ledgers for what follows from the change of state as a whole.
    pub fn book(&self, before: &Ticket, effects: &mut Vec<Effect>) {
        let after = &self.ticket;
        let deadline = |ticket: &Ticket| ticket.vote.as_ref().map(|vote| vote.deadline);
        let same = before.phase == after.phase
            && before.started == after.started
            && before.cleared == after.cleared
            && before.decision == after.decision
            && before.spent == after.spent
            && deadline(before) == deadline(after);
        if same {
            return;
        }
        let has = after.booking(self.rules);
        let at = self.left_at();
        // What was drawn is known from what the pot held, whatever the rules say of such tickets now.
        let drawn = before.funding.as_ref().map(|funding| (funding.year, Step::Return { at }));
        let had = before.booking(self.ruled).or(drawn);
        let ticket = self.thread.clone();
        let mut ask = |year: i16, step: Step| {
            let booking = Box::new(Booking { ticket: ticket.clone(), step });
            effects.push(Effect::Book { year, booking });
        };
        if had != has {
            match (&had, &has) {
                (Some((year, Step::Plan { .. })), Some((same, Step::Draw { .. }))) if year == same => {}
                (Some((year, Step::Plan { .. })), Some((same, Step::Plan { .. }))) if year == same => {}
                (Some((year, Step::Plan { .. })), _) => ask(*year, Step::Drop),
                (Some((year, _)), _) => ask(*year, Step::Return { at }),
                (None, _) => {}
            }
            if let Some((year, step)) = &has {
                ask(*year, step.clone());
            }
        }
        if let (Some(funding), true) = (&after.funding, after.spent != before.spent) {
            let amount = after.spent.saturating_sub(before.spent);
            ask(funding.year, Step::Pay { amount, at: cut(self.now) });
        }
    }

    /// Returns when the ticket left its state, by what made it leave.
    fn left_at(&self) -> Timestamp {
        let instant = self.out.facts.iter().rev().find_map(|fact| match fact {
            Fact::Objected { disputed: true, at, .. } | Fact::Ended { at, .. } | Fact::Started { at, .. } => Some(*at),
            _ => None,
        });
        instant.unwrap_or(cut(self.now))
    }
}
