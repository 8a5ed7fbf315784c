// SPDX-License-Identifier: EUPL-1.2
//! The texts that stay in the repository: merge commit, tag, release.
//!
//! **Invariant:** a commit message says which decision it rests on, closes nothing, mentions nobody and skips no
//! pipeline, whatever the title of the merge request says.

use super::inert::{code, escape_inline, escape_plain};
use super::pen::{Pen, bullets, paragraphs};
use super::{Frame, Lang, bundle};
use crate::domain::fact::ReleaseNote;
use crate::domain::ids::Thread;
use crate::domain::request::Request;

/// The longest title line of a commit.
const TITLE: usize = 100;

/// Returns the message of a merge commit: a title line, then one line per ticket.
#[must_use]
pub fn merge_message(request: &Request, notes: &[ReleaseNote], frame: &Frame<'_>) -> String {
    let lang = Lang::of(frame.rules);
    let reference = request.thread.as_ref().map(path).unwrap_or_default();
    // A title may tell what a confidential ticket keeps to itself.
    let confidential = notes.iter().any(|note| note.title.0.trim().is_empty());
    let title = if confidential { String::new() } else { escape_plain(&request.title.0, TITLE) };
    let head = bundle::text(lang, "merge-title", &[("request", reference.into())]);
    let head = if title.is_empty() { head } else { format!("{head}: {title}") };
    plain(&head, notes, frame, lang)
}

/// Returns the message of an annotated tag.
#[must_use]
pub fn tag_message(tag: &str, notes: &[ReleaseNote], frame: &Frame<'_>) -> String {
    let lang = Lang::of(frame.rules);
    let product = escape_plain(&frame.rules.product, TITLE);
    plain(format!("{product} {}", escape_plain(tag, TITLE)).trim(), notes, frame, lang)
}

/// Returns the name of a release.
#[must_use]
pub fn release_name(tag: &str) -> String {
    escape_plain(tag, TITLE)
}

fn plain(head: &str, notes: &[ReleaseNote], frame: &Frame<'_>, lang: Lang) -> String {
    let lines: Vec<String> = notes.iter().map(|note| basis(note, frame, lang)).collect();
    let lines = if lines.is_empty() { bundle::text(lang, "merge-exempt", &[]) } else { lines.join("\n") };
    format!("{head}\n\n{lines}\n")
}

/// Returns `Beschluss B-2026-001 · Vorgang group/project#101`.
fn basis(note: &ReleaseNote, frame: &Frame<'_>, lang: Lang) -> String {
    let ticket = path(&note.ticket);
    match &note.number {
        Some(number) => {
            let url = frame.decision_url(number);
            let args = [("number", number.as_str().into()), ("ticket", ticket.into()), ("url", url.into())];
            bundle::text(lang, "merge-decision", &args)
        }
        None => bundle::text(lang, "merge-no-vote", &[("ticket", ticket.into())]),
    }
}

/// Renders the text of a release in one language.
pub(super) fn release_body(pen: &Pen<'_>, tag: &str, merge_request: &Thread, notes: &[ReleaseNote]) -> String {
    let author = pen.request().and_then(|request| request.author.as_ref()).map(|(_, name)| code(&name.0));
    let args = [("tag", code(tag).into()), ("request", path(merge_request).into())];
    let title = match author {
        Some(author) => {
            let [tag, request] = args;
            pen.with("release-title-by", &[tag, request, ("author", author.into())])
        }
        None => pen.with("release-title", &args),
    };
    let lines =
        if notes.is_empty() { pen.text("release-exempt") } else { bullets(notes.iter().map(|note| line(pen, note))) };
    paragraphs([title, lines])
}

fn line(pen: &Pen<'_>, note: &ReleaseNote) -> String {
    let ticket = pen.titled(&path(&note.ticket), &note.title.0, note.title.0.is_empty());
    let process = note.process.as_deref().and_then(|id| pen.rules().process(id));
    let process = process.map_or_else(|| "–".to_string(), |process| code(&process.label));
    match &note.number {
        Some(number) => {
            let url = pen.frame.decision_url(number);
            let number = escape_inline(number);
            let args = [
                ("number", number.into()),
                ("url", url.into()),
                ("ticket", ticket.into()),
                ("process", process.into()),
            ];
            pen.with("release-decision", &args)
        }
        None => pen.with("release-no-vote", &[("ticket", ticket.into()), ("process", process.into())]),
    }
}

/// Returns a thread as anything at the same forge may refer to it.
fn path(thread: &Thread) -> String {
    format!("{}{}", thread.project.path, thread.short())
}
