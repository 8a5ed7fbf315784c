// SPDX-License-Identifier: EUPL-1.2
//! Openings and deadlines: working days, exact spans, outages, daylight saving.

use crate::story;
use crate::world::*;
use jiff::SignedDuration;

fn exact(reading: &'static str, voting: &'static str) -> impl Fn(String) -> String {
    move |rules| {
        rules
            .replace(r#"reading = "5 days""#, &format!("reading = {reading:?}"))
            .replace(r#"voting  = "14 days""#, &format!("voting = {voting:?}"))
    }
}

async fn from_to(w: &World, ticket: u64) -> (String, String) {
    let sheet = w.ticket(ticket).await;
    (sheet.opened_at.expect("it is open"), sheet.deadline.expect("it is open"))
}

story! {
    /// Good Friday and Easter Monday are no working days; the clock change between is not noticed.
    holidays_move_opening_and_deadline, w => {
        w.at("2026-03-15 12:00").await;
        let ticket = w.votes_on(JOINT).await;
        assert_eq!(
            from_to(&w, ticket).await,
            ("2026-03-23T08:00:00+01:00".to_string(), "2026-04-07T23:59:59+02:00".to_string())
        );
        w.at("2026-03-28 12:00").await;
        let ticket = w.votes_on(JOINT).await;
        assert_eq!(
            from_to(&w, ticket).await,
            ("2026-04-07T08:00:00+02:00".to_string(), "2026-04-21T23:59:59+02:00".to_string())
        );
        w.without_listening();
    }
}

story! {
    /// With exact spans the vote note stands right after the label, and the vote ends to the second.
    exact_spans, exact("0 s", "20 s"), w => {
        let ticket = w.person("anna").opens("Wanderwege").await;
        w.hears(ticket, "noch nicht eindeutig eingeordnet");
        w.person("olga").labels(ticket, JOINT).await;
        w.hears(ticket, "Abstimmung eröffnet");
        assert_eq!(
            from_to(&w, ticket).await,
            ("2026-03-02T09:00:02+01:00".to_string(), "2026-03-02T09:00:22+01:00".to_string())
        );
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja")]).await;
        w.at("2026-03-02 09:00:21").await;
        w.person("cem").says(ticket, "/vote ja").await;
        assert_eq!(w.state(ticket).await, "voting vote-open");
        w.second();
        w.settle().await;
        w.hears(ticket, "angenommen");
    }
}

story! {
    /// An exact reading opens at its end, also on a Sunday night.
    an_exact_reading, exact("90 min", "2 h"), w => {
        w.at("2026-03-08 22:00").await;
        let ticket = w.votes_on(JOINT).await;
        assert_eq!(
            from_to(&w, ticket).await,
            ("2026-03-08T23:30:02+01:00".to_string(), "2026-03-09T01:30:02+01:00".to_string())
        );
    }
}

story! {
    /// An opening missed through an outage happens when votum is back; the deadline counts from that day.
    an_outage_over_the_opening, w => {
        let ticket = w.tables(JOINT).await;
        w.at_once("2026-03-14 10:00");
        w.settle().await;
        assert_eq!(w.state(ticket).await, "reading");
        w.at("2026-03-16 08:00").await;
        w.hears(ticket, "Abstimmung eröffnet");
        assert_eq!(
            from_to(&w, ticket).await,
            ("2026-03-16T08:00:00+01:00".to_string(), "2026-03-30T23:59:59+02:00".to_string())
        );
    }
}

story! {
    /// votum is down over the deadline: the result is the same, and ballots count by their own time.
    /// Seen elsewhere: cncf/gitvote#593 and #702: votes that did not close.
    an_outage_over_the_deadline, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja")]).await;
        w.at_once("2026-03-23 22:00");
        let place = votum::sandbox::At::issue(TICKETS, ticket);
        w.sandbox.comment(&place, "cem", "/vote ja").expect("it is kept");
        w.at_once("2026-03-25 10:00");
        w.sandbox.comment(&place, "dora", "/vote ja").expect("it is kept");
        w.loses_hooks();
        w.restart().await;
        w.settle().await;
        let result = w.hears(ticket, "nach Fristende");
        assert!(result.contains("Dürnau"), "{result}");
        let result = w.hears(ticket, "angenommen");
        assert!(result.contains("konnte erst am 25.03.2026, 10:00 Uhr festgestellt werden"), "{result}");
        let sheet = w.ticket(ticket).await;
        assert_eq!(sheet.decided_at.as_deref(), Some("2026-03-23T22:59:59Z"));
        assert_eq!(w.ballots(ticket).await[3], "duernau yes comment late");
    }
}

story! {
    /// Operations open early with an urgent reason and not without; they extend with a reason, others do not.
    operations_open_and_extend, w => {
        let ticket = w.tables(JOINT).await;
        w.person("anna").says(ticket, "/vote eröffnen dringend Förderfrist").await;
        w.hears(ticket, "operatives Management");
        w.person("olga").says(ticket, "/vote eröffnen").await;
        w.hears(ticket, "nicht ausgeführt");
        w.person("olga").says(ticket, "/vote eröffnen dringend Förderfrist").await;
        w.hears(ticket, "Förderfrist");
        assert_eq!(from_to(&w, ticket).await.1, "2026-03-16T23:59:59+01:00");
        w.person("cem").says(ticket, "/vote verlängern 31.03.2026 Ferien").await;
        w.hears(ticket, "operatives Management");
        w.person("olga").says(ticket, "/vote verlängern 10.03.2026 Ferien").await;
        w.hears(ticket, "nicht ausgeführt");
        w.person("olga").says(ticket, "/vote verlängern 03.04.2026 Ferien").await;
        w.hears(ticket, "Frist wurde verlängert");
        assert_eq!(from_to(&w, ticket).await.1, "2026-04-07T23:59:59+02:00");
        w.pass(SignedDuration::from_hours(24 * 20)).await;
        assert_eq!(w.state(ticket).await, "voting vote-open");
        w.ends(ticket).await;
        w.hears(ticket, "abgelehnt");
    }
}

story! {
    /// All members have voted: the vote ends at once where the rules say so.
    all_voted_ends_the_vote, |rules| rules.replace("[voting]\n", "[voting]\nearly_close = \"all-voted\"\n"), w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote nein"), ("cem", "/vote ja")]).await;
        w.hears_nothing(ticket);
        w.person("dora").reacts(ticket, "thumbsup").await;
        w.hears(ticket, "angenommen");
        assert_eq!(w.ticket(ticket).await.deadline.as_deref(), Some("2026-03-23T23:59:59+01:00"));
    }
}

story! {
    /// The first ballot is final: what comes later is answered and changes nothing, and removal takes nothing back.
    the_first_ballot_is_final, |rules| rules.replace("[voting]\n", "[voting]\nchange = \"never\"\nearly_close = \"decided\"\n"), w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("anna").reacts(ticket, "thumbsup").await;
        w.person("anna").unreacts(ticket, "thumbsup").await;
        w.person("anja").says(ticket, "/vote nein").await;
        w.hears(ticket, "endgültig");
        assert_eq!(w.counts(ticket).await, "ahausen yes");
        w.person("ben").says(ticket, "/vote nein").await;
        w.hears_nothing(ticket);
        w.person("cem").says(ticket, "/vote enthaltung").await;
        w.hears(ticket, "abgelehnt");
    }
}

story! {
    /// The clock of the forge and that of this machine are compared by every answer; where they are apart, the board says
    /// by how much, until they are set.
    clocks_are_compared, w => {
        w.settle().await;
        for (behind, seconds) in [(3, None), (90, Some(90)), (-40, Some(40)), (0, None)] {
            let other = w.beside_another_clock(SignedDuration::from_secs(behind)).await;
            assert!(other.get_to_know().await.expect("the sandbox answers"));
            other.reconcile().await.expect("the sandbox answers");
            let said = w.health.troubles().remove("clock opencode");
            match seconds {
                None => assert_eq!(said, None),
                Some(seconds) => {
                    let near = |said: &str| (seconds - 1..=seconds + 1).any(|s| said.contains(&format!("are {s} s apart")));
                    assert!(said.as_deref().is_some_and(near), "{behind}: {said:?}");
                }
            }
        }
        // What the other process has asked to be read lies in its own time.
        w.engine.drop_strays(PARTNERSHIP, "a story's").await.expect("the store stands");
        w.without_listening();
    }
}
