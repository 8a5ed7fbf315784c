// SPDX-License-Identifier: EUPL-1.2
//! The line at a commit: what the gate says, in one breath.
//!
//! **Invariant:** at most 140 characters, one line.

use super::bundle::text;
use super::{Lang, format, shorten, words};
use crate::domain::reason::Why;
use crate::domain::rules::Rules;
use crate::domain::saying::Line;

/// The most characters of a status line.
pub const LIMIT: usize = 140;

/// Renders a status line: `frei – Beschluss B-2026-001 (#101)`.
#[must_use]
pub fn line(line: &Line, lang: Lang, rules: &Rules) -> String {
    let ticket = line.ticket.as_ref().map(crate::domain::ids::Thread::short).unwrap_or_default();
    let why = match (line.why, &line.number, line.deadline) {
        (Why::Accepted, Some(number), _) => {
            text(lang, "line-decision", &[("number", number.as_str().into()), ("ticket", ticket.as_str().into())])
        }
        (Why::VoteOpen, _, Some(deadline)) => {
            let day = format::day(deadline, rules, lang);
            text(lang, "line-vote-open", &[("ticket", ticket.as_str().into()), ("day", day.into())])
        }
        (Why::ReviewMissing, _, _) => text(lang, "line-review-missing", &[]),
        (Why::VoteOpen, _, None) => text(lang, "line-reading", &[("ticket", ticket.as_str().into())]),
        (why, _, _) => {
            let key = format!("line-{}", why.key());
            super::bundle::find(lang, &key, &[("ticket", ticket.as_str().into())])
                .unwrap_or_else(|| words::why(why, lang))
        }
    };
    let line = format!("{} – {why}", words::gate(line.gate, lang));
    shorten(&line.split_whitespace().collect::<Vec<_>>().join(" "), LIMIT)
}
