// SPDX-License-Identifier: EUPL-1.2
//! Duties: done when ticked as a whole, for every member they are asked of, or item by item of the checklist.

use jiff::civil::date;
use votum::domain::fact::{End, Fact, Text};
use votum::domain::reason::Why;
use votum::domain::rules::Rules;
use votum::domain::tally::Outcome;
use votum::domain::ticket::Ticket;

use super::verdict::{after, decided, ended, ticked, voting};
use super::{account, electorate, rules_with, second};

/// All members sign the contracts of a joint feature, the subgroup those of its own, nobody those of a change; a
/// product is ready when two things are.
fn rules() -> Rules {
    rules_with(|text| {
        text.replace("resubmission = \"never\"", "resubmission = \"never\"\ncontracts = \"all\"")
            .replace("commitments  = true", "commitments  = true\ncontracts = \"subgroup\"")
            .replace("[\"own-development\", \"product-readiness\"]", "[\"contracts\", \"product-readiness\"]")
            .replace("[gate]", "[gate]\nrequires = [\"cost-plan\"]")
            + "\n[readiness]\nchecklist = [\"manual\", \"tests\"]\n"
            + "\n[[freeze]]\nmember = \"bergtal\"\nfrom = 2026-03-10\nuntil = 2026-03-20\nkind = \"haushaltssperre\"\n"
            + "\n[[freeze]]\nmember = \"bergtal\"\nfrom = 2026-03-15\nuntil = 2026-03-25\nkind = \"haushaltssperre\"\n"
    })
}

const TOWNS: [&str; 4] = ["ahausen", "bergtal", "clusdorf", "duernau"];

/// A ticket of this type that was accepted by all four towns.
fn accepted(process: &str) -> Ticket {
    let mut ticket = voting(process);
    let vote = ticket.vote.as_mut().expect("it is open");
    vote.electorate = electorate(&[1; 4]);
    for (seat, town) in vote.electorate.seats.iter_mut().zip(TOWNS) {
        seat.member = town.into();
    }
    vote.text = Text::from("### Teilgruppe\n\nStadt Ahausen und Gemeinde Bergtal.\n");
    ticket.after(&decided(Outcome::Accepted))
}

fn at(item: &str, member: Option<&str>, at: i64) -> Fact {
    let (item, member) = (item.to_string(), member.map(str::to_string));
    Fact::Ticked { item, member, done: true, by: account("olga"), at: second(at) }
}

#[test]
fn a_duty_is_asked_of_all_of_the_subgroup_or_of_nobody_in_person() {
    let rules = rules();
    assert_eq!(accepted("joint-feature").asked_of(&rules, "contracts"), TOWNS);
    assert_eq!(accepted("subgroup-feature").asked_of(&rules, "contracts"), ["ahausen", "bergtal"]);
    assert_eq!(accepted("change").asked_of(&rules, "contracts"), [""; 0]);
    assert_eq!(accepted("joint-feature").asked_of(&rules, "cost-plan"), [""; 0]);
}

#[test]
fn a_duty_is_done_as_a_whole_or_by_everybody_of_whom_it_is_asked() {
    let rules = rules();
    let done = |process: &str, item: &str, facts: &[Fact]| after(accepted(process), facts).is_done(&rules, item);
    let by = |towns: &[&str]| towns.iter().map(|town| ticked("contracts", Some(town))).collect::<Vec<_>>();
    for process in ["joint-feature", "subgroup-feature"] {
        assert!(!done(process, "contracts", &[]));
        assert!(done(process, "contracts", &[ticked("contracts", None)]));
        assert!(!done(process, "contracts", &[ticked("cost-plan", None)]));
        assert!(done(process, "contracts", &by(&TOWNS)));
    }
    assert!(!done("joint-feature", "contracts", &by(&TOWNS[..3])));
    assert!(done("subgroup-feature", "contracts", &by(&TOWNS[..2])), "of nobody else");
    assert!(!done("subgroup-feature", "contracts", &by(&TOWNS[1..])));
    let each = |item: &str| TOWNS.map(|town| ticked(item, Some(town)));
    assert!(done("change", "cost-plan", &each("cost-plan")), "everybody who voted has done it");
    assert!(!done("change", "cost-plan", &each("cost-plan")[1..]));
    let undone =
        Fact::Ticked { item: "contracts".into(), member: None, done: false, by: account("olga"), at: second(99) };
    assert!(!done("joint-feature", "contracts", &[ticked("contracts", None), undone]));
    assert!(!Ticket::default().is_done(&rules, "contracts"), "nobody is asked, so nobody has done it");
}

#[test]
fn readiness_is_done_item_by_item() {
    let rules = rules();
    let done = |facts: &[Fact]| after(accepted("subgroup-feature"), facts).is_done(&rules, "product-readiness");
    assert!(!done(&[]));
    assert!(!done(&[ticked("manual", None)]));
    assert!(done(&[ticked("manual", None), ticked("tests", None)]));
    assert!(done(&[ticked("product-readiness", None)]));
    let other = after(accepted("joint-feature"), &[ticked("manual", None), ticked("tests", None)]);
    assert!(!other.is_done(&rules, "contracts"), "the list is that of readiness alone");
    let without = rules_with(|text| text + "\n[readiness]\nchecklist = []\n");
    assert!(
        !accepted("subgroup-feature").is_done(&without, "product-readiness"),
        "where there is no list, none is done"
    );
}

/// A duty counts from when it was ticked as a whole, or else from its last part.
#[test]
fn a_duty_is_done_since_its_last_part() {
    let rules = rules();
    let since = |process: &str, item: &str, facts: &[Fact]| after(accepted(process), facts).done_at(&rules, item);
    assert_eq!(since("change", "cost-plan", &[]), None);
    assert_eq!(since("change", "cost-plan", &[at("cost-plan", None, 90), at("contracts", None, 95)]), Some(second(90)));
    let parts = [at("manual", None, 95), at("tests", None, 90), at("contracts", None, 99)];
    assert_eq!(since("subgroup-feature", "product-readiness", &parts), Some(second(95)));
    assert_eq!(since("subgroup-feature", "product-readiness", &parts[..1]), None);
    let signed = [at("contracts", Some("bergtal"), 91), at("contracts", Some("ahausen"), 93), at("manual", None, 97)];
    assert_eq!(since("subgroup-feature", "contracts", &signed), Some(second(93)));
    let whole = [at("contracts", Some("bergtal"), 96), at("contracts", None, 92)];
    assert_eq!(since("subgroup-feature", "contracts", &whole), Some(second(92)));
}

#[test]
fn only_known_items_can_be_ticked() {
    let rules = rules();
    let known = |process: &str, item: &str| accepted(process).knows_item(&rules, item);
    for (process, item, expected) in [
        ("joint-feature", "contracts", true),
        ("joint-feature", "cost-plan", true),
        ("joint-feature", "manual", false),
        ("subgroup-feature", "product-readiness", true),
        ("subgroup-feature", "manual", true),
        ("subgroup-feature", "cost-plan", true),
        ("subgroup-feature", "own-development", false),
        ("core-admission", "product-readiness", true),
        ("core-admission", "tests", true),
        ("core-admission", "merge-upstream", true),
        ("change", "contracts", false),
        ("nobody knows it", "contracts", false),
    ] {
        assert_eq!(known(process, item), expected, "{item} of {process}");
    }
}

/// Before the vote what it requires is asked, after a decision its follow-ups, and nothing where it ended otherwise.
#[test]
fn what_is_asked_follows_from_where_it_stands() {
    let rules = rules();
    let items = |ticket: &Ticket| -> Vec<String> {
        ticket.steps(&rules, date(2026, 3, 1)).into_iter().map(|step| step.item).collect()
    };
    let started = |process: &str| Fact::Started { process: Some(process.into()), why: None, at: second(0) };
    let before = Ticket::from_facts(&[started("core-admission")]);
    assert_eq!((items(&before), before.follow_ups(&rules).len()), (vec!["product-readiness".to_string()], 0));
    assert_eq!(items(&before.after(&Fact::Reading { since: second(0), opens_at: None })), ["product-readiness"]);
    assert_eq!(items(&voting("core-admission")), [""; 0]);
    assert_eq!(items(&accepted("core-admission")), ["merge-upstream"]);
    assert_eq!(accepted("joint-feature").follow_ups(&rules), ["contracts", "cost-plan"]);
    assert_eq!(items(&Ticket::from_facts(&[started("bug"), Fact::Cleared { at: second(0) }])), ["cost-plan"]);
    assert_eq!(items(&after(accepted("joint-feature"), &[ended(End::Void, Why::ByOperations, 90)])), [""; 0]);
    let ticket = after(accepted("joint-feature"), &[ticked("contracts", None)]);
    assert_eq!(ticket.undone(&rules, &ticket.follow_ups(&rules)), ["cost-plan"]);
}

/// Of members it is shown who has signed; whoever may not commit money on that day rests until its last frozen day.
#[test]
fn a_step_shows_who_has_signed_and_who_rests() {
    let rules = rules();
    let step = |facts: &[Fact], day: i8| {
        let steps = after(accepted("subgroup-feature"), facts).steps(&rules, date(2026, 3, day));
        steps.into_iter().find(|step| step.item == "contracts").expect("it is asked")
    };
    let rests = |day: i8| step(&[], day).resting.get("bergtal").copied();
    let until = [(9, None), (10, Some(20)), (14, Some(20)), (15, Some(25)), (25, Some(25)), (26, None)];
    for (day, last) in until {
        assert_eq!(rests(day), last.map(|last| date(2026, 3, last)), "on the {day}th");
    }
    assert!(!step(&[], 12).resting.contains_key("ahausen"));
    let open = |facts: &[Fact], day: i8| step(facts, day).open().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!([open(&[], 1), open(&[], 12)], ["ahausen bergtal", "ahausen"]);
    let signed = [ticked("contracts", Some("bergtal"))];
    assert_eq!(open(&signed, 12), "ahausen");
    let found = step(&signed, 12);
    assert!(found.resting.is_empty() && !found.done, "who has signed does not rest");
    assert_eq!((found.count(), step(&[], 12).count(), found.checklist.len()), ((1, 2), (0, 2), 0));
    let whole = step(&[ticked("contracts", None)], 12);
    assert!(whole.done && whole.resting.is_empty());
    assert_eq!(whole.members, [("ahausen".to_string(), true), ("bergtal".to_string(), true)]);
}

#[test]
fn a_step_shows_its_checklist() {
    let rules = rules();
    let list = |facts: &[Fact]| {
        let steps = after(accepted("subgroup-feature"), facts).steps(&rules, date(2026, 3, 1));
        let step = steps.into_iter().find(|step| step.item == "product-readiness").expect("it is asked");
        step.checklist.into_iter().map(|(_, done)| done).collect::<Vec<_>>()
    };
    assert_eq!(list(&[]), [false, false]);
    assert_eq!(list(&[ticked("tests", None)]), [false, true]);
    assert_eq!(list(&[ticked("product-readiness", None)]), [true, true]);
}
