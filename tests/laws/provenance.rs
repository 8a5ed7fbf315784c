// SPDX-License-Identifier: EUPL-1.2
//! The chain from ticket to tag: what a tag carries, what its message states, which tags are releases.

use votum::domain::fact::{Fact, ReleaseNote};
use votum::domain::ids::Thread;
use votum::domain::provenance::{hashes, is_release_tag, tags_set, unstated};
use votum::domain::version::Bump;

use super::{project, second};

fn due(iid: u64, numbers: &[&str]) -> Fact {
    let note = |number: &&str| ReleaseNote {
        ticket: Thread::ticket(project("talverbund/steuerung"), iid),
        title: "".into(),
        process: None,
        number: Some((*number).to_string()),
    };
    Fact::TagDue {
        merge_request: Thread::merge_request(project("talverbund/kern"), iid),
        sha: format!("merge{iid}"),
        bump: Bump::Minor,
        commits: Vec::new(),
        notes: numbers.iter().map(note).collect(),
        at: second(0),
    }
}

fn tagged(iid: u64, tag: &str) -> Fact {
    let merge_request = Thread::merge_request(project("talverbund/kern"), iid);
    Fact::Tagged { tag: tag.into(), sha: format!("merge{iid}"), merge_request, at: second(0) }
}

#[test]
fn a_tag_carries_all_that_waited_up_to_its_merge() {
    let facts = [
        due(1, &["B-2026-001"]),
        due(2, &["B-2026-003", "B-2026-002"]),
        due(3, &["B-2026-004"]),
        tagged(2, "v0.1.0"),
        tagged(3, "v0.2.0"),
    ];
    let set = tags_set(&facts);
    let carried: Vec<(&str, Vec<&str>)> =
        set.iter().map(|tag| (tag.tag.as_str(), tag.numbers.iter().map(String::as_str).collect())).collect();
    let first = ("v0.1.0", vec!["B-2026-001", "B-2026-002", "B-2026-003"]);
    assert_eq!(carried, [first, ("v0.2.0", vec!["B-2026-004"])]);
    assert_eq!(set[0].sha, "merge2");
}

#[test]
fn a_number_is_stated_as_a_whole() {
    let numbers = ["B-2026-001".to_string(), "B-2026-002".to_string()];
    assert_eq!(unstated(&numbers, "Beschluss B-2026-001, B-2026-002."), Vec::<&str>::new());
    assert_eq!(unstated(&numbers, "B-2026-0012 und XB-2026-002"), ["B-2026-001", "B-2026-002"]);
    assert_eq!(unstated(&numbers, "https://votum.example/t/decisions/B-2026-002"), ["B-2026-001"]);
}

#[test]
fn only_whole_hashes_are_hashes() {
    let hash = "ab".repeat(32);
    assert_eq!(hashes(&format!("Stand {hash}.")), std::slice::from_ref(&hash));
    assert_eq!(hashes(&format!("{}…", hash.to_uppercase())), std::slice::from_ref(&hash));
    assert_eq!(hashes(&format!("{hash}0 {} {}", &hash[1..], "g".repeat(64))), Vec::<String>::new());
}

#[test]
fn release_tags_begin_with_v_and_a_number() {
    for name in ["v1.2.3", "v0", "baeder/v1.0.0", "v1.0.0-rc.1"] {
        assert!(is_release_tag(name), "{name}");
    }
    for name in ["version", "v", "1.0.0", "vorlage", "v1/alt"] {
        assert!(!is_release_tag(name), "{name}");
    }
}
