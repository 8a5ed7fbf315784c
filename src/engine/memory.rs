// SPDX-License-Identifier: EUPL-1.2
//! What the engine remembers of streams, so that an event costs the same whatever came before it.
//!
//! **Invariant:** a remembered state is the fold of the stream's facts up to a number of the journal that is committed;
//! what was written since, by this process or another, is read and folded before the state is used. Forgetting
//! everything changes nothing but the time it takes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::apply::Stream;
use crate::domain::decide::State;
use crate::domain::event::AwardRead;
use crate::domain::ids::{NoteId, Thread};

/// How many streams are remembered; a few kilobytes each.
const REMEMBERED: usize = 1_024;

/// Up to which length of its text, in bytes, a ticket is remembered.
const TEXT_MAX: usize = 32 * 1024;

/// A state and the journal's number up to which it is folded.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub seq: i64,
    pub state: State,
}

impl Known {
    /// Returns what is known of a stream of which nothing was read.
    pub fn nothing(stream: &Stream) -> Self {
        Self { seq: 0, state: stream.state(&[]) }
    }
}

/// States by partnership and stream.
#[derive(Default)]
pub(super) struct Memory {
    known: Mutex<HashMap<(String, String), Known>>,
}

impl Memory {
    /// Returns what is remembered of a stream.
    pub fn recall(&self, partnership: &str, stream: &Stream) -> Known {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (partnership.to_string(), stream.name());
        known.get(&key).cloned().unwrap_or_else(|| Known::nothing(stream))
    }

    /// Remembers what a committed transaction left behind.
    pub fn keep(&self, partnership: &str, fresh: Fresh) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for (stream, state) in fresh.0 {
            if known.len() >= REMEMBERED {
                known.clear();
            }
            if is_large(&state.state) {
                known.remove(&(partnership.to_string(), stream));
                continue;
            }
            let key = (partnership.to_string(), stream);
            if known.get(&key).is_none_or(|older| older.seq <= state.seq) {
                known.insert(key, state);
            }
        }
    }
}

/// Says whether a state is not worth its place: a ticket that no process has taken up, or one with a very long text.
fn is_large(state: &State) -> bool {
    match state {
        State::Ticket(ticket) => ticket.process.is_none() || ticket.text.0.len() > TEXT_MAX,
        _ => false,
    }
}

/// For how long a note has to have been left alone for what stands on it to be remembered: the forge tells times to the
/// second, and clocks differ.
const STILL: SignedDuration = SignedDuration::from_mins(1);

/// A vote note, when it was last touched, and the reactions to it.
type Touched = (NoteId, Timestamp, Vec<AwardRead>);

/// The reactions to vote notes, as long as nobody touches these.
#[derive(Default)]
pub(super) struct Reactions {
    known: Mutex<HashMap<Thread, Touched>>,
}

impl Reactions {
    /// Returns the reactions to a note that has not been touched since they were read.
    pub fn recall(&self, thread: &Thread, note: NoteId, touched: Timestamp) -> Option<Vec<AwardRead>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(thread).filter(|(of, at, _)| (*of, *at) == (note, touched)).map(|(.., found)| found.clone())
    }

    /// Remembers the reactions to a note, read at `now`.
    pub fn keep(&self, thread: &Thread, note: NoteId, touched: Timestamp, now: Timestamp, found: &[AwardRead]) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if now.duration_since(touched) < STILL {
            known.remove(thread);
            return;
        }
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(thread.clone(), (note, touched, found.to_vec()));
    }
}

/// States within a transaction that is not committed yet.
#[derive(Default)]
pub(super) struct Fresh(HashMap<String, Known>);

impl Fresh {
    /// Returns the state that this transaction has made of a stream.
    pub fn recall(&self, stream: &Stream) -> Option<Known> {
        self.0.get(&stream.name()).cloned()
    }

    /// Notes the state of a stream as of this transaction.
    pub fn note(&mut self, stream: &Stream, known: Known) {
        self.0.insert(stream.name(), known);
    }
}
