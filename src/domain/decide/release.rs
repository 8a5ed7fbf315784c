// SPDX-License-Identifier: EUPL-1.2
//! The way of a release: a cleared merge waits, a version is chosen on what the forge shows, the tag is set.
//!
//! **Invariant:** one merge at a time, in the order of merging; a chosen version is never chosen again.

use jiff::Timestamp;

use super::Outcome;
use crate::domain::calendar::cut;
use crate::domain::effect::Effect;
use crate::domain::event::{Event, MergeDone};
use crate::domain::fact::Fact;
use crate::domain::release::{Due, Releases};
use crate::domain::rules::{ReleaseMode, Rules};
use crate::domain::saying::Saying;
use crate::domain::version;

pub(super) fn decide(before: &Releases, rules: &Rules, event: &Event, now: Timestamp) -> Outcome {
    let mut out = Outcome::default();
    match event {
        Event::MergeDone(merge) => merge_done(before, rules, merge, now, &mut out),
        Event::Tags { highest, since } => {
            if let Some(due) = before.to_choose() {
                choose(before, &due, highest.as_ref(), since.as_deref(), now, &mut out);
            }
        }
        Event::Tagged { tag } => tagged(before, tag, now, &mut out),
        Event::Release { merge_request, by, version } => {
            let (by, at) = (by.clone(), cut(now));
            if before.stopped.is_some() {
                out.facts.push(Fact::TagReleased { by: by.clone(), at });
            }
            // What is being tagged at this moment cannot be asked for any more; what waits behind it can.
            let taken = before.chosen_for.as_ref().map_or(0, |chosen| before.bundle(chosen));
            let waits = before.due.iter().skip(taken).find(|due| due.merge_request == *merge_request);
            if waits.is_some_and(|due| (due.held && !due.asked) || due.version != *version) {
                let (merge_request, version) = (merge_request.clone(), version.clone());
                out.facts.push(Fact::VersionAsked { merge_request, version, by, at });
            }
        }
        _ => {}
    }
    out
}

fn merge_done(before: &Releases, rules: &Rules, merge: &MergeDone, now: Timestamp, out: &mut Outcome) {
    if before.handed.contains(&merge.merge_request) || !merge.cleared {
        return;
    }
    out.facts.push(Fact::TagDue {
        merge_request: merge.merge_request.clone(),
        sha: merge.sha.clone(),
        bump: merge.bump,
        commits: merge.commits.clone(),
        notes: merge.notes.clone(),
        at: cut(now),
    });
    if rules.release.mode != ReleaseMode::EveryMerge {
        out.facts.push(Fact::TagHeld { merge_request: merge.merge_request.clone() });
    }
}

fn choose(
    before: &Releases,
    due: &Due,
    highest: Option<&(String, String)>,
    since: Option<&[String]>,
    now: Timestamp,
    out: &mut Outcome,
) {
    let foreign: Vec<String> = since
        .unwrap_or_default()
        .iter()
        .filter(|commit| !before.known.contains(*commit) && !before.let_pass.contains(*commit))
        .cloned()
        .collect();
    let merge_request = due.merge_request.clone();
    let at = cut(now);
    if !foreign.is_empty() {
        let saying = Saying::TagStopped { commits: foreign.clone() };
        out.facts.push(Fact::TagStopped { merge_request: merge_request.clone(), commits: foreign, at });
        return out.effects.push(Effect::Note { thread: merge_request, slot: "tag-stopped".to_string(), saying });
    }
    let version = highest.and_then(|(tag, _)| version::parse(tag));
    let asked = due.version.as_deref().and_then(version::parse);
    // The merge may already carry the highest tag, where the answer to setting it was lost.
    let tag = match (highest, asked) {
        (Some((tag, commit)), _) if *commit == due.sha => tag.clone(),
        (_, Some(asked)) if version.as_ref().is_some_and(|version| asked <= *version) => {
            let (asked, highest) = (format!("v{asked}"), highest.map(|(tag, _)| tag.clone()).unwrap_or_default());
            out.facts.push(Fact::VersionRefused { merge_request: merge_request.clone(), version: asked.clone(), at });
            let saying = Saying::VersionRefused { version: asked.clone(), highest };
            return out.effects.push(Effect::Note { thread: merge_request, slot: format!("version-{asked}"), saying });
        }
        (_, Some(asked)) => format!("v{asked}"),
        (_, None) => version::next(version.as_ref(), due.bump),
    };
    let sha = due.sha.clone();
    let saying = Saying::Release { tag: tag.clone(), merge_request: merge_request.clone(), notes: due.notes.clone() };
    out.facts.push(Fact::TagChosen { tag: tag.clone(), sha: sha.clone(), merge_request, at });
    out.effects.push(Effect::Tag { tag, sha, saying });
}

fn tagged(before: &Releases, tag: &str, now: Timestamp, out: &mut Outcome) {
    let (Some(chosen), Some(merge_request)) = (&before.chosen, &before.chosen_for) else { return };
    let last = before.bundle(merge_request);
    let Some(due) = before.due.get(last.saturating_sub(1)).filter(|_| last > 0 && chosen == tag) else { return };
    let tag = tag.to_string();
    for other in before.due.range(..last - 1) {
        out.effects.push(Effect::Carried { merge_request: other.merge_request.clone(), tag: tag.clone() });
    }
    let (sha, merge_request) = (due.sha.clone(), due.merge_request.clone());
    out.facts.push(Fact::Tagged { tag, sha, merge_request, at: cut(now) });
}
