// SPDX-License-Identifier: EUPL-1.2
//! A member's budget freeze, where the agreement lets it do more than rest a contract.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

const YES: [(&str, &str); 3] = [("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")];

/// Joint features draw on a pot, and Dürnau is frozen until the end of March.
fn frozen(rules: &str, effect: &str) -> String {
    let rules = rules.replace("resubmission = \"never\"", "resubmission = \"never\"\nbudget = \"joint\"");
    let freeze = "member = \"duernau\"\nfrom = 2026-03-01\nuntil = 2026-03-31\nkind = \"haushaltssperre\"";
    format!("{rules}\n[budget.2026]\njoint = 50000\n\n[[freeze]]\n{freeze}\neffect = \"{effect}\"\n")
}

story! {
    /// The frozen member is not among the electorate; the note says so, and its ballot does not count.
    a_frozen_member_leaves_the_base, |rules: String| frozen(&rules, "leaves-base"), w => {
        let ticket = w.votes_on(JOINT).await;
        let note = w.vote_note(ticket).await;
        for words in ["mindestens 3 Ja-Stimmen", "der 3 Stimmberechtigten", "Stadt Dürnau gilt bis 31.03.2026", "nicht zu den Stimmberechtigten"] {
            assert!(note.contains(words), "{words}: {note}");
        }
        w.person("dora").says(ticket, "/vote nein").await;
        w.reads_up_to(&At::issue(TICKETS, ticket), "nicht gezählt");
        w.say(ticket, &YES).await;
        w.ends(ticket).await;
        w.hears(ticket, "angenommen");
        let sheet = w.ticket(ticket).await;
        assert_eq!(sheet.reservations, Vec::<String>::new());
        assert_eq!(sheet.tally.map(|tally| (tally.entitled, tally.yes, tally.needed)), Some((3, 3, 3)));
        let change = w.votes_on(CHANGE).await;
        assert_eq!(w.ticket(change).await.tally.map(|tally| tally.entitled), Some(4), "a change commits no joint money");
    }
}

story! {
    /// No vote on joint money opens before the freeze is over, and none before its time by hand; urgently it may.
    a_freeze_puts_the_opening_off, |rules: String| frozen(&rules, "defer"), w => {
        let ticket = w.person("anna").opens("Wanderwege anzeigen").await;
        w.reads(&At::issue(TICKETS, ticket));
        w.person("olga").labels(ticket, JOINT).await;
        let note = w.hears(ticket, "liegt aus");
        assert!(note.contains("Haushaltssperre: Stadt Dürnau") && note.contains("nicht vor dem 01.04.2026"), "{note}");
        w.at("2026-03-10 08:00").await;
        w.person("olga").says(ticket, "/vote open").await;
        w.hears(ticket, "`/vote eröffnen` nicht ausgeführt");
        w.at("2026-03-31 12:00").await;
        assert_eq!(w.state(ticket).await, "reading");
        w.at("2026-04-01 08:00").await;
        assert_eq!(w.state(ticket).await, "voting vote-open");
        w.hears(ticket, "Abstimmung eröffnet");
        assert_eq!(w.ticket(ticket).await.tally.map(|tally| tally.entitled), Some(4));
        w.without_listening();
    }
}

story! {
    /// A freeze that is lifted meanwhile puts nothing off any more; an urgent vote opens in spite of one.
    a_lifted_freeze_puts_nothing_off, |rules: String| frozen(&rules, "defer"), w => {
        let ticket = w.tables(JOINT).await;
        let urgent = w.tables(JOINT).await;
        w.person("olga").says(urgent, "/vote open urgent Förderfrist").await;
        assert_eq!(w.state(urgent).await, "voting vote-open");
        w.enacts(|rules| rules.replace("until = 2026-03-31", "until = 2026-03-02")).await;
        w.reconciles().await;
        w.at("2026-03-09 08:00").await;
        assert_eq!(w.state(ticket).await, "voting vote-open");
        w.without_listening();
    }
}

story! {
    /// Nor does it open by hand or after an outage on a day on which a freeze that began later holds.
    a_freeze_that_begins_after_the_reading, |rules: String| {
        frozen(&rules, "defer").replace("from = 2026-03-01", "from = 2026-03-10").replace("[voting]\n", "[voting]\nopening = \"manual\"\n")
    }, w => {
        let ticket = w.tables(JOINT).await;
        w.at("2026-03-12 10:00").await;
        w.person("olga").says(ticket, "/vote open").await;
        w.hears(ticket, "`/vote eröffnen` nicht ausgeführt");
        w.at("2026-04-01 09:00").await;
        w.person("olga").says(ticket, "/vote open").await;
        w.hears(ticket, "Abstimmung eröffnet");
    }
}

story! {
    /// votum was away when the vote was to open, and comes back under a freeze: the note names the new day. Once the
    /// freeze is lifted the vote opens on the next morning of a working day.
    a_freeze_that_begins_during_an_outage, |rules: String| frozen(&rules, "defer").replace("from = 2026-03-01", "from = 2026-03-10"), w => {
        let ticket = w.tables(JOINT).await;
        w.at_once("2026-03-12 10:00");
        w.settle().await;
        assert_eq!(w.state(ticket).await, "reading");
        assert_eq!(w.ticket(ticket).await.opens_at.as_deref(), Some("2026-04-01T08:00:00+02:00"));
        let notes = w.notes(&At::issue(TICKETS, ticket));
        assert!(notes.iter().any(|(_, body)| body.contains("nicht vor dem 01.04.2026")), "{notes:#?}");
        w.at("2026-03-13 18:00").await;
        w.enacts(|rules| rules.replace("until = 2026-03-31", "until = 2026-03-12")).await;
        w.reconciles().await;
        assert_eq!(w.state(ticket).await, "voting vote-open", "on a working day it opens at once");
        w.without_listening();
    }
}
