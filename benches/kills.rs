// SPDX-License-Identifier: EUPL-1.2
//! `votum serve` killed again and again in the middle of a load: whatever it had acknowledged must be there.
//!
//! After each kill every acknowledged delivery is brought once more; the door has to know it already.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::figure::{Sheet, Wanted};
use crate::ground::{FORGE, Form, tickets};
use crate::house::House;
use crate::load::{Knock, Pace, send};

/// How many votes are open.
const VOTES: usize = 20;
/// How many deliveries are ready for one life.
const MANY: usize = 3_000;
/// How many lines ask at once.
const LINES: usize = 32;
/// Over how many lines what was acknowledged is brought once more.
const AGAIN: usize = 16;

/// Kills it so often.
pub async fn measure(sheet: &mut Sheet, kills: usize) {
    const PART: &str = "kill -9 in mid-load";
    Sheet::part(PART);
    let house = House::new("2 h").await;
    house.send_hooks();
    let (form, begun) = (Form::new(), Instant::now());
    let mut serving = house.serve().await;
    let votes = tickets(&house.sandbox, VOTES);
    let (mut acked, mut lost, mut note) = (0_usize, 0_usize, 1_000_000_u64);
    for kill in 0..kills {
        let knocks: Vec<Knock> = (0..MANY)
            .map(|n| {
                note += 1;
                Knock::by_token(FORGE, &form.ballot(votes[n % VOTES], note, n / VOTES, "/vote ja"))
            })
            .collect();
        let knocks = Arc::new(knocks);
        let load = tokio::spawn({
            let (address, knocks) = (house.address.clone(), knocks.clone());
            async move { send(&address, &knocks, LINES, Pace::Closed(Duration::from_millis(400))).await }
        });
        // Sooner or later, so that it is met in different moments.
        tokio::time::sleep(Duration::from_millis(40 + (kill as u64 * 37) % 160)).await;
        serving.kill();
        let answers = load.await.expect("the load does not panic");
        let kept: Vec<usize> = answers.statuses.iter().filter(|(_, s)| *s == 202).map(|(place, _)| *place).collect();
        serving = house.serve().await;
        let again: Vec<Knock> = kept.iter().map(|place| knocks[*place].again()).collect();
        let told = send(&house.address, &Arc::new(again), AGAIN, Pace::Closed(Duration::from_mins(1))).await;
        acked += kept.len();
        lost += kept.len() - told.statuses.iter().filter(|(_, status)| *status == 200).count();
    }
    #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
    let (kills, acked, lost) = (kills as f64, acked as f64, lost as f64);
    sheet.enter(PART, "kills", "", vec![kills], Wanted::Nothing);
    sheet.enter(PART, "acknowledged before them", "deliveries", vec![acked], Wanted::Nothing);
    sheet.enter(PART, "acknowledged and lost", "deliveries", vec![lost], Wanted::AtMost(0.0));
    sheet.enter(PART, "time for it", "s", vec![begun.elapsed().as_secs_f64()], Wanted::Nothing);
    sheet.remark("1,000 kills are asked for: `cargo bench -- kills --kills 1000 --minutes 60`.");
}
