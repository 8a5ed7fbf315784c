// SPDX-License-Identifier: EUPL-1.2
//! The weight of `votum serve`: how soon it is ready among ten thousand tickets, what it takes at rest and under load.

use std::sync::Arc;
use std::time::Duration;

use votum::clock::Clock;
use votum::sandbox::At;

use crate::figure::{Sheet, Wanted};
use crate::ground::{FORGE, Form, Ground, TICKETS, tickets};
use crate::house::{House, until};
use crate::load::{Knock, Pace, send};
use crate::town::Pattern;

/// How many tickets there are, all decided.
const TOWN: u64 = 10_000;
/// The number of the first of them; the GitLab itself counts from one.
const FIRST: u64 = 100_001;
/// How often it is started.
const STARTS: usize = 7;
/// How many votes are open under load.
const VOTES: usize = 20;
/// How many deliveries come in a second, and for how many seconds.
const RATE: usize = 1_000;
const SECONDS: usize = 8;

/// Measures start, rest and load.
pub async fn measure(sheet: &mut Sheet) {
    const PART: &str = "weight and start of votum serve, 10,000 tickets";
    Sheet::part(PART);
    let house = House::new("2 h").await;
    let database = format!("sqlite:{}", house.database().display());
    let ground = Ground::new(&database, &Clock::system()).await;
    Pattern::decided().await.settle(&ground.store, &ground.rules, FIRST, FIRST + TOWN).await;
    ground.store.close().await;
    drop(ground);
    house.send_hooks();
    let mut starts = Vec::new();
    let mut serving = house.serve().await;
    for _ in 0..STARTS {
        serving.kill();
        serving = house.serve().await;
        starts.push(serving.ready_after.as_secs_f64() * 1_000.0);
    }
    sheet.enter(PART, "start to ready", "ms", starts, Wanted::AtMost(150.0));
    tokio::time::sleep(Duration::from_secs(3)).await;
    sheet.enter(PART, "memory at rest", "MiB", vec![serving.memory("VmRSS")], Wanted::AtMost(30.0));

    let (votes, form) = (tickets(&house.sandbox, VOTES), Form::new());
    until(async || {
        votes
            .iter()
            .all(|iid| house.sandbox.notes(&At::issue(TICKETS, *iid)).iter().any(|note| note.author == "votum-bot"))
    })
    .await;
    let ballot = |n: usize| {
        let body = form.ballot(votes[n % VOTES], 1_000_000 + n as u64, n / VOTES, "/vote ja");
        Knock::by_token(FORGE, &body)
    };
    // What has no ticket here is kept and looked at as well; two in a hundred are ballots.
    let other =
        |n: usize| Knock::by_token(FORGE, &form.ballot(FIRST + n as u64 % TOWN, 2_000_000 + n as u64, n, "Danke!"));
    let knocks: Vec<Knock> =
        (0..RATE * SECONDS).map(|n| if n.is_multiple_of(50) { ballot(n) } else { other(n) }).collect();
    let answers =
        send(&house.address, &Arc::new(knocks), 64, Pace::Open(f64::from(u32::try_from(RATE).unwrap_or(0)))).await;
    assert_eq!(answers.good(), RATE * SECONDS, "every delivery is let in");
    sheet.enter(PART, "memory under load, at its highest", "MiB", vec![serving.memory("VmHWM")], Wanted::AtMost(80.0));
    serving.kill();
}
