// SPDX-License-Identifier: EUPL-1.2
//! Freezes that defer, ballots from a meeting, projects under another path, and the keys by which rules ask for them.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;
use votum::domain::ballot::{Act, Ballot, Source, Terms, WhyNot, count};
use votum::domain::command::Choice;
use votum::domain::electorate::Electorate;
use votum::domain::ids::MemberId;
use votum::domain::reference;
use votum::domain::rules::{Deputies, Freeze, FreezeEffect, Opinion, Oversight, Rules};

use super::facts::ballot;
use super::{cases, electorate, member, project, rules, rules_with, second, ticket};

fn joint() -> Rules {
    rules_with(|text| text.replace("resubmission = \"never\"", "resubmission = \"never\"\nbudget = \"joint\""))
}

fn freeze() -> impl Strategy<Value = Freeze> {
    let effects = [FreezeEffect::ContractRests, FreezeEffect::LeavesBase, FreezeEffect::Defer];
    (0..60_i64, 0..40_i64, prop::sample::select(effects.to_vec())).prop_map(|(from, length, effect)| {
        let from = date(2026, 3, 1) + from.days();
        Freeze { member: "duernau".into(), from, until: from + length.days(), kind: "sperrvermerk".into(), effect }
    })
}

/// A vote of ten seconds that is over and was read, with every way open and ballots that may be changed.
fn terms<'a>(electorate: &'a Electorate, recused: &'a BTreeSet<MemberId>) -> Terms<'a> {
    Terms {
        opened: Some(second(0)),
        deadline: second(10),
        ended: None,
        final_reading: true,
        electorate,
        recused,
        comments: true,
        emoji: true,
        change: true,
        deputies: Deputies::Last,
    }
}

proptest! {
    #![proptest_config(cases(200))]

    /// No vote on joint money opens on a day on which a freeze defers it, and none is put off without need.
    #[test]
    fn no_opening_under_a_deferring_freeze(freezes in prop::collection::vec(freeze(), 0..5), days in 0..90_i64) {
        let rules = Rules { freezes, ..joint() };
        let ready = rules.calendar.at(date(2026, 3, 2) + days.days(), rules.voting.open_time);
        let process = rules.process("joint-feature").expect("it is one");
        let opening = rules.opening_after_freezes(process, ready);
        let defers = |at| rules.freezes_on(process, FreezeEffect::Defer, rules.calendar.day(at)).next().is_some();
        prop_assert!(opening >= ready && !defers(opening));
        prop_assert_eq!(opening == ready, !defers(ready));
        let change = rules.process("change").expect("it is one");
        prop_assert_eq!(rules.opening_after_freezes(change, ready), ready);
    }

    /// What operations enter from a meeting counts only where the member has given no ballot of its own, whichever came
    /// first, and whichever ways are open.
    #[test]
    fn an_own_ballot_goes_before_a_meeting(own in 1..9_i64, meeting in 1..9_i64, spoke: bool, comments: bool) {
        let yes = Act::Choose(Choice::Yes);
        let plain = Ballot { member: Some(member(0)), act: yes, seen: true, edited: false, revoked: None, ..ballot() };
        let entered = Ballot { source: Source::Meeting(9, 0), at: second(meeting), ..plain.clone() };
        let own = Ballot { source: Source::Award(1), at: second(own), proxied: false, ..plain };
        let ballots = if spoke { vec![entered, own] } else { vec![entered] };
        let electorate = electorate(&[1]);
        let nobody = BTreeSet::new();
        let terms = Terms { comments, ..terms(&electorate, &nobody) };
        let counted = count(&ballots, &terms);
        prop_assert_eq!(counted.why_not[0], spoke.then_some(WhyNot::OwnVoteFirst));
        prop_assert_eq!(counted.counted.len(), 1);
    }
}

proptest! {
    #![proptest_config(cases(300))]

    /// Entries from a meeting, their being taken back, and what the member and its proxy say: whatever the order in which
    /// votum learns of them, the last entry that was not taken back counts, and only where neither has spoken; and a
    /// mistaken entry makes nothing final.
    #[test]
    fn entries_from_a_meeting(
        given in prop::collection::vec((0..9_u64, 0..4_usize, prop::sample::select(vec!["entered", "own", "proxy"])), 1..7),
        turn in 0..7_usize,
        change: bool,
    ) {
        let acts = [Act::Choose(Choice::Yes), Act::Choose(Choice::No), Act::Choose(Choice::Abstain), Act::Retract];
        let given: Vec<Ballot> = given
            .into_iter()
            .enumerate()
            .map(|(i, (at, act, by))| {
                let place = 10 + i as u64;
                let source = if by == "entered" { Source::Meeting(place, 0) } else { Source::Note(place, 0) };
                // Nobody but operations retracts here: the law on retractions is another one.
                let act = if by == "entered" { acts[act] } else { acts[act.min(2)] };
                let at = second(at.cast_signed());
                let (member, proxied) = (Some(member(0)), by != "own");
                Ballot { source, member, proxied, act, at, seen: true, edited: false, revoked: None, ..ballot() }
            })
            .collect();
        let electorate = electorate(&[1]);
        let nobody = BTreeSet::new();
        let terms = Terms { change, ..terms(&electorate, &nobody) };
        let mut sorted: Vec<&Ballot> = given.iter().collect();
        sorted.sort_by_key(|ballot| (ballot.at, ballot.source));
        let last = |of: &dyn Fn(&&Ballot) -> bool| sorted.iter().copied().rfind(of);
        let first = |of: &dyn Fn(&&Ballot) -> bool| sorted.iter().copied().find(of);
        let said = |ballot: &&Ballot| !matches!(ballot.source, Source::Meeting(..));
        let own = |ballot: &&Ballot| said(ballot) && !ballot.proxied;
        let expected = if change { last(&own).or_else(|| last(&said)) } else { first(&said) };
        let entered = last(&|ballot| !said(ballot)).filter(|ballot| ballot.act != Act::Retract);
        let expected = expected.or(entered).map(|ballot| ballot.source);
        let mut learned = given.clone();
        learned.rotate_left(turn % given.len());
        for ballots in [given.clone(), learned] {
            let counted = count(&ballots, &terms);
            prop_assert_eq!(counted.counted.get(&member(0)).map(|(_, place)| ballots[*place].source), expected);
            for (ballot, why) in ballots.iter().zip(&counted.why_not) {
                prop_assert_eq!(why.is_none(), Some(ballot.source) == expected);
                if ballot.act == Act::Retract {
                    prop_assert_eq!(*why, Some(WhyNot::Withdrawn));
                }
            }
        }
    }
}

/// A name by the new path of a renamed project leads to the name by which it is known; the old one still does.
#[test]
fn a_new_path_leads_to_the_old_name() {
    let (old, new) = (project("talverbund/steuerung"), project("talbund/leitung"));
    let rules = Rules { renamed: [(new.clone(), old)].into(), ..rules() };
    for words in ["Vorgang: talbund/leitung#7", "Closes talbund/leitung#7", "Ticket: talverbund/steuerung#7"] {
        let named = reference::named(&rules, &project("talverbund/kern"), "", words);
        assert_eq!(named.into_iter().collect::<Vec<_>>(), [ticket(7)], "{words}");
    }
    assert!(rules.lies_at(&ticket(1).project, "Talbund/Leitung") && !rules.lies_at(&ticket(1).project, "talbund/x"));
}

/// The keys, and what holds without them.
#[test]
fn who_looks_on_is_asked_for_by_name() {
    assert_eq!(rules().voting.oversight, Oversight::default());
    let asked = rules_with(|text| {
        let keys = "certify = \"person\"\ntechnical_opinion = \"required\"\ndiscussion_request = \"pause\"\ndiscussion_members = 3";
        let text = text.replace("[voting]\n", &format!("[voting]\n{keys}\n"));
        text.replace("[roles]\n", "[roles]\nfour_eyes = true\n")
    });
    let all = Oversight { certified: true, four_eyes: true, opinion: Opinion::Required, pauses_at: Some(3) };
    assert_eq!(asked.voting.oversight, all);
    let requires = |id: &str| asked.process(id).map(|process| process.requires.clone()).unwrap_or_default();
    assert_eq!(requires("core-admission"), ["product-readiness", "technical-opinion"]);
    assert_eq!(requires("bug"), Vec::<String>::new(), "where nobody votes, nobody is asked");
}
