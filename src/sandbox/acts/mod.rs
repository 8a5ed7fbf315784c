// SPDX-License-Identifier: EUPL-1.2
//! Everything that can happen at the forge, one verb each, with the webhooks that follow from it.
//!
//! **Invariant:** a change is whole before its webhook is written, so that a payload shows the thing as it then is.

pub mod award;
pub mod git;
pub mod issue;
pub mod label;
pub mod merge;
pub mod note;
pub mod quick;
pub mod request;
pub mod status;

/// Why something was not done: the HTTP status and GitLab's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fail {
    /// The HTTP status.
    pub status: u16,
    /// What stands under `message`, or under `error` where a parameter is at fault.
    pub words: String,
    /// Whether a parameter is at fault.
    pub parameter: bool,
}

impl Fail {
    /// A refusal in GitLab's words.
    pub fn new(status: u16, words: impl Into<String>) -> Self {
        Self { status, words: words.into(), parameter: false }
    }

    /// Something does not exist, or may not be seen.
    pub fn not_found(what: &str) -> Self {
        Self::new(404, format!("404 {what} Not Found"))
    }

    /// The account may not.
    pub fn forbidden() -> Self {
        Self::new(403, "403 Forbidden")
    }

    /// Nobody is signed in, or the account may not merge.
    pub fn unauthorized() -> Self {
        Self::new(401, "401 Unauthorized")
    }

    /// A parameter is missing or wrong.
    pub fn parameter(words: impl Into<String>) -> Self {
        Self { status: 400, words: words.into(), parameter: true }
    }
}

/// What comes of an act.
pub type Done<T> = Result<T, Fail>;
