// SPDX-License-Identifier: EUPL-1.2
//! The port to a forge: what votum reads there and the few things it does there.
//!
//! A webhook is a hint, these readings are the truth. Every list is whole: an adapter turns all pages, or
//! refuses. Every write is safe to repeat: the engine looks before it repeats a write whose answer was lost.
//!
//! **Invariant:** only the adapters below this module know a forge's JSON; the types here are votum's own and
//! carry instants in UTC, cut to the second as the rules compute with them.

pub mod gitlab;
pub mod marker;
pub mod setup;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::domain::guard::Guard;
use crate::domain::ids::{NoteId, Thread};

/// An account as the forge shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The forge's number of the account, which never changes.
    pub id: u64,
    /// The account name (GitLab: `username`), which may change.
    pub name: String,
    /// The name that the person shows to others; empty where the forge gives none.
    pub display: String,
}

/// A project as the forge shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectView {
    /// The forge's number of the project.
    pub id: u64,
    /// The full path as it is now, which a rename changes.
    pub path: String,
    /// The branch that merge requests go into by default; `None` for an empty project.
    pub default_branch: Option<String>,
    /// Whether the project is archived and can no longer be written.
    pub archived: bool,
    /// Whether the project runs pipelines of its own. A forge that does not say counts as one that does not.
    pub has_ci: bool,
    /// Whether there may be pipelines at all; without them a commit status cannot be set.
    pub builds: bool,
    /// Whether merges close the project's tickets that they name.
    pub autoclose: bool,
    /// Whether a pipeline of which every job was skipped counts as a green one.
    pub skipping: bool,
}

/// A ticket as the forge shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketView {
    /// Its number in the project.
    pub iid: u64,
    /// Its title.
    pub title: String,
    /// Its description, as Markdown source.
    pub description: String,
    /// Who opened it.
    pub author: Person,
    /// Whether it is open.
    pub open: bool,
    /// Who closed it, where it is closed and the forge says so.
    pub closed_by: Option<Person>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Its labels.
    pub labels: Vec<String>,
    /// How many reactions to its description it shows by itself; a forge may show some kinds only.
    pub reactions: u64,
    /// Whether only some people may read it.
    pub confidential: bool,
    /// Whether it has been moved to another project.
    pub moved: bool,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When anything about it last changed.
    pub updated_at: Timestamp,
}

/// Who set or removed a label, and when (GitLab: resource label events).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelChange {
    /// The label's name; empty where the label has since been deleted.
    pub label: String,
    /// Set (`true`) or removed.
    pub added: bool,
    /// Who did it; `None` where the account is gone.
    pub by: Option<Person>,
    /// When.
    pub at: Timestamp,
}

/// A note as the forge shows it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteView {
    /// Its number.
    pub id: NoteId,
    /// Who wrote it.
    pub author: Person,
    /// Its Markdown source.
    pub body: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was last touched; GitLab also moves this when somebody reacts to the note.
    pub updated_at: Timestamp,
    /// Whether the forge wrote it itself.
    pub system: bool,
    /// Whether only project members may read it.
    pub internal: bool,
    /// Who has resolved the thread that it belongs to, where somebody has.
    pub resolved_by: Option<Person>,
}

/// An emoji reaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwardView {
    /// Its number.
    pub id: u64,
    /// Who reacted.
    pub by: Person,
    /// The emoji's name without colons.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// Where a merge request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeState {
    /// Open.
    Open,
    /// Merged.
    Merged,
    /// Closed without merging.
    Closed,
    /// Being merged at this moment.
    Locked,
}

/// What the forge thinks of merging it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mergeable {
    /// Nothing stands against it.
    Yes,
    /// The forge is still computing (GitLab: `checking`, `unchecked`, `preparing`, `approvals_syncing`).
    Computing,
    /// Something stands against it, in the forge's own word (`conflict`, `ci_must_pass`, …).
    No(String),
}

/// How a pipeline ended, or that it still runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PipelineState {
    /// Succeeded.
    Green,
    /// Skipped as a whole: nothing was tried.
    Skipped,
    /// Waiting or running, a manual step included.
    Running,
    /// Failed or cancelled.
    Red,
}

/// A merge request as the forge shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeRequestView {
    /// Its number in the target project.
    pub iid: u64,
    /// Its title.
    pub title: String,
    /// Its description, as Markdown source.
    pub description: String,
    /// Who opened it.
    pub author: Person,
    /// Where it stands.
    pub state: MergeState,
    /// Whether its author marks it as unfinished.
    pub draft: bool,
    /// The branch it goes into.
    pub target_branch: String,
    /// The branch it comes from.
    pub source_branch: String,
    /// Whether it comes from another project.
    pub from_fork: bool,
    /// The commit at its tip; `None` while the forge prepares it.
    pub head: Option<String>,
    /// Its labels.
    pub labels: Vec<String>,
    /// What the forge thinks of merging it.
    pub mergeable: Mergeable,
    /// The pipeline at the head that the forge looks at, where it is the project's own and has jobs of its own.
    pub pipeline: Option<u64>,
    /// The commit on the target branch after the merge (merge, squash or fast-forward commit).
    pub merged_sha: Option<String>,
    /// The commit into which the merge has squashed its commits, where it did.
    pub squash_sha: Option<String>,
    /// What the forge says of a failed merge.
    pub merge_error: Option<String>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When anything about it last changed.
    pub updated_at: Timestamp,
}

/// One approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Who approved.
    pub by: Person,
    /// When, where the forge says so.
    pub at: Option<Timestamp>,
    /// The account's right in the upstream project: at least Developer.
    pub may_write: bool,
}

/// One version (push) of a merge request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The head of that version.
    pub head: String,
    /// When it came.
    pub at: Timestamp,
}

/// A commit of a merge request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its hash.
    pub sha: String,
    /// The author's name as written into the commit.
    pub author_name: String,
    /// The author's address as written into the commit.
    pub author_email: String,
    /// The first line of its message.
    pub title: String,
}

/// The paths that a merge request changes, old and new ones.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Paths {
    /// Every old and new path.
    pub paths: Vec<String>,
    /// Whether the list is known to be whole; a truncated one never matches an exemption.
    pub complete: bool,
}

/// A tag of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagView {
    /// Its name.
    pub name: String,
    /// The commit it stands at.
    pub commit: String,
    /// The message of an annotated tag; empty for a plain one.
    pub message: String,
    /// When it was set, where the forge says so; of a plain tag no forge does.
    pub created_at: Option<Timestamp>,
}

/// A merge request that was merged, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedView {
    /// Its number in the target project.
    pub iid: u64,
    /// The branch it went into.
    pub target_branch: String,
    /// When, where the forge says so.
    pub merged_at: Option<Timestamp>,
}

/// A release, to be published at a tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReleaseText {
    /// The tag.
    pub tag: String,
    /// Its name.
    pub name: String,
    /// Its text, as Markdown.
    pub notes: String,
    /// Links that are listed with it: name and address, each once.
    pub links: Vec<(String, String)>,
    /// The titles of its milestones.
    pub milestones: Vec<String>,
}

/// A commit by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitView {
    /// The commits that it stands on.
    pub parents: Vec<String>,
    /// Its whole message.
    pub message: String,
}

/// A commit to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitText {
    /// The branch that is to stand at it.
    pub branch: String,
    /// The commit that it stands on.
    pub start: String,
    /// Its message.
    pub message: String,
    /// What changes.
    pub files: Vec<FileText>,
}

/// A file as it is to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileText {
    /// Its path.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Whether it is not there yet.
    pub new: bool,
}

/// A merge request to be opened, or as it is to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestText {
    /// The branch it comes from.
    pub source: String,
    /// The branch it goes into.
    pub target: String,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
}

/// A milestone of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MilestoneView {
    /// Its number, which the forge knows it by.
    pub id: u64,
    /// Its title.
    pub title: String,
    /// Whether it is open.
    pub open: bool,
}

/// What the gate says at the forge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// `success`.
    Cleared,
    /// `pending`.
    Waiting,
    /// `failed`.
    Blocked,
}

/// A commit status, to be set under the name `votum`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusText {
    /// What it says.
    pub light: Light,
    /// One line for people, at most 255 characters.
    pub line: String,
    /// Where to read more.
    pub url: String,
    /// The source branch, for forges that bind a status to one.
    pub branch: String,
    /// The pipeline that it belongs to, where the forge looks at one of the project's.
    pub pipeline: Option<u64>,
}

/// A commit status under votum's name, as the forge shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusView {
    /// Who set it.
    pub by: Person,
    /// What it says, in the forge's word.
    pub word: String,
    /// The pipeline that it belongs to.
    pub pipeline: Option<u64>,
}

/// How a project's webhook to votum stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ear {
    /// It sends everything that votum listens to.
    Open,
    /// It sends some of it.
    Partial,
    /// The forge has stopped it.
    Stopped {
        /// Its number.
        hook: u64,
        /// How the forge calls that.
        word: String,
    },
    /// There is none.
    Missing,
    /// votum's account may not see webhooks there.
    Unseen,
}

/// Why a forge did not do what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Try again: the forge was down, slow, busy or limited the rate, or the answer was lost.
    #[error("{why}")]
    Again {
        /// How long the forge asks to wait, where it says so.
        after: Option<Duration>,
        /// What happened, in a sentence without secrets.
        why: String,
    },
    /// Trying again changes nothing until a person has acted: no right, not found, refused.
    #[error("{why}")]
    Never {
        /// The HTTP status, 0 where there was none.
        status: u16,
        /// What happened, in a sentence without secrets.
        why: String,
    },
}

impl Refusal {
    /// Says whether the thing asked for does not exist (or may not be seen).
    #[must_use]
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Never { status: 404 | 410, .. })
    }
}

/// What comes of asking a forge.
pub type Answer<T> = Result<T, Refusal>;

/// A forge: reading whole objects, and one verb per effect.
///
/// `project` arguments are full paths. A reading of something that does not exist is `Ok(None)`.
#[async_trait]
pub trait Forge: Send + Sync {
    /// Returns what time it was at the forge when it last said so, and how long ago that was.
    fn time(&self) -> Option<(Timestamp, Duration)> {
        None
    }

    /// Says how many replicas share the budget of calls from now on, each taking its equal part.
    fn share(&self, _replicas: u32) {}

    /// Reads who votum itself is there.
    async fn bot(&self) -> Answer<Person>;
    /// Finds an account by its exact name.
    async fn person(&self, name: &str) -> Answer<Option<Person>>;
    /// Says that the project that the rules name by this path is the one with this number, whatever its path becomes.
    fn locate(&self, path: &str, number: u64);
    /// Reads a project.
    async fn project(&self, path: &str) -> Answer<Option<ProjectView>>;
    /// Reads a ticket.
    async fn ticket(&self, project: &str, iid: u64) -> Answer<Option<TicketView>>;
    /// Reads who changed the labels of a thread, oldest first.
    async fn label_changes(&self, thread: &Thread) -> Answer<Vec<LabelChange>>;
    /// Reads all notes of a thread, oldest first.
    async fn notes(&self, thread: &Thread) -> Answer<Vec<NoteView>>;
    /// Reads one note.
    async fn note(&self, thread: &Thread, note: NoteId) -> Answer<Option<NoteView>>;
    /// Reads all reactions to a note, or to the thread's description where `note` is `None`.
    async fn awards(&self, thread: &Thread, note: Option<NoteId>) -> Answer<Vec<AwardView>>;
    /// Reads the numbers of all open tickets of a project that carry `label`.
    async fn tickets_with(&self, project: &str, label: &str) -> Answer<Vec<u64>>;
    /// Reads the numbers of all open merge requests of a project.
    async fn open_merge_requests(&self, project: &str) -> Answer<Vec<u64>>;
    /// Reads all merge requests of a project that were merged and have changed since an instant.
    async fn merged_requests(&self, project: &str, since: Timestamp) -> Answer<Vec<MergedView>>;
    /// Reads a merge request.
    async fn merge_request(&self, project: &str, iid: u64) -> Answer<Option<MergeRequestView>>;
    /// Reads who approved a merge request, with their rights in the project.
    async fn approvals(&self, project: &str, iid: u64) -> Answer<Vec<Approval>>;
    /// Reads the versions of a merge request, newest first.
    async fn versions(&self, project: &str, iid: u64) -> Answer<Vec<Version>>;
    /// Reads the commits of a merge request.
    async fn commits(&self, project: &str, iid: u64) -> Answer<Vec<Commit>>;
    /// Reads which paths a merge request changes.
    async fn paths(&self, project: &str, iid: u64) -> Answer<Paths>;
    /// Reads the newest pipeline of a merge request at `head` that is not votum's own status; `None` where there is none.
    async fn pipeline(&self, project: &str, iid: u64, head: &str) -> Answer<Option<PipelineState>>;
    /// Reads the statuses under votum's name at a commit that count; none where the commit is unknown there.
    async fn statuses(&self, project: &str, head: &str) -> Answer<Vec<StatusView>>;
    /// Reads the commit at the tip of a branch.
    async fn branch_head(&self, project: &str, branch: &str) -> Answer<Option<String>>;
    /// Reads a text file as it stands at a commit; `None` where it is not there.
    async fn file_at(&self, project: &str, path: &str, commit: &str) -> Answer<Option<String>>;
    /// Reads how a branch and the release tags of a project, as patterns such as `v*`, are guarded; `None` where there is no
    /// such branch.
    async fn guard(&self, project: &str, branch: &str, tags: &[String]) -> Answer<Option<Guard>>;
    /// Reads how the project's webhook to this address stands.
    async fn ear(&self, _project: &str, _url: &str) -> Answer<Ear> {
        Ok(Ear::Unseen)
    }
    /// Lets the forge try a webhook that it has stopped; returns whether it did. Only a reading afterwards tells whether it
    /// sends again.
    async fn open_ear(&self, _project: &str, _hook: u64) -> Answer<bool> {
        Ok(false)
    }
    /// Reads all tags of a project.
    async fn tags(&self, project: &str) -> Answer<Vec<TagView>>;
    /// Reads the commits that `to` holds and `from` lacks, oldest first; `None` where the forge cannot say.
    async fn commits_between(&self, project: &str, from: &str, to: &str) -> Answer<Option<Vec<Commit>>>;
    /// Reads everything that a commit stands on, itself included; `None` where the forge does not know it.
    async fn history(&self, project: &str, commit: &str) -> Answer<Option<Vec<Commit>>>;
    /// Reads a file at a commit; `None` where it is not there.
    async fn text(&self, project: &str, commit: &str, path: &str) -> Answer<Option<String>>;
    /// Reads a commit by itself.
    async fn commit_at(&self, project: &str, sha: &str) -> Answer<Option<CommitView>>;
    /// Reads which paths differ between two commits, old and new ones; `None` where the forge cannot say or its list may
    /// be cut.
    async fn paths_between(&self, project: &str, from: &str, to: &str) -> Answer<Option<Vec<String>>>;
    /// Reads the merge requests of a project that come from one of its own branches, newest first.
    async fn requests_from(&self, project: &str, branch: &str) -> Answer<Vec<MergeRequestView>>;
    /// Finds a milestone of a project by its exact title.
    async fn milestone(&self, project: &str, title: &str) -> Answer<Option<MilestoneView>>;
    /// Says whether a release stands at `tag`.
    async fn has_release(&self, project: &str, tag: &str) -> Answer<bool>;

    /// Writes a new note and returns its number.
    async fn write_note(&self, thread: &Thread, body: &str) -> Answer<NoteId>;
    /// Writes a new note that can be resolved and returns its number.
    async fn write_thread(&self, thread: &Thread, body: &str) -> Answer<NoteId>;
    /// Resolves the thread that a note begins, or opens it again; one that stands so already is success.
    async fn resolve(&self, thread: &Thread, note: NoteId, resolved: bool) -> Answer<()>;
    /// Makes a note read `body`.
    async fn edit_note(&self, thread: &Thread, note: NoteId, body: &str) -> Answer<()>;
    /// Reacts to a note; a reaction that is already there is success.
    async fn react(&self, thread: &Thread, note: NoteId, emoji: &str) -> Answer<()>;
    /// Adds and removes labels.
    async fn relabel(&self, thread: &Thread, add: &[String], remove: &[String]) -> Answer<()>;
    /// Opens or closes a ticket.
    async fn set_open(&self, project: &str, iid: u64, open: bool) -> Answer<()>;
    /// Makes the commit status `votum` of `head` say so; the same status again is success.
    async fn set_status(&self, project: &str, head: &str, status: &StatusText) -> Answer<()>;
    /// Merges with the project's own method, if the head still is `head`. Only a reading afterwards tells whether
    /// the merge came about.
    async fn merge(&self, project: &str, iid: u64, head: &str, message: &str) -> Answer<()>;
    /// Sets an annotated tag; one that stands at the same commit is success. Returns the commit where one of that name
    /// stands elsewhere, which is never moved.
    async fn tag(&self, project: &str, name: &str, commit: &str, message: &str) -> Answer<Option<String>>;
    /// Publishes a release at an existing tag; one that stands there is success.
    async fn release(&self, project: &str, release: &ReleaseText) -> Answer<()>;
    /// Lets a branch stand at one new commit on top of another commit, whatever it was before; returns the new commit.
    async fn commit_texts(&self, project: &str, commit: &CommitText) -> Answer<String>;
    /// Opens a merge request and returns its number.
    async fn propose(&self, project: &str, request: &RequestText) -> Answer<u64>;
    /// Makes title and description of a merge request read so.
    async fn reword(&self, project: &str, iid: u64, request: &RequestText) -> Answer<()>;
    /// Makes a milestone.
    async fn make_milestone(&self, project: &str, title: &str) -> Answer<MilestoneView>;
    /// Closes a milestone; one that is closed stays so.
    async fn close_milestone(&self, project: &str, id: u64) -> Answer<()>;
}
