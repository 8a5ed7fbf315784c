// SPDX-License-Identifier: EUPL-1.2
//! A vote from its opening to its end: what it is about, who decides, who speaks for whom, what it came to.
//!
//! **Invariant:** a vote keeps everything that its result rests on as it was at its opening.

use jiff::Timestamp;

use super::electorate::Electorate;
use super::fact::{End, Text};
use super::ids::{Account, NoteId, Thread};
use super::reason::Why;
use super::tally::{Outcome, Tally};

/// A vote that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// When it opened.
    pub opened_at: Timestamp,
    /// The instant of its deadline.
    pub deadline: Timestamp,
    /// Who may decide, frozen.
    pub electorate: Electorate,
    /// The digest of the rules that decide it.
    pub rules: String,
    /// The text voted on, and its SHA-256.
    pub text: Text,
    /// SHA-256 of that text.
    pub text_digest: String,
    /// The vote note, once it stands at the forge.
    pub note: Option<NoteId>,
    /// Whether the text at the forge is another one now.
    pub text_changed: bool,
    /// The reason of an urgent opening.
    pub urgent: Option<Text>,
    /// Up to which instant reminders are given or past: only later ones are due.
    pub reminded_until: Timestamp,
    /// How many reminders named somebody.
    pub reminders: u32,
}

impl Vote {
    /// Returns the slot of its vote note under the ticket.
    #[must_use]
    pub fn slot(&self) -> String {
        format!("vote-{}", self.opened_at.as_second())
    }
}

/// A result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its number, `B-2026-001`.
    pub number: String,
    /// What it came to.
    pub outcome: Outcome,
    /// The numbers.
    pub tally: Tally,
    /// The instant of the decision: the deadline.
    pub at: Timestamp,
    /// When it was stated, where an outage kept it from being stated at once.
    pub stated: Option<Timestamp>,
}

/// How it ended without a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Which way.
    pub end: End,
    /// Why.
    pub why: Why,
    /// In whose words.
    pub reason: Text,
    /// The earlier ticket, where one bars this.
    pub about: Option<Thread>,
    /// When.
    pub at: Timestamp,
}

/// A proxy for this ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    /// Who holds it.
    pub account: Account,
    /// The holder's name.
    pub name: Text,
    /// The instant from which it holds.
    pub since: Timestamp,
    /// The instant after which it holds no more.
    pub until: Option<Timestamp>,
}

impl Proxy {
    /// Says whether it holds at an instant.
    #[must_use]
    pub fn holds(&self, at: Timestamp) -> bool {
        self.since <= at && self.until.is_none_or(|until| at <= until)
    }
}
