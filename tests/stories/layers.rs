// SPDX-License-Identifier: EUPL-1.2
//! The layers of the gate, each with those who can get past it, and that votum notices; and the moments between the
//! clearance and the merge.

use std::sync::Mutex;

use crate::story;
use crate::world::*;
use votum::domain::guard::Lock;
use votum::sandbox::{At, Sandbox};

/// A bug's ticket, which needs no vote.
async fn bug(w: &mut World) -> String {
    let ticket = w.tables(BUG).await;
    w.without_listening();
    format!("Vorgang: #{ticket}")
}

/// Locks a project as `votum init` does.
fn lock(w: &World, project: &str) {
    w.sandbox.protect_for(project, "main", "votum-bot");
    w.sandbox.protect_tags(project, "v*", 40);
    w.sandbox.threads_must_be_resolved(project, true);
}

/// Lets something happen at the forge in the moment in which votum asks it to merge.
async fn at_the_merge(w: &mut World, act: impl FnOnce(&Sandbox) + Send + 'static) {
    let (sandbox, act) = (w.sandbox.clone(), Mutex::new(Some(act)));
    w.within(move |request| {
        if request.method() == "PUT" && request.uri().path().ends_with("/merge") {
            let act = act.lock().expect("nobody panicked").take();
            if let Some(act) = act {
                act(&sandbox);
            }
        }
    })
    .await;
}

/// The status `votum` in each pipeline at the head of a merge request: what, and by whom.
fn statuses(w: &World, iid: u64) -> Vec<(String, String)> {
    let head = w.sandbox.merge_request(CORE, iid).expect("it stands").head;
    let found = w.sandbox.statuses(CORE, &head).into_iter().filter(|status| status.name == "votum");
    found.map(|status| (status.state, status.by)).collect()
}

story! {
    /// A Developer starts a newer pipeline and sets votum's status there: it is overwritten in that very pipeline.
    a_foreign_status_in_a_newer_pipeline, w => {
        w.sandbox.pipeline_must_succeed(CORE, true);
        let ticket = w.tables(JOINT).await;
        w.without_listening();
        let request = w.person("dev").proposes(CORE, "Wanderwege", &format!("Vorgang: #{ticket}")).await;
        w.second();
        w.sandbox.request_pipeline(CORE, request, "success");
        w.sandbox.set_status(CORE, request, "dev", "votum", "success").expect("a developer may");
        w.settle().await;
        assert!(statuses(&w, request).iter().all(|(state, by)| state == "pending" && by == "votum-bot"), "{:?}", statuses(&w, request));
        assert_eq!(w.sandbox.tries_to_merge(CORE, request, "votum-bot"), Err(405), "not even votum could merge it");
    }
}

story! {
    /// Who overwrites votum's sign again and again gets an alarm and no clearance, at this head, until somebody of
    /// operations lets it go on.
    a_contested_sign, w => {
        let named = bug(&mut w).await;
        w.sandbox.ci(CORE, true);
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        for _ in 0..25 {
            w.second();
            w.sandbox.set_status(CORE, request, "dev", "votum", "success").expect("a developer may");
            w.settle().await;
        }
        w.person("rev").approves(CORE, request).await;
        w.pipeline(CORE, request, "success").await;
        assert_eq!((w.gate(CORE, request).await.as_str(), w.stands(CORE, request)), ("waiting: sign-contested", "opened"));
        let place = At::merge_request(CORE, request);
        assert!(w.notes(&place)[0].1.contains("setzt das Zeichen von votum"), "{}", w.notes(&place)[0].1);
        let alarm = |w: &World| w.health.troubles().keys().any(|about| about.starts_with("sign "));
        assert!(alarm(&w));
        w.restart().await;
        w.reconciles().await;
        assert!(alarm(&w), "it is still there after a restart");
        w.person("dev").says_at(&place, "/vote fortsetzen").await;
        assert!(alarm(&w), "not on the word of the one who did it");
        w.person("olga").says_at(&place, "/vote fortsetzen").await;
        w.minutes(1).await;
        assert_eq!((w.stands(CORE, request), alarm(&w)), ("merged", false));
    }
}

story! {
    /// The author, a Developer, resolves votum's discussion where no status can be set: it is opened again.
    the_author_resolves_the_discussion, w => {
        w.sandbox.builds(CORE, false);
        w.sandbox.threads_must_be_resolved(CORE, true);
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        let place = At::merge_request(CORE, request);
        let thread = |w: &World| w.sandbox.notes(&place).into_iter().find(|note| note.author == "votum-bot").expect("a note");
        w.second();
        w.sandbox.resolve(&place, thread(&w).id, "dev", true);
        w.settle().await;
        assert_eq!(thread(&w).resolved, Some(false));
        assert_eq!(w.sandbox.tries_to_merge(CORE, request, "dev"), Err(405), "the discussion is open again");
    }
}

story! {
    /// Under a lock by role a Maintainer merges past votum: it is listed without clearance, and nothing is tagged.
    a_maintainer_under_the_lock_by_role, w => {
        w.sandbox.protect(CORE, "main", 0, 40);
        w.sandbox.member(CORE, "mona", 40);
        let ticket = w.tables(JOINT).await;
        w.without_listening();
        let request = w.person("dev").proposes(CORE, "Wanderwege", &format!("Vorgang: #{ticket}")).await;
        assert_eq!(w.sandbox.tries_to_merge(CORE, request, "dev"), Err(401));
        w.second();
        assert_eq!(w.sandbox.tries_to_merge(CORE, request, "mona"), Ok(()));
        w.settle().await;
        let sheet = w.request(CORE, request).await;
        assert_eq!((sheet.merged_with_clearance, w.tags(CORE).len()), (Some(false), 0));
        let named = bug(&mut w).await;
        let clean = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        w.person("rev").approves(CORE, clean).await;
        assert_eq!((w.stands(CORE, clean), w.tags(CORE).len()), ("merged", 0), "what came past the gate stops the tag");
    }
}

story! {
    /// A Maintainer turns the lock by key into one by role: no gap, and yet said until it is as good again, or somebody
    /// says why it is meant so.
    a_weaker_lock, w => {
        w.without_listening();
        lock(&w, CORE);
        w.reconciles().await;
        let weaker = |w: &World| w.health.troubles().remove("lock opencode:talverbund/kern main");
        assert_eq!(weaker(&w), None);
        w.sandbox.protect(CORE, "main", 0, 40);
        w.reconciles().await;
        assert!(!w.health.troubles().contains_key("guard opencode:talverbund/kern main"), "it is no gap");
        assert!(weaker(&w).is_some_and(|what| what.contains("weaker than it was") && what.contains("votum locks take")));
        w.restart().await;
        w.reconciles().await;
        assert!(weaker(&w).is_some(), "nobody has seen to it");
        lock(&w, CORE);
        w.reconciles().await;
        assert_eq!(weaker(&w), None, "as good as before");
        w.sandbox.protect(CORE, "main", 0, 40);
        w.reconciles().await;
        assert!(weaker(&w).is_some());
        let shell = w.another_process().await;
        let project = votum::domain::ids::Project { forge: "opencode".into(), path: CORE.into() };
        assert_eq!(shell.take_lock(&project, "nirgends", "egal").await.expect("the store stands"), None);
        let taken = shell.take_lock(&project, "main", "so vereinbart").await.expect("the store stands");
        assert_eq!(taken.map(|found| found.lock), Some(Lock::Role));
        w.reconciles().await;
        assert_eq!(weaker(&w), None, "somebody has said that it is meant so");
        w.restart().await;
        w.reconciles().await;
        assert_eq!(weaker(&w), None);
    }
}

story! {
    /// What votum's token may not see is never taken for good, and neither is a branch that is not there.
    what_cannot_be_seen, |rules: String| rules.replace("[gate]\n", "[gate]\nbranches = [\"stabil\"]\n"), w => {
        w.without_listening();
        lock(&w, CORE);
        w.sandbox.member(CORE, "votum-bot", 30);
        w.reconciles().await;
        let trouble = |w: &World, branch: &str| w.health.troubles().remove(&format!("guard opencode:{CORE} {branch}"));
        assert!(trouble(&w, "main").is_some_and(|what| what.contains("may not see it all")));
        assert!(trouble(&w, "stabil").is_some_and(|what| what.contains("has no branch stabil")));
    }
}

story! {
    /// A push in the very moment of the merge: the forge refuses, nothing undecided lands, the new head waits.
    a_push_in_the_moment_of_the_merge, w => {
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        at_the_merge(&mut w, move |sandbox| drop(sandbox.push(CORE, request, "dev", &["src/heimlich.ts"]))).await;
        w.person("rev").approves(CORE, request).await;
        w.days(1).await;
        assert_eq!((w.stands(CORE, request), w.gate(CORE, request).await.as_str()), ("opened", "waiting: review-missing"));
        let notes = w.notes(&At::merge_request(CORE, request));
        assert!(notes.iter().all(|(_, body)| !body.contains("nicht zusammengeführt")), "{notes:#?}");
    }
}

story! {
    /// A retarget in the very moment of the merge keeps the head, so the forge merges: votum sees afterwards that this was
    /// not what it had cleared.
    a_retarget_in_the_moment_of_the_merge, |rules: String| rules.replace("[gate]\n", "[gate]\nbranches = [\"stabil\"]\n"), w => {
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        at_the_merge(&mut w, move |sandbox| sandbox.retarget(CORE, request, "dev", "stabil")).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.stands(CORE, request), "merged");
        let sheet = w.request(CORE, request).await;
        assert_eq!((sheet.merged_with_clearance, w.tags(CORE).len()), (Some(false), 0));
    }
}

story! {
    /// A retarget that no webhook tells of, before votum asks for the merge: it is read again, and nothing is merged.
    a_retarget_unseen, |rules: String| rules.replace("[gate]\n", "[gate]\nbranches = [\"stabil\"]\n"), w => {
        w.sandbox.ci(CORE, true);
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        w.person("rev").approves(CORE, request).await;
        w.second();
        w.sandbox.retarget(CORE, request, "dev", "stabil");
        w.loses_hooks();
        w.pipeline(CORE, request, "success").await;
        w.days(1).await;
        assert_eq!((w.stands(CORE, request), w.gate(CORE, request).await.as_str()), ("opened", "waiting: review-missing"));
    }
}

story! {
    /// Forced back to a head that was decided and reviewed once: what came between is seen, so it is reviewed anew.
    forced_back_to_an_old_head, w => {
        w.sandbox.ci(CORE, true);
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        let first = w.sandbox.merge_request(CORE, request).expect("it stands").head;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "cleared: no-vote-needed");
        w.person("dev").pushes(CORE, request).await;
        w.second();
        w.sandbox.force_push(CORE, request, "dev", &first);
        w.settle().await;
        w.pipeline(CORE, request, "success").await;
        w.days(1).await;
        assert_eq!((w.stands(CORE, request), w.gate(CORE, request).await.as_str()), ("opened", "waiting: review-missing"));
        w.person("rev").unapproves(CORE, request).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.stands(CORE, request), "merged");
    }
}

story! {
    /// `/vote merge`, then a push of something else: the word was for another head (bevy#6992, homu#215).
    the_word_was_for_another_head, |rules: String| rules.replace("\"automatic\"", "\"on-command\""), w => {
        w.sandbox.ci(CORE, true);
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        w.person("rev").approves(CORE, request).await;
        w.person("rita").says_at(&At::merge_request(CORE, request), "/vote merge").await;
        w.person("dev").pushes(CORE, request).await;
        w.person("rev").unapproves(CORE, request).await;
        w.person("rev").approves(CORE, request).await;
        w.pipeline(CORE, request, "success").await;
        w.days(1).await;
        assert_eq!((w.gate(CORE, request).await.as_str(), w.stands(CORE, request)), ("cleared: no-vote-needed", "opened"));
        w.person("rita").says_at(&At::merge_request(CORE, request), "/vote merge").await;
        assert_eq!(w.stands(CORE, request), "merged");
    }
}

story! {
    /// An exempt label that is taken off, and no webhook tells of it: right before the merge it is missed.
    an_exempt_label_taken_off, w => {
        w.without_listening();
        w.sandbox.ci(CORE, true);
        let request = w.person("dev").proposes(CORE, "Pflege", "Ohne.").await;
        w.person("olga").labels_request(CORE, request, "prozess::0-pflege").await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "cleared: exempt");
        w.second();
        w.sandbox.label_merge_request(CORE, request, "olga", &[], &["prozess::0-pflege"]);
        w.loses_hooks();
        w.pipeline(CORE, request, "success").await;
        assert_eq!((w.stands(CORE, request), w.gate(CORE, request).await.as_str()), ("opened", "waiting: no-ticket"));
    }
}

story! {
    /// A ticket that its applicant closed and opens again starts anew, and clears nothing until it is decided.
    a_ticket_opened_again, w => {
        w.sandbox.ci(CORE, true);
        let ticket = w.votes_on(JOINT).await;
        w.without_listening();
        let request = w.person("dev").proposes(CORE, "Wanderwege", &format!("Vorgang: #{ticket}")).await;
        w.person("rev").approves(CORE, request).await;
        w.pipeline(CORE, request, "success").await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        w.person("anna").closes(ticket).await;
        assert_eq!(w.gate(CORE, request).await, "waiting: withdrawn");
        w.person("anna").reopens(ticket).await;
        w.days(1).await;
        assert_eq!((w.gate(CORE, request).await.as_str(), w.stands(CORE, request)), ("waiting: vote-open", "opened"));
    }
}
