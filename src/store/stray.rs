// SPDX-License-Identifier: EUPL-1.2
//! What waits for nobody: deliveries and desired states of a partnership, or for a forge, that is not served any more.
//!
//! **Invariant:** nothing strays unseen, and nothing is dropped but by a person.

use std::collections::BTreeSet;

use jiff::Timestamp;
use sqlx::FromRow;

use super::{Store, Stored, Tx, micros, on, reading};

/// How many entries one call drops.
const TOGETHER: i64 = 500;

/// What waits for one partnership at one forge.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Stray {
    /// The partnership.
    pub partnership: String,
    /// The forge.
    pub forge: String,
    /// How many desired states wait, dead letters included.
    pub desired: i64,
    /// How many deliveries wait, parked ones included.
    pub deliveries: i64,
}

/// An entry of the outbox, by what it was for.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Entry {
    /// Its key.
    pub key: String,
    /// Its kind.
    pub kind: String,
    /// The thread or project it belongs to.
    pub thread: String,
}

impl Store {
    /// Lists what waits for partnerships and forges other than these pairs.
    pub async fn strays(&self, served: &BTreeSet<(String, String)>) -> Stored<Vec<Stray>> {
        const SQL: &str = "SELECT partnership, forge, CAST(SUM(desired) AS BIGINT) AS desired,
                CAST(SUM(deliveries) AS BIGINT) AS deliveries
            FROM (SELECT partnership, forge, COUNT(*) AS desired, 0 AS deliveries FROM outbox GROUP BY partnership, forge
                UNION ALL
                SELECT lane AS partnership, forge, 0 AS desired, COUNT(*) AS deliveries FROM delivery
                WHERE done_at IS NULL GROUP BY lane, forge) AS waiting
            GROUP BY partnership, forge ORDER BY partnership, forge";
        let found: Vec<Stray> = reading!(self, pool => sqlx::query_as(SQL).fetch_all(pool).await)?;
        let is_stray = |stray: &Stray| !served.contains(&(stray.partnership.clone(), stray.forge.clone()));
        Ok(found.into_iter().filter(is_stray).collect())
    }
}

impl Tx {
    /// Takes some of what the outbox holds for a partnership out of it, and returns what it was. That something may stand
    /// at the forge is kept, so that a later value looks for it.
    pub async fn drop_desired(&mut self, partnership: &str, now: Timestamp) -> Stored<Vec<Entry>> {
        const MAYBE: &str = "INSERT INTO standing (key, note, digest, at)
            SELECT key, NULL, '', $1 FROM outbox WHERE partnership = $2 ON CONFLICT (key) DO NOTHING";
        const SQL: &str = "DELETE FROM outbox WHERE key IN
            (SELECT key FROM outbox WHERE partnership = $1 ORDER BY key LIMIT $2) RETURNING key, kind, thread";
        let of = partnership.to_string();
        on!(self, c => sqlx::query(MAYBE).bind(micros(now)).bind(of.clone()).execute(c).await.map(|_| ()))?;
        Ok(on!(self, c => sqlx::query_as(SQL).bind(of).bind(TOGETHER).fetch_all(c).await)?)
    }

    /// Marks what the inbox holds for a partnership as done, and returns how much it was.
    pub async fn drop_deliveries(&mut self, partnership: &str, now: Timestamp) -> Stored<u64> {
        const SQL: &str = "UPDATE delivery SET done_at = $1, leased_until = 0, leased_by = '', parked = NULL
            WHERE done_at IS NULL AND lane = $2";
        Ok(on!(self, c => sqlx::query(SQL)
            .bind(micros(now))
            .bind(partnership.to_string())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?)
    }
}
