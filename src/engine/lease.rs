// SPDX-License-Identifier: EUPL-1.2
//! What is claimed stays claimed as long as it is worked on.
//!
//! **Invariant:** work whose claim was lost is given up where it stands, as if the process had been killed there; and
//! what it would still have written, the claim's name keeps out of the database.

use std::time::Duration;

use super::{Done, Engine};
use crate::store::{StoreError, Stored};

/// How often a claim is prolonged, well within the shortest of them.
const PROLONGED_EVERY: Duration = Duration::from_secs(15);

/// How often at most: work that lasts longer hangs, and somebody else may try it.
const PROLONGED_MAX: u32 = 60;

/// A claim, by its name.
#[derive(Debug)]
pub(super) enum Claim {
    /// Of deliveries.
    Deliveries(String),
    /// Of entries of the outbox.
    Items(String),
}

impl Engine {
    /// Does some work and prolongs the claim that it rests on until it is done.
    ///
    /// # Errors
    /// Those of the work, or [`StoreError::Lost`] where somebody else has the claim.
    pub(super) async fn holding<T>(&self, claim: Claim, work: impl Future<Output = Done<T>>) -> Done<T> {
        let lost = async {
            for _ in 0..PROLONGED_MAX {
                tokio::time::sleep(PROLONGED_EVERY).await;
                match self.prolong(&claim).await {
                    Ok(true) => {}
                    Ok(false) => return,
                    // The claim may outlast the fault; where it does not, its name keeps the work from being finished.
                    Err(fault) => tracing::warn!("A claim could not be prolonged: {fault}"),
                }
            }
        };
        tokio::select! {
            biased;
            done = work => done,
            () = lost => Err(StoreError::Lost.into()),
        }
    }

    async fn prolong(&self, claim: &Claim) -> Stored<bool> {
        let now = self.inner.clock.now();
        match claim {
            Claim::Deliveries(claim) => self.inner.store.prolong_deliveries(claim, now).await,
            Claim::Items(claim) => self.inner.store.prolong_items(claim, now).await,
        }
    }
}
