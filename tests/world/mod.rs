// SPDX-License-Identifier: EUPL-1.2
//! The world in which stories play: a GitLab in memory, a partnership of four members, votum, and a clock moved by hand.
//!
//! People act at the sandbox; its webhooks and REST reach votum over HTTP, through the real front door and the real
//! adapter. Every act takes a second, and after it everything that follows has happened. A note of votum's that no step
//! of the story has read fails the story, and each story ends with the journal verified, the register rebuilt and
//! compared, and inbox and outbox empty.
//!
//! `VOTUM_TEST_REPLICAS=2` lets two votums take turns on one database, one step each.

mod ears;
mod moving;
mod people;
mod rules;
mod scenes;
mod stage;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use votum::clock::Clock;
use votum::domain::seat::Seat;
use votum::engine::Engine;
use votum::forge::Forge;
use votum::forge::gitlab::GitLab;
use votum::health::Health;
use votum::sandbox::{Delivery, Sandbox};
use votum::store::Store;

pub use moving::examined;
pub use people::Person;
pub use rules::RULES;
pub use scenes::*;
pub use stage::{compile, fresh, furnish, hook};

use stage::engine;

/// The project of the tickets.
pub const TICKETS: &str = "talverbund/steuerung";
/// The core project.
pub const CORE: &str = "talverbund/kern";
/// A module's project.
pub const MODULE: &str = "talverbund/modul";
/// The partnership's id.
pub const PARTNERSHIP: &str = "talverbund";

/// A complete decision template.
pub const TEMPLATE: &str = "## Vorlage\n\n**Ansprechperson:** @anna\n\n### Beschlussvorschlag\n\nWir bauen das.\n\n### Begründung\n\nEs fehlt.\n";

/// On which database a story plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The embedded one.
    Sqlite,
    /// PostgreSQL, at the address in `VOTUM_TEST_POSTGRES`.
    Postgres,
}

/// The world.
pub struct World {
    pub sandbox: Sandbox,
    pub clock: Clock,
    pub engine: Engine,
    /// The other replicas; none where the story puts something between votum and the forge.
    others: Vec<Engine>,
    pub store: Store,
    pub health: Health,
    url: String,
    rules: String,
    seat: Option<Seat>,
    on: On,
    database: String,
    door: String,
    carried: Vec<Delivery>,
    read: BTreeSet<u64>,
    quiet: bool,
    folder: tempfile::TempDir,
}

impl World {
    /// Begins on Monday, 2 March 2026, 09:00 in Berlin, with the rules as they are.
    pub async fn new(on: On) -> Self {
        Self::with(on, |rules| rules).await
    }

    /// Begins with other rules.
    pub async fn with(on: On, change: impl FnOnce(String) -> String) -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let clock = Clock::by_hand(berlin("2026-03-02 09:00"));
        let sandbox = Sandbox::new(clock.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it listens"));
        sandbox.set_url(&url);
        let router = sandbox.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        furnish(&sandbox);
        let folder = tempfile::tempdir().expect("a folder can be made");
        let database = fresh(on, &folder).await;
        let rules = change(RULES.to_string());
        let health = Health::default();
        let (engine, store) = engine(&database, &clock, &url, (&rules, None), &health).await;
        let door = stage::door(&engine, &store, &clock).await;
        let mut world = Self {
            sandbox,
            clock,
            engine,
            others: Vec::new(),
            store,
            health,
            url,
            rules,
            seat: None,
            on,
            database,
            door,
            carried: Vec::new(),
            read: BTreeSet::new(),
            quiet: false,
            folder,
        };
        world.engine.get_to_know().await.expect("the sandbox answers");
        world.others_join().await;
        world.hooks_to_the_door().await;
        world
    }

    /// Lets the other replicas begin on the same database, as many as the environment asks for.
    async fn others_join(&mut self) {
        self.others.clear();
        let asked = std::env::var("VOTUM_TEST_REPLICAS").ok().and_then(|asked| asked.parse().ok()).unwrap_or(1_usize);
        for _ in 1..asked {
            let other = self.another_process().await;
            other.get_to_know().await.expect("the sandbox answers");
            self.others.push(other);
        }
    }

    /// How many replicas take turns.
    pub fn replicas(&self) -> usize {
        1 + self.others.len()
    }

    /// Whose turn a step is.
    fn turn(&self, step: usize) -> &Engine {
        match step % self.replicas() {
            0 => &self.engine,
            other => &self.others[other - 1],
        }
    }

    /// Reads the notes of votum's that nobody has read yet as read, from here to the end.
    pub fn without_listening(&mut self) {
        self.quiet = true;
    }

    /// Somebody of the world.
    pub fn person<'a>(&'a mut self, name: &'a str) -> Person<'a> {
        Person { world: self, name }
    }

    /// Moves the clock to a time in Berlin and lets everything happen that follows.
    pub async fn at(&mut self, time: &str) {
        let instant = berlin(time);
        assert!(instant >= self.clock.now(), "the story goes back to {time}");
        assert!(self.clock.set(instant));
        self.settle().await;
    }

    /// Moves the clock to a time in Berlin while votum does nothing.
    pub fn at_once(&self, time: &str) {
        assert!(self.clock.set(berlin(time).max(self.clock.now())));
    }

    /// Moves the clock by whole days.
    pub async fn days(&mut self, days: i64) {
        self.pass(SignedDuration::from_hours(24 * days)).await;
    }

    /// Moves the clock.
    pub async fn pass(&mut self, span: SignedDuration) {
        assert!(self.clock.set(self.clock.now() + span));
        self.settle().await;
    }

    /// Moves the clock by one second without anything else.
    pub fn second(&self) {
        assert!(self.clock.set(self.clock.now() + SignedDuration::from_secs(1)));
    }

    /// Carries webhooks, absorbs, lets time pass and delivers until nothing is left to do, many together as when votum
    /// serves.
    pub async fn settle(&mut self) {
        const LONG: usize = 5_000;
        for other in &self.others {
            other.catch_up().await.expect("the store stands");
        }
        let mut idle = 0;
        for round in 0..LONG {
            self.hooks_to_the_door().await;
            let absorbed = self.turn(round).absorb_from("opencode").await.expect("the store stands");
            let ticked = self.turn(round + 1).tick_once().await.expect("the store stands");
            let delivered = self.turn(round + 1).deliver_to("opencode").await.expect("the store stands");
            let rests = !(absorbed || ticked || delivered) && self.sandbox.pending_hooks().is_empty();
            idle = if rests { idle + 1 } else { 0 };
            // Everybody has found nothing to do.
            if idle == self.replicas() {
                return;
            }
        }
        panic!("the world does not come to rest");
    }

    /// Does the same until `left` moments are over, at which votum is killed in the middle of what it does; returns
    /// whether nothing was left to do before.
    pub async fn settles_within(&mut self, left: &mut usize) -> bool {
        loop {
            self.hooks_to_the_door().await;
            let engine = self.engine.clone();
            let steps = async move {
                let absorbed = engine.absorb_one().await.expect("the store stands");
                let ticked = engine.tick_once().await.expect("the store stands");
                let delivered = engine.deliver_one().await.expect("the store stands");
                absorbed || ticked || delivered
            };
            let mut steps = Box::pin(steps);
            let busy = std::future::poll_fn(|context| {
                if *left == 0 {
                    return std::task::Poll::Ready(None);
                }
                *left -= 1;
                steps.as_mut().poll(context).map(Some)
            });
            match busy.await {
                None => return false,
                Some(false) if self.sandbox.pending_hooks().is_empty() => return true,
                Some(_) => {}
            }
        }
    }

    /// Moves the clock while votum does nothing.
    pub fn lets_pass(&self, span: SignedDuration) {
        assert!(self.clock.set(self.clock.now() + span));
    }

    /// Brings the webhooks to votum in the order of the sandbox.
    async fn hooks_to_the_door(&mut self) {
        for delivery in self.sandbox.take_hooks() {
            let status = self.bring(&delivery).await;
            assert!(status.is_success(), "the front door refuses a webhook of GitLab's: {status}");
            self.carried.push(delivery);
        }
    }

    /// Brings one webhook to votum.
    pub async fn bring(&self, delivery: &Delivery) -> reqwest::StatusCode {
        let mut request = reqwest::Client::new().post(format!("{}/hooks/opencode", self.door));
        for (name, value) in &delivery.headers {
            request = request.header(name, value);
        }
        let answer = request.body(delivery.body.clone()).send().await.expect("the front door answers");
        let status = answer.status();
        assert!(!status.is_server_error(), "no webhook makes the front door fail: {status}");
        status
    }

    /// Stops votum as a power cut would, and starts it again on what is in the database.
    pub async fn restart(&mut self) {
        let (engine, store) =
            engine(&self.database, &self.clock, &self.url, (&self.rules, self.seat.as_ref()), &self.health).await;
        self.door = stage::door(&engine, &store, &self.clock).await;
        (self.engine, self.store) = (engine, store);
        self.engine.get_to_know().await.expect("the sandbox answers");
        self.others_join().await;
    }

    /// Starts votum again without asking the forge anything.
    pub async fn restart_unasked(&mut self) {
        let law = (self.rules.as_str(), self.seat.as_ref());
        let (engine, store) = engine(&self.database, &self.clock, &self.url, law, &self.health).await;
        self.door = stage::door(&engine, &store, &self.clock).await;
        (self.engine, self.store) = (engine, store);
    }

    /// A database that knows nothing, and the forges as votum asks them.
    pub async fn elsewhere(&self) -> (Store, BTreeMap<String, Arc<dyn Forge>>) {
        let store = Store::open(&fresh(self.on, &self.folder).await).await.expect("the database opens");
        let gitlab: Arc<dyn Forge> = Arc::new(GitLab::new(stage::settings(&self.url)).expect("the settings are right"));
        (store, BTreeMap::from([("opencode".to_string(), gitlab)]))
    }

    /// Lets other rules come into force.
    pub async fn enacts(&mut self, change: impl FnOnce(String) -> String) {
        self.rules = change(std::mem::take(&mut self.rules));
        self.restart().await;
        self.settle().await;
    }

    /// Puts the rules into a project, and starts votum anew on them as they lie there.
    pub async fn seats(&mut self, seat: Seat) {
        self.sandbox.push_file(&seat.project.path, "main", "rita", &seat.path, Some(&self.rules));
        self.loses_hooks();
        self.seat = Some(seat);
        self.restart().await;
        self.settle().await;
    }

    /// The address of the database.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Brings the webhooks to votum, and leaves them to whoever serves.
    pub async fn carries_hooks(&mut self) {
        self.hooks_to_the_door().await;
    }

    /// Puts something between votum and the forge that looks at each request, and starts votum anew behind it.
    pub async fn within(&mut self, look: impl Fn(&http::Request<Vec<u8>>) + Send + Sync + 'static) {
        let sandbox = self.sandbox.clone();
        let answer = move |ask| {
            look(&ask);
            sandbox.answer(ask)
        };
        self.asks(answer).await;
    }

    /// Lets what the forge answers be changed on its way, and starts votum anew behind that.
    pub async fn hears_through(
        &mut self,
        change: impl Fn(http::Response<bytes::Bytes>) -> http::Response<bytes::Bytes> + Send + Sync + 'static,
    ) {
        let sandbox = self.sandbox.clone();
        let well = Arc::new(std::sync::atomic::AtomicBool::new(true));
        let known = well.clone();
        self.asks(move |ask| {
            let answer = sandbox.answer(ask);
            if known.load(std::sync::atomic::Ordering::SeqCst) { answer } else { change(answer) }
        })
        .await;
        well.store(false, std::sync::atomic::Ordering::SeqCst);
    }

    /// Starts votum anew with another way to ask the forge.
    async fn asks(
        &mut self,
        answer: impl Fn(http::Request<Vec<u8>>) -> http::Response<bytes::Bytes> + Send + Sync + 'static,
    ) {
        let settings = stage::settings(&self.url);
        let gitlab = GitLab::within(settings, Arc::new(answer)).expect("the settings are right");
        self.others.clear();
        let parts = (self.database.as_str(), &self.clock, (self.rules.as_str(), self.seat.as_ref()), &self.health);
        (self.engine, self.store) = stage::engine_to(parts, Arc::new(gitlab)).await;
        self.door = stage::door(&self.engine, &self.store, &self.clock).await;
        self.engine.get_to_know().await.expect("the sandbox answers");
    }

    /// Every webhook so far.
    pub fn carried(&self) -> Vec<Delivery> {
        self.carried.clone()
    }

    /// Why deliveries and entries of the outbox stay behind over which votum panicked.
    pub async fn panicked(&self) -> Vec<String> {
        let pool = sqlx::SqlitePool::connect(&self.database).await.expect("the database opens");
        let of = "SELECT parked FROM delivery WHERE parked LIKE '%panic%' UNION SELECT dead FROM outbox WHERE dead LIKE '%panic%'";
        let found = sqlx::query_scalar(of).fetch_all(&pool).await.expect("it can be read");
        pool.close().await;
        found
    }

    /// Another process on the same database, as the command line is one.
    pub async fn another_process(&self) -> Engine {
        engine(&self.database, &self.clock, &self.url, (&self.rules, self.seat.as_ref()), &self.health).await.0
    }

    /// What a votum here is made of, for one that serves more than this partnership.
    pub async fn parts(&self) -> votum::engine::Parts {
        let gitlab = GitLab::new(stage::settings(&self.url)).expect("the settings are right");
        let parts = (self.database.as_str(), &self.clock, (self.rules.as_str(), self.seat.as_ref()), &self.health);
        stage::parts(parts, Arc::new(gitlab)).await
    }

    /// Another process, on the clock of this machine; the forge's own is behind that by so much.
    pub async fn beside_another_clock(&self, behind: SignedDuration) -> Engine {
        let sandbox = self.sandbox.clone();
        let answer = move |ask| {
            let mut answer = sandbox.answer(ask);
            let there = (Clock::system().now() - behind).to_zoned(TimeZone::UTC);
            let there = jiff::fmt::rfc2822::to_string(&there).expect("a year of four digits");
            answer.headers_mut().insert("date", there.parse().expect("plain letters"));
            answer
        };
        let gitlab = GitLab::within(stage::settings(&self.url), Arc::new(answer));
        let gitlab = Arc::new(gitlab.expect("the settings are right"));
        let parts = (self.database.as_str(), &Clock::system(), (self.rules.as_str(), self.seat.as_ref()), &self.health);
        stage::engine_to(parts, gitlab).await.0
    }

    /// Another process that serves more partnerships, and knows more forges by their addresses.
    pub async fn another_with(&self, forges: &[(&str, &str)], rules: &[(&str, &str)]) -> Engine {
        let gitlab = GitLab::new(stage::settings(&self.url)).expect("the settings are right");
        let world = (self.database.as_str(), &self.clock, (self.rules.as_str(), self.seat.as_ref()), &self.health);
        let mut parts = stage::parts(world, Arc::new(gitlab)).await;
        for (id, url) in forges {
            let gitlab = GitLab::new(stage::settings(url)).expect("the settings are right");
            parts.forges.insert((*id).to_string(), Arc::new(gitlab));
        }
        parts.rules = rules.iter().map(|(id, rules)| compile(rules, id).expect("the rules can be read")).collect();
        Engine::build(parts).await.expect("the engine is built")
    }

    /// Forgets everything, and starts votum without asking the forge anything.
    pub async fn forgets_everything(&mut self) {
        self.others.clear();
        self.database = fresh(self.on, &self.folder).await;
        let (engine, store) =
            engine(&self.database, &self.clock, &self.url, (&self.rules, self.seat.as_ref()), &self.health).await;
        self.door = stage::door(&engine, &store, &self.clock).await;
        (self.engine, self.store) = (engine, store);
    }

    /// Forgets everything and lets votum come anew, to projects in which people are at work already.
    pub async fn comes_anew(&mut self) {
        self.forgets_everything().await;
        self.engine.get_to_know().await.expect("the sandbox answers");
        self.others_join().await;
        self.engine.reconcile().await.expect("the sandbox answers");
        self.settle().await;
    }
}

/// The instant of a time in Berlin.
pub fn berlin(time: &str) -> Timestamp {
    let zone = TimeZone::get("Europe/Berlin").expect("the zone is known");
    let time: DateTime = time.parse().expect("a time like 2026-03-02 09:00");
    zone.to_timestamp(time).expect("the time exists")
}
