// SPDX-License-Identifier: EUPL-1.2
//! Ends without a result: closed, withdrawn, void, deferred, gone – and who may bring them about.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

fn is_open(w: &World, ticket: u64) -> bool {
    w.sandbox.issue(TICKETS, ticket).expect("the ticket stands").open
}

story! {
    /// The applicant closes it: withdrawn. Opened again, it starts anew.
    closed_by_its_applicant, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("ben").says(ticket, "/vote ja").await;
        w.person("anja").closes(ticket).await;
        w.hears(ticket, "Zurückgezogen");
        assert_eq!(w.state(ticket).await, "withdrawn closed");
        w.days(3).await;
        w.person("cem").says(ticket, "/vote ja").await;
        w.hears(ticket, "bereits beendet");
        assert_eq!(w.state(ticket).await, "withdrawn closed");
        w.person("anna").reopens(ticket).await;
        w.hears(ticket, "liegt aus");
        assert_eq!(w.state(ticket).await, "reading");
        w.opens(ticket).await;
        assert_eq!(w.counts(ticket).await, "");
    }
}

story! {
    /// Somebody else closes it: it is opened again with a word, and nothing is lost.
    closed_by_somebody_else, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        w.person("dora").closes(ticket).await;
        w.hears(ticket, "wieder geöffnet");
        assert!(is_open(&w, ticket));
        w.person("dora").closes(ticket).await;
        w.hears_nothing(ticket);
        assert!(is_open(&w, ticket));
        w.ends(ticket).await;
        w.hears(ticket, "angenommen");
    }
}

story! {
    /// Operations may close it while the template lies open.
    closed_by_operations, w => {
        let ticket = w.tables(JOINT).await;
        w.person("otto").closes(ticket).await;
        w.hears(ticket, "Zurückgezogen");
        w.days(30).await;
        assert_eq!(w.state(ticket).await, "withdrawn closed");
    }
}

story! {
    /// `/vote zurückziehen` is for the applicant's member, void and defer are for operations, each with a word.
    who_may_end_it, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("ben").says(ticket, "/vote zurückziehen Zu teuer").await;
        w.hears(ticket, "antragstellende Person");
        w.person("ben").says(ticket, "/vote ungültig Formfehler").await;
        w.hears(ticket, "operatives Management");
        w.person("ben").says(ticket, "/vote zurückstellen Ferien").await;
        w.hears(ticket, "operatives Management");
        w.person("anja").says(ticket, "/vote zurückziehen Zu teuer").await;
        w.hears(ticket, "Zu teuer");
        assert_eq!(w.state(ticket).await, "withdrawn withdrawn");
        w.person("olga").says(ticket, "/vote ungültig Formfehler").await;
        w.hears(ticket, "nicht ausgeführt");
    }
}

story! {
    /// Operations declare a vote void, or put it off; each needs a reason.
    void_and_deferred, w => {
        let first = w.votes_on(JOINT).await;
        let second = w.tables(CHANGE).await;
        w.person("olga").says(first, "/vote ungültig").await;
        w.hears(first, "Begründung fehlt");
        w.person("olga").says(first, "/vote ungültig Formfehler").await;
        w.hears(first, "Formfehler");
        assert_eq!(w.state(first).await, "void by-operations");
        w.person("otto").says(second, "/vote zurückstellen Haushalt offen").await;
        w.hears(second, "Haushalt offen");
        assert_eq!(w.state(second).await, "deferred by-operations");
        w.days(40).await;
        assert_eq!(w.state(second).await, "deferred by-operations");
    }
}

story! {
    /// After a result only operations act: void leaves the number standing.
    /// Seen elsewhere: cncf/gitvote: cancelling deleted the row, and nothing was left to audit.
    a_decision_declared_void_keeps_its_number, w => {
        let ticket = w.decides(JOINT, &[("anna", "/vote ja")]).await;
        assert_eq!(w.state(ticket).await, "rejected rejected");
        w.person("anna").says(ticket, "/vote zurückziehen Schade").await;
        w.hears(ticket, "nicht ausgeführt");
        w.person("olga").says(ticket, "/vote ungültig Formfehler").await;
        w.hears(ticket, "Formfehler");
        let sheet = w.ticket(ticket).await;
        assert_eq!((sheet.state.as_str(), sheet.decision.as_deref()), ("void", Some("B-2026-001")));
        assert_eq!(sheet.resubmission, "barred");
    }
}

story! {
    /// A deleted ticket is void; so is a moved one.
    /// Seen elsewhere: cncf/gitvote: absence read as success.
    deleted_and_moved, w => {
        let first = w.votes_on(JOINT).await;
        let second = w.tables(CHANGE).await;
        w.sandbox.delete_issue(TICKETS, first);
        w.second();
        w.sandbox.move_issue(TICKETS, second, "olga", MODULE);
        w.settle().await;
        assert_eq!(w.state(second).await, "void gone");
        w.reconciles().await;
        assert_eq!(w.state(first).await, "void gone");
        w.days(30).await;
        assert_eq!(w.state(first).await, "void gone");
        w.without_listening();
    }
}

story! {
    /// A rejected joint ticket is closed and stays closed; its resubmission is refused with the number.
    rejected_for_good, w => {
        let ticket = w.decides(JOINT, &[("anna", "/vote ja")]).await;
        assert!(!is_open(&w, ticket));
        w.person("anna").reopens(ticket).await;
        w.hears(ticket, "wieder geschlossen");
        assert!(!is_open(&w, ticket));
        w.person("anna").reopens(ticket).await;
        w.hears_nothing(ticket);
        assert!(!is_open(&w, ticket));
        let text = format!("{TEMPLATE}\nWiedervorlage von: #{ticket}\n");
        let again = w.person("anna").opens_with("Wanderwege, bitte", &text).await;
        w.hears(again, "noch nicht eindeutig eingeordnet");
        w.person("olga").labels(again, JOINT).await;
        w.hears(again, "B-2026-001");
        assert_eq!(w.state(again).await, "refused resubmission");
        assert!(!is_open(&w, again));
        let group = format!("{text}\n### Teilgruppe\n\nStadt Ahausen.\n");
        let smaller = w.person("anna").opens_with("Wanderwege in Ahausen", &group).await;
        w.hears(smaller, "noch nicht eindeutig eingeordnet");
        w.person("olga").labels(smaller, SUBGROUP).await;
        w.hears(smaller, "Finanzierungszusage");
    }
}

story! {
    /// A change that was rejected stays open and may come again.
    a_rejected_change_may_return, w => {
        let ticket = w.decides(CHANGE, &[("anna", "/vote ja")]).await;
        assert!(is_open(&w, ticket));
        assert_eq!(w.ticket(ticket).await.resubmission, "allowed");
        w.person("anna").closes(ticket).await;
        w.person("anna").reopens(ticket).await;
        assert_eq!(w.state(ticket).await, "rejected rejected");
        w.reads(&At::issue(TICKETS, ticket));
    }
}

story! {
    /// What happens after the deadline comes after the result, however late votum comes to state it.
    the_result_comes_before_what_follows_the_deadline, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote nein"), ("cem", "/vote nein")]).await;
        w.at_once("2026-03-24 00:10");
        w.sandbox.close(TICKETS, ticket, "anna");
        w.sandbox.label(TICKETS, ticket, "olga", &[CHANGE], &[JOINT]);
        w.second();
        w.sandbox.comment(&At::issue(TICKETS, ticket), "olga", "/vote einordnen change Es ist ein Umbau");
        w.at("2026-03-24 06:00").await;
        let sheet = w.ticket(ticket).await;
        assert_eq!((sheet.state.as_str(), sheet.resubmission.as_str()), ("rejected", "barred"));
        assert_eq!(sheet.process.as_deref(), Some("joint-feature"));
        let issue = w.sandbox.issue(TICKETS, ticket).expect("it stands");
        assert!(!issue.open && issue.labels.contains(&JOINT.to_string()), "{issue:?}");
        w.without_listening();
    }
}

story! {
    /// What operations put off stays put off until they say so, whatever time, readings and restarts bring.
    put_off_until_operations_say_so, w => {
        let ticket = w.tables(JOINT).await;
        w.person("olga").says(ticket, "/vote zurückstellen Haushalt offen").await;
        assert!(w.hears(ticket, "Zurückgestellt").contains("`/vote eröffnen`"));
        w.days(20).await;
        w.restart().await;
        w.reconciles().await;
        w.person("anna").says(ticket, "/vote open").await;
        w.hears(ticket, "operatives Management");
        w.person("anna").closes(ticket).await;
        w.person("anna").reopens(ticket).await;
        assert_eq!(w.state(ticket).await, "deferred by-operations");
        w.person("olga").says(ticket, "/vote open").await;
        assert_eq!(w.state(ticket).await, "voting vote-open", "it has lain open long enough");
        w.hears(ticket, "Abstimmung eröffnet");
        w.person("olga").says(ticket, "/vote defer Haushalt doch offen").await;
        w.hears(ticket, "Zurückgestellt");
        // The word that takes it up again is found though its webhook was lost.
        w.second();
        w.sandbox.comment(&votum::sandbox::At::issue(TICKETS, ticket), "otto", "/vote open");
        w.loses_hooks();
        w.reconciles().await;
        assert_eq!(w.state(ticket).await, "voting vote-open");
        w.without_listening();
    }
}
