// SPDX-License-Identifier: EUPL-1.2
//! Several merge requests that could be merged go in the order of their decisions, and nobody waits for ever.

use jiff::Timestamp;
use proptest::prelude::*;
use votum::domain::fact::{Fact, Text};
use votum::domain::ids::Thread;
use votum::domain::request::Request;
use votum::domain::rules::Merging;
use votum::domain::ticket::Ticket;
use votum::domain::turn::{self, PATIENCE, TRIES, Turn};

use super::scene::Scene;
use super::{cases, project, second, ticket};

fn cleared(iid: u64, at: i64) -> Ticket {
    Ticket { thread: Some(ticket(iid)), cleared: Some((second(at), Text::default())), ..Ticket::default() }
}

fn request(iid: u64) -> Request {
    Request { thread: Some(Thread::merge_request(project("talverbund/kern"), iid)), ..Request::default() }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn the_order_is_that_of_instant_ticket_and_request(
        mut all in prop::collection::vec((0..5_i64, 1..5_u64, 1..9_u64), 2..8)
    ) {
        let place = |(at, named, own): &(i64, u64, u64)| Turn::of(&request(*own), &[cleared(*named, *at)]);
        let mut turns: Vec<Turn> = all.iter().map(place).collect();
        turns.sort();
        all.sort_unstable();
        prop_assert_eq!(turns, all.iter().map(place).collect::<Vec<_>>());
    }
}

#[test]
fn the_last_decision_of_several_counts() {
    let both = Turn::of(&request(1), &[cleared(1, 10), cleared(2, 30)]);
    assert!(Turn::of(&request(2), &[cleared(3, 20)]) < both);
    assert_eq!(Turn::of(&request(1), &[cleared(2, 30)]), both);
    let undecided = Ticket { thread: Some(ticket(9)), ..Ticket::default() };
    assert_eq!(Turn::of(&request(1), &[cleared(2, 30), undecided]), both);
    let mut exempt = Scene::new();
    exempt.see();
    let stated = exempt.request().stated.clone().expect("it is judged").at;
    assert!(Turn::of(exempt.request(), &[]) < Turn::of(&request(1), &[]), "one that was never judged comes last");
    assert!(Turn::of(exempt.request(), &[]) > Turn::of(&request(1), &[cleared(1, -1_000_000)]), "{stated}");
}

#[test]
fn only_what_could_be_merged_goes_first() {
    let mut scene = Scene::new();
    scene.rules.gate.merge = Merging::Automatic;
    scene.see();
    let (other, rules) = (scene.request().clone(), scene.rules.clone());
    let now = second(100);
    let mut own = Request { branch: other.branch.clone(), ..request(77) };
    assert!(turn::competes(&own, &other, &rules, Some(Timestamp::MIN), now));
    assert!(!turn::competes(&other, &other, &rules, Some(Timestamp::MIN), now), "nobody waits for itself");
    for broken in [
        Request { mergeable: false, ..other.clone() },
        Request { green: false, ..other.clone() },
        Request { draft: true, ..other.clone() },
        Request { open: false, ..other.clone() },
        Request { failed: other.head.clone().map(|head| (head, Text::default())), ..other.clone() },
    ] {
        assert!(!turn::competes(&own, &broken, &rules, Some(Timestamp::MIN), now), "{broken:?}");
    }
    own.branch = "anderswo".into();
    assert!(!turn::competes(&own, &other, &rules, Some(Timestamp::MIN), now), "another branch");
}

#[test]
fn nobody_waits_for_ever() {
    let own = request(1).after(&Fact::Merging { head: "h".into(), at: second(0) });
    for (tried, waits) in [(0, true), (1, true), (TRIES, true), (TRIES + 1, false)] {
        assert_eq!(turn::waits(&own, Some(tried), second(1_000_000)), waits, "tried {tried} times");
    }
    assert!(turn::waits(&own, None, second(PATIENCE.as_secs() - 1)));
    assert!(!turn::waits(&own, None, second(PATIENCE.as_secs())), "nobody has set about merging it");
}
