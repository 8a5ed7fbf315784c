// SPDX-License-Identifier: EUPL-1.2
//! The draft of a transaction: rows that it is going to write, gathered so that many go to the database in one statement.
//!
//! A round trip to the database costs as much as a dozen rows. What many deliveries bring about together is therefore
//! written together, at the latest when the transaction is committed.
//!
//! **Invariant:** nothing is read of a table while rows for it lie in the draft, and nothing is committed before all of
//! them are written.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::journal::Head;
use super::register::TicketRow;
use super::{Link, Stored, Tx, micros, on};

/// How many rows lie in a draft, about; a stream more may come on top.
const ROWS_MAX: usize = 1_024;

/// How many streams are asked about in one statement.
const STREAMS_AT_ONCE: usize = 256;

/// What lies in the draft, and what the transaction has read that only itself could change.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Where the chain of a partnership stands, with the facts of the draft.
    pub head: Option<(String, Head)>,
    pub facts: Vec<FactRow>,
    pub words: Vec<WordsRow>,
    /// Tickets by their threads, with their partnership and the instant of writing.
    pub tickets: BTreeMap<String, (String, TicketRow, Timestamp)>,
    /// When streams are looked at again, each with its partnership.
    pub wakes: BTreeMap<String, (String, Option<Timestamp>)>,
    /// The digests of accounts by stream and account.
    pub faces: HashMap<(String, String), String>,
    /// The streams of which all digests of accounts are known.
    pub met: HashSet<String>,
    /// The serials of the next decisions, by partnership and year.
    pub serials: HashMap<(String, i16), u32>,
}

/// A fact on its way into the journal.
#[derive(Debug)]
pub(super) struct FactRow {
    pub partnership: String,
    pub seq: i64,
    pub stream: String,
    pub bytes: Vec<u8>,
    pub hash: Vec<u8>,
}

/// Words on their way beside it.
#[derive(Debug)]
pub(super) struct WordsRow {
    pub digest: String,
    pub partnership: String,
    pub stream: String,
    pub salt: Vec<u8>,
    pub value: String,
    pub account: Option<String>,
}

/// Returns how many of the rows that are left one statement writes: a few lengths only, so that the database prepares a
/// few statements only.
pub(super) fn lot(left: usize) -> usize {
    [64, 16, 4, 1].into_iter().find(|length| *length <= left).unwrap_or(1)
}

/// Returns the places of so many rows of so many fields: `($1, $2), ($3, $4)`.
pub(super) fn places(rows: usize, fields: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> = (1..=fields).map(|field| format!("${}", row * fields + field)).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

impl Tx {
    /// Returns the condition that a column has one of the texts of a JSON list.
    pub(super) fn among(&self, column: &str, place: usize) -> String {
        match self.link {
            Link::Sqlite(_) => format!("{column} IN (SELECT value FROM json_each(${place}))"),
            Link::Postgres(_) => format!("{column} IN (SELECT json_array_elements_text(${place}::json))"),
        }
    }

    /// Gets to know the accounts of streams that are going to be written to, all at once.
    pub async fn meet(&mut self, partnership: &str, streams: &[String]) -> Stored<()> {
        self.write_journal().await?;
        let fresh: Vec<&String> = streams.iter().filter(|stream| !self.draft.met.contains(*stream)).collect();
        for streams in fresh.chunks(STREAMS_AT_ONCE) {
            let among = self.among("stream", 2);
            let sql = format!(
                "SELECT stream, account, digest FROM words WHERE partnership = $1 AND account IS NOT NULL AND {among}"
            );
            let list = serde_json::to_string(streams).unwrap_or_default();
            let rows: Vec<(String, String, String)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql))
                .bind(partnership.to_string())
                .bind(list)
                .fetch_all(c)
                .await)?;
            self.draft.faces.extend(rows.into_iter().map(|(stream, account, digest)| ((stream, account), digest)));
            self.draft.met.extend(streams.iter().map(|stream| (*stream).clone()));
        }
        Ok(())
    }

    /// Writes everything that lies in the draft.
    pub(super) async fn write_draft(&mut self) -> Stored<()> {
        self.write_journal().await?;
        self.write_tickets().await?;
        self.write_wakes().await
    }

    /// Writes the draft once it has become long.
    pub async fn relieve(&mut self) -> Stored<()> {
        let Draft { facts, words, tickets, wakes, .. } = &self.draft;
        let rows = facts.len() + words.len() + tickets.len() + wakes.len();
        if rows >= ROWS_MAX { self.write_draft().await } else { Ok(()) }
    }

    /// Writes the facts and words of the draft.
    pub(super) async fn write_journal(&mut self) -> Stored<()> {
        let mut facts = std::mem::take(&mut self.draft.facts).into_iter();
        while facts.len() > 0 {
            let rows = lot(facts.len());
            let sql = format!("INSERT INTO fact (partnership, seq, stream, bytes, hash) VALUES {}", places(rows, 5));
            on!(self, c => {
                let mut query = sqlx::query(AssertSqlSafe(sql));
                for row in facts.by_ref().take(rows) {
                    query = query.bind(row.partnership).bind(row.seq).bind(row.stream).bind(row.bytes).bind(row.hash);
                }
                query.execute(c).await.map(|_| ())
            })?;
        }
        let mut words = std::mem::take(&mut self.draft.words).into_iter();
        while words.len() > 0 {
            let rows = lot(words.len());
            let sql = format!(
                "INSERT INTO words (digest, partnership, stream, salt, value, account) VALUES {}",
                places(rows, 6)
            );
            on!(self, c => {
                let mut query = sqlx::query(AssertSqlSafe(sql));
                for row in words.by_ref().take(rows) {
                    query = query.bind(row.digest).bind(row.partnership).bind(row.stream).bind(row.salt);
                    query = query.bind(row.value).bind(row.account);
                }
                query.execute(c).await.map(|_| ())
            })?;
        }
        Ok(())
    }

    /// Writes the tickets of the draft.
    pub(super) async fn write_tickets(&mut self) -> Stored<()> {
        let mut tickets = std::mem::take(&mut self.draft.tickets).into_values();
        while tickets.len() > 0 {
            let rows = lot(tickets.len());
            let sql = format!(
                "INSERT INTO ticket (thread, partnership, project, iid, state, process, barred, year, serial, number,
                    decided_at, changed_at, sheet)
                VALUES {}
                ON CONFLICT (thread) DO UPDATE SET state = excluded.state, process = excluded.process,
                    barred = excluded.barred, year = excluded.year, serial = excluded.serial, number = excluded.number,
                    decided_at = excluded.decided_at,
                    changed_at = CASE WHEN ticket.sheet = excluded.sheet THEN ticket.changed_at ELSE excluded.changed_at END,
                    sheet = excluded.sheet",
                places(rows, 13)
            );
            on!(self, c => {
                let mut query = sqlx::query(AssertSqlSafe(sql));
                for (partnership, row, now) in tickets.by_ref().take(rows) {
                    let text = super::register::json(&row.sheet);
                    let sheet = row.sheet;
                    query = query.bind(row.thread.to_string()).bind(partnership).bind(sheet.project);
                    query = query.bind(row.thread.iid.cast_signed()).bind(sheet.state).bind(sheet.process);
                    query = query.bind(i64::from(row.barred)).bind(row.decided.map(|(year, ..)| i64::from(year)));
                    query = query.bind(row.decided.map(|(_, serial, _)| i64::from(serial))).bind(sheet.decision);
                    query = query.bind(row.decided.map(|(.., at)| micros(at))).bind(micros(now)).bind(text);
                }
                query.execute(c).await.map(|_| ())
            })?;
        }
        Ok(())
    }

    /// Writes when streams are looked at again.
    async fn write_wakes(&mut self) -> Stored<()> {
        let (set, gone): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.draft.wakes).into_iter().partition(|(_, (_, at))| at.is_some());
        let mut set =
            set.into_iter().filter_map(|(stream, (of, at))| Some((stream, of, at?))).collect::<Vec<_>>().into_iter();
        while set.len() > 0 {
            let rows = lot(set.len());
            let sql = format!(
                "INSERT INTO wake (stream, partnership, at, not_before) VALUES {}
                ON CONFLICT (stream) DO UPDATE SET at = excluded.at, not_before = excluded.not_before, attempt = 0
                WHERE wake.at <> excluded.at",
                places(rows, 4)
            );
            on!(self, c => {
                let mut query = sqlx::query(AssertSqlSafe(sql));
                for (stream, partnership, at) in set.by_ref().take(rows) {
                    query = query.bind(stream).bind(partnership).bind(micros(at)).bind(micros(at));
                }
                query.execute(c).await.map(|_| ())
            })?;
        }
        if !gone.is_empty() {
            let sql = format!("DELETE FROM wake WHERE {}", self.among("stream", 1));
            let list: Vec<String> = gone.into_iter().map(|(stream, _)| stream).collect();
            let list = serde_json::to_string(&list).unwrap_or_default();
            on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(list).execute(c).await.map(|_| ()))?;
        }
        Ok(())
    }
}
