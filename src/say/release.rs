// SPDX-License-Identifier: EUPL-1.2
//! The texts of a release: the tag's message, which stays in the repository, and what is published with it.
//!
//! **Invariant:** of a confidential ticket nothing but its number. Accounts are named, and never mentioned, in the text
//! at the forge alone, which can be changed and where they stand anyway; a tag and a file stay in the repository for
//! ever and name nobody.

use std::collections::BTreeMap;

use super::inert::{code, escape_inline, escape_plain};
use super::merge::{TITLE, path, plain};
use super::pen::{Pen, bullets, paragraphs};
use super::{Frame, Lang, Subject, bundle, format, words};
use crate::domain::fact::ReleaseNote;
use crate::domain::ids::{Project, Thread};
use crate::domain::release::{Halt, Item, Lack, Noted, Section};
use crate::domain::version;

/// How many decisions a release links to one by one.
const LINKS: usize = 20;

/// How many things that are missing are named one by one.
const LACKS: usize = 20;

/// Returns the message of an annotated tag.
#[must_use]
pub fn tag_message(tag: &str, items: &[Item], frame: &Frame<'_>) -> String {
    let product = escape_plain(&frame.rules.product, TITLE);
    let notes: Vec<ReleaseNote> = tickets(items).into_values().map(|(noted, _)| noted.note.clone()).collect();
    plain(format!("{product} {}", escape_plain(tag, TITLE)).trim(), &notes, frame, Lang::of(frame.rules))
}

/// Returns the line that says where the journal stood when the tag was chosen.
#[must_use]
pub fn proof(seq: i64, hash: &str, frame: &Frame<'_>) -> String {
    let args = [("seq", seq.to_string().into()), ("hash", hash.to_string().into())];
    format!("{}\n", bundle::text(Lang::of(frame.rules), "tag-proof", &args))
}

/// Returns the name of a release.
#[must_use]
pub fn name(tag: &str, frame: &Frame<'_>) -> String {
    let shown = escape_plain(tag, TITLE);
    if is_final(tag) {
        return shown;
    }
    bundle::text(Lang::of(frame.rules), "release-name-candidate", &[("tag", shown.into())])
}

/// Returns what a release links to: its page in the register and its decisions.
#[must_use]
pub fn links(tag: &str, project: &Project, items: &[Item], frame: &Frame<'_>) -> Vec<(String, String)> {
    let lang = Lang::of(frame.rules);
    let name = bundle::text(lang, "release-link-register", &[("tag", escape_plain(tag, TITLE).into())]);
    let mut links = vec![(name, frame.release_url(tag, project))];
    let tickets = tickets(items);
    let mut numbers: Vec<&String> = tickets.values().filter_map(|(noted, _)| noted.note.number.as_ref()).collect();
    numbers.sort();
    numbers.dedup();
    links.extend(numbers.into_iter().take(LINKS).map(|number| {
        let name = bundle::text(lang, "release-link-decision", &[("number", number.as_str().into())]);
        (name, frame.decision_url(number))
    }));
    links
}

/// Returns what a change log says of a release: a heading and its tickets, without accounts.
#[must_use]
pub fn section(section: &Section, frame: &Frame<'_>) -> String {
    let pen = Pen { lang: Lang::of(frame.rules), frame, subject: Subject::None, first: false };
    let day = frame.rules.calendar.day(section.at);
    let head = format!("## {} – {day}", escape_plain(&section.tag, TITLE));
    paragraphs(std::iter::once(head).chain(groups(&pen, &section.items, false)))
}

/// Returns what a change log begins with.
#[must_use]
pub fn heading(frame: &Frame<'_>) -> String {
    bundle::text(Lang::of(frame.rules), "changelog-heading", &[])
}

/// Returns the title of the merge request that keeps files current.
#[must_use]
pub fn files_title(tag: &str, files: &[String], frame: &Frame<'_>) -> String {
    let lang = Lang::of(frame.rules);
    let names: Vec<String> = files.iter().map(|file| escape_plain(file, TITLE)).collect();
    let args = [("tag", escape_plain(tag, TITLE).into()), ("files", format::list(&names, lang).into())];
    bundle::text(lang, "files-title", &args)
}

/// Returns the description of the merge request that keeps files current, in both languages.
#[must_use]
pub fn files_body(tag: &str, project: &Project, frame: &Frame<'_>) -> String {
    let first = Lang::of(frame.rules);
    let body = |lang| {
        let args = [("tag", code(tag).into()), ("url", frame.release_url(tag, project).into())];
        bundle::text(lang, "files-body", &args)
    };
    paragraphs([body(first), "---".to_string(), body(first.other())])
}

/// Renders the text of a release in one language.
pub(super) fn body(pen: &Pen<'_>, tag: &str, project: &Project, items: &[Item], passed: &[Lack]) -> String {
    let key = if is_final(tag) { "release-title" } else { "release-title-candidate" };
    let title = pen.with(key, &[("tag", code(tag).into())]);
    let url = pen.frame.release_url(tag, project);
    let register = pen.with("release-register", &[("url", url.into())]);
    let mut parts = vec![title];
    parts.extend(groups(pen, items, true));
    if !passed.is_empty() {
        parts.push(pen.text("release-passed"));
        parts.push(bullets(shown(pen, passed, false)));
    }
    parts.push(register);
    paragraphs(parts)
}

/// Renders the tickets of a release, grouped by their processes, and the merges without any.
fn groups(pen: &Pen<'_>, items: &[Item], credited: bool) -> Vec<String> {
    let mut parts = Vec::new();
    let tickets = tickets(items);
    let hidden = |noted: &Noted| noted.note.title.0.trim().is_empty();
    let group = |wanted: &dyn Fn(&Noted) -> bool| {
        let lines = tickets.values().filter(|(noted, _)| wanted(noted));
        bullets(lines.map(|(noted, merges)| line(pen, noted, merges, credited)))
    };
    for process in &pen.rules().processes {
        let lines = group(&|noted| !hidden(noted) && noted.note.process.as_ref() == Some(&process.id));
        if !lines.is_empty() {
            parts.push(pen.with("release-process", &[("process", code(&process.label).into())]));
            parts.push(lines);
        }
    }
    let known = |noted: &Noted| noted.note.process.as_ref().is_some_and(|id| pen.rules().process(id).is_some());
    for (key, lines) in [
        ("release-no-process", group(&|noted| !hidden(noted) && !known(noted))),
        ("release-confidential", group(&|noted| hidden(noted))),
    ] {
        if !lines.is_empty() {
            parts.push(pen.text(key));
            parts.push(lines);
        }
    }
    let alone = bullets(items.iter().filter(|item| item.notes.is_empty()).map(|item| merge(pen, item, credited)));
    if !alone.is_empty() {
        parts.push(pen.text("release-exempt"));
        parts.push(alone);
    }
    parts
}

/// Every ticket once, with the merges that name it.
fn tickets(items: &[Item]) -> BTreeMap<&Thread, (&Noted, Vec<&Item>)> {
    let mut tickets: BTreeMap<&Thread, (&Noted, Vec<&Item>)> = BTreeMap::new();
    for item in items {
        for noted in &item.notes {
            tickets.entry(&noted.note.ticket).or_insert_with(|| (noted, Vec::new())).1.push(item);
        }
    }
    tickets
}

fn line(pen: &Pen<'_>, noted: &Noted, merges: &[&Item], credited: bool) -> String {
    let note = &noted.note;
    let hidden = note.title.0.trim().is_empty();
    let ticket = pen.titled(&path(&note.ticket), &note.title.0, hidden);
    let first = match &note.number {
        Some(number) => {
            let (url, number) = (pen.frame.decision_url(number), escape_inline(number));
            let args = [("number", number.into()), ("url", url.into()), ("ticket", ticket.into())];
            pen.with("release-decision", &args)
        }
        None => pen.with("release-no-vote", &[("ticket", ticket.into())]),
    };
    let tally = noted.tally.as_ref().filter(|_| !hidden).map(|tally| {
        let numbers = [
            ("yes", tally.yes),
            ("no", tally.no),
            ("abstain", tally.abstain),
            ("absent", tally.absent),
            ("recused", tally.recused),
            ("needed", tally.needed),
        ];
        let key = if tally.needed == 0 { "release-tally-silence" } else { "release-tally" };
        pen.with(key, &numbers.map(|(name, number)| (name, number.into())))
    });
    let merges: Vec<String> = merges.iter().map(|item| merge(pen, item, credited)).collect();
    let merges = pen.with("release-merges", &[("requests", format::list(&merges, pen.lang).into())]);
    let open: Vec<String> = noted.open.iter().map(|item| pen.item(item)).collect();
    let open = (!open.is_empty() && !hidden)
        .then(|| pen.with("release-open", &[("items", format::list(&open, pen.lang).into())]));
    let more = tally.into_iter().chain([merges]).chain(open).map(|part| format!("\n  - {part}"));
    format!("{first}{}", more.collect::<String>())
}

fn merge(pen: &Pen<'_>, item: &Item, credited: bool) -> String {
    let request = path(&item.merge_request);
    if item.author.is_empty() || !credited {
        return request;
    }
    pen.with("release-by", &[("request", request.into()), ("author", code(&item.author).into())])
}

/// Renders that a release would hold what nobody cleared: what is missing, and whom to ask.
pub(super) fn stopped(pen: &Pen<'_>, lacks: &[Lack]) -> String {
    let title = pen.with("tag-stopped-title", &[("count", (lacks.len() as u64).into())]);
    paragraphs([title, bullets(shown(pen, lacks, true)), pen.text("tag-stopped-next"), pen.contact_line()])
}

/// Renders that nothing can be tagged.
pub(super) fn halted(pen: &Pen<'_>, halt: Halt, tag: &str, found: &str) -> String {
    let args = [("tag", code(tag).into()), ("found", escape_inline(found).into())];
    let why = pen.with(&format!("tag-halted-{}", halt.key()), &args);
    let next = pen.text(&format!("tag-halted-{}-next", halt.key()));
    paragraphs([pen.text("tag-halted-title"), why, next, pen.contact_line()])
}

/// Renders what was missing, one line each; `asking` says whether to name who can help.
fn shown(pen: &Pen<'_>, lacks: &[Lack], asking: bool) -> Vec<String> {
    let more = lacks.len().saturating_sub(LACKS) as u64;
    let more = if more > 0 { pen.with("tag-stopped-more", &[("count", more.into())]) } else { String::new() };
    let line = |found: &Lack| {
        let what = lack(found, pen.lang, code, |thread| pen.reference(thread));
        if !asking {
            return what;
        }
        let ask = bundle::text(pen.lang, &format!("condition-ask-{}", found.ask()), &[]);
        pen.with("lack-ask", &[("what", what.into()), ("ask", ask.into())])
    };
    lacks.iter().take(LACKS).map(line).chain([more]).collect()
}

/// Returns what a release lacks, in one line; how commits and threads are shown is the caller's.
#[must_use]
pub fn lack(lack: &Lack, lang: Lang, commit: impl Fn(&str) -> String, thread: impl Fn(&Thread) -> String) -> String {
    let Some(merge_request) = &lack.merge_request else {
        let commits: Vec<String> = lack.commits.iter().map(|sha| commit(sha)).collect();
        return bundle::text(lang, "lack-commit", &[("commit", format::list(&commits, lang).into())]);
    };
    let why = match lack.why {
        Some(why) => words::why(why, lang),
        None => bundle::text(lang, "lack-unjudged", &[]),
    };
    let ticket = lack.ticket.as_ref().map(|ticket| format!(" ({})", thread(ticket))).unwrap_or_default();
    let args = [("request", thread(merge_request).into()), ("why", why.into()), ("ticket", ticket.into())];
    bundle::text(lang, if lack.commits.is_empty() { "lack-changed" } else { "lack-request" }, &args)
}

fn is_final(tag: &str) -> bool {
    version::of_tag(tag).is_none_or(|version| version::is_final(&version))
}
