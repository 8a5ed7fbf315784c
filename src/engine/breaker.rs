// SPDX-License-Identifier: EUPL-1.2
//! The circuit breaker of a thread: bots that answer each other are stopped before they fill it.
//!
//! **Invariant:** under one thread one process writes at most [`NOTES_MAX`] new notes within [`WITHIN`]; what is beyond
//! waits and is lost by nobody. Editing a note that stands costs nothing.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::domain::ids::Thread;

/// How many new notes are written under one thread.
const NOTES_MAX: usize = 150;

/// Within which time.
const WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// Of how many threads it is remembered.
const THREADS_MAX: usize = 4_096;

/// When notes were written, by thread.
#[derive(Default)]
pub(super) struct Breaker {
    written: Mutex<HashMap<Thread, VecDeque<Timestamp>>>,
}

impl Breaker {
    /// Lets a new note be written under a thread, or says after what time it may be.
    pub fn admit(&self, thread: &Thread, now: Timestamp) -> Result<(), Duration> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let long_ago = |at: &Timestamp| now.duration_since(*at) >= WITHIN;
        if written.len() >= THREADS_MAX {
            written.retain(|_, times| times.back().is_some_and(|at| !long_ago(at)));
        }
        let times = written.entry(thread.clone()).or_default();
        while times.front().is_some_and(long_ago) {
            times.pop_front();
        }
        if times.len() >= NOTES_MAX {
            let first = times.front().copied().unwrap_or(now);
            let wait = WITHIN - now.duration_since(first).max(SignedDuration::ZERO);
            return Err(Duration::try_from(wait).unwrap_or_default());
        }
        times.push_back(now);
        Ok(())
    }
}
