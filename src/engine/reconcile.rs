// SPDX-License-Identifier: EUPL-1.2
//! The forge against the journal: what webhooks missed is found by reading.
//!
//! **Invariant:** reconciling only asks for readings; every difference becomes an event on the usual road.

use jiff::{SignedDuration, Timestamp};

use super::{Done, Engine, Partnership};
use crate::domain::ids::Thread;

/// How long a ticket that needs no vote is read again: as long as it may be objected to, and a day.
const CLEARED: SignedDuration = SignedDuration::from_hours(24 * 11);

/// How long a ticket that was put off is read again for the word that takes it up; later only its webhook brings it.
const DEFERRED: SignedDuration = SignedDuration::from_hours(24 * 92);

impl Engine {
    /// Asks for a reading of every ticket and merge request that is still on its way, and of those at the forges that
    /// carry a label or are open and that votum knows nothing of, as after an outage; returns how many.
    ///
    /// A forge that does not answer keeps nobody else from being read; its own are looked for in the next round.
    pub async fn reconcile(&self) -> Done<usize> {
        self.compare_clocks();
        self.look_after_strays().await?;
        self.heed_locks().await?;
        // Together, so that a forge that hangs holds up its own.
        let rounds = self.inner.partnerships.iter().map(|partnership| self.reconcile_one(partnership));
        let mut asked = Ok(0);
        for round in futures_util::future::join_all(rounds).await {
            asked = round.and_then(|more| asked.map(|asked: usize| asked + more));
        }
        self.inner.wake();
        asked
    }

    async fn reconcile_one(&self, partnership: &Partnership) -> Done<usize> {
        self.look_after_projects(partnership).await?;
        self.look_after_guards(partnership).await?;
        self.look_after_ears(partnership).await?;
        self.look_after_policy(partnership).await?;
        self.look_after_releases(partnership).await?;
        let now = self.inner.clock.now();
        let since = |span| now.checked_sub(span).unwrap_or(Timestamp::MIN);
        let mut threads = self.inner.store.unfinished(&partnership.id, since(CLEARED), since(DEFERRED)).await?;
        threads.extend(self.missed_tickets(partnership).await?);
        threads.extend(self.missed_requests(partnership).await?);
        threads.sort();
        threads.dedup();
        let mut tx = self.inner.store.begin().await?;
        for thread in &threads {
            self.ask_to_read(&mut tx, thread, self.inner.clock.now()).await?;
        }
        tx.commit().await?;
        self.inner.wake();
        Ok(threads.len())
    }

    /// Asks for a reading of one ticket or merge request.
    pub async fn read_again_soon(&self, thread: &Thread) -> Done<()> {
        let mut tx = self.inner.store.begin().await?;
        self.ask_to_read(&mut tx, thread, self.inner.clock.now()).await?;
        tx.commit().await?;
        self.inner.wake();
        Ok(())
    }

    /// Finds open tickets that carry the label of a process which votum does not know to be theirs.
    async fn missed_tickets(&self, partnership: &Partnership) -> Done<Vec<Thread>> {
        let rules = partnership.rules();
        let mut missed = Vec::new();
        for project in &rules.tickets {
            for process in &rules.processes {
                let found = match self.forge(&project.forge)?.tickets_with(&project.path, &process.label).await {
                    Ok(found) => found,
                    Err(refusal) => {
                        self.forge_refuses(&project.forge, &refusal.to_string());
                        break;
                    }
                };
                for iid in found {
                    let thread = Thread::ticket(project.clone(), iid);
                    let known = self.inner.store.process_of(&thread).await?;
                    if known.as_deref() != Some(process.id.as_str()) {
                        missed.push(thread);
                    }
                }
            }
        }
        Ok(missed)
    }

    /// Finds open merge requests that votum does not know.
    async fn missed_requests(&self, partnership: &Partnership) -> Done<Vec<Thread>> {
        let mut missed = Vec::new();
        for project in &partnership.rules().upstream {
            match self.forge(&project.forge)?.open_merge_requests(&project.path).await {
                Ok(found) => {
                    for iid in found {
                        let thread = Thread::merge_request(project.clone(), iid);
                        if !self.inner.store.knows_request(&thread).await? {
                            missed.push(thread);
                        }
                    }
                }
                Err(refusal) => self.forge_refuses(&project.forge, &refusal.to_string()),
            }
        }
        Ok(missed)
    }
}
