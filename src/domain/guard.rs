// SPDX-License-Identifier: EUPL-1.2
//! How a gated branch is guarded at its forge: who can get past votum, and what is missing.
//!
//! A status can be set by any developer and a thread resolved by the author, so only the lock on the branch holds.
//! votum looks at it as at everything else, and says which layer stands.
//!
//! **Invariant:** what may not be seen is never taken for good.

use jiff::Timestamp;

/// Who may write to a branch or set a tag by one entry of a protection rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holder {
    /// Everybody who may write to the project.
    Developers,
    /// Everybody who may change the protection itself.
    Maintainers,
    /// The administrators of the forge.
    Administrators,
    /// The owner of a deploy key.
    Key(u64),
    /// A person or group that is named.
    Named,
}

/// What the forge shows of a branch's protection.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Guard {
    /// Whether the branch is protected at all.
    pub protected: bool,
    /// Who may push to it; `None` where votum may not see it.
    pub push: Option<Vec<Holder>>,
    /// Who may merge into it; `None` where votum may not see it.
    pub merge: Option<Vec<Holder>>,
    /// Whether developers may write to it, as far as the branch itself says.
    pub developers: bool,
    /// Whether its history may be rewritten.
    pub force: bool,
    /// Whether votum's own account may push to it.
    pub own: bool,
    /// The number of the deploy key that votum has made there, where it remembers one.
    pub key: Option<u64>,
    /// Whether votum's account may change the protection.
    pub maintains: bool,
    /// Who may set release tags; `None` where votum may not see it.
    pub tags: Option<Vec<Holder>>,
    /// Whether the project has pipelines of its own.
    pub has_ci: bool,
    /// Whether merging needs a green pipeline.
    pub pipelines: bool,
    /// Whether merging needs every thread resolved.
    pub threads: bool,
}

/// Which lock stands on a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lock {
    /// Nobody may merge, and only a deploy key of votum's account may push: nobody but votum gets past.
    Key,
    /// Only maintainers may merge: they get past votum, and nobody else does.
    Role,
    /// Developers or others that are named get past votum.
    Open,
    /// votum may not see it.
    Unseen,
    /// There is nothing to lock: tickets and no code.
    None,
}

impl Lock {
    /// All locks, the strongest first.
    pub const ALL: [Self; 5] = [Self::Key, Self::Role, Self::Open, Self::Unseen, Self::None];

    /// Returns the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Role => "role",
            Self::Open => "open",
            Self::Unseen => "unseen",
            Self::None => "none",
        }
    }

    /// Finds a lock by its word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lock| lock.key() == word)
    }
}

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gap {
    /// Developers may write to the branch.
    BranchOpen,
    /// A deploy key that is not votum's, a person or a group may write to it.
    Foreign,
    /// Maintainers may push to it without a merge request.
    Direct,
    /// Its history may be rewritten.
    Force,
    /// votum itself may not merge into it.
    LockedOut,
    /// Others than maintainers may set release tags.
    TagsOpen,
    /// Merging does not wait for the pipeline.
    PipelinesOff,
    /// Merging does not wait for open threads.
    ThreadsOff,
    /// A merge closes tickets by itself.
    Autoclose,
    /// votum may not see the protection.
    Unseen,
}

impl Gap {
    /// All gaps, the gravest first.
    pub const ALL: [Self; 10] = [
        Self::BranchOpen,
        Self::Foreign,
        Self::Direct,
        Self::Force,
        Self::LockedOut,
        Self::TagsOpen,
        Self::PipelinesOff,
        Self::ThreadsOff,
        Self::Autoclose,
        Self::Unseen,
    ];

    /// Returns the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::BranchOpen => "branch-open",
            Self::Foreign => "branch-foreign",
            Self::Direct => "branch-direct",
            Self::Force => "branch-force",
            Self::LockedOut => "locked-out",
            Self::TagsOpen => "tags-open",
            Self::PipelinesOff => "pipelines-off",
            Self::ThreadsOff => "threads-off",
            Self::Autoclose => "autoclose",
            Self::Unseen => "unseen",
        }
    }

    /// Finds a gap by its word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gap| gap.key() == word)
    }
}

impl Guard {
    /// Returns the lock that stands on the branch.
    #[must_use]
    pub fn lock(&self) -> Lock {
        let (Some(push), Some(merge)) = (&self.push, &self.merge) else {
            return if !self.protected || self.developers { Lock::Open } else { Lock::Unseen };
        };
        if !self.protected || self.let_in(Holder::Developers) || self.foreign() {
            Lock::Open
        } else if merge.is_empty() && matches!(push.as_slice(), [Holder::Key(_)]) {
            Lock::Key
        } else {
            Lock::Role
        }
    }

    /// Returns what is missing, the gravest first; `merges` says whether votum merges there. The pipeline is asked for
    /// where the project has any: without one, a fork's merge request would wait for ever.
    #[must_use]
    pub fn gaps(&self, merges: bool) -> Vec<Gap> {
        let merges_by_role = self.merge.as_ref().is_none_or(|merge| merge.contains(&Holder::Maintainers));
        let by_role = self.lock() == Lock::Role && self.maintains && merges_by_role;
        let unseen = self.push.is_none() || self.tags.is_none();
        let open = !self.protected || self.developers || self.let_in(Holder::Developers);
        let tagged_by = |holder| self.tags.as_ref().is_some_and(|tags| tags.contains(&holder));
        let keys = self.tags.iter().flatten().filter(|holder| matches!(holder, Holder::Key(_))).count();
        let found = [
            (Gap::BranchOpen, open),
            (Gap::Foreign, self.protected && self.foreign()),
            (Gap::Direct, self.push.iter().flatten().any(|holder| *holder == Holder::Maintainers)),
            (Gap::Force, self.protected && self.force),
            (Gap::LockedOut, merges && self.protected && !self.own && !by_role),
            (Gap::TagsOpen, tagged_by(Holder::Developers) || tagged_by(Holder::Named) || keys > 1),
            (Gap::PipelinesOff, self.has_ci && !self.pipelines),
            (Gap::ThreadsOff, !self.threads),
            (Gap::Unseen, unseen),
        ];
        found.into_iter().filter(|(_, is)| *is).map(|(gap, _)| gap).collect()
    }

    fn let_in(&self, holder: Holder) -> bool {
        self.push.iter().chain(&self.merge).flatten().any(|found| *found == holder)
    }

    /// Says whether somebody else is let in by name, or by a deploy key that is not known to be votum's: the one that it
    /// remembers. Without a memory, one key alone can only be its own while votum's account may push without being a
    /// maintainer by rule.
    fn foreign(&self) -> bool {
        let push = self.push.as_deref().unwrap_or_default();
        let keys: Vec<u64> = push
            .iter()
            .filter_map(|holder| match holder {
                Holder::Key(key) => Some(*key),
                _ => None,
            })
            .collect();
        let by_role = self.maintains && push.contains(&Holder::Maintainers);
        let proven = self.own && !by_role;
        let foreign = match (keys.as_slice(), self.key) {
            ([], _) => false,
            ([only], Some(known)) if *only == known => !self.own,
            ([_], _) => !proven,
            _ => true,
        };
        self.let_in(Holder::Named) || foreign
    }
}

/// What a maintainer reads of one rule of a branch's protection, or of the tags'.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Rule {
    /// The name or wildcard that it is for.
    pub name: String,
    /// Who may push, or set such tags.
    pub push: Vec<Holder>,
    /// Who may merge.
    pub merge: Vec<Holder>,
    /// Whether the history may be rewritten.
    pub force: bool,
    /// What it says beyond that and votum could not put back, in the forge's words.
    pub more: Vec<&'static str>,
}

impl Rule {
    /// Says whether nobody at all is let in.
    #[must_use]
    pub fn is_shut(&self) -> bool {
        self.push.is_empty() && self.merge.is_empty()
    }

    /// Returns the branch as if this were the only rule for it.
    #[must_use]
    pub fn alone(&self, guard: &Guard) -> Guard {
        let (push, merge) = (Some(self.push.clone()), Some(self.merge.clone()));
        Guard { protected: true, push, merge, force: self.force, developers: false, ..guard.clone() }
    }
}

/// How a branch was found guarded, and what its best lock was since somebody last took it as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Which lock stands.
    pub lock: Lock,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// Since when.
    pub at: Timestamp,
    /// The best lock.
    pub best: Lock,
}

impl Found {
    /// Returns what is known after it was found so.
    #[must_use]
    pub fn after(before: Option<&Self>, lock: Lock, gaps: Vec<Gap>, at: Timestamp) -> Self {
        Self { best: before.map_or(lock, |before| before.best.min(lock)), lock, gaps, at }
    }

    /// Returns what is known after somebody has taken it as it is.
    #[must_use]
    pub fn taken(self) -> Self {
        Self { best: self.lock, ..self }
    }

    /// Says whether the lock is weaker than it was, and nobody has said that it may be. One that votum may no longer see
    /// is no weaker for that; it is a gap.
    #[must_use]
    pub fn is_weaker(&self) -> bool {
        self.best < self.lock && self.lock != Lock::Unseen
    }
}
