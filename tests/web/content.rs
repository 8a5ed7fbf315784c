// SPDX-License-Identifier: EUPL-1.2
//! What lies in the small register: a decision with its facts, an open vote, a confidential bug.

use votum::domain::ballot::{Act, Ballot, Source};
use votum::domain::command::Choice;
use votum::domain::electorate::{Electorate, Seat};
use votum::domain::fact::Fact;
use votum::domain::tally::{Outcome, Tally};
use votum::store::sheet::{
    BallotSheet, CostSheet, ReasonSheet, SeatSheet, StepMemberSheet, StepSheet, TallySheet, TicketSheet,
};

use super::world::{ACCOUNT, TICKETS, account, at, ticket};

pub fn decided() -> TicketSheet {
    let ballot = |member: &str, choice: &str, why: Option<&str>| BallotSheet {
        member: Some(member.into()),
        choice: choice.into(),
        at: "2026-06-10T09:00:01+02:00".into(),
        channel: "comment".into(),
        counted: why.is_none(),
        why_not: why.map(Into::into),
        ..BallotSheet::default()
    };
    let seat = |member: &str, choice: Option<&str>| SeatSheet {
        member: member.into(),
        weight: 1,
        choice: choice.map(Into::into),
        recused: false,
    };
    let approval = ReasonSheet {
        rule: "approval".into(),
        needed: "3 (>= 75 %)".into(),
        found: "3".into(),
        held: true,
        children: Vec::new(),
    };
    let reasons = ReasonSheet {
        rule: "decision".into(),
        needed: ">= 75 %".into(),
        found: "accepted".into(),
        held: true,
        children: vec![approval],
    };
    TicketSheet {
        project: TICKETS.into(),
        iid: 101,
        title: "<script>alert(1)</script> & Termine".into(),
        process: Some("joint-feature".into()),
        state: "accepted".into(),
        vote_note: Some(9),
        opened_at: Some("2026-06-01T08:00:00+02:00".into()),
        deadline: Some("2026-06-15T23:59:59+02:00".into()),
        tally: Some(TallySheet { entitled: 4, yes: 3, absent: 1, needed: 3, ..TallySheet::default() }),
        reasons: Some(reasons),
        ballots: vec![
            ballot("auwiesen", "yes", None),
            ballot("auwiesen", "no", Some("superseded")),
            BallotSheet { member: None, ..ballot("", "no", Some("not-entitled")) },
        ],
        electorate: vec![seat("auwiesen", Some("yes")), seat("gone-member", None)],
        electorate_digest: Some("e".repeat(64)),
        text_digest: Some("f".repeat(64)),
        rules_digest: Some("a".repeat(64)),
        follow_ups: vec!["contracts".into(), "legal-check".into()],
        done: vec!["contracts".into()],
        steps: vec![
            StepSheet {
                item: "contracts".into(),
                done: true,
                members: vec![StepMemberSheet { member: "auwiesen".into(), done: true, rests_until: None }],
                ..StepSheet::default()
            },
            StepSheet { item: "legal-check".into(), ..StepSheet::default() },
        ],
        reservations: vec!["unfunded:300".into()],
        costs: Some(CostSheet { one_off: Some(9000), upkeep: Some(-900), community: None }),
        resubmission: "not-applicable".into(),
        decision: Some("B-2026-001".into()),
        decided_at: Some("2026-06-15T21:59:59Z".into()),
        ..TicketSheet::default()
    }
}

pub fn open() -> TicketSheet {
    TicketSheet {
        iid: 102,
        title: "Erinnerungen".into(),
        state: "voting".into(),
        deadline: Some("2026-06-30T23:59:59+02:00".into()),
        decision: None,
        decided_at: None,
        ..decided()
    }
}

pub fn confidential() -> TicketSheet {
    TicketSheet {
        project: TICKETS.into(),
        iid: 103,
        confidential: true,
        process: Some("bug".into()),
        state: "cleared".into(),
        resubmission: "not-applicable".into(),
        ..TicketSheet::default()
    }
}

pub fn facts() -> Vec<Fact> {
    let ballot = Ballot {
        source: Source::Note(5, 0),
        account: account(),
        name: ACCOUNT.into(),
        member: Some("auwiesen".into()),
        proxied: false,
        authorised: true,
        rank: None,
        act: Act::Choose(Choice::Yes),
        at: at("2026-06-10T07:00:01Z"),
        seen: true,
        edited: false,
        revoked: None,
        vanished: false,
        reason: "weil es hilft".into(),
    };
    let tally = Tally { entitled: 4, yes: 3, no: 0, abstain: 0, absent: 1, recused: 0, needed: 3, contributions: None };
    let seats = vec![Seat { member: "auwiesen".into(), weight: 1, contribution: 12_000 }];
    vec![
        Fact::Registered {
            ticket: ticket(101),
            author: account(),
            name: ACCOUNT.into(),
            created_at: at("2026-05-20T08:00:00Z"),
        },
        Fact::Opened {
            process: "joint-feature".into(),
            at: at("2026-06-01T06:00:00Z"),
            deadline: at("2026-06-15T21:59:59Z"),
            electorate: Electorate { seats },
            electorate_digest: "e".repeat(64),
            rules: "a".repeat(64),
            text_digest: "f".repeat(64),
            urgent: None,
        },
        Fact::VoteNote { note: 9 },
        Fact::Given { ballot: Box::new(ballot) },
        Fact::Extended {
            deadline: at("2026-06-15T21:59:59Z"),
            reason: format!("auf Bitte von @{ACCOUNT} verschoben").into(),
            by: account(),
            at: at("2026-06-11T06:00:00Z"),
        },
        Fact::Decided {
            number: "B-2026-001".into(),
            outcome: Outcome::Accepted,
            tally,
            at: at("2026-06-15T21:59:59Z"),
            stated: None,
        },
    ]
}
