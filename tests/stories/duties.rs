// SPDX-License-Identifier: EUPL-1.2
//! Follow-ups after a decision: contracts member by member, the checklist of readiness, and the monthly reminder.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

const YES: [(&str, &str); 3] = [("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")];

/// The contracts of all members, or of the subgroup.
fn contracts(rules: &str) -> String {
    let rules = rules.replace("resubmission = \"never\"", "resubmission = \"never\"\ncontracts = \"all\"");
    let rules = rules.replace("commitments  = true", "commitments  = true\ncontracts = \"subgroup\"");
    rules.replace(r#"["own-development", "product-readiness"]"#, r#"["contracts", "product-readiness"]"#)
}

async fn count(w: &World, ticket: u64, item: &str) -> (usize, usize) {
    let steps = w.ticket(ticket).await.steps;
    steps.iter().find(|step| step.item == item).map(votum::store::sheet::StepSheet::count).expect("it is a step")
}

story! {
    /// Each member signs; a recused one too, a frozen one's contract rests. With the last one the item is done.
    contracts_member_by_member, |rules: String| {
        contracts(&rules) + "\n[[freeze]]\nmember = \"duernau\"\nfrom = 2026-03-20\nuntil = 2026-05-31\nkind = \"haushaltssperre\"\n"
    }, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &YES).await;
        w.person("dora").says(ticket, "/vote befangen Grundstück").await;
        w.hears(ticket, "befangen");
        w.ends(ticket).await;
        let note = w.hears(ticket, "angenommen");
        assert!(note.contains("- [ ] Kooperationsverträge (`contracts`) – 0 von 4; ruht: Stadt Dürnau (bis 31.05.2026)"), "{note}");
        assert_eq!(count(&w, ticket, "contracts").await, (0, 4));
        let sheet = w.ticket(ticket).await;
        let resting: Vec<_> = sheet.steps[0].members.iter().filter(|of| of.rests_until.is_some()).collect();
        assert_eq!(resting.len(), 1);
        w.person("ben").says(ticket, "/vote erledigt contracts bergtal").await;
        w.hears(ticket, "operatives Management");
        for (n, member) in (1..).zip(["Stadt Ahausen", "bergtal", "clusdorf", "Stadt Duernau"]) {
            assert!(!w.ticket(ticket).await.done.contains(&"contracts".to_string()));
            w.person("olga").says(ticket, &format!("/vote erledigt contracts {member}")).await;
            assert_eq!(count(&w, ticket, "contracts").await, (n, 4));
        }
        assert_eq!(w.ticket(ticket).await.done, ["contracts"]);
        assert!(w.vote_note(ticket).await.contains("1 von 2 erledigt"));
        w.person("olga").says(ticket, "/vote unerledigt contracts bergtal").await;
        assert_eq!(count(&w, ticket, "contracts").await, (3, 4));
        w.person("olga").says(ticket, "/vote erledigt contracts").await;
        w.person("olga").says(ticket, "/vote erledigt cost-plan").await;
        assert_eq!(w.state(ticket).await, "done accepted");
    }
}

story! {
    /// A subgroup's contracts are asked of its members alone.
    contracts_of_a_subgroup, |rules: String| contracts(&rules), w => {
        let text = format!("{TEMPLATE}\n### Teilgruppe\n\nStadt Ahausen und Gemeinde Bergtal.\n");
        let ticket = w.person("anna").opens_with("Bäder", &text).await;
        w.person("olga").labels(ticket, SUBGROUP).await;
        w.say(ticket, &[("anna", "/vote zusage"), ("ben", "/vote zusage")]).await;
        w.opens(ticket).await;
        w.say(ticket, &YES).await;
        w.ends(ticket).await;
        w.hears(ticket, "Kooperationsverträge (`contracts`) – 0 von 2");
        w.person("olga").says(ticket, "/vote done contracts clusdorf").await;
        w.hears(ticket, "wird dieser Schritt hier nicht verlangt");
        w.person("olga").says(ticket, "/vote done contracts ahausen\n/vote done contracts bergtal").await;
        assert_eq!(w.ticket(ticket).await.done, ["contracts"]);
    }
}

story! {
    /// Merging waits for the contracts where the rules say so, until the last one is there; a bug has none.
    merging_waits_for_contracts, |rules: String| contracts(&rules).replace("[gate]\n", "[gate]\nrequires = [\"contracts\"]\n"), w => {
        let ticket = w.decides(JOINT, &YES).await;
        let request = w.person("dev").proposes(CORE, "Wege", &format!("Vorgang: #{ticket}")).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "waiting: requirement-missing");
        for member in ["ahausen", "bergtal", "clusdorf"] {
            w.person("olga").says(ticket, &format!("/vote done contracts {member}")).await;
            assert_eq!(w.gate(CORE, request).await, "waiting: requirement-missing");
        }
        w.person("olga").says(ticket, "/vote done contracts duernau").await;
        assert_eq!(w.stands(CORE, request), "merged");
        let bug = w.tables(BUG).await;
        let fix = w.person("dev").proposes(CORE, "Absturz", &format!("Vorgang: #{bug}")).await;
        w.person("rev").approves(CORE, fix).await;
        assert_eq!(w.stands(CORE, fix), "merged");
        w.without_listening();
    }
}

story! {
    /// The checklist is ticked item by item; when all are, readiness is there and the reading begins.
    readiness_item_by_item, |rules: String| format!("{rules}\n[readiness]\nchecklist = [\"tests\", \"documentation\"]\n"), w => {
        let ticket = w.person("anna").opens("Mängel in den Kern").await;
        w.reads(&At::issue(TICKETS, ticket));
        w.person("olga").labels(ticket, "prozess::2b-kernaufnahme").await;
        assert_eq!(w.state(ticket).await, "incomplete requirement-missing");
        let notes = w.notes(&At::issue(TICKETS, ticket));
        let note = notes.last().map(|(_, body)| body.clone()).unwrap_or_default();
        assert!(note.contains("Produktreife (`product-readiness`) – 0 von 2\n- Tests (`tests`)\n- Dokumentation"), "{note}");
        w.reads(&At::issue(TICKETS, ticket));
        w.person("anna").says(ticket, "/vote erledigt documentation").await;
        w.hears(ticket, "operatives Management");
        w.person("olga").says(ticket, "/vote erledigt manual").await;
        w.hears(ticket, "`documentation`");
        w.person("olga").says(ticket, "/vote erledigt documentation").await;
        assert_eq!(count(&w, ticket, "product-readiness").await, (1, 2));
        let notes = w.notes(&At::issue(TICKETS, ticket));
        assert!(notes.iter().any(|(_, body)| body.contains("1 von 2") && !body.contains("Dokumentation")), "{notes:#?}");
        w.person("olga").says(ticket, "/vote done tests").await;
        w.hears(ticket, "liegt aus");
        assert_eq!(w.state(ticket).await, "reading");
        w.person("olga").says(ticket, "/vote undo tests").await;
        assert_eq!(w.state(ticket).await, "incomplete requirement-missing");
        w.person("olga").says(ticket, "/vote done product-readiness").await;
        assert_eq!(w.state(ticket).await, "reading");
        w.without_listening();
    }
}

story! {
    /// Operations are reminded every thirty days of what is open, until all of it is done; never twice for one time.
    open_follow_ups_are_brought_to_mind, |rules: String| contracts(&rules).replace("remind = \"none\"", "remind = \"30 days\""), w => {
        let ticket = w.decides(JOINT, &YES).await;
        w.person("olga").says(ticket, "/vote done contracts ahausen").await;
        w.at("2026-04-22 07:59").await;
        w.hears_nothing(ticket);
        w.at("2026-04-22 08:00").await;
        let note = w.hears(ticket, "Noch offene Schritte");
        assert!(note.contains("– 1 von 4; offen: Gemeinde Bergtal, Gemeinde Clusdorf und Stadt Dürnau"), "{note}");
        assert!(note.contains("@olga") && note.contains("@otto") && note.contains("`cost-plan`"), "{note}");
        w.restart().await;
        w.settle().await;
        w.hears_nothing(ticket);
        w.at_once("2026-09-01 10:00");
        w.restart().await;
        w.settle().await;
        w.hears(ticket, "Noch offene Schritte");
        w.person("olga").says(ticket, "/vote done contracts\n/vote done cost-plan").await;
        assert_eq!(w.state(ticket).await, "done accepted");
        w.days(60).await;
        w.hears_nothing(ticket);
    }
}
