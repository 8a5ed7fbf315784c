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
    spoken: BTreeMap<Account, String>,
    ranks: BTreeMap<MemberId, Vec<Account>>,
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
                roster.spoken.entry(account.clone()).or_insert_with(|| named.name.clone());
                let speaks_for = roster.speaks_for.entry(account.clone()).or_insert_with(|| (member.id.clone(), rank));
                if speaks_for.0 == member.id {
                    roster.ranks.entry(member.id.clone()).or_default().push(account);
                }
            }
        }
        for (role, people) in &rules.roles {
            for named in people {
                let Some(account) = resolve(named) else { continue };
                roster.spoken.entry(account.clone()).or_insert_with(|| named.name.clone());
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

    /// Returns the accounts that speak for a member, the first one first.
    pub fn speakers<'a>(&'a self, member: &MemberId) -> impl Iterator<Item = &'a Account> + use<'a> {
        self.ranks.get(member).into_iter().flatten()
    }

    /// Returns the name under which the rules know an account.
    #[must_use]
    pub fn name_of(&self, account: &Account) -> Option<&str> {
        self.spoken.get(account).map(String::as_str)
    }

    /// Returns the accounts that hold a role.
    pub fn holders(&self, role: Role) -> impl Iterator<Item = &Account> {
        self.roles.iter().filter(move |(_, roles)| roles.contains(&role)).map(|(account, _)| account)
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
