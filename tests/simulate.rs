// SPDX-License-Identifier: EUPL-1.2
//! `votum simulate`: whole years come out as expected, and what is wrong with a scenario is said at its place.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use serde_json::{Value, json};
use votum::clock::Clock;
use votum::domain::ids::{Project, Thread};
use votum::forge::Forge;
use votum::forge::gitlab::{GitLab, Settings};
use votum::sandbox::{At, Sandbox};

use crate::world::berlin;

/// What a run left behind.
struct Run {
    code: i32,
    out: String,
    err: String,
}

fn simulate(scenario: &Path, more: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_votum"));
    let done = command.arg("simulate").arg(scenario).args(more).env_remove("VOTUM_LOG").output().expect("it starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes text");
    Run { code: done.status.code().expect("it exits"), out: text(done.stdout), err: text(done.stderr) }
}

fn own() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/year")
}

fn shared() -> Option<PathBuf> {
    let near = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let year = std::env::var_os("VOTUM_SHARED").map_or_else(near, PathBuf::from).join("example/year.json");
    if !year.exists() {
        println!("There is no {}; the shared year was not played.", year.display());
        return None;
    }
    Some(year)
}

fn good(run: &Run) {
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("Everything came out as expected."), "{}", run.out);
}

/// One joint request of the own partnership, with two ballots.
fn scenario() -> Value {
    let description = "**Ansprechperson:** @orla\n\n### Beschlussvorschlag\n\nJa.\n\n### Finanzielle Auswirkungen\n\n\
        | Position | Betrag |\n|---|---:|\n| Einmalige Kosten | 900 € |\n";
    json!({
        "schema": "votum-scenario/1", "partnership": "partnership.toml", "bot": "votum-bot",
        "tickets": [{
            "id": 7, "project": "opencode:auenblick/gremium", "process": "joint-feature", "title": "Bänke",
            "author": "anke", "labels": ["antrag::gemeinsam"], "submitted": "2026-01-12T09:00:00+01:00",
            "description": description,
            "events": [
                { "at": "2026-01-20T10:00:00+01:00", "by": "anke", "do": "comment", "text": "/vote ja", "id": "a" },
                { "at": "2026-01-20T11:00:00+01:00", "by": "berta", "do": "react", "emoji": "thumbsup", "on": "vote" },
            ],
            "expect": { "state": "rejected", "tally": { "yes": 5, "absent": 4 } },
        }],
        "merge_requests": [{
            "id": 3, "project": "opencode:auenblick/kern", "title": "Bänke", "author": "nadja",
            "opened": "2026-02-05T10:00:00+01:00", "refs": [7], "paths": ["src/karte.rs"],
            "approvals": [{ "at": "2026-02-05T10:00:00+01:00", "by": "rolf" }],
            "expect": [{ "at": "2026-02-05T10:00:00+01:00", "gate": "blocked", "reason": "rejected" }],
        }],
    })
}

/// Plays a text as a scenario beside the own rules.
fn play_text(text: &str, more: &[&str]) -> Run {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::copy(own().join("partnership.toml"), folder.path().join("partnership.toml")).expect("the rules are there");
    let path = folder.path().join("scenario.json");
    std::fs::write(&path, text).expect("the folder can be written");
    simulate(&path, more)
}

fn play(scenario: &Value, more: &[&str]) -> Run {
    play_text(&scenario.to_string(), more)
}

/// Plays the scenario after a change that makes it wrong, and expects these words about it.
fn refused(change: impl FnOnce(&mut Value), words: &[&str]) {
    let mut scenario = scenario();
    change(&mut scenario);
    let run = play(&scenario, &[]);
    assert_eq!(run.code, 2, "{words:?}: {}{}", run.out, run.err);
    assert_eq!(run.out, "", "results stand on standard output, faults do not");
    for words in words {
        assert!(run.err.contains(words), "{words:?} is not in:\n{}", run.err);
    }
}

#[test]
fn the_own_year_comes_out() {
    good(&simulate(&own().join("year.json"), &[]));
}

#[test]
fn the_own_year_has_its_other_states_where_only_cast_votes_count() {
    good(&simulate(&own().join("year.json"), &["--set", "voting.base=cast"]));
}

#[test]
fn the_shared_year_comes_out() {
    if let Some(year) = shared() {
        good(&simulate(&year, &[]));
        good(&simulate(&year, &["--set", "voting.base=cast"]));
    }
}

#[test]
fn deviations_are_named_one_by_one() {
    let mut wrong = scenario();
    wrong["tickets"][0]["process"] = json!("change");
    wrong["tickets"][0]["events"][0]["not_counted"] = json!("late");
    wrong["tickets"][0]["expect"] = json!({
        "state": "accepted", "vote_opened": true, "opened_at": "2026-01-19T07:00:00Z",
        "deadline": "2026-02-03T23:59:59+01:00", "tally": { "yes": 7, "needed": 7 }, "follow_ups": ["contracts"],
    });
    wrong["merge_requests"][0]["expect"][0]["gate"] = json!("cleared");
    wrong["budget"] = json!({ "joint": [{ "ticket": 7, "amount": 900 }] });
    let run = play(&wrong, &[]);
    assert_eq!(run.code, 1, "{}", run.err);
    for line in [
        "ticket 7, process: expected \"change\", found \"joint-feature\".",
        "ticket 7, state: expected \"accepted\", found \"rejected\".",
        "ticket 7, deadline: expected \"2026-02-03T23:59:59+01:00\", found \"2026-02-02T23:59:59+01:00\".",
        "ticket 7, tally: expected {\"needed\":7,\"yes\":7}, found {",
        "ticket 7, follow_ups: expected [\"contracts\"], found [].",
        "ticket 7, events[0].not_counted: expected \"late\", found \"counted\".",
        "merge request 3, expect[0].gate: expected \"cleared\", found \"blocked\".",
        "ticket 7, budget.joint[0]: expected {\"amount\":900,\"ticket\":7}, found null.",
        "8 deviations.",
    ] {
        assert!(run.out.contains(line), "{line:?} is not in:\n{}", run.out);
    }
    assert!(!run.out.contains("opened_at"), "the same instant in another offset is no deviation");
}

#[test]
fn programs_read_everything_that_came_out() {
    let mut wrong = scenario();
    wrong["tickets"][0]["expect"]["state"] = json!("accepted");
    let run = play(&wrong, &["--json"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let found: Value = serde_json::from_str(&run.out).expect("it is JSON");
    let ticket = &found["tickets"][0];
    assert_eq!(ticket["id"], 7);
    assert_eq!(ticket["project"], "opencode:auenblick/gremium");
    assert_eq!(ticket["iid"], 7);
    assert_eq!(ticket["vote_opened"], true);
    assert_eq!(ticket["gate"], "blocked");
    assert_eq!(ticket["joint_budget_left"], Value::Null);
    assert_eq!(ticket["opened_at"], "2026-01-19T08:00:00+01:00");
    assert_eq!(ticket["ballots"][1]["channel"], "emoji");
    for key in ["reason", "vote_note", "deadline", "tally", "follow_ups", "reservations", "resubmission", "decision"] {
        assert!(ticket.get(key).is_some(), "{key} is missing");
    }
    let check = json!({ "at": "2026-02-05T10:00:00+01:00", "gate": "blocked", "reason": "rejected" });
    assert_eq!(found["merge_requests"], json!([{ "id": 3, "checks": [check] }]));
    assert_eq!(found["budget"], json!({ "joint": [], "maintenance": [] }));
    let deviation = json!({ "ticket": 7, "field": "state", "expected": "accepted", "found": "rejected" });
    assert_eq!(found["deviations"], json!([deviation]));
}

#[test]
fn keys_of_the_rules_are_overruled() {
    let mut lower = scenario();
    lower["merge_requests"] = json!([]);
    lower["tickets"][0]["expect"]["state"] = json!("accepted");
    good(&play(&lower, &["--set", "process.joint-feature.approval=> 50 %", "--set", "member.eschenfurt.weight=3"]));
    let sooner = json!({ "opened_at": "2026-01-14T08:00:00+01:00" });
    lower["tickets"][0]["expect"] = sooner;
    good(&play(&lower, &["--set", "voting.reading=\"1 days\""]));
}

#[test]
fn a_key_that_the_rules_do_not_have_is_a_fault() {
    for (set, words) in [
        ("voting.bse=cast", "voting.bse"),
        ("voting.base=casts", "casts"),
        ("voting", "has no \"=\""),
        ("=cast", "is no key"),
        ("voting.base.deep=cast", "is no table"),
        ("process.nothing.approval=none", "there is no [[process]] \"nothing\""),
    ] {
        let run = play(&scenario(), &["--set", set]);
        assert_eq!(run.code, 2, "{set}: {}", run.out);
        assert!(run.err.contains(words), "{words} is not in:\n{}", run.err);
        assert!(!run.err.contains("(line"), "the text with the overruled key has lines that nobody sees: {}", run.err);
    }
}

#[test]
fn all_faults_come_at_once_with_their_places() {
    refused(
        |s| {
            s["extra"] = json!(1);
            s["tickets"][0]["tittle"] = json!("x");
            s["tickets"][0]["events"][0]["at"] = json!("2026-02-30T10:00:00+01:00");
            s["tickets"][0]["events"][1]["by"] = json!("bertha");
            s["tickets"][0]["expect"]["stat"] = json!("accepted");
            s["merge_requests"][0]["id"] = json!(0);
        },
        &[
            "scenario.json: the key \"extra\" is not known here",
            "tickets[0]: the key \"tittle\" is not known here; did you mean title?",
            "tickets[0].events[0].at: \"2026-02-30T10:00:00+01:00\" is no instant",
            "tickets[0].events[1].by: the account \"bertha\" is unknown",
            "it opens nothing; did you mean berta? Somebody from outside",
            "tickets[0].expect: the key \"stat\" is not known here; did you mean state?",
            "merge_requests[0].id: 0 is no number",
            "6 faults found; nothing was played.",
        ],
    );
}

#[test]
fn impossible_times_are_faults() {
    let at = |path: &'static str, time: &'static str| {
        move |s: &mut Value| *s.pointer_mut(path).expect("it is there") = json!(time)
    };
    refused(at("/tickets/0/submitted", "tomorrow"), &["tickets[0].submitted: \"tomorrow\" is no instant"]);
    refused(at("/tickets/0/submitted", "2026-01-12T09:00:00"), &["is no instant; write it as"]);
    refused(at("/tickets/0/submitted", "1812-01-12T09:00:00Z"), &["lies outside of the years 2000 to 2199"]);
    refused(at("/tickets/0/events/0/at", "2026-01-01T09:00:00Z"), &["events[0].at", "before the ticket is submitted"]);
    refused(at("/merge_requests/0/approvals/0/at", "2026-01-01T09:00:00Z"), &["before the merge request is opened"]);
    refused(at("/merge_requests/0/expect/0/at", "2026-01-01T09:00:00Z"), &["before the merge request is opened"]);
}

#[test]
fn what_is_not_there_is_a_fault() {
    let event = |event: Value| move |s: &mut Value| s["tickets"][0]["events"][0] = event;
    let at = "2026-01-20T10:00:00+01:00";
    refused(
        event(json!({ "at": at, "by": "anke", "do": "edit-comment", "comment": "z", "text": "/vote ja" })),
        &["tickets[0].events[0].comment: there is no comment with the id \"z\""],
    );
    refused(
        event(json!({ "at": at, "by": "anke", "do": "unreact", "emoji": "tada", "on": "vote" })),
        &["tickets[0].events[0]: anke has not reacted with \"tada\" before."],
    );
    refused(
        event(json!({ "at": at, "by": "votum-bot", "do": "close" })),
        &["\"votum-bot\" is votum's own account, which acts by itself"],
    );
    refused(event(json!({ "at": at, "by": "@anke", "do": "close" })), &["\"@anke\" is no account name"]);
    refused(event(json!({ "at": at, "by": "anke", "do": "coment" })), &["did you mean comment?"]);
    refused(
        event(json!({ "at": "2026-01-13T10:00:00Z", "by": "anke", "do": "react", "emoji": "thumbsup", "on": "vote" })),
        &["tickets[0].events[0]: there is no vote note of ticket 7 to react to at 2026-01-13 11:00:00"],
    );
    refused(|s| s["tickets"][0]["project"] = json!("opencode:auenblick/kern"), &["is not in [projects] tickets"]);
    refused(
        |s| s["tickets"][0]["events"][0]["by"] = json!("qqqqqqqqqqqqqqqq"),
        &["it opens nothing. Somebody from outside stands under \"outsiders\""],
    );
    refused(
        |s| s["tickets"][0]["labels"] = json!(["antrag::irgendwas"]),
        &["tickets[0].labels[0]: no process has the label \"antrag::irgendwas\"; write one of antrag::gemeinsam"],
    );
    refused(|s| s["tickets"][0]["process"] = json!("joint"), &["there is no [[process]] \"joint\""]);
    refused(
        |s| s["partnership"] = json!("other.toml"),
        &["other.toml: there is no such file.", "under \"partnership\""],
    );
    refused(|s| s["schema"] = json!("votum-scenario/2"), &["schema: \"votum-scenario/2\" means nothing here"]);
    refused(|s| drop(s.as_object_mut().expect("an object").remove("partnership")), &["partnership is missing"]);
    refused(
        |s| {
            let twice = s["tickets"][0].clone();
            s["tickets"].as_array_mut().expect("a list").push(twice);
        },
        &["tickets[1].id: 7 is the number of tickets[0] as well"],
    );
}

#[test]
fn a_comment_that_is_gone_cannot_be_edited() {
    let mut gone = scenario();
    let later = |at: &str, does: &str| json!({ "at": at, "by": "anke", "do": does, "comment": "a" });
    let events = gone["tickets"][0]["events"].as_array_mut().expect("a list");
    events.push(later("2026-01-21T10:00:00+01:00", "delete-comment"));
    events.push(later("2026-01-22T10:00:00+01:00", "delete-comment"));
    let run = play(&gone, &[]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(
        run.err.contains("tickets[0].events[3]: the comment does not stand at the forge (any more)"),
        "{}",
        run.err
    );
}

#[test]
fn hostile_files_are_refused_in_a_sentence() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let name = "x".repeat(100_000);
    let long = scenario().to_string().replace("\"a\"", &format!("\"{name}\""));
    let huge = scenario().to_string().replace("\"id\":7", "\"id\":1e400");
    let many = scenario().to_string().replace("\"id\":7", "\"id\":99999999999999999999999999");
    for (text, words) in [
        (String::new(), "is no JSON that can be read"),
        ("[]".into(), "is no object"),
        ("null".into(), "is no object"),
        (deep, "is no JSON that can be read: recursion limit"),
        ("{\"schema\": 7}".into(), "schema: is no text"),
        (long, "is too long; 255 characters are the most"),
        (huge, "is no JSON that can be read"),
        (many, "is no number of a ticket"),
        ("{\"schema\": 1, \"schema\": 1}".into(), "the key \"schema\" stands twice in one object"),
    ] {
        let run = play_text(&text, &[]);
        assert_eq!(run.code, 2, "{words}: {}", run.out);
        assert!(run.err.contains(words), "{words} is not in:\n{:.2000}", run.err);
        assert!(run.err.len() < 20_000, "faults are short");
    }
    // Whatever stands in place of any value, nothing panics.
    for odd in [json!(null), json!(-1), json!([]), json!({ "a": [1] }), json!("\u{0}\r\n"), json!(true), json!(1.5)] {
        let mut paths = Vec::new();
        collect("", &scenario(), &mut paths);
        let mut all = scenario();
        for path in paths.iter().filter(|path| !path.starts_with("/schema") && !path.starts_with("/partnership")) {
            if let Some(value) = all.pointer_mut(path) {
                *value = odd.clone();
            }
        }
        let run = play(&all, &[]);
        assert!(run.code == 2 && !run.err.contains("panicked"), "{odd}: {} {}", run.code, run.err);
    }
}

fn collect(path: &str, value: &Value, paths: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| collect(&format!("{path}/{key}"), value, paths)),
        Value::Array(items) => {
            (0..).zip(items).for_each(|(i, value): (usize, _)| collect(&format!("{path}/{i}"), value, paths));
        }
        _ => paths.push(path.to_string()),
    }
}

/// Returns a scenario of many changes that everybody agrees to, seven minutes apart.
fn crowd(tickets: u32) -> Value {
    let mut all = scenario();
    let begin = berlin("2026-01-12 09:00");
    let later = |minutes: i64| (begin + jiff::SignedDuration::from_mins(minutes)).to_string();
    let people = ["anke", "berta", "clara", "doris", "emil"];
    let ticket = |number: u32| {
        let mut ticket = scenario()["tickets"][0].clone();
        let minutes = i64::from(number) * 7;
        ticket["id"] = json!(100 + number);
        ticket["submitted"] = json!(later(minutes));
        let ballot = |(i, by): (i64, &&str)| json!({ "at": later(minutes + 9 * 24 * 60 + i), "by": by, "do": "comment", "text": "/vote ja" });
        ticket["events"] = (0..).zip(&people).map(ballot).collect();
        ticket["expect"] = json!({ "state": "accepted", "tally": { "yes": 9, "absent": 0 } });
        ticket
    };
    all["tickets"] = (0..tickets).map(ticket).collect();
    all["merge_requests"] = json!([]);
    all
}

/// Plays many tickets at once; `VOTUM_TEST_TICKETS` says how many.
#[test]
fn many_tickets_come_out_beside_each_other() {
    let tickets = std::env::var("VOTUM_TEST_TICKETS").ok().and_then(|number| number.parse().ok()).unwrap_or(8);
    let begun = std::time::Instant::now();
    good(&play(&crowd(tickets), &[]));
    println!("{tickets} tickets took {} ms", begun.elapsed().as_millis());
}

/// The simulation asks the same adapter as a server does; only the network between it and the GitLab is left out.
#[tokio::test]
async fn a_gitlab_in_this_process_answers_like_one_behind_the_network() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let sandbox = Sandbox::new(Clock::by_hand(berlin("2026-03-02 09:00")));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it listens"));
    sandbox.set_url(&url);
    let router = sandbox.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    sandbox.bot("votum-bot");
    sandbox.token("votum-bot", "glpat-votum");
    sandbox.project("auenblick/gremium");
    sandbox.member("auenblick/gremium", "votum-bot", 40);
    let at = At::issue("auenblick/gremium", 12);
    sandbox.open_issue_as(&at, "anke", "Bänke", "Wir brauchen sie.", true);
    sandbox.label("auenblick/gremium", 12, "orla", &["antrag::gemeinsam"], &[]);
    let note = sandbox.comment(&at, "anke", "/vote ja");
    sandbox.react(&at, note, "berta", "thumbsup");

    let settings = || Settings {
        forge_id: "opencode".into(),
        url: url.clone(),
        token: "glpat-votum".to_string().into(),
        ca_pem: None,
    };
    let held = sandbox.clone();
    let near = GitLab::within(settings(), Arc::new(move |ask| held.answer(ask))).expect("the settings are right");
    let far = GitLab::new(settings()).expect("the settings are right");
    let project = Project::parse("opencode:auenblick/gremium").expect("a project");
    let thread = Thread::ticket(project, 12);
    assert_eq!(near.bot().await, far.bot().await);
    assert_eq!(near.project("auenblick/gremium").await, far.project("auenblick/gremium").await);
    assert_eq!(near.project("auenblick/nothing").await, far.project("auenblick/nothing").await);
    assert_eq!(near.ticket("auenblick/gremium", 12).await, far.ticket("auenblick/gremium", 12).await);
    assert!(near.ticket("auenblick/gremium", 12).await.expect("it answers").is_some_and(|ticket| ticket.confidential));
    assert_eq!(near.label_changes(&thread).await, far.label_changes(&thread).await);
    assert_eq!(near.notes(&thread).await, far.notes(&thread).await);
    assert_eq!(near.awards(&thread, note).await, far.awards(&thread, note).await);
    assert_eq!(near.set_open("auenblick/gremium", 13, false).await, far.set_open("auenblick/gremium", 13, false).await);
    sandbox.fails_next(votum::sandbox::Fault::HangUp, "GET issues", 1);
    let hung_up = near.ticket("auenblick/gremium", 12).await.expect_err("the connection is broken");
    assert!(matches!(hung_up, votum::forge::Refusal::Again { .. }), "{hung_up}");
}
