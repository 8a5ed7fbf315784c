// SPDX-License-Identifier: EUPL-1.2
//! Who gets past which layer of the gate, and that votum notices.

use crate::story;
use crate::world::*;
use votum::domain::fact::Fact;
use votum::domain::guard::{Gap, Lock};
use votum::sandbox::{At, Fault, Proposal};

/// A bug's ticket, which needs no vote.
async fn bug(w: &mut World) -> String {
    let ticket = w.tables(BUG).await;
    format!("Vorgang: #{ticket}")
}

/// Locks a project as `votum init` does.
fn lock(w: &World, project: &str) {
    w.sandbox.protect_for(project, "main", "votum-bot");
    w.sandbox.protect_tags(project, "v*", 40);
    w.sandbox.threads_must_be_resolved(project, true);
}

/// A merge request from a fork.
async fn from_fork(w: &mut World, project: &str, named: &str) -> u64 {
    w.second();
    let iid = w.sandbox.open_merge_request(Proposal::new(project, "guest", "Karte").describing(named).from_fork());
    w.settle().await;
    iid
}

/// How a project's branch was found guarded, oldest first.
async fn guards(w: &World, project: &str) -> Vec<(Lock, Vec<Gap>)> {
    let entries = w.store.stream(PARTNERSHIP, "partnership").await.expect("the store stands");
    let of = |fact: Fact| match fact {
        Fact::Guarded { project: of, lock, gaps, .. } if of.path == project => Some((lock, gaps)),
        _ => None,
    };
    entries.into_iter().filter_map(|entry| of(entry.fact)).collect()
}

/// The statuses `votum` at the head of a merge request: in which pipeline, what, by whom.
fn statuses(w: &World, project: &str, iid: u64) -> Vec<(u64, String, String)> {
    let head = w.sandbox.merge_request(project, iid).expect("it stands").head;
    let found = w.sandbox.statuses(project, &head).into_iter().filter(|status| status.name == "votum");
    found.map(|status| (status.pipeline, status.state, status.by)).collect()
}

/// What others said under votum's name, as the journal has it.
async fn overruled(w: &World, project: &str, iid: u64) -> Vec<(String, String)> {
    let stream = format!("opencode:{project}!{iid}");
    let entries = w.store.stream(PARTNERSHIP, &stream).await.expect("the store stands");
    let of = |fact: Fact| match fact {
        Fact::Overruled { what, said, .. } => Some((what, said)),
        _ => None,
    };
    entries.into_iter().filter_map(|entry| of(entry.fact)).collect()
}

story! {
    /// The lock: nobody but votum merges. Opened, it is a fact, a trouble, and what went past it is listed.
    the_lock, w => {
        lock(&w, CORE);
        w.reconciles().await;
        assert_eq!(guards(&w, CORE).await, [(Lock::Key, vec![])]);
        let ticket = w.tables(JOINT).await;
        let request = w.person("dev").proposes(CORE, "Wanderwege", &format!("Vorgang: #{ticket}")).await;
        w.hears_at(&At::merge_request(CORE, request), "noch nicht entschieden");
        w.sandbox.member(CORE, "mona", 40);
        for name in ["dev", "rev", "mona"] {
            assert_eq!(w.sandbox.tries_to_merge(CORE, request, name), Err(401), "{name}");
        }
        w.sandbox.protect(CORE, "main", 0, 30);
        w.reconciles().await;
        let (lock, gaps) = guards(&w, CORE).await.pop().expect("a change is a fact");
        assert_eq!((lock, gaps.contains(&Gap::BranchOpen)), (Lock::Open, true));
        let trouble = w.health.troubles().remove("guard opencode:talverbund/kern main").expect("it is on the board");
        assert!(trouble.contains("Developers may write to it past votum."), "{trouble}");
        w.reconciles().await;
        assert_eq!(guards(&w, CORE).await.len(), 2, "what has not changed is no news");
        assert_eq!(w.sandbox.tries_to_merge(CORE, request, "dev"), Ok(()));
        w.settle().await;
        let sheet = w.request(CORE, request).await;
        assert_eq!((sheet.merged_with_clearance, sheet.tag), (Some(false), None));
        w.sandbox.protect_for(CORE, "main", "votum-bot");
        w.restart().await;
        w.reconciles().await;
        assert_eq!(guards(&w, CORE).await.pop(), Some((Lock::Key, vec![])));
        assert!(!w.health.troubles().contains_key("guard opencode:talverbund/kern main"));
        w.without_listening();
    }
}

story! {
    /// A lock by role holds against developers; somebody else's key opens it, and votum says so.
    other_locks, w => {
        w.sandbox.protect(CORE, "main", 0, 40);
        w.sandbox.protect_for(MODULE, "main", "dev");
        w.sandbox.autoclose(TICKETS, false);
        w.reconciles().await;
        assert_eq!(guards(&w, CORE).await, [(Lock::Role, vec![Gap::TagsOpen, Gap::ThreadsOff])]);
        let expected = vec![Gap::Foreign, Gap::LockedOut, Gap::TagsOpen, Gap::ThreadsOff];
        assert_eq!(guards(&w, MODULE).await, [(Lock::Open, expected)]);
        assert_eq!(guards(&w, TICKETS).await, [(Lock::None, vec![])]);
        w.sandbox.member(CORE, "votum-bot", 30);
        w.reconciles().await;
        assert_eq!(guards(&w, CORE).await.pop().map(|found| found.0), Some(Lock::Unseen));
    }
}

story! {
    /// The status: any developer can forge it; votum overwrites it, and it opens nothing that the lock holds.
    a_forged_status, w => {
        lock(&w, CORE);
        w.sandbox.pipeline_must_succeed(CORE, true);
        let ticket = w.tables(JOINT).await;
        let request = w.person("dev").proposes(CORE, "Wanderwege", &format!("Vorgang: #{ticket}")).await;
        assert_eq!(w.light(CORE, request), "pending");
        w.second();
        assert_eq!(w.sandbox.set_status(CORE, request, "anna", "votum", "success"), Err(403));
        assert_eq!(w.sandbox.set_status(CORE, request, "dev", "votum", "success"), Ok(()));
        assert_eq!(statuses(&w, CORE, request)[0].2, "dev");
        assert_eq!(w.sandbox.tries_to_merge(CORE, request, "dev"), Err(401), "the lock holds all the same");
        w.settle().await;
        let found = statuses(&w, CORE, request);
        assert_eq!((found.len(), found[0].1.as_str(), found[0].2.as_str()), (1, "pending", "votum-bot"));
        assert_eq!(overruled(&w, CORE, request).await, [("status".to_string(), "success".to_string())]);
        w.second();
        assert_eq!(w.sandbox.set_status(CORE, request, "dev", "lint", "success"), Ok(()));
        w.settle().await;
        assert_eq!(overruled(&w, CORE, request).await.len(), 1, "another name is nobody's forgery");
        w.without_listening();
    }
}

story! {
    /// Two programs that contradict each other at one head do not do so for ever.
    a_stubborn_forger, w => {
        let ticket = w.tables(JOINT).await;
        let request = w.person("dev").proposes(CORE, "Wanderwege", &format!("Vorgang: #{ticket}")).await;
        for _ in 0..25 {
            w.second();
            w.sandbox.set_status(CORE, request, "dev", "votum", "success").expect("a developer may");
            w.settle().await;
        }
        assert_eq!(overruled(&w, CORE, request).await.len(), 20);
        w.person("dev").pushes(CORE, request).await;
        assert_eq!(statuses(&w, CORE, request)[0].1, "pending", "a new head begins anew");
        w.without_listening();
    }
}

story! {
    /// A pipeline of the merge request takes over from the branch's: the status is posted there again.
    a_newer_pipeline_takes_over, w => {
        w.sandbox.ci(CORE, true);
        w.sandbox.pipeline_must_succeed(CORE, true);
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        let branch = statuses(&w, CORE, request)[0].0;
        w.second();
        w.sandbox.request_pipeline(CORE, request, "running");
        w.settle().await;
        let found = statuses(&w, CORE, request);
        assert!(found.iter().any(|(pipeline, said, _)| *pipeline != branch && said == "pending"), "{found:?}");
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.stands(CORE, request), "opened");
        w.second();
        w.sandbox.request_pipeline(CORE, request, "success");
        w.settle().await;
        w.minutes(1).await;
        assert_eq!(w.stands(CORE, request), "merged");
        w.without_listening();
    }
}

story! {
    /// A project has pipelines and none runs yet: a green status alone would open the gate, so it stays pending.
    no_green_before_the_pipeline, w => {
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        w.sandbox.file(CORE, ".gitlab-ci.yml", "test:\n  script: make test\n");
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "cleared: no-vote-needed");
        assert_eq!((w.light(CORE, request).as_str(), w.stands(CORE, request)), ("pending", "opened"));
        w.pipeline(CORE, request, "success").await;
        assert_eq!(w.stands(CORE, request), "merged");
        w.without_listening();
    }
}

story! {
    /// The thread: where no status holds, a discussion of votum's waits; its author resolves it too early in vain.
    a_fork, w => {
        lock(&w, CORE);
        let named = bug(&mut w).await;
        let request = from_fork(&mut w, CORE, &named).await;
        let place = At::merge_request(CORE, request);
        let note = w.hears_at(&place, "Approval");
        assert!(note.contains("wartet"), "{note}");
        let thread = || w.sandbox.notes(&place).into_iter().find(|note| note.author == "votum-bot").expect("a note");
        let (id, resolved) = (thread().id, thread().resolved);
        assert_eq!((resolved, statuses(&w, CORE, request).len()), (Some(false), 0));
        w.second();
        w.sandbox.resolve(&place, id, "guest", true);
        assert_eq!(w.sandbox.tries_to_merge(CORE, request, "dev"), Err(401), "the lock holds all the same");
        w.settle().await;
        assert_eq!(w.sandbox.notes(&place)[0].resolved, Some(false), "opened again");
        assert_eq!(overruled(&w, CORE, request).await, [("thread".to_string(), "resolved".to_string())]);
        w.person("rev").approves(CORE, request).await;
        w.minutes(1).await;
        assert_eq!((w.stands(CORE, request), w.tags(CORE).len()), ("merged", 1));
        assert_eq!(w.sandbox.notes(&place)[0].resolved, Some(true));
    }
}

story! {
    /// A fork in a project whose pipelines must succeed: a member runs one for it, and votum's status joins it.
    a_fork_with_a_pipeline, w => {
        lock(&w, CORE);
        w.sandbox.ci(CORE, true);
        w.sandbox.pipeline_must_succeed(CORE, true);
        let named = bug(&mut w).await;
        let request = from_fork(&mut w, CORE, &named).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!((w.gate(CORE, request).await, w.stands(CORE, request)), ("cleared: no-vote-needed".into(), "opened"));
        w.second();
        w.sandbox.request_pipeline(CORE, request, "success");
        w.settle().await;
        w.minutes(1).await;
        assert_eq!(w.stands(CORE, request), "merged");
        assert_eq!(statuses(&w, CORE, request)[0].1, "success");
        w.without_listening();
    }
}

story! {
    /// A project without pipelines: no status can be set, the thread says it.
    no_pipelines_at_all, w => {
        w.sandbox.builds(MODULE, false);
        w.sandbox.threads_must_be_resolved(MODULE, true);
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(MODULE, "Absturz behoben", &named).await;
        let place = At::merge_request(MODULE, request);
        w.hears_at(&place, "Approval");
        assert_eq!((statuses(&w, MODULE, request).len(), w.sandbox.notes(&place)[0].resolved), (0, Some(false)));
        w.person("rev").approves(MODULE, request).await;
        w.minutes(1).await;
        assert_eq!(w.stands(MODULE, request), "merged");
    }
}

story! {
    /// Why it is blocked: each condition, what was found, what is needed, whom to ask.
    why_it_waits, w => {
        w.sandbox.ci(CORE, true);
        let ticket = w.tables(JOINT).await;
        let request = w.person("dev").proposes(CORE, "Draft: Wanderwege", &format!("Vorgang: #{ticket}")).await;
        let place = At::merge_request(CORE, request);
        w.hears_at(&place, "noch nicht entschieden");
        w.person("guest").says_at(&place, "/vote status").await;
        let told = w.hears_at(&place, "Woran es liegt: !1");
        for words in [
            "erfüllt: **Nicht angehalten**",
            "offen: **Vorgang entschieden**",
            "weiter hilft: operatives Management",
            "offen: **Geprüft**: 0; nötig: 1",
            "offen: **Fertig**: als Entwurf markiert",
            "offen: **Pipeline**",
            "das Forge sagt: `draft_status`",
            "erfüllt: **Auftrag zum Zusammenführen**",
        ] {
            assert!(told.contains(words), "{words}\n{told}");
        }
    }
}

story! {
    /// A protected path: no exemption helps, only an accepted change of the rules does.
    a_protected_path, |rules| rules.replace("[gate]\n", "[gate]\nprotected = [\"partnership.toml\", \"regeln/**\"]\n"), w => {
        let bug = bug(&mut w).await;
        let request = w.person("dev").proposes_in(CORE, "Regeln", &bug, &["partnership.toml", "src/karte.ts"]).await;
        assert_eq!(w.gate(CORE, request).await, "waiting: change-needed, review-missing");
        w.person("rita").says_at(&At::merge_request(CORE, request), "/vote ausnahme Eilt").await;
        assert_eq!(w.gate(CORE, request).await, "waiting: change-needed, review-missing");
        let yes: Vec<_> = ["anna", "ben", "cem", "dora"].map(|name| (name, "/vote ja")).to_vec();
        let change = w.decides(CHANGE, &yes).await;
        w.person("dev").describes_request(CORE, request, &format!("Vorgang: #{change}")).await;
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing");
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.stands(CORE, request), "merged");
        let docs = w.person("dev").proposes_in(CORE, "Text", "Nur Text.", &["docs/a.md"]).await;
        assert_eq!(w.gate(CORE, docs).await, "waiting: review-missing", "other exemptions stand");
        w.without_listening();
    }
}

story! {
    /// Outside of the agreed hours nothing is merged; when they begin, it is.
    hours_of_merging, |rules| rules.replace("[gate]\n", "[gate]\nwindows = [\"tue-thu 10:00-12:00\"]\n"), w => {
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!((w.gate(CORE, request).await, w.stands(CORE, request)), ("cleared: no-vote-needed".into(), "opened"));
        let place = At::merge_request(CORE, request);
        w.without_listening();
        w.person("dev").says_at(&place, "/vote status").await;
        let told = w.notes(&place).pop().expect("an answer").1;
        assert!(told.contains("außerhalb der vereinbarten Zeiten"), "{told}");
        w.at("2026-03-03 09:59").await;
        assert_eq!(w.stands(CORE, request), "opened");
        w.at("2026-03-03 10:00").await;
        assert_eq!(w.stands(CORE, request), "merged");
        let second = w.person("dev").proposes(CORE, "Noch einer", &named).await;
        w.at("2026-03-03 12:00").await;
        w.person("rev").approves(CORE, second).await;
        assert_eq!(w.stands(CORE, second), "opened");
        w.at("2026-03-04 10:00").await;
        assert_eq!(w.stands(CORE, second), "merged");
    }
}

story! {
    /// Squash, semi-linear and fast-forward: merged with the project's own method, and what landed is looked at.
    ways_of_merging, w => {
        for (method, contained) in [("merge", true), ("rebase_merge", true), ("ff", true)] {
            w.sandbox.merge_method(CORE, method);
            let named = bug(&mut w).await;
            let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
            w.person("rev").approves(CORE, request).await;
            assert_eq!(w.stands(CORE, request), "merged", "{method}");
            let stream = format!("opencode:{CORE}!{request}");
            let entries = w.store.stream(PARTNERSHIP, &stream).await.expect("the store stands");
            let landed = entries.into_iter().find_map(|entry| match entry.fact {
                Fact::Landed { contained, .. } => contained,
                _ => None,
            });
            assert_eq!(landed, Some(contained), "{method}");
        }
        w.without_listening();
    }
}

story! {
    /// What is decided is one head and one title: a ticket that is opened again, an edited title, a void vote hold it up.
    nothing_undecided_is_merged, w => {
        lock(&w, CORE);
        w.sandbox.ci(CORE, true);
        let ticket = w.tables(JOINT).await;
        let request = w.person("dev").proposes(CORE, "Wanderwege", &format!("Vorgang: #{ticket}")).await;
        w.person("rev").approves(CORE, request).await;
        w.pipeline(CORE, request, "success").await;
        w.person("olga").says(ticket, "/vote ungültig Formfehler").await;
        w.days(1).await;
        assert!(w.gate(CORE, request).await.starts_with("waiting: "), "{}", w.gate(CORE, request).await);
        assert_eq!(w.stands(CORE, request), "opened", "a cancelled vote clears nothing");
        let decided = w.decides(JOINT, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        let second = w.person("dev").proposes(CORE, "Radwege", &format!("Vorgang: #{decided}")).await;
        w.pipeline(CORE, second, "success").await;
        w.second();
        w.sandbox.retitle_merge_request(CORE, second, "dev", "Vorgang: #99");
        w.settle().await;
        w.person("rev").approves(CORE, second).await;
        w.days(1).await;
        let stood = (w.gate(CORE, second).await, w.stands(CORE, second));
        assert_eq!(stood, ("waiting: ticket-unknown".to_string(), "opened"), "an edited title names another ticket");
        w.without_listening();
    }
}

story! {
    /// A webhook that the forge has stopped is switched on again; one that somebody took away is reported until it is
    /// there again; where votum's account may not see webhooks, nothing is claimed.
    webhooks_are_looked_after, w => {
        w.reconciles().await;
        let board = |w: &World, project: &str| w.health.troubles().remove(&format!("webhook opencode:{project}"));
        assert_eq!(board(&w, CORE), None);
        w.sandbox.stop_hooks(CORE);
        w.minutes(5).await;
        w.reconciles().await;
        assert_eq!(board(&w, CORE), None, "a test has switched it on again");
        assert!(w.sandbox.calls().iter().any(|call| call.method == "POST" && call.path.contains("/test/")));
        let request = w.person("dev").proposes(CORE, "Wege", "Es fehlt.").await;
        assert!(w.knows(CORE, request).await, "its webhooks come again");
        w.sandbox.stop_hooks(MODULE);
        w.sandbox.fails_next(Fault::Status(403), "POST test", 1_000);
        w.reconciles().await;
        let sentence = board(&w, MODULE).expect("it is on the board");
        assert!(sentence.contains("has stopped the webhook of opencode:talverbund/modul (disabled)"), "{sentence}");
        w.sandbox.heal();
        w.reconciles().await;
        assert_eq!(board(&w, MODULE), None);
        w.sandbox.remove_hooks(MODULE);
        w.sandbox.remove_hooks(TICKETS);
        w.reconciles().await;
        let sentence = board(&w, MODULE).expect("it is on the board");
        assert!(sentence.contains("has no webhook of opencode:talverbund/modul to https://votum.example/hooks/opencode"));
        assert_eq!(board(&w, TICKETS), None, "it may not see webhooks there");
        w.without_listening();
    }
}
