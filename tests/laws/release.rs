// SPDX-License-Identifier: EUPL-1.2
//! A project's releases: one merge at a time in the order of merging, and no tag over commits that nobody cleared.

use proptest::prelude::*;
use votum::domain::decide::{State, decide};
use votum::domain::event::{Event, MergeDone};
use votum::domain::fact::Fact;
use votum::domain::ids::Thread;
use votum::domain::release::Releases;
use votum::domain::version::{Bump, parse};

use super::{account, cases, project, rules, second, views};

fn merge(iid: u64, bump: Bump, cleared: bool) -> Event {
    Event::MergeDone(Box::new(MergeDone {
        merge_request: Thread::merge_request(project("talverbund/kern"), iid),
        sha: format!("merge{iid}"),
        bump,
        commits: vec![format!("commit{iid}")],
        notes: Vec::new(),
        cleared,
    }))
}

fn release(iid: u64) -> Event {
    let merge_request = Thread::merge_request(project("talverbund/kern"), iid);
    Event::Release { merge_request, by: account("rita"), version: None }
}

fn some_event() -> impl Strategy<Value = Event> {
    let bump = prop::sample::select(vec![Bump::Patch, Bump::Minor, Bump::Major]);
    prop_oneof![
        4 => (1..6_u64, bump, prop::bool::weighted(0.8)).prop_map(|(iid, bump, cleared)| merge(iid, bump, cleared)),
        4 => (0..6_u64, prop::bool::weighted(0.2)).prop_map(|(iid, foreign)| {
            let mut since = vec![format!("commit{iid}"), format!("merge{iid}")];
            since.extend(foreign.then(|| "foreign".to_string()));
            Event::Tags { highest: None, since: Some(since) }
        }),
        1 => Just(Event::Tags { highest: None, since: None }),
        4 => Just(Event::Tagged { tag: "chosen".into() }),
        1 => (1..6_u64).prop_map(release),
        1 => Just(Event::Tick),
    ]
}

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn tags_are_set_in_the_order_of_merging_and_each_is_higher(events in prop::collection::vec(some_event(), 1..60)) {
        let (rules, mut facts, mut at_forge) = (rules(), Vec::<Fact>::new(), None::<(String, String)>);
        let views = views(&rules);
        let mut state = State::Releases(Box::default());
        for event in events {
            let releases = Releases::from_facts(&facts);
            let event = match event {
                Event::Tags { since, .. } => Event::Tags { highest: at_forge.clone(), since },
                Event::Tagged { .. } => Event::Tagged { tag: releases.chosen.clone().unwrap_or_default() },
                event => event,
            };
            let out = decide(&state, &rules, &views, &event, second(0));
            for fact in &out.facts {
                if let Fact::Tagged { tag, sha, .. } = fact {
                    let before = at_forge.as_ref().and_then(|(tag, _)| parse(tag));
                    prop_assert!(parse(tag) > before, "{} is not higher", tag);
                    at_forge = Some((tag.clone(), sha.clone()));
                }
                if let Fact::TagChosen { sha, .. } = fact {
                    prop_assert!(releases.chosen.is_none() && releases.stopped.is_none());
                    prop_assert_eq!(Some(sha), releases.due.front().map(|due| &due.sha));
                }
                state = state.after(fact);
            }
            facts.extend(out.facts);
            let again = decide(&state, &rules, &views, &event, second(0)).facts;
            prop_assert!(again.is_empty(), "{:?}", again);
        }
        let order = |facts: &[Fact], tagged: bool| -> Vec<String> {
            let sha = |fact: &Fact| match fact {
                Fact::TagDue { sha, .. } if !tagged => Some(sha.clone()),
                Fact::Tagged { sha, .. } if tagged => Some(sha.clone()),
                _ => None,
            };
            facts.iter().filter_map(sha).collect()
        };
        let (due, tagged) = (order(&facts, false), order(&facts, true));
        prop_assert_eq!(&due[..tagged.len()], &tagged[..]);
        prop_assert_eq!(State::Releases(Box::new(Releases::from_facts(&facts))), state);
    }
}

#[test]
fn a_merge_past_the_gate_waits_for_no_tag_and_stops_the_next() {
    let (rules, mut state) = (rules(), State::Releases(Box::default()));
    let views = views(&rules);
    let mut meet = |event: &Event| {
        let out = decide(&state, &rules, &views, event, second(0));
        for fact in &out.facts {
            state = state.clone().after(fact);
        }
        out.facts
    };
    assert_eq!(meet(&merge(1, Bump::Minor, false)), []);
    assert!(matches!(meet(&merge(2, Bump::Minor, true))[..], [Fact::TagDue { .. }]));
    let since = Some(vec!["merge1".to_string(), "merge2".to_string()]);
    let tags = Event::Tags { highest: None, since };
    assert!(matches!(&meet(&tags)[..], [Fact::TagStopped { commits, .. }] if *commits == ["merge1"]));
    assert_eq!(meet(&tags), [], "it is said once");
    assert!(matches!(meet(&release(1))[..], [Fact::TagReleased { .. }]));
    assert!(matches!(&meet(&tags)[..], [Fact::TagChosen { tag, .. }] if tag == "v0.1.0"));
}

/// On command, what waits is released together: at the merge that was named, as far as the farthest of them goes.
#[test]
fn on_command_the_waiting_are_released_together() {
    let rules = super::rules_with(|text| text + "\n[release]\nmode = \"on-command\"\n");
    let (views, mut state) = (views(&rules), State::Releases(Box::default()));
    let mut meet = |event: &Event| {
        let out = decide(&state, &rules, &views, event, second(0));
        for fact in &out.facts {
            state = state.clone().after(fact);
        }
        out
    };
    for (iid, bump) in [(1, Bump::Patch), (2, Bump::Minor), (3, Bump::Patch), (4, Bump::Major)] {
        assert!(matches!(meet(&merge(iid, bump, true)).facts[..], [Fact::TagDue { .. }, Fact::TagHeld { .. }]));
    }
    let tags = |highest: &str| Event::Tags { highest: Some((highest.into(), "x".into())), since: Some(Vec::new()) };
    assert!(meet(&tags("v1.0.0")).facts.is_empty(), "nobody asked");
    assert!(matches!(meet(&release(3)).facts[..], [Fact::VersionAsked { .. }]));
    assert!(meet(&release(3)).facts.is_empty(), "it is asked once");
    assert!(
        matches!(&meet(&tags("v1.0.0")).facts[..], [Fact::TagChosen { tag, sha, .. }] if tag == "v1.1.0" && sha == "merge3")
    );
    let done = meet(&Event::Tagged { tag: "v1.1.0".into() });
    assert!(matches!(&done.facts[..], [Fact::Tagged { sha, .. }] if sha == "merge3"));
    assert_eq!(done.effects.len(), 2, "the two before it are told");
    let ask = |version: &str| match release(4) {
        Event::Release { merge_request, by, .. } => Event::Release { merge_request, by, version: Some(version.into()) },
        other => other,
    };
    assert!(matches!(meet(&ask("v1.1.0")).facts[..], [Fact::VersionAsked { .. }]));
    assert!(matches!(meet(&tags("v1.1.0")).facts[..], [Fact::VersionRefused { .. }]), "it is there already");
    assert!(matches!(meet(&ask("v7.0.0")).facts[..], [Fact::VersionAsked { .. }]));
    assert!(matches!(&meet(&tags("v1.1.0")).facts[..], [Fact::TagChosen { tag, .. }] if tag == "v7.0.0"));
}
