// SPDX-License-Identifier: EUPL-1.2
//! What a merge request is told, and why.

use crate::story;
use crate::world::*;
use votum::sandbox::{At, Proposal};

const YES: [(&str, &str); 3] = [("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")];

story! {
    /// Which tickets a merge request names, by lines and by closing keywords; all of them must be clear.
    naming_tickets, w => {
        let clear = w.decides(JOINT, &YES).await;
        let open = w.tables(JOINT).await;
        for (text, expected) in [
            ("Ohne.".to_string(), "waiting: no-ticket, review-missing"),
            ("Vorgang: #99".to_string(), "waiting: ticket-unknown, review-missing"),
            ("Vorgang: fremd/projekt#1".to_string(), "waiting: ticket-unknown, review-missing"),
            (format!("Vorgang: #{open}"), "waiting: vote-open, review-missing"),
            (format!("Vorgang: #{clear}"), "waiting: review-missing"),
            (format!("Ticket: {TICKETS}#{clear}, {TICKETS}#{open}"), "waiting: vote-open, review-missing"),
            (format!("Closes {TICKETS}#{clear}"), "waiting: review-missing"),
            (format!("`Vorgang: #{clear}`"), "waiting: no-ticket, review-missing"),
            (format!("Vorgang: #{clear}\n\nVorgang: #99"), "waiting: ticket-unknown, review-missing"),
        ] {
            let request = w.person("dev").proposes(CORE, "Wanderwege", &text).await;
            assert_eq!(w.gate(CORE, request).await, expected, "{text}");
            assert_eq!(w.light(CORE, request), "pending", "{text}");
        }
        w.without_listening();
    }
}

story! {
    /// The status note of a merge request is one note, edited in place; a later edit of the description is judged.
    one_note_edited_in_place, w => {
        let ticket = w.tables(JOINT).await;
        let request = w.person("guest").proposes(CORE, "Wanderwege", "Bitte sehr.").await;
        let place = At::merge_request(CORE, request);
        let note = w.hears_at(&place, "nennt keinen Vorgang");
        assert!(note.contains("Vielen Dank") && note.contains("English"), "{note}");
        w.person("guest").describes_request(CORE, request, &format!("Vorgang: #{ticket}")).await;
        assert_eq!(w.gate(CORE, request).await, "waiting: vote-open, review-missing");
        w.opens(ticket).await;
        w.say(ticket, &YES).await;
        w.ends(ticket).await;
        w.hears(ticket, "angenommen");
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing");
        let notes = w.notes(&place);
        assert_eq!(notes.len(), 1, "{notes:#?}");
        assert!(notes[0].1.contains("Approval"), "{}", notes[0].1);
    }
}

story! {
    /// A rejected ticket blocks, also beside an accepted one, and whatever is pushed or approved.
    rejected_stays_blocked, w => {
        let clear = w.decides(JOINT, &YES).await;
        let rejected = w.decides(CHANGE, &YES).await;
        let text = format!("Vorgang: #{clear}\nVorgang: #{rejected}");
        let request = w.person("dev").proposes(CORE, "Wanderwege", &text).await;
        w.person("rev").approves(CORE, request).await;
        w.person("dev").pushes(CORE, request).await;
        w.person("rev").approves(CORE, request).await;
        w.person("rita").says_at(&At::merge_request(CORE, request), "/vote merge").await;
        w.days(30).await;
        w.reconciles().await;
        assert!(w.gate(CORE, request).await.starts_with("blocked: rejected"));
        assert_eq!((w.light(CORE, request).as_str(), w.stands(CORE, request)), ("failed", "opened"));
        w.without_listening();
    }
}

story! {
    /// Only what lies whole under the exempt paths needs no ticket – but a review all the same.
    exempt_paths, w => {
        for (paths, expected) in [
            (vec!["docs/a/b.txt"], "waiting: review-missing"),
            (vec!["README.md"], "waiting: review-missing"),
            (vec!["README.md", "src/karte.ts"], "waiting: no-ticket, review-missing"),
            (vec!["src/README.md"], "waiting: no-ticket, review-missing"),
            (vec!["src/karte.ts => docs/karte.ts"], "waiting: no-ticket, review-missing"),
        ] {
            let request = w.person("dev").proposes_in(CORE, "Text", "Nur Text.", &paths).await;
            assert_eq!(w.gate(CORE, request).await, expected, "{paths:?}");
        }
        w.person("rev").approves(CORE, 1).await;
        assert_eq!((w.stands(CORE, 1), w.tags(CORE)), ("merged", vec!["v0.1.0".to_string()]));
        w.without_listening();
    }
}

story! {
    /// An exempt label counts only from operations or release managers; `/vote exempt` holds for one head.
    exempt_by_people, w => {
        let request = w.person("dev").proposes(CORE, "Pflege", "Abhängigkeiten.").await;
        let place = At::merge_request(CORE, request);
        w.hears_at(&place, "nennt keinen Vorgang");
        w.person("dev").labels_request(CORE, request, "prozess::0-pflege").await;
        assert_eq!(w.gate(CORE, request).await, "waiting: no-ticket, review-missing");
        w.person("dev").unlabels_request(CORE, request, "prozess::0-pflege").await;
        w.person("olga").labels_request(CORE, request, "prozess::0-pflege").await;
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing");
        w.person("olga").unlabels_request(CORE, request, "prozess::0-pflege").await;
        assert_eq!(w.gate(CORE, request).await, "waiting: no-ticket, review-missing");
        w.person("dev").says_at(&place, "/vote ausnahme Eilt").await;
        w.hears_at(&place, "operatives Management oder Release-Verantwortung");
        w.person("rita").says_at(&place, "/vote ausnahme").await;
        w.hears_at(&place, "Begründung fehlt");
        w.person("rita").says_at(&place, "/vote ausnahme Eilt").await;
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing");
        w.person("dev").pushes(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "waiting: no-ticket, review-missing");
    }
}

story! {
    /// A review is an approval of the present head by somebody with rights who wrote none of it.
    what_a_review_is, |rules| rules.replace("\"automatic\"", "\"off\""), w => {
        let ticket = w.decides(JOINT, &YES).await;
        let request = w.person("dev").proposes(CORE, "Wanderwege", &format!("Vorgang: #{ticket}")).await;
        w.person("dev").approves(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing", "one's own approval");
        w.person("anna").approves(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing", "a reporter's approval");
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "cleared: accepted");
        w.person("dev").pushes(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing", "an approval before the push");
        w.person("rev").pushes(CORE, request).await;
        w.person("rev").unapproves(CORE, request).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing", "the pusher's approval");
        w.person("rita").approves(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "cleared: accepted");
        w.person("rita").unapproves(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing", "taken back");
        w.without_listening();
    }
}

story! {
    /// A retarget clears what was found; a branch that is not gated is not judged.
    a_retarget_clears_what_was_found, |rules| rules.replace("\"automatic\"", "\"off\"").replace("[gate]\n", "[gate]\nbranches = [\"stabil\"]\n"), w => {
        let ticket = w.decides(JOINT, &YES).await;
        let request = w.person("dev").proposes(CORE, "Wanderwege", &format!("Vorgang: #{ticket}")).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "cleared: accepted");
        w.second();
        w.sandbox.retarget(CORE, request, "dev", "stabil");
        w.settle().await;
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing");
        w.second();
        w.sandbox.push_to_branch(CORE, "spielwiese", "dev", "Anfang");
        let draft = Proposal::new(CORE, "dev", "Versuch").into_branch("spielwiese");
        let other = w.sandbox.open_merge_request(draft);
        w.settle().await;
        assert!(!w.knows(CORE, other).await);
        w.without_listening();
    }
}

story! {
    /// A subgroup's feature belongs into a module, not into the core.
    a_subgroups_feature_is_not_in_core, w => {
        let text = format!("{TEMPLATE}\n### Teilgruppe\n\nStadt Ahausen.\n");
        let ticket = w.person("anna").opens_with("Radwege", &text).await;
        w.person("olga").labels(ticket, SUBGROUP).await;
        w.person("anna").says(ticket, "/vote zusage").await;
        w.opens(ticket).await;
        w.say(ticket, &YES).await;
        w.ends(ticket).await;
        let named = format!("Vorgang: #{ticket}");
        let core = w.person("dev").proposes(CORE, "Radwege", &named).await;
        let module = w.person("dev").proposes(MODULE, "Radwege", &named).await;
        w.person("rev").approves(CORE, core).await;
        w.person("rev").approves(MODULE, module).await;
        assert_eq!(w.gate(CORE, core).await, "waiting: not-in-core");
        assert_eq!((w.stands(CORE, core), w.stands(MODULE, module)), ("opened", "merged"));
        w.without_listening();
    }
}
