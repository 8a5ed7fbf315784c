// SPDX-License-Identifier: EUPL-1.2
//! Tally and verdict: the table of the survey row by row, and that a yes never harms.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use votum::domain::ballot::Count;
use votum::domain::command::Choice;
use votum::domain::electorate::Electorate;
use votum::domain::rules::Base;
use votum::domain::share::Bar;
use votum::domain::tally::{Contributions, Outcome, Rule, Tally};

use super::{cases, electorate, member};

fn bar(text: &str) -> Bar {
    Bar::parse(text).expect("it is a share")
}

fn rule(approval: &str, base: Base) -> Rule {
    let approval = bar(approval);
    Rule { approval, base, quorum: bar("> 1/2"), recused_in_base: false, contributions: false, silence: None }
}

/// Members of these weights; the first contributes nothing, the next 10 000, the next 20 000, and so on in turn.
fn contributing(weights: &[u64]) -> Electorate {
    let mut electorate = electorate(weights);
    for (i, seat) in (0..).zip(&mut electorate.seats) {
        seat.contribution = i % 3 * 10_000;
    }
    electorate
}

/// The result of a vote in which member `i` of weight `weights[i]` chose `choices[i]`.
fn vote(weights: &[u64], choices: &[Option<Choice>], recused: &BTreeSet<String>, rule: &Rule) -> (Tally, Outcome) {
    let counted: BTreeMap<_, _> = (0..)
        .zip(choices)
        .filter(|(i, _)| !recused.contains(&member(*i)))
        .filter_map(|(i, choice)| Some((member(i), ((*choice)?, i))))
        .collect();
    let count = Count { counted, ..Count::default() };
    let tally = Tally::of(&count, &contributing(weights), recused, rule);
    let outcome = tally.verdict(rule).0;
    (tally, outcome)
}

/// Twelve members of equal weight, so many of which chose yes, no and abstention.
fn twelve(yes: usize, no: usize, abstain: usize, rule: &Rule) -> Outcome {
    let mut choices = vec![Some(Choice::Yes); yes];
    choices.extend(vec![Some(Choice::No); no]);
    choices.extend(vec![Some(Choice::Abstain); abstain]);
    choices.resize(12, None);
    vote(&[1; 12], &choices, &BTreeSet::new(), rule).1
}

#[test]
fn the_table_of_bases_holds_row_by_row() {
    use Outcome::{Accepted as Yes, Inquorate as Few, Rejected as No};
    let p1 = [rule(">= 75 %", Base::Entitled), rule(">= 75 %", Base::Cast)];
    let p3 = [rule(">= 90 %", Base::Entitled), rule(">= 90 %", Base::Cast)];
    let p2 = rule("> 50 %", Base::Entitled);
    for ((yes, no, abstain), row) in [
        ((9, 3, 0), [Yes, Yes, No, No, Yes]),
        ((8, 0, 0), [No, Yes, No, Yes, Yes]),
        ((8, 1, 2), [No, Yes, No, No, Yes]),
        ((10, 1, 0), [Yes, Yes, No, Yes, Yes]),
        ((10, 0, 0), [Yes, Yes, No, Yes, Yes]),
        ((6, 0, 1), [No, Yes, No, Yes, No]),
        ((5, 0, 1), [No, Few, No, Few, No]),
    ] {
        let rules = [&p1[0], &p1[1], &p3[0], &p3[1], &p2];
        assert_eq!(rules.map(|rule| twelve(yes, no, abstain, rule)), row, "{yes}/{no}/{abstain}");
    }
}

#[test]
fn ties_silence_and_abstention_never_help() {
    let half = rule("> 50 %", Base::Cast);
    assert_eq!(twelve(6, 6, 0, &half), Outcome::Rejected);
    assert_eq!(twelve(0, 0, 12, &half), Outcome::Rejected, "all abstain");
    assert_eq!(twelve(0, 0, 0, &half), Outcome::Inquorate);
    assert_eq!(twelve(1, 0, 6, &half), Outcome::Accepted, "abstentions make the quorum");
    assert_eq!(twelve(6, 0, 6, &rule("> 50 %", Base::Entitled)), Outcome::Rejected);
}

#[test]
fn without_a_quorum_a_vote_of_nobody_is_rejected() {
    let rule = Rule { quorum: bar(">= 0 %"), ..rule("> 50 %", Base::Cast) };
    assert_eq!(twelve(0, 0, 0, &rule), Outcome::Rejected);
    assert_eq!(twelve(0, 0, 3, &rule), Outcome::Rejected);
    assert_eq!(twelve(1, 0, 0, &rule), Outcome::Accepted);
}

#[test]
fn recused_members_leave_the_base_unless_they_stay_in_it() {
    let recused = BTreeSet::from([member(0)]);
    let choices = [None, Some(Choice::Yes), Some(Choice::Yes), Some(Choice::Yes), Some(Choice::No)];
    let mut rule = rule(">= 75 %", Base::Entitled);
    let (tally, outcome) = vote(&[1; 5], &choices, &recused, &rule);
    assert_eq!((tally.entitled, tally.recused, tally.needed, tally.absent), (4, 1, 3, 0));
    assert_eq!(outcome, Outcome::Accepted);
    rule.recused_in_base = true;
    let (tally, outcome) = vote(&[1; 5], &choices, &recused, &rule);
    assert_eq!((tally.entitled, tally.recused, tally.needed), (5, 1, 4));
    assert_eq!(outcome, Outcome::Rejected);
}

#[test]
fn a_base_that_shrinks_to_nothing_never_accepts() {
    let all: BTreeSet<String> = (0..3).map(member).collect();
    for base in [Base::Entitled, Base::Cast] {
        for approval in [">= 0 %", "> 0 %", "> 50 %"] {
            let (tally, outcome) = vote(&[1; 3], &[None; 3], &all, &rule(approval, base));
            assert_ne!(outcome, Outcome::Accepted);
            assert_eq!((tally.entitled, tally.recused), (0, 3));
        }
    }
}

#[test]
fn weights_count_and_huge_ones_do_not_overflow() {
    let choices = [Some(Choice::Yes), Some(Choice::No), Some(Choice::No)];
    let (tally, outcome) = vote(&[5, 2, 2], &choices, &BTreeSet::new(), &rule("> 50 %", Base::Entitled));
    assert_eq!((tally.yes, tally.no, tally.needed), (5, 4, 5));
    assert_eq!(outcome, Outcome::Accepted);
    let (tally, _) = vote(&[u64::MAX, u64::MAX, 1], &choices, &BTreeSet::new(), &rule("> 50 %", Base::Cast));
    assert!(tally.yes >= 1 && tally.no >= 1);
}

#[test]
fn two_majorities_are_both_needed_and_both_shown() {
    let double = Rule { contributions: true, ..rule(">= 75 %", Base::Entitled) };
    let (yes, no) = (Some(Choice::Yes), Some(Choice::No));
    // Contributions of 0, 10 000, 20 000 and 0: 30 000 in all, 22 500 needed.
    let (tally, outcome) = vote(&[1; 4], &[yes, yes, no, yes], &BTreeSet::new(), &double);
    assert_eq!((tally.yes, tally.needed, outcome), (3, 3, Outcome::Rejected));
    assert_eq!(tally.contributions, Some(Contributions { base: 30_000, yes: 10_000, needed: 22_500 }));
    let (_, reason) = tally.verdict(&double);
    let shown: Vec<_> = reason.children.iter().map(|child| (child.rule, child.needed.as_str(), child.held)).collect();
    assert_eq!(shown, [("approval", "3 (>= 75 %)", true), ("contributions", "22500 (>= 75 %)", false)]);
    let (_, outcome) = vote(&[1; 4], &[yes, yes, yes, no], &BTreeSet::new(), &double);
    assert_eq!(outcome, Outcome::Accepted);
    let (_, outcome) = vote(&[1; 4], &[no, yes, yes, no], &BTreeSet::new(), &double);
    assert_eq!(outcome, Outcome::Rejected, "contributions alone are not enough");
    let (tally, outcome) = vote(&[1; 4], &[yes, yes, None, yes], &BTreeSet::from([member(2)]), &double);
    assert_eq!(tally.contributions.map(|euros| (euros.base, euros.needed)), Some((10_000, 7_500)), "without recused");
    assert_eq!(outcome, Outcome::Accepted);
    let (_, outcome) = vote(&[1], &[yes], &BTreeSet::new(), &double);
    assert_eq!(outcome, Outcome::Rejected, "without contributions nothing is accepted");
}

#[test]
fn silence_consents_only_where_the_rules_say_so() {
    let silent = Rule { silence: Some(2), ..rule(">= 0 %", Base::Entitled) };
    let no = Some(Choice::No);
    let (tally, outcome) = vote(&[1; 4], &[None; 4], &BTreeSet::new(), &silent);
    assert_eq!((tally.needed, tally.absent, outcome), (0, 4, Outcome::Accepted));
    assert_eq!(vote(&[1; 4], &[no, None, None, None], &BTreeSet::new(), &silent).1, Outcome::Accepted);
    assert_eq!(vote(&[1; 4], &[no, no, None, None], &BTreeSet::new(), &silent).1, Outcome::Rejected);
    assert_eq!(vote(&[2, 1, 1], &[no, None, None], &BTreeSet::new(), &silent).1, Outcome::Rejected, "by weight");
    let all: BTreeSet<String> = (0..4).map(member).collect();
    for recused_in_base in [false, true] {
        let rule = Rule { recused_in_base, ..silent.clone() };
        assert_eq!(vote(&[1; 4], &[None; 4], &all, &rule).1, Outcome::Rejected, "nobody could have objected");
    }
}

fn some_choice() -> impl Strategy<Value = Option<Choice>> {
    prop::sample::select(vec![None, Some(Choice::Yes), Some(Choice::No), Some(Choice::Abstain)])
}

fn some_rule() -> impl Strategy<Value = Rule> {
    let approval =
        prop::sample::select(vec![">= 75 %", "> 50 %", ">= 90 %", ">= 2/3", "> 2/3", "5 of 9", ">= 100 %", ">= 0 %"]);
    let quorum = prop::sample::select(vec!["> 1/2", ">= 0 %", ">= 2/3", ">= 100 %"]);
    let base = prop::sample::select(vec![Base::Entitled, Base::Cast]);
    let silence = prop::option::weighted(0.2, 1..6_u64);
    (approval, quorum, base, any::<(bool, bool)>(), silence).prop_map(|(approval, quorum, base, flags, silence)| Rule {
        approval: bar(approval),
        base,
        quorum: bar(quorum),
        recused_in_base: flags.0,
        contributions: flags.1 && silence.is_none(),
        silence,
    })
}

proptest! {
    #![proptest_config(cases(4_000))]

    #[test]
    fn a_yes_instead_of_anything_never_turns_an_acceptance(
        seats in prop::collection::vec((1..6_u64, some_choice(), prop::bool::weighted(0.1)), 1..9),
        turned in 0..9_usize,
        rule in some_rule(),
    ) {
        let weights: Vec<u64> = seats.iter().map(|(weight, ..)| *weight).collect();
        let mut choices: Vec<_> = seats.iter().map(|(_, choice, _)| *choice).collect();
        let recused: BTreeSet<String> = (0..).zip(&seats).filter(|(_, seat)| seat.2).map(|(i, _)| member(i)).collect();
        let (before, outcome) = vote(&weights, &choices, &recused, &rule);
        let turned = turned % seats.len();
        choices[turned] = Some(Choice::Yes);
        let (after, outcome_then) = vote(&weights, &choices, &recused, &rule);
        if outcome == Outcome::Accepted {
            prop_assert_eq!(outcome_then, Outcome::Accepted);
        }
        prop_assert!(after.yes >= before.yes);
    }

    #[test]
    fn a_result_is_fixed_exactly_where_no_way_of_voting_changes_it(
        seats in prop::collection::vec((1..6_u64, some_choice(), prop::bool::weighted(0.1), prop::bool::weighted(0.2)), 1..7),
        rule in some_rule(),
    ) {
        let weights: Vec<u64> = seats.iter().map(|(weight, ..)| *weight).collect();
        let choices: Vec<_> = seats.iter().map(|(_, choice, ..)| *choice).collect();
        let recused: BTreeSet<String> = (0..).zip(&seats).filter(|(_, seat)| seat.2).map(|(i, _)| member(i)).collect();
        // What operations entered from a meeting may still give way to another ballot, or to none.
        let entered: BTreeSet<String> = (0..).zip(&seats).filter(|(_, seat)| seat.3).map(|(i, _)| member(i)).collect();
        let outcome = vote(&weights, &choices, &recused, &rule).1;
        let mut ways = vec![choices.clone()];
        for (place, _) in choices.iter().enumerate().filter(|(i, choice)| choice.is_none() || seats[*i].3) {
            let chosen = [None, Some(Choice::Yes), Some(Choice::No), Some(Choice::Abstain)];
            let with = |way: &Vec<Option<Choice>>, choice| {
                let mut way = way.clone();
                way[place] = choice;
                way
            };
            ways = ways.iter().flat_map(|way| chosen.map(|choice| with(way, choice))).collect();
        }
        let same = ways.iter().all(|way| vote(&weights, way, &recused, &rule).1 == outcome);
        let counted = (0..)
            .zip(&choices)
            .filter(|(i, _)| !recused.contains(&member(*i)))
            .filter_map(|(i, choice)| Some((member(i), ((*choice)?, i))))
            .collect();
        let count = Count { counted, ..Count::default() };
        prop_assert_eq!(Tally::is_fixed(&count, &entered, &contributing(&weights), &recused, &rule), same);
    }

    #[test]
    fn the_numbers_add_up_and_the_verdict_is_the_rule_read_aloud(
        seats in prop::collection::vec((1..6_u64, some_choice(), prop::bool::weighted(0.2)), 1..9),
        rule in some_rule(),
    ) {
        let weights: Vec<u64> = seats.iter().map(|(weight, ..)| *weight).collect();
        let choices: Vec<_> = seats.iter().map(|(_, choice, _)| *choice).collect();
        let recused: BTreeSet<String> = (0..).zip(&seats).filter(|(_, seat)| seat.2).map(|(i, _)| member(i)).collect();
        let (tally, outcome) = vote(&weights, &choices, &recused, &rule);
        let total: u64 = weights.iter().sum();
        prop_assert_eq!(tally.yes + tally.no + tally.abstain + tally.absent + tally.recused, total);
        prop_assert_eq!(tally.entitled, if rule.recused_in_base { total } else { total - tally.recused });
        let base = if rule.base == Base::Cast { tally.yes + tally.no } else { tally.entitled };
        prop_assert_eq!(tally.needed, if rule.silence.is_some() { 0 } else { rule.approval.needed(base) });
        let enough = rule.silence.is_some() || rule.base == Base::Entitled || rule.quorum.holds(tally.yes + tally.no + tally.abstain, tally.entitled);
        let euros = tally.contributions.as_ref().is_none_or(|euros| euros.yes >= euros.needed && euros.yes > 0);
        let reached = match rule.silence {
            Some(limit) => tally.no < limit && tally.recused < total,
            None => tally.yes >= tally.needed && tally.yes > 0 && euros,
        };
        prop_assert_eq!(tally.contributions.is_some(), rule.contributions);
        let expected = match (enough, reached) {
            (false, _) => Outcome::Inquorate,
            (true, true) => Outcome::Accepted,
            (true, false) => Outcome::Rejected,
        };
        prop_assert_eq!(outcome, expected);
        let (_, reason) = tally.verdict(&rule);
        prop_assert_eq!(reason.held, outcome == Outcome::Accepted);
        prop_assert_eq!(reason.held, reason.children.iter().all(|child| child.held));
    }
}
