// SPDX-License-Identifier: EUPL-1.2
//! Several votums on one PostgreSQL: who is alive, whose turn it is to watch the clock, and the bell that wakes them.
//!
//! Each replica shows itself every second, by the database's clock, which all of them share. What a replica had claimed
//! that shows itself no more is free again within seconds. An embedded database has one process, and nothing of this.
//!
//! **Invariant:** a claim is free again when it runs out or when whoever holds it has been silent for
//! [`SILENT_MAX`], and not before. At most one replica holds the [`Ticker`].

use std::time::Duration;

use jiff::Timestamp;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgListener;
use sqlx::{Connection, Postgres};

use super::{Link, Pools, Store, Stored, Tx, micros, on};

/// How often a replica shows itself.
pub const SHOWS_EVERY: Duration = Duration::from_secs(1);

/// After how long a silence the others take over what a replica had claimed.
pub const SILENT_MAX: Duration = Duration::from_secs(5);

/// After how long a silence a replica is forgotten.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(24);

/// The channel of the bell, and the number of the ticker's lock.
const BELL: &str = "votum";
const TICKER: i64 = 0x766f_7475_6d31;

/// The right to watch the clock and to reconcile, which one replica has at a time.
#[derive(Debug)]
pub enum Ticker {
    /// Nobody else works on this database.
    Alone,
    /// The lock, which lasts as long as its connection.
    Chosen(Box<PoolConnection<Postgres>>),
}

impl Ticker {
    /// Says whether the right is still held.
    pub async fn holds(&mut self) -> bool {
        match self {
            Self::Alone => true,
            Self::Chosen(connection) => connection.ping().await.is_ok(),
        }
    }

    /// Gives the right back.
    pub async fn give_back(self) {
        if let Self::Chosen(mut connection) = self {
            let freed = sqlx::query("SELECT pg_advisory_unlock($1)").bind(TICKER).execute(&mut **connection).await;
            if freed.is_err() {
                // The lock goes with its connection.
                connection.close_on_drop();
            }
        }
    }
}

/// Hears that a delivery has been kept or a desired state put in, by this replica or another.
#[derive(Debug)]
pub struct Bell(PgListener);

impl Bell {
    /// Waits until it rings.
    ///
    /// # Errors
    /// The connection was lost and could not be made again.
    pub async fn rings(&mut self) -> Stored<()> {
        self.0.recv().await?;
        Ok(())
    }
}

/// What a replica saw when it showed itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// How many claims of silent replicas were freed.
    pub freed: u64,
    /// How many replicas are alive, itself included.
    pub living: u32,
}

impl Store {
    /// Shows the others that this replica is alive, frees what silent ones had claimed, and returns what it saw.
    pub async fn show(&self) -> Stored<Shown> {
        const SEEN: &str =
            "INSERT INTO replica (id, seen_at) VALUES ($1, CAST(EXTRACT(EPOCH FROM now()) * 1000000 AS BIGINT))
            ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at";
        const FORGET: &str =
            "DELETE FROM replica WHERE seen_at < CAST(EXTRACT(EPOCH FROM now()) * 1000000 AS BIGINT) - $1";
        const FREE: [&str; 2] = [
            "UPDATE delivery SET leased_until = 0, leased_by = '' WHERE done_at IS NULL AND parked IS NULL AND leased_by <> '' AND leased_by NOT IN
                (SELECT id FROM replica WHERE seen_at >= CAST(EXTRACT(EPOCH FROM now()) * 1000000 AS BIGINT) - $1)",
            "UPDATE outbox SET leased_until = 0, leased_by = '' WHERE leased_by <> '' AND leased_by NOT IN
                (SELECT id FROM replica WHERE seen_at >= CAST(EXTRACT(EPOCH FROM now()) * 1000000 AS BIGINT) - $1)",
        ];
        const LIVING: &str = "SELECT COUNT(*) FROM replica
            WHERE seen_at >= CAST(EXTRACT(EPOCH FROM now()) * 1000000 AS BIGINT) - $1";
        let Pools::Postgres { pool } = &self.pools else { return Ok(Shown { freed: 0, living: 1 }) };
        sqlx::query(SEEN).bind(self.replica.to_string()).execute(pool).await?;
        sqlx::query(FORGET).bind(long(FORGOTTEN_AFTER)).execute(pool).await?;
        let mut freed = 0;
        for sql in FREE {
            freed += sqlx::query(sql).bind(long(SILENT_MAX)).execute(pool).await?.rows_affected();
        }
        let living: i64 = sqlx::query_scalar(LIVING).bind(long(SILENT_MAX)).fetch_one(pool).await?;
        Ok(Shown { freed, living: u32::try_from(living).unwrap_or(u32::MAX).max(1) })
    }

    /// Leaves what is held by a claim of this replica to it until then; returns whether any of it still is.
    pub(super) async fn prolong(&self, sql: &'static str, claim: &str, until: Timestamp) -> Stored<bool> {
        let mut tx = self.begin().await?;
        let held = on!(&mut tx, c => sqlx::query(sql)
            .bind(micros(until))
            .bind(self.replica.to_string())
            .bind(claim.to_string())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(held > 0)
    }

    /// Says goodbye: what this replica had claimed is free at once.
    pub async fn leave(&self) -> Stored<()> {
        let Pools::Postgres { pool } = &self.pools else { return Ok(()) };
        for sql in [
            "UPDATE delivery SET leased_until = 0, leased_by = '' WHERE done_at IS NULL AND leased_by = $1",
            "UPDATE outbox SET leased_until = 0, leased_by = '' WHERE leased_by = $1",
            "DELETE FROM replica WHERE id = $1",
        ] {
            sqlx::query(sql).bind(self.replica.to_string()).execute(pool).await?;
        }
        Ok(())
    }

    /// Takes the right to watch the clock, where nobody else has it.
    pub async fn ticker(&self) -> Stored<Option<Ticker>> {
        let Pools::Postgres { pool } = &self.pools else { return Ok(Some(Ticker::Alone)) };
        let mut connection = pool.acquire().await?;
        let taken: bool =
            sqlx::query_scalar("SELECT pg_try_advisory_lock($1)").bind(TICKER).fetch_one(&mut *connection).await?;
        Ok(taken.then(|| Ticker::Chosen(Box::new(connection))))
    }

    /// Returns the bell, where there are others that could ring it.
    pub async fn bell(&self) -> Stored<Option<Bell>> {
        let Pools::Postgres { pool } = &self.pools else { return Ok(None) };
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(BELL).await?;
        Ok(Some(Bell(listener)))
    }
}

impl Tx {
    /// Rings the bell when this transaction is committed.
    pub async fn ring(&mut self) -> Stored<()> {
        if let Link::Postgres(tx) = &mut self.link {
            sqlx::query("SELECT pg_notify($1, '')").bind(BELL).execute(&mut **tx).await?;
        }
        Ok(())
    }
}

/// Returns a length of time as the database counts it.
fn long(time: Duration) -> i64 {
    let since = Timestamp::UNIX_EPOCH.checked_add(time).unwrap_or(Timestamp::MAX);
    micros(since)
}
