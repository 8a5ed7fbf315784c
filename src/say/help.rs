// SPDX-License-Identifier: EUPL-1.2
//! All commands, what they do and who may give them.
//!
//! **Invariant:** the list is made from the grammar's own words, so that no command can be missing; each stands as
//! inline code inside a list item and is therefore none itself.

use super::pen::{Pen, bullets, paragraphs};
use super::{Lang, bundle, inert, words};
use crate::domain::command::WORDS;
use crate::domain::rules::Role;
use crate::domain::saying::Who;

/// Renders the help.
pub(super) fn note(pen: &Pen<'_>) -> String {
    let lines = WORDS.iter().map(|(word, _)| {
        let other = spoken(word, pen.lang.other());
        pen.with(
            "help-line",
            &[
                ("usage", usage(word, pen.lang).into()),
                ("other", inert::code(other).into()),
                ("what", pen.text(&format!("help-{word}")).into()),
                ("who", giver(word, pen.lang).into()),
            ],
        )
    });
    let mention = inert::code(&format!("@{} {}", pen.frame.bot, spoken("help", pen.lang)));
    paragraphs([
        pen.text("help-title"),
        pen.with("help-how", &[("mention", mention.into())]),
        bullets(lines),
        pen.contact_line(),
    ])
}

/// Returns a command in inline code, by its word in `lang`.
pub(super) fn shown(command: &str, lang: Lang) -> String {
    inert::code(&format!("/vote {}", spoken(command, lang)))
}

/// Returns a command with its arguments in inline code.
pub(super) fn usage(command: &str, lang: Lang) -> String {
    let args = bundle::find(lang, &format!("usage-{command}"), &[]).unwrap_or_default();
    inert::code(format!("/vote {} {args}", spoken(command, lang)).trim_end())
}

/// Returns the word of a command in `lang`.
fn spoken(command: &str, lang: Lang) -> &str {
    let words = WORDS.iter().find(|(word, _)| *word == command);
    match (lang, words) {
        (Lang::De, Some((word, others))) => others.first().unwrap_or(word),
        _ => command,
    }
}

/// Returns who may give a command.
fn giver(command: &str, lang: Lang) -> String {
    let who = match command {
        "yes" | "no" | "abstain" | "retract" => return bundle::text(lang, "who-ballot", &[]),
        "recuse" => return bundle::text(lang, "who-recuse", &[]),
        "status" | "help" => return bundle::text(lang, "who-anybody", &[]),
        "proxy" | "object" | "discuss" => Who::Representative,
        "commit" => Who::Subgroup,
        "withdraw" => Who::Applicant,
        "merge" | "release" => Who::Role(Role::Releases),
        "exempt" | "hold" | "unhold" => Who::OperationsOrReleases,
        _ => Who::Role(Role::Operations),
    };
    words::who(who, lang)
}
