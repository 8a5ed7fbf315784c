// SPDX-License-Identifier: EUPL-1.2
//! A scenario of the form `votum-scenario/1`: who does what when, and what is expected of it.
//!
//! **Invariant:** what stands here has been read without a fault and fits the rules it is played under: every project,
//! account, comment and instant is one that can be played.

use jiff::Timestamp;
use serde_json::Value;

use crate::domain::ids::Project;

/// The whole scenario.
#[derive(Debug)]
pub(super) struct Scenario {
    /// The account of votum's.
    pub bot: String,
    /// The tickets, in the order of the file.
    pub tickets: Vec<Ticket>,
    /// The merge requests, in the order of the file.
    pub requests: Vec<Request>,
    /// The expected run of the pots, by their names.
    pub budget: Vec<(&'static str, Vec<Value>)>,
    /// All accounts that do something and that the rules do not name.
    pub outsiders: Vec<String>,
}

/// A ticket.
#[derive(Debug)]
pub(super) struct Ticket {
    /// Its number in the project.
    pub id: u64,
    /// The project.
    pub project: Project,
    /// What its label must be read as, where the scenario says so.
    pub process: Option<Value>,
    /// Its title.
    pub title: String,
    /// Who opens it.
    pub author: String,
    /// Labels that operations set at once.
    pub labels: Vec<String>,
    /// Whether it is opened as a confidential one.
    pub confidential: bool,
    /// When it is opened.
    pub submitted: Timestamp,
    /// Its description.
    pub description: String,
    /// What happens to it.
    pub events: Vec<Event>,
    /// What is expected of it, by the keys of [`super::compare::KEYS`].
    pub expect: Vec<(&'static str, Value)>,
}

/// Something that somebody does to a ticket.
#[derive(Debug)]
pub(super) struct Event {
    /// Where it stands in the file.
    pub path: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// What.
    pub act: Act,
    /// Why its ballots must not count.
    pub not_counted: Option<&'static str>,
}

/// What somebody does. Comments are named by the place of the event that wrote them.
#[derive(Debug)]
pub(super) enum Act {
    /// Writes a comment.
    Comment { text: String },
    /// Edits the comment of an earlier event.
    EditComment { comment: usize, text: String },
    /// Deletes the comment of an earlier event.
    DeleteComment { comment: usize },
    /// Reacts, to the vote note or to the description.
    React { emoji: String, vote: bool },
    /// Takes a reaction back.
    Unreact { emoji: String, vote: bool },
    /// Writes another description.
    EditDescription { description: String },
    /// Adds and removes labels.
    Label { add: Vec<String>, remove: Vec<String> },
    /// Closes the ticket.
    Close,
    /// Opens it again.
    Reopen,
}

impl Act {
    /// Says whether it makes something vanish that votum may have read before.
    pub(super) fn takes_away(&self) -> bool {
        matches!(self, Self::Unreact { .. } | Self::EditComment { .. } | Self::DeleteComment { .. })
    }
}

/// A merge request.
#[derive(Debug)]
pub(super) struct Request {
    /// Its number in the project.
    pub id: u64,
    /// The project.
    pub project: Project,
    /// Its title.
    pub title: String,
    /// Who opens it.
    pub author: String,
    /// When.
    pub opened: Timestamp,
    /// The numbers of the tickets it names.
    pub refs: Vec<u64>,
    /// The paths it touches.
    pub paths: Vec<String>,
    /// Whether it comes from a fork.
    pub from_fork: bool,
    /// Who approves it and when.
    pub approvals: Vec<(Timestamp, String)>,
    /// What is expected of its gate and when.
    pub checks: Vec<Check>,
}

/// What is expected of a gate at an instant.
#[derive(Debug)]
pub(super) struct Check {
    /// When.
    pub at: Timestamp,
    /// The instant as the file writes it.
    pub written: Value,
    /// The gate, where something is expected of it.
    pub gate: Option<Value>,
    /// The first reason, where something is expected of it.
    pub reason: Option<Value>,
}
