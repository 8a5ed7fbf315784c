// SPDX-License-Identifier: EUPL-1.2
//! Issues, notes, reactions and the record of labels and states as REST answers.

use serde_json::{Value, json};

use super::entry::join;
use super::iso;
use crate::sandbox::model::issue::Issue;
use crate::sandbox::model::talk::{Award, Kind, Note, Spot, Talk};
use crate::sandbox::state::State;

impl State {
    /// The address of a place for people.
    pub fn web_url(&self, spot: Spot) -> String {
        format!("{}/{}/-/{}/{}", self.url, self.project(spot.project).path, spot.kind.plural(), spot.iid)
    }

    /// The short, relative and full way to write a place.
    pub fn references_json(&self, spot: Spot) -> Value {
        let short = format!("{}{}", spot.kind.sign(), spot.iid);
        json!({ "short": short, "relative": short, "full": format!("{}{short}", self.project(spot.project).path) })
    }

    /// An issue.
    pub fn issue_json(&self, project: u64, issue: &Issue) -> Value {
        let spot = Spot { project, kind: Kind::Issue, iid: issue.iid };
        let api = format!("{}/api/v4/projects/{project}", self.url);
        let own = format!("{api}/issues/{}", issue.iid);
        let mut json = json!({
            "id": issue.id, "iid": issue.iid, "project_id": project, "title": issue.title,
            "description": issue.description, "state": if issue.open { "opened" } else { "closed" },
            "created_at": iso(issue.created_at), "updated_at": iso(issue.updated_at),
            "closed_at": issue.closed.map(|(_, at)| iso(at)),
            "closed_by": issue.closed.map(|(by, _)| self.user_json(by)),
            "labels": issue.talk.labels, "milestone": null, "assignees": [], "assignee": null,
            "author": self.user_json(issue.author), "type": "ISSUE", "issue_type": "issue",
            "user_notes_count": said(&issue.talk), "merge_requests_count": 0,
            "upvotes": voted(&issue.talk, "thumbsup"), "downvotes": voted(&issue.talk, "thumbsdown"),
        });
        let more = json!({
            "due_date": null, "confidential": issue.confidential, "discussion_locked": null,
            "web_url": self.web_url(spot), "references": self.references_json(spot),
            "time_stats": time_stats(), "task_completion_status": { "count": 0, "completed_count": 0 },
            "has_tasks": false, "weight": null, "blocking_issues_count": 0, "severity": "UNKNOWN",
            "moved_to_id": issue.moved_to, "imported": false, "imported_from": "none", "service_desk_reply_to": null,
            "subscribed": false, "start_date": null,
            "_links": { "self": own, "notes": format!("{own}/notes"), "award_emoji": format!("{own}/award_emoji"),
                "project": api, "closed_as_duplicate_of": null },
        });
        join(&mut json, more);
        json
    }

    /// A note.
    pub fn note_json(&self, spot: Spot, note: &Note) -> Value {
        let kind = match (note.system, note.resolvable) {
            (false, true) => Value::from("DiscussionNote"),
            _ => Value::Null,
        };
        let mut json = json!({
            "id": note.id, "type": kind, "body": note.body, "attachment": null, "author": self.user_json(note.author),
            "created_at": iso(note.created_at), "updated_at": iso(note.updated_at), "system": note.system,
            "noteable_id": self.number(spot), "noteable_type": spot.kind.class(), "project_id": spot.project,
            "resolvable": note.resolvable, "confidential": note.internal, "internal": note.internal,
            "imported": false, "imported_from": "none", "noteable_iid": spot.iid, "commands_changes": {},
        });
        if note.resolvable {
            json["resolved"] = note.resolved.is_some().into();
            json["resolved_by"] = note.resolved.map(|(by, _)| self.user_json(by)).into();
            json["resolved_at"] = note.resolved.map(|(_, at)| iso(at)).into();
        }
        json
    }

    /// The threads of a place, oldest first; every plain note is one of its own.
    pub fn discussions_json(&self, spot: Spot, notes: &[&Note]) -> Vec<Value> {
        let mut ids: Vec<&str> = Vec::new();
        for note in notes {
            if !ids.contains(&note.discussion.as_str()) {
                ids.push(&note.discussion);
            }
        }
        let thread = |id: &&str| {
            let notes: Vec<&&Note> = notes.iter().filter(|note| note.discussion == *id).collect();
            json!({
                "id": id, "individual_note": notes.len() == 1 && !notes[0].resolvable,
                "notes": notes.iter().map(|note| self.note_json(spot, note)).collect::<Vec<_>>(),
            })
        };
        ids.iter().map(thread).collect()
    }

    /// A reaction.
    pub fn award_json(&self, spot: Spot, note: Option<u64>, award: &Award) -> Value {
        json!({
            "id": award.id, "name": award.name, "user": self.user_json(award.user), "created_at": iso(award.at),
            "updated_at": iso(award.at), "awardable_id": note.unwrap_or_else(|| self.number(spot)),
            "awardable_type": if note.is_some() { "Note" } else { spot.kind.class() }, "url": null,
        })
    }

    /// Who set and removed labels, oldest first.
    pub fn label_events_json(&self, spot: Spot) -> Vec<Value> {
        let Some(talk) = self.talk(spot) else { return Vec::new() };
        let project = self.project(spot.project);
        let resource = self.number(spot);
        talk.label_events
            .iter()
            .map(|event| {
                let label = project.label(&event.label).map(|label| {
                    json!({ "id": label.id, "name": label.name, "color": label.color, "description": label.description })
                });
                json!({
                    "id": event.id, "user": self.user_json(event.user), "created_at": iso(event.at),
                    "resource_type": spot.kind.class(), "resource_id": resource, "label": label,
                    "action": if event.added { "add" } else { "remove" },
                })
            })
            .collect()
    }

    /// Who closed, reopened and merged, oldest first.
    pub fn state_events_json(&self, spot: Spot) -> Vec<Value> {
        let Some(talk) = self.talk(spot) else { return Vec::new() };
        let resource = self.number(spot);
        let event = |event: &crate::sandbox::model::talk::StateEvent| {
            json!({
                "id": event.id, "user": self.user_json(event.user), "created_at": iso(event.at),
                "resource_type": spot.kind.class(), "resource_id": resource, "state": event.state,
                "source_commit": null, "source_merge_request_id": null,
            })
        };
        talk.state_events.iter().map(event).collect()
    }
}

/// How many notes people wrote.
pub fn said(talk: &Talk) -> usize {
    talk.notes.iter().filter(|note| !note.system).count()
}

/// How many reacted so.
pub fn voted(talk: &Talk, name: &str) -> usize {
    talk.awards.iter().filter(|award| award.name == name).count()
}

/// The time that nobody books here.
pub fn time_stats() -> Value {
    json!({ "time_estimate": 0, "total_time_spent": 0, "human_time_estimate": null, "human_total_time_spent": null })
}
