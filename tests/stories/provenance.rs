// SPDX-License-Identifier: EUPL-1.2
//! From the ticket to the tag: `votum verify --forge` walks the whole chain and finds each link that is broken.

use votum::domain::ids::{Project, Thread};
use votum::engine::Walked;
use votum::sandbox::{At, Fault, Proposal};

use crate::story;
use crate::world::*;

/// A decided ticket whose merge request was merged and tagged, both by their numbers.
async fn released(w: &mut World) -> (u64, u64) {
    let ticket = w.decides(JOINT, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
    let request = w.person("dev").proposes(CORE, "Wege", &format!("Vorgang: #{ticket}")).await;
    w.person("rev").approves(CORE, request).await;
    w.minutes(1).await;
    assert_eq!((w.stands(CORE, request), w.tags(CORE).len()), ("merged", 1));
    w.without_listening();
    (ticket, request)
}

/// What another process finds that walks the chains.
async fn walks(w: &World) -> Walked {
    w.another_process().await.walk().await.expect("the store stands").remove(0)
}

/// The broken links, each as `link: sentence`.
async fn broken(w: &World) -> Vec<String> {
    let sentence = |found: votum::engine::Break| format!("{}: {}", found.link.key(), found.sentence);
    walks(w).await.breaks.into_iter().map(sentence).collect()
}

/// Makes sure that exactly one link is broken, in these words.
async fn breaks(w: &World, words: &[&str]) {
    let found = broken(w).await;
    assert_eq!(found.len(), 1, "{found:#?}");
    for words in words {
        assert!(found[0].contains(words), "“{words}” is not in {found:#?}");
    }
}

story! {
    /// A whole chain holds, and nobody is written to: not the forge, not the journal.
    a_whole_chain_holds, w => {
        let (ticket, _) = released(&mut w).await;
        let bug = w.tables(BUG).await;
        let mended = w.person("dev").proposes(MODULE, "Absturz", &format!("Vorgang: #{bug}")).await;
        w.person("rev").approves(MODULE, mended).await;
        w.minutes(1).await;
        w.sandbox.forget_calls();
        let head = w.store.head(PARTNERSHIP).await.expect("the store stands");
        let walked = walks(&w).await;
        assert!(walked.is_whole(), "{walked:#?}");
        assert_eq!((walked.steps.tickets, walked.steps.votes), (2, 1), "#{ticket} was voted on, #{bug} needs no vote");
        assert_eq!((walked.steps.merges, walked.steps.tags, walked.steps.rows), (2, 2, 4));
        assert_eq!(walked.notes, Vec::<String>::new());
        assert_eq!(w.store.head(PARTNERSHIP).await.expect("the store stands"), head);
        let calls = w.sandbox.calls();
        assert!(!calls.is_empty() && calls.iter().all(|call| call.method == "GET"), "{calls:#?}");
    }
}

story! {
    /// The ticket was deleted, or moved to another project.
    the_ticket_is_gone, w => {
        let (ticket, _) = released(&mut w).await;
        w.sandbox.move_issue(TICKETS, ticket, "olga", MODULE);
        w.loses_hooks();
        breaks(&w, &["ticket:", "was moved to another project"]).await;
        w.sandbox.delete_issue(TICKETS, ticket);
        breaks(&w, &["ticket:", &format!("opencode:{TICKETS}#{ticket} is gone")]).await;
    }
}

story! {
    /// The vote note was deleted, rewritten, or is another account's.
    the_vote_note_is_not_votums, w => {
        let (ticket, _) = released(&mut w).await;
        let place = At::issue(TICKETS, ticket);
        let note = w.ticket(ticket).await.vote_note.expect("the vote note stands");
        w.sandbox.edit_note(&place, note, "rita", "Abgelehnt.");
        breaks(&w, &["vote:", "does not bear the mark", "rewritten"]).await;
        w.sandbox.delete_note(&place, note);
        w.loses_hooks();
        breaks(&w, &["vote:", &format!("The vote note {note}"), "is missing"]).await;
    }
}

story! {
    /// Another account serves votum now: what the earlier one wrote is told to be another's.
    the_vote_note_is_anothers, w => {
        released(&mut w).await;
        w.sandbox.bot("votum-neu");
        w.sandbox.token("votum-neu", "glpat-votum");
        breaks(&w, &["vote:", "is not votum's: votum-bot wrote it, votum is votum-neu there"]).await;
        w.sandbox.token("votum-bot", "glpat-votum");
    }
}

story! {
    /// The history of the branch was rewritten, then the branch taken away.
    the_merge_is_not_on_the_branch, w => {
        let before = w.sandbox.branch_head(CORE, "main").expect("there is a branch");
        let (_, request) = released(&mut w).await;
        let sha = w.request(CORE, request).await.merged_sha.expect("it is merged");
        w.sandbox.rewrite_branch(CORE, "main", "rita", &before);
        w.loses_hooks();
        breaks(&w, &["merge:", &sha, "not on the branch main any more", "rewritten"]).await;
        w.sandbox.delete_merge_request(CORE, request);
        w.sandbox.rewrite_branch(CORE, "main", "rita", &sha);
        w.loses_hooks();
        breaks(&w, &["merge:", "is gone from the forge"]).await;
    }
}

story! {
    /// The tag was deleted, set anew at another commit, or without the decisions that it carries; its release was
    /// deleted.
    the_tag_is_another, w => {
        let before = w.sandbox.branch_head(CORE, "main").expect("there is a branch");
        released(&mut w).await;
        let tag = w.sandbox.tags(CORE).remove(0);
        let set = |target: &str, message: &str| {
            w.sandbox.delete_tag(CORE, &tag.name);
            w.sandbox.set_tag(CORE, "rita", &tag.name, target, message);
        };
        w.sandbox.delete_tag(CORE, &tag.name);
        breaks(&w, &["tag:", "v0.1.0", "is missing", &tag.commit]).await;
        set(&before, &tag.message);
        breaks(&w, &["tag:", &format!("stands at {before}"), &tag.commit]).await;
        set(&tag.commit, "Talkarte v0.1.0");
        breaks(&w, &["tag:", "does not name B-2026-001"]).await;
        set(&tag.commit, &format!("{} {}", tag.message, "0".repeat(64)));
        breaks(&w, &["tag:", "states the journal's hash", "does not hold"]).await;
        let head = w.store.head(PARTNERSHIP).await.expect("the store stands");
        set(&tag.commit, &format!("{} {}", tag.message, votum::domain::chain::hex(&head.hash)));
        assert_eq!(broken(&w).await, Vec::<String>::new());
        w.sandbox.delete_release(CORE, &tag.name);
        breaks(&w, &["release:", "The release of the tag v0.1.0", "is missing"]).await;
        w.loses_hooks();
    }
}

story! {
    /// A merge that votum never heard of, and a release tag that it did not set. What stood there when it came is none.
    what_votum_does_not_know, w => {
        w.sandbox.set_tag(MODULE, "rita", "v0.9.0", "main", "");
        released(&mut w).await;
        assert_eq!(broken(&w).await, Vec::<String>::new());
        w.second();
        let wild = w.sandbox.open_merge_request(Proposal::new(MODULE, "dev", "Still"));
        w.sandbox.merge_by_hand(MODULE, wild, "dev");
        w.sandbox.push_to_branch(MODULE, "entwurf", "dev", "Entwurf");
        let aside = w.sandbox.open_merge_request(Proposal::new(MODULE, "dev", "Daneben").into_branch("entwurf"));
        w.sandbox.merge_by_hand(MODULE, aside, "dev");
        w.loses_hooks();
        breaks(&w, &["merge:", &format!("opencode:{MODULE}!{wild} was merged into main"), "knows nothing"]).await;
        w.second();
        let late = w.sandbox.open_merge_request(Proposal::new(CORE, "dev", "Später"));
        w.settle().await;
        w.sandbox.merge_by_hand(CORE, late, "dev");
        w.loses_hooks();
        assert_eq!(broken(&w).await.len(), 2);
        w.reconciles().await;
        let walked = walks(&w).await;
        assert_eq!(walked.breaks.len(), 1, "what is known to be open is read again: {walked:#?}");
        assert!(walked.notes[0].contains("merged without clearance"), "{walked:#?}");
        w.sandbox.set_tag(CORE, "dev", "v9.0.0", "main", "");
        w.sandbox.set_tag(CORE, "dev", "probe", "main", "");
        let found = broken(&w).await;
        let strange = format!("The tag v9.0.0 of opencode:{CORE}");
        let told = found.iter().any(|line| line.contains(&strange) && line.contains("votum did not set it"));
        assert!(found.len() == 2 && told, "{found:#?}");
        w.loses_hooks();
    }
}

story! {
    /// Squashed or rebased, the commit on the branch holds the change and not the head: known, and no broken link.
    a_squashed_merge_is_known, w => {
        let bug = w.tables(BUG).await;
        let request = Proposal::new(CORE, "dev", "Eins").describing(&format!("Vorgang: #{bug}")).squashed();
        let request = w.sandbox.open_merge_request(request);
        w.settle().await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.stands(CORE, request), "merged");
        let walked = walks(&w).await;
        assert!(walked.is_whole(), "{walked:#?}");
        assert!(walked.notes.len() == 1 && walked.notes[0].contains("squashed or rebased"), "{walked:#?}");
        w.without_listening();
    }
}

story! {
    /// Somebody has changed a row of the register, or a row is missing.
    the_register_differs, w => {
        let (_, request) = released(&mut w).await;
        let thread = Thread::merge_request(Project { forge: "opencode".into(), path: CORE.into() }, request);
        let mut sheet = w.request(CORE, request).await;
        sheet.merged_sha = Some("0".repeat(40));
        let mut tx = w.store.begin_for(PARTNERSHIP).await.expect("a transaction");
        tx.put_request(PARTNERSHIP, &thread, &sheet, w.clock.now()).await.expect("it is written");
        tx.commit().await.expect("committed");
        breaks(&w, &["register:", &thread.to_string(), "is not what the journal says"]).await;
        let mut tx = w.store.begin_for(PARTNERSHIP).await.expect("a transaction");
        tx.clear_register(PARTNERSHIP).await.expect("it is empty");
        tx.commit().await.expect("committed");
        let found = broken(&w).await;
        assert!(found.len() == 2 && found.iter().all(|line| line.contains("the register does not")), "{found:#?}");
        w.engine.rebuild().await.expect("the store stands");
        assert_eq!(broken(&w).await, Vec::<String>::new());
    }
}

story! {
    /// Other rules came into force since a row was written: that is no broken link.
    older_rows_are_no_lie, w => {
        released(&mut w).await;
        let bug = w.tables(BUG).await;
        w.enacts(|rules| rules.replace("follow_ups         = [\"cost-plan\"]", "follow_ups         = [\"contracts\"]")).await;
        assert_eq!(broken(&w).await, Vec::<String>::new());
        assert_eq!(w.state(bug).await, "cleared no-vote-needed");
        w.engine.rebuild().await.expect("the store stands");
        assert_eq!(broken(&w).await, Vec::<String>::new());
    }
}

story! {
    /// A forge that stumbles is asked again; one that is down is told, and never all is well.
    a_forge_that_is_down, w => {
        released(&mut w).await;
        w.sandbox.fails_next(Fault::Status(503), "GET", 2);
        assert_eq!(broken(&w).await, Vec::<String>::new());
        w.sandbox.forget_calls();
        w.sandbox.fails_next(Fault::HangUp, "GET", 10_000);
        breaks(&w, &["forge:", "The forge opencode could not be asked", "was not looked at"]).await;
        assert!(w.sandbox.calls().len() < 10, "it is not asked on and on");
        w.sandbox.heal();
        w.sandbox.fails_next(Fault::Status(403), "GET /repository/tags", 10_000);
        let found = broken(&w).await;
        assert!(!found.is_empty() && found.iter().all(|line| line.contains("could not be looked at")), "{found:#?}");
        w.sandbox.heal();
        assert_eq!(broken(&w).await, Vec::<String>::new());
    }
}

story! {
    /// Two partnerships at two forges, one of which is down: what lies at the other is walked all the same.
    several_partnerships_and_forges, w => {
        released(&mut w).await;
        let other = RULES.replace("opencode:", "nirgends:").replace("talverbund/", "bergbund/");
        let (forges, rules) = ([("nirgends", "http://127.0.0.1:9")], [(PARTNERSHIP, RULES), ("bergbund", other.as_str())]);
        let engine = w.another_with(&forges, &rules).await;
        let walked = engine.walk().await.expect("the store stands");
        assert!(walked[0].is_whole(), "{walked:#?}");
        let sentence = &walked[1].breaks[0].sentence;
        assert!(sentence.contains("The forge nirgends could not be asked"), "{walked:#?}");
    }
}
