// SPDX-License-Identifier: EUPL-1.2
//! The inbox: deliveries kept once, claimed, and finished together with what follows from them.
//!
//! **Invariant:** a delivery that was acknowledged is in the database. The same key is kept once, by a unique index and
//! not by looking first.

use jiff::{SignedDuration, Timestamp};
use sqlx::{AssertSqlSafe, FromRow};

use super::intake::Incoming;
use super::{HERE_OR_ANYWHERE, Link, Pools, Store, StoreError, Stored, Tx, fresh_claim, instant, micros, on, reading};

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
    /// The partnership in whose lane it waited.
    pub lane: String,
    /// The claim by which it is held; the next one has another.
    pub claim: String,
    received_at: i64,
    due_at: i64,
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
    /// Claims up to `most` deliveries that are due, the oldest first; of one partnership's lane at one forge, if these are
    /// named.
    pub async fn claim_deliveries(
        &self,
        lane: Option<(&str, &str)>,
        most: u32,
        now: Timestamp,
    ) -> Stored<Vec<Delivery>> {
        let here = if lane.is_some() { "forge = $3 AND lane = $4" } else { HERE_OR_ANYWHERE };
        let sql = self.claiming(
            "UPDATE delivery SET leased_until = $1, leased_by = $6, claim = $7, attempt = attempt + 1 WHERE id",
            &format!(
                "SELECT id FROM delivery
                WHERE done_at IS NULL AND parked IS NULL AND due_at <= $2 AND leased_until <= $2 AND {here}
                ORDER BY due_at, id LIMIT $5"
            ),
            "RETURNING id, forge, lane, event, body, attempt, claim, received_at, due_at",
        );
        let until = micros(now.checked_add(LEASE).unwrap_or(now));
        let (now, most, replica) = (micros(now), i64::from(most), self.replica.to_string());
        let (forge, lane) = lane.map(|(forge, lane)| (forge.to_string(), lane.to_string())).unzip();
        let claim = fresh_claim();
        let mut claimed: Vec<Delivery> = match &self.pools {
            Pools::Sqlite { write, .. } => {
                let query = sqlx::query_as(AssertSqlSafe(sql)).bind(until).bind(now).bind(forge).bind(lane);
                query.bind(most).bind(replica).bind(claim).fetch_all(write).await?
            }
            Pools::Postgres { pool } => {
                let query = sqlx::query_as(AssertSqlSafe(sql)).bind(until).bind(now).bind(forge).bind(lane);
                query.bind(most).bind(replica).bind(claim).fetch_all(pool).await?
            }
        };
        claimed.sort_by_key(|delivery| (delivery.due_at, delivery.id));
        Ok(claimed)
    }

    /// Says whether a delivery is due, of one forge and of one partnership's lane.
    pub async fn has_delivery(&self, forge: &str, lane: &str, now: Timestamp) -> Stored<bool> {
        const SQL: &str = "SELECT id FROM delivery
            WHERE done_at IS NULL AND parked IS NULL AND due_at <= $1 AND leased_until <= $1 AND forge = $2 AND lane = $3
            LIMIT 1";
        let found: Option<i64> = reading!(self, pool => sqlx::query_scalar(SQL)
            .bind(micros(now))
            .bind(forge.to_string())
            .bind(lane.to_string())
            .fetch_optional(pool)
            .await)?;
        Ok(found.is_some())
    }

    /// Returns when the next delivery will be due that waits.
    pub async fn next_delivery(&self) -> Stored<Option<Timestamp>> {
        const SQL: &str = "SELECT MIN(due_at) FROM delivery WHERE done_at IS NULL AND parked IS NULL";
        let at: Option<i64> = reading!(self, pool => sqlx::query_scalar(SQL).fetch_one(pool).await)?;
        Ok(at.map(instant))
    }

    /// Lets a delivery come again at `due`, unless somebody else has claimed it meanwhile.
    pub async fn postpone_delivery(&self, delivery: &Delivery, due: Timestamp) -> Stored<()> {
        const SQL: &str = "UPDATE delivery SET due_at = $1, leased_until = 0, leased_by = ''
            WHERE id = $2 AND leased_by = $3 AND claim = $4";
        let mut tx = self.begin().await?;
        on!(&mut tx, c => sqlx::query(SQL)
            .bind(micros(due))
            .bind(delivery.id)
            .bind(self.replica.to_string())
            .bind(delivery.claim.clone())
            .execute(c)
            .await
            .map(|_| ()))?;
        tx.commit().await
    }

    /// Puts a delivery aside for a person to look at, unless somebody else has claimed it meanwhile.
    pub async fn park_delivery(&self, delivery: &Delivery, why: &str) -> Stored<()> {
        const SQL: &str = "UPDATE delivery SET parked = $1, leased_until = 0, leased_by = ''
            WHERE id = $2 AND leased_by = $3 AND claim = $4";
        let mut tx = self.begin().await?;
        on!(&mut tx, c => sqlx::query(SQL)
            .bind(why.to_string())
            .bind(delivery.id)
            .bind(self.replica.to_string())
            .bind(delivery.claim.clone())
            .execute(c)
            .await
            .map(|_| ()))?;
        tx.commit().await
    }

    /// Leaves what is held by a claim to it for longer; returns whether any of it still is.
    pub async fn prolong_deliveries(&self, claim: &str, now: Timestamp) -> Stored<bool> {
        const SQL: &str = "UPDATE delivery SET leased_until = $1
            WHERE done_at IS NULL AND parked IS NULL AND leased_by = $2 AND claim = $3";
        self.prolong(SQL, claim, now.checked_add(LEASE).unwrap_or(now)).await
    }

    /// Gives all leases back, and forgets which readings were told; for the one process that owns an embedded database,
    /// when it starts: nobody is reading.
    pub async fn release_leases(&self) -> Stored<()> {
        let mut tx = self.begin().await?;
        for sql in [
            "UPDATE delivery SET leased_until = 0, leased_by = '' WHERE leased_until > 0",
            "UPDATE outbox SET leased_until = 0, leased_by = '' WHERE leased_until > 0",
            "DELETE FROM reading",
        ] {
            on!(&mut tx, c => sqlx::query(sql).execute(c).await.map(|_| ()))?;
        }
        tx.commit().await
    }

    /// Forgets deliveries that were done before `before`; one that comes again after that is looked at once more, and
    /// nothing new is found.
    pub async fn forget_deliveries(&self, before: Timestamp) -> Stored<u64> {
        const SQL: &str = "DELETE FROM delivery WHERE id IN
            (SELECT id FROM delivery WHERE done_at IS NOT NULL AND done_at < $1 ORDER BY done_at LIMIT 1000)";
        let mut tx = self.begin().await?;
        let gone =
            on!(&mut tx, c => sqlx::query(SQL).bind(micros(before)).execute(c).await.map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(gone)
    }

    /// Counts the deliveries that are not done.
    pub async fn inbox_depth(&self) -> Stored<Depth> {
        const SQL: &str =
            "SELECT COUNT(*) - COUNT(parked) AS waiting, COUNT(parked) AS parked FROM delivery WHERE done_at IS NULL";
        Ok(reading!(self, pool => sqlx::query_as(SQL).fetch_one(pool).await)?)
    }
}

impl Tx {
    /// Keeps one delivery and returns whether it is new.
    pub async fn keep_delivery(&mut self, incoming: Incoming) -> Stored<bool> {
        Ok(self.keep_deliveries(&[incoming]).await? == [true])
    }

    /// Marks deliveries of one claim as done; their bodies are no longer needed and go.
    ///
    /// # Errors
    /// [`StoreError::Lost`] where somebody else has claimed one of them meanwhile; nothing may be committed then.
    pub async fn finish_deliveries(&mut self, ids: &[i64], claim: &str, now: Timestamp) -> Stored<()> {
        const SQLITE: &str = "UPDATE delivery SET done_at = $1, leased_until = 0, leased_by = '', body = $2
            WHERE id IN (SELECT value FROM json_each($3)) AND done_at IS NULL AND leased_by = $4 AND claim = $5";
        const POSTGRES: &str = "UPDATE delivery SET done_at = $1, leased_until = 0, leased_by = '', body = $2
            WHERE id IN (SELECT value::bigint FROM json_array_elements_text($3::json))
              AND done_at IS NULL AND leased_by = $4 AND claim = $5";
        let list = format!("[{}]", ids.iter().map(i64::to_string).collect::<Vec<_>>().join(","));
        let (now, nothing) = (micros(now), Vec::<u8>::new());
        let (replica, claim) = (self.replica.to_string(), claim.to_string());
        let finished = match &mut self.link {
            Link::Sqlite(tx) => {
                let query = sqlx::query(SQLITE).bind(now).bind(nothing).bind(list).bind(replica).bind(claim);
                query.execute(&mut **tx).await?.rows_affected()
            }
            Link::Postgres(tx) => {
                let query = sqlx::query(POSTGRES).bind(now).bind(nothing).bind(list).bind(replica).bind(claim);
                query.execute(&mut **tx).await?.rows_affected()
            }
        };
        if usize::try_from(finished) == Ok(ids.len()) { Ok(()) } else { Err(StoreError::Lost) }
    }
}
