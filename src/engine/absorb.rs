// SPDX-License-Identifier: EUPL-1.2
//! Deliveries: from the hints to the facts, some together and each for itself.
//!
//! **Invariant:** a delivery is done when what follows from it is committed, and not before. A forge that does not
//! answer lets it wait; a fault or a panic parks it and nothing else.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::{FutureExt, StreamExt};
use jiff::Timestamp;

use super::apply::{Finish, Stream};
use super::gather::Readings;
use super::lease::Claim;
use super::{Done, Engine, Hindrance, Partnership, account, backoff};
use crate::domain::command::{self, Command, Mistake};
use crate::domain::decide::State;
use crate::domain::event::{AwardRead, Event, NoteRead, Person};
use crate::domain::ids::{Kind, Project, Thread};
use crate::domain::ticket::{Phase, Ticket};
use crate::forge::Refusal;
use crate::hooks::gitlab;
use crate::hooks::hint::{Actor, Hint, Notice};
use crate::store::StoreError;
use crate::store::inbox::{Delivery, READ};

/// How many deliveries are absorbed together: enough to share a commit, few enough that a ballot in another lane, or a
/// delivery at the door, does not wait long for the writer.
const TOGETHER: u32 = 32;

/// How many deliveries are looked at at the same time, each with a few calls to its forge.
const LOOKS: usize = 8;

/// What is to be told to which stream.
#[derive(Clone)]
pub(super) struct Work {
    pub stream: Stream,
    pub events: Vec<Event>,
    /// When the readings among the events began, in the order of all readings.
    pub begun: Option<i64>,
}

impl Work {
    /// Events that are no readings, or whose order decides nothing.
    pub fn told(stream: Stream, events: Vec<Event>) -> Self {
        Self { stream, events, begun: None }
    }
}

/// A delivery with what it says, read and not yet told.
struct Parcel {
    delivery: Delivery,
    partnership: Option<Arc<Partnership>>,
    works: Vec<Work>,
}

impl Engine {
    /// Absorbs the delivery that has been due longest; returns whether there was one.
    pub async fn absorb_one(&self) -> Done<bool> {
        self.absorb(None, 1).await
    }

    /// Absorbs some of what is due from a forge, of each partnership in its turn, so that the flood of one does not keep
    /// the others waiting; returns whether there was anything.
    pub async fn absorb_from(&self, forge: &str) -> Done<bool> {
        let mut any = false;
        self.heed_policies().await?;
        for lane in self.lanes(forge) {
            if self.inner.store.has_delivery(forge, &lane, self.inner.clock.now()).await? {
                any |= self.absorb(Some((forge, &lane)), TOGETHER).await?;
            }
        }
        Ok(any)
    }

    /// Claims deliveries, looks at each, and commits together what follows from them.
    async fn absorb(&self, lane: Option<(&str, &str)>, most: u32) -> Done<bool> {
        let now = self.inner.clock.now();
        let claimed = self.inner.store.claim_deliveries(lane, most, now).await?;
        if claimed.is_empty() {
            return Ok(false);
        }
        // One claim holds them all.
        let claim = Claim::Deliveries(claimed.first().map(|delivery| delivery.claim.clone()).unwrap_or_default());
        self.holding(claim, Box::pin(self.absorb_claimed(claimed))).await
    }

    async fn absorb_claimed(&self, claimed: Vec<Delivery>) -> Done<bool> {
        let readings = Readings::default();
        let mut looks = futures_util::stream::iter(claimed)
            .map(async |delivery| {
                let seen = AssertUnwindSafe(self.examine(&delivery, &readings)).catch_unwind().await;
                (delivery, seen.unwrap_or(Err(Hindrance::Panic)))
            })
            .buffered(LOOKS);
        let mut lots: BTreeMap<Option<String>, Vec<Parcel>> = BTreeMap::new();
        // A database that fails over one delivery does not keep the others from being told.
        let mut all = Ok(true);
        while let Some((delivery, seen)) = looks.next().await {
            match seen {
                Ok((partnership, works)) => {
                    let lot = partnership.as_ref().map(|partnership| partnership.id.clone());
                    lots.entry(lot).or_default().push(Parcel { delivery, partnership, works });
                }
                Err(hindrance) => all = self.set_aside(&delivery, hindrance).await.and(all),
            }
        }
        drop(looks);
        for (_, parcels) in lots {
            all = self.tell_together(parcels).await.and(all);
        }
        all
    }

    /// Tells what the deliveries of one partnership say in one transaction; where that fails, each in its own, so that
    /// a fault or a panic keeps back its own delivery and no other.
    async fn tell_together(&self, parcels: Vec<Parcel>) -> Done<()> {
        if parcels.len() > 1 {
            let together = AssertUnwindSafe(self.tell_parcels(&parcels)).catch_unwind().await;
            if matches!(together, Ok(Ok(()))) {
                return Ok(());
            }
        }
        let mut all = Ok(());
        for parcel in parcels {
            let alone = std::slice::from_ref(&parcel);
            let told = AssertUnwindSafe(self.tell_parcels(alone)).catch_unwind().await;
            if let Err(hindrance) = told.unwrap_or(Err(Hindrance::Panic)) {
                all = self.set_aside(&parcel.delivery, hindrance).await.and(all);
            }
        }
        all
    }

    async fn tell_parcels(&self, parcels: &[Parcel]) -> Done<()> {
        let claim = parcels.first().map(|parcel| parcel.delivery.claim.clone()).unwrap_or_default();
        let finish = Finish::Deliveries(parcels.iter().map(|parcel| parcel.delivery.id).collect(), claim);
        let mut works: Vec<Work> = Vec::new();
        for work in parcels.iter().flat_map(|parcel| &parcel.works) {
            let alike = |known: &&mut Work| known.stream == work.stream && known.begun == work.begun;
            let Some(known) = works.iter_mut().find(alike) else {
                works.push(work.clone());
                continue;
            };
            for event in &work.events {
                if known.events.last() != Some(event) {
                    known.events.push(event.clone());
                }
            }
        }
        match parcels.first().and_then(|parcel| parcel.partnership.as_ref()) {
            Some(partnership) => self.apply(partnership, works, finish).await,
            None => self.finish(finish).await,
        }
    }

    /// Lets a delivery wait for its forge or its database, or parks it for a person to look at.
    async fn set_aside(&self, delivery: &Delivery, hindrance: Hindrance) -> Done<()> {
        let (id, store) = (delivery.id, &self.inner.store);
        let park = async |why: &str| {
            tracing::error!(delivery = id, "Delivery {id} is parked: {why}");
            store.park_delivery(delivery, why).await
        };
        let later = |after| backoff::next(self.inner.clock.now(), delivery.attempt, &id.to_string(), after);
        match hindrance {
            Hindrance::Forge(Refusal::Again { after, why }) => {
                self.forge_refuses(&delivery.forge, &why);
                store.postpone_delivery(delivery, later(after)).await?;
            }
            Hindrance::Forge(refusal @ Refusal::Never { .. }) => park(&refusal.to_string()).await?,
            Hindrance::Panic => park("Absorbing it panicked; this is a fault of votum's. Please report it.").await?,
            Hindrance::Store(fault @ StoreError::Lost) => tracing::warn!(delivery = id, "{fault}"),
            Hindrance::Store(fault @ StoreError::Corrupt { .. }) => park(&fault.to_string()).await?,
            Hindrance::Store(fault) => {
                // Where the database does not even take this, the claim runs out.
                store.postpone_delivery(delivery, later(None)).await?;
                return Err(fault.into());
            }
        }
        Ok(())
    }

    /// Reads what a delivery points at, and turns it into work.
    async fn examine(&self, delivery: &Delivery, readings: &Readings) -> Done<(Option<Arc<Partnership>>, Vec<Work>)> {
        if delivery.event == READ {
            return self.read_again(&delivery.body, readings).await;
        }
        let body: serde_json::Value = serde_json::from_slice(&delivery.body).unwrap_or_default();
        let notice = gitlab::read(Some(&delivery.event), &body);
        let project = self.inner.places.meant(&delivery.forge, &notice.project, notice.project_id);
        let known = project.and_then(|project| Some((self.partnership_of(&project)?, project)));
        let Some((partnership, project)) = known else { return Ok((None, Vec::new())) };
        self.knows_everybody(partnership, &project)?;
        let works = self.look(partnership, &project, notice, delivery.received_at(), readings).await?;
        self.forge_answers(&delivery.forge);
        Ok((Some(partnership.clone()), works))
    }

    /// Reads a thread again because votum asked itself to; twice in one go is once.
    async fn read_again(&self, body: &[u8], readings: &Readings) -> Done<(Option<Arc<Partnership>>, Vec<Work>)> {
        let thread = std::str::from_utf8(body).ok().and_then(Thread::parse);
        let Some((thread, partnership)) = thread.and_then(|t| Some((t.clone(), self.partnership_of(&t.project)?)))
        else {
            return Ok((None, Vec::new()));
        };
        self.knows_everybody(partnership, &thread.project)?;
        if !readings.is_first(&thread) {
            return Ok((Some(partnership.clone()), Vec::new()));
        }
        let works = match thread.kind {
            Kind::Ticket => vec![self.read_all(partnership, &thread).await?],
            Kind::MergeRequest => self.request_whole(partnership, &thread).await?,
        };
        self.forge_answers(&thread.project.forge);
        Ok((Some(partnership.clone()), works))
    }

    /// Reads a ticket and, while it is on its way to a result or people may still speak about it, everything under it.
    pub(super) async fn read_all(&self, partnership: &Partnership, thread: &Thread) -> Done<Work> {
        let ticket = self.ticket_state(partnership, thread).await?;
        let (begun, event) = self.read_ticket(thread).await?;
        let mut events = vec![event];
        let on_its_way = !matches!(
            ticket.phase,
            Phase::Accepted
                | Phase::Rejected
                | Phase::Inquorate
                | Phase::Withdrawn
                | Phase::Void
                | Phase::Refused
                | Phase::Done
        );
        if on_its_way && ticket.process.is_some() && !matches!(events[0], Event::TicketGone) {
            events.push(self.read_full(partnership, thread, &ticket).await?);
        }
        Ok(Work { stream: Stream::Thread(thread.clone()), events, begun: Some(begun) })
    }

    async fn look(
        &self,
        partnership: &Partnership,
        project: &Project,
        notice: Notice,
        received: Timestamp,
        readings: &Readings,
    ) -> Done<Vec<Work>> {
        let is_tickets = partnership.rules().tickets.contains(project);
        let is_upstream = partnership.rules().upstream.contains(project);
        let Some(hint) = notice.hint else { return Ok(Vec::new()) };
        match hint {
            Hint::Ticket { iid, by, relabelled } if is_tickets => {
                let thread = Thread::ticket(project.clone(), iid);
                let own = by.is_some_and(|by| self.bot(&project.forge).is_some_and(|bot| bot.id == by.id));
                if let (true, Some(labels)) = (own, &relabelled)
                    && self.ticket_state(partnership, &thread).await?.is_labelled(&partnership.rules(), labels)
                {
                    // Its own labels, as it wants them, are no news to votum.
                    return Ok(Vec::new());
                }
                let (begun, event) = readings.ticket(self, &thread).await?;
                Ok(vec![Work { stream: Stream::Thread(thread), events: vec![event], begun: Some(begun) }])
            }
            Hint::Note { kind: Kind::Ticket, system: false, iid, .. } if is_tickets => {
                self.ticket_note(partnership, Thread::ticket(project.clone(), iid), &hint, readings).await
            }
            Hint::Award { kind: Kind::Ticket, iid, note, award, by, name, at, revoked } if is_tickets => {
                // Its own receipts are no news to votum; each ballot has one.
                if self.bot(&project.forge).is_some_and(|bot| bot.id == by.id) {
                    return Ok(Vec::new());
                }
                let at = at.unwrap_or(received);
                let event = if revoked {
                    Event::AwardGone { award, at: received }
                } else {
                    let by = named(&project.forge, &by);
                    Event::Award(Box::new(AwardRead { award, by, name, note, at, seen: false }))
                };
                let thread = Thread::ticket(project.clone(), iid);
                let (begun, mut events) = self.before_ballots(partnership, &thread, readings).await?;
                events.push(event);
                Ok(vec![Work { stream: Stream::Thread(thread), events, begun }])
            }
            Hint::MergeRequest { iid, by, pushed } if is_upstream => {
                let thread = Thread::merge_request(project.clone(), iid);
                let pusher = by.filter(|_| pushed).map(|by| Event::Push { by: account(&project.forge, by.id) });
                self.request_work(&thread, pusher.into_iter().collect()).await
            }
            Hint::Note { kind: Kind::MergeRequest, system: false, iid, note, body, edited, .. } if is_upstream => {
                let bot = self.bot(&project.forge).map(|bot| bot.name).unwrap_or_default();
                if command::read(&body, &bot).is_empty() {
                    return Ok(Vec::new());
                }
                let thread = Thread::merge_request(project.clone(), iid);
                let spoken = self.read_note(&thread, note).await?;
                let mut works = self.request_work(&thread, Vec::new()).await?;
                if let (Some(work), Some(mut note)) = (works.first_mut(), spoken) {
                    note.edited |= edited;
                    work.events.push(Event::Note(Box::new(note)));
                }
                Ok(works)
            }
            Hint::Push { .. } => {
                self.look_after_seat(partnership, project).await?;
                Ok(Vec::new())
            }
            Hint::Pipeline { sha, merge_request } if is_upstream => {
                let mut threads = self.inner.store.requests_at(&project.to_string(), &sha).await?;
                threads.extend(merge_request.map(|iid| Thread::merge_request(project.clone(), iid)));
                threads.sort();
                threads.dedup();
                let mut works = Vec::new();
                for thread in threads {
                    works.extend(self.request_work(&thread, Vec::new()).await?);
                }
                Ok(works)
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Looks at a note under a ticket. Ballots are entered from the payload, provisionally; any other command makes
    /// votum read the note at the forge first.
    async fn ticket_note(
        &self,
        partnership: &Partnership,
        thread: Thread,
        hint: &Hint,
        readings: &Readings,
    ) -> Done<Vec<Work>> {
        let Hint::Note { note, author, body, created_at, edited, internal, .. } = hint else { return Ok(Vec::new()) };
        let bot = self.bot(&thread.project.forge);
        if bot.as_ref().is_some_and(|bot| bot.id == author.id) {
            return Ok(Vec::new());
        }
        let bot = bot.map(|bot| bot.name).unwrap_or_default();
        let commands = command::read(body, &bot);
        if commands.is_empty() {
            return Ok(Vec::new());
        }
        let (begun, mut events) = self.before_ballots(partnership, &thread, readings).await?;
        let ballots = commands.iter().all(|command| {
            matches!(command, Ok(Command::Ballot { .. } | Command::Retract { .. }) | Err(Mistake::Ambiguous { .. }))
        });
        // In a confidential ticket every note comes as a confidential one; only the forge says which are internal.
        if ballots && !edited && !internal {
            events.push(Event::Note(Box::new(NoteRead {
                note: *note,
                author: named(&thread.project.forge, author),
                body: body.clone(),
                at: *created_at,
                edited: false,
                touched: false,
                seen: false,
                internal: false,
            })));
        } else if let Some(mut read) = self.read_note(&thread, *note).await? {
            read.edited |= *edited;
            events.push(Event::Note(Box::new(read)));
        }
        Ok(vec![Work { stream: Stream::Thread(thread), events, begun }])
    }

    /// Reads a ticket that is not known yet, or whose vote should have opened by now: a ballot may come in before the
    /// clock's own step.
    async fn before_ballots(
        &self,
        partnership: &Partnership,
        thread: &Thread,
        readings: &Readings,
    ) -> Done<(Option<i64>, Vec<Event>)> {
        let now = self.inner.clock.now();
        let is_ready = |ticket: &Ticket| {
            let opens = ticket.phase == Phase::Reading && ticket.opens_at.is_some_and(|at| at <= now);
            ticket.thread.is_some() && !opens
        };
        let head = readings.head(self, &partnership.id).await?;
        let remembered = self.inner.memory.glance(
            &partnership.id,
            &Stream::Thread(thread.clone()),
            head,
            |state| matches!(state, State::Ticket(ticket) if is_ready(ticket)),
        );
        if remembered == Some(true) || is_ready(&self.ticket_state(partnership, thread).await?) {
            return Ok((None, Vec::new()));
        }
        let (begun, event) = readings.ticket(self, thread).await?;
        Ok((Some(begun), vec![event]))
    }

    /// Reads a merge request and turns it into work; one that is gone is none.
    pub(super) async fn request_work(&self, thread: &Thread, mut events: Vec<Event>) -> Done<Vec<Work>> {
        self.heed_pause().await?;
        let begun = self.inner.store.begin_reading().await?;
        let Some(read) = self.read_request(thread).await? else { return Ok(Vec::new()) };
        // Who pushed is told before the reading, so that the reading counts no review of theirs; and again after it,
        // for a merge request that this reading makes known.
        let pushes: Vec<Event> = events.clone();
        events.push(read.clone());
        if !pushes.is_empty() {
            events.extend(pushes);
            events.push(read);
        }
        Ok(vec![Work { stream: Stream::Thread(thread.clone()), events, begun: Some(begun) }])
    }

    /// Reads a merge request with the commands under it that no webhook has brought.
    pub(super) async fn request_whole(&self, partnership: &Partnership, thread: &Thread) -> Done<Vec<Work>> {
        let mut works = self.request_work(thread, Vec::new()).await?;
        let Some(work) = works.first_mut() else { return Ok(works) };
        let known = self.request_state(partnership, thread).await?;
        let Some((arrived, _)) = partnership.arrival(&thread.project) else { return Ok(works) };
        let commands = self.unheard(thread, &known.handled, arrived).await?;
        // A hold is heard before the merge request is judged; one that is not known yet has to be known first.
        let place = if known.thread.is_some() { 0 } else { work.events.len() };
        work.events.splice(place..place, commands);
        Ok(works)
    }

    /// Refuses to judge anything before votum knows who it is and whose names the rules mean: a label of operations
    /// would be taken for a stranger's.
    pub(super) fn knows_everybody(&self, partnership: &Partnership, project: &Project) -> Done<()> {
        let forge = &project.forge;
        if self.bot(forge).is_some() && partnership.is_acquainted() && partnership.has_located(project) {
            return Ok(());
        }
        let why = format!(
            "The forge {forge} has not yet said who votum is there or whose the names in the rules are, or the rules know \
             a project by two names."
        );
        Err(Refusal::Again { after: None, why }.into())
    }
}

fn named(forge: &str, actor: &Actor) -> Person {
    Person { account: account(forge, actor.id), name: actor.name.clone() }
}
