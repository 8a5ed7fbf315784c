// SPDX-License-Identifier: EUPL-1.2
//! All SQL: inbox, journal, outbox, register, leases.
//!
//! One SQL text serves SQLite and PostgreSQL; the two engines differ in how a transaction begins and in a few words,
//! which stand side by side where they are needed.
//!
//! **Invariant:** only this room writes SQL. A writing transaction on SQLite begins with `BEGIN IMMEDIATE` on the one
//! writing connection, a partnership's on PostgreSQL takes its advisory lock first, so that facts of one partnership are
//! appended by one writer at a time. Nobody waits for the network inside a transaction.

pub mod accident;
pub mod budget;
mod draft;
pub mod export;
pub mod inbox;
pub mod intake;
pub mod journal;
mod json;
mod order;
pub mod outbox;
pub mod register;
pub mod release;
pub mod replica;
mod schema;
pub mod sheet;
pub mod stray;
pub mod wake;
mod wire;

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgSslMode};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, Postgres, Sqlite, Transaction};

use accident::{Accidents, Moment};
use draft::Draft;

/// Runs a query on whichever engine the transaction or store is of.
macro_rules! on {
    ($tx:expr, $connection:ident => $query:expr) => {
        match &mut $tx.link {
            $crate::store::Link::Sqlite(tx) => {
                let $connection = &mut **tx;
                $query
            }
            $crate::store::Link::Postgres(tx) => {
                let $connection = &mut **tx;
                $query
            }
        }
    };
}

/// Runs a reading query outside of any transaction.
macro_rules! reading {
    ($store:expr, $pool:ident => $query:expr) => {
        match &$store.pools {
            $crate::store::Pools::Sqlite { read: $pool, .. } => $query,
            $crate::store::Pools::Postgres { pool: $pool } => $query,
        }
    };
}

pub(crate) use {on, reading};

/// What can go wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("The database refused: {0}")]
    Database(#[from] sqlx::Error),
    /// The address of the database is none; a driver's own words could show a part of its password.
    #[error(
        "The address of the database cannot be read. It is not shown here, because it may hold a password. Write \
         postgres://user:password@host/name, and the signs : / ? # @ % of a password as %3A %2F %3F %23 %40 %25."
    )]
    Address,
    /// The schema is not the one of this program.
    #[error("{0}")]
    Schema(String),
    /// A file of the command line could not be read or written.
    #[error("The file could not be read or written: {0}.")]
    File(#[from] std::io::Error),
    /// An export cannot be taken in.
    #[error("{0}")]
    Export(String),
    /// Somebody else has taken over what was being worked on.
    #[error("What was being worked on took so long that another step has taken it over; that one finishes it.")]
    Lost,
    /// A row does not read as it must.
    #[error("Table {table}, row {row}: {why}. Restore a backup, or rebuild the register with `votum rebuild`.")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The row.
        row: String,
        /// What is wrong.
        why: String,
    },
}

/// What comes of asking the store.
pub type Stored<T> = Result<T, StoreError>;

/// Stands in a claim for a lane where none is named: both engines are told of what kind the places are.
const HERE_OR_ANYWHERE: &str = "CAST($3 AS TEXT) IS NULL AND CAST($4 AS TEXT) IS NULL";

/// How long a writer waits for the database before it gives up.
const BUSY: Duration = Duration::from_secs(10);

/// How many connections read at once.
const READERS: u32 = 4;

/// How long a connection to PostgreSQL has rested when it is asked whether it still stands before it is used.
const RESTED: Duration = Duration::from_secs(1);

/// How many connections to PostgreSQL one process has: two of them listen and hold the ticker.
const CONNECTIONS: u32 = 12;

/// How many pages of 4 KiB the log of an embedded database may grow by before the writer itself writes it back.
const LOG_MAX: u32 = 16_384;

/// The database of one installation.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) pools: Pools,
    /// The name of this process among those that work on the database.
    replica: Arc<str>,
    accidents: Accidents,
}

#[derive(Clone, Debug)]
pub(crate) enum Pools {
    /// One connection writes, some read, and one writes the log back into the file while the others go on.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
        sweep: Option<SqlitePool>,
    },
    Postgres {
        pool: PgPool,
    },
}

/// A writing transaction.
#[derive(Debug)]
pub struct Tx {
    pub(crate) link: Link,
    /// The name of this process among those that work on the database.
    replica: Arc<str>,
    accidents: Accidents,
    draft: Draft,
}

#[derive(Debug)]
pub(crate) enum Link {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Store {
    /// Opens `sqlite:PATH` (the file is created if need be), `sqlite::memory:` (nothing outlives the store) or
    /// `postgres://…`, and brings the schema up to date.
    ///
    /// # Errors
    /// The database cannot be reached, or its schema is newer than this program.
    pub async fn open(url: &str) -> Stored<Self> {
        let pools = match url.strip_prefix("sqlite:") {
            Some(":memory:") => open_memory().await?,
            Some(path) => open_sqlite(path.trim_start_matches("//")).await?,
            None => open_postgres(url).await?,
        };
        let replica = uuid::Uuid::new_v4().to_string().into();
        let store = Self { pools, replica, accidents: Accidents::default() };
        schema::migrate(&store).await?;
        Ok(store)
    }

    /// Returns the same database, whose transactions have these accidents.
    #[must_use]
    pub fn with_accidents(self, accidents: Accidents) -> Self {
        Self { accidents, ..self }
    }

    /// Begins a writing transaction.
    pub async fn begin(&self) -> Stored<Tx> {
        self.accidents.at(Moment::Begin)?;
        let link = match &self.pools {
            Pools::Sqlite { write, .. } => Link::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres { pool } => Link::Postgres(pool.begin().await?),
        };
        Ok(Tx { link, replica: self.replica.clone(), accidents: self.accidents.clone(), draft: Draft::default() })
    }

    /// Begins a writing transaction in which this partnership has one writer.
    pub async fn begin_for(&self, partnership: &str) -> Stored<Tx> {
        let mut tx = self.begin().await?;
        tx.lock(partnership).await?;
        Ok(tx)
    }

    /// Returns the statement that claims what a query chooses. PostgreSQL leaves out what another replica is about to
    /// claim, and the array makes it choose once, before it updates.
    fn claiming(&self, update: &str, choose: &str, returning: &str) -> String {
        match self.pools {
            Pools::Sqlite { .. } => format!("{update} IN ({choose}) {returning}"),
            Pools::Postgres { .. } => format!("{update} = ANY(ARRAY({choose} FOR UPDATE SKIP LOCKED)) {returning}"),
        }
    }

    /// Begins a transaction that only reads, and sees everything as it stands at its beginning whatever is written
    /// meanwhile.
    pub async fn snapshot(&self) -> Stored<Tx> {
        const STILL: &str = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";
        let link = match &self.pools {
            Pools::Sqlite { read, .. } => Link::Sqlite(read.begin().await?),
            Pools::Postgres { pool } => {
                let mut tx = pool.begin().await?;
                sqlx::query(STILL).execute(&mut *tx).await?;
                Link::Postgres(tx)
            }
        };
        Ok(Tx { link, replica: self.replica.clone(), accidents: Accidents::default(), draft: Draft::default() })
    }

    /// Says whether the database answers.
    pub async fn answers(&self) -> bool {
        let asked: Result<i64, _> =
            reading!(self, pool => sqlx::query_scalar("SELECT CAST(1 AS BIGINT)").fetch_one(pool).await);
        asked.is_ok()
    }

    /// Says whether this is the embedded database, which one process owns.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        matches!(self.pools, Pools::Sqlite { .. })
    }

    /// Reads a value that the installation keeps for itself, or keeps `fresh` and returns it.
    pub async fn keep(&self, key: &str, fresh: &str) -> Stored<String> {
        let mut tx = self.begin().await?;
        on!(&mut tx, c => sqlx::query("INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING")
            .bind(key.to_string())
            .bind(fresh.to_string())
            .execute(c)
            .await
            .map(|_| ()))?;
        let kept: String = on!(&mut tx, c => sqlx::query_scalar("SELECT value FROM setting WHERE key = $1")
            .bind(key.to_string())
            .fetch_one(c)
            .await)?;
        tx.commit().await?;
        Ok(kept)
    }

    /// Says whether a partnership's merging and tagging rest.
    pub async fn is_paused(&self, partnership: &str) -> Stored<bool> {
        let kept: Option<String> = reading!(self, pool => sqlx::query_scalar("SELECT value FROM setting WHERE key = $1")
                .bind(format!("paused {partnership}"))
                .fetch_optional(pool)
                .await)?;
        Ok(kept.as_deref() == Some("yes"))
    }

    /// Writes the log of an embedded database back into its file, as far as nobody reads from it, and lets nobody wait.
    pub async fn sweep(&self) -> Stored<()> {
        if let Pools::Sqlite { sweep: Some(sweep), .. } = &self.pools {
            sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(sweep).await?;
        }
        Ok(())
    }

    /// Closes all connections; SQLite writes its log back into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { write, read, sweep } => {
                read.close().await;
                if let Some(sweep) = sweep {
                    sweep.close().await;
                }
                write.close().await;
            }
            Pools::Postgres { pool } => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes this the one transaction that writes for a partnership.
    pub async fn lock(&mut self, partnership: &str) -> Stored<()> {
        if let Link::Postgres(pg) = &mut self.link {
            // Whoever waits for long holds a connection that others need; every step is repeated.
            const LOCK: &str = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))
                FROM (SELECT set_config('lock_timeout', '5s', true) OFFSET 0) AS patience";
            sqlx::query(LOCK).bind(partnership.to_string()).execute(&mut **pg).await?;
        }
        Ok(())
    }

    /// Says that a partnership's merging and tagging rest, or go on.
    pub async fn set_paused(&mut self, partnership: &str, paused: bool) -> Stored<()> {
        const SQL: &str =
            "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        on!(self, c => sqlx::query(SQL)
            .bind(format!("paused {partnership}"))
            .bind(if paused { "yes" } else { "no" })
            .execute(c)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Makes everything that was written durable and visible.
    pub async fn commit(mut self) -> Stored<()> {
        self.write_draft().await?;
        self.accidents.at(Moment::Commit)?;
        match self.link {
            Link::Sqlite(tx) => tx.commit().await?,
            Link::Postgres(tx) => tx.commit().await?,
        }
        self.accidents.at(Moment::Committed)
    }
}

/// Returns the name of a claim that no other has.
fn fresh_claim() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Returns an instant as the database keeps it: microseconds since 1970.
pub(crate) fn micros(instant: Timestamp) -> i64 {
    instant.as_microsecond()
}

/// Returns the instant behind microseconds since 1970.
pub(crate) fn instant(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
}

async fn open_sqlite(path: &str) -> Stored<Pools> {
    let options = SqliteConnectOptions::from_str("sqlite:")
        .map_err(StoreError::Database)?
        .filename(Path::new(path))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY)
        .foreign_keys(true);
    // The writer would hold up everybody while it writes the log back; it does so only when the sweeper cannot keep up.
    let writing = options.clone().pragma("wal_autocheckpoint", LOG_MAX.to_string());
    // A connection to a file does not break, so nobody asks first whether it stands.
    let pool = || SqlitePoolOptions::new().test_before_acquire(false);
    let write = pool().max_connections(1).acquire_timeout(BUSY * 3).connect_with(writing).await?;
    let sweeping = options.clone().pragma("wal_autocheckpoint", "0");
    let sweep = pool().max_connections(1).acquire_timeout(BUSY).connect_lazy_with(sweeping);
    let read = pool()
        .max_connections(READERS)
        .acquire_timeout(BUSY)
        .connect_lazy_with(options.create_if_missing(false).read_only(true));
    Ok(Pools::Sqlite { write, read, sweep: Some(sweep) })
}

/// Opens a database that lives as long as its one connection does, which reads and writes in turn.
async fn open_memory() -> Stored<Pools> {
    let options = SqliteConnectOptions::new()
        .in_memory(true)
        .journal_mode(SqliteJournalMode::Memory)
        .synchronous(SqliteSynchronous::Off)
        .foreign_keys(true);
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .min_connections(1)
        .acquire_timeout(BUSY)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options)
        .await?;
    Ok(Pools::Sqlite { read: write.clone(), write, sweep: None })
}

/// Reads how to reach a PostgreSQL.
fn postgres_options(url: &str) -> Stored<PgConnectOptions> {
    let mut options = PgConnectOptions::from_str(url).map_err(|_| StoreError::Address)?;
    options = options.application_name("votum");
    // What leaves this machine is encrypted, and the server shows who it is, unless the address itself says otherwise.
    let is_near = options.get_socket().is_some() || ["localhost", "127.0.0.1", "::1"].contains(&options.get_host());
    if !is_near && !url.contains("sslmode=") && !url.contains("ssl-mode=") {
        options = options.ssl_mode(PgSslMode::VerifyFull);
    }
    Ok(options)
}

async fn open_postgres(url: &str) -> Stored<Pools> {
    let options = postgres_options(url)?;
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(BUSY)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                // One that has just served stands; asking it first would double the way there.
                Ok(meta.idle_for < RESTED || connection.ping().await.is_ok())
            })
        })
        .connect_with(options)
        .await?;
    Ok(Pools::Postgres { pool })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_the_machine_is_encrypted_and_verified() {
        let mode = |url: &str| postgres_options(url).expect("an address").get_ssl_mode();
        for url in
            ["postgres://votum@db.example/votum", "postgres://votum:secret@192.0.2.7:5433/votum?application_name=x"]
        {
            assert!(matches!(mode(url), PgSslMode::VerifyFull), "{url}");
        }
        assert!(
            matches!(mode("postgres://votum@db.example/votum?sslmode=verify-ca"), PgSslMode::VerifyCa),
            "as it says"
        );
        assert!(!matches!(mode("postgres://votum@127.0.0.1/votum"), PgSslMode::VerifyFull), "it stays on the machine");
    }
}
