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
    /// Whether it waits for a release manager's word.
    pub held: bool,
    /// Whether that word was given.
    pub asked: bool,
    /// The version that was asked for.
    pub version: Option<String>,
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
    /// The version chosen.
    pub chosen: Option<String>,
    /// The merge for which it was chosen; those before it that waited as well are released with it.
    pub chosen_for: Option<Thread>,
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
                let (held, asked, version) = (false, false, None);
                self.due.push_back(Due { merge_request, sha, bump, notes, at, held, asked, version });
            }
            Fact::TagHeld { merge_request } => self.on_due(&merge_request, |due| due.held = true),
            Fact::VersionAsked { merge_request, version, .. } => {
                self.on_due(&merge_request, |due| (due.asked, due.version) = (true, version.clone()));
            }
            Fact::VersionRefused { merge_request, .. } => {
                self.on_due(&merge_request, |due| (due.asked, due.version) = (false, None));
            }
            Fact::Known { commits } => self.known.extend(commits),
            Fact::TagChosen { tag, merge_request, .. } => {
                self.chosen = Some(tag);
                self.chosen_for = Some(merge_request);
            }
            Fact::Tagged { tag, merge_request, .. } => {
                self.last = Some(tag);
                self.chosen = None;
                self.chosen_for = None;
                self.due.drain(..self.bundle(&merge_request));
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

    /// Returns the merge whose version has to be chosen now. Merges that wait for a release manager's word are released
    /// together, at the one that was named: with all their notes, and the version moved as far as the farthest of them.
    #[must_use]
    pub fn to_choose(&self) -> Option<Due> {
        let first = self.due.front().filter(|_| self.chosen.is_none() && self.stopped.is_none())?;
        if !first.held {
            return Some(first.clone());
        }
        let last = self.due.iter().position(|due| due.asked || !due.held)?;
        let mut together = self.due.get(last)?.clone();
        together.bump = self.due.range(..=last).map(|due| due.bump).max()?;
        together.notes = self.due.range(..=last).flat_map(|due| due.notes.clone()).collect();
        together.notes.dedup();
        Some(together)
    }

    /// Returns how many of the waiting merges one at `merge_request` releases.
    #[must_use]
    pub fn bundle(&self, merge_request: &Thread) -> usize {
        self.due.iter().position(|due| due.merge_request == *merge_request).map_or(0, |last| last + 1)
    }

    fn on_due(&mut self, merge_request: &Thread, change: impl Fn(&mut Due)) {
        self.due.iter_mut().filter(|due| due.merge_request == *merge_request).for_each(change);
    }
}
