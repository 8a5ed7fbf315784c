// SPDX-License-Identifier: EUPL-1.2
//! What `decide` may look at beside its own stream, gathered in the transaction that it decides in.
//!
//! **Invariant:** read-only, and only what the event at hand needs: a ballot costs the same among ten tickets and a
//! hundred thousand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

use jiff::Timestamp;

use super::apply::Stream;
use super::memory::Fresh;
use super::{Engine, Partnership};
use crate::domain::command::{self, Command};
use crate::domain::decide::State;
use crate::domain::event::{Admitted, Earlier, Event, Views};
use crate::domain::ids::Thread;
use crate::domain::reference;
use crate::domain::similar;
use crate::domain::template;
use crate::domain::ticket::{Phase, Ticket};
use crate::store::journal::is_erased;
use crate::store::{Stored, Tx};

/// Over how many resubmissions of resubmissions the first decision is looked for.
const RESUBMISSIONS_MAX: usize = 20;

/// How many tickets that a new one names are looked at.
const MENTIONS_MAX: usize = 100;

impl Engine {
    /// Gathers what `decide` may look at for this event.
    #[expect(clippy::too_many_arguments, reason = "they are the parts of one transaction")]
    pub(super) async fn views(
        &self,
        partnership: &Partnership,
        stream: &Stream,
        state: &State,
        event: &Event,
        tx: &mut Tx,
        fresh: &Fresh,
        now: Timestamp,
    ) -> Stored<Views> {
        let mut views = Views::default();
        {
            let people = partnership.people.read().unwrap_or_else(PoisonError::into_inner);
            views.roster = people.roster.clone();
            views.paused = people.paused;
            if let State::Request(request) = state {
                let project = match event {
                    Event::Request(read) => Some(&read.merge_request.project),
                    _ => request.thread.as_ref().map(|thread| &thread.project),
                };
                views.arrived = project.and_then(|project| people.arrived.get(project)).map(|(at, _)| *at);
            }
        }
        let forge = match (state, event) {
            (_, Event::Ticket(read)) => Some(&read.ticket.project.forge),
            (_, Event::Request(read)) => Some(&read.merge_request.project.forge),
            (State::Ticket(ticket), _) => ticket.thread.as_ref().map(|thread| &thread.project.forge),
            (State::Request(request), _) => request.thread.as_ref().map(|thread| &thread.project.forge),
            _ => None,
        };
        views.bot = forge.and_then(|forge| self.bot(forge)).map(|bot| bot.name).unwrap_or_default();
        match state {
            State::Ticket(ticket) => {
                if ticket.phase == Phase::Voting {
                    let rules = self.governing(partnership, state, tx).await?;
                    let at = ticket.vote.as_ref().map_or(now, |vote| vote.deadline.min(now));
                    views.serial = tx.next_serial(&partnership.id, rules.calendar.day(at).year()).await?;
                }
                let text = match event {
                    Event::Ticket(read) => &read.description,
                    _ => &ticket.text.0,
                };
                let project = ticket.thread.as_ref().or(match event {
                    Event::Ticket(read) => Some(&read.ticket),
                    _ => None,
                });
                let named = project.map(|thread| template::resubmits(&thread.project, text)).unwrap_or_default();
                // Once a vote is open, nothing that its text names bars it any more.
                // Unless it starts anew, or is taken up again.
                let lies = matches!(ticket.phase, Phase::Incomplete | Phase::Reading);
                let settles = lies || may_start_anew(event, &views.bot);
                let mentioned = project.filter(|_| settles).map(|at| similar::mentioned(&at.project, "", text));
                let mentioned = mentioned.unwrap_or_default().into_iter().take(MENTIONS_MAX);
                let barring = ticket.ended.as_ref().and_then(|ended| ended.about.clone());
                for earlier in named
                    .into_iter()
                    .chain(mentioned)
                    .chain(barring)
                    .map(|ticket| partnership.rules().known_thread(ticket))
                {
                    if let Some(row) = tx.earlier(&earlier).await? {
                        let number = self.first_number(partnership, tx, &earlier, row.number).await?;
                        let decided_at = row.decided_at.map(crate::store::instant);
                        let view = Earlier { barred: row.barred == 1, number, decided_at, process: row.process };
                        views.earlier.insert(earlier, view);
                    }
                }
                if settles && partnership.rules().processes.iter().any(|process| process.admits.is_some()) {
                    views.admitted = self.admitted(partnership, project, text, tx, fresh).await?;
                }
                if matches!(ticket.phase, Phase::Cleared | Phase::Done)
                    && let (Some(thread), Event::Note(_) | Event::Full(_)) = (&ticket.thread, event)
                {
                    views.merged_at = tx.merged_at(thread).await?;
                }
                if ticket.vote.is_some() {
                    views.in_force = Some(partnership.rules());
                }
                if let Event::Ticket(read) = event
                    && (read.title != ticket.title.0 || read.description != ticket.text.0)
                {
                    views.barred = tx.barred(&partnership.id).await?;
                }
            }
            State::Request(request) => {
                let mut names: BTreeSet<Thread> = request.names.iter().cloned().collect();
                if let Event::Request(read) = event {
                    let project = &read.merge_request.project;
                    names.extend(reference::named(&partnership.rules(), project, &read.title, &read.description));
                }
                views.standings = self.standings(partnership, names, tx, fresh).await?;
                views.neighbours = self.neighbours(partnership, request, event, tx, fresh).await?;
                if let Event::Request(read) = event
                    && views.roster.is_bot(&read.author.account)
                {
                    for own in partnership.rules().release.series_of(&read.merge_request.project) {
                        let known = self.know(partnership, tx, fresh, &Stream::Releases(own.series)).await?;
                        if let State::Releases(releases) = known.state.as_ref() {
                            views.pushed.extend(releases.pushed.iter().cloned());
                        }
                        views.files.extend(own.files);
                    }
                }
            }
            State::Releases(releases) => {
                if let (Event::Tagged { .. }, Stream::Releases(series)) = (event, stream) {
                    let all = partnership.rules().release.series_of(&series.project);
                    let own = all.into_iter().find(|own| own.series == *series);
                    views.files = own.map(|own| own.files).unwrap_or_default();
                    if !views.files.is_empty() {
                        let recent = releases.recent.iter().flat_map(|released| &released.merges);
                        let merges = releases.due.iter().chain(&releases.candidate).chain(recent);
                        let tickets = merges.flat_map(|due| &due.notes).map(|note| note.ticket.clone()).collect();
                        views.standings = self.standings(partnership, tickets, tx, fresh).await?;
                    }
                }
                if let (Event::Tags(_), Some(due)) = (event, releases.to_choose()) {
                    let tickets = due.notes.iter().map(|note| note.ticket.clone()).collect();
                    views.standings = self.standings(partnership, tickets, tx, fresh).await?;
                    for held in releases.held_by(&due) {
                        let stream = Stream::Thread(held.merge_request.clone());
                        let state = self.know(partnership, tx, fresh, &stream).await?.state;
                        let State::Request(request) = state.as_ref() else { continue };
                        let author = request.author.as_ref().map(|(_, name)| name).filter(|name| !is_erased(name));
                        views.credits.extend(author.map(|name| (held.merge_request, name.0.clone())));
                    }
                }
            }
            State::Budget(..) => {}
        }
        Ok(views)
    }

    /// Looks at the tickets that a text names.
    async fn admitted(
        &self,
        partnership: &Partnership,
        project: Option<&Thread>,
        text: &str,
        tx: &mut Tx,
        fresh: &Fresh,
    ) -> Stored<BTreeMap<Thread, Admitted>> {
        let mut found = BTreeMap::new();
        let named = project.map(|at| reference::named(&partnership.rules(), &at.project, "", text)).unwrap_or_default();
        for name in named.into_iter().take(MENTIONS_MAX) {
            let state = self.know(partnership, tx, fresh, &Stream::Thread(name.clone())).await?.state;
            let rules = self.governing(partnership, &state, tx).await?;
            if let State::Ticket(ticket) = &*state {
                found.insert(name, ticket.admitted(&rules));
            }
        }
        Ok(found)
    }

    /// Returns the number of the decision that a request goes back to: its own, or that of the one it resubmitted.
    async fn first_number(
        &self,
        partnership: &Partnership,
        tx: &mut Tx,
        ticket: &Thread,
        own: Option<String>,
    ) -> Stored<Option<String>> {
        let (mut number, mut ticket) = (own, ticket.clone());
        for _ in 0..RESUBMISSIONS_MAX {
            if number.is_some() {
                break;
            }
            let facts = tx.facts(&partnership.id, &ticket.to_string()).await?;
            let Some(earlier) = Ticket::from_facts(&facts).ended.and_then(|ended| ended.about) else { break };
            number = tx.earlier(&earlier).await?.and_then(|row| row.number);
            ticket = earlier;
        }
        Ok(number)
    }

    async fn standings(
        &self,
        partnership: &Partnership,
        names: BTreeSet<Thread>,
        tx: &mut Tx,
        fresh: &Fresh,
    ) -> Stored<BTreeMap<Thread, crate::domain::event::Standing>> {
        let mut standings = BTreeMap::new();
        for name in names {
            let state = self.know(partnership, tx, fresh, &Stream::Thread(name.clone())).await?.state;
            let rules = self.governing(partnership, &state, tx).await?;
            let State::Ticket(ticket) = &*state else { continue };
            if let Some(standing) = ticket.standing(&rules) {
                standings.insert(name, standing);
            }
        }
        Ok(standings)
    }
}

/// Says whether a ticket may start anew by an event, or be taken up again.
fn may_start_anew(event: &Event, bot: &str) -> bool {
    let starts = |command| matches!(command, Ok(Command::Classify { .. } | Command::Open { .. }));
    match event {
        Event::Ticket(_) | Event::Full(_) => true,
        Event::Note(note) => command::read(&note.body, bot).into_iter().any(starts),
        _ => false,
    }
}
