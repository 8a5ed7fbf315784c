// SPDX-License-Identifier: EUPL-1.2
//! The gate sentence by sentence: what is judged, what a review is, and what votum merges.

use votum::domain::decide::Outcome;
use votum::domain::effect::Effect;
use votum::domain::event::{Event, Standing};
use votum::domain::fact::{Gate, Text};
use votum::domain::ids::Thread;
use votum::domain::reason::{Reason, Why};
use votum::domain::rules::Merging;
use votum::domain::saying::Saying;
use votum::domain::version::Bump;

use super::scene::{Scene, merges, sayings, standing, taken};
use super::{account, person, project, second, ticket};

/// What speaks against merging, in words, and how it comes.
type Against = (&'static str, fn(&mut Scene));

const AGAINST: [Against; 9] = [
    ("a draft", |scene| scene.read.draft = true),
    ("closed", |scene| scene.read.open = false),
    ("no review", |scene| scene.read.approvals.clear()),
    ("its vote is open", |scene| {
        scene.views.standings.insert(ticket(1), standing(1, Gate::Waiting, Why::VoteOpen, Bump::Minor));
    }),
    ("into a branch that nobody gates", |scene| scene.read.target_branch = "feature".into()),
    ("its branch is gated no longer", |scene| scene.rules.gate.branches.clear()),
    ("people merge", |scene| scene.rules.gate.merge = Merging::Off),
    ("only on command", |scene| scene.rules.gate.merge = Merging::OnCommand),
    ("merged already", |scene| scene.read.merged_sha = Some("mmm".into())),
];

/// Tries each of these both from the first and on a merge request that was green but a draft.
fn against(changes: &[Against], mut look: impl FnMut(&str, &Scene, &Outcome)) {
    for (what, change) in changes {
        for late in [false, true] {
            let mut scene = Scene::new();
            if late {
                scene.read.draft = true;
                assert_eq!(scene.why(), "accepted");
                scene.read.draft = false;
            }
            change(&mut scene);
            let out = scene.see();
            look(what, &scene, &out);
        }
    }
}

#[test]
fn votum_merges_what_is_cleared_mergeable_and_green_and_nothing_else() {
    let mut scene = Scene::new();
    assert_eq!(merges(&scene.see()), ["aaa"]);
    let look = |what: &str, scene: &Scene, out: &Outcome| {
        assert!(merges(out).is_empty(), "{what}");
        assert!(!scene.may_merge(), "{what}, and right before merging it is looked at again");
    };
    against(&AGAINST, look);
    let more: [Against; 4] = [
        ("the forge cannot merge it", |scene| scene.read.mergeable = false),
        ("its pipeline is red", |scene| scene.read.green = false),
        ("older than votum's arrival", |scene| scene.views.arrived = Some(second(1))),
        ("nobody knows since when votum is there", |scene| scene.views.arrived = None),
    ];
    against(&more, look);
    let mut scene = Scene::new();
    scene.views.paused = true;
    assert!(merges(&scene.see()).is_empty(), "merging and tagging rest");
    let mut scene = Scene::new();
    scene.read.head = None;
    assert!(merges(&scene.see()).is_empty(), "the forge still prepares it");
    assert!(!scene.may_merge());
}

/// What only the forge keeps from being merged is looked at again; anything else comes by itself.
#[test]
fn what_only_the_forge_keeps_from_merging_is_looked_at_again() {
    let mut scene = Scene::new();
    scene.read.mergeable = false;
    scene.see();
    assert!(scene.waits());
    scene.read.mergeable = true;
    scene.see();
    assert!(!scene.waits(), "it is merged");
    for (what, change) in AGAINST {
        for late in [false, true] {
            let mut scene = Scene::new();
            scene.read.mergeable = false;
            if late {
                scene.see();
            }
            change(&mut scene);
            scene.see();
            assert!(!scene.waits(), "{what}");
        }
    }
    let mut scene = Scene::new();
    scene.rules.gate.merge = Merging::OnCommand;
    scene.read.mergeable = false;
    scene.see();
    scene.say("rita", "/vote merge");
    assert!(scene.waits(), "a release manager asked for it");
}

/// "`on-command` (default): when a release manager writes `/vote merge`", for the head it was written at.
#[test]
fn on_command_a_release_manager_has_one_head_merged() {
    let mut scene = Scene::new();
    scene.rules.gate.merge = Merging::OnCommand;
    scene.see();
    for who in ["sven", "ben", "olga"] {
        let out = scene.say(who, "/vote merge");
        assert!(!taken(&out) && merges(&out).is_empty(), "{who} is no release manager");
        assert!(matches!(sayings(&out)[..], [Saying::NotAllowed { command: "merge", .. }]));
    }
    let out = scene.say("rita", "/vote merge");
    assert!(taken(&out));
    assert_eq!(merges(&out), ["aaa"]);
    scene.read.head = Some("bbb".into());
    scene.read.approvals[0].1 = Some(second(500));
    assert_eq!(merges(&scene.see()), [""; 0], "that was asked for another head");
    assert_eq!(scene.request().stated.as_ref().map(|stated| stated.gate), Some(Gate::Cleared));
    assert_eq!(merges(&scene.say("rita", "/vote merge")), ["bbb"]);
}

/// "Merge requests older than votum's arrival are never merged by itself", but whoever may can ask for it.
#[test]
fn an_older_merge_request_is_merged_when_asked_for() {
    let mut scene = Scene::new();
    scene.views.arrived = Some(second(1));
    assert!(merges(&scene.see()).is_empty());
    assert_eq!(merges(&scene.say("rita", "/vote merge")), ["aaa"]);
}

#[test]
fn where_people_merge_the_command_is_refused_and_after_the_merge_too() {
    let mut scene = Scene::new();
    scene.rules.gate.merge = Merging::Off;
    scene.see();
    let out = scene.say("rita", "/vote merge");
    assert!(!taken(&out) && matches!(sayings(&out)[..], [Saying::NotNow { command: "merge", .. }]));
    let mut scene = Scene::new();
    scene.read.merged_sha = Some("mmm".into());
    scene.see();
    let out = scene.say("rita", "/vote merge");
    assert!(!taken(&out) && matches!(sayings(&out)[..], [Saying::NotNow { command: "merge", .. }]));
}

/// A head that the forge refused is not tried again and again; a new one is, and the old one when somebody asks.
#[test]
fn a_refused_merge_is_tried_again_only_for_a_new_head_or_when_asked() {
    let refuse = |head: &str| Event::NotMerged { head: head.into(), why: Text::from("409") };
    let mut scene = Scene::new();
    assert_eq!(merges(&scene.see()), ["aaa"]);
    assert!(scene.meet(&refuse("bbb")).facts.is_empty(), "that head was not being merged");
    let out = scene.meet(&refuse("aaa"));
    assert!(matches!(sayings(&out)[..], [Saying::NotMerged { why }] if why == "409"));
    assert!(merges(&out).is_empty() && merges(&scene.see()).is_empty());
    assert_eq!(merges(&scene.say("rita", "/vote merge")), ["aaa"]);
    scene.meet(&refuse("aaa"));
    scene.read.head = Some("bbb".into());
    scene.read.approvals[0].1 = Some(second(500));
    assert_eq!(merges(&scene.see()), ["bbb"]);
}

/// "Judged are only merge requests into the project's default branch or `[gate] branches`."
#[test]
fn judged_are_only_merge_requests_into_gated_branches() {
    for (target, default, judged) in [
        ("main", Some("main"), true),
        ("release", Some("main"), true),
        ("release", None, true),
        ("feature", Some("main"), false),
        ("main", Some("trunk"), false),
        ("main", None, false),
    ] {
        let mut scene = Scene::new();
        scene.read.target_branch = target.into();
        scene.read.default_branch = default.map(str::to_string);
        let out = scene.see();
        assert_eq!(scene.request().stated.is_some(), judged, "into {target}, where {default:?} is the default");
        assert_eq!(out.facts.is_empty(), !judged, "nothing is known of others");
    }
}

/// "A retarget clears what was found before."
#[test]
fn a_retarget_clears_what_was_found_before() {
    let mut scene = Scene::new();
    scene.rules.gate.merge = Merging::OnCommand;
    scene.see();
    scene.say("rita", "/vote merge");
    scene.say("rita", "/vote exempt Tippfehler");
    scene.read.target_branch = "main".into();
    assert_eq!(scene.why(), "review-missing", "who approved did so for another branch");
    assert!(!scene.request().is_exempt() && scene.request().asked.is_none());
    // The same branch under other rules is no retarget.
    let mut scene = Scene::new();
    scene.read.draft = true;
    scene.see();
    scene.rules.gate.branches.clear();
    scene.see();
    scene.rules.gate.branches.push("release".into());
    assert_eq!(scene.why(), "accepted");
}

#[test]
fn a_closed_merge_request_is_not_judged_until_it_is_open_again() {
    let mut scene = Scene::new();
    scene.read.open = false;
    assert_eq!(scene.why(), "not judged");
    scene.read.open = true;
    assert_eq!(scene.why(), "accepted");
}

/// No status is set where nothing is judged.
#[test]
fn what_is_closed_merged_or_not_gated_has_no_status() {
    let says: fn(&mut Scene) -> bool =
        |scene| scene.see().effects.iter().any(|effect| matches!(effect, Effect::Status { .. }));
    let changes: [Against; 3] = [
        ("closed", |scene| scene.read.open = false),
        ("merged", |scene| scene.read.merged_sha = Some("mmm".into())),
        ("into a branch that nobody gates", |scene| scene.read.target_branch = "feature".into()),
    ];
    for (what, change) in changes {
        let mut scene = Scene::new();
        assert!(says(&mut scene));
        change(&mut scene);
        assert!(!says(&mut scene), "{what}");
    }
}

/// "Unmet `[gate] requires`" are asked once the ticket is cleared: before that the ticket itself is what is waited for.
#[test]
fn requirements_are_asked_of_cleared_tickets() {
    let mut scene = Scene::new();
    scene.views.standings.values_mut().for_each(|standing| standing.unmet = vec!["contracts".into()]);
    assert_eq!(scene.why(), "requirement-missing");
    let open = Standing { unmet: vec!["contracts".into()], ..standing(1, Gate::Waiting, Why::VoteOpen, Bump::Minor) };
    scene.views.standings.insert(ticket(1), open);
    assert_eq!(scene.why(), "vote-open");
    assert_eq!(scene.request().stated.as_ref().map(|stated| stated.reasons.len()), Some(1));
}

#[test]
fn it_is_known_by_its_present_title() {
    let mut scene = Scene::new();
    scene.see();
    assert_eq!(scene.request().title.0, "Bauen");
    scene.read.title = "Umbauen".into();
    scene.see();
    assert_eq!(scene.request().title.0, "Umbauen");
}

/// "A review is an approval seen after the present head came, by an account, at least Developer upstream, that neither
/// opened the merge request nor authored or pushed a commit in it."
#[test]
fn a_review_is_by_somebody_else_with_rights_after_the_head() {
    let review = |who: &str, at: Option<i64>, may_write: bool, authors: &[&str], pushed: bool| {
        let mut scene = Scene::new();
        scene.read.draft = true;
        scene.read.approvals.clear();
        scene.read.authors = authors.iter().map(ToString::to_string).collect();
        scene.see();
        if pushed {
            scene.meet(&Event::Push { by: account(who) });
        }
        scene.read.approvals = vec![(person(who), at.map(second), may_write)];
        scene.why() == "accepted"
    };
    for (who, at, may_write, authors, counts, what) in [
        ("ben", Some(5), true, &[][..], true, "an approval"),
        ("ben", None, true, &[], true, "one of which votum alone knows when it came"),
        ("ben", Some(0), true, &[], true, "one of the second in which the head came"),
        ("ben", Some(-1), true, &[], false, "one from before the head"),
        ("ben", Some(5), false, &[], false, "one of somebody without rights"),
        ("sven", Some(5), true, &[], false, "one of the person who opened it"),
        ("votum", Some(5), true, &[], false, "votum's own"),
        ("ben", Some(5), true, &["BEN"], false, "one of an author by name"),
        ("ben", Some(5), true, &["6-ben@users.noreply.opencode.de"], false, "one of an author by address"),
        ("ben", Some(5), true, &["benno", "16-ben@users.noreply.opencode.de"], true, "authors of like names"),
    ] {
        assert_eq!(review(who, at, may_write, authors, false), counts, "{what}");
    }
    assert!(!review("ben", Some(5), true, &[], true), "one of somebody who pushed to it");
}

#[test]
fn votums_own_pushes_and_those_of_others_take_no_review_away() {
    let mut scene = Scene::new();
    scene.read.draft = true;
    scene.see();
    assert!(scene.meet(&Event::Push { by: account("votum") }).facts.is_empty());
    scene.meet(&Event::Push { by: account("cem") });
    assert_eq!(scene.why(), "accepted");
    scene.meet(&Event::Push { by: account("ben") });
    assert_eq!(scene.why(), "review-missing");
}

/// An approval and a new head that are first seen together: only the forge's times can tell which came first.
#[test]
fn an_approval_first_seen_with_the_head_needs_a_time() {
    let mut scene = Scene::new();
    scene.read.approvals[0].1 = None;
    assert_eq!(scene.why(), "review-missing");
}

#[test]
fn a_review_that_is_taken_back_counts_no_longer() {
    let mut scene = Scene::new();
    scene.read.draft = true;
    assert_eq!(scene.why(), "accepted");
    let approvals = std::mem::take(&mut scene.read.approvals);
    assert_eq!(scene.why(), "review-missing");
    scene.read.approvals = approvals;
    assert_eq!(scene.why(), "accepted");
    scene.rules.gate.reviews = 2;
    assert_eq!(scene.why(), "review-missing");
    scene.read.approvals.push((person("cem"), Some(second(5)), true));
    assert_eq!(scene.why(), "accepted");
}

/// A subgroup's feature waits only in front of the core.
#[test]
fn a_subgroups_feature_may_go_into_a_module() {
    for (path, why) in [("talverbund/kern", "not-in-core"), ("talverbund/modul", "accepted")] {
        let mut scene = Scene::new();
        scene.read.merge_request = Thread::merge_request(project(path), 41);
        scene.views.standings.values_mut().for_each(|standing| standing.subgroup = true);
        assert_eq!(scene.why(), why, "{path}");
    }
}

/// The tree of reasons names the ticket, and of reviews how many there are of how many.
#[test]
fn the_tree_says_what_was_needed_and_found() {
    let mut scene = Scene::new();
    assert_eq!(scene.request().reason(&scene.rules), None, "it was not judged");
    scene.rules.gate.reviews = 2;
    scene.views.standings.insert(ticket(1), standing(1, Gate::Waiting, Why::VoteOpen, Bump::Minor));
    scene.see();
    let tree = |scene: &Scene| {
        let tree = scene.request().reason(&scene.rules).expect("it was judged");
        let shown = |reason: &Reason| (reason.rule, reason.needed.clone(), reason.found.clone(), reason.held);
        (shown(&tree), tree.children.iter().map(shown).collect::<Vec<_>>())
    };
    let (root, children) = tree(&scene);
    assert_eq!(root, ("gate", "cleared".into(), "waiting".into(), false));
    let open = ("vote-open", String::new(), ticket(1).to_string(), false);
    assert_eq!(children, [open, ("review-missing", "2".into(), "1".into(), false)]);
    scene.rules.gate.reviews = 1;
    scene.views.standings.insert(ticket(1), standing(1, Gate::Cleared, Why::Accepted, Bump::Minor));
    scene.see();
    let (root, children) = tree(&scene);
    assert_eq!(root, ("gate", "cleared".into(), "cleared".into(), true));
    assert_eq!(children, [("accepted", String::new(), ticket(1).to_string(), true)]);
}
