// SPDX-License-Identifier: EUPL-1.2
//! The forge against the journal: what webhooks missed is found by reading.
//!
//! **Invariant:** reconciling only asks for readings; every difference becomes an event on the usual road.

use super::{Done, Engine};
use crate::domain::ids::Thread;

impl Engine {
    /// Asks for a reading of every ticket and merge request that is still on its way; returns how many.
    pub async fn reconcile(&self) -> Done<usize> {
        let now = self.inner.clock.now();
        let mut asked = 0;
        for partnership in &self.inner.partnerships {
            self.look_after_projects(partnership).await?;
            let threads = self.inner.store.unfinished(&partnership.id).await?;
            let mut tx = self.inner.store.begin().await?;
            for thread in &threads {
                self.ask_to_read(&mut tx, thread, now).await?;
            }
            tx.commit().await?;
            asked += threads.len();
        }
        self.inner.new_delivery.notify_one();
        Ok(asked)
    }

    /// Asks for a reading of one ticket or merge request.
    pub async fn read_again_soon(&self, thread: &Thread) -> Done<()> {
        let mut tx = self.inner.store.begin().await?;
        self.ask_to_read(&mut tx, thread, self.inner.clock.now()).await?;
        tx.commit().await?;
        self.inner.new_delivery.notify_one();
        Ok(())
    }

    /// Asks for a reading of everything open at the forges that the journal does not know, as after an outage; returns
    /// how many.
    pub async fn catch_up(&self) -> Done<usize> {
        let now = self.inner.clock.now();
        let mut asked = self.reconcile().await?;
        for partnership in &self.inner.partnerships {
            let rules = &partnership.rules;
            let mut threads: Vec<Thread> = Vec::new();
            for project in &rules.tickets {
                let forge = self.forge(&project.forge)?;
                for process in &rules.processes {
                    let found = forge.tickets_with(&project.path, &process.label).await?;
                    threads.extend(found.into_iter().map(|iid| Thread::ticket(project.clone(), iid)));
                }
            }
            for project in &rules.upstream {
                let found = self.forge(&project.forge)?.open_merge_requests(&project.path).await?;
                threads.extend(found.into_iter().map(|iid| Thread::merge_request(project.clone(), iid)));
            }
            threads.sort();
            threads.dedup();
            let mut tx = self.inner.store.begin().await?;
            for thread in &threads {
                if tx.facts(&partnership.id, &thread.to_string()).await?.is_empty() {
                    self.ask_to_read(&mut tx, thread, now).await?;
                    asked += 1;
                }
            }
            tx.commit().await?;
        }
        self.inner.new_delivery.notify_one();
        Ok(asked)
    }
}
