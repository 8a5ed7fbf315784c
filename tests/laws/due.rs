// SPDX-License-Identifier: EUPL-1.2
//! When time itself changes something: the result, reminders, open follow-ups, money that is to be spent.

use votum::domain::budget::{Cover, Funding, Light};
use votum::domain::fact::{End, Fact};
use votum::domain::reason::Why;
use votum::domain::rules::Pot;
use votum::domain::tally::Outcome;
use votum::domain::ticket::{Phase, Ticket};

use super::verdict::{after, decided, ended, given, recused, ticked, voting};
use super::{berlin, rules, rules_with, second};

/// Ballots of the second of the deadline still count, so the result can be stated from the next second on.
#[test]
fn a_result_is_due_once_the_second_of_the_deadline_is_over() {
    let ticket = voting("joint-feature");
    assert_eq!(
        (ticket.result_due(), ticket.vote_due(), ticket.due(&rules())),
        (Some(second(61)), Some(second(61)), Some(second(61)))
    );
    let ticket = after(ticket, &[decided(Outcome::Rejected)]);
    assert_eq!((ticket.result_due(), ticket.vote_due(), ticket.due(&rules())), (None, None, None));
}

#[test]
fn an_opening_is_due_while_the_template_is_read() {
    let reading = Fact::Reading { since: second(0), opens_at: Some(second(20)) };
    let ticket = Ticket::from_facts(&[reading]);
    assert_eq!((ticket.vote_due(), ticket.due(&rules())), (Some(second(20)), Some(second(20))));
    let gone = ended(End::Withdrawn, Why::Withdrawn, 10);
    assert_eq!(ticket.after(&gone).vote_due(), None);
}

/// Reminders come before the deadline and after the opening; of those that an outage missed only the newest; the first
/// of a vote that names somebody is the first.
#[test]
fn reminders_come_between_opening_and_deadline() {
    let rules = rules_with(|text| text.replace("reminders = []", r#"reminders = ["20 s", "60 s", "40 s", "90 s"]"#));
    let ticket = voting("joint-feature");
    assert_eq!(ticket.next_reminder(&rules), Some(second(20)));
    assert_eq!(ticket.due(&rules), Some(second(20)), "before the result");
    let due = |ticket: &Ticket, now: i64| {
        ticket.reminder_due(&rules, second(now)).map(|(at, first)| (at.as_second() - second(0).as_second(), first))
    };
    let all =
        [(19, None), (20, Some((20, true))), (39, Some((20, true))), (40, Some((40, false))), (60, Some((40, false)))];
    for (now, expected) in all {
        assert_eq!(due(&ticket, now), expected, "at {now}");
    }
    let reminded = |due: i64, members: &[&str]| Fact::Reminded {
        due: second(due),
        members: members.iter().map(ToString::to_string).collect(),
        at: second(due),
    };
    let once = after(ticket.clone(), &[reminded(20, &["a"])]);
    assert_eq!((due(&once, 39), due(&once, 40)), (None, Some((40, false))));
    assert_eq!(due(&after(ticket.clone(), &[reminded(40, &["a"])]), 60), None);
    let moved =
        Fact::Extended { deadline: second(100), reason: "so".into(), by: super::account("olga"), at: second(30) };
    let moved = after(once, &[moved]);
    assert_eq!(
        (moved.next_reminder(&rules), due(&moved, 100)),
        (Some(second(40)), Some((80, false))),
        "anew for the new deadline"
    );
    assert_eq!(due(&moved, 40), Some((40, false)), "it is not the first of this vote");
    let nobody =
        Fact::Extended { deadline: second(100), reason: "so".into(), by: super::account("olga"), at: second(5) };
    assert_eq!(due(&after(ticket.clone(), &[nobody]), 10), Some((10, true)), "no one was reminded yet");
    let ticket = after(ticket, &[decided(Outcome::Rejected)]);
    assert_eq!(ticket.next_reminder(&rules), None);
}

/// Reminded is who may decide, is not recused and has no counted ballot.
#[test]
fn open_are_the_members_of_whom_a_ballot_is_still_asked() {
    let ticket = after(voting("joint-feature"), &[given(0, 10, true), recused("b"), given(2, 90, true)]);
    assert_eq!(ticket.open_members(&rules()), ["c", "d"]);
}

/// "`decided` when no outstanding ballot can change the result (only with `change = \"never\"`)."
#[test]
fn a_result_is_fixed_when_no_outstanding_ballot_can_change_it() {
    let finals = rules_with(|text| text.replace("[voting]", "[voting]\nchange = \"never\""));
    let yes = |count: usize, seen: bool| {
        after(voting("joint-feature"), &(0..count).map(|i| given(i, 10, seen)).collect::<Vec<_>>())
    };
    assert!(!yes(2, true).is_fixed(&finals, false));
    assert!(yes(3, true).is_fixed(&finals, false) && yes(3, true).is_fixed(&finals, true));
    assert!(!yes(3, true).is_fixed(&rules(), false), "they may still change");
    assert!(yes(3, false).is_fixed(&finals, false), "as far as is known");
    assert!(!yes(3, false).is_fixed(&finals, true), "no reading has shown them");
}

/// Follow-ups that are open are brought to mind again and again, until they are done.
#[test]
fn open_follow_ups_are_brought_to_mind() {
    let rules = rules_with(|text| text.replace("remind = \"none\"", "remind = \"50 s\""));
    let accepted = after(voting("change"), &[decided(Outcome::Accepted)]);
    assert_eq!((accepted.chase_due(&rules), accepted.due(&rules)), (Some(second(110)), Some(second(110))));
    let again = after(accepted.clone(), &[Fact::Chased { open: Vec::new(), at: second(115) }]);
    assert_eq!(again.chase_due(&rules), Some(second(165)));
    assert_eq!(accepted.chase_due(&super::rules()), None, "the rules remind of none");
    assert_eq!(after(accepted.clone(), &[ticked("cost-plan", None)]).chase_due(&rules), None, "it is done");
    assert_eq!(after(accepted, &[ended(End::Void, Why::ByOperations, 90)]).chase_due(&rules), None);
}

/// Committed money is to be spent by the pot's last day: 60, 30 and 7 days before that it is said, as long as less was
/// paid than is committed.
#[test]
fn money_to_spend_is_brought_to_mind_before_the_last_day() {
    let rules = rules_with(|text| text + "\n[budget.2026]\njoint = 1000\nspend_by = 2026-09-30\n");
    let funding = |pot: Pot, cover: Cover| Fact::Funded {
        funding: Box::new(Funding {
            year: 2026,
            pot,
            amount: 500,
            cover,
            left: Some(500),
            sum: 500,
            before: Light::Green,
            light: Light::Green,
            frozen: Vec::new(),
        }),
    };
    let accepted = |more: &[Fact]| after(after(voting("joint-feature"), &[decided(Outcome::Accepted)]), more);
    let committed = |more: &[Fact]| after(accepted(&[funding(Pot::Joint, Cover::Committed)]), more);
    let noticed = |at: &str| Fact::SpendNoticed { days: 60, at: berlin(at) };
    let spent = |amount: i64| Fact::Spent { amount, by: super::account("olga"), at: second(90) };
    // 1 August is a Saturday.
    let all = [("2026-07-31T08:00", 60), ("2026-08-31T08:00", 30), ("2026-09-23T08:00", 7)]
        .map(|(at, days)| (berlin(at), days));
    assert_eq!(committed(&[]).spend_notices(&rules), all);
    assert_eq!(committed(&[]).due(&rules), Some(all[0].0));
    assert_eq!(committed(&[noticed("2026-07-31T07:59")]).spend_notices(&rules), all);
    assert_eq!(committed(&[noticed("2026-07-31T08:00")]).spend_notices(&rules), all[1..]);
    assert_eq!(committed(&[noticed("2026-09-30T08:00")]).spend_notices(&rules), []);
    assert_eq!(committed(&[spent(499)]).spend_notices(&rules), all);
    assert_eq!(committed(&[spent(500)]).spend_notices(&rules), [], "all of it is paid");
    assert_eq!(committed(&[spent(600)]).spend_notices(&rules), []);
    assert_eq!(Ticket { phase: Phase::Done, ..committed(&[]) }.spend_notices(&rules), all);
    for (ticket, why) in [
        (committed(&[ended(End::Void, Why::ByOperations, 90)]), "it is void"),
        (accepted(&[]), "nothing is known of the pot"),
        (accepted(&[funding(Pot::Joint, Cover::Unfunded(10))]), "nothing is committed"),
        (accepted(&[funding(Pot::Maintenance, Cover::Committed)]), "upkeep has no last day"),
    ] {
        assert_eq!(ticket.spend_notices(&rules), [], "{why}");
    }
    assert_eq!(committed(&[]).spend_notices(&super::rules()), [], "the pot has no last day");
}
