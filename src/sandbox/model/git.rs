// SPDX-License-Identifier: EUPL-1.2
//! Commits and what they change. The history is shared by all projects, as in GitLab's object pools.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

/// A commit.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Its hash, 40 hexadecimal digits.
    pub sha: String,
    /// The commits it stands on; two for a merge commit.
    pub parents: Vec<String>,
    /// The whole message.
    pub message: String,
    /// The author's name.
    pub author_name: String,
    /// The author's address.
    pub author_email: String,
    /// When it was made.
    pub at: Timestamp,
    /// The paths that it touches.
    pub changes: Vec<Change>,
    /// The texts of files that it wrote, and those that it took away (`None`), by path.
    pub texts: BTreeMap<String, Option<String>>,
    /// The projects that know it.
    pub homes: BTreeSet<u64>,
    /// Its place in the order of making, so that parents always come before their children.
    pub seq: u64,
}

impl Commit {
    /// Returns the first line of the message.
    pub fn title(&self) -> &str {
        self.message.lines().next().unwrap_or_default()
    }
}

/// A touched path: equal on both sides unless it was renamed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The path before.
    pub old: String,
    /// The path after.
    pub new: String,
}

impl Change {
    /// Reads `path` or, for a rename, `old => new`.
    pub fn parse(text: &str) -> Self {
        let (old, new) = text.split_once(" => ").unwrap_or((text, text));
        Self { old: old.trim().into(), new: new.trim().into() }
    }
}
