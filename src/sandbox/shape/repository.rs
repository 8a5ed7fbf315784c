// SPDX-License-Identifier: EUPL-1.2
//! Commits, branches, tags, releases, pipelines and statuses as REST answers.

use serde_json::{Value, json};

use super::iso;
use crate::sandbox::model::account::DEVELOPER;
use crate::sandbox::model::git::{Change, Commit};
use crate::sandbox::model::pipeline::{Pipeline, Status};
use crate::sandbox::model::project::{Access, Project, Release, Tag};
use crate::sandbox::state::State;

impl State {
    /// A commit; an empty object where it is unknown.
    pub fn commit_json(&self, project: u64, sha: &str) -> Value {
        let Some(commit) = self.commits.get(sha) else { return json!({}) };
        let at = iso(commit.at);
        json!({
            "id": commit.sha, "short_id": &commit.sha[..8], "created_at": at, "parent_ids": commit.parents,
            "title": commit.title(), "message": commit.message, "author_name": commit.author_name,
            "author_email": commit.author_email, "authored_date": at, "committer_name": commit.author_name,
            "committer_email": commit.author_email, "committed_date": at, "trailers": {}, "extended_trailers": {},
            "web_url": format!("{}/{}/-/commit/{}", self.url, self.project(project).path, commit.sha),
        })
    }

    /// A commit by itself.
    pub fn commit_full_json(&self, project: u64, commit: &Commit) -> Value {
        let mut json = self.commit_json(project, &commit.sha);
        let last = self.project(project).pipelines.iter().rev().find(|pipeline| pipeline.sha == commit.sha);
        json["stats"] = json!({ "additions": 1, "deletions": 0, "total": 1 });
        json["status"] = last.map(Pipeline::status).into();
        json["project_id"] = project.into();
        json["last_pipeline"] = last.map(|pipeline| self.pipeline_json(project, pipeline)).into();
        json
    }

    /// A branch.
    pub fn branch_json(&self, project: &Project, name: &str, head: &str, by: Option<u64>) -> Value {
        let rules = || project.protection(name);
        let open = rules().next().is_none();
        let suffices =
            |list: &[Access]| list.iter().any(|access| access.deploy_key.is_none() && access.level == DEVELOPER);
        json!({
            "name": name, "commit": self.commit_json(project.id, head), "merged": false,
            "protected": !open, "developers_can_push": !open && rules().any(|rule| suffices(&rule.push)),
            "developers_can_merge": !open && rules().any(|rule| suffices(&rule.merge)),
            "can_push": by.is_some_and(|by| self.may_push(project.id, by, name)), "default": name == project.default_branch,
            "web_url": format!("{}/{}/-/tree/{name}", self.url, project.path),
        })
    }

    /// A tag.
    pub fn tag_json(&self, project: &Project, tag: &Tag) -> Value {
        let message = (!tag.message.is_empty()).then_some(&tag.message);
        let release = project.release(&tag.name);
        json!({
            "name": tag.name, "message": message, "target": tag.target, "commit": self.commit_json(project.id, &tag.commit),
            "release": release.map(|release| json!({ "tag_name": release.tag, "description": release.description })),
            "protected": project.protected_tags.iter().any(|rule| crate::sandbox::model::project::fits(&rule.name, &tag.name)),
            "created_at": message.map(|_| iso(tag.at)),
        })
    }

    /// A release.
    pub fn release_json(&self, project: &Project, release: &Release) -> Value {
        let web = format!("{}/{}", self.url, project.path);
        let at = iso(release.at);
        let links: Vec<Value> = (1..)
            .zip(&release.links)
            .map(|(id, (name, url))| {
                json!({ "id": id, "name": name, "url": url, "direct_asset_url": url, "link_type": "other" })
            })
            .collect();
        let milestones = release.milestones.iter().filter_map(|title| project.milestone(title));
        let milestones: Vec<Value> = milestones.map(|held| super::entry::milestone(project.id, held)).collect();
        let commit = project.tag(&release.tag).map(|tag| tag.commit.clone()).unwrap_or_default();
        json!({
            "name": release.name, "tag_name": release.tag, "description": release.description, "created_at": at,
            "released_at": at, "upcoming_release": false, "author": self.user_json(release.author),
            "commit": self.commit_json(project.id, &commit), "milestones": milestones, "commit_path": format!("/{}/-/commit/{commit}", project.path),
            "tag_path": format!("/{}/-/tags/{}", project.path, release.tag),
            "assets": { "count": links.len(), "sources": [], "links": links }, "evidences": [],
            "_links": { "self": format!("{web}/-/releases/{}", release.tag),
                "edit_url": format!("{web}/-/releases/{}/edit", release.tag) },
        })
    }

    /// A pipeline.
    pub fn pipeline_json(&self, project: u64, pipeline: &Pipeline) -> Value {
        json!({
            "id": pipeline.id, "iid": pipeline.iid, "project_id": project, "sha": pipeline.sha, "ref": pipeline.branch,
            "status": pipeline.status(), "source": pipeline.source, "created_at": iso(pipeline.created_at),
            "updated_at": iso(pipeline.updated_at), "name": null,
            "web_url": format!("{}/{}/-/pipelines/{}", self.url, self.project(project).path, pipeline.id),
        })
    }

    /// A commit status.
    pub fn status_json(&self, pipeline: &Pipeline, status: &Status) -> Value {
        json!({
            "id": status.id, "sha": pipeline.sha, "ref": pipeline.branch, "status": status.state, "name": status.name,
            "target_url": status.target_url, "description": status.description, "created_at": iso(status.created_at),
            "started_at": null, "finished_at": status.finished_at.map(iso), "allow_failure": false, "coverage": null,
            "pipeline_id": pipeline.id, "author": self.user_json(status.user),
        })
    }

    /// The one job of a pipeline that has any of its own; a skipped one has none.
    pub fn job_json(&self, pipeline: &Pipeline) -> Option<Value> {
        const JOBS: u64 = 1_000_000_000;
        let word = pipeline.own.as_ref().filter(|word| *word != "skipped")?;
        Some(json!({
            "id": JOBS + pipeline.id, "sha": pipeline.sha, "ref": pipeline.branch, "status": word, "name": "test",
            "target_url": null, "description": null, "created_at": iso(pipeline.created_at), "started_at": null,
            "finished_at": null, "allow_failure": false, "coverage": null, "pipeline_id": pipeline.id,
            "author": self.user_json(1),
        }))
    }
}

/// A touched path.
pub fn diff(change: &Change) -> Value {
    json!({
        "old_path": change.old, "new_path": change.new, "a_mode": "100644", "b_mode": "100644",
        "diff": "@@ -1 +1 @@\n-before\n+after\n", "new_file": false, "renamed_file": change.old != change.new,
        "deleted_file": false, "generated_file": false, "collapsed": false, "too_large": false,
    })
}
