// SPDX-License-Identifier: EUPL-1.2
//! One delivery: from the hint to the facts.
//!
//! **Invariant:** a delivery is done when what follows from it is committed, and not before. A forge that does not
//! answer lets it wait; a fault or a panic parks it and nothing else.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use jiff::Timestamp;

use super::apply::{Finish, Stream};
use super::{Done, Engine, Hindrance, Partnership, account, backoff};
use crate::domain::command::{self, Command, Mistake};
use crate::domain::event::{AwardRead, Event, NoteRead, Person};
use crate::domain::ids::{Kind, Project, Thread};
use crate::domain::ticket::Phase;
use crate::forge::Refusal;
use crate::hooks::gitlab;
use crate::hooks::hint::{Actor, Hint, Notice};
use crate::store::inbox::{Delivery, READ};

/// What is to be told to which stream.
pub(super) struct Work {
    pub stream: Stream,
    pub events: Vec<Event>,
}

impl Engine {
    /// Absorbs the delivery that has been due longest; returns whether there was one.
    pub async fn absorb_one(&self) -> Done<bool> {
        self.absorb_from(None).await
    }

    /// Absorbs the delivery of one forge that has been due longest; returns whether there was one.
    pub async fn absorb_from(&self, forge: Option<&str>) -> Done<bool> {
        let now = self.inner.clock.now();
        let Some(delivery) = self.inner.store.claim_delivery(forge, now).await? else { return Ok(false) };
        let id = delivery.id;
        let done = AssertUnwindSafe(self.absorb(&delivery)).catch_unwind().await;
        match done {
            Ok(Ok(())) => {}
            Ok(Err(Hindrance::Store(fault))) => return Err(fault.into()),
            Ok(Err(Hindrance::Forge(Refusal::Again { after, why }))) => {
                self.forge_refuses(&delivery.forge, &why);
                let due = backoff::next(now, delivery.attempt, &id.to_string(), after);
                self.inner.store.postpone_delivery(id, due).await?;
            }
            Ok(Err(Hindrance::Forge(refusal @ Refusal::Never { .. }))) => {
                tracing::warn!(delivery = id, "Delivery {id} is parked: {refusal}");
                self.inner.store.park_delivery(id, &refusal.to_string()).await?;
            }
            Err(_) => {
                let why = "Absorbing it panicked; this is a fault of votum's. Please report it.";
                tracing::error!(delivery = id, "Delivery {id} is parked: {why}");
                self.inner.store.park_delivery(id, why).await?;
            }
        }
        Ok(true)
    }

    async fn absorb(&self, delivery: &Delivery) -> Done<()> {
        let finish = Finish::Delivery(delivery.id);
        if delivery.event == READ {
            return self.read_again(&delivery.body, finish).await;
        }
        let body: serde_json::Value = serde_json::from_slice(&delivery.body).unwrap_or_default();
        let notice = gitlab::read(Some(&delivery.event), &body);
        let project = Project { forge: delivery.forge.clone(), path: notice.project.clone() };
        let Some(partnership) = self.partnership_of(&project) else { return self.nothing(finish).await };
        self.knows_everybody(partnership, &delivery.forge)?;
        let works = self.look(partnership, &project, notice, delivery.received_at()).await?;
        self.forge_answers(&delivery.forge);
        self.apply(partnership, works, finish).await
    }

    /// Reads a thread again because votum asked itself to.
    async fn read_again(&self, body: &[u8], finish: Finish) -> Done<()> {
        let thread = std::str::from_utf8(body).ok().and_then(Thread::parse);
        let Some((thread, partnership)) = thread.and_then(|t| Some((t.clone(), self.partnership_of(&t.project)?)))
        else {
            return self.nothing(finish).await;
        };
        self.knows_everybody(partnership, &thread.project.forge)?;
        let works = match thread.kind {
            Kind::Ticket => vec![self.read_all(partnership, &thread).await?],
            Kind::MergeRequest => self.request_work(&thread, Vec::new()).await?,
        };
        self.forge_answers(&thread.project.forge);
        self.apply(partnership, works, finish).await
    }

    /// Reads a ticket and, while it is on its way to a result, everything under it.
    pub(super) async fn read_all(&self, partnership: &Partnership, thread: &Thread) -> Done<Work> {
        let ticket = self.ticket_state(partnership, thread).await?;
        let mut events = vec![self.read_ticket(thread).await?];
        let on_its_way = matches!(ticket.phase, Phase::Incomplete | Phase::Reading | Phase::Voting | Phase::Disputed);
        if on_its_way && ticket.process.is_some() && !matches!(events[0], Event::TicketGone) {
            events.push(self.read_full(thread, &ticket).await?);
        }
        Ok(Work { stream: Stream::Thread(thread.clone()), events })
    }

    async fn look(
        &self,
        partnership: &Partnership,
        project: &Project,
        notice: Notice,
        received: Timestamp,
    ) -> Done<Vec<Work>> {
        let is_tickets = partnership.rules.tickets.contains(project);
        let is_upstream = partnership.rules.upstream.contains(project);
        let Some(hint) = notice.hint else { return Ok(Vec::new()) };
        match hint {
            Hint::Ticket { iid, .. } if is_tickets => {
                let thread = Thread::ticket(project.clone(), iid);
                let events = vec![self.read_ticket(&thread).await?];
                Ok(vec![Work { stream: Stream::Thread(thread), events }])
            }
            Hint::Note { kind: Kind::Ticket, system: false, iid, .. } if is_tickets => {
                self.ticket_note(partnership, Thread::ticket(project.clone(), iid), &hint).await
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
                let mut events = self.before_ballots(partnership, &thread).await?;
                events.push(event);
                Ok(vec![Work { stream: Stream::Thread(thread), events }])
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
    async fn ticket_note(&self, partnership: &Partnership, thread: Thread, hint: &Hint) -> Done<Vec<Work>> {
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
        let mut events = self.before_ballots(partnership, &thread).await?;
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
        Ok(vec![Work { stream: Stream::Thread(thread), events }])
    }

    /// Reads a ticket that is not known yet, or whose vote should have opened by now: a ballot may come in before the
    /// clock's own step.
    async fn before_ballots(&self, partnership: &Partnership, thread: &Thread) -> Done<Vec<Event>> {
        let ticket = self.ticket_state(partnership, thread).await?;
        let opens = ticket.phase == Phase::Reading && ticket.opens_at.is_some_and(|at| at <= self.inner.clock.now());
        if ticket.thread.is_some() && !opens {
            return Ok(Vec::new());
        }
        Ok(vec![self.read_ticket(thread).await?])
    }

    /// Reads a merge request and turns it into work; one that is gone is none.
    pub(super) async fn request_work(&self, thread: &Thread, mut events: Vec<Event>) -> Done<Vec<Work>> {
        self.heed_pause().await?;
        let Some(read) = self.read_request(thread).await? else { return Ok(Vec::new()) };
        // Who pushed is told before the reading, so that the reading counts no review of theirs; and again after it,
        // for a merge request that this reading makes known.
        let pushes: Vec<Event> = events.clone();
        events.push(read.clone());
        if !pushes.is_empty() {
            events.extend(pushes);
            events.push(read);
        }
        Ok(vec![Work { stream: Stream::Thread(thread.clone()), events }])
    }

    /// Refuses to judge anything before votum knows who it is and whose names the rules mean: a label of operations
    /// would be taken for a stranger's.
    fn knows_everybody(&self, partnership: &Partnership, forge: &str) -> Done<()> {
        if self.bot(forge).is_some() && partnership.is_acquainted() {
            return Ok(());
        }
        let why =
            format!("The forge {forge} has not yet said who votum is there, or whose the names in the rules are.");
        Err(Refusal::Again { after: None, why }.into())
    }

    async fn nothing(&self, finish: Finish) -> Done<()> {
        if let Finish::Delivery(id) = finish {
            let mut tx = self.inner.store.begin().await?;
            tx.finish_delivery(id, self.inner.clock.now()).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

fn named(forge: &str, actor: &Actor) -> Person {
    Person { account: account(forge, actor.id), name: actor.name.clone() }
}
