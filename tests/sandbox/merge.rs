// SPDX-License-Identifier: EUPL-1.2
//! Merge requests, statuses, tags, releases, protection.

use pretty_assertions::assert_eq;
use serde_json::{Value, json};
use votum::sandbox::{At, Proposal};

use super::world::{PROJECT, World, world};

async fn put(world: &World, by: &str, iid: u64, sha: &str) -> (u16, Value) {
    let answer = world.act(by, "PUT", &format!("merge_requests/{iid}/merge"), json!({ "sha": sha })).await;
    (answer.status, answer.json())
}

#[tokio::test]
async fn merging_checks_the_right_then_the_state_then_the_head() {
    let world = world().await;
    let ticket = world.forge.open_issue(PROJECT, "anna", "Bad", "");
    let proposal = Proposal::new(PROJECT, "anna", "Draft: Bad").describing(&format!("Closes #{ticket}"));
    let iid = world.forge.open_merge_request(proposal.touching(&["src/a.rs", "alt.md => neu.md"]));
    let old = world.forge.merge_request(PROJECT, iid).expect("it").head;
    assert_eq!(put(&world, "guest", iid, &old).await.0, 401);
    assert_eq!(put(&world, "votum", iid, &old).await.0, 405);
    world.forge.retitle_merge_request(PROJECT, iid, "anna", "Bad");
    let head = world.forge.push(PROJECT, iid, "anna", &["src/b.rs"]);
    let (status, json) = put(&world, "votum", iid, &old).await;
    assert_eq!(
        (status, json),
        (409, json!({ "message": format!("SHA does not match HEAD of source branch: {head}") }))
    );
    world.forge.set_conflict(PROJECT, iid, true);
    assert_eq!(put(&world, "votum", iid, &head).await.0, 422);
    world.forge.set_conflict(PROJECT, iid, false);
    let base = world.forge.branch_head(PROJECT, "main").expect("main");

    let diffs = world.look(&format!("merge_requests/{iid}/diffs")).await.json();
    assert_eq!((diffs[0]["old_path"].as_str(), diffs[0]["new_path"].as_str()), (Some("alt.md"), Some("neu.md")));
    assert_eq!(world.look(&format!("merge_requests/{iid}/versions")).await.json()[0]["head_commit_sha"], *head);
    assert_eq!(world.look(&format!("merge_requests/{iid}/commits")).await.json().as_array().map(Vec::len), Some(2));
    assert_eq!(world.look(&format!("merge_requests/{iid}/closes_issues")).await.json()[0]["iid"], ticket);

    let (status, merged) = put(&world, "votum", iid, &head).await;
    assert_eq!((status, merged["state"].as_str()), (200, Some("merged")));
    let commit = merged["merge_commit_sha"].as_str().expect("a merge commit");
    assert_eq!(world.forge.branch_head(PROJECT, "main").as_deref(), Some(commit));
    assert_eq!(world.forge.parents(commit), [base.clone(), head.clone()]);
    assert!(!world.forge.issue(PROJECT, ticket).expect("it").open, "the closing keyword closed it");
    assert_eq!(put(&world, "votum", iid, &head).await.0, 405);
    let compare = world.look(&format!("repository/compare?from={base}&to=main")).await.json();
    let shas: Vec<&str> =
        compare["commits"].as_array().into_iter().flatten().filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(shas, [old.as_str(), head.as_str(), commit]);
}

#[tokio::test]
async fn a_merge_may_answer_200_and_not_happen() {
    let world = world().await;
    let iid = world.forge.open_merge_request(Proposal::new(PROJECT, "anna", "Bad"));
    let head = world.forge.merge_request(PROJECT, iid).expect("it").head;
    world.forge.set_merge_error(PROJECT, iid, Some("Merge failed"));
    let (status, json) = put(&world, "votum", iid, &head).await;
    assert_eq!(
        (status, json["state"].as_str(), json["merge_error"].as_str()),
        (200, Some("opened"), Some("Merge failed"))
    );
    world.forge.set_merge_error(PROJECT, iid, None);
    world.forge.needs_sha(true);
    assert_eq!(world.act("votum", "PUT", &format!("merge_requests/{iid}/merge"), json!({})).await.status, 400);
}

#[tokio::test]
async fn only_the_owner_of_the_key_may_merge_into_a_branch_protected_for_it() {
    let world = world().await;
    world.forge.protect_for(PROJECT, "main", "votum");
    let iid = world.forge.open_merge_request(Proposal::new(PROJECT, "anna", "Bad"));
    let head = world.forge.merge_request(PROJECT, iid).expect("it").head;
    assert_eq!(put(&world, "maria", iid, &head).await.0, 401);
    assert_eq!(put(&world, "votum", iid, &head).await.0, 200);
    world.forge.member(PROJECT, "votum", 40);
    let rule = world.act("votum", "GET", "protected_branches/main", json!(null)).await.json();
    assert_eq!(
        (
            rule["merge_access_levels"][0]["access_level"].as_u64(),
            rule["push_access_levels"][0]["deploy_key_id"].as_u64()
        ),
        (Some(0), Some(1))
    );
}

#[tokio::test]
async fn the_first_reading_after_a_push_may_say_checking() {
    let world = world().await;
    world.forge.checks_first(true);
    let iid = world.forge.open_merge_request(Proposal::new(PROJECT, "anna", "Bad"));
    let path = format!("merge_requests/{iid}");
    let read = async || world.look(&path).await.json()["detailed_merge_status"].as_str().map(str::to_owned);
    assert_eq!((read().await.as_deref(), read().await.as_deref()), (Some("checking"), Some("mergeable")));
    world.forge.pipeline_must_succeed(PROJECT, true);
    assert_eq!(read().await.as_deref(), Some("ci_must_pass"));
    world.forge.pipeline(PROJECT, iid, "running");
    assert_eq!(read().await.as_deref(), Some("ci_still_running"));
    world.forge.pipeline(PROJECT, iid, "success");
    assert_eq!(read().await.as_deref(), Some("mergeable"));
}

#[tokio::test]
async fn statuses_go_forward_and_the_same_pending_twice_is_400() {
    let world = world().await;
    let iid = world.forge.open_merge_request(Proposal::new(PROJECT, "anna", "Bad"));
    let view = world.forge.merge_request(PROJECT, iid).expect("it");
    let path = format!("statuses/{}", view.head);
    let post = async |by: &str, state: &str| {
        let body = json!({ "state": state, "name": "votum", "description": state, "ref": view.source_branch });
        world.act(by, "POST", &path, body).await
    };
    assert_eq!(post("votum", "pending").await.status, 201);
    let again = post("votum", "pending").await;
    assert_eq!(again.status, 400);
    assert!(again.text.contains("Cannot transition status via :enqueue from :pending"), "{}", again.text);
    assert_eq!(post("votum", "success").await.status, 201);
    assert_eq!(post("votum", "success").await.status, 201);
    assert_eq!(post("votum", "pending").await.status, 201);
    assert_eq!(world.look(&format!("merge_requests/{iid}")).await.json()["head_pipeline"]["source"], "external");
    // Whoever posts last under a name is the one that shows, whoever it is.
    assert_eq!(post("anna", "success").await.status, 201);
    let list = world.look(&format!("repository/commits/{}/statuses?name=votum", view.head)).await.json();
    assert_eq!((list.as_array().map(Vec::len), list[0]["author"]["username"].as_str()), (Some(1), Some("anna")));
    assert_eq!(post("guest", "success").await.status, 403);
    let unknown =
        world.act("votum", "POST", &format!("statuses/{}", "0".repeat(40)), json!({ "state": "success" })).await;
    assert_eq!(unknown.status, 404);

    let fork = world.forge.open_merge_request(Proposal::new(PROJECT, "guest", "Fern").from_fork());
    let view = world.forge.merge_request(PROJECT, fork).expect("it");
    assert_eq!(view.source_project, "guest/modul");
    let there = world.act("votum", "POST", &format!("statuses/{}", view.head), json!({ "state": "pending" })).await;
    assert_eq!(there.status, 404);
}

#[tokio::test]
async fn tags_and_releases_are_set_once() {
    let world = world().await;
    let head = world.forge.branch_head(PROJECT, "main").expect("main");
    let tag = json!({ "tag_name": "v1.0.0", "ref": head, "message": "Beschluss B-2026-001" });
    assert_eq!(world.act("guest", "POST", "repository/tags", tag.clone()).await.status, 403);
    let made = world.act("votum", "POST", "repository/tags", tag.clone()).await;
    assert_eq!((made.status, made.json()["commit"]["id"].as_str() == Some(&head)), (201, true));
    assert_ne!(made.json()["target"], *head, "an annotated tag is an object of its own");
    let twice = world.act("votum", "POST", "repository/tags", tag).await;
    assert_eq!((twice.status, twice.json()), (400, json!({ "message": "Tag v1.0.0 already exists" })));
    assert_eq!(world.look("repository/tags/v1.0.1").await.status, 404);

    let release = json!({ "tag_name": "v1.0.0", "name": "1.0.0", "description": "Erste" });
    assert_eq!(world.look("releases/v1.0.0").await.status, 404);
    assert_eq!(world.act("votum", "POST", "releases", release.clone()).await.status, 201);
    let twice = world.act("votum", "POST", "releases", release).await;
    assert_eq!((twice.status, twice.json()), (409, json!({ "message": "Release already exists" })));
    let without = world.act("votum", "POST", "releases", json!({ "tag_name": "v2.0.0" })).await;
    assert_eq!((without.status, without.json()), (422, json!({ "message": "Ref is not specified" })));
    assert_eq!(world.forge.tags(PROJECT).len(), 1);
}

#[tokio::test]
async fn threads_hold_a_merge_until_they_are_resolved() {
    let world = world().await;
    world.forge.threads_must_be_resolved(PROJECT, true);
    let iid = world.forge.open_merge_request(Proposal::new(PROJECT, "anna", "Bad"));
    let path = format!("merge_requests/{iid}");
    let made = world.act("votum", "POST", &format!("{path}/discussions"), json!({ "body": "Warten" })).await;
    assert_eq!((made.status, made.json()["notes"][0]["resolvable"].as_bool()), (201, Some(true)));
    assert_eq!(world.look(&path).await.json()["detailed_merge_status"], "discussions_not_resolved");
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    let done = world.act("votum", "PUT", &format!("{path}/discussions/{id}"), json!({ "resolved": true })).await;
    assert_eq!(done.status, 200);
    assert_eq!(world.look(&path).await.json()["detailed_merge_status"], "mergeable");
    world.forge.approve(PROJECT, iid, "anna");
    let approvals = world.look(&format!("{path}/approvals")).await.json();
    assert_eq!(approvals["approved_by"][0]["user"]["username"], "anna");
    world.forge.retarget(PROJECT, iid, "anna", "stable");
    assert_eq!(world.look("merge_requests?state=opened&target_branch=stable").await.json()[0]["iid"], iid);
    assert!(world.forge.notes(&At::merge_request(PROJECT, iid)).iter().any(|note| note.system));
}
