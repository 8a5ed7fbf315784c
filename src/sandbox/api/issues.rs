// SPDX-License-Identifier: EUPL-1.2
//! Calls about issues.

use serde_json::Value;

use super::{Ask, Reply};
use crate::sandbox::acts::issue::Edit;
use crate::sandbox::acts::label::Relabel;
use crate::sandbox::acts::{Done, Fail};
use crate::sandbox::model::account::{GUEST, MAINTAINER, REPORTER};
use crate::sandbox::model::issue::Issue;
use crate::sandbox::model::talk::{Kind, Spot};
use crate::sandbox::state::State;

pub fn route(state: &mut State, ask: &Ask<'_>, project: u64, parts: &[&str]) -> Done<Reply> {
    match (ask.method, parts) {
        ("GET", []) => Ok(list(state, ask, project)),
        ("POST", []) => {
            let by = ask.needs(state, state.project(project), GUEST)?;
            let mut edit = edit(ask);
            if state.level(project, by) < REPORTER {
                edit.labels = Relabel::default();
            }
            let text = edit.description.clone().unwrap_or_default();
            let labels = edit.labels.all.take().unwrap_or_default();
            edit.labels.add.extend(labels);
            let iid = state.new_issue(project, by, &ask.params.required("title")?, &text, &edit);
            show(state, ask, project, iid, 201)
        }
        ("GET", [iid]) => show(state, ask, project, number(iid)?, 200),
        ("PUT", [iid]) => {
            let iid = number(iid)?;
            let author = seen(state, ask, project, iid)?.author;
            let edit = edit(ask);
            let touches_labels =
                edit.labels.all.is_some() || !edit.labels.add.is_empty() || !edit.labels.remove.is_empty();
            let own = ask.by == Some(author) && !touches_labels;
            let by = ask.needs(state, state.project(project), if own { GUEST } else { REPORTER })?;
            state.edit_issue(project, iid, by, &edit)?;
            show(state, ask, project, iid, 200)
        }
        ("DELETE", [iid]) => {
            let iid = number(iid)?;
            seen(state, ask, project, iid)?;
            ask.needs(state, state.project(project), MAINTAINER)?;
            state.project_mut(project).issues.remove(&iid);
            Ok(Reply::empty())
        }
        ("POST", [iid, "move"]) => {
            let iid = number(iid)?;
            seen(state, ask, project, iid)?;
            let by = ask.needs(state, state.project(project), REPORTER)?;
            let to = ask.params.number("to_project_id").filter(|to| state.projects.contains_key(to));
            let to = to.ok_or_else(|| Fail::not_found("Project"))?;
            let new = state.move_issue_to(project, iid, by, to)?;
            show(state, ask, to, new, 201)
        }
        ("GET", [iid, "related_merge_requests"]) => related(state, ask, project, number(iid)?, false),
        ("GET", [iid, "closed_by"]) => related(state, ask, project, number(iid)?, true),
        (_, [iid, ..]) => {
            seen(state, ask, project, number(iid)?)?;
            Err(Fail::not_found("API route").with_error())
        }
        _ => Err(Fail::not_found("API route").with_error()),
    }
}

/// Reads what a call wants changed.
pub fn edit(ask: &Ask<'_>) -> Edit {
    let open = match ask.params.text("state_event").as_deref() {
        Some("close") => Some(false),
        Some("reopen") => Some(true),
        _ => None,
    };
    Edit {
        title: ask.params.text("title").filter(|title| !title.is_empty()),
        description: ask.params.text("description"),
        labels: Relabel {
            all: ask.params.list("labels"),
            add: ask.params.list("add_labels").unwrap_or_default(),
            remove: ask.params.list("remove_labels").unwrap_or_default(),
        },
        open,
        confidential: ask.params.flag("confidential"),
        target_branch: ask.params.text("target_branch"),
    }
}

/// Reads a number out of a path; 400 where it is none.
pub fn number(text: &str) -> Done<u64> {
    text.parse().map_err(|_| Fail::new(400, "400 Bad request - iid is invalid"))
}

fn seen<'a>(state: &'a State, ask: &Ask<'_>, project: u64, iid: u64) -> Done<&'a Issue> {
    let visible = state.may_see(Spot { project, kind: Kind::Issue, iid }, ask.by);
    state.issue(project, iid).filter(|_| visible).ok_or_else(|| Fail::not_found("Issue"))
}

fn show(state: &State, ask: &Ask<'_>, project: u64, iid: u64, status: u16) -> Done<Reply> {
    let issue = seen(state, ask, project, iid)?;
    Ok(Reply::json(status, &state.issue_json(project, issue)))
}

/// Says whether labels fit the filter `labels=a,b`, `labels=None` or `labels=Any`.
pub fn labels_fit(held: &[String], wanted: Option<&Vec<String>>) -> bool {
    match wanted.map(Vec::as_slice) {
        None | Some([]) => true,
        Some([one]) if one.eq_ignore_ascii_case("none") => held.is_empty(),
        Some([one]) if one.eq_ignore_ascii_case("any") => !held.is_empty(),
        Some(all) => all.iter().all(|label| held.contains(label)),
    }
}

fn list(state: &State, ask: &Ask<'_>, project: u64) -> Reply {
    let labels = ask.params.list("labels");
    let wanted = ask.params.text("state").filter(|word| word != "all");
    let numbers = ask.params.list("iids");
    let since = ask.params.text("updated_after").and_then(|text| text.parse::<jiff::Timestamp>().ok());
    let mut found: Vec<&Issue> = state
        .project(project)
        .issues
        .values()
        .filter(|issue| state.may_see(Spot { project, kind: Kind::Issue, iid: issue.iid }, ask.by))
        .filter(|issue| labels_fit(&issue.talk.labels, labels.as_ref()))
        .filter(|issue| wanted.as_ref().is_none_or(|word| (word == "opened") == issue.open))
        .filter(|issue| numbers.as_ref().is_none_or(|list| list.contains(&issue.iid.to_string())))
        .filter(|issue| since.is_none_or(|since| issue.updated_at >= since))
        .collect();
    let by_update = ask.params.text("order_by").as_deref() == Some("updated_at");
    found.sort_by_key(|issue| (if by_update { issue.updated_at } else { issue.created_at }, issue.id));
    if ask.params.text("sort").as_deref() != Some("asc") {
        found.reverse();
    }
    let json: Vec<Value> = found.into_iter().map(|issue| state.issue_json(project, issue)).collect();
    Reply::page(state, ask, json)
}

fn related(state: &State, ask: &Ask<'_>, project: u64, iid: u64, closing: bool) -> Done<Reply> {
    seen(state, ask, project, iid)?;
    let spot = Spot { project, kind: Kind::Issue, iid };
    let mut list = Vec::new();
    for held in state.projects.values() {
        for request in held.merge_requests.values() {
            let text = format!("{}\n{}", request.title, request.description);
            let named = if closing { state.closes(held.id, &text) } else { state.mentions(held.id, &text) };
            if named.contains(&spot) {
                list.push(state.merge_request_json(held.id, request));
            }
        }
    }
    Ok(Reply::page(state, ask, list))
}
