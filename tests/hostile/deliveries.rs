// SPDX-License-Identifier: EUPL-1.2
//! Webhooks: any payload is read, and none makes a fact of what the forge does not show.

use proptest::prelude::*;
use serde_json::Value;
use votum::domain::ids::Kind;
use votum::hooks::gitlab;
use votum::hooks::hint::Hint;
use votum::sandbox::{At, Delivery};

use super::change::{apply_all, graft, texts, trees};
use super::{Tried, attack, corpus, shared};
use crate::world::*;

/// Payloads of GitLab's, of the sandbox's and of GitHub's.
fn payloads() -> Vec<Value> {
    let files = [shared("gitlab-contract/webhooks"), shared("github-contract/payloads"), corpus("payloads")].concat();
    let own = ["merge_request_push", "emoji_revoke", "note_edit"].map(|name| {
        let path = format!("{}/tests/payloads/{name}.json", env!("CARGO_MANIFEST_DIR"));
        (name.to_string(), std::fs::read_to_string(path).expect("the project has it"))
    });
    files.into_iter().chain(own).filter_map(|(_, text)| serde_json::from_str(&text).ok()).collect()
}

/// Reads a payload under each name that it may come by.
fn read(body: &Value) -> Tried {
    for event in
        [None, Some("Note Hook"), Some("Emoji Hook"), Some("Confidential Issue Hook"), Some("Push Hook"), Some("")]
    {
        let notice = gitlab::read(event, body);
        prop_assert_eq!(&notice, &gitlab::read(event, body));
        prop_assert!(notice.project_id != Some(0));
        let known = ["issue", "work_item", "note", "emoji", "merge_request", "pipeline", "push"];
        if let (Some(hint), Some(kind)) = (&notice.hint, body["object_kind"].as_str()) {
            prop_assert!(known.contains(&kind), "{hint:?} of {kind}");
        }
        let (numbers, at) = match notice.hint {
            None => continue,
            Some(Hint::Ticket { iid, .. } | Hint::MergeRequest { iid, .. }) => (vec![iid], None),
            Some(Hint::Note { iid, note, author, created_at, .. }) => (vec![iid, note, author.id], Some(created_at)),
            Some(Hint::Award { iid, award, by, at, .. }) => (vec![iid, award, by.id], at),
            Some(Hint::Pipeline { sha, .. }) => {
                prop_assert!(sha.bytes().all(|byte| byte.is_ascii_hexdigit()));
                (vec![1], None)
            }
            Some(Hint::Push { branch, .. }) => {
                prop_assert!(!branch.is_empty());
                (vec![1], None)
            }
        };
        prop_assert!(numbers.iter().all(|number| *number > 0), "{numbers:?}");
        prop_assert!(at.is_none_or(|at| at.subsec_nanosecond() == 0), "{at:?}");
    }
    Ok(())
}

#[test]
fn any_payload_is_read() {
    let payloads = payloads();
    for payload in &payloads {
        read(payload).unwrap_or_else(|why| panic!("{why} in {payload}"));
    }
    attack(1, &trees(payloads.clone()), |payload| read(&payload));
    let written: Vec<String> = payloads.iter().map(ToString::to_string).collect();
    attack(1, &texts(written), |text| match serde_json::from_str::<Value>(&text) {
        Ok(payload) => read(&payload),
        Err(_) => Ok(()),
    });
}

/// A vote with its gate, and the webhooks that led there.
async fn voted() -> (World, u64, u64, Vec<Delivery>) {
    let mut w = World::new(On::Sqlite).await;
    let ticket = w.votes_on(JOINT).await;
    let request = w.person("dev").proposes(CORE, "Karte", &format!("Vorgang: #{ticket}")).await;
    w.say(ticket, &[("anna", "/vote ja"), ("guest", "/vote ja"), ("cem", "/vote nein")]).await;
    w.person("ben").reacts(ticket, "thumbsup").await;
    w.person("ben").unreacts(ticket, "thumbsup").await;
    w.person("rita").says_at(&At::merge_request(CORE, request), "/vote stand").await;
    w.person("dev").pushes(CORE, request).await;
    let sent = w.carried();
    w.without_listening();
    (w, ticket, request, sent)
}

/// Who knows the webhook's secret may send what they like: nothing of it panics or stays behind, and after the deadline
/// only that counts which stands at the forge.
#[test]
fn lying_webhooks_change_no_result() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let lies = prop::collection::vec((any::<prop::sample::Index>(), prop::collection::vec(graft(), 1..4)), 1..40);
    attack(40, &lies, |lies| {
        runtime.block_on(async {
            let (mut w, ticket, request, sent) = voted().await;
            let mut told = Vec::new();
            for (which, grafts) in &lies {
                let delivery = &sent[which.index(sent.len())];
                let mut payload = delivery.json();
                apply_all(grafts, &mut payload);
                let mut lie = rekeyed(delivery);
                lie.body = payload.to_string();
                w.second();
                w.bring(&lie).await;
                told.push(payload);
            }
            w.settle().await;
            let depth = w.store.inbox_depth().await.expect("the store stands");
            prop_assert_eq!((depth.waiting, depth.parked), (0, 0), "after {:#?}", told);
            w.ends(ticket).await;
            prop_assert_eq!(w.counts(ticket).await, "ahausen yes, clusdorf no", "after {:#?}", told);
            prop_assert_eq!(w.state(ticket).await, "rejected rejected");
            prop_assert_eq!(w.light(CORE, request), "failed");
            let strange = w.store.request(PARTNERSHIP, &format!("opencode:{CORE}"), request).await;
            prop_assert!(strange.is_ok_and(|sheet| sheet.is_some()));
            w.without_listening();
            w.end().await;
            Ok(())
        })
    });
}

/// The kinds of threads that a lie may name exist only where the forge shows them.
#[test]
fn a_kind_is_one_of_two() {
    for (word, kind) in [("Issue", Kind::Ticket), ("MergeRequest", Kind::MergeRequest)] {
        let body = serde_json::json!({
            "object_kind": "note", "user": { "id": 1, "username": "anna" }, "project": { "path_with_namespace": TICKETS },
            "issue": { "iid": 3 }, "merge_request": { "iid": 3 },
            "object_attributes": { "id": 5, "noteable_type": word, "author_id": 1, "created_at": "2026-03-09 09:00:00 UTC" },
        });
        assert!(matches!(gitlab::read(None, &body).hint, Some(Hint::Note { kind: found, .. }) if found == kind));
    }
}
