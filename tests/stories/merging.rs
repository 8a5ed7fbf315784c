// SPDX-License-Identifier: EUPL-1.2
//! When votum merges, and when it does not.

use crate::story;
use crate::world::*;
use votum::sandbox::{At, Fault};

const YES: [(&str, &str); 3] = [("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")];

/// A bug's ticket, which needs no vote.
async fn bug(w: &mut World) -> String {
    let ticket = w.tables(BUG).await;
    format!("Vorgang: #{ticket}")
}

story! {
    /// A bug needs no vote: reviewed, it is merged with the head that was judged, and tagged as a patch.
    a_bug_is_merged_and_tagged_as_a_patch, w => {
        w.sandbox.needs_sha(true);
        w.sandbox.set_tag(CORE, "rita", "v1.4.2", "main", "");
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        w.hears_at(&At::merge_request(CORE, request), "Approval");
        w.person("rev").approves(CORE, request).await;
        assert_eq!((w.stands(CORE, request), w.light(CORE, request).as_str()), ("merged", "success"));
        assert_eq!(w.tags(CORE), ["v1.4.2", "v1.4.3"]);
        let merged = w.request(CORE, request).await;
        assert_eq!((merged.merged_with_clearance, merged.tag.as_deref()), (Some(true), Some("v1.4.3")));
    }
}

story! {
    /// A draft, a running or red pipeline and a conflict wait; then it is merged.
    what_is_not_ready_waits, w => {
        w.sandbox.ci(CORE, true);
        w.sandbox.checks_first(true);
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Draft: Absturz behoben", &named).await;
        w.person("rev").approves(CORE, request).await;
        w.pipeline(CORE, request, "success").await;
        w.days(1).await;
        assert_eq!(w.stands(CORE, request), "opened");
        w.second();
        w.sandbox.set_conflict(CORE, request, true);
        w.sandbox.retitle_merge_request(CORE, request, "dev", "Absturz behoben");
        w.settle().await;
        w.days(1).await;
        assert_eq!(w.stands(CORE, request), "opened");
        w.pipeline(CORE, request, "running").await;
        w.sandbox.set_conflict(CORE, request, false);
        w.reconciles().await;
        assert_eq!(w.stands(CORE, request), "opened");
        w.pipeline(CORE, request, "failed").await;
        assert_eq!(w.stands(CORE, request), "opened");
        w.pipeline(CORE, request, "success").await;
        assert_eq!(w.stands(CORE, request), "merged");
        w.without_listening();
    }
}

story! {
    /// A push after the clearance waits for a new review; what was approved before is never merged.
    /// Seen elsewhere: cncf/gitvote `github.rs`, servo/homu#215, bors-ng#1519: what was pushed later inherited the approval.
    a_push_after_the_clearance, w => {
        w.sandbox.ci(CORE, true);
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "cleared: no-vote-needed");
        w.person("dev").pushes(CORE, request).await;
        w.pipeline(CORE, request, "success").await;
        assert_eq!(w.gate(CORE, request).await, "waiting: review-missing");
        assert_eq!((w.stands(CORE, request), w.light(CORE, request).as_str()), ("opened", "pending"));
        w.person("rev").unapproves(CORE, request).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.stands(CORE, request), "merged");
        w.without_listening();
    }
}

story! {
    /// The head moves between clearance and merge, and nobody tells votum: the forge is read again, nothing is merged.
    /// Seen elsewhere: servo/homu#216, kubernetes/test-infra#24609: another commit than the approved one.
    the_head_moves_unseen, w => {
        w.sandbox.ci(CORE, true);
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        w.person("rev").approves(CORE, request).await;
        w.second();
        w.sandbox.pipeline(CORE, request, "success");
        let hooks = w.sandbox.take_hooks();
        w.sandbox.push(CORE, request, "dev", &["src/karte.ts"]);
        w.loses_hooks();
        for hook in &hooks {
            w.bring(hook).await;
        }
        w.settle().await;
        assert_eq!((w.stands(CORE, request), w.gate(CORE, request).await), ("opened", "waiting: review-missing".into()));
        w.without_listening();
    }
}

story! {
    /// Held, it waits; let go, it is merged.
    hold_and_unhold, w => {
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        let place = At::merge_request(CORE, request);
        w.hears_at(&place, "Approval");
        w.person("dev").says_at(&place, "/vote anhalten Moment").await;
        w.hears_at(&place, "operatives Management oder Release-Verantwortung");
        w.person("rita").says_at(&place, "/vote anhalten Moment noch").await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!((w.gate(CORE, request).await, w.stands(CORE, request)), ("waiting: held".into(), "opened"));
        assert!(w.notes(&place)[0].1.contains("Moment noch"));
        w.person("olga").says_at(&place, "/vote fortsetzen").await;
        assert_eq!(w.stands(CORE, request), "merged");
    }
}

story! {
    /// On command, only a release manager's `/vote merge` merges, and it waits until everything is there.
    merging_on_command, |rules| rules.replace("\"automatic\"", "\"on-command\""), w => {
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        let place = At::merge_request(CORE, request);
        w.hears_at(&place, "Approval");
        w.person("dev").says_at(&place, "/vote merge").await;
        w.hears_at(&place, "Release-Verantwortung");
        w.person("rita").says_at(&place, "/vote zusammenführen").await;
        assert_eq!(w.stands(CORE, request), "opened");
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.stands(CORE, request), "merged");
        let second = w.person("dev").proposes(CORE, "Noch einer", &named).await;
        w.person("rev").approves(CORE, second).await;
        w.days(1).await;
        assert_eq!((w.gate(CORE, second).await, w.stands(CORE, second)), ("cleared: no-vote-needed".into(), "opened"));
        w.without_listening();
    }
}

story! {
    /// With merging off people merge; what was cleared is recorded and tagged.
    merging_off, |rules| rules.replace("\"automatic\"", "\"off\""), w => {
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        let place = At::merge_request(CORE, request);
        w.hears_at(&place, "Approval");
        w.person("rita").says_at(&place, "/vote merge").await;
        w.hears_at(&place, "ausgeschaltet");
        w.person("rev").approves(CORE, request).await;
        w.days(1).await;
        assert_eq!(w.stands(CORE, request), "opened");
        w.person("rita").merges(CORE, request).await;
        assert_eq!(w.tags(CORE), ["v0.1.0"]);
        assert_eq!(w.request(CORE, request).await.merged_with_clearance, Some(true));
    }
}

story! {
    /// Merged by hand without clearance: recorded, not tagged.
    merged_without_clearance, w => {
        let ticket = w.tables(JOINT).await;
        let request = w.person("dev").proposes(CORE, "Wanderwege", &format!("Vorgang: #{ticket}")).await;
        w.person("dev").merges(CORE, request).await;
        w.days(1).await;
        let sheet = w.request(CORE, request).await;
        assert_eq!((sheet.merged_with_clearance, sheet.tag, w.tags(CORE)), (Some(false), None, vec![]));
        assert!(sheet.merged_sha.is_some());
        w.without_listening();
    }
}

story! {
    /// A merge request older than votum is judged and never merged by itself; a release manager may ask for it.
    older_than_votum, w => {
        w.without_listening();
        let named = bug(&mut w).await;
        let old = w.older_request(MODULE, &named).await;
        w.person("rev").approves(MODULE, old).await;
        w.days(1).await;
        assert_eq!((w.gate(MODULE, old).await, w.stands(MODULE, old)), ("cleared: no-vote-needed".into(), "opened"));
        w.person("rita").says_at(&At::merge_request(MODULE, old), "/vote merge").await;
        assert_eq!(w.stands(MODULE, old), "merged");
    }
}

story! {
    /// The forge is not ready twice, and once says that it merged and has not: in the end each is merged once.
    the_forge_takes_its_time, w => {
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        w.sandbox.fails_next(Fault::Status(405), "PUT requests/1/merge", 2);
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.stands(CORE, request), "opened");
        w.minutes(1).await;
        w.minutes(1).await;
        w.minutes(1).await;
        assert_eq!(w.stands(CORE, request), "merged");
        let second = w.person("dev").proposes(CORE, "Noch einer", &named).await;
        w.sandbox.set_merge_error(CORE, second, Some("Merge failed"));
        w.person("rev").approves(CORE, second).await;
        assert_eq!(w.stands(CORE, second), "opened");
        w.sandbox.set_merge_error(CORE, second, None);
        w.minutes(1).await;
        assert_eq!((w.stands(CORE, second), w.tags(CORE).len()), ("merged", 2));
        w.without_listening();
    }
}

story! {
    /// What the forge will not merge is said once; a new push, or a word of the release managers, tries again.
    the_forge_will_not, w => {
        let named = bug(&mut w).await;
        let request = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        let place = At::merge_request(CORE, request);
        w.hears_at(&place, "Approval");
        w.sandbox.set_merge_error(CORE, request, Some("Merge failed"));
        w.person("rev").approves(CORE, request).await;
        for _ in 0..40 {
            w.minutes(5).await;
        }
        w.hears_at(&place, "nicht zusammengeführt");
        w.sandbox.set_merge_error(CORE, request, None);
        w.days(1).await;
        assert_eq!(w.stands(CORE, request), "opened");
        w.person("rita").says_at(&place, "/vote merge").await;
        assert_eq!(w.stands(CORE, request), "merged");
    }
}

story! {
    /// The ticket is reclassified, and no webhook tells of it: before the merge it is read again.
    the_ticket_changes_unseen, w => {
        w.sandbox.ci(CORE, true);
        let ticket = w.decides(JOINT, &YES).await;
        let other = w.tables(BUG).await;
        let text = format!("Vorgang: #{ticket}\nVorgang: #{other}");
        let request = w.person("dev").proposes(CORE, "Wanderwege", &text).await;
        w.person("rev").approves(CORE, request).await;
        assert_eq!(w.gate(CORE, request).await, "cleared: accepted");
        w.second();
        w.sandbox.label(TICKETS, other, "olga", &[CHANGE], &[BUG]);
        w.loses_hooks();
        w.pipeline(CORE, request, "success").await;
        assert_eq!((w.gate(CORE, request).await, w.stands(CORE, request)), ("waiting: vote-open".into(), "opened"));
        w.without_listening();
    }
}

story! {
    /// Paused, nothing is merged and nothing tagged; resumed, both go on.
    pause_stops_merging_and_tagging, w => {
        let named = bug(&mut w).await;
        let first = w.person("dev").proposes(CORE, "Absturz behoben", &named).await;
        let second = w.person("dev").proposes(CORE, "Noch einer", &named).await;
        w.sandbox.fails_next(Fault::Status(503), "POST tags", 1);
        w.person("rev").approves(CORE, first).await;
        assert_eq!((w.stands(CORE, first), w.tags(CORE).len()), ("merged", 0));
        w.engine.pause(true).await.expect("the store stands");
        w.person("rev").approves(CORE, second).await;
        w.days(1).await;
        assert_eq!((w.stands(CORE, second), w.tags(CORE).len()), ("opened", 0));
        w.engine.pause(false).await.expect("the store stands");
        w.minutes(10).await;
        w.reconciles().await;
        w.minutes(10).await;
        assert_eq!((w.stands(CORE, second), w.tags(CORE).len()), ("merged", 2));
        w.without_listening();
    }
}
