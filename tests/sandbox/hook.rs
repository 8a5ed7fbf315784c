// SPDX-License-Identifier: EUPL-1.2
//! Webhooks: which come, with which headers, and that they can be verified.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use pretty_assertions::assert_eq;
use sha2::Sha256;
use votum::sandbox::{At, Delivery, Hook, Proposal};

use super::world::{PROJECT, World, world};

const KEY: [u8; 32] = [7; 32];

fn listen(world: &World, url: &str) {
    let signing_token = Some(format!("whsec_{}", STANDARD.encode(KEY)));
    world.forge.hook(PROJECT, Hook { url: url.into(), token: Some("geheim".into()), signing_token });
}

fn names(deliveries: &[Delivery]) -> Vec<String> {
    let name = |delivery: &Delivery| {
        let json = delivery.json();
        let action = json["object_attributes"]["action"].as_str().or_else(|| json["event_type"].as_str());
        format!("{} {}", delivery.event(), action.unwrap_or_default()).trim().to_owned()
    };
    deliveries.iter().map(name).collect()
}

#[tokio::test]
async fn every_change_to_a_ticket_is_told_in_order() {
    let world = world().await;
    listen(&world, "http://127.0.0.1:9/hook");
    let iid = world.forge.open_issue(PROJECT, "anna", "Bad", "Text");
    let thread = At::issue(PROJECT, iid);
    world.forge.label(PROJECT, iid, "anna", &["antrag"], &[]);
    world.forge.describe(PROJECT, iid, "anna", "Anderer Text");
    let note = world.forge.comment(&thread, "guest", "/vote ja").expect("a note");
    world.forge.edit_note(&thread, note, "maria", "/vote nein");
    world.forge.edit_note(&thread, note, "maria", "/vote nein");
    world.forge.react(&thread, Some(note), "anna", "thumbsup");
    world.forge.unreact(&thread, Some(note), "anna", "thumbsup");
    world.forge.delete_note(&thread, note);
    world.forge.close(PROJECT, iid, "anna");
    world.forge.reopen(PROJECT, iid, "anna");
    world.forge.set_confidential(PROJECT, iid, "anna", true);
    world.forge.comment(&thread, "anna", "vertraulich");
    let hooks = world.forge.take_hooks();
    assert_eq!(
        names(&hooks),
        [
            "Issue Hook open",
            "Issue Hook update",
            "Issue Hook update",
            "Note Hook create",
            "Note Hook update",
            "Emoji Hook award",
            "Emoji Hook revoke",
            "Issue Hook close",
            "Issue Hook reopen",
            "Confidential Issue Hook update",
            "Confidential Note Hook create",
        ]
    );
    assert_eq!(hooks[1].json()["changes"]["labels"]["current"][0]["title"], "antrag");
    assert_eq!(hooks[2].json()["changes"]["description"]["current"], "Anderer Text");
    let edited = hooks[4].json();
    assert_eq!(edited["user"]["username"], "guest", "on an edit the account is the author, whoever edited");
    assert_eq!(edited["object_attributes"]["updated_by_id"], world.forge.user("maria"));
    assert_eq!(edited["object_attributes"]["created_at"], "2026-03-02 09:00:00 UTC");
    let emoji = hooks[5].json();
    assert!(emoji["object_attributes"]["action"].is_null());
    assert_eq!((emoji["note"]["id"].as_u64(), emoji["issue"]["iid"].as_u64()), (Some(note), Some(iid)));
    assert_eq!(hooks[10].json()["event_type"], "confidential_note");
}

#[tokio::test]
async fn every_change_to_a_merge_request_is_told() {
    let world = world().await;
    listen(&world, "http://127.0.0.1:9/hook");
    let iid = world.forge.open_merge_request(Proposal::new(PROJECT, "anna", "Bad"));
    let old = world.forge.merge_request(PROJECT, iid).expect("it").head;
    world.forge.push(PROJECT, iid, "anna", &["src/b.rs"]);
    world.forge.approve(PROJECT, iid, "maria");
    world.forge.unapprove(PROJECT, iid, "maria");
    world.forge.pipeline(PROJECT, iid, "success");
    world.forge.set_merge_request_open(PROJECT, iid, "anna", false);
    world.forge.set_merge_request_open(PROJECT, iid, "anna", true);
    world.forge.merge_by_hand(PROJECT, iid, "maria");
    world.forge.set_tag(PROJECT, "maria", "v1.0.0", "main", "Erste");
    let release = serde_json::json!({ "tag_name": "v1.0.0" });
    assert_eq!(world.act("votum", "POST", "releases", release).await.status, 201);
    let hooks = world.forge.take_hooks();
    assert_eq!(
        names(&hooks),
        [
            "Push Hook",
            "Merge Request Hook open",
            "Push Hook",
            "Merge Request Hook update",
            "Merge Request Hook approved",
            "Merge Request Hook unapproved",
            "Pipeline Hook",
            "Merge Request Hook close",
            "Merge Request Hook reopen",
            "Push Hook",
            "Merge Request Hook merge",
            "Tag Push Hook",
            "Release Hook",
        ]
    );
    assert_eq!(hooks[3].json()["object_attributes"]["oldrev"], *old);
    assert!(hooks[4].json()["object_attributes"].get("oldrev").is_none());
    assert_eq!(hooks[6].json()["object_attributes"]["status"], "success");
    assert_eq!(hooks[11].json()["ref"], "refs/tags/v1.0.0");
}

#[tokio::test]
async fn a_delivery_carries_gitlabs_headers_and_verifies() {
    let world = world().await;
    listen(&world, "http://127.0.0.1:9/hook");
    world.forge.open_issue(PROJECT, "anna", "Bäder", "Text");
    let delivery = world.forge.take_hooks().remove(0);
    let header = |name: &str| delivery.header(name).unwrap_or_default().to_owned();
    assert_eq!(header("Content-Type"), "application/json");
    assert_eq!(header("User-Agent"), "GitLab/18.9.0");
    assert_eq!(header("X-Gitlab-Instance"), world.url);
    assert_eq!(header("X-Gitlab-Token"), "geheim");
    assert_eq!(header("webhook-id"), header("Idempotency-Key"));
    assert_eq!(header("webhook-timestamp"), "1772442000");
    assert_eq!(header("X-Gitlab-Event-UUID").len(), 36);
    let mut mac = Hmac::<Sha256>::new_from_slice(&KEY).expect("a key");
    mac.update(format!("{}.{}.{}", header("webhook-id"), header("webhook-timestamp"), delivery.body).as_bytes());
    assert_eq!(header("webhook-signature"), format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())));
}

#[tokio::test]
async fn deliveries_go_out_in_order_and_failures_are_only_written_down() {
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let ear = heard.clone();
    let hear = move |headers: HeaderMap| {
        let event = headers.get("x-gitlab-event").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let status = if event == "Note Hook" { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK };
        ear.lock().expect("no panic").push(event);
        async move { status }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(hear)).await });
    let world = world().await;
    listen(&world, &url);
    let iid = world.forge.open_issue(PROJECT, "anna", "Bad", "");
    world.forge.comment(&At::issue(PROJECT, iid), "anna", "Hallo");
    assert_eq!(world.forge.pending_hooks().len(), 2);
    assert_eq!(world.forge.deliver_hooks().await, 2);
    assert_eq!(world.forge.deliver_hooks().await, 0, "nothing is sent twice");
    assert_eq!(*heard.lock().expect("no panic"), ["Issue Hook", "Note Hook"]);
    let statuses: Vec<u16> = world.forge.sent_hooks().iter().map(|sent| sent.status).collect();
    assert_eq!(statuses, [200, 500]);

    let stop = tokio_util::sync::CancellationToken::new();
    world.forge.deliver_by_itself(stop.clone());
    world.forge.close(PROJECT, iid, "anna");
    for _ in 0..100 {
        if world.forge.sent_hooks().len() == 3 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(world.forge.sent_hooks().len(), 3);
    stop.cancel();
}
