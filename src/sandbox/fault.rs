// SPDX-License-Identifier: EUPL-1.2
//! What can be made to go wrong at the forge, and the record of what it was asked.

/// How an answer goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Answers with this HTTP status and does nothing.
    Status(u16),
    /// Does what it is asked and answers with this HTTP status all the same: the true answer is lost.
    StatusAfter(u16),
    /// Breaks the connection and does nothing.
    HangUp,
    /// Does what it is asked and breaks the connection before it answers.
    HangUpAfter,
    /// Answers 429 with GitLab's headers and the text `Retry later`, and does nothing.
    RateLimited {
        /// How many seconds it asks to wait.
        retry_after_s: u64,
    },
}

/// A fault that waits for its call.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What will happen.
    pub fault: Fault,
    /// Words that must all occur in `METHOD path`.
    pub matching: String,
    /// How many more times.
    pub times: usize,
}

/// A call of the REST interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The HTTP method.
    pub method: String,
    /// The path below `/api/v4`, percent-decoded.
    pub path: String,
    /// The query as sent.
    pub query: String,
    /// The HTTP status answered; 0 where the connection was broken.
    pub status: u16,
    /// The account whose token was shown.
    pub by: Option<String>,
}

impl Planned {
    /// Says whether it is meant for this call.
    pub fn is_for(&self, method: &str, path: &str) -> bool {
        let call = format!("{method} {path}");
        self.times > 0 && self.matching.split_whitespace().all(|word| call.contains(word))
    }
}
