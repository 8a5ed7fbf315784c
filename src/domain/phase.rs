// SPDX-License-Identifier: EUPL-1.2
//! Where a ticket can stand.
//!
//! **Invariant:** only an accepted, cleared or done ticket ever opens a gate; every other phase leaves it waiting or
//! blocked.

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// Something is missing.
    #[default]
    Incomplete,
    /// The template lies open.
    Reading,
    /// The vote is open.
    Voting,
    /// Accepted.
    Accepted,
    /// Rejected.
    Rejected,
    /// Too few took part.
    Inquorate,
    /// Withdrawn.
    Withdrawn,
    /// Void.
    Void,
    /// Put off.
    Deferred,
    /// May not be decided.
    Refused,
    /// A member says that this is no bug.
    Disputed,
    /// No vote is needed.
    Cleared,
    /// Everything that follows from it is done.
    Done,
}

impl Phase {
    /// All phases with their keys.
    pub const ALL: [(&'static str, Self); 13] = [
        ("incomplete", Self::Incomplete),
        ("reading", Self::Reading),
        ("voting", Self::Voting),
        ("accepted", Self::Accepted),
        ("rejected", Self::Rejected),
        ("inquorate", Self::Inquorate),
        ("withdrawn", Self::Withdrawn),
        ("void", Self::Void),
        ("deferred", Self::Deferred),
        ("refused", Self::Refused),
        ("disputed", Self::Disputed),
        ("cleared", Self::Cleared),
        ("done", Self::Done),
    ];

    /// Returns the word used in labels, API and register.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(_, phase)| *phase == self).map_or("", |(key, _)| key)
    }

    /// Says whether a vote came to a result.
    #[must_use]
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Accepted | Self::Rejected | Self::Inquorate | Self::Done)
    }
}
