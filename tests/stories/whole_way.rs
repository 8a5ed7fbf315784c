// SPDX-License-Identifier: EUPL-1.2
//! The whole way in one script – two tickets, a merge request, a release – for stories in which something goes wrong
//! on it, and what can be seen at its end.

use crate::world::*;
use votum::sandbox::At;

/// One act of the script.
pub type Act = (&'static str, &'static str, &'static str);

/// Who does what; afterwards a minute passes.
pub const SCRIPT: &[Act] = &[
    ("anna", "opens", "Wanderwege"),
    ("anna", "opens", "Schwebebahn"),
    ("olga", "labels", "1"),
    ("olga", "labels", "2"),
    ("dev", "proposes", "Vorgang: #1"),
    ("all", "wait", "2026-03-09 08:00"),
    ("anna", "says", "/vote ja"),
    ("guest", "says", "/vote ja"),
    ("ben", "reacts", "thumbsup"),
    ("cem", "says", "/vote nein"),
    ("cem", "says", "/vote ja: doch"),
    ("dora", "closes", "1"),
    ("rev", "approves", "1"),
    ("all", "wait", "2026-03-24 00:00:01"),
    ("dev", "pushes", "1"),
    ("rita", "approves", "1"),
    ("olga", "says", "/vote erledigt contracts"),
];

/// Lets one act happen at the forge, and nothing follow from it yet.
pub fn act(w: &World, (name, verb, words): Act) {
    let ticket = At::issue(TICKETS, 1);
    w.second();
    match verb {
        "opens" => drop(w.sandbox.open_issue(TICKETS, name, words, TEMPLATE)),
        "labels" => w.sandbox.label(TICKETS, words.parse().expect("a number"), name, &[JOINT], &[]),
        "proposes" => {
            let proposal = votum::sandbox::Proposal::new(CORE, name, "Wanderwege").describing(words);
            w.sandbox.open_merge_request(proposal);
        }
        "wait" => w.at_once(words),
        "says" => drop(w.sandbox.comment(&ticket, name, words)),
        "reacts" => {
            let notes = w.notes(&ticket);
            let (note, _) = notes.iter().find(|(_, body)| body.contains("Stimmabgabe")).expect("the vote note stands");
            w.sandbox.react(&ticket, Some(*note), name, words);
        }
        "closes" => w.sandbox.close(TICKETS, 1, name),
        "approves" => w.sandbox.approve(CORE, 1, name),
        "pushes" => drop(w.sandbox.push(CORE, 1, name, &["src/karte.ts"])),
        _ => panic!("nobody {verb}"),
    }
}

/// Everything that a person can see at the end: notes, labels, statuses, tags, releases, the register.
pub async fn seen(w: &World) -> String {
    let mut seen = Vec::new();
    for at in [At::issue(TICKETS, 1), At::issue(TICKETS, 2), At::merge_request(CORE, 1)] {
        let mut notes: Vec<_> = w.notes(&at).into_iter().map(|(_, body)| body).collect();
        notes.sort();
        seen.extend(notes);
    }
    for ticket in [1, 2] {
        let issue = w.sandbox.issue(TICKETS, ticket).expect("it stands");
        seen.push(format!("#{ticket} open: {}, labels: {:?}", issue.open, issue.labels));
        seen.push(format!("#{ticket} {}: {}", w.state(ticket).await, w.counts(ticket).await));
        seen.push(w.ballots(ticket).await.join("\n"));
    }
    let request = w.request(CORE, 1).await;
    seen.push(format!("!1 {} {} {:?}", w.gate(CORE, 1).await, w.stands(CORE, 1), request.tag));
    seen.push(format!("status {}", w.light(CORE, 1)));
    seen.push(format!("{:?}", w.tags(CORE)));
    seen.extend(w.sandbox.releases(CORE).into_iter().map(|release| release.description));
    for note in w.sandbox.notes(&At::issue(TICKETS, 1)).into_iter().filter(|note| !note.system) {
        let receipts = w.sandbox.awards(&At::issue(TICKETS, 1), Some(note.id));
        let receipts: Vec<_> = receipts.into_iter().filter(|award| award.by == "votum-bot").map(|a| a.name).collect();
        if !receipts.is_empty() {
            seen.push(format!("{}: {receipts:?}", note.body));
        }
    }
    essence(&seen.join("\n"))
}

/// Leaves out what an outage may rightly move: the time of an event, where the journal stands then, and which of two decisions of the same instant
/// has the lower number.
fn essence(text: &str) -> String {
    let proofless: Vec<&str> = text.lines().filter(|line| !line.starts_with("Nachweis: Eintrag ")).collect();
    let text = proofless.join("\n").replace("B-2026-002", "B-2026-001");
    let parts = text.split(" Uhr").map(|part| match part.rsplit_once(", ") {
        Some((before, time)) if [5, 8].contains(&time.len()) && time.as_bytes()[2] == b':' => before,
        _ => part,
    });
    parts.collect::<Vec<_>>().join(" Uhr")
}

/// Plays the script with everything as it should be.
pub async fn undisturbed(on: On) -> String {
    let mut w = World::new(on).await;
    for each in SCRIPT {
        act(&w, *each);
        w.settle().await;
        w.minutes(1).await;
    }
    w.minutes(5).await;
    let end = seen(&w).await;
    assert!(end.contains("accepted accepted") && end.contains("rejected rejected"), "{end}");
    assert!(end.contains("cleared: accepted merged Some(\"v0.1.0\")"), "{end}");
    w.without_listening();
    w.end().await;
    end
}
