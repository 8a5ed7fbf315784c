// SPDX-License-Identifier: EUPL-1.2
//! From the hook to the settled register: ten thousand ballots on a thousand tickets, on each database.
//!
//! Settled is a delivery whose facts, register and outbox are committed. The load, the door, the engine and the database
//! share the machine; the GitLab behind the engine answers at once, in this process, and the outbox is not carried to it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use votum::clock::Clock;

use crate::database::Database;
use crate::figure::{Sheet, Wanted};
use crate::ground::{FORGE, Form, Ground, MEMBERS, PARTNERSHIP, TICKETS};
use crate::load::{Knock, Pace, send};

/// How many tickets there are.
const MANY: usize = 1_000;
/// How many members vote in each.
const EACH: usize = 10;
/// How many lines ask at once.
const LINES: usize = 64;

/// Measures on every database that is at hand.
pub async fn measure(sheet: &mut Sheet, rounds: usize) {
    const PART: &str = "hook to settled register, 10,000 ballots on 1,000 tickets";
    Sheet::part(PART);
    let mut found: Vec<(Database, Vec<f64>)> = Database::at_hand().into_iter().map(|it| (it, Vec::new())).collect();
    for _ in 0..rounds {
        for (database, rates) in &mut found {
            rates.push(once(*database).await);
        }
    }
    for (database, rates) in found {
        sheet.enter(PART, database.name(), "deliveries/s", rates, Wanted::AtLeast(2_000.0));
    }
    sheet.remark("Every ballot counted, every tally exact, nothing parked; checked after each round.");
    match Database::durability().await {
        Some(durability) => sheet.remark(format!("The PostgreSQL that was measured has {durability}.")),
        None => sheet.remark("PostgreSQL was not measured: VOTUM_TEST_POSTGRES names no server."),
    }
}

async fn once(database: Database) -> f64 {
    let fresh = database.fresh().await;
    let ground = Ground::new(&fresh.url, &Clock::system()).await;
    let votes = ground.votes(MANY).await;
    let form = Form::new();
    let mut knocks = Vec::with_capacity(MANY * EACH);
    for member in 0..EACH {
        for (place, iid) in votes.iter().enumerate() {
            let words = if (member + place).is_multiple_of(4) { "/vote nein" } else { "/vote ja" };
            let note = 1_000_000 + knocks.len() as u64;
            knocks.push(Knock::by_token(FORGE, &form.ballot(*iid, note, member, words)));
        }
    }
    let (address, stop) = (ground.doorstep().await, Arc::new(AtomicBool::new(false)));
    let absorbing = tokio::spawn({
        let (engine, stop) = (ground.engine.clone(), stop.clone());
        async move {
            while !stop.load(Ordering::Relaxed) {
                if !engine.absorb_from(FORGE).await.expect("the store stands") {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            }
        }
    });
    let begun = Instant::now();
    let answers = send(&address, &Arc::new(knocks), LINES, Pace::Closed(Duration::from_mins(2))).await;
    assert_eq!(answers.good(), MANY * EACH, "every delivery is let in");
    loop {
        let depth = ground.store.inbox_depth().await.expect("the store stands");
        assert_eq!(depth.parked, 0, "nothing is parked");
        if depth.waiting == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let took = begun.elapsed();
    stop.store(true, Ordering::Relaxed);
    absorbing.await.expect("it does not panic");
    check(&ground, &votes).await;
    ground.store.close().await;
    fresh.give_back().await;
    f64::from(u32::try_from(MANY * EACH).unwrap_or(u32::MAX)) / took.as_secs_f64()
}

async fn check(ground: &Ground, votes: &[u64]) {
    let project = format!("{FORGE}:{TICKETS}");
    for (place, iid) in votes.iter().enumerate() {
        let sheet = ground.store.ticket(PARTNERSHIP, &project, *iid).await.expect("the store stands");
        let sheet = sheet.expect("the register has it");
        let no = (0..EACH).filter(|member| (member + place).is_multiple_of(4)).count() as u64;
        let tally = sheet.tally.expect("it was counted");
        assert_eq!(
            (tally.yes, tally.no, tally.absent),
            (EACH as u64 - no, no, (MEMBERS - EACH) as u64),
            "ticket {iid}"
        );
        assert_eq!(sheet.ballots.iter().filter(|ballot| ballot.counted).count(), EACH, "ticket {iid}");
    }
    for verified in ground.engine.verify().await.expect("the store stands") {
        assert!(verified.faults.is_empty(), "{:#?}", verified.faults);
    }
}
