// SPDX-License-Identifier: EUPL-1.2
//! The inbox: deliveries kept once, claimed, and finished together with what follows from them.
//!
//! **Invariant:** a delivery that was acknowledged is in the database. The same key is kept once, by a unique index and
//! not by looking first.

use jiff::{SignedDuration, Timestamp};
use sqlx::FromRow;

use super::{Pools, Store, Stored, Tx, instant, micros, on, reading};

/// A delivery as claimed.
#[derive(Clone, Debug, FromRow)]
pub struct Delivery {
    /// Its number.
    pub id: i64,
    /// The forge it came from.
    pub forge: String,
    /// The kind of event, as the forge names it; [`READ`] for votum's own.
    pub event: String,
    /// Its body.
    pub body: Vec<u8>,
    /// How often it has been claimed, this time included.
    pub attempt: i64,
    received_at: i64,
}

/// The event of a delivery that votum sent itself: read a thread at the forge.
pub const READ: &str = "votum: read";

/// How long a claimed delivery is left alone before somebody else may take it.
pub const LEASE: SignedDuration = SignedDuration::from_secs(60);

impl Delivery {
    /// Returns when it came in.
    #[must_use]
    pub fn received_at(&self) -> Timestamp {
        instant(self.received_at)
    }
}

/// How many deliveries are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct Depth {
    /// Waiting for their turn or for a forge.
    pub waiting: i64,
    /// Put aside after a fault.
    pub parked: i64,
}

impl Store {
    /// Keeps a delivery and returns whether it is new.
    pub async fn keep_delivery(
        &self,
        forge: &str,
        key: &str,
        event: &str,
        body: &[u8],
        now: Timestamp,
    ) -> Stored<bool> {
        let mut tx = self.begin().await?;
        let fresh = tx.keep_delivery(forge, key, event, body, now).await?;
        tx.commit().await?;
        Ok(fresh)
    }

    /// Claims the oldest delivery that is due, of one forge if one is named.
    pub async fn claim_delivery(&self, forge: Option<&str>, now: Timestamp) -> Stored<Option<Delivery>> {
        const SQLITE: &str = "UPDATE delivery SET leased_until = $1, attempt = attempt + 1 WHERE id = (
            SELECT id FROM delivery
            WHERE done_at IS NULL AND parked IS NULL AND due_at <= $2 AND leased_until <= $2 AND ($3 IS NULL OR forge = $3)
            ORDER BY due_at, id LIMIT 1)
            RETURNING id, forge, event, body, attempt, received_at";
        const POSTGRES: &str = "UPDATE delivery SET leased_until = $1, attempt = attempt + 1 WHERE id = (
            SELECT id FROM delivery
            WHERE done_at IS NULL AND parked IS NULL AND due_at <= $2 AND leased_until <= $2
              AND ($3::text IS NULL OR forge = $3::text)
            ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, forge, event, body, attempt, received_at";
        let until = micros(now.checked_add(LEASE).unwrap_or(now));
        let (now, forge) = (micros(now), forge.map(str::to_string));
        Ok(match &self.pools {
            Pools::Sqlite { write, .. } => {
                sqlx::query_as(SQLITE).bind(until).bind(now).bind(forge).fetch_optional(write).await?
            }
            Pools::Postgres { pool } => {
                sqlx::query_as(POSTGRES).bind(until).bind(now).bind(forge).fetch_optional(pool).await?
            }
        })
    }

    /// Returns when the next delivery will be due that waits.
    pub async fn next_delivery(&self) -> Stored<Option<Timestamp>> {
        const SQL: &str = "SELECT MIN(due_at) FROM delivery WHERE done_at IS NULL AND parked IS NULL";
        let at: Option<i64> = reading!(self, pool => sqlx::query_scalar(SQL).fetch_one(pool).await)?;
        Ok(at.map(instant))
    }

    /// Lets a delivery come again at `due`.
    pub async fn postpone_delivery(&self, id: i64, due: Timestamp) -> Stored<()> {
        let mut tx = self.begin().await?;
        on!(&mut tx, c => sqlx::query("UPDATE delivery SET due_at = $1, leased_until = 0 WHERE id = $2")
            .bind(micros(due))
            .bind(id)
            .execute(c)
            .await
            .map(|_| ()))?;
        tx.commit().await
    }

    /// Puts a delivery aside for a person to look at.
    pub async fn park_delivery(&self, id: i64, why: &str) -> Stored<()> {
        let mut tx = self.begin().await?;
        on!(&mut tx, c => sqlx::query("UPDATE delivery SET parked = $1, leased_until = 0 WHERE id = $2")
            .bind(why.to_string())
            .bind(id)
            .execute(c)
            .await
            .map(|_| ()))?;
        tx.commit().await
    }

    /// Gives all leases back; for the one process that owns an embedded database, when it starts.
    pub async fn release_leases(&self) -> Stored<()> {
        let mut tx = self.begin().await?;
        for sql in [
            "UPDATE delivery SET leased_until = 0 WHERE leased_until > 0",
            "UPDATE outbox SET leased_until = 0 WHERE leased_until > 0",
        ] {
            on!(&mut tx, c => sqlx::query(sql).execute(c).await.map(|_| ()))?;
        }
        tx.commit().await
    }

    /// Counts the deliveries that are not done.
    pub async fn inbox_depth(&self) -> Stored<Depth> {
        const SQL: &str =
            "SELECT COUNT(*) - COUNT(parked) AS waiting, COUNT(parked) AS parked FROM delivery WHERE done_at IS NULL";
        Ok(reading!(self, pool => sqlx::query_as(SQL).fetch_one(pool).await)?)
    }
}

impl Tx {
    /// Keeps a delivery and returns whether it is new.
    pub async fn keep_delivery(
        &mut self,
        forge: &str,
        key: &str,
        event: &str,
        body: &[u8],
        now: Timestamp,
    ) -> Stored<bool> {
        const SQL: &str = "INSERT INTO delivery (forge, key, event, body, received_at, due_at)
            VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (forge, key) DO NOTHING";
        let kept = on!(self, c => sqlx::query(SQL)
            .bind(forge.to_string())
            .bind(key.to_string())
            .bind(event.to_string())
            .bind(body.to_vec())
            .bind(micros(now))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(kept == 1)
    }

    /// Marks a delivery as done; its body is no longer needed and goes.
    pub async fn finish_delivery(&mut self, id: i64, now: Timestamp) -> Stored<()> {
        const SQL: &str = "UPDATE delivery SET done_at = $1, leased_until = 0, body = $2 WHERE id = $3";
        on!(self, c => sqlx::query(SQL).bind(micros(now)).bind(Vec::<u8>::new()).bind(id).execute(c).await.map(|_| ()))?;
        Ok(())
    }
}
