// SPDX-License-Identifier: EUPL-1.2
//! Servers to compare with, each in a process of its own: this program, started with another task.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::post;
use axum::{Json, Router};
use votum::clock::Clock;
use votum::hooks::door::Door;
use votum::hooks::signature::Secrets;
use votum::store::Store;
use votum::store::intake::Intake;

use crate::ground::{FORGE, Ground, embedded, guard};

/// What a child serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Checks the signature and answers.
    Bare,
    /// The front door.
    Together,
    /// The front door, with a commit for each delivery.
    Alone,
    /// The front door with the engine behind it absorbing.
    Absorbing,
}

/// A running child; it is killed when it is dropped.
pub struct Child {
    process: std::process::Child,
    /// Where it listens.
    pub address: String,
}

impl Child {
    /// Starts a child and waits until it listens.
    pub async fn start(kind: Kind, folder: &Path) -> Self {
        let address = free().await;
        let kind = format!("{kind:?}").to_lowercase();
        let process = Command::new(std::env::current_exe().expect("this program has a path"))
            .args(["--child", &kind, "--at", &address, "--folder"])
            .arg(folder)
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts");
        let child = Self { process, address };
        for _ in 0..20_000 {
            if tokio::net::TcpStream::connect(&child.address).await.is_ok() {
                return child;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        panic!("the child does not listen");
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Serves until it is killed.
pub async fn serve(kind: Kind, address: &str, folder: &Path) {
    let clock = Clock::system();
    let database = embedded(folder, "votum.db");
    let router = match kind {
        Kind::Bare => {
            let secrets = Arc::new(guard(true).secrets);
            Router::new().route("/hooks/{forge}", post(bare)).with_state(secrets)
        }
        Kind::Together | Kind::Alone => {
            let store = Store::open(&database).await.expect("the database opens");
            let door = Door::new(store.clone(), clock, vec![guard(true)], Arc::new(|| {}));
            let door = if kind == Kind::Alone { door.keeping_in(Intake::of_lots(store, 1)) } else { door };
            door.router()
        }
        Kind::Absorbing => {
            let ground = Ground::new(&database, &clock).await;
            let (engine, store) = (ground.engine.clone(), ground.store.clone());
            tokio::spawn(async move {
                loop {
                    if !engine.absorb_from(FORGE).await.expect("the store stands") {
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                }
            });
            tokio::spawn(async move {
                loop {
                    store.sweep().await.expect("the store stands");
                    tokio::time::sleep(votum::store::replica::SHOWS_EVERY).await;
                }
            });
            ground.router
        }
    };
    let listener = tokio::net::TcpListener::bind(address).await.expect("the port is free");
    axum::serve(listener, router).await.expect("it serves");
}

async fn bare(State(secrets): State<Arc<Secrets>>, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    match secrets.admit(&headers, &body, Clock::system().now()) {
        Ok(()) => (StatusCode::ACCEPTED, Json(serde_json::json!({ "taken": true }))),
        Err(_) => (StatusCode::UNAUTHORIZED, Json(serde_json::json!({ "taken": false }))),
    }
}

/// Returns an address that nobody listens on.
pub async fn free() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    listener.local_addr().expect("it listens").to_string()
}
