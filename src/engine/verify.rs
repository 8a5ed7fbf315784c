// SPDX-License-Identifier: EUPL-1.2
//! The journal against itself: the chain recomputed, every decision recounted, the register rebuilt.
//!
//! **Invariant:** verifying trusts nothing but the bytes of the facts and the rules they carry.

use std::sync::{Arc, PoisonError};

use super::apply::{Stream, put, put_release};
use super::audit::{Audit, Counts};
use super::{Done, Engine, Hindrance, Partnership};
use crate::domain::fact::Fact;
use crate::store::journal::{Head, Known, PARTNERSHIP, Words};
use crate::store::{Stored, Tx};

/// What verifying a partnership found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The partnership.
    pub partnership: String,
    /// Where its chain stands.
    pub head: Head,
    /// How much was looked at.
    pub counts: Counts,
    /// What could not be looked at, in sentences.
    pub notes: Vec<String>,
    /// What does not hold, in sentences.
    pub faults: Vec<String>,
}

impl Engine {
    /// Recomputes the chain of every partnership and recounts every decision from its ballots, electorate and rules.
    pub async fn verify(&self) -> Done<Vec<Verified>> {
        let mut all = Vec::new();
        for partnership in &self.inner.partnerships {
            all.push(self.verify_one(&partnership.id).await?);
        }
        Ok(all)
    }

    async fn verify_one(&self, id: &str) -> Done<Verified> {
        let mut audit = Audit::new(id, self.inner.compile);
        let mut tx = self.inner.store.snapshot().await?;
        let mut after = String::new();
        loop {
            let rows = tx.words(id, &after).await?;
            let Some(last) = rows.last() else { break };
            after.clone_from(&last.digest);
            for words in rows.iter().filter(|words| !words.fit()) {
                audit.fault(misfit(&words.digest, &words.stream));
            }
        }
        let words = tx.words_of(id, PARTNERSHIP).await?.into_iter().filter(Words::fit);
        let known: Known = words.map(|words| (words.digest, words.value)).collect();
        let known = Arc::new(known);
        let mut rows = tx.raws(id, 0).await?;
        // While some facts are looked at, the database already reads those that follow.
        while let Some(seq) = rows.last().map(|raw| raw.seq) {
            let known = known.clone();
            let look = tokio::task::spawn_blocking(move || {
                for raw in &rows {
                    audit.take(raw, &known);
                }
                audit
            });
            let (next, looked) = tokio::join!(tx.raws(id, seq), look);
            audit = looked.map_err(|_| Hindrance::Panic)?;
            rows = next?;
        }
        Ok(audit.close())
    }

    /// Rebuilds the register of every partnership from its journal.
    pub async fn rebuild(&self) -> Done<()> {
        for partnership in &self.inner.partnerships {
            let mut tx = self.inner.store.begin_for(&partnership.id).await?;
            self.rebuild_in(&mut tx, partnership).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Rebuilds a partnership's register within a transaction. What a row shows last changed when its stream was last
    /// written to.
    pub(super) async fn rebuild_in(&self, tx: &mut Tx, partnership: &Partnership) -> Stored<()> {
        let id = &partnership.id;
        tx.clear_register(id).await?;
        for name in tx.streams(id).await? {
            let Some(stream) = Stream::parse(&name) else { continue };
            let entries = tx.stream(id, &name).await?;
            let at = entries.last().map_or_else(|| self.inner.clock.now(), |entry| entry.written_at);
            let facts: Vec<Fact> = entries.into_iter().map(|entry| entry.fact).collect();
            let mut state = stream.state(&[]);
            for fact in &facts {
                state = state.after(fact);
                put_release(tx, partnership, &stream, &state, fact).await?;
            }
            let rules = self.governing(partnership, &state, tx).await?;
            let due = put(tx, partnership, &stream, &state, &rules, at).await?;
            tx.wake(id, &name, due);
            tx.relieve().await?;
        }
        Ok(())
    }

    /// Lets merging and tagging of a partnership rest, or go on.
    pub async fn pause(&self, paused: bool) -> Done<()> {
        for partnership in &self.inner.partnerships {
            let at = self.inner.clock.now();
            let mut tx = self.inner.store.begin_for(&partnership.id).await?;
            tx.set_paused(&partnership.id, paused).await?;
            let fact = Fact::Paused { paused, at };
            tx.append(&partnership.id, PARTNERSHIP, &[fact], at).await?;
            tx.commit().await?;
            partnership.people.write().unwrap_or_else(PoisonError::into_inner).paused = paused;
        }
        Ok(())
    }
}

/// Says that words were changed.
pub(super) fn misfit(digest: &str, stream: &str) -> String {
    format!("The words {digest} beside the stream {stream} do not fit their digest: they were changed.")
}
