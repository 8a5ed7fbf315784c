// SPDX-License-Identifier: EUPL-1.2
//! When which stream is looked at again because time has passed.
//!
//! **Invariant:** a due time lies in the database from the moment it is known, so an outage only delays what is due.

use jiff::Timestamp;
use sqlx::FromRow;

use super::{Store, Stored, Tx, instant, micros, on, reading};

/// A stream whose time has come.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Due {
    /// The stream.
    pub stream: String,
    /// Its partnership.
    pub partnership: String,
    /// How often it has been tried in vain.
    pub attempt: i64,
}

impl Tx {
    /// Sets when a stream is looked at again; `None` for never.
    pub fn wake(&mut self, partnership: &str, stream: &str, at: Option<Timestamp>) {
        self.draft.wakes.insert(stream.to_string(), (partnership.to_string(), at));
    }
}

impl Store {
    /// Returns the stream that has been due longest, of one partnership if it is named.
    pub async fn due(&self, partnership: Option<&str>, now: Timestamp) -> Stored<Option<Due>> {
        const SQL: &str = "SELECT stream, partnership, attempt FROM wake
            WHERE at <= $1 AND not_before <= $1 AND ($2 = '' OR partnership = $2) ORDER BY at, stream LIMIT 1";
        let partnership = partnership.unwrap_or_default().to_string();
        Ok(reading!(self, pool => sqlx::query_as(SQL)
            .bind(micros(now))
            .bind(partnership)
            .fetch_optional(pool)
            .await)?)
    }

    /// Returns when the next stream will be due.
    pub async fn next_due(&self) -> Stored<Option<Timestamp>> {
        const SQL: &str = "SELECT MIN(CASE WHEN at > not_before THEN at ELSE not_before END) FROM wake";
        let at: Option<i64> = reading!(self, pool => sqlx::query_scalar(SQL).fetch_one(pool).await)?;
        Ok(at.map(instant))
    }

    /// Lets a due stream rest until `not_before`, because what it needs could not be read.
    pub async fn snooze(&self, stream: &str, not_before: Timestamp) -> Stored<()> {
        let mut tx = self.begin().await?;
        on!(&mut tx, c => sqlx::query("UPDATE wake SET not_before = $1, attempt = attempt + 1 WHERE stream = $2")
            .bind(micros(not_before))
            .bind(stream.to_string())
            .execute(c)
            .await
            .map(|_| ()))?;
        tx.commit().await
    }
}
