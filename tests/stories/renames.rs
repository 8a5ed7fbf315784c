// SPDX-License-Identifier: EUPL-1.2
//! A project that is renamed or moved into another group: known by its number, its votes go on.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

const NEW: &str = "talbund/leitung";
const YES: [(&str, &str); 3] = [("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")];

/// Rules that say where the tickets lie now.
fn told(rules: &str) -> String {
    let old = "tickets  = [\"opencode:talverbund/steuerung\"]";
    let new = "renamed  = { \"opencode:talverbund/steuerung\" = \"opencode:talbund/leitung\" }";
    assert!(rules.contains(old));
    rules.replace(old, &format!("{old}\n{new}"))
}

fn trouble(w: &World, project: &str) -> String {
    w.health.troubles().get(&format!("project opencode:{project}")).cloned().unwrap_or_default()
}

story! {
    /// Renamed while a vote runs: ballots, notes, labels, the deadline and the gate go on under the old identity.
    a_vote_goes_on_in_a_renamed_project, w => {
        let ticket = w.votes_on(JOINT).await;
        let request = w.person("dev").proposes(CORE, "Wege", &format!("Vorgang: {TICKETS}#{ticket}")).await;
        w.person("rev").approves(CORE, request).await;
        w.person("anna").says(ticket, "/vote ja").await;
        w.sandbox.rename_project(TICKETS, NEW);
        w.person("ben").says(ticket, "/vote ja").await;
        w.person("cem").reacts(ticket, "thumbsup").await;
        assert_eq!(w.counts(ticket).await, "ahausen yes, bergtal yes, clusdorf yes");
        assert!(w.vote_note(ticket).await.contains("Ja: 3"), "the vote note is written under the new path");
        w.reconciles().await;
        let sentence = trouble(&w, TICKETS);
        for words in ["was renamed to talbund/leitung", "renamed = { \"opencode:talverbund/steuerung\""] {
            assert!(sentence.contains(words), "{words}: {sentence}");
        }
        w.restart().await;
        w.ends(ticket).await;
        w.hears(ticket, "angenommen");
        assert_eq!(w.state(ticket).await, "accepted accepted");
        assert_eq!(w.stands(CORE, request), "merged");
        w.reads(&At::merge_request(CORE, request));
        w.enacts(|rules| told(&rules)).await;
        w.reconciles().await;
        assert_eq!(trouble(&w, TICKETS), "", "the rules say where it lies");
        let named = format!("Vorgang: {NEW}#{ticket}");
        let later = w.person("dev").proposes(MODULE, "Mehr Wege", &named).await;
        assert_eq!(w.gate(MODULE, later).await, "waiting: review-missing", "the new path leads to the old name");
        w.reads(&At::merge_request(MODULE, later));
    }
}

story! {
    /// A core project is moved: its merge requests are judged, merged and released.
    merging_goes_on_in_a_moved_project, w => {
        let ticket = w.votes_on(JOINT).await;
        w.sandbox.rename_project(CORE, "talbund/kern");
        let request = w.person("dev").proposes(CORE, "Wege", &format!("Vorgang: {TICKETS}#{ticket}")).await;
        assert_eq!(w.gate(CORE, request).await, "waiting: vote-open, review-missing");
        assert_eq!(w.light(CORE, request), "pending");
        w.person("rev").approves(CORE, request).await;
        w.say(ticket, &YES).await;
        w.ends(ticket).await;
        assert_eq!(w.stands(CORE, request), "merged");
        assert_eq!(w.tags(CORE), ["v0.1.0"]);
        w.without_listening();
    }
}

story! {
    /// Who takes the old path of a renamed project takes no vote with it.
    another_project_at_the_old_path_is_nobodys, w => {
        let ticket = w.votes_on(JOINT).await;
        w.sandbox.rename_project(TICKETS, NEW);
        w.sandbox.project(TICKETS);
        w.sandbox.member(TICKETS, "votum-bot", 30);
        let hook = votum::sandbox::Hook {
            url: "http://127.0.0.1:9/hooks/opencode".into(),
            token: Some("hook".into()),
            signing_token: None,
        };
        w.sandbox.hook(TICKETS, hook);
        let other = w.person("eva").opens("Etwas anderes").await;
        assert_eq!(other, ticket, "it bears the same number in its project");
        w.person("eva").says(other, "/vote nein").await;
        w.person("anna").says(other, "/vote nein").await;
        assert_eq!(w.counts(ticket).await, "");
        w.sandbox.comment(&At::issue(NEW, ticket), "anna", "/vote ja").expect("GitLab keeps the note");
        w.settle().await;
        assert_eq!(w.counts(ticket).await, "ahausen yes");
        w.without_listening();
    }
}

story! {
    /// Rules that name the new path as if it were another project would hold every vote twice: they are not served.
    a_project_under_two_names_is_not_served, w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("anna").says(ticket, "/vote ja").await;
        w.sandbox.rename_project(TICKETS, NEW);
        w.enacts(|rules| rules.replace(TICKETS, NEW)).await;
        let sentence = trouble(&w, NEW);
        for words in ["is the one that the journal knows as opencode:talverbund/steuerung", "held twice otherwise"] {
            assert!(sentence.contains(words), "{words}: {sentence}");
        }
        w.enacts(|rules| told(&rules.replace(NEW, TICKETS))).await;
        w.person("ben").says(ticket, "/vote ja").await;
        assert_eq!(w.counts(ticket).await, "ahausen yes, bergtal yes");
        w.health.well(&format!("project opencode:{NEW}"));
        w.without_listening();
    }
}
