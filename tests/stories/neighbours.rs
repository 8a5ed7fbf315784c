// SPDX-License-Identifier: EUPL-1.2
//! Two merge requests with one head: they share a commit, and its status is never greener than the least of them.

use crate::story;
use crate::world::*;
use votum::sandbox::At;

/// A bug's ticket, which needs no vote.
async fn bug(w: &mut World) -> String {
    let ticket = w.tables(BUG).await;
    format!("Vorgang: #{ticket}")
}

/// People merge, and the branch `stabil` is gated as well.
fn by_people(rules: &str) -> String {
    rules.replace("\"automatic\"", "\"off\"").replace("[gate]\n", "[gate]\nbranches = [\"stabil\"]\n")
}

/// The states of all statuses `votum` at the head of a merge request, each once.
fn lights(w: &World, iid: u64) -> Vec<String> {
    let head = w.sandbox.merge_request(CORE, iid).expect("it stands").head;
    let own = w.sandbox.statuses(CORE, &head).into_iter().filter(|status| status.name == "votum");
    let mut states: Vec<String> = own.map(|status| status.state).collect();
    states.sort();
    states.dedup();
    states
}

/// Opens another merge request at the head of one.
async fn beside(w: &mut World, iid: u64, branch: Option<&str>, text: &str) -> u64 {
    w.second();
    let other = w.sandbox.open_beside(CORE, iid, branch, "stabil", text);
    w.settle().await;
    other
}

story! {
    /// One is cleared and the other names no ticket: the status waits for both, and both say why.
    the_status_is_never_greener_than_the_least, |rules| by_people(&rules), w => {
        w.without_listening();
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(lights(&w, request), ["success"]);
        let other = beside(&mut w, request, None, "Ohne.").await;
        assert_eq!(w.gate(CORE, request).await, "cleared: no-vote-needed");
        assert_eq!(w.gate(CORE, other).await, "waiting: no-ticket, review-missing");
        assert_eq!(lights(&w, request), ["pending"]);
        let place = At::merge_request(CORE, request);
        w.person("dev").says_at(&place, "/vote status").await;
        let told = w.notes(&place).pop().expect("an answer").1;
        assert!(told.contains("hat denselben Stand und ist nicht freigegeben"), "{told}");
        assert!(told.contains(&format!("!{other}")), "{told}");
        w.second();
        w.sandbox.set_merge_request_open(CORE, other, "dev", false);
        w.settle().await;
        assert_eq!(lights(&w, request), ["success"], "closed, it stands in nobody's way");
        w.second();
        w.sandbox.set_merge_request_open(CORE, other, "dev", true);
        w.settle().await;
        assert_eq!(lights(&w, request), ["pending"]);
        w.person("dev").describes_request(CORE, other, &named).await;
        w.person("rev").approves(CORE, other).await;
        assert_eq!(lights(&w, request), ["success"], "both are cleared");
    }
}

story! {
    /// Another branch at the same commit, for a rejected ticket: the commit is red until one of them moves on.
    another_branch_at_the_same_commit, |rules| by_people(&rules), w => {
        w.without_listening();
        let named = bug(&mut w).await;
        let rejected = w.decides(JOINT, &[("anna", "/vote nein"), ("ben", "/vote nein")]).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        w.person("rev").approves(CORE, request).await;
        let other = beside(&mut w, request, Some("daneben"), &format!("Vorgang: #{rejected}")).await;
        assert_eq!((w.gate(CORE, request).await.as_str(), lights(&w, request)), ("cleared: no-vote-needed", vec!["failed".into()]));
        w.person("dev").pushes(CORE, other).await;
        assert!(!lights(&w, request).contains(&"success".to_string()) || lights(&w, other) == ["failed"], "{:?}", lights(&w, request));
        assert_eq!(w.light_of(CORE, request), "success", "its own branch says what its own gate says");
        assert_eq!(lights(&w, other), ["failed"]);
    }
}

story! {
    /// Under "Pipelines must succeed" the shared status holds the merge up, and the one that is cleared goes through as
    /// soon as the other is out of the way; meanwhile a restart changes nothing.
    the_merge_waits_for_the_neighbour, |rules: String| rules.replace("[gate]\n", "[gate]\nbranches = [\"stabil\"]\n"), w => {
        w.without_listening();
        w.sandbox.pipeline_must_succeed(CORE, true);
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        let other = beside(&mut w, request, None, "Ohne.").await;
        w.person("rev").approves(CORE, request).await;
        w.restart().await;
        w.reconciles().await;
        w.days(1).await;
        assert_eq!((w.stands(CORE, request), lights(&w, request)), ("opened", vec!["pending".to_string()]));
        w.second();
        w.sandbox.set_merge_request_open(CORE, other, "dev", false);
        w.settle().await;
        w.minutes(10).await;
        w.reconciles().await;
        assert_eq!(w.stands(CORE, request), "merged");
    }
}
