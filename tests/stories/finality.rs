// SPDX-License-Identifier: EUPL-1.2
//! A rejection that is final: no way round it, no word against what merely resembles it, and what is no rejection.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

fn english(rules: &str) -> String {
    rules.replace("language    = \"de\"", "language    = \"en\"")
}

fn again(ticket: u64) -> String {
    format!("{TEMPLATE}\nWiedervorlage von: #{ticket}\n")
}

async fn refused_with_the_number(mut w: World, reopened: &str, relabelled: &str, refused: &str) -> World {
    let ticket = w.decides(JOINT, &[("anna", "/vote ja")]).await;
    w.person("anna").reopens(ticket).await;
    assert!(w.hears(ticket, reopened).contains("B-2026-001"));
    w.person("olga").labels(ticket, CHANGE).await;
    assert!(w.hears(ticket, relabelled).contains("B-2026-001"));
    w.person("olga").says(ticket, "/vote classify change Kleinigkeit").await;
    assert!(w.hears(ticket, "B-2026-001").contains("classify") || w.notes(&At::issue(TICKETS, ticket)).len() > 3);
    assert_eq!(w.state(ticket).await, "rejected rejected");
    let second = w.person("anna").opens_with("Ganz anderes", &again(ticket)).await;
    w.reads(&At::issue(TICKETS, second));
    w.person("olga").labels(second, JOINT).await;
    assert!(w.hears(second, refused).contains("B-2026-001"));
    w.person("anna").reopens(second).await;
    assert!(w.hears(second, reopened).contains("B-2026-001"));
    let third = w.person("anna").opens_with("Noch etwas anderes", &again(second)).await;
    w.reads(&At::issue(TICKETS, third));
    w.person("olga").labels(third, JOINT).await;
    assert!(w.hears(third, refused).contains("B-2026-001"), "the first decision is named, however long the chain");
    assert_eq!(w.state(third).await, "refused resubmission");
    w
}

story! {
    /// Opened again, relabelled, marked as a resubmission: refused each time with the first decision's number.
    final_in_german, w => {
        w = refused_with_the_number(w, "wieder geschlossen", "zurückgesetzt", "Wiedervorlage").await;
    }
}

story! {
    /// The same in English.
    final_in_english, |rules: String| english(&rules), w => {
        w = refused_with_the_number(w, "closed again", "put back", "resubmission").await;
    }
}

story! {
    /// What merely mentions or resembles a rejected request goes its way, with one hint for operations.
    alike_is_not_the_same, w => {
        let ticket = w.decides(JOINT, &[("anna", "/vote ja")]).await;
        let like = w.person("anna").opens("Anzeigen: Wanderwege").await;
        let place = At::issue(TICKETS, like);
        w.reads_up_to(&place, "Ähnlich ist der Titel von #1; abgelehnt mit [Beschluss B-2026-001]");
        w.person("olga").labels(like, JOINT).await;
        w.hears(like, "liegt aus");
        let mention = w.person("ben").opens_with("Brücken", &format!("{TEMPLATE}\nAnders als #{ticket}.\n")).await;
        let place = At::issue(TICKETS, mention);
        w.reads_up_to(&place, "Genannt wird #1; abgelehnt mit [Beschluss B-2026-001]");
        w.person("ben").describes(mention, &format!("{TEMPLATE}\nGanz anders als #{ticket}.\n")).await;
        w.person("olga").labels(mention, CHANGE).await;
        w.hears(mention, "liegt aus");
        let bug = w.person("ben").opens_with("Absturz", &format!("{TEMPLATE}\nFiel bei #{ticket} auf.\n")).await;
        w.reads(&At::issue(TICKETS, bug));
        w.person("olga").labels(bug, BUG).await;
        w.hears(bug, "Keine Abstimmung erforderlich");
        let other = w.person("ben").opens("Wanderwege drucken").await;
        w.hears(other, "noch nicht eindeutig eingeordnet");
        w.hears_nothing(other);
    }
}

story! {
    /// A request of the same process that names a rejected one is refused with the decision's number. Operations can
    /// classify it anew once its description no longer does.
    naming_it_in_the_same_process, w => {
        let ticket = w.decides(JOINT, &[("anna", "/vote ja")]).await;
        let again = w.person("ben").opens_with("Brücken", &format!("{TEMPLATE}\nWie in #{ticket} vorgeschlagen.\n")).await;
        w.reads(&At::issue(TICKETS, again));
        w.person("olga").labels(again, JOINT).await;
        let note = w.hears(again, "Die Beschreibung nennt #1");
        assert!(note.contains("B-2026-001") && note.contains("im selben Prozess"), "{note}");
        assert_eq!(w.state(again).await, "refused resubmission");
        assert!(!w.sandbox.issue(TICKETS, again).expect("it stands").open);
        w.person("ben").describes(again, TEMPLATE).await;
        assert_eq!(w.state(again).await, "refused resubmission");
        w.person("olga").says(again, "/vote classify change Anderer Gegenstand").await;
        w.person("ben").reopens(again).await;
        w.hears(again, "liegt aus");
    }
}

story! {
    /// Withdrawn, void, put off, without a quorum, never opened: none of it is a rejection, and each may come again.
    what_is_no_rejection, |rules: String| rules.replace("[voting]\n", "[voting]\nbase = \"cast\"\n"), w => {
        let ends: [&[(&str, &str)]; 5] = [
            &[("anna", "/vote zurückziehen Zu teuer")],
            &[("olga", "/vote ungültig Formfehler")],
            &[("olga", "/vote zurückstellen Haushalt")],
            &[("ben", "/vote nein")],
            &[],
        ];
        let states = ["withdrawn", "void", "deferred", "inquorate", "incomplete"];
        for (acts, state) in ends.iter().zip(states) {
            let ticket = if state == "incomplete" {
                w.person("anna").opens_with("Nie eröffnet", "Ohne Vorlage.").await
            } else {
                w.votes_on(JOINT).await
            };
            w.say(ticket, acts).await;
            if state == "inquorate" {
                w.ends(ticket).await;
            }
            let sheet = w.ticket(ticket).await;
            assert_eq!((sheet.state.as_str(), sheet.resubmission.as_str()), (state, "allowed"));
            let second = w.person("anna").opens_with("Wanderwege, noch einmal", &again(ticket)).await;
            w.person("olga").labels(second, JOINT).await;
            assert_eq!(w.state(second).await, "reading", "after {state}");
            for place in [ticket, second] {
                w.reads(&At::issue(TICKETS, place));
            }
        }
        w.without_listening();
    }
}

story! {
    /// Two requests that name each other are decided beside each other: the rejection of one bars nothing that was
    /// written before it, and what is written after it is refused.
    named_before_it_was_rejected, w => {
        let first = w.tables(JOINT).await;
        let beside = w.person("ben").opens_with("Daneben", &TEMPLATE.replace("Es fehlt.", &format!("Siehe auch #{first}."))).await;
        w.person("olga").labels(beside, JOINT).await;
        w.opens(first).await;
        w.say(first, &[("anna", "/vote nein"), ("ben", "/vote nein"), ("cem", "/vote nein")]).await;
        w.ends(first).await;
        assert_eq!(w.state(first).await, "rejected rejected");
        w.reconciles().await;
        assert!(!w.state(beside).await.starts_with("refused"), "{}", w.state(beside).await);
        let after = w.person("ben").opens_with("Danach", &TEMPLATE.replace("Es fehlt.", &format!("Siehe auch #{first}."))).await;
        w.person("olga").labels(after, JOINT).await;
        assert!(w.state(after).await.starts_with("refused"), "{}", w.state(after).await);
        w.without_listening();
    }
}

story! {
    /// Nor does classifying it anew lead round a rejection, however soon the vote would open.
    reclassified_into_the_process_of_a_rejected_one, |rules: String| rules.replace("reading = \"5 days\"", "reading = \"0 s\""), w => {
        let rejected = w.decides(JOINT, &[("anna", "/vote nein")]).await;
        let again = w.person("ben").opens_with("Wege", &TEMPLATE.replace("Es fehlt.", &format!("Wie in #{rejected}."))).await;
        w.person("olga").labels(again, CHANGE).await;
        assert_eq!(w.state(again).await, "voting vote-open", "a change is another process");
        w.person("olga").says(again, "/vote classify joint-feature Doch gemeinschaftlich").await;
        assert_eq!(w.state(again).await, "refused resubmission");
        let third = w.person("ben").opens_with("Pfade", &TEMPLATE.replace("Es fehlt.", &format!("Wie in #{rejected}."))).await;
        w.person("olga").labels(third, BUG).await;
        assert_eq!(w.state(third).await, "cleared no-vote-needed");
        w.second();
        w.sandbox.label(TICKETS, third, "olga", &[JOINT], &[BUG]);
        w.settle().await;
        assert_eq!(w.state(third).await, "refused resubmission");
        w.without_listening();
    }
}
