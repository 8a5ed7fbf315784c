// SPDX-License-Identifier: EUPL-1.2
//! Several votums serve one PostgreSQL: nothing is done twice, and whoever falls silent is taken over from.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use votum::store::intake::Incoming;
use votum::store::{Store, StoreError};

use crate::story;
use crate::world::*;
use votum::sandbox::At;

/// Says whether there is a PostgreSQL to play on.
fn has_postgres() -> bool {
    let has = std::env::var("VOTUM_TEST_POSTGRES").is_ok();
    if !has {
        println!("VOTUM_TEST_POSTGRES is not set; there are no replicas on SQLite");
    }
    has
}

/// Waits, in the real time of the replicas' loops, until something holds.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..1_200 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("waited in vain for {what}");
}

fn incoming(lane: &str, key: usize, at: jiff::Timestamp) -> Incoming {
    let (forge, event) = ("opencode".to_string(), "Note Hook".to_string());
    Incoming { forge, lane: lane.to_string(), key: key.to_string(), event, body: b"{}".as_slice().into(), at }
}

/// Three replicas run while people vote: every command has one receipt, there is one vote note, one result and one
/// decision, as if there had been one votum.
#[tokio::test]
async fn three_serve_together() {
    if !has_postgres() {
        return;
    }
    let mut w = World::new(On::Postgres).await;
    let ticket = w.votes_on(JOINT).await;
    let stop = CancellationToken::new();
    let mut serving = Vec::new();
    for _ in 0..3 {
        let (engine, stop) = (w.another_process().await, stop.clone());
        serving.push(tokio::spawn(async move { engine.run(stop).await }));
    }
    let place = At::issue(TICKETS, ticket);
    let mut notes = Vec::new();
    for (name, words) in [("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote nein"), ("cem", "/vote ja")] {
        w.second();
        notes.extend(w.sandbox.comment(&place, name, words));
    }
    w.carries_hooks().await;
    until("a receipt for each", async || {
        notes.iter().all(|note| w.sandbox.awards(&place, Some(*note)).iter().any(|award| award.name == "inbox_tray"))
    })
    .await;
    w.lets_pass(jiff::SignedDuration::from_hours(24 * 20));
    until("the decision", async || w.ticket(ticket).await.decision.is_some()).await;
    until("an empty outbox", async || w.store.outbox_depth().await.expect("it answers").waiting == 0).await;
    stop.cancel();
    for one in serving {
        one.await.expect("no replica panicked");
    }
    assert_eq!(w.counts(ticket).await, "ahausen yes, bergtal yes, clusdorf yes");
    assert_eq!(w.ticket(ticket).await.decision.as_deref(), Some("B-2026-001"));
    let mut own: Vec<String> = w.notes(&place).into_iter().map(|(_, body)| body).collect();
    let count = own.len();
    own.sort();
    own.dedup_by_key(|body| body.rsplit_once("\n\n").map(|(_, marker)| marker.to_string()));
    assert_eq!(own.len(), count, "no note stands twice");
    assert!(own.iter().any(|body| body.contains("B-2026-001")), "the result is stated: {own:#?}");
    w.without_listening();
    w.end().await;
}

/// What a replica had claimed is taken over once it has been silent for a few seconds, and not while it shows itself.
#[tokio::test]
async fn a_silent_one_is_taken_over_from() {
    if !has_postgres() {
        return;
    }
    let w = World::new(On::Postgres).await;
    let now = w.clock.now();
    let (first, second) =
        (Store::open(w.database()).await.expect("open"), Store::open(w.database()).await.expect("open"));
    let mut tx = first.begin().await.expect("a transaction");
    assert!(tx.keep_delivery(incoming(PARTNERSHIP, 1, now)).await.expect("kept"));
    tx.commit().await.expect("committed");
    first.show().await.expect("shown");
    assert_eq!(first.claim_deliveries(None, 5, now).await.expect("a claim").len(), 1);
    let shown = second.show().await.expect("shown");
    assert_eq!((shown.freed, shown.living), (0, 2), "it has just shown itself");
    assert!(second.claim_deliveries(None, 5, now).await.expect("a claim").is_empty());
    let pool = sqlx::PgPool::connect(w.database()).await.expect("the server answers");
    sqlx::query("UPDATE replica SET seen_at = seen_at - 6000000").execute(&pool).await.expect("six seconds pass");
    let shown = second.show().await.expect("shown");
    assert_eq!((shown.freed, shown.living), (1, 1), "its claim is taken over");
    let taken = second.claim_deliveries(None, 5, now).await.expect("a claim");
    assert_eq!(taken.iter().map(|delivery| delivery.attempt).collect::<Vec<_>>(), [2]);
    second.leave().await.expect("it says goodbye");
    assert_eq!(first.claim_deliveries(None, 5, now).await.expect("a claim").len(), 1, "what it had is free at once");
}

/// One replica at a time watches the clock; another may as soon as it stops or its connection is gone.
#[tokio::test]
async fn one_watches_the_clock() {
    if !has_postgres() {
        return;
    }
    let w = World::new(On::Postgres).await;
    let (first, second) =
        (Store::open(w.database()).await.expect("open"), Store::open(w.database()).await.expect("open"));
    let mut ticker = first.ticker().await.expect("asked").expect("nobody else has it");
    assert!(ticker.holds().await);
    assert!(second.ticker().await.expect("asked").is_none(), "there is one");
    ticker.give_back().await;
    let ticker = second.ticker().await.expect("asked").expect("it was given back");
    assert!(first.ticker().await.expect("asked").is_none());
    // As when the process is killed: the connection goes, and the lock with it.
    let pool = sqlx::PgPool::connect(w.database()).await.expect("the server answers");
    sqlx::query(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database =
        (SELECT oid FROM pg_database WHERE datname = current_database())",
    )
    .execute(&pool)
    .await
    .expect("the server may");
    until("the free clock", async || first.ticker().await.is_ok_and(|ticker| ticker.is_some())).await;
    drop(ticker);
}

/// The bell rings at one replica for what another has kept, and not before it is committed.
#[tokio::test]
async fn the_bell_rings_at_the_others() {
    if !has_postgres() {
        return;
    }
    let w = World::new(On::Postgres).await;
    let (first, second) =
        (Store::open(w.database()).await.expect("open"), Store::open(w.database()).await.expect("open"));
    let mut bell = second.bell().await.expect("asked").expect("there are others");
    let intake = votum::store::intake::Intake::open(first);
    assert!(tokio::time::timeout(Duration::from_millis(200), bell.rings()).await.is_err(), "nobody rang");
    assert_eq!(intake.keep(incoming(PARTNERSHIP, 1, w.clock.now())).await, Ok(true));
    tokio::time::timeout(Duration::from_secs(20), bell.rings()).await.expect("it rings").expect("it is whole");
}

/// Whoever was so slow that another replica took its delivery over cannot finish it, put it off or park it any more; as
/// long as it prolongs its claim, nobody takes it over.
#[tokio::test]
async fn who_lost_a_claim_finishes_nothing() {
    if !has_postgres() {
        return;
    }
    let w = World::new(On::Postgres).await;
    let now = w.clock.now();
    let late = now + jiff::SignedDuration::from_secs(90);
    let (first, second) =
        (Store::open(w.database()).await.expect("open"), Store::open(w.database()).await.expect("open"));
    let mut tx = first.begin().await.expect("a transaction");
    assert!(tx.keep_delivery(incoming(PARTNERSHIP, 1, now)).await.expect("kept"));
    tx.commit().await.expect("committed");
    let slow = first.claim_deliveries(None, 5, now).await.expect("a claim").remove(0);
    assert!(first.prolong_deliveries(&slow.claim, now + jiff::SignedDuration::from_secs(50)).await.expect("prolonged"));
    assert!(second.claim_deliveries(None, 5, late).await.expect("a claim").is_empty(), "it was prolonged");
    let late = late + jiff::SignedDuration::from_secs(60);
    let taken = second.claim_deliveries(None, 5, late).await.expect("a claim").remove(0);
    assert_ne!(slow.claim, taken.claim);
    assert!(!first.prolong_deliveries(&slow.claim, late).await.expect("asked"), "it is lost");
    first.postpone_delivery(&slow, late + jiff::SignedDuration::from_hours(1)).await.expect("asked");
    first.park_delivery(&slow, "late").await.expect("asked");
    assert_eq!(first.inbox_depth().await.expect("it answers").parked, 0);
    let mut tx = first.begin().await.expect("a transaction");
    let lost = tx.finish_deliveries(&[slow.id], &slow.claim, late).await;
    assert!(matches!(lost, Err(StoreError::Lost)), "{lost:?}");
    drop(tx);
    let mut tx = second.begin().await.expect("a transaction");
    tx.finish_deliveries(&[taken.id], &taken.claim, late).await.expect("it holds it");
    tx.commit().await.expect("committed");
    assert_eq!(first.inbox_depth().await.expect("it answers").waiting, 0);
}

/// What one replica has learned of the partnership's names and projects, another takes up while it serves; and a claim of
/// the clock is not needed for it.
#[tokio::test]
async fn what_one_has_learned_all_know() {
    if !has_postgres() {
        return;
    }
    let mut w = World::new(On::Postgres).await;
    w.forgets_everything().await;
    let other = w.another_process().await;
    let stop = CancellationToken::new();
    let serving = tokio::spawn({
        let (engine, stop) = (w.another_process().await, stop.clone());
        async move { engine.run(stop).await }
    });
    until("the names", async || {
        let told = w.store.stream(PARTNERSHIP, votum::store::journal::PARTNERSHIP).await.expect("the store stands");
        told.iter().any(|entry| matches!(entry.fact, votum::domain::fact::Fact::Arrived { .. }))
    })
    .await;
    assert!(other.places().meant("opencode", TICKETS, None).is_some());
    other.catch_up().await.expect("the store stands");
    let number = w.sandbox.project(CORE);
    let moved = other.places().meant("opencode", "anders/benannt", Some(number));
    assert_eq!(moved.map(|project| project.path), Some(CORE.to_string()), "the other one has written down its number");
    stop.cancel();
    serving.await.expect("no replica panicked");
}

story! {
    /// A votum that is older than the database's schema does not run on it, and says what to do.
    an_older_votum_stays_away, w => {
        const NEWER: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
            VALUES (9999, 'newer', TRUE, $1, 0)";
        w.settle().await;
        let url = w.database().to_string();
        if w.store.is_embedded() {
            let pool = sqlx::SqlitePool::connect(&url).await.expect("the file opens");
            sqlx::query(NEWER).bind(vec![0_u8]).execute(&pool).await.expect("a newer votum was here");
            pool.close().await;
        } else {
            let pool = sqlx::PgPool::connect(&url).await.expect("the server answers");
            sqlx::query(NEWER).bind(vec![0_u8]).execute(&pool).await.expect("a newer votum was here");
            pool.close().await;
        }
        let refused = Store::open(&url).await.err().map(|fault| fault.to_string()).unwrap_or_default();
        assert!(refused.contains("migration 9999") && refused.contains("Run the newer votum"), "{refused}");
    }
}
