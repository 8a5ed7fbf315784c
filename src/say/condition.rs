// SPDX-License-Identifier: EUPL-1.2
//! Why a merge request waits, in words: what was found, what is needed, and who can help.
//!
//! **Invariant:** the same words stand under the merge request and on its page.

use super::inert::escape_inline;
use super::pen::{Pen, bullets, paragraphs};
use super::{Lang, bundle, words};
use crate::domain::condition::{Condition, Found};
use crate::domain::ids::Thread;
use crate::domain::signal::LOCKED;

/// The forge's words for what stands against merging, of which votum knows what helps.
pub const OBSTACLES: [&str; 12] = [
    "conflict",
    "need-rebase",
    "ci-must-pass",
    "ci-still-running",
    "discussions-not-resolved",
    "draft-status",
    "not-approved",
    "requested-changes",
    "merge-time",
    "title-regex",
    "not-open",
    LOCKED,
];

/// Returns which condition it is.
#[must_use]
pub fn what(condition: &Condition, lang: Lang) -> String {
    bundle::text(lang, &format!("condition-{}", condition.what), &[])
}

/// Returns what was found.
#[must_use]
pub fn found(condition: &Condition, lang: Lang) -> String {
    let shown =
        |key: &str, text: String| bundle::text(lang, &format!("condition-found-{key}"), &[("text", text.into())]);
    match &condition.found {
        Found::Word(word) => shown(word, String::new()),
        Found::Count(count) => shown("count", count.to_string()),
        Found::Why(why) => shown("reason", words::why(*why, lang)),
        Found::Forge(word) if condition.what == "attempt" => shown("failed", word.clone()),
        Found::Forge(word) => shown("word", word.clone()),
    }
}

/// Returns what is needed.
#[must_use]
pub fn needed(condition: &Condition, lang: Lang) -> String {
    if let Found::Forge(word) = &condition.found
        && let Some(known) = OBSTACLES.iter().find(|known| **known == word.replace('_', "-"))
    {
        return bundle::text(lang, &format!("condition-obstacle-{known}"), &[]);
    }
    let text = condition.needed.map(|count| count.to_string()).unwrap_or_default();
    bundle::text(lang, &format!("condition-needed-{}", condition.what), &[("text", text.into())])
}

/// Returns who can help.
#[must_use]
pub fn ask(condition: &Condition, lang: Lang) -> String {
    bundle::text(lang, &format!("condition-ask-{}", condition.ask), &[])
}

/// Renders all conditions under a merge request.
pub(super) fn note(pen: &Pen<'_>, conditions: &[Condition]) -> String {
    let number = pen.thread().map(Thread::short).unwrap_or_default();
    let title = pen.with("conditions-title", &[("request", number.into())]);
    let url = pen.thread().map(|thread| pen.frame.merge_request_url(thread));
    let register = url.map(|url| pen.with("register-request", &[("url", url.into())])).unwrap_or_default();
    paragraphs([title, bullets(conditions.iter().map(|condition| line(pen, condition))), register, pen.contact_line()])
}

fn line(pen: &Pen<'_>, condition: &Condition) -> String {
    let ticket = condition.ticket.as_ref().map(|about| format!(" ({})", pen.reference(about))).unwrap_or_default();
    let rest = if condition.held {
        String::new()
    } else {
        let args = [("needed", needed(condition, pen.lang).into()), ("ask", ask(condition, pen.lang).into())];
        pen.with("conditions-rest", &args)
    };
    // The forge's own word is the one thing here that is not votum's.
    let found = match &condition.found {
        Found::Forge(word) => {
            let key = if condition.what == "attempt" { "condition-found-failed" } else { "condition-found-word" };
            pen.with(key, &[("text", escape_inline(word).into())])
        }
        _ => found(condition, pen.lang),
    };
    let mark = pen.text(if condition.held { "condition-held-yes" } else { "condition-held-no" });
    let args = [
        ("mark", mark.into()),
        ("what", what(condition, pen.lang).into()),
        ("ticket", ticket.into()),
        ("found", found.into()),
        ("rest", rest.into()),
    ];
    pen.with("conditions-line", &args)
}
