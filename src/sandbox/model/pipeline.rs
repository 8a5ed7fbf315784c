// SPDX-License-Identifier: EUPL-1.2
//! Pipelines and the commit statuses in them.

use jiff::Timestamp;

/// A pipeline.
#[derive(Clone, Debug)]
pub struct Pipeline {
    /// Its number in the instance.
    pub id: u64,
    /// Its number in the project.
    pub iid: u64,
    /// The commit it runs for.
    pub sha: String,
    /// The branch it runs for.
    pub branch: String,
    /// `push`, `merge_request_event` or, where only statuses from outside are in it, `external`.
    pub source: &'static str,
    /// How its own jobs stand; `None` where it has none.
    pub own: Option<String>,
    /// Statuses set from outside, oldest first; a retried one is hidden.
    pub statuses: Vec<Status>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Pipeline {
    /// Computes how the whole stands from its parts, as GitLab does.
    pub fn status(&self) -> String {
        let parts: Vec<&str> = self
            .own
            .iter()
            .map(String::as_str)
            .chain(self.statuses.iter().filter(|status| !status.retried).map(|status| status.state.as_str()))
            .collect();
        let any = |word: &str| parts.contains(&word);
        let Some(first) = parts.first() else { return "created".into() };
        if parts.iter().all(|part| part == first) {
            return (*first).into();
        }
        let word = if ["created", "pending", "running"].iter().any(|word| any(word)) {
            "running"
        } else if any("failed") {
            "failed"
        } else if any("canceled") {
            "canceled"
        } else if any("manual") {
            "manual"
        } else {
            "success"
        };
        word.into()
    }
}

/// A commit status set through the API.
#[derive(Clone, Debug)]
pub struct Status {
    /// Its number in the instance.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// `pending`, `running`, `success`, `failed`, `canceled` or `skipped`.
    pub state: String,
    /// One line for people.
    pub description: Option<String>,
    /// Where to read more.
    pub target_url: Option<String>,
    /// Who set it.
    pub user: u64,
    /// Whether a later one of the same name took its place.
    pub retried: bool,
    /// When it was set first.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}
