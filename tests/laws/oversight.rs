// SPDX-License-Identifier: EUPL-1.2
//! Freezes that defer, ballots from a meeting, projects under another path, and the keys by which rules ask for them.

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;
use votum::domain::ballot::{Act, Ballot, Source, Terms, WhyNot, count};
use votum::domain::command::Choice;
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
        let terms = Terms {
            opened: Some(second(0)),
            deadline: second(10),
            ended: None,
            final_reading: true,
            electorate: &electorate,
            recused: &std::collections::BTreeSet::new(),
            comments,
            emoji: true,
            change: true,
            deputies: Deputies::Last,
        };
        let counted = count(&ballots, &terms);
        prop_assert_eq!(counted.why_not[0], spoke.then_some(WhyNot::OwnVoteFirst));
        prop_assert_eq!(counted.counted.len(), 1);
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
