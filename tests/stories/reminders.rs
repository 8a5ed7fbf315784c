// SPDX-License-Identifier: EUPL-1.2
//! Reminders before the deadline, and the announcement that nothing can change any more.

use crate::story;
use crate::world::*;
use jiff::SignedDuration;
use votum::sandbox::At;

fn reminding(times: &'static str) -> impl Fn(String) -> String {
    move |rules| rules.replace("reminders = []", &format!("reminders = {times}"))
}

story! {
    /// Only who is still open is named: at first the first representative, then all of them and who holds a proxy.
    reminders_name_who_is_open, reminding(r#"["7 days", "3 days", "1 day"]"#), w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("ben").says(ticket, "/vote nein").await;
        w.at("2026-03-16 07:59").await;
        w.hears_nothing(ticket);
        w.at("2026-03-16 08:00").await;
        let note = w.hears(ticket, "fehlt noch die Stimme von");
        assert!(note.contains("Stadt Ahausen (@anna), Gemeinde Clusdorf (@cem) und Stadt Dürnau (@dora)"), "{note}");
        assert!(!note.contains("Bergtal") && !note.contains("@anja"), "{note}");
        assert!(note.contains("Montag, 23.03.2026, 23:59 Uhr") && note.contains("/vote enthaltung"), "{note}");
        assert!(note.contains("**English:** **Still missing for #1"), "{note}");
        w.person("cem").says(ticket, "/vote befangen Grundstück").await;
        w.hears(ticket, "befangen");
        w.person("dora").says(ticket, "/vote vollmacht @ben").await;
        w.hears(ticket, "Vollmacht verzeichnet");
        // Three days and one day before a Monday both mean the Friday.
        w.at("2026-03-20 08:00").await;
        let note = w.hears(ticket, "fehlt noch die Stimme von");
        assert!(note.contains("Stadt Ahausen (@anna, @anja) und Stadt Dürnau (@dora, Vollmacht: @ben)"), "{note}");
        w.at("2026-03-22 12:00").await;
        w.hears_nothing(ticket);
        w.ends(ticket).await;
        w.hears(ticket, "abgelehnt");
    }
}

story! {
    /// Nobody is open: no note. A member that retracts is open again.
    nobody_open_no_note, reminding(r#"["7 days", "3 days"]"#), w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote enthaltung")]).await;
        w.person("dora").reacts(ticket, "thumbsdown").await;
        w.at("2026-03-17 12:00").await;
        w.hears_nothing(ticket);
        w.person("dora").unreacts(ticket, "thumbsdown").await;
        w.at("2026-03-20 12:00").await;
        let note = w.hears(ticket, "fehlt noch die Stimme von");
        assert!(note.contains("@dora") && !note.contains("@anna"), "{note}");
    }
}

story! {
    /// What an outage missed is given once, the newest alone, and not after the deadline; a restart writes no second.
    reminders_after_an_outage, reminding(r#"["7 days", "3 days"]"#), w => {
        let first = w.votes_on(JOINT).await;
        w.at_once("2026-03-21 10:00");
        w.restart().await;
        w.settle().await;
        w.hears(first, "@anja");
        w.restart().await;
        w.settle().await;
        w.reconciles().await;
        w.hears_nothing(first);
        let second = w.votes_on(JOINT).await;
        w.reads(&At::issue(TICKETS, first));
        w.at_once("2026-04-20 10:00");
        w.restart().await;
        w.settle().await;
        w.hears(second, "abgelehnt");
    }
}

story! {
    /// A later deadline arms the reminders that lie ahead, and those alone.
    a_later_deadline_reminds_again, reminding(r#"["7 days", "3 days"]"#), w => {
        let ticket = w.votes_on(JOINT).await;
        w.at("2026-03-20 12:00").await;
        w.reads_up_to(&At::issue(TICKETS, ticket), "fehlt noch die Stimme von");
        w.person("olga").says(ticket, "/vote verlängern 30.03.2026 Ferien").await;
        w.hears(ticket, "Frist wurde verlängert");
        w.at("2026-03-22 12:00").await;
        w.hears_nothing(ticket);
        w.at("2026-03-23 08:00").await;
        w.hears(ticket, "@anja");
        w.at("2026-03-27 08:00").await;
        w.hears(ticket, "Montag, 30.03.2026, 23:59 Uhr");
        w.ends(ticket).await;
        w.hears(ticket, "abgelehnt");
    }
}

story! {
    /// Exact spans remind exactly; what would lie before the opening is left out.
    exact_reminders, |rules: String| {
        let rules = rules.replace("voting  = \"14 days\"", "voting = \"2 h\"");
        rules.replace("reminders = []", r#"reminders = ["7 days", "3 h", "30 min"]"#)
    }, w => {
        let ticket = w.votes_on(JOINT).await;
        w.at("2026-03-09 09:29:59").await;
        w.hears_nothing(ticket);
        w.pass(SignedDuration::from_secs(1)).await;
        w.hears(ticket, "fehlt noch die Stimme von");
        w.ends(ticket).await;
        w.hears(ticket, "abgelehnt");
    }
}

story! {
    /// The first ballots are final and no outstanding one can turn it: one note says so and states no decision.
    /// Seen elsewhere: cncf/gitvote#335, #553: too late for some and too early for others.
    announced_as_soon_as_nothing_can_change, |rules: String| {
        rules.replace("[voting]\n", "[voting]\nchange = \"never\"\n")
    }, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote nein"), ("ben", "/vote ja")]).await;
        w.hears_nothing(ticket);
        w.person("cem").says(ticket, "/vote nein").await;
        let note = w.hears(ticket, "Keine ausstehende Stimme");
        assert!(note.contains("23.03.2026, 23:59 Uhr") && note.contains("No outstanding ballot"), "{note}");
        assert!(!note.contains("B-2026"), "{note}");
        w.person("dora").says(ticket, "/vote ja").await;
        w.restart().await;
        w.reconciles().await;
        w.hears_nothing(ticket);
        assert_eq!(w.state(ticket).await, "voting vote-open");
        w.ends(ticket).await;
        w.hears(ticket, "B-2026-001");
    }
}

story! {
    /// While ballots may change, nothing is announced, whatever they are; nor on the word of a webhook alone.
    not_announced_while_ballots_may_change, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja"), ("dora", "/vote ja")]).await;
        w.reconciles().await;
        w.hears_nothing(ticket);
        w.ends(ticket).await;
        w.hears(ticket, "angenommen");
    }
}

story! {
    /// A ballot of which only a webhook told neither announces nor ends anything.
    a_forged_ballot_ends_nothing, |rules: String| {
        rules.replace("[voting]\n", "[voting]\nchange = \"never\"\nearly_close = \"decided\"\n")
    }, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote nein"), ("ben", "/vote ja")]).await;
        let place = At::issue(TICKETS, ticket);
        let note = w.sandbox.comment(&place, "cem", "/vote nein").expect("it is kept");
        w.sandbox.delete_note(&place, note);
        w.settle().await;
        assert_eq!(w.state(ticket).await, "voting vote-open");
        w.hears_nothing(ticket);
        w.ends(ticket).await;
        w.hears(ticket, "abgelehnt");
    }
}

story! {
    /// Without a quorum a vote in which nobody took part is rejected, not inquorate.
    nobody_votes_without_a_quorum, |rules: String| {
        rules.replace("[voting]\n", "[voting]\nbase = \"cast\"\nquorum = \"none\"\n")
    }, w => {
        let ticket = w.decides(CHANGE, &[]).await;
        assert_eq!(w.state(ticket).await, "rejected rejected");
    }
}
