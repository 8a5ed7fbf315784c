// SPDX-License-Identifier: EUPL-1.2
//! From events to facts: one transaction, however many streams it touches.
//!
//! **Invariant:** facts, register, outbox and what is finished by them commit together. What concerns another stream
//! becomes an event of that stream in the same transaction.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::absorb::Work;
use super::memory::{Fresh, Known};
use super::register::{release_sheet, request_sheet, series_sheet, ticket_row};
use super::{Done, Engine, Partnership, neighbours};
use crate::domain::budget::Ledger;
use crate::domain::decide::{State, decide};
use crate::domain::effect::Effect;
use crate::domain::event::Event;
use crate::domain::fact::Fact;
use crate::domain::ids::{Kind, Series, Thread};
use crate::domain::release::Releases;
use crate::domain::request::Request;
use crate::domain::rules::Rules;
use crate::domain::ticket::Ticket;
use crate::store::budget::BUDGET;
use crate::store::intake::Incoming;
use crate::store::outbox::Item;
use crate::store::{Stored, Tx};

/// How many streams one transaction may touch; more means a loop.
const STREAMS_MAX: usize = 10_000;

/// When a cleared merge request is looked at again that the forge does not yet call mergeable.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(5);

/// A stream of the journal that `decide` knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    /// A ticket's or merge request's.
    Thread(Thread),
    /// The releases of a series.
    Releases(Series),
    /// The money of a year.
    Budget(i16),
}

impl Stream {
    /// Returns its name in the journal.
    pub fn name(&self) -> String {
        match self {
            Self::Thread(thread) => thread.to_string(),
            Self::Releases(series) => format!("releases {series}"),
            Self::Budget(year) => format!("{BUDGET}{year}"),
        }
    }

    /// Finds a stream by its name in the journal.
    pub fn parse(name: &str) -> Option<Self> {
        if let Some(year) = name.strip_prefix(BUDGET) {
            return year.parse().ok().map(Self::Budget);
        }
        match name.strip_prefix("releases ") {
            Some(series) => Series::parse(series).map(Self::Releases),
            None => Thread::parse(name).map(Self::Thread),
        }
    }

    /// Folds the stream's facts.
    pub fn state(&self, facts: &[Fact]) -> State {
        match self {
            Self::Thread(thread) if thread.kind == Kind::Ticket => State::Ticket(Box::new(Ticket::from_facts(facts))),
            Self::Thread(_) => State::Request(Box::new(Request::from_facts(facts))),
            Self::Releases(_) => State::Releases(Box::new(Releases::from_facts(facts))),
            Self::Budget(year) => State::Budget(*year, Box::new(Ledger::from_facts(facts))),
        }
    }
}

/// What is finished by a transaction.
#[derive(Clone, Debug)]
pub(super) enum Finish {
    /// Deliveries, and the claim that holds them.
    Deliveries(Vec<i64>, String),
    /// An entry of the outbox: what stands now (a note's number and a digest).
    Item(Box<Item>, Option<i64>, String),
    /// Nothing.
    Nothing,
}

impl Finish {
    async fn within(self, tx: &mut Tx, now: Timestamp) -> Stored<()> {
        match self {
            Self::Deliveries(ids, claim) => tx.finish_deliveries(&ids, &claim, now).await,
            Self::Item(item, note, digest) => tx.settle(&item, note, &digest, now).await,
            Self::Nothing => Ok(()),
        }
    }
}

impl Engine {
    /// Tells streams their events and commits what follows.
    pub(super) async fn apply(&self, partnership: &Partnership, works: Vec<Work>, finish: Finish) -> Done<()> {
        let now = self.inner.clock.now();
        let mut tx = self.inner.store.begin_for(&partnership.id).await?;
        self.heed_policy(partnership, &mut tx).await?;
        let mut queue: VecDeque<Work> = works.into();
        let mut fresh = Fresh::default();
        if !queue.is_empty() {
            fresh.from = self.look_where_it_stands(partnership, &mut tx).await?;
            let streams: Vec<String> = queue.iter().map(|work| work.stream.name()).collect();
            tx.meet(&partnership.id, &streams).await?;
            // What has to be read is read before anything is written, so that what is written goes out together.
            for work in &queue {
                let known = self.know(partnership, &mut tx, &fresh, &work.stream).await?;
                fresh.note(&work.stream, known);
            }
        }
        let mut touched = 0;
        while let Some(work) = queue.pop_front() {
            touched += 1;
            assert!(touched <= STREAMS_MAX, "an event touches so many streams only in a loop");
            self.tell(partnership, &mut tx, &mut fresh, work, now, &mut queue).await?;
        }
        if touched > 0 {
            tx.ring().await?;
        }
        self.desire_all(partnership, &mut tx, std::mem::take(&mut fresh.wishes), now).await?;
        finish.within(&mut tx, now).await?;
        let to = if touched > 0 { tx.head(&partnership.id).await?.seq } else { fresh.from };
        tx.commit().await?;
        fresh.requests().for_each(|request| self.raise_alarms(request));
        if touched > 0 {
            self.inner.memory.keep(&partnership.id, fresh, to);
        }
        self.inner.wake();
        Ok(())
    }

    /// Forgets what others have written to since this process last looked, and returns where the journal stands.
    async fn look_where_it_stands(&self, partnership: &Partnership, tx: &mut Tx) -> Stored<i64> {
        let head = tx.head(&partnership.id).await?.seq;
        if let Some(seq) = self.inner.memory.behind(&partnership.id, head) {
            let streams = tx.streams_after(&partnership.id, seq).await?;
            self.inner.memory.catch_up(&partnership.id, &streams, head);
        }
        Ok(head)
    }

    /// Commits that something is finished from which nothing follows.
    pub(super) async fn finish(&self, finish: Finish) -> Done<()> {
        let mut tx = self.inner.store.begin().await?;
        finish.within(&mut tx, self.inner.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    async fn tell(
        &self,
        partnership: &Partnership,
        tx: &mut Tx,
        fresh: &mut Fresh,
        work: Work,
        now: Timestamp,
        queue: &mut VecDeque<Work>,
    ) -> Done<()> {
        let name = work.stream.name();
        let events = news(tx, &name, work.begun, work.events).await?;
        let Known { mut seq, mut state } = self.know(partnership, tx, fresh, &work.stream).await?;
        let stood = neighbours::place(&state);
        let mut facts = Vec::new();
        let mut effects = Vec::new();
        for event in &events {
            let rules = self.governing(partnership, &state, tx).await?;
            let views = self.views(partnership, &work.stream, &state, event, tx, fresh, now).await?;
            let outcome = decide(&state, &rules, &views, event, now);
            if !outcome.facts.is_empty() {
                let mut next = Arc::unwrap_or_clone(state);
                for fact in &outcome.facts {
                    next = next.after(fact);
                    put_release(tx, partnership, &work.stream, &next, fact).await?;
                }
                state = next.into();
            }
            facts.extend(outcome.facts);
            effects.extend(outcome.effects);
        }
        if !facts.is_empty() {
            seq = tx.append(&partnership.id, &name, &facts, now).await?;
        }
        let rules = self.governing(partnership, &state, tx).await?;
        if !facts.is_empty() {
            let due = put(tx, partnership, &work.stream, &state, &rules, now).await?;
            tx.wake(&partnership.id, &name, due);
            queue.extend(self.neighbours_to_tell(tx, stood, &state).await?);
        }
        // Of what several events ask for alike, the last one is enough: its words are those of the newest state.
        for (n, effect) in effects.iter().enumerate() {
            if !effects[n + 1..].contains(effect) {
                let effect = effect.clone();
                self.follow(partnership, tx, &work.stream, &state, &rules, effect, now, queue, fresh).await?;
            }
        }
        fresh.note(&work.stream, Known { seq, state });
        Ok(())
    }

    /// Returns the state of a stream within a transaction, whose beginning has caught up with others.
    pub(super) async fn know(
        &self,
        partnership: &Partnership,
        tx: &mut Tx,
        fresh: &Fresh,
        stream: &Stream,
    ) -> Stored<Known> {
        if let Some(known) = fresh.recall(stream) {
            return Ok(known);
        }
        if let Some(known) = self.inner.memory.recall_at(&partnership.id, stream, fresh.from) {
            return Ok(known);
        }
        let facts = tx.facts_after(&partnership.id, &stream.name(), 0).await?;
        let (seq, facts): (Vec<i64>, Vec<Fact>) = facts.into_iter().unzip();
        Ok(Known { seq: seq.last().copied().unwrap_or_default(), state: stream.state(&facts).into() })
    }

    /// Turns an effect into a desired state, or into an event of another stream.
    #[expect(clippy::too_many_arguments, reason = "they are the parts of one transaction")]
    async fn follow(
        &self,
        partnership: &Partnership,
        tx: &mut Tx,
        stream: &Stream,
        state: &State,
        rules: &Rules,
        effect: Effect,
        now: Timestamp,
        queue: &mut VecDeque<Work>,
        fresh: &mut Fresh,
    ) -> Stored<()> {
        match effect {
            Effect::Judge { ticket } => {
                for merge_request in tx.naming(&ticket).await? {
                    self.ask_to_read(tx, &merge_request, now).await?;
                    queue.push_back(Work::told(Stream::Thread(merge_request), vec![Event::TicketChanged]));
                }
            }
            Effect::Hand { merge, prefixes } => {
                let project = &merge.merge_request.project;
                let all = partnership.rules().release.series_of(project).into_iter().map(|own| own.series.prefix);
                for prefix in all.chain(prefixes.iter().cloned()).collect::<BTreeSet<_>>() {
                    let mut merge = merge.clone();
                    merge.wanted = prefixes.contains(&prefix);
                    let stream = Stream::Releases(Series { project: project.clone(), prefix });
                    queue.push_back(Work::told(stream, vec![Event::MergeDone(merge)]));
                }
            }
            Effect::LetPass { asked, prefixes } => {
                for prefix in prefixes {
                    let project = asked.merge_request.project.clone();
                    let stream = Stream::Releases(Series { project, prefix });
                    queue.push_back(Work::told(stream, vec![Event::Release(asked.clone())]));
                }
            }
            Effect::Carried { merge_request, tag } => {
                queue.push_back(Work::told(Stream::Thread(merge_request), vec![Event::Tagged { tag }]));
            }
            Effect::Read { thread } => self.ask_to_read(tx, &thread, now).await?,
            Effect::Book { year, booking } => {
                queue.push_back(Work::told(Stream::Budget(year), vec![Event::Book(booking)]));
            }
            Effect::Fund { ticket, funding } => {
                queue.push_back(Work::told(Stream::Thread(ticket), vec![Event::Funded(funding)]));
            }
            Effect::Compete { ticket, missing } => {
                queue.push_back(Work::told(Stream::Thread(ticket), vec![Event::Competes { missing }]));
            }
            effect => fresh.wishes.extend(self.wish(partnership, tx, stream, state, rules, effect).await?),
        }
        Ok(())
    }

    /// Puts a reading of the thread into the inbox, at most one a second: one that this second has already is asked for
    /// in the next, because it may have been made before what is to be read.
    pub(super) async fn ask_to_read(&self, tx: &mut Tx, thread: &Thread, now: Timestamp) -> Stored<()> {
        use crate::store::inbox::READ;
        let lane = self.partnership_of(&thread.project).map(|partnership| partnership.id.clone()).unwrap_or_default();
        let (forge, thread) = (thread.project.forge.clone(), thread.to_string());
        let next = now.checked_add(SignedDuration::from_secs(1)).unwrap_or(now);
        for at in [now, next] {
            let key = format!("{READ} {thread} {}", at.as_second());
            let (forge, lane, body) = (forge.clone(), lane.clone(), thread.clone().into_bytes().into());
            if tx.keep_delivery(Incoming { forge, lane, key, event: READ.to_string(), body, at }).await? {
                break;
            }
        }
        Ok(())
    }

    /// Returns the rules that govern a stream: those frozen at the opening of its vote, or those in force.
    pub(super) async fn governing(&self, partnership: &Partnership, state: &State, tx: &mut Tx) -> Stored<Arc<Rules>> {
        let State::Ticket(ticket) = state else { return Ok(partnership.rules()) };
        let Some(digest) = ticket.vote.as_ref().map(|vote| vote.rules.clone()) else {
            return Ok(partnership.rules());
        };
        self.version(partnership, digest, tx).await
    }

    /// Returns a version of the rules by its digest: the one in force, or one that the journal keeps.
    pub(super) async fn version(&self, partnership: &Partnership, digest: String, tx: &mut Tx) -> Stored<Arc<Rules>> {
        if digest == partnership.rules().digest {
            return Ok(partnership.rules());
        }
        if let Some(rules) = partnership.earlier.lock().unwrap_or_else(PoisonError::into_inner).get(&digest) {
            return Ok(rules.clone());
        }
        let facts = tx.facts(&partnership.id, crate::store::journal::PARTNERSHIP).await?;
        let text = facts.into_iter().find_map(|fact| match fact {
            Fact::RulesInForce { digest: known, text, .. } if known == digest => Some(text.0),
            _ => None,
        });
        let compiled = text.and_then(|text| (self.inner.compile)(&text, &partnership.id).ok()).ok_or_else(|| {
            crate::store::StoreError::Corrupt {
                table: "fact",
                row: format!("rules {digest}"),
                why: "an open vote rests on rules that are missing or can no longer be read".into(),
            }
        })?;
        let compiled = Arc::new(Rules { seat: partnership.rules().seat.clone(), ..compiled });
        partnership.earlier.lock().unwrap_or_else(PoisonError::into_inner).insert(digest, compiled.clone());
        Ok(compiled)
    }

    /// Returns a ticket's state outside of any transaction.
    pub(super) async fn ticket_state(&self, partnership: &Partnership, thread: &Thread) -> Done<Ticket> {
        match self.state(partnership, Stream::Thread(thread.clone())).await? {
            State::Ticket(ticket) => Ok(*ticket),
            _ => Ok(Ticket::default()),
        }
    }

    /// Returns a merge request's state outside of any transaction.
    pub(super) async fn request_state(&self, partnership: &Partnership, thread: &Thread) -> Done<Request> {
        match self.state(partnership, Stream::Thread(thread.clone())).await? {
            State::Request(request) => Ok(*request),
            _ => Ok(Request::default()),
        }
    }

    pub(super) async fn state(&self, partnership: &Partnership, stream: Stream) -> Done<State> {
        let Known { seq, state } = self.inner.memory.recall(&partnership.id, &stream);
        let later = self.inner.store.stream_after(&partnership.id, &stream.name(), seq).await?;
        Ok(later.iter().fold(Arc::unwrap_or_clone(state), |state, entry| state.after(&entry.fact)))
    }
}

/// Leaves out readings that began before another that was told already: they show nothing that it has not shown, and
/// something may have changed since.
async fn news(tx: &mut Tx, stream: &str, begun: Option<i64>, mut events: Vec<Event>) -> Stored<Vec<Event>> {
    let Some(begun) = begun else { return Ok(events) };
    let itself = |event: &Event| matches!(event, Event::Ticket(_) | Event::TicketGone | Event::Request(_));
    let below = |event: &Event| matches!(event, Event::Full(_));
    if events.iter().any(itself) && !tx.is_newest(stream, begun).await? {
        tracing::debug!("A reading of {stream} came after a newer one and is left out.");
        events.retain(|event| !itself(event));
    }
    if events.iter().any(below) && !tx.is_newest(&format!("all of {stream}"), begun).await? {
        tracing::debug!("A reading of all of {stream} came after a newer one and is left out.");
        events.retain(|event| !below(event));
    }
    Ok(events)
}

/// Writes a release's row into the register, where this fact made one.
pub(super) async fn put_release(
    tx: &mut Tx,
    partnership: &Partnership,
    stream: &Stream,
    state: &State,
    fact: &Fact,
) -> Stored<()> {
    let (Stream::Releases(series), State::Releases(releases), Fact::Tagged { .. }) = (stream, state, fact) else {
        return Ok(());
    };
    let Some(newest) = releases.recent.back() else { return Ok(()) };
    tx.put_release(&partnership.id, &series.to_string(), newest.at, &release_sheet(series, newest)).await
}

/// Writes a stream's row into the register and returns when time will next change the stream.
pub(super) async fn put(
    tx: &mut Tx,
    partnership: &Partnership,
    stream: &Stream,
    state: &State,
    rules: &Rules,
    now: Timestamp,
) -> Stored<Option<Timestamp>> {
    match (stream, state) {
        (Stream::Thread(thread), State::Ticket(ticket)) if ticket.thread.is_some() => {
            tx.put_ticket(&partnership.id, ticket_row(thread, ticket, rules), now);
            Ok(ticket.due(rules))
        }
        (Stream::Thread(thread), State::Request(request)) if request.thread.is_some() => {
            tx.put_request(&partnership.id, thread, &request_sheet(thread, request), now).await?;
            let look_again = request.waits_for_the_forge(rules).then(|| now.checked_add(LOOK_AGAIN).unwrap_or(now));
            let times = [look_again, request.waits_for_a_window(rules, now), request.misses_its_pipeline()];
            Ok(times.into_iter().flatten().min())
        }
        (Stream::Releases(series), State::Releases(releases)) => {
            tx.put_series(&partnership.id, &series.to_string(), &series_sheet(series, releases)).await?;
            Ok(releases.due_at(rules))
        }
        _ => Ok(None),
    }
}
