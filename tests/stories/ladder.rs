// SPDX-License-Identifier: EUPL-1.2
//! Every answer to a merge: what is tried again, what ends it, and that each end can be seen.
//!
//! The codes are GitLab's (`PUT …/merge`); the field reports behind them are marge-bot's (#42, #79, #263, #326, #353),
//! Renovate's (#27356, #44803) and Kodiak's (#261, #848, #885).

use crate::story;
use crate::world::*;
use votum::domain::fact::Fact;
use votum::sandbox::{At, Fault};

/// A merge request for a bug, reviewed and cleared.
async fn cleared(w: &mut World) -> u64 {
    let request = proposed(w).await;
    w.person("rev").approves(CORE, request).await;
    request
}

/// A merge request for a bug.
async fn proposed(w: &mut World) -> u64 {
    let ticket = w.tables(BUG).await;
    w.without_listening();
    w.person("dev").proposes(CORE, "Absturz behoben", &format!("Vorgang: #{ticket}")).await
}

/// The newest note of votum's under a merge request.
fn newest(w: &World, iid: u64) -> String {
    w.notes(&At::merge_request(CORE, iid)).pop().map(|note| note.1).unwrap_or_default()
}

/// How often the forge was asked to merge.
fn tries(w: &World) -> usize {
    w.sandbox.calls().iter().filter(|call| call.method == "PUT" && call.path.ends_with("/merge")).count()
}

/// What the board says under a name that begins so.
fn alarm(w: &World, name: &str) -> Option<String> {
    w.health.troubles().into_iter().find(|(about, _)| about.starts_with(name)).map(|(_, what)| what)
}

/// Whether what landed contains the judged head, and whether it was squashed.
async fn landed(w: &World, iid: u64) -> Option<(Option<bool>, Option<bool>)> {
    let stream = format!("opencode:{CORE}!{iid}");
    let entries = w.store.stream(PARTNERSHIP, &stream).await.expect("the store stands");
    entries.into_iter().find_map(|entry| match entry.fact {
        Fact::Landed { contained, squashed, .. } => Some((contained, squashed)),
        _ => None,
    })
}

story! {
    /// 409 although the head stands where it stood: the forge lags behind itself, and is asked again.
    a_conflict_without_a_moved_head, w => {
        let request = proposed(&mut w).await;
        w.sandbox.fails_next(Fault::Status(409), "PUT requests/1/merge", 2);
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.stands(CORE, request), "opened");
        w.minutes(1).await;
        w.minutes(1).await;
        assert_eq!((w.stands(CORE, request), w.tags(CORE).len()), ("merged", 1));
        assert!(!newest(&w, request).contains("nicht zusammengeführt"), "{}", newest(&w, request));
    }
}

story! {
    /// 409 for ever: an end that can be seen under the merge request, on its page and on the board.
    a_conflict_for_ever, w => {
        let request = proposed(&mut w).await;
        w.sandbox.fails_next(Fault::Status(409), "PUT requests/1/merge", 1_000);
        w.person("rev").approves(CORE, request).await;
        for _ in 0..60 {
            w.minutes(10).await;
        }
        assert!(newest(&w, request).contains("nicht zusammengeführt"), "{}", newest(&w, request));
        assert!(alarm(&w, "merge ").is_some_and(|what| what.contains("is cleared and could not be merged")));
        let tried = tries(&w);
        assert!(tried <= 20, "{tried} tries");
        w.days(2).await;
        assert_eq!(tries(&w), tried, "it ends there");
        w.sandbox.heal();
        w.person("rita").says_at(&At::merge_request(CORE, request), "/vote merge").await;
        assert_eq!((w.stands(CORE, request), alarm(&w, "merge ")), ("merged", None));
    }
}

story! {
    /// 401, 422 and the 400 of GitLab 19.2 are no matter of time: said once, on the board until it is mended.
    no_matter_of_time, w => {
        for code in [401, 422, 400] {
            let request = proposed(&mut w).await;
            w.sandbox.fails_next(Fault::Status(code), &format!("PUT requests/{request}/merge"), 1);
            let before = tries(&w);
            w.person("rev").approves(CORE, request).await;
            w.days(1).await;
            w.reconciles().await;
            assert_eq!((w.stands(CORE, request), tries(&w) - before), ("opened", 1), "{code}");
            assert!(newest(&w, request).contains("nicht zusammengeführt"), "{code}: {}", newest(&w, request));
            assert!(alarm(&w, "merge ").is_some(), "{code}");
            w.person("rita").says_at(&At::merge_request(CORE, request), "/vote merge").await;
            assert_eq!((w.stands(CORE, request), alarm(&w, "merge ")), ("merged", None), "{code}");
        }
    }
}

story! {
    /// 404 to a merge that came about all the same: it is merged once, and nobody says that it was not.
    merged_already, w => {
        let request = proposed(&mut w).await;
        w.sandbox.fails_next(Fault::StatusAfter(404), "PUT requests/1/merge", 1);
        w.person("rev").approves(CORE, request).await;
        assert_eq!((w.stands(CORE, request), w.tags(CORE).len()), ("merged", 1));
        assert_eq!(w.request(CORE, request).await.merged_with_clearance, Some(true));
        assert!(!newest(&w, request).contains("nicht zusammengeführt"), "{}", newest(&w, request));
    }
}

story! {
    /// While the forge has not looked yet, in each of its four words, nothing is tried and nothing is given up.
    the_forge_has_not_looked_yet, w => {
        for word in ["checking", "unchecked", "preparing", "approvals_syncing"] {
            let request = proposed(&mut w).await;
            w.sandbox.says_of_merging(CORE, request, Some(word));
            w.person("rev").approves(CORE, request).await;
            let before = tries(&w);
            w.days(1).await;
            assert_eq!((w.stands(CORE, request), tries(&w)), ("opened", before), "{word}");
            w.sandbox.says_of_merging(CORE, request, None);
            w.minutes(60).await;
            assert_eq!(w.stands(CORE, request), "merged", "{word}");
        }
    }
}

story! {
    /// Semi-linear and fast-forward projects ask for a rebase: votum makes no commit itself, and says what helps.
    a_rebase_is_needed, w => {
        w.sandbox.merge_method(CORE, "ff");
        let request = proposed(&mut w).await;
        w.sandbox.says_of_merging(CORE, request, Some("need_rebase"));
        w.person("rev").approves(CORE, request).await;
        w.days(1).await;
        assert_eq!((w.stands(CORE, request), tries(&w)), ("opened", 0));
        w.person("dev").says_at(&At::merge_request(CORE, request), "/vote status").await;
        assert!(newest(&w, request).contains("ein Rebase auf den Zielzweig (`/rebase`)"), "{}", newest(&w, request));
        w.sandbox.says_of_merging(CORE, request, None);
        w.person("dev").pushes(CORE, request).await;
        w.days(1).await;
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing", "a rebased head is another head");
        w.person("rita").approves(CORE, request).await;
        assert_eq!((w.stands(CORE, request), landed(&w, request).await), ("merged", Some((Some(true), Some(false)))));
    }
}

story! {
    /// A project that comes to ask for squashing: without being asked to, GitLab answers 200 and merges nothing.
    squashing_is_asked_for, w => {
        w.sandbox.ci(CORE, true);
        let request = cleared(&mut w).await;
        w.sandbox.squash_option(CORE, "always");
        w.pipeline(CORE, request, "success").await;
        assert_eq!((w.stands(CORE, request), landed(&w, request).await), ("merged", Some((Some(false), Some(true)))));
        let sheet = w.request(CORE, request).await;
        assert_eq!((sheet.merged_with_clearance, w.tags(CORE).len()), (Some(true), 1));
    }
}

story! {
    /// 200 and not merged, for ever: the forge's own word for why stands under the merge request.
    said_and_not_done, w => {
        let request = proposed(&mut w).await;
        w.sandbox.set_merge_error(CORE, request, Some("Hook declined: no ticket in commit"));
        w.person("rev").approves(CORE, request).await;
        for _ in 0..60 {
            w.minutes(10).await;
        }
        assert!(newest(&w, request).contains("Hook declined"), "{}", newest(&w, request));
        assert!(tries(&w) <= 20, "{}", tries(&w));
    }
}

story! {
    /// Stuck in the middle of merging: after ten minutes it is an alarm, and it goes on once somebody has freed it.
    stuck_while_merging, w => {
        w.sandbox.ci(CORE, true);
        let request = cleared(&mut w).await;
        w.sandbox.locks(CORE, request, true);
        w.reconciles().await;
        w.minutes(5).await;
        w.reconciles().await;
        assert_eq!(alarm(&w, "stuck "), None, "merging takes a while");
        w.minutes(10).await;
        w.reconciles().await;
        assert!(alarm(&w, "stuck ").is_some_and(|what| what.contains("for too long")));
        w.person("dev").says_at(&At::merge_request(CORE, request), "/vote status").await;
        assert!(newest(&w, request).contains("das Ende des Zusammenführens am Forge"), "{}", newest(&w, request));
        w.sandbox.locks(CORE, request, false);
        w.pipeline(CORE, request, "success").await;
        w.minutes(10).await;
        assert_eq!((w.stands(CORE, request), alarm(&w, "stuck ")), ("merged", None));
    }
}

story! {
    /// The branch lacks after the merge what was judged (as in GitHub's merge queue in April 2026): no clearance, no tag,
    /// and it is said.
    the_merge_loses_the_head, w => {
        let request = proposed(&mut w).await;
        w.sandbox.merges_lossily(CORE, request);
        w.person("rev").approves(CORE, request).await;
        assert_eq!((w.stands(CORE, request), w.tags(CORE).len()), ("merged", 0));
        assert_eq!(w.request(CORE, request).await.merged_with_clearance, Some(false));
        assert!(newest(&w, request).contains("nicht den bewerteten Stand"), "{}", newest(&w, request));
    }
}

story! {
    /// `[skip ci]`: a pipeline that tried nothing is no success, unless the project says so (Kodiak#885).
    a_skipped_pipeline, w => {
        w.sandbox.ci(CORE, true);
        let request = cleared(&mut w).await;
        w.pipeline(CORE, request, "skipped").await;
        w.days(1).await;
        assert_eq!((w.gate(CORE, request).await.as_str(), w.stands(CORE, request)), ("cleared: no-vote-needed", "opened"));
        w.sandbox.skipped_is_green(CORE, true);
        w.reconciles().await;
        assert_eq!(w.stands(CORE, request), "merged");
    }
}

story! {
    /// The project has pipelines, and its rules make none for this merge request: after an hour votum says what helps,
    /// once for each head.
    no_pipeline_ever_comes, w => {
        w.sandbox.file(CORE, ".gitlab-ci.yml", "test:\n  only: [main]\n");
        let request = cleared(&mut w).await;
        let silent = w.notes(&At::merge_request(CORE, request)).len();
        w.minutes(59).await;
        assert_eq!(w.notes(&At::merge_request(CORE, request)).len(), silent);
        w.minutes(2).await;
        assert!(newest(&w, request).contains("für diesen Stand läuft keine Pipeline"), "{}", newest(&w, request));
        assert!(newest(&w, request).contains("merge_request_event"), "{}", newest(&w, request));
        w.days(3).await;
        w.reconciles().await;
        assert_eq!(w.notes(&At::merge_request(CORE, request)).len(), silent + 1);
        assert_eq!(w.light(CORE, request), "pending");
        w.person("dev").says_at(&At::merge_request(CORE, request), "/vote status").await;
        assert!(newest(&w, request).contains("für diesen Stand läuft keine"), "{}", newest(&w, request));
        w.second();
        w.sandbox.request_pipeline(CORE, request, "success");
        w.settle().await;
        assert_eq!(w.stands(CORE, request), "merged");
    }
}

story! {
    /// Paused, or older than votum: the answer to "why" says so.
    paused_or_older, w => {
        w.without_listening();
        let ticket = w.tables(BUG).await;
        let old = w.older_request(MODULE, &format!("Vorgang: #{ticket}")).await;
        w.person("rev").approves(MODULE, old).await;
        let place = At::merge_request(MODULE, old);
        w.person("dev").says_at(&place, "/vote status").await;
        let told = w.notes(&place).pop().expect("an answer").1;
        assert!(told.contains("älter als der Einsatz von votum im Projekt") && !told.contains("votum ruht"), "{told}");
        w.engine.pause(true).await.expect("the store stands");
        w.minutes(10).await;
        w.person("dev").says_at(&place, "/vote status").await;
        let told = w.notes(&place).pop().expect("an answer").1;
        assert!(told.contains("votum ruht") && told.contains("wer votum betreibt"), "{told}");
    }
}
