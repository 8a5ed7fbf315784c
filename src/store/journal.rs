// SPDX-License-Identifier: EUPL-1.2
//! The journal: facts in the order of their writing, each linked to the one before.
//!
//! **Invariant:** facts are appended, never changed. The bytes that are hashed are the bytes that are stored; reading a
//! fact back checks its words against their salted digests.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;
use sqlx::FromRow;

use super::draft::{FactRow, WordsRow};
use super::json::Json;
pub use super::wire::Known;
use super::wire::{self, Apart, ERASED};
use super::{Store, StoreError, Stored, Tx, on, reading};
use crate::domain::chain::{self, Hash};
use crate::domain::fact::{Fact, Text};
use crate::domain::guard::Found;
use crate::domain::ids::Project;
use crate::domain::seat::Held;

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

/// A version of the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its digest.
    pub digest: String,
    /// Since when it was in force.
    pub since: Timestamp,
    /// The commit it was read at, where the rules lie in a project.
    pub commit: Option<String>,
    /// The decisions that brought it.
    pub decisions: Vec<String>,
}

/// How a branch is guarded.
pub type GuardRow = (Project, String, Found);

/// Where the chain of a partnership stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many facts there are.
    pub seq: i64,
    /// The hash of the last one.
    pub hash: Hash,
}

/// A fact as it lies in the journal or in an export of it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Raw {
    /// Its number.
    pub seq: i64,
    /// Its stream.
    pub stream: String,
    /// Its bytes; `None` where an export withholds them.
    pub bytes: Option<Vec<u8>>,
    /// The hash of the chain up to it.
    pub hash: Vec<u8>,
}

/// The chain of a partnership, followed link by link.
#[derive(Clone, Copy, Debug)]
pub struct Links {
    head: Head,
}

/// Words of a person, apart from the chain.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Words {
    /// Their salted digest.
    pub digest: String,
    /// Their stream.
    pub stream: String,
    /// The salt.
    pub salt: Vec<u8>,
    /// The words.
    pub value: String,
    /// The same, where they are an account's.
    pub account: Option<String>,
}

impl Default for Links {
    fn default() -> Self {
        Self { head: Head { seq: 0, hash: chain::START } }
    }
}

impl Links {
    /// Follows the chain to the next fact and says what does not hold; it goes on from what stands there, so that one
    /// change is reported once.
    pub fn follow(&mut self, raw: &Raw) -> Option<String> {
        let (seq, expected) = (raw.seq, self.head.seq + 1);
        let Ok(hash) = Hash::try_from(raw.hash.as_slice()) else {
            return Some(format!("Fact {seq}: its hash has not 32 bytes."));
        };
        let fault = match &raw.bytes {
            _ if seq < expected => {
                let last = self.head.seq;
                return Some(format!(
                    "Fact {seq} stands after fact {last}: it is there twice, or their order was changed."
                ));
            }
            _ if seq == expected + 1 => Some(format!("Fact {expected} is missing.")),
            _ if seq > expected => Some(format!("Facts {expected} to {} are missing.", seq - 1)),
            Some(bytes) if chain::link(&self.head.hash, bytes) != hash => {
                Some(format!("Fact {seq}: its hash does not follow from the fact before it and its bytes."))
            }
            _ => None,
        };
        self.head = Head { seq, hash };
        fault
    }

    /// Returns where it stands.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }
}

impl Raw {
    /// Reads what the fact says, with the words at hand.
    pub fn fact(&self, known: &Known) -> Result<Fact, String> {
        Self::read(&self.fields()?, known)
    }

    fn entry(&self, known: &Known) -> Result<Entry, String> {
        let fields = self.fields()?;
        let fact = Self::read(&fields, known)?;
        let written_at = fields["written_at"].as_str().and_then(|at| at.parse().ok()).unwrap_or_default();
        let hash = self.hash.as_slice().try_into().map_err(|_| "its hash has not 32 bytes")?;
        Ok(Entry { seq: self.seq, stream: self.stream.clone(), written_at, fact, hash })
    }

    fn fields(&self) -> Result<Json<'_>, String> {
        let bytes = self.bytes.as_deref().ok_or("its bytes are withheld")?;
        let fields: Json<'_> = serde_json::from_slice(bytes).map_err(|fault| format!("it is no JSON ({fault})"))?;
        if fields["stream"].as_str() != Some(self.stream.as_str()) {
            return Err("its stream is not the one that its bytes name".into());
        }
        Ok(fields)
    }

    fn read(fields: &Json<'_>, known: &Known) -> Result<Fact, String> {
        wire::read(fields, known).ok_or_else(|| "its kind or a field is not known here".into())
    }
}

impl Words {
    /// Says whether the words are those of their digest.
    #[must_use]
    pub fn fit(&self) -> bool {
        // The length of the salt is fixed, or the beginning of the words could be passed off as its end.
        self.salt.len() == wire::SALT && wire::salted(&self.salt, &self.value) == self.digest
    }
}

/// Says whether words were erased, or are not at hand.
#[must_use]
pub fn is_erased(text: &Text) -> bool {
    text.0 == ERASED
}

impl Tx {
    /// Appends facts to a stream of a partnership's journal, and returns the number of the last one.
    pub async fn append(&mut self, partnership: &str, stream: &str, facts: &[Fact], now: Timestamp) -> Stored<i64> {
        let Head { mut seq, mut hash } = self.head(partnership).await?;
        let mut apart = Apart::default();
        let written_at = now.to_string();
        for fact in facts {
            let mut fields = wire::write(fact, &mut apart);
            if !apart.strange.is_empty() {
                for account in std::mem::take(&mut apart.strange) {
                    let digest = self.face(partnership, stream, &account).await?;
                    apart.faces.insert(account, digest);
                }
                apart.words.clear();
                fields = wire::write(fact, &mut apart);
            }
            fields.insert("stream".into(), stream.into());
            fields.insert("written_at".into(), written_at.as_str().into());
            let bytes = serde_json_canonicalizer::to_vec(&Value::Object(fields))
                .map_err(|fault| corrupt(seq + 1, &format!("it cannot be written as JSON ({fault})")))?;
            seq += 1;
            hash = chain::link(&hash, &bytes);
            let (partnership, stream) = (partnership.to_string(), stream.to_string());
            for (digest, salt, value) in apart.words.drain(..) {
                let (partnership, stream) = (partnership.clone(), stream.clone());
                self.draft.words.push(WordsRow { digest, partnership, stream, salt, value, account: None });
            }
            self.draft.facts.push(FactRow { partnership, seq, stream, bytes, hash: hash.to_vec() });
        }
        self.draft.head = Some((partnership.to_string(), Head { seq, hash }));
        self.relieve().await?;
        Ok(seq)
    }

    /// Returns the digest of an account in a stream, and gives it one where it has none.
    async fn face(&mut self, partnership: &str, stream: &str, account: &str) -> Stored<String> {
        const KNOWN: &str = "SELECT digest FROM words WHERE partnership = $1 AND stream = $2 AND account = $3";
        let place = (stream.to_string(), account.to_string());
        if let Some(digest) = self.draft.faces.get(&place) {
            return Ok(digest.clone());
        }
        let mut known: Option<String> = None;
        if !self.draft.met.contains(stream) {
            known = on!(self, c => sqlx::query_scalar(KNOWN)
                .bind(partnership.to_string())
                .bind(stream.to_string())
                .bind(account.to_string())
                .fetch_optional(c)
                .await)?;
        }
        let digest = known.unwrap_or_else(|| {
            let salt = wire::salt();
            let digest = wire::salted(&salt, account);
            self.draft.words.push(WordsRow {
                digest: digest.clone(),
                partnership: partnership.to_string(),
                stream: stream.to_string(),
                salt,
                value: account.to_string(),
                account: Some(account.to_string()),
            });
            digest
        });
        self.draft.faces.insert(place, digest.clone());
        Ok(digest)
    }

    /// Reads where the chain stands.
    pub async fn head(&mut self, partnership: &str) -> Stored<Head> {
        match &self.draft.head {
            Some((of, head)) if of == partnership => return Ok(*head),
            _ => self.write_journal().await?,
        }
        let row: Option<(i64, Vec<u8>)> =
            on!(self, c => sqlx::query_as(HEAD).bind(partnership.to_string()).fetch_optional(c).await)?;
        let head = head(row)?;
        self.draft.head = Some((partnership.to_string(), head));
        Ok(head)
    }

    /// Reads which streams were written to after the number `seq`.
    pub async fn streams_after(&mut self, partnership: &str, seq: i64) -> Stored<Vec<String>> {
        const SQL: &str = "SELECT DISTINCT stream FROM fact WHERE partnership = $1 AND seq > $2";
        self.write_journal().await?;
        Ok(on!(self, c => sqlx::query_scalar(SQL).bind(partnership.to_string()).bind(seq).fetch_all(c).await)?)
    }

    /// Reads the facts of one stream, in order.
    pub async fn facts(&mut self, partnership: &str, stream: &str) -> Stored<Vec<Fact>> {
        Ok(self.facts_after(partnership, stream, 0).await?.into_iter().map(|(_, fact)| fact).collect())
    }

    /// Reads the names of all streams of a partnership, in the order of their first facts.
    pub async fn streams(&mut self, partnership: &str) -> Stored<Vec<String>> {
        self.write_journal().await?;
        Ok(on!(self, c => sqlx::query_scalar(STREAMS).bind(partnership.to_string()).fetch_all(c).await)?)
    }

    /// Reads one stream with all its places.
    pub async fn stream(&mut self, partnership: &str, stream: &str) -> Stored<Vec<Entry>> {
        self.stream_after(partnership, stream, 0).await
    }

    /// Reads facts as they lie in the journal: at most [`BATCH`] after the number `seq`.
    pub async fn raws(&mut self, partnership: &str, seq: i64) -> Stored<Vec<Raw>> {
        self.write_journal().await?;
        Ok(on!(self, c => sqlx::query_as(RAWS)
            .bind(partnership.to_string())
            .bind(seq)
            .bind(BATCH)
            .fetch_all(c)
            .await)?)
    }

    /// Reads words as they lie beside the journal: some after `digest`, which may be long texts.
    pub async fn words(&mut self, partnership: &str, digest: &str) -> Stored<Vec<Words>> {
        const SQL: &str = "SELECT digest, stream, salt, value, account FROM words
            WHERE digest > $1 AND partnership = $2 ORDER BY digest LIMIT 200";
        self.write_journal().await?;
        Ok(on!(self, c => sqlx::query_as(SQL)
            .bind(digest.to_string())
            .bind(partnership.to_string())
            .fetch_all(c)
            .await)?)
    }

    /// Reads the words of one stream.
    pub async fn words_of(&mut self, partnership: &str, stream: &str) -> Stored<Vec<Words>> {
        self.write_journal().await?;
        Ok(on!(self, c => sqlx::query_as(STREAM_WORDS)
            .bind(partnership.to_string())
            .bind(stream.to_string())
            .fetch_all(c)
            .await)?)
    }

    /// Reads the facts of one stream that follow the number `seq`, in order, each with its number.
    pub async fn facts_after(&mut self, partnership: &str, stream: &str, seq: i64) -> Stored<Vec<(i64, Fact)>> {
        let entries = self.stream_after(partnership, stream, seq).await?;
        Ok(entries.into_iter().map(|entry| (entry.seq, entry.fact)).collect())
    }

    async fn stream_after(&mut self, partnership: &str, stream: &str, seq: i64) -> Stored<Vec<Entry>> {
        self.write_journal().await?;
        let rows: Vec<Raw> = on!(self, c => sqlx::query_as(STREAM)
            .bind(partnership.to_string())
            .bind(stream.to_string())
            .bind(seq)
            .fetch_all(c)
            .await)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let known = known(self.words_of(partnership, stream).await?)?;
        rows.iter().map(|row| entry(row, &known)).collect()
    }
}

const HEAD: &str = "SELECT seq, hash FROM fact WHERE partnership = $1 ORDER BY seq DESC LIMIT 1";
const STREAM: &str =
    "SELECT seq, stream, bytes, hash FROM fact WHERE partnership = $1 AND stream = $2 AND seq > $3 ORDER BY seq";
const STREAM_WORDS: &str =
    "SELECT digest, stream, salt, value, account FROM words WHERE partnership = $1 AND stream = $2";
const STREAMS: &str = "SELECT stream FROM fact WHERE partnership = $1 GROUP BY stream ORDER BY MIN(seq)";
const RAWS: &str =
    "SELECT seq, stream, bytes, hash FROM fact WHERE partnership = $1 AND seq > $2 ORDER BY seq LIMIT $3";

/// How many rows are read at once.
pub const BATCH: i64 = 2_000;

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
        let rows: Vec<Raw> = reading!(self, pool => sqlx::query_as(STREAM)
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
        rows.iter().map(|row| entry(row, &known)).collect()
    }

    /// Reads the names of all streams of a partnership, in the order of their first facts.
    pub async fn streams(&self, partnership: &str) -> Stored<Vec<String>> {
        Ok(reading!(self, pool => sqlx::query_scalar(STREAMS).bind(partnership.to_string()).fetch_all(pool).await)?)
    }

    /// Lists the versions of the rules in the order in which they came into force, and what of their seat is held now:
    /// why, and since when.
    pub async fn versions(&self, partnership: &str) -> Stored<(Vec<Version>, Option<(Held, Timestamp)>)> {
        let (mut versions, mut held): (Vec<Version>, _) = (Vec::new(), None);
        for entry in self.stream(partnership, PARTNERSHIP).await? {
            match entry.fact {
                Fact::RulesInForce { digest, .. } => {
                    versions.push(Version { digest, since: entry.written_at, commit: None, decisions: Vec::new() });
                }
                Fact::PolicyRead { commit, decisions, .. } => {
                    held = None;
                    if let Some(last) = versions.last_mut() {
                        (last.commit, last.decisions) = (Some(commit), decisions);
                    }
                }
                Fact::PolicyHeld { why, at, .. } => held = why.as_deref().and_then(Held::parse).map(|held| (held, at)),
                _ => {}
            }
        }
        Ok((versions, held))
    }

    /// Lists how branches are guarded, the latest of each.
    pub async fn guards(&self, partnership: &str) -> Stored<Vec<GuardRow>> {
        let mut guards: BTreeMap<(Project, String), Found> = BTreeMap::new();
        for entry in self.stream(partnership, PARTNERSHIP).await? {
            match entry.fact {
                Fact::Guarded { project, branch, lock, gaps, at } => {
                    let key = (project, branch);
                    let found = Found::after(guards.get(&key), lock, gaps, at);
                    guards.insert(key, found);
                }
                Fact::LockTaken { project, branch, .. } => {
                    let key = (project, branch);
                    if let Some(found) = guards.remove(&key) {
                        guards.insert(key, found.taken());
                    }
                }
                _ => {}
            }
        }
        Ok(guards.into_iter().map(|((project, branch), found)| (project, branch, found)).collect())
    }

    /// Returns the deploy keys that votum has made, the latest of each project: their numbers and fingerprints.
    pub async fn keyed(&self, partnership: &str) -> Stored<BTreeMap<Project, (u64, String)>> {
        let entries = self.stream(partnership, PARTNERSHIP).await?;
        let key = |entry: Entry| match entry.fact {
            Fact::Keyed { project, number, fingerprint, .. } => Some((project, (number, fingerprint))),
            _ => None,
        };
        Ok(entries.into_iter().filter_map(key).collect())
    }

    /// Returns since when votum serves a project.
    pub async fn arrival(&self, partnership: &str, project: &Project) -> Stored<Option<Timestamp>> {
        let entries = self.stream(partnership, PARTNERSHIP).await?;
        Ok(entries.into_iter().find_map(|entry| match entry.fact {
            Fact::Arrived { project: of, at, .. } if of == *project => Some(at),
            _ => None,
        }))
    }

    /// Recomputes the whole chain of a partnership and returns how many facts hold.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] names the first entry whose number, hash or words do not hold.
    pub async fn verify_chain(&self, partnership: &str) -> Stored<Head> {
        let mut tx = self.snapshot().await?;
        let mut links = Links::default();
        loop {
            let rows = tx.raws(partnership, links.head().seq).await?;
            for row in &rows {
                let expected = links.head().seq + 1;
                let fault = links.follow(row).or_else(|| row.fact(&Known::new()).err());
                if let Some(why) = fault {
                    return Err(corrupt(row.seq.min(expected), &why));
                }
            }
            if (rows.len() as u64) < BATCH.unsigned_abs() {
                return Ok(links.head());
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
        .map(|words| {
            if words.fit() {
                Ok((words.digest, words.value))
            } else {
                let why = "its value does not fit its digest".to_string();
                Err(StoreError::Corrupt { table: "words", row: words.digest, why })
            }
        })
        .collect()
}

fn entry(row: &Raw, known: &Known) -> Stored<Entry> {
    row.entry(known).map_err(|why| corrupt(row.seq, &why))
}

fn corrupt(seq: i64, why: &str) -> StoreError {
    StoreError::Corrupt { table: "fact", row: seq.to_string(), why: why.to_string() }
}
