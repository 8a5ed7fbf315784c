// SPDX-License-Identifier: EUPL-1.2
//! Where the rules of a partnership are kept, when they lie in a project that they govern, and what of it is in force.
//!
//! **Invariant:** other rules come into force only as the very text that stood at the head of a merge request which was
//! cleared, by an accepted change, after the rules before it came. Whatever else reaches the branch, by a push, by a
//! merge without clearance, or by two changes that made a text together on which nobody has decided, is held.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::fact::Fact;
use super::ids::{Project, Thread};

/// A file in a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The project, which the rules govern themselves.
    pub project: Project,
    /// The path of the file in it.
    pub path: String,
    /// The branch; `None` for the project's default branch.
    pub branch: Option<String>,
}

impl Seat {
    /// Says whether a merge request of a project that touches these paths touches the rules. Paths that are not known to
    /// be whole may hold them.
    #[must_use]
    pub fn is_touched(&self, project: &Project, paths: Option<&[String]>) -> bool {
        *project == self.project && paths.is_none_or(|paths| paths.contains(&self.path))
    }
}

/// Why what lies at the seat is not taken into force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Held {
    /// Project, branch or file is not there any more.
    Missing,
    /// It has faults.
    Faulty,
    /// No cleared merge request carried this text.
    PastTheGate,
}

impl Held {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Missing, Self::Faulty, Self::PastTheGate];

    /// Returns the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Faulty => "faulty",
            Self::PastTheGate => "past-the-gate",
        }
    }

    /// Finds it by its word.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|held| held.key() == key)
    }
}

/// A cleared merge request that touched the rules, and the text at the head that was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carrier {
    /// Which.
    pub merge_request: Thread,
    /// SHA-256 of the rules at its head; `None` where it took them away.
    pub digest: Option<String>,
    /// When it was merged.
    pub merged_at: Timestamp,
    /// The decisions that it rests on.
    pub decisions: Vec<String>,
}

/// What is to be done with a text that lies at the seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weighed {
    /// It is in force already.
    InForce,
    /// It is the first one read there.
    First,
    /// It comes into force.
    Carried(Carrier),
    /// It does not.
    Held(Held),
}

/// What the journal says of a seat: the fold of the partnership's own facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The digest of the rules in force.
    pub in_force: Option<String>,
    /// When the version in force was carried to the branch, or first read; `None` where it was never read there.
    pub since: Option<Timestamp>,
    /// The merge requests that have carried a version.
    pub used: BTreeSet<Thread>,
    /// What is held, and why.
    pub held: Option<(Option<String>, Held)>,
}

impl Kept {
    /// Folds the partnership's own facts.
    #[must_use]
    pub fn from_facts<'a>(seat: &Seat, facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        facts.into_iter().fold(Self::default(), |kept, fact| kept.after(seat, fact))
    }

    fn after(mut self, seat: &Seat, fact: &Fact) -> Self {
        match fact {
            Fact::RulesInForce { digest, .. } => {
                self.in_force = Some(digest.clone());
                self.since = None;
            }
            Fact::PolicyRead { digest, project, path, branch, merge_request, at, .. } => {
                let here = (project, path, branch.as_ref()) == (&seat.project, &seat.path, seat.branch.as_ref());
                self.since = Some(*at).filter(|_| here && self.in_force.as_ref() == Some(digest));
                self.used.extend(merge_request.clone());
                self.held = None;
            }
            Fact::PolicyHeld { digest, why, .. } => {
                self.held = why.as_deref().and_then(Held::parse).map(|held| (digest.clone(), held));
            }
            _ => {}
        }
        self
    }

    /// Weighs a text by its digest: what carried it there, if anything did.
    #[must_use]
    pub fn weigh(&self, digest: &str, carriers: &[Carrier]) -> Weighed {
        let Some(since) = self.since else { return Weighed::First };
        if self.in_force.as_deref() == Some(digest) {
            return Weighed::InForce;
        }
        let may = |carrier: &&Carrier| {
            carrier.digest.as_deref() == Some(digest)
                && carrier.merged_at >= since
                && !self.used.contains(&carrier.merge_request)
        };
        let newest = carriers.iter().filter(may).max_by_key(|carrier| carrier.merged_at);
        newest.map_or(Weighed::Held(Held::PastTheGate), |carrier| Weighed::Carried(carrier.clone()))
    }
}
