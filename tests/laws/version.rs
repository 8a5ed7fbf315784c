// SPDX-License-Identifier: EUPL-1.2
//! Versions: which number follows.

use proptest::prelude::*;
use semver::Version;
use votum::domain::version::{Bump, next, parse};

use super::cases;

#[test]
fn the_next_number_follows_from_the_highest_and_the_bump() {
    for (highest, patch, minor, major) in [
        (None, "v0.1.0", "v0.1.0", "v0.1.0"),
        (Some("v0.1.0"), "v0.1.1", "v0.2.0", "v0.2.0"),
        (Some("v0.0.3"), "v0.0.4", "v0.1.0", "v0.1.0"),
        (Some("v1.2.3"), "v1.2.4", "v1.3.0", "v2.0.0"),
        (Some("v10.0.9"), "v10.0.10", "v10.1.0", "v11.0.0"),
    ] {
        let highest = highest.map(|tag| parse(tag).expect("it is a version"));
        let found = [Bump::Patch, Bump::Minor, Bump::Major].map(|bump| next(highest.as_ref(), bump));
        assert_eq!(found, [patch, minor, major], "after {highest:?}");
    }
}

#[test]
fn other_tags_are_none_of_votums() {
    for tag in [
        "1.2.3",
        "v1.2",
        "v1",
        "v1.2.3-rc.1",
        "v1.2.3+build",
        "V1.2.3",
        "v01.2.3",
        "vx",
        "",
        "v1.2.3.4",
        "release-v1.2.3",
    ] {
        assert_eq!(parse(tag), None, "{tag}");
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn the_next_is_always_higher(major in 0..50_u64, minor in 0..50_u64, patch in 0..50_u64) {
        let highest = Version::new(major, minor, patch);
        let after = |bump| parse(&next(Some(&highest), bump)).expect("it is a version");
        prop_assert!(highest < after(Bump::Patch));
        prop_assert!(after(Bump::Patch) < after(Bump::Minor));
        prop_assert!(after(Bump::Minor) <= after(Bump::Major));
    }
}
