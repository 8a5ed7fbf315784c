// SPDX-License-Identifier: EUPL-1.2
//! The names of things: projects, tickets, merge requests, notes, accounts, members, streams.
//!
//! **Invariant:** an identifier is compared by what the forge never changes (numbers), except the path of
//! a project: what the configuration first called it stays its name here, wherever it is moved.

use std::fmt;

/// A project at a forge, written `opencode:group/project`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Project {
    /// The forge's id in `votum.toml`.
    pub forge: String,
    /// The full path at the forge, without host.
    pub path: String,
}

impl Project {
    /// Reads `forge:group/project`; `None` where a part is missing or holds white space.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (forge, path) = text.split_once(':')?;
        let plain = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace) && !part.contains(':');
        let whole = path.split('/').all(|part| !part.is_empty()) && path.contains('/');
        (plain(forge) && plain(path) && whole).then(|| Self { forge: forge.into(), path: path.into() })
    }
}

impl fmt::Display for Project {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.forge, self.path)
    }
}

/// A series of versions of a project: its tags `v1.2.3`, or those with a prefix. Written `opencode:group/project` or
/// `opencode:group/project bad/`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Series {
    /// The project.
    pub project: Project,
    /// What stands before the `v` of each tag; often nothing.
    pub prefix: String,
}

impl Series {
    /// Reads what [`fmt::Display`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (project, prefix) = text.split_once(' ').unwrap_or((text, ""));
        Some(Self { project: Project::parse(project)?, prefix: prefix.into() })
    }
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.prefix.is_empty() { self.project.fmt(f) } else { write!(f, "{} {}", self.project, self.prefix) }
    }
}

/// What people write under: a ticket (issue) or a merge request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// An issue.
    Ticket,
    /// A merge request (GitHub: pull request).
    MergeRequest,
}

/// A ticket or merge request of a project, written `opencode:group/project#101` or `…!41`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Thread {
    /// Where it lies.
    pub project: Project,
    /// Issue or merge request.
    pub kind: Kind,
    /// Its number within the project (GitLab: `iid`).
    pub iid: u64,
}

impl Thread {
    /// Returns the ticket `project#iid`.
    #[must_use]
    pub fn ticket(project: Project, iid: u64) -> Self {
        Self { project, kind: Kind::Ticket, iid }
    }

    /// Returns the merge request `project!iid`.
    #[must_use]
    pub fn merge_request(project: Project, iid: u64) -> Self {
        Self { project, kind: Kind::MergeRequest, iid }
    }

    /// Reads `forge:group/project#101` or `forge:group/project!41`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let at = text.rfind(['#', '!'])?;
        let project = Project::parse(&text[..at])?;
        let iid = text[at + 1..].parse().ok()?;
        let kind = if text[at..].starts_with('#') { Kind::Ticket } else { Kind::MergeRequest };
        Some(Self { project, kind, iid })
    }

    /// Returns `#101` or `!41`, as people write it inside the project.
    #[must_use]
    pub fn short(&self) -> String {
        let sign = if self.kind == Kind::Ticket { '#' } else { '!' };
        format!("{sign}{}", self.iid)
    }
}

impl fmt::Display for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.project, self.short())
    }
}

/// An account at a forge, by the forge's unchanging number; the name is for people and may change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Account {
    /// The forge's id in `votum.toml`.
    pub forge: String,
    /// The forge's numeric id of the account.
    pub id: u64,
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.forge, self.id)
    }
}

/// The id of a member, as `partnership.toml` spells it: lower-case letters, digits, hyphens.
pub type MemberId = String;

/// The id of a process, as `partnership.toml` spells it.
pub type ProcessId = String;

/// The forge's number of a note (comment).
pub type NoteId = u64;

/// The forge's number of an award (emoji reaction).
pub type AwardId = u64;
