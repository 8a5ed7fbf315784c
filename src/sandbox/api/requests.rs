// SPDX-License-Identifier: EUPL-1.2
//! Calls about merge requests.

use serde_json::Value;

use super::issues::{edit, labels_fit, number};
use super::{Ask, Reply};
use crate::sandbox::acts::merge::Wish;
use crate::sandbox::acts::request::Opening;
use crate::sandbox::acts::{Done, Fail};
use crate::sandbox::model::account::{DEVELOPER, GUEST};
use crate::sandbox::model::merge_request::MergeRequest;
use crate::sandbox::shape::change::versions;
use crate::sandbox::shape::repository::diff;
use crate::sandbox::state::State;

pub fn route(state: &mut State, ask: &Ask<'_>, project: u64, parts: &[&str]) -> Done<Reply> {
    match (ask.method, parts) {
        ("GET", []) => Ok(list(state, ask, project)),
        ("POST", []) => open(state, ask, project),
        (_, [iid, more @ ..]) => {
            let iid = number(iid)?;
            seen(state, project, iid)?;
            if ask.method == "GET" {
                read(state, ask, project, iid, more)
            } else {
                write(state, ask, project, iid, more)
            }
        }
        _ => Err(Fail::not_found("API route").with_error()),
    }
}

fn seen(state: &State, project: u64, iid: u64) -> Done<&MergeRequest> {
    state.merge_request(project, iid).ok_or_else(|| Fail::not_found("Merge Request"))
}

fn show(state: &State, project: u64, iid: u64, status: u16) -> Done<Reply> {
    Ok(Reply::json(status, &state.merge_request_full_json(project, seen(state, project, iid)?)))
}

fn open(state: &mut State, ask: &Ask<'_>, project: u64) -> Done<Reply> {
    let by = ask.needs(state, state.project(project), GUEST)?;
    if state.level(project, by) < DEVELOPER {
        return Err(Fail::forbidden());
    }
    let target = ask.params.number("target_project_id").filter(|id| state.projects.contains_key(id)).unwrap_or(project);
    let opening = Opening {
        by,
        title: ask.params.required("title")?,
        description: ask.params.text("description").unwrap_or_default(),
        source_project: project,
        source_branch: ask.params.required("source_branch")?,
        target_branch: ask.params.required("target_branch")?,
        labels: ask.params.list("labels").unwrap_or_default(),
        number: None,
    };
    let iid = state.new_request(target, opening)?;
    show(state, target, iid, 201)
}

fn list(state: &State, ask: &Ask<'_>, project: u64) -> Reply {
    let text = |name: &str| ask.params.text(name).filter(|word| word != "all");
    let (wanted, target, source) = (text("state"), text("target_branch"), text("source_branch"));
    let labels = ask.params.list("labels");
    let numbers = ask.params.list("iids");
    let since = ask.params.text("updated_after").and_then(|text| text.parse::<jiff::Timestamp>().ok());
    let mut found: Vec<&MergeRequest> = state
        .project(project)
        .merge_requests
        .values()
        .filter(|request| wanted.as_ref().is_none_or(|word| word == request.standing.word()))
        .filter(|request| target.as_ref().is_none_or(|branch| *branch == request.target_branch))
        .filter(|request| source.as_ref().is_none_or(|branch| *branch == request.source_branch))
        .filter(|request| labels_fit(&request.talk.labels, labels.as_ref()))
        .filter(|request| numbers.as_ref().is_none_or(|list| list.contains(&request.iid.to_string())))
        .filter(|request| since.is_none_or(|since| request.updated_at >= since))
        .collect();
    let by_update = ask.params.text("order_by").as_deref() == Some("updated_at");
    found.sort_by_key(|request| (if by_update { request.updated_at } else { request.created_at }, request.id));
    if ask.params.text("sort").as_deref() != Some("asc") {
        found.reverse();
    }
    let json: Vec<Value> = found.into_iter().map(|request| state.merge_request_json(project, request)).collect();
    Reply::page(state, ask, json)
}

fn read(state: &mut State, ask: &Ask<'_>, project: u64, iid: u64, more: &[&str]) -> Done<Reply> {
    let request = seen(state, project, iid)?;
    let issues = |spots: Vec<crate::sandbox::model::talk::Spot>| {
        let found = spots.into_iter().filter(|spot| state.may_see(*spot, ask.by));
        let found = found.filter_map(|spot| Some(state.issue_json(spot.project, state.issue(spot.project, spot.iid)?)));
        Reply::page(state, ask, found.collect())
    };
    let text = format!("{}\n{}", request.title, request.description);
    Ok(match more {
        [] => {
            let reply = show(state, project, iid, 200);
            // Reading it is what makes GitLab look whether it can be merged.
            if let Some(request) = state.merge_request_mut(project, iid) {
                request.unchecked = false;
            }
            return reply;
        }
        ["approvals"] => Reply::ok(state.approvals_json(project, request, ask.by)),
        ["versions"] => Reply::page(state, ask, versions(request)),
        ["commits"] => {
            let commits = state.commits_of(request);
            let commits = commits.into_iter().map(|commit| state.commit_json(project, &commit.sha)).collect();
            Reply::page(state, ask, commits)
        }
        ["diffs"] => Reply::page(state, ask, state.changes_of(request).iter().map(diff).collect()),
        ["pipelines"] => {
            let list = state.pipelines_of(project, request).into_iter();
            let list = list.map(|(home, pipeline)| state.pipeline_json(home, pipeline)).collect();
            Reply::page(state, ask, list)
        }
        ["closes_issues"] => issues(state.closes(project, &text)),
        ["related_issues"] => issues(state.mentions(project, &text)),
        ["merge_ref"] => Reply::ok(serde_json::json!({ "commit_id": request.head })),
        _ => return Err(Fail::not_found("API route").with_error()),
    })
}

fn write(state: &mut State, ask: &Ask<'_>, project: u64, iid: u64, more: &[&str]) -> Done<Reply> {
    let request = seen(state, project, iid)?;
    match (ask.method, more) {
        ("PUT", []) => {
            let edit = edit(ask);
            let labelled = edit.labels.all.is_some() || !edit.labels.add.is_empty() || !edit.labels.remove.is_empty();
            let own = ask.by == Some(request.author) && !labelled;
            let by = ask.needs(state, state.project(project), if own { GUEST } else { DEVELOPER })?;
            state.edit_request(project, iid, by, &edit)?;
            show(state, project, iid, 200)
        }
        ("POST", ["approve"]) => {
            let head = request.head.clone();
            let by = ask.needs(state, state.project(project), DEVELOPER).map_err(|_| Fail::unauthorized())?;
            if ask.params.text("sha").is_some_and(|sha| sha != head) {
                return Err(Fail::new(409, format!("SHA does not match HEAD of source branch: {head}")));
            }
            state.approve(project, iid, by)?;
            let request = seen(state, project, iid)?;
            Ok(Reply::created(state.approvals_json(project, request, ask.by)))
        }
        ("POST", ["unapprove"]) => {
            let by = ask.caller()?;
            state.unapprove(project, iid, by)?;
            let request = seen(state, project, iid)?;
            Ok(Reply::created(state.approvals_json(project, request, ask.by)))
        }
        ("POST", ["pipelines"]) => {
            let (head, branch) = (request.head.clone(), format!("refs/merge-requests/{iid}/head"));
            let by = ask.needs(state, state.project(project), DEVELOPER)?;
            let id = state.start_pipeline(project, &head, &branch, "merge_request_event", Some("running"), by);
            let found = state.project(project).pipelines.iter().find(|pipeline| pipeline.id == id);
            let found = found.ok_or_else(|| Fail::not_found("Pipeline"))?;
            Ok(Reply::created(state.pipeline_json(project, found)))
        }
        ("PUT", ["merge"]) => {
            let wish = Wish {
                sha: ask.params.text("sha"),
                message: ask.params.text("merge_commit_message"),
                squash: ask.params.flag("squash"),
            };
            let by = ask.caller()?;
            if state.project(project).settings.archived {
                return Err(Fail::forbidden());
            }
            state.merge(project, iid, by, &wish)?;
            show(state, project, iid, 200)
        }
        _ => Err(Fail::not_found("API route").with_error()),
    }
}
