// SPDX-License-Identifier: EUPL-1.2
//! Calls about branches, commits, tags, files and releases.

use serde_json::{Value, json};

use super::{Ask, Reply, statuses};
use crate::sandbox::acts::git::Publishing;
use crate::sandbox::acts::{Done, Fail};
use crate::sandbox::model::account::DEVELOPER;
use crate::sandbox::model::git::{Change, Commit};
use crate::sandbox::shape::repository::diff;
use crate::sandbox::state::State;

pub fn route(state: &mut State, ask: &Ask<'_>, project: u64, parts: &[&str]) -> Done<Reply> {
    match (ask.method, parts) {
        ("POST", ["tags"]) => {
            let by = ask.needs(state, state.project(project), DEVELOPER)?;
            let (name, target) = (ask.params.required("tag_name")?, ask.params.required("ref")?);
            state.set_tag(project, by, &name, &target, &ask.params.text("message").unwrap_or_default())?;
            tag(state, project, &name, 201)
        }
        ("DELETE", ["tags", name]) => {
            ask.needs(state, state.project(project), DEVELOPER)?;
            state.project(project).tag(name).ok_or_else(|| Fail::not_found("Tag"))?;
            state.drop_tag(project, name, true);
            Ok(Reply::empty())
        }
        ("POST", ["branches"]) => {
            let by = ask.needs(state, state.project(project), DEVELOPER)?;
            let (name, target) = (ask.params.required("branch")?, ask.params.required("ref")?);
            if state.project(project).branches.contains_key(&name) {
                return Err(Fail::new(400, "Branch already exists"));
            }
            let head = state.resolve(project, &target).ok_or_else(|| Fail::new(400, "Invalid reference name"))?;
            state.move_branch(project, &name, by, &head);
            Ok(Reply::created(state.branch_json(state.project(project), &name, &head, ask.by)))
        }
        ("POST", ["commits"]) => commit_texts(state, ask, project),
        ("POST", ["files", path]) => new_file(state, ask, project, path),
        ("GET", _) => read(state, ask, project, parts),
        _ => Err(Fail::not_found("API route").with_error()),
    }
}

/// Makes a commit of several files on a branch.
fn commit_texts(state: &mut State, ask: &Ask<'_>, project: u64) -> Done<Reply> {
    let by = ask.needs(state, state.project(project), DEVELOPER)?;
    let (branch, message) = (ask.params.required("branch")?, ask.params.required("commit_message")?);
    if !state.may_push(project, by, &branch) {
        return Err(Fail::forbidden());
    }
    let stands = state.project(project).branches.get(&branch).cloned();
    let start = match ask.params.text("start_sha") {
        Some(_) if stands.is_some() && ask.params.flag("force") != Some(true) => {
            let words =
                format!("A branch called '{branch}' already exists. Switch to that branch in order to make changes");
            return Err(Fail::new(400, words));
        }
        Some(start) => state.resolve(project, &start),
        None => stands,
    };
    let start = start.ok_or_else(|| Fail::new(400, "You can only create or edit files when you are on a branch"))?;
    let mut texts = std::collections::BTreeMap::new();
    for action in ask.params.objects("actions") {
        let field = |name: &str| action[name].as_str().unwrap_or_default().to_owned();
        let (path, there) = (field("file_path"), state.text_at(project, &start, &field("file_path")).is_some());
        match (field("action").as_str(), there) {
            ("create", true) => return Err(Fail::new(400, "A file with this name already exists")),
            ("update", false) => return Err(Fail::new(400, "A file with this name doesn't exist")),
            ("create" | "update", _) => texts.insert(path, field("content")),
            _ => return Err(Fail::parameter("actions[0][action] does not have a valid value")),
        };
    }
    let sha = state.commit_files(project, by, &branch, &start, &message, texts);
    Ok(Reply::created(state.commit_json(project, &sha)))
}

/// Commits a new file to a branch.
fn new_file(state: &mut State, ask: &Ask<'_>, project: u64, path: &str) -> Done<Reply> {
    let by = ask.needs(state, state.project(project), DEVELOPER)?;
    let (branch, text) = (ask.params.required("branch")?, ask.params.required("content")?);
    let message = ask.params.required("commit_message")?;
    if !state.may_push(project, by, &branch) {
        return Err(Fail::new(400, "You are not allowed to push into this branch"));
    }
    if state.project(project).files.contains_key(path) {
        return Err(Fail::new(400, "A file with this name already exists"));
    }
    state.commit_to(project, &branch, by, &message, vec![Change::parse(path)]);
    state.project_mut(project).files.insert(path.into(), text);
    Ok(Reply::created(json!({ "file_path": path, "branch": branch })))
}

fn read(state: &State, ask: &Ask<'_>, project: u64, parts: &[&str]) -> Done<Reply> {
    let held = state.project(project);
    let at = |name: &str| state.resolve(project, name);
    let commit = |sha: &str| at(sha).and_then(|sha| state.commits.get(&sha)).ok_or_else(|| Fail::not_found("Commit"));
    Ok(match parts {
        ["branches"] => {
            let wanted = ask.params.text("search").unwrap_or_default();
            let list = held.branches.iter().filter(|(name, _)| name.contains(&wanted));
            Reply::page(state, ask, list.map(|(name, head)| state.branch_json(held, name, head, ask.by)).collect())
        }
        ["branches", name] => {
            let tip = held.branches.get(*name).ok_or_else(|| Fail::not_found("Branch"))?;
            Reply::ok(state.branch_json(held, name, tip, ask.by))
        }
        ["tags"] => {
            let mut list: Vec<_> = held.tags.iter().collect();
            list.sort_by_key(|tag| tag.at);
            let list = list.into_iter().rev().map(|tag| state.tag_json(held, tag)).collect();
            Reply::page(state, ask, list)
        }
        ["tags", name] => return tag(state, project, name, 200),
        ["commits"] => {
            let name = ask.params.text("ref_name").unwrap_or_else(|| held.default_branch.clone());
            let (from, to) = name.split_once("..").map_or((None, name.as_str()), |(from, to)| (Some(from), to));
            let to = at(to).ok_or_else(|| Fail::not_found("Commit"))?;
            let from = from.and_then(at).unwrap_or_default();
            let mut list = state.between(&from, &to);
            list.reverse();
            Reply::page(state, ask, list.into_iter().map(|commit| state.commit_json(project, &commit.sha)).collect())
        }
        ["commits", sha] => Reply::ok(state.commit_full_json(project, commit(sha)?)),
        ["commits", sha, "statuses"] => {
            let sha = commit(sha)?.sha.clone();
            statuses::list(state, ask, project, &sha)
        }
        ["commits", sha, "refs"] => {
            let sha = &commit(sha)?.sha;
            let wanted = ask.params.text("type").unwrap_or_else(|| "all".into());
            let holds = |head: &str| state.ancestors(head).contains(sha.as_str());
            let branches = held.branches.iter().filter(|(_, head)| wanted != "tag" && holds(head));
            let branches = branches.map(|(name, _)| json!({ "type": "branch", "name": name }));
            let tags = held.tags.iter().filter(|tag| wanted != "branch" && holds(&tag.commit));
            let tags = tags.map(|tag| json!({ "type": "tag", "name": tag.name }));
            Reply::page(state, ask, branches.chain(tags).collect())
        }
        ["commits", sha, "merge_requests"] => {
            let sha = commit(sha)?.sha.clone();
            let has = |request: &&crate::sandbox::model::merge_request::MergeRequest| {
                request.merge_commit.as_ref() == Some(&sha)
                    || state.commits_of(request).iter().any(|commit| commit.sha == sha)
            };
            let list = held.merge_requests.values().filter(has);
            Reply::page(state, ask, list.map(|request| state.merge_request_json(project, request)).collect())
        }
        ["compare"] => {
            let missing = || Fail::not_found("Ref");
            let (from, to) = (ask.params.required("from")?, ask.params.required("to")?);
            let (from, to) = (at(&from).ok_or_else(missing)?, at(&to).ok_or_else(missing)?);
            Reply::ok(compare(state, project, &from, &to))
        }
        ["merge_base"] => {
            let refs = ask.params.list("refs").unwrap_or_default();
            let heads: Vec<String> = refs.iter().filter_map(|name| at(name)).collect();
            let [one, other] = heads.as_slice() else { return Err(Fail::new(400, "Could not find ref")) };
            let base = state.merge_base(one, other).ok_or_else(|| Fail::not_found("Merge Base"))?;
            Reply::ok(state.commit_json(project, &base))
        }
        ["files", path, "raw"] => {
            let sha = match ask.params.text("ref").filter(|name| name != "HEAD") {
                Some(name) => at(&name),
                None => at(&held.default_branch),
            };
            let sha = sha.ok_or_else(|| Fail::not_found("Commit"))?;
            Reply::text(200, state.text_at(project, &sha, path).ok_or_else(|| Fail::not_found("File"))?)
        }
        _ => return Err(Fail::not_found("API route").with_error()),
    })
}

fn compare(state: &State, project: u64, from: &str, to: &str) -> Value {
    let commits = state.between(from, to);
    let mut changes: Vec<Change> = commits.iter().flat_map(|commit: &&Commit| commit.changes.iter().cloned()).collect();
    changes.sort();
    changes.dedup();
    let list: Vec<Value> = commits.iter().map(|commit| state.commit_json(project, &commit.sha)).collect();
    json!({
        "commit": list.last(), "commits": list, "diffs": changes.iter().map(diff).collect::<Vec<_>>(),
        "compare_timeout": false, "compare_same_ref": from == to,
        "web_url": format!("{}/{}/-/compare/{from}...{to}", state.url, state.project(project).path),
    })
}

fn tag(state: &State, project: u64, name: &str, status: u16) -> Done<Reply> {
    let held = state.project(project);
    let tag = held.tag(name).ok_or_else(|| Fail::not_found("Tag"))?;
    Ok(Reply::json(status, &state.tag_json(held, tag)))
}

/// Calls about releases.
pub fn releases(state: &mut State, ask: &Ask<'_>, project: u64, parts: &[&str]) -> Done<Reply> {
    let show = |state: &State, tag: &str, status: u16| {
        let held = state.project(project);
        let release = held.release(tag).ok_or_else(|| Fail::new(404, "404 Not Found"))?;
        Ok(Reply::json(status, &state.release_json(held, release)))
    };
    match (ask.method, parts) {
        ("GET", []) => {
            let held = state.project(project);
            let list = held.releases.iter().rev().map(|release| state.release_json(held, release)).collect();
            Ok(Reply::page(state, ask, list))
        }
        ("GET", [tag]) => show(state, tag, 200),
        ("POST", []) => {
            let by = ask.needs(state, state.project(project), DEVELOPER)?;
            let tag = ask.params.required("tag_name")?;
            let text = |name: &str| ask.params.text(name).unwrap_or_default();
            let (target, message) = (text("ref"), text("tag_message"));
            let target = (!target.is_empty()).then_some((target.as_str(), message.as_str()));
            let links = ask.params.links();
            let milestones = ask.params.list("milestones").unwrap_or_default();
            let (name, words) = (text("name"), text("description"));
            let release = Publishing { tag: &tag, name: &name, text: &words, links, milestones, target };
            state.publish(project, by, &release)?;
            show(state, &tag, 201)
        }
        ("PUT", [tag]) => {
            ask.needs(state, state.project(project), DEVELOPER)?;
            let held = state.project_mut(project).releases.iter_mut().find(|release| release.tag == *tag);
            let held = held.ok_or_else(|| Fail::new(404, "404 Not Found"))?;
            held.name = ask.params.text("name").unwrap_or_else(|| held.name.clone());
            held.description = ask.params.text("description").unwrap_or_else(|| held.description.clone());
            let release = held.clone();
            let body = state.release_payload(project, &release, "update");
            state.announce(project, "Release Hook", &body);
            show(state, tag, 200)
        }
        _ => Err(Fail::new(405, "405 Method Not Allowed")),
    }
}
