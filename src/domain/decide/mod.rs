// SPDX-License-Identifier: EUPL-1.2
//! `decide`: from a state, the rules, what may be looked at, an event and an instant to facts and effects.
//!
//! **Invariant:** pure and total. It never fails, waits, or asks anything but its arguments; the same event met again
//! yields no new fact.

mod admission;
mod ballot;
mod budget;
mod command;
mod due;
mod eyes;
mod meeting;
mod money;
mod reading;
mod release;
mod request;
mod resume;
mod ticket;

use jiff::Timestamp;

use super::budget::Ledger;
use super::effect::Effect;
use super::event::{Event, Views};
use super::fact::Fact;
use super::release::Releases;
use super::request::Request;
use super::rules::Rules;
use super::ticket::Ticket;

/// What follows from an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What is true from now on, in order.
    pub facts: Vec<Fact>,
    /// What is asked of the world.
    pub effects: Vec<Effect>,
}

/// The state of one stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// A ticket.
    Ticket(Box<Ticket>),
    /// A merge request.
    Request(Box<Request>),
    /// A project's releases.
    Releases(Box<Releases>),
    /// The money of a year.
    Budget(i16, Box<Ledger>),
}

impl State {
    /// Returns the state after one more fact.
    #[must_use]
    pub fn after(mut self, fact: &Fact) -> Self {
        if let Self::Ticket(ticket) = &mut self {
            // The most frequent one is changed in its place.
            ticket.learn(fact.clone());
            return self;
        }
        match self {
            Self::Ticket(_) => self,
            Self::Request(request) => Self::Request(Box::new(request.after(fact))),
            Self::Releases(releases) => Self::Releases(Box::new(releases.after(fact))),
            Self::Budget(year, ledger) => Self::Budget(year, Box::new(ledger.after(fact))),
        }
    }
}

/// Decides what follows from `event` at `now`.
///
/// `rules` are the rules that govern the stream: those in force, or for an opened vote those frozen at its opening.
/// `views` show who speaks for whom at this instant and how other streams stand.
#[must_use]
pub fn decide(state: &State, rules: &Rules, views: &Views, event: &Event, now: Timestamp) -> Outcome {
    match state {
        State::Ticket(ticket) => ticket::decide(ticket, rules, views, event, now),
        State::Request(request) => request::decide(request, rules, views, event, now),
        State::Releases(releases) => release::decide(releases, rules, views, event, now),
        State::Budget(year, ledger) => budget::decide(*year, ledger, rules, event, now),
    }
}
