// SPDX-License-Identifier: EUPL-1.2
//! The journal: facts in the order of their writing, each linked to the one before.
//!
//! **Invariant:** facts are appended, never changed. The bytes that are hashed are the bytes that are stored; reading a
//! fact back checks its words against their salted digests.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::FromRow;

use super::wire::{self, Apart, Known};
use super::{Store, StoreError, Stored, Tx, on, reading};
use crate::domain::chain::{self, Hash};
use crate::domain::fact::Fact;
use crate::domain::guard::{Gap, Lock};
use crate::domain::ids::Project;

/// The stream of the partnership itself: rules, accounts, arrivals.
pub const PARTNERSHIP: &str = "partnership";

/// A fact with its place in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number in the partnership's journal, from 1.
    pub seq: i64,
    /// Its stream.
    pub stream: String,
    /// When it was written.
    pub written_at: Timestamp,
    /// What it says.
    pub fact: Fact,
    /// The hash of the chain up to it.
    pub hash: Hash,
}

/// How a branch is guarded: project, branch, lock, gaps, since when.
pub type GuardRow = (Project, String, Lock, Vec<Gap>, Timestamp);

/// Where the chain of a partnership stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many facts there are.
    pub seq: i64,
    /// The hash of the last one.
    pub hash: Hash,
}

#[derive(FromRow)]
struct Row {
    seq: i64,
    stream: String,
    bytes: Vec<u8>,
    hash: Vec<u8>,
}

#[derive(FromRow)]
struct Words {
    digest: String,
    salt: Vec<u8>,
    value: String,
}

impl Tx {
    /// Appends facts to a stream of a partnership's journal, and returns the number of the last one.
    pub async fn append(&mut self, partnership: &str, stream: &str, facts: &[Fact], now: Timestamp) -> Stored<i64> {
        const FACT: &str = "INSERT INTO fact (partnership, seq, stream, bytes, hash) VALUES ($1, $2, $3, $4, $5)";
        const WORDS: &str = "INSERT INTO words (digest, partnership, stream, salt, value) VALUES ($1, $2, $3, $4, $5)";
        let Head { mut seq, mut hash } = self.head(partnership).await?;
        for fact in facts {
            let mut apart = Apart::default();
            let mut fields = wire::write(fact, &mut apart);
            fields.insert("stream".into(), stream.into());
            fields.insert("written_at".into(), now.to_string().into());
            let bytes = serde_json_canonicalizer::to_vec(&Value::Object(fields))
                .map_err(|fault| corrupt(seq + 1, &format!("it cannot be written as JSON ({fault})")))?;
            seq += 1;
            hash = chain::link(&hash, &bytes);
            on!(self, c => sqlx::query(FACT)
                .bind(partnership.to_string())
                .bind(seq)
                .bind(stream.to_string())
                .bind(bytes)
                .bind(hash.to_vec())
                .execute(c)
                .await
                .map(|_| ()))?;
            for (digest, salt, value) in apart.words {
                on!(self, c => sqlx::query(WORDS)
                    .bind(digest)
                    .bind(partnership.to_string())
                    .bind(stream.to_string())
                    .bind(salt)
                    .bind(value)
                    .execute(c)
                    .await
                    .map(|_| ()))?;
            }
        }
        Ok(seq)
    }

    /// Reads where the chain stands.
    pub async fn head(&mut self, partnership: &str) -> Stored<Head> {
        let row: Option<(i64, Vec<u8>)> =
            on!(self, c => sqlx::query_as(HEAD).bind(partnership.to_string()).fetch_optional(c).await)?;
        head(row)
    }

    /// Reads the facts of one stream, in order.
    pub async fn facts(&mut self, partnership: &str, stream: &str) -> Stored<Vec<Fact>> {
        Ok(self.facts_after(partnership, stream, 0).await?.into_iter().map(|(_, fact)| fact).collect())
    }

    /// Reads the facts of one stream that follow the number `seq`, in order, each with its number.
    pub async fn facts_after(&mut self, partnership: &str, stream: &str, seq: i64) -> Stored<Vec<(i64, Fact)>> {
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(STREAM)
            .bind(partnership.to_string())
            .bind(stream.to_string())
            .bind(seq)
            .fetch_all(c)
            .await)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let words: Vec<Words> = on!(self, c => sqlx::query_as(STREAM_WORDS)
            .bind(partnership.to_string())
            .bind(stream.to_string())
            .fetch_all(c)
            .await)?;
        let known = known(words)?;
        rows.into_iter().map(|row| entry(row, &known).map(|entry| (entry.seq, entry.fact))).collect()
    }
}

const HEAD: &str = "SELECT seq, hash FROM fact WHERE partnership = $1 ORDER BY seq DESC LIMIT 1";
const STREAM: &str =
    "SELECT seq, stream, bytes, hash FROM fact WHERE partnership = $1 AND stream = $2 AND seq > $3 ORDER BY seq";
const STREAM_WORDS: &str = "SELECT digest, salt, value FROM words WHERE partnership = $1 AND stream = $2";

impl Store {
    /// Reads where the chain stands.
    pub async fn head(&self, partnership: &str) -> Stored<Head> {
        let row: Option<(i64, Vec<u8>)> =
            reading!(self, pool => sqlx::query_as(HEAD).bind(partnership.to_string()).fetch_optional(pool).await)?;
        head(row)
    }

    /// Reads one stream with all its places.
    pub async fn stream(&self, partnership: &str, stream: &str) -> Stored<Vec<Entry>> {
        self.stream_after(partnership, stream, 0).await
    }

    /// Reads what follows the number `seq` in one stream, with all its places.
    pub async fn stream_after(&self, partnership: &str, stream: &str, seq: i64) -> Stored<Vec<Entry>> {
        let (partnership, stream) = (partnership.to_string(), stream.to_string());
        let rows: Vec<Row> = reading!(self, pool => sqlx::query_as(STREAM)
            .bind(partnership.clone())
            .bind(stream.clone())
            .bind(seq)
            .fetch_all(pool)
            .await)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let words: Vec<Words> =
            reading!(self, pool => sqlx::query_as(STREAM_WORDS).bind(partnership).bind(stream).fetch_all(pool).await)?;
        let known = known(words)?;
        rows.into_iter().map(|row| entry(row, &known)).collect()
    }

    /// Reads the names of all streams of a partnership, in the order of their first facts.
    pub async fn streams(&self, partnership: &str) -> Stored<Vec<String>> {
        const SQL: &str = "SELECT stream FROM fact WHERE partnership = $1 GROUP BY stream ORDER BY MIN(seq)";
        Ok(reading!(self, pool => sqlx::query_scalar(SQL).bind(partnership.to_string()).fetch_all(pool).await)?)
    }

    /// Lists the versions of the rules in the order in which they came into force: their digests, and since when.
    pub async fn versions(&self, partnership: &str) -> Stored<Vec<(String, Timestamp)>> {
        let entries = self.stream(partnership, PARTNERSHIP).await?;
        let version = |entry: Entry| match entry.fact {
            Fact::RulesInForce { digest, .. } => Some((digest, entry.written_at)),
            _ => None,
        };
        Ok(entries.into_iter().filter_map(version).collect())
    }

    /// Lists how branches are guarded, the latest of each: project, branch, lock, gaps, since when.
    pub async fn guards(&self, partnership: &str) -> Stored<Vec<GuardRow>> {
        let mut found: Vec<GuardRow> = Vec::new();
        for entry in self.stream(partnership, PARTNERSHIP).await? {
            if let Fact::Guarded { project, branch, lock, gaps, at } = entry.fact {
                found.retain(|row| (&row.0, &row.1) != (&project, &branch));
                found.push((project, branch, lock, gaps, at));
            }
        }
        found.sort();
        Ok(found)
    }

    /// Recomputes the whole chain of a partnership and returns how many facts hold.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] names the first entry whose number, hash or words do not hold.
    pub async fn verify_chain(&self, partnership: &str) -> Stored<Head> {
        const BATCH: i64 = 2_000;
        const SQL: &str =
            "SELECT seq, stream, bytes, hash FROM fact WHERE partnership = $1 AND seq > $2 ORDER BY seq LIMIT $3";
        let mut head = Head { seq: 0, hash: chain::START };
        loop {
            let rows: Vec<Row> = reading!(self, pool => sqlx::query_as(SQL)
                .bind(partnership.to_string())
                .bind(head.seq)
                .bind(BATCH)
                .fetch_all(pool)
                .await)?;
            let last = (rows.len() as u64) < BATCH.unsigned_abs();
            for row in rows {
                if row.seq != head.seq + 1 {
                    return Err(corrupt(head.seq + 1, "it is missing"));
                }
                let hash = chain::link(&head.hash, &row.bytes);
                if row.hash != hash {
                    return Err(corrupt(row.seq, "its hash does not follow from the entry before it and its bytes"));
                }
                let names: Option<Value> = serde_json::from_slice(&row.bytes).ok();
                if names.is_none_or(|fields| fields["stream"] != row.stream.as_str()) {
                    return Err(corrupt(row.seq, "its stream is not the one that its bytes name"));
                }
                head = Head { seq: row.seq, hash };
            }
            if last {
                return Ok(head);
            }
        }
    }
}

fn head(row: Option<(i64, Vec<u8>)>) -> Stored<Head> {
    let Some((seq, hash)) = row else { return Ok(Head { seq: 0, hash: chain::START }) };
    let hash = hash.try_into().map_err(|_| corrupt(seq, "its hash has not 32 bytes"))?;
    Ok(Head { seq, hash })
}

fn known(words: Vec<Words>) -> Stored<Known> {
    words
        .into_iter()
        .map(|Words { digest, salt, value }| {
            if wire::salted(&salt, &value) == digest {
                Ok((digest, value))
            } else {
                let why = "its value does not fit its digest".to_string();
                Err(StoreError::Corrupt { table: "words", row: digest, why })
            }
        })
        .collect()
}

fn entry(row: Row, known: &Known) -> Stored<Entry> {
    let fields: Value =
        serde_json::from_slice(&row.bytes).map_err(|fault| corrupt(row.seq, &format!("it is no JSON ({fault})")))?;
    let fact = wire::read(&fields, known).ok_or_else(|| corrupt(row.seq, "its kind or a field is not known here"))?;
    let written_at = fields["written_at"].as_str().and_then(|at| at.parse().ok()).unwrap_or_default();
    let hash = row.hash.try_into().map_err(|_| corrupt(row.seq, "its hash has not 32 bytes"))?;
    Ok(Entry { seq: row.seq, stream: row.stream, written_at, fact, hash })
}

fn corrupt(seq: i64, why: &str) -> StoreError {
    StoreError::Corrupt { table: "fact", row: seq.to_string(), why: why.to_string() }
}
