// SPDX-License-Identifier: EUPL-1.2
//! The forge fails, before or after it has done what it was asked: nothing is lost and nothing is seen twice.

use super::whole_way::{SCRIPT, act, seen, undisturbed};
use crate::story;
use crate::world::*;
use votum::sandbox::Fault;

/// Plays the script while in each act the first call of a kind goes wrong.
async fn disturbed(on: On, calls: &str) {
    let expected = undisturbed(on).await;
    for fault in
        [Fault::Status(503), Fault::StatusAfter(502), Fault::HangUpAfter, Fault::RateLimited { retry_after_s: 20 }]
    {
        let mut w = World::new(on).await;
        for each in SCRIPT {
            w.sandbox.fails_next(fault, calls, 1);
            act(&w, *each);
            w.settle().await;
            w.minutes(1).await;
            w.sandbox.heal();
            w.settle().await;
        }
        for _ in 0..5 {
            w.minutes(5).await;
        }
        let end = seen(&w).await;
        pretty_assertions::assert_eq!(end, expected, "{fault:?} at {calls}");
        w.without_listening();
        w.end().await;
    }
}

macro_rules! faults {
    ($($name:ident $calls:literal)*) => {
        $(#[tokio::test]
        async fn $name() {
            disturbed(On::Sqlite, $calls).await;
        })*
    };
}

faults! {
    writing_notes "POST notes"
    editing_notes "PUT notes"
    reacting "POST award_emoji"
    labelling_and_closing "PUT issues"
    merging "PUT /merge"
    tagging "POST tags"
    releasing "POST releases"
    setting_statuses "POST statuses"
    reading_tickets "GET issues"
    reading_notes "GET notes"
    reading_requests "GET merge_requests"
    anything "/"
}

#[tokio::test]
async fn anything_on_postgres() {
    if std::env::var("VOTUM_TEST_POSTGRES").is_ok() {
        disturbed(On::Postgres, "/").await;
    }
}

story! {
    /// The forge is down when votum starts; it catches up later with what is open there.
    down_at_the_start, w => {
        let ticket = w.sandbox.open_issue(TICKETS, "anna", "Wanderwege", TEMPLATE);
        w.second();
        w.sandbox.label(TICKETS, ticket, "olga", &[JOINT], &[]);
        w.loses_hooks();
        w.sandbox.fails_next(Fault::Status(503), "/", 100_000);
        w.forgets_everything().await;
        assert!(!w.engine.get_to_know().await.expect("the store stands"));
        let other = w.sandbox.open_issue(TICKETS, "anna", "Schwebebahn", TEMPLATE);
        w.second();
        w.sandbox.label(TICKETS, other, "olga", &[CHANGE], &[]);
        w.settle().await;
        w.minutes(10).await;
        w.sandbox.heal();
        assert!(w.engine.get_to_know().await.expect("the store stands"));
        w.engine.reconcile().await.expect("the forge answers");
        w.minutes(10).await;
        assert_eq!((w.state(ticket).await.as_str(), w.state(other).await.as_str()), ("reading", "reading"));
        w.hears(ticket, "liegt aus");
        w.hears(other, "liegt aus");
    }
}
