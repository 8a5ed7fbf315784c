// SPDX-License-Identifier: EUPL-1.2
//! Which accounts speak for a member or hold a role, at this instant.
//!
//! **Invariant:** rights hang on the forge's numbers, never on names. A name that the forge did not resolve has no
//! rights; a name that later shows another number is refused and reported.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::{Account, MemberId};
use super::rules::{Named, Role, Rules};

/// The people of a partnership, by account number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    speaks_for: BTreeMap<Account, (MemberId, u32)>,
    roles: BTreeMap<Account, BTreeSet<Role>>,
    names: BTreeMap<String, Account>,
    bots: BTreeSet<Account>,
}

impl Roster {
    /// Builds the roster of `rules`, asking `resolve` for the account behind each name.
    #[must_use]
    pub fn build(rules: &Rules, resolve: impl Fn(&Named) -> Option<Account>) -> Self {
        let mut roster = Self::default();
        for member in &rules.members {
            for (rank, named) in (0..).zip(&member.representatives) {
                let Some(account) = resolve(named) else { continue };
                roster.names.insert(named.name.to_lowercase(), account.clone());
                roster.speaks_for.entry(account).or_insert_with(|| (member.id.clone(), rank));
            }
        }
        for (role, people) in &rules.roles {
            for account in people.iter().filter_map(&resolve) {
                roster.roles.entry(account).or_default().insert(*role);
            }
        }
        roster
    }

    /// Adds an account of votum's own; what it does is never an act of a person.
    #[must_use]
    pub fn with_bot(mut self, bot: Account) -> Self {
        self.bots.insert(bot);
        self
    }

    /// Returns the member that an account speaks for.
    #[must_use]
    pub fn member_of(&self, account: &Account) -> Option<&MemberId> {
        self.speaks_for.get(account).map(|(member, _)| member)
    }

    /// Returns the place of an account among its member's representatives, the highest-ranked at 0.
    #[must_use]
    pub fn rank_of(&self, account: &Account) -> Option<u32> {
        self.speaks_for.get(account).map(|(_, rank)| *rank)
    }

    /// Returns the representative with this account name, in any case.
    #[must_use]
    pub fn representative(&self, name: &str) -> Option<&Account> {
        self.names.get(&name.to_lowercase())
    }

    /// Says whether an account holds a role.
    #[must_use]
    pub fn holds(&self, account: &Account, role: Role) -> bool {
        self.roles.get(account).is_some_and(|roles| roles.contains(&role))
    }

    /// Says whether an account is votum's own.
    #[must_use]
    pub fn is_bot(&self, account: &Account) -> bool {
        self.bots.contains(account)
    }
}
