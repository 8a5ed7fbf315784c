// SPDX-License-Identifier: EUPL-1.2
//! What issues and merge requests have in common: notes, reactions, labels and the record of both.

use jiff::Timestamp;

/// What people write under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An issue.
    Issue,
    /// A merge request.
    MergeRequest,
}

impl Kind {
    /// Returns GitLab's name of it in payloads.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Issue => "Issue",
            Self::MergeRequest => "MergeRequest",
        }
    }

    /// Returns its part of an address.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Issue => "issues",
            Self::MergeRequest => "merge_requests",
        }
    }

    /// Returns the sign before its number.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Self::Issue => '#',
            Self::MergeRequest => '!',
        }
    }
}

/// An issue or merge request by the numbers that the sandbox keeps it under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The project's number.
    pub project: u64,
    /// Issue or merge request.
    pub kind: Kind,
    /// Its number in the project.
    pub iid: u64,
}

/// What is said and set at an issue or merge request.
#[derive(Clone, Debug, Default)]
pub struct Talk {
    /// Notes, oldest first.
    pub notes: Vec<Note>,
    /// Reactions to the description, oldest first.
    pub awards: Vec<Award>,
    /// The labels it carries.
    pub labels: Vec<String>,
    /// Who set or removed which label, oldest first.
    pub label_events: Vec<LabelEvent>,
    /// Who opened, closed or merged it, oldest first.
    pub state_events: Vec<StateEvent>,
}

impl Talk {
    /// Finds a note.
    pub fn note(&self, id: u64) -> Option<&Note> {
        self.notes.iter().find(|note| note.id == id)
    }

    /// Returns the reactions to a note, or to the description.
    pub fn awards_of(&self, note: Option<u64>) -> Option<&Vec<Award>> {
        match note {
            None => Some(&self.awards),
            Some(id) => self.note(id).map(|note| &note.awards),
        }
    }
}

/// A note.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its number in the instance.
    pub id: u64,
    /// Who wrote it.
    pub author: u64,
    /// Its Markdown text.
    pub body: String,
    /// Whether the forge wrote it.
    pub system: bool,
    /// Whether only members from Reporter on may see it.
    pub internal: bool,
    /// The thread it belongs to.
    pub discussion: String,
    /// Whether it opens or continues a thread that can be resolved.
    pub resolvable: bool,
    /// Who resolved it and when.
    pub resolved: Option<(u64, Timestamp)>,
    /// Who last edited it.
    pub updated_by: Option<u64>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was edited or reacted to.
    pub updated_at: Timestamp,
    /// The reactions to it, oldest first.
    pub awards: Vec<Award>,
}

/// A reaction.
#[derive(Clone, Debug)]
pub struct Award {
    /// Its number in the instance.
    pub id: u64,
    /// Who reacted.
    pub user: u64,
    /// The emoji's normalised name.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// A label set or removed.
#[derive(Clone, Debug)]
pub struct LabelEvent {
    /// Its number in the instance.
    pub id: u64,
    /// Who did it.
    pub user: u64,
    /// Which label.
    pub label: String,
    /// Set or removed.
    pub added: bool,
    /// When.
    pub at: Timestamp,
}

/// A change of state.
#[derive(Clone, Debug)]
pub struct StateEvent {
    /// Its number in the instance.
    pub id: u64,
    /// Who did it.
    pub user: u64,
    /// `closed`, `reopened` or `merged`.
    pub state: &'static str,
    /// When.
    pub at: Timestamp,
}
