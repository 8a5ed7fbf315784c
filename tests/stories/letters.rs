// SPDX-License-Identifier: EUPL-1.2
//! Dead letters: what a forge refused for good is tried again without being written twice, or dropped with a reason.

use crate::story;
use crate::world::*;
use votum::domain::fact::{Fact, Text};
use votum::sandbox::{At, Fault};
use votum::store::journal::PARTNERSHIP as ITS_STREAM;

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
