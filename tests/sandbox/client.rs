// SPDX-License-Identifier: EUPL-1.2
//! The client library that votum uses finds its way: encoded paths, forms, queries, pages.

use gitlab::api::projects::issues::notes::{CreateIssueNote, IssueNotes};
use gitlab::api::projects::issues::{EditIssue, Issue};
use gitlab::api::{AsyncQuery as _, Pagination, paged};
use pretty_assertions::assert_eq;
use serde_json::Value;
use votum::sandbox::At;

use super::world::{PROJECT, world};

#[tokio::test]
async fn the_client_library_reads_and_writes() {
    let world = world().await;
    let iid = world.forge.open_issue(PROJECT, "anna", "Bad", "Text");
    let host = world.url.trim_start_matches("http://");
    let client = gitlab::Gitlab::builder(host, "token-votum").insecure().build_async().await.expect("a client");
    for number in 0..45 {
        world.forge.comment(&At::issue(PROJECT, iid), "anna", &format!("/vote ja {number}"));
    }
    let write = CreateIssueNote::builder().project(PROJECT).issue(iid).body("Grüße & mehr\n/vote x").build();
    let written: Value = write.expect("a call").query_async(&client).await.expect("a note");
    assert_eq!(written["body"], "Grüße & mehr\n/vote x");
    let edit = EditIssue::builder().project(PROJECT).issue(iid).add_label("votum::voting").build();
    let edited: Value = edit.expect("a call").query_async(&client).await.expect("an issue");
    assert_eq!(edited["labels"][0], "votum::voting");
    let read = Issue::builder().project(PROJECT).issue(iid).build();
    let issue: Value = read.expect("a call").query_async(&client).await.expect("an issue");
    assert_eq!(issue["title"], "Bad");
    let all = IssueNotes::builder().project(PROJECT).issue(iid).build().expect("a call");
    let all: Vec<Value> = paged(all, Pagination::All).query_async(&client).await.expect("notes");
    assert_eq!(all.len(), 46);
}

/// A renamed project is led to by its number for reading; nothing can be written under its old path.
#[tokio::test]
async fn an_old_path_leads_to_the_number() {
    let world = world().await;
    let iid = world.forge.open_issue(PROJECT, "anna", "Bad", "Text");
    let number = world.forge.project(PROJECT);
    world.forge.rename_project(PROJECT, "anderswo/steuerung");
    let led = world.look(&format!("issues/{iid}")).await;
    assert_eq!(led.status, 301);
    assert_eq!(led.header("location"), format!("{}/api/v4/projects/{number}/issues/{iid}", world.url));
    let refused = world.act("votum", "POST", &format!("issues/{iid}/notes"), serde_json::json!({ "body": "x" })).await;
    assert_eq!(refused.status, 405);
    assert!(refused.text.contains("moved projects"), "{}", refused.text);
    assert_eq!(world.get(&format!("projects/{number}")).await.json()["path_with_namespace"], "anderswo/steuerung");
}
