// SPDX-License-Identifier: EUPL-1.2
//! The stage of a simulation: a GitLab in memory with everybody in it, and the real votum beside it on a hand clock.
//!
//! Webhooks go through the real front door and questions through the real adapter; only the network between them is
//! left out, and the database lives in memory.
//!
//! **Invariant:** nothing here decides anything.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context, bail};
use axum::Router;
use axum::body::Body;
use axum::http::Request as Post;
use jiff::{SignedDuration, Timestamp};
use tower::ServiceExt;

use super::super::house;
use super::read::named;
use super::scenario::Scenario;
use crate::clock::Clock;
use crate::domain::ids::Project;
use crate::domain::rules::Rules;
use crate::engine::{Engine, Parts};
use crate::forge::Forge;
use crate::forge::gitlab::{GitLab, Settings};
use crate::health::Health;
use crate::hooks::door::{Door, DoorForge};
use crate::hooks::signature::Secrets;
use crate::sandbox::{Hook, Sandbox};
use crate::store::Store;

/// The secret that webhooks show at the door.
const KNOCK: &str = "simulation";
/// votum's token at the sandbox.
const TOKEN: &str = "simulation-token";
/// Where the register would stand.
pub(super) const REGISTER: &str = "https://votum.example";
/// How often votum reads again what is open.
pub(super) const RECONCILE: SignedDuration = SignedDuration::from_mins(5);
/// How long notes are held back that stand already: no reader waits for them, so they are never edited.
const COALESCE: SignedDuration = SignedDuration::from_hours(24 * 365 * 250);
/// How many steps may follow from one act before it is a loop.
const STEPS_MAX: usize = 1_000_000;
/// How many stops the clock may make between two acts.
const STOPS_MAX: usize = 1_000_000;

/// Everything on the stage.
pub(super) struct Stage {
    pub rules: Arc<Rules>,
    pub engine: Engine,
    pub clock: Clock,
    sandboxes: BTreeMap<String, Sandbox>,
    doors: BTreeMap<String, Router>,
}

impl Stage {
    /// Sets the stage for a scenario that begins at `begin`.
    pub async fn set(scenario: &Scenario, rules: &Rules, begin: Timestamp) -> anyhow::Result<Self> {
        let rules = unpinned(rules);
        let clock = Clock::by_hand(begin);
        let store = Store::open("sqlite::memory:").await.context("The database in memory could not be opened")?;
        let projects: Vec<&Project> = rules.tickets.iter().chain(&rules.upstream).collect();
        let ids: BTreeSet<&String> = projects.iter().map(|project| &project.forge).collect();
        let (mut sandboxes, mut doors) = (BTreeMap::new(), BTreeMap::new());
        let mut forges: BTreeMap<String, Arc<dyn Forge>> = BTreeMap::new();
        for id in ids {
            let sandbox = Sandbox::new(clock.clone());
            furnish(&sandbox, id, scenario, &rules);
            let gitlab = sandbox.clone();
            let settings =
                Settings { forge_id: id.clone(), url: sandbox.url(), token: TOKEN.to_owned().into(), ca_pem: None };
            forges.insert(id.clone(), Arc::new(GitLab::within(settings, Arc::new(move |ask| gitlab.answer(ask)))?));
            let here = projects.iter().filter(|project| project.forge == *id);
            let governed = here.map(|project| (project.path.clone(), rules.partnership.clone()));
            let guard = DoorForge {
                id: id.clone(),
                secrets: Secrets { tokens: vec![KNOCK.to_owned().into()], signing: Vec::new() },
                projects: Vec::new(),
                governed: governed.collect(),
            };
            let door = Door::new(store.clone(), clock.clone(), vec![guard], Arc::new(|| {}));
            doors.insert(id.clone(), door.router());
            sandboxes.insert(id.clone(), sandbox);
        }
        let parts = Parts {
            store,
            clock: clock.clone(),
            forges,
            rules: vec![rules.clone()],
            compile: house::compile,
            public_url: REGISTER.into(),
            reconcile: RECONCILE,
            coalesce: COALESCE,
            health: Health::default(),
        };
        let engine = Engine::start(parts).await?;
        if !engine.get_to_know().await? {
            bail!("The GitLab in memory did not answer; this is a fault of votum's. Please report it.");
        }
        Ok(Self { rules: Arc::new(rules), engine, clock, sandboxes, doors })
    }

    /// Returns the GitLab that a project lies at.
    pub fn sandbox(&self, project: &Project) -> anyhow::Result<&Sandbox> {
        self.sandboxes.get(&project.forge).with_context(|| format!("There is no forge for {project}"))
    }

    /// Lets time pass until `at`, with a stop at every instant at which votum itself has something to do.
    pub async fn until(&self, at: Timestamp) -> anyhow::Result<()> {
        for _ in 0..STOPS_MAX {
            let store = self.engine.store();
            let next = [store.next_due().await?, store.next_delivery().await?, store.next_item().await?];
            let now = self.clock.now();
            let Some(next) = next.into_iter().flatten().min().filter(|next| *next <= at) else {
                let _ = self.clock.set(at.max(now));
                return Ok(());
            };
            // What is due and could not go on is looked at again a moment later, not at once.
            let next = if next <= now { now.checked_add(SignedDuration::from_secs(1))?.min(at) } else { next };
            let _ = self.clock.set(next);
            self.settle().await?;
            if next >= at {
                return Ok(());
            }
        }
        bail!("votum does not come to rest before {at}; this is a fault of votum's. Please report it.")
    }

    /// Brings webhooks, absorbs, lets time pass and delivers until nothing is left to do.
    pub async fn settle(&self) -> anyhow::Result<()> {
        for _ in 0..STEPS_MAX {
            self.bring_hooks().await?;
            while self.engine.absorb_one().await? {}
            // What time or a delivery brings about may be news to votum again; what was absorbed is not.
            let (mut ticked, mut delivered) = (false, false);
            while self.engine.tick_once().await? {
                ticked = true;
            }
            while self.engine.deliver_one().await? {
                delivered = true;
            }
            if !(ticked || delivered) {
                self.sandboxes.values().for_each(Sandbox::forget_calls);
                return Ok(());
            }
        }
        bail!("votum does not come to rest; this is a fault of votum's. Please report it.")
    }

    async fn bring_hooks(&self) -> anyhow::Result<()> {
        for (id, sandbox) in &self.sandboxes {
            for delivery in sandbox.take_hooks() {
                let door = self.doors.get(id).context("Every forge has its door")?.clone();
                let mut post = Post::post(format!("/hooks/{id}"));
                for (name, value) in &delivery.headers {
                    post = post.header(name, value);
                }
                let answer = door.oneshot(post.body(Body::from(delivery.body))?).await?;
                if !answer.status().is_success() {
                    bail!("The front door refused a webhook with {}; this is a fault of votum's.", answer.status());
                }
            }
        }
        Ok(())
    }
}

/// Returns the rules with every account known by its name alone: the numbers of the true forge mean nothing here.
fn unpinned(rules: &Rules) -> Rules {
    let mut rules = rules.clone();
    let members = rules.members.iter_mut().flat_map(|member| &mut member.representatives);
    for named in members.chain(rules.roles.values_mut().flatten()) {
        named.id = None;
    }
    rules
}

/// Puts everybody and everything into a GitLab.
fn furnish(sandbox: &Sandbox, id: &str, scenario: &Scenario, rules: &Rules) {
    const REPORTER: u8 = 20;
    const DEVELOPER: u8 = 30;
    const MAINTAINER: u8 = 40;
    sandbox.bot(&scenario.bot);
    sandbox.token(&scenario.bot, TOKEN);
    for name in named(rules).map(|named| &named.name).chain(&scenario.outsiders) {
        sandbox.user(name);
    }
    for project in rules.tickets.iter().chain(&rules.upstream).filter(|project| project.forge == id) {
        let path = &project.path;
        sandbox.project(path);
        let url = format!("{REGISTER}/hooks/{id}");
        sandbox.hook(path, Hook { url, token: Some(KNOCK.into()), signing_token: None });
        for person in rules.members.iter().flat_map(|member| &member.representatives) {
            sandbox.member(path, &person.name, REPORTER);
        }
        for person in rules.roles.values().flatten() {
            sandbox.member(path, &person.name, DEVELOPER);
        }
        for request in scenario.requests.iter().filter(|request| request.project == *project) {
            let reviewers = request.approvals.iter().map(|(_, by)| by);
            reviewers.chain([&request.author]).for_each(|person| sandbox.member(path, person, DEVELOPER));
        }
        sandbox.member(path, &scenario.bot, MAINTAINER);
    }
    for project in rules.tickets.iter().filter(|project| project.forge == id) {
        for process in &rules.processes {
            sandbox.create_label(&project.path, &process.label, "#1f75cb", "");
        }
    }
}
