// SPDX-License-Identifier: EUPL-1.2
//! The front door over HTTP: who is let in, what is kept, and that no payload makes it fail.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::Sha256;
use tempfile::TempDir;
use tower::ServiceExt;
use votum::clock::Clock;
use votum::domain::ids::Project;
use votum::hooks::door::{BODY_MAX, Door, DoorForge};
use votum::hooks::places::Places;
use votum::hooks::signature::{Secrets, SigningKey};
use votum::store::Store;

const NOW: i64 = 1_800_000_000;
const KEY: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

struct House {
    store: Store,
    router: Router,
    nudges: Arc<AtomicUsize>,
    _folder: TempDir,
}

fn tokens(tokens: &[&str]) -> Secrets {
    Secrets { tokens: tokens.iter().map(|&token| token.to_owned().into()).collect(), signing: Vec::new() }
}

fn forge() -> DoorForge {
    let path = |path: &str| path.to_string();
    DoorForge {
        id: "opencode".into(),
        secrets: tokens(&["new", "old"]),
        projects: vec![(path("wegweiser/kern"), tokens(&["kern"]))],
        governed: ["wegweiser/steuerung", "wegweiser/kern"].map(|of| (path(of), path("wegweiser"))).into(),
    }
}

async fn house(forge: DoorForge) -> House {
    house_knowing(forge, Places::default()).await
}

async fn house_knowing(forge: DoorForge, places: Places) -> House {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("votum.db").display());
    let store = Store::open(&url).await.expect("a store");
    let clock = Clock::by_hand(Timestamp::from_second(NOW).expect("an instant"));
    let nudges = Arc::new(AtomicUsize::new(0));
    let counted = nudges.clone();
    let nudge = Arc::new(move || {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    let door = Door::new(store.clone(), clock, vec![forge], nudge).knowing(places);
    let router = door.reading_within(Duration::from_secs(1)).router();
    House { store, router, nudges, _folder: folder }
}

impl House {
    async fn waiting(&self) -> i64 {
        self.store.inbox_depth().await.expect("a depth").waiting
    }

    async fn knock(&self, headers: &[(&str, &str)], body: impl Into<Body>) -> Response<Body> {
        self.knock_at("/hooks/opencode", headers, body).await
    }

    async fn knock_at(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Response<Body> {
        let mut request = Request::post(path).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).expect("a request");
        self.router.clone().oneshot(request).await.expect("an answer")
    }
}

async fn json_of(response: Response<Body>) -> Value {
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    serde_json::from_slice(&body).expect("JSON")
}

fn ticket(project: &str, iid: u64) -> String {
    json!({
        "object_kind": "issue",
        "project": { "id": 1, "path_with_namespace": project },
        "user": { "id": 7, "username": "somebody" },
        "object_attributes": { "iid": iid, "action": "open" },
    })
    .to_string()
}

const TICKETS: &str = "wegweiser/steuerung";

/// A renamed project is known by its number, with its own secret; another one under its old path is not.
#[tokio::test]
async fn a_renamed_project_keeps_its_secret() {
    let places = Places::default();
    places.note(&Project::parse("opencode:wegweiser/kern").expect("a project"), 1);
    let house = house_knowing(forge(), places).await;
    let knock = async |token: &str, body: String| house.knock(&[("x-gitlab-token", token)], body).await;
    assert_eq!(knock("new", ticket("anderswo/kern", 5)).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(knock("kern", ticket("anderswo/kern", 5)).await.status(), StatusCode::ACCEPTED);
    let other = ticket("wegweiser/kern", 5).replace("\"id\":1,", "\"id\":2,");
    let answer = knock("new", other).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(json_of(answer).await["ignored"].is_string());
    assert_eq!(house.waiting().await, 1);
}

#[tokio::test]
async fn a_delivery_with_the_right_token_is_kept_and_nudges() {
    let house = house(forge()).await;
    for (n, token) in ["new", "old"].into_iter().enumerate() {
        let body = ticket(TICKETS, n as u64 + 1);
        let response = house.knock(&[("x-gitlab-token", token), ("x-gitlab-event", "Issue Hook")], body).await;
        assert_eq!(response.status(), StatusCode::ACCEPTED);
    }
    assert_eq!((house.waiting().await, house.nudges.load(Ordering::SeqCst)), (2, 2));
    let now = Timestamp::from_second(NOW).expect("an instant");
    let kept = house.store.claim_deliveries(None, 1, now).await.expect("a claim").remove(0);
    assert_eq!((kept.forge.as_str(), kept.event.as_str()), ("opencode", "Issue Hook"));
    assert_eq!(kept.body, ticket(TICKETS, 1).into_bytes());
}

#[tokio::test]
async fn a_stranger_leaves_no_trace() {
    let house = house(forge()).await;
    for headers in [&[("x-gitlab-token", "wrong")][..], &[], &[("x-gitlab-token", "")], &[("x-gitlab-token", "kern")]] {
        let response = house.knock(headers, ticket(TICKETS, 1)).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{headers:?}");
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }
    // Nobody learns from the answer whether a body is JSON or a project is known.
    for body in ["no json", "{}", ""] {
        let response = house.knock(&[("x-gitlab-token", "wrong")], body).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    }
    assert_eq!((house.waiting().await, house.nudges.load(Ordering::SeqCst)), (0, 0));
}

#[tokio::test]
async fn a_project_with_its_own_secret_is_opened_by_that_alone() {
    let house = house(forge()).await;
    for path in ["wegweiser/kern", "Wegweiser/KERN"] {
        let refused = house.knock(&[("x-gitlab-token", "new")], ticket(path, 1)).await;
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    }
    let taken = house.knock(&[("x-gitlab-token", "kern")], ticket("wegweiser/kern", 1)).await;
    assert_eq!(taken.status(), StatusCode::ACCEPTED);
    assert_eq!(house.waiting().await, 1);
}

#[tokio::test]
async fn without_a_secret_nobody_is_let_in() {
    let house = house(DoorForge { secrets: Secrets::default(), projects: Vec::new(), ..forge() }).await;
    let response = house.knock(&[("x-gitlab-token", "")], ticket(TICKETS, 1)).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_unknown_forge_is_not_found_and_a_visitor_may_not_look() {
    let house = house(forge()).await;
    let response = house.knock_at("/hooks/elsewhere", &[("x-gitlab-token", "new")], ticket(TICKETS, 1)).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(json_of(response).await["status"], 404);
    let look = Request::get("/hooks/opencode").body(Body::empty()).expect("a request");
    let response = house.router.clone().oneshot(look).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn what_is_too_large_is_not_read() {
    let house = house(forge()).await;
    let large = vec![b' '; BODY_MAX + 1];
    let response = house.knock(&[("x-gitlab-token", "new")], large.clone()).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let chunks = large.chunks(1 << 16).map(|part| Ok::<_, std::io::Error>(part.to_vec())).collect::<Vec<_>>();
    let stream = Body::from_stream(futures_util::stream::iter(chunks));
    let response = house.knock(&[("x-gitlab-token", "new")], stream).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let mut fits = ticket(TICKETS, 1).into_bytes();
    fits.resize(BODY_MAX, b' ');
    assert_eq!(house.knock(&[("x-gitlab-token", "new")], fits).await.status(), StatusCode::ACCEPTED);
}

#[tokio::test]
async fn what_never_ends_is_given_up() {
    let house = house(forge()).await;
    let never = Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let response = house.knock(&[("x-gitlab-token", "new")], never).await;
    assert_eq!(response.status(), StatusCode::REQUEST_TIMEOUT);
}

#[tokio::test]
async fn an_authentic_body_that_is_no_json_is_said_so() {
    let house = house(forge()).await;
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    for body in ["<xml/>", "", "{\"object_kind\":", deep.as_str()] {
        let response = house.knock(&[("x-gitlab-token", "new")], body.to_string()).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        assert!(json_of(response).await["detail"].as_str().is_some_and(|detail| detail.contains("not JSON")));
    }
    assert_eq!(house.waiting().await, 0);
}

#[tokio::test]
async fn what_votum_does_not_use_is_ignored_with_a_word() {
    let house = house(forge()).await;
    let wiki = json!({ "object_kind": "wiki_page", "project": { "path_with_namespace": TICKETS } }).to_string();
    for body in [ticket("other/project", 1), wiki, "null".into(), "[]".into(), "\"text\"".into()] {
        let response = house.knock(&[("x-gitlab-token", "new")], body).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert!(json_of(response).await["ignored"].is_string());
    }
    assert_eq!((house.waiting().await, house.nudges.load(Ordering::SeqCst)), (0, 0));
}

#[tokio::test]
async fn the_same_delivery_is_kept_once() {
    let house = house(forge()).await;
    let headers = [("x-gitlab-token", "new"), ("idempotency-key", "d-1")];
    let knocks = (0..5).map(|_| house.knock(&headers, ticket(TICKETS, 1)));
    let answers = futures_util::future::join_all(knocks).await;
    let taken = answers.iter().filter(|answer| answer.status() == StatusCode::ACCEPTED).count();
    let known = answers.iter().filter(|answer| answer.status() == StatusCode::OK).count();
    assert_eq!((taken, known, house.waiting().await), (1, 4, 1));
    let again = house.knock(&headers, ticket(TICKETS, 1)).await;
    assert_eq!(json_of(again).await, json!({ "known": true }));
    assert_eq!(house.nudges.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_signature_has_to_hold() {
    let signing = vec![SigningKey::parse(KEY).expect("a key")];
    let secrets = Secrets { signing, ..Secrets::default() };
    let house = house(DoorForge { secrets, projects: Vec::new(), ..forge() }).await;
    let body = ticket(TICKETS, 1);
    let secret = STANDARD.decode(&KEY["whsec_".len()..]).expect("base64");
    let sign = |at: &str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(&secret).expect("a key");
        mac.update(format!("d-1.{at}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    };
    let (now, old) = (NOW.to_string(), (NOW - 3_600).to_string());
    let (good, stale) = (sign(&now), sign(&old));
    for (at, signature, status) in [
        (&now, &stale, StatusCode::UNAUTHORIZED),
        (&old, &stale, StatusCode::UNAUTHORIZED),
        (&now, &good, StatusCode::ACCEPTED),
        (&now, &good, StatusCode::OK),
    ] {
        let headers = [("webhook-id", "d-1"), ("webhook-timestamp", at), ("webhook-signature", signature)];
        assert_eq!(house.knock(&headers, body.clone()).await.status(), status);
    }
    assert_eq!(house.knock(&[("x-gitlab-token", "new")], body.clone()).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(house.waiting().await, 1);
}

#[tokio::test]
async fn the_name_of_an_event_is_cut_and_never_votums_own() {
    let house = house(forge()).await;
    let long = "x".repeat(500);
    for (key, event) in [("a", long.as_str()), ("b", "votum: read"), ("c", " Votum: read")] {
        let headers = [("x-gitlab-token", "new"), ("x-gitlab-event", event), ("idempotency-key", key)];
        assert_eq!(house.knock(&headers, ticket(TICKETS, 1)).await.status(), StatusCode::ACCEPTED);
    }
    let now = Timestamp::from_second(NOW).expect("an instant");
    for expected in [&long[..64], "", ""] {
        let kept = house.store.claim_deliveries(None, 1, now).await.expect("a claim").remove(0);
        assert_eq!(kept.event, expected);
    }
}

#[tokio::test]
async fn a_database_that_is_gone_asks_for_another_try() {
    let house = house(forge()).await;
    house.store.close().await;
    let response = house.knock(&[("x-gitlab-token", "new")], ticket(TICKETS, 1)).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers()["retry-after"], "5");
    assert_eq!(house.nudges.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn no_published_payload_makes_the_door_fail() {
    let shared = std::env::var_os("VOTUM_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let folder = shared.join("gitlab-contract/webhooks");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: there are no payloads at {}", folder.display());
        return;
    };
    let mut seen = 0;
    for file in files.map(|file| file.expect("a file").path()) {
        let body = std::fs::read(&file).expect("a payload");
        let payload: Value = serde_json::from_slice(&body).unwrap_or_default();
        let path = payload["project"]["path_with_namespace"].as_str().unwrap_or_default().to_owned();
        let governed = HashMap::from([(path, "wegweiser".to_string())]);
        let house = house(DoorForge { governed, projects: Vec::new(), ..forge() }).await;
        let response = house.knock(&[("x-gitlab-token", "new")], body).await;
        assert!(response.status().is_success(), "{}: {}", file.display(), response.status());
        seen += 1;
    }
    assert!(seen > 0, "the folder of payloads is empty");
}
