// SPDX-License-Identifier: EUPL-1.2
//! Many deliveries at once: kept together, absorbed in lanes, and each at its own risk.

use std::panic::panic_any;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;
use votum::engine::Engine;
use votum::forge::gitlab::{GitLab, Settings};
use votum::store::intake::{Incoming, Intake, NotKept, QUEUE_MAX};

use crate::story;
use crate::world::*;
use votum::sandbox::At;

fn incoming(lane: &str, key: &str, at: jiff::Timestamp) -> Incoming {
    let (forge, event) = ("opencode".to_string(), "Note Hook".to_string());
    Incoming { forge, lane: lane.to_string(), key: key.to_string(), event, body: b"{}".as_slice().into(), at }
}

story! {
    /// A flood in one partnership's lane does not keep the delivery of another one waiting.
    a_flood_keeps_nobody_waiting, w => {
        w.settle().await;
        let now = w.clock.now();
        let mut flood: Vec<Incoming> = (0..500).map(|n| incoming("flood", &format!("flood {n}"), now)).collect();
        flood.push(incoming(PARTNERSHIP, "one", now));
        let mut tx = w.store.begin().await.expect("a transaction");
        assert_eq!(tx.keep_deliveries(&flood).await.expect("kept"), vec![true; 501]);
        tx.commit().await.expect("committed");
        assert!(w.store.has_delivery("opencode", PARTNERSHIP, now).await.expect("asked"));
        assert!(w.engine.absorb_from("opencode").await.expect("the store stands"));
        assert!(!w.store.has_delivery("opencode", PARTNERSHIP, now).await.expect("asked"), "its turn came at once");
        // No partnership of this installation has the lane of the flood; it stays where it is.
        assert_eq!(w.store.inbox_depth().await.expect("a depth").waiting, 500);
        assert_eq!(w.engine.drop_strays("flood", "nobody serves it").await.expect("the store stands"), (0, 500));
    }
}

story! {
    /// Of deliveries that come together with the same key one is new; when they come again, none is.
    kept_together_and_once, w => {
        w.settle().await;
        let intake = Intake::open(w.store.clone());
        let now = w.clock.now();
        let keys: Vec<String> = (0..200).map(|n| format!("key {}", n % 150)).collect();
        let keep = |key: &String| intake.keep(incoming("nobody", key, now));
        let kept = futures_util::future::join_all(keys.iter().map(keep)).await;
        let fresh = kept.iter().filter(|kept| **kept == Ok(true)).count();
        assert_eq!((fresh, kept.len()), (150, 200), "{kept:?}");
        let again = futures_util::future::join_all(keys.iter().map(keep)).await;
        assert!(again.iter().all(|kept| *kept == Ok(false)), "{again:?}");
        assert_eq!(w.store.inbox_depth().await.expect("a depth").waiting, 150);
        w.engine.drop_strays("nobody", "a story's").await.expect("the store stands");
    }
}

story! {
    /// Whoever finds the queue full is told so at once, nothing of theirs is kept, and everybody else is.
    a_full_queue_says_so, w => {
        w.settle().await;
        let intake = Intake::open(w.store.clone());
        let now = w.clock.now();
        // Nobody can be kept as long as somebody else writes.
        let writer = w.store.begin_for("nobody").await.expect("a transaction");
        let held = w.store.is_embedded();
        let keys: Vec<String> = (0..QUEUE_MAX + 600).map(|n| format!("key {n}")).collect();
        let all = futures_util::future::join_all(keys.iter().map(|key| intake.keep(incoming("nobody", key, now))));
        let free = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            writer.commit().await.expect("committed");
        };
        let (kept, ()) = tokio::join!(all, free);
        let full = kept.iter().filter(|kept| **kept == Err(NotKept::Full)).count();
        let fresh = kept.iter().filter(|kept| **kept == Ok(true)).count();
        assert_eq!(full + fresh, keys.len(), "kept or told so");
        assert!(full > 0 || !held, "a queue has a limit");
        assert_eq!(w.store.inbox_depth().await.expect("a depth").waiting, i64::try_from(fresh).expect("few"));
        w.engine.drop_strays("nobody", "a story's").await.expect("the store stands");
    }
}

story! {
    /// A delivery that makes votum panic is parked; the ballots that came together with it are counted.
    a_panic_keeps_back_its_own, w => {
        let ticket = w.votes_on(JOINT).await;
        let place = At::issue(TICKETS, ticket);
        let broken = w.person("ben").opens("Davon stürzt es ab").await;
        let armed = Arc::new(AtomicBool::new(true));
        let trap = armed.clone();
        let path = format!("/issues/{broken}");
        w.within(move |ask| {
            if trap.load(Ordering::SeqCst) && ask.uri().path().ends_with(&path) {
                panic_any("a fault of votum's own");
            }
        })
        .await;
        w.second();
        w.sandbox.comment(&place, "anna", "/vote ja");
        w.sandbox.label(TICKETS, broken, "olga", &[JOINT], &[]);
        w.sandbox.comment(&place, "ben", "/vote ja");
        w.settle().await;
        assert_eq!(w.counts(ticket).await, "ahausen yes, bergtal yes");
        assert_eq!(w.store.inbox_depth().await.expect("a depth").parked, 1);
        // Once it is mended, the next reading finds what the parked delivery would have said.
        armed.store(false, Ordering::SeqCst);
        w.lets_pass(SignedDuration::from_secs(5));
        w.engine.reconcile().await.expect("the sandbox answers");
        w.settle().await;
        assert_eq!(w.state(broken).await, "reading");
        // What is parked is a person's to deal with.
        w.engine.drop_strays(PARTNERSHIP, "a story's").await.expect("the store stands");
        w.without_listening();
    }
}

/// A forge that takes votum's calls and never answers holds up its own partnership's deadlines, names and rounds; the vote
/// of another one is decided as if there were no such forge.
#[tokio::test]
async fn a_forge_that_hangs_holds_up_its_own() {
    const PATIENCE: Duration = Duration::from_secs(4);
    let mut w = World::new(On::Sqlite).await;
    let ticket = w.votes_on(JOINT).await;
    w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
    let hanging = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let url = format!("http://{}", hanging.local_addr().expect("it listens"));
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((line, _)) = hanging.accept().await {
            held.push(line);
        }
    });
    let settings = Settings { forge_id: "fern".into(), url, token: "glpat-fern".to_string().into(), ca_pem: None };
    let hangs = GitLab::with_timeout(settings, PATIENCE).expect("the settings are right");
    let mut parts = w.parts().await;
    let far = RULES.replace("opencode:talverbund/", "fern:fernbund/");
    parts.rules.insert(0, compile(&far, "fernbund").expect("the rules can be read"));
    parts.forges.insert("fern".into(), Arc::new(hangs));
    let mut tx = parts.store.begin().await.expect("a transaction");
    for n in 1..=20 {
        tx.wake("fernbund", &format!("fern:fernbund/steuerung#{n}"), Some(w.clock.now()));
    }
    tx.commit().await.expect("committed");
    let engine = Engine::start(parts).await.expect("the engine starts");
    let stop = CancellationToken::new();
    let serving = tokio::spawn({
        let (engine, stop) = (engine.clone(), stop.clone());
        async move { engine.run(stop).await }
    });
    w.lets_pass(SignedDuration::from_hours(24 * 20));
    let begun = std::time::Instant::now();
    while w.ticket(ticket).await.decision.is_none() {
        assert!(begun.elapsed() < 8 * PATIENCE, "twenty deadlines at a forge that hangs come before this one");
        tokio::time::sleep(Duration::from_millis(50)).await;
        w.second();
    }
    stop.cancel();
    serving.await.expect("it does not panic");
}
