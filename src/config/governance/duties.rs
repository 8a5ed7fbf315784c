// SPDX-License-Identifier: EUPL-1.2
//! What is asked after a decision: how often it is brought to mind, and what a product's readiness is made of.

use super::super::fault::quote;
use super::super::table::Table;
use super::super::value::Value;
use super::processes::duty;
use crate::domain::calendar::Span;
use crate::domain::rules::{Duties, Process};

/// What a product's readiness is made of, where the file does not say.
const CHECKLIST: [&str; 10] = [
    "configuration",
    "tests",
    "documentation",
    "accessibility",
    "licence",
    "security",
    "staging",
    "manual",
    "privacy",
    "translatability",
];

/// Reads `[follow_ups]` and `[readiness]`.
pub(super) fn read(mut follow_ups: Table<'_>, mut readiness: Table<'_>, processes: &[Process]) -> Duties {
    let remind = follow_ups.read("remind", remind).unwrap_or(Span::Days(30));
    follow_ups.end();
    let checklist = readiness.list("checklist", |value| item(value, processes));
    readiness.end();
    Duties { remind, checklist: checklist.unwrap_or_else(|| CHECKLIST.map(str::to_owned).to_vec()) }
}

fn remind(value: &Value<'_>) -> Option<Span> {
    if value.raw_text().is_some_and(|text| text.trim() == "none") {
        return Some(Span::Exact(jiff::SignedDuration::ZERO));
    }
    value.span()
}

fn item(value: &Value<'_>, processes: &[Process]) -> Option<String> {
    let text = duty(value)?;
    if processes.iter().any(|process| process.follow_ups.contains(&text) || process.requires.contains(&text)) {
        value.fault(
            format!("{} is a follow-up or requirement of a process", quote(&text)),
            "choose another name for the item of the checklist",
        );
        return None;
    }
    Some(text)
}
