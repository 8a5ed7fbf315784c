// SPDX-License-Identifier: EUPL-1.2
//! What a ballot costs among few tickets and among many: the same, because states are small and loaded per event.

use std::time::Instant;

use votum::clock::Clock;
use votum::store::intake::Incoming;

use crate::database::Database;
use crate::figure::{Sheet, Wanted};
use crate::ground::{FORGE, Form, Ground, PARTNERSHIP};
use crate::town::Pattern;

/// How many tickets are voted on in a round.
const VOTES: u64 = 32;
/// How many members vote in each.
const EACH: u64 = 10;
/// How many rounds are made at each size, for a cost is small and the machine never alone.
const ROUNDS: u64 = 9;

/// Measures at growing sizes.
pub async fn measure(sheet: &mut Sheet, most: u64) {
    const PART: &str = "cost of a ballot, by the tickets in the store";
    Sheet::part(PART);
    let fresh = Database::Sqlite.fresh().await;
    let ground = Ground::new(&fresh.url, &Clock::system()).await;
    let (pattern, form) = (Pattern::open().await, Form::new());
    let (mut there, mut first, mut note) = (0, None, 1_000_000);
    // The first round of all warms the machine up, and is not looked at.
    for size in [100, 1_000, 10_000, 100_000].into_iter().filter(|size| *size <= most) {
        // Every size is measured on tickets that nobody has voted on yet, spread over all that are there.
        pattern.settle(&ground.store, &ground.rules, there + 1, size + 1).await;
        ground.store.sweep().await.expect("the store stands");
        let mut costs = Vec::new();
        for round in 0..ROUNDS {
            let mut incoming = Vec::new();
            for n in 0..VOTES * EACH {
                let iid = there + 1 + (n % VOTES * ROUNDS + round) * (size - there) / (VOTES * ROUNDS);
                note += 1;
                let body = form.ballot(iid, note, usize::try_from(n / VOTES).unwrap_or(0), "/vote ja");
                incoming.push(Incoming {
                    forge: FORGE.into(),
                    lane: PARTNERSHIP.into(),
                    key: format!("ballot {note}"),
                    event: "Note Hook".into(),
                    body: body.into(),
                    at: Clock::system().now(),
                });
            }
            let mut tx = ground.store.begin().await.expect("the store stands");
            tx.keep_deliveries(&incoming).await.expect("they are kept");
            tx.commit().await.expect("it commits");
            let begun = Instant::now();
            while ground.engine.absorb_from(FORGE).await.expect("the store stands") {}
            #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
            costs.push(begun.elapsed().as_secs_f64() * 1e6 / (VOTES * EACH) as f64);
        }
        there = size;
        sheet.enter(PART, &format!("{size} tickets"), "µs/ballot", costs.clone(), Wanted::Nothing);
        costs.sort_by(f64::total_cmp);
        let middle = costs[costs.len() / 2];
        let few = *first.get_or_insert(middle);
        if size == most {
            sheet.enter(PART, &format!("{size} tickets to 100"), "ratio", vec![middle / few], Wanted::AtMost(1.25));
        }
    }
    ground.store.close().await;
    fresh.give_back().await;
}
