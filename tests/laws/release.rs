// SPDX-License-Identifier: EUPL-1.2
//! A series' releases: one merge at a time in the order of merging, and no tag over commits that nobody cleared.

use std::collections::BTreeMap;

use proptest::prelude::*;
use votum::domain::decide::{Outcome, State, decide};
use votum::domain::effect::Effect;
use votum::domain::event::{Event, MergeDone, ReleaseAsked, TagsRead, Views};
use votum::domain::fact::{Fact, Gate, Text};
use votum::domain::ids::Thread;
use votum::domain::reason::Why;
use votum::domain::release::{Halt, Lack, Releases};
use votum::domain::rules::Rules;
use votum::domain::saying::Saying;
use votum::domain::version::{Bump, of_tag};

use super::scene::standing;
use super::{cases, person, project, rules, rules_with, second, views};

fn request(iid: u64) -> Thread {
    Thread::merge_request(project("talverbund/kern"), iid)
}

fn done(iid: u64, bump: Bump, cleared: bool) -> MergeDone {
    MergeDone {
        merge_request: request(iid),
        sha: format!("merge{iid}"),
        bump,
        commits: vec![format!("commit{iid}")],
        notes: Vec::new(),
        cleared,
        reasons: vec![(Gate::Waiting, Why::NoTicket, None)],
        wanted: true,
    }
}

fn merge(iid: u64, bump: Bump, cleared: bool) -> Event {
    Event::MergeDone(Box::new(done(iid, bump, cleared)))
}

fn release(iid: u64, version: Option<&str>) -> Event {
    let version = version.map(str::to_string);
    Event::Release(Box::new(ReleaseAsked { merge_request: request(iid), by: person("rita"), note: 7, version }))
}

/// What is read for a merge: these tags stand at these commits, of which all are below it.
fn read(iid: u64, tags: &[(&str, &str)], since: &[&str]) -> TagsRead {
    let mut reached: Vec<&str> = tags.iter().map(|(tag, _)| *tag).collect();
    reached.sort_by_key(|tag| std::cmp::Reverse(of_tag(tag)));
    TagsRead {
        merge_request: request(iid),
        sha: format!("merge{iid}"),
        prefix: String::new(),
        standing: tags.iter().map(|(tag, commit)| ((*tag).to_string(), (*commit).to_string())).collect(),
        reached: reached.into_iter().map(str::to_string).collect(),
        since: since.iter().map(|commit| (*commit).to_string()).collect(),
        unseen: None,
    }
}

fn tags(iid: u64, tags: &[(&str, &str)], since: &[&str]) -> Event {
    Event::Tags(Box::new(read(iid, tags, since)))
}

/// A series and what happens to it.
struct Line {
    rules: Rules,
    views: Views,
    state: State,
    now: i64,
}

impl Line {
    fn new(rules: Rules) -> Self {
        Self { views: views(&rules), rules, state: State::Releases(Box::default()), now: 0 }
    }

    fn meet(&mut self, event: &Event) -> Outcome {
        let out = decide(&self.state, &self.rules, &self.views, event, second(self.now));
        for fact in &out.facts {
            self.state = self.state.clone().after(fact);
        }
        let again = decide(&self.state, &self.rules, &self.views, event, second(self.now)).facts;
        assert_eq!(again, [], "met again, {event:?} says nothing new");
        out
    }

    fn releases(&self) -> &Releases {
        match &self.state {
            State::Releases(releases) => releases,
            _ => panic!("it is a series"),
        }
    }

    /// The tag chosen for what was read, if one was; it is set at once.
    fn tags(&mut self, event: &Event) -> Option<String> {
        let chosen = self.meet(event).facts.into_iter().find_map(|fact| match fact {
            Fact::TagChosen { tag, .. } => Some(tag),
            _ => None,
        })?;
        self.meet(&Event::Tagged { tag: chosen.clone() });
        Some(chosen)
    }
}

fn on_command() -> Rules {
    rules_with(|text| text + "\n[release]\nmode = \"on-command\"\n")
}

/// What is answered.
fn answer(out: &Outcome) -> Option<&Saying> {
    out.effects.iter().find_map(|effect| match effect {
        Effect::Note { saying, .. } => Some(saying),
        _ => None,
    })
}

fn some_event() -> impl Strategy<Value = Event> {
    let bump = prop::sample::select(vec![Bump::Patch, Bump::Minor, Bump::Major]);
    prop_oneof![
        4 => (1..6_u64, bump, prop::bool::weighted(0.8)).prop_map(|(iid, bump, cleared)| merge(iid, bump, cleared)),
        6 => (0..6_u64, prop::bool::weighted(0.2)).prop_map(|(iid, foreign)| {
            let (commit, merge) = (format!("commit{iid}"), format!("merge{iid}"));
            let mut since = vec![commit.as_str(), merge.as_str()];
            since.extend(foreign.then_some("foreign"));
            tags(iid, &[], &since)
        }),
        4 => Just(Event::Tagged { tag: "chosen".into() }),
        1 => (1..6_u64).prop_map(|iid| release(iid, None)),
        1 => Just(Event::Tick),
    ]
}

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn tags_are_set_in_the_order_of_merging_and_each_is_higher(events in prop::collection::vec(some_event(), 1..60)) {
        let (mut facts, mut at_forge) = (Vec::<Fact>::new(), None::<(String, String)>);
        let mut line = Line::new(rules());
        for event in events {
            let event = match event {
                Event::Tags(read) => {
                    let standing: Vec<_> = at_forge.iter().cloned().collect();
                    let reached = standing.iter().map(|(tag, _)| tag.clone()).collect();
                    Event::Tags(Box::new(TagsRead { standing, reached, ..*read }))
                }
                Event::Tagged { .. } => Event::Tagged { tag: line.releases().chosen.clone().unwrap_or_default() },
                event => event,
            };
            let before = line.releases().clone();
            let out = line.meet(&event);
            for fact in &out.facts {
                if let Fact::Tagged { tag, sha, .. } = fact {
                    let highest = at_forge.as_ref().and_then(|(tag, _)| of_tag(tag));
                    prop_assert!(of_tag(tag) > highest, "{} is not higher", tag);
                    at_forge = Some((tag.clone(), sha.clone()));
                }
                if let Fact::TagChosen { sha, .. } = fact {
                    prop_assert!(before.chosen.is_none() && before.stopped.is_none());
                    prop_assert_eq!(Some(sha), before.due.front().map(|due| &due.sha));
                    let Event::Tags(read) = &event else { panic!("a version is chosen on what was read") };
                    prop_assert_eq!(sha, &read.sha, "what was read for another merge says nothing");
                }
            }
            facts.extend(out.facts);
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
        prop_assert_eq!(&Releases::from_facts(&facts), line.releases());
    }
}

#[test]
fn a_merge_past_the_gate_waits_for_no_tag_and_stops_the_next() {
    let mut line = Line::new(rules());
    assert!(matches!(line.meet(&merge(1, Bump::Minor, false)).facts[..], [Fact::MergedPast { .. }]));
    let saying = line.meet(&release(1, None));
    assert!(matches!(answer(&saying), Some(Saying::NotNow { state, .. }) if state == "release-past"));
    assert!(matches!(line.meet(&merge(2, Bump::Minor, true)).facts[..], [Fact::TagDue { .. }]));
    let read = tags(2, &[], &["commit1", "merge1", "merge2", "pushed"]);
    let out = line.meet(&read);
    let Some(Saying::TagStopped { lacks }) = answer(&out) else { panic!("it is said: {out:?}") };
    let past = Lack {
        merge_request: Some(request(1)),
        commits: vec!["commit1".into(), "merge1".into()],
        why: Some(Why::NoTicket),
        ticket: None,
    };
    let pushed = Lack { merge_request: None, commits: vec!["pushed".into()], why: None, ticket: None };
    assert_eq!(*lacks, [past, pushed]);
    assert_eq!((lacks[0].ask(), lacks[1].ask()), ("author", "developers"));
    assert!(matches!(line.meet(&release(2, None)).facts[..], [Fact::TagReleased { .. }]));
    assert!(matches!(&line.meet(&read).facts[..], [Fact::TagChosen { tag, .. }] if tag == "v0.1.0"));
    let out = line.meet(&Event::Tagged { tag: "v0.1.0".into() });
    let carried =
        |effect: &Effect| matches!(effect, Effect::Carried { merge_request, .. } if *merge_request == request(1));
    assert!(out.effects.iter().any(carried), "the one past the gate is in it: {out:?}");
    assert!(line.releases().past.is_empty());
}

/// A ticket whose decision is void by the time of the release keeps it back like a commit past the gate.
#[test]
fn a_decision_that_no_longer_stands_stops_the_tag() {
    let mut line = Line::new(rules());
    let accepted = standing(1, Gate::Cleared, Why::Accepted, Bump::Minor);
    let notes = vec![accepted.note.clone()];
    line.meet(&Event::MergeDone(Box::new(MergeDone { notes, ..done(1, Bump::Minor, true) })));
    let ticket = accepted.note.ticket.clone();
    let void = standing(1, Gate::Waiting, Why::VoteVoid, Bump::Minor);
    line.views.standings = BTreeMap::from([(ticket.clone(), void)]);
    let read = tags(1, &[], &["merge1"]);
    let out = line.meet(&read);
    let lack = Lack {
        merge_request: Some(request(1)),
        commits: Vec::new(),
        why: Some(Why::VoteVoid),
        ticket: Some(ticket.clone()),
    };
    assert!(matches!(&out.facts[..], [Fact::TagStopped { lacks: Some(lacks), .. }] if *lacks == [lack]));
    assert!(matches!(line.meet(&release(1, None)).facts[..], [Fact::TagReleased { .. }]));
    assert_eq!(line.tags(&read).as_deref(), Some("v0.1.0"), "it was let pass");
}

/// On command, what waits is released together: at the merge that was named, as far as the farthest of them goes.
#[test]
fn on_command_the_waiting_are_released_together() {
    let mut line = Line::new(on_command());
    for (iid, bump) in [(1, Bump::Patch), (2, Bump::Minor), (3, Bump::Patch), (4, Bump::Major)] {
        assert!(matches!(line.meet(&merge(iid, bump, true)).facts[..], [Fact::TagDue { .. }, Fact::TagHeld { .. }]));
    }
    let at = |iid, highest| tags(iid, &[(highest, "x")], &[]);
    assert!(line.meet(&at(1, "v1.0.0")).facts.is_empty(), "nobody asked");
    assert!(matches!(line.meet(&release(3, None)).facts[..], [Fact::VersionAsked { .. }]));
    assert!(line.meet(&at(1, "v1.0.0")).facts.is_empty(), "what was read for the first says nothing about the third");
    assert!(
        matches!(&line.meet(&at(3, "v1.0.0")).facts[..], [Fact::TagChosen { tag, sha, .. }] if tag == "v1.1.0" && sha == "merge3")
    );
    let underway = line.meet(&release(3, None));
    assert!(matches!(answer(&underway), Some(Saying::NotNow { state, .. }) if state == "release-underway"));
    let done = line.meet(&Event::Tagged { tag: "v1.1.0".into() });
    assert!(matches!(&done.facts[..], [Fact::Tagged { sha, .. }] if sha == "merge3"));
    assert_eq!(done.effects.len(), 2, "the two before it are told");
    assert!(matches!(line.meet(&release(4, Some("v1.1.0"))).facts[..], [Fact::VersionAsked { .. }]));
    assert!(matches!(line.meet(&at(4, "v1.1.0")).facts[..], [Fact::VersionRefused { .. }]), "it is there already");
    assert!(matches!(line.meet(&release(4, Some("v7.0.0"))).facts[..], [Fact::VersionAsked { .. }]));
    assert_eq!(line.tags(&at(4, "v1.1.0")).as_deref(), Some("v7.0.0"));
    let nothing = line.meet(&release(9, None));
    assert!(matches!(answer(&nothing), Some(Saying::NotNow { state, .. }) if state == "release-none"));
}

/// A pre-release is asked for; what is merged then counts it up, and the final version holds all of it.
#[test]
fn candidates_and_their_final_version() {
    let mut line = Line::new(rules());
    line.meet(&merge(1, Bump::Minor, true));
    line.meet(&release(1, Some("v1.3.0-rc.1")));
    let (old, one) = (("v1.2.0", "x"), ("v1.3.0-rc.1", "merge1"));
    assert_eq!(line.tags(&tags(1, &[old], &["merge1"])).as_deref(), Some("v1.3.0-rc.1"));
    line.meet(&merge(2, Bump::Patch, true));
    assert_eq!(line.tags(&tags(2, &[old, one], &["merge2"])).as_deref(), Some("v1.3.0-rc.2"));
    assert!(
        matches!(line.meet(&release(2, None)).facts[..], [Fact::VersionAsked { .. }]),
        "the final one is asked for"
    );
    let two = ("v1.3.0-rc.2", "merge2");
    assert_eq!(line.tags(&tags(2, &[old, one, two], &[])).as_deref(), Some("v1.3.0"));
    let held: Vec<_> = line.releases().recent.iter().map(|held| (held.tag.as_str(), held.merges.len())).collect();
    assert_eq!(held, [("v1.3.0-rc.1", 1), ("v1.3.0-rc.2", 2), ("v1.3.0", 2)]);
    assert!(line.releases().candidate.is_empty());
    let again = line.meet(&release(2, None));
    assert!(matches!(answer(&again), Some(Saying::NotNow { .. })), "it is final");
}

/// A tag that stands at the merge is taken for its own; at another commit it stops everything, and never a second one is
/// set. When it is gone, or another version is named, it goes on.
#[test]
fn a_tag_that_stands_already() {
    let mut line = Line::new(rules());
    line.meet(&merge(1, Bump::Minor, true));
    assert_eq!(line.tags(&tags(1, &[("v0.7.0", "merge1")], &[])).as_deref(), Some("v0.7.0"), "set by hand");
    line.meet(&merge(2, Bump::Minor, true));
    let mut taken = read(2, &[("v0.7.0", "merge1")], &["merge2"]);
    taken.standing.push(("v0.8.0".into(), "elsewhere".into()));
    let taken = Event::Tags(Box::new(taken));
    let out = line.meet(&taken);
    let halt =
        Fact::TagHalted { halt: Halt::Elsewhere, tag: "v0.8.0".into(), found: Text::from("elsewhere"), at: second(0) };
    assert_eq!(out.facts, [halt]);
    let waits = line.meet(&release(2, None));
    assert!(matches!(answer(&waits), Some(Saying::NotNow { state, .. }) if state == "release-halted"));
    line.meet(&release(2, Some("v0.9.0")));
    assert_eq!(line.tags(&taken).as_deref(), Some("v0.9.0"));
    line.meet(&merge(3, Bump::Minor, true));
    let now = [("v0.7.0", "merge1"), ("v0.9.0", "merge2")];
    assert!(matches!(&line.meet(&tags(3, &now, &["merge3"])).facts[..], [Fact::TagChosen { .. }]));
    // Somebody sets it in the moment between.
    let refused = |halt, found: &str| Event::TagRefused { tag: "v0.10.0".into(), halt, found: Text::from(found) };
    assert!(matches!(&line.meet(&refused(Halt::Elsewhere, "abc")).facts[..], [Fact::TagHalted { .. }]));
    assert!(line.releases().chosen.is_none());
    assert_eq!(line.tags(&tags(3, &now, &["merge3"])).as_deref(), Some("v0.10.0"), "it was taken away again");
}

#[test]
fn what_the_forge_cannot_show_is_not_tagged_over() {
    let mut line = Line::new(rules());
    line.meet(&merge(1, Bump::Minor, true));
    let unseen = TagsRead { unseen: Some("a…b".into()), ..read(1, &[], &[]) };
    assert!(matches!(
        &line.meet(&Event::Tags(Box::new(unseen))).facts[..],
        [Fact::TagHalted { halt: Halt::Unseen, .. }]
    ));
    assert!(line.releases().to_choose().is_some(), "it is asked again");
    assert_eq!(line.tags(&tags(1, &[], &["merge1"])).as_deref(), Some("v0.1.0"));
    assert!(line.releases().halted.is_none());
}

/// At an appointment everything that was merged before it is released together, and only once.
#[test]
fn by_schedule() {
    let rules = rules_with(|text| text + "\n[release]\nmode = \"schedule\"\nschedule = [\"mon 10:00\", \"1 10:00\"]\n");
    let mut line = Line::new(rules);
    let day = 24 * 3_600;
    assert!(line.meet(&Event::Tick).facts.is_empty(), "nothing waits, so nothing happens");
    line.meet(&merge(1, Bump::Patch, true));
    line.now += 60;
    line.meet(&merge(2, Bump::Minor, true));
    let due = line.releases().due_at(&line.rules).expect("it waits for its appointment");
    assert!(line.meet(&Event::Tick).facts.is_empty());
    // votum was away for weeks.
    line.now += 21 * day;
    assert!(due < second(line.now));
    assert!(
        matches!(&line.meet(&Event::Tick).facts[..], [Fact::TagTimed { merge_request, .. }] if *merge_request == request(2))
    );
    line.meet(&merge(3, Bump::Patch, true));
    let old = [("v1.2.0", "x")];
    assert_eq!(line.tags(&tags(2, &old, &["merge1", "merge2"])).as_deref(), Some("v1.3.0"));
    assert!(line.releases().to_choose().is_none(), "the third waits for the next one");
    assert!(line.releases().due_at(&line.rules).is_some_and(|at| at > second(line.now)));
}

/// A merge that belongs to another series of the project is known here and not released.
#[test]
fn a_merge_of_another_series_is_known() {
    let mut line = Line::new(rules());
    let other = Event::MergeDone(Box::new(MergeDone { wanted: false, ..done(1, Bump::Major, true) }));
    assert!(matches!(line.meet(&other).facts[..], [Fact::Known { .. }]));
    line.meet(&merge(2, Bump::Patch, true));
    let read = tags(2, &[("v1.0.0", "x")], &["commit1", "merge1", "commit2", "merge2"]);
    assert_eq!(line.tags(&read).as_deref(), Some("v1.0.1"));
}

/// Every change belongs to the series whose paths it touches, and what no series takes to the project's own.
#[test]
fn which_series_a_change_belongs_to() {
    let rules = rules_with(|text| {
        text + "
[release]
[[release.prefix]]
project = \"opencode:talverbund/kern\"
paths   = [\"bad/**\"]
tag     = \"bad/\"
[[release.prefix]]
project = \"opencode:talverbund/kern\"
paths   = [\"sport/**\", \"shared/*\"]
tag     = \"sport/\"
[[release.prefix]]
project = \"opencode:talverbund/modul\"
tag     = \"modul-\"
"
    });
    let of = |path: &str, paths: Option<&[&str]>| {
        let paths: Option<Vec<String>> = paths.map(|paths| paths.iter().map(|path| (*path).to_string()).collect());
        rules.release.prefixes(&project(path), paths.as_deref()).join(" + ")
    };
    let kern = "talverbund/kern";
    assert_eq!(rules.release.tags_of(&project(kern)), ["v*", "bad/v*", "sport/v*"], "what is to be protected");
    assert_eq!(rules.release.tags_of(&project("talverbund/modul")), ["modul-v*"]);
    assert_eq!(of(kern, Some(&["bad/a/b.rs"])), "bad/");
    assert_eq!(of(kern, Some(&["bad/a.rs", "sport/b.rs"])), "bad/ + sport/");
    assert_eq!(of(kern, Some(&["bad/a.rs", "README.md"])), " + bad/");
    assert_eq!(of(kern, Some(&["shared/deep/x.rs"])), "", "* does not cross /");
    assert_eq!(of(kern, None), " + bad/ + sport/", "a list that is not whole may touch all");
    assert_eq!(of("talverbund/modul", Some(&["x"])), "modul-");
    assert_eq!(of("talverbund/other", Some(&["x"])), "");
}
