// SPDX-License-Identifier: EUPL-1.2
//! What a person does about dead letters: lets them be tried again, or drops them.
//!
//! **Invariant:** a letter is dropped together with the fact that says so, by which way and why.

use super::{Done, Engine};
use crate::domain::fact::{Fact, Text};
use crate::store::journal::PARTNERSHIP;
use crate::store::outbox::Dead;

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
