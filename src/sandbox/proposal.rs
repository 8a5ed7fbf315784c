// SPDX-License-Identifier: EUPL-1.2
//! What people do with merge requests, branches, tags and pipelines.

use std::collections::BTreeMap;

use super::acts::git::Publishing;
use super::acts::issue::Edit;
use super::acts::merge::Wish;
use super::acts::request::Opening;
use super::acts::status::Posting;
use super::model::git::Change;
use super::model::merge_request::Standing;
use super::{At, Sandbox};

/// A merge request to be opened: a branch with one commit is made for it.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    /// The project it goes into.
    pub project: String,
    /// Who opens it.
    pub by: String,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// The paths it touches; a rename is written `old => new`.
    pub paths: Vec<String>,
    /// Whether it comes from a fork under the account's name.
    pub from_fork: bool,
    /// The branch it goes into; the default branch where it is empty.
    pub target_branch: String,
    /// The branch it comes from; made up where it is empty.
    pub source_branch: String,
    /// Its number in the project; the next one where it is `None`.
    pub number: Option<u64>,
    /// Whether its commits are to be squashed into one.
    pub squash: bool,
    /// The texts of files that it writes, or takes away where they are `None`, by path.
    pub texts: BTreeMap<String, Option<String>>,
}

impl Proposal {
    /// Begins a proposal that touches `src/lib.rs`.
    #[must_use]
    pub fn new(project: &str, by: &str, title: &str) -> Self {
        let paths = vec!["src/lib.rs".into()];
        Self { project: project.into(), by: by.into(), title: title.into(), paths, ..Self::default() }
    }

    /// Gives it a description.
    #[must_use]
    pub fn describing(self, description: &str) -> Self {
        Self { description: description.into(), ..self }
    }

    /// Says which paths it touches.
    #[must_use]
    pub fn touching(self, paths: &[&str]) -> Self {
        Self { paths: paths.iter().map(|path| (*path).to_owned()).collect(), ..self }
    }

    /// Lets it write a file instead of what it touches.
    #[must_use]
    pub fn writing(self, path: &str, text: &str) -> Self {
        let texts = BTreeMap::from([(path.to_owned(), Some(text.to_owned()))]);
        Self { paths: vec![path.to_owned()], texts, ..self }
    }

    /// Lets it rename a file instead of what it touches; `text` is what the file says.
    #[must_use]
    pub fn renaming(self, old: &str, new: &str, text: &str) -> Self {
        let texts = BTreeMap::from([(old.to_owned(), None), (new.to_owned(), Some(text.to_owned()))]);
        Self { paths: vec![format!("{old} => {new}")], texts, ..self }
    }

    /// Lets its commits be squashed into one.
    #[must_use]
    pub fn squashed(self) -> Self {
        Self { squash: true, ..self }
    }

    /// Lets it come from a fork.
    #[must_use]
    pub fn from_fork(self) -> Self {
        Self { from_fork: true, ..self }
    }

    /// Gives it a number that the project does not have yet.
    #[must_use]
    pub fn numbered(self, iid: u64) -> Self {
        Self { number: Some(iid), ..self }
    }

    /// Says which branch it goes into.
    #[must_use]
    pub fn into_branch(self, branch: &str) -> Self {
        Self { target_branch: branch.into(), ..self }
    }
}

#[expect(clippy::must_use_candidate, reason = "they are done for their effect; the number is often not needed")]
impl Sandbox {
    /// Opens a merge request with one commit and returns its number in the project.
    pub fn open_merge_request(&self, proposal: Proposal) -> u64 {
        let mut state = self.state();
        let (project, by) = (state.known(&proposal.project), state.user(&proposal.by));
        let source_project = if proposal.from_fork { state.fork(project, by) } else { project };
        let target_branch = match proposal.target_branch.as_str() {
            "" => state.project(project).default_branch.clone(),
            name => name.into(),
        };
        let source_branch = match proposal.source_branch.as_str() {
            "" => format!("{}-{}", proposal.by, state.next("branch")),
            name => name.into(),
        };
        if !state.project(source_project).branches.contains_key(&source_branch)
            && let Some(head) = state.project(project).branches.get(&target_branch).cloned()
        {
            state.project_mut(source_project).branches.insert(source_branch.clone(), head);
        }
        let changes = proposal.paths.iter().map(|path| Change::parse(path)).collect();
        state.commit_texts(source_project, &source_branch, by, &proposal.title, (changes, proposal.texts));
        let opening = Opening {
            by,
            title: proposal.title,
            description: proposal.description,
            source_project,
            source_branch,
            target_branch,
            labels: Vec::new(),
            number: proposal.number,
        };
        let opened = state.new_request(project, opening);
        let iid = opened.unwrap_or_else(|fail| panic!("{}: {}", proposal.project, fail.words));
        if let Some(request) = state.merge_request_mut(project, iid) {
            request.squash = proposal.squash;
        }
        iid
    }

    /// Pushes one more commit to a merge request and returns its hash.
    pub fn push(&self, project: &str, iid: u64, by: &str, paths: &[&str]) -> String {
        let mut state = self.state();
        let (id, by) = (state.known(project), state.user(by));
        let request = state.merge_request(id, iid).unwrap_or_else(|| panic!("there is no {project}!{iid}"));
        let (source, branch) = (request.source_project, request.source_branch.clone());
        let title = format!("Change {}", paths.join(", "));
        state.commit_to(source, &branch, by, &title, paths.iter().map(|path| Change::parse(path)).collect())
    }

    /// Commits to a branch of a project, which is made if it is not there, and returns the commit's hash.
    pub fn push_to_branch(&self, project: &str, branch: &str, by: &str, title: &str) -> String {
        let mut state = self.state();
        let (project, by) = (state.known(project), state.user(by));
        state.commit_to(project, branch, by, title, vec![Change::parse("README.md")])
    }

    /// Commits a file to a branch, or takes it away where `text` is `None`; returns the commit's hash.
    pub fn push_file(&self, project: &str, branch: &str, by: &str, path: &str, text: Option<&str>) -> String {
        let mut state = self.state();
        let (project, by) = (state.known(project), state.user(by));
        let texts = BTreeMap::from([(path.to_owned(), text.map(str::to_owned))]);
        state.commit_texts(project, branch, by, path, (vec![Change::parse(path)], texts))
    }

    /// Renames a branch; the project's default branch stays its default branch.
    pub fn rename_branch(&self, project: &str, branch: &str, new: &str) {
        let mut state = self.state();
        let id = state.known(project);
        let held = state.project_mut(id);
        if let Some(head) = held.branches.remove(branch) {
            held.branches.insert(new.into(), head);
        }
        if held.default_branch == branch {
            held.default_branch = new.into();
        }
    }

    /// Sets a tag at a branch, tag or commit.
    pub fn set_tag(&self, project: &str, by: &str, name: &str, target: &str, message: &str) {
        let mut state = self.state();
        let (id, by) = (state.known(project), state.user(by));
        state.set_tag(id, by, name, target, message).unwrap_or_else(|fail| panic!("{project}: {}", fail.words));
    }

    /// Lets a branch point at any commit, as a forced push does.
    pub fn rewrite_branch(&self, project: &str, branch: &str, by: &str, commit: &str) {
        let mut state = self.state();
        let (project, by) = (state.known(project), state.user(by));
        state.move_branch(project, branch, by, commit);
    }

    /// Takes a tag away; its release, if there is one, stays.
    pub fn delete_tag(&self, project: &str, name: &str) {
        let mut state = self.state();
        let project = state.known(project);
        state.project_mut(project).tags.retain(|tag| tag.name != name);
    }

    /// Takes a release away; its tag stays.
    pub fn delete_release(&self, project: &str, tag: &str) {
        let mut state = self.state();
        let project = state.known(project);
        state.project_mut(project).releases.retain(|release| release.tag != tag);
    }

    /// Takes a merge request away, as only owners can.
    pub fn delete_merge_request(&self, project: &str, iid: u64) {
        let mut state = self.state();
        let project = state.known(project);
        state.project_mut(project).merge_requests.remove(&iid);
    }

    /// Takes a branch away.
    pub fn drop_branch(&self, project: &str, branch: &str) {
        let mut state = self.state();
        let id = state.known(project);
        state.project_mut(id).branches.remove(branch);
    }

    /// Writes a file at a branch, as a push of somebody's does, and returns the new commit.
    pub fn write_file(&self, project: &str, branch: &str, by: &str, path: &str, text: &str) -> String {
        let mut state = self.state();
        let (id, by) = (state.known(project), state.user(by));
        let held = state.project(id);
        let start = held.branches.get(branch).or_else(|| held.branches.get(&held.default_branch)).cloned();
        let texts = [(path.to_owned(), text.to_owned())].into_iter().collect();
        state.commit_files(id, by, branch, &start.unwrap_or_default(), "Von Hand", texts)
    }

    /// Takes a tag away: on GitLab's pages, where its release goes with it, or by a push, where it stays.
    pub fn drop_tag(&self, project: &str, name: &str, with_release: bool) {
        let mut state = self.state();
        let id = state.known(project);
        state.drop_tag(id, name, with_release);
    }

    /// Publishes a release at a tag that stands.
    pub fn publish(&self, project: &str, by: &str, tag: &str, text: &str) {
        let mut state = self.state();
        let (id, by) = (state.known(project), state.user(by));
        let (links, milestones) = (Vec::new(), Vec::new());
        let release = Publishing { tag, name: tag, text, links, milestones, target: None };
        state.publish(id, by, &release).unwrap_or_else(|fail| panic!("{project}: {}", fail.words));
    }

    /// Makes a milestone.
    pub fn milestone(&self, project: &str, title: &str) {
        let mut state = self.state();
        let id = state.known(project);
        state.new_milestone(id, title).unwrap_or_else(|fail| panic!("{project}: {}", fail.words));
    }

    /// Lets a merge request go into another branch, which is made from the default branch if it is not there.
    pub fn retarget(&self, project: &str, iid: u64, by: &str, branch: &str) {
        {
            let mut state = self.state();
            let id = state.known(project);
            let held = state.project_mut(id);
            if let Some(head) = held.branches.get(&held.default_branch).cloned() {
                held.branches.entry(branch.into()).or_insert(head);
            }
        }
        let edit = Edit { target_branch: Some(branch.into()), ..Edit::default() };
        self.edit(&At::merge_request(project, iid), by, &edit);
    }

    /// Replaces the title of a merge request; `Draft: ` at its beginning marks it as unfinished.
    pub fn retitle_merge_request(&self, project: &str, iid: u64, by: &str, title: &str) {
        self.edit(&At::merge_request(project, iid), by, &Edit { title: Some(title.into()), ..Edit::default() });
    }

    /// Replaces the description of a merge request.
    pub fn describe_merge_request(&self, project: &str, iid: u64, by: &str, description: &str) {
        let edit = Edit { description: Some(description.into()), ..Edit::default() };
        self.edit(&At::merge_request(project, iid), by, &edit);
    }

    /// Closes a merge request without merging, or opens it again.
    pub fn set_merge_request_open(&self, project: &str, iid: u64, by: &str, open: bool) {
        self.edit(&At::merge_request(project, iid), by, &Edit { open: Some(open), ..Edit::default() });
    }

    /// Approves a merge request; a second time does nothing.
    pub fn approve(&self, project: &str, iid: u64, by: &str) {
        let mut state = self.state();
        let (project, by) = (state.known(project), state.user(by));
        drop(state.approve(project, iid, by));
    }

    /// Takes an approval back, if it is there.
    pub fn unapprove(&self, project: &str, iid: u64, by: &str) {
        let mut state = self.state();
        let (project, by) = (state.known(project), state.user(by));
        drop(state.unapprove(project, iid, by));
    }

    /// Lets the project's own pipeline at the head of a merge request stand so (`running`, `success`, `failed`, …).
    pub fn pipeline(&self, project: &str, iid: u64, status: &str) {
        let mut state = self.state();
        let id = state.known(project);
        let request = state.merge_request(id, iid).unwrap_or_else(|| panic!("there is no {project}!{iid}"));
        let (source, head, branch) = (request.source_project, request.head.clone(), request.source_branch.clone());
        state.set_pipeline(source, &head, &branch, 1, status);
    }

    /// Runs a pipeline of the project for a merge request at its head, as *Run pipeline* does, or lets the newest such
    /// pipeline stand so (`running`, `success`, `failed`, …).
    pub fn request_pipeline(&self, project: &str, iid: u64, status: &str) {
        let mut state = self.state();
        let id = state.known(project);
        let head = state.merge_request(id, iid).unwrap_or_else(|| panic!("there is no {project}!{iid}")).head.clone();
        let own = |held: &&crate::sandbox::model::pipeline::Pipeline| {
            held.sha == head && held.source == "merge_request_event" && held.own.is_some()
        };
        let branch = format!("refs/merge-requests/{iid}/head");
        if state.project(id).pipelines.iter().rev().find(own).is_none() {
            state.start_pipeline(id, &head, &branch, "merge_request_event", Some(status), 1);
        } else {
            state.set_pipeline(id, &head, &branch, 1, status);
        }
    }

    /// Sets a commit status at the head of a merge request, as anybody's program may who is Developer there; returns
    /// GitLab's status where it refuses.
    ///
    /// # Errors
    /// The HTTP status of the refusal.
    pub fn set_status(&self, project: &str, iid: u64, by: &str, name: &str, word: &str) -> Result<(), u16> {
        let mut state = self.state();
        let (id, by) = (state.known(project), state.user(by));
        let head = state.merge_request(id, iid).unwrap_or_else(|| panic!("there is no {project}!{iid}")).head.clone();
        if state.level(id, by) < crate::sandbox::model::account::DEVELOPER {
            return Err(403);
        }
        let posting = Posting { state: word.into(), name: name.into(), ..Posting::default() };
        state.post_status(id, by, &head, &posting).map(|_| ()).map_err(|fail| fail.status)
    }

    /// Merges as a person with the rights they have and nothing more.
    ///
    /// # Errors
    /// The HTTP status of GitLab's refusal.
    pub fn tries_to_merge(&self, project: &str, iid: u64, by: &str) -> Result<(), u16> {
        let mut state = self.state();
        let (id, by) = (state.known(project), state.user(by));
        state.merge(id, iid, by, &Wish::default()).map_err(|fail| fail.status)
    }

    /// Resolves the thread that a note belongs to, or opens it again.
    pub fn resolve(&self, at: &At, note: u64, by: &str, resolved: bool) {
        let mut state = self.state();
        let (spot, by) = (state.spot(at), state.user(by));
        let found = state.talk(spot).and_then(|talk| talk.note(note)).map(|note| note.discussion.clone());
        let discussion = found.unwrap_or_else(|| panic!("there is no note {note}"));
        state.resolve_thread(spot, &discussion, by, resolved).unwrap_or_else(|fail| panic!("{}", fail.words));
    }

    /// Makes the forge say this word of merging it (`need_rebase`, `approvals_syncing`, …), or what it thinks again.
    pub fn says_of_merging(&self, project: &str, iid: u64, word: Option<&'static str>) {
        let mut state = self.state();
        let id = state.known(project);
        if let Some(request) = state.merge_request_mut(id, iid) {
            request.said = word;
        }
    }

    /// Leaves a merge request in the state of being merged, as after a crash of the forge's workers, or frees it.
    pub fn locks(&self, project: &str, iid: u64, locked: bool) {
        let mut state = self.state();
        let (id, now) = (state.known(project), state.now());
        if let Some(request) = state.merge_request_mut(id, iid) {
            (request.standing, request.updated_at) = (if locked { Standing::Locked } else { Standing::Opened }, now);
        }
    }

    /// Makes a merge leave out what the merge request was to bring, as a broken merge queue once did.
    pub fn merges_lossily(&self, project: &str, iid: u64) {
        let mut state = self.state();
        let id = state.known(project);
        if let Some(request) = state.merge_request_mut(id, iid) {
            request.lossy = true;
        }
    }

    /// Lets a merge request's branch point at another commit, as a push by force does.
    pub fn force_push(&self, project: &str, iid: u64, by: &str, head: &str) {
        let mut state = self.state();
        let (id, by) = (state.known(project), state.user(by));
        let request = state.merge_request(id, iid).unwrap_or_else(|| panic!("there is no {project}!{iid}"));
        let (source, branch) = (request.source_project, request.source_branch.clone());
        state.move_branch(source, &branch, by, head);
    }

    /// Opens another merge request with the head of one that is open, from the same branch or a new one beside it, into
    /// `into`, which is made if it is not there; returns its number.
    pub fn open_beside(&self, project: &str, iid: u64, new_branch: Option<&str>, into: &str, description: &str) -> u64 {
        let mut state = self.state();
        let id = state.known(project);
        let request = state.merge_request(id, iid).unwrap_or_else(|| panic!("there is no {project}!{iid}"));
        let (by, head) = (request.author, request.head.clone());
        let source_branch = new_branch.map_or_else(|| request.source_branch.clone(), Into::into);
        let home = state.project_mut(id);
        home.branches.entry(source_branch.clone()).or_insert(head);
        if let Some(tip) = home.branches.get(&home.default_branch).cloned() {
            home.branches.entry(into.into()).or_insert(tip);
        }
        let opening = Opening {
            by,
            title: "Daneben".into(),
            description: description.into(),
            source_project: id,
            source_branch,
            target_branch: into.into(),
            labels: Vec::new(),
            number: None,
        };
        state.new_request(id, opening).unwrap_or_else(|fail| panic!("{project}: {}", fail.words))
    }

    /// Merges as a person with every right, whatever speaks against it.
    pub fn merge_by_hand(&self, project: &str, iid: u64, by: &str) {
        let mut state = self.state();
        let (project, by) = (state.known(project), state.user(by));
        state.carry_out_merge(project, iid, by, &Wish::default());
    }

    /// Makes a merge request conflict with its target branch, or ends the conflict.
    pub fn set_conflict(&self, project: &str, iid: u64, conflict: bool) {
        let mut state = self.state();
        let id = state.known(project);
        if let Some(request) = state.merge_request_mut(id, iid) {
            request.conflict = conflict;
        }
    }

    /// Makes merging answer 200 and yet not happen, with this `merge_error`; `None` ends that.
    pub fn set_merge_error(&self, project: &str, iid: u64, words: Option<&str>) {
        let mut state = self.state();
        let id = state.known(project);
        if let Some(request) = state.merge_request_mut(id, iid) {
            request.stuck = words.map(Into::into);
        }
    }
}
