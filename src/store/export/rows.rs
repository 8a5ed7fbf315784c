// SPDX-License-Identifier: EUPL-1.2
//! The rows behind the lines of an export: read from a database, and put into an empty one.
//!
//! **Invariant:** nothing is put beside rows that are there already.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sqlx::FromRow;

use super::{DeliveryLine, FactLine, Line, OutboxLine, SettingLine, StandingLine, WordsLine};
use crate::store::journal::{Raw, Words};
use crate::store::{StoreError, Stored, Tx, on};

#[derive(FromRow)]
struct DeliveryRow {
    id: i64,
    forge: String,
    lane: String,
    key: String,
    event: String,
    body: Vec<u8>,
    received_at: i64,
    due_at: i64,
    attempt: i64,
    parked: Option<String>,
}

impl Tx {
    /// Reads the outbox of a partnership, or of all.
    pub(super) async fn outbox_lines(&mut self, partnership: &str) -> Stored<Vec<OutboxLine>> {
        const SQL: &str = "SELECT key, partnership, forge, kind, thread, payload, version, created_at, due_at, attempt,
            dead, number FROM outbox WHERE $1 = '' OR partnership = $1 ORDER BY key";
        Ok(on!(self, c => sqlx::query_as(SQL).bind(partnership.to_string()).fetch_all(c).await)?)
    }

    /// Reads what stands at the forges for a partnership, or for all.
    pub(super) async fn standing_lines(&mut self, partnership: &str) -> Stored<Vec<StandingLine>> {
        const SQL: &str = "SELECT key, note, digest, at FROM standing ORDER BY key";
        const PROJECTS: &str = "SELECT DISTINCT project FROM ticket WHERE partnership = $1
            UNION SELECT DISTINCT project FROM merge_request WHERE partnership = $1";
        let mut rows: Vec<StandingLine> = on!(self, c => sqlx::query_as(SQL).fetch_all(c).await)?;
        if !partnership.is_empty() {
            let projects: Vec<String> =
                on!(self, c => sqlx::query_scalar(PROJECTS).bind(partnership.to_string()).fetch_all(c).await)?;
            // A key ends with its thread, a tag's with its project.
            let project = |key: &str| {
                let place = key.rsplit(' ').next().unwrap_or_default();
                place.rsplit_once(['#', '!']).map_or(place, |(project, _)| project).to_string()
            };
            rows.retain(|row| projects.contains(&project(&row.key)));
        }
        Ok(rows)
    }

    /// Reads one setting, or all.
    pub(super) async fn setting_lines(&mut self, key: &str) -> Stored<Vec<SettingLine>> {
        const SQL: &str = "SELECT key, value FROM setting WHERE $1 = '' OR key = $1 ORDER BY key";
        Ok(on!(self, c => sqlx::query_as(SQL).bind(key.to_string()).fetch_all(c).await)?)
    }

    /// Reads deliveries that are not done, some after the number `after`, each with its number.
    pub(super) async fn delivery_lines(&mut self, after: i64) -> Stored<Vec<(i64, DeliveryLine)>> {
        const SQL: &str = "SELECT id, forge, lane, key, event, body, received_at, due_at, attempt, parked FROM delivery
            WHERE done_at IS NULL AND id > $1 ORDER BY id LIMIT 20";
        let rows: Vec<DeliveryRow> = on!(self, c => sqlx::query_as(SQL).bind(after).fetch_all(c).await)?;
        let line = |row: DeliveryRow| {
            let DeliveryRow { id, forge, lane, key, event, body, received_at, due_at, attempt, parked } = row;
            let body = STANDARD.encode(body);
            (id, DeliveryLine { forge, lane, key, event, body, received_at, due_at, attempt, parked })
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// Reads the facts of a stream as they lie in the journal.
    pub(super) async fn stream_raws(&mut self, partnership: &str, stream: &str) -> Stored<Vec<Raw>> {
        const SQL: &str =
            "SELECT seq, stream, bytes, hash FROM fact WHERE partnership = $1 AND stream = $2 ORDER BY seq";
        Ok(on!(self, c => sqlx::query_as(SQL)
            .bind(partnership.to_string())
            .bind(stream.to_string())
            .fetch_all(c)
            .await)?)
    }

    /// Returns the tickets that are or were confidential.
    pub(super) async fn confidential(&mut self, partnership: &str) -> Stored<BTreeSet<String>> {
        const SQL: &str = "SELECT thread FROM ticket WHERE partnership = $1 AND sheet LIKE '%\"confidential\":true%'";
        let found: Vec<String> =
            on!(self, c => sqlx::query_scalar(SQL).bind(partnership.to_string()).fetch_all(c).await)?;
        Ok(found.into_iter().collect())
    }

    /// Lists the partnerships that the journal knows.
    pub async fn partnerships(&mut self) -> Stored<Vec<String>> {
        const SQL: &str = "SELECT DISTINCT partnership FROM fact ORDER BY partnership";
        Ok(on!(self, c => sqlx::query_scalar(SQL).fetch_all(c).await)?)
    }

    /// Returns the table that already holds rows of a partnership, or of any where none is named.
    pub async fn taken(&mut self, partnership: Option<&str>) -> Stored<Option<&'static str>> {
        const OF_ONE: [(&str, &str); 5] = [
            ("fact", "SELECT COUNT(*) FROM fact WHERE partnership = $1"),
            ("words", "SELECT COUNT(*) FROM words WHERE partnership = $1"),
            ("ticket", "SELECT COUNT(*) FROM ticket WHERE partnership = $1"),
            ("merge_request", "SELECT COUNT(*) FROM merge_request WHERE partnership = $1"),
            ("outbox", "SELECT COUNT(*) FROM outbox WHERE partnership = $1"),
        ];
        const OF_ALL: [(&str, &str); 7] = [
            ("fact", "SELECT COUNT(*) FROM fact WHERE partnership <> $1"),
            ("words", "SELECT COUNT(*) FROM words WHERE partnership <> $1"),
            ("ticket", "SELECT COUNT(*) FROM ticket WHERE partnership <> $1"),
            ("merge_request", "SELECT COUNT(*) FROM merge_request WHERE partnership <> $1"),
            ("outbox", "SELECT COUNT(*) FROM outbox WHERE partnership <> $1"),
            ("delivery", "SELECT COUNT(*) FROM delivery WHERE key <> $1"),
            ("standing", "SELECT COUNT(*) FROM standing WHERE key <> $1"),
        ];
        let tables = if partnership.is_some() { &OF_ONE[..] } else { &OF_ALL[..] };
        for (table, sql) in tables.iter().copied() {
            let rows: i64 = on!(self, c => sqlx::query_scalar(sql)
                .bind(partnership.unwrap_or_default().to_string())
                .fetch_one(c)
                .await)?;
            if rows > 0 {
                return Ok(Some(table));
            }
        }
        Ok(None)
    }

    /// Puts a line's row into the database.
    pub async fn put_line(&mut self, line: Line) -> Stored<()> {
        match line {
            Line::Words(line) => self.put_words(line).await,
            Line::Fact(line) => self.put_fact(line).await,
            Line::Outbox(line) => self.put_outbox(line).await,
            Line::Standing(line) => self.put_standing(line).await,
            Line::Delivery(line) => self.put_delivery(line).await,
            Line::Setting(line) => self.put_setting(line).await,
            Line::End(_) => Ok(()),
        }
    }

    async fn put_words(&mut self, line: WordsLine) -> Stored<()> {
        const SQL: &str = "INSERT INTO words (digest, partnership, stream, salt, value, account)
            VALUES ($1, $2, $3, $4, $5, $6)";
        let partnership = line.partnership.clone();
        let words = Words::try_from(line).map_err(StoreError::Export)?;
        on!(self, c => sqlx::query(SQL)
            .bind(words.digest)
            .bind(partnership)
            .bind(words.stream)
            .bind(words.salt)
            .bind(words.value)
            .bind(words.account)
            .execute(c)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    async fn put_fact(&mut self, line: FactLine) -> Stored<()> {
        const SQL: &str = "INSERT INTO fact (partnership, seq, stream, bytes, hash) VALUES ($1, $2, $3, $4, $5)";
        let partnership = line.partnership.clone();
        let raw = Raw::try_from(line).map_err(StoreError::Export)?;
        on!(self, c => sqlx::query(SQL)
            .bind(partnership)
            .bind(raw.seq)
            .bind(raw.stream)
            .bind(raw.bytes)
            .bind(raw.hash)
            .execute(c)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    async fn put_outbox(&mut self, line: OutboxLine) -> Stored<()> {
        const SQL: &str =
            "INSERT INTO outbox (key, partnership, forge, kind, thread, payload, version, created_at, due_at,
                attempt, dead, number)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        on!(self, c => sqlx::query(SQL)
            .bind(line.key)
            .bind(line.partnership)
            .bind(line.forge)
            .bind(line.kind)
            .bind(line.thread)
            .bind(line.payload)
            .bind(line.version)
            .bind(line.created_at)
            .bind(line.due_at)
            .bind(line.attempt)
            .bind(line.dead)
            .bind(line.number)
            .execute(c)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    async fn put_standing(&mut self, line: StandingLine) -> Stored<()> {
        const SQL: &str = "INSERT INTO standing (key, note, digest, at) VALUES ($1, $2, $3, $4)";
        on!(self, c => sqlx::query(SQL)
            .bind(line.key)
            .bind(line.note)
            .bind(line.digest)
            .bind(line.at)
            .execute(c)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    async fn put_delivery(&mut self, line: DeliveryLine) -> Stored<()> {
        const SQL: &str = "INSERT INTO delivery (forge, lane, key, event, body, received_at, due_at, attempt, parked)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let body = STANDARD
            .decode(&line.body)
            .map_err(|_| StoreError::Export(format!("The body of the delivery {} is not in base64.", line.key)))?;
        on!(self, c => sqlx::query(SQL)
            .bind(line.forge)
            .bind(line.lane)
            .bind(line.key)
            .bind(line.event)
            .bind(body)
            .bind(line.received_at)
            .bind(line.due_at)
            .bind(line.attempt)
            .bind(line.parked)
            .execute(c)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    async fn put_setting(&mut self, line: SettingLine) -> Stored<()> {
        const SQL: &str =
            "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        on!(self, c => sqlx::query(SQL).bind(line.key).bind(line.value).execute(c).await.map(|_| ()))?;
        Ok(())
    }
}

impl TryFrom<FactLine> for Raw {
    type Error = String;

    fn try_from(line: FactLine) -> Result<Self, String> {
        let hash = hex::decode(&line.hash).map_err(|_| format!("Fact {}: its hash is not hexadecimal.", line.seq))?;
        Ok(Self { seq: line.seq, stream: line.stream, bytes: line.bytes.map(String::into_bytes), hash })
    }
}

impl TryFrom<WordsLine> for Words {
    type Error = String;

    fn try_from(line: WordsLine) -> Result<Self, String> {
        let salt = hex::decode(&line.salt)
            .map_err(|_| format!("The salt of the words {} is not hexadecimal.", line.digest))?;
        let account = line.account.then(|| line.value.clone());
        let words = Self { digest: line.digest, stream: line.stream, salt, value: line.value, account };
        if !words.fit() {
            return Err(format!("The words {} do not fit their digest: they were changed.", words.digest));
        }
        Ok(words)
    }
}
