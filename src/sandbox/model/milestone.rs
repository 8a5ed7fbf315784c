// SPDX-License-Identifier: EUPL-1.2
//! A milestone of a project.

use jiff::Timestamp;

/// A milestone.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// Its number in the instance.
    pub id: u64,
    /// Its number in the project.
    pub iid: u64,
    /// Its title, which no other of the project has.
    pub title: String,
    /// Whether it is closed.
    pub closed: bool,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
