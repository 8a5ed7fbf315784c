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
use crate::domain::ids::{Kind, Project, Thread};
use crate::domain::version;
use crate::forge::{Forge, Refusal, TagView};
use crate::store::wake::Due;

/// How long a stream rests whose partnership is not served.
const UNSERVED: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

/// How many versions are looked at to find the highest that the merge can reach.
const VERSIONS_MAX: usize = 30;

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
                    Stream::Releases(project) => project.forge,
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
            Stream::Releases(project) => {
                self.heed_pause().await?;
                if partnership.is_paused() {
                    let why = "Merging and tagging rest; `votum resume` lets them go on.".to_string();
                    return Err(Refusal::Again { after: None, why }.into());
                }
                let event = self.read_tags(partnership, &project).await?;
                Work::told(Stream::Releases(project), event.into_iter().collect())
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

    /// Reads which version the first waiting merge follows, and what has reached the branch since.
    async fn read_tags(&self, partnership: &Partnership, project: &Project) -> Done<Option<Event>> {
        let stream = Stream::Releases(project.clone());
        let entries = self.inner.store.stream(&partnership.id, &stream.name()).await?;
        let releases = crate::domain::release::Releases::from_facts(entries.iter().map(|entry| &entry.fact));
        let Some(due) = releases.to_choose() else { return Ok(None) };
        let forge = self.forge(&project.forge)?;
        let tags = forge.tags(&project.path).await?;
        let highest = highest(forge.as_ref(), &project.path, tags, &due.sha).await?;
        let arrived = partnership.arrival(project).and_then(|(_, head)| head);
        let from = highest.as_ref().map(|tag| tag.commit.clone()).or(arrived);
        let since = match from {
            Some(from) if from == due.sha => Some(Vec::new()),
            Some(from) => forge.commits_between(&project.path, &from, &due.sha).await?,
            None => None,
        };
        Ok(Some(Event::Tags {
            highest: highest.map(|tag| (tag.name, tag.commit)),
            since: since.map(|commits| commits.into_iter().map(|commit| commit.sha).collect()),
        }))
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

/// Returns the highest version tag that `sha` can reach.
async fn highest(forge: &dyn Forge, project: &str, tags: Vec<TagView>, sha: &str) -> Result<Option<TagView>, Refusal> {
    let mut versions: Vec<_> =
        tags.into_iter().filter_map(|tag| version::parse(&tag.name).map(|version| (version, tag))).collect();
    versions.sort_by(|a, b| b.0.cmp(&a.0));
    for (_, tag) in versions.into_iter().take(VERSIONS_MAX) {
        let beyond =
            if tag.commit == sha { Some(Vec::new()) } else { forge.commits_between(project, sha, &tag.commit).await? };
        if beyond.is_some_and(|commits| commits.is_empty()) {
            return Ok(Some(tag));
        }
    }
    Ok(None)
}
