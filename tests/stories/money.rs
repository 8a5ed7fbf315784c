// SPDX-License-Identifier: EUPL-1.2
//! Money: what is over the cap, what the pot holds, who is frozen, what was paid, and when a light turns.

use crate::story;
use crate::world::*;
use votum::sandbox::At;
use votum::store::sheet::{BudgetSheet, CostSheet};

/// The stories' rules with a budget.
fn funded(rules: &str) -> String {
    let rules = rules.replace("resubmission = \"never\"\n", "resubmission = \"never\"\nbudget = \"joint\"\n");
    let rules = rules.replace("objections         = 1\n", "objections         = 1\nbudget = \"maintenance\"\n");
    rules
        + "\n[budget.2026]\njoint = 100000\nmaintenance = 3000\ncap_per_request = 40000\nspend_by = 2026-04-10\n"
        + "\n[[freeze]]\nmember = \"bergtal\"\nfrom = 2026-03-01\nuntil = 2026-03-31\nkind = \"haushaltssperre\"\n"
}

/// A complete template that costs so much.
fn costs(amount: &str) -> String {
    format!(
        "{TEMPLATE}\n| Position | Betrag |\n|---|---:|\n| Einmalige Kosten | {amount} |\n| Wartung je Jahr | -200 € |\n"
    )
}

/// The year's money as the register shows it.
async fn budget(w: &World) -> BudgetSheet {
    w.store.budget(&w.laws(), 2026).await.expect("the store stands").expect("there is a budget")
}

/// Who drew what from the joint pot, with what effect and what was left.
async fn run(w: &World) -> Vec<String> {
    let draws = budget(w).await.joint.run;
    draws.into_iter().map(|d| format!("#{} {} {} {}", d.iid, d.amount, d.effect, d.left.unwrap_or(-1))).collect()
}

/// Anna's ticket that costs so much, under a label, read.
async fn tables(w: &mut World, amount: &str, label: &str) -> u64 {
    let ticket = w.person("anna").opens_with("Wanderwege", &costs(amount)).await;
    w.person("olga").labels(ticket, label).await;
    w.reads(&At::issue(TICKETS, ticket));
    ticket
}

story! {
    /// Two requests want more than the pot holds: the second is accepted under the reservation of funding.
    the_second_finds_the_pot_too_small, |rules: String| funded(&rules), w => {
        let first = tables(&mut w, "40.000 €", JOINT).await;
        let second = tables(&mut w, "€38,000", JOINT).await;
        let third = tables(&mut w, "35.000,00 €", JOINT).await;
        w.opens(first).await;
        for ticket in [second, third] {
            w.reads(&At::issue(TICKETS, ticket));
        }
        assert!(!w.vote_note(first).await.contains("Hinweis zum Budget"));
        assert!(w.vote_note(third).await.contains("fehlen 13.000 €"), "{}", w.vote_note(third).await);
        assert!(w.vote_note(first).await.contains("einmalig 40.000 €, Wartung je Jahr -200 €"));
        assert!(w.vote_note(first).await.contains("Gemeinde Bergtal gilt bis 31.03.2026: Haushaltssperre"));
        assert_eq!(budget(&w).await.joint.planned, 113_000);
        for ticket in [first, second, third] {
            w.say(ticket, &[("anna", "/vote ja"), ("cem", "/vote ja"), ("dora", "/vote ja")]).await;
        }
        w.ends(first).await;
        assert_eq!(run(&w).await, ["#1 40000 committed 60000", "#2 38000 committed 22000", "#3 35000 unfunded 22000"]);
        let result = w.hears(first, "40.000 € gebunden. Rest: 60.000 €.");
        assert!(result.contains("Gemeinde Bergtal"), "{result}");
        w.hears(third, "fehlen 13.000 €; gebunden ist nichts. Rest: 22.000 €.");
        let sheet = w.ticket(third).await;
        assert_eq!(sheet.reservations, ["unfunded:13000", "budget-freeze:bergtal"]);
        assert_eq!((sheet.state.as_str(), sheet.joint_budget_left), ("accepted", Some(22_000)));
        assert_eq!(w.ticket(first).await.joint_budget_left, Some(60_000));
        let plan = CostSheet { one_off: Some(40_000), upkeep: Some(-200), community: None };
        assert_eq!(w.ticket(first).await.costs, Some(plan), "for the cost plan of the year");
        let sheet = budget(&w).await.joint;
        assert_eq!((sheet.planned, sheet.committed, sheet.left, sheet.light.as_str()), (0, 78_000, Some(22_000), "green"));
        w.hears(second, "Rest: 22.000 €");
    }
}

story! {
    /// A decision that is void afterwards gives its money back, for those that come later.
    what_is_void_gives_its_money_back, |rules: String| funded(&rules), w => {
        let first = tables(&mut w, "40.000 €", JOINT).await;
        let second = tables(&mut w, "40.000 €", JOINT).await;
        let third = tables(&mut w, "30.000 €", JOINT).await;
        w.opens(first).await;
        for ticket in [first, second, third] {
            w.say(ticket, &[("anna", "/vote ja"), ("cem", "/vote ja"), ("dora", "/vote ja")]).await;
        }
        w.ends(first).await;
        assert_eq!(w.ticket(third).await.reservations[0], "unfunded:10000");
        w.person("olga").says(first, "/vote void Formfehler").await;
        assert_eq!(run(&w).await, ["#2 40000 committed 20000", "#3 30000 unfunded 20000"]);
        let fourth = tables(&mut w, "40.000 €", JOINT).await;
        w.opens(fourth).await;
        w.say(fourth, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("dora", "/vote ja")]).await;
        w.ends(fourth).await;
        assert_eq!(w.state(fourth).await, "accepted accepted");
        assert_eq!(w.ticket(fourth).await.reservations, ["after-spend-by:2026-04-10"]);
        w.hears(fourth, "waren bis 10.04.2026 auszugeben");
        w.without_listening();
    }
}

story! {
    /// What costs more than one request may is put off; a cheaper text starts anew, and operations may make an exception.
    over_the_cap, |rules: String| funded(&rules), w => {
        let ticket = w.person("anna").opens_with("Wanderwege", &costs("65.000 €")).await;
        w.hears(ticket, "noch nicht eindeutig eingeordnet");
        w.person("olga").labels(ticket, JOINT).await;
        w.hears(ticket, "Die Kosten (65.000 €) liegen über dem Höchstbetrag je Vorhaben (40.000 €)");
        assert_eq!(w.state(ticket).await, "deferred over-cap");
        assert_eq!(w.ticket(ticket).await.resubmission, "allowed");
        w.person("anna").describes(ticket, &costs("50.000 €")).await;
        w.hears(ticket, "Die Kosten (50.000 €)");
        w.person("anna").describes(ticket, &costs("40.000 €")).await;
        w.hears(ticket, "liegt aus");
        assert_eq!(w.state(ticket).await, "reading");

        let dear = tables(&mut w, "65.000 €", JOINT).await;
        w.person("olga").says(dear, "/vote open").await;
        w.hears(dear, "");
        w.person("anna").says(dear, "/vote open urgent Fördermittel").await;
        w.hears(dear, "operatives Management");
        w.person("olga").says(dear, "/vote open urgent Fördermittel decken den Rest").await;
        let note = w.hears(dear, "Abstimmung eröffnet");
        assert!(note.contains("liegen über dem Höchstbetrag") && note.contains("Fördermittel decken den Rest"), "{note}");
        w.person("anna").says(dear, "/vote ja").await;
        assert_eq!(w.counts(dear).await, "ahausen yes");
        assert_eq!(w.state(dear).await, "voting vote-open");
    }
}

story! {
    /// An amount that is there and cannot be read keeps the template incomplete, by name.
    an_amount_that_cannot_be_read, |rules: String| funded(&rules), w => {
        let ticket = w.person("anna").opens_with("Wanderwege", &costs("ca. 9.000 €")).await;
        w.hears(ticket, "noch nicht eindeutig eingeordnet");
        w.person("olga").labels(ticket, JOINT).await;
        w.hears(ticket, "Einmalige Kosten");
        assert_eq!(w.ticket(ticket).await.missing, ["Einmalige Kosten"]);
        w.person("anna").describes(ticket, &costs("9.000,50 €")).await;
        w.hears_nothing(ticket);
        w.person("anna").describes(ticket, &costs("9.000 €")).await;
        w.hears(ticket, "liegt aus");
    }
}

story! {
    /// Repairs draw on upkeep and are never stopped; an objection takes the draw back, its settlement gives it again.
    repairs_turn_the_light_and_stop_nothing, |rules: String| funded(&rules), w => {
        let first = tables(&mut w, "2.000 €", BUG).await;
        let second = w.person("anna").opens_with("Uhr geht vor", &costs("1.000 €")).await;
        w.hears(second, "noch nicht eindeutig eingeordnet");
        w.person("olga").labels(second, BUG).await;
        w.hears(second, "Keine Abstimmung erforderlich");
        w.hears(second, "Ampel Wartung und Sicherheit: rot ■** (vorher grün ●)");
        assert_eq!(w.state(second).await, "cleared no-vote-needed");
        let pot = budget(&w).await.maintenance;
        assert_eq!((pot.committed, pot.light.as_str(), pot.left), (3_000, "red", Some(0)));
        w.person("ben").says(first, "/vote einspruch Das ist neu").await;
        assert_eq!(budget(&w).await.maintenance.committed, 1_000);
        w.person("olga").says(first, "/vote classify bug Es ist alt").await;
        let pot = budget(&w).await.maintenance;
        assert_eq!(pot.run.iter().map(|draw| draw.iid).collect::<Vec<_>>(), [2, 1]);
        assert_eq!((pot.committed, pot.run[1].light.as_str()), (3_000, "red"));
        w.without_listening();
    }
}

story! {
    /// Operations enter what was paid, also after everything else is done; nobody else does, and nobody in words.
    payments_are_entered, |rules: String| funded(&rules), w => {
        let ticket = tables(&mut w, "12.000 €", JOINT).await;
        w.opens(ticket).await;
        w.person("olga").says(ticket, "/vote spent 500").await;
        w.hears(ticket, "ausgegeben");
        w.say(ticket, &[("anna", "/vote ja"), ("cem", "/vote ja"), ("dora", "/vote ja")]).await;
        w.ends(ticket).await;
        w.reads(&At::issue(TICKETS, ticket));
        w.person("anna").says(ticket, "/vote ausgegeben 500").await;
        w.hears(ticket, "operatives Management");
        w.person("olga").says(ticket, "/vote ausgegeben viel").await;
        w.hears(ticket, "");
        w.say(ticket, &[("olga", "/vote ausgegeben 5.000 €"), ("otto", "/vote spent €1,500.00"), ("olga", "/vote spent -500")]).await;
        let pot = budget(&w).await.joint;
        assert_eq!((pot.spent, pot.run[0].spent, pot.left), (6_000, 6_000, Some(88_000)));
        let notes = w.notes(&At::issue(TICKETS, ticket));
        assert!(notes.iter().any(|(_, body)| body.contains("Ausgegeben: 6.000 €.")), "{notes:?}");
    }
}

story! {
    /// Before the last day of the pot, what is committed and not paid is brought to mind; once it is paid no more.
    committed_money_is_to_be_spent, |rules: String| funded(&rules).replace("spend_by = 2026-04-10", "spend_by = 2026-09-30"), w => {
        let ticket = tables(&mut w, "12.000 €", JOINT).await;
        w.opens(ticket).await;
        w.say(ticket, &[("anna", "/vote ja"), ("cem", "/vote ja"), ("dora", "/vote ja")]).await;
        w.ends(ticket).await;
        w.reads(&At::issue(TICKETS, ticket));
        w.at("2026-07-31 07:59").await;
        w.hears_nothing(ticket);
        w.at("2026-07-31 08:00").await;
        w.hears(ticket, "Stichtag 30.09.2026: Mittel sind noch nicht");
        w.restart().await;
        w.person("olga").says(ticket, "/vote ausgegeben 4.000").await;
        w.at("2026-08-31 08:00").await;
        w.hears(ticket, "12.000 € gebunden; ausgegeben sind 4.000 €");
        w.person("olga").says(ticket, "/vote ausgegeben 8.000").await;
        w.days(60).await;
        w.hears_nothing(ticket);
    }
}
