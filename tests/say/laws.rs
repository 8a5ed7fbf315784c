// SPDX-License-Identifier: EUPL-1.2
//! Laws: whatever users write, a note stays inert, and a status line stays short.

use std::sync::LazyLock;

use jiff::Timestamp;
use proptest::prelude::*;
use regex::Regex;
use votum::domain::ballot::WhyNot;
use votum::domain::command::{Choice, Mistake};
use votum::domain::fact::{End, Fact, Gate, ReleaseNote, Text};
use votum::domain::ids::Thread;
use votum::domain::money::{Cost, Costs};
use votum::domain::reason::Why;
use votum::domain::release::{Halt, Item, Lack, Noted};
use votum::domain::rules::{Role, Rules};
use votum::domain::saying::{Line, Open, Rejected, Saying, Who};
use votum::domain::tally::{Outcome, Tally};
use votum::say::{Lang, Subject, escape_inline, merge, note, status};

use super::world;

/// A line that GitLab or votum's own grammar could read as a command.
static COMMAND: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?m)^\s*/\w").expect("a pattern"));

/// What a forge takes for the mention of an account.
static MENTIONS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"@[\w.-]").expect("a pattern"));

/// What a commit message must not hold.
static ACTS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)#\d|://\S|\[skip ci\]|\[ci skip\]").expect("a pattern"));

/// What people who mean harm write, mixed with what everybody writes.
pub fn words() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("/merge".to_string()),
        Just("\n/merge\n".to_string()),
        Just("\r\n   /close\r\n".to_string()),
        Just("\u{2028}/approve\u{85}/label ~x".to_string()),
        Just("@all".to_string()),
        Just("@here @ALL".to_string()),
        Just("<!-- votum:0123 -->".to_string()),
        Just("-->".to_string()),
        Just("--!>".to_string()),
        Just("<script>alert(1)</script>".to_string()),
        Just("<details>".to_string()),
        Just("`".to_string()),
        Just("```".to_string()),
        Just("``````".to_string()),
        Just("\u{202e}\u{200b}".to_string()),
        Just("| x | y |".to_string()),
        Just("](https://evil.example)".to_string()),
        Just("![x](https://evil.example/x.png)".to_string()),
        Just("Closes #5, group/project#7 [skip ci]".to_string()),
        Just("**fett** _kursiv_ $`x`$".to_string()),
        Just("Bürgersprechstunden".to_string()),
        Just(" ".to_string()),
        Just("\n\n".to_string()),
        ".{0,12}",
    ];
    prop::collection::vec(part, 1..8).prop_map(|parts| parts.concat())
}

/// Every saying, with the words of a user wherever one may hold some.
fn sayings(words: &str) -> Vec<Saying> {
    let name = words.to_string();
    let member = "musterstadt".to_string();
    let time = world::at("2026-06-10T12:00");
    let threads = [world::ticket_thread(101), Thread::ticket(world::project("other/place"), 7)];
    let with_tally = |note| Noted { note, tally: Some(tally()), open: vec![name.clone(), "cost-plan".to_string()] };
    let lacks = vec![
        Lack { merge_request: None, commits: vec![name.clone(); 2], why: None, ticket: None },
        Lack {
            merge_request: Some(threads[1].clone()),
            commits: Vec::new(),
            why: Some(Why::VoteVoid),
            ticket: Some(threads[0].clone()),
        },
        Lack { merge_request: Some(threads[1].clone()), commits: vec![name.clone()], why: None, ticket: None },
    ];
    let notes = vec![
        ReleaseNote {
            ticket: threads[1].clone(),
            title: Text::from(words),
            process: Some("bug".to_string()),
            number: Some(name.clone()),
        },
        ReleaseNote { ticket: threads[0].clone(), title: Text::default(), process: None, number: None },
    ];
    let items = vec![
        Item {
            merge_request: threads[1].clone(),
            author: name.clone(),
            notes: notes.into_iter().map(with_tally).collect(),
        },
        Item { merge_request: threads[0].clone(), author: String::new(), notes: Vec::new() },
    ];
    let mut all = vec![
        Saying::Reading { since: time, opens_at: Some(time) },
        Saying::Reading { since: time, opens_at: None },
        Saying::Vote,
        Saying::Cleared,
        Saying::Disputed { member: member.clone(), reason: name.clone() },
        Saying::NoVote { name: name.clone() },
        Saying::Contradiction { name: name.clone(), member: None },
        Saying::Divided { member: member.clone(), names: vec![name.clone(), name.clone()] },
        Saying::BallotDeleted { member: Some(member.clone()) },
        Saying::BallotDeleted { member: None },
        Saying::LabelPutBack { label: name.clone() },
        Saying::Reopened,
        Saying::ClosedAgain { number: Some("B-2026-001".to_string()) },
        Saying::ClosedAgain { number: None },
        Saying::TextChanged {
            at: time,
            before: Box::new(Costs { one_off: Cost::Euros(16_000), ..Costs::default() }),
            after: Box::new(Costs { one_off: Cost::Euros(21_000), upkeep: Cost::Unreadable, ..Costs::default() }),
        },
        Saying::NotNow { name: name.clone(), command: "merge", state: "merging-off".to_string() },
        Saying::NotNow { name: name.clone(), command: "open", state: "voting".to_string() },
        Saying::NotNow { name: name.clone(), command: "open", state: name.clone() },
        Saying::SpendBy,
        Saying::VersionRefused { version: name.clone(), highest: name.clone() },
        Saying::Proxy { member: member.clone(), holder: Some(name.clone()), until: Some(time) },
        Saying::Proxy { member: name.clone(), holder: None, until: None },
        Saying::Recused { member: member.clone(), reason: name.clone(), lifted: false },
        Saying::Recused { member: name.clone(), reason: String::new(), lifted: true },
        Saying::Reminder {
            open: vec![Open {
                member: "musterstadt".to_string(),
                representatives: vec![name.clone(), "anna".to_string()],
                proxy: Some(name.clone()),
            }],
        },
        Saying::Fixed,
        Saying::FollowUpsOpen { mention: vec![name.clone()] },
        Saying::FollowUpsOpen { mention: Vec::new() },
        Saying::Similar {
            to: vec![
                Rejected { ticket: threads[0].clone(), number: name.clone(), named: true },
                Rejected { ticket: threads[1].clone(), number: name.clone(), named: false },
            ],
        },
        Saying::Rewritten { name: name.clone() },
        Saying::AwaitsSecond { name: name.clone(), command: "void" },
        Saying::Extended { deadline: time, reason: name.clone() },
        Saying::Help,
        Saying::Status,
        Saying::NotMerged { why: name.clone() },
        Saying::NoPipeline { from_fork: true },
        Saying::NoPipeline { from_fork: false },
        Saying::Lost { head: name.clone(), sha: name.clone() },
        Saying::TagStopped { lacks: lacks.iter().cycle().take(23).cloned().collect() },
        Saying::Release { tag: name.clone(), merge_request: threads[1].clone(), items, passed: lacks },
    ];
    all.extend([Outcome::Accepted, Outcome::Rejected, Outcome::Inquorate].map(|outcome| Saying::Result { outcome }));
    all.extend(Halt::ALL.map(|(_, halt)| Saying::TagHalted { halt, tag: name.clone(), found: name.clone() }));
    for state in ["none", "underway", "halted", "past"] {
        let state = format!("release-{state}");
        all.push(Saying::NotNow { name: name.clone(), command: "release", state });
    }
    for why in Why::ALL.map(|(_, why)| why) {
        let missing = vec![name.clone(), "Teilgruppe".to_string()];
        all.push(Saying::Incomplete { why, missing });
        let reasons = vec![(Gate::Waiting, why, Some(threads[1].clone())), (Gate::Blocked, why, None)];
        all.push(Saying::Gate { gate: Gate::Waiting, reasons });
        for end in [End::Withdrawn, End::Void, End::Deferred, End::Refused] {
            let about = Some((threads[1].clone(), Some(name.clone())));
            all.push(Saying::Ended { end, why, reason: name.clone(), about });
            all.push(Saying::Ended { end, why, reason: String::new(), about: Some((threads[0].clone(), None)) });
        }
    }
    for why in WhyNot::ALL.map(|(_, why)| why) {
        all.push(Saying::NotCounted { name: name.clone(), member: None, why });
        all.push(Saying::NotCounted { name: name.clone(), member: Some(member.clone()), why });
    }
    for who in [
        Who::Representative,
        Who::Applicant,
        Who::Subgroup,
        Who::Role(Role::Operations),
        Who::Role(Role::Releases),
        Who::OperationsOrReleases,
    ] {
        all.push(Saying::NotAllowed { name: name.clone(), command: "open", who });
    }
    for mistake in [
        Mistake::Unknown { word: name.clone() },
        Mistake::Ambiguous { choice: Choice::Yes },
        Mistake::ReasonMissing { command: "void" },
        Mistake::Argument { command: "extend" },
    ] {
        all.push(Saying::Mistaken { name: name.clone(), mistake });
    }
    for what in ["member", "asked", "recorded", "process", "follow-up", "account"] {
        all.push(Saying::Unknown { name: name.clone(), what, word: name.clone() });
    }
    for why in ["off", "ended", "no-representative", "own-member", "chain", "too-many"] {
        all.push(Saying::ProxyRefused { name: name.clone(), why });
    }
    all
}

/// The partnership with a user's words wherever the rules hold text.
fn rules(words: &str, language: &str) -> Rules {
    let mut rules = world::rules();
    rules.language = language.to_string();
    rules.contact = words.to_string();
    rules.legal_basis = words.to_string();
    rules.members[0].name = words.to_string();
    rules.processes[0].label = words.to_string();
    rules.processes[0].follow_ups.push(words.to_string());
    rules.voting.yes.push(words.to_string());
    rules
}

/// Makes sure that no line of a text is a command, calls everybody, or hides something.
pub fn inert(text: &str) {
    assert!(!COMMAND.is_match(text), "a line begins like a command:\n{text}");
    assert!(!text.starts_with('/') && !text.contains("\n/") && !text.contains('\r'), "{text}");
    let lower = text.to_lowercase();
    assert!(!lower.contains("@all") && !lower.contains("@here"), "calls everybody:\n{text}");
    assert!(!text.contains("<!--") && !text.contains("-->"), "holds a comment:\n{text}");
}

/// Says what Markdown makes of a note: no HTML, no image, no link but the register's.
pub fn plain_markdown(text: &str) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML {html:?} in:\n{text}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with("https://votum.example/"), "link to {dest_url} in:\n{text}");
            }
            Event::Start(Tag::Image { dest_url, .. }) => panic!("image {dest_url} in:\n{text}"),
            Event::Text(words) => {
                assert!(!words.contains("evil.example"), "a user's words outside code in:\n{text}");
            }
            _ => {}
        }
    }
}

/// Whatever votum refuses, does not count or waits for, it says whom to ask: nobody is left alone with a refusal.
#[test]
fn every_refusal_says_whom_to_ask() {
    for language in ["de", "en"] {
        let rules = rules("Beispiel", language);
        let frame = world::frame(&rules);
        let open = world::given(world::voting(&rules, "joint-feature", "Beispiel"), 3, 1, 1);
        let (request, decided) = (world::request("Beispiel", "Beispiel"), world::decided(open.clone(), &rules).0);
        for saying in sayings("Beispiel") {
            let about = match &saying {
                Saying::NotMerged { .. }
                | Saying::TagStopped { .. }
                | Saying::VersionRefused { .. }
                | Saying::Gate { .. } => Subject::Request(&request),
                Saying::Result { .. } => Subject::Ticket(&decided),
                // These refuse nothing.
                Saying::Release { .. } | Saying::Proxy { holder: None, .. } => continue,
                _ => Subject::Ticket(&open),
            };
            let text = note(&saying, about, &frame);
            assert!(
                text.contains("@Beispiel") || text.contains("@\u{200b}Beispiel"),
                "{saying:?} names no contact:\n{text}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_users_write_a_note_is_inert(words in words(), english in any::<bool>()) {
        let rules = rules(&words, if english { "en" } else { "de" });
        let frame = world::frame(&rules);
        let open = world::given(world::voting(&rules, "joint-feature", &words), 3, 1, 1)
            .after(&Fact::Recused {
                member: "vorlagental".to_string(),
                reason: Text::from(words.as_str()),
                by: world::account(2),
                at: world::at("2026-06-15T12:00"),
            });
        let decided = world::decided(open.clone(), &rules).0;
        let request = world::request(&words, &words);
        for saying in sayings(&words) {
            for subject in [
                Subject::Ticket(&open),
                Subject::Ticket(&decided),
                Subject::Request(&request),
                Subject::None,
            ] {
                let text = note(&saying, subject, &frame);
                prop_assert!(!text.trim().is_empty(), "{saying:?}");
                inert(&text);
                plain_markdown(&text);
            }
        }
    }

    #[test]
    fn whatever_users_write_stays_one_inert_line(words in words()) {
        let text = escape_inline(&words);
        inert(&text);
        prop_assert!(!text.contains('\n') && !text.is_empty());
        prop_assert!(text.chars().count() <= 420, "{text}");
    }

    #[test]
    fn a_commit_message_closes_nothing(words in words()) {
        let rules = world::rules();
        let request = world::request(&words, &words);
        let text = merge::merge_message(&request, &[], &world::frame(&rules));
        let title = text.lines().next().unwrap_or_default();
        inert(&text);
        prop_assert!(!MENTIONS.is_match(title), "{title}");
        prop_assert!(!ACTS.is_match(title), "{title}");
        prop_assert!(title.chars().count() <= 160);
    }

    #[test]
    fn a_status_line_is_short(words in words(), iid in any::<u64>(), gate in 0..3usize, german in any::<bool>()) {
        let rules = world::rules();
        let lang = if german { Lang::De } else { Lang::En };
        let gate = [Gate::Cleared, Gate::Waiting, Gate::Blocked][gate];
        for why in Why::ALL.map(|(_, why)| why) {
            for deadline in [None, Some(Timestamp::UNIX_EPOCH)] {
                let line = Line {
                    gate,
                    why,
                    ticket: Some(world::ticket_thread(iid)),
                    number: Some(words.clone()),
                    deadline,
                };
                let text = status::line(&line, lang, &rules);
                prop_assert!(text.chars().count() <= 140, "{text}");
                prop_assert!(!text.contains('\n'));
            }
        }
    }
}

fn tally() -> Tally {
    let (entitled, yes, no, abstain, absent, recused, needed) = (12, 9, 1, 1, 1, 0, 9);
    Tally { entitled, yes, no, abstain, absent, recused, needed, contributions: None }
}
