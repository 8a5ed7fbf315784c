// SPDX-License-Identifier: EUPL-1.2
//! Calls about pipelines and commit statuses.

use serde_json::Value;

use super::{Ask, Reply};
use crate::sandbox::acts::status::Posting;
use crate::sandbox::acts::{Done, Fail};
use crate::sandbox::model::account::DEVELOPER;
use crate::sandbox::model::git::Commit;
use crate::sandbox::state::State;

const STATES: [&str; 6] = ["pending", "running", "success", "failed", "canceled", "skipped"];

/// `POST /projects/:id/statuses/:sha`.
pub fn post(state: &mut State, ask: &Ask<'_>, project: u64, sha: &str) -> Done<Reply> {
    if ask.method != "POST" {
        return Err(Fail::new(405, "405 Method Not Allowed"));
    }
    let by = ask.needs(state, state.project(project), DEVELOPER)?;
    if !state.project(project).settings.builds {
        return Err(Fail::forbidden());
    }
    let wanted = ask.params.required("state")?;
    if !STATES.contains(&wanted.as_str()) {
        return Err(Fail::parameter("state does not have a valid value"));
    }
    if state.commits.get(sha).is_none_or(|commit: &Commit| !commit.homes.contains(&project)) {
        return Err(Fail::not_found("Commit"));
    }
    let name = ask.params.text("name").or_else(|| ask.params.text("context")).filter(|name| !name.is_empty());
    let posting = Posting {
        state: wanted,
        name: name.unwrap_or_else(|| "default".into()),
        branch: ask.params.text("ref").filter(|name| !name.is_empty()),
        description: ask.params.text("description"),
        target_url: ask.params.text("target_url"),
        pipeline: ask.params.number("pipeline_id"),
    };
    for (field, text) in [("description", &posting.description), ("target_url", &posting.target_url)] {
        if text.as_ref().is_some_and(|text| text.chars().count() > 255) {
            return Err(Fail::new(400, format!("{field} is too long (maximum is 255 characters)")));
        }
    }
    let id = state.post_status(project, by, sha, &posting)?;
    let json = all(state, project, sha).into_iter().find(|json| json["id"] == id).unwrap_or_default();
    Ok(Reply::created(json))
}

/// `GET /projects/:id/repository/commits/:sha/statuses`.
pub fn list(state: &State, ask: &Ask<'_>, project: u64, sha: &str) -> Reply {
    let (name, branch) = (ask.params.text("name"), ask.params.text("ref"));
    let mut list = all(state, project, sha);
    if ask.params.flag("all") != Some(true) {
        list = shown(state, project, sha);
    }
    list.retain(|json| name.as_ref().is_none_or(|name| json["name"] == **name));
    list.retain(|json| branch.as_ref().is_none_or(|branch| json["ref"] == **branch));
    Reply::page(state, ask, list)
}

fn all(state: &State, project: u64, sha: &str) -> Vec<Value> {
    collect(state, project, sha, true)
}

fn shown(state: &State, project: u64, sha: &str) -> Vec<Value> {
    collect(state, project, sha, false)
}

fn collect(state: &State, project: u64, sha: &str, hidden_too: bool) -> Vec<Value> {
    let pipelines = state.project(project).pipelines.iter().filter(|pipeline| pipeline.sha == sha);
    let statuses = pipelines.flat_map(|pipeline| pipeline.statuses.iter().map(move |status| (pipeline, status)));
    let statuses = statuses.filter(|(_, status)| hidden_too || !status.retried);
    let statuses = statuses.map(|(pipeline, status)| state.status_json(pipeline, status));
    let jobs = state.project(project).pipelines.iter().filter(|pipeline| pipeline.sha == sha);
    statuses.chain(jobs.filter_map(|pipeline| state.job_json(pipeline))).collect()
}

/// `GET /projects/:id/pipelines[/:id | /latest]`.
pub fn pipelines(state: &State, ask: &Ask<'_>, project: u64, parts: &[&str]) -> Done<Reply> {
    let (sha, branch, source) = (ask.params.text("sha"), ask.params.text("ref"), ask.params.text("source"));
    let wanted = ask.params.text("status");
    let list = state.project(project).pipelines.iter().rev();
    let mut list = list
        .filter(|pipeline| sha.as_ref().is_none_or(|sha| *sha == pipeline.sha))
        .filter(|pipeline| branch.as_ref().is_none_or(|branch| *branch == pipeline.branch))
        .filter(|pipeline| source.as_ref().is_none_or(|source| *source == pipeline.source))
        .filter(|pipeline| wanted.as_ref().is_none_or(|status| *status == pipeline.status()));
    match (ask.method, parts) {
        ("GET", []) => {
            let list = list.map(|pipeline| state.pipeline_json(project, pipeline)).collect();
            Ok(Reply::page(state, ask, list))
        }
        ("GET", ["latest"]) => {
            let found = list.next().ok_or_else(|| Fail::not_found("Pipeline"))?;
            Ok(Reply::ok(state.pipeline_json(project, found)))
        }
        ("GET", [id]) => {
            let found = list.find(|pipeline| pipeline.id.to_string() == *id);
            let found = found.ok_or_else(|| Fail::not_found("Pipeline"))?;
            Ok(Reply::ok(state.pipeline_json(project, found)))
        }
        _ => Err(Fail::not_found("API route").with_error()),
    }
}
