// SPDX-License-Identifier: EUPL-1.2
//! From an effect to a desired state in the outbox, in words where it has words.
//!
//! **Invariant:** a state that stands already is not asked for again; the newest value of a key is the only one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::apply::Stream;
use super::{Engine, Partnership};
use crate::domain::chain;
use crate::domain::decide::State;
use crate::domain::effect::Effect;
use crate::domain::fact::Gate;
use crate::domain::ids::Thread;
use crate::domain::release::Section;
use crate::domain::rules::{Milestones, Rules};
use crate::domain::saying::Saying;
use crate::domain::version;
use crate::say::{self, Frame, Lang, Subject};
use crate::store::outbox::Desired;
use crate::store::{Stored, Tx, instant};

/// What an entry of the outbox asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(super) enum Wish {
    /// A note of a slot says this.
    Note { slot: String, body: String },
    /// A thread says this and is resolved or not.
    Thread { slot: String, body: String, resolved: bool },
    /// The bot has reacted so.
    React { note: u64, emoji: String },
    /// Of votum's own labels exactly this one is there.
    State {
        label: String,
        #[serde(default)]
        strays: Vec<String>,
    },
    /// These labels are there and those are not.
    Labels { add: Vec<String>, remove: Vec<String> },
    /// The ticket is open or closed.
    Open { open: bool },
    /// The commit status says so.
    Status {
        head: String,
        gate: String,
        line: String,
        url: String,
        branch: String,
        #[serde(default)]
        pipeline: Option<u64>,
    },
    /// The merge request is merged at this head.
    Merge { head: String },
    /// The tag stands there and its release is published.
    Tag {
        tag: String,
        sha: String,
        message: String,
        name: String,
        notes: String,
        merge_request: String,
        /// Empty in older entries: the whole project.
        #[serde(default)]
        series: String,
        #[serde(default)]
        links: Vec<(String, String)>,
        #[serde(default)]
        milestone: Option<Milestone>,
    },
    /// These files are current with a version, by a merge request of votum's.
    Files(Box<Files>),
}

/// Files that are kept current, and with what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Files {
    pub series: String,
    pub version: String,
    pub date: String,
    pub paths: Vec<String>,
    /// Version and text of each section of the change log, newest first.
    pub sections: Vec<(String, String)>,
    /// What a change log begins with that is not there yet.
    pub heading: String,
    pub title: String,
    pub description: String,
}

/// The milestone that bears the version's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Milestone {
    /// The names that it may have; a new one gets the first.
    pub titles: Vec<String>,
    /// Whether it is made where there is none.
    pub make: bool,
}

impl Wish {
    fn kind(&self) -> &'static str {
        match self {
            Self::Note { .. } | Self::Thread { .. } => "note",
            Self::React { .. } => "reaction",
            Self::State { .. } => "state-label",
            Self::Labels { .. } => "labels",
            Self::Open { .. } => "open",
            Self::Status { .. } => "status",
            Self::Merge { .. } => "merge",
            Self::Tag { .. } => "tag",
            Self::Files(_) => "files",
        }
    }

    /// Returns the digest by which it is known whether this stands already.
    pub fn digest(&self) -> String {
        chain::digest(&serde_json::to_string(self).unwrap_or_default())
    }
}

/// A wish with its place in the outbox, before it is known what stands at the forge.
#[derive(Debug)]
pub(super) struct Wished {
    key: String,
    thread: String,
    forge: String,
    wish: Wish,
    /// Whether it is asked for although it stood there once.
    again: bool,
}

impl Wished {
    /// Says whether nothing but votum changes it at the forge, so that it is not asked for while it stands.
    fn lasts(&self) -> bool {
        let lasting =
            matches!(self.wish, Wish::Note { .. } | Wish::Thread { .. } | Wish::React { .. } | Wish::Status { .. });
        lasting && !self.again
    }
}

impl Engine {
    /// Puts an effect into words; `None` where it asks nothing of a forge.
    pub(super) async fn wish(
        &self,
        partnership: &Partnership,
        tx: &mut Tx,
        stream: &Stream,
        state: &State,
        rules: &Rules,
        effect: Effect,
    ) -> Stored<Option<Wished>> {
        let forge = match stream {
            Stream::Thread(thread) => thread.project.forge.clone(),
            Stream::Releases(series) => series.project.forge.clone(),
            // Money asks nothing of a forge.
            Stream::Budget(_) => return Ok(None),
        };
        let bot = self.bot(&forge).map(|bot| bot.name).unwrap_or_default();
        let frame = Frame { rules, public_url: &self.inner.public_url, bot: &bot };
        let states_result = matches!(&effect, Effect::Note { saying: Saying::Result { .. }, .. });
        let again = matches!(&effect, Effect::Status { again: true, .. } | Effect::Thread { again: true, .. });
        let Some((key, thread, mut wish)) = words(effect, stream, state, &frame) else { return Ok(None) };
        if let (true, Wish::Note { body, .. }) = (states_result, &mut wish) {
            let head = tx.head(&partnership.id).await?;
            let proof = say::proof(head.seq, &chain::hex(&head.hash), &frame);
            *body = format!("{body}\n\n{proof}");
        }
        if let Wish::Tag { message, .. } = &mut wish {
            let head = tx.head(&partnership.id).await?;
            message.push_str(&say::release::proof(head.seq, &chain::hex(&head.hash), &frame));
        }
        Ok(Some(Wished { key, thread, forge, wish, again }))
    }

    /// Puts wishes into the outbox, of each key the last one, but for what stands already.
    pub(super) async fn desire_all(
        &self,
        partnership: &Partnership,
        tx: &mut Tx,
        wishes: Vec<Wished>,
        now: Timestamp,
    ) -> Stored<()> {
        let mut newest: BTreeMap<String, Wished> = BTreeMap::new();
        for mut wished in wishes {
            wished.again |= newest.get(&wished.key).is_some_and(|older| older.again);
            newest.insert(wished.key.clone(), wished);
        }
        if newest.is_empty() {
            return Ok(());
        }
        let standing = tx.standings(newest.keys().map(String::as_str)).await?;
        let stands = |wished: &Wished| {
            wished.lasts() && standing.get(&wished.key).is_some_and(|standing| standing.digest == wished.wish.digest())
        };
        let there: BTreeSet<String> =
            newest.iter().filter(|(_, wished)| stands(wished)).map(|(key, _)| key.clone()).collect();
        let waiting = tx.waiting(there.iter().map(String::as_str)).await?;
        let mut desired = Vec::with_capacity(newest.len());
        for (key, wished) in newest {
            if there.contains(&key) && !waiting.contains(&key) {
                continue;
            }
            // A note that was written a moment ago is held back, so that a hundred ballots become a few edits.
            let due = match (&wished.wish, standing.get(&key)) {
                (Wish::Note { .. }, Some(standing)) => {
                    now.max(instant(standing.at).checked_add(self.inner.coalesce).unwrap_or(now))
                }
                _ => now,
            };
            let payload = serde_json::to_string(&wished.wish).unwrap_or_default();
            let (kind, thread, forge) = (wished.wish.kind(), wished.thread, wished.forge);
            desired.push(Desired { key, partnership: &partnership.id, forge, kind, thread, payload, due });
        }
        tx.desire(desired, now).await
    }
}

/// Finds key, thread and words of an effect.
fn words(effect: Effect, stream: &Stream, state: &State, frame: &Frame<'_>) -> Option<(String, String, Wish)> {
    let subject = match state {
        State::Ticket(ticket) => Subject::Ticket(ticket),
        State::Request(request) => Subject::Request(request),
        State::Releases(_) | State::Budget(..) => Subject::None,
    };
    let at = |key: &str, thread: &Thread| (format!("{key} {thread}"), thread.to_string());
    let ((key, thread), wish) = match effect {
        Effect::Note { thread, slot, saying } => {
            let body = say::note(&saying, subject, frame);
            (at(&format!("note {slot}"), &thread), Wish::Note { slot, body })
        }
        Effect::React { thread, note, emoji } => {
            (at(&format!("reaction {note}"), &thread), Wish::React { note, emoji: emoji.to_string() })
        }
        Effect::StateLabel { thread, state, strays } => {
            (at("state-label", &thread), Wish::State { label: format!("votum::{state}"), strays })
        }
        Effect::Labels { thread, add, remove } => (at("labels", &thread), Wish::Labels { add, remove }),
        Effect::Open { ticket, open } => (at("open", &ticket), Wish::Open { open }),
        Effect::Thread { thread, slot, saying, resolved, .. } => {
            let body = say::note(&saying, subject, frame);
            (at(&format!("note {slot}"), &thread), Wish::Thread { slot, body, resolved })
        }
        Effect::Status { merge_request, head, gate, line, pipeline, .. } => {
            let branch = match state {
                State::Request(request) => request.source.clone(),
                _ => String::new(),
            };
            let line = say::status::line(&line, Lang::of(frame.rules), frame.rules);
            let url = frame.merge_request_url(&merge_request);
            let gate = gate.key().to_string();
            (at(&format!("status {head}"), &merge_request), Wish::Status { head, gate, line, url, branch, pipeline })
        }
        Effect::Merge { merge_request, head } => (at("merge", &merge_request), Wish::Merge { head }),
        Effect::Tag { tag, sha, saying } => {
            let Stream::Releases(series) = stream else { return None };
            let Saying::Release { merge_request, items, .. } = &saying else { return None };
            let wish = Wish::Tag {
                message: say::release::tag_message(&tag, items, frame),
                name: say::release::name(&tag, frame),
                merge_request: merge_request.to_string(),
                notes: say::note(&saying, subject, frame),
                links: say::release::links(&tag, &series.project, items, frame),
                milestone: milestone(&tag, frame.rules),
                series: series.to_string(),
                tag: tag.clone(),
                sha,
            };
            let project = series.project.to_string();
            ((format!("tag {tag} {project}"), project), wish)
        }
        Effect::Files { tag, at, sections } => {
            let Stream::Releases(series) = stream else { return None };
            let version = version::of_tag(&tag)?.to_string();
            let own = frame.rules.release.series_of(&series.project).into_iter().find(|own| own.series == *series)?;
            let section = |section: &Section| {
                let number = version::of_tag(&section.tag).map(|version| version.to_string());
                (number.unwrap_or_default(), say::release::section(section, frame))
            };
            let wish = Wish::Files(Box::new(Files {
                series: series.to_string(),
                version,
                date: frame.rules.calendar.day(at).to_string(),
                sections: sections.iter().map(section).collect(),
                heading: say::release::heading(frame),
                title: say::release::files_title(&tag, &own.files, frame),
                description: say::release::files_body(&tag, &series.project, frame),
                paths: own.files,
            }));
            ((format!("files {series}"), series.project.to_string()), wish)
        }
        Effect::Read { .. }
        | Effect::Hand { .. }
        | Effect::LetPass { .. }
        | Effect::Carried { .. }
        | Effect::Judge { .. }
        | Effect::Book { .. }
        | Effect::Fund { .. }
        | Effect::Compete { .. } => return None,
    };
    Some((key, thread, wish))
}

/// Returns which milestone belongs to a final version.
fn milestone(tag: &str, rules: &Rules) -> Option<Milestone> {
    let version = version::of_tag(tag).filter(version::is_final)?;
    let make = match rules.release.milestones {
        Milestones::None => return None,
        Milestones::Close => false,
        Milestones::Create => true,
    };
    // In a series of its own the bare number may mean another series.
    let bare = (tag == format!("v{version}")).then(|| version.to_string());
    Some(Milestone { titles: std::iter::once(tag.to_string()).chain(bare).collect(), make })
}

/// Finds a gate by its word.
pub(super) fn gate(key: &str) -> Gate {
    match key {
        "cleared" => Gate::Cleared,
        "blocked" => Gate::Blocked,
        _ => Gate::Waiting,
    }
}
