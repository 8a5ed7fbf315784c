// SPDX-License-Identifier: EUPL-1.2
//! What a webhook hints at, in votum's own words.
//!
//! **Invariant:** a hint is never a fact. It says where to look; only a ballot may be entered provisionally from
//! it, and a reading at the forge confirms it before a result is stated.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::domain::ids::{Kind, NoteId};

/// The account that a payload names as the one who acted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The forge's number of the account.
    pub id: u64,
    /// The account name.
    pub name: String,
}

/// Something happened at a project; look there. The project itself stands beside the hint ([`Notice`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// A ticket was opened, closed, edited or labelled.
    Ticket {
        /// Its number.
        iid: u64,
        /// Who acted.
        by: Option<Actor>,
        /// The labels that it carries now, where nothing but labels was changed.
        relabelled: Option<BTreeSet<String>>,
    },
    /// A note was written or edited.
    Note {
        /// Issue or merge request.
        kind: Kind,
        /// The number of the thread.
        iid: u64,
        /// The note's number.
        note: NoteId,
        /// Its author (also on an edit: GitLab names the author then, not the editor).
        author: Actor,
        /// Its text at that moment.
        body: String,
        /// When it was written, cut to the second.
        created_at: Timestamp,
        /// Whether this is an edit.
        edited: bool,
        /// Whether the forge wrote it itself.
        system: bool,
        /// Whether only project members may read it.
        internal: bool,
    },
    /// An emoji was set or removed.
    Award {
        /// Issue or merge request.
        kind: Kind,
        /// The number of the thread.
        iid: u64,
        /// The note it stands on; `None` for the description.
        note: Option<NoteId>,
        /// The award's number.
        award: u64,
        /// Whose it is.
        by: Actor,
        /// The emoji's name.
        name: String,
        /// When it was set (on removal: when it was removed, where the payload says so), cut to the second.
        at: Option<Timestamp>,
        /// Removed.
        revoked: bool,
    },
    /// A merge request was opened, closed, pushed to, retargeted, labelled, approved or merged.
    MergeRequest {
        /// Its number in the target project.
        iid: u64,
        /// Who acted.
        by: Option<Actor>,
        /// Whether code was pushed to it.
        pushed: bool,
    },
    /// A pipeline changed its state.
    Pipeline {
        /// Its commit.
        sha: String,
        /// The merge request it belongs to, where the payload says so.
        merge_request: Option<u64>,
    },
    /// A branch moved.
    Push {
        /// The branch.
        branch: String,
        /// Its new tip; `None` where the branch was deleted.
        head: Option<String>,
        /// Who pushed.
        by: Option<Actor>,
    },
}

/// A hint and the project it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The full path of the project, as the payload spells it.
    pub project: String,
    /// The forge's number of the project, where the payload says so.
    pub project_id: Option<u64>,
    /// What happened; `None` for events that votum does not use.
    pub hint: Option<Hint>,
}
