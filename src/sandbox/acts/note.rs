// SPDX-License-Identifier: EUPL-1.2
//! Notes are written, edited and deleted.

use super::{Done, Fail};
use crate::sandbox::model::talk::{Kind, Note, Spot};
use crate::sandbox::quick;
use crate::sandbox::state::State;

/// What came of a text that somebody wanted to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noted {
    /// It became this note.
    Note(u64),
    /// It held nothing but quick actions, which were carried out; there is no note. Their names.
    OnlyActions(Vec<String>),
}

/// How a note is to be written.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    /// Only members from Reporter on may see it.
    pub internal: bool,
    /// The thread that it answers.
    pub discussion: Option<String>,
    /// It opens a thread, which can be resolved under a merge request.
    pub threaded: bool,
}

impl State {
    /// Writes a note: quick actions are taken out and carried out, what is left is stored.
    pub fn write_note(&mut self, spot: Spot, by: u64, body: &str, manner: &Manner) -> Done<Noted> {
        if self.talk(spot).is_none() {
            return Err(Fail::not_found(if spot.kind == Kind::Issue { "Issue" } else { "Merge Request" }));
        }
        let (text, actions) = quick::extract(body);
        if text.is_empty() {
            if actions.is_empty() {
                return Err(Fail::new(400, "400 Bad request - Note {:note=>[\"can't be blank\"]}"));
            }
            self.perform(spot, by, &actions);
            return Ok(Noted::OnlyActions(actions.into_iter().map(|action| action.name).collect()));
        }
        if text.chars().count() > 1_000_000 {
            return Err(Fail::new(
                400,
                "400 Bad request - Note {:note=>[\"is too long (maximum is 1000000 characters)\"]}",
            ));
        }
        let replied = manner.discussion.clone();
        let resolvable = spot.kind == Kind::MergeRequest && (manner.threaded || replied.is_some());
        let discussion = replied.unwrap_or_else(|| self.fresh("discussion")[..40].to_owned());
        let (id, now) = (self.next("note"), self.now());
        let note = Note {
            id,
            author: by,
            body: text,
            system: false,
            internal: manner.internal,
            discussion,
            resolvable,
            resolved: None,
            updated_by: None,
            created_at: now,
            updated_at: now,
            awards: Vec::new(),
        };
        if let Some(talk) = self.talk_mut(spot) {
            talk.notes.push(note);
        }
        self.touch(spot);
        self.announce_note(spot, id, "create");
        self.perform(spot, by, &actions);
        Ok(Noted::Note(id))
    }

    /// Writes what GitLab itself says; no webhook follows.
    pub fn system_note(&mut self, spot: Spot, by: u64, body: &str) {
        let (id, now, discussion) = (self.next("note"), self.now(), self.fresh("discussion")[..40].to_owned());
        let note = Note {
            id,
            author: by,
            body: body.into(),
            system: true,
            internal: false,
            discussion,
            resolvable: false,
            resolved: None,
            updated_by: None,
            created_at: now,
            updated_at: now,
            awards: Vec::new(),
        };
        if let Some(talk) = self.talk_mut(spot) {
            talk.notes.push(note);
        }
    }

    /// Edits a note; one of which only quick actions are left is deleted.
    pub fn rewrite_note(&mut self, spot: Spot, note: u64, by: u64, body: &str) -> Done<()> {
        let now = self.now();
        let (text, actions) = quick::extract(body);
        if text.is_empty() && actions.is_empty() {
            return Err(Fail::new(400, "400 Bad request - Note {:note=>[\"can't be blank\"]}"));
        }
        let held = self.note_mut(spot, note)?;
        if text.is_empty() {
            self.remove_note(spot, note)?;
        } else if held.body != text {
            held.body = text;
            held.updated_by = Some(by);
            held.updated_at = now;
            self.announce_note(spot, note, "update");
        }
        self.perform(spot, by, &actions);
        Ok(())
    }

    /// Deletes a note; no webhook tells of it.
    pub fn remove_note(&mut self, spot: Spot, note: u64) -> Done<()> {
        self.note_mut(spot, note)?;
        if let Some(talk) = self.talk_mut(spot) {
            talk.notes.retain(|held| held.id != note);
        }
        self.touch(spot);
        Ok(())
    }

    /// Resolves a thread or opens it again; the webhook comes only when the last open one is resolved.
    pub fn resolve_thread(&mut self, spot: Spot, discussion: &str, by: u64, resolved: bool) -> Done<()> {
        let now = self.now();
        let talk = self.talk_mut(spot).ok_or_else(|| Fail::not_found("Merge Request"))?;
        let open_before = talk.notes.iter().any(|note| note.resolvable && note.resolved.is_none());
        let mut found = false;
        for note in talk.notes.iter_mut().filter(|note| note.discussion == discussion && note.resolvable) {
            found = true;
            note.resolved = resolved.then_some((by, now));
        }
        if !found {
            return Err(Fail::not_found("Discussion"));
        }
        let open_after = talk.notes.iter().any(|note| note.resolvable && note.resolved.is_none());
        if open_before && !open_after {
            self.announce_request(spot.project, spot.iid, by, "update", serde_json::json!({}), None);
        }
        Ok(())
    }

    /// Finds a note to change.
    pub fn note_mut(&mut self, spot: Spot, note: u64) -> Done<&mut Note> {
        let talk = self.talk_mut(spot).ok_or_else(|| Fail::not_found("Note"))?;
        talk.notes.iter_mut().find(|held| held.id == note).ok_or_else(|| Fail::not_found("Note"))
    }

    fn announce_note(&mut self, spot: Spot, id: u64, action: &str) {
        let Some(note) = self.talk(spot).and_then(|talk| talk.note(id)) else { return };
        let confidential =
            spot.kind == Kind::Issue && self.issue(spot.project, spot.iid).is_some_and(|issue| issue.confidential);
        let hidden = note.internal || confidential;
        let body = self.note_payload(spot, note, hidden, action);
        let event = if hidden { "Confidential Note Hook" } else { "Note Hook" };
        self.announce(spot.project, event, &body);
    }
}
