// SPDX-License-Identifier: EUPL-1.2
//! What a ticket comes to: which ballots its result rests on, whether it may come again, what lapses when it starts
//! anew, and what the gate of a merge request is told of it.

use std::collections::{BTreeMap, BTreeSet};

use votum::domain::ballot::{Act, Ballot, Source, WhyNot};
use votum::domain::command::Choice;
use votum::domain::event::Standing;
use votum::domain::fact::{End, Fact, Gate, Text};
use votum::domain::reason::Why;
use votum::domain::tally::{Outcome, Tally};
use votum::domain::ticket::{Decision, Phase, Ticket};
use votum::domain::version::Bump;

use super::{account, electorate, member, rules, rules_with, second, ticket};

/// A ticket of this type whose vote is open from 0 to 60; `a`, `b`, `c` and `d` may decide.
pub fn voting(process: &str) -> Ticket {
    let registered =
        Fact::Registered { ticket: ticket(7), author: account("anna"), name: "anna".into(), created_at: second(-9) };
    let started = Fact::Started { process: Some(process.into()), why: None, at: second(-9) };
    let opened = Fact::Opened {
        process: process.into(),
        at: second(0),
        deadline: second(60),
        electorate: electorate(&[1, 1, 1, 1]),
        electorate_digest: String::new(),
        rules: String::new(),
        text_digest: String::new(),
        urgent: None,
    };
    Ticket::from_facts(&[registered, started, opened])
}

/// A yes of the member in this place.
pub fn given(place: usize, at: i64, seen: bool) -> Fact {
    let ballot = Ballot {
        source: Source::Note(100 + place as u64, 0),
        account: account("ben"),
        name: Text::default(),
        member: Some(member(place)),
        proxied: false,
        authorised: true,
        rank: Some(0),
        act: Act::Choose(Choice::Yes),
        at: second(at),
        seen,
        edited: false,
        revoked: None,
        vanished: false,
        reason: Text::default(),
    };
    Fact::Given { ballot: Box::new(ballot) }
}

/// The result at the deadline.
pub fn decided(outcome: Outcome) -> Fact {
    Fact::Decided { number: "B-2026-001".into(), outcome, tally: Tally::default(), at: second(60), stated: None }
}

/// An end without a result.
pub fn ended(end: End, why: Why, at: i64) -> Fact {
    Fact::Ended { end, why, reason: Text::default(), by: None, about: None, at: second(at) }
}

/// A member takes no part.
pub fn recused(member: &str) -> Fact {
    Fact::Recused { member: member.into(), reason: Text::default(), by: account("olga"), at: second(5) }
}

/// A duty is done, for one member or as a whole.
pub fn ticked(item: &str, member: Option<&str>) -> Fact {
    let (item, member) = (item.to_string(), member.map(str::to_string));
    Fact::Ticked { item, member, done: true, by: account("olga"), at: second(90) }
}

/// The ticket after all that.
pub fn after(ticket: Ticket, facts: &[Fact]) -> Ticket {
    facts.iter().fold(ticket, Ticket::after)
}

/// A result rests on what was known when it was stated; what votum learns of afterwards says why it came too late.
#[test]
fn what_is_learned_after_the_result_changes_nothing() {
    let late = [given(0, -1, true), given(1, 0, true), given(2, 60, true), given(3, 61, true)];
    let ticket = after(after(voting("joint-feature"), &[decided(Outcome::Rejected)]), &late);
    let standings = ticket.standings(&rules()).expect("it was voted on");
    let why = [WhyNot::NotOpen, WhyNot::Ended, WhyNot::Ended, WhyNot::Late].map(Some);
    assert_eq!(standings.count.why_not, why);
    assert_eq!((standings.tally.yes, standings.tally.absent), (0, 4));
    assert_eq!(ticket.why_not(&rules()), why);
    assert!(ticket.counted(&rules()).is_empty());
}

/// "A ballot that no reading at the forge has ever shown is `not-at-forge`": from the first reading after the deadline on,
/// and in a result. One in the second of the deadline is not the last: ballots of that second still count.
#[test]
fn what_no_reading_has_shown_counts_only_until_the_last_reading() {
    let rules = rules();
    let read = |at: i64| Fact::Read { at: second(at) };
    let why = |facts: &[Fact]| after(voting("joint-feature"), facts).why_not(&rules)[0];
    assert_eq!(why(&[given(0, 10, false)]), None);
    assert_eq!(why(&[given(0, 10, false), read(59)]), None);
    assert_eq!(why(&[given(0, 10, false), read(60)]), None);
    assert_eq!(why(&[given(0, 10, false), read(61)]), Some(WhyNot::NotAtForge));
    assert_eq!(why(&[given(0, 10, true), read(61)]), None);
    assert_eq!(why(&[given(0, 10, false), decided(Outcome::Rejected)]), Some(WhyNot::NotAtForge));
    let ticket = after(voting("joint-feature"), &[given(0, 10, false)]);
    let at_once = ticket.standings_after(&rules, true).expect("it is open");
    assert_eq!(at_once.count.why_not, [Some(WhyNot::NotAtForge)], "where everything has just been read");
    assert_eq!(ticket.counted(&rules).into_keys().collect::<Vec<_>>(), ["a"]);
}

#[test]
fn what_is_given_after_the_vote_ended_does_not_count() {
    let ticket = after(
        voting("joint-feature"),
        &[ended(End::Void, Why::ByOperations, 30), given(0, 20, true), given(1, 30, true), given(2, 31, true)],
    );
    assert_eq!(ticket.why_not(&rules()), [None, None, Some(WhyNot::Ended)]);
}

#[test]
fn before_a_vote_nothing_counts() {
    let started = Fact::Started { process: Some("joint-feature".into()), why: None, at: second(-9) };
    let ticket = Ticket::from_facts(&[started, given(0, 10, true), given(1, 10, true)]);
    assert_eq!(ticket.standings(&rules()), None);
    assert_eq!(ticket.why_not(&rules()), [Some(WhyNot::NotOpen); 2]);
}

/// "`barred` after a rejection under `resubmission = \"never\"` and for the refused, `not-applicable` after acceptance and
/// for processes without a vote, `allowed` otherwise, also where a vote never opened."
#[test]
fn who_may_come_again() {
    let rules = rules();
    for (process, facts, word) in [
        ("joint-feature", vec![decided(Outcome::Rejected)], "barred"),
        ("joint-feature", vec![decided(Outcome::Rejected), ended(End::Void, Why::ByOperations, 90)], "barred"),
        ("joint-feature", vec![decided(Outcome::Accepted)], "not-applicable"),
        ("joint-feature", vec![decided(Outcome::Inquorate)], "allowed"),
        ("joint-feature", vec![ended(End::Withdrawn, Why::Withdrawn, 30)], "allowed"),
        ("joint-feature", vec![ended(End::Refused, Why::Resubmission, 30)], "barred"),
        ("joint-feature", Vec::new(), "allowed"),
        ("subgroup-feature", vec![decided(Outcome::Rejected)], "allowed"),
        ("subgroup-feature", vec![decided(Outcome::Accepted)], "not-applicable"),
        ("bug", Vec::new(), "not-applicable"),
        ("nobody knows it", vec![decided(Outcome::Rejected)], "allowed"),
    ] {
        assert_eq!(after(voting(process), &facts).resubmission(&rules), word, "{process} after {facts:?}");
    }
}

/// "A ticket is `cleared` when accepted, cleared or done; `blocked` when rejected or refused; `waiting` otherwise."
#[test]
fn what_a_ticket_means_for_the_gate() {
    let decision = Decision {
        number: "B-2026-001".into(),
        outcome: Outcome::Accepted,
        tally: Tally::default(),
        at: second(60),
        stated: None,
    };
    for (phase, word) in Phase::ALL.map(|(key, phase)| (phase, key)) {
        let (gate, why) = match word {
            "accepted" | "done" => (Gate::Cleared, "accepted"),
            "cleared" => (Gate::Cleared, "no-vote-needed"),
            "rejected" | "refused" => (Gate::Blocked, word),
            "reading" | "voting" => (Gate::Waiting, "vote-open"),
            "void" => (Gate::Waiting, "vote-void"),
            "disputed" => (Gate::Waiting, "classification-disputed"),
            _ => (Gate::Waiting, word),
        };
        assert_eq!(phase.key(), word);
        let ticket = Ticket { phase, decision: Some(decision.clone()), ..voting("joint-feature") };
        let standing = ticket.standing(&rules()).expect("it is known");
        assert_eq!((standing.gate, standing.why.key()), (gate, why), "{word}");
        assert_eq!(standing.deadline, (word == "voting").then(|| second(60)), "{word}");
        assert_eq!(standing.number.as_deref(), Some("B-2026-001"));
        let is_decided = ["accepted", "rejected", "inquorate", "done"].contains(&word);
        assert_eq!(phase.is_decided(), is_decided, "{word}");
    }
    let done = Ticket { phase: Phase::Done, ..voting("bug") };
    assert_eq!(done.standing(&rules()).map(|standing| standing.why), Some(Why::NoVoteNeeded), "there was no vote");
    assert_eq!(Ticket::default().standing(&rules()), None, "nobody has read it");
}

/// "bug → patch, anything else → minor, … label `breaking` → major"; a subgroup's feature is told as one; of what is
/// confidential no title is.
#[test]
fn what_a_ticket_says_of_itself() {
    let standing = |process: &str, change: fn(&mut Ticket)| -> Standing {
        let mut ticket = Ticket { title: Text::from("Wanderwege"), ..voting(process) };
        change(&mut ticket);
        ticket.standing(&rules()).expect("it is known")
    };
    let bump = |process: &str, change: fn(&mut Ticket)| standing(process, change).bump;
    assert_eq!(bump("bug", |_| ()), Bump::Patch);
    assert_eq!(bump("joint-feature", |_| ()), Bump::Minor);
    assert_eq!(bump("bug", |ticket| ticket.breaking = true), Bump::Major);
    assert_eq!(bump("joint-feature", |ticket| ticket.breaking = true), Bump::Major);
    assert!(standing("subgroup-feature", |_| ()).subgroup);
    assert!(!standing("joint-feature", |_| ()).subgroup);
    let note = standing("joint-feature", |_| ()).note;
    assert_eq!((note.title.0.as_str(), note.process.as_deref()), ("Wanderwege", Some("joint-feature")));
    assert_eq!(standing("joint-feature", |ticket| ticket.confidential = true).note.title, Text::default());
}

/// "Unmet `[gate] requires`": the follow-ups of its type that merging waits for, until they are ticked.
#[test]
fn merging_waits_for_the_follow_ups_that_the_gate_names() {
    let rules = rules_with(|text| text.replace("[gate]", "[gate]\nrequires = [\"contracts\"]"));
    let accepted = |process: &str| after(voting(process), &[decided(Outcome::Accepted)]);
    assert_eq!(accepted("joint-feature").unmet(&rules), ["contracts"]);
    assert_eq!(accepted("change").unmet(&rules), [""; 0], "no contracts follow from it");
    let other = after(accepted("joint-feature"), &[ticked("cost-plan", None)]);
    assert_eq!(other.unmet(&rules), ["contracts"]);
    assert_eq!(after(other, &[ticked("contracts", None)]).unmet(&rules), [""; 0]);
}

/// "Reclassification always starts the ticket anew at that instant: recusals, commitments, `requires` and proxies lapse";
/// what belongs to the thread stays: who wrote what and when, its labels, and what was said and done there.
#[test]
fn what_starts_anew_keeps_its_thread_and_nothing_else() {
    let thread = Ticket {
        thread: Some(ticket(7)),
        author: Some((account("anna"), Text::from("anna"))),
        created_at: second(-9),
        title: Text::from("Wanderwege"),
        text: Text::from("Wir bauen."),
        text_digest: "digest".into(),
        substance: "substance".into(),
        text_at: second(-8),
        text_at_before: Some(second(-9)),
        confidential: true,
        open: true,
        labels: vec!["prozess::4-fehler".into()],
        accepted: BTreeMap::from([("prozess::4-fehler".to_string(), second(-7))]),
        dropped: BTreeMap::from([("prozess::3-aenderung".to_string(), second(-7))]),
        breaking: true,
        told: BTreeSet::from(["no-vote".to_string()]),
        handled: BTreeSet::from([4]),
        ..Ticket::default()
    };
    let gathered = [
        Fact::Started { process: Some("subgroup-feature".into()), why: None, at: second(-6) },
        Fact::Committed { member: "a".into(), amount: Text::default(), account: account("anna"), at: second(-5) },
        Fact::Ticked { item: "contracts".into(), member: None, done: true, by: account("olga"), at: second(-4) },
        Fact::Recused { member: "b".into(), reason: Text::default(), by: account("ben"), at: second(-3) },
        Fact::Proxy {
            member: "c".into(),
            account: Some(account("ben")),
            name: Text::default(),
            until: None,
            at: second(-2),
        },
        Fact::Reading { since: second(-2), opens_at: Some(second(0)) },
        given(0, 10, true),
        ended(End::Void, Why::Reclassified, 20),
    ];
    let anew = Fact::Started { process: None, why: Some(Why::NoProcess), at: second(20) };
    let expected = Ticket { process: None, started: Some(second(20)), why: Some(Why::NoProcess), ..thread.clone() };
    assert_eq!(after(thread, &gathered).after(&anew), expected);
    let of_a_type = Fact::Started { process: Some("bug".into()), why: None, at: second(30) };
    let expected = Ticket { process: Some("bug".into()), started: Some(second(30)), why: None, ..expected };
    assert_eq!(expected.clone().after(&of_a_type), expected);
}
