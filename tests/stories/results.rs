// SPDX-License-Identifier: EUPL-1.2
//! What a vote comes to.

use crate::story;
use crate::world::*;

/// Plays a vote and returns its outcome with yes and needed.
async fn outcome(w: &mut World, label: &str, words: &[(&str, &str)]) -> (String, u64, u64) {
    let ticket = w.decides(label, words).await;
    let sheet = w.ticket(ticket).await;
    let tally = sheet.tally.expect("it was counted");
    (sheet.state, tally.yes, tally.needed)
}

const ANNA: (&str, &str) = ("anna", "/vote ja");
const BEN: (&str, &str) = ("ben", "/vote ja");
const CEM: (&str, &str) = ("cem", "/vote ja");
const DORA: (&str, &str) = ("dora", "/vote ja");

story! {
    /// Exactly three of four are 75 %; two are not, whatever the others do.
    three_of_four, w => {
        assert_eq!(outcome(&mut w, JOINT, &[ANNA, BEN, CEM]).await, ("accepted".into(), 3, 3));
        assert_eq!(outcome(&mut w, JOINT, &[ANNA, BEN]).await, ("rejected".into(), 2, 3));
        let abstain = [("anna", "/vote enthaltung"), ("ben", "/vote abstain"), ("cem", "/vote abstain")];
        assert_eq!(outcome(&mut w, JOINT, &abstain).await, ("rejected".into(), 0, 3));
        assert_eq!(outcome(&mut w, JOINT, &[]).await, ("rejected".into(), 0, 3));
    }
}

story! {
    /// More than half of four are three: a tie is rejected.
    an_absolute_majority, w => {
        let text = format!("{TEMPLATE}\n### Teilgruppe\n\nStadt Ahausen.\n");
        for (words, expected) in [(vec![ANNA, BEN], "rejected"), (vec![ANNA, BEN, CEM], "accepted")] {
            let ticket = w.person("anna").opens_with("Radwege", &text).await;
            w.person("olga").labels(ticket, SUBGROUP).await;
            w.person("anna").says(ticket, "/vote zusage").await;
            w.opens(ticket).await;
            w.say(ticket, &words).await;
            w.say(ticket, &[("dora", "/vote nein")]).await;
            w.ends(ticket).await;
            let sheet = w.ticket(ticket).await;
            assert_eq!((sheet.state.as_str(), sheet.tally.map(|tally| tally.needed)), (expected, Some(3)));
        }
        w.without_listening();
    }
}

story! {
    /// Nine tenths of four are all four.
    nine_tenths, w => {
        assert_eq!(outcome(&mut w, CHANGE, &[ANNA, BEN, CEM]).await, ("rejected".into(), 3, 4));
        assert_eq!(outcome(&mut w, CHANGE, &[ANNA, BEN, CEM, DORA]).await, ("accepted".into(), 4, 4));
    }
}

story! {
    /// Of the votes cast, and only with enough taking part; abstentions help the quorum and nothing else.
    of_the_votes_cast, |rules| rules.replace("[voting]\n", "[voting]\nbase = \"cast\"\n"), w => {
        assert_eq!(outcome(&mut w, JOINT, &[ANNA, BEN]).await.0, "inquorate");
        let abstains = ("cem", "/vote enthaltung");
        assert_eq!(outcome(&mut w, JOINT, &[ANNA, BEN, abstains]).await, ("accepted".into(), 2, 2));
        let against = ("cem", "/vote nein");
        assert_eq!(outcome(&mut w, JOINT, &[ANNA, BEN, against]).await, ("rejected".into(), 2, 3));
        let silent = [("anna", "/vote enthaltung"), ("ben", "/vote enthaltung"), abstains];
        assert_eq!(outcome(&mut w, JOINT, &silent).await.0, "rejected");
    }
}

story! {
    /// Everybody recused: an empty base accepts nothing.
    /// Seen elsewhere: publiccodeyml/bot `voteEnd.ts`: one of one was a majority.
    an_empty_base_accepts_nothing, w => {
        let partial: Vec<_> = ["anna", "ben", "cem", "dora"].map(|name| (name, "/vote befangen Grundstück")).to_vec();
        let ticket = w.decides(JOINT, &partial).await;
        assert_eq!(w.state(ticket).await, "rejected rejected");
        assert_eq!(w.ticket(ticket).await.tally.map(|tally| tally.needed), Some(1));
    }
}

story! {
    /// Numbers come in the order of the decisions and begin anew each year.
    numbers_in_order, w => {
        let first = w.decides(JOINT, &[ANNA, BEN, CEM]).await;
        let second = w.decides(CHANGE, &[ANNA]).await;
        w.at("2026-12-20 12:00").await;
        let third = w.decides(JOINT, &[ANNA]).await;
        let mut numbers = Vec::new();
        for ticket in [first, second, third] {
            numbers.extend(w.ticket(ticket).await.decision);
        }
        assert_eq!(numbers, ["B-2026-001", "B-2026-002", "B-2027-001"]);
    }
}

story! {
    /// The result says the arithmetic, the next steps, and stands beside the state at the forge.
    what_the_result_says, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[ANNA, BEN, CEM, ("dora", "/vote nein: kein Geld @all")]).await;
        w.ends(ticket).await;
        let result = w.hears(ticket, "angenommen");
        for words in ["B-2026-001", "Erforderlich: 3", "Kooperationsverträge", "Verpflichtungserklärung", "English"] {
            assert!(result.contains(words), "{words}: {result}");
        }
        assert!(!result.contains("@all"), "{result}");
        assert!(w.vote_note(ticket).await.contains("Abstimmung beendet"));
        let labels = w.sandbox.issue(TICKETS, ticket).expect("it stands").labels;
        assert_eq!(labels, [JOINT, "votum::accepted"]);
        w.person("olga").says(ticket, "/vote erledigt contracts").await;
        w.person("olga").says(ticket, "/vote erledigt cost-plan").await;
        assert_eq!(w.state(ticket).await, "done accepted");
        w.person("olga").says(ticket, "/vote unerledigt cost-plan").await;
        assert_eq!(w.state(ticket).await, "accepted accepted");
    }
}

story! {
    /// Operations tick a follow-up member by member; it is done when all have done it.
    done_by_every_member, w => {
        let ticket = w.decides(JOINT, &[ANNA, BEN, CEM]).await;
        w.person("olga").says(ticket, "/vote erledigt cost-plan").await;
        for member in ["ahausen", "Gemeinde Bergtal", "clusdorf"] {
            w.person("olga").says(ticket, &format!("/vote erledigt contracts {member}")).await;
        }
        assert_eq!(w.state(ticket).await, "accepted accepted");
        w.person("olga").says(ticket, "/vote erledigt contracts Stadt Dürnau").await;
        assert_eq!(w.state(ticket).await, "done accepted");
    }
}

story! {
    /// Help and status are answered once in a while, for anybody.
    /// Seen elsewhere: kgateway-dev/community#39: a status once a day.
    help_and_status, w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("guest", "/vote hilfe"), ("guest", "@votum-bot help"), ("cem", "/vote stand")]).await;
        w.hears(ticket, "Befehle");
        w.hears(ticket, "Abstimmung");
        w.person("guest").says(ticket, "/vote kaffee").await;
        w.hears(ticket, "kein Befehl");
        w.person("olga").says(ticket, "/vote ausgegeben 500").await;
        w.hears(ticket, "passt nicht zum Stand");
    }
}
