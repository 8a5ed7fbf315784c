// SPDX-License-Identifier: EUPL-1.2
//! An issue.

use jiff::Timestamp;

use super::talk::Talk;

/// An issue of a project.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Its number in the instance.
    pub id: u64,
    /// Its number in the project.
    pub iid: u64,
    /// Its title.
    pub title: String,
    /// Its description, Markdown.
    pub description: String,
    /// The account that opened it.
    pub author: u64,
    /// Whether it is open.
    pub open: bool,
    /// Whether only members from Reporter on and its author may see it.
    pub confidential: bool,
    /// The instance-wide number of the issue that it was moved to.
    pub moved_to: Option<u64>,
    /// Who closed it and when; gone after a reopening.
    pub closed: Option<(u64, Timestamp)>,
    /// Who last edited it.
    pub updated_by: Option<u64>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When anything about it changed; a reaction does not count.
    pub updated_at: Timestamp,
    /// What is said under it.
    pub talk: Talk,
}
