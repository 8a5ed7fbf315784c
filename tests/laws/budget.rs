// SPDX-License-Identifier: EUPL-1.2
//! The ledger of a year: decisions count in the order of their instants and ticket numbers, however they were learned,
//! and a second reckoning, written from `RULES.md` alone, comes to the same.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use votum::domain::budget::{Booking, Cover, Ledger, Light, Step};
use votum::domain::decide::{State, decide};
use votum::domain::event::Event;
use votum::domain::fact::Fact;
use votum::domain::rules::{Budget, Pot};
use votum::domain::share::Bar;

use super::{cases, second, ticket};

fn budget(joint: i64) -> Budget {
    let bar = |text| Bar::parse(text).expect("a share");
    Budget {
        joint: Some(joint),
        maintenance: Some(joint),
        cap_per_request: None,
        over_cap_refuses: true,
        spend_by: None,
        yellow_from: bar("80 %"),
        red_from: bar("100 %"),
    }
}

fn drawn(iid: u64, pot: Pot, amount: i64, at: i64, size: i64, spend_by: Option<Date>, day: Date) -> Fact {
    let at = second(at);
    Fact::Drawn { ticket: ticket(iid), pot, amount, size: Some(size), spend_by, day, frozen: Vec::new(), at }
}

fn joint(iid: u64, amount: i64, at: i64) -> Fact {
    drawn(iid, Pot::Joint, amount, at, 100, None, date(2026, 5, 1))
}

fn run(facts: &[Fact], pot: Pot) -> Vec<(u64, Cover, i64)> {
    let ledger = Ledger::from_facts(facts);
    ledger.run(pot, Some(&budget(100))).iter().map(|e| (e.line.ticket.iid, e.cover, e.left().unwrap_or(-1))).collect()
}

#[test]
fn at_acceptance_the_pot_holds_it_or_it_is_unfunded() {
    let facts = [joint(1, 60, 1), joint(2, 50, 2), joint(3, 40, 3), joint(4, 1, 4)];
    assert_eq!(
        run(&facts, Pot::Joint),
        [(1, Cover::Committed, 40), (2, Cover::Unfunded(10), 40), (3, Cover::Committed, 0), (4, Cover::Unfunded(1), 0)]
    );
}

/// Decisions of one instant count in the order of their tickets' numbers, not of their names: 9 comes before 10.
#[test]
fn decisions_of_one_instant_count_by_number() {
    let facts = [joint(10, 60, 1), joint(9, 60, 1)];
    assert_eq!(run(&facts, Pot::Joint), [(9, Cover::Committed, 40), (10, Cover::Unfunded(20), 40)]);
}

/// An earlier decision that votum learns of late still comes first.
#[test]
fn a_late_word_of_an_earlier_decision_counts_before_the_later_one() {
    let facts = [joint(2, 60, 2), joint(1, 60, 1)];
    assert_eq!(run(&facts, Pot::Joint), [(1, Cover::Committed, 40), (2, Cover::Unfunded(20), 40)]);
}

#[test]
fn after_the_last_day_nothing_is_committed() {
    let last = Some(date(2026, 9, 30));
    let facts = [
        drawn(1, Pot::Joint, 10, 1, 100, last, date(2026, 9, 30)),
        drawn(2, Pot::Joint, 10, 2, 100, last, date(2026, 10, 1)),
        drawn(3, Pot::Joint, 500, 3, 100, last, date(2026, 10, 1)),
    ];
    let after = Cover::AfterSpendBy(date(2026, 9, 30));
    assert_eq!(run(&facts, Pot::Joint), [(1, Cover::Committed, 90), (2, after, 90), (3, after, 90)]);
}

/// What is given back is free for decisions from then on; those before found what was there.
#[test]
fn what_is_given_back_helps_only_later_decisions() {
    let back = |at| Fact::Returned { ticket: ticket(1), at: second(at) };
    let facts = [joint(1, 60, 1), joint(2, 50, 2), back(3), joint(3, 100, 4)];
    assert_eq!(run(&facts, Pot::Joint), [(2, Cover::Unfunded(10), 40), (3, Cover::Committed, 0)]);
    let again = [joint(1, 60, 1), back(3), joint(1, 70, 5)];
    assert_eq!(run(&again, Pot::Joint), [(1, Cover::Committed, 30)]);
    let at_once = [joint(1, 60, 1), back(2), joint(2, 100, 2)];
    assert_eq!(run(&at_once, Pot::Joint), [(2, Cover::Committed, 0)]);
}

/// The pot of upkeep and security stops nothing: it is overdrawn, and the light turns.
#[test]
fn upkeep_is_never_stopped() {
    let draw = |iid, amount, at| drawn(iid, Pot::Maintenance, amount, at, 100, None, date(2026, 5, 1));
    let ledger = Ledger::from_facts(&[draw(1, 79, 1), draw(2, 1, 2), draw(3, 19, 3), draw(4, 1, 4), draw(5, 50, 5)]);
    let budget = budget(100);
    let lights: Vec<_> =
        ledger.run(Pot::Maintenance, Some(&budget)).iter().map(|e| (e.sum, e.before, e.light, e.cover)).collect();
    let all = [
        (79, Light::Green, Light::Green),
        (80, Light::Green, Light::Yellow),
        (99, Light::Yellow, Light::Yellow),
        (100, Light::Yellow, Light::Red),
        (150, Light::Red, Light::Red),
    ];
    assert_eq!(lights, all.map(|(sum, before, light)| (sum, before, light, Cover::Committed)));
}

/// What was given back is no longer committed, though the run still shows what a later decision found.
#[test]
fn what_is_given_back_is_not_committed() {
    let facts = [joint(1, 60, 1), joint(2, 30, 2), Fact::Returned { ticket: ticket(1), at: second(3) }];
    let ledger = Ledger::from_facts(&facts);
    assert_eq!(ledger.committed(Pot::Joint, Some(&budget(100))), 30);
    assert_eq!(run(&facts, Pot::Joint), [(2, Cover::Committed, 10)]);
}

#[test]
fn open_votes_compete_for_what_is_left() {
    let plan = |iid, amount| Fact::Planned { ticket: ticket(iid), pot: Pot::Joint, amount, at: second(0) };
    let facts = [joint(1, 60, 1), plan(2, 30), plan(3, 20), plan(3, 10)];
    assert_eq!(Ledger::from_facts(&facts).shortfall(Pot::Joint, Some(&budget(100))), None);
    let facts = [joint(1, 60, 1), plan(2, 30), plan(3, 20)];
    assert_eq!(Ledger::from_facts(&facts).shortfall(Pot::Joint, Some(&budget(100))), Some(10));
    let dropped = Ledger::from_facts(&facts).after(&Fact::PlanDropped { ticket: ticket(2), at: second(3) });
    assert_eq!(dropped.shortfall(Pot::Joint, Some(&budget(100))), None);
    assert_eq!(dropped.shortfall(Pot::Joint, None), None);
}

#[test]
fn a_light_needs_something_used() {
    let budget = budget(0);
    assert_eq!(Light::of(0, 0, &budget), Light::Green);
    assert_eq!(Light::of(1, 0, &budget), Light::Red);
    assert_eq!(Light::of(-5, 10, &budget), Light::Green);
}

/// A step that is met again, or that takes back what is not there, enters nothing.
#[test]
fn a_step_is_entered_once() {
    let rules = super::rules_with(|text| text + "\n[budget.2026]\njoint = 100\n");
    let views = super::views(&rules);
    let mut state = State::Budget(2026, Box::default());
    let mut meet = |iid: u64, step: Step| {
        let event = Event::Book(Box::new(Booking { ticket: ticket(iid), step }));
        let out = decide(&state, &rules, &views, &event, second(9));
        for fact in &out.facts {
            state = state.clone().after(fact);
        }
        (out.facts.len(), out.effects.len())
    };
    let draw = |amount, at| Step::Draw { pot: Pot::Joint, amount, electorate: Vec::new(), at: second(at) };
    let back = |at| Step::Return { at: second(at) };
    assert_eq!(meet(1, back(1)), (0, 0), "nothing was drawn");
    assert_eq!(meet(1, draw(60, 1)), (1, 1), "it is entered and told");
    assert_eq!(meet(1, draw(60, 1)), (0, 0), "it is entered once");
    assert_eq!(meet(2, draw(60, 2)), (1, 1));
    assert_eq!(meet(2, back(3)), (1, 0), "nobody else's reading changes");
    assert_eq!(meet(2, back(3)), (0, 0));
    assert_eq!(meet(2, draw(30, 4)), (1, 1), "it may draw again");
    assert_eq!(meet(3, Step::Drop), (0, 0));
    assert_eq!(meet(3, Step::Plan { pot: Pot::Joint, amount: 20 }), (1, 1), "10 are left: it is told what is missing");
    assert_eq!(meet(3, Step::Plan { pot: Pot::Joint, amount: 20 }).0, 0);
    assert_eq!(meet(3, Step::Drop), (1, 0));
    assert_eq!(meet(4, draw(5, 0)), (1, 3), "an earlier decision changes what the later ones found");
}

/// "Each electorate member frozen on that day (`from` to `until`, inclusive)", in the joint pot, whose last day it is
/// judged by as well.
#[test]
fn a_draw_keeps_who_was_frozen_on_its_day() {
    let rules = super::rules_with(|text| {
        let freeze = |member: &str| {
            format!(
                "\n[[freeze]]\nmember = \"{member}\"\nfrom = 2026-03-10\nuntil = 2026-03-20\nkind = \"haushaltssperre\"\n"
            )
        };
        let budget = "\n[budget.2026]\njoint = 100\nmaintenance = 90\nspend_by = 2026-11-30\n";
        text + budget + &freeze("bergtal") + &freeze("clusdorf")
    });
    let views = super::views(&rules);
    let draw = |pot, at: &str| {
        let electorate = vec!["ahausen".to_string(), "bergtal".to_string()];
        let step = Step::Draw { pot, amount: 5, electorate, at: super::berlin(at) };
        let event = Event::Book(Box::new(Booking { ticket: ticket(1), step }));
        let out = decide(&State::Budget(2026, Box::default()), &rules, &views, &event, second(9));
        match &out.facts[..] {
            [Fact::Drawn { frozen, size, spend_by, .. }] => (frozen.join(" "), *size, *spend_by),
            facts => panic!("one draw is entered: {facts:?}"),
        }
    };
    for (at, frozen) in [
        ("2026-03-09T23:59", ""),
        ("2026-03-10T00:00", "bergtal"),
        ("2026-03-15T12:00", "bergtal"),
        ("2026-03-20T23:59", "bergtal"),
        ("2026-03-21T00:00", ""),
    ] {
        assert_eq!(draw(Pot::Joint, at), (frozen.to_string(), Some(100), Some(date(2026, 11, 30))), "{at}");
        assert_eq!(draw(Pot::Maintenance, at), (String::new(), Some(90), None), "{at}");
    }
}

#[test]
fn payments_add_up_for_each_ticket() {
    let paid = |iid, amount| Fact::Paid { ticket: ticket(iid), amount, at: second(9) };
    let ledger = Ledger::from_facts(&[paid(1, 60), paid(2, 5), paid(1, -10)]);
    assert_eq!(ledger.paid.into_values().collect::<Vec<_>>(), [50, 5]);
}

#[test]
fn words_of_money_are_what_programs_rely_on() {
    let lights = [Light::Green, Light::Yellow, Light::Red].map(Light::key);
    assert_eq!(lights, ["green", "yellow", "red"]);
    assert_eq!([Pot::Joint, Pot::Maintenance].map(Pot::key), ["joint", "maintenance"]);
}

#[test]
fn covers_are_read_as_they_are_written() {
    for cover in [Cover::Committed, Cover::Unfunded(17_300), Cover::AfterSpendBy(date(2026, 9, 30))] {
        assert_eq!(Cover::parse(&cover.to_string()), Some(cover));
        assert!(cover.to_string().starts_with(cover.key()));
    }
    for text in ["", "committed:1", "unfunded", "unfunded:x", "after-spend-by:2026-13-01", "spent:1"] {
        assert_eq!(Cover::parse(text), None, "{text}");
    }
}

/// One ticket's draw, and when it was given back.
type Draw = (i64, i64, Option<i64>);

/// Looks for each draw anew at all others: was it before, did it stand then, did it get its money?
fn naive(draws: &[Draw], size: i64) -> Vec<Option<(bool, i64)>> {
    let earlier = |one: usize, other: usize| (draws[one].0, one) < (draws[other].0, other);
    let mut got: Vec<Option<bool>> = vec![None; draws.len()];
    let mut left = vec![0; draws.len()];
    for _ in draws {
        for i in 0..draws.len() {
            let before: Vec<usize> = (0..draws.len()).filter(|j| earlier(*j, i)).collect();
            if got[i].is_some() || before.iter().any(|j| got[*j].is_none()) {
                continue;
            }
            let stands = |j: &&usize| got[**j] == Some(true) && draws[**j].2.is_none_or(|back| back > draws[i].0);
            let used: i64 = before.iter().filter(stands).map(|j| draws[*j].1).sum();
            got[i] = Some(used + draws[i].1 <= size);
            left[i] = size - used - if got[i] == Some(true) { draws[i].1 } else { 0 };
        }
    }
    (0..draws.len()).map(|i| draws[i].2.is_none().then(|| (got[i] == Some(true), left[i]))).collect()
}

proptest! {
    #![proptest_config(cases(3_000))]

    #[test]
    fn a_second_reckoning_agrees(
        draws in prop::collection::vec((0..12_i64, 0..50_i64, prop::option::of(0..12_i64)), 1..12),
        order in prop::collection::vec(any::<u16>(), 12),
        size in 0..120_i64,
    ) {
        // Nothing is given back before it was drawn.
        let draws: Vec<Draw> = draws.into_iter().map(|(at, amount, back)| (at, amount, back.map(|b| b.max(at)))).collect();
        let mut learned: Vec<usize> = (0..draws.len()).collect();
        learned.sort_by_key(|i| order[*i]);
        let mut facts = Vec::new();
        for i in learned {
            let (at, amount, back) = draws[i];
            let iid = i as u64 + 1;
            facts.push(drawn(iid, Pot::Joint, amount, at, size, None, date(2026, 5, 1)));
            facts.extend(back.map(|at| Fact::Returned { ticket: ticket(iid), at: second(at) }));
        }
        let ledger = Ledger::from_facts(&facts);
        let run = ledger.run(Pot::Joint, Some(&budget(size)));
        let wanted = naive(&draws, size);
        let mut shown: Vec<Option<(bool, i64)>> = vec![None; draws.len()];
        let mut last: Option<(Timestamp, u64)> = None;
        for entry in run {
            let iid = entry.line.ticket.iid;
            prop_assert!(last < Some((entry.line.at, iid)), "the run is in order");
            last = Some((entry.line.at, iid));
            let place = usize::try_from(iid).expect("it is small") - 1;
            shown[place] = Some((entry.cover == Cover::Committed, entry.left().expect("the size is known")));
        }
        prop_assert_eq!(shown, wanted);
    }
}
