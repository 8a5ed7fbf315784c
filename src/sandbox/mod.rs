// SPDX-License-Identifier: EUPL-1.2
//! A GitLab small enough to live in memory: its REST interface as far as votum uses it, its webhooks, its own
//! clock, and pages to click on. The demo, the stories and the simulation run on it.
//!
//! People act through the methods of [`Sandbox`]; votum acts through the REST interface of [`Sandbox::router`].
//! Every change queues webhooks; nothing is sent until somebody asks for it, so that a test may drop, double
//! and shuffle them.
//!
//! **Invariant:** it depends on nothing of votum but the clock, and it is never exposed beyond loopback: whoever
//! reaches its pages may act as anybody.

mod acts;
mod api;
mod emoji;
mod fault;
mod hook;
mod model;
mod pages;
mod people;
mod post;
mod proposal;
mod quick;
mod serve;
mod shape;
mod state;
mod ticket;
mod view;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

pub use fault::{Call, Fault};
pub use hook::{Delivery, Hook, Sent};
pub use model::talk::Kind;
pub use proposal::Proposal;
pub use view::{AwardView, IssueView, LabelEventView, MergeRequestView, NoteView, ReleaseView, StatusView, TagView};

use crate::clock::Clock;
use model::talk::Spot;
use state::State;

/// The forge in memory. Clones are the same forge.
#[derive(Clone)]
pub struct Sandbox {
    core: Arc<Core>,
}

/// What all clones share.
struct Core {
    state: Mutex<State>,
    http: OnceLock<reqwest::Client>,
}

/// An issue or merge request of a project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The project's full path.
    pub project: String,
    /// Issue or merge request.
    pub kind: Kind,
    /// Its number in the project.
    pub iid: u64,
}

impl At {
    /// Names an issue.
    #[must_use]
    pub fn issue(project: &str, iid: u64) -> Self {
        Self { project: project.into(), kind: Kind::Issue, iid }
    }

    /// Names a merge request.
    #[must_use]
    pub fn merge_request(project: &str, iid: u64) -> Self {
        Self { project: project.into(), kind: Kind::MergeRequest, iid }
    }
}

impl Sandbox {
    /// Returns an empty instance whose time is `clock`'s.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { core: Arc::new(Core { state: Mutex::new(State::new(clock)), http: OnceLock::new() }) }
    }

    /// Sets the address that the instance is reached at (`http://127.0.0.1:8081`), which all its links carry.
    pub fn set_url(&self, url: &str) {
        self.state().url = url.trim_end_matches('/').into();
    }

    /// Returns the address that the instance is reached at.
    #[must_use]
    pub fn url(&self) -> String {
        self.state().url.clone()
    }

    /// Sets where the pages link to for the register.
    pub fn set_register_url(&self, url: &str) {
        self.state().register_url = Some(url.into());
    }

    /// Makes the first reading of a merge request after it was opened or pushed to say `checking`.
    pub fn checks_first(&self, on: bool) {
        self.state().switches.checks_first = on;
    }

    /// Makes merging without `sha` fail with 400.
    pub fn needs_sha(&self, on: bool) {
        self.state().switches.needs_sha = on;
    }

    /// Makes it a GitLab of before 18.10, whose rules know no deploy keys through the REST interface.
    pub fn is_older(&self, on: bool) {
        self.state().switches.older = on;
    }

    /// Lets the next `times` calls go wrong whose `METHOD path` (path below `/api/v4`, percent-decoded) contains
    /// every word of `matching`, for example `POST notes`.
    pub fn fails_next(&self, fault: Fault, matching: &str, times: usize) {
        self.state().faults.push(fault::Planned { fault, matching: matching.into(), times });
    }

    /// Takes back all faults that have not come about.
    pub fn heal(&self) {
        self.state().faults.clear();
    }

    /// Returns the calls of the REST interface so far.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    /// Forgets the calls so far.
    pub fn forget_calls(&self) {
        self.state().calls.clear();
    }

    /// Waits until a person has moved the clock on the pages.
    pub async fn clock_moved(&self) {
        let moved = self.state().clock_moved.clone();
        moved.notified().await;
    }

    /// What webhooks are sent with; an instance that sends none itself needs no network.
    fn http(&self) -> &reqwest::Client {
        self.core.http.get_or_init(|| {
            reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(std::time::Duration::from_secs(10))
                .build()
                .unwrap_or_default()
        })
    }

    /// Opens the state; a panic elsewhere does not close it for ever.
    fn state(&self) -> MutexGuard<'_, State> {
        self.core.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Finds a project that the caller says is there.
    fn known(&self, path: &str) -> u64 {
        match self.project_at(path) {
            Some(project) => project.id,
            None => panic!("the sandbox has no project {path}"),
        }
    }

    /// Finds the numbers of a place in a project that the caller says is there.
    fn spot(&self, at: &At) -> Spot {
        Spot { project: self.known(&at.project), kind: at.kind, iid: at.iid }
    }
}
