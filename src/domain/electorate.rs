// SPDX-License-Identifier: EUPL-1.2
//! Who may decide: the members, frozen with their weights at the opening of a vote.
//!
//! **Invariant:** an electorate never changes after the opening; joining, leaving or a new weight concern votes
//! opened afterwards. (gitvote reads the voters again when it counts, and a staff change can turn a result.)

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::ids::MemberId;
use super::rules::Rules;

/// One member with its weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The member.
    pub member: MemberId,
    /// Its weight, at least 1.
    pub weight: u64,
    /// Its yearly contribution in whole euros; 0 in older entries.
    pub contribution: u64,
}

/// The members that may decide, in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Electorate {
    /// One seat per member.
    pub seats: Vec<Seat>,
}

impl Electorate {
    /// Freezes the members whose membership (`since` to `until`, inclusive) holds on `day`.
    #[must_use]
    pub fn freeze(rules: &Rules, day: Date) -> Self {
        let holds = |since: Option<Date>, until: Option<Date>| {
            since.is_none_or(|since| since <= day) && until.is_none_or(|until| day <= until)
        };
        let mut seats: Vec<Seat> = rules
            .members
            .iter()
            .filter(|member| holds(member.since, member.until))
            .map(|member| Seat { member: member.id.clone(), weight: member.weight, contribution: member.contribution })
            .collect();
        seats.sort_by(|a, b| a.member.cmp(&b.member));
        Self { seats }
    }

    /// Returns the electorate with none but these members.
    #[must_use]
    pub fn among(mut self, members: &[MemberId]) -> Self {
        self.seats.retain(|seat| members.contains(&seat.member));
        self
    }

    /// Returns the weight of a member; `None` where it is not entitled.
    #[must_use]
    pub fn weight(&self, member: &str) -> Option<u64> {
        self.seats.iter().find(|seat| seat.member == member).map(|seat| seat.weight)
    }

    /// Returns the sum of all weights.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.seats.iter().fold(0, |sum, seat| sum.saturating_add(seat.weight))
    }

    /// Returns the SHA-256 over lines of member, weight and, where there is one, contribution, by which anybody can
    /// compare two electorates.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for seat in &self.seats {
            let contribution = if seat.contribution == 0 { String::new() } else { format!(" {}", seat.contribution) };
            hash.update(format!("{} {}{contribution}\n", seat.member, seat.weight));
        }
        super::chain::hex(&hash.finalize())
    }
}
