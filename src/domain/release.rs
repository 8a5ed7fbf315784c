// SPDX-License-Identifier: EUPL-1.2
//! A project's releases: which merges wait for their tag, in order, one at a time.
//!
//! **Invariant:** a version is chosen once and for one commit; nothing is tagged while commits that passed the gate by
//! lie under it, until a release manager says so.

use std::collections::{BTreeSet, VecDeque};

use jiff::Timestamp;

use super::fact::{Fact, ReleaseNote};
use super::ids::Thread;
use super::version::Bump;

/// A merge that waits for its tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub merge_request: Thread,
    /// The commit on the target branch.
    pub sha: String,
    /// How far the version moves.
    pub bump: Bump,
    /// What its release says.
    pub notes: Vec<ReleaseNote>,
    /// Since when.
    pub at: Timestamp,
}

/// A project's releases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Releases {
    /// Merges waiting, oldest first.
    pub due: VecDeque<Due>,
    /// All merges that were ever handed over for a tag.
    pub handed: BTreeSet<Thread>,
    /// Commits of cleared merges.
    pub known: BTreeSet<String>,
    /// The version chosen for the first of `due`.
    pub chosen: Option<String>,
    /// The last tag set.
    pub last: Option<String>,
    /// Commits that stop the tag.
    pub stopped: Option<Vec<String>>,
    /// Commits that a release manager let pass.
    pub let_pass: BTreeSet<String>,
}

impl Releases {
    /// Returns the state after one more fact; facts of other streams change nothing.
    #[must_use]
    pub fn after(mut self, fact: &Fact) -> Self {
        match fact.clone() {
            Fact::TagDue { merge_request, sha, bump, commits, notes, at } => {
                self.known.extend(commits);
                self.known.insert(sha.clone());
                self.handed.insert(merge_request.clone());
                self.due.push_back(Due { merge_request, sha, bump, notes, at });
            }
            Fact::Known { commits } => self.known.extend(commits),
            Fact::TagChosen { tag, .. } => self.chosen = Some(tag),
            Fact::Tagged { tag, .. } => {
                self.last = Some(tag);
                self.chosen = None;
                self.due.pop_front();
            }
            Fact::TagStopped { commits, .. } => self.stopped = Some(commits),
            Fact::TagReleased { .. } => self.let_pass.extend(self.stopped.take().unwrap_or_default()),
            _ => {}
        }
        self
    }

    /// Folds facts into a state.
    #[must_use]
    pub fn from_facts<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        facts.into_iter().fold(Self::default(), Self::after)
    }

    /// Returns the merge whose version has to be chosen now.
    #[must_use]
    pub fn to_choose(&self) -> Option<&Due> {
        self.due.front().filter(|_| self.chosen.is_none() && self.stopped.is_none())
    }
}
