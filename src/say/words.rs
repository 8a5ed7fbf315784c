// SPDX-License-Identifier: EUPL-1.2
//! Single words and sentences for the register, its feeds and the notes.
//!
//! **Invariant:** each key of the domain has its word in both languages; a test walks through all of them.

use super::bundle::{Value, find, text};
use super::{Lang, format};
use crate::domain::ballot::WhyNot;
use crate::domain::budget::Light;
use crate::domain::command::Choice;
use crate::domain::fact::{End, Gate};
use crate::domain::reason::{Reason, Why};
use crate::domain::rules::{Pot, Role};
use crate::domain::saying::Who;
use crate::domain::tally::Outcome;
use crate::domain::ticket::Phase;

/// Returns the word for where a ticket stands.
#[must_use]
pub fn phase(phase: Phase, lang: Lang) -> String {
    text(lang, &format!("phase-{}", phase.key()), &[])
}

/// Returns the words for why it stands there.
#[must_use]
pub fn why(why: Why, lang: Lang) -> String {
    text(lang, &format!("why-{}", why.key()), &[])
}

/// Returns why a ballot does not count, as a clause that follows "because".
#[must_use]
pub fn why_not(why: WhyNot, lang: Lang) -> String {
    text(lang, &format!("why-not-{}", why.key()), &[])
}

/// Returns the word for a choice.
#[must_use]
pub fn choice(choice: Choice, lang: Lang) -> String {
    text(lang, &format!("word-{}", choice.key()), &[])
}

/// Returns the word for what a vote came to.
#[must_use]
pub fn outcome(outcome: Outcome, lang: Lang) -> String {
    text(lang, &format!("phase-{}", outcome.key()), &[])
}

/// Returns the word for how a ticket ended without a result.
#[must_use]
pub fn end(end: End, lang: Lang) -> String {
    text(lang, &format!("phase-{}", end.key()), &[])
}

/// Returns the word for what the gate says.
#[must_use]
pub fn gate(gate: Gate, lang: Lang) -> String {
    text(lang, &format!("gate-{}", gate.key()), &[])
}

/// Returns the name of a pot.
#[must_use]
pub fn pot(pot: Pot, lang: Lang) -> String {
    text(lang, &format!("pot-{}", pot.key()), &[])
}

/// Returns the word and the shape of a light, `gelb ▲`.
#[must_use]
pub fn light(light: Light, lang: Lang) -> String {
    text(lang, &format!("light-{}", light.key()), &[])
}

/// Returns the word for a kind of budget freeze; the rules' own word where it is none of the three known.
#[must_use]
pub fn freeze(kind: &str, lang: Lang) -> String {
    find(lang, &format!("freeze-{kind}"), &[]).unwrap_or_else(|| super::escape_inline(kind))
}

/// Returns the word for the way a ballot came by, `comment` or `emoji`.
#[must_use]
pub fn channel(channel: &str, lang: Lang) -> String {
    find(lang, &format!("channel-{channel}"), &[]).unwrap_or_else(|| channel.to_string())
}

/// Returns the name of a role.
#[must_use]
pub fn role(role: Role, lang: Lang) -> String {
    text(lang, &format!("role-{}", role.key()), &[])
}

/// Returns who may give a command.
#[must_use]
pub fn who(who: Who, lang: Lang) -> String {
    let key = match who {
        Who::Representative => "who-representative",
        Who::Applicant => "who-applicant",
        Who::Subgroup => "who-subgroup",
        Who::Role(held) => return role(held, lang),
        Who::OperationsOrReleases => "who-operations-or-releases",
    };
    text(lang, key, &[])
}

/// Returns the name of a follow-up or requirement; `None` for one that the partnership made up.
#[must_use]
pub fn follow_up(key: &str, lang: Lang) -> Option<String> {
    find(lang, &format!("follow-up-{key}"), &[])
}

/// Returns the word for whether a request may come again: `barred`, `allowed`, `not-applicable`.
#[must_use]
pub fn resubmission(key: &str, lang: Lang) -> String {
    find(lang, &format!("resubmission-{key}"), &[]).unwrap_or_else(|| key.to_string())
}

/// Returns one reason as a sentence: the rule, what it needs, what was found, whether it held.
#[must_use]
pub fn reason(reason: &Reason, lang: Lang) -> String {
    let held = text(lang, if reason.held { "reason-held" } else { "reason-not-held" }, &[]);
    let name = rule(reason.rule, lang);
    let needed = needed(reason, lang);
    let found = found(reason, lang);
    let key = match (needed.is_empty(), found.is_empty()) {
        (false, _) => "reason-needed",
        (true, false) => "reason-found",
        (true, true) => "reason-only",
    };
    let found = if found.is_empty() { "–".to_string() } else { found };
    text(lang, key, &[("rule", name.into()), ("needed", needed.into()), ("found", found.into()), ("held", held.into())])
}

/// Returns the name of a rule of a reason.
#[must_use]
pub fn rule(key: &str, lang: Lang) -> String {
    find(lang, &format!("rule-{key}"), &[])
        .or_else(|| find(lang, &format!("why-{key}"), &[]))
        .unwrap_or_else(|| key.to_string())
}

/// Returns a word of the register's pages; `key` without its prefix `page-`.
#[must_use]
pub fn page(key: &str, lang: Lang, args: &[(&str, Value<'_>)]) -> String {
    text(lang, &format!("page-{key}"), args)
}

/// Returns what a reason needs, in words: the domain writes `9 (>= 75 %)`, a share alone, or a key.
fn needed(reason: &Reason, lang: Lang) -> String {
    let written = reason.needed.as_str();
    if let Some((number, share)) = written.split_once(" (") {
        let share = format::bar_words(share.trim_end_matches(')'), lang);
        return format!("{number} ({share})");
    }
    match reason.rule {
        "decision" | "objections" => format::bar_words(written, lang),
        "gate" => known("gate", written, lang),
        _ => written.to_string(),
    }
}

fn found(reason: &Reason, lang: Lang) -> String {
    let written = reason.found.as_str();
    match reason.rule {
        "decision" => known("phase", written, lang),
        "gate" => known("gate", written, lang),
        // Threads are written `forge:group/project#1`; people know them without the forge.
        _ => written.split_once(':').map_or(written, |(_, path)| path).to_string(),
    }
}

fn known(family: &str, key: &str, lang: Lang) -> String {
    find(lang, &format!("{family}-{key}"), &[]).unwrap_or_else(|| key.to_string())
}
