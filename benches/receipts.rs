// SPDX-License-Identifier: EUPL-1.2
//! What people wait for: the receipt of a ballot, the vote note, the result. `votum serve` beside a GitLab on loopback.
//!
//! Times are those that the GitLab wrote down itself: from a note to the reaction to it, from the deadline to the result.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;
use votum::sandbox::At;

use crate::figure::{Sheet, Wanted};
use crate::ground::{MEMBERS, PARTNERSHIP, TICKETS, tickets, voter};
use crate::house::{House, until};

/// How many votes are open.
const VOTES: usize = 60;
/// How many ballots a second people give.
const RATE: u32 = 50;
/// For how long.
const SECONDS: u32 = 12;
/// How many votes end at about the same time.
const ENDS: usize = 20;

/// Measures receipts, then results.
pub async fn measure(sheet: &mut Sheet) {
    Sheet::part("what people wait for");
    receipts(sheet).await;
    results(sheet).await;
}

async fn receipts(sheet: &mut Sheet) {
    const PART: &str = "what people wait for";
    let house = House::new("2 h").await;
    house.send_hooks();
    let serving = house.serve().await;
    let votes = opened(&house, VOTES).await;
    let (mut notes, begun) = (Vec::new(), Instant::now());
    for n in 0..RATE * SECONDS {
        tokio::time::sleep_until(begun + Duration::from_secs(1) / RATE * n).await;
        let n = n as usize;
        let at = At::issue(TICKETS, votes[n % VOTES]);
        let words = if n.is_multiple_of(3) { "/vote nein" } else { "/vote ja" };
        let note = house.sandbox.comment(&at, &voter(n / VOTES), words).expect("GitLab keeps it");
        notes.push((at, note));
    }
    let receipt = |at: &At, note: u64| {
        house.sandbox.awards(at, Some(note)).into_iter().find(|award| award.name == "inbox_tray").map(|award| award.at)
    };
    until(async || notes.iter().all(|(at, note)| receipt(at, *note).is_some())).await;
    let mut times: Vec<f64> = Vec::new();
    for (at, note) in &notes {
        let given = house.sandbox.notes(at).into_iter().find(|held| held.id == *note).map(|held| held.created_at);
        times.extend(given.zip(receipt(at, *note)).map(|(given, taken)| milliseconds(given, taken)));
    }
    times.sort_by(f64::total_cmp);
    let late = |per_mille: usize| vec![times[times.len() * per_mille / 1_000]];
    let what = format!("ballot to visible receipt at {RATE}/s");
    sheet.enter(PART, &format!("{what}: median"), "ms", late(500), Wanted::Nothing);
    sheet.enter(PART, &format!("{what}: p99"), "ms", late(990), Wanted::AtMost(200.0));
    serving.kill();
}

async fn results(sheet: &mut Sheet) {
    const PART: &str = "what people wait for";
    let house = House::new("15 s").await;
    house.send_hooks();
    let serving = house.serve().await;
    let votes = opened(&house, ENDS).await;
    for (n, iid) in votes.iter().enumerate() {
        for member in 0..n % MEMBERS {
            house.sandbox.comment(&At::issue(TICKETS, *iid), &voter(member), "/vote ja").expect("GitLab keeps it");
        }
    }
    let http = reqwest::Client::new();
    let mut times = Vec::new();
    for iid in votes {
        let at = At::issue(TICKETS, iid);
        let stated = |name: &str| name == "votum::accepted" || name == "votum::rejected";
        let result = || {
            let issue = house.sandbox.issue(TICKETS, iid)?;
            issue.label_events.iter().find(|event| event.added && stated(&event.label)).map(|event| event.at)
        };
        // The result is published once both its note and its label stand.
        until(async || result().is_some() && house.sandbox.notes(&at).iter().any(|note| note.body.contains("B-20")))
            .await;
        let note = house.sandbox.notes(&at).into_iter().find(|note| note.body.contains("B-20"));
        let published = note.map(|note| note.created_at).max(result()).expect("both stand");
        let url = format!(
            "http://{}/api/v1/partnerships/{PARTNERSHIP}/tickets?project=opencode:{TICKETS}&iid={iid}",
            house.address
        );
        let object: serde_json::Value = http.get(url).send().await.expect("it answers").json().await.expect("JSON");
        let deadline: Timestamp = object["deadline"].as_str().and_then(|at| at.parse().ok()).expect("an instant");
        times.push(milliseconds(deadline, published) / 1_000.0);
    }
    let last = times.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    sheet.enter(PART, "deadline to published result, the last of 20", "s", vec![last], Wanted::AtMost(5.0));
    serving.kill();
}

/// Opens tickets and waits until each has its vote note.
async fn opened(house: &House, many: usize) -> Vec<u64> {
    let votes = tickets(&house.sandbox, many);
    let is_open =
        |iid: &u64| house.sandbox.notes(&At::issue(TICKETS, *iid)).iter().any(|note| note.author == "votum-bot");
    until(async || votes.iter().all(is_open)).await;
    votes
}

#[expect(clippy::cast_precision_loss, reason = "some seconds")]
fn milliseconds(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_micros() as f64 / 1_000.0
}
