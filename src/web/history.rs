// SPDX-License-Identifier: EUPL-1.2
//! The history of a ticket or merge request: its facts from the journal, one sentence each.

use maud::{Markup, html};

use super::parts;
use super::sentence::Teller;
use super::visit::Visit;
use crate::domain::rules::Rules;
use crate::store::journal::Entry;

/// How many events a page shows, the newest.
const EVENTS_MAX: usize = 1_000;

/// The history, oldest first; technical facts are left out.
pub(super) fn block(entries: &[Entry], confidential: bool, visit: &Visit, rules: &Rules) -> Markup {
    let teller = Teller { visit, rules, confidential };
    let told: Vec<_> = entries
        .iter()
        .filter_map(|entry| {
            let (at, sentence) = teller.tell(&entry.fact)?;
            Some((entry.seq, at.unwrap_or(entry.written_at), sentence))
        })
        .collect();
    let heads = ["journal-number", "time", "history-event"].map(|key| visit.say(key));
    let before = told.len().saturating_sub(EVENTS_MAX);
    let rows: Vec<_> = told[before..]
        .iter()
        .map(|(seq, at, sentence)| {
            vec![
                parts::plain(seq.to_string()),
                parts::time(&at.to_string(), true, visit, rules),
                parts::plain(sentence),
            ]
        })
        .collect();
    html! {
        h2 { (visit.say("history")) }
        @if rows.is_empty() { p { (visit.say("history-empty")) } }
        @else { (parts::table("history", &visit.say("history-caption"), &heads, &rows)) }
        @if before > 0 { p { (visit.tell("history-cut", &[("count", EVENTS_MAX.into())])) } }
    }
}
