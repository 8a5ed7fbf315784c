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
                choose(before, due, highest.as_ref(), since.as_deref(), now, &mut out);
            }
        }
        Event::Tagged { tag } => tagged(before, tag, now, &mut out),
        Event::Release { by } if before.stopped.is_some() => {
            out.facts.push(Fact::TagReleased { by: by.clone(), at: cut(now) });
        }
        _ => {}
    }
    out
}

fn merge_done(before: &Releases, rules: &Rules, merge: &MergeDone, now: Timestamp, out: &mut Outcome) {
    if before.handed.contains(&merge.merge_request) || !merge.cleared {
        return;
    }
    if rules.release.mode != ReleaseMode::EveryMerge {
        let commits: Vec<String> = merge.commits.iter().cloned().chain([merge.sha.clone()]).collect();
        if !commits.iter().all(|commit| before.known.contains(commit)) {
            out.facts.push(Fact::Known { commits });
        }
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
    // The merge may already carry the highest tag, where the answer to setting it was lost.
    let tag = match highest {
        Some((tag, commit)) if *commit == due.sha => tag.clone(),
        _ => version::next(version.as_ref(), due.bump),
    };
    let sha = due.sha.clone();
    let saying = Saying::Release { tag: tag.clone(), merge_request: merge_request.clone(), notes: due.notes.clone() };
    out.facts.push(Fact::TagChosen { tag: tag.clone(), sha: sha.clone(), merge_request, at });
    out.effects.push(Effect::Tag { tag, sha, saying });
}

fn tagged(before: &Releases, tag: &str, now: Timestamp, out: &mut Outcome) {
    let (Some(due), Some(chosen)) = (before.due.front(), &before.chosen) else { return };
    if chosen != tag {
        return;
    }
    out.facts.push(Fact::Tagged {
        tag: tag.to_string(),
        sha: due.sha.clone(),
        merge_request: due.merge_request.clone(),
        at: cut(now),
    });
}
