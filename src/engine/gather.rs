// SPDX-License-Identifier: EUPL-1.2
//! Reading at the forge, in the domain's words.
//!
//! **Invariant:** nothing here writes. Every reading is whole, or it is a refusal and the step is tried again.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio::sync::OnceCell;

use super::{Done, Engine, Hindrance, Partnership, account};
use crate::domain::calendar::cut;
use crate::domain::command;
use crate::domain::event::{AwardRead, Event, FullRead, NoteRead, Person, RequestRead, TicketRead};
use crate::domain::ids::{Account, NoteId, Thread};
use crate::domain::signal::{LOCKED, Signal, Signals};
use crate::domain::ticket::{Phase, Ticket};
use crate::forge::{self, AwardView, Forge, LabelChange, MergeState, Mergeable, NoteView, PipelineState, Refusal};

/// When a reading began, in the order of all readings, and what it showed.
type Begun = (i64, Event);

/// What several deliveries that are looked at together read of the forge: each ticket once.
///
/// All of them had come in before the first was read, so one reading is new enough for each.
#[derive(Default)]
pub(super) struct Readings {
    tickets: Mutex<HashMap<Thread, Arc<OnceCell<Begun>>>>,
    asked: Mutex<HashSet<Thread>>,
    heads: Mutex<HashMap<String, Arc<OnceCell<i64>>>>,
}

impl Readings {
    /// Reads a ticket, or returns what was read of it before.
    pub async fn ticket(&self, engine: &Engine, thread: &Thread) -> Done<(i64, Event)> {
        let cell = {
            let mut tickets = self.tickets.lock().unwrap_or_else(PoisonError::into_inner);
            tickets.entry(thread.clone()).or_default().clone()
        };
        Ok(cell.get_or_try_init(|| engine.read_ticket(thread)).await?.clone())
    }

    /// Returns where a partnership's journal stood when the first of its deliveries was looked at.
    pub async fn head(&self, engine: &Engine, partnership: &str) -> Done<i64> {
        let cell = {
            let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
            heads.entry(partnership.to_string()).or_default().clone()
        };
        let read = async || Ok::<_, Hindrance>(engine.inner.store.head(partnership).await?.seq);
        cell.get_or_try_init(read).await.copied()
    }

    /// Says whether nobody has asked for the whole of a thread before.
    pub fn is_first(&self, thread: &Thread) -> bool {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(thread.clone())
    }
}

impl Engine {
    /// Reads a ticket: its fields and, where its labels are not those that votum knows, who set them. Returns also when
    /// the reading began, in the order of all readings.
    pub(super) async fn read_ticket(&self, thread: &Thread) -> Done<(i64, Event)> {
        let begun = self.inner.store.begin_reading().await?;
        let forge = self.forge(&thread.project.forge)?;
        let view = forge.ticket(&thread.project.path, thread.iid).await?;
        let Some(view) = view.filter(|view| !view.moved) else { return Ok((begun, Event::TicketGone)) };
        let traced = !self.knows_labels(thread, &view.labels).await?;
        let changes = if traced { none_if_gone(forge.label_changes(thread).await)? } else { Vec::new() };
        let at = |id| account(&thread.project.forge, id);
        let read = TicketRead {
            ticket: thread.clone(),
            title: view.title,
            description: view.description,
            author: person(&thread.project.forge, &view.author),
            open: view.open,
            closed_by: view.closed_by.map(|by| at(by.id)),
            closed_at: view.closed_at,
            untouched: view.reactions == 0,
            traced,
            removed: removed(&thread.project.forge, &view.labels, &changes),
            labels: setters(&thread.project.forge, view.labels, &changes),
            confidential: view.confidential,
            created_at: cut(view.created_at),
            updated_at: cut(view.updated_at),
        };
        Ok((begun, Event::Ticket(Box::new(read))))
    }

    /// Says whether nothing follows from the labels of a ticket, whoever set them.
    async fn knows_labels(&self, thread: &Thread, labels: &[String]) -> Done<bool> {
        let Some(partnership) = self.partnership_of(&thread.project) else { return Ok(false) };
        let ticket = self.ticket_state(partnership, thread).await?;
        Ok(ticket.knows_labels(&partnership.rules(), &labels.iter().cloned().collect()))
    }

    /// Reads everything that stands under a ticket. Reactions to the vote note are read again only where it was touched
    /// since, unless a result or an announcement may rest on them: a reaction, set or removed, touches its note.
    pub(super) async fn read_full(&self, partnership: &Partnership, thread: &Thread, ticket: &Ticket) -> Done<Event> {
        let forge = self.forge(&thread.project.forge)?;
        let bot = self.bot(&thread.project.forge).map(|bot| bot.id);
        let at = self.inner.clock.now();
        let vote_note = ticket.vote.as_ref().and_then(|vote| vote.note);
        // A vote under earlier rules is always read wholly; there are few of them.
        let frozen = ticket.vote.as_ref().is_some_and(|vote| vote.rules != partnership.rules().digest);
        let whole = ticket.phase != Phase::Voting || frozen || ticket.nears_its_end(&partnership.rules(), at);
        let views = forge.notes(thread).await?;
        let touched = |id| views.iter().find(|note| note.id == id).map(|note| note.updated_at);
        let vote_note = vote_note.map(|id| (id, touched(id)));
        let vote_note_stands = vote_note.is_none_or(|(_, touched)| touched.is_some());
        let mut notes = Vec::new();
        for view in views.into_iter().filter(|view| !view.system && Some(view.author.id) != bot) {
            let known = ticket.handled.contains(&view.id);
            notes.push(self.note_read(forge.as_ref(), thread, view, known).await?);
        }
        let mut awards = Vec::new();
        if ticket.vote.is_some() {
            awards.extend(self::awards(&thread.project.forge, None, forge.awards(thread, None).await?));
        }
        if let Some((note, Some(touched))) = vote_note {
            let known = self.inner.reactions.recall(thread, note, touched).filter(|_| !whole);
            let found = if let Some(known) = known {
                known
            } else {
                let found = self::awards(&thread.project.forge, Some(note), forge.awards(thread, Some(note)).await?);
                self.inner.reactions.keep(thread, note, touched, at, &found);
                found
            };
            awards.extend(found);
        }
        Ok(Event::Full(Box::new(FullRead { at, notes, awards, vote_note_stands, whole })))
    }

    /// Reads the commands under a thread, written since `from`, that are not among those `handled`.
    pub(super) async fn unheard(
        &self,
        thread: &Thread,
        handled: &BTreeSet<NoteId>,
        from: Timestamp,
    ) -> Done<Vec<Event>> {
        let forge = self.forge(&thread.project.forge)?;
        let bot = self.bot(&thread.project.forge);
        let name = bot.as_ref().map(|bot| bot.name.clone()).unwrap_or_default();
        let mut events = Vec::new();
        for view in forge.notes(thread).await? {
            let own = bot.as_ref().is_some_and(|bot| bot.id == view.author.id);
            let news = !view.system && !own && view.created_at >= from && !handled.contains(&view.id);
            if news && !command::read(&view.body, &name).is_empty() {
                events.push(Event::Note(Box::new(self.note_read(forge.as_ref(), thread, view, false).await?)));
            }
        }
        Ok(events)
    }

    /// Reads one note; `None` where it is gone.
    pub(super) async fn read_note(&self, thread: &Thread, note: NoteId) -> Done<Option<NoteRead>> {
        let forge = self.forge(&thread.project.forge)?;
        let Some(view) = forge.note(thread, note).await? else { return Ok(None) };
        Ok(Some(self.note_read(forge.as_ref(), thread, view, false).await?))
    }

    /// Reads a merge request with everything that its gate and its merge rest on.
    pub(super) async fn read_request(&self, thread: &Thread) -> Done<Option<Event>> {
        let id = &thread.project.forge;
        let path = &thread.project.path;
        let forge = self.forge(id)?;
        let Some(view) = forge.merge_request(path, thread.iid).await? else { return Ok(None) };
        let project = forge.project(path).await?;
        let default_branch = project.as_ref().and_then(|project| project.default_branch.clone());
        let open = matches!(view.state, MergeState::Open | MergeState::Locked);
        let mut read = RequestRead {
            merge_request: thread.clone(),
            title: view.title,
            description: view.description,
            author: person(id, &view.author),
            open,
            draft: view.draft,
            target_branch: view.target_branch,
            source_branch: view.source_branch,
            default_branch,
            head: view.head.clone(),
            head_at: None,
            labels: BTreeMap::new(),
            approvals: Vec::new(),
            authors: Vec::new(),
            commits: Vec::new(),
            paths: None,
            mergeable: view.mergeable == Mergeable::Yes && view.state != MergeState::Locked,
            green: false,
            signal: Signal::default(),
            merged_sha: view.merged_sha.filter(|_| view.state == MergeState::Merged),
            contained: None,
            squashed: view.squash_sha.is_some(),
            created_at: cut(view.created_at),
            updated_at: cut(view.updated_at),
        };
        if let (Some(merged), Some(head)) = (&read.merged_sha, &read.head) {
            let lacks = forge.commits_between(path, merged, head).await?;
            read.contained = lacks.map(|commits| commits.is_empty());
        }
        let commits = none_if_gone(forge.commits(path, thread.iid).await)?;
        read.authors = commits.iter().flat_map(|c| [c.author_name.clone(), c.author_email.clone()]).collect();
        // The squash commit carries what they brought, and is none that came past the gate.
        read.commits = commits.into_iter().map(|commit| commit.sha).chain(view.squash_sha).collect();
        let changes = none_if_gone(forge.label_changes(thread).await)?;
        read.labels = setters(id, view.labels, &changes);
        let approvals = none_if_gone(forge.approvals(path, thread.iid).await)?;
        read.approvals = approvals.into_iter().map(|a| (person(id, &a.by), a.at.map(cut), a.may_write)).collect();
        if let (true, Some(head)) = (open, &view.head) {
            let versions = forge.versions(path, thread.iid).await?;
            read.head_at = versions.iter().filter(|version| version.head == *head).map(|version| cut(version.at)).max();
            let paths = forge.paths(path, thread.iid).await?;
            read.paths = paths.complete.then_some(paths.paths);
            let pipeline = forge.pipeline(path, thread.iid, head).await?;
            let (has_ci, builds, skipping) =
                project.map_or((true, true, false), |project| (project.has_ci, project.builds, project.skipping));
            read.green = match pipeline {
                None => !has_ci,
                Some(PipelineState::Skipped) => skipping,
                Some(state) => state == PipelineState::Green,
            };
            let status = builds && (!view.from_fork || view.pipeline.is_some());
            read.signal.signals = Signals {
                status,
                thread: view.from_fork || !builds,
                pipeline: view.pipeline,
                awaited: has_ci && pipeline.is_none(),
                obstacle: match view.mergeable {
                    _ if view.state == MergeState::Locked => Some(LOCKED.to_string()),
                    Mergeable::No(word) => Some(word),
                    Mergeable::Yes | Mergeable::Computing => None,
                },
            };
            self.read_signal(thread, head, forge.as_ref(), &mut read.signal).await?;
        }
        Ok(Some(Event::Request(Box::new(read))))
    }

    /// Reads what stands under votum's name: the statuses at the head, and whether its thread is resolved.
    async fn read_signal(&self, thread: &Thread, head: &str, forge: &dyn Forge, signal: &mut Signal) -> Done<()> {
        let id = &thread.project.forge;
        if signal.signals.status {
            let found = forge.statuses(&thread.project.path, head).await?;
            signal.statuses = found.into_iter().map(|it| (account(id, it.by.id), it.word, it.pipeline)).collect();
        }
        if signal.signals.thread
            && let Some(standing) = self.inner.store.standing_of(&format!("note gate {thread}")).await?
            && let Some(note) = standing.note
            && let Some(view) = forge.note(thread, note.cast_unsigned()).await?
        {
            signal.resolved = view.resolved_by.map(|by| account(id, by.id));
        }
        Ok(())
    }

    async fn note_read(
        &self,
        forge: &dyn Forge,
        thread: &Thread,
        view: NoteView,
        known: bool,
    ) -> Result<NoteRead, Hindrance> {
        let touched = cut(view.updated_at) > cut(view.created_at);
        let bot = self.bot(&thread.project.forge).map(|bot| bot.name).unwrap_or_default();
        // GitLab moves a note's `updated_at` when somebody reacts to it; only what no reaction explains is an edit.
        let edited = touched && !known && !command::read(&view.body, &bot).is_empty() && {
            let awards = forge.awards(thread, Some(view.id)).await?;
            !awards.iter().any(|award| cut(award.at) >= cut(view.updated_at))
        };
        Ok(NoteRead {
            note: view.id,
            author: person(&thread.project.forge, &view.author),
            body: view.body,
            at: cut(view.created_at),
            edited,
            touched,
            seen: true,
            internal: view.internal,
        })
    }
}

/// Takes a list that the forge does not keep for an empty one: nobody is known to have set a label or to have approved,
/// which clears nothing.
fn none_if_gone<T>(answer: Result<Vec<T>, Refusal>) -> Result<Vec<T>, Refusal> {
    match answer {
        Err(refusal) if refusal.is_gone() => Ok(Vec::new()),
        answer => answer,
    }
}

fn person(forge: &str, view: &forge::Person) -> Person {
    Person { account: account(forge, view.id), name: view.name.clone() }
}

fn awards(forge: &str, note: Option<NoteId>, views: Vec<AwardView>) -> Vec<AwardRead> {
    views
        .into_iter()
        .map(|view| AwardRead {
            award: view.id,
            by: person(forge, &view.by),
            name: view.name,
            note,
            at: cut(view.at),
            seen: true,
        })
        .collect()
}

/// Returns for each label on the thread who set it last.
fn setters(
    forge: &str,
    labels: Vec<String>,
    changes: &[LabelChange],
) -> BTreeMap<String, Option<(Account, Timestamp)>> {
    let last = |label: &str| {
        let change = changes.iter().rev().find(|change| change.added && change.label == label)?;
        Some((account(forge, change.by.as_ref()?.id), cut(change.at)))
    };
    labels.into_iter().map(|label| (label.clone(), last(&label))).collect()
}

/// Returns for each label that is no longer on the thread who removed it last.
fn removed(forge: &str, labels: &[String], changes: &[LabelChange]) -> BTreeMap<String, (Account, Timestamp)> {
    let present: BTreeSet<&String> = labels.iter().collect();
    changes
        .iter()
        .filter(|change| !change.added && !present.contains(&change.label))
        .filter_map(|change| Some((change.label.clone(), (account(forge, change.by.as_ref()?.id), cut(change.at)))))
        .collect()
}
