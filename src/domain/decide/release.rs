// SPDX-License-Identifier: EUPL-1.2
//! The way of a release: a cleared merge waits, a version is chosen on what the forge shows, the tag is set.
//!
//! **Invariant:** one merge at a time, in the order of merging; a chosen version is never chosen again, and no second
//! tag is set where one of that name stands elsewhere.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::Outcome;
use crate::domain::calendar::cut;
use crate::domain::effect::Effect;
use crate::domain::event::{Event, MergeDone, ReleaseAsked, TagsRead, Views};
use crate::domain::fact::{Fact, Gate, Text};
use crate::domain::ids::Thread;
use crate::domain::release::{Due, Halt, Item, Lack, Noted, Released, Releases, Section};
use crate::domain::rules::{ReleaseMode, Rules};
use crate::domain::saying::Saying;
use crate::domain::version::{self, Reached};

pub(super) fn decide(before: &Releases, rules: &Rules, views: &Views, event: &Event, now: Timestamp) -> Outcome {
    let mut out = Outcome::default();
    match event {
        Event::MergeDone(merge) => merge_done(before, rules, merge, now, &mut out),
        Event::Tick => {
            if let Some((merge_request, due)) = before.timed(rules, now) {
                out.facts.push(Fact::TagTimed { merge_request, due, at: cut(now) });
            }
        }
        Event::Tags(read) => tags(before, rules, views, read, now, &mut out),
        Event::Tagged { tag } => tagged(before, views, tag, now, &mut out),
        Event::FilesPushed { head } if !before.pushed.contains(head) => {
            out.facts.push(Fact::FilesPushed { head: head.clone(), at: cut(now) });
        }
        Event::TagRefused { tag, halt, found } if before.chosen.as_ref() == Some(tag) => {
            let merge_request = before.chosen_for.clone();
            halted(before, merge_request, *halt, tag, found, now, &mut out);
        }
        Event::Release(asked) => release(before, asked, now, &mut out),
        _ => {}
    }
    out
}

fn merge_done(before: &Releases, rules: &Rules, merge: &MergeDone, now: Timestamp, out: &mut Outcome) {
    let (merge_request, at) = (merge.merge_request.clone(), cut(now));
    if before.handed.contains(&merge_request) {
        return;
    }
    let (sha, commits) = (merge.sha.clone(), merge.commits.clone());
    if !merge.cleared {
        return out.facts.push(Fact::MergedPast { merge_request, sha, commits, reasons: merge.reasons.clone(), at });
    }
    if !merge.wanted {
        let news: Vec<String> =
            commits.into_iter().chain([sha]).filter(|commit| !before.known.contains(commit)).collect();
        if !news.is_empty() {
            out.facts.push(Fact::Known { commits: news });
        }
        return;
    }
    let (bump, notes) = (merge.bump, merge.notes.clone());
    out.facts.push(Fact::TagDue { merge_request: merge_request.clone(), sha, bump, commits, notes, at });
    if rules.release.mode != ReleaseMode::EveryMerge {
        out.facts.push(Fact::TagHeld { merge_request });
    }
}

/// Chooses the version of the merge that the tags were read for, or says why nothing can be tagged. What was read for
/// another merge than the one whose turn it is now says nothing about this one.
fn tags(before: &Releases, rules: &Rules, views: &Views, read: &TagsRead, now: Timestamp, out: &mut Outcome) {
    let meant = |due: &Due| due.merge_request == read.merge_request && due.sha == read.sha;
    let Some(due) = before.to_choose().filter(meant) else { return };
    let (merge_request, at) = (due.merge_request.clone(), cut(now));
    if let Some(unseen) = &read.unseen {
        return halted(before, Some(merge_request), Halt::Unseen, "", &Text(unseen.clone()), now, out);
    }
    let lacks = lacks(before, views, &due, read);
    if !lacks.is_empty() {
        let commits = lacks.iter().flat_map(|lack| lack.commits.clone()).collect();
        let saying = Saying::TagStopped { lacks: lacks.clone() };
        let lacks = Some(lacks);
        out.facts.push(Fact::TagStopped { merge_request: merge_request.clone(), commits, lacks, at });
        return out.effects.push(Effect::Note { thread: merge_request, slot: "tag-stopped".to_string(), saying });
    }
    let chosen = match choose(rules, &due, read) {
        Ok(tag) => tag,
        Err((asked, highest)) => {
            let version = asked.clone();
            out.facts.push(Fact::VersionRefused { merge_request: merge_request.clone(), version, at });
            let slot = format!("version-{asked}");
            let saying = Saying::VersionRefused { version: asked, highest };
            return out.effects.push(Effect::Note { thread: merge_request, slot, saying });
        }
    };
    if let Some((tag, commit)) = read.standing.iter().find(|(tag, commit)| *tag == chosen && *commit != due.sha) {
        return halted(before, Some(merge_request), Halt::Elsewhere, tag, &Text(commit.clone()), now, out);
    }
    let items = before.held_by(&due).iter().map(|due| item(due, views)).collect();
    let (tag, sha) = (chosen, due.sha.clone());
    let passed = before.passed.clone();
    let saying = Saying::Release { tag: tag.clone(), merge_request: merge_request.clone(), items, passed };
    out.facts.push(Fact::TagChosen { tag: tag.clone(), sha: sha.clone(), merge_request, at });
    out.effects.push(Effect::Tag { tag, sha, saying });
}

/// Returns the tag to set, or the one that was asked for and is not above the one that stands.
fn choose(rules: &Rules, due: &Due, read: &TagsRead) -> Result<String, (String, String)> {
    let name = |version: &semver::Version| format!("{}v{version}", read.prefix);
    let of = |tag: &String| version::parse(tag.strip_prefix(&read.prefix)?);
    let commit = |tag: &String| read.standing.iter().find(|(known, _)| known == tag).map(|(_, commit)| commit);
    let last = read.reached.iter().find(|tag| of(tag).is_some_and(|version| version::is_final(&version)));
    let highest = read.reached.first();
    let asked = due.version.as_deref().and_then(version::of_tag);
    // The merge may already carry its tag, where the answer to setting it was lost or somebody else has set it.
    let carried = if due.by_person { last } else { highest };
    if let Some(tag) = carried.filter(|tag| commit(tag) == Some(&due.sha)) {
        return Ok(tag.clone());
    }
    let reached = Reached {
        last: last.and_then(of),
        candidate: highest.and_then(of).filter(|version| !version::is_final(version)),
    };
    match asked {
        Some(asked) if reached.highest().is_some_and(|highest| asked <= *highest) => {
            Err((name(&asked), highest.cloned().unwrap_or_default()))
        }
        Some(asked) => Ok(name(&asked)),
        None => Ok(name(&version::following(&reached, due.bump, &rules.release.first, due.by_person))),
    }
}

/// Returns what the release would lack: commits past the gate, and tickets that are no longer decided.
fn lacks(before: &Releases, views: &Views, due: &Due, read: &TagsRead) -> Vec<Lack> {
    let foreign = |commit: &&String| !before.known.contains(*commit) && !before.let_pass.contains(*commit);
    let foreign: Vec<String> = read.since.iter().filter(foreign).cloned().collect();
    let mut lacks = before.lacks(&foreign);
    for held in before.held_by(due).into_iter().filter(|held| !before.pardoned.contains(&held.merge_request)) {
        let undecided = held.notes.iter().find_map(|note| {
            let standing = views.standings.get(&note.ticket)?;
            (standing.gate != Gate::Cleared).then(|| (standing.why, note.ticket.clone()))
        });
        if let Some((why, ticket)) = undecided {
            let (merge_request, commits) = (Some(held.merge_request), Vec::new());
            lacks.push(Lack { merge_request, commits, why: Some(why), ticket: Some(ticket) });
        }
    }
    lacks
}

/// Returns what the release says of a merge: what its tickets say now, or what they said when it was merged.
fn item(due: &Due, views: &Views) -> Item {
    let mut named = BTreeSet::new();
    let notes = due.notes.iter().filter(|note| named.insert(note.ticket.clone())).map(|note| {
        let standing = views.standings.get(&note.ticket);
        match standing {
            Some(standing) if standing.note.title.0.trim().is_empty() => {
                Noted { note: standing.note.clone(), tally: None, open: Vec::new() }
            }
            Some(standing) => {
                let (tally, open) = (standing.tally.clone(), standing.open.clone());
                Noted { note: standing.note.clone(), tally, open }
            }
            None => Noted { note: note.clone(), tally: None, open: Vec::new() },
        }
    });
    let author = views.credits.get(&due.merge_request).cloned().unwrap_or_default();
    Item { merge_request: due.merge_request.clone(), author, notes: notes.collect() }
}

fn halted(
    before: &Releases,
    merge_request: Option<Thread>,
    halt: Halt,
    tag: &str,
    found: &Text,
    now: Timestamp,
    out: &mut Outcome,
) {
    let known = before.halted.as_ref();
    if known.is_some_and(|known| (known.halt, known.tag.as_str(), &known.found) == (halt, tag, found)) {
        return;
    }
    out.facts.push(Fact::TagHalted { halt, tag: tag.to_string(), found: found.clone(), at: cut(now) });
    if let Some(thread) = merge_request {
        let saying = Saying::TagHalted { halt, tag: tag.to_string(), found: found.0.clone() };
        out.effects.push(Effect::Note { thread, slot: "tag-halted".to_string(), saying });
    }
}

/// Takes a release manager's word: lets pass what stops the tag, and asks for the tag of a merge. What changes nothing
/// is answered.
fn release(before: &Releases, asked: &ReleaseAsked, now: Timestamp, out: &mut Outcome) {
    let (merge_request, version, at) = (asked.merge_request.clone(), asked.version.clone(), cut(now));
    let by = asked.by.account.clone();
    let stopped = before.stopped.is_some();
    if stopped {
        out.facts.push(Fact::TagReleased { by: by.clone(), at });
    }
    // What is being tagged at this moment cannot be asked for any more; what waits behind it can.
    let taken = before.chosen_for.as_ref().map_or(0, |chosen| before.bundle(chosen));
    let waits = before.due.iter().skip(taken).find(|due| due.merge_request == merge_request);
    let state = match waits {
        Some(due) if (due.held && !due.asked) || due.version != version => {
            return out.facts.push(Fact::VersionAsked { merge_request, version, by, at });
        }
        None if before.is_candidate(&merge_request) => {
            if before.finishing.as_ref() != Some(&version) {
                out.facts.push(Fact::VersionAsked { merge_request, version, by, at });
            }
            return;
        }
        _ if stopped => return,
        Some(_) if before.halted.is_some() => "release-halted",
        Some(_) => "release-underway",
        None if before.due.iter().take(taken).any(|due| due.merge_request == merge_request) => "release-underway",
        None if before.past.iter().any(|past| past.merge_request == merge_request) => "release-past",
        None => "release-none",
    };
    let (name, state) = (asked.by.name.clone(), state.to_string());
    let (slot, saying) =
        (format!("not-now-release-{}", asked.note), Saying::NotNow { name, command: "release", state });
    out.effects.push(Effect::Note { thread: merge_request, slot, saying });
}

fn tagged(before: &Releases, views: &Views, tag: &str, now: Timestamp, out: &mut Outcome) {
    let (Some(chosen), Some(merge_request)) = (&before.chosen, &before.chosen_for) else { return };
    let last = before.bundle(merge_request);
    let due = before.due.get(last.saturating_sub(1)).filter(|_| last > 0);
    let due = due.or_else(|| before.candidate.last().filter(|due| due.merge_request == *merge_request));
    let Some(due) = due.filter(|_| chosen == tag) else { return };
    let (sha, tag) = (due.sha.clone(), tag.to_string());
    let held = before.candidate.iter().chain(before.due.range(..last)).map(|due| &due.merge_request);
    let past = before.past.iter().filter(|past| before.let_pass.contains(&past.sha)).map(|past| &past.merge_request);
    for other in held.chain(past).filter(|other| *other != merge_request) {
        out.effects.push(Effect::Carried { merge_request: other.clone(), tag: tag.clone() });
    }
    let at = cut(now);
    let fact = Fact::Tagged { tag: tag.clone(), sha, merge_request: merge_request.clone(), at };
    let after = before.clone().after(&fact);
    out.facts.push(fact);
    let is_final = after.recent.back().is_some_and(Released::is_final);
    if is_final && !views.files.is_empty() {
        let section = |released: &Released| Section {
            tag: released.tag.clone(),
            at: released.at,
            items: released.merges.iter().map(|due| item(due, views)).collect(),
        };
        let sections = after.recent.iter().rev().filter(|released| released.is_final()).map(section).collect();
        out.effects.push(Effect::Files { tag, at, sections });
    }
}
