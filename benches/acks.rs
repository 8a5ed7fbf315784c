// SPDX-License-Identifier: EUPL-1.2
//! Durable answers at the front door: against a bare server that only checks the signature, and against the same door
//! that keeps every delivery in a commit of its own.

use std::sync::Arc;
use std::time::Duration;

use crate::child::{Child, Kind};
use crate::figure::{Sheet, Wanted};
use crate::ground::{FORGE, Form};
use crate::load::{Knock, Pace, send};

/// How many lines ask at once.
const LINES: usize = 64;
/// How many bytes a delivery has.
const BYTES: usize = 2_048;
/// How many deliveries there are; the bare server gets them several times.
const MANY: usize = 60_000;
/// How long each server is asked in a round.
const TIME: Duration = Duration::from_secs(3);

/// Measures all three in turn.
pub async fn measure(sheet: &mut Sheet, rounds: usize) {
    const PART: &str = "durable answers, 2 KiB, 64 at once";
    Sheet::part(PART);
    let body = Form::new().sized(BYTES);
    let (mut bare, mut together, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    let (mut to_bare, mut to_alone, mut late) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let knocks: Vec<Knock> = (0..MANY).map(|_| Knock::signed(FORGE, "Note Hook", &body)).collect();
        let knocks = Arc::new(knocks);
        let mut rates = Vec::new();
        for kind in [Kind::Bare, Kind::Together, Kind::Alone] {
            let folder = tempfile::tempdir().expect("a folder");
            let child = Child::start(kind, folder.path()).await;
            let answers = send(&child.address, &knocks, LINES, Pace::Closed(TIME)).await;
            assert_eq!(answers.good(), answers.statuses.len(), "every delivery is let in");
            if kind == Kind::Together {
                late.push(answers.per_mille(990));
            }
            rates.push(answers.rate());
        }
        bare.push(rates[0]);
        together.push(rates[1]);
        alone.push(rates[2]);
        to_bare.push(rates[1] / rates[0]);
        to_alone.push(rates[1] / rates[2]);
    }
    sheet.enter(PART, "bare server: HMAC, nothing kept", "answers/s", bare, Wanted::Nothing);
    sheet.enter(PART, "front door, kept together", "answers/s", together, Wanted::Nothing);
    sheet.enter(PART, "front door, a commit for each", "answers/s", alone, Wanted::Nothing);
    sheet.enter(PART, "front door, kept together: p99", "ms", late, Wanted::Nothing);
    sheet.enter(PART, "front door to bare server", "ratio", to_bare, Wanted::AtLeast(0.25));
    sheet.enter(PART, "kept together to a commit for each", "ratio", to_alone, Wanted::AtLeast(3.0));
}
