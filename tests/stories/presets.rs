// SPDX-License-Identifier: EUPL-1.2
//! What the presets make of the same votes.

use crate::story;
use crate::world::*;

/// The rules under a preset, joint features without a share of their own.
fn silent(rules: &str, preset: &str) -> String {
    let approval = "approval     = \">= 75 %\"\nresubmission";
    assert!(rules.contains(approval));
    format!("preset = \"{preset}\"\n{}", rules.replacen(approval, "resubmission", 1))
}

story! {
    /// Votes cast with a quorum; the absolute majority of a subgroup stays one of all members.
    votes_cast_as_associations_do, |rules| format!("preset = \"vereinsrecht\"\n{rules}"), w => {
        let yes = [("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote enthaltung")];
        let ticket = w.decides(JOINT, &yes).await;
        assert_eq!(w.state(ticket).await, "accepted accepted");
        assert_eq!(w.ticket(ticket).await.tally.map(|tally| tally.needed), Some(2));
        let few = w.decides(JOINT, &yes[..2]).await;
        assert_eq!(w.state(few).await, "inquorate inquorate");
        let text = format!("{TEMPLATE}\n### Teilgruppe\n\nStadt Ahausen.\n");
        let ticket = w.person("anna").opens_with("Radwege", &text).await;
        w.person("olga").labels(ticket, SUBGROUP).await;
        w.person("anna").says(ticket, "/vote zusage").await;
        w.opens(ticket).await;
        w.say(ticket, &yes).await;
        w.ends(ticket).await;
        assert_eq!(w.state(ticket).await, "rejected rejected");
        assert_eq!(w.ticket(ticket).await.tally.map(|tally| tally.needed), Some(3));
        w.without_listening();
    }
}

story! {
    /// All have to say yes; one that stays silent rejects.
    all_have_to_agree, |rules| silent(&rules, "einstimmig-umlauf"), w => {
        let all = [("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja"), ("dora", "/vote ja")];
        let ticket = w.decides(JOINT, &all[..3]).await;
        assert_eq!(w.state(ticket).await, "rejected rejected");
        let ticket = w.votes_on(JOINT).await;
        assert!(w.vote_note(ticket).await.contains("mindestens 4 Ja-Stimmen"));
        w.say(ticket, &all).await;
        w.ends(ticket).await;
        w.hears(ticket, "angenommen");
    }
}

story! {
    /// Heads alone are not enough, and money alone neither; the result shows both.
    heads_and_contributions, |rules| {
        let paying = |name: &str, euros: &str| format!("representatives = [\"{name}\"]\ncontribution = {euros}");
        let rules = ["ben", "cem", "dora"].iter().fold(rules, |rules, name| {
            rules.replace(&format!("representatives = [\"{name}\"]"), &paying(name, "10_000"))
        });
        let rules = rules.replace("[\"anna\", \"anja\"]", "[\"anna\", \"anja\"]\ncontribution = 70_000");
        format!("preset = \"doppelmehrheit\"\n{rules}")
    }, w => {
        let ticket = w.votes_on(JOINT).await;
        let note = w.vote_note(ticket).await;
        assert!(note.contains("Beiträge von mindestens 75.000 €") && note.contains("von 100.000 €"), "{note}");
        w.say(ticket, &[("ben", "/vote ja"), ("cem", "/vote ja"), ("dora", "/vote ja")]).await;
        assert!(w.vote_note(ticket).await.contains("Nach Beiträgen fehlen noch 45.000 €"));
        w.ends(ticket).await;
        let result = w.hears(ticket, "abgelehnt");
        for words in ["Erforderlich: 3 Ja", "Zustimmung: erforderlich 3", "nach Beiträgen: erforderlich 75000"] {
            assert!(result.contains(words), "{words}: {result}");
        }
        let tally = w.ticket(ticket).await.tally.expect("it was counted");
        let euros = tally.contributions.expect("they count");
        assert_eq!((tally.yes, tally.needed, euros.base, euros.yes, euros.needed), (3, 3, 100_000, 30_000, 75_000));
        let ticket = w.decides(JOINT, &[("anna", "/vote ja"), ("ben", "/vote ja")]).await;
        assert_eq!(w.state(ticket).await, "rejected rejected");
        let ticket = w.decides(JOINT, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        assert_eq!(w.state(ticket).await, "accepted accepted");
    }
}

story! {
    /// Where the agreement says so, silence consents, and the vote note says it first; so many objections reject.
    silence_consents, |rules| {
        silent(&rules, "widerspruch").replace("[voting]\n", "[voting]\nobjections = 2\n")
    }, w => {
        let ticket = w.votes_on(JOINT).await;
        let note = w.vote_note(ticket).await;
        for words in ["weniger als 2 Nein-Stimmen", "Schweigen gilt als Zustimmung", "fehlen noch 2 Nein-Stimmen"] {
            assert!(note.contains(words), "{words}: {note}");
        }
        w.person("cem").says(ticket, "/vote nein").await;
        w.ends(ticket).await;
        let result = w.hears(ticket, "angenommen");
        assert!(result.contains("weniger als 2 Nein. Abgegeben: 1 Nein"), "{result}");
        assert!(result.contains("Widerspruch: erforderlich weniger als 2, erreicht 1 – erfüllt"), "{result}");
        let ticket = w.decides(JOINT, &[("cem", "/vote nein"), ("dora", "/vote nein"), ("anna", "/vote ja")]).await;
        assert_eq!(w.state(ticket).await, "rejected rejected");
        let share = w.decides(CHANGE, &[("anna", "/vote ja")]).await;
        assert_eq!(w.state(share).await, "rejected rejected", "a share that is written decides");
        let partial: Vec<_> = ["anna", "ben", "cem", "dora"].map(|name| (name, "/vote befangen Grundstück")).to_vec();
        let nobody = w.decides(JOINT, &partial).await;
        assert_eq!(w.state(nobody).await, "rejected rejected");
    }
}

story! {
    /// A partnership may let the subgroup alone vote on what it pays for.
    the_subgroup_alone, |rules| {
        rules.replace("commitments  = true", "commitments = true\nelectorate = \"subgroup\"")
    }, w => {
        let text = format!("{TEMPLATE}\n### Teilgruppe\n\nStadt Ahausen und Gemeinde Bergtal.\n");
        let ticket = w.person("anna").opens_with("Radwege", &text).await;
        w.person("olga").labels(ticket, SUBGROUP).await;
        w.say(ticket, &[("anna", "/vote zusage"), ("ben", "/vote zusage")]).await;
        w.opens(ticket).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja")]).await;
        w.person("cem").says(ticket, "/vote nein").await;
        w.hears(ticket, "keinem stimmberechtigten Mitglied");
        let tally = w.ticket(ticket).await.tally.expect("a vote is open");
        assert_eq!((tally.entitled, tally.yes, tally.needed), (2, 2, 2));
        w.ends(ticket).await;
        w.hears(ticket, "angenommen");
    }
}
