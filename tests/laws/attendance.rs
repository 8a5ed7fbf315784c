// SPDX-License-Identifier: EUPL-1.2
//! Members that let votes pass are reported: so many in a row, those in which they could take part.

use std::collections::BTreeSet;

use proptest::prelude::*;
use votum::domain::attendance::{Attendance, inactive};

use super::{cases, member};

fn vote(taken: &[(usize, bool)]) -> Attendance {
    taken.iter().map(|(place, took_part)| (member(*place), *took_part)).collect()
}

#[test]
fn so_many_in_a_row_are_reported() {
    let newest = vote(&[(0, false), (1, false), (2, true)]);
    let recused_or_not_yet_a_member = vote(&[(1, false), (2, false)]);
    let oldest = vote(&[(0, true), (1, true), (2, false)]);
    let votes = [newest, recused_or_not_yet_a_member, oldest];
    let after = |count| inactive(&votes, count).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!([after(0), after(1), after(2), after(3)], ["", "a b", "b", ""]);
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn the_row_of_each_member_is_what_it_says(
        votes in prop::collection::vec(prop::collection::vec((0..4_usize, any::<bool>()), 0..5), 0..8),
        after in 0..4_u32,
    ) {
        let votes: Vec<Attendance> = votes.iter().map(|taken| vote(taken)).collect();
        let mut expected = BTreeSet::new();
        for place in 0..4 {
            let own = votes.iter().filter_map(|vote| vote.get(&member(place)));
            let row = own.take_while(|took_part| !**took_part).count();
            if after > 0 && row >= after as usize {
                expected.insert(member(place));
            }
        }
        prop_assert_eq!(inactive(&votes, after), expected);
    }
}
