// SPDX-License-Identifier: EUPL-1.2
//! The shapes of GitLab's answers, as far as votum reads them.
//!
//! Unknown fields are ignored, and what GitLab may leave out or set to null has a default; only what a reading
//! cannot do without (numbers, instants) must be there.
//!
//! **Invariant:** instants are UTC and cut down to the second, whatever offset and fraction GitLab wrote.

use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use serde::{Deserialize, Deserializer};

use crate::forge::{AwardView, Commit, MilestoneView, NoteView, Person, TicketView};

/// An instant in ISO 8601 with an offset.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instant(pub(super) Timestamp);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let exact: Timestamp = String::deserialize(from)?.parse().map_err(serde::de::Error::custom)?;
        let second = TimestampRound::new().smallest(Unit::Second).mode(RoundMode::Floor);
        exact.round(second).map(Self).map_err(serde::de::Error::custom)
    }
}

/// Reads null as the default.
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(from)?.unwrap_or_default())
}

/// An account; all defaults (number 0, which no account has) where GitLab names none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct User {
    pub(super) id: u64,
    #[serde(deserialize_with = "or_default")]
    pub(super) username: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
}

impl From<User> for Person {
    fn from(user: User) -> Self {
        Self { id: user.id, name: user.username, display: user.name }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Project {
    pub(super) id: u64,
    pub(super) path_with_namespace: String,
    pub(super) default_branch: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) archived: bool,
    pub(super) builds_access_level: Option<String>,
    pub(super) ci_config_path: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) only_allow_merge_if_pipeline_succeeds: bool,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) only_allow_merge_if_all_discussions_are_resolved: bool,
    pub(super) autoclose_referenced_issues: Option<bool>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) allow_merge_on_skipped_pipeline: bool,
    #[serde(default, deserialize_with = "or_default")]
    permissions: Permissions,
}

impl Project {
    /// GitLab's number of the role that the account who asks has there, by itself or through a group.
    pub(super) fn role(&self) -> u64 {
        let levels = [&self.permissions.project_access, &self.permissions.group_access];
        levels.into_iter().flatten().map(|membership| membership.access_level).max().unwrap_or(0)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Permissions {
    project_access: Option<Membership>,
    group_access: Option<Membership>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Issue {
    iid: u64,
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    author: User,
    #[serde(default, deserialize_with = "or_default")]
    state: String,
    closed_by: Option<User>,
    closed_at: Option<Instant>,
    #[serde(default, deserialize_with = "or_default")]
    labels: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    upvotes: u64,
    #[serde(default, deserialize_with = "or_default")]
    downvotes: u64,
    #[serde(default, deserialize_with = "or_default")]
    confidential: bool,
    moved_to_id: Option<u64>,
    created_at: Instant,
    updated_at: Instant,
}

impl From<Issue> for TicketView {
    fn from(issue: Issue) -> Self {
        Self {
            iid: issue.iid,
            title: issue.title,
            description: issue.description,
            author: issue.author.into(),
            open: matches!(issue.state.as_str(), "opened" | "reopened"),
            closed_by: issue.closed_by.map(Person::from),
            closed_at: issue.closed_at.map(|at| at.0),
            labels: issue.labels,
            reactions: issue.upvotes.saturating_add(issue.downvotes),
            confidential: issue.confidential,
            moved: issue.moved_to_id.is_some(),
            created_at: issue.created_at.0,
            updated_at: issue.updated_at.0,
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct LabelEvent {
    pub(super) id: u64,
    pub(super) user: Option<User>,
    pub(super) created_at: Instant,
    pub(super) label: Option<Label>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) action: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Label {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) name: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Note {
    id: u64,
    #[serde(default, deserialize_with = "or_default")]
    author: User,
    #[serde(default, deserialize_with = "or_default")]
    body: String,
    created_at: Instant,
    updated_at: Option<Instant>,
    #[serde(default, deserialize_with = "or_default")]
    system: bool,
    #[serde(default, deserialize_with = "or_default")]
    internal: bool,
    #[serde(default, deserialize_with = "or_default")]
    confidential: bool,
    #[serde(default, deserialize_with = "or_default")]
    resolved: bool,
    resolved_by: Option<User>,
}

impl From<Note> for NoteView {
    fn from(note: Note) -> Self {
        Self {
            id: note.id,
            author: note.author.into(),
            body: note.body,
            created_at: note.created_at.0,
            updated_at: note.updated_at.unwrap_or(note.created_at).0,
            system: note.system,
            internal: note.internal || note.confidential,
            resolved_by: note.resolved_by.filter(|_| note.resolved).map(Person::from),
        }
    }
}

/// The answer to a new note; without a number where GitLab took all of it for quick actions (202).
#[derive(Debug, Deserialize)]
pub(super) struct Written {
    pub(super) id: Option<u64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Award {
    id: u64,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    user: User,
    created_at: Instant,
}

impl From<Award> for AwardView {
    fn from(award: Award) -> Self {
        Self { id: award.id, by: award.user.into(), name: award.name, at: award.created_at.0 }
    }
}

/// A discussion: notes of which the first can be resolved, or a plain note by itself.
#[derive(Debug, Deserialize)]
pub(super) struct Discussion {
    pub(super) id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) notes: Vec<Discussed>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Discussed {
    pub(super) id: u64,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) resolvable: bool,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) resolved: bool,
}

/// An issue or merge request of which only the number matters.
#[derive(Debug, Deserialize)]
pub(super) struct Numbered {
    pub(super) iid: u64,
}

#[derive(Debug, Deserialize)]
pub(super) struct MergeRequest {
    pub(super) iid: u64,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) title: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) description: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) author: User,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) state: String,
    pub(super) draft: Option<bool>,
    pub(super) work_in_progress: Option<bool>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) target_branch: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) source_branch: String,
    pub(super) source_project_id: Option<u64>,
    pub(super) target_project_id: Option<u64>,
    pub(super) sha: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) labels: Vec<String>,
    pub(super) detailed_merge_status: Option<String>,
    pub(super) merge_status: Option<String>,
    pub(super) merge_commit_sha: Option<String>,
    pub(super) squash_commit_sha: Option<String>,
    pub(super) merge_error: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) squash_on_merge: bool,
    pub(super) changes_count: Option<serde_json::Value>,
    pub(super) head_pipeline: Option<Pipeline>,
    pub(super) created_at: Instant,
    pub(super) updated_at: Instant,
}

/// A merge request in a list of those that were merged.
#[derive(Debug, Deserialize)]
pub(super) struct Merged {
    pub(super) iid: u64,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) target_branch: String,
    #[serde(rename = "merged_at")]
    pub(super) at: Option<Instant>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Approvals {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) approved_by: Vec<ApprovedBy>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ApprovedBy {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) user: User,
    pub(super) approved_at: Option<Instant>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Membership {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) access_level: u64,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) state: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct DiffVersion {
    pub(super) id: u64,
    pub(super) head_commit_sha: Option<String>,
    pub(super) created_at: Instant,
}

#[derive(Debug, Deserialize)]
pub(super) struct ForgeCommit {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    author_name: String,
    #[serde(default, deserialize_with = "or_default")]
    author_email: String,
    #[serde(default, deserialize_with = "or_default")]
    title: String,
}

impl From<ForgeCommit> for Commit {
    fn from(commit: ForgeCommit) -> Self {
        Self { sha: commit.id, author_name: commit.author_name, author_email: commit.author_email, title: commit.title }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Compared {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) commits: Vec<ForgeCommit>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Diff {
    pub(super) old_path: Option<String>,
    pub(super) new_path: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Pipeline {
    #[serde(default)]
    pub(super) id: u64,
    pub(super) sha: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) status: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) source: String,
    pub(super) project_id: Option<u64>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Status {
    #[serde(default)]
    pub(super) id: u64,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(rename = "status", default, deserialize_with = "or_default")]
    pub(super) word: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) allow_failure: bool,
    pub(super) pipeline_id: Option<u64>,
    pub(super) author: Option<User>,
}

/// A tag or a branch: a name and the commit it stands at. `target` of an annotated tag is the tag object.
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) commit: ForgeCommitId,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) message: String,
    pub(super) created_at: Option<Instant>,
}

/// A commit with its message and what it stands on.
#[derive(Debug, Deserialize)]
pub(super) struct WholeCommit {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) parent_ids: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) message: String,
}

/// The files of a comparison.
#[derive(Debug, Deserialize)]
pub(super) struct ComparedPaths {
    pub(super) diffs: Vec<Diff>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) compare_timeout: bool,
}

/// A milestone.
#[derive(Debug, Deserialize)]
pub(super) struct Milestone {
    pub(super) id: u64,
    pub(super) title: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) state: String,
}

impl From<Milestone> for MilestoneView {
    fn from(milestone: Milestone) -> Self {
        Self { id: milestone.id, title: milestone.title, open: milestone.state != "closed" }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct ForgeCommitId {
    pub(super) id: String,
}

/// A branch, as far as its protection shows in it.
#[derive(Debug, Deserialize)]
pub(super) struct Branch {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) protected: bool,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) developers_can_push: bool,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) developers_can_merge: bool,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) can_push: bool,
}

/// A rule that protects branches or tags.
#[derive(Debug, Deserialize)]
pub(super) struct Rule {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) push_access_levels: Vec<Access>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) merge_access_levels: Vec<Access>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) create_access_levels: Vec<Access>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) unprotect_access_levels: Vec<Access>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) allow_force_push: bool,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) code_owner_approval_required: bool,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) inherited: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Access {
    #[serde(rename = "access_level")]
    pub(super) level: Option<u64>,
    #[serde(rename = "deploy_key_id")]
    pub(super) key: Option<u64>,
    #[serde(rename = "user_id")]
    pub(super) user: Option<u64>,
    #[serde(rename = "group_id")]
    pub(super) group: Option<u64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Webhook {
    pub(super) id: u64,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) url: String,
    pub(super) alert_status: Option<String>,
    #[serde(flatten)]
    pub(super) rest: serde_json::Map<String, serde_json::Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DeployKey {
    pub(super) id: u64,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) title: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) key: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) can_push: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Metadata {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) version: String,
}
