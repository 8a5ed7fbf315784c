// SPDX-License-Identifier: EUPL-1.2
//! A ticket and its money: what its costs keep from a vote, what it asks of the ledgers and when, what it is told, and
//! what was paid for it.

use votum::domain::budget::{Cover, Funding, Light, Step};
use votum::domain::event::Event;
use votum::domain::fact::Fact;
use votum::domain::rules::Pot;
use votum::domain::saying::Saying;

use super::case::{BUG, CHANGE, CORE, Case, JOINT, notes, rules, steps, table};
use super::second;

fn plan(pot: Pot, amount: i64) -> Step {
    Step::Plan { pot, amount }
}

fn draw(pot: Pot, amount: i64, at: i64) -> Step {
    let all = ["ahausen", "bergtal", "clusdorf", "duernau"];
    let electorate = all.iter().filter(|_| pot == Pot::Joint).map(ToString::to_string).collect();
    Step::Draw { pot, amount, electorate, at: second(at) }
}

fn back(at: i64) -> Step {
    Step::Return { at: second(at) }
}

/// An accepted joint request of 500 euros that the pot held.
fn accepted() -> Case {
    let (mut case, _) = Case::new(JOINT, "500 €");
    case.ends("/vote ja");
    case.meet(&Event::Funded(Box::new(funding(Light::Green, Light::Green))));
    case
}

fn funding(before: Light, light: Light) -> Funding {
    Funding {
        year: 2026,
        pot: Pot::Joint,
        amount: 500,
        cover: Cover::Committed,
        left: Some(500),
        sum: 500,
        before,
        light,
        frozen: Vec::new(),
    }
}

/// A row that is there must be readable where the money counts; whether one has to be there, the rules say.
#[test]
fn costs_that_cannot_be_read_keep_a_vote_from_opening() {
    let missing = |required: bool, label: &str, text: &str| {
        let more = if required { "\n[template.amounts]\nrequired = true\n" } else { "" };
        let (case, _) = Case::opens(rules(|text| text + more), label, text);
        let missing = case.ticket().missing.clone();
        assert_eq!(case.phase(), if missing.is_empty() { "voting" } else { "incomplete" });
        missing
    };
    let one_off = ["Einmalige Kosten".to_string()];
    assert_eq!(missing(false, JOINT, &table("500 €")), [""; 0]);
    assert_eq!(missing(false, JOINT, ""), [""; 0]);
    assert_eq!(missing(false, JOINT, &table("viel")), one_off);
    assert_eq!(missing(false, CORE, &table("viel")), [""; 0], "it draws on no pot");
    let others = ["Wartung je Jahr".to_string(), "Communityaufwand je Jahr".to_string()];
    let asked = missing(true, CORE, "");
    assert_eq!(asked, [&one_off[..], &others].concat());
    assert_eq!(missing(true, CORE, &table("viel")), asked);
    assert_eq!(missing(true, CORE, &table("500 €")), others);
    let whole = table("500 €") + "| Wartung je Jahr | 5 € |\n| Communityaufwand je Jahr | -5 € |\n";
    assert_eq!(missing(true, CORE, &whole), [""; 0]);
}

/// "over `cap_per_request` → `deferred`, `over-cap`", in the joint pot alone and where the rules refuse it.
#[test]
fn what_costs_more_than_the_cap_is_deferred() {
    for (label, amount, phase) in [
        (JOINT, "499 €", "voting"),
        (JOINT, "500 €", "voting"),
        (JOINT, "501 €", "deferred"),
        (CHANGE, "501 €", "voting"),
        (CORE, "501 €", "voting"),
    ] {
        let (case, _) = Case::new(label, amount);
        assert_eq!(case.phase(), phase, "{label} for {amount}");
        assert_eq!(case.ticket().why.is_some_and(|why| why.key() == "over-cap"), phase == "deferred");
    }
    let warned = rules(|text| text + "over_cap = \"warn\"\n");
    let (case, _) = Case::opens(warned, JOINT, &table("501 €"));
    assert_eq!(case.phase(), "voting");
}

#[test]
fn an_open_vote_plans_and_its_result_draws_or_drops() {
    let (mut case, asked) = Case::new(JOINT, "500 €");
    assert_eq!(asked, [(2026, plan(Pot::Joint, 500))]);
    assert_eq!(steps(&case.ends("/vote ja")), [(2026, draw(Pot::Joint, 500, 60))], "at the deadline");
    assert_eq!(steps(&case.say(200, "olga", "/vote void Formfehler")), [(2026, back(200))]);
    let (mut case, _) = Case::new(JOINT, "500 €");
    assert_eq!(steps(&case.ends("/vote nein")), [(2026, Step::Drop)]);
    let (mut case, _) = Case::new(JOINT, "500 €");
    assert_eq!(steps(&case.say(20, "anna", "/vote withdraw anders")), [(2026, Step::Drop)]);
    let (mut case, asked) = Case::new(CORE, "500 €");
    assert_eq!(asked, []);
    assert_eq!(steps(&case.ends("/vote ja")), [], "it draws on no pot");
}

/// A text without costs draws nothing from the joint pot, and is judged by its last day and freezes all the same.
#[test]
fn a_text_without_costs_draws_nothing() {
    let (mut case, out) = Case::opens(rules(|text| text), JOINT, "");
    assert_eq!(steps(&out), [(2026, plan(Pot::Joint, 0))]);
    assert_eq!(steps(&case.ends("/vote ja")), [(2026, draw(Pot::Joint, 0, 60))]);
    for label in [CHANGE, BUG] {
        let (mut case, out) = Case::opens(rules(|text| text), label, "");
        assert_eq!(steps(&out), []);
        assert_eq!(steps(&case.ends("/vote ja")), [], "nobody knows what upkeep costs there");
    }
}

/// "Draws on that pot when accepted or cleared …; an objection takes the draw back; a bug confirmed counts again from the
/// instant of its resolution", however late votum hears of it.
#[test]
fn a_bug_draws_until_an_objection_and_again_once_confirmed() {
    let bug = |at| (2026, Step::Draw { pot: Pot::Maintenance, amount: 300, electorate: Vec::new(), at: second(at) });
    let (mut case, asked) = Case::new(BUG, "300 €");
    assert_eq!(asked, [bug(0)]);
    assert_eq!(steps(&case.say(100, "ben", "/vote object kein Fehler")), [(2026, back(100))]);
    assert_eq!(steps(&case.say(200, "olga", "/vote classify bug doch")), [bug(200)]);
    assert_eq!(
        steps(&case.say(300, "olga", "/vote classify change so")),
        [(2026, back(300)), (2026, plan(Pot::Maintenance, 300))]
    );
    let two = rules(|text| text.replace("objections = 1\n", "objections = 2\n"));
    let (mut case, _) = Case::opens(two, BUG, &table("300 €"));
    assert_eq!(steps(&case.say(100, "ben", "/vote object kein Fehler")), [], "one of two members");
    assert_eq!(steps(&case.say(200, "cem", "/vote object kein Fehler")), [(2026, back(200))]);
}

/// A vote that goes on under another request type plans in that one's pot instead.
#[test]
fn a_vote_under_another_type_plans_in_its_pot() {
    let (mut case, _) = Case::new(JOINT, "500 €");
    assert_eq!(steps(&case.say(20, "olga", "/vote classify change so")), [(2026, plan(Pot::Maintenance, 500))]);
    assert_eq!(case.phase(), "voting");
    assert_eq!(steps(&case.say(30, "olga", "/vote classify core-admission so")), [(2026, Step::Drop)]);
}

/// Decisions count "against the year of the decision": a plan goes with the deadline, a draw with the decision.
#[test]
fn a_plan_goes_with_its_deadline_into_the_year() {
    let (mut case, _) = Case::new(JOINT, "500 €");
    let moved = [(2026, Step::Drop), (2027, plan(Pot::Joint, 500))];
    assert_eq!(steps(&case.say(20, "olga", "/vote extend 2026-12-30 Rückfragen")), []);
    assert_eq!(steps(&case.say(30, "olga", "/vote extend 2027-01-15 Rückfragen")), moved);
    assert_eq!(steps(&case.say(40, "olga", "/vote extend 2027-01-18 Rückfragen")), []);
    let early = rules(|text| text.replace("voting = \"60 s\"\n", "voting = \"60 s\"\nearly_close = \"all-voted\"\n"));
    let (mut case, _) = Case::opens(early, JOINT, &table("500 €"));
    assert_eq!(steps(&case.say(20, "olga", "/vote extend 2027-01-15 Rückfragen")), moved);
    assert_eq!(steps(&case.ends("/vote ja")), [(2027, Step::Drop), (2026, draw(Pot::Joint, 500, 100))]);
}

/// What was drawn stands, and is given back, though the rules name no pot for its type any more.
#[test]
fn a_draw_outlives_the_rules() {
    let mut case = accepted();
    case.rules.processes.iter_mut().for_each(|process| process.budget = None);
    for event in [Event::Tick, Event::VoteNote { note: 9 }] {
        assert_eq!(steps(&case.meet(&event)), []);
    }
    assert_eq!(steps(&case.say(200, "olga", "/vote void Formfehler")), [(2026, back(200))]);
}

/// Who draws is told what the pot held: the result is stated again with it, and a light that turned for the worse is
/// named.
#[test]
fn what_the_pot_held_is_told_to_whom_it_concerns() {
    let told = |case: &mut Case, before: Light, light: Light| {
        let out = case.meet(&Event::Funded(Box::new(funding(before, light))));
        let result = notes(&out).iter().any(|saying| matches!(saying, Saying::Result { .. }));
        let turned = notes(&out).iter().any(|saying| matches!(saying, Saying::Light { .. }));
        (out.facts.len(), result, turned)
    };
    let (mut case, _) = Case::new(JOINT, "500 €");
    assert_eq!(told(&mut case, Light::Green, Light::Red), (0, false, false), "it has not drawn");
    case.ends("/vote ja");
    assert_eq!(told(&mut case, Light::Green, Light::Green), (1, true, false));
    assert_eq!(told(&mut case, Light::Green, Light::Yellow), (1, true, true));
    assert_eq!(told(&mut case, Light::Yellow, Light::Yellow), (1, true, false));
    assert_eq!(told(&mut case, Light::Red, Light::Yellow), (1, true, false), "for the better");
    assert_eq!(told(&mut case, Light::Red, Light::Yellow), (0, false, false), "it was told so");
    let (mut case, _) = Case::new(BUG, "300 €");
    assert_eq!(told(&mut case, Light::Yellow, Light::Red), (1, false, true), "it has no result");
}

/// What the pot would be short of is found once, while the vote is open.
#[test]
fn a_shortage_is_said_while_the_vote_is_open() {
    let (mut case, _) = Case::new(JOINT, "500 €");
    assert_eq!(case.meet(&Event::Competes { missing: 100 }).facts, [Fact::Competes { missing: 100 }]);
    assert_eq!(case.meet(&Event::Competes { missing: 200 }).facts, []);
    let (mut case, _) = Case::new(JOINT, "500 €");
    case.ends("/vote ja");
    assert_eq!(case.meet(&Event::Competes { missing: 100 }).facts, []);
}

/// `/vote spent AMOUNT` is entered by operations for what drew on a pot; below zero it corrects.
#[test]
fn payments_are_entered_for_what_drew() {
    let pay = |amount, at| [(2026, Step::Pay { amount, at: second(at) })];
    let mut case = accepted();
    let out = case.say(200, "olga", "/vote spent 120 €");
    assert_eq!(steps(&out), pay(120, 205));
    assert!(matches!(notes(&out)[..], [Saying::Result { .. }]), "the result is stated again with it");
    assert_eq!(steps(&case.say(300, "olga", "/vote spent -20 €")), pay(-20, 305));
    assert_eq!(case.ticket().spent, 100);
    for (at, words) in [(400, "0 €"), (500, "viel"), (600, "")] {
        let out = case.say(at, "olga", &format!("/vote spent {words}"));
        assert!(steps(&out).is_empty() && matches!(notes(&out)[..], [Saying::Mistaken { .. }]), "{words}");
    }
    let out = case.say(700, "anna", "/vote spent 5 €");
    assert!(steps(&out).is_empty() && matches!(notes(&out)[..], [Saying::NotAllowed { .. }]));
    case.say(800, "olga", "/vote void Formfehler");
    let out = case.say(900, "olga", "/vote spent 5 €");
    assert!(steps(&out).is_empty() && matches!(notes(&out)[..], [Saying::NotNow { .. }]), "it draws no longer");
    let (mut case, _) = Case::new(CORE, "500 €");
    case.ends("/vote ja");
    let out = case.say(200, "olga", "/vote spent 5 €");
    assert!(steps(&out).is_empty() && matches!(notes(&out)[..], [Saying::NotNow { .. }]), "it draws on no pot");
    let (mut case, _) = Case::new(BUG, "300 €");
    case.meet(&Event::Funded(Box::new(Funding { pot: Pot::Maintenance, ..funding(Light::Green, Light::Green) })));
    let out = case.say(200, "olga", "/vote spent 5 €");
    assert_eq!((steps(&out), notes(&out).len()), (pay(5, 205).to_vec(), 0));
}

/// The reservations of an acceptance: "`unfunded:<missing>`; after `spend_by` instead `after-spend-by:<date>` …; each
/// electorate member frozen on that day adds `budget-freeze:<member>`."
#[test]
fn reservations_name_what_is_missing_and_who_is_frozen() {
    let mut case = accepted();
    assert_eq!(case.ticket().reservations(), [""; 0]);
    let frozen = vec!["bergtal".to_string(), "duernau".to_string()];
    let short = Funding { cover: Cover::Unfunded(300), frozen, ..funding(Light::Green, Light::Green) };
    case.meet(&Event::Funded(Box::new(short)));
    assert_eq!(case.ticket().reservations(), ["unfunded:300", "budget-freeze:bergtal", "budget-freeze:duernau"]);
}
