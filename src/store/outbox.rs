// SPDX-License-Identifier: EUPL-1.2
//! The outbox: desired states, the newest of each key, leased while they are carried to a forge.
//!
//! **Invariant:** an entry leaves the outbox only when its newest value stands at the forge, or as a dead letter that a
//! person sees. Settling an older value than the newest leaves the entry there.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use sqlx::{AssertSqlSafe, FromRow};

use super::draft::{lot, places};
use super::{HERE_OR_ANYWHERE, Pools, Store, StoreError, Stored, Tx, fresh_claim, micros, on, reading};

/// An entry as claimed.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Item {
    /// What it is the state of.
    pub key: String,
    /// Its partnership.
    pub partnership: String,
    /// The forge it goes to.
    pub forge: String,
    /// What kind of state.
    pub kind: String,
    /// The thread or project it belongs to.
    pub thread: String,
    /// The state, as JSON.
    pub payload: String,
    /// Counts the values that the key has had.
    pub version: i64,
    /// How often it has been claimed, this time included.
    pub attempt: i64,
    /// The claim by which it is held; the next one has another.
    pub claim: String,
    due_at: i64,
}

/// A value for a key.
#[derive(Clone, Debug)]
pub struct Desired<'a> {
    /// What it is the state of.
    pub key: String,
    /// The partnership.
    pub partnership: &'a str,
    /// The forge it goes to.
    pub forge: String,
    /// What kind of state.
    pub kind: &'static str,
    /// The thread or project it belongs to.
    pub thread: String,
    /// The state, as JSON.
    pub payload: String,
    /// When it is due.
    pub due: Timestamp,
}

/// What stands at the forge under a key.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Standing {
    /// The note's number, for notes.
    pub note: Option<i64>,
    /// A digest of what it says.
    pub digest: String,
    /// When it was written, in microseconds.
    pub at: i64,
}

/// A dead letter, as an administrator sees it: never its text.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Dead {
    /// Its number, which no other dead letter ever has.
    pub number: i64,
    /// Its key.
    pub key: String,
    /// Its partnership.
    pub partnership: String,
    /// The thread or project it belongs to.
    pub thread: String,
    /// Its kind.
    pub kind: String,
    /// Since when it waits, in microseconds.
    pub created_at: i64,
    /// Why it was given up.
    pub dead: String,
}

/// How many entries are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct Depth {
    /// Waiting.
    pub waiting: i64,
    /// Dead letters.
    pub dead: i64,
}

/// How long a claimed entry is left alone before somebody else may take it.
pub const LEASE: SignedDuration = SignedDuration::from_secs(120);

impl Tx {
    /// Puts desired states in, of each key one; a value that is there already under the key gives way. A dead letter comes
    /// to life as one that was tried before: what its first write left at the forge is looked for.
    pub async fn desire(&mut self, desired: Vec<Desired<'_>>, now: Timestamp) -> Stored<()> {
        let mut desired = desired.into_iter();
        while desired.len() > 0 {
            let rows = lot(desired.len());
            let sql = format!(
                "INSERT INTO outbox (key, partnership, forge, kind, thread, payload, version, created_at, due_at)
                VALUES {}
                ON CONFLICT (key) DO UPDATE SET payload = excluded.payload, kind = excluded.kind,
                    partnership = excluded.partnership, forge = excluded.forge, version = outbox.version + 1,
                    due_at = CASE WHEN outbox.attempt = 0 AND outbox.due_at < excluded.due_at THEN outbox.due_at
                        ELSE excluded.due_at END,
                    attempt = CASE WHEN outbox.dead IS NULL THEN outbox.attempt ELSE 1 END, dead = NULL, number = NULL
                WHERE outbox.payload <> excluded.payload OR outbox.dead IS NOT NULL",
                places(rows, 9)
            );
            on!(self, c => {
                let mut query = sqlx::query(AssertSqlSafe(sql));
                for Desired { key, partnership, forge, kind, thread, payload, due } in desired.by_ref().take(rows) {
                    query = query.bind(key).bind(partnership.to_string()).bind(forge).bind(kind).bind(thread);
                    query = query.bind(payload).bind(1_i64).bind(micros(now)).bind(micros(due));
                }
                query.execute(c).await.map(|_| ())
            })?;
        }
        Ok(())
    }

    /// Withdraws a desired state that nobody has begun to carry.
    pub async fn no_longer(&mut self, key: &str) -> Stored<()> {
        const SQL: &str = "DELETE FROM outbox WHERE key = $1 AND attempt = 0";
        on!(self, c => sqlx::query(SQL).bind(key.to_string()).execute(c).await.map(|_| ()))?;
        Ok(())
    }

    /// Reads what stands at the forge under keys.
    pub async fn standings(&mut self, keys: impl Iterator<Item = &str>) -> Stored<HashMap<String, Standing>> {
        let sql = format!("SELECT key, note, digest, at FROM standing WHERE {}", self.among("key", 1));
        let list = serde_json::to_string(&keys.collect::<Vec<_>>()).unwrap_or_default();
        let rows: Vec<(String, Option<i64>, String, i64)> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(list).fetch_all(c).await)?;
        Ok(rows.into_iter().map(|(key, note, digest, at)| (key, Standing { note, digest, at })).collect())
    }

    /// Says under which of these keys a value waits.
    pub async fn waiting(&mut self, keys: impl Iterator<Item = &str>) -> Stored<HashSet<String>> {
        let keys: Vec<&str> = keys.collect();
        if keys.is_empty() {
            return Ok(HashSet::new());
        }
        let sql = format!("SELECT key FROM outbox WHERE {}", self.among("key", 1));
        let list = serde_json::to_string(&keys).unwrap_or_default();
        let rows: Vec<String> = on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(list).fetch_all(c).await)?;
        Ok(rows.into_iter().collect())
    }

    /// Settles an entry: what it asked for stands. A newer value that came meanwhile stays in the outbox.
    ///
    /// # Errors
    /// [`StoreError::Lost`] where somebody else has claimed it meanwhile; nothing may be committed then.
    pub async fn settle(&mut self, item: &Item, note: Option<i64>, digest: &str, now: Timestamp) -> Stored<()> {
        const SETTLED: &str = "DELETE FROM outbox WHERE key = $1 AND version = $2 AND leased_by = $3 AND claim = $4";
        const NEWER: &str = "UPDATE outbox SET leased_until = 0, leased_by = '', attempt = 0
            WHERE key = $1 AND leased_by = $2 AND claim = $3";
        const STANDS: &str = "INSERT INTO standing (key, note, digest, at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (key) DO UPDATE SET note = excluded.note, digest = excluded.digest, at = excluded.at";
        let replica = self.replica.to_string();
        let gone = on!(self, c => sqlx::query(SETTLED)
            .bind(item.key.clone())
            .bind(item.version)
            .bind(replica.clone())
            .bind(item.claim.clone())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if gone == 0 {
            let freed = on!(self, c => sqlx::query(NEWER)
                .bind(item.key.clone())
                .bind(replica)
                .bind(item.claim.clone())
                .execute(c)
                .await
                .map(|done| done.rows_affected()))?;
            if freed == 0 {
                return Err(StoreError::Lost);
            }
        }
        on!(self, c => sqlx::query(STANDS)
            .bind(item.key.clone())
            .bind(note)
            .bind(digest.to_string())
            .bind(micros(now))
            .execute(c)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}

impl Tx {
    /// Returns the number of the next dead letter; none ever comes again.
    pub async fn next_letter(&mut self) -> Stored<i64> {
        const SQL: &str = "INSERT INTO setting (key, value) VALUES ('dead letters', '1')
            ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT)
            RETURNING CAST(value AS BIGINT)";
        Ok(on!(self, c => sqlx::query_scalar(SQL).fetch_one(c).await)?)
    }

    /// Lets a dead letter be tried again, or all of them; returns how many. Each counts as tried before, so that what
    /// its first write left at the forge is looked for before it is written once more.
    pub async fn revive(&mut self, number: Option<i64>, now: Timestamp) -> Stored<u64> {
        const SQL: &str = "UPDATE outbox SET dead = NULL, number = NULL, attempt = 1, due_at = $1, leased_until = 0,
            leased_by = '' WHERE dead IS NOT NULL AND ($2 = 0 OR number = $2)";
        Ok(on!(self, c => sqlx::query(SQL)
            .bind(micros(now))
            .bind(number.unwrap_or_default())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?)
    }

    /// Takes a dead letter out of the outbox for good; returns whether it was still one. That something may stand at the
    /// forge under its key is kept, so that a later value looks for it.
    pub async fn discard(&mut self, number: i64, now: Timestamp) -> Stored<bool> {
        const MAYBE: &str = "INSERT INTO standing (key, note, digest, at)
            SELECT key, NULL, '', $1 FROM outbox WHERE dead IS NOT NULL AND number = $2 ON CONFLICT (key) DO NOTHING";
        const GONE: &str = "DELETE FROM outbox WHERE dead IS NOT NULL AND number = $1";
        on!(self, c => sqlx::query(MAYBE).bind(micros(now)).bind(number).execute(c).await.map(|_| ()))?;
        let gone = on!(self, c => sqlx::query(GONE).bind(number).execute(c).await.map(|done| done.rows_affected()))?;
        Ok(gone == 1)
    }
}

const DEAD: &str = "SELECT number, key, partnership, thread, kind, created_at, dead FROM outbox
    WHERE dead IS NOT NULL AND ($1 = 0 OR number = $1) ORDER BY created_at, number LIMIT 1000";
const STANDING: &str = "SELECT note, digest, at FROM standing WHERE key = $1";

impl Store {
    /// Claims up to `most` entries that are due, the oldest first, of one partnership's lane to one forge if these are
    /// named; of each thread one, and none of a thread of which another is being carried, so that what is written there
    /// keeps its order.
    pub async fn claim_items(&self, lane: Option<(&str, &str)>, most: u32, now: Timestamp) -> Stored<Vec<Item>> {
        // Two replicas that choose at once could each take an entry of the same thread.
        const IN_TURN: &str = "SELECT pg_advisory_xact_lock(hashtextextended('votum outbox', 0))";
        let here = if lane.is_some() { "forge = $3 AND partnership = $4" } else { HERE_OR_ANYWHERE };
        let sql = self.claiming(
            "UPDATE outbox SET leased_until = $1, leased_by = $6, claim = $7, attempt = attempt + 1 WHERE key",
            &format!(
                "SELECT key FROM outbox AS next
                WHERE dead IS NULL AND due_at <= $2 AND leased_until <= $2 AND {here}
                  AND NOT EXISTS (SELECT 1 FROM outbox AS busy WHERE busy.thread = next.thread AND (
                    busy.leased_until > $2 OR busy.dead IS NULL AND (busy.due_at, busy.key) < (next.due_at, next.key)))
                ORDER BY due_at, key LIMIT $5"
            ),
            "RETURNING key, partnership, forge, kind, thread, payload, version, attempt, claim, due_at",
        );
        let until = micros(now.checked_add(LEASE).unwrap_or(now));
        let (now, most, replica) = (micros(now), i64::from(most), self.replica.to_string());
        let (forge, lane) = lane.map(|(forge, lane)| (forge.to_string(), lane.to_string())).unzip();
        let claim = fresh_claim();
        let mut claimed: Vec<Item> = match &self.pools {
            Pools::Sqlite { write, .. } => {
                let query = sqlx::query_as(AssertSqlSafe(sql)).bind(until).bind(now).bind(forge).bind(lane);
                query.bind(most).bind(replica).bind(claim).fetch_all(write).await?
            }
            Pools::Postgres { pool } => {
                let mut tx = pool.begin().await?;
                sqlx::query(IN_TURN).execute(&mut *tx).await?;
                let query = sqlx::query_as(AssertSqlSafe(sql)).bind(until).bind(now).bind(forge).bind(lane);
                let claimed = query.bind(most).bind(replica).bind(claim).fetch_all(&mut *tx).await?;
                tx.commit().await?;
                claimed
            }
        };
        claimed.sort_by(|a, b| (a.due_at, &a.key).cmp(&(b.due_at, &b.key)));
        Ok(claimed)
    }

    /// Says whether an entry is due, of one forge and of one partnership.
    pub async fn has_item(&self, forge: &str, partnership: &str, now: Timestamp) -> Stored<bool> {
        const SQL: &str = "SELECT key FROM outbox
            WHERE dead IS NULL AND due_at <= $1 AND leased_until <= $1 AND forge = $2 AND partnership = $3 LIMIT 1";
        let found: Option<String> = reading!(self, pool => sqlx::query_scalar(SQL)
            .bind(micros(now))
            .bind(forge.to_string())
            .bind(partnership.to_string())
            .fetch_optional(pool)
            .await)?;
        Ok(found.is_some())
    }

    /// Returns when the next entry will be due that waits.
    pub async fn next_item(&self) -> Stored<Option<Timestamp>> {
        const SQL: &str = "SELECT MIN(due_at) FROM outbox WHERE dead IS NULL";
        let at: Option<i64> = reading!(self, pool => sqlx::query_scalar(SQL).fetch_one(pool).await)?;
        Ok(at.map(super::instant))
    }

    /// Lets an entry come again at `due`, unless somebody else has claimed it meanwhile.
    pub async fn postpone_item(&self, item: &Item, due: Timestamp) -> Stored<()> {
        self.comes_again(item, due, 0).await
    }

    /// Lets an entry come again at `due` that was not tried, because it was not its turn; unless somebody else has claimed
    /// it meanwhile.
    pub async fn put_back_item(&self, item: &Item, due: Timestamp) -> Stored<()> {
        self.comes_again(item, due, 1).await
    }

    async fn comes_again(&self, item: &Item, due: Timestamp, untried: i64) -> Stored<()> {
        const SQL: &str = "UPDATE outbox SET due_at = $1, leased_until = 0, leased_by = '', attempt = attempt - $5
            WHERE key = $2 AND leased_by = $3 AND claim = $4";
        let mut tx = self.begin().await?;
        on!(&mut tx, c => sqlx::query(SQL)
            .bind(micros(due))
            .bind(item.key.clone())
            .bind(self.replica.to_string())
            .bind(item.claim.clone())
            .bind(untried)
            .execute(c)
            .await
            .map(|_| ()))?;
        tx.commit().await
    }

    /// Returns how often each merge of a partnership was tried that is still to be made, by its merge request.
    pub async fn merges_tried(&self, partnership: &str) -> Stored<HashMap<String, i64>> {
        const SQL: &str =
            "SELECT thread, attempt FROM outbox WHERE partnership = $1 AND kind = 'merge' AND dead IS NULL";
        let rows: Vec<(String, i64)> =
            reading!(self, pool => sqlx::query_as(SQL).bind(partnership.to_string()).fetch_all(pool).await)?;
        Ok(rows.into_iter().collect())
    }

    /// Lets the merges of a project that were put back come now.
    pub async fn next_merges(&self, partnership: &str, project: &str, now: Timestamp) -> Stored<()> {
        const SQL: &str = "UPDATE outbox SET due_at = $1 WHERE partnership = $2 AND kind = 'merge' AND dead IS NULL
            AND attempt = 0 AND due_at > $1 AND thread LIKE $3";
        let mut tx = self.begin().await?;
        on!(&mut tx, c => sqlx::query(SQL)
            .bind(micros(now))
            .bind(partnership.to_string())
            .bind(format!("{project}!%"))
            .execute(c)
            .await
            .map(|_| ()))?;
        tx.commit().await
    }

    /// Gives an entry up, for a person to see, unless somebody else has claimed it meanwhile; a newer value that came
    /// meanwhile stays.
    pub async fn bury_item(&self, item: &Item, why: &str) -> Stored<()> {
        const DIES: &str =
            "UPDATE outbox SET dead = $1 WHERE key = $2 AND version = $3 AND leased_by = $4 AND claim = $5";
        const RESTS: &str = "UPDATE outbox SET leased_until = 0, leased_by = '', number = $1
            WHERE key = $2 AND leased_by = $3 AND claim = $4";
        let mut tx = self.begin().await?;
        let died = on!(&mut tx, c => sqlx::query(DIES)
            .bind(why.to_string())
            .bind(item.key.clone())
            .bind(item.version)
            .bind(self.replica.to_string())
            .bind(item.claim.clone())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        let number = if died == 1 { Some(tx.next_letter().await?) } else { None };
        on!(&mut tx, c => sqlx::query(RESTS)
            .bind(number)
            .bind(item.key.clone())
            .bind(self.replica.to_string())
            .bind(item.claim.clone())
            .execute(c)
            .await
            .map(|_| ()))?;
        tx.commit().await
    }

    /// Leaves what is held by a claim to it for longer; returns whether any of it still is.
    pub async fn prolong_items(&self, claim: &str, now: Timestamp) -> Stored<bool> {
        const SQL: &str = "UPDATE outbox SET leased_until = $1 WHERE dead IS NULL AND leased_by = $2 AND claim = $3";
        self.prolong(SQL, claim, now.checked_add(LEASE).unwrap_or(now)).await
    }

    /// Counts the outbox.
    pub async fn outbox_depth(&self) -> Stored<Depth> {
        const SQL: &str = "SELECT COUNT(*) - COUNT(dead) AS waiting, COUNT(dead) AS dead FROM outbox";
        Ok(reading!(self, pool => sqlx::query_as(SQL).fetch_one(pool).await)?)
    }

    /// Lists the dead letters, oldest first.
    pub async fn dead_letters(&self) -> Stored<Vec<Dead>> {
        Ok(reading!(self, pool => sqlx::query_as(DEAD).bind(0_i64).fetch_all(pool).await)?)
    }

    /// Finds a dead letter by its number.
    pub async fn dead_letter(&self, number: i64) -> Stored<Option<Dead>> {
        Ok(reading!(self, pool => sqlx::query_as(DEAD).bind(number.max(1)).fetch_optional(pool).await)?)
    }

    /// Reads what stands at the forge under a key.
    pub async fn standing_of(&self, key: &str) -> Stored<Option<Standing>> {
        Ok(reading!(self, pool => sqlx::query_as(STANDING).bind(key.to_string()).fetch_optional(pool).await)?)
    }
}
