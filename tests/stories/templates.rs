// SPDX-License-Identifier: EUPL-1.2
//! The decision template: what is missing, when the reading begins and when it begins anew.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

story! {
    /// Every missing heading and the contact line are named in one note, which is edited until nothing is missing.
    what_is_missing_is_named, w => {
        let ticket = w.person("anna").opens_with("Wanderwege", "Bitte bauen.").await;
        w.hears(ticket, "noch nicht eindeutig eingeordnet");
        w.person("olga").labels(ticket, JOINT).await;
        let first = w.hears(ticket, "Beschlussvorschlag");
        assert!(first.contains("Begründung") && first.contains("Ansprechperson"), "{first}");
        assert_eq!(w.state(ticket).await, "incomplete template-incomplete");
        w.person("anna").describes(ticket, "### Beschlussvorschlag\n\nJa.\n\n```\n### Begründung\n```\n").await;
        w.hears_nothing(ticket);
        let (_, edited) = w.notes(&At::issue(TICKETS, ticket)).remove(1);
        assert!(!edited.contains("Beschlussvorschlag") && edited.contains("Begründung"), "{edited}");
        w.person("anna").describes(ticket, TEMPLATE).await;
        w.hears(ticket, "liegt aus");
        assert_eq!(w.state(ticket).await, "reading");
        w.person("anna").describes(ticket, "Doch nicht.").await;
        assert_eq!(w.state(ticket).await, "incomplete template-incomplete");
        w.days(10).await;
        assert_eq!(w.state(ticket).await, "incomplete template-incomplete");
    }
}

story! {
    /// A change of substance starts the reading anew; white space and ticked boxes do not.
    substance_starts_the_reading_anew, w => {
        let boxes = format!("{TEMPLATE}\n- [ ] geprüft\n");
        let ticket = w.person("anna").opens_with("Wanderwege", &boxes).await;
        w.person("olga").labels(ticket, JOINT).await;
        w.days(2).await;
        w.person("anna").describes(ticket, &boxes.replace("[ ]", "[x]").replace("\n\n", "\n\n\n")).await;
        let opens = |sheet: votum::store::sheet::TicketSheet| sheet.opens_at.expect("it is known");
        assert_eq!(opens(w.ticket(ticket).await), "2026-03-09T08:00:00+01:00");
        w.person("anna").describes(ticket, &boxes.replace("bauen das", "bauen das zweimal")).await;
        assert_eq!(opens(w.ticket(ticket).await), "2026-03-10T08:00:00+01:00");
        w.person("olga").says(ticket, "/vote redaktionell Tippfehler").await;
        assert_eq!(opens(w.ticket(ticket).await), "2026-03-09T08:00:00+01:00");
        let notes = w.notes(&At::issue(TICKETS, ticket));
        assert_eq!(notes.len(), 2, "{notes:#?}");
        assert!(notes[1].1.contains("09.03.2026, 08:00"), "{}", notes[1].1);
        w.without_listening();
    }
}

story! {
    /// A text changed while the vote runs is reported; the vote goes on about the text at its opening.
    a_text_changed_during_the_vote_is_reported, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        let digest = w.ticket(ticket).await.text_digest;
        w.person("anna").describes(ticket, &TEMPLATE.replace("das", "nichts")).await;
        w.hears(ticket, "während der Abstimmung geändert");
        assert!(w.vote_note(ticket).await.contains("nach der Eröffnung geändert"));
        assert_eq!(w.ticket(ticket).await.text_digest, digest);
        w.person("olga").says(ticket, "/vote redaktionell Tippfehler").await;
        assert!(!w.vote_note(ticket).await.contains("nach der Eröffnung geändert"));
        w.ends(ticket).await;
        w.hears(ticket, "angenommen");
    }
}

story! {
    /// A subgroup's ticket waits for each member's share, and the reading counts from the last one.
    every_subgroup_member_commits, w => {
        let text = format!("{TEMPLATE}\n### Teilgruppe\n\nStadt Ahausen und Gemeinde Bergtal. Später Stadt Dürnau.\n");
        let ticket = w.person("anna").opens_with("Radwege", &text).await;
        w.hears(ticket, "noch nicht eindeutig eingeordnet");
        w.person("olga").labels(ticket, SUBGROUP).await;
        let note = w.hears(ticket, "Finanzierungszusage");
        assert!(note.contains("Stadt Ahausen") && note.contains("Gemeinde Bergtal") && !note.contains("Dürnau"), "{note}");
        assert_eq!(w.state(ticket).await, "incomplete commitment-missing");
        w.person("anja").says(ticket, "/vote zusage 5.000 €").await;
        w.person("dora").says(ticket, "/vote zusage 5.000 €").await;
        w.hears(ticket, "Teilgruppe");
        w.days(2).await;
        w.person("ben").says(ticket, "/vote commit").await;
        w.hears(ticket, "10.03.2026");
        assert_eq!(w.state(ticket).await, "reading");
    }
}

story! {
    /// What a process requires is ticked by operations before the vote opens.
    what_is_required_is_ticked_by_operations, w => {
        let ticket = w.person("anna").opens("Radwege in den Kern").await;
        w.hears(ticket, "noch nicht eindeutig eingeordnet");
        w.person("olga").labels(ticket, "prozess::2b-kernaufnahme").await;
        w.hears(ticket, "Produktreife");
        assert_eq!(w.state(ticket).await, "incomplete requirement-missing");
        w.person("anna").says(ticket, "/vote erledigt product-readiness").await;
        w.hears(ticket, "operatives Management");
        w.person("olga").says(ticket, "/vote erledigt product-readiness").await;
        w.hears(ticket, "liegt aus");
        w.person("olga").says(ticket, "/vote unerledigt product-readiness").await;
        assert_eq!(w.state(ticket).await, "incomplete requirement-missing");
    }
}

story! {
    /// Whom the template names for questions stands in the vote note, as words that call nobody and do nothing.
    who_answers_questions_is_named, w => {
        let words = TEMPLATE.replace("**Ansprechperson:** @anna", "**Ansprechperson für Rückfragen:** @anna und <b>Amt 12</b>");
        let ticket = w.person("anna").opens_with("Wege", &words).await;
        w.reads(&At::issue(TICKETS, ticket));
        w.person("olga").labels(ticket, JOINT).await;
        w.opens(ticket).await;
        let note = w.vote_note(ticket).await;
        let line = note.lines().find(|line| line.contains("Rückfragen zur Vorlage")).unwrap_or_else(|| panic!("{note}"));
        assert!(line.ends_with("beantwortet:** `@anna und Amt 12`"), "in code a name calls nobody: {line}");
    }
}
