// SPDX-License-Identifier: EUPL-1.2
//! A small partnership and a ticket of its, as minutes would tell it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use votum::domain::ballot::{Act, Ballot, Source};
use votum::domain::calendar::{Calendar, Span};
use votum::domain::command::Choice;
use votum::domain::electorate::Electorate;
use votum::domain::fact::{Fact, Text};
use votum::domain::ids::{Account, Project, Thread};
use votum::domain::request::Request;
use votum::domain::rules::{
    Amounts, Base, Contracts, Deputies, Duties, EarlyClose, GateRules, Member, Merging, Oversight, Process,
    ReleaseRules, Resubmission, Rules, Template, Voting,
};
use votum::domain::saying::Saying;
use votum::domain::share::Bar;
use votum::domain::tally::{Outcome, Rule};
use votum::domain::ticket::Ticket;
use votum::say::{Frame, Subject};

/// The title of the ticket that most tests are about.
pub const TITLE: &str = "Terminbuchung für digitale Bürgersprechstunden";

/// The members, by id and name.
const MEMBERS: [(&str, &str); 12] = [
    ("beispielingen", "Gemeinde Beispielingen"),
    ("dorfmuster-am-see", "Gemeinde Dorfmuster am See"),
    ("erprobungsrode", "Gemeinde Erprobungsrode"),
    ("fiktenau", "Landkreis Fiktenau"),
    ("modellbruecken", "Stadt Modellbrücken"),
    ("musterstadt", "Stadt Musterstadt"),
    ("neumusterburg", "Stadt Neumusterburg"),
    ("planspielhofen", "Stadt Planspielhofen"),
    ("probenheim", "Stadt Probenheim"),
    ("skizzenfeld", "Stadt Skizzenfeld"),
    ("testhausen", "Stadt Testhausen"),
    ("vorlagental", "Gemeinde Vorlagental"),
];

pub fn bar(text: &str) -> Bar {
    Bar::parse(text).expect("a bar of the tests")
}

pub fn at(text: &str) -> Timestamp {
    format!("{text}[Europe/Berlin]").parse::<jiff::Zoned>().expect("a time of the tests").timestamp()
}

pub fn project(path: &str) -> Project {
    Project { forge: "opencode".to_string(), path: path.to_string() }
}

pub fn ticket_thread(iid: u64) -> Thread {
    Thread::ticket(project("musterkompass/steuerung"), iid)
}

pub fn account(id: u64) -> Account {
    Account { forge: "opencode".to_string(), id }
}

fn process(id: &str, label: &str, approval: Option<&str>, follow_ups: &[&str]) -> Process {
    Process {
        id: id.to_string(),
        label: label.to_string(),
        approval: approval.map(bar),
        silence: None,
        subgroup_alone: false,
        base: None,
        quorum: None,
        resubmission: Resubmission::Allowed,
        budget: None,
        contracts: Contracts::None,
        follow_ups: follow_ups.iter().map(ToString::to_string).collect(),
        commitments: false,
        requires: Vec::new(),
        admits: None,
        confidential_label: None,
        objections: 0,
    }
}

pub fn rules() -> Rules {
    let mut joint = process("joint-feature", "prozess::1-gemeinschaft", Some(">= 75 %"), &["contracts", "legal-check"]);
    joint.resubmission = Resubmission::Never;
    let mut subgroup = process("subgroup-feature", "prozess::2-teilgruppe", Some("> 50 %"), &["contracts"]);
    subgroup.commitments = true;
    let mut bug = process("bug", "prozess::4-fehler", None, &["cost-plan"]);
    bug.objections = 1;
    let mut cast = process("cast", "prozess::5-abgegeben", Some("> 1/2"), &[]);
    cast.base = Some(Base::Cast);
    let names = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<String>>();
    Rules {
        seat: None,
        partnership: "musterkompass".to_string(),
        digest: "4f3a9c2d81e7b6054f3a9c2d81e7b605".to_string(),
        text: String::new(),
        open_text: String::new(),
        name: "Entwicklungspartnerschaft Musterkompass".to_string(),
        product: "Musterkompass".to_string(),
        language: "de".to_string(),
        legal_basis: "Kooperationsvereinbarung vom 14.11.2025, § 7 (Umlaufverfahren)".to_string(),
        contact: "opm-leitung1".to_string(),
        tickets: vec![project("musterkompass/steuerung")],
        upstream: vec![project("musterkompass/kern")],
        core: vec![project("musterkompass/kern")],
        renamed: BTreeMap::new(),
        roles: BTreeMap::new(),
        voting: Voting {
            base: Base::Entitled,
            quorum: bar("> 1/2"),
            opens_by_itself: true,
            reading: Span::Days(5),
            open_time: time(8, 0, 0, 0),
            voting: Span::Days(14),
            deadline_time: time(23, 59, 59, 0),
            deadline_on_working_day: true,
            early_close: EarlyClose::Never,
            change: true,
            deputies: Deputies::Last,
            contributions: false,
            inactive_after: 0,
            comments: true,
            emoji: true,
            yes: names(&["thumbsup"]),
            no: names(&["thumbsdown"]),
            abstain: names(&["white_circle"]),
            reminders: Vec::new(),
            proxy: true,
            proxies_per_account: 2,
            recused_in_base: false,
            oversight: Oversight::default(),
        },
        template: Template {
            headings: names(&["Beschlussvorschlag"]),
            contact: "Ansprechperson".to_string(),
            amounts: Amounts::default(),
        },
        processes: vec![joint, subgroup, bug, cast],
        duties: Duties { remind: Span::Days(30), checklist: names(&["tests", "privacy"]) },
        gate: GateRules {
            merge: Merging::OnCommand,
            reviews: 1,
            exempt_paths: Vec::new(),
            exempt_labels: Vec::new(),
            branches: Vec::new(),
            requires: Vec::new(),
            protected: Vec::new(),
            windows: Vec::new(),
        },
        release: ReleaseRules::default(),
        budgets: BTreeMap::new(),
        freezes: Vec::new(),
        calendar: Calendar {
            zone: TimeZone::get("Europe/Berlin").expect("a zone that the bundled database holds"),
            holidays: BTreeSet::from([date(2026, 4, 3)]),
        },
        members: MEMBERS
            .iter()
            .map(|(id, name)| Member {
                id: (*id).to_string(),
                name: (*name).to_string(),
                weight: 1,
                contribution: 0,
                since: None,
                until: None,
                representatives: Vec::new(),
            })
            .collect(),
    }
}

/// A ticket under a process, with the given title, read but nothing more.
pub fn registered(process: &str, title: &str) -> Ticket {
    let created_at = at("2026-05-25T09:00");
    Ticket::from_facts(&[
        Fact::Registered {
            ticket: ticket_thread(112),
            author: account(1),
            name: Text::from("beispielingen-vertretung1"),
            created_at,
        },
        Fact::Titled { title: Text::from(title) },
        Fact::Started { process: Some(process.to_string()), why: None, at: created_at },
        Fact::Described {
            text: Text::from("### Beschlussvorschlag"),
            digest: "9f2c0011aabbccddeeff".to_string(),
            substance: "s".to_string(),
            at: created_at,
        },
    ])
}

/// The same with an open vote until Monday, 15 June 2026.
pub fn voting(rules: &Rules, process: &str, title: &str) -> Ticket {
    registered(process, title).after(&Fact::Opened {
        process: process.to_string(),
        at: at("2026-06-01T08:00"),
        deadline: at("2026-06-15T23:59:59"),
        electorate: Electorate::freeze(rules, date(2026, 6, 1)),
        electorate_digest: String::new(),
        rules: rules.digest.clone(),
        text_digest: "9f2c0011aabbccddeeff".to_string(),
        urgent: None,
    })
}

/// A ballot of the n-th member, n hours after the opening; odd ones by emoji.
pub fn ballot(n: usize, choice: Choice) -> Ballot {
    let id = n as u64 + 100;
    let given = at("2026-06-02T10:04") + SignedDuration::from_hours(i64::try_from(n).expect("few ballots"));
    Ballot {
        source: if n % 2 == 1 { Source::Award(id) } else { Source::Note(id, 0) },
        account: account(id),
        name: Text::from(format!("{}-vertretung1", MEMBERS[n].0)),
        member: Some(MEMBERS[n].0.to_string()),
        proxied: false,
        authorised: true,
        rank: Some(0),
        act: Act::Choose(choice),
        at: given,
        seen: true,
        edited: false,
        revoked: None,
        vanished: false,
        reason: Text::default(),
    }
}

/// Gives the first members' ballots: so many yes, so many no, so many abstentions.
pub fn given(mut ticket: Ticket, yes: usize, no: usize, abstain: usize) -> Ticket {
    let choices = [(Choice::Yes, yes), (Choice::No, no), (Choice::Abstain, abstain)];
    let all = choices.iter().flat_map(|(choice, count)| std::iter::repeat_n(*choice, *count));
    for (n, choice) in all.enumerate() {
        ticket = ticket.after(&Fact::Given { ballot: Box::new(ballot(n, choice)) });
    }
    ticket
}

/// Decides a ticket as the rules say.
pub fn decided(ticket: Ticket, rules: &Rules) -> (Ticket, Outcome) {
    let ticket = ticket.after(&Fact::Read { at: at("2026-06-16T00:05") });
    let process = ticket.process(rules).expect("a process");
    Rule::of(rules, process).expect("a vote");
    let standings = ticket.standings(rules).expect("an opened vote");
    let outcome = standings.outcome;
    let decided = Fact::Decided {
        number: "B-2026-014".to_string(),
        outcome,
        tally: standings.tally,
        at: at("2026-06-15T23:59:59"),
        stated: None,
    };
    (ticket.after(&decided), outcome)
}

pub fn request(title: &str, author: &str) -> Request {
    let thread = Thread::merge_request(project("musterkompass/kern"), 41);
    let created_at = at("2026-05-25T09:00");
    Request::default()
        .after(&Fact::Proposed {
            merge_request: thread,
            author: account(9),
            name: Text::from(author),
            created_at,
            by_votum: false,
        })
        .after(&Fact::Titled { title: Text::from(title) })
}

pub fn frame(rules: &Rules) -> Frame<'_> {
    Frame { rules, public_url: "https://votum.example", bot: "votum-bot" }
}

/// Renders a saying in the partnership's languages.
pub fn note(saying: &Saying, subject: Subject<'_>, rules: &Rules) -> String {
    votum::say::note(saying, subject, &frame(rules))
}

/// Renders what is said about a ticket.
pub fn of(saying: &Saying, ticket: &Ticket, rules: &Rules) -> String {
    note(saying, Subject::Ticket(ticket), rules)
}

/// The rules of a partnership whose first language is English.
pub fn english() -> Rules {
    Rules { language: "en".to_string(), ..rules() }
}

/// The ticket after a member has declared itself recused.
pub fn recused(ticket: Ticket, member: &str, time: &str) -> Ticket {
    ticket.after(&Fact::Recused {
        member: member.to_string(),
        reason: Text::from("Grundstück der Stadt"),
        by: account(2),
        at: at(time),
    })
}
