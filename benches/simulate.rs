// SPDX-License-Identifier: EUPL-1.2
//! `votum simulate`: a thousand tickets with a ballot of each of twelve members, through the real engine.

use std::process::{Command, Stdio};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::figure::{Sheet, Wanted};
use crate::ground::{FORGE, LABEL, MEMBERS, TEMPLATE, TICKETS, rules, voter};

/// How many minutes lie between two tickets.
const APART: i64 = 7;

/// Measures so many tickets, and says what a thousand take.
pub fn measure(sheet: &mut Sheet, rounds: usize, tickets: u32) {
    const PART: &str = "simulate, 12 members";
    Sheet::part(PART);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("crowd.json");
    std::fs::write(folder.path().join("partnership.toml"), rules("14 days")).expect("written");
    std::fs::write(&path, crowd(tickets).to_string()).expect("written");
    let times = (0..rounds).map(|_| {
        let begun = Instant::now();
        let mut votum = Command::new(env!("CARGO_BIN_EXE_votum"));
        let status = votum.arg("simulate").arg(&path).env("VOTUM_LOG", "error").stdout(Stdio::null()).status();
        assert!(status.expect("the program starts").success(), "everything comes out as expected");
        begun.elapsed().as_secs_f64() * 1_000.0 / f64::from(tickets)
    });
    sheet.enter(PART, "a thousand tickets", "s", times.collect(), Wanted::AtMost(10.0));
    sheet.remark(format!("Measured on {tickets} tickets; \"seconds\" is taken for at most ten."));
}

fn crowd(tickets: u32) -> Value {
    let begin: Timestamp = "2026-01-12T08:00:00Z".parse().expect("an instant");
    let later = |minutes: i64| (begin + SignedDuration::from_mins(minutes)).to_string();
    let ticket = |number: u32| {
        let opened = i64::from(number) * APART;
        let ballot = |member: usize| {
            let minute = opened + 12 * 24 * 60 + i64::try_from(member).unwrap_or(0);
            json!({ "at": later(minute), "by": voter(member), "do": "comment", "text": "/vote ja" })
        };
        json!({
            "id": 100 + number, "project": format!("{FORGE}:{TICKETS}"), "process": "change",
            "title": format!("Messung {number}"), "author": voter(0), "labels": [LABEL], "submitted": later(opened),
            "description": TEMPLATE, "events": (0..MEMBERS).map(ballot).collect::<Vec<_>>(),
            "expect": { "state": "accepted", "tally": { "yes": MEMBERS } },
        })
    };
    json!({
        "schema": "votum-scenario/1", "partnership": "partnership.toml", "bot": "votum-bot",
        "tickets": (0..tickets).map(ticket).collect::<Vec<_>>(), "merge_requests": [],
    })
}
