// SPDX-License-Identifier: EUPL-1.2
//! How often the forge is asked: votum shares a GitLab with everybody else.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

/// The towns that join the four of the stories, so that twelve vote.
const EIGHT: [&str; 8] = ["erla", "furt", "gries", "horn", "isen", "jagst", "kaltau", "lohne"];

/// What was asked so far, reactions left out.
fn asked(w: &World) -> Vec<String> {
    let calls = w.sandbox.calls().into_iter().map(|call| format!("{} {}", call.method, call.path));
    calls.filter(|call| !(call.starts_with("POST") && call.ends_with("/award_emoji"))).collect()
}

/// Lets eight more towns join, each with a representative of its own name.
async fn eight_join(w: &mut World) {
    let mut joining = Vec::new();
    for town in EIGHT {
        w.sandbox.user(town);
        w.sandbox.member(TICKETS, town, 20);
        let name = format!("name = \"Gemeinde {town}\"\nrepresentatives = [\"{town}\"]");
        joining.push(format!("\n[[member]]\nid = \"{town}\"\n{name}\n"));
    }
    let joining = joining.concat();
    w.enacts(|rules| rules + &joining).await;
}

story! {
    /// What an accepted vote of twelve members takes from its opening to its result, beside the receipts of its ballots
    /// (a reaction to each, and the lines of the vote note that say what counts): the ticket and its notes before the
    /// opening, the vote note, the label; the ticket, its notes and both lists of reactions before the result, the result,
    /// the label. Before that the ticket was read when it was opened and when it was labelled, with who labelled it; a note
    /// said that it had no type yet, and a note and a label that it lies open.
    a_whole_vote, w => {
        eight_join(&mut w).await;
        w.sandbox.forget_calls();
        let ticket = w.tables(JOINT).await;
        let before = asked(&w);
        w.sandbox.forget_calls();
        w.opens(ticket).await;
        for name in ["anna", "ben", "cem", "dora"].into_iter().chain(EIGHT) {
            w.second();
            w.sandbox.comment(&At::issue(TICKETS, ticket), name, "/vote ja");
        }
        w.settle().await;
        w.ends(ticket).await;
        assert_eq!(w.state(ticket).await, "accepted accepted");
        assert_eq!(w.counts(ticket).await.matches(" yes").count(), 12);
        let edits = format!("/notes/{}", w.ticket(ticket).await.vote_note.expect("it stands"));
        let (receipts, calls): (Vec<_>, Vec<_>) =
            asked(&w).into_iter().partition(|call| call.starts_with("PUT") && call.ends_with(&edits));
        assert!(calls.len() <= 10, "{}: {calls:#?}", calls.len());
        assert!(receipts.len() <= 2, "{receipts:#?}");
        assert!(before.len() <= 6, "{before:#?}");
        w.without_listening();
    }
}

story! {
    /// A round over an open vote in which nothing has changed reads the ticket, its notes and the reactions to its
    /// description, and writes nothing: the vote note shows by itself that nobody has reacted to it since.
    a_round_over_an_unchanged_vote, w => {
        eight_join(&mut w).await;
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja")]).await;
        // Each replica learns for itself what stands on the note.
        for _ in 0..3 * w.replicas() {
            w.minutes(10).await;
            w.reconciles().await;
        }
        w.minutes(10).await;
        w.sandbox.forget_calls();
        w.reconciles().await;
        let of_the_ticket: Vec<String> =
            asked(&w).into_iter().filter(|call| call.contains(&format!("/issues/{ticket}"))).collect();
        assert!(of_the_ticket.iter().all(|call| call.starts_with("GET")), "{of_the_ticket:#?}");
        assert!(of_the_ticket.len() <= 3, "{of_the_ticket:#?}");
        w.without_listening();
    }
}

story! {
    /// A reaction to the vote note whose webhook was lost is found by the next round, and so is one that was taken back,
    /// although the rounds between did not list them.
    a_touched_note_is_read_again, w => {
        let ticket = w.votes_on(JOINT).await;
        let note = w.ticket(ticket).await.vote_note.expect("it stands");
        w.minutes(10).await;
        w.reconciles().await;
        w.minutes(10).await;
        w.sandbox.react(&At::issue(TICKETS, ticket), Some(note), "ben", "thumbsup");
        w.loses_hooks();
        w.minutes(10).await;
        w.reconciles().await;
        assert_eq!(w.counts(ticket).await, "bergtal yes");
        w.minutes(10).await;
        w.reconciles().await;
        w.minutes(10).await;
        w.sandbox.unreact(&At::issue(TICKETS, ticket), Some(note), "ben", "thumbsup");
        w.loses_hooks();
        w.minutes(10).await;
        w.reconciles().await;
        assert_eq!(w.counts(ticket).await, "");
        w.without_listening();
    }
}

story! {
    /// A label of the state that somebody else sets is put back; votum's own, as it wants them, make it read nothing.
    own_labels_are_no_news, w => {
        let ticket = w.tables(JOINT).await;
        w.sandbox.forget_calls();
        w.opens(ticket).await;
        let read = format!("GET /projects/1/issues/{ticket}");
        let reads = |w: &World| asked(w).into_iter().filter(|call| *call == read).count();
        assert_eq!(reads(&w), 1, "{:#?}", asked(&w));
        w.person("olga").labels(ticket, "votum::accepted").await;
        assert_eq!(w.sandbox.issue(TICKETS, ticket).expect("it stands").labels, [JOINT, "votum::voting"]);
        assert!(reads(&w) > 1, "what somebody else did is looked at");
        w.without_listening();
    }
}

story! {
    /// A bot that answers every note of votum's is stopped after a hundred and fifty notes within an hour; nothing is lost by it.
    bots_do_not_fill_a_ticket, w => {
        let ticket = w.votes_on(JOINT).await;
        let place = At::issue(TICKETS, ticket);
        let own = |w: &World| w.sandbox.notes(&place).iter().filter(|note| note.author == "votum-bot").count();
        let before = own(&w);
        for _ in 0..180 {
            w.sandbox.comment(&place, "guest", "/vote blabla");
        }
        w.settle().await;
        // The vote note was written within the hour, too.
        assert!(own(&w) >= before + 149);
        // Each replica counts for itself.
        assert!(own(&w) < before + 180 || w.replicas() > 1);
        assert!(own(&w) == before + 149 || w.replicas() > 1);
        let stopped = w.health.troubles().values().any(|trouble| trouble.contains("notes within an hour under"));
        assert!(stopped || w.replicas() > 1);
        w.minutes(70).await;
        w.minutes(10).await;
        assert_eq!(own(&w), before + 180);
        w.without_listening();
    }
}
