// SPDX-License-Identifier: EUPL-1.2
//! What GitLab's webhooks say, in votum's own words.
//!
//! GitLab adds, drops and nulls fields between its versions, and an administrator may template a body anew. So
//! nothing here is required: a field that is missing or of another type is as if it were not there, and an event
//! that lacks what makes it one is a notice without a hint. The event is known by the body's `object_kind`; the
//! header `X-Gitlab-Event` only serves where the body names none.
//!
//! **Invariant:** reading never fails and never panics, and knows no time but the payload's.

use std::collections::BTreeSet;

use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use serde_json::Value;

use super::hint::{Actor, Hint, Notice};
use crate::domain::ids::Kind;

/// Reads a delivery: the value of `X-Gitlab-Event` and the body.
#[must_use]
pub fn read(event: Option<&str>, body: &Value) -> Notice {
    let kind = text(&body["object_kind"]).or_else(|| event.and_then(of_header));
    let hint = match kind {
        Some("issue" | "work_item") => ticket(body),
        Some("note") => note(body),
        Some("emoji") => award(body),
        Some("merge_request") => merge_request(body),
        Some("pipeline") => pipeline(body),
        Some("push") => push(body),
        _ => None,
    };
    let (project, project_id) = project(body, kind == Some("merge_request"));
    Notice { project, project_id, hint }
}

/// The kind of an event by its header.
fn of_header(event: &str) -> Option<&'static str> {
    match event.trim().trim_start_matches("Confidential ") {
        "Issue Hook" | "Work Item Hook" => Some("issue"),
        "Note Hook" => Some("note"),
        "Emoji Hook" => Some("emoji"),
        "Merge Request Hook" => Some("merge_request"),
        "Pipeline Hook" => Some("pipeline"),
        "Push Hook" => Some("push"),
        _ => None,
    }
}

/// The project: for merge requests the one that the request goes into.
fn project(body: &Value, merge_request: bool) -> (String, Option<u64>) {
    let (at, given) = (&body["object_attributes"], &body["project"]);
    let target = &at["target"];
    let path = |value: &Value| text(&value["path_with_namespace"]).filter(|path| !path.is_empty()).map(str::to_owned);
    let other = || path(given).unwrap_or_default();
    let id = || number(&given["id"]).or_else(|| number(&body["project_id"])).or_else(|| number(&at["project_id"]));
    if merge_request {
        let target_id = number(&at["target_project_id"]).or_else(|| number(&target["id"]));
        return (path(target).unwrap_or_else(other), target_id.or_else(id));
    }
    (other(), id())
}

fn ticket(body: &Value) -> Option<Hint> {
    let iid = number(&body["object_attributes"]["iid"])?;
    Some(Hint::Ticket { iid, by: actor(&body["user"]), relabelled: relabelled(&body["changes"]) })
}

/// The labels after a change of nothing else; who changed it and when change with everything.
fn relabelled(changes: &Value) -> Option<BTreeSet<String>> {
    let only = |key: &String| matches!(key.as_str(), "labels" | "updated_at" | "updated_by_id");
    changes.as_object().filter(|changes| changes.keys().all(only))?;
    let now = changes["labels"]["current"].as_array()?;
    now.iter().map(|label| text(&label["title"]).map(str::to_owned)).collect()
}

/// On an edit `user` is the note's author, whoever edited; so the author is taken from there only where it bears
/// the author's number.
fn note(body: &Value) -> Option<Hint> {
    let at = &body["object_attributes"];
    let (kind, iid) = place(body, text(&at["noteable_type"])?)?;
    let created_at = instant(&at["created_at"])?;
    let action = text(&at["action"]);
    let touched = instant(&at["updated_at"]).is_some_and(|updated| updated > created_at);
    let id = number(&at["author_id"]).or_else(|| number(&body["user"]["id"]))?;
    let name = actor(&body["user"]).filter(|user| user.id == id).map(|user| user.name).unwrap_or_default();
    Some(Hint::Note {
        kind,
        iid,
        note: number(&at["id"])?,
        author: Actor { id, name },
        body: text(&at["note"]).or_else(|| text(&at["description"])).unwrap_or_default().to_owned(),
        created_at,
        edited: action.map_or(touched, |action| action == "update"),
        system: truth(&at["system"]),
        internal: truth(&at["internal"]) || text(&body["event_type"]) == Some("confidential_note"),
    })
}

/// GitLab 18 tells setting from removing in `event_type`; its documentation shows `object_attributes.action`. A
/// removal carries the instants of the setting only, so it has none.
fn award(body: &Value) -> Option<Hint> {
    let at = &body["object_attributes"];
    let on = text(&at["awardable_type"])?;
    let (kind, iid, note) = if on == "Note" {
        let note = number(&at["awardable_id"]).or_else(|| number(&body["note"]["id"]))?;
        let (kind, iid) = place(body, text(&body["note"]["noteable_type"]).unwrap_or_default())?;
        (kind, iid, Some(note))
    } else {
        let (kind, iid) = place(body, on)?;
        (kind, iid, None)
    };
    let revoked = match (text(&body["event_type"]), text(&at["action"])) {
        (Some("revoke"), _) => true,
        (Some("award"), _) => false,
        (_, action) => action == Some("revoke"),
    };
    let id = number(&at["user_id"]).or_else(|| number(&body["user"]["id"]))?;
    let name = actor(&body["user"]).filter(|user| user.id == id).map(|user| user.name).unwrap_or_default();
    Some(Hint::Award {
        kind,
        iid,
        note,
        award: number(&at["id"])?,
        by: Actor { id, name },
        name: text(&at["name"])?.to_owned(),
        at: instant(&at["created_at"]).filter(|_| !revoked),
        revoked,
    })
}

/// `oldrev` is there only where code changed, by a push or an applied suggestion.
fn merge_request(body: &Value) -> Option<Hint> {
    let at = &body["object_attributes"];
    let pushed = text(&at["oldrev"]).is_some_and(|old| !old.is_empty());
    Some(Hint::MergeRequest { iid: number(&at["iid"])?, by: actor(&body["user"]), pushed })
}

fn pipeline(body: &Value) -> Option<Hint> {
    let sha = commit(&body["object_attributes"]["sha"])?;
    Some(Hint::Pipeline { sha, merge_request: number(&body["merge_request"]["iid"]) })
}

/// `after` is all zeros where the branch was deleted. GitLab fires no push hook at all for a push of many branches.
fn push(body: &Value) -> Option<Hint> {
    let branch = text(&body["ref"])?.strip_prefix("refs/heads/").filter(|branch| !branch.is_empty())?.to_owned();
    let by = number(&body["user_id"])
        .map(|id| Actor { id, name: text(&body["user_username"]).unwrap_or_default().to_owned() });
    Some(Hint::Push { branch, head: commit(&body["after"]), by })
}

/// The thread that a note or an award belongs to. Snippets, commits and pages are none of votum's.
fn place(body: &Value, noteable: &str) -> Option<(Kind, u64)> {
    let of = |key: &str| number(&body[key]["iid"]);
    match noteable {
        "Issue" | "WorkItem" => Some((Kind::Ticket, of("issue").or_else(|| of("work_item"))?)),
        "MergeRequest" => Some((Kind::MergeRequest, of("merge_request")?)),
        _ => None,
    }
}

fn actor(user: &Value) -> Option<Actor> {
    let name = text(&user["username"]).unwrap_or_default().to_owned();
    Some(Actor { id: number(&user["id"])?, name })
}

fn text(value: &Value) -> Option<&str> {
    value.as_str()
}

/// A number above zero, also one written as a string.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|&number| number > 0)
}

fn truth(value: &Value) -> bool {
    value.as_bool().unwrap_or_else(|| matches!(value.as_str(), Some("true" | "1")) || value.as_u64() == Some(1))
}

/// A commit's hash; all zeros stand for none.
fn commit(value: &Value) -> Option<String> {
    let sha = text(value)?;
    let is_hash = !sha.is_empty() && sha.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_hash && sha.bytes().any(|byte| byte != b'0')).then(|| sha.to_owned())
}

/// Reads the forms in which GitLab writes instants: ISO 8601, `2015-05-17 17:06:40 UTC` and `… +0000`; cut down to
/// the second.
fn instant(value: &Value) -> Option<Timestamp> {
    let parts: Vec<_> = text(value)?.split_ascii_whitespace().collect();
    let exact: Timestamp = match parts.as_slice() {
        [whole] => whole.parse(),
        [day, time] => format!("{day}T{time}").parse(),
        [day, time, "UTC" | "GMT" | "Z"] => format!("{day}T{time}Z").parse(),
        [day, time, offset] => format!("{day}T{time}{offset}").parse(),
        _ => return None,
    }
    .ok()?;
    exact.round(TimestampRound::new().smallest(Unit::Second).mode(RoundMode::Floor)).ok()
}
