// SPDX-License-Identifier: EUPL-1.2
//! How often the forge is asked: votum shares a GitLab with everybody else.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

/// What was asked so far, receipts left out.
fn asked(w: &World) -> Vec<String> {
    let calls = w.sandbox.calls().into_iter().map(|call| format!("{} {}", call.method, call.path));
    calls.filter(|call| !(call.starts_with("POST") && call.ends_with("/award_emoji"))).collect()
}

story! {
    /// What an accepted vote takes from its label to its result: the ticket and who set its labels, the vote note, the
    /// readings before opening and result, the result, and a label for each state, after each of which the ticket is
    /// read again. Ten would do; this ceiling may only sink.
    a_whole_vote, w => {
        w.sandbox.forget_calls();
        let ticket = w.votes_on(JOINT).await;
        for name in ["anna", "ben", "cem"] {
            w.second();
            w.sandbox.comment(&At::issue(TICKETS, ticket), name, "/vote ja");
        }
        w.settle().await;
        w.ends(ticket).await;
        assert_eq!(w.state(ticket).await, "accepted accepted");
        let calls = asked(&w);
        assert!(calls.len() <= 30, "{}: {calls:#?}", calls.len());
        w.without_listening();
    }
}

story! {
    /// A round over an open vote in which nothing has changed reads the ticket, its notes and the reactions, and writes
    /// nothing.
    a_round_over_an_unchanged_vote, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja")]).await;
        w.minutes(10).await;
        w.reconciles().await;
        w.minutes(10).await;
        w.sandbox.forget_calls();
        w.reconciles().await;
        let of_the_ticket: Vec<String> =
            asked(&w).into_iter().filter(|call| call.contains(&format!("/issues/{ticket}"))).collect();
        assert!(of_the_ticket.iter().all(|call| call.starts_with("GET")), "{of_the_ticket:#?}");
        assert!(of_the_ticket.len() <= 4, "{of_the_ticket:#?}");
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
        assert_eq!(own(&w), before + 149);
        assert!(w.health.troubles().values().any(|trouble| trouble.contains("notes within an hour under")));
        w.minutes(70).await;
        w.minutes(10).await;
        assert_eq!(own(&w), before + 180);
        w.without_listening();
    }
}
