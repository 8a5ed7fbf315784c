// SPDX-License-Identifier: EUPL-1.2
//! Webhooks that are lost, doubled, shuffled, forged or broken.

use std::task::Poll;
use std::time::Duration;

use crate::story;
use crate::world::*;
use votum::sandbox::At;

story! {
    /// No webhook arrives during the vote: what is read before the result finds every ballot.
    /// Seen elsewhere: bors#502, homu#178: a lost webhook was lost for ever.
    all_webhooks_are_lost, w => {
        let ticket = w.votes_on(JOINT).await;
        let place = At::issue(TICKETS, ticket);
        let note = w.ticket(ticket).await.vote_note;
        w.days(1).await;
        w.sandbox.comment(&place, "anna", "/vote ja");
        w.second();
        w.sandbox.comment(&place, "cem", "/vote befangen Grundstück");
        w.sandbox.react(&place, note, "ben", "thumbsup");
        w.sandbox.react(&place, None, "dora", "+1");
        w.loses_hooks();
        w.ends(ticket).await;
        w.loses_hooks();
        assert_eq!(w.counts(ticket).await, "ahausen yes, bergtal yes, duernau yes");
        assert_eq!(w.ticket(ticket).await.decision.as_deref(), Some("B-2026-001"));
        w.hears(ticket, "befangen");
        w.hears(ticket, "angenommen");
    }
}

story! {
    /// The webhook of the label is lost, that of the ticket was not: catching up finds what the ticket is.
    a_lost_label_is_found, w => {
        let ticket = w.person("anna").opens("Wanderwege anzeigen").await;
        w.reads(&At::issue(TICKETS, ticket));
        w.second();
        w.sandbox.label(TICKETS, ticket, "olga", &[JOINT], &[]);
        w.loses_hooks();
        w.engine.reconcile().await.expect("the forge answers");
        w.settle().await;
        assert_eq!(w.state(ticket).await, "reading");
        w.hears(ticket, "liegt aus");
    }
}

story! {
    /// A hundred and one reactions over several pages: the last one is found as well.
    /// Seen elsewhere: publiccodeyml/bot, mui-public#1305: only the first thirty reactions were read.
    a_hundred_and_one_reactions, w => {
        let ticket = w.votes_on(JOINT).await;
        let place = At::issue(TICKETS, ticket);
        let note = w.ticket(ticket).await.vote_note;
        w.second();
        for n in 0..100 {
            w.sandbox.react(&place, note, &format!("fan{n}"), "thumbsup");
            w.sandbox.comment(&place, &format!("fan{n}"), "Schön!");
        }
        w.sandbox.react(&place, note, "ben", "thumbsup");
        w.sandbox.comment(&place, "cem", "/vote ja");
        w.loses_hooks();
        w.reconciles().await;
        assert_eq!(w.counts(ticket).await, "bergtal yes, clusdorf yes");
        w.without_listening();
    }
}

story! {
    /// Every webhook twice with the same key, a third time with another one, and all in the wrong order.
    /// Seen elsewhere: Archon#1951, all-contributors/app#79: one fact in several deliveries.
    doubled_and_shuffled, w => {
        let ticket = w.votes_on(JOINT).await;
        let place = At::issue(TICKETS, ticket);
        let note = w.ticket(ticket).await.vote_note;
        for (name, words) in [("anna", "/vote ja"), ("ben", "/vote ja"), ("anja", "/vote nein"), ("guest", "/vote ja")] {
            w.second();
            w.sandbox.comment(&place, name, words);
        }
        w.second();
        w.sandbox.react(&place, note, "cem", "thumbsup");
        w.second();
        w.sandbox.unreact(&place, note, "cem", "thumbsup");
        let hooks = w.sandbox.take_hooks();
        for delivery in hooks.iter().rev() {
            w.bring(delivery).await;
            w.bring(delivery).await;
            w.settle().await;
        }
        for delivery in &hooks {
            w.bring(&rekeyed(delivery)).await;
        }
        w.settle().await;
        w.hears(ticket, "Danke für die Rückmeldung");
        w.hears_nothing(ticket);
        w.reconciles().await;
        assert_eq!(w.counts(ticket).await, "ahausen no, bergtal yes");
        assert_eq!(w.ticket(ticket).await.ballots.len(), 5);
    }
}

story! {
    /// Bodies that are no JSON, of another shape, of unknown kinds and projects: nothing happens and nothing is lost.
    malformed_payloads, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("anna").says(ticket, "/vote ja").await;
        w.person("ben").reacts(ticket, "thumbsup").await;
        for event in ["Note Hook", "Emoji Hook"] {
            w.forges(event, "\"iid\"", "\"idd\"").await;
            w.forges(event, "{", "[").await;
            w.forges(event, TICKETS, "fremd/projekt").await;
            w.forges(event, "\"id\"", "\"id\":null,\"old\"").await;
            w.forges(event, "object_attributes", "attributes").await;
        }
        w.person("cem").says(ticket, "/vote ja").await;
        assert_eq!(w.counts(ticket).await, "ahausen yes, bergtal yes, clusdorf yes");
    }
}

story! {
    /// A webhook that claims a label, a close or an approval moves nothing: the forge is asked.
    claims_are_checked, w => {
        let ticket = w.tables(JOINT).await;
        let request = w.person("dev").proposes(CORE, "Wanderwege", "Vorgang: #1").await;
        w.forges("Issue Hook", "\"opened\"", "\"closed\"").await;
        w.forges("Issue Hook", JOINT, BUG).await;
        w.forges("Merge Request Hook", "\"opened\"", "\"merged\"").await;
        w.forges("Merge Request Hook", "\"open\"", "\"approved\"").await;
        assert_eq!(w.state(ticket).await, "reading");
        assert_eq!(w.gate(CORE, request).await, "waiting: vote-open, review-missing");
        w.without_listening();
    }
}

story! {
    /// A command in a webhook that the forge does not show is not carried out.
    forged_commands_are_not_carried_out, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("guest").says(ticket, "/vote stand").await;
        w.hears(ticket, "Abstimmung");
        w.forges("Note Hook", "/vote stand", "/vote ungültig Formfehler").await;
        w.person("olga").says(ticket, "Guten Tag").await;
        w.forges("Note Hook", "Guten Tag", "/vote ungültig Formfehler").await;
        assert_eq!(w.state(ticket).await, "voting vote-open");
        w.hears_nothing(ticket);
    }
}

story! {
    /// The webhook of a hold is lost: it is read before anything is merged.
    a_lost_hold_holds, w => {
        let yes = [("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")];
        let ticket = w.decides(JOINT, &yes).await;
        let mr = w.person("dev").proposes(CORE, "Bauen", &format!("Vorgang: #{ticket}")).await;
        let place = At::merge_request(CORE, mr);
        w.sandbox.comment(&place, "rita", "/vote hold Erst nach dem Wochenende");
        w.loses_hooks();
        w.person("rev").approves(CORE, mr).await;
        w.minutes(10).await;
        assert_eq!(w.stands(CORE, mr), "opened", "nothing is merged that is held");
        w.person("rita").says_at(&place, "/vote unhold").await;
        w.minutes(10).await;
        assert_eq!(w.stands(CORE, mr), "merged");
        w.without_listening();
    }
}

story! {
    /// A reading whose answer was long on its way is told after one that began later: what the later one showed stands.
    an_older_reading_overwrites_nothing, w => {
        let ticket = w.tables(JOINT).await;
        w.sandbox.retitle(TICKETS, ticket, "anna", "Alter Titel");
        w.carries_hooks().await;
        w.sandbox.forget_calls();
        let engine = w.engine.clone();
        let mut slow = Box::pin(async move { engine.absorb_one().await });
        // It has asked, and does not look at the answer yet.
        while w.sandbox.calls().is_empty() {
            let waits = std::future::poll_fn(|context| Poll::Ready(slow.as_mut().poll(context).is_pending())).await;
            assert!(waits, "it asks the forge before it is done");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        w.second();
        w.sandbox.retitle(TICKETS, ticket, "anna", "Neuer Titel");
        w.carries_hooks().await;
        assert!(w.engine.absorb_one().await.expect("the store stands"));
        assert_eq!(w.ticket(ticket).await.title, "Neuer Titel");
        assert!(slow.await.expect("the store stands"));
        assert_eq!(w.ticket(ticket).await.title, "Neuer Titel");
        w.without_listening();
    }
}
