// SPDX-License-Identifier: EUPL-1.2
//! What a seed plays on: the GitLab in memory, the front door, a database, and one or two votums.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use jiff::{SignedDuration, Timestamp};
use tower::ServiceExt;
use votum::clock::Clock;
use votum::domain::rules::Rules;
use votum::engine::{Engine, Parts};
use votum::forge::Forge;
use votum::health::Health;
use votum::hooks::door::{Door, DoorForge};
use votum::hooks::signature::Secrets;
use votum::sandbox::{Delivery, Sandbox};
use votum::store::Store;

use super::line::Line;
use super::people::Plan;
use super::weather::{Weather, name};
use crate::world::{CORE, MODULE, On, PARTNERSHIP, TICKETS, compile, fresh, furnish};

/// Where the journal lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    Memory,
    File,
    Postgres,
}

/// A votum that may be killed and started again.
pub struct Replica {
    pub engine: Engine,
    pub clock: Clock,
    pub skew: i64,
    /// Whether it has got to know the forge, and read what is open there.
    pub company: bool,
}

/// Everything on the stage.
pub struct Stage {
    pub sandbox: Sandbox,
    pub clock: Clock,
    pub store: Store,
    pub weather: Arc<Weather>,
    pub replicas: Vec<Replica>,
    rules: Rules,
    door: Router,
    database: String,
    _folder: tempfile::TempDir,
}

impl Stage {
    /// Sets the stage for a plan.
    pub async fn set(plan: &Plan, weather: &Arc<Weather>, clock: &Clock, base: Base, replicas: usize) -> Self {
        let sandbox = Sandbox::new(clock.clone());
        furnish(&sandbox);
        let folder = tempfile::tempdir().expect("a folder can be made");
        let database = match base {
            Base::Memory => "sqlite::memory:".to_string(),
            Base::File => fresh(On::Sqlite, &folder).await,
            Base::Postgres => fresh(On::Postgres, &folder).await,
        };
        let store = Store::open(&database).await.expect("the database opens").with_accidents(weather.accidents());
        let most = weather.climate.skew;
        let skews: Vec<i64> = (0..replicas).map(|_| weather.between(-most, most)).collect();
        let clocks: Vec<Clock> = skews.iter().map(|_| Clock::by_hand(clock.now())).collect();
        let door = DoorForge {
            id: "opencode".into(),
            secrets: Secrets { tokens: vec!["hook".to_string().into()], signing: Vec::new() },
            projects: Vec::new(),
            governed: [TICKETS, CORE, MODULE]
                .into_iter()
                .map(|path| (path.to_string(), PARTNERSHIP.to_string()))
                .collect(),
        };
        let door = Door::new(store.clone(), clocks[0].clone(), vec![door], Arc::new(|| {})).router();
        let rules = plan.rules.clone();
        let weather = weather.clone();
        let mut stage = Self {
            sandbox,
            clock: clock.clone(),
            store,
            weather,
            replicas: vec![],
            rules,
            door,
            database,
            _folder: folder,
        };
        for (replica, (clock, skew)) in clocks.into_iter().zip(skews).enumerate() {
            let engine = stage.engine(replica, &clock).await.expect("calm weather");
            stage.replicas.push(Replica { engine, clock, skew, company: false });
        }
        stage.move_to(stage.clock.now());
        stage.introduce();
        stage
    }

    /// Starts a votum on what is in the database.
    async fn engine(&self, replica: usize, clock: &Clock) -> votum::engine::Done<Engine> {
        let line: Arc<dyn Forge> = Arc::new(Line::new(&self.sandbox, &self.weather, replica));
        let parts = Parts {
            store: self.store.clone(),
            clock: clock.clone(),
            forges: BTreeMap::from([("opencode".to_string(), line)]),
            rules: vec![self.rules.clone()],
            compile,
            public_url: "https://votum.example".into(),
            reconcile: SignedDuration::from_mins(5),
            coalesce: SignedDuration::from_secs(2),
            health: Health::default(),
        };
        Engine::start(parts).await
    }

    /// Starts a replica anew, as often as it takes.
    pub async fn restart(&mut self, replica: usize) {
        self.weather.story.tell(&format!("{} is started again", name(replica)));
        let clock = self.replicas[replica].clock.clone();
        let engine = loop {
            match self.engine(replica, &clock).await {
                Ok(engine) => break engine,
                Err(fault) => self.weather.story.tell(&format!("{} does not start: {fault}", name(replica))),
            }
        };
        self.replicas[replica].engine = engine;
        self.replicas[replica].company = false;
        self.introduce();
    }

    /// Tells the weather which votums there are.
    fn introduce(&self) {
        self.weather.knows(self.replicas.iter().map(|replica| replica.engine.clone()).collect());
    }

    /// Moves all clocks on.
    pub fn move_to(&mut self, at: Timestamp) {
        assert!(self.clock.set(at.max(self.clock.now())));
        for replica in &mut self.replicas {
            replica.skew = self.weather.skew(replica.skew, at);
            let own = at + SignedDuration::from_secs(replica.skew);
            assert!(replica.clock.set(own.max(replica.clock.now())));
        }
    }

    /// When votum next has something to do by itself, by the forge's clock.
    pub async fn next(&self) -> Option<Timestamp> {
        let store = &self.store;
        let due = store.next_due().await.expect("the store can be read");
        let delivery = store.next_delivery().await.expect("the store can be read");
        let item = store.next_item().await.expect("the store can be read");
        let next = [due, delivery, item].into_iter().flatten().min()?;
        let skew = self.replicas.iter().map(|replica| replica.skew).max().unwrap_or(0);
        Some(next - SignedDuration::from_secs(skew))
    }

    /// Brings one webhook to the front door, and returns what it answers.
    pub async fn bring(&self, delivery: &Delivery) -> u16 {
        let mut post = Request::post("/hooks/opencode");
        for (name, value) in &delivery.headers {
            post = post.header(name, value);
        }
        let post = post.body(Body::from(delivery.body.clone())).expect("the webhook is a request");
        self.door.clone().oneshot(post).await.expect("the door answers").status().as_u16()
    }

    /// Takes the stage down.
    pub async fn end(self) {
        self.weather.knows(Vec::new());
        drop(self.replicas);
        self.store.close().await;
        if let Some((base, name)) = self.database.rsplit_once('/').filter(|_| self.database.starts_with("postgres")) {
            let pool = sqlx::PgPool::connect(&format!("{base}/postgres")).await.expect("the server answers");
            let drop = sqlx::AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"));
            sqlx::query(drop).execute(&pool).await.expect("the database was ours");
            pool.close().await;
        }
    }
}
