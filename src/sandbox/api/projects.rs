// SPDX-License-Identifier: EUPL-1.2
//! Calls about a project itself: settings, members, labels, webhooks, protection, deploy keys.

use serde_json::{Value, json};

use super::issues::number;
use super::{Ask, Reply, protection};
use crate::sandbox::acts::{Done, Fail};
use crate::sandbox::hook::{Hook, KINDS, Receiver};
use crate::sandbox::model::account::{MAINTAINER, REPORTER};
use crate::sandbox::model::project::{DeployKey, Project};
use crate::sandbox::shape::{entry, iso};
use crate::sandbox::state::State;

pub fn route(state: &mut State, ask: &Ask<'_>, project: u64, parts: &[&str]) -> Done<Reply> {
    match (ask.method, parts) {
        ("GET", []) => {
            let mut json = state.project_json(state.project(project));
            let level = ask.by.map(|by| state.level(project, by)).filter(|level| *level > 0);
            json["permissions"]["project_access"] =
                level.map(|level| json!({ "access_level": level, "notification_level": 3 })).into();
            Ok(Reply::ok(json))
        }
        ("PUT", []) => {
            ask.needs(state, state.project(project), MAINTAINER)?;
            settings(state.project_mut(project), ask);
            Ok(Reply::ok(state.project_json(state.project(project))))
        }
        ("GET", ["members"] | ["members", "all"]) => Ok(Reply::page(state, ask, state.members_json(project))),
        ("GET", ["members", id] | ["members", "all", id]) => {
            let id = number(id)?;
            let level = state.project(project).members.get(&id).ok_or_else(|| Fail::new(404, "404 Not found"))?;
            Ok(Reply::ok(state.member_json(id, *level)))
        }
        ("GET", ["labels"]) => {
            let mut list: Vec<_> = state.project(project).labels.iter().collect();
            list.sort_by(|one, other| one.name.cmp(&other.name));
            Ok(Reply::page(state, ask, list.into_iter().map(entry::label).collect()))
        }
        ("GET", ["labels", name]) => {
            let label = state.project(project).label(name).ok_or_else(|| Fail::not_found("Label"))?;
            Ok(Reply::ok(entry::label(label)))
        }
        ("POST", ["labels"]) => new_label(state, ask, project),
        (_, ["hooks", more @ ..]) => {
            ask.needs(state, state.project(project), MAINTAINER)?;
            hooks(state, ask, project, more)
        }
        (_, ["protected_branches", more @ ..]) => protection::branches(state, ask, project, more),
        (_, ["protected_tags", more @ ..]) => protection::tags(state, ask, project, more),
        (_, ["deploy_keys", more @ ..]) => deploy_keys(state, ask, project, more),
        _ => Err(Fail::not_found("API route").with_error()),
    }
}

fn settings(project: &mut Project, ask: &Ask<'_>) {
    let flag = |name: &str, held: bool| ask.params.flag(name).unwrap_or(held);
    let settings = &mut project.settings;
    settings.pipeline_must_succeed = flag("only_allow_merge_if_pipeline_succeeds", settings.pipeline_must_succeed);
    settings.threads_must_be_resolved =
        flag("only_allow_merge_if_all_discussions_are_resolved", settings.threads_must_be_resolved);
    settings.autoclose = flag("autoclose_referenced_issues", settings.autoclose);
    settings.merge_method = ask.params.text("merge_method").unwrap_or_else(|| settings.merge_method.clone());
    settings.squash_option = ask.params.text("squash_option").unwrap_or_else(|| settings.squash_option.clone());
    if let Some(branch) = ask.params.text("default_branch").filter(|branch| project.branches.contains_key(branch)) {
        project.default_branch = branch;
    }
}

fn new_label(state: &mut State, ask: &Ask<'_>, project: u64) -> Done<Reply> {
    ask.needs(state, state.project(project), REPORTER)?;
    let (name, color) = (ask.params.required("name")?, ask.params.required("color")?);
    if state.project(project).label(&name).is_some() {
        return Err(Fail::new(409, "Label already exists"));
    }
    let id = state.ensure_label(project, &name);
    let found = state.project_mut(project).labels.iter_mut().find(|label| label.id == id);
    let label = found.ok_or_else(|| Fail::not_found("Label"))?;
    label.color = color;
    label.description = ask.params.text("description");
    Ok(Reply::created(entry::label(label)))
}

fn hooks(state: &mut State, ask: &Ask<'_>, project: u64, more: &[&str]) -> Done<Reply> {
    let find = |state: &State, id: &str| {
        let id = number(id)?;
        let found = state.project(project).receivers.iter().find(|receiver| receiver.id == id).cloned();
        found.ok_or_else(|| Fail::new(404, "404 Not found"))
    };
    match (ask.method, more) {
        ("GET", []) => {
            let list = state.project(project).receivers.iter().map(|held| entry::receiver(project, held)).collect();
            Ok(Reply::page(state, ask, list))
        }
        ("POST", []) => {
            let mut receiver = Receiver {
                id: state.next("hook"),
                hook: Hook { url: ask.params.required("url")?, ..Hook::default() },
                events: KINDS.iter().map(|(_, option)| (*option, *option == "push_events")).collect(),
                created_at: state.now(),
                stopped: false,
            };
            change_hook(&mut receiver, ask)?;
            let json = entry::receiver(project, &receiver);
            state.project_mut(project).receivers.push(receiver);
            Ok(Reply::created(json))
        }
        ("GET", [id]) => find(state, id).map(|receiver| Reply::ok(entry::receiver(project, &receiver))),
        ("PUT", [id]) => {
            let mut receiver = find(state, id)?;
            if let Some(url) = ask.params.text("url").filter(|url| *url != receiver.hook.url) {
                receiver.hook = Hook { url, token: None, signing_token: receiver.hook.signing_token };
            }
            change_hook(&mut receiver, ask)?;
            let json = entry::receiver(project, &receiver);
            let held = state.project_mut(project).receivers.iter_mut().find(|held| held.id == receiver.id);
            if let Some(held) = held {
                *held = receiver;
            }
            Ok(Reply::ok(json))
        }
        ("DELETE", [id]) => {
            let id = find(state, id)?.id;
            state.project_mut(project).receivers.retain(|held| held.id != id);
            Ok(Reply::empty())
        }
        ("POST", [id, "test", trigger]) => {
            let receiver = find(state, id)?;
            let has_some = match *trigger {
                "issues_events" => !state.project(project).issues.is_empty(),
                "merge_requests_events" => !state.project(project).merge_requests.is_empty(),
                _ => true,
            };
            if !has_some {
                return Err(Fail::new(422, "Ensure the project has something to send."));
            }
            let held = state.project_mut(project).receivers.iter_mut().find(|held| held.id == receiver.id);
            if let Some(held) = held {
                held.stopped = false;
            }
            Ok(Reply::json(201, &json!({ "message": "201 Created" })))
        }
        ("GET", [id, "events"]) => {
            let receiver = find(state, id)?;
            let sent = state.sent.iter().rev().filter(|sent| sent.hook_id == receiver.id);
            let list: Vec<Value> = sent
                .map(|sent| {
                    json!({ "id": sent.id, "url": receiver.hook.url, "trigger": sent.event,
                        "response_status": sent.status.to_string(), "created_at": iso(sent.at) })
                })
                .collect();
            Ok(Reply::page(state, ask, list))
        }
        _ => Err(Fail::not_found("API route").with_error()),
    }
}

fn change_hook(receiver: &mut Receiver, ask: &Ask<'_>) -> Done<()> {
    if let Some(token) = ask.params.text("token") {
        receiver.hook.token = (!token.is_empty()).then_some(token);
    }
    if let Some(token) = ask.params.text("signing_token") {
        if !token.starts_with("whsec_") {
            return Err(Fail::new(422, "Signing token must be whsec_ and the base64 of 32 bytes"));
        }
        receiver.hook.signing_token = Some(token);
    }
    for (_, option) in KINDS {
        if let Some(wanted) = ask.params.flag(option) {
            receiver.events.insert(option, wanted);
        }
    }
    Ok(())
}

fn deploy_keys(state: &mut State, ask: &Ask<'_>, project: u64, more: &[&str]) -> Done<Reply> {
    let by = ask.needs(state, state.project(project), MAINTAINER)?;
    let json = |key: &DeployKey| {
        json!({ "id": key.id, "title": key.title, "key": key.key, "fingerprint": null, "fingerprint_sha256": null,
            "can_push": key.can_push, "created_at": iso(key.created_at), "expires_at": null })
    };
    match (ask.method, more) {
        ("GET", []) => {
            let list = state.project(project).deploy_keys.iter().map(json).collect();
            Ok(Reply::page(state, ask, list))
        }
        ("POST", []) => {
            let key = DeployKey {
                id: state.next("deploy key"),
                title: ask.params.required("title")?,
                key: ask.params.required("key")?,
                can_push: ask.params.flag("can_push").unwrap_or(false),
                owner: by,
                created_at: state.now(),
            };
            let json = json(&key);
            state.project_mut(project).deploy_keys.push(key);
            Ok(Reply::created(json))
        }
        _ => Err(Fail::not_found("API route").with_error()),
    }
}
