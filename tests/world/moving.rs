// SPDX-License-Identifier: EUPL-1.2
//! Exports, and moves into other databases.

use std::sync::Arc;

use votum::engine::{Engine, Examined, examine};
use votum::forge::gitlab::GitLab;
use votum::store::Store;
use votum::store::export::{Reader, Variant, export};

use super::{On, PARTNERSHIP, World, stage};

/// Looks at a file as `votum verify --export` does.
pub fn examined(file: &str) -> Examined {
    let (title, lines) = Reader::open(file.as_bytes()).expect("it is an export");
    examine(lines, &title.partnerships, stage::compile)
}

async fn take_in(engine: &Engine, file: &str, variant: Variant) -> Result<(), String> {
    let (title, lines) = Reader::open(file.as_bytes())?;
    engine.take_in(&title, lines, variant).await.map(drop).map_err(|fault| fault.to_string())
}

impl World {
    /// On which database the story is.
    pub fn on(&self) -> On {
        self.on
    }

    /// An export of what is in the database.
    pub async fn exported(&self, variant: Variant) -> String {
        let mut file = Vec::new();
        let partnerships = [PARTNERSHIP.to_string()];
        let now = self.clock.now();
        export(&self.store, &partnerships, variant, now, &mut file).await.expect("the store stands");
        String::from_utf8(file).expect("it is text")
    }

    /// Takes a file into a new database.
    pub async fn taken_in(&self, to: On, file: &str, variant: Variant) -> Result<Store, String> {
        let database = stage::fresh(to, &self.folder).await;
        let engine = self.newcomer(&database).await;
        let done = take_in(&engine, file, variant).await;
        let head = engine.store().head(PARTNERSHIP).await.expect("the store stands");
        assert_eq!(done.is_ok(), head.seq > 0, "all of it or nothing");
        done.map(|()| engine.store().clone())
    }

    /// Takes a file into a new database and lives there from now on.
    pub async fn moves(&mut self, to: On, file: &str, variant: Variant) -> Result<(), String> {
        let database = stage::fresh(to, &self.folder).await;
        take_in(&self.newcomer(&database).await, file, variant).await?;
        (self.on, self.database) = (to, database);
        self.restart().await;
        Ok(())
    }

    /// Takes a file into the database that it came from.
    pub async fn moved_into_itself(&self, file: &str, variant: Variant) -> Result<(), String> {
        take_in(&self.newcomer(&self.database).await, file, variant).await
    }

    /// Takes a file into a new database and is killed after so many moments; returns how many it took, how
    /// long the register then is, and which table holds something.
    pub async fn killed_while_taking_in(
        &self,
        to: On,
        file: &str,
        variant: Variant,
        moments: usize,
    ) -> (usize, usize, Option<&'static str>) {
        let database = stage::fresh(to, &self.folder).await;
        let engine = self.newcomer(&database).await;
        let mut over = 0;
        let mut taking = Box::pin(take_in(&engine, file, variant));
        std::future::poll_fn(|context| {
            if over == moments {
                return std::task::Poll::Ready(());
            }
            over += 1;
            taking.as_mut().poll(context).map(|done| done.expect("it is taken in"))
        })
        .await;
        drop(taking);
        let mut tx = engine.store().begin().await.expect("the store stands");
        let taken = tx.taken(None).await.expect("the store stands");
        drop(tx);
        (over, engine.store().dump_register(PARTNERSHIP).await.expect("the store stands").len(), taken)
    }

    async fn newcomer(&self, database: &str) -> Engine {
        let gitlab = GitLab::new(stage::settings(&self.url)).expect("the settings are right");
        let world = (database, &self.clock, (self.rules.as_str(), self.seat.as_ref()), &self.health);
        let parts = stage::parts(world, Arc::new(gitlab)).await;
        Engine::build(parts).await.expect("the engine is built")
    }
}
