// SPDX-License-Identifier: EUPL-1.2
//! Time: what is due is opened, stated, tagged.
//!
//! **Invariant:** before a result is stated, everything it rests on is read again; when that cannot be read, the result
//! waits and loses nothing, because ballots count by their own time.

use super::absorb::Work;
use super::apply::{Finish, Stream};
use super::{Done, Engine, Hindrance, Partnership, backoff};
use crate::domain::event::Event;
use crate::domain::fact::ReleaseNote;
use crate::domain::ids::{Kind, Thread};
use crate::forge::Refusal;
use crate::store::wake::Due;

/// How long a stream rests whose partnership is not served.
const UNSERVED: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

impl Engine {
    /// Lets time pass for the stream that has been due longest; returns whether there was one.
    pub async fn tick_once(&self) -> Done<bool> {
        self.tick_in(None).await
    }

    /// Lets time pass for the stream of a partnership that has been due longest; returns whether there was one.
    pub async fn tick_for(&self, partnership: &str) -> Done<bool> {
        self.tick_in(Some(partnership)).await
    }

    async fn tick_in(&self, partnership: Option<&str>) -> Done<bool> {
        let now = self.inner.clock.now();
        let Some(due) = self.inner.store.due(partnership, now).await? else { return Ok(false) };
        match self.tick(&due).await {
            Ok(()) => {}
            Err(Hindrance::Forge(refusal)) => {
                let forge = Stream::parse(&due.stream).map(|stream| match stream {
                    Stream::Thread(thread) => thread.project.forge,
                    Stream::Releases(series) => series.project.forge,
                    Stream::Budget(_) => String::new(),
                });
                self.forge_refuses(&forge.unwrap_or_default(), &refusal.to_string());
                let asked = match refusal {
                    Refusal::Again { after, .. } => after,
                    Refusal::Never { .. } => None,
                };
                let later = backoff::next(now, due.attempt + 1, &due.stream, asked);
                self.inner.store.snooze(&due.stream, later).await?;
            }
            Err(fault) => return Err(fault),
        }
        Ok(true)
    }

    async fn tick(&self, due: &Due) -> Done<()> {
        let stream = Stream::parse(&due.stream).filter(|stream| !matches!(stream, Stream::Budget(_)));
        let Some(partnership) = self.partnership(&due.partnership) else {
            // It is not served now; what is due stays due for when it is again.
            let later = self.inner.clock.now().checked_add(UNSERVED).unwrap_or(jiff::Timestamp::MAX);
            return Ok(self.inner.store.snooze(&due.stream, later).await?);
        };
        let Some(stream) = stream else {
            let mut tx = self.inner.store.begin().await?;
            tx.wake(&due.partnership, &due.stream, None);
            return Ok(tx.commit().await?);
        };
        if let Stream::Thread(thread) = &stream {
            self.knows_everybody(partnership, &thread.project)?;
        }
        let work = match stream {
            Stream::Thread(thread) if thread.kind == Kind::MergeRequest => {
                let works = self.request_whole(partnership, &thread).await?;
                let begun = works.first().and_then(|work| work.begun);
                let events = works.into_iter().flat_map(|work| work.events);
                Work { events: events.collect(), stream: Stream::Thread(thread), begun }
            }
            Stream::Thread(thread) => {
                let mut work = self.read_all(partnership, &thread).await?;
                work.events.push(Event::Tick);
                work
            }
            Stream::Budget(_) => return Ok(()),
            Stream::Releases(series) => {
                self.heed_pause().await?;
                if partnership.is_paused() {
                    let why = "Merging and tagging rest; `votum resume` lets them go on.".to_string();
                    return Err(Refusal::Again { after: None, why }.into());
                }
                let came = Work::told(Stream::Releases(series.clone()), vec![Event::Tick]);
                self.apply(partnership, vec![came], Finish::Nothing).await?;
                let works = self.read_versions(partnership, &series).await?;
                self.apply(partnership, works, Finish::Nothing).await?;
                self.show_series(partnership, &series).await?;
                return self.still_due(due).await;
            }
        };
        self.apply(partnership, vec![work], Finish::Nothing).await?;
        self.still_due(due).await
    }

    /// Lets a stream rest for a moment that is due and could not go on, so that others have their turn.
    async fn still_due(&self, due: &Due) -> Done<()> {
        let now = self.inner.clock.now();
        let next = self.inner.store.due(Some(&due.partnership), now).await?;
        if next.is_some_and(|again| again.stream == due.stream) {
            let later = backoff::next(now, due.attempt + 1, &due.stream, None);
            self.inner.store.snooze(&due.stream, later).await?;
        }
        Ok(())
    }

    /// Returns what releases and merge messages say of tickets.
    pub(super) async fn release_notes(&self, partnership: &Partnership, names: &[Thread]) -> Done<Vec<ReleaseNote>> {
        let mut notes = Vec::new();
        for name in names {
            let ticket = self.ticket_state(partnership, name).await?;
            notes.extend(ticket.standing(&partnership.rules()).map(|standing| standing.note));
        }
        Ok(notes)
    }
}
