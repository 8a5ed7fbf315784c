// SPDX-License-Identifier: EUPL-1.2
//! Version numbers: which tag follows which.

use proptest::prelude::*;
use semver::Version;
use votum::domain::version::{Bump, Reached, following, next, of_tag, parse};

use super::cases;

fn version(text: &str) -> Version {
    Version::parse(text).expect("it is a version")
}

#[test]
fn the_next_number_follows_from_the_highest_and_the_bump() {
    for (last, patch, minor, major) in [
        (None, "0.1.0", "0.1.0", "0.1.0"),
        (Some("0.1.0"), "0.1.1", "0.2.0", "0.2.0"),
        (Some("0.0.3"), "0.0.4", "0.1.0", "0.1.0"),
        (Some("1.2.3"), "1.2.4", "1.3.0", "2.0.0"),
        (Some("10.0.9"), "10.0.10", "10.1.0", "11.0.0"),
    ] {
        let last = last.map(version);
        let found = [Bump::Patch, Bump::Minor, Bump::Major].map(|bump| next(last.as_ref(), bump, &version("0.1.0")));
        assert_eq!(found, [patch, minor, major].map(version), "after {last:?}");
    }
    assert_eq!(next(None, Bump::Patch, &version("1.0.0")), version("1.0.0"), "the first one is the rules' to say");
}

/// After a pre-release another follows by itself, and the final one when a person asks for it.
#[test]
fn a_final_version_follows_its_candidates() {
    for (last, candidate, bump, by_itself, asked) in [
        (Some("1.2.0"), "1.3.0-rc.1", Bump::Patch, "1.3.0-rc.2", "1.3.0"),
        (Some("1.2.0"), "1.3.0-rc.9", Bump::Minor, "1.3.0-rc.10", "1.3.0"),
        (Some("1.2.0"), "1.3.0-rc.1", Bump::Major, "2.0.0-rc.1", "2.0.0"),
        (Some("1.2.0"), "1.3.0-beta", Bump::Minor, "1.3.0-beta.1", "1.3.0"),
        (Some("1.2.0"), "1.3.0-1", Bump::Minor, "1.3.0-2", "1.3.0"),
        (None, "1.0.0-rc.1", Bump::Minor, "1.0.0-rc.2", "1.0.0"),
    ] {
        let reached = Reached { last: last.map(version), candidate: Some(version(candidate)) };
        let found = [false, true].map(|asked| following(&reached, bump, &version("0.1.0"), asked));
        assert_eq!(found, [by_itself, asked].map(version), "after {candidate}");
    }
}

#[test]
fn other_tags_are_none_of_votums() {
    for tag in
        ["1.2.3", "v1.2", "v1", "v1.2.3+build", "V1.2.3", "v01.2.3", "vx", "", "v1.2.3.4", "release-v1.2.3", "v1.2.3-"]
    {
        assert_eq!(parse(tag), None, "{tag}");
    }
    assert_eq!(parse("v1.2.3-rc.1"), Some(version("1.2.3-rc.1")));
}

#[test]
fn a_version_is_found_behind_its_prefix() {
    for (tag, found) in [
        ("v1.2.3", Some("1.2.3")),
        ("bad/v1.2.3-rc.1", Some("1.2.3-rc.1")),
        ("vorn/v2/v1.2.3", Some("1.2.3")),
        ("bad/1.2.3", None),
        ("bad/v1", None),
    ] {
        assert_eq!(of_tag(tag), found.map(version), "{tag}");
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn the_next_is_always_higher(major in 0..50_u64, minor in 0..50_u64, patch in 0..50_u64) {
        let highest = Version::new(major, minor, patch);
        let after = |bump| next(Some(&highest), bump, &Version::new(0, 1, 0));
        prop_assert!(highest < after(Bump::Patch));
        prop_assert!(after(Bump::Patch) < after(Bump::Minor));
        prop_assert!(after(Bump::Minor) <= after(Bump::Major));
    }

    #[test]
    fn what_follows_is_above_all_that_is_reached(
        last in prop::option::of((0..3_u64, 0..3_u64, 0..3_u64)),
        candidate in (0..4_u64, 0..4_u64, 0..4_u64),
        label in prop::sample::select(vec!["rc.1", "rc", "1", "alpha.beta", "rc.1.x", "0"]),
        bump in prop::sample::select(vec![Bump::Patch, Bump::Minor, Bump::Major]),
        asked: bool,
    ) {
        let last = last.map(|(major, minor, patch)| Version::new(major, minor, patch));
        let (major, minor, patch) = candidate;
        let candidate = Some(version(&format!("{major}.{minor}.{patch}-{label}")));
        let candidate = candidate.filter(|candidate| last.as_ref().is_none_or(|last| candidate > last));
        let reached = Reached { last, candidate };
        let found = following(&reached, bump, &Version::new(0, 1, 0), asked);
        prop_assert!(reached.highest().is_none_or(|highest| found > *highest), "{found} after {reached:?}");
        prop_assert_eq!(found.pre.is_empty(), asked || reached.candidate.is_none());
    }
}
