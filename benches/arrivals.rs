// SPDX-License-Identifier: EUPL-1.2
//! Deliveries that arrive at a fixed rate, whatever is answered, while the engine absorbs what came before.

use std::sync::Arc;

use votum::clock::Clock;

use crate::child::{Child, Kind};
use crate::figure::{Sheet, Wanted};
use crate::ground::{FORGE, Form, Ground, embedded};
use crate::load::{Knock, Pace, send};
use crate::town::Pattern;

/// How many votes are open.
const VOTES: u64 = 1_000;
/// How many lines there are; fewer would wait for each other.
const LINES: usize = 256;
/// How many seconds each rate lasts.
const SECONDS: usize = 6;

/// Measures both rates in turn.
pub async fn measure(sheet: &mut Sheet, rounds: usize) {
    const PART: &str = "durable answers to what arrives by itself, absorbing";
    Sheet::part(PART);
    let (pattern, form) = (Pattern::open().await, Form::new());
    let wanted = [(500, 30.0), (2_000, 50.0)];
    let mut found = vec![(Vec::new(), Vec::new(), Vec::new()); wanted.len()];
    for _ in 0..rounds {
        for (place, (rate, _)) in wanted.iter().enumerate() {
            let folder = tempfile::tempdir().expect("a folder");
            let ground = Ground::new(&embedded(folder.path(), "votum.db"), &Clock::system()).await;
            pattern.settle(&ground.store, &ground.rules, 1, VOTES + 1).await;
            ground.store.close().await;
            let child = Child::start(Kind::Absorbing, folder.path()).await;
            let ballot = |n: usize| {
                let (iid, member) = (n as u64 % VOTES + 1, n / usize::try_from(VOTES).unwrap_or(1));
                Knock::by_token(FORGE, &form.ballot(iid, 1_000_000 + n as u64, member, "/vote ja"))
            };
            let knocks = Arc::new((0..rate * SECONDS).map(ballot).collect::<Vec<_>>());
            let answers =
                send(&child.address, &knocks, LINES, Pace::Open(f64::from(u32::try_from(*rate).unwrap_or(0)))).await;
            assert_eq!(answers.good(), knocks.len(), "every delivery is let in");
            found[place].0.push(answers.per_mille(500));
            found[place].1.push(answers.per_mille(990));
            found[place].2.push(answers.per_mille(999));
        }
    }
    for ((rate, most), (middle, late, latest)) in wanted.into_iter().zip(found) {
        sheet.enter(PART, &format!("{rate}/s: median"), "ms", middle, Wanted::Nothing);
        sheet.enter(PART, &format!("{rate}/s: p99"), "ms", late, Wanted::AtMost(most));
        sheet.enter(PART, &format!("{rate}/s: p999"), "ms", latest, Wanted::Nothing);
    }
}
