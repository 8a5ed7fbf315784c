// SPDX-License-Identifier: EUPL-1.2
//! What people do with issues, and what they say and react under issues and merge requests.
//!
//! A project or issue that is not there is a mistake of the caller and panics with its name.

use super::acts::issue::Edit;
use super::acts::label::Relabel;
use super::acts::note::{Manner, Noted};
use super::emoji;
use super::{At, Kind, Sandbox};

#[expect(clippy::must_use_candidate, reason = "they are done for their effect; the number is often not needed")]
impl Sandbox {
    /// Opens an issue and returns its number in the project.
    pub fn open_issue(&self, project: &str, by: &str, title: &str, description: &str) -> u64 {
        let mut state = self.state();
        let (project, by) = (state.known(project), state.user(by));
        state.new_issue(project, by, title, description, &Edit::default())
    }

    /// Opens an issue under a number that the project does not have yet.
    pub fn open_issue_as(&self, at: &At, by: &str, title: &str, description: &str, confidential: bool) {
        let mut state = self.state();
        let (project, by) = (state.known(&at.project), state.user(by));
        let last = state.project(project).last_issue;
        state.project_mut(project).last_issue = at.iid.saturating_sub(1);
        let edit = Edit { confidential: Some(confidential), ..Edit::default() };
        state.new_issue(project, by, title, description, &edit);
        let held = state.project_mut(project);
        held.last_issue = held.last_issue.max(last);
    }

    /// Replaces the description of an issue.
    pub fn describe(&self, project: &str, iid: u64, by: &str, description: &str) {
        self.edit(&At::issue(project, iid), by, &Edit { description: Some(description.into()), ..Edit::default() });
    }

    /// Replaces the title of an issue.
    pub fn retitle(&self, project: &str, iid: u64, by: &str, title: &str) {
        self.edit(&At::issue(project, iid), by, &Edit { title: Some(title.into()), ..Edit::default() });
    }

    /// Adds and removes labels of an issue; unknown ones are created.
    pub fn label(&self, project: &str, iid: u64, by: &str, add: &[&str], remove: &[&str]) {
        self.edit(&At::issue(project, iid), by, &relabel(add, remove));
    }

    /// Adds and removes labels of a merge request.
    pub fn label_merge_request(&self, project: &str, iid: u64, by: &str, add: &[&str], remove: &[&str]) {
        self.edit(&At::merge_request(project, iid), by, &relabel(add, remove));
    }

    /// Closes an issue.
    pub fn close(&self, project: &str, iid: u64, by: &str) {
        self.edit(&At::issue(project, iid), by, &Edit { open: Some(false), ..Edit::default() });
    }

    /// Opens an issue again.
    pub fn reopen(&self, project: &str, iid: u64, by: &str) {
        self.edit(&At::issue(project, iid), by, &Edit { open: Some(true), ..Edit::default() });
    }

    /// Makes an issue confidential or open to everyone.
    pub fn set_confidential(&self, project: &str, iid: u64, by: &str, confidential: bool) {
        self.edit(&At::issue(project, iid), by, &Edit { confidential: Some(confidential), ..Edit::default() });
    }

    /// Deletes an issue; no webhook tells of it.
    pub fn delete_issue(&self, project: &str, iid: u64) {
        let mut state = self.state();
        let id = state.known(project);
        state.project_mut(id).issues.remove(&iid);
    }

    /// Moves an issue to another project and returns its number there.
    pub fn move_issue(&self, project: &str, iid: u64, by: &str, to: &str) -> u64 {
        let mut state = self.state();
        let (from, to, by) = (state.known(project), state.known(to), state.user(by));
        state.move_issue_to(from, iid, by, to).unwrap_or_else(|fail| panic!("{project}#{iid}: {}", fail.words))
    }

    /// Writes a comment; `None` where nothing but GitLab's own quick actions was in it.
    pub fn comment(&self, thread: &At, by: &str, body: &str) -> Option<u64> {
        self.say(thread, by, body, &Manner::default())
    }

    /// Writes a comment that only members from Reporter on may see.
    pub fn comment_internally(&self, thread: &At, by: &str, body: &str) -> Option<u64> {
        self.say(thread, by, body, &Manner { internal: true, ..Manner::default() })
    }

    fn say(&self, thread: &At, by: &str, body: &str, manner: &Manner) -> Option<u64> {
        let mut state = self.state();
        let (spot, by) = (state.spot(thread), state.user(by));
        match state.write_note(spot, by, body, manner) {
            Ok(Noted::Note(id)) => Some(id),
            Ok(Noted::OnlyActions(_)) => None,
            Err(fail) => panic!("{thread:?}: {}", fail.words),
        }
    }

    /// Edits a comment, one's own or another's; nothing but quick actions deletes it.
    pub fn edit_note(&self, thread: &At, note: u64, by: &str, body: &str) {
        let mut state = self.state();
        let (spot, by) = (state.spot(thread), state.user(by));
        state.rewrite_note(spot, note, by, body).unwrap_or_else(|fail| panic!("{thread:?}: {}", fail.words));
    }

    /// Deletes a comment; no webhook tells of it.
    pub fn delete_note(&self, thread: &At, note: u64) {
        let mut state = self.state();
        let spot = state.spot(thread);
        state.remove_note(spot, note).unwrap_or_else(|fail| panic!("{thread:?}: {}", fail.words));
    }

    /// Reacts to a note, or to the description, and returns the reaction's number; the same one twice is the first.
    pub fn react(&self, thread: &At, note: Option<u64>, by: &str, emoji: &str) -> u64 {
        let mut state = self.state();
        let (spot, by) = (state.spot(thread), state.user(by));
        let name = emoji::normal(emoji).unwrap_or_default();
        let held = state.talk(spot).and_then(|talk| talk.awards_of(note));
        let same = held.and_then(|held| held.iter().find(|award| award.user == by && award.name == name));
        if let Some(award) = same {
            return award.id;
        }
        state.award(spot, note, by, emoji).unwrap_or_else(|fail| panic!("{thread:?}: {}", fail.words))
    }

    /// Takes a reaction back, if it is there.
    pub fn unreact(&self, thread: &At, note: Option<u64>, by: &str, emoji: &str) {
        let mut state = self.state();
        let (spot, by) = (state.spot(thread), state.user(by));
        let name = emoji::normal(emoji).unwrap_or_default();
        let held = state.talk(spot).and_then(|talk| talk.awards_of(note));
        let same = held.and_then(|held| held.iter().find(|award| award.user == by && award.name == name));
        if let Some(id) = same.map(|award| award.id) {
            state.revoke(spot, note, id).unwrap_or_else(|fail| panic!("{thread:?}: {}", fail.words));
        }
    }

    /// Changes an issue or merge request.
    pub(super) fn edit(&self, at: &At, by: &str, edit: &Edit) {
        let mut state = self.state();
        let (spot, by) = (state.spot(at), state.user(by));
        let done = match at.kind {
            Kind::Issue => state.edit_issue(spot.project, spot.iid, by, edit),
            Kind::MergeRequest => state.edit_request(spot.project, spot.iid, by, edit),
        };
        done.unwrap_or_else(|fail| panic!("{at:?}: {}", fail.words));
    }
}

fn relabel(add: &[&str], remove: &[&str]) -> Edit {
    let owned = |list: &[&str]| list.iter().map(|label| (*label).to_owned()).collect();
    Edit { labels: Relabel { all: None, add: owned(add), remove: owned(remove) }, ..Edit::default() }
}
