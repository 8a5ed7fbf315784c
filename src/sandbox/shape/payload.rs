// SPDX-License-Identifier: EUPL-1.2
//! The bodies of webhooks. Instants are written `2015-05-17 18:08:09 UTC`.

use serde_json::{Value, json};

use super::entry::join;
use super::spelled;
use crate::sandbox::model::git::Commit;
use crate::sandbox::model::issue::Issue;
use crate::sandbox::model::merge_request::MergeRequest;
use crate::sandbox::model::pipeline::Pipeline;
use crate::sandbox::model::project::{Project, Release};
use crate::sandbox::model::talk::{Award, Kind, Note, Spot};
use crate::sandbox::state::State;

/// What a branch or tag pointed at before it was there.
pub const NOTHING: &str = "0000000000000000000000000000000000000000";

impl State {
    /// The account that did it.
    fn user_payload(&self, id: u64) -> Value {
        let user = self.account(id);
        json!({
            "id": user.id, "name": user.name, "username": user.username, "avatar_url": null, "email": "[REDACTED]",
        })
    }

    /// The project it happened in.
    fn project_payload(&self, project: &Project) -> Value {
        let web = format!("{}/{}", self.url, project.path);
        let ssh = format!("git@gitlab.sandbox:{}.git", project.path);
        json!({
            "id": project.id, "name": project.name(), "description": null, "web_url": web, "avatar_url": null,
            "git_ssh_url": ssh, "git_http_url": format!("{web}.git"), "namespace": project.namespace(),
            "visibility_level": 20, "path_with_namespace": project.path, "default_branch": project.default_branch,
            "ci_config_path": "", "homepage": web, "url": ssh, "ssh_url": ssh, "http_url": format!("{web}.git"),
        })
    }

    fn repository_payload(&self, project: &Project) -> Value {
        let web = format!("{}/{}", self.url, project.path);
        json!({
            "name": project.name(), "url": format!("git@gitlab.sandbox:{}.git", project.path), "description": null,
            "homepage": web,
        })
    }

    fn labels_payload(&self, project: u64, names: &[String]) -> Value {
        names.iter().map(|name| self.label_hook_json(project, name)).collect()
    }

    /// The frame that events of threads share.
    fn frame(&self, kind: &str, event: &str, project: u64, by: u64) -> Value {
        let project = self.project(project);
        json!({
            "object_kind": kind, "event_type": event, "user": self.user_payload(by), "project_id": project.id,
            "project": self.project_payload(project), "repository": self.repository_payload(project),
        })
    }

    /// `changes.labels` for a change of labels.
    pub fn labels_changed(&self, project: u64, before: &[String], after: &[String]) -> Value {
        json!({
            "previous": self.labels_payload(project, before), "current": self.labels_payload(project, after),
        })
    }

    fn issue_attributes(&self, project: u64, issue: &Issue) -> Value {
        let spot = Spot { project, kind: Kind::Issue, iid: issue.iid };
        json!({
            "author_id": issue.author, "closed_at": issue.closed.map(|(_, at)| spelled(at)),
            "confidential": issue.confidential, "created_at": spelled(issue.created_at),
            "description": issue.description, "discussion_locked": null, "due_date": null, "id": issue.id,
            "iid": issue.iid, "last_edited_at": null, "last_edited_by_id": null, "milestone_id": null,
            "moved_to_id": issue.moved_to, "duplicated_to_id": null, "project_id": project, "relative_position": null,
            "state_id": if issue.open { 1 } else { 2 }, "time_estimate": 0, "title": issue.title,
            "updated_at": spelled(issue.updated_at), "updated_by_id": issue.updated_by, "weight": null,
            "health_status": null, "type": "Issue", "url": self.web_url(spot), "total_time_spent": 0,
            "time_change": 0, "human_total_time_spent": null, "human_time_change": null, "human_time_estimate": null,
            "assignee_ids": [], "assignee_id": null, "labels": self.labels_payload(project, &issue.talk.labels),
            "state": if issue.open { "opened" } else { "closed" }, "severity": "unknown",
        })
    }

    /// Something happened to an issue.
    pub fn issue_payload(&self, project: u64, issue: &Issue, by: u64, action: &str, changes: Value) -> Value {
        let event = if issue.confidential { "confidential_issue" } else { "issue" };
        let mut json = self.frame("issue", event, project, by);
        json["object_attributes"] = self.issue_attributes(project, issue);
        json["object_attributes"]["action"] = action.into();
        json["labels"] = self.labels_payload(project, &issue.talk.labels);
        json["changes"] = changes;
        json["assignees"] = json!([]);
        json
    }

    fn note_attributes(&self, spot: Spot, note: &Note) -> Value {
        let kind = if note.resolvable { Value::from("DiscussionNote") } else { Value::Null };
        json!({
            "attachment": null, "author_id": note.author, "change_position": null, "commit_id": null,
            "created_at": spelled(note.created_at), "discussion_id": note.discussion, "id": note.id,
            "internal": note.internal, "line_code": null, "note": note.body, "noteable_id": self.number(spot),
            "noteable_type": spot.kind.class(), "original_position": null, "position": null,
            "project_id": spot.project, "resolved_at": note.resolved.map(|(_, at)| spelled(at)),
            "resolved_by_id": note.resolved.map(|(by, _)| by), "resolved_by_push": null, "st_diff": null,
            "system": note.system, "type": kind, "updated_at": spelled(note.updated_at),
            "updated_by_id": note.updated_by, "description": note.body,
            "url": format!("{}#note_{}", self.web_url(spot), note.id),
        })
    }

    /// Puts the issue or merge request into a payload under its own name.
    fn put_subject(&self, json: &mut Value, spot: Spot) {
        match spot.kind {
            Kind::Issue => {
                if let Some(issue) = self.issue(spot.project, spot.iid) {
                    json["issue"] = self.issue_attributes(spot.project, issue);
                }
            }
            Kind::MergeRequest => {
                if let Some(request) = self.merge_request(spot.project, spot.iid) {
                    json["merge_request"] = self.request_attributes(spot.project, request);
                }
            }
        }
    }

    /// A note was written or edited; on an edit, too, the account is the note's author.
    pub fn note_payload(&self, spot: Spot, note: &Note, hidden: bool, action: &str) -> Value {
        let mut json = self.frame("note", if hidden { "confidential_note" } else { "note" }, spot.project, note.author);
        json["object_attributes"] = self.note_attributes(spot, note);
        json["object_attributes"]["action"] = action.into();
        self.put_subject(&mut json, spot);
        json
    }

    /// A reaction was given (`award`) or taken back (`revoke`).
    pub fn emoji_payload(&self, spot: Spot, note: Option<&Note>, award: &Award, event: &str) -> Value {
        let mut json = self.frame("emoji", event, spot.project, award.user);
        let anchor = note.map_or(String::new(), |note| format!("#note_{}", note.id));
        json["object_attributes"] = json!({
            "user_id": award.user, "created_at": spelled(award.at), "id": award.id, "name": award.name,
            "awardable_type": if note.is_some() { "Note" } else { spot.kind.class() },
            "awardable_id": note.map_or_else(|| self.number(spot), |note| note.id), "updated_at": spelled(award.at),
            "awarded_on_url": format!("{}{anchor}", self.web_url(spot)),
        });
        if let Some(note) = note {
            json["note"] = self.note_attributes(spot, note);
        }
        self.put_subject(&mut json, spot);
        if let Value::Object(json) = &mut json {
            json.remove("repository");
        }
        json
    }

    fn request_attributes(&self, project: u64, request: &MergeRequest) -> Value {
        let spot = Spot { project, kind: Kind::MergeRequest, iid: request.iid };
        let status = self.detailed_merge_status(project, request);
        let mut json = json!({
            "assignee_id": null, "author_id": request.author, "created_at": spelled(request.created_at),
            "description": request.description, "draft": request.is_draft(), "work_in_progress": request.is_draft(),
            "head_pipeline_id": self.head_pipeline(project, request).map(|(_, pipeline)| pipeline.id), "id": request.id,
            "iid": request.iid, "last_edited_at": null, "last_edited_by_id": null,
            "merge_commit_sha": request.merge_commit, "merge_error": request.merge_error,
            "merge_params": { "force_remove_source_branch": "1" }, "merge_status": "can_be_merged",
            "merge_user_id": request.merged.map(|(by, _)| by), "merge_when_pipeline_succeeds": false,
            "milestone_id": null, "source_branch": request.source_branch, "source_project_id": request.source_project,
            "state_id": request.standing.number(), "state": request.standing.word(),
            "target_branch": request.target_branch, "target_project_id": project, "time_estimate": 0,
        });
        let more = json!({
            "title": request.title, "updated_at": spelled(request.updated_at), "updated_by_id": null,
            "prepared_at": spelled(request.created_at), "assignee_ids": [], "reviewer_ids": [],
            "blocking_discussions_resolved": !request.has_open_threads()
                || !self.project(project).settings.threads_must_be_resolved,
            "detailed_merge_status": status, "first_contribution": false,
            "human_time_change": null, "human_time_estimate": null, "human_total_time_spent": null,
            "labels": self.labels_payload(project, &request.talk.labels),
            "last_commit": self.commits.get(&request.head).map(|commit| self.commit_payload(project, commit)),
            "source": self.project_payload(self.project(request.source_project)),
            "target": self.project_payload(self.project(project)), "system": false, "time_change": 0,
            "total_time_spent": 0, "url": self.web_url(spot), "approval_rules": [],
        });
        join(&mut json, more);
        json
    }

    /// Something happened to a merge request; `oldrev` only when its commits changed.
    pub fn request_payload(
        &self,
        project: u64,
        request: &MergeRequest,
        by: u64,
        action: &str,
        changes: Value,
        oldrev: Option<&str>,
    ) -> Value {
        let mut json = self.frame("merge_request", "merge_request", project, by);
        json["object_attributes"] = self.request_attributes(project, request);
        json["object_attributes"]["action"] = action.into();
        if let Some(oldrev) = oldrev {
            json["object_attributes"]["oldrev"] = oldrev.into();
        }
        json["labels"] = self.labels_payload(project, &request.talk.labels);
        json["changes"] = changes;
        json["assignees"] = json!([]);
        json["reviewers"] = json!([]);
        json
    }

    fn commit_payload(&self, project: u64, commit: &Commit) -> Value {
        json!({
            "id": commit.sha, "message": commit.message, "title": commit.title(), "timestamp": super::iso(commit.at),
            "url": format!("{}/{}/-/commit/{}", self.url, self.project(project).path, commit.sha),
            "author": { "name": commit.author_name, "email": commit.author_email },
            "added": [], "modified": commit.changes.iter().map(|change| &change.new).collect::<Vec<_>>(), "removed": [],
        })
    }

    /// A branch or tag moved; `kind` is `push` or `tag_push`.
    pub fn push_payload(&self, project: u64, by: u64, kind: &str, name: &str, before: &str, after: &str) -> Value {
        let (held, user) = (self.project(project), self.account(by));
        let folder = if kind == "push" { "heads" } else { "tags" };
        let commits = if kind == "push" && before != NOTHING { self.between(before, after) } else { Vec::new() };
        let shown: Vec<Value> =
            commits.iter().rev().take(20).rev().map(|commit| self.commit_payload(project, commit)).collect();
        let tag = if kind == "tag_push" { held.tag(name) } else { None };
        json!({
            "object_kind": kind, "event_name": kind, "before": before, "after": after,
            "ref": format!("refs/{folder}/{name}"), "ref_protected": held.protection(name).next().is_some(),
            "checkout_sha": tag.map_or(after, |tag| tag.commit.as_str()),
            "message": tag.filter(|tag| !tag.message.is_empty()).map(|tag| &tag.message),
            "user_id": user.id, "user_name": user.name, "user_username": user.username, "user_email": null,
            "user_avatar": null, "project_id": project, "project": self.project_payload(held), "commits": shown,
            "total_commits_count": commits.len(), "push_options": {}, "repository": self.repository_payload(held),
        })
    }

    /// A pipeline changed.
    pub fn pipeline_payload(&self, project: u64, pipeline: &Pipeline, by: u64) -> Value {
        let held = self.project(project);
        let status = pipeline.status();
        let request = held
            .merge_requests
            .values()
            .find(|request| pipeline.source == "merge_request_event" && request.head == pipeline.sha)
            .map(|request| {
                json!({
                    "id": request.id, "iid": request.iid, "title": request.title,
                    "source_branch": request.source_branch, "source_project_id": request.source_project,
                    "target_branch": request.target_branch, "target_project_id": project,
                    "state": request.standing.word(), "merge_status": "can_be_merged",
                    "detailed_merge_status": "mergeable",
                })
            });
        json!({
            "object_kind": "pipeline",
            "object_attributes": {
                "id": pipeline.id, "iid": pipeline.iid, "name": null, "ref": pipeline.branch, "tag": false,
                "sha": pipeline.sha, "before_sha": NOTHING, "source": pipeline.source, "status": status,
                "detailed_status": status, "stages": [], "created_at": spelled(pipeline.created_at),
                "finished_at": null, "duration": null, "queued_duration": null, "variables": [],
                "url": format!("{}/{}/-/pipelines/{}", self.url, held.path, pipeline.id),
            },
            "merge_request": request, "user": self.user_payload(by), "project": self.project_payload(held),
            "commit": self.commits.get(&pipeline.sha).map(|commit| self.commit_payload(project, commit)),
            "builds": [],
        })
    }

    /// A release was published or changed.
    pub fn release_payload(&self, project: u64, release: &Release, action: &str) -> Value {
        let held = self.project(project);
        let commit = held.tag(&release.tag).and_then(|tag| self.commits.get(&tag.commit));
        json!({
            "id": release.id, "created_at": spelled(release.at), "description": release.description,
            "name": release.name, "released_at": spelled(release.at), "tag": release.tag, "object_kind": "release",
            "project": self.project_payload(held), "action": action,
            "url": format!("{}/{}/-/releases/{}", self.url, held.path, release.tag),
            "assets": { "count": 0, "links": [], "sources": [] },
            "commit": commit.map(|commit| self.commit_payload(project, commit)),
        })
    }
}
