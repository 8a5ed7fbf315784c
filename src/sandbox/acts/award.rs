// SPDX-License-Identifier: EUPL-1.2
//! Reactions are given and taken back.
//!
//! A reaction to a note moves the note's `updated_at`, one to a description moves nothing.

use super::{Done, Fail};
use crate::sandbox::emoji;
use crate::sandbox::model::talk::{Award, Spot};
use crate::sandbox::state::State;

impl State {
    /// Reacts to a note or a description; the same reaction twice is refused with 404, as GitLab does.
    pub fn award(&mut self, spot: Spot, note: Option<u64>, by: u64, name: &str) -> Done<u64> {
        let name = emoji::normal(name).ok_or_else(|| Fail::not_found("Award Emoji Name is not a valid emoji name"))?;
        let held = self.talk(spot).and_then(|talk| talk.awards_of(note)).ok_or_else(|| Fail::not_found("Note"))?;
        if held.iter().any(|award| award.user == by && award.name == name) {
            return Err(Fail::new(404, "404 Award Emoji Name has already been taken Not Found"));
        }
        let (id, at) = (self.next("award"), self.now());
        let award = Award { id, user: by, name, at };
        if let Some(note) = note {
            let held = self.note_mut(spot, note)?;
            held.awards.push(award.clone());
            held.updated_at = at;
        } else if let Some(talk) = self.talk_mut(spot) {
            talk.awards.push(award.clone());
        }
        self.announce_award(spot, note, &award, "award");
        Ok(id)
    }

    /// Takes a reaction back.
    pub fn revoke(&mut self, spot: Spot, note: Option<u64>, id: u64) -> Done<()> {
        let held = self.talk(spot).and_then(|talk| talk.awards_of(note)).ok_or_else(|| Fail::not_found("Note"))?;
        let award = held.iter().find(|award| award.id == id).cloned().ok_or_else(|| Fail::not_found("Award Emoji"))?;
        let now = self.now();
        if let Some(note) = note {
            let held = self.note_mut(spot, note)?;
            held.awards.retain(|award| award.id != id);
            held.updated_at = now;
        } else if let Some(talk) = self.talk_mut(spot) {
            talk.awards.retain(|award| award.id != id);
        }
        self.announce_award(spot, note, &award, "revoke");
        Ok(())
    }

    fn announce_award(&mut self, spot: Spot, note: Option<u64>, award: &Award, event: &str) {
        let note = note.and_then(|id| self.talk(spot)?.note(id));
        let body = self.emoji_payload(spot, note, award, event);
        self.announce(spot.project, "Emoji Hook", &body);
    }
}
