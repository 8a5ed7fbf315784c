// SPDX-License-Identifier: EUPL-1.2
//! votum is killed at any moment and started again: no ballot is lost and no note is written twice.

use super::whole_way::{SCRIPT, act, seen, undisturbed};
use crate::world::*;
use jiff::SignedDuration;

/// How long a lease of a killed votum may keep others waiting, and a little more.
const LEASE: SignedDuration = SignedDuration::from_secs(125);

/// Plays the script while votum is killed again and again after so many moments.
async fn killed(on: On, moments: &[usize]) {
    let expected = undisturbed(on).await;
    for every in moments {
        let mut w = World::new(on).await;
        let mut left = *every;
        for each in SCRIPT {
            act(&w, *each);
            let mut deaths = 0;
            while !w.settles_within(&mut left).await {
                w.restart().await;
                deaths += 1;
                assert!(deaths < 500, "votum makes no headway when it is killed after {every} moments");
                left = *every + deaths;
                if on == On::Postgres {
                    w.lets_pass(LEASE);
                }
            }
            w.minutes(1).await;
        }
        for _ in 0..5 {
            w.minutes(5).await;
        }
        let end = seen(&w).await;
        pretty_assertions::assert_eq!(end, expected, "killed after every {every} moments");
        w.without_listening();
        w.end().await;
    }
}

#[tokio::test]
async fn on_sqlite() {
    killed(On::Sqlite, &[7, 29, 53, 97, 151, 211]).await;
}

#[tokio::test]
async fn on_postgres() {
    if std::env::var("VOTUM_TEST_POSTGRES").is_ok() {
        killed(On::Postgres, &[83, 149]).await;
    }
}
