// SPDX-License-Identifier: EUPL-1.2
//! What a person does about dead letters, and about what waits for a partnership that is not served any more: lets it be
//! tried again, or drops it.
//!
//! **Invariant:** a letter is dropped together with the fact that says so, by which way and why.

use std::collections::BTreeSet;

use super::{Done, Engine};
use crate::domain::fact::{Fact, Text};
use crate::store::journal::PARTNERSHIP;
use crate::store::outbox::Dead;
use crate::store::stray::Stray;

/// How many strays one sentence names.
const NAMED_MAX: usize = 5;

/// How many times at most what strays is dropped by the hundreds.
const ROUNDS_MAX: usize = 1_000;

/// The way by which letters are dropped, as the journal names it: a shell tells nobody who sits at it.
const WAY: &str = "command-line";

impl Engine {
    /// Lets a dead letter be tried again, or all of them; returns how many.
    pub async fn try_again(&self, number: Option<i64>) -> Done<u64> {
        let mut tx = self.inner.store.begin().await?;
        let revived = tx.revive(number, self.inner.clock.now()).await?;
        tx.ring().await?;
        tx.commit().await?;
        self.inner.wake();
        Ok(revived)
    }

    /// Lists what waits for partnerships and forges that are not served.
    pub async fn strays(&self) -> Done<Vec<Stray>> {
        let mut served = BTreeSet::new();
        for partnership in &self.inner.partnerships {
            for project in partnership.rules().tickets.iter().chain(&partnership.rules().upstream) {
                // What an earlier votum kept has no name.
                served.insert((String::new(), project.forge.clone()));
                served.insert((partnership.id.clone(), project.forge.clone()));
            }
        }
        Ok(self.inner.store.strays(&served).await?)
    }

    /// Reports what waits for nobody.
    pub(super) async fn look_after_strays(&self) -> Done<()> {
        let strays = self.strays().await?;
        if strays.is_empty() {
            self.inner.health.well("strays");
            return Ok(());
        }
        let named: Vec<String> = strays.iter().take(NAMED_MAX).map(said).collect();
        let sentence = format!(
            "Inbox or outbox hold what is for nobody that votum.toml names: {}. Name it there again, or let it go with \
             votum outbox drop PARTNERSHIP REASON.",
            named.join("; ")
        );
        if self.inner.health.trouble("strays", &sentence) {
            tracing::warn!("{sentence}");
        }
        Ok(())
    }

    /// Drops everything that waits for a partnership which is not served any more, and writes down what and why;
    /// returns how many desired states and deliveries that were.
    pub async fn drop_strays(&self, partnership: &str, reason: &str) -> Done<(usize, u64)> {
        let at = self.inner.clock.now();
        let mut dropped = 0;
        for _ in 0..ROUNDS_MAX {
            let mut tx = self.inner.store.begin_for(partnership).await?;
            let gone = tx.drop_desired(partnership, at).await?;
            let facts: Vec<Fact> = gone
                .iter()
                .map(|entry| {
                    let (what, place) = (entry.kind.clone(), entry.thread.clone());
                    Fact::Dropped { what, place, way: WAY.into(), reason: Text::from(reason), at }
                })
                .collect();
            if facts.is_empty() {
                break;
            }
            dropped += facts.len();
            tx.append(partnership, PARTNERSHIP, &facts, at).await?;
            tx.commit().await?;
        }
        let mut tx = self.inner.store.begin().await?;
        let deliveries = tx.drop_deliveries(partnership, at).await?;
        tx.commit().await?;
        Ok((dropped, deliveries))
    }

    /// Drops a dead letter for good and writes down why; `None` where there is none of that number.
    pub async fn drop_letter(&self, number: i64, reason: &str) -> Done<Option<Dead>> {
        let Some(letter) = self.inner.store.dead_letter(number).await? else { return Ok(None) };
        let at = self.inner.clock.now();
        let mut tx = self.inner.store.begin_for(&letter.partnership).await?;
        if !tx.discard(number, at).await? {
            return Ok(None);
        }
        let (what, place) = (letter.kind.clone(), letter.thread.clone());
        let fact = Fact::Dropped { what, place, way: WAY.into(), reason: Text::from(reason), at };
        tx.append(&letter.partnership, PARTNERSHIP, &[fact], at).await?;
        tx.commit().await?;
        Ok(Some(letter))
    }
}

/// What strays, in words.
fn said(stray: &Stray) -> String {
    let Stray { partnership, forge, desired, deliveries } = stray;
    format!("{desired} entries and {deliveries} deliveries of {partnership} at {forge}")
}
