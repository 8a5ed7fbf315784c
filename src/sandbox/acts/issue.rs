// SPDX-License-Identifier: EUPL-1.2
//! Issues are opened, changed, closed, moved and deleted.

use serde_json::{Map, Value, json};

use super::label::Relabel;
use super::{Done, Fail};
use crate::sandbox::model::issue::Issue;
use crate::sandbox::model::talk::{Kind, Spot, StateEvent, Talk};
use crate::sandbox::quick;
use crate::sandbox::shape::spelled;
use crate::sandbox::state::State;

/// What is to change about an issue or a merge request.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// A new title.
    pub title: Option<String>,
    /// A new description.
    pub description: Option<String>,
    /// Labels.
    pub labels: Relabel,
    /// Whether it is to be open.
    pub open: Option<bool>,
    /// Whether it is to be confidential (issues).
    pub confidential: Option<bool>,
    /// A new target branch (merge requests).
    pub target_branch: Option<String>,
}

impl State {
    /// Opens an issue and returns its number in the project.
    pub fn new_issue(&mut self, project: u64, by: u64, title: &str, description: &str, edit: &Edit) -> u64 {
        let (id, now) = (self.next("issue"), self.now());
        let (description, actions) = quick::extract(description);
        let held = self.project_mut(project);
        held.last_issue += 1;
        let iid = held.last_issue;
        let issue = Issue {
            id,
            iid,
            title: title.into(),
            description,
            author: by,
            open: true,
            confidential: edit.confidential.unwrap_or(false),
            moved_to: None,
            closed: None,
            updated_by: None,
            created_at: now,
            updated_at: now,
            talk: Talk::default(),
        };
        held.issues.insert(iid, issue);
        let spot = Spot { project, kind: Kind::Issue, iid };
        self.set_labels(spot, by, &edit.labels);
        self.announce_issue(project, iid, by, "open", json!({}));
        self.perform(spot, by, &actions);
        iid
    }

    /// Changes an issue; nothing happens where nothing differs.
    pub fn edit_issue(&mut self, project: u64, iid: u64, by: u64, edit: &Edit) -> Done<()> {
        let now = self.now();
        let spot = Spot { project, kind: Kind::Issue, iid };
        let before = self.issue(project, iid).ok_or_else(|| Fail::not_found("Issue"))?.clone();
        let (mut changes, mut said, mut actions) = (Map::new(), Vec::new(), Vec::new());
        let mut after = before.clone();
        if let Some(title) = edit.title.as_ref().filter(|title| **title != before.title) {
            after.title.clone_from(title);
            changes.insert("title".into(), json!({ "previous": before.title, "current": title }));
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
        if let Some(confidential) = edit.confidential.filter(|wanted| *wanted != before.confidential) {
            after.confidential = confidential;
            changes.insert("confidential".into(), json!({ "previous": before.confidential, "current": confidential }));
            said.push(format!("made the issue {}", if confidential { "confidential" } else { "visible to everyone" }));
        }
        if !changes.is_empty() {
            after.updated_at = now;
            after.updated_by = Some(by);
            self.project_mut(project).issues.insert(iid, after);
        }
        for line in said {
            self.system_note(spot, by, &line);
        }
        if let Some(labels) = self.set_labels(spot, by, &edit.labels) {
            let now = self.talk(spot).map(|talk| talk.labels.clone()).unwrap_or_default();
            changes.insert("labels".into(), self.labels_changed(project, &labels, &now));
        }
        if !changes.is_empty() {
            let moved = json!({ "previous": spelled(before.updated_at), "current": spelled(now) });
            changes.insert("updated_at".into(), moved);
            self.announce_issue(project, iid, by, "update", Value::Object(changes));
        }
        if let Some(open) = edit.open {
            self.set_issue_open(project, iid, by, open);
        }
        self.perform(spot, by, &actions);
        Ok(())
    }

    /// Opens or closes an issue; the same again does nothing.
    pub fn set_issue_open(&mut self, project: u64, iid: u64, by: u64, open: bool) {
        let (now, event) = (self.now(), self.next("state event"));
        let Some(issue) = self.project_mut(project).issues.get_mut(&iid).filter(|issue| issue.open != open) else {
            return;
        };
        issue.open = open;
        issue.closed = (!open).then_some((by, now));
        issue.updated_at = now;
        let state = if open { "reopened" } else { "closed" };
        issue.talk.state_events.push(StateEvent { id: event, user: by, state, at: now });
        let (from, to) = if open { (2, 1) } else { (1, 2) };
        let changes = json!({ "state_id": { "previous": from, "current": to },
            "closed_at": { "previous": null, "current": (!open).then(|| spelled(now)) } });
        self.announce_issue(project, iid, by, if open { "reopen" } else { "close" }, changes);
    }

    /// Moves an issue to another project: a new one there, the old one closed. The new number comes back.
    pub fn move_issue_to(&mut self, project: u64, iid: u64, by: u64, to: u64) -> Done<u64> {
        let old = self.issue(project, iid).ok_or_else(|| Fail::not_found("Issue"))?.clone();
        let edit = Edit {
            labels: Relabel { add: old.talk.labels.clone(), ..Relabel::default() },
            confidential: Some(old.confidential),
            ..Edit::default()
        };
        let new = self.new_issue(to, old.author, &old.title, &old.description, &edit);
        let number = self.issue(to, new).map(|issue| issue.id);
        let mut notes = old.talk.notes.clone();
        for note in &mut notes {
            note.id = self.next("note");
        }
        if let Some(issue) = self.project_mut(to).issues.get_mut(&new) {
            issue.talk.notes = notes;
            issue.talk.awards.clone_from(&old.talk.awards);
        }
        if let Some(issue) = self.project_mut(project).issues.get_mut(&iid) {
            issue.moved_to = number;
            issue.talk.awards.clear();
        }
        let path = self.project(to).path.clone();
        self.system_note(Spot { project, kind: Kind::Issue, iid }, by, &format!("moved to {path}#{new}"));
        self.set_issue_open(project, iid, by, false);
        Ok(new)
    }

    fn announce_issue(&mut self, project: u64, iid: u64, by: u64, action: &str, changes: Value) {
        let Some(issue) = self.issue(project, iid) else { return };
        let body = self.issue_payload(project, issue, by, action, changes);
        let event = if issue.confidential { "Confidential Issue Hook" } else { "Issue Hook" };
        self.announce(project, event, &body);
    }
}
