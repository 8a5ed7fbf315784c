// SPDX-License-Identifier: EUPL-1.2
//! What is said on the way to a vote and while it runs: what is missing, what lies open, what changed.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::pen::{Pen, bullets, paragraphs};
use super::{format, inert, step};
use crate::domain::calendar::Span;
use crate::domain::duty::ADMISSION;
use crate::domain::ids::MemberId;
use crate::domain::money::{Cost, Costs};
use crate::domain::reason::Why;
use crate::domain::rules::{FreezeEffect, Pot};
use crate::domain::ticket::Ticket;

/// Renders what keeps a ticket from going on.
pub(super) fn incomplete(pen: &Pen<'_>, why: Why, missing: &[String]) -> String {
    let title = if is_label(why) { "incomplete-title-label" } else { "incomplete-title" };
    let title = pen.with(title, &[("ticket", pen.heading().into())]);
    let items = match why {
        Why::NoProcess | Why::SeveralProcesses => bullets(pen.rules().processes.iter().map(|process| {
            let key = if process.approval.is_some() { "incomplete-label-vote" } else { "incomplete-label-no-vote" };
            pen.with(key, &[("label", inert::code(&process.label).into())])
        })),
        Why::CommitmentMissing => bullets(missing.iter().map(|member| pen.member(member))),
        Why::RequirementMissing if is_admission(missing) => bullets(missing.iter().map(|item| admission(pen, item))),
        Why::RequirementMissing => bullets(missing.iter().flat_map(|item| step::requirement(pen, item))),
        _ => bullets(missing.iter().map(|heading| inert::escape_inline(heading))),
    };
    let next = match why {
        Why::NoProcess | Why::SeveralProcesses => pen.text("incomplete-next-label"),
        Why::CommitmentMissing => pen.text("incomplete-next-commitment"),
        Why::RequirementMissing if !is_admission(missing) => pen.text("incomplete-next-requirement"),
        _ => after_completion(pen),
    };
    paragraphs([title, pen.text(ask(why)), items, next, pen.contact_line()])
}

/// Renders the same in one paragraph of the other language.
pub(super) fn incomplete_short(pen: &Pen<'_>, why: Why, missing: &[String]) -> String {
    let said = match why {
        Why::NoProcess | Why::SeveralProcesses => pen.text("incomplete-next-label"),
        Why::CommitmentMissing => {
            format!("{} {}. {}", pen.text(ask(why)), pen.members(missing), pen.text("incomplete-next-commitment"))
        }
        Why::RequirementMissing if is_admission(missing) => {
            let items: Vec<String> = missing.iter().map(|item| admission(pen, item)).collect();
            format!("{} {}", pen.text(ask(why)), items.join(" "))
        }
        Why::RequirementMissing => {
            let items: Vec<String> = missing.iter().map(|item| pen.item(item)).collect();
            let items = format::list(&items, pen.lang);
            format!("{} {items}. {}", pen.text(ask(why)), pen.text("incomplete-next-requirement"))
        }
        _ => {
            let items: Vec<String> = missing.iter().map(|heading| inert::escape_inline(heading)).collect();
            format!("{} {}. {}", pen.text(ask(why)), format::list(&items, pen.lang), after_completion(pen))
        }
    };
    let opened = pen.text(if is_label(why) { "incomplete-short-label" } else { "incomplete-short" });
    format!("{opened} {said}")
}

/// Says whether what is missing is the way back to a subgroup's decision, which nobody ticks.
fn is_admission(missing: &[String]) -> bool {
    missing.iter().all(|item| ADMISSION.contains(&item.as_str()))
}

fn admission(pen: &Pen<'_>, item: &str) -> String {
    super::words::follow_up(item, pen.lang).unwrap_or_else(|| inert::escape_inline(item))
}

fn is_label(why: Why) -> bool {
    matches!(why, Why::NoProcess | Why::SeveralProcesses)
}

fn ask(why: Why) -> &'static str {
    match why {
        Why::NoProcess => "incomplete-no-process",
        Why::SeveralProcesses => "incomplete-several-processes",
        Why::CommitmentMissing => "incomplete-commitment",
        Why::RequirementMissing => "incomplete-requirement",
        _ => "incomplete-template",
    }
}

fn after_completion(pen: &Pen<'_>) -> String {
    match pen.rules().voting.reading {
        Span::Days(days) => pen.with("incomplete-next-reading", &[("days", u64::from(days).into())]),
        Span::Exact(_) => pen.text("incomplete-next"),
    }
}

/// Renders that the template lies open for reading.
pub(super) fn reading(pen: &Pen<'_>, since: Timestamp, opens_at: Option<Timestamp>) -> String {
    let title = pen.with("reading-title", &[("ticket", pen.heading().into())]);
    let rules = pen.rules();
    let since = pen.with("reading-since", &[("time", format::day_and_time(since, rules, pen.lang).into())]);
    let next = match opens_at {
        Some(at) => pen.with("reading-opens", &[("time", format::weekday_and_time(at, rules, pen.lang).into())]),
        None => pen.text("reading-manual"),
    };
    let deferred = pen.ticket().map(|ticket| deferred(pen, ticket)).unwrap_or_default();
    paragraphs([title, format!("{since} {next}"), deferred, pen.text("reading-changes"), pen.contact_line()])
}

/// Returns which freezes put the opening off, and until when; empty where none does.
fn deferred(pen: &Pen<'_>, ticket: &Ticket) -> String {
    let rules = pen.rules();
    let (Some(since), Some(process)) = (ticket.reading_since, ticket.process(rules)) else { return String::new() };
    let ready = rules.calendar.opening(since, rules.voting.reading, rules.voting.open_time);
    // An opening that an outage missed may have come under a freeze that began later.
    let opening = rules.opening_after_freezes(process, ready).max(ticket.opens_at.unwrap_or(ready));
    let (first, last) = (rules.calendar.day(ready), rules.calendar.day(opening));
    let deferring = rules.freezes.iter().filter(|freeze| {
        let joint = process.budget == Some(Pot::Joint) && freeze.effect == FreezeEffect::Defer;
        joint && freeze.until >= first && freeze.from <= last
    });
    let members: BTreeSet<&MemberId> = deferring.map(|freeze| &freeze.member).collect();
    if opening == ready || members.is_empty() {
        return String::new();
    }
    let day = format::date(last, pen.lang);
    pen.with("reading-deferred", &[("members", pen.members(members).into()), ("day", day.into())])
}

/// Renders that no vote is needed.
pub(super) fn cleared(pen: &Pen<'_>) -> String {
    let title = pen.with("cleared-title", &[("ticket", pen.heading().into())]);
    let objections = pen.ticket().and_then(|ticket| ticket.process(pen.rules())).map_or(0, |p| p.objections);
    let object = if objections > 0 { pen.text("cleared-object") } else { String::new() };
    let reviews = u64::from(pen.rules().gate.reviews);
    let review = if reviews > 0 { pen.with("cleared-review", &[("count", reviews.into())]) } else { String::new() };
    let body = [pen.text("cleared-body"), review, object];
    let body = body.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    paragraphs([title, body, pen.contact_line()])
}

/// Renders that a member disputes the classification.
pub(super) fn disputed(pen: &Pen<'_>, member: &str, reason: &str) -> String {
    let title = pen.with("disputed-title", &[("ticket", pen.heading().into())]);
    let args = [("member", pen.member(member).into()), ("reason", inert::escape_inline(reason).into())];
    paragraphs([title, pen.with("disputed-body", &args), pen.text("disputed-next"), pen.contact_line()])
}

/// Renders that a label was put back.
pub(super) fn label_put_back(pen: &Pen<'_>, label: &str) -> String {
    let title = pen.with("label-title", &[("label", inert::code(label).into())]);
    let decided = pen.decided("label-decided");
    let body = if decided.is_empty() { pen.text("label-body") } else { decided };
    paragraphs([title, body, pen.contact_line()])
}

/// Renders that the text changed during the vote.
pub(super) fn text_changed(pen: &Pen<'_>, at: Timestamp, before: &Costs, after: &Costs) -> String {
    let at = format::instant(at, pen.rules(), pen.lang);
    let title = pen.with("text-changed-title", &[("ticket", pen.heading().into())]);
    let body = pen.with("text-changed-body", &[("time", at.into())]);
    let shown = |cost: &Cost| match cost {
        Cost::Euros(euros) => format::euros(*euros, pen.lang),
        Cost::Missing => "–".to_string(),
        Cost::Unreadable => "?".to_string(),
    };
    let rows = [
        ("costs-one-off", &before.one_off, &after.one_off),
        ("costs-upkeep", &before.upkeep, &after.upkeep),
        ("costs-community", &before.community, &after.community),
    ];
    let changed = rows.into_iter().filter(|(_, before, after)| before != after).map(|(key, before, after)| {
        let amount = format!("{} → {}", shown(before), shown(after));
        pen.with(key, &[("amount", amount.into())])
    });
    let changed: Vec<String> = changed.collect();
    let costs = if changed.is_empty() {
        pen.text("text-changed-costs-same")
    } else {
        pen.with("text-changed-costs", &[("costs", format::list(&changed, pen.lang).into())])
    };
    paragraphs([title, body, costs, pen.text("text-changed-next"), pen.contact_line()])
}

/// Renders that the deadline was moved.
pub(super) fn extended(pen: &Pen<'_>, deadline: Timestamp, reason: &str) -> String {
    let title = pen.with("extended-title", &[("ticket", pen.heading().into())]);
    let until = format::weekday_and_time(deadline, pen.rules(), pen.lang);
    let zone = format::zone(pen.rules());
    let until = pen.with("vote-deadline", &[("time", until.into()), ("zone", zone.into())]);
    let reason = pen.with("reason-given", &[("reason", inert::escape_inline(reason).into())]);
    paragraphs([title, until, reason, pen.text("extended-next"), pen.contact_line()])
}
