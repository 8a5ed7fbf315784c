// SPDX-License-Identifier: EUPL-1.2
//! Which lock stands on a branch, and what is missing.

use votum::domain::guard::{Found, Gap, Guard, Holder, Lock};

/// Nobody merges, only votum's deploy key pushes, and everything else is as it should be.
fn keyed() -> Guard {
    Guard {
        protected: true,
        push: Some(vec![Holder::Key(1)]),
        merge: Some(Vec::new()),
        own: true,
        maintains: true,
        tags: Some(vec![Holder::Maintainers]),
        has_ci: true,
        pipelines: true,
        threads: true,
        ..Guard::default()
    }
}

fn judged(guard: &Guard) -> (Lock, Vec<Gap>) {
    (guard.lock(), guard.gaps(true))
}

#[test]
fn only_votums_key_is_the_strongest_lock() {
    assert_eq!(judged(&keyed()), (Lock::Key, vec![]));
    let foreign = Guard { own: false, ..keyed() };
    assert_eq!(judged(&foreign), (Lock::Open, vec![Gap::Foreign, Gap::LockedOut]));
    let two = Guard { push: Some(vec![Holder::Key(1), Holder::Key(2)]), ..keyed() };
    assert_eq!(judged(&two), (Lock::Open, vec![Gap::Foreign]));
    let named = Guard { merge: Some(vec![Holder::Named]), ..keyed() };
    assert_eq!(judged(&named), (Lock::Open, vec![Gap::Foreign]));
}

/// "A key that votum remembers is its own; any other is not, whatever its account may do."
#[test]
fn a_remembered_key_is_the_only_one() {
    let known = Guard { key: Some(1), ..keyed() };
    assert_eq!(judged(&known), (Lock::Key, vec![]));
    let other = Guard { key: Some(2), own: false, ..keyed() };
    assert_eq!(judged(&other), (Lock::Open, vec![Gap::Foreign, Gap::LockedOut]));
    let lost = Guard { own: false, ..known.clone() };
    assert_eq!(judged(&lost), (Lock::Open, vec![Gap::Foreign, Gap::LockedOut]), "the key has another owner now");
    let mixed = Guard { push: Some(vec![Holder::Key(1), Holder::Maintainers]), ..known };
    assert_eq!(judged(&mixed), (Lock::Role, vec![Gap::Direct]), "it is votum's, and maintainers push as well");
}

#[test]
fn nobody_gets_in_where_a_lock_by_role_names_nobody() {
    let shut = Guard { push: Some(Vec::new()), merge: Some(Vec::new()), own: false, ..keyed() };
    assert_eq!(judged(&shut), (Lock::Role, vec![Gap::LockedOut]));
}

/// "The best lock since somebody last took it as it is": weaker is said until it is as good again.
#[test]
fn a_weaker_lock_is_remembered() {
    let at = super::second(1);
    let found = |before: Option<&Found>, lock| Found::after(before, lock, Vec::new(), at);
    let first = found(None, Lock::Role);
    assert!(!first.is_weaker(), "nothing better is known");
    let best = found(Some(&first), Lock::Key);
    assert!(!best.is_weaker());
    let weaker = found(Some(&best), Lock::Role);
    assert!(weaker.is_weaker() && found(Some(&weaker), Lock::Open).is_weaker());
    assert!(!found(Some(&weaker), Lock::Unseen).is_weaker(), "that is a gap");
    assert!(found(Some(&found(Some(&weaker), Lock::Unseen)), Lock::Role).is_weaker(), "and forgets nothing");
    assert!(!found(Some(&weaker), Lock::Key).is_weaker(), "as good as before");
    let taken = weaker.taken();
    assert!(!taken.is_weaker() && found(Some(&taken), Lock::Open).is_weaker());
}

#[test]
fn a_lock_by_role_is_good_enough_and_pushing_is_not() {
    let role = Guard { push: Some(Vec::new()), merge: Some(vec![Holder::Maintainers]), own: false, ..keyed() };
    assert_eq!(judged(&role), (Lock::Role, vec![]));
    let direct = Guard { push: Some(vec![Holder::Maintainers]), own: true, ..role.clone() };
    assert_eq!(judged(&direct), (Lock::Role, vec![Gap::Direct]));
    let out = Guard { maintains: false, ..role.clone() };
    assert_eq!(judged(&out), (Lock::Role, vec![Gap::LockedOut]));
    assert_eq!(out.gaps(false), vec![], "where people merge, votum need not");
    let mixed = Guard { push: Some(vec![Holder::Key(1), Holder::Maintainers]), own: true, ..role };
    assert_eq!(judged(&mixed), (Lock::Open, vec![Gap::Foreign, Gap::Direct]), "the key may be anybody's");
}

#[test]
fn developers_open_every_lock() {
    for list in [vec![Holder::Developers], vec![Holder::Maintainers, Holder::Developers]] {
        let by_merge = Guard { merge: Some(list.clone()), ..keyed() };
        assert_eq!(judged(&by_merge), (Lock::Open, vec![Gap::BranchOpen]));
        let by_push = Guard { push: Some(list), ..keyed() };
        assert_eq!(by_push.lock(), Lock::Open);
    }
    let none = Guard { protected: false, push: Some(Vec::new()), ..keyed() };
    assert_eq!(judged(&none), (Lock::Open, vec![Gap::BranchOpen]));
}

#[test]
fn what_may_not_be_seen_is_not_taken_for_good() {
    let unseen = Guard { push: None, merge: None, tags: None, ..keyed() };
    assert_eq!(judged(&unseen), (Lock::Unseen, vec![Gap::Unseen]));
    let open = Guard { developers: true, ..unseen };
    assert_eq!(judged(&open), (Lock::Open, vec![Gap::BranchOpen, Gap::Unseen]));
}

#[test]
fn the_soft_layers_are_looked_at_too() {
    let soft = Guard {
        pipelines: false,
        threads: false,
        force: true,
        tags: Some(vec![Holder::Maintainers, Holder::Developers]),
        ..keyed()
    };
    assert_eq!(soft.gaps(true), vec![Gap::Force, Gap::TagsOpen, Gap::PipelinesOff, Gap::ThreadsOff]);
    let without = Guard { has_ci: false, pipelines: false, ..keyed() };
    assert_eq!(without.gaps(true), vec![], "a project without pipelines waits for none");
}

#[test]
fn every_word_is_found_again() {
    for lock in Lock::ALL {
        assert_eq!(Lock::parse(lock.key()), Some(lock));
    }
    for gap in Gap::ALL {
        assert_eq!(Gap::parse(gap.key()), Some(gap));
    }
    assert_eq!((Lock::parse("ajar"), Gap::parse("ajar")), (None, None));
}
