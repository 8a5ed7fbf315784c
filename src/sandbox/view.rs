// SPDX-License-Identifier: EUPL-1.2
//! Looking at the forge from outside: plain values, with account names instead of numbers.

use jiff::Timestamp;

use super::model::talk::{Award, Note};
use super::state::State;
use super::{At, Sandbox};

/// An issue as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueView {
    /// Its number in the project.
    pub iid: u64,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// Who opened it.
    pub author: String,
    /// Whether it is open.
    pub open: bool,
    /// Who closed it.
    pub closed_by: Option<String>,
    /// Its labels, in order.
    pub labels: Vec<String>,
    /// Whether it is confidential.
    pub confidential: bool,
    /// Who set and removed labels, oldest first.
    pub label_events: Vec<LabelEventView>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A label set or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelEventView {
    /// The label.
    pub label: String,
    /// Set or removed.
    pub added: bool,
    /// Who did it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A merge request as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeRequestView {
    /// Its number in the project.
    pub iid: u64,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// Who opened it.
    pub author: String,
    /// `opened`, `merged` or `closed`.
    pub state: &'static str,
    /// GitLab's word for whether it can be merged.
    pub detailed_merge_status: &'static str,
    /// The path of the project it comes from.
    pub source_project: String,
    /// The branch it comes from.
    pub source_branch: String,
    /// The branch it goes into.
    pub target_branch: String,
    /// The commit at its tip.
    pub head: String,
    /// Its labels, in order.
    pub labels: Vec<String>,
    /// Who approved, in order of time.
    pub approved_by: Vec<String>,
    /// Who merged it.
    pub merged_by: Option<String>,
    /// The merge commit.
    pub merge_commit: Option<String>,
}

/// A note as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteView {
    /// Its number in the instance.
    pub id: u64,
    /// Who wrote it.
    pub author: String,
    /// Its text.
    pub body: String,
    /// Whether the forge wrote it.
    pub system: bool,
    /// Whether only members from Reporter on may see it.
    pub internal: bool,
    /// Whether it is resolved, where it opens or continues a thread that can be.
    pub resolved: Option<bool>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was edited or reacted to.
    pub updated_at: Timestamp,
}

/// A reaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwardView {
    /// Its number in the instance.
    pub id: u64,
    /// Who reacted.
    pub by: String,
    /// The emoji's name.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// A commit status that counts now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusView {
    /// The pipeline that it belongs to.
    pub pipeline: u64,
    /// Its name.
    pub name: String,
    /// `pending`, `running`, `success`, `failed`, `canceled` or `skipped`.
    pub state: String,
    /// One line for people.
    pub description: String,
    /// Where to read more.
    pub target_url: String,
    /// Who set it.
    pub by: String,
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagView {
    /// Its name.
    pub name: String,
    /// The commit it stands at.
    pub commit: String,
    /// Its message; empty for a plain tag.
    pub message: String,
}

/// A release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseView {
    /// The tag it stands at.
    pub tag: String,
    /// Its name.
    pub name: String,
    /// Its text.
    pub description: String,
    /// Its links: name and address.
    pub links: Vec<(String, String)>,
    /// The titles of its milestones.
    pub milestones: Vec<String>,
    /// Who published it.
    pub author: String,
}

impl State {
    fn name(&self, id: u64) -> String {
        self.account(id).username.clone()
    }
}

impl Sandbox {
    /// Looks at an issue.
    #[must_use]
    pub fn issue(&self, project: &str, iid: u64) -> Option<IssueView> {
        let state = self.state();
        let issue = state.issue(state.known(project), iid)?;
        let event = |event: &super::model::talk::LabelEvent| LabelEventView {
            label: event.label.clone(),
            added: event.added,
            by: state.name(event.user),
            at: event.at,
        };
        Some(IssueView {
            iid,
            title: issue.title.clone(),
            description: issue.description.clone(),
            author: state.name(issue.author),
            open: issue.open,
            closed_by: issue.closed.map(|(by, _)| state.name(by)),
            labels: issue.talk.labels.clone(),
            confidential: issue.confidential,
            label_events: issue.talk.label_events.iter().map(event).collect(),
            created_at: issue.created_at,
            updated_at: issue.updated_at,
        })
    }

    /// Looks at a merge request.
    #[must_use]
    pub fn merge_request(&self, project: &str, iid: u64) -> Option<MergeRequestView> {
        let state = self.state();
        let id = state.known(project);
        let request = state.merge_request(id, iid)?;
        Some(MergeRequestView {
            iid,
            title: request.title.clone(),
            description: request.description.clone(),
            author: state.name(request.author),
            state: request.standing.word(),
            detailed_merge_status: state.detailed_merge_status(id, request),
            source_project: state.project(request.source_project).path.clone(),
            source_branch: request.source_branch.clone(),
            target_branch: request.target_branch.clone(),
            head: request.head.clone(),
            labels: request.talk.labels.clone(),
            approved_by: request.approvals.iter().map(|(by, _)| state.name(*by)).collect(),
            merged_by: request.merged.map(|(by, _)| state.name(by)),
            merge_commit: request.merge_commit.clone(),
        })
    }

    /// Looks at the notes of an issue or merge request, oldest first, the forge's own included.
    #[must_use]
    pub fn notes(&self, thread: &At) -> Vec<NoteView> {
        let state = self.state();
        let view = |note: &Note| NoteView {
            id: note.id,
            author: state.name(note.author),
            body: note.body.clone(),
            system: note.system,
            internal: note.internal,
            resolved: note.resolvable.then_some(note.resolved.is_some()),
            created_at: note.created_at,
            updated_at: note.updated_at,
        };
        state.talk(state.spot(thread)).map(|talk| talk.notes.iter().map(view).collect()).unwrap_or_default()
    }

    /// Looks at the reactions to a note, or to the description, oldest first.
    #[must_use]
    pub fn awards(&self, thread: &At, note: Option<u64>) -> Vec<AwardView> {
        let state = self.state();
        let view = |award: &Award| AwardView {
            id: award.id,
            by: state.name(award.user),
            name: award.name.clone(),
            at: award.at,
        };
        let held = state.talk(state.spot(thread)).and_then(|talk| talk.awards_of(note));
        held.map(|held| held.iter().map(view).collect()).unwrap_or_default()
    }

    /// Looks at the statuses of a commit that count, oldest first.
    #[must_use]
    pub fn statuses(&self, project: &str, sha: &str) -> Vec<StatusView> {
        let state = self.state();
        let held = state.project(state.known(project));
        let pipelines = held.pipelines.iter().filter(|pipeline| pipeline.sha == sha);
        let statuses = pipelines.flat_map(|held| held.statuses.iter().map(move |status| (held.id, status)));
        statuses
            .filter(|(_, status)| !status.retried)
            .map(|(pipeline, status)| StatusView {
                pipeline,
                name: status.name.clone(),
                state: status.state.clone(),
                description: status.description.clone().unwrap_or_default(),
                target_url: status.target_url.clone().unwrap_or_default(),
                by: state.name(status.user),
            })
            .collect()
    }

    /// Looks at the state of the status `votum` in the newest pipeline of a branch at a commit.
    #[must_use]
    pub fn light_of_branch(&self, project: &str, branch: &str, sha: &str) -> Option<String> {
        let state = self.state();
        let mut pipelines = state.project(state.known(project)).pipelines.iter().rev();
        let pipeline = pipelines.find(|pipeline| pipeline.sha == sha && pipeline.branch == branch)?;
        let status = pipeline.statuses.iter().rev().find(|status| status.name == "votum" && !status.retried)?;
        Some(status.state.clone())
    }

    /// Looks at the tags of a project, oldest first.
    #[must_use]
    pub fn tags(&self, project: &str) -> Vec<TagView> {
        let state = self.state();
        let tags = &state.project(state.known(project)).tags;
        let view = |tag: &super::model::project::Tag| TagView {
            name: tag.name.clone(),
            commit: tag.commit.clone(),
            message: tag.message.clone(),
        };
        tags.iter().map(view).collect()
    }

    /// Looks at the releases of a project, oldest first.
    #[must_use]
    pub fn releases(&self, project: &str) -> Vec<ReleaseView> {
        let state = self.state();
        let view = |release: &super::model::project::Release| ReleaseView {
            tag: release.tag.clone(),
            name: release.name.clone(),
            description: release.description.clone(),
            links: release.links.clone(),
            milestones: release.milestones.clone(),
            author: state.name(release.author),
        };
        state.project(state.known(project)).releases.iter().map(view).collect()
    }

    /// Looks at what a file says at a branch.
    #[must_use]
    pub fn file_at(&self, project: &str, branch: &str, path: &str) -> Option<String> {
        let state = self.state();
        let id = state.known(project);
        state.text_at(id, state.project(id).branches.get(branch)?, path)
    }

    /// Looks at the milestones of a project, oldest first: title, and whether it is closed.
    #[must_use]
    pub fn milestones(&self, project: &str) -> Vec<(String, bool)> {
        let state = self.state();
        let held = &state.project(state.known(project)).milestones;
        held.iter().map(|held| (held.title.clone(), held.closed)).collect()
    }

    /// Looks at the commit at the tip of a branch.
    #[must_use]
    pub fn branch_head(&self, project: &str, branch: &str) -> Option<String> {
        let state = self.state();
        state.project(state.known(project)).branches.get(branch).cloned()
    }

    /// Returns the message of a commit.
    #[must_use]
    pub fn message(&self, sha: &str) -> Option<String> {
        self.state().commits.get(sha).map(|commit| commit.message.clone())
    }

    /// Returns the hashes of the commits that stand under a commit, two for a merge.
    #[must_use]
    pub fn parents(&self, sha: &str) -> Vec<String> {
        self.state().commits.get(sha).map(|commit| commit.parents.clone()).unwrap_or_default()
    }
}
