// SPDX-License-Identifier: EUPL-1.2
//! What the engine remembers of streams, so that an event costs the same whatever came before it.
//!
//! **Invariant:** a remembered state is the fold of all facts of its stream up to the number of the journal that the
//! memory of its partnership has reached. Whoever uses one has looked where the journal stands: what others have written
//! beyond that number is forgotten first. Forgetting everything changes nothing but the time it takes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::apply::Stream;
use super::desire::Wished;
use crate::domain::decide::State;
use crate::domain::event::AwardRead;
use crate::domain::ids::{NoteId, Thread};
use crate::domain::request::Request;

/// How many streams are remembered; a few kilobytes each. Half of them are those that were used last, the other half
/// those before them.
const REMEMBERED: usize = 2_048;

/// How many facts others may have written before everything is forgotten instead of what they touched.
const BEHIND_MAX: i64 = 1_000;

/// How many vote notes are remembered.
const NOTES: usize = 1_024;

/// Up to which length of its text, in bytes, a ticket is remembered.
const TEXT_MAX: usize = 32 * 1024;

/// A state and the journal's number up to which it is folded.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub seq: i64,
    pub state: Arc<State>,
}

impl Known {
    /// Returns what is known of a stream of which nothing was read.
    pub fn nothing(stream: &Stream) -> Self {
        Self { seq: 0, state: stream.state(&[]).into() }
    }
}

/// States by partnership and stream.
#[derive(Default)]
pub(super) struct Memory {
    shelves: Mutex<HashMap<String, Shelf>>,
}

/// What is remembered of a partnership: two generations, of which the elder is forgotten when the younger is full.
#[derive(Default)]
struct Shelf {
    /// Up to which number of the journal everything here is folded.
    reached: i64,
    young: HashMap<String, Known>,
    elder: HashMap<String, Known>,
}

impl Shelf {
    fn get(&mut self, stream: &str) -> Option<&Known> {
        if let Some((name, known)) = self.elder.remove_entry(stream) {
            self.put(name, known);
        }
        self.young.get(stream)
    }

    fn put(&mut self, stream: String, known: Known) {
        if self.young.len() >= REMEMBERED / 2 && !self.young.contains_key(&stream) {
            self.elder = std::mem::take(&mut self.young);
        }
        self.elder.remove(&stream);
        self.young.insert(stream, known);
    }

    fn forget(&mut self, stream: &str) {
        self.young.remove(stream);
        self.elder.remove(stream);
    }
}

impl Memory {
    fn with<T>(&self, partnership: &str, look: impl FnOnce(&mut Shelf) -> T) -> T {
        let mut shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shelf) = shelves.get_mut(partnership) {
            return look(shelf);
        }
        look(shelves.entry(partnership.to_string()).or_default())
    }

    /// Returns what is remembered of a stream; what was written since is still to be folded into it.
    pub fn recall(&self, partnership: &str, stream: &Stream) -> Known {
        let known = self.with(partnership, |shelf| shelf.get(&stream.name()).cloned());
        known.unwrap_or_else(|| Known::nothing(stream))
    }

    /// Returns what is remembered of a stream, if nothing can have been written to it since; the journal stands at `head`.
    pub fn recall_at(&self, partnership: &str, stream: &Stream, head: i64) -> Option<Known> {
        self.with(partnership, |shelf| (shelf.reached == head).then(|| shelf.get(&stream.name()).cloned()).flatten())
    }

    /// Looks at what is remembered of a stream on the same terms.
    pub fn glance<T>(
        &self,
        partnership: &str,
        stream: &Stream,
        head: i64,
        look: impl FnOnce(&State) -> T,
    ) -> Option<T> {
        self.with(partnership, |shelf| {
            let known = (shelf.reached == head).then(|| shelf.get(&stream.name())).flatten();
            known.map(|known| look(&known.state))
        })
    }

    /// Says after which number of the journal others have written; `None` where everything remembered holds.
    pub fn behind(&self, partnership: &str, head: i64) -> Option<i64> {
        self.with(partnership, |shelf| {
            if shelf.reached == head {
                return None;
            }
            let nothing = shelf.young.is_empty() && shelf.elder.is_empty();
            if nothing || head < shelf.reached || head - shelf.reached > BEHIND_MAX {
                *shelf = Shelf { reached: head, ..Shelf::default() };
                return None;
            }
            Some(shelf.reached)
        })
    }

    /// Forgets what others have written to, up to the number `head`.
    pub fn catch_up(&self, partnership: &str, streams: &[String], head: i64) {
        self.with(partnership, |shelf| {
            for stream in streams {
                shelf.forget(stream);
            }
            shelf.reached = shelf.reached.max(head);
        });
    }

    /// Remembers what a committed transaction left behind, and with it the journal at `to`. Where somebody has looked
    /// further meanwhile, what this one has to tell may be old, and is forgotten.
    pub fn keep(&self, partnership: &str, fresh: Fresh, to: i64) {
        self.with(partnership, |shelf| {
            let current = (fresh.from..=to).contains(&shelf.reached);
            for (stream, known) in fresh.known {
                if current && !is_large(&known.state) {
                    shelf.put(stream, known);
                } else {
                    shelf.forget(&stream);
                }
            }
            if current {
                shelf.reached = to;
            }
        });
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
        if known.len() >= NOTES {
            known.clear();
        }
        known.insert(thread.clone(), (note, touched, found.to_vec()));
    }
}

/// What a transaction has made that is not committed yet: states, and what is to stand at the forge.
#[derive(Default)]
pub(super) struct Fresh {
    /// Where the journal stood when it began.
    pub from: i64,
    /// The states of streams, by their names.
    pub known: HashMap<String, Known>,
    /// What is to stand at the forge, in the order in which it was asked for.
    pub wishes: Vec<Wished>,
}

impl Fresh {
    /// Returns the state that this transaction has made of a stream.
    pub fn recall(&self, stream: &Stream) -> Option<Known> {
        self.known.get(&stream.name()).cloned()
    }

    /// Returns the states of the merge requests that this transaction has touched.
    pub fn requests(&self) -> impl Iterator<Item = &Request> {
        self.known.values().filter_map(|known| match &*known.state {
            State::Request(request) => Some(request.as_ref()),
            _ => None,
        })
    }

    /// Notes the state of a stream as of this transaction.
    pub fn note(&mut self, stream: &Stream, known: Known) {
        self.known.insert(stream.name(), known);
    }
}
