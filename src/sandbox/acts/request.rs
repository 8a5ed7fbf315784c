// SPDX-License-Identifier: EUPL-1.2
//! Merge requests are opened, changed, pushed to and approved.

use serde_json::{Map, Value, json};

use super::issue::Edit;
use super::{Done, Fail};
use crate::sandbox::model::merge_request::{MergeRequest, Standing, Version};
use crate::sandbox::model::talk::{Kind, Spot, StateEvent, Talk};
use crate::sandbox::quick;
use crate::sandbox::shape::spelled;
use crate::sandbox::state::State;

/// A merge request to be opened.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// Who opens it.
    pub by: u64,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// The project it comes from.
    pub source_project: u64,
    /// The branch it comes from.
    pub source_branch: String,
    /// The branch it goes into.
    pub target_branch: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// Its number in the project; the next one where it is `None`.
    pub number: Option<u64>,
}

impl State {
    /// Opens a merge request between two branches that exist, and returns its number in the project.
    pub fn new_request(&mut self, project: u64, opening: Opening) -> Done<u64> {
        let missing = |side: &str| Fail::new(400, format!("400 Bad request - {side} branch does not exist"));
        let head = self
            .project(opening.source_project)
            .branches
            .get(&opening.source_branch)
            .cloned()
            .ok_or_else(|| missing("Source"))?;
        let target = self.project(project).branches.get(&opening.target_branch).cloned();
        let target = target.ok_or_else(|| missing("Target"))?;
        let same = |request: &&MergeRequest| {
            request.standing == Standing::Opened
                && request.source_project == opening.source_project
                && request.source_branch == opening.source_branch
                && request.target_branch == opening.target_branch
        };
        if let Some(other) = self.project(project).merge_requests.values().find(same) {
            let words = format!("Another open merge request already exists for this source branch: !{}", other.iid);
            return Err(Fail::new(409, words));
        }
        let base = self.merge_base(&target, &head).unwrap_or(target);
        self.share_commits(&base, &head, project);
        let (id, now, version) = (self.next("merge request"), self.now(), self.next("version"));
        let (description, actions) = quick::extract(&opening.description);
        let last = self.project(project).merge_requests.keys().next_back().copied().unwrap_or(0);
        let iid = opening.number.unwrap_or(last + 1);
        let request = MergeRequest {
            id,
            iid,
            title: opening.title,
            description,
            author: opening.by,
            standing: Standing::Opened,
            source_project: opening.source_project,
            source_branch: opening.source_branch,
            target_branch: opening.target_branch,
            base,
            head: head.clone(),
            versions: vec![Version { id: version, head: head.clone(), at: now }],
            approvals: Vec::new(),
            conflict: false,
            unchecked: self.switches.checks_first,
            stuck: None,
            merge_error: None,
            said: None,
            lossy: false,
            squash: self.project(project).settings.squash_option == "always",
            merge_commit: None,
            squash_commit: None,
            merged: None,
            closed: None,
            created_at: now,
            updated_at: now,
            talk: Talk::default(),
        };
        self.project_mut(project).merge_requests.insert(iid, request);
        let spot = Spot { project, kind: Kind::MergeRequest, iid };
        let labels = super::label::Relabel { add: opening.labels, ..Default::default() };
        self.set_labels(spot, opening.by, &labels);
        self.announce_request(project, iid, opening.by, "open", json!({}), None);
        self.perform(spot, opening.by, &actions);
        Ok(iid)
    }

    /// Changes a merge request; nothing happens where nothing differs.
    pub fn edit_request(&mut self, project: u64, iid: u64, by: u64, edit: &Edit) -> Done<()> {
        let now = self.now();
        let spot = Spot { project, kind: Kind::MergeRequest, iid };
        let before = self.merge_request(project, iid).ok_or_else(|| Fail::not_found("Merge Request"))?.clone();
        let mut after = before.clone();
        let (mut changes, mut said, mut actions) = (Map::new(), Vec::new(), Vec::new());
        if let Some(title) = edit.title.as_ref().filter(|title| **title != before.title) {
            after.title.clone_from(title);
            changes.insert("title".into(), json!({ "previous": before.title, "current": title }));
            if after.is_draft() != before.is_draft() {
                changes.insert("draft".into(), json!({ "previous": before.is_draft(), "current": after.is_draft() }));
            }
            said.push(format!("changed title from **{}** to **{title}**", before.title));
        }
        if let Some(text) = &edit.description {
            let (text, found) = quick::extract(text);
            actions = found;
            if text != before.description {
                changes.insert("description".into(), json!({ "previous": before.description, "current": text }));
                after.description = text;
                said.push("changed the description".into());
            }
        }
        if let Some(branch) = edit.target_branch.as_ref().filter(|branch| **branch != before.target_branch) {
            let Some(target) = self.project(project).branches.get(branch).cloned() else {
                return Err(Fail::new(400, "400 Bad request - Target branch does not exist"));
            };
            after.base = self.merge_base(&target, &before.head).unwrap_or(target);
            after.target_branch.clone_from(branch);
            after.unchecked = self.switches.checks_first;
            changes.insert("target_branch".into(), json!({ "previous": before.target_branch, "current": branch }));
            said.push(format!("changed target branch from `{}` to `{branch}`", before.target_branch));
        }
        if !changes.is_empty() {
            after.updated_at = now;
            self.project_mut(project).merge_requests.insert(iid, after);
        }
        for line in said {
            self.system_note(spot, by, &line);
        }
        if let Some(labels) = self.set_labels(spot, by, &edit.labels) {
            let held = self.talk(spot).map(|talk| talk.labels.clone()).unwrap_or_default();
            changes.insert("labels".into(), self.labels_changed(project, &labels, &held));
        }
        if !changes.is_empty() {
            let moved = json!({ "previous": spelled(before.updated_at), "current": spelled(now) });
            changes.insert("updated_at".into(), moved);
            self.announce_request(project, iid, by, "update", Value::Object(changes), None);
        }
        if let Some(open) = edit.open {
            self.set_request_open(project, iid, by, open);
        }
        self.perform(spot, by, &actions);
        Ok(())
    }

    fn set_request_open(&mut self, project: u64, iid: u64, by: u64, open: bool) {
        let (now, id) = (self.now(), self.next("state event"));
        let wanted = if open { Standing::Opened } else { Standing::Closed };
        let change = |request: &&mut MergeRequest| request.standing != wanted && request.standing != Standing::Merged;
        let Some(request) = self.merge_request_mut(project, iid).filter(change) else { return };
        request.standing = wanted;
        request.closed = (!open).then_some((by, now));
        request.updated_at = now;
        let state = if open { "reopened" } else { "closed" };
        request.talk.state_events.push(StateEvent { id, user: by, state, at: now });
        let changes = json!({ "state_id": { "previous": if open { 2 } else { 1 }, "current": wanted.number() } });
        self.announce_request(project, iid, by, if open { "reopen" } else { "close" }, changes, None);
    }

    /// Renews the open merge requests that come from a branch which has moved.
    pub fn refresh_requests(&mut self, source: u64, branch: &str, by: u64, head: &str) {
        let found: Vec<(u64, u64)> = self
            .projects
            .values()
            .flat_map(|project| project.merge_requests.values().map(|request| (project.id, request)))
            .filter(|(_, request)| {
                request.standing == Standing::Opened
                    && request.source_project == source
                    && request.source_branch == branch
            })
            .map(|(project, request)| (project, request.iid))
            .collect();
        for (project, iid) in found {
            let (now, id, unchecked) = (self.now(), self.next("version"), self.switches.checks_first);
            let Some(request) = self.merge_request_mut(project, iid) else { continue };
            let oldrev = std::mem::replace(&mut request.head, head.into());
            let (old, target) = (request.base.clone(), request.target_branch.clone());
            request.versions.push(Version { id, head: head.into(), at: now });
            request.updated_at = now;
            request.unchecked = unchecked;
            let target = self.project(project).branches.get(&target).cloned();
            let base = target.and_then(|target| self.merge_base(&target, head)).unwrap_or(old);
            self.share_commits(&base, head, project);
            if let Some(request) = self.merge_request_mut(project, iid) {
                request.base = base;
            }
            let count = self.between(&oldrev, head).len();
            let spot = Spot { project, kind: Kind::MergeRequest, iid };
            self.system_note(spot, by, &format!("added {count} commit(s)"));
            self.announce_request(project, iid, by, "update", json!({}), Some(&oldrev));
        }
    }

    /// Approves a merge request; a second approval by the same account is refused with 401.
    pub fn approve(&mut self, project: u64, iid: u64, by: u64) -> Done<()> {
        let now = self.now();
        let request = self.merge_request_mut(project, iid).ok_or_else(|| Fail::not_found("Merge Request"))?;
        if request.standing != Standing::Opened || request.approvals.iter().any(|(user, _)| *user == by) {
            return Err(Fail::unauthorized());
        }
        request.approvals.push((by, now));
        request.updated_at = now;
        self.announce_request(project, iid, by, "approved", json!({}), None);
        Ok(())
    }

    /// Takes an approval back; 404 where there is none.
    pub fn unapprove(&mut self, project: u64, iid: u64, by: u64) -> Done<()> {
        let now = self.now();
        let request = self.merge_request_mut(project, iid).ok_or_else(|| Fail::not_found("Merge Request"))?;
        let before = request.approvals.len();
        request.approvals.retain(|(user, _)| *user != by);
        if request.approvals.len() == before {
            return Err(Fail::new(404, "404 Not Found"));
        }
        request.updated_at = now;
        self.announce_request(project, iid, by, "unapproved", json!({}), None);
        Ok(())
    }

    /// Tells the webhooks of a change to a merge request.
    pub fn announce_request(
        &mut self,
        project: u64,
        iid: u64,
        by: u64,
        action: &str,
        changes: Value,
        oldrev: Option<&str>,
    ) {
        let Some(request) = self.merge_request(project, iid) else { return };
        let body = self.request_payload(project, request, by, action, changes, oldrev);
        self.announce(project, "Merge Request Hook", &body);
    }

    /// Lets the target project know the commits of a merge request, as GitLab's hidden references do.
    fn share_commits(&mut self, base: &str, head: &str, project: u64) {
        let known: Vec<String> = self.between(base, head).into_iter().map(|commit| commit.sha.clone()).collect();
        for sha in known {
            if let Some(commit) = self.commits.get_mut(&sha) {
                commit.homes.insert(project);
            }
        }
    }
}
