// SPDX-License-Identifier: EUPL-1.2
//! Meetings beside the vote: members that want one, and what was said in one.

use crate::story;
use crate::world::*;

const MINUTES: &str = "https://kreis.example/niederschrift/7";

fn pausing(rules: &str, members: u32) -> String {
    let said = format!("[voting]\ndiscussion_request = \"pause\"\ndiscussion_members = {members}\n");
    rules.replace("[voting]\n", &said)
}

story! {
    /// Who wants to talk about it is noted, and the vote goes on.
    a_wish_to_talk_is_noted, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("guest").says(ticket, "/vote sitzung Bitte").await;
        w.hears(ticket, "Vertretung eines Mitglieds");
        w.person("ben").says(ticket, "/vote sitzung Der Preis ist unklar").await;
        w.person("cem").says(ticket, "/vote discuss").await;
        let note = w.vote_note(ticket).await;
        assert!(note.contains("**Aussprache gewünscht** von: Gemeinde Bergtal und Gemeinde Clusdorf."), "{note}");
        assert_eq!(w.state(ticket).await, "voting vote-open");
        assert_eq!(w.ticket(ticket).await.discussion, ["bergtal", "clusdorf"]);
        w.ends(ticket).await;
        w.hears(ticket, "abgelehnt");
        w.person("ben").says(ticket, "/vote sitzung").await;
        w.hears(ticket, "sitzung");
    }
}

story! {
    /// Enough members put the vote off; operations open it anew after the meeting, and all vote again.
    enough_members_put_the_vote_off, |rules: String| pausing(&rules, 2), w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("anna").says(ticket, "/vote ja").await;
        w.person("ben").says(ticket, "/vote sitzung").await;
        w.person("ben").says(ticket, "/vote sitzung").await;
        assert_eq!(w.state(ticket).await, "voting vote-open", "one member is one member");
        w.person("cem").says(ticket, "/vote sitzung").await;
        assert_eq!(w.state(ticket).await, "deferred discussion");
        let note = w.hears(ticket, "Zurückgestellt");
        assert!(note.contains("Gemeinde Bergtal und Gemeinde Clusdorf") && note.contains("Tagesordnung"), "{note}");
        w.days(10).await;
        w.person("olga").says(ticket, "/vote open urgent In der Sitzung besprochen").await;
        assert_eq!(w.state(ticket).await, "voting vote-open");
        w.hears(ticket, "Abstimmung eröffnet");
        assert_eq!(w.counts(ticket).await, "");
        w.person("ben").says(ticket, "/vote sitzung").await;
        assert_eq!(w.state(ticket).await, "voting vote-open", "the wishes before the meeting are met");
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        w.ends(ticket).await;
        w.hears(ticket, "angenommen");
    }
}

story! {
    /// Operations enter what a member said in a meeting; note and register show it as that, with where it is written.
    ballots_from_a_meeting, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("ben").says(ticket, &format!("/vote record yes for clusdorf {MINUTES}")).await;
        w.hears(ticket, "operatives Management");
        w.person("olga").says(ticket, "/vote eintragen ja für Gemeinde Clusdorf").await;
        w.hears(ticket, "VERWEIS");
        w.person("olga").says(ticket, &format!("/vote eintragen ja für Gemeinde Clusdorf {MINUTES}\n/vote record no for bergtal: Niederschrift, TOP 4")).await;
        assert_eq!(w.ballots(ticket).await, ["clusdorf yes meeting counted", "bergtal no meeting counted"]);
        let note = w.vote_note(ticket).await;
        assert!(note.contains(&format!("Sitzung, eingetragen vom operativen Management (`{MINUTES}`)")), "{note}");
        assert_eq!(w.ticket(ticket).await.ballots[1].minutes.as_deref(), Some("Niederschrift, TOP 4"));
        w.person("ben").says(ticket, "/vote ja").await;
        assert_eq!(w.counts(ticket).await, "bergtal yes, clusdorf yes", "a member's own ballot goes first");
        w.person("olga").says(ticket, &format!("/vote record no for bergtal {MINUTES}")).await;
        assert_eq!(w.counts(ticket).await, "bergtal yes, clusdorf yes");
        w.person("anna").says(ticket, "/vote ja").await;
        w.ends(ticket).await;
        let result = w.hears(ticket, "angenommen");
        assert!(result.contains("Darunter eine Stimme aus der Sitzung"), "{result}");
        w.person("olga").says(ticket, &format!("/vote record no for duernau {MINUTES}")).await;
        w.hears(ticket, "eintragen");
    }
}

story! {
    /// Where comments do not count, a meeting still does; the comment of operations is no ballot of theirs.
    a_meeting_is_no_comment, |rules: String| rules.replace("[voting]\n", "[voting]\nchannels = [\"emoji\"]\n"), w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("olga").says(ticket, &format!("/vote record abstain for duernau {MINUTES}")).await;
        assert_eq!(w.ballots(ticket).await, ["duernau abstain meeting counted"]);
        w.person("dora").reacts(ticket, "thumbsup").await;
        assert_eq!(w.counts(ticket).await, "duernau yes");
    }
}
