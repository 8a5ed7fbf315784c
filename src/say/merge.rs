// SPDX-License-Identifier: EUPL-1.2
//! The message of a merge commit, which stays in the repository.
//!
//! **Invariant:** a commit message says which decision it rests on, closes nothing, mentions nobody and skips no
//! pipeline, whatever the title of the merge request says.

use super::inert::escape_plain;
use super::{Frame, Lang, bundle};
use crate::domain::fact::ReleaseNote;
use crate::domain::ids::Thread;
use crate::domain::request::Request;

/// The longest title line of a commit.
pub(super) const TITLE: usize = 100;

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

pub(super) fn plain(head: &str, notes: &[ReleaseNote], frame: &Frame<'_>, lang: Lang) -> String {
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

/// Returns a thread as anything at the same forge may refer to it.
pub(super) fn path(thread: &Thread) -> String {
    format!("{}{}", thread.project.path, thread.short())
}
