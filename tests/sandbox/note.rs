// SPDX-License-Identifier: EUPL-1.2
//! Notes, reactions, labels, lists.

use pretty_assertions::assert_eq;
use serde_json::json;
use votum::sandbox::{At, Kind};

use super::world::{ENCODED, PROJECT, fill, world};

/// What is left of a text, `None` where no note comes of it.
#[tokio::test]
async fn known_quick_actions_are_taken_out_and_unknown_ones_stay() {
    let world = world().await;
    let iid = world.forge.open_issue(PROJECT, "anna", "Bad", "");
    let thread = At::issue(PROJECT, iid);
    let vectors = [
        ("/vote yes", Some("/vote yes")),
        ("/VOTE yes", Some("/VOTE yes")),
        ("/vote yes\n/close", Some("/vote yes")),
        ("/merge please", None),
        ("reason\n\n/vote no\n/label ~x\nbye", Some("reason\n\n/vote no\nbye")),
        ("/tag v1", None),
        ("/release v1", Some("/release v1")),
        ("/status", Some("/status")),
        ("/close /vote yes", None),
        ("/labelx a", Some("/labelx a")),
        ("/merge!", Some("/merge!")),
        ("> /close\n\ntext", Some("> /close\n\ntext")),
        ("```\n/close\n```", Some("```\n/close\n```")),
        ("- a\n- /close", Some("- a\n- /close")),
        ("/vote ja\r\n", Some("/vote ja")),
    ];
    for (text, left) in vectors {
        let note = world.forge.comment(&thread, "anna", text);
        let notes = world.forge.notes(&thread);
        let found = note.and_then(|id| notes.into_iter().find(|note| note.id == id)).map(|note| note.body);
        assert_eq!(found.as_deref(), left, "{text:?}");
    }
    assert!(!world.forge.issue(PROJECT, iid).expect("the issue").open, "/close was carried out");
}

#[tokio::test]
async fn a_note_of_quick_actions_only_is_202_over_rest() {
    let world = world().await;
    let iid = world.forge.open_issue(PROJECT, "anna", "Bad", "");
    let answer =
        world.act("anna", "POST", &format!("issues/{iid}/notes"), json!({ "body": "/label ~rot\n/close" })).await;
    assert_eq!(answer.status, 202);
    assert_eq!(answer.json()["commands_changes"], json!({ "label": true, "close": true }));
    assert_eq!(world.forge.issue(PROJECT, iid).expect("the issue").labels, ["rot"]);
    assert_eq!(world.act("anna", "POST", &format!("issues/{iid}/notes"), json!({ "body": " " })).await.status, 400);
    assert_eq!(world.act("anna", "POST", &format!("issues/{iid}/notes"), json!({})).await.status, 400);
}

#[tokio::test]
async fn notes_come_newest_first_and_twenty_at_a_time() {
    let world = world().await;
    let iid = world.forge.open_issue(PROJECT, "anna", "Bad", "");
    for number in 1..=25 {
        world.forge.comment(&At::issue(PROJECT, iid), "anna", &format!("note {number}"));
    }
    let answer = world.look(&format!("issues/{iid}/notes")).await;
    let list = answer.json();
    assert_eq!((list.as_array().map(Vec::len), list[0]["body"].as_str()), (Some(20), Some("note 25")));
    assert_eq!((answer.header("x-next-page"), answer.header("x-total")), ("2", "25"));
    let oldest = world.look(&format!("issues/{iid}/notes?sort=asc&order_by=created_at&per_page=1")).await.json();
    assert_eq!(oldest[0]["body"], "note 1");
}

#[tokio::test]
async fn a_hundred_and_one_awards_are_two_pages() {
    let world = world().await;
    let iid = world.forge.open_issue(PROJECT, "anna", "Bad", "");
    for number in 0..101 {
        world.forge.react(&At::issue(PROJECT, iid), None, &format!("person{number}"), "+1");
    }
    let first = world.look(&format!("issues/{iid}/award_emoji?per_page=500")).await;
    assert_eq!(first.json().as_array().map(Vec::len), Some(100));
    assert_eq!((first.header("x-next-page"), first.header("x-total-pages")), ("2", "2"));
    let next = first.header("link").split(',').find(|link| link.contains("rel=\"next\"")).expect("a next page");
    let next = next.trim().trim_start_matches('<').split('>').next().expect("an address");
    let second: serde_json::Value =
        serde_json::from_str(&world.http.get(next).send().await.expect("an answer").text().await.expect("a text"))
            .expect("a list");
    assert_eq!((second.as_array().map(Vec::len), second[0]["name"].as_str()), (Some(1), Some("thumbsup")));
}

#[tokio::test]
async fn the_same_reaction_twice_is_404_and_moves_the_notes_time_only_once() {
    let world = world().await;
    let iid = world.forge.open_issue(PROJECT, "anna", "Bad", "");
    let thread = At::issue(PROJECT, iid);
    let note = world.forge.comment(&thread, "anna", "Bitte abstimmen").expect("a note");
    let path = format!("issues/{iid}/notes/{note}/award_emoji");
    let first = world.act("votum", "POST", &path, json!({ "name": "inbox_tray" })).await;
    assert_eq!((first.status, first.json()["awardable_type"].as_str().map(str::to_owned)), (201, Some("Note".into())));
    assert_eq!(world.act("votum", "POST", &path, json!({ "name": "inbox_tray" })).await.status, 404);
    let own = first.json()["id"].as_u64().expect("a number");
    let foreign = world.forge.react(&thread, Some(note), "anna", "-1");
    assert_eq!(world.forge.awards(&thread, Some(note))[1].name, "thumbsdown");
    assert_eq!(world.act("votum", "DELETE", &format!("{path}/{foreign}"), json!({})).await.status, 401);
    assert_eq!(world.act("votum", "DELETE", &format!("{path}/{own}"), json!({})).await.status, 204);
}

#[tokio::test]
async fn a_reaction_moves_a_notes_time_but_not_an_issues() {
    let world = world().await;
    let iid = world.forge.open_issue(PROJECT, "anna", "Bad", "");
    let thread = At::issue(PROJECT, iid);
    let note = world.forge.comment(&thread, "anna", "Text").expect("a note");
    let before = (world.forge.issue(PROJECT, iid).expect("it").updated_at, world.forge.notes(&thread)[0].updated_at);
    // The clock is moved through the pages, as a person would.
    let moved = fill(world.http.post(format!("{}/clock", world.url)), &[("step", "hour"), ("back", "/")]).send().await;
    assert_eq!(moved.expect("an answer").status().as_u16(), 303);
    world.forge.react(&thread, None, "anna", "thumbsup");
    assert_eq!(world.forge.issue(PROJECT, iid).expect("it").updated_at, before.0);
    world.forge.react(&thread, Some(note), "anna", "thumbsup");
    assert!(world.forge.notes(&thread)[0].updated_at > before.1);
}

#[tokio::test]
async fn labels_are_made_when_first_used_and_remembered_with_who_set_them() {
    let world = world().await;
    let iid = world.forge.open_issue(PROJECT, "guest", "Bad", "");
    let path = format!("issues/{iid}");
    assert_eq!(world.act("guest", "PUT", &path, json!({ "add_labels": "neu" })).await.status, 403);
    assert_eq!(world.act("", "PUT", &path, json!({ "add_labels": "neu" })).await.status, 401);
    // JSON, a form and the query are one to GitLab.
    assert_eq!(world.act("votum", "PUT", &path, json!({ "add_labels": ["neu", "votum::reading"] })).await.status, 200);
    let form = world.http.put(format!("{}/api/v4/projects/{ENCODED}/{path}", world.url)).bearer_auth("token-votum");
    let form = fill(form, &[("remove_labels", "neu"), ("state_event", "close")]).send().await.expect("an answer");
    assert_eq!(form.status().as_u16(), 200);
    assert_eq!(world.act("votum", "PUT", &format!("{path}?add_labels=a,b"), json!({})).await.status, 200);
    let issue = world.forge.issue(PROJECT, iid).expect("the issue");
    assert_eq!((issue.labels, issue.open), (vec!["a".into(), "b".into(), "votum::reading".to_owned()], false));
    let events = world.look(&format!("{path}/resource_label_events")).await.json();
    assert_eq!((events[2]["action"].as_str(), events[2]["user"]["username"].as_str()), (Some("remove"), Some("votum")));
    assert_eq!(world.look("labels").await.json().as_array().map(Vec::len), Some(4));
    let twice = world.act("votum", "POST", "labels", json!({ "name": "a", "color": "#112233" })).await;
    assert_eq!(twice.status, 409);
    assert_eq!(world.look("issues?labels=a,b&state=closed").await.json().as_array().map(Vec::len), Some(1));
    assert_eq!(world.look("issues?labels=a&state=opened").await.json().as_array().map(Vec::len), Some(0));
}

#[tokio::test]
async fn confidential_issues_and_internal_notes_are_hidden_from_strangers() {
    let world = world().await;
    let iid = world.forge.open_issue(PROJECT, "anna", "Geheim", "");
    world.forge.comment_internally(&At::issue(PROJECT, iid), "anna", "unter uns");
    let path = format!("projects/{ENCODED}/issues/{iid}");
    assert_eq!(world.call("guest", "GET", &format!("{path}/notes"), None).await.json(), json!([]));
    assert_eq!(world.get(&format!("{path}/notes")).await.json().as_array().map(Vec::len), Some(1));
    world.forge.set_confidential(PROJECT, iid, "anna", true);
    assert_eq!(world.call("guest", "GET", &path, None).await.status, 404);
    assert_eq!(world.call("guest", "GET", &format!("{path}/notes"), None).await.status, 404);
    assert_eq!(world.get(&path).await.json()["confidential"], true);
}

#[tokio::test]
async fn what_is_not_there_is_404_in_gitlabs_words() {
    let world = world().await;
    assert_eq!(world.get("projects/nicht%2Fda").await.json(), json!({ "message": "404 Project Not Found" }));
    assert_eq!(world.look("issues/9").await.json(), json!({ "message": "404 Issue Not Found" }));
    let wrong = world.call("unknown", "GET", "user", None).await;
    assert_eq!((wrong.status, wrong.json()), (401, json!({ "message": "401 Unauthorized" })));
    assert_eq!(world.get("user").await.json()["bot"], true);
    assert_eq!(world.get("users?username=ANNA").await.json()[0]["username"], "anna");
    assert_eq!(world.look("members/all/9999").await.status, 404);
    let number = world.get(&format!("projects/{ENCODED}")).await.json()["id"].as_u64().expect("a number");
    assert_eq!(world.get(&format!("projects/{number}/members/all")).await.status, 200);
    assert_eq!(world.forge.calls()[0].path, "/projects/nicht/da");
    assert_eq!(Kind::Issue.plural(), "issues");
}

#[tokio::test]
async fn editing_moving_and_deleting() {
    let world = world().await;
    world.forge.project("stadt/anderes");
    let iid = world.forge.open_issue(PROJECT, "anna", "Bad", "alt");
    let thread = At::issue(PROJECT, iid);
    let note = world.forge.comment(&thread, "anna", "eins").expect("a note");
    let path = format!("issues/{iid}/notes/{note}");
    assert_eq!(world.act("votum", "PUT", &path, json!({ "body": "zwei" })).await.status, 403);
    assert_eq!(world.act("maria", "PUT", &path, json!({ "body": "zwei" })).await.json()["body"], "zwei");
    world.forge.edit_note(&thread, note, "anna", "/close");
    assert!(world.forge.notes(&thread).iter().all(|held| held.id != note), "only quick actions were left");
    world.forge.describe(PROJECT, iid, "anna", "neu");
    let system = world.forge.notes(&thread).into_iter().next_back().expect("a note of GitLab's");
    assert_eq!((system.system, system.body.as_str()), (true, "changed the description"));
    let new = world.forge.move_issue(PROJECT, iid, "anna", "stadt/anderes");
    assert!(world.look(&format!("issues/{iid}")).await.json()["moved_to_id"].is_u64());
    assert_eq!(world.forge.issue("stadt/anderes", new).expect("moved").description, "neu");
    world.forge.delete_issue(PROJECT, iid);
    assert_eq!(world.look(&format!("issues/{iid}")).await.status, 404);
}
