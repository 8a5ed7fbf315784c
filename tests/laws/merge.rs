// SPDX-License-Identifier: EUPL-1.2
//! What people say under a merge request, what a merge is told as, and what stands in its status.

use votum::domain::command::Mistake;
use votum::domain::decide::Outcome;
use votum::domain::effect::Effect;
use votum::domain::event::{Event, MergeDone, NoteRead};
use votum::domain::fact::{Fact, Gate};
use votum::domain::reason::Why;
use votum::domain::rules::Merging;
use votum::domain::saying::{Line, Saying};
use votum::domain::version::Bump;

use super::scene::{Scene, labelled, merges, sayings, standing, taken};
use super::{account, person, second, ticket};

fn handed(out: &Outcome) -> Option<MergeDone> {
    out.effects.iter().find_map(|effect| match effect {
        Effect::Hand { merge, .. } => Some(*merge.clone()),
        _ => None,
    })
}

/// Merges at the forge, and returns whether votum calls it cleared and hands it to the release.
fn merged(scene: &mut Scene) -> (bool, Option<MergeDone>) {
    scene.read.merged_sha = Some("mmm".into());
    let out = scene.see();
    let merge = scene.request().merged.clone().expect("it is merged");
    assert_eq!((merge.sha.as_str(), merge.at), ("mmm", second(5)));
    (merge.cleared, handed(&out))
}

/// "Every cleared merge is tagged": cleared is what was green at that head, or what votum itself merged.
#[test]
fn a_merge_is_cleared_if_the_gate_was_green_at_that_head() {
    let by_people = || {
        let mut scene = Scene::new();
        scene.rules.gate.merge = Merging::Off;
        scene
    };
    let mut scene = by_people();
    assert_eq!(scene.why(), "accepted");
    let (cleared, merge) = merged(&mut scene);
    let merge = merge.expect("it is handed to the release");
    assert!(cleared && merge.cleared);
    assert_eq!((merge.sha.as_str(), merge.bump, merge.notes.len()), ("mmm", Bump::Minor, 1));
    assert_eq!(scene.request().judge(&scene.rules, &scene.views.standings).len(), 1);
    assert!(!scene.request().open);
    assert!(handed(&scene.see()).is_none(), "once");

    let mut scene = by_people();
    assert!(!merged(&mut scene).0, "nobody had judged it");
    let mut scene = by_people();
    scene.read.approvals.clear();
    scene.see();
    let (cleared, merge) = merged(&mut scene);
    assert!(!cleared && !merge.expect("its commits are known").cleared, "it was not green");
    let mut scene = by_people();
    scene.see();
    scene.views.standings.insert(ticket(1), standing(1, Gate::Blocked, Why::Refused, Bump::Minor));
    assert!(!merged(&mut scene).0, "it was green no longer");
    let mut scene = by_people();
    scene.rules.gate.reviews = 0;
    scene.see();
    scene.read.head = Some("bbb".into());
    assert!(!merged(&mut scene).0, "another head was green");

    let mut scene = Scene::new();
    assert_eq!(merges(&scene.see()), ["aaa"]);
    scene.read.approvals.clear();
    assert!(merged(&mut scene).0, "votum merged what was green when it did");
    let mut scene = Scene::new();
    scene.see();
    scene.read.head = Some("bbb".into());
    assert!(!merged(&mut scene).0, "that was not the head that votum merged");
}

/// Nothing is asked of a merge into a branch that nobody gates.
#[test]
fn a_merge_past_the_gated_branches_is_none_of_the_release() {
    let mut scene = Scene::new();
    scene.see();
    scene.read.target_branch = "feature".into();
    assert_eq!(merged(&mut scene), (false, None));
    let mut scene = Scene::new();
    scene.see();
    scene.rules.gate.branches.clear();
    assert_eq!(merged(&mut scene), (false, None), "though it was green before the rules changed");
}

/// "bug → patch, anything else → minor, ticket or merge-request label `breaking` → major": the farthest of them, and the
/// label counts "only if operations or release managers set" it.
#[test]
fn the_farthest_of_all_moves_the_version() {
    let bump = |tickets: &[Bump], breaking: Option<&str>| {
        let mut scene = Scene::new();
        let names: Vec<_> = (1..=tickets.len()).map(|iid| format!("Vorgang: #{iid}")).collect();
        scene.read.description = names.join("\n\n");
        for (iid, bump) in (1..).zip(tickets) {
            scene.views.standings.insert(ticket(iid), standing(iid, Gate::Cleared, Why::Accepted, *bump));
        }
        scene.read.labels.extend(breaking.map(|by| ("breaking".to_string(), Some(labelled(by)))));
        scene.see();
        merged(&mut scene).1.expect("it is handed to the release").bump
    };
    assert_eq!(bump(&[], None), Bump::Minor);
    assert_eq!(bump(&[Bump::Patch], None), Bump::Patch);
    assert_eq!(bump(&[Bump::Patch, Bump::Minor], None), Bump::Minor);
    assert_eq!(bump(&[Bump::Major, Bump::Patch], None), Bump::Major);
    for (by, found) in [("rita", Bump::Major), ("olga", Bump::Major), ("sven", Bump::Patch), ("ben", Bump::Patch)] {
        assert_eq!(bump(&[Bump::Patch], Some(by)), found, "set by {by}");
    }
}

#[test]
fn nobody_knows_who_set_a_label_and_it_does_not_count() {
    let mut scene = Scene::new();
    scene.read.description = String::new();
    scene.read.labels.insert("prozess::0-pflege".into(), None);
    assert_eq!(scene.why(), "no-ticket");
    scene.read.labels.insert("prozess::0-pflege".into(), Some(labelled("olga")));
    assert_eq!(scene.why(), "exempt");
    assert_eq!(scene.request().exempt.as_deref(), Some("label prozess::0-pflege"));
}

#[test]
fn a_tag_is_entered_once_with_its_commit() {
    let mut scene = Scene::new();
    scene.see();
    merged(&mut scene);
    let out = scene.meet(&Event::Tagged { tag: "v1.2.0".into() });
    assert!(matches!(&out.facts[..], [Fact::Tagged { tag, sha, .. }] if tag == "v1.2.0" && sha == "mmm"));
    assert_eq!(scene.request().tag.as_deref(), Some("v1.2.0"));
}

/// The status line names the ticket that decides, with the number of its decision and the deadline of its vote.
#[test]
fn the_status_says_what_decides() {
    let status = |scene: &mut Scene| {
        let out = scene.see();
        out.effects.iter().find_map(|effect| match effect {
            Effect::Status { head, gate, line, .. } => Some((head.clone(), *gate, line.clone())),
            _ => None,
        })
    };
    let mut scene = Scene::new();
    let mut open = standing(1, Gate::Waiting, Why::VoteOpen, Bump::Minor);
    open.deadline = Some(second(900));
    scene.views.standings.insert(ticket(1), open);
    let line = Line {
        gate: Gate::Waiting,
        why: Why::VoteOpen,
        ticket: Some(ticket(1)),
        number: None,
        deadline: Some(second(900)),
    };
    assert_eq!(status(&mut scene), Some(("aaa".into(), Gate::Waiting, line)));
    let mut done = standing(1, Gate::Cleared, Why::Accepted, Bump::Minor);
    done.number = Some("B-2026-001".into());
    scene.views.standings.insert(ticket(1), done);
    let line = Line {
        gate: Gate::Cleared,
        why: Why::Accepted,
        ticket: Some(ticket(1)),
        number: Some("B-2026-001".into()),
        deadline: None,
    };
    assert_eq!(status(&mut scene), Some(("aaa".into(), Gate::Cleared, line)));
}

/// What is green from the first needs no words; anything else is told what it waits for, and what has changed since.
#[test]
fn the_note_comes_where_something_is_to_be_said() {
    let notes = |out: &Outcome| -> Vec<Gate> {
        let gates = sayings(out).into_iter().filter_map(|saying| match saying {
            Saying::Gate { gate, .. } => Some(*gate),
            _ => None,
        });
        gates.collect()
    };
    let mut scene = Scene::new();
    assert_eq!(notes(&scene.see()), []);
    let mut scene = Scene::new();
    let approvals = std::mem::take(&mut scene.read.approvals);
    assert_eq!(notes(&scene.see()), [Gate::Waiting]);
    assert_eq!(notes(&scene.see()), [], "it was said");
    scene.read.approvals = approvals;
    assert_eq!(notes(&scene.see()), [Gate::Cleared]);
    assert_eq!(notes(&scene.see()), []);
    scene.read.head = Some("bbb".into());
    assert_eq!(notes(&scene.see()), [Gate::Waiting]);
    scene.read.head = Some("ccc".into());
    assert_eq!(notes(&scene.see()), [Gate::Waiting], "of another head");
}

/// `exempt`, `hold` and `unhold` are for operations and release managers.
#[test]
fn who_may_exempts_and_holds() {
    for (who, may) in [("olga", true), ("rita", true), ("sven", false), ("ben", false)] {
        let mut scene = Scene::new();
        scene.read.description = String::new();
        scene.read.draft = true;
        assert_eq!(scene.why(), "no-ticket");
        let refused = |out: &Outcome| matches!(sayings(out)[..], [Saying::NotAllowed { .. }]);
        let out = scene.say(who, "/vote exempt Tippfehler");
        assert_eq!((taken(&out), refused(&out)), (may, !may), "{who}");
        assert_eq!(scene.why(), if may { "exempt" } else { "no-ticket" });
        scene.say("olga", "/vote exempt Tippfehler");
        let out = scene.say(who, "/vote hold wartet");
        assert_eq!((taken(&out), refused(&out)), (may, !may), "{who}");
        assert_eq!(scene.why(), if may { "held" } else { "exempt" });
        scene.say("rita", "/vote hold wartet");
        let out = scene.say(who, "/vote unhold");
        assert_eq!((taken(&out), refused(&out)), (may, !may), "{who}");
        assert_eq!(scene.why(), if may { "exempt" } else { "held" });
        scene.say("olga", "/vote unhold");
        // "`/vote exempt` holds for the head it was given at."
        scene.read.head = Some("bbb".into());
        scene.read.approvals[0].1 = Some(second(500));
        assert_eq!(scene.why(), "no-ticket");
    }
}

/// `help` and `status` are for everybody; what is asked for again within five minutes is said once.
#[test]
fn help_and_status_are_for_everybody() {
    let slot = |out: &Outcome| {
        out.effects.iter().find_map(|effect| match effect {
            Effect::Note { slot, saying: Saying::Help | Saying::Conditions { .. }, .. } => Some(slot.clone()),
            _ => None,
        })
    };
    for command in ["/vote help", "/vote status"] {
        let mut scene = Scene::new();
        scene.read.draft = true;
        scene.see();
        let mut ask = |now: i64| {
            scene.now = now;
            let out = scene.say("fremde", command);
            assert!(taken(&out), "{command}");
            slot(&out).expect("it is answered")
        };
        // The laws' time begins with five minutes of their own.
        let (first, again, later) = (ask(300), ask(400), ask(700));
        assert!(first == again && first != later, "{command}: {first}, {again}, {later}");
    }
    let mut scene = Scene::new();
    scene.read.head = None;
    scene.see();
    let out = scene.say("fremde", "/vote status");
    assert!(taken(&out) && sayings(&out).is_empty(), "it was not judged yet");
}

/// What belongs under a ticket is not taken here, and what cannot be read is answered; one of both spoils the receipt.
#[test]
fn what_cannot_be_done_here_is_answered() {
    let mut scene = Scene::new();
    scene.rules.gate.merge = Merging::Off;
    scene.see();
    for text in ["/vote yes", "/vote blub", "/vote hold wartet\n/vote blub"] {
        let out = scene.say("olga", text);
        assert!(!taken(&out), "{text}");
        assert!(sayings(&out).iter().any(|saying| matches!(saying, Saying::Mistaken { .. })), "{text}");
    }
    assert_eq!(scene.why(), "held", "what can be done is done");
    assert!(scene.say("olga", "Kein Befehl").effects.iter().all(|effect| matches!(effect, Effect::Status { .. })));
}

/// Commands are read at the forge, in the open, unedited, and never votum's own.
#[test]
fn only_an_open_unedited_comment_of_a_person_commands() {
    let mut scene = Scene::new();
    scene.rules.gate.merge = Merging::Off;
    scene.see();
    let mut note = scene.note("olga", "/vote hold wartet");
    for change in [
        |note: &mut NoteRead| note.seen = false,
        |note: &mut NoteRead| note.internal = true,
        |note: &mut NoteRead| note.author = person("votum"),
    ] {
        let mut other = note.clone();
        change(&mut other);
        assert!(scene.meet(&Event::Note(Box::new(other))).facts.is_empty());
        assert_eq!(scene.why(), "accepted");
    }
    note.edited = true;
    let out = scene.meet(&Event::Note(Box::new(note.clone())));
    assert!(!taken(&out) && matches!(sayings(&out)[..], [Saying::Rewritten { .. }]));
    assert_eq!(scene.why(), "accepted");
    note.note += 1;
    let out = scene.meet(&Event::Note(Box::new(note.clone())));
    assert!(!taken(&out) && sayings(&out).is_empty(), "that is said once to a person");
    (note.note, note.edited) = (note.note + 1, false);
    assert!(taken(&scene.meet(&Event::Note(Box::new(note)))));
    assert_eq!(scene.why(), "held");
}

/// `/vote release` is a release manager's, after the merge and before its tag; a version may follow.
#[test]
fn a_release_manager_releases_after_the_merge() {
    let asked = |out: &Outcome| {
        out.effects.iter().find_map(|effect| match effect {
            Effect::LetPass { asked, .. } => Some((asked.by.account.clone(), asked.version.clone())),
            _ => None,
        })
    };
    let mut scene = Scene::new();
    scene.see();
    let not_now = |out: &Outcome, wanted: &str| matches!(sayings(out)[..], [Saying::NotNow { command: "release", state, .. }] if state == wanted);
    let out = scene.say("rita", "/vote release");
    assert!(!taken(&out) && not_now(&out, "not-merged") && asked(&out).is_none());
    merged(&mut scene);
    for who in ["olga", "ben"] {
        let out = scene.say(who, "/vote release");
        assert!(!taken(&out) && asked(&out).is_none(), "{who} is no release manager");
        assert!(matches!(sayings(&out)[..], [Saying::NotAllowed { command: "release", .. }]));
    }
    for (words, version) in [("", None), (" v1.4.0", Some("v1.4.0")), (" 1.4.0", Some("v1.4.0"))] {
        let out = scene.say("rita", &format!("/vote release{words}"));
        assert!(taken(&out));
        assert_eq!(asked(&out), Some((account("rita"), version.map(str::to_string))), "{words}");
    }
    let out = scene.say("rita", "/vote release 1.4");
    assert!(!taken(&out) && asked(&out).is_none());
    let no_version = Mistake::Argument { command: "release" };
    assert!(matches!(sayings(&out)[..], [Saying::Mistaken { mistake, .. }] if *mistake == no_version));
    scene.meet(&Event::Tagged { tag: "v1.4.0".into() });
    let out = scene.say("rita", "/vote release");
    assert!(!taken(&out) && not_now(&out, "released") && asked(&out).is_none());
}
