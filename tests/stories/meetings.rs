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

story! {
    /// After the meeting `/vote open` is enough where the text is the old one; it is a vote of its own, and only operations
    /// open it.
    after_the_meeting_operations_open_it, |rules: String| pausing(&rules, 1), w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("anna").says(ticket, "/vote ja").await;
        w.person("ben").says(ticket, "/vote sitzung").await;
        w.hears(ticket, "`/vote eröffnen`");
        w.days(30).await;
        w.reconciles().await;
        assert_eq!(w.state(ticket).await, "deferred discussion", "time opens nothing that was put off");
        w.person("anna").says(ticket, "/vote eröffnen").await;
        w.hears(ticket, "operatives Management");
        w.person("otto").says(ticket, "/vote eröffnen").await;
        assert_eq!(w.state(ticket).await, "voting vote-open");
        w.hears(ticket, "Abstimmung eröffnet");
        assert_eq!((w.counts(ticket).await.as_str(), w.ballots(ticket).await.remove(0).as_str()), ("", "ahausen yes comment not-open"));
        w.person("cem").says(ticket, "/vote sitzung").await;
        w.hears(ticket, "Zurückgestellt");
        assert_eq!(w.state(ticket).await, "deferred discussion", "a second meeting is noted in a second note");
    }
}

story! {
    /// What is rewritten during the pause is looked at when the vote is to open again: what is missing is named, what is
    /// new lies open first, and urgency does not replace a template.
    a_text_rewritten_during_the_pause, |rules: String| pausing(&rules, 1), w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("ben").says(ticket, "/vote sitzung").await;
        w.hears(ticket, "Zurückgestellt");
        w.person("anna").describes(ticket, "Doch ganz anders.").await;
        w.person("olga").says(ticket, "/vote open urgent Förderfrist").await;
        assert!(w.hears(ticket, "Beschlussvorschlag").contains("Ansprechperson"));
        assert_eq!(w.state(ticket).await, "incomplete template-incomplete");
        w.person("anna").describes(ticket, &TEMPLATE.replace("das", "etwas anderes")).await;
        assert_eq!(w.state(ticket).await, "reading");
        assert_eq!(w.ticket(ticket).await.opens_at.as_deref(), Some("2026-03-16T08:00:00+01:00"));
        w.reads(&votum::sandbox::At::issue(TICKETS, ticket));
        w.at("2026-03-16 08:00").await;
        w.hears(ticket, "Abstimmung eröffnet");
        assert!(w.ticket(ticket).await.text_digest.is_some());
        w.person("cem").says(ticket, "/vote sitzung").await;
        w.hears(ticket, "Zurückgestellt");
        w.person("anna").describes(ticket, &TEMPLATE.replace("das", "noch etwas anderes")).await;
        w.person("olga").says(ticket, "/vote open").await;
        w.hears(ticket, "liegt aus");
        assert_eq!(w.ticket(ticket).await.opens_at.as_deref(), Some("2026-03-23T08:00:00+01:00"));
        w.person("olga").says(ticket, "/vote open urgent Förderfrist").await;
        w.hears(ticket, "Abstimmung eröffnet");
        assert_eq!(w.state(ticket).await, "voting vote-open");
    }
}

story! {
    /// Nor does a pause lead round a rejection that is final.
    a_rejected_request_written_into_the_pause, |rules: String| pausing(&rules, 1), w => {
        let rejected = w.decides(JOINT, &[("anna", "/vote nein")]).await;
        let ticket = w.votes_on(JOINT).await;
        w.person("ben").says(ticket, "/vote sitzung").await;
        w.hears(ticket, "Zurückgestellt");
        w.person("anna").describes(ticket, &format!("{TEMPLATE}\nWiedervorlage von: #{rejected}\n")).await;
        w.person("olga").says(ticket, "/vote open urgent In der Sitzung besprochen").await;
        w.hears(ticket, "Wiedervorlage");
        assert_eq!(w.state(ticket).await, "refused resubmission");
        w.without_listening();
    }
}

story! {
    /// A mistaken entry is taken back by operations, with a reason that the history quotes; then the proxy's ballot or
    /// none counts, and a new entry may follow.
    a_mistaken_entry_is_taken_back, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("olga").says(ticket, "/vote record none for bergtal Verlesen").await;
        w.hears(ticket, "keine Stimme aus einer Sitzung");
        w.person("olga").says(ticket, "/vote record no for bergtal: TOP 4").await;
        assert_eq!(w.counts(ticket).await, "bergtal no");
        w.person("ben").says(ticket, "/vote record none for bergtal Verlesen").await;
        w.hears(ticket, "operatives Management");
        w.person("ben").says(ticket, "/vote zurücknehmen").await;
        assert_eq!(w.counts(ticket).await, "bergtal no", "a member has nothing to take back there; it votes itself");
        w.person("olga").says(ticket, "/vote eintragen keine für Gemeinde Bergtal").await;
        w.hears(ticket, "Begründung fehlt");
        w.person("olga").says(ticket, "/vote eintragen keine für Gemeinde Bergtal – im Protokoll verlesen").await;
        assert_eq!(w.counts(ticket).await, "");
        assert!(w.ballots(ticket).await.contains(&"bergtal retract meeting withdrawn".to_string()));
        w.person("olga").says(ticket, "/vote record none for bergtal Verlesen").await;
        w.hears(ticket, "keine Stimme aus einer Sitzung");
        w.person("olga").says(ticket, "/vote record yes for bergtal: TOP 5").await;
        assert_eq!(w.counts(ticket).await, "bergtal yes");
        w.ends(ticket).await;
        w.hears(ticket, "abgelehnt");
        w.person("olga").says(ticket, "/vote record none for bergtal zu spät").await;
        w.hears(ticket, "eintragen");
        w.without_listening();
    }
}

story! {
    /// Also where ballots are final, because it was no ballot of the member's: the member votes then, and finally.
    a_mistaken_entry_where_ballots_are_final, |rules: String| {
        rules.replace("[voting]\n", "[voting]\nchange = \"never\"\n")
    }, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("olga").says(ticket, "/vote record no for bergtal: TOP 4\n/vote record no for clusdorf: TOP 4").await;
        w.person("olga").says(ticket, "/vote record none for bergtal: falsches Mitglied").await;
        assert_eq!(w.counts(ticket).await, "clusdorf no");
        w.say(ticket, &[("ben", "/vote ja"), ("ben", "/vote zurücknehmen")]).await;
        assert_eq!(w.counts(ticket).await, "bergtal yes, clusdorf no");
        w.without_listening();
    }
}

story! {
    /// An entry from a meeting may still give way to the member's own ballot, so it makes no result certain; what the
    /// members say themselves does.
    entries_end_no_vote_early, |rules: String| {
        rules.replace("[voting]\n", "[voting]\nchange = \"never\"\nearly_close = \"decided\"\n")
    }, w => {
        let ticket = w.votes_on(JOINT).await;
        let lines = ["bergtal", "clusdorf", "duernau"].map(|member| format!("/vote record yes for {member}: TOP 4"));
        w.person("olga").says(ticket, &lines.join("\n")).await;
        assert_eq!(w.counts(ticket).await, "bergtal yes, clusdorf yes, duernau yes");
        assert_eq!(w.state(ticket).await, "voting vote-open", "three of four, and each of them may still say no");
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja")]).await;
        assert_eq!(w.state(ticket).await, "voting vote-open");
        w.person("cem").says(ticket, "/vote ja").await;
        assert_eq!(w.state(ticket).await, "accepted accepted");
        w.without_listening();
    }
}
