// SPDX-License-Identifier: EUPL-1.2
//! The answers hold every key that GitLab's published examples hold. The examples lie outside the repository;
//! `GITLAB_CONTRACT` names their folder, and without it the neighbour `../shared/gitlab-contract` is tried.

use std::path::PathBuf;

use serde_json::{Value, json};
use votum::sandbox::{At, Proposal};

use super::world::{PROJECT, world};

/// Keys of old or paid editions, or of things that the sandbox has none of.
const PASSED_OVER: [&str; 6] = ["evidence_sha", "email", "created_at", "labels", "approvals_before_merge", "assignee"];

fn examples() -> Option<PathBuf> {
    let near = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/gitlab-contract");
    let folder = std::env::var_os("GITLAB_CONTRACT").map_or_else(near, PathBuf::from).join("api-examples");
    folder.is_dir().then_some(folder)
}

/// Lists the keys of the example that the answer lacks; inside lists the first entries are compared.
fn lacks(path: &str, example: &Value, answer: &Value, found: &mut Vec<String>) {
    match (example, answer) {
        (Value::Object(example), Value::Object(answer)) => {
            for (key, value) in example {
                let path = format!("{path}.{key}");
                match answer.get(key) {
                    Some(held) => lacks(&path, value, held, found),
                    None if PASSED_OVER.contains(&key.as_str()) => {}
                    None => found.push(path),
                }
            }
        }
        (Value::Array(example), Value::Array(answer)) => {
            if let (Some(example), Some(answer)) = (example.first(), answer.first()) {
                lacks(&format!("{path}[]"), example, answer, found);
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn answers_hold_the_keys_of_the_published_examples() {
    let Some(folder) = examples() else {
        println!("skipped: the published examples are not here");
        return;
    };
    let world = world().await;
    let ticket = world.forge.open_issue(PROJECT, "anna", "Bad", "");
    let thread = At::issue(PROJECT, ticket);
    let note = world.forge.comment(&thread, "anna", "Hallo").expect("a note");
    world.forge.react(&thread, Some(note), "anna", "thumbsup");
    world.forge.label(PROJECT, ticket, "anna", &["a"], &[]);
    world.forge.close(PROJECT, ticket, "anna");
    let iid = world.forge.open_merge_request(Proposal::new(PROJECT, "anna", "Bad"));
    let head = world.forge.merge_request(PROJECT, iid).expect("it").head;
    world.act("votum", "POST", &format!("statuses/{head}"), json!({ "state": "success" })).await;
    world.act("votum", "PUT", &format!("merge_requests/{iid}/merge"), json!({ "sha": head })).await;
    world.act("votum", "POST", "releases", json!({ "tag_name": "v1.0.0", "ref": "main", "tag_message": "x" })).await;
    let issue = format!("issues/{ticket}");
    let pairs = [
        ("issues.retrieve-a-project-issue", issue.clone()),
        ("merge_requests.merge-a-merge-request", format!("merge_requests/{iid}")),
        ("merge_requests.retrieve-merge-request-commits", format!("merge_requests/{iid}/commits")),
        ("notes.retrieve-a-merge-request-note", format!("{issue}/notes/{note}")),
        ("emoji_reactions.list-all-emoji-reactions-for-a-comment", format!("{issue}/notes/{note}/award_emoji")),
        ("resource_label_events.list-project-issue-label-events", format!("{issue}/resource_label_events")),
        ("tags.get-a-single-repository-tag", "repository/tags/v1.0.0".into()),
        ("releases.create-a-release", "releases/v1.0.0".into()),
        ("commits.list-commit-statuses", format!("repository/commits/{head}/statuses")),
        ("commits.retrieve-a-commit", format!("repository/commits/{head}")),
        ("branches.retrieve-a-repository-branch", "repository/branches/main".into()),
        ("repositories.compare-branches-tags-or-commits", format!("repository/compare?from={head}&to=main")),
        ("pipelines.list-project-pipelines", "pipelines".into()),
        ("labels.list-all-project-labels", "labels".into()),
    ];
    let mut found = Vec::new();
    for (name, path) in pairs {
        let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap_or_else(|_| panic!("no {name}"));
        let example: Value = serde_json::from_str(&text).expect("JSON");
        let answer = world.look(&path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        lacks(name, &example, &answer.json(), &mut found);
    }
    assert_eq!(found, Vec::<String>::new());
}
