// SPDX-License-Identifier: EUPL-1.2
//! What is said of money: what a request costs, what the pot held for it, and when a light turns.
//!
//! **Invariant:** a light is a word and a shape, never a colour alone; amounts are those of the ledger and of the text
//! that was voted on.

use super::pen::{Pen, paragraphs};
use super::{format, words};
use crate::domain::budget::{Cover, Funding};
use crate::domain::money::{self, Costs};
use crate::domain::rules::{FreezeEffect, Pot};
use crate::domain::ticket::{Ticket, Vote};

/// Returns what the text names as costs: once, and each year; empty where it names none.
pub(super) fn costs(pen: &Pen<'_>, text: &str) -> String {
    let Costs { one_off, upkeep, community } = money::costs(&pen.rules().template.amounts, text);
    let parts = [("costs-one-off", one_off), ("costs-upkeep", upkeep), ("costs-community", community)];
    let named: Vec<String> = parts
        .into_iter()
        .filter_map(|(key, cost)| Some(pen.with(key, &[("amount", format::euros(cost.euros()?, pen.lang).into())])))
        .collect();
    if named.is_empty() { String::new() } else { pen.with("costs", &[("costs", named.join(", ").into())]) }
}

/// Returns what is said of money while the vote runs: too little for all that is open, members that may not commit.
pub(super) fn warnings(pen: &Pen<'_>, ticket: &Ticket, vote: &Vote) -> Vec<String> {
    let rules = pen.rules();
    let joint = ticket.process(rules).is_some_and(|process| process.budget == Some(Pot::Joint));
    let mut warnings = Vec::new();
    if let Some(missing) = ticket.competes {
        warnings.push(pen.with("vote-competes", &[("amount", format::euros(missing, pen.lang).into())]));
    }
    let day = rules.calendar.day(vote.opened_at);
    let year = rules.budgets.get(&day.year()).filter(|_| joint);
    let cost = money::costs(&rules.template.amounts, &vote.text.0).one_off.euros();
    if let (Some(cap), Some(cost)) = (year.and_then(|budget| budget.cap_per_request), cost)
        && cost > cap
    {
        warnings.push(pen.with("vote-over-cap", &[("cap", format::euros(cap, pen.lang).into())]));
    }
    if year.is_some() && cost.is_none() {
        warnings.push(pen.text("vote-no-costs"));
    }
    let frozen = rules.freezes.iter().filter(|freeze| joint && freeze.from <= day && day <= freeze.until);
    for freeze in frozen {
        let key = match (vote.electorate.weight(&freeze.member).is_some(), freeze.effect) {
            (true, _) => "vote-freeze",
            (false, FreezeEffect::LeavesBase) => "vote-freeze-leaves",
            (false, _) => continue,
        };
        let args = [
            ("member", pen.member(&freeze.member).into()),
            ("kind", words::freeze(&freeze.kind, pen.lang).into()),
            ("until", format::date(freeze.until, pen.lang).into()),
        ];
        warnings.push(pen.with(key, &args));
    }
    warnings
}

/// Returns what the pot held for a positive decision, and what was paid since.
pub(super) fn held(pen: &Pen<'_>, ticket: &Ticket) -> String {
    let Some(funding) = &ticket.funding else { return String::new() };
    let euros = |amount: i64| format::euros(amount, pen.lang);
    let pot = words::pot(funding.pot, pen.lang);
    let left = funding.left.map(|left| pen.with("held-left", &[("amount", euros(left).into())])).unwrap_or_default();
    let args = |more: (&'static str, String)| {
        [("pot", pot.clone().into()), ("year", funding.year.to_string().into()), (more.0, more.1.into())]
    };
    let held = match funding.cover {
        Cover::Committed => pen.with("held-committed", &args(("amount", euros(funding.amount)))),
        Cover::Unfunded(missing) => pen.with("held-unfunded", &args(("amount", euros(missing)))),
        Cover::AfterSpendBy(day) => pen.with("held-after-spend-by", &args(("day", format::date(day, pen.lang)))),
    };
    let frozen = if funding.frozen.is_empty() {
        String::new()
    } else {
        pen.with("held-frozen", &[("members", pen.members(&funding.frozen).into())])
    };
    let paid = if ticket.spent == 0 {
        String::new()
    } else {
        pen.with("held-paid", &[("amount", euros(ticket.spent).into())])
    };
    [held, left, frozen, paid].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Renders that committed money is to be spent soon.
pub(super) fn spend_by(pen: &Pen<'_>) -> String {
    let Some((ticket, funding)) = pen.ticket().and_then(|ticket| Some((ticket, ticket.funding.as_ref()?))) else {
        return said(pen, [pen.text("spend-by-next"), String::new(), String::new()]);
    };
    let last = pen.rules().budgets.get(&funding.year).and_then(|budget| budget.spend_by);
    let day = last.map_or_else(String::new, |day| format::date(day, pen.lang));
    let title = pen.with("spend-by-title", &[("day", day.into())]);
    let body = pen.with(
        "spend-by-body",
        &[
            ("ticket", pen.heading().into()),
            ("committed", format::euros(funding.amount, pen.lang).into()),
            ("spent", format::euros(ticket.spent, pen.lang).into()),
        ],
    );
    said(pen, [title, body, pen.text("spend-by-next")])
}

/// Renders that a pot's light has turned.
pub(super) fn light(pen: &Pen<'_>, funding: &Funding) -> String {
    let title = pen.with(
        "light-title",
        &[
            ("pot", words::pot(funding.pot, pen.lang).into()),
            ("light", words::light(funding.light, pen.lang).into()),
            ("before", words::light(funding.before, pen.lang).into()),
        ],
    );
    let size = funding.left.map_or(funding.sum, |left| funding.sum.saturating_add(left));
    let body = pen.with(
        "light-body",
        &[
            ("year", funding.year.to_string().into()),
            ("sum", format::euros(funding.sum, pen.lang).into()),
            ("size", format::euros(size, pen.lang).into()),
            ("ticket", pen.heading().into()),
        ],
    );
    let next = if funding.pot == Pot::Maintenance { pen.text("light-next") } else { String::new() };
    said(pen, [title, body, next])
}

/// Joins what is said: paragraph by paragraph and with whom to ask, or in the other language in one.
fn said(pen: &Pen<'_>, parts: [String; 3]) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    if pen.first { paragraphs(parts.chain([pen.contact_line()])) } else { parts.collect::<Vec<_>>().join(" ") }
}

/// Returns why a request over the cap is put off.
pub(super) fn over_cap(pen: &Pen<'_>) -> String {
    let rules = pen.rules();
    let cap = pen.ticket().and_then(|ticket| {
        let cost = money::costs(&rules.template.amounts, &ticket.text.0).one_off.euros()?;
        let at = ticket.ended.as_ref()?.at;
        Some((cost, rules.budgets.get(&rules.calendar.day(at).year())?.cap_per_request?))
    });
    match cap {
        Some((cost, cap)) => pen.with(
            "ended-over-cap-amounts",
            &[("cost", format::euros(cost, pen.lang).into()), ("cap", format::euros(cap, pen.lang).into())],
        ),
        None => pen.text("ended-over-cap"),
    }
}
