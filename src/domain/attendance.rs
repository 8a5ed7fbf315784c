// SPDX-License-Identifier: EUPL-1.2
//! Who has let concluded votes pass: reported and never more than that.
//!
//! **Invariant:** what is found here changes no membership, no electorate and no base.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::MemberId;

/// A concluded vote: for each member that could take part whether a ballot of its counted. Recused members could not.
pub type Attendance = BTreeMap<MemberId, bool>;

/// Returns the members that let at least the last `after` votes pass in which they could take part; nobody where
/// `after` is 0. The newest vote comes first.
#[must_use]
pub fn inactive<'a>(votes: impl IntoIterator<Item = &'a Attendance>, after: u32) -> BTreeSet<MemberId> {
    let mut passed: BTreeMap<&MemberId, u32> = BTreeMap::new();
    let mut present: BTreeSet<&MemberId> = BTreeSet::new();
    for (member, took_part) in votes.into_iter().flatten() {
        if *took_part {
            present.insert(member);
        } else if !present.contains(member) {
            *passed.entry(member).or_default() += 1;
        }
    }
    passed.into_iter().filter(|(_, count)| after > 0 && *count >= after).map(|(member, _)| member.clone()).collect()
}
