// SPDX-License-Identifier: EUPL-1.2
//! What of a merge request only a person can set right, on the board until it is.
//!
//! **Invariant:** an alarm follows from the merge request's state (and how long it has been so), so it goes when that has
//! changed, and comes back after a restart with the first readings.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::Engine;
use crate::domain::ids::Thread;
use crate::domain::request::Request;
use crate::domain::signal::LOCKED;

/// How long the forge may be merging something before that is called stuck.
const LOCKED_MAX: SignedDuration = SignedDuration::from_mins(10);

/// Since when the forge has been seen merging something.
#[derive(Default)]
pub(super) struct MergingSince(Mutex<BTreeMap<Thread, Timestamp>>);

impl MergingSince {
    /// Takes in whether the forge is merging it, and says whether it has been so for too long.
    fn is_too_long(&self, thread: &Thread, locked: bool, now: Timestamp) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !locked {
            seen.remove(thread);
            return false;
        }
        let since = *seen.entry(thread.clone()).or_insert(now);
        now.duration_since(since) > LOCKED_MAX
    }
}

impl Engine {
    /// Puts on the board what of a merge request needs a person, and takes down what has passed.
    pub(super) fn raise_alarms(&self, request: &Request) {
        let Some(thread) = &request.thread else { return };
        let open = request.open && request.gated && request.merged.is_none();
        let locked = open && request.signals.obstacle.as_deref() == Some(LOCKED);
        let now = self.inner.clock.now();
        let failure = request.failure().filter(|_| open && request.is_cleared() && request.asked.is_none());
        let contested = format!(
            "Another account keeps setting votum's sign at {thread}, and votum no longer overwrites it at this head. Stop \
             that account; then let it go on with a new push or /vote unhold."
        );
        let stuck = format!(
            "The forge has been merging {thread} for too long. A maintainer has to look at it there: closing and reopening \
             it helps most often."
        );
        let failed = failure.map(|why| {
            format!(
                "{thread} is cleared and could not be merged. {} Tried again after a new push or /vote merge.",
                why.0
            )
        });
        let alarms = [
            ("sign", (open && request.is_contested()).then_some(contested)),
            ("stuck", self.inner.merging_since.is_too_long(thread, locked, now).then_some(stuck)),
            ("merge", failed),
        ];
        for (what, alarm) in alarms {
            let name = format!("{what} {thread}");
            match alarm {
                None => drop(self.inner.health.well(&name)),
                Some(sentence) => {
                    if self.inner.health.trouble(&name, &sentence) {
                        tracing::warn!("{sentence}");
                    }
                }
            }
        }
    }
}
