// SPDX-License-Identifier: EUPL-1.2
//! One desired state: carried to the forge, and settled when it stands there.
//!
//! **Invariant:** delivered at least once, visible once. Before a write whose answer may have been lost is repeated,
//! votum looks whether it came through: by the note's marker, the merge request's state, the tag's commit.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};

use super::absorb::Work;
use super::apply::{Finish, Stream};
use super::desire::{Wish, gate};
use super::lease::Claim;
use super::{Done, Engine, Hindrance, Partnership, backoff};
use crate::domain::event::Event;
use crate::domain::fact::{Gate, Text};
use crate::domain::ids::{Kind, Project, Thread};
use crate::domain::phase::Phase;
use crate::domain::request::Request;
use crate::domain::turn::{self, Turn};
use crate::forge::{Forge, Light, Refusal, StatusText};
use crate::say::{self, Frame};
use crate::store::StoreError;
use crate::store::outbox::Item;

/// How often a merge is tried before votum says that the forge will not.
const MERGE_ATTEMPTS: i64 = 20;

/// How long a merge waits before it is asked again whose turn it is.
const ITS_TURN: SignedDuration = SignedDuration::from_secs(2);

/// How many entries, of different threads, are carried to a forge at the same time by one step.
const TOGETHER: u32 = 8;

/// What came of carrying an entry.
enum Carried {
    /// It stands, by this digest, and is still to be settled.
    Stands(String),
    /// It was settled together with what followed from it, or put off.
    Settled,
}

impl Engine {
    /// Carries out the desired state that has been due longest; returns whether there was one.
    pub async fn deliver_one(&self) -> Done<bool> {
        self.carry(None, 1).await
    }

    /// Carries out some of the desired states that are due at a forge, of each partnership in its turn; returns whether
    /// there were any.
    pub async fn deliver_to(&self, forge: &str) -> Done<bool> {
        let mut any = false;
        for lane in self.lanes(forge) {
            if self.inner.store.has_item(forge, &lane, self.inner.clock.now()).await? {
                any |= self.carry(Some((forge, &lane)), TOGETHER).await?;
            }
        }
        Ok(any)
    }

    /// Claims entries of different threads, carries them at the same time, and settles together those that stand.
    async fn carry(&self, lane: Option<(&str, &str)>, most: u32) -> Done<bool> {
        let now = self.inner.clock.now();
        let claimed = self.inner.store.claim_items(lane, most, now).await?;
        if claimed.is_empty() {
            return Ok(false);
        }
        // One claim holds them all.
        let claim = Claim::Items(claimed.first().map(|item| item.claim.clone()).unwrap_or_default());
        self.holding(claim, Box::pin(self.carry_claimed(claimed, now))).await
    }

    async fn carry_claimed(&self, claimed: Vec<Item>, now: Timestamp) -> Done<bool> {
        let carried = claimed.into_iter().map(async |item| {
            let done = AssertUnwindSafe(self.deliver(&item, now)).catch_unwind().await;
            (item, done.unwrap_or(Err(Hindrance::Panic)))
        });
        let mut stand = Vec::new();
        let mut all = Ok(true);
        for (item, done) in futures_util::future::join_all(carried).await {
            match done {
                Ok(Carried::Stands(digest)) => {
                    self.forge_answers(&item.forge);
                    stand.push((item, digest));
                }
                Ok(Carried::Settled) => self.forge_answers(&item.forge),
                Err(hindrance) => all = self.hinder(&item, hindrance, now).await.and(all),
            }
        }
        if !stand.is_empty()
            && let Err(hindrance) = self.settle_together(&stand).await
        {
            if !matches!(hindrance, Hindrance::Store(StoreError::Lost)) {
                return Err(hindrance);
            }
            // One of them was taken over; the others stand.
            for entry in &stand {
                match self.settle_together(std::slice::from_ref(entry)).await {
                    Err(Hindrance::Store(fault @ StoreError::Lost)) => tracing::warn!(key = %entry.0.key, "{fault}"),
                    done => all = done.map(|()| true).and(all),
                }
            }
        }
        all
    }

    async fn settle_together(&self, stand: &[(Item, String)]) -> Done<()> {
        let mut tx = self.inner.store.begin().await?;
        for (item, digest) in stand {
            tx.settle(item, None, digest, self.inner.clock.now()).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Lets an entry wait that could not be carried, or gives it up for a person to see.
    async fn hinder(&self, item: &Item, hindrance: Hindrance, now: Timestamp) -> Done<()> {
        match hindrance {
            Hindrance::Store(fault @ StoreError::Lost) => tracing::warn!(key = %item.key, "{fault}"),
            Hindrance::Store(fault) => {
                // Where the database does not even take this, the claim runs out; until then its thread would wait.
                let due = backoff::next(now, item.attempt, &item.key, None);
                self.inner.store.postpone_item(item, due).await?;
                return Err(fault.into());
            }
            Hindrance::Forge(Refusal::Again { after, why }) => {
                tracing::info!(key = %item.key, "{} has to wait: {why}", item.key);
                let due = backoff::next(now, item.attempt, &item.key, after);
                self.inner.store.postpone_item(item, due).await?;
            }
            Hindrance::Forge(refusal) if refusal.is_gone() && self.is_gone(item).await => {
                tracing::info!(key = %item.key, "{} has nowhere to stand any more.", item.key);
                self.settle(item, None, String::new()).await?;
            }
            Hindrance::Forge(refusal) if self.waits(item).await => {
                tracing::info!(key = %item.key, "{} has to wait for its project: {refusal}", item.key);
                let due = backoff::next(now, item.attempt, &item.key, None);
                self.inner.store.postpone_item(item, due).await?;
            }
            Hindrance::Forge(refusal @ Refusal::Never { .. }) => {
                tracing::warn!(key = %item.key, "{} is given up: {refusal}", item.key);
                self.inner.store.bury_item(item, &refusal.to_string()).await?;
            }
            Hindrance::Panic => {
                let why = "Delivering it panicked; this is a fault of votum's. Please report it.";
                tracing::error!(key = %item.key, "{} is given up: {why}", item.key);
                self.inner.store.bury_item(item, why).await?;
            }
        }
        Ok(())
    }

    async fn deliver(&self, item: &Item, now: Timestamp) -> Done<Carried> {
        let never = |why: &str| Hindrance::Forge(Refusal::Never { status: 0, why: why.to_string() });
        let wish: Wish =
            serde_json::from_str(&item.payload).map_err(|_| never("Its form is not known to this votum."))?;
        let partnership =
            self.partnership(&item.partnership).ok_or_else(|| never("Its partnership is not in votum.toml."))?;
        let forge = self.forge(&item.forge)?.clone();
        let turn =
            self.inner.merging.get(&item.forge).filter(|_| matches!(wish, Wish::Merge { .. } | Wish::Tag { .. }));
        let _turn = match turn {
            Some(turn) => Some(turn.lock().await),
            None => None,
        };
        if let Wish::Tag { .. } = &wish {
            self.publish(partnership, item, &wish, forge.as_ref(), now).await?;
            return Ok(Carried::Settled);
        }
        if let Wish::Files(files) = &wish {
            self.keep_files(partnership, item, &wish, files, forge.as_ref(), now).await?;
            return Ok(Carried::Settled);
        }
        let thread = Thread::parse(&item.thread).ok_or_else(|| never("Its thread is not one."))?;
        let path = thread.project.path.clone();
        match &wish {
            Wish::Note { slot, body } | Wish::Thread { slot, body, .. } => {
                self.write(partnership, item, &thread, slot, body, &wish, forge.as_ref()).await?;
                return Ok(Carried::Settled);
            }
            Wish::Merge { head } => {
                self.merge(partnership, item, &thread, head, forge.as_ref(), now).await?;
                return Ok(Carried::Settled);
            }
            Wish::React { note, emoji } => match forge.react(&thread, *note, emoji).await {
                // The note was deleted meanwhile: there is nothing left to acknowledge.
                Err(refusal) if refusal.is_gone() => {}
                done => done?,
            },
            Wish::State { label, strays } => {
                forge.relabel(&thread, std::slice::from_ref(label), &others(label, strays)).await?;
            }
            Wish::Labels { add, remove } => forge.relabel(&thread, add, remove).await?,
            Wish::Open { open } => forge.set_open(&path, thread.iid, *open).await?,
            Wish::Status { head, gate: says, line, url, branch, pipeline } => {
                let light = match gate(says) {
                    Gate::Cleared => Light::Cleared,
                    Gate::Waiting => Light::Waiting,
                    Gate::Blocked => Light::Blocked,
                };
                let status = StatusText {
                    light,
                    line: line.clone(),
                    url: url.clone(),
                    branch: branch.clone(),
                    pipeline: *pipeline,
                };
                forge.set_status(&path, head, &status).await?;
            }
            Wish::Tag { .. } | Wish::Files(_) => {}
        }
        Ok(Carried::Stands(wish.digest()))
    }

    /// Says whether the ticket or merge request of an entry was deleted, in a project that can still be read.
    async fn is_gone(&self, item: &Item) -> bool {
        let Some(thread) = Thread::parse(&item.thread) else { return false };
        let Ok(forge) = self.forge(&item.forge) else { return false };
        let path = &thread.project.path;
        let stands = match thread.kind {
            Kind::Ticket => forge.ticket(path, thread.iid).await.map(|ticket| ticket.is_some()),
            Kind::MergeRequest => forge.merge_request(path, thread.iid).await.map(|request| request.is_some()),
        };
        matches!(stands, Ok(false)) && matches!(forge.project(path).await, Ok(Some(_)))
    }

    /// Says whether an entry only waits until its project can be written again.
    pub(super) async fn waits(&self, item: &Item) -> bool {
        let project = Thread::parse(&item.thread).map(|thread| thread.project);
        match project.or_else(|| Project::parse(&item.thread)) {
            Some(project) => self.rests(&project).await,
            None => false,
        }
    }

    async fn settle(&self, item: &Item, note: Option<i64>, digest: String) -> Done<()> {
        let mut tx = self.inner.store.begin().await?;
        tx.settle(item, note, &digest, self.inner.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Makes the note of a slot read `body`: edits the one that stands, finds one whose number was lost, or writes anew.
    #[expect(clippy::too_many_arguments, reason = "they are the parts of one entry")]
    async fn write(
        &self,
        partnership: &Partnership,
        item: &Item,
        thread: &Thread,
        slot: &str,
        body: &str,
        wish: &Wish,
        forge: &dyn Forge,
    ) -> Done<()> {
        let text = format!("{body}\n\n{}", self.inner.marker.of(&item.key));
        let standing = self.inner.store.standing_of(&item.key).await?;
        // A note that was tried before may stand there, and so may one that was dropped.
        let tried = item.attempt > 1 || standing.is_some();
        let mut note = standing.and_then(|standing| standing.note).map(i64::cast_unsigned);
        if note.is_none() && tried {
            note = self.find(thread, &item.key, forge).await?;
        }
        if let Some(id) = note {
            match forge.edit_note(thread, id, &text).await {
                Err(refusal) if refusal.is_gone() => note = None,
                done => done?,
            }
        }
        if note.is_none() {
            self.may_write_anew(thread)?;
        }
        let note = match note {
            Some(note) => note,
            None if matches!(wish, Wish::Thread { .. }) => forge.write_thread(thread, &text).await?,
            None => forge.write_note(thread, &text).await?,
        };
        if let Wish::Thread { resolved, .. } = wish {
            forge.resolve(thread, note, *resolved).await?;
        }
        let is_vote = slot.starts_with("vote-") && thread.kind == Kind::Ticket;
        let finish = Finish::Item(Box::new(item.clone()), Some(note.cast_signed()), wish.digest());
        let events = if is_vote { vec![Event::VoteNote { note }] } else { Vec::new() };
        let works = vec![Work::told(Stream::Thread(thread.clone()), events)];
        self.apply(partnership, if is_vote { works } else { Vec::new() }, finish).await
    }

    /// Refuses a new note under a thread that has had so many within an hour that bots must be answering each other.
    fn may_write_anew(&self, thread: &Thread) -> Done<()> {
        let name = format!("thread {thread}");
        let Err(wait) = self.inner.breaker.admit(thread, self.inner.clock.now()) else {
            self.inner.health.well(&name);
            return Ok(());
        };
        let why = format!(
            "votum has written so many notes within an hour under {thread} that it stops there for a while. If another bot \
             answers its notes, keep that bot from writing commands."
        );
        self.inner.health.trouble(&name, &why);
        Err(Refusal::Again { after: Some(wait), why }.into())
    }

    /// Finds a note of the bot's by its marker.
    async fn find(&self, thread: &Thread, key: &str, forge: &dyn Forge) -> Done<Option<u64>> {
        let bot = forge.bot().await?.id;
        let notes = forge.notes(thread).await?;
        Ok(notes.iter().rev().find(|n| n.author.id == bot && self.inner.marker.is_in(key, &n.body)).map(|note| note.id))
    }

    /// Merges, after reading again everything that the clearance rests on.
    async fn merge(
        &self,
        partnership: &Partnership,
        item: &Item,
        thread: &Thread,
        head: &str,
        forge: &dyn Forge,
        now: Timestamp,
    ) -> Done<()> {
        let done = || Finish::Item(Box::new(item.clone()), None, head.to_string());
        self.heed_pause().await?;
        let known = self.request_state(partnership, thread).await?;
        let mut works = Vec::new();
        for ticket in known.names.iter().filter(|ticket| partnership.rules().tickets.contains(&ticket.project)) {
            let (begun, event) = self.read_ticket(ticket).await?;
            let stream = Stream::Thread(ticket.clone());
            works.push(Work { stream, events: vec![event], begun: Some(begun) });
        }
        works.extend(self.request_whole(partnership, thread).await?);
        self.apply(partnership, works, Finish::Nothing).await?;
        let request = self.request_state(partnership, thread).await?;
        let arrived = partnership.arrival(&thread.project).map(|(at, _)| at);
        let may = !partnership.is_paused()
            && request.may_merge(&partnership.rules(), arrived, self.inner.clock.now())
            && request.merging.as_deref() == Some(head);
        if !may {
            return self.apply(partnership, Vec::new(), done()).await;
        }
        if self.waits_its_turn(partnership, &request, now).await? {
            let due = now.checked_add(ITS_TURN).unwrap_or(now);
            return Ok(self.inner.store.put_back_item(item, due).await?);
        }
        let bot = self.bot(&thread.project.forge).map(|bot| bot.name).unwrap_or_default();
        let frame = Frame { rules: &partnership.rules(), public_url: &self.inner.public_url, bot: &bot };
        let notes = self.release_notes(partnership, &request.names).await?;
        let message = say::merge::merge_message(&request, &notes, &frame);
        let why = match forge.merge(&thread.project.path, thread.iid, head, &message).await {
            Ok(()) => {
                let works = self.request_work(thread, Vec::new()).await?;
                if is_merged(&works) {
                    self.apply(partnership, works, done()).await?;
                    self.inner.store.next_merges(&partnership.id, &thread.project.to_string(), now).await?;
                    return self.look_after_seat(partnership, &thread.project).await;
                }
                Refusal::Again { after: None, why: self.unmerged(thread, forge).await? }
            }
            // GitLab says so where the head has moved, and for a moment also where it only thinks so.
            Err(Refusal::Never { status: 409, why }) => {
                let works = self.request_whole(partnership, thread).await?;
                self.apply(partnership, works, Finish::Nothing).await?;
                if self.request_state(partnership, thread).await?.head.as_deref() != Some(head) {
                    return self.apply(partnership, Vec::new(), done()).await;
                }
                Refusal::Again { after: None, why }
            }
            Err(refusal) => refusal,
        };
        match why {
            Refusal::Again { after, why } if item.attempt < MERGE_ATTEMPTS => {
                let due = backoff::next(now, item.attempt, &item.key, after);
                tracing::info!(key = %item.key, "{} has to wait: {why}", item.key);
                Ok(self.inner.store.postpone_item(item, due).await?)
            }
            Refusal::Again { why, .. } | Refusal::Never { why, .. } => {
                let mut works = self.request_work(thread, Vec::new()).await?;
                // It may have been merged meanwhile, by a call whose answer was lost or by somebody else.
                if !is_merged(&works) {
                    let event = Event::NotMerged { head: head.to_string(), why: Text(why) };
                    works.insert(0, Work::told(Stream::Thread(thread.clone()), vec![event]));
                }
                self.apply(partnership, works, done()).await
            }
        }
    }

    /// Says that the forge has not merged what it said it merged, with its own word for why.
    async fn unmerged(&self, thread: &Thread, forge: &dyn Forge) -> Done<String> {
        let view = forge.merge_request(&thread.project.path, thread.iid).await?;
        let error = view.and_then(|view| view.merge_error).map(|error| format!(" It says: {error}"));
        Ok(format!("The forge said it merged, and has not merged yet.{}", error.unwrap_or_default()))
    }

    /// Says whether another merge request goes into the same branch first, by the order of the decisions.
    async fn waits_its_turn(&self, partnership: &Partnership, request: &Request, now: Timestamp) -> Done<bool> {
        let Some(thread) = &request.thread else { return Ok(false) };
        let waiting = self.inner.store.merges_tried(&partnership.id).await?;
        let arrived = partnership.arrival(&thread.project).map(|(at, _)| at);
        let mut own = None;
        for other in self.inner.store.cleared_requests(&partnership.id, &thread.project.to_string()).await? {
            let other = self.request_state(partnership, &other).await?;
            let tried = other.thread.as_ref().and_then(|other| waiting.get(&other.to_string())).copied();
            let counts = turn::competes(request, &other, &partnership.rules(), arrived, now);
            if !counts || !turn::waits(request, tried, now) {
                continue;
            }
            let own = match own {
                Some(own) => own,
                None => *own.insert(self.turn_of(partnership, request).await?),
            };
            if self.turn_of(partnership, &other).await? < own {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn turn_of(&self, partnership: &Partnership, request: &Request) -> Done<Turn> {
        let mut tickets = Vec::new();
        for named in &request.names {
            tickets.push(self.ticket_state(partnership, named).await?);
        }
        Ok(Turn::of(request, &tickets))
    }
}

/// Says whether a reading shows the merge request as merged.
fn is_merged(works: &[Work]) -> bool {
    let mut events = works.iter().flat_map(|work| &work.events);
    events.any(|event| matches!(event, Event::Request(read) if read.merged_sha.is_some()))
}

/// Returns every label of votum's own but `label`. The forge is not asked which of them are there: GitLab takes the
/// removal of a label that is not for nothing.
fn others(label: &str, strays: &[String]) -> Vec<String> {
    let known = Phase::ALL.iter().map(|(key, _)| format!("votum::{key}"));
    known.chain(strays.iter().cloned()).filter(|other| other != label).collect()
}
