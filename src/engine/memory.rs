// SPDX-License-Identifier: EUPL-1.2
//! What the engine remembers of streams, so that an event costs the same whatever came before it.
//!
//! **Invariant:** a remembered state is the fold of the stream's facts up to a number of the journal that is committed;
//! what was written since, by this process or another, is read and folded before the state is used. Forgetting
//! everything changes nothing but the time it takes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::apply::Stream;
use crate::domain::decide::State;
use crate::domain::ids::Thread;
use crate::forge::LabelChange;

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

/// The labels of a ticket, and who changed them.
type Carried = (Vec<String>, Vec<LabelChange>);

/// Who set the labels that tickets carry.
#[derive(Default)]
pub(super) struct Labels {
    known: Mutex<HashMap<Thread, Carried>>,
}

impl Labels {
    /// Returns who changed the labels of a ticket that still carries the same ones.
    pub fn recall(&self, thread: &Thread, labels: &[String]) -> Option<Vec<LabelChange>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(thread).filter(|(carried, _)| carried == labels).map(|(_, changes)| changes.clone())
    }

    /// Remembers who changed the labels of a ticket; not as long as nobody is known to have set one of them, because the
    /// forge writes that down a moment later.
    pub fn keep(&self, thread: &Thread, labels: &[String], changes: &[LabelChange]) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let is_set = |label: &String| changes.iter().any(|change| change.added && change.label == *label);
        if !labels.iter().all(is_set) {
            known.remove(thread);
            return;
        }
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(thread.clone(), (labels.to_vec(), changes.to_vec()));
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
