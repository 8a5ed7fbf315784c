// SPDX-License-Identifier: EUPL-1.2
//! What a subgroup had accepted becomes everybody's: the request names the decision, whose product has to be ready.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

const ADMISSION: &str = "prozess::2b-kernaufnahme";
const YES: [(&str, &str); 3] = [("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")];

fn admitting(rules: &str) -> String {
    rules.replace("requires     = [\"product-readiness\"]", "admits       = \"subgroup-feature\"")
}

story! {
    /// No vote without a subgroup's ticket, without its being accepted, or without its product being ready; then the
    /// link stands in the vote note and in the register.
    a_request_for_the_core_names_its_decision, |rules: String| admitting(&rules), w => {
        let text = format!("{TEMPLATE}\n### Teilgruppe\n\nStadt Ahausen.\n");
        let subgroup = w.person("anna").opens_with("Radwege", &text).await;
        w.person("olga").labels(subgroup, SUBGROUP).await;
        w.person("anna").says(subgroup, "/vote zusage").await;
        w.opens(subgroup).await;
        let ticket = w.person("anna").opens("Radwege in den Kern").await;
        w.reads(&At::issue(TICKETS, ticket));
        w.person("olga").labels(ticket, ADMISSION).await;
        let places = At::issue(TICKETS, ticket);
        w.reads_up_to(&places, "nennt keinen Vorgang der Teilgruppe");
        assert_eq!(w.state(ticket).await, "incomplete requirement-missing");
        let named = format!("{TEMPLATE}\nVorgang: #{subgroup}\n");
        w.person("anna").describes(ticket, &named).await;
        assert_eq!(w.ticket(ticket).await.missing, ["admission-decision"]);
        w.reads_up_to(&places, "ist nicht angenommen");
        w.say(subgroup, &YES).await;
        w.ends(subgroup).await;
        w.reads(&At::issue(TICKETS, subgroup));
        w.reconciles().await;
        assert_eq!(w.ticket(ticket).await.missing, ["admission-readiness"]);
        w.reads_up_to(&places, "noch nicht abgehakt");
        w.days(2).await;
        w.person("olga").says(subgroup, "/vote done product-readiness").await;
        w.reconciles().await;
        w.reads_up_to(&places, "liegt aus");
        let sheet = w.ticket(ticket).await;
        assert_eq!((sheet.state.as_str(), sheet.admits.as_deref()), ("reading", Some("B-2026-001")));
        assert!(sheet.reading_since.is_some_and(|since| since.starts_with("2026-03-26")), "readiness begins the reading");
        w.opens(ticket).await;
        let note = w.vote_note(ticket).await;
        assert!(note.contains(&format!("Grundlage ist #{subgroup}, angenommen mit [Beschluss B-2026-001]")), "{note}");
        w.say(ticket, &YES).await;
        w.ends(ticket).await;
        w.hears(ticket, "angenommen");
    }
}

story! {
    /// A joint feature is no subgroup's, and naming one admits nothing.
    only_a_subgroups_decision_is_admitted, |rules: String| admitting(&rules), w => {
        let joint = w.decides(JOINT, &YES).await;
        let named = format!("{TEMPLATE}\nVorgang: #{joint}\n");
        let ticket = w.person("anna").opens_with("Wege in den Kern", &named).await;
        w.person("olga").labels(ticket, ADMISSION).await;
        assert_eq!(w.ticket(ticket).await.missing, ["admission-link"]);
        w.without_listening();
    }
}
