// SPDX-License-Identifier: EUPL-1.2
//! The pages, as far as they can be held without a browser.

use pretty_assertions::assert_eq;
use votum::sandbox::{At, Proposal};

use super::world::{PROJECT, World, fill, world};

async fn read(world: &World, path: &str, cookie: &str) -> (u16, String) {
    let answer =
        world.http.get(format!("{}{path}", world.url)).header("cookie", cookie).send().await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("a text"))
}

async fn click(world: &World, path: &str, account: &str, form: &[(&str, &str)]) -> (u16, String) {
    let request = fill(world.http.post(format!("{}{path}", world.url)), form);
    let answer = request.header("cookie", format!("sandbox_account={account}")).send().await.expect("an answer");
    let to = answer.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    (answer.status().as_u16(), to)
}

#[tokio::test]
async fn a_person_opens_a_ticket_comments_reacts_and_moves_the_clock() {
    let world = world().await;
    world.forge.set_template(PROJECT, "## Bedarf\n");
    world.forge.set_register_url("http://127.0.0.1:1/");
    let (status, page) = read(&world, "/stadt/modul/-/issues/new", "").await;
    assert!(status == 200 && page.contains("## Bedarf") && page.contains("lang=\"de\""), "{page}");
    let fields =
        [("title", "Bad <b>"), ("description", "Hallo <script>x</script>\n\n[a](javascript:x)"), ("labels", "antrag")];
    let (status, to) = click(&world, "/stadt/modul/-/issues", "anna", &fields).await;
    assert_eq!((status, to.as_str()), (303, "/stadt/modul/-/issues/1"));
    let (_, to) = click(&world, "/stadt/modul/-/issues/1/comment", "guest", &[("body", "/vote ja")]).await;
    assert!(to.starts_with("/stadt/modul/-/issues/1#note_"), "{to}");
    click(&world, "/stadt/modul/-/issues/1/react", "guest", &[("emoji", "thumbsup")]).await;
    let (_, to) = click(&world, "/stadt/modul/-/issues/1/close", "other", &[]).await;
    assert_eq!(to, "/stadt/modul", "an unknown account can do nothing");
    assert_eq!(world.forge.awards(&At::issue(PROJECT, 1), None).len(), 1);
    let (status, page) = read(&world, "/stadt/modul/-/issues/1?lang=en", "sandbox_account=anna").await;
    assert_eq!(status, 200);
    for (words, there) in
        [("<script>", false), ("javascript:", false), ("<b>", false), ("/vote ja", true), ("Comments", true)]
    {
        assert_eq!(page.contains(words), there, "{words}: {page}");
    }
    let typed = [("at", "2026-03-09T10:30"), ("back", "//elsewhere")];
    assert_eq!(click(&world, "/clock", "", &typed).await, (303, "/".into()));
    assert!(read(&world, "/", "").await.1.contains("09.03.2026, 10:30"));
}

#[tokio::test]
async fn a_merge_request_can_be_followed_to_its_merge() {
    let world = world().await;
    let fields = [("title", "Bad"), ("description", "Closes #1"), ("paths", "a.rs\r\nb.rs")];
    let (_, to) = click(&world, "/stadt/modul/-/merge_requests", "anna", &fields).await;
    assert_eq!(to, "/stadt/modul/-/merge_requests/1");
    for verb in ["approve", "push", "pipeline"] {
        assert_eq!(click(&world, &format!("{to}/{verb}"), "anna", &[]).await, (303, to.clone()));
    }
    assert_eq!(click(&world, &format!("{to}/merge"), "guest", &[]).await, (303, format!("{to}?refused=1")));
    click(&world, &format!("{to}/merge"), "anna", &[]).await;
    assert_eq!(world.forge.merge_request(PROJECT, 1).expect("it").state, "merged");
    let (status, page) = read(&world, &to, "").await;
    assert!(status == 200 && page.contains("übernommen") && page.contains("b.rs"), "{page}");
    world.forge.open_merge_request(Proposal::new(PROJECT, "guest", "Fern").from_fork());
    assert_eq!(read(&world, "/guest/modul", "").await.0, 200);
    assert_eq!(read(&world, "/nicht/da", "").await.0, 404);
    assert_eq!(read(&world, "/style.css", "").await.0, 200);
}
