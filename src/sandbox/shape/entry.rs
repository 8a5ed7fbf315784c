// SPDX-License-Identifier: EUPL-1.2
//! Accounts, projects, members, labels, webhooks and protection as REST answers.

use serde_json::{Value, json};

use super::iso;
use crate::sandbox::hook::{KINDS, Receiver};
use crate::sandbox::model::milestone::Milestone;
use crate::sandbox::model::project::{Access, Label, Project, ProtectedBranch, ProtectedTag};
use crate::sandbox::state::State;

impl State {
    /// An account as it appears inside other things.
    pub fn user_json(&self, id: u64) -> Value {
        let user = self.account(id);
        json!({
            "id": user.id, "username": user.username, "public_email": "", "name": user.name, "state": "active",
            "locked": false, "avatar_url": null, "web_url": format!("{}/{}", self.url, user.username),
        })
    }

    /// An account by itself.
    pub fn user_full_json(&self, id: u64) -> Value {
        let mut json = self.user_json(id);
        json["bot"] = self.account(id).bot.into();
        json["created_at"] = "2025-01-01T00:00:00.000Z".into();
        json
    }

    /// A project.
    pub fn project_json(&self, project: &Project) -> Value {
        let web = format!("{}/{}", self.url, project.path);
        let api = format!("{}/api/v4/projects/{}", self.url, project.id);
        let settings = &project.settings;
        let mut json = json!({
            "id": project.id, "description": null, "name": project.name(),
            "name_with_namespace": project.path.replace('/', " / "), "path": project.name(),
            "path_with_namespace": project.path, "created_at": iso(project.created_at),
            "default_branch": project.default_branch, "tag_list": [], "topics": [],
            "ssh_url_to_repo": format!("git@gitlab.sandbox:{}.git", project.path),
            "http_url_to_repo": format!("{web}.git"), "web_url": web, "readme_url": null, "avatar_url": null,
            "forks_count": 0, "star_count": 0, "last_activity_at": iso(project.created_at),
            "namespace": {
                "id": project.id, "name": project.namespace(), "path": project.namespace(), "kind": "group",
                "full_path": project.namespace(), "parent_id": null, "avatar_url": null,
                "web_url": format!("{}/groups/{}", self.url, project.namespace()),
            },
            "_links": { "self": api, "issues": format!("{api}/issues"), "merge_requests": format!("{api}/merge_requests"),
                "repo_branches": format!("{api}/repository/branches"), "labels": format!("{api}/labels"),
                "events": format!("{api}/events"), "members": format!("{api}/members") },
        });
        let more = json!({
            "visibility": "public", "archived": settings.archived, "empty_repo": false, "issues_enabled": true,
            "merge_requests_enabled": true, "jobs_enabled": settings.builds,
            "builds_access_level": if settings.builds { "enabled" } else { "disabled" },
            "issues_access_level": "enabled", "repository_access_level": "enabled",
            "merge_requests_access_level": "enabled", "snippets_enabled": false, "wiki_enabled": false,
            "creator_id": 1, "ci_config_path": "", "shared_runners_enabled": settings.ci,
            "merge_method": settings.merge_method, "squash_option": settings.squash_option,
            "only_allow_merge_if_pipeline_succeeds": settings.pipeline_must_succeed,
            "allow_merge_on_skipped_pipeline": settings.skipped_is_green,
            "only_allow_merge_if_all_discussions_are_resolved": settings.threads_must_be_resolved,
            "autoclose_referenced_issues": settings.autoclose, "remove_source_branch_after_merge": true,
            "open_issues_count": project.issues.values().filter(|issue| issue.open).count(),
            "permissions": { "project_access": null, "group_access": null },
        });
        join(&mut json, more);
        if let Some(origin) = project.forked_from {
            let origin = self.project(origin);
            json["forked_from_project"] = json!({ "id": origin.id, "path_with_namespace": origin.path });
        }
        json
    }

    /// A member of a project.
    pub fn member_json(&self, user: u64, level: u8) -> Value {
        let mut json = self.user_json(user);
        let more = json!({
            "access_level": level, "created_at": "2025-01-01T00:00:00.000Z", "created_by": null, "expires_at": null,
            "membership_state": "active", "member_role": null,
        });
        join(&mut json, more);
        json
    }

    /// Members of a project, by number of account.
    pub fn members_json(&self, project: u64) -> Vec<Value> {
        self.project(project).members.iter().map(|(user, level)| self.member_json(*user, *level)).collect()
    }

    /// Looks a label up that a thread carries, in the shape that webhooks have.
    pub fn label_hook_json(&self, project: u64, name: &str) -> Value {
        let label = self.project(project).label(name);
        let at = label.map(|label| super::spelled(label.created_at));
        json!({
            "id": label.map(|label| label.id), "title": name, "color": label.map(|label| &label.color),
            "project_id": project, "created_at": at, "updated_at": at, "template": false,
            "description": label.and_then(|label| label.description.as_ref()), "type": "ProjectLabel", "group_id": null,
        })
    }
}

/// A label of a project.
pub fn label(label: &Label) -> Value {
    json!({
        "id": label.id, "name": label.name, "color": label.color, "text_color": "#FFFFFF",
        "description": label.description, "description_html": label.description, "archived": false,
        "open_issues_count": 0, "closed_issues_count": 0, "open_merge_requests_count": 0, "subscribed": false,
        "priority": null, "is_project_label": true,
    })
}

/// A webhook; its secrets are never shown.
pub fn receiver(project: u64, receiver: &Receiver) -> Value {
    let mut json = json!({
        "id": receiver.id, "url": receiver.hook.url, "name": null, "description": null, "project_id": project,
        "created_at": iso(receiver.created_at), "push_events_branch_filter": null, "branch_filter_strategy": "wildcard",
        "enable_ssl_verification": true, "repository_update_events": false,
        "alert_status": if receiver.stopped { "disabled" } else { "executable" },
        "disabled_until": null, "url_variables": [], "custom_webhook_template": null, "custom_headers": [],
        "job_events": false, "wiki_page_events": false, "deployment_events": false, "feature_flag_events": false,
        "milestone_events": false, "resource_access_token_events": false,
        "token_present": receiver.hook.token.is_some(), "signing_token_present": receiver.hook.signing_token.is_some(),
    });
    for (_, option) in KINDS {
        json[option] = receiver.events.get(option).copied().unwrap_or(false).into();
    }
    json
}

/// A rule that protects branches.
pub fn protected_branch(rule: &ProtectedBranch) -> Value {
    let access = |list: &[Access]| list.iter().map(access).collect::<Vec<_>>();
    let mut json = json!({
        "id": rule.id, "name": rule.name, "push_access_levels": access(&rule.push),
        "merge_access_levels": access(&rule.merge), "allow_force_push": rule.force,
    });
    if rule.paid.code_owners || !rule.paid.unprotect.is_empty() {
        json["code_owner_approval_required"] = rule.paid.code_owners.into();
        json["unprotect_access_levels"] = access(&rule.paid.unprotect).into();
    }
    json
}

/// A rule that protects tags.
pub fn protected_tag(rule: &ProtectedTag) -> Value {
    json!({ "name": rule.name, "create_access_levels": rule.create.iter().map(access).collect::<Vec<_>>() })
}

fn access(access: &Access) -> Value {
    let mut json = access_level(access.id, access.level);
    if let Some(key) = access.deploy_key {
        json["deploy_key_id"] = key.into();
        json["access_level_description"] = "Deploy key".into();
    }
    if let Some(user) = access.user {
        json["user_id"] = user.into();
    }
    json
}

fn access_level(id: u64, level: u8) -> Value {
    let words = match level {
        0 => "No one",
        30 => "Developers + Maintainers",
        _ => "Maintainers",
    };
    json!({ "id": id, "access_level": level, "access_level_description": words, "deploy_key_id": null })
}

/// Adds the keys of one object to another.
pub fn join(to: &mut Value, more: Value) {
    if let (Value::Object(to), Value::Object(more)) = (to, more) {
        to.extend(more);
    }
}

/// A milestone.
pub fn milestone(project: u64, held: &Milestone) -> Value {
    json!({
        "id": held.id, "iid": held.iid, "project_id": project, "title": held.title, "description": "",
        "due_date": null, "start_date": null, "state": if held.closed { "closed" } else { "active" },
        "created_at": iso(held.created_at), "updated_at": iso(held.updated_at), "expired": false,
    })
}
