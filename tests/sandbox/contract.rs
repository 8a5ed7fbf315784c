// SPDX-License-Identifier: EUPL-1.2
//! The answers hold every key that GitLab's published examples hold. The examples lie outside the repository;
//! `GITLAB_CONTRACT` names their folder, and without it the neighbour `../shared/gitlab-contract` is tried.

use std::path::PathBuf;

use serde_json::{Value, json};
use votum::sandbox::{At, Hook, Proposal};

use super::world::{PROJECT, world};

/// Keys of old or paid editions, of old documentation, or of things that the sandbox has none of.
const PASSED_OVER: [&str; 16] = [
    ".evidence_sha",
    ".evidence_file_path",
    ".author.email",
    ".author.created_at",
    ".escalation_status",
    ".escalation_policy",
    ".assignee",
    ".repository.git_http_url",
    ".repository.git_ssh_url",
    ".repository.visibility_level",
    ".issue.position",
    ".issue.branch_name",
    ".object_attributes.action",
    ".changes.updated_by_id",
    ".changes.merge_status",
    ".changes.prepared_at",
];

fn examples(kind: &str) -> Option<PathBuf> {
    let near = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/gitlab-contract");
    let folder = std::env::var_os("GITLAB_CONTRACT").map_or_else(near, PathBuf::from).join(kind);
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
                    None if PASSED_OVER.iter().any(|over| path.ends_with(over)) => {}
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
    let Some(folder) = examples("api-examples") else {
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
    world.forge.milestone(PROJECT, "1.0.0");
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
        ("milestones.list-all-project-milestones", "milestones?title=1.0.0".into()),
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

#[tokio::test]
async fn webhooks_hold_the_keys_of_the_published_examples() {
    let Some(folder) = examples("webhooks") else {
        println!("skipped: the published examples are not here");
        return;
    };
    let world = world().await;
    world.forge.hook(PROJECT, Hook { url: "http://127.0.0.1:9/".into(), ..Hook::default() });
    let ticket = world.forge.open_issue(PROJECT, "anna", "Bad", "");
    let thread = At::issue(PROJECT, ticket);
    world.forge.label(PROJECT, ticket, "anna", &["a"], &[]);
    let note = world.forge.comment(&thread, "anna", "Hallo").expect("a note");
    world.forge.react(&thread, Some(note), "anna", "thumbsup");
    let iid = world.forge.open_merge_request(Proposal::new(PROJECT, "anna", "Bad"));
    world.forge.label_merge_request(PROJECT, iid, "anna", &["a"], &[]);
    world.forge.pipeline(PROJECT, iid, "success");
    world.act("votum", "POST", "releases", json!({ "tag_name": "v1.0.0", "ref": "main", "tag_message": "x" })).await;
    let hooks = world.forge.take_hooks();
    let pairs = [
        ("issue", "Issue Hook"),
        ("note_issue", "Note Hook"),
        ("emoji_award_issue_note", "Emoji Hook"),
        ("merge_request_open", "Merge Request Hook"),
        ("push", "Push Hook"),
        ("tag_push", "Tag Push Hook"),
        ("release", "Release Hook"),
    ];
    let mut found = Vec::new();
    for (name, event) in pairs {
        let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap_or_else(|_| panic!("no {name}"));
        let example: Value = serde_json::from_str(&text).expect("JSON");
        let hook = hooks.iter().rfind(|hook| hook.event() == event).unwrap_or_else(|| panic!("no {event}"));
        lacks(name, &example, &hook.json(), &mut found);
    }
    assert_eq!(found, Vec::<String>::new());
}
