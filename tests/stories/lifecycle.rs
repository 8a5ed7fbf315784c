// SPDX-License-Identifier: EUPL-1.2
//! What may happen on the way: the template changes, a project is archived, a bug is merged before somebody objects,
//! a command is rewritten or meant for few.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

fn costs(amount: &str) -> String {
    format!(
        "{TEMPLATE}\n| Position | Betrag |\n|---|---:|\n| Einmalige Kosten | {amount} |\n| Wartung je Jahr | 300 € |\n"
    )
}

story! {
    /// A changed template is reported with what has changed in its amounts, and the vote goes on.
    changed_amounts_are_named, w => {
        let ticket = w.person("anna").opens_with("Wanderwege", &costs("16.000 €")).await;
        w.person("olga").labels(ticket, JOINT).await;
        w.opens(ticket).await;
        w.person("anna").describes(ticket, &costs("21.000 €")).await;
        let note = w.hears(ticket, "Unterschied in den Kosten");
        assert!(note.contains("einmalig 16.000 € → 21.000 €.") && !note.contains("Wartung"), "{note}");
        w.person("anna").describes(ticket, &costs("16.000 €").replace("Wir bauen", "Sie bauen")).await;
        w.hears(ticket, "Die Kosten sind unverändert.");
        assert_eq!(w.state(ticket).await, "voting vote-open");
    }
}

story! {
    /// The project is archived over the deadline: the result is counted and waits in the outbox until it can be written.
    archived_over_the_deadline, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        w.sandbox.archive(TICKETS, true);
        w.engine.reconcile().await.expect("the store stands");
        w.settle().await;
        let board = format!("{:?}", w.health.troubles());
        assert!(board.contains("is archived"), "{board}");
        w.ends(ticket).await;
        assert_eq!(w.state(ticket).await, "accepted accepted");
        w.hears_nothing(ticket);
        w.restart().await;
        w.sandbox.archive(TICKETS, false);
        w.days(1).await;
        w.hears(ticket, "angenommen");
        w.reconciles().await;
        let board = format!("{:?}", w.health.troubles());
        assert!(!board.contains("is archived"), "{board}");
    }
}

story! {
    /// A bug is objected to before its fix is merged; afterwards it is too late, and the answer says so.
    no_objection_after_the_merge, w => {
        let ticket = w.tables(BUG).await;
        let request = w.person("dev").proposes(CORE, "Absturz", &format!("Vorgang: #{ticket}")).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.stands(CORE, request), "merged");
        w.reads(&At::merge_request(CORE, request));
        w.person("cem").says(ticket, "/vote einspruch Das ist neu").await;
        w.hears(ticket, "bereits zusammengeführt");
        assert_eq!(w.state(ticket).await, "cleared no-vote-needed");
    }
}

story! {
    /// An internal note commands nothing, neither under a ticket nor under a merge request.
    internal_notes_command_nothing, w => {
        let ticket = w.votes_on(JOINT).await;
        let request = w.person("dev").proposes(CORE, "Wege", &format!("Vorgang: #{ticket}")).await;
        let place = At::merge_request(CORE, request);
        w.reads(&place);
        for (place, words) in [(&place, "/vote anhalten Probe"), (&At::issue(TICKETS, ticket), "/vote ungültig Formfehler")] {
            w.second();
            w.sandbox.comment_internally(place, "olga", words).expect("it is kept");
            w.settle().await;
        }
        w.reconciles().await;
        assert_eq!(w.gate(CORE, request).await, "waiting: vote-open, review-missing");
        assert_eq!(w.state(ticket).await, "voting vote-open");
        w.hears_nothing(ticket);
        assert!(w.notes(&place).len() == 1, "{:#?}", w.notes(&place));
    }
}

story! {
    /// A command that somebody rewrote before votum saw it is answered as a command, not as a ballot.
    a_rewritten_command, w => {
        let ticket = w.votes_on(JOINT).await;
        let place = At::issue(TICKETS, ticket);
        let note = w.sandbox.comment(&place, "olga", "Guten Tag").expect("it is kept");
        w.second();
        w.sandbox.edit_note(&place, note, "rita", "/vote ungültig Formfehler");
        w.loses_hooks();
        w.reconciles().await;
        let answer = w.hears(ticket, "Befehl nicht ausgeführt");
        assert!(!answer.contains("Stimme"), "{answer}");
        assert_eq!(w.state(ticket).await, "voting vote-open");
    }
}

story! {
    /// An objection is judged by when it was written: one from before the merge acts, however late votum reads it, and
    /// one whose webhook was lost is found.
    an_objection_that_is_read_late, w => {
        let bug = w.tables(BUG).await;
        let request = w.person("dev").proposes(CORE, "Absturz", &format!("Vorgang: #{bug}")).await;
        w.second();
        let place = At::issue(TICKETS, bug);
        let note = w.sandbox.comment(&place, "cem", "/vote einspruch Das ist neu").expect("it is written");
        w.sandbox.fails_next(votum::sandbox::Fault::Status(503), &format!("GET notes/{note}"), 1);
        w.person("rev").merges(CORE, request).await;
        w.minutes(10).await;
        assert_eq!(w.state(bug).await, "disputed classification-disputed");
        w.hears(bug, "Einordnung wird geklärt");
        w.person("olga").says(bug, "/vote classify bug Es stürzt ab").await;
        w.hears(bug, "Keine Abstimmung erforderlich");
        w.person("dora").says(bug, "/vote einspruch Doch neu").await;
        w.hears(bug, "bereits zusammengeführt");
        let other = w.tables(BUG).await;
        w.second();
        w.sandbox.comment(&At::issue(TICKETS, other), "cem", "/vote einspruch Das ist neu");
        w.loses_hooks();
        w.reconciles().await;
        assert_eq!(w.state(other).await, "disputed classification-disputed");
        w.without_listening();
    }
}

story! {
    /// That everything that follows from a bug is done keeps nobody from objecting.
    an_objection_after_the_follow_ups, w => {
        let bug = w.tables(BUG).await;
        w.person("olga").says(bug, "/vote done cost-plan").await;
        assert_eq!(w.state(bug).await, "done no-vote-needed");
        w.person("cem").says(bug, "/vote einspruch Das ist neu").await;
        assert_eq!(w.state(bug).await, "disputed classification-disputed");
        w.person("olga").says(bug, "/vote classify bug Es stürzt ab").await;
        assert_eq!(w.state(bug).await, "done no-vote-needed");
        w.without_listening();
    }
}
