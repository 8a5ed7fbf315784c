// SPDX-License-Identifier: EUPL-1.2
//! The result note: the decision, its arithmetic, what would have been without a late recusal, and what follows.
//!
//! **Invariant:** the arithmetic is that of the decision; whatever is needed and reached stands there in numbers that
//! anybody can check against the table.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::pen::{Pen, bullets, paragraphs};
use super::{format, inert, money, numbers, oversight, step, words};
use crate::domain::ids::MemberId;
use crate::domain::rules::{Base, Resubmission};
use crate::domain::tally::{Outcome, Rule, Tally};
use crate::domain::ticket::{Decision, Ticket};

/// How long before the decision a recusal is reported beside the result.
const LATE: SignedDuration = SignedDuration::from_hours(24);

/// Renders the result.
pub(super) fn note(pen: &Pen<'_>, outcome: Outcome) -> String {
    let Some((ticket, decision, rule)) = parts(pen) else {
        return pen.with("result-title-plain", &[("outcome", words::outcome(outcome, pen.lang).into())]);
    };
    let title = pen.with(
        "result-title",
        &[
            ("outcome", words::outcome(outcome, pen.lang).into()),
            ("number", inert::escape_inline(&decision.number).into()),
            ("ticket", pen.heading().into()),
        ],
    );
    let url = pen.frame.decision_url(&decision.number);
    let register = pen.with("register-decision", &[("number", decision.number.as_str().into()), ("url", url.into())]);
    paragraphs([
        title,
        oversight::certification(pen, ticket),
        numbers::line(pen, &decision.tally, true),
        reached(pen, ticket, decision, &rule),
        tree(pen, decision, &rule),
        recusals(pen, ticket, decision),
        outage(pen, decision),
        money::held(pen, ticket),
        follow_ups(pen, ticket, outcome),
        prospect(pen, ticket, outcome),
        register,
        pen.contact_line(),
    ])
}

/// Renders the result in two or three sentences of the other language.
pub(super) fn short(pen: &Pen<'_>, outcome: Outcome) -> String {
    let Some((ticket, decision, rule)) = parts(pen) else { return String::new() };
    let key = match outcome {
        Outcome::Accepted => "result-short-accepted",
        Outcome::Rejected => "result-short-rejected",
        Outcome::Inquorate => "result-short-inquorate",
    };
    let number = inert::escape_inline(&decision.number);
    let said = pen.with(key, &[("ticket", pen.heading().into()), ("number", number.into())]);
    let prospect = prospect(pen, ticket, outcome).replace('\n', " ");
    [said, numbers::line(pen, &decision.tally, true) + ".", required(pen, decision, &rule), prospect]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn parts<'a>(pen: &Pen<'a>) -> Option<(&'a Ticket, &'a Decision, Rule)> {
    let ticket = pen.ticket()?;
    Some((ticket, ticket.decision.as_ref()?, Rule::of(pen.rules(), ticket.process(pen.rules())?)?))
}

/// Returns what was needed and what was reached.
fn required(pen: &Pen<'_>, decision: &Decision, rule: &Rule) -> String {
    let tally = &decision.tally;
    if let Some(limit) = rule.silence {
        return pen.with("result-needed-silence", &[("limit", limit.into()), ("no", tally.no.into())]);
    }
    let base = tally.base(rule);
    let key = if rule.base == Base::Entitled { "result-needed-entitled" } else { "result-needed-cast" };
    pen.with(
        key,
        &[
            ("needed", tally.needed.into()),
            ("share", format::bar(&rule.approval, pen.lang).into()),
            ("base", base.into()),
            ("yes", tally.yes.into()),
            ("percent", format::percent(tally.yes, base, pen.lang).into()),
        ],
    )
}

fn reached(pen: &Pen<'_>, ticket: &Ticket, decision: &Decision, rule: &Rule) -> String {
    let line = required(pen, decision, rule);
    let counted = ticket.counted(pen.rules());
    let from_meeting = counted.values().filter(|(_, ballot)| ballot.is_from_meeting()).count() as u64;
    let proxied = counted.values().filter(|(_, ballot)| ballot.proxied).count() as u64 - from_meeting;
    [("result-proxied", proxied), ("result-from-meeting", from_meeting)]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .fold(line, |line, (key, count)| format!("{line} {}", pen.with(key, &[("count", count.into())])))
}

/// Returns the reasons of the verdict, rule by rule, where more than the approval decides.
fn tree(pen: &Pen<'_>, decision: &Decision, rule: &Rule) -> String {
    let (_, reason) = decision.tally.verdict(rule);
    if reason.children.len() < 2 {
        return String::new();
    }
    bullets(reason.children.iter().map(|child| words::reason(child, pen.lang)))
}

/// Returns the recusals of the last day, and what the result would have been without them.
/// Says that the result comes late, because votum or the forge could not be reached.
fn outage(pen: &Pen<'_>, decision: &Decision) -> String {
    let Some(stated) = decision.stated else { return String::new() };
    let time = |at| format::day_and_time(at, pen.rules(), pen.lang);
    pen.with("result-stated-late", &[("stated", time(stated).into()), ("deadline", time(decision.at).into())])
}

fn recusals(pen: &Pen<'_>, ticket: &Ticket, decision: &Decision) -> String {
    let from = decision.at.checked_sub(LATE).unwrap_or(Timestamp::MIN);
    let late: BTreeSet<&MemberId> =
        ticket.recused.iter().filter(|(_, (_, at))| *at >= from && *at <= decision.at).map(|(id, _)| id).collect();
    if late.is_empty() {
        return String::new();
    }
    let mut without = ticket.clone();
    without.recused.retain(|member, _| !late.contains(member));
    let Some(standings) = without.standings(pen.rules()) else { return String::new() };
    let Tally { yes, needed, .. } = standings.tally;
    pen.with(
        "result-late-recusal",
        &[
            ("members", pen.members(late).into()),
            ("outcome", words::outcome(standings.outcome, pen.lang).into()),
            ("yes", yes.into()),
            ("needed", needed.into()),
        ],
    )
}

/// Returns the duties after a positive decision as a task list.
fn follow_ups(pen: &Pen<'_>, ticket: &Ticket, outcome: Outcome) -> String {
    let tasks = step::tasks(pen, ticket);
    if outcome != Outcome::Accepted || tasks.is_empty() {
        return String::new();
    }
    format!("{}\n\n{tasks}", pen.text("result-next-steps"))
}

/// Returns what the result means, and whether the request may come again.
fn prospect(pen: &Pen<'_>, ticket: &Ticket, outcome: Outcome) -> String {
    let process = ticket.process(pen.rules());
    let subgroup = process.is_some_and(|process| process.commitments);
    let barred = process.is_some_and(|process| process.resubmission == Resubmission::Never);
    let keys: &[&str] = match outcome {
        Outcome::Accepted => &["result-no-obligation"],
        Outcome::Inquorate => &["result-vote-again"],
        Outcome::Rejected if subgroup && barred => &["result-resubmission-barred", "result-outside"],
        Outcome::Rejected if subgroup => &["result-resubmission-allowed", "result-outside"],
        Outcome::Rejected if barred && pen.rules().processes.iter().any(|process| process.commitments) => {
            &["result-resubmission-barred", "result-subgroup-or-outside"]
        }
        Outcome::Rejected if barred => &["result-resubmission-barred", "result-outside"],
        Outcome::Rejected => &["result-resubmission-allowed"],
    };
    keys.iter().map(|key| pen.text(key)).collect::<Vec<_>>().join(" ")
}
