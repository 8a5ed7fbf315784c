// SPDX-License-Identifier: EUPL-1.2
//! Calls about what issues and merge requests have in common: notes, threads, reactions and their record.

use serde_json::{Value, json};

use super::issues::number;
use super::{Ask, Reply};
use crate::sandbox::acts::note::{Manner, Noted};
use crate::sandbox::acts::{Done, Fail};
use crate::sandbox::model::account::{DEVELOPER, GUEST, MAINTAINER, REPORTER};
use crate::sandbox::model::talk::{Kind, Note, Spot};
use crate::sandbox::state::State;

/// Answers if the call is about one of these; `None` where it is not.
pub fn route(state: &mut State, ask: &Ask<'_>, spot: Spot, parts: &[&str]) -> Option<Done<Reply>> {
    Some(match parts {
        ["notes"] => notes(state, ask, spot),
        ["notes", note] => number(note).and_then(|note| one_note(state, ask, spot, note)),
        ["notes", note, "award_emoji", more @ ..] => number(note).and_then(|note| {
            visible(state, ask, spot, note)?;
            awards(state, ask, spot, Some(note), more)
        }),
        ["award_emoji", more @ ..] => awards(state, ask, spot, None, more),
        ["resource_label_events"] => Ok(Reply::page(state, ask, state.label_events_json(spot))),
        ["resource_state_events"] => Ok(Reply::page(state, ask, state.state_events_json(spot))),
        ["discussions", more @ ..] => discussions(state, ask, spot, more),
        _ => return None,
    })
}

/// Returns the notes that the caller may see, oldest first.
fn seen<'a>(state: &'a State, ask: &Ask<'_>, spot: Spot) -> Vec<&'a Note> {
    let insider = ask.by.is_some_and(|by| state.level(spot.project, by) >= REPORTER);
    let notes = state.talk(spot).into_iter().flat_map(|talk| &talk.notes);
    notes.filter(|note| insider || !note.internal || Some(note.author) == ask.by).collect()
}

fn visible<'a>(state: &'a State, ask: &Ask<'_>, spot: Spot, note: u64) -> Done<&'a Note> {
    seen(state, ask, spot).into_iter().find(|held| held.id == note).ok_or_else(|| Fail::not_found("Note"))
}

fn notes(state: &mut State, ask: &Ask<'_>, spot: Spot) -> Done<Reply> {
    match ask.method {
        "GET" => {
            let mut list = seen(state, ask, spot);
            match ask.params.text("activity_filter").as_deref() {
                Some("only_comments") => list.retain(|note| !note.system),
                Some("only_activity") => list.retain(|note| note.system),
                _ => {}
            }
            let by_update = ask.params.text("order_by").as_deref() == Some("updated_at");
            list.sort_by_key(|note| (if by_update { note.updated_at } else { note.created_at }, note.id));
            if ask.params.text("sort").as_deref() != Some("asc") {
                list.reverse();
            }
            let json = list.into_iter().map(|note| state.note_json(spot, note)).collect();
            Ok(Reply::page(state, ask, json))
        }
        "POST" => write(state, ask, spot, &Manner::default()).map(|written| match written {
            Ok(note) => created(state, spot, note),
            Err(reply) => reply,
        }),
        _ => Err(Fail::new(405, "405 Method Not Allowed")),
    }
}

/// Writes a note; an answer instead of one where only quick actions were in it.
fn write(state: &mut State, ask: &Ask<'_>, spot: Spot, manner: &Manner) -> Done<Result<u64, Reply>> {
    let internal = ask.params.flag("internal").or(ask.params.flag("confidential")).unwrap_or(false);
    let by = ask.needs(state, state.project(spot.project), if internal { REPORTER } else { GUEST })?;
    let body = ask.params.required("body")?;
    match state.write_note(spot, by, &body, &Manner { internal, ..manner.clone() })? {
        Noted::Note(id) => Ok(Ok(id)),
        Noted::OnlyActions(names) => {
            let changes: Value = names.iter().map(|name| (name.clone(), Value::Bool(true))).collect();
            let summary: Vec<String> = names.iter().map(|name| format!("Applied {name} command.")).collect();
            Ok(Err(Reply::json(202, &json!({ "commands_changes": changes, "summary": summary }))))
        }
    }
}

fn created(state: &State, spot: Spot, note: u64) -> Reply {
    let note = state.talk(spot).and_then(|talk| talk.note(note));
    note.map_or_else(|| Fail::not_found("Note").into(), |note| Reply::created(state.note_json(spot, note)))
}

fn one_note(state: &mut State, ask: &Ask<'_>, spot: Spot, id: u64) -> Done<Reply> {
    let note = visible(state, ask, spot, id)?;
    if ask.method == "GET" {
        return Ok(Reply::ok(state.note_json(spot, note)));
    }
    let (own, system) = (ask.by == Some(note.author), note.system);
    let by = ask.needs(state, state.project(spot.project), if own { GUEST } else { MAINTAINER })?;
    if system {
        return Err(Fail::forbidden());
    }
    match ask.method {
        "PUT" => {
            state.rewrite_note(spot, id, by, &ask.params.required("body")?)?;
            let note = state.talk(spot).and_then(|talk| talk.note(id));
            Ok(note.map_or_else(Reply::empty, |note| Reply::ok(state.note_json(spot, note))))
        }
        "DELETE" => state.remove_note(spot, id).map(|()| Reply::empty()),
        _ => Err(Fail::new(405, "405 Method Not Allowed")),
    }
}

fn awards(state: &mut State, ask: &Ask<'_>, spot: Spot, note: Option<u64>, more: &[&str]) -> Done<Reply> {
    let json = |state: &State, id: u64| {
        let held = state.talk(spot).and_then(|talk| talk.awards_of(note));
        let award = held.and_then(|held| held.iter().find(|award| award.id == id));
        award.map(|award| state.award_json(spot, note, award)).ok_or_else(|| Fail::not_found("Award Emoji"))
    };
    match (ask.method, more) {
        ("GET", []) => {
            let held = state.talk(spot).and_then(|talk| talk.awards_of(note));
            let wanted = ask.params.text("name");
            let list =
                held.into_iter().flatten().filter(|award| wanted.as_ref().is_none_or(|name| *name == award.name));
            let list = list.map(|award| state.award_json(spot, note, award)).collect();
            Ok(Reply::page(state, ask, list))
        }
        ("GET", [id]) => json(state, number(id)?).map(Reply::ok),
        ("POST", []) => {
            let by = ask.needs(state, state.project(spot.project), GUEST)?;
            let id = state.award(spot, note, by, &ask.params.required("name")?)?;
            json(state, id).map(Reply::created)
        }
        ("DELETE", [id]) => {
            let (by, id) = (ask.caller()?, number(id)?);
            if json(state, id)?["user"]["id"] != by {
                return Err(Fail::unauthorized());
            }
            state.revoke(spot, note, id).map(|()| Reply::empty())
        }
        _ => Err(Fail::new(405, "405 Method Not Allowed")),
    }
}

fn discussions(state: &mut State, ask: &Ask<'_>, spot: Spot, more: &[&str]) -> Done<Reply> {
    let one = |state: &State, id: &str| {
        let notes: Vec<&Note> = seen(state, ask, spot).into_iter().filter(|note| note.discussion == id).collect();
        state.discussions_json(spot, &notes).pop().ok_or_else(|| Fail::not_found("Discussion"))
    };
    match (ask.method, more) {
        ("GET", []) => Ok(Reply::page(state, ask, state.discussions_json(spot, &seen(state, ask, spot)))),
        ("GET", [id]) => one(state, id).map(Reply::ok),
        ("POST", []) => match write(state, ask, spot, &Manner { threaded: true, ..Manner::default() })? {
            Err(reply) => Ok(reply),
            Ok(note) => {
                let id = visible(state, ask, spot, note)?.discussion.clone();
                one(state, &id).map(Reply::created)
            }
        },
        ("POST", [id, "notes"]) => {
            one(state, id)?;
            let manner = Manner { discussion: Some((*id).to_owned()), ..Manner::default() };
            write(state, ask, spot, &manner).map(|written| match written {
                Ok(note) => created(state, spot, note),
                Err(reply) => reply,
            })
        }
        ("PUT", [id]) if spot.kind == Kind::MergeRequest => {
            let caller = ask.caller()?;
            let authors: Vec<u64> =
                seen(state, ask, spot).iter().filter(|note| note.discussion == *id).map(|note| note.author).collect();
            let of_request = state.merge_request(spot.project, spot.iid).map(|request| request.author);
            let own = authors.first() == Some(&caller) || of_request == Some(caller);
            let by = ask.needs(state, state.project(spot.project), if own { GUEST } else { DEVELOPER })?;
            let resolved = ask.params.flag("resolved").ok_or_else(|| Fail::parameter("resolved is missing"))?;
            state.resolve_thread(spot, id, by, resolved)?;
            one(state, id).map(Reply::ok)
        }
        ("PUT", [_, "notes", note]) => number(note).and_then(|note| one_note(state, ask, spot, note)),
        _ => Err(Fail::not_found("API route").with_error()),
    }
}
