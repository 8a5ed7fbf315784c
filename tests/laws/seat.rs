// SPDX-License-Identifier: EUPL-1.2
//! The rules at their seat: other rules come into force only as the text that was decided, once, and after those before.

use jiff::Timestamp;
use proptest::prelude::*;
use votum::domain::fact::{Fact, Text};
use votum::domain::ids::Thread;
use votum::domain::seat::{Carrier, Held, Kept, Seat, Weighed};

use super::{cases, project, second};

fn seat() -> Seat {
    Seat { project: project("talverbund/kern"), path: "partnership.toml".into(), branch: None }
}

fn request(iid: u64) -> Thread {
    Thread::merge_request(project("talverbund/kern"), iid)
}

fn carrier(iid: u64, digest: &str, at: Timestamp) -> Carrier {
    let decisions = vec![format!("B-2026-{iid:03}")];
    Carrier { merge_request: request(iid), digest: Some(digest.into()), merged_at: at, decisions }
}

fn in_force(digest: &str) -> Fact {
    Fact::RulesInForce { digest: digest.into(), text: Text::default(), open: Text::default() }
}

fn read(digest: &str, merge_request: Option<Thread>, at: Timestamp) -> Fact {
    let Seat { project, path, branch } = seat();
    let (digest, commit, decisions) = (digest.to_string(), "c0ffee".to_string(), Vec::new());
    Fact::PolicyRead { digest, project, path, branch, commit, merge_request, decisions, at }
}

fn kept(facts: &[Fact]) -> Kept {
    Kept::from_facts(&seat(), facts)
}

#[test]
fn what_lies_there_first_is_taken_and_later_only_what_was_decided() {
    assert_eq!(kept(&[]).weigh("a", &[]), Weighed::First);
    let file = [in_force("a")];
    assert_eq!(kept(&file).weigh("a", &[]), Weighed::First, "a plain file was never read there");
    let first = [in_force("a"), read("a", None, second(10))];
    assert_eq!(kept(&first).weigh("a", &[]), Weighed::InForce);
    assert_eq!(kept(&first).weigh("b", &[]), Weighed::Held(Held::PastTheGate));
    let decided = carrier(1, "b", second(10));
    assert_eq!(kept(&first).weigh("b", std::slice::from_ref(&decided)), Weighed::Carried(decided.clone()));
    assert_eq!(kept(&first).weigh("c", &[decided]), Weighed::Held(Held::PastTheGate), "another text");
}

#[test]
fn a_decision_carries_once_and_not_back() {
    let facts = [in_force("a"), read("a", None, second(10)), in_force("b"), read("b", Some(request(2)), second(20))];
    let kept = kept(&facts);
    assert_eq!(kept.weigh("b", &[]), Weighed::InForce);
    let past = Weighed::Held(Held::PastTheGate);
    assert_eq!(kept.weigh("x", &[carrier(1, "x", second(15))]), past, "it was merged before those in force");
    assert_eq!(kept.weigh("x", &[carrier(2, "x", second(20))]), past, "it has carried a version already");
    let again = carrier(3, "a", second(30));
    assert_eq!(kept.weigh("a", std::slice::from_ref(&again)), Weighed::Carried(again), "decided anew");
}

#[test]
fn another_seat_begins_anew() {
    let facts = [in_force("a"), read("a", None, second(10))];
    let branch = Seat { branch: Some("regeln".into()), ..seat() };
    assert_eq!(Kept::from_facts(&branch, &facts).weigh("b", &[]), Weighed::First);
    let later = [in_force("a"), read("a", None, second(10)), in_force("file")];
    assert_eq!(kept(&later).weigh("a", &[]), Weighed::First, "a plain file was in force meanwhile");
}

#[test]
fn what_is_held_is_known_until_it_has_passed() {
    let hold = |why: Option<Held>| Fact::PolicyHeld {
        commit: None,
        digest: Some("b".into()),
        why: why.map(|held| held.key().into()),
        faults: Text::default(),
        at: second(11),
    };
    let first = [in_force("a"), read("a", None, second(10)), hold(Some(Held::Faulty))];
    assert_eq!(kept(&first).held, Some((Some("b".into()), Held::Faulty)));
    let well = [first.to_vec(), vec![hold(None)]].concat();
    assert_eq!(kept(&well).held, None);
    let next = [first.to_vec(), vec![in_force("c"), read("c", Some(request(1)), second(12))]].concat();
    assert_eq!(kept(&next).held, None);
    for held in Held::ALL {
        assert_eq!(Held::parse(held.key()), Some(held));
    }
}

#[test]
fn a_path_is_touched_by_its_old_and_its_new_name() {
    let (there, other) = (project("talverbund/kern"), project("talverbund/modul"));
    let paths = |list: &[&str]| list.iter().map(|path| (*path).to_string()).collect::<Vec<_>>();
    assert!(seat().is_touched(&there, Some(&paths(&["src/a", "partnership.toml"]))));
    assert!(!seat().is_touched(&there, Some(&paths(&["docs/partnership.toml"]))));
    assert!(seat().is_touched(&there, None), "a list that is cut off may hold it");
    assert!(!seat().is_touched(&other, None) && !seat().is_touched(&other, Some(&paths(&["partnership.toml"]))));
}

proptest! {
    #![proptest_config(cases(500))]

    /// Whatever was merged and pushed in whatever order: nothing is in force that was not first or decided.
    #[test]
    fn nothing_undecided_is_ever_in_force(steps in prop::collection::vec((0..6_u8, any::<bool>()), 1..40)) {
        let mut facts = vec![in_force("0"), read("0", None, second(0))];
        let mut carriers: Vec<Carrier> = Vec::new();
        for (at, (text, decided)) in (1..).zip(steps) {
            let digest = text.to_string();
            if decided {
                carriers.push(carrier(at, &digest, second(i64::try_from(at).expect("few steps"))));
            }
            let kept = kept(&facts);
            match kept.weigh(&digest, &carriers) {
                Weighed::Carried(found) => {
                    prop_assert_eq!(found.digest.as_ref(), Some(&digest));
                    prop_assert!(!kept.used.contains(&found.merge_request));
                    facts.push(in_force(&digest));
                    facts.push(read(&digest, Some(found.merge_request), found.merged_at));
                }
                Weighed::InForce => prop_assert_eq!(kept.in_force.as_ref(), Some(&digest)),
                Weighed::First => prop_assert!(false, "it was read there before"),
                Weighed::Held(_) => prop_assert!(!decided),
            }
        }
    }
}
