// SPDX-License-Identifier: EUPL-1.2
//! Accounts and the rights that they have in a project.

/// GitLab's access level Guest.
pub const GUEST: u8 = 10;
/// GitLab's access level Reporter: may edit issues and labels.
pub const REPORTER: u8 = 20;
/// GitLab's access level Developer: may push, merge, tag, release and set statuses.
pub const DEVELOPER: u8 = 30;
/// GitLab's access level Maintainer: may set up hooks and protection and edit what others wrote.
pub const MAINTAINER: u8 = 40;
/// GitLab's access level Owner.
pub const OWNER: u8 = 50;

/// An account of the instance.
#[derive(Clone, Debug)]
pub struct User {
    /// Its number, which never changes.
    pub id: u64,
    /// The account name.
    pub username: String,
    /// The name shown to people.
    pub name: String,
    /// Whether it belongs to an access token and not to a person.
    pub bot: bool,
}
