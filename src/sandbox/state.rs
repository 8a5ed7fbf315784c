// SPDX-License-Identifier: EUPL-1.2
//! Everything that the instance knows, and how things are found in it.
//!
//! **Invariant:** numbers come from one counter per kind of thing for the whole instance, as in GitLab, and all
//! instants from the one clock, cut to the millisecond.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use jiff::{Timestamp, TimestampRound, Unit};
use sha2::{Digest as _, Sha256};
use tokio::sync::Notify;

use super::fault::{Call, Planned};
use super::hook::{Delivery, KINDS, Sent};
use super::model::account::{DEVELOPER, REPORTER, User};
use super::model::git::Commit;
use super::model::issue::Issue;
use super::model::merge_request::MergeRequest;
use super::model::project::{Access, Project};
use super::model::talk::{Kind, Spot, Talk};
use crate::clock::Clock;

/// How the instance behaves where GitLab leaves a choice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Switches {
    /// The first reading of a merge request after a push says `checking`.
    pub checks_first: bool,
    /// Merging without `sha` is refused.
    pub needs_sha: bool,
    /// It is older than 18.10: no rule can name a deploy key through the REST interface without a paid plan, and what
    /// names one there is ignored.
    pub older: bool,
}

/// The instance.
pub struct State {
    /// Where time comes from.
    pub clock: Clock,
    /// The address of the instance, without a slash at its end.
    pub url: String,
    /// How it behaves.
    pub switches: Switches,
    /// Accounts; the number is the place plus one.
    pub users: Vec<User>,
    /// Accounts by access token.
    pub tokens: BTreeMap<String, u64>,
    /// Projects by number.
    pub projects: BTreeMap<u64, Project>,
    /// The numbers of projects by paths that they had, in lower case.
    pub former: BTreeMap<String, u64>,
    /// All commits by hash.
    pub commits: HashMap<String, Commit>,
    /// Deliveries that wait to be sent, oldest first.
    pub pending: VecDeque<Delivery>,
    /// Deliveries that were sent.
    pub sent: Vec<Sent>,
    /// Faults that wait for their call.
    pub faults: Vec<Planned>,
    /// The calls of the REST interface.
    pub calls: Vec<Call>,
    /// Where the register is, for the pages.
    pub register_url: Option<String>,
    /// Rung when a delivery is queued.
    pub bell: Arc<Notify>,
    /// Rung when a person has moved the clock.
    pub clock_moved: Arc<Notify>,
    counters: HashMap<&'static str, u64>,
}

impl State {
    /// Returns an instance with nothing but the account `root`.
    pub fn new(clock: Clock) -> Self {
        let mut state = Self {
            clock,
            url: "http://gitlab.sandbox".into(),
            switches: Switches::default(),
            users: Vec::new(),
            tokens: BTreeMap::new(),
            projects: BTreeMap::new(),
            former: BTreeMap::new(),
            commits: HashMap::new(),
            pending: VecDeque::new(),
            sent: Vec::new(),
            faults: Vec::new(),
            calls: Vec::new(),
            register_url: None,
            bell: Arc::new(Notify::new()),
            clock_moved: Arc::new(Notify::new()),
            counters: HashMap::new(),
        };
        state.user("root");
        state
    }

    /// Returns the present instant.
    pub fn now(&self) -> Timestamp {
        let now = self.clock.now();
        now.round(TimestampRound::new().smallest(Unit::Millisecond).mode(jiff::RoundMode::Trunc)).unwrap_or(now)
    }

    /// Returns the next number of a kind of thing.
    pub fn next(&mut self, kind: &'static str) -> u64 {
        let counter = self.counters.entry(kind).or_default();
        *counter += 1;
        *counter
    }

    /// Returns 64 hexadecimal digits that nothing else has; the same run gives the same ones.
    pub fn fresh(&mut self, salt: &str) -> String {
        let count = self.next("fresh");
        hex::encode(Sha256::digest(format!("{count}:{salt}")))
    }

    /// Finds an account by name, or creates it.
    pub fn user(&mut self, name: &str) -> u64 {
        if let Some(user) = self.users.iter().find(|user| user.username == name) {
            return user.id;
        }
        let id = self.users.len() as u64 + 1;
        let mut letters = name.chars();
        let shown = letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect());
        self.users.push(User { id, username: name.into(), name: shown, bot: false });
        id
    }

    /// Returns an account.
    pub fn account(&self, id: u64) -> &User {
        let place = usize::try_from(id.saturating_sub(1)).unwrap_or(usize::MAX);
        self.users.get(place).expect("an account is never removed, so its number stays good")
    }

    /// Finds an account by name.
    pub fn account_named(&self, name: &str) -> Option<&User> {
        self.users.iter().find(|user| user.username.eq_ignore_ascii_case(name))
    }

    /// Finds a project by path.
    pub fn project_at(&self, path: &str) -> Option<&Project> {
        let present = self.projects.values().find(|project| project.path.eq_ignore_ascii_case(path));
        present.or_else(|| self.projects.get(self.former.get(&path.to_lowercase())?))
    }

    /// Returns a project.
    pub fn project(&self, id: u64) -> &Project {
        self.projects.get(&id).expect("a project is never removed, so its number stays good")
    }

    /// Returns a project to change.
    pub fn project_mut(&mut self, id: u64) -> &mut Project {
        self.projects.get_mut(&id).expect("a project is never removed, so its number stays good")
    }

    /// Returns the access level of an account in a project, 0 for a stranger.
    pub fn level(&self, project: u64, user: u64) -> u8 {
        self.project(project).members.get(&user).copied().unwrap_or(0)
    }

    /// Finds an issue.
    pub fn issue(&self, project: u64, iid: u64) -> Option<&Issue> {
        self.projects.get(&project)?.issues.get(&iid)
    }

    /// Finds a merge request.
    pub fn merge_request(&self, project: u64, iid: u64) -> Option<&MergeRequest> {
        self.projects.get(&project)?.merge_requests.get(&iid)
    }

    /// Finds a merge request to change.
    pub fn merge_request_mut(&mut self, project: u64, iid: u64) -> Option<&mut MergeRequest> {
        self.projects.get_mut(&project)?.merge_requests.get_mut(&iid)
    }

    /// Finds what is said at a place.
    pub fn talk(&self, spot: Spot) -> Option<&Talk> {
        match spot.kind {
            Kind::Issue => self.issue(spot.project, spot.iid).map(|issue| &issue.talk),
            Kind::MergeRequest => self.merge_request(spot.project, spot.iid).map(|request| &request.talk),
        }
    }

    /// Finds what is said at a place, to change it.
    pub fn talk_mut(&mut self, spot: Spot) -> Option<&mut Talk> {
        let project = self.projects.get_mut(&spot.project)?;
        match spot.kind {
            Kind::Issue => project.issues.get_mut(&spot.iid).map(|issue| &mut issue.talk),
            Kind::MergeRequest => project.merge_requests.get_mut(&spot.iid).map(|request| &mut request.talk),
        }
    }

    /// Returns the instance-wide number of a place; 0 where it is gone.
    pub fn number(&self, spot: Spot) -> u64 {
        match spot.kind {
            Kind::Issue => self.issue(spot.project, spot.iid).map_or(0, |issue| issue.id),
            Kind::MergeRequest => self.merge_request(spot.project, spot.iid).map_or(0, |request| request.id),
        }
    }

    /// Says whether an account may see a place: confidential issues are for their author and from Reporter on.
    pub fn may_see(&self, spot: Spot, user: Option<u64>) -> bool {
        if spot.kind == Kind::MergeRequest {
            return self.merge_request(spot.project, spot.iid).is_some();
        }
        let Some(issue) = self.issue(spot.project, spot.iid) else { return false };
        let member = |user| issue.author == user || self.level(spot.project, user) >= REPORTER;
        !issue.confidential || user.is_some_and(member)
    }

    /// Moves the time of the last change of a place to now.
    pub fn touch(&mut self, spot: Spot) {
        let now = self.now();
        let Some(project) = self.projects.get_mut(&spot.project) else { return };
        match spot.kind {
            Kind::Issue => {
                if let Some(issue) = project.issues.get_mut(&spot.iid) {
                    issue.updated_at = now;
                }
            }
            Kind::MergeRequest => {
                if let Some(request) = project.merge_requests.get_mut(&spot.iid) {
                    request.updated_at = now;
                }
            }
        }
    }

    /// Says whether an account may push to a branch.
    pub fn may_push(&self, project: u64, user: u64, branch: &str) -> bool {
        let (held, level) = (self.project(project), self.level(project, user));
        let mut rules = held.protection(branch).peekable();
        if rules.peek().is_none() {
            return level >= DEVELOPER;
        }
        rules.any(|rule| self.suffices(project, user, &rule.push))
    }

    /// Says whether an account falls under a list of those who may: by role, or as the owner of a deploy key.
    pub fn suffices(&self, project: u64, user: u64, list: &[Access]) -> bool {
        let (held, level) = (self.project(project), self.level(project, user));
        let owns = |key: u64| held.deploy_keys.iter().any(|held| held.id == key && held.owner == user && held.can_push);
        list.iter().any(|access| match (access.deploy_key, access.user) {
            (Some(key), _) => level > 0 && owns(key),
            (None, Some(named)) => level > 0 && named == user,
            (None, None) => access.level > 0 && level >= access.level,
        })
    }

    /// Says whether an account may merge into a branch: who may push or who may merge.
    pub fn may_merge(&self, project: u64, user: u64, branch: &str) -> bool {
        let level = self.level(project, user);
        let named = self
            .project(project)
            .protection(branch)
            .flat_map(|rule| &rule.merge)
            .any(|access| access.level > 0 && level >= access.level);
        level >= DEVELOPER && (named || self.may_push(project, user, branch))
    }

    /// Queues an event for every webhook of the project that listens to it.
    pub fn announce(&mut self, project: u64, event: &'static str, body: &serde_json::Value) {
        let option = KINDS.iter().find(|(kind, _)| *kind == event).map_or("", |(_, option)| option);
        let receivers: Vec<_> = self
            .project(project)
            .receivers
            .iter()
            .filter(|receiver| !receiver.stopped && receiver.events.get(option).copied().unwrap_or(false))
            .cloned()
            .collect();
        let (now, event_id) = (self.now(), self.uuid());
        for receiver in receivers {
            let mut headers: Vec<(String, String)> = vec![
                ("Content-Type".into(), "application/json".into()),
                ("User-Agent".into(), "GitLab/18.9.0".into()),
                ("X-Gitlab-Event".into(), event.into()),
                ("X-Gitlab-Webhook-UUID".into(), self.uuid()),
                ("X-Gitlab-Instance".into(), self.url.clone()),
                ("X-Gitlab-Event-UUID".into(), event_id.clone()),
                ("Idempotency-Key".into(), self.uuid()),
            ];
            headers.extend(receiver.hook.token.map(|token| ("X-Gitlab-Token".to_owned(), token)));
            let delivery = Delivery {
                url: receiver.hook.url,
                headers,
                body: body.to_string(),
                hook_id: receiver.id,
                signing_token: receiver.hook.signing_token,
            };
            self.pending.push_back(delivery.signed_at(now));
        }
        self.bell.notify_one();
    }

    /// Returns a UUID that nothing else has.
    fn uuid(&mut self) -> String {
        let digits = self.fresh("uuid");
        format!("{}-{}-4{}-8{}-{}", &digits[..8], &digits[8..12], &digits[12..15], &digits[15..18], &digits[18..30])
    }
}
