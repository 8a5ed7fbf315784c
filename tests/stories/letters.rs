// SPDX-License-Identifier: EUPL-1.2
//! Dead letters: what a forge refused for good is tried again without being written twice, or dropped with a reason.

use crate::story;
use crate::world::*;
use votum::domain::fact::{Fact, Text};
use votum::sandbox::{At, Fault};
use votum::store::intake::Incoming;
use votum::store::journal::PARTNERSHIP as ITS_STREAM;
use votum::store::outbox::Desired;

/// The vote opens, its note is written, the answer is lost, and then the forge lets votum read no notes any more.
async fn lost_and_buried(w: &mut World) -> u64 {
    let ticket = w.tables(JOINT).await;
    w.sandbox.fails_next(Fault::HangUpAfter, "POST notes", 1);
    w.at("2026-03-09 08:00").await;
    w.sandbox.fails_next(Fault::Status(403), "GET notes", 1_000);
    w.minutes(5).await;
    let dead = w.store.dead_letters().await.expect("the store stands");
    assert_eq!(dead.iter().map(|letter| letter.kind.as_str()).collect::<Vec<_>>(), ["note"]);
    assert_eq!(w.store.outbox_depth().await.expect("the store stands").dead, 1);
    w.sandbox.heal();
    ticket
}

story! {
    /// The first write came through and its answer was lost: tried again by a person, the note stands once.
    a_retried_note_is_looked_for_first, w => {
        let ticket = lost_and_buried(&mut w).await;
        let before = w.notes(&At::issue(TICKETS, ticket)).len();
        let number = w.store.dead_letters().await.expect("the store stands")[0].number;
        let other = w.another_process().await;
        assert_eq!(other.try_again(Some(number + 1)).await.expect("the store stands"), 0);
        assert_eq!(other.try_again(Some(number)).await.expect("the store stands"), 1);
        w.settle().await;
        assert_eq!(w.notes(&At::issue(TICKETS, ticket)).len(), before, "the note stands twice");
        w.hears(ticket, "Abstimmung");
    }
}

story! {
    /// The same where a newer value of the note revives the letter.
    a_revived_note_is_looked_for_first, w => {
        let ticket = lost_and_buried(&mut w).await;
        let before = w.notes(&At::issue(TICKETS, ticket)).len();
        w.person("anna").says(ticket, "/vote ja").await;
        w.settle().await;
        assert_eq!(w.notes(&At::issue(TICKETS, ticket)).len(), before, "the note stands twice");
        w.hears(ticket, "Abstimmung");
    }
}

story! {
    /// What is dropped is gone, and the journal says what, by which way and why; its number never comes again.
    a_dropped_letter_leaves_its_reason, w => {
        let ticket = lost_and_buried(&mut w).await;
        let before = w.notes(&At::issue(TICKETS, ticket)).len();
        let first = w.store.dead_letters().await.expect("the store stands")[0].number;
        assert!(w.engine.drop_letter(first + 7, "x").await.expect("the store stands").is_none());
        let gone = w.engine.drop_letter(first, "doppelt").await.expect("the store stands").expect("it was there");
        assert_eq!(gone.number, first);
        assert!(w.engine.drop_letter(first, "doppelt").await.expect("the store stands").is_none());
        let told = w.store.stream(PARTNERSHIP, ITS_STREAM).await.expect("the store stands");
        let Some(Fact::Dropped { what, place, way, reason, .. }) = told.last().map(|entry| &entry.fact) else {
            panic!("the journal does not say that the letter was dropped: {told:#?}");
        };
        assert_eq!((what.as_str(), way.as_str()), ("note", "command-line"));
        assert_eq!((place.clone(), reason), (format!("opencode:{TICKETS}#{ticket}"), &Text::from("doppelt")));
        w.sandbox.fails_next(Fault::Status(403), "POST award_emoji", 1);
        w.person("ben").says(ticket, "/vote ja").await;
        w.minutes(5).await;
        let dead = w.store.dead_letters().await.expect("the store stands");
        assert_eq!(dead.iter().map(|letter| letter.number).collect::<Vec<_>>(), [first + 1]);
        w.sandbox.heal();
        assert_eq!(w.engine.try_again(None).await.expect("the store stands"), 1);
        w.settle().await;
        w.person("cem").says(ticket, "/vote ja").await;
        assert_eq!(w.notes(&At::issue(TICKETS, ticket)).len(), before, "the note stands twice");
        assert_eq!(w.counts(ticket).await, "bergtal yes, clusdorf yes");
        w.hears(ticket, "Abstimmung");
    }
}

story! {
    /// What waits for a partnership that votum.toml no longer names is reported, listed by number, and dropped by a person
    /// with a reason that the journal keeps; its deadlines stay due for when it is served again.
    what_waits_for_nobody_is_reported, w => {
        let now = w.clock.now();
        let mut tx = w.store.begin().await.expect("a transaction");
        let (forge, kind, payload) = ("opencode", "note", "{}".to_string());
        let (key, thread) = ("note x opencode:fern/ort#1".to_string(), "opencode:fern/ort#1".to_string());
        let to = forge.to_string();
        let desired = Desired { key, partnership: "fernbund", forge: to, kind, thread, payload, due: now };
        tx.desire(vec![desired], now).await.expect("put in");
        let incoming = Incoming {
            forge: forge.into(), lane: "fernbund".into(), key: "k".into(), event: "Note Hook".into(),
            body: b"{}".as_slice().into(), at: now,
        };
        assert!(tx.keep_delivery(incoming).await.expect("kept"));
        tx.wake("fernbund", "opencode:fern/ort#1", Some(now));
        tx.commit().await.expect("committed");
        w.settle().await;
        assert!(w.store.next_due().await.expect("the store stands").is_some_and(|due| due > now), "it stays due, later");
        w.reconciles().await;
        let sentence = w.health.troubles().remove("strays").expect("it is on the board");
        assert!(sentence.contains("1 entries and 1 deliveries of fernbund at opencode"), "{sentence}");
        assert_eq!(w.engine.strays().await.expect("the store stands").len(), 1);
        assert_eq!(w.engine.drop_strays("fernbund", "aufgelöst").await.expect("the store stands"), (1, 1));
        let told = w.store.stream("fernbund", ITS_STREAM).await.expect("the store stands");
        let dropped = told.iter().find_map(|entry| match &entry.fact {
            Fact::Dropped { what, place, reason, .. } => Some((what.as_str(), place.as_str(), reason.clone())),
            _ => None,
        });
        assert_eq!(dropped, Some(("note", "opencode:fern/ort#1", Text::from("aufgelöst"))));
        w.reconciles().await;
        assert!(!w.health.troubles().contains_key("strays"));
    }
}
