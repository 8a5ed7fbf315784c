// SPDX-License-Identifier: EUPL-1.2
//! `votum verify`: the chain recomputed and every decision recounted, from its first fact to its last.

use std::time::Instant;

use votum::clock::Clock;

use crate::database::Database;
use crate::figure::{Sheet, Wanted};
use crate::ground::Ground;
use crate::town::Pattern;

/// Measures on so many ballots.
pub async fn measure(sheet: &mut Sheet, rounds: usize, ballots: usize) {
    const PART: &str = "verify";
    Sheet::part(PART);
    let fresh = Database::Sqlite.fresh().await;
    let ground = Ground::new(&fresh.url, &Clock::system()).await;
    let pattern = Pattern::decided().await;
    let tickets = ballots.div_ceil(pattern.ballots()) as u64;
    let begun = Instant::now();
    pattern.settle(&ground.store, &ground.rules, 1, tickets + 1).await;
    let (mut rates, mut times) = (Vec::new(), Vec::new());
    let (mut facts, mut counted) = (0, 0);
    let wrote = begun.elapsed().as_secs_f64();
    for _ in 0..rounds {
        let begun = Instant::now();
        let verified = ground.engine.verify().await.expect("the store stands");
        let took = begun.elapsed().as_secs_f64();
        assert!(verified.iter().all(|verified| verified.faults.is_empty()), "{verified:#?}");
        (facts, counted) =
            verified.iter().fold((0, 0), |(facts, ballots), one| (facts + one.head.seq, ballots + one.counts.ballots));
        #[expect(clippy::cast_precision_loss, reason = "some millions")]
        {
            rates.push(facts as f64 / took);
            times.push(took * 1e6 / counted as f64);
        }
    }
    sheet.enter(PART, "facts read, chained, recounted", "facts/s", rates, Wanted::AtLeast(200_000.0));
    sheet.enter(PART, "a million ballots, with all that belongs to them", "s", times, Wanted::AtMost(10.0));
    sheet.remark(format!(
        "{facts} facts with {counted} ballots in {tickets} decisions, {} facts each, written within {wrote:.0} s; a whole \
         million: `cargo bench -- verify --ballots 1000000`.",
        pattern.len()
    ));
    ground.store.close().await;
    fresh.give_back().await;
}
