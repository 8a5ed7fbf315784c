// SPDX-License-Identifier: EUPL-1.2
//! "The status is never greener than the least of those that share the head", and what else a status may not promise.

use votum::domain::condition::Surroundings;
use votum::domain::decide::Outcome;
use votum::domain::effect::Effect;
use votum::domain::event::Event;
use votum::domain::fact::{Fact, Gate};
use votum::domain::ids::Thread;
use votum::domain::reason::Why;
use votum::domain::saying::Saying;
use votum::domain::signal::OVERRULED_MAX;
use votum::domain::version::Bump;

use super::scene::{Scene, merges, sayings, standing};
use super::{account, project, second, ticket};

const GATES: [Gate; 3] = [Gate::Cleared, Gate::Waiting, Gate::Blocked];

fn neighbour(iid: u64) -> Thread {
    Thread::merge_request(project("talverbund/kern"), iid)
}

/// What the status at a head is to say, and why.
fn light(out: &Outcome) -> Option<(Gate, Why, Option<Thread>)> {
    out.effects.iter().find_map(|effect| match effect {
        Effect::Status { gate, line, .. } => {
            assert_eq!(*gate, line.gate, "the words and the colour agree");
            Some((*gate, line.why, line.ticket.clone()))
        }
        _ => None,
    })
}

/// A scene whose own gate says so.
fn saying(gate: Gate) -> Scene {
    let mut scene = Scene::new();
    let why = if gate == Gate::Blocked { Why::Rejected } else { Why::VoteOpen };
    if gate != Gate::Cleared {
        scene.views.standings.insert(ticket(1), standing(1, gate, why, Bump::Minor));
    }
    scene
}

#[test]
fn the_status_is_the_least_of_all_at_the_head() {
    for own in GATES {
        for one in GATES {
            for other in GATES {
                let mut scene = saying(own);
                scene.views.neighbours.insert("aaa".into(), vec![(neighbour(7), one), (neighbour(8), other)]);
                scene.views.neighbours.insert("bbb".into(), vec![(neighbour(9), Gate::Blocked)]);
                let out = scene.see();
                let (gate, why, about) = light(&out).expect("it shows a status");
                assert_eq!(gate, own.max(one).max(other), "{own:?} {one:?} {other:?}");
                let shared = one.max(other) > own;
                assert_eq!(why == Why::HeadShared, shared, "{own:?} {one:?} {other:?}");
                assert!(!shared || about == Some(neighbour(7)) || about == Some(neighbour(8)));
                let stated = scene.request().stated.as_ref().map(|stated| stated.gate);
                assert_eq!(stated, Some(own), "what its own gate says is its own");
                let again = scene.meet(&Event::NeighbourChanged);
                assert_eq!(light(&again), light(&out));
            }
        }
    }
}

#[test]
fn a_head_without_its_pipeline_is_never_green() {
    let mut scene = Scene::new();
    scene.read.green = false;
    scene.read.signal.signals.awaited = true;
    assert_eq!(light(&scene.see()), Some((Gate::Waiting, Why::PipelineMissing, None)));
    let due = scene.request().misses_its_pipeline().expect("somebody has to be told");
    assert_eq!(due, second(20 + 3_600));
    scene.now = due.as_second() - second(0).as_second() - 11;
    assert_eq!(sayings(&scene.see()), [] as [&Saying; 0], "not before the hour is over");
    let out = scene.see();
    assert!(matches!(sayings(&out)[..], [Saying::NoPipeline { from_fork: false }]), "{out:?}");
    assert_eq!(scene.request().misses_its_pipeline(), None, "once for a head");
    scene.read.head = Some("bbb".into());
    scene.read.approvals[0].1 = Some(second(99_999));
    scene.see();
    assert!(scene.request().misses_its_pipeline().is_some(), "and again for the next");
    scene.read.signal.signals.awaited = false;
    scene.see();
    assert_eq!(scene.request().misses_its_pipeline(), None, "one runs");
}

/// "No more often than so many times at one head", and then the gate stays shut until somebody lets it go on.
#[test]
fn a_contested_sign_shuts_the_gate() {
    let mut scene = Scene::new();
    scene.read.draft = true;
    assert_eq!(scene.why(), "accepted");
    scene.read.signal.statuses = vec![(account("sven"), "success".into(), None)];
    for time in 1..=OVERRULED_MAX {
        assert!(!scene.request().is_contested(), "{time}");
        let event = Event::Request(Box::new(scene.read.clone()));
        let out = votum::domain::decide::decide(&scene.state, &scene.rules, &scene.views, &event, second(500));
        for fact in &out.facts {
            scene.state = scene.state.clone().after(fact);
        }
        assert!(out.facts.iter().any(|fact| matches!(fact, Fact::Overruled { .. })), "{time}");
    }
    assert!(scene.request().is_contested());
    scene.read.draft = false;
    let out = scene.see();
    assert!(merges(&out).is_empty() && !out.facts.iter().any(|fact| matches!(fact, Fact::Overruled { .. })));
    assert_eq!(scene.why(), "sign-contested");
    let told = scene.request().conditions(&scene.rules, &Surroundings::default(), second(600));
    assert!(told.iter().any(|condition| condition.what == "sign" && !condition.held));
    scene.read.signal.statuses.clear();
    scene.say("sven", "/vote unhold");
    assert!(scene.request().is_contested(), "not by whoever likes");
    assert_eq!(merges(&scene.say("olga", "/vote unhold")), ["aaa"]);
    assert_eq!(scene.why(), "accepted");
}

/// A rejection stays what decides, however often somebody forges.
#[test]
fn a_blocked_one_stays_blocked() {
    let mut scene = saying(Gate::Blocked);
    scene.see();
    for _ in 0..OVERRULED_MAX {
        let by = account("sven");
        let fact = Fact::Overruled { what: "status".into(), said: "success".into(), by, head: "aaa".into(), at: second(30) };
        scene.state = scene.state.clone().after(&fact);
    }
    assert_eq!(scene.why(), "rejected");
}

/// What landed is what was judged, or it was not cleared.
#[test]
fn a_merge_that_lacks_the_head_is_not_cleared() {
    for (contained, squashed, cleared) in
        [(Some(true), false, true), (None, false, true), (Some(false), true, true), (Some(false), false, false)]
    {
        let mut scene = Scene::new();
        scene.see();
        (scene.read.merged_sha, scene.read.contained, scene.read.squashed) = (Some("mmm".into()), contained, squashed);
        let out = scene.see();
        let merged = scene.request().merged.clone().expect("it is merged");
        assert_eq!((merged.cleared, merged.contained, merged.squashed), (cleared, contained, squashed));
        let said = sayings(&out).iter().any(|saying| matches!(saying, Saying::Lost { .. }));
        assert_eq!(said, !cleared, "{contained:?} {squashed}");
    }
}

/// The page and `/vote status` name a pause, a neighbour, and that it is older than votum.
#[test]
fn what_stands_around_it_is_a_condition() {
    let mut scene = Scene::new();
    scene.see();
    let around = |paused, arrived, gate| Surroundings {
        paused,
        arrived,
        neighbours: vec![(neighbour(7), gate)],
    };
    let open = |around: &Surroundings| {
        let conditions = scene.request().conditions(&scene.rules, around, second(50));
        conditions.into_iter().filter(|condition| !condition.held).map(|condition| condition.what).collect::<Vec<_>>()
    };
    assert_eq!(open(&around(false, Some(second(0)), Gate::Cleared)), [] as [&str; 0]);
    assert_eq!(open(&around(true, Some(second(0)), Gate::Waiting)), ["pause", "neighbour"]);
    assert_eq!(open(&around(false, Some(second(1)), Gate::Cleared)), ["merging"], "older than votum");
    assert_eq!(open(&around(false, None, Gate::Cleared)), ["merging"], "nobody knows since when votum is there");
}
