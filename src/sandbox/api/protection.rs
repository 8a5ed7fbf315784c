// SPDX-License-Identifier: EUPL-1.2
//! Calls about the protection of branches and tags.

use super::{Ask, Reply};
use crate::sandbox::acts::{Done, Fail};
use crate::sandbox::model::account::MAINTAINER;
use crate::sandbox::model::project::{Access, Paid, ProtectedBranch, ProtectedTag};
use crate::sandbox::shape::entry;
use crate::sandbox::state::State;

/// Calls about protected branches; only Maintainers see them.
pub fn branches(state: &mut State, ask: &Ask<'_>, project: u64, more: &[&str]) -> Done<Reply> {
    let held = state.project(project);
    ask.needs(state, held, MAINTAINER)?;
    match (ask.method, more) {
        ("GET", []) => {
            let list = held.protected_branches.iter().map(entry::protected_branch).collect();
            Ok(Reply::page(state, ask, list))
        }
        ("GET", [name]) => {
            let found = held.protected_branches.iter().find(|rule| rule.name == *name);
            found.map(|rule| Reply::ok(entry::protected_branch(rule))).ok_or_else(|| Fail::new(404, "404 Not found"))
        }
        ("POST", []) => {
            let name = ask.params.required("name")?;
            if held.protected_branches.iter().any(|rule| rule.name == name) {
                return Err(Fail::new(409, format!("Protected branch '{name}' already exists")));
            }
            let push = access(state, ask, "allowed_to_push", "push_access_level");
            let merge = access(state, ask, "allowed_to_merge", "merge_access_level");
            let force = ask.params.flag("allow_force_push").unwrap_or(false);
            let rule =
                ProtectedBranch { id: state.next("protection"), name, push, merge, force, paid: Paid::default() };
            let json = entry::protected_branch(&rule);
            state.project_mut(project).protected_branches.push(rule);
            Ok(Reply::created(json))
        }
        ("DELETE", [name]) => {
            state.project_mut(project).protected_branches.retain(|rule| rule.name != *name);
            Ok(Reply::empty())
        }
        _ => Err(Fail::new(405, "405 Method Not Allowed")),
    }
}

/// Reads who may: deploy keys from the list, or the one role, which is Maintainer where nothing is said. An older GitLab
/// ignores the list.
fn access(state: &mut State, ask: &Ask<'_>, list: &str, role: &str) -> Vec<Access> {
    let level = |number: u64| u8::try_from(number).unwrap_or(0);
    let keys = if state.switches.older { Vec::new() } else { ask.params.inner(list, "deploy_key_id") };
    let mut found: Vec<(u8, Option<u64>)> = keys.into_iter().map(|key| (MAINTAINER, Some(key))).collect();
    let single = ask.params.number(role).map(level);
    if found.is_empty() || single.is_some() {
        found.push((single.unwrap_or(MAINTAINER), None));
    }
    let access = |(level, deploy_key)| Access { id: state.next("access"), level, deploy_key, user: None };
    found.into_iter().map(access).collect()
}

/// Calls about protected tags; only Maintainers see them.
pub fn tags(state: &mut State, ask: &Ask<'_>, project: u64, more: &[&str]) -> Done<Reply> {
    let held = state.project(project);
    ask.needs(state, held, MAINTAINER)?;
    match (ask.method, more) {
        ("GET", []) => {
            let list = held.protected_tags.iter().map(entry::protected_tag).collect();
            Ok(Reply::page(state, ask, list))
        }
        ("GET", [name]) => {
            let found = held.protected_tags.iter().find(|rule| rule.name == *name);
            let found = found.map(|rule| Reply::ok(entry::protected_tag(rule)));
            found.ok_or_else(|| Fail::new(404, "404 Not found"))
        }
        ("POST", []) => {
            let name = ask.params.required("name")?;
            if held.protected_tags.iter().any(|rule| rule.name == name) {
                return Err(Fail::new(409, "Protected tag already exists"));
            }
            let create = access(state, ask, "allowed_to_create", "create_access_level");
            let rule = ProtectedTag { name, create };
            let json = entry::protected_tag(&rule);
            state.project_mut(project).protected_tags.push(rule);
            Ok(Reply::created(json))
        }
        ("DELETE", [name]) => {
            state.project_mut(project).protected_tags.retain(|rule| rule.name != *name);
            Ok(Reply::empty())
        }
        _ => Err(Fail::new(405, "405 Method Not Allowed")),
    }
}
