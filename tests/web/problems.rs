// SPDX-License-Identifier: EUPL-1.2
//! Pages for what goes wrong: problems for people, and what administrators see.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use pretty_assertions::assert_eq;
use tower::ServiceExt;
use votum::store::outbox::Desired;
use votum::web::{Admin, admin};

use super::pages::assert_sound;
use super::world::{SECRET, answer, at, filled};

#[tokio::test]
async fn people_get_a_page_for_a_problem() {
    let site = filled().await;
    for (address, status, words) in [
        ("/nobody", 404, "Diese Partnerschaft ist hier nicht bekannt."),
        ("/wegweiser/nothing", 404, "Unter dieser Adresse ist nichts verzeichnet."),
        ("/wegweiser/decisions/B-1", 404, "Die Liste der Beschlüsse nennt alle."),
        ("/wegweiser/tickets/999", 404, "Bitte Projekt und Nummer prüfen."),
        ("/wegweiser/tickets/x", 404, "Bitte Projekt und Nummer prüfen."),
        ("/wegweiser/decisions?page=0", 400, "Die Seite ist eine ganze Zahl ab 1."),
        ("/wegweiser/decisions?state=maybe", 400, "Möglich sind: incomplete"),
        ("/wegweiser/decisions?year=soon", 400, "Das Jahr hat vier Ziffern."),
        ("/wegweiser/merge-requests/41", 400, "Hier gibt es mehrere Projekte."),
        ("/wegweiser/tickets/101?project=nonsense", 400, "plattform:gruppe/projekt"),
    ] {
        let page = site.get(address).await;
        assert_eq!(page.status.as_u16(), status, "{address}");
        assert!(page.body.contains(words), "{address} does not say {words}\n{}", page.body);
        assert_sound(address, &page, "de");
    }
}

#[tokio::test]
async fn a_slash_too_many_leads_to_the_page() {
    let site = filled().await;
    let answer = site.get("/wegweiser/decisions/?year=2026").await;
    assert_eq!(
        (answer.status.as_u16(), answer.headers["location"].to_str().expect("text")),
        (308, "/wegweiser/decisions?year=2026")
    );
    assert_eq!(site.get("//elsewhere.example/").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nothing_can_be_written() {
    let site = filled().await;
    let request = Request::post("/wegweiser/decisions").body(Body::empty()).expect("a request");
    let answer = site.send(request).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.body.contains("lässt sich nur lesen"));
}

#[tokio::test]
async fn administrators_see_depths_and_dead_letters_without_their_content() {
    let site = filled().await;
    let mut tx = site.store.begin().await.expect("a transaction");
    let since = at("2026-06-20T07:00:00Z");
    let desired = Desired {
        key: format!("note {SECRET}"),
        partnership: "wegweiser",
        forge: "opencode".into(),
        kind: "note",
        thread: "opencode:wegweiser/steuerung#103".into(),
        payload: SECRET.into(),
        due: since,
    };
    tx.desire(vec![desired], since).await.expect("an entry");
    tx.commit().await.expect("a commit");
    let item = site.store.claim_items(None, 1, since).await.expect("a claim").remove(0);
    site.store.bury_item(&item, SECRET).await.expect("a burial");

    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    // Another test may have been first; then the numbers go there and only the shape is looked at.
    let ours = metrics::set_global_recorder(recorder).is_ok();
    let router = admin(Admin { web: site.web.clone(), metrics: handle });
    let get = async |address: &str| {
        let request = Request::get(address).body(Body::empty()).expect("a request");
        answer(router.clone().oneshot(request).await.expect("an answer")).await
    };
    let page = get("/outbox?lang=en").await;
    assert!(page.body.contains("3 hours") && page.body.contains("0 waiting, 1 left behind"), "{}", page.body);
    assert!(!page.body.contains(SECRET) && !page.body.contains("#103"));
    let scraped = get("/metrics").await;
    assert_eq!(scraped.status, StatusCode::OK);
    assert!(scraped.headers["content-type"].to_str().expect("text").starts_with("text/plain"));
    assert!(!ours || scraped.body.contains("votum_outbox_dead 1"), "{}", scraped.body);
    assert_eq!(site.get("/metrics").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/outbox").await.status, StatusCode::NOT_FOUND);
}
