// SPDX-License-Identifier: EUPL-1.2
//! One fact of each kind. A new kind that is missing here does not compile; one that is named and not built fails.

use jiff::civil::date;
use votum::domain::ballot::{Act, Ballot, Source};
use votum::domain::budget::{Cover, Funding, Light};
use votum::domain::command::Choice;
use votum::domain::electorate::Electorate;
use votum::domain::fact::{End, Fact, Gate, ReleaseNote, Text};
use votum::domain::guard::{Gap, Lock};
use votum::domain::ids::Thread;
use votum::domain::reason::Why;
use votum::domain::release::{Halt, Lack};
use votum::domain::rules::Pot;
use votum::domain::signal::Signals;
use votum::domain::tally::{Contributions, Outcome, Tally};
use votum::domain::version::Bump;

use super::{account, electorate, project, second, ticket};

/// Lists the kinds of facts; the match in it makes the compiler look that none is missing.
macro_rules! kinds {
    ($($kind:ident),* $(,)?) => {
        /// The names of all kinds.
        pub const KINDS: &[&str] = &[$(stringify!($kind)),*];

        /// The name of a fact's kind.
        pub fn kind(fact: &Fact) -> &'static str {
            match fact {
                $(Fact::$kind { .. } => stringify!($kind),)*
            }
        }
    };
}

kinds! {
    RulesInForce, PolicyRead, PolicyHeld, Pinned, Located, Arrived, Paused, Dropped, Guarded, Keyed, LockTaken, Registered, Titled, Described, Confidential, Open, Labelled,
    Breaking, Started,
    Incomplete, Committed, Ticked, Reading, Opened, VoteNote, Given, Seen, Gone, Back, Recused, RecusalLifted, Proxy,
    Extended, Reminded, DiscussionAsked, AwaitsSecond, Admits, TextChanged, Editorial, Read, Decided, Ended, Resumed, Cleared, Objected, Confirmed, Finished, Chased, Told, Handled,
    Proposed, Targets, Head, Names, Exempted, Protected, RequestBreaking, Pushed, Reviews, ApprovalSeen, ApprovalGone, Hold,
    ExemptedBy, Ready, Signals, Overruled, Gated, MergeAsked, Merging, NotMerged, Merged, Landed, RequestOpen, Touches, MergedPast, TagTimed, TagHalted, FilesPushed, TagDue, Known, TagChosen, Tagged,
    TagStopped, TagReleased, TagHeld, VersionAsked, VersionRefused, Funded, Competes, Spent, SpendNoticed, Planned, PlanDropped, Drawn, Returned, Paid,
}

/// One fact of each kind, some in several shapes.
pub fn all() -> Vec<Fact> {
    let mut facts = of_the_partnership();
    facts.extend(of_a_ticket());
    facts.extend(of_its_vote());
    facts.extend(of_a_request());
    facts.extend(of_releases());
    facts.extend(of_money());
    facts
}

fn words(text: &str) -> Text {
    Text::from(text)
}

fn merge_request() -> Thread {
    Thread::merge_request(project("talverbund/kern"), 41)
}

/// A ballot in which every field has a value of its own.
pub fn ballot() -> Ballot {
    Ballot {
        source: Source::Note(77, 3),
        account: account("anna"),
        name: words("anna"),
        member: Some("ahausen".into()),
        proxied: true,
        authorised: true,
        rank: Some(1),
        act: Act::Choose(Choice::Abstain),
        at: second(5),
        seen: true,
        edited: true,
        revoked: Some(second(6)),
        vanished: true,
        reason: words("weil „es“ fehlt\n\u{1f44d}"),
    }
}

/// What the pot held, with every field of its own.
fn funding(pot: Pot, cover: Cover) -> Funding {
    let (before, light) = (Light::Yellow, Light::Red);
    let (left, frozen) = (Some(-3), vec!["bergtal".to_string()]);
    Funding { year: 2026, pot, amount: 12, cover, left, sum: 103, before, light, frozen }
}

fn of_money() -> Vec<Fact> {
    let (at, by) = (second(4), account("olga"));
    let (day, spend_by) = (date(2026, 5, 1), Some(date(2026, 9, 30)));
    vec![
        Fact::Funded { funding: Box::new(funding(Pot::Joint, Cover::Committed)) },
        Fact::Funded { funding: Box::new(funding(Pot::Joint, Cover::Unfunded(17))) },
        Fact::Funded { funding: Box::new(funding(Pot::Maintenance, Cover::AfterSpendBy(date(2026, 9, 30)))) },
        Fact::Competes { missing: 5 },
        Fact::SpendNoticed { days: 30, at },
        Fact::TagHeld { merge_request: merge_request() },
        Fact::VersionAsked { merge_request: merge_request(), version: Some("v2.0.0".into()), by: by.clone(), at },
        Fact::VersionAsked { merge_request: merge_request(), version: None, by: by.clone(), at },
        Fact::VersionRefused { merge_request: merge_request(), version: "v0.0.1".into(), at },
        Fact::Spent { amount: -7, by, at },
        Fact::Planned { ticket: ticket(1), pot: Pot::Joint, amount: 9, at },
        Fact::PlanDropped { ticket: ticket(1), at },
        Fact::Drawn {
            ticket: ticket(1),
            pot: Pot::Joint,
            amount: 9,
            size: Some(8),
            spend_by,
            day,
            frozen: vec!["ahausen".into()],
            at,
        },
        Fact::Returned { ticket: ticket(1), at },
        Fact::Paid { ticket: ticket(1), amount: 6, at },
    ]
}

fn of_the_partnership() -> Vec<Fact> {
    let at = second(0);
    vec![
        Fact::RulesInForce { digest: "0a".repeat(32), text: words("[partnership]\n"), open: words("[a]\n") },
        Fact::PolicyRead {
            digest: "0a".repeat(32),
            project: project("talverbund/kern"),
            path: "regeln/partnership.toml".into(),
            branch: Some("main".into()),
            commit: "c0ffee".into(),
            merge_request: Some(merge_request()),
            decisions: vec!["B-2026-001".into()],
            at,
        },
        Fact::PolicyHeld {
            commit: Some("c0ffee".into()),
            digest: Some("0b".repeat(32)),
            why: Some("faulty".into()),
            faults: words("member[2].id: is there twice"),
            at,
        },
        Fact::PolicyHeld { commit: None, digest: None, why: None, faults: Text::default(), at },
        Fact::Pinned { forge: "opencode".into(), name: words("anna"), account: Some(account("anna")) },
        Fact::Pinned { forge: "opencode".into(), name: words("niemand"), account: None },
        Fact::Located { project: project("a/b/c"), number: 17 },
        Fact::Arrived { project: project("a/b/c"), branch: "main".into(), head: Some("abc".into()), at },
        Fact::Arrived { project: project("a/b"), branch: "main".into(), head: None, at },
        Fact::Paused { paused: true, at },
        Fact::Guarded { project: project("a/b"), branch: "main".into(), lock: Lock::Role, gaps: Gap::ALL.to_vec(), at },
        Fact::Guarded { project: project("a/b"), branch: String::new(), lock: Lock::None, gaps: Vec::new(), at },
        Fact::Keyed { project: project("a/b"), number: 17, fingerprint: "0a".repeat(32), at },
        Fact::LockTaken {
            project: project("a/b"),
            branch: "main".into(),
            lock: Lock::Role,
            way: "command-line".into(),
            reason: words("so vereinbart"),
            at,
        },
        Fact::Dropped {
            what: "note".into(),
            place: ticket(7).to_string(),
            way: "command-line".into(),
            reason: words("Testnotiz"),
            at,
        },
    ]
}

fn of_a_ticket() -> Vec<Fact> {
    let (at, by) = (second(1), account("olga"));
    let member = || Some("ahausen".to_string());
    vec![
        Fact::Registered { ticket: ticket(7), author: account("anna"), name: words("anna"), created_at: at },
        Fact::Titled { title: words("Brücke") },
        Fact::Titled { title: words("") },
        Fact::Described { text: words("## Vorlage"), digest: "d".into(), substance: "s".into(), at },
        Fact::Confidential,
        Fact::Open { open: false, by: Some(by.clone()), at },
        Fact::Open { open: true, by: None, at },
        Fact::Labelled { labels: vec!["prozess::1-gemeinschaft".into()], by: Some(by.clone()), at },
        Fact::Breaking { breaking: true },
        Fact::Started { process: Some("bug".into()), why: None, at },
        Fact::Started { process: None, why: Some(Why::NoProcess), at },
        Fact::Incomplete { why: Why::TemplateIncomplete, missing: vec!["Begründung".into()] },
        Fact::Committed { member: "ahausen".into(), amount: words("12 €"), account: by.clone(), at },
        Fact::Ticked { item: "contracts".into(), member: member(), done: true, by: by.clone(), at },
        Fact::Reading { since: at, opens_at: None },
        Fact::Reading { since: at, opens_at: Some(second(9)) },
        Fact::Editorial { reason: words("Tippfehler"), by: by.clone(), at },
        Fact::Cleared { at },
        Fact::Objected { member: "bergtal".into(), reason: words("neu"), disputed: true, by: by.clone(), at },
        Fact::Confirmed { reason: words("doch"), by: by.clone(), at },
        Fact::Finished { done: true, at },
        Fact::Chased { open: vec!["contracts".into()], at },
        Fact::Told { about: words("label") },
        Fact::Handled { note: u64::from(u32::MAX) },
        Fact::Ended {
            end: End::Refused,
            why: Why::Resubmission,
            reason: words("schon da"),
            by: Some(by),
            about: Some(ticket(3)),
            at,
        },
    ]
}

fn of_its_vote() -> Vec<Fact> {
    let (at, by) = (second(2), account("olga"));
    let plain = Ballot { member: None, revoked: None, source: Source::Award(8), act: Act::Unclear, ..ballot() };
    let mut seats: Electorate = electorate(&[1, 1_000_000_000]);
    seats.seats[1].contribution = 30_000;
    let euros = Contributions { base: 8, yes: 9, needed: 10 };
    vec![
        Fact::Opened {
            process: "joint-feature".into(),
            at,
            deadline: second(99),
            electorate_digest: seats.digest(),
            electorate: seats,
            rules: "r".into(),
            text_digest: "t".into(),
            urgent: Some(words("die Wand fällt")),
        },
        Fact::VoteNote { note: 12 },
        Fact::Given { ballot: Box::new(ballot()) },
        Fact::Given { ballot: Box::new(plain) },
        Fact::Given { ballot: Box::new(Ballot { act: Act::Retract, ..ballot() }) },
        Fact::Seen { sources: vec![Source::Award(8), Source::Note(77, 3)] },
        Fact::Gone { source: Source::Award(8), at: Some(at) },
        Fact::Gone { source: Source::Note(77, 0), at: None },
        Fact::Back { source: Source::Note(77, 0) },
        Fact::Recused { member: "ahausen".into(), reason: words("Schwester"), by: by.clone(), at },
        Fact::RecusalLifted { member: "ahausen".into(), by: by.clone(), at },
        Fact::Proxy { member: "a".into(), account: Some(by.clone()), name: words("olga"), until: Some(at), at },
        Fact::Proxy { member: "a".into(), account: None, name: words(""), until: None, at },
        Fact::DiscussionAsked { member: "ahausen".into(), reason: words("Preis"), by: by.clone(), at },
        Fact::Resumed { reason: words("nach der Sitzung"), by: by.clone(), at },
        Fact::AwaitsSecond { act: "record yes ahausen".into(), by: by.clone(), at },
        Fact::Admits { ticket: ticket(3), number: "B-2026-007".into() },
        Fact::Given { ballot: Box::new(Ballot { source: Source::Meeting(77, 1), ..ballot() }) },
        Fact::Extended { deadline: second(200), reason: words("Ferien"), by: by.clone(), at },
        Fact::Reminded { due: second(150), members: vec!["ahausen".into(), "bergtal".into()], at },
        Fact::TextChanged { digest: "d".into(), at },
        Fact::Read { at },
        Fact::Decided {
            number: "B-2026-001".into(),
            outcome: Outcome::Inquorate,
            tally: Tally {
                entitled: 1,
                yes: 2,
                no: 3,
                abstain: 4,
                absent: 5,
                recused: 6,
                needed: 7,
                contributions: Some(euros),
            },
            at,
            stated: Some(second(9)),
        },
    ]
}

fn of_a_request() -> Vec<Fact> {
    let (at, by, head) = (second(3), account("rita"), "c0ffee".to_string());
    vec![
        Fact::Proposed {
            merge_request: merge_request(),
            author: account("sven"),
            name: words("sven"),
            created_at: at,
            by_votum: true,
        },
        Fact::Targets { branch: words("main"), source: words("feature/x"), gated: true },
        Fact::Head { sha: head.clone(), at },
        Fact::Names { tickets: vec![ticket(7), ticket(8)] },
        Fact::Exempted { how: Some("paths".into()) },
        Fact::Exempted { how: None },
        Fact::RequestBreaking { breaking: true },
        Fact::Pushed { by: by.clone() },
        Fact::Reviews { by: vec![by.clone()] },
        Fact::ApprovalSeen { by: by.clone(), at: Some(at), head: head.clone() },
        Fact::ApprovalGone { by: by.clone() },
        Fact::Hold { reason: Some(words("wartet")), by: by.clone(), at },
        Fact::Hold { reason: None, by: by.clone(), at },
        Fact::ExemptedBy { reason: words("Tippfehler"), head: head.clone(), by: by.clone(), at },
        Fact::Protected { touched: true },
        Fact::Landed { sha: "abc".into(), contained: Some(false), squashed: Some(true) },
        Fact::Landed { sha: "abc".into(), contained: None, squashed: None },
        Fact::Signals { signals: Signals::default() },
        Fact::Signals {
            signals: Signals {
                status: false,
                thread: true,
                pipeline: Some(7),
                awaited: true,
                obstacle: Some("conflict".into()),
            },
        },
        Fact::Overruled {
            what: "status".into(),
            said: "success".into(),
            by: account("olga"),
            head: "abc".into(),
            at: second(3),
        },
        Fact::Ready { draft: true, mergeable: false, green: true },
        Fact::Gated {
            gate: Gate::Blocked,
            why: Why::Rejected,
            reasons: vec![(Gate::Blocked, Why::Rejected, Some(ticket(7))), (Gate::Waiting, Why::ReviewMissing, None)],
            head: head.clone(),
            at,
        },
        Fact::MergeAsked { by, head: head.clone(), at },
        Fact::Merging { head: head.clone(), at },
        Fact::NotMerged { head: head.clone(), why: words("409 Conflict"), at },
        Fact::Merged { sha: "5ha".into(), head, cleared: true, commits: vec!["1".into(), "2".into()], at },
        Fact::RequestOpen { open: false, at },
    ]
}

fn of_releases() -> Vec<Fact> {
    let at = second(4);
    let note = ReleaseNote {
        ticket: ticket(7),
        title: words("Brücke"),
        process: Some("bug".into()),
        number: Some("B-2026-001".into()),
    };
    let sha = || "5ha".to_string();
    let merge_request = merge_request();
    vec![
        Fact::TagDue {
            merge_request: merge_request.clone(),
            sha: sha(),
            bump: Bump::Major,
            commits: vec![sha()],
            notes: vec![note],
            at,
        },
        Fact::Known { commits: vec![sha()] },
        Fact::TagChosen { tag: "v1.2.3".into(), sha: sha(), merge_request: merge_request.clone(), at },
        Fact::Tagged { tag: "v1.2.3".into(), sha: sha(), merge_request: merge_request.clone(), at },
        Fact::FilesPushed { head: sha(), at },
        Fact::TagTimed { merge_request: merge_request.clone(), due: second(9), at },
        Fact::TagHalted { halt: Halt::Elsewhere, tag: "bad/v1.2.3".into(), found: words("abc"), at },
        Fact::TagHalted { halt: Halt::Unseen, tag: String::new(), found: words(""), at },
        Fact::TagHalted { halt: Halt::Refused, tag: "v1.2.3".into(), found: words("403"), at },
        Fact::MergedPast {
            merge_request: merge_request.clone(),
            sha: sha(),
            commits: vec![sha()],
            reasons: vec![(Gate::Waiting, Why::NoTicket, None)],
            at,
        },
        Fact::Touches { prefixes: vec![String::new(), "bad/".into()] },
        Fact::TagStopped { merge_request: merge_request.clone(), commits: vec![sha()], lacks: None, at },
        Fact::TagStopped {
            commits: vec![sha()],
            lacks: Some(vec![
                Lack { merge_request: None, commits: vec![sha()], why: None, ticket: None },
                Lack {
                    merge_request: Some(merge_request.clone()),
                    commits: Vec::new(),
                    why: Some(Why::VoteVoid),
                    ticket: Some(ticket(7)),
                },
            ]),
            merge_request,
            at,
        },
        Fact::TagReleased { by: account("rita"), at },
    ]
}

#[test]
fn each_kind_is_there() {
    let built: std::collections::BTreeSet<_> = all().iter().map(kind).collect();
    let missing: Vec<_> = KINDS.iter().filter(|kind| !built.contains(*kind)).collect();
    assert!(missing.is_empty(), "build one of each: {missing:?}");
}
