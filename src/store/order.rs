// SPDX-License-Identifier: EUPL-1.2
//! The order in which readings at a forge began, whoever made them.
//!
//! **Invariant:** of two readings of one thing, the one that began first is not told after the other: everything that
//! it could have shown, the other one has shown as well.

use std::sync::atomic::{AtomicI64, Ordering};

use super::{Pools, Store, Stored, Tx, on};

/// The last number that this process, the only one there, gave to a reading at an embedded database; which were told is
/// forgotten when it starts.
static LAST: AtomicI64 = AtomicI64::new(0);

impl Store {
    /// Returns the number of a reading that begins now: above that of every reading that began before, here or at
    /// another replica.
    pub async fn begin_reading(&self) -> Stored<i64> {
        if let Pools::Postgres { pool } = &self.pools {
            return Ok(sqlx::query_scalar("SELECT nextval('reading_begun')").fetch_one(pool).await?);
        }
        Ok(LAST.fetch_add(1, Ordering::SeqCst).saturating_add(1))
    }
}

impl Tx {
    /// Says whether no reading of this name was told yet that began later, and notes that this one is told.
    pub async fn is_newest(&mut self, name: &str, begun: i64) -> Stored<bool> {
        const SQL: &str = "INSERT INTO reading (name, told) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET told = excluded.told WHERE reading.told <= excluded.told";
        let told = on!(self, c => sqlx::query(SQL)
            .bind(name.to_string())
            .bind(begun)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(told == 1)
    }
}
