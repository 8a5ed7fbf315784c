// SPDX-License-Identifier: EUPL-1.2
//! Whose turn it is: several merge requests that could be merged into one branch go in the order of their decisions.
//!
//! **Invariant:** the order is total and rests on the journal alone; whoever cannot be merged holds nobody up any more once
//! it was tried [`TRIES`] times.

use jiff::{SignedDuration, Timestamp};

use super::request::Request;
use super::rules::Rules;
use super::ticket::Ticket;

/// How often a merge is tried while those behind it wait.
pub const TRIES: i64 = 3;

/// How long a merge request waits for one before it that could be merged and that nobody has set about merging yet.
pub const PATIENCE: SignedDuration = SignedDuration::from_secs(60);

/// A place in the order: when the last of its tickets was decided, that ticket's number, its own number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    decided_at: Timestamp,
    ticket: u64,
    request: u64,
}

impl Turn {
    /// Returns the place of a merge request that names these tickets. One that needs none has the place of its clearance.
    #[must_use]
    pub fn of<'a>(request: &Request, tickets: impl IntoIterator<Item = &'a Ticket>) -> Self {
        let decided = |ticket: &Ticket| {
            let at = ticket.decision.as_ref().map(|decision| decision.at);
            let at = at.or(ticket.cleared.as_ref().map(|(at, _)| *at))?;
            Some((at, ticket.thread.as_ref().map_or(0, |thread| thread.iid)))
        };
        let cleared = || (request.stated.as_ref().map_or(Timestamp::MAX, |stated| stated.at), 0);
        let (decided_at, ticket) = tickets.into_iter().filter_map(decided).max().unwrap_or_else(cleared);
        Self { decided_at, ticket, request: request.thread.as_ref().map_or(0, |thread| thread.iid) }
    }
}

/// Says whether `other` could be merged into the same branch at this moment, so that the order counts between them.
#[must_use]
pub fn competes(request: &Request, other: &Request, rules: &Rules, arrived: Option<Timestamp>, now: Timestamp) -> bool {
    other.thread != request.thread && other.branch == request.branch && other.may_merge(rules, arrived, now)
}

/// Says whether a merge request waits for one before it that was tried so often; `None` where votum has not set about
/// merging that one yet.
#[must_use]
pub fn waits(request: &Request, tried: Option<i64>, now: Timestamp) -> bool {
    match tried {
        Some(tried) => tried <= TRIES,
        None => request.merging_at.checked_add(PATIENCE).is_ok_and(|until| now < until),
    }
}
