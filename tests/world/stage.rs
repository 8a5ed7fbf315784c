// SPDX-License-Identifier: EUPL-1.2
//! The stage: the sandbox with its people and projects, the databases, votum itself, and the frame of a story.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::SignedDuration;
use votum::clock::Clock;
use votum::config::governance;
use votum::domain::rules::Rules;
use votum::domain::seat::Seat;
use votum::engine::{Engine, Parts, rules_founded};
use votum::forge::Forge;
use votum::forge::gitlab::{GitLab, Settings};
use votum::health::Health;
use votum::hooks::door::{Door, DoorForge};
use votum::hooks::signature::Secrets;
use votum::sandbox::{Hook, Sandbox};
use votum::store::Store;

use super::{CORE, MODULE, On, PARTNERSHIP, TICKETS};

/// The text of the rules, and where they lie if votum reads them from a project.
type Law<'a> = (&'a str, Option<&'a Seat>);

/// Reads rules as votum does.
pub fn compile(text: &str, partnership: &str) -> Result<Rules, Vec<String>> {
    let reading = governance::read(text, partnership, "partnership.toml", &[]);
    reading.rules.ok_or_else(|| reading.faults.iter().map(ToString::to_string).collect())
}

pub async fn engine(database: &str, clock: &Clock, url: &str, law: Law<'_>, health: &Health) -> (Engine, Store) {
    let gitlab = GitLab::new(settings(url)).expect("the settings are right");
    engine_to((database, clock, law, health), Arc::new(gitlab)).await
}

/// What votum knows of the forge.
pub fn settings(url: &str) -> Settings {
    let (forge_id, token) = ("opencode".into(), "glpat-votum".to_string().into());
    Settings { forge_id, url: url.into(), token, ca_pem: None }
}

pub async fn engine_to(world: (&str, &Clock, Law<'_>, &Health), gitlab: Arc<dyn Forge>) -> (Engine, Store) {
    let parts = parts(world, gitlab).await;
    let store = parts.store.clone();
    (Engine::start(parts).await.expect("the engine starts"), store)
}

pub async fn parts(world: (&str, &Clock, Law<'_>, &Health), gitlab: Arc<dyn Forge>) -> Parts {
    let (database, clock, (text, seat), health) = world;
    let store = Store::open(database).await.expect("the database opens");
    let forges = BTreeMap::from([("opencode".to_string(), gitlab)]);
    let rules = match seat {
        None => compile(text, PARTNERSHIP).expect("the rules can be read"),
        Some(seat) => {
            let found = rules_founded(&store, &forges, (compile, clock), PARTNERSHIP, seat, &[]).await;
            found.expect("the store stands").expect("the rules can be read at their seat")
        }
    };
    Parts {
        store,
        clock: clock.clone(),
        forges,
        rules: vec![rules],
        compile,
        public_url: "https://votum.example".into(),
        reconcile: SignedDuration::from_mins(5),
        coalesce: SignedDuration::ZERO,
        health: health.clone(),
    }
}

/// Opens the real front door over HTTP, and returns where it stands.
pub async fn door(engine: &Engine, store: &Store, clock: &Clock) -> String {
    let forge = DoorForge {
        id: "opencode".into(),
        secrets: Secrets { tokens: vec!["hook".to_string().into()], signing: Vec::new() },
        projects: Vec::new(),
        governed: [TICKETS, CORE, MODULE].into_iter().map(|path| (path.to_string(), PARTNERSHIP.to_string())).collect(),
    };
    let door = Door::new(store.clone(), clock.clone(), vec![forge], Arc::new(|| {}));
    let door = door.knowing(engine.places()).under(engine.policies()).router();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = format!("http://{}", listener.local_addr().expect("it listens"));
    tokio::spawn(async move { axum::serve(listener, door).await });
    address
}

pub fn furnish(sandbox: &Sandbox) {
    sandbox.bot("votum-bot");
    sandbox.token("votum-bot", "glpat-votum");
    for name in ["anna", "anja", "ben", "cem", "dora", "olga", "otto", "rita", "dev", "rev", "guest", "eva"] {
        sandbox.user(name);
    }
    for project in [TICKETS, CORE, MODULE] {
        sandbox.project(project);
        sandbox.member(project, "votum-bot", 30);
        for name in ["olga", "otto", "rita", "rev", "dev"] {
            sandbox.member(project, name, 30);
        }
        for name in ["anna", "anja", "ben", "cem", "dora"] {
            sandbox.member(project, name, 20);
        }
        sandbox.hook(project, hook());
    }
    sandbox.member(CORE, "votum-bot", 40);
    sandbox.member(MODULE, "votum-bot", 40);
}

/// The webhook that brings everything to votum.
pub fn hook() -> Hook {
    Hook { url: "https://votum.example/hooks/opencode".into(), token: Some("hook".into()), signing_token: None }
}

/// The address of a database that holds nothing yet.
pub async fn fresh(on: On, folder: &tempfile::TempDir) -> String {
    match on {
        On::Sqlite => format!("sqlite:{}", folder.path().join(format!("{}.db", uuid::Uuid::new_v4())).display()),
        On::Postgres => fresh_postgres().await,
    }
}

async fn fresh_postgres() -> String {
    let base = std::env::var("VOTUM_TEST_POSTGRES").expect("VOTUM_TEST_POSTGRES names a server");
    let name = format!("votum_{}", uuid::Uuid::new_v4().simple());
    let pool = sqlx::PgPool::connect(&format!("{base}/postgres")).await.expect("the server answers");
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&pool)
        .await
        .expect("it may create databases");
    pool.close().await;
    format!("{base}/{name}")
}

/// A story on every database: SQLite always, PostgreSQL where `VOTUM_TEST_POSTGRES` names a server.
#[macro_export]
macro_rules! story {
    ($(#[$doc:meta])* $name:ident, $world:ident => $story:block) => {
        story!($(#[$doc])* $name, |rules: String| rules, $world => $story);
    };
    ($(#[$doc:meta])* $name:ident, $rules:expr, $world:ident => $story:block) => {
        mod $name {
            use super::*;

            async fn play(on: On) {
                let mut $world = World::with(on, $rules).await;
                $story
                $world.end().await;
            }

            $(#[$doc])*
            #[tokio::test]
            async fn on_sqlite() {
                play(On::Sqlite).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                if std::env::var("VOTUM_TEST_POSTGRES").is_ok() {
                    play(On::Postgres).await;
                } else {
                    println!("VOTUM_TEST_POSTGRES is not set; this story was not played on PostgreSQL");
                }
            }
        }
    };
}
