// SPDX-License-Identifier: EUPL-1.2
//! Merge requests and what belongs to them as REST answers.

use serde_json::{Value, json};

use super::entry::join;
use super::iso;
use super::thread::{said, time_stats, voted};
use crate::sandbox::model::git::Change;
use crate::sandbox::model::merge_request::{MergeRequest, Standing};
use crate::sandbox::model::pipeline::Pipeline;
use crate::sandbox::model::talk::{Kind, Spot};
use crate::sandbox::state::State;

impl State {
    /// What GitLab thinks of merging a merge request, in its own word.
    pub fn detailed_merge_status(&self, project: u64, request: &MergeRequest) -> &'static str {
        let settings = &self.project(project).settings;
        if let Some(word) = request.said {
            word
        } else if request.standing != Standing::Opened {
            "not_open"
        } else if request.unchecked {
            "checking"
        } else if request.is_draft() {
            "draft_status"
        } else if settings.threads_must_be_resolved && request.has_open_threads() {
            "discussions_not_resolved"
        } else if request.conflict {
            "conflict"
        } else if settings.pipeline_must_succeed {
            match self.head_pipeline(project, request).map(|(_, pipeline)| pipeline.status()).as_deref() {
                Some("success") => "mergeable",
                Some("skipped") if settings.skipped_is_green => "mergeable",
                Some("created" | "pending" | "running") => "ci_still_running",
                _ => "ci_must_pass",
            }
        } else {
            "mergeable"
        }
    }

    /// The pipeline that counts for a merge request: the newest at its head, those for merge requests first.
    pub fn head_pipeline<'a>(&'a self, project: u64, request: &'a MergeRequest) -> Option<(u64, &'a Pipeline)> {
        let list = self.pipelines_of(project, request).into_iter();
        list.filter(|(_, pipeline)| pipeline.sha == request.head)
            .max_by_key(|(_, pipeline)| (pipeline.source == "merge_request_event", pipeline.id))
    }

    /// All pipelines of a merge request with their projects, newest first: those of the project it comes from, and those
    /// that a member of the project it goes into has run there.
    pub fn pipelines_of<'a>(&'a self, project: u64, request: &'a MergeRequest) -> Vec<(u64, &'a Pipeline)> {
        let heads: Vec<&str> = request.versions.iter().map(|version| version.head.as_str()).collect();
        let (source, fork) = (request.source_project, request.source_project != project);
        let there = self.projects.get(&source).into_iter().flat_map(|held| &held.pipelines);
        let here = self.project(project).pipelines.iter();
        let here = here.filter(|pipeline| fork && pipeline.source == "merge_request_event");
        let all = there.map(|pipeline| (source, pipeline)).chain(here.map(|pipeline| (project, pipeline)));
        let mut list: Vec<_> = all.filter(|(_, pipeline)| heads.contains(&pipeline.sha.as_str())).collect();
        list.sort_by_key(|(_, pipeline)| std::cmp::Reverse(pipeline.id));
        list
    }

    /// A merge request as lists show it.
    pub fn merge_request_json(&self, project: u64, request: &MergeRequest) -> Value {
        let spot = Spot { project, kind: Kind::MergeRequest, iid: request.iid };
        let status = self.detailed_merge_status(project, request);
        let old_status = match status {
            "conflict" => "cannot_be_merged",
            "checking" => "checking",
            _ => "can_be_merged",
        };
        let merger = request.merged.map(|(by, _)| self.user_json(by));
        let mut json = json!({
            "id": request.id, "iid": request.iid, "project_id": project, "title": request.title,
            "description": request.description, "state": request.standing.word(),
            "created_at": iso(request.created_at), "updated_at": iso(request.updated_at),
            "merged_by": merger, "merge_user": merger, "merged_at": request.merged.map(|(_, at)| iso(at)),
            "merge_after": null, "prepared_at": iso(request.created_at),
            "closed_by": request.closed.map(|(by, _)| self.user_json(by)),
            "closed_at": request.closed.map(|(_, at)| iso(at)),
            "target_branch": request.target_branch, "source_branch": request.source_branch,
            "user_notes_count": said(&request.talk), "upvotes": voted(&request.talk, "thumbsup"),
            "downvotes": voted(&request.talk, "thumbsdown"), "author": self.user_json(request.author),
            "assignees": [], "assignee": null, "reviewers": [], "source_project_id": request.source_project,
            "target_project_id": project, "labels": request.talk.labels,
        });
        let more = json!({
            "draft": request.is_draft(), "imported": false, "imported_from": "none",
            "work_in_progress": request.is_draft(), "milestone": null, "merge_when_pipeline_succeeds": false,
            "merge_status": old_status, "detailed_merge_status": status, "sha": request.head,
            "merge_commit_sha": request.merge_commit, "squash_commit_sha": request.squash_commit,
            "discussion_locked": null, "should_remove_source_branch": null, "force_remove_source_branch": true,
            "reference": format!("!{}", request.iid), "references": self.references_json(spot),
            "web_url": self.web_url(spot), "time_stats": time_stats(), "squash": request.squash,
            "squash_on_merge": request.squash || self.project(project).settings.squash_option == "always", "task_completion_status": { "count": 0, "completed_count": 0 },
            "has_conflicts": request.conflict,
            "blocking_discussions_resolved": !request.has_open_threads()
                || !self.project(project).settings.threads_must_be_resolved,
            "approvals_before_merge": null, "allow_collaboration": false, "allow_maintainer_to_push": false,
        });
        join(&mut json, more);
        json
    }

    /// A merge request by itself.
    pub fn merge_request_full_json(&self, project: u64, request: &MergeRequest) -> Value {
        let mut json = self.merge_request_json(project, request);
        let pipeline = self.head_pipeline(project, request).map(|(home, pipeline)| self.pipeline_json(home, pipeline));
        let more = json!({
            "subscribed": false, "changes_count": self.changes_of(request).len().to_string(),
            "latest_build_started_at": null, "latest_build_finished_at": null,
            "first_deployed_to_production_at": null, "pipeline": pipeline, "head_pipeline": pipeline,
            "diff_refs": { "base_sha": request.base, "head_sha": request.head, "start_sha": request.base },
            "merge_error": request.merge_error, "first_contribution": false, "user": { "can_merge": false },
            "diverged_commits_count": 0,
        });
        join(&mut json, more);
        json
    }

    /// The commits of a merge request, newest first.
    pub fn commits_of(&self, request: &MergeRequest) -> Vec<&crate::sandbox::model::git::Commit> {
        let mut list = self.between(&request.base, &request.head);
        list.reverse();
        list
    }

    /// The paths that a merge request touches.
    pub fn changes_of(&self, request: &MergeRequest) -> Vec<Change> {
        let mut list: Vec<Change> =
            self.commits_of(request).into_iter().flat_map(|commit| commit.changes.iter().cloned()).collect();
        list.sort();
        list.dedup();
        list
    }

    /// Who approved.
    pub fn approvals_json(&self, project: u64, request: &MergeRequest, user: Option<u64>) -> Value {
        let by =
            |(user, at): &(u64, jiff::Timestamp)| json!({ "user": self.user_json(*user), "approved_at": iso(*at) });
        let mine = request.approvals.iter().any(|(by, _)| Some(*by) == user);
        json!({
            "id": request.id, "iid": request.iid, "project_id": project, "title": request.title,
            "description": request.description, "state": request.standing.word(),
            "created_at": iso(request.created_at), "updated_at": iso(request.updated_at),
            "merge_status": "can_be_merged", "approved": !request.approvals.is_empty(), "approvals_required": 0,
            "approvals_left": 0, "approved_by": request.approvals.iter().map(by).collect::<Vec<_>>(),
            "user_has_approved": mine, "user_can_approve": user.is_some() && !mine,
        })
    }
}

/// Each push, newest first.
pub fn versions(request: &MergeRequest) -> Vec<Value> {
    let version = |version: &crate::sandbox::model::merge_request::Version| {
        json!({
            "id": version.id, "head_commit_sha": version.head, "base_commit_sha": request.base,
            "start_commit_sha": request.base, "created_at": iso(version.at), "merge_request_id": request.id,
            "state": "collected", "real_size": "1", "patch_id_sha": version.head,
        })
    };
    request.versions.iter().rev().map(version).collect()
}
