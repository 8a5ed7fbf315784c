// SPDX-License-Identifier: EUPL-1.2
//! The only place where things happen: deliveries are absorbed, time is let pass, desired states are carried out.
//!
//! [`Engine::absorb_one`], [`Engine::tick_once`], [`Engine::deliver_one`] and [`Engine::reconcile`] are single steps;
//! the loops of [`Engine::run`] only call them, so a test, the demo and a simulation drive the same engine.
//!
//! **Invariant:** facts, register, outbox and "delivery done" commit together. Reading and writing at a forge happen
//! outside of any transaction, and whatever is lost in between is found again by repeating the step.

mod absorb;
mod alarm;
mod apply;
mod audit;
mod backoff;
mod breaker;
mod claims;
mod deliver;
mod desire;
mod ears;
mod examine;
mod files;
mod gather;
mod guard;
mod lease;
mod letters;
mod locate;
mod locks;
mod memory;
mod moving;
mod neighbours;
mod people;
mod policy;
mod publish;
mod reconcile;
mod register;
mod run;
mod seat;
mod tick;
mod verify;
mod versions;
mod views;
mod witness;

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, RwLock};

use jiff::SignedDuration;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::domain::guard::Found;
use crate::domain::ids::{Account, Project};
use crate::domain::roster::Roster;
use crate::domain::rules::Rules;
use crate::forge::marker::Marker;
use crate::forge::{Forge, Person, Refusal};
use crate::health::Health;
use crate::hooks::places::Places;
use crate::policy::Policy;
use crate::store::{Store, StoreError};

pub use audit::Counts;
pub use examine::{Examined, examine};
pub use locks::Locked;
pub use moving::Moved;
pub use register::{request_sheet, ticket_sheet};
pub use seat::{rules_founded, rules_kept, rules_shown};
pub use verify::Verified;
pub use witness::{Break, Steps, Walked};

/// What can keep a step from being done.
#[derive(Debug, thiserror::Error)]
pub enum Hindrance {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The forge.
    #[error(transparent)]
    Forge(#[from] Refusal),
    /// A fault of votum's own.
    #[error("votum panicked over it; this is a fault of votum's. Please report it.")]
    Panic,
}

/// What comes of a step.
pub type Done<T> = Result<T, Hindrance>;

/// Compiles a governance text, or returns everything that is wrong with it.
pub type Compile = fn(text: &str, partnership: &str) -> Result<Rules, Vec<String>>;

/// What an engine is made of.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// The forges by their ids.
    pub forges: BTreeMap<String, Arc<dyn Forge>>,
    /// The rules in force, one per partnership.
    pub rules: Vec<Rules>,
    /// How older rules are read.
    pub compile: Compile,
    /// The address of the register.
    pub public_url: String,
    /// How often everything open is read again.
    pub reconcile: SignedDuration,
    /// How long a note that changes often is held back.
    pub coalesce: SignedDuration,
    /// What is not as it should be.
    pub health: Health,
}

/// The engine; clones drive the same one.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Clock,
    forges: BTreeMap<String, Arc<dyn Forge>>,
    partnerships: Vec<Arc<Partnership>>,
    compile: Compile,
    public_url: String,
    reconcile: SignedDuration,
    coalesce: SignedDuration,
    marker: Marker,
    bots: RwLock<BTreeMap<String, Person>>,
    health: Health,
    memory: memory::Memory,
    reactions: memory::Reactions,
    breaker: breaker::Breaker,
    merging_since: alarm::MergingSince,
    /// By forge: merges and tags come one after the other, in the order in which they were asked for.
    merging: BTreeMap<String, tokio::sync::Mutex<()>>,
    places: Places,
    /// Whether the forges have said everything that is to be known of names and projects.
    known: AtomicBool,
    /// Counts what was put in, so that every loop that waits hears of it.
    news: watch::Sender<u64>,
}

impl Inner {
    /// Wakes all loops that wait.
    fn wake(&self) {
        self.news.send_modify(|count| *count = count.wrapping_add(1));
    }
}

/// A partnership as the engine serves it.
struct Partnership {
    id: String,
    policy: Policy,
    /// Up to which number of the journal the partnership's own facts were taken in.
    heard: Mutex<i64>,
    earlier: Mutex<HashMap<String, Arc<Rules>>>,
    people: RwLock<People>,
}

/// Which accounts the names of the rules belong to, and since when votum is where.
#[derive(Default)]
struct People {
    roster: Arc<Roster>,
    pinned: BTreeMap<(String, String), Option<u64>>,
    arrived: BTreeMap<Project, (jiff::Timestamp, Option<String>)>,
    located: BTreeMap<Project, u64>,
    doubled: bool,
    guards: BTreeMap<(Project, String), Found>,
    keys: BTreeMap<Project, (u64, String)>,
    acquainted: bool,
    paused: bool,
    /// Up to which fact of the partnership's own stream all this is known.
    seq: i64,
}

impl Engine {
    /// Builds an engine on its parts and makes the rules in force known to the journal.
    pub async fn start(parts: Parts) -> Done<Self> {
        let engine = Self::build(parts).await?;
        if engine.inner.store.is_embedded() {
            engine.inner.store.release_leases().await?;
        }
        engine.remember().await?;
        Ok(engine)
    }

    /// Builds an engine that has not looked at its journal yet: enough to verify, rebuild and pause.
    pub async fn build(parts: Parts) -> Done<Self> {
        let fresh = hex::encode([uuid::Uuid::new_v4().into_bytes(), uuid::Uuid::new_v4().into_bytes()].concat());
        let secret = parts.store.keep("marker", &fresh).await?;
        let mut key = [0; 32];
        hex::decode_to_slice(&secret, &mut key).map_err(|_| StoreError::Corrupt {
            table: "setting",
            row: "marker".into(),
            why: "it has not 32 bytes in hexadecimal".into(),
        })?;
        let partnerships = parts
            .rules
            .into_iter()
            .map(|rules| {
                Arc::new(Partnership {
                    id: rules.partnership.clone(),
                    policy: Policy::new(rules),
                    heard: Mutex::default(),
                    earlier: Mutex::default(),
                    people: RwLock::default(),
                })
            })
            .collect();
        let merging = parts.forges.keys().map(|forge| (forge.clone(), tokio::sync::Mutex::default())).collect();
        Ok(Self {
            inner: Arc::new(Inner {
                store: parts.store,
                clock: parts.clock,
                forges: parts.forges,
                partnerships,
                compile: parts.compile,
                public_url: parts.public_url,
                reconcile: parts.reconcile,
                coalesce: parts.coalesce,
                marker: Marker::new(key),
                bots: RwLock::default(),
                health: parts.health,
                memory: memory::Memory::default(),
                reactions: memory::Reactions::default(),
                breaker: breaker::Breaker::default(),
                merging_since: alarm::MergingSince::default(),
                merging,
                places: Places::default(),
                known: AtomicBool::new(false),
                news: watch::Sender::new(0),
            }),
        })
    }

    /// Says that a delivery has been kept, so that it is absorbed at once.
    pub fn nudge(&self) {
        self.inner.wake();
    }

    /// Returns what is known of the projects' numbers, for the front door.
    #[must_use]
    pub fn places(&self) -> Places {
        self.inner.places.clone()
    }

    /// Returns the rules in force of all partnerships, as they are now and will be.
    #[must_use]
    pub fn policies(&self) -> Vec<Policy> {
        self.inner.partnerships.iter().map(|partnership| partnership.policy.clone()).collect()
    }

    /// Returns the database that the engine works on.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    fn forge(&self, id: &str) -> Done<&Arc<dyn Forge>> {
        self.inner.forges.get(id).ok_or_else(|| {
            let why = format!("There is no forge {id} in votum.toml; add it or take its projects out of the rules.");
            Hindrance::Forge(Refusal::Never { status: 0, why })
        })
    }

    /// Returns the partnership whose tickets or merge requests lie in a project.
    fn partnership_of(&self, project: &Project) -> Option<&Arc<Partnership>> {
        self.inner.partnerships.iter().find(|partnership| partnership.rules().governs(project))
    }

    /// Returns the partnerships that have something at a forge; each has a lane of its own in inbox and outbox. The one
    /// without a name holds what an earlier version of votum kept.
    fn lanes(&self, forge: &str) -> Vec<String> {
        let here = |partnership: &&Arc<Partnership>| {
            let rules = partnership.rules();
            rules.projects().any(|project| project.forge == forge)
        };
        let named = self.inner.partnerships.iter().filter(here).map(|partnership| partnership.id.clone());
        named.chain([String::new()]).collect()
    }

    fn partnership(&self, id: &str) -> Option<&Arc<Partnership>> {
        self.inner.partnerships.iter().find(|partnership| partnership.id == id)
    }

    fn bot(&self, forge: &str) -> Option<Person> {
        self.inner.bots.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(forge).cloned()
    }
}

impl Partnership {
    /// Returns the rules in force.
    fn rules(&self) -> Arc<Rules> {
        self.policy.rules()
    }

    /// Says whether merging and tagging rest.
    fn is_paused(&self) -> bool {
        self.people.read().unwrap_or_else(std::sync::PoisonError::into_inner).paused
    }

    /// Says whether every name of the rules has been asked for at its forge at least once, and no project is known by
    /// two names.
    fn is_acquainted(&self) -> bool {
        let people = self.people.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        people.acquainted && !people.doubled
    }

    /// Says whether a project's number is known: under a name that the rules have anew, an old one may lie.
    fn has_located(&self, project: &Project) -> bool {
        self.people.read().unwrap_or_else(std::sync::PoisonError::into_inner).located.contains_key(project)
    }

    /// Returns since when votum serves a project, and where its branch stood then.
    fn arrival(&self, project: &Project) -> Option<(jiff::Timestamp, Option<String>)> {
        self.people.read().unwrap_or_else(std::sync::PoisonError::into_inner).arrived.get(project).cloned()
    }
}

fn account(forge: &str, id: u64) -> Account {
    Account { forge: forge.to_string(), id }
}
