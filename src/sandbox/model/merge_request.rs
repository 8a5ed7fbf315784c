// SPDX-License-Identifier: EUPL-1.2
//! A merge request.

use jiff::Timestamp;

use super::talk::Talk;

/// Where a merge request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Open.
    Opened,
    /// Merged.
    Merged,
    /// Closed without merging.
    Closed,
    /// Being merged.
    Locked,
}

impl Standing {
    /// Returns GitLab's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Merged => "merged",
            Self::Closed => "closed",
            Self::Locked => "locked",
        }
    }

    /// Returns GitLab's number of it in webhooks.
    pub fn number(self) -> u8 {
        match self {
            Self::Opened => 1,
            Self::Closed => 2,
            Self::Merged => 3,
            Self::Locked => 4,
        }
    }
}

/// A merge request, kept in its target project.
#[derive(Clone, Debug)]
pub struct MergeRequest {
    /// Its number in the instance.
    pub id: u64,
    /// Its number in the target project.
    pub iid: u64,
    /// Its title.
    pub title: String,
    /// Its description, Markdown.
    pub description: String,
    /// Who opened it.
    pub author: u64,
    /// Where it stands.
    pub standing: Standing,
    /// The project it comes from.
    pub source_project: u64,
    /// The branch it comes from.
    pub source_branch: String,
    /// The branch it goes into.
    pub target_branch: String,
    /// The commit that it branched off.
    pub base: String,
    /// The commit at its tip.
    pub head: String,
    /// Each push, oldest first.
    pub versions: Vec<Version>,
    /// Who approved it and when.
    pub approvals: Vec<(u64, Timestamp)>,
    /// Whether it conflicts with the target branch.
    pub conflict: bool,
    /// Whether the forge has not looked yet whether it can be merged; the first reading ends this.
    pub unchecked: bool,
    /// What the forge will say instead of merging it, though it answers 200.
    pub stuck: Option<String>,
    /// What the forge said of the last failed merge.
    pub merge_error: Option<String>,
    /// Whether its commits are to be squashed into one.
    pub squash: bool,
    /// What the forge says instead of what it thinks of merging it.
    pub said: Option<&'static str>,
    /// Whether a merge of it leaves out what it was to bring.
    pub lossy: bool,
    /// The merge commit, if there is one.
    pub merge_commit: Option<String>,
    /// The squash commit, if there is one.
    pub squash_commit: Option<String>,
    /// Who merged it and when.
    pub merged: Option<(u64, Timestamp)>,
    /// Who closed it and when.
    pub closed: Option<(u64, Timestamp)>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When anything about it changed.
    pub updated_at: Timestamp,
    /// What is said under it.
    pub talk: Talk,
}

impl MergeRequest {
    /// Says whether the title marks it as unfinished.
    pub fn is_draft(&self) -> bool {
        let title = self.title.trim_start().to_lowercase();
        ["draft:", "[draft]", "(draft)"].iter().any(|mark| title.starts_with(mark))
    }

    /// Says whether threads under it await an answer.
    pub fn has_open_threads(&self) -> bool {
        self.talk.notes.iter().any(|note| note.resolvable && note.resolved.is_none())
    }
}

/// A push to a merge request.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its number in the instance.
    pub id: u64,
    /// The commit at the tip.
    pub head: String,
    /// When.
    pub at: Timestamp,
}
