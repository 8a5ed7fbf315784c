// SPDX-License-Identifier: EUPL-1.2
//! What failed elsewhere when votes were counted: each law names where it was seen.

use votum::domain::rules::Rules;

use super::case::{CORE, Case, rules};

/// A core admission decided by these comments, under rules with words replaced; returns what it came to.
fn decide(rules: Rules, said: &[(i64, &str, &str)]) -> &'static str {
    let (mut case, _) = Case::opens(rules, CORE, "");
    for (at, who, words) in said {
        case.say(*at, who, words);
    }
    case.now = 61;
    let notes = said.iter().map(|(at, who, words)| super::case::note(*at, who, words)).collect();
    case.meet(&votum::domain::event::Event::Full(Box::new(votum::domain::event::FullRead {
        at: super::second(61),
        notes,
        awards: Vec::new(),
        vote_note_stands: true,
        whole: true,
    })));
    case.phase()
}

fn approving(share: &str) -> Rules {
    rules(|text| {
        let (before, process) = text.split_once("id           = \"core-admission\"").expect("it is there");
        format!("{before}id           = \"core-admission\"{}", process.replacen(">= 75 %", share, 1))
    })
}

/// Two against two passed where half was enough (cloudnative-pg/barman-cloud#302 and its sisters): a tie is rejected
/// under more than half, and only a rule that says "half" takes it.
#[test]
fn a_tie_is_what_the_rule_says() {
    let tie = [(10, "anna", "/vote yes"), (11, "ben", "/vote yes"), (12, "cem", "/vote no"), (13, "dora", "/vote no")];
    for (share, result) in
        [("> 50 %", "rejected"), ("> 1/2", "rejected"), (">= 50 %", "accepted"), ("3 of 4", "rejected")]
    {
        assert_eq!(decide(approving(share), &tie), result, "{share}");
    }
}

/// An abstention was counted although the charter said otherwise (hiero-ledger/governance!655), and turned out to be a
/// no that nobody had meant (cncf/sandbox#36, NixOS/org#184): what it does follows from the base, and nothing else.
#[test]
fn an_abstention_does_what_the_base_says() {
    let said =
        [(10, "anna", "/vote yes"), (11, "ben", "/vote yes"), (12, "cem", "/vote yes"), (13, "dora", "/vote abstain")];
    let few = [(10, "anna", "/vote yes"), (11, "ben", "/vote abstain"), (12, "cem", "/vote abstain")];
    let none = [(11, "ben", "/vote abstain"), (12, "cem", "/vote abstain"), (13, "dora", "/vote abstain")];
    let cast = || rules(|text| text.replace("[voting]\n", "[voting]\nbase = \"cast\"\n"));
    assert_eq!((decide(rules(|text| text), &said), decide(cast(), &said)), ("accepted", "accepted"));
    assert_eq!((decide(rules(|text| text), &few), decide(cast(), &few)), ("rejected", "accepted"));
    assert_eq!(
        (decide(rules(|text| text), &none), decide(cast(), &none)),
        ("rejected", "rejected"),
        "a quorum of abstentions"
    );
}

/// "Of those voting or of those entitled?" was asked again for years (w3c/process#838 and #842, kernelci-project!298): the
/// same ballots come out differently, as the rule says, and one of one is no majority where nobody else came
/// (publiccodeyml/bot `voteEnd.ts`).
#[test]
fn the_base_is_part_of_the_rule() {
    let cast = || rules(|text| text.replace("[voting]\n", "[voting]\nbase = \"cast\"\n"));
    let three_ways: [&[(i64, &str, &str)]; 3] = [
        &[(10, "anna", "/vote yes"), (11, "ben", "/vote yes"), (12, "cem", "/vote abstain")],
        &[(10, "anna", "/vote yes")],
        &[],
    ];
    let results = three_ways.map(|said| (decide(rules(|text| text), said), decide(cast(), said)));
    assert_eq!(results, [("rejected", "accepted"), ("rejected", "inquorate"), ("rejected", "inquorate")]);
}

/// Delegates of one organisation were counted one by one (cncf/gitvote, publiccodeyml/bot; containernetworking/cni#493):
/// the member votes, however many speak for it and however often.
#[test]
fn one_member_is_one_vote() {
    let said = [
        (10, "anna", "/vote yes"),
        (11, "anja", "/vote yes"),
        (12, "anna", "/vote yes"),
        (13, "ben", "/vote yes"),
        (14, "cem", "/vote no"),
    ];
    assert_eq!(decide(rules(|text| text), &said), "rejected", "two of four");
    let contradicting =
        [(10, "anna", "/vote yes"), (11, "anja", "/vote no"), (12, "ben", "/vote yes"), (13, "cem", "/vote yes")];
    let with =
        |deputies: &str| rules(|text| text.replace("[voting]\n", &format!("[voting]\ndeputies = \"{deputies}\"\n")));
    let results = ["last", "ranked", "unanimous"].map(|deputies| decide(with(deputies), &contradicting));
    assert_eq!(results, ["rejected", "accepted", "rejected"]);
}

/// Votes were taken after the deadline because the job that closes ran late (loomio#8482, #4076; publiccodeyml/bot): a
/// ballot is judged by its own time, whenever it is read.
#[test]
fn the_deadline_is_the_deadline() {
    let at = |last: i64| [(10, "anna", "/vote yes"), (11, "ben", "/vote yes"), (last, "cem", "/vote yes")];
    assert_eq!([59, 60, 61].map(|last| decide(rules(|text| text), &at(last))), ["accepted", "accepted", "rejected"]);
}

/// Everybody stepped back, and what was left of nobody agreed: an empty base accepts nothing.
#[test]
fn nobody_accepts_nothing() {
    let said = [
        (10, "anna", "/vote recuse Grundstück"),
        (11, "ben", "/vote recuse Grundstück"),
        (12, "cem", "/vote recuse Grundstück"),
        (13, "dora", "/vote recuse Grundstück"),
        (14, "anna", "/vote yes"),
    ];
    for base in ["entitled", "cast"] {
        let rules = rules(|text| text.replace("[voting]\n", &format!("[voting]\nbase = \"{base}\"\n")));
        assert_ne!(decide(rules, &said), "accepted", "{base}");
    }
}
