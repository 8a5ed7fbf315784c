// SPDX-License-Identifier: EUPL-1.2
//! What failed elsewhere: each story is about something that went wrong with another way of voting, named by its source.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

story! {
    /// Who votes is looked up again when the votes are counted, so that a change of staff changes a result (cncf/gitvote
    /// `results.rs`). Here the ballot that a representative gave stands, and whoever speaks now is asked at the act.
    a_representative_is_replaced_during_the_vote, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        let with = |rules: String| rules.replace("representatives = [\"ben\"]", "representatives = [\"anja\"]").replace("[\"anna\", \"anja\"]", "[\"anna\"]");
        w.enacts(with).await;
        w.person("ben").says(ticket, "/vote nein").await;
        w.hears(ticket, "keinem stimmberechtigten Mitglied");
        assert_eq!(w.counts(ticket).await, "bergtal yes, clusdorf yes", "what was given stands");
        w.person("anja").says(ticket, "/vote enthaltung").await;
        assert_eq!(w.counts(ticket).await, "bergtal abstain, clusdorf yes", "anja speaks for Bergtal now, and for Ahausen no more");
        w.ends(ticket).await;
        w.hears(ticket, "abgelehnt");
        assert_eq!(w.ticket(ticket).await.electorate.len(), 4);
    }
}

story! {
    /// Accounts are known by names that people change (todogroup/governance#326 to #329: who is of the group was the
    /// forge's view). Here an account is its number: renamed, it still speaks, and who takes its name does not.
    an_account_is_renamed_during_the_vote, w => {
        let ticket = w.votes_on(JOINT).await;
        w.sandbox.rename_user("ben", "benedikt");
        w.sandbox.user("ben");
        w.person("benedikt").says(ticket, "/vote ja").await;
        assert_eq!(w.counts(ticket).await, "bergtal yes");
        w.person("ben").says(ticket, "/vote nein").await;
        w.hears(ticket, "keinem stimmberechtigten Mitglied");
        assert_eq!(w.counts(ticket).await, "bergtal yes");
        w.without_listening();
    }
}

story! {
    /// Two commands at once, or one label with a command, open two votes (cncf/gitvote `db.rs`: checked, then written;
    /// gitvote#172: label and opening come as a pair). Here a ticket has one vote.
    there_is_one_vote, w => {
        let ticket = w.tables(JOINT).await;
        w.at_once("2026-03-09 08:00");
        for who in ["olga", "otto", "olga"] {
            w.sandbox.comment(&At::issue(TICKETS, ticket), who, "/vote open urgent Förderfrist");
        }
        w.sandbox.label(TICKETS, ticket, "olga", &[JOINT], &[]);
        w.settle().await;
        w.person("otto").says(ticket, "/vote open").await;
        let notes = w.notes(&At::issue(TICKETS, ticket));
        let opened = notes.iter().filter(|(_, body)| body.contains("Abstimmung eröffnet –")).count();
        assert_eq!((opened, w.state(ticket).await.as_str()), (1, "voting vote-open"));
        w.without_listening();
    }
}

story! {
    /// A vote that was cancelled, or whose note was deleted, turned the required check green (cncf/gitvote
    /// `processor.rs`, cancel and close). Here nothing but a decision clears.
    nothing_but_a_decision_clears, w => {
        for end in ["/vote void Formfehler", "/vote defer Haushalt", "/vote withdraw Zu teuer"] {
            let ticket = w.votes_on(JOINT).await;
            let request = w.person("dev").proposes(CORE, "Wege", &format!("Vorgang: #{ticket}")).await;
            w.person("rev").approves(CORE, request).await;
            w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja"), ("dora", "/vote ja")]).await;
            let note = w.ticket(ticket).await.vote_note.expect("it stands");
            w.sandbox.delete_note(&At::issue(TICKETS, ticket), note);
            w.reconciles().await;
            assert_eq!((w.light(CORE, request).as_str(), w.stands(CORE, request)), ("pending", "opened"), "the note is gone");
            let who = if end.contains("withdraw") { "anna" } else { "olga" };
            w.person(who).says(ticket, end).await;
            assert_eq!((w.light(CORE, request).as_str(), w.stands(CORE, request)), ("pending", "opened"), "{end}");
        }
        w.without_listening();
    }
}

story! {
    /// A failed vote was put again at once, and until it passed (cncf/gitvote: only an open vote is looked for; e-NABLE
    /// extended a failing one). Here a rejection is final, and after the deadline nothing is extended.
    no_vote_until_it_passes, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote nein"), ("cem", "/vote nein")]).await;
        w.at_once("2026-03-24 00:00:00");
        w.sandbox.comment(&At::issue(TICKETS, ticket), "olga", "/vote extend 2026-04-30 Es fehlt noch jemand");
        w.minutes(1).await;
        assert_eq!(w.state(ticket).await, "rejected rejected");
        w.hears(ticket, "`/vote verlängern` nicht ausgeführt");
        w.hears(ticket, "abgelehnt");
        w.person("olga").says(ticket, "/vote open urgent Noch einmal").await;
        assert!(w.hears(ticket, "`/vote eröffnen` nicht ausgeführt").contains("B-2026-001"));
        w.person("olga").says(ticket, "/vote classify joint-feature Noch einmal").await;
        assert!(w.hears(ticket, "`/vote einordnen` nicht ausgeführt").contains("B-2026-001"));
        assert_eq!(w.state(ticket).await, "rejected rejected");
    }
}

story! {
    /// The bot read only reactions although comments were promised, and nobody was told (publiccode.yml, discussion
    /// #384); opposite reactions were dropped in silence (cncf/gitvote). Here every way that is promised counts, and what
    /// does not is answered once.
    every_ballot_counts_or_is_answered, |rules: String| rules.replace("[voting]\n", "[voting]\nchannels = [\"emoji\"]\n"), w => {
        let ticket = w.votes_on(JOINT).await;
        assert!(!w.vote_note(ticket).await.contains("per Kommentar,"), "a way that is closed is not promised");
        w.person("anna").says(ticket, "/vote ja").await;
        assert!(w.hears(ticket, "Stimme nicht gezählt").contains("Hinweis zur Abstimmung"));
        w.person("anna").says(ticket, "/vote ja").await;
        w.hears_nothing(ticket);
        w.person("anna").reacts(ticket, "thumbsup").await;
        w.person("ben").reacts(ticket, "thumbsup").await;
        w.person("ben").reacts(ticket, "thumbsdown").await;
        w.hears(ticket, "widersprechende Reaktionen");
        assert_eq!(w.counts(ticket).await, "ahausen yes");
    }
}
