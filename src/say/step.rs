// SPDX-License-Identifier: EUPL-1.2
//! Duties in words: what is done, of whom something is still asked, whose part rests.

use super::format;
use super::pen::Pen;
use crate::domain::duty::Step;
use crate::domain::ticket::Ticket;

/// Returns the duties as a task list, each with its count and its checklist.
pub(super) fn tasks(pen: &Pen<'_>, ticket: &Ticket) -> String {
    let mut lines = Vec::new();
    for step in steps(pen, ticket) {
        lines.push(task(&named(pen, &step, true), step.done, ""));
        lines.extend(step.checklist.iter().map(|(item, done)| task(&pen.item(item), *done, "  ")));
    }
    lines.join("\n")
}

/// Returns the duties that are not done, each with its count and of whom it is still asked.
pub(super) fn open(pen: &Pen<'_>, ticket: &Ticket) -> Vec<String> {
    let of = |step: &Step| {
        let open: Vec<String> = step.open().map(|member| pen.member(member)).collect();
        let parts = step.checklist.iter().filter(|(_, done)| !done).map(|(item, _)| pen.item(item));
        let open: Vec<String> = open.into_iter().chain(parts).collect();
        let said = named(pen, step, true);
        if open.is_empty() {
            return said;
        }
        format!("{said}; {}", pen.with("step-open", &[("open", format::list(&open, pen.lang).into())]))
    };
    steps(pen, ticket).iter().filter(|step| !step.done).map(of).collect()
}

/// Returns in one line how many duties are done and which are not; empty where there is none.
pub(super) fn line(pen: &Pen<'_>, ticket: &Ticket) -> String {
    let steps = steps(pen, ticket);
    if steps.is_empty() {
        return String::new();
    }
    let open: Vec<String> = steps.iter().filter(|step| !step.done).map(|step| named(pen, step, false)).collect();
    let counts = [("done", ((steps.len() - open.len()) as u64).into()), ("all", (steps.len() as u64).into())];
    let said = pen.with("steps-done", &counts);
    if open.is_empty() {
        return said;
    }
    format!("{said} {}", pen.with("steps-open", &[("open", format::list(&open, pen.lang).into())]))
}

/// Returns what is missing before a vote: the requirement, and below it what its checklist still lacks.
pub(super) fn requirement(pen: &Pen<'_>, item: &str) -> Vec<String> {
    let step = pen.ticket().and_then(|ticket| steps(pen, ticket).into_iter().find(|step| step.item == item));
    match step {
        Some(step) if !step.checklist.is_empty() => {
            let parts = step.checklist.iter().filter(|(_, done)| !done).map(|(part, _)| pen.item(part));
            std::iter::once(named(pen, &step, true)).chain(parts).collect()
        }
        _ => vec![pen.item(item)],
    }
}

fn steps(pen: &Pen<'_>, ticket: &Ticket) -> Vec<Step> {
    let at = ticket.chased_at.or(ticket.started).unwrap_or(ticket.created_at);
    ticket.steps(pen.rules(), pen.rules().calendar.day(at))
}

/// Returns a duty's name with its count and, where asked for, whose part rests.
fn named(pen: &Pen<'_>, step: &Step, resting: bool) -> String {
    let done = step.checklist.iter().filter(|(_, done)| *done).count() as u64;
    let (done, all) = if step.checklist.is_empty() { step.count() } else { (done, step.checklist.len() as u64) };
    let name = pen.item(&step.item);
    let counted = if all == 0 {
        name
    } else {
        format!("{name} – {}", pen.with("step-count", &[("done", done.into()), ("all", all.into())]))
    };
    if !resting || step.resting.is_empty() {
        return counted;
    }
    let rests: Vec<String> = step
        .resting
        .iter()
        .map(|(member, until)| {
            let day = format::date(*until, pen.lang);
            pen.with("step-rests", &[("member", pen.member(member).into()), ("day", day.into())])
        })
        .collect();
    format!("{counted}; {}", pen.with("step-resting", &[("members", format::list(&rests, pen.lang).into())]))
}

fn task(said: &str, done: bool, indent: &str) -> String {
    format!("{indent}- [{}] {said}", if done { 'x' } else { ' ' })
}
