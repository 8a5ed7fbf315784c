// SPDX-License-Identifier: EUPL-1.2
//! The register: what the public reads, kept beside the journal and rebuilt from it.
//!
//! **Invariant:** every row is a function of a stream's facts and the rules; deleting the register and rebuilding it
//! gives the same rows.

use jiff::Timestamp;
use sqlx::FromRow;

use super::sheet::{RequestSheet, TicketSheet};
use super::{Store, StoreError, Stored, Tx, instant, micros, on, reading};
use crate::domain::event::Barred;
use crate::domain::ids::Thread;

/// A ticket's row, beside its sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketRow {
    /// Which.
    pub thread: Thread,
    /// Whether a request like this is barred.
    pub barred: bool,
    /// Year, serial and instant of its decision.
    pub decided: Option<(i16, u32, Timestamp)>,
    /// What the register shows.
    pub sheet: TicketSheet,
}

/// What a ticket that resubmits another looks at.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct EarlierRow {
    /// Whether resubmission is barred (0 or 1).
    pub barred: i64,
    /// The number of its decision.
    pub number: Option<String>,
    /// When that was made, in microseconds.
    pub decided_at: Option<i64>,
    /// Its process.
    pub process: Option<String>,
}

/// Which rows a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this state.
    pub state: Option<String>,
    /// Only this process.
    pub process: Option<String>,
    /// Only decisions of this year.
    pub year: Option<i64>,
}

/// A row of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A ticket's.
    Ticket(Box<TicketSheet>),
    /// A merge request's.
    Request(Box<RequestSheet>),
    /// One that does not read as this version writes it.
    Unreadable,
}

/// How many rows are read at once where all of them are.
pub const ROWS: i64 = 200;

/// Among how many merge requests of a project one is looked for: that goes first, or that carried other rules.
const LOOKED: i64 = 500;

/// How many final rejections a new ticket is compared with.
const BARRED: i64 = 200;

/// How many rows a page of a list holds.
pub const PAGE: i64 = 50;

impl Tx {
    /// Writes a ticket's row.
    pub fn put_ticket(&mut self, partnership: &str, row: TicketRow, now: Timestamp) {
        if row.decided.is_some() {
            self.draft.serials.clear();
        }
        self.draft.tickets.insert(row.thread.to_string(), (partnership.to_string(), row, now));
    }

    /// Writes a merge request's row and which tickets it names.
    pub async fn put_request(
        &mut self,
        partnership: &str,
        thread: &Thread,
        sheet: &RequestSheet,
        now: Timestamp,
    ) -> Stored<()> {
        const CLEAR: &str = "DELETE FROM named WHERE merge_request = $1";
        const NAME: &str = "INSERT INTO named (merge_request, ticket) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        const SQL: &str =
            "INSERT INTO merge_request (thread, partnership, project, iid, gate, head, open, changed_at, sheet)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (thread) DO UPDATE SET gate = excluded.gate, head = excluded.head, open = excluded.open,
                changed_at = CASE WHEN merge_request.sheet = excluded.sheet THEN merge_request.changed_at
                    ELSE excluded.changed_at END,
                sheet = excluded.sheet";
        on!(self, c => sqlx::query(SQL)
            .bind(thread.to_string())
            .bind(partnership.to_string())
            .bind(sheet.project.clone())
            .bind(thread.iid.cast_signed())
            .bind(sheet.gate.clone())
            .bind(sheet.head.clone())
            .bind(i64::from(sheet.open))
            .bind(micros(now))
            .bind(json(sheet))
            .execute(c)
            .await
            .map(|_| ()))?;
        on!(self, c => sqlx::query(CLEAR).bind(thread.to_string()).execute(c).await.map(|_| ()))?;
        for ticket in &sheet.tickets {
            on!(self, c => sqlx::query(NAME).bind(thread.to_string()).bind(ticket.clone()).execute(c).await.map(|_| ()))?;
        }
        Ok(())
    }

    /// Returns the serial of the next decision of a year.
    pub async fn next_serial(&mut self, partnership: &str, year: i16) -> Stored<u32> {
        const SQL: &str =
            "SELECT CAST(COALESCE(MAX(serial), 0) AS BIGINT) FROM ticket WHERE partnership = $1 AND year = $2";
        let place = (partnership.to_string(), year);
        if let Some(serial) = self.draft.serials.get(&place) {
            return Ok(*serial);
        }
        self.write_tickets().await?;
        let last: i64 = on!(self, c => sqlx::query_scalar(SQL)
            .bind(partnership.to_string())
            .bind(i64::from(year))
            .fetch_one(c)
            .await)?;
        let serial = u32::try_from(last + 1).unwrap_or(u32::MAX);
        self.draft.serials.insert(place, serial);
        Ok(serial)
    }

    /// Reads what a resubmission looks at.
    pub async fn earlier(&mut self, ticket: &Thread) -> Stored<Option<EarlierRow>> {
        const SQL: &str = "SELECT barred, number, decided_at, process FROM ticket WHERE thread = $1";
        self.write_tickets().await?;
        Ok(on!(self, c => sqlx::query_as(SQL).bind(ticket.to_string()).fetch_optional(c).await)?)
    }

    /// Returns the latest requests whose rejection is final, at most [`BARRED`].
    pub async fn barred(&mut self, partnership: &str) -> Stored<Vec<Barred>> {
        const SQL: &str = "SELECT thread, number, sheet FROM ticket
            WHERE partnership = $1 AND number IS NOT NULL AND barred = 1 ORDER BY year DESC, serial DESC LIMIT $2";
        self.write_tickets().await?;
        let rows: Vec<(String, String, String)> =
            on!(self, c => sqlx::query_as(SQL).bind(partnership.to_string()).bind(BARRED).fetch_all(c).await)?;
        let mut barred = Vec::new();
        for (thread, number, sheet) in rows {
            let sheet: TicketSheet = parse("ticket", &sheet)?;
            barred.extend(Thread::parse(&thread).map(|ticket| Barred { ticket, title: sheet.title, number }));
        }
        Ok(barred)
    }

    /// Returns the open merge requests that name a ticket.
    pub async fn naming(&mut self, ticket: &Thread) -> Stored<Vec<Thread>> {
        const SQL: &str =
            "SELECT named.merge_request FROM named JOIN merge_request ON merge_request.thread = named.merge_request
            WHERE named.ticket = $1 AND merge_request.open = 1 ORDER BY named.merge_request";
        let found: Vec<String> = on!(self, c => sqlx::query_scalar(SQL).bind(ticket.to_string()).fetch_all(c).await)?;
        Ok(found.iter().filter_map(|thread| Thread::parse(thread)).collect())
    }

    /// Returns the open merge requests of a project whose head is `sha`.
    pub async fn requests_at(&mut self, project: &str, sha: &str) -> Stored<Vec<Thread>> {
        let found: Vec<String> = on!(self, c => sqlx::query_scalar(AT_HEAD)
            .bind(project.to_string())
            .bind(sha.to_string())
            .fetch_all(c)
            .await)?;
        Ok(found.iter().filter_map(|thread| Thread::parse(thread)).collect())
    }

    /// Returns when the first of the merge requests that name a ticket was merged, of the latest hundred.
    pub async fn merged_at(&mut self, ticket: &Thread) -> Stored<Option<Timestamp>> {
        const SQL: &str =
            "SELECT merge_request.sheet FROM named JOIN merge_request ON merge_request.thread = named.merge_request
            WHERE named.ticket = $1 AND merge_request.open = 0 ORDER BY merge_request.changed_at DESC LIMIT 100";
        let sheets: Vec<String> = on!(self, c => sqlx::query_scalar(SQL).bind(ticket.to_string()).fetch_all(c).await)?;
        let mut first: Option<Timestamp> = None;
        for sheet in sheets {
            let sheet: RequestSheet = parse("merge_request", &sheet)?;
            // One whose time nobody knows was merged before anything.
            let known = sheet.merged_at.map(|at| at.parse().unwrap_or(Timestamp::MIN));
            let at = known.or(sheet.merged_sha.map(|_| Timestamp::MIN));
            first = first.into_iter().chain(at).min();
        }
        Ok(first)
    }

    /// Reads rows of a partnership's register in the order of their threads: at most [`ROWS`] after `thread`.
    pub async fn rows_after(&mut self, partnership: &str, thread: &str) -> Stored<Vec<(String, Row)>> {
        const SQL: &str = "SELECT thread, 0 AS kind, sheet FROM ticket WHERE partnership = $1 AND thread > $2
            UNION ALL SELECT thread, 1 AS kind, sheet FROM merge_request WHERE partnership = $1 AND thread > $2
            ORDER BY 1 LIMIT $3";
        let rows: Vec<(String, i32, String)> = on!(self, c => sqlx::query_as(SQL)
            .bind(partnership.to_string())
            .bind(thread.to_string())
            .bind(ROWS)
            .fetch_all(c)
            .await)?;
        let read = |kind: i32, sheet: &str| match kind {
            0 => parse("ticket", sheet).map(|sheet| Row::Ticket(Box::new(sheet))),
            _ => parse("merge_request", sheet).map(|sheet| Row::Request(Box::new(sheet))),
        };
        let row =
            |(thread, kind, sheet): (String, i32, String)| (thread, read(kind, &sheet).unwrap_or(Row::Unreadable));
        Ok(rows.into_iter().map(row).collect())
    }

    /// Empties a partnership's register, to rebuild it.
    pub async fn clear_register(&mut self, partnership: &str) -> Stored<()> {
        const NAMED: &str =
            "DELETE FROM named WHERE merge_request IN (SELECT thread FROM merge_request WHERE partnership = $1)";
        self.write_draft().await?;
        for sql in [
            NAMED,
            "DELETE FROM ticket WHERE partnership = $1",
            "DELETE FROM merge_request WHERE partnership = $1",
            "DELETE FROM release WHERE partnership = $1",
            "DELETE FROM series WHERE partnership = $1",
        ] {
            on!(self, c => sqlx::query(sql).bind(partnership.to_string()).execute(c).await.map(|_| ()))?;
        }
        Ok(())
    }
}

const AT_HEAD: &str = "SELECT thread FROM merge_request WHERE project = $1 AND head = $2 AND open = 1 ORDER BY thread";

impl Store {
    /// Reads a ticket's sheet.
    pub async fn ticket(&self, partnership: &str, project: &str, iid: u64) -> Stored<Option<TicketSheet>> {
        const SQL: &str = "SELECT sheet FROM ticket WHERE partnership = $1 AND project = $2 AND iid = $3";
        let sheet: Option<String> = reading!(self, pool => sqlx::query_scalar(SQL)
            .bind(partnership.to_string())
            .bind(project.to_string())
            .bind(iid.cast_signed())
            .fetch_optional(pool)
            .await)?;
        sheet.map(|sheet| parse("ticket", &sheet)).transpose()
    }

    /// Reads a merge request's sheet.
    pub async fn request(&self, partnership: &str, project: &str, iid: u64) -> Stored<Option<RequestSheet>> {
        const SQL: &str = "SELECT sheet FROM merge_request WHERE partnership = $1 AND project = $2 AND iid = $3";
        let sheet: Option<String> = reading!(self, pool => sqlx::query_scalar(SQL)
            .bind(partnership.to_string())
            .bind(project.to_string())
            .bind(iid.cast_signed())
            .fetch_optional(pool)
            .await)?;
        sheet.map(|sheet| parse("merge_request", &sheet)).transpose()
    }

    /// Reads a decision by its number.
    pub async fn decision(&self, partnership: &str, number: &str) -> Stored<Option<TicketSheet>> {
        const SQL: &str = "SELECT sheet FROM ticket WHERE partnership = $1 AND number = $2";
        let sheet: Option<String> = reading!(self, pool => sqlx::query_scalar(SQL)
            .bind(partnership.to_string())
            .bind(number.to_string())
            .fetch_optional(pool)
            .await)?;
        sheet.map(|sheet| parse("ticket", &sheet)).transpose()
    }

    /// Lists decisions, newest first: [`PAGE`] from `offset`, and whether more follow.
    pub async fn decisions(&self, partnership: &str, filter: &Filter, offset: i64) -> Stored<(Vec<TicketSheet>, bool)> {
        const SQL: &str = "SELECT sheet FROM ticket WHERE partnership = $1 AND number IS NOT NULL
            AND ($2 = '' OR state = $2) AND ($3 = '' OR process = $3) AND ($4 = 0 OR year = $4)
            ORDER BY year DESC, serial DESC LIMIT $5 OFFSET $6";
        self.sheets(SQL, partnership, filter, offset).await
    }

    /// Lists tickets, last changed first: [`PAGE`] from `offset`, and whether more follow.
    pub async fn tickets(&self, partnership: &str, filter: &Filter, offset: i64) -> Stored<(Vec<TicketSheet>, bool)> {
        const SQL: &str = "SELECT sheet FROM ticket WHERE partnership = $1
            AND ($2 = '' OR state = $2) AND ($3 = '' OR process = $3) AND ($4 = 0 OR year = $4)
            ORDER BY changed_at DESC, thread LIMIT $5 OFFSET $6";
        self.sheets(SQL, partnership, filter, offset).await
    }

    /// Lists tickets with the instant at which each last changed: [`PAGE`] from `offset`, and whether more follow.
    pub async fn tickets_with_age(
        &self,
        partnership: &str,
        filter: &Filter,
        offset: i64,
    ) -> Stored<(Vec<(TicketSheet, Timestamp)>, bool)> {
        const SQL: &str = "SELECT sheet, changed_at FROM ticket WHERE partnership = $1 AND ($2 = '' OR state = $2)
            ORDER BY changed_at, thread LIMIT $3 OFFSET $4";
        let mut rows: Vec<(String, i64)> = reading!(self, pool => sqlx::query_as(SQL)
            .bind(partnership.to_string())
            .bind(filter.state.clone().unwrap_or_default())
            .bind(PAGE + 1)
            .bind(offset.max(0))
            .fetch_all(pool)
            .await)?;
        let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let more = rows.len() > page;
        rows.truncate(page);
        let sheets = rows.into_iter().map(|(sheet, at)| Ok((parse("ticket", &sheet)?, instant(at))));
        Ok((sheets.collect::<Stored<_>>()?, more))
    }

    /// Lists merge requests, last changed first: [`PAGE`] from `offset`, and whether more follow.
    pub async fn requests(&self, partnership: &str, offset: i64) -> Stored<(Vec<RequestSheet>, bool)> {
        const SQL: &str = "SELECT sheet FROM merge_request WHERE partnership = $1
            ORDER BY changed_at DESC, thread LIMIT $2 OFFSET $3";
        let rows: Vec<String> = reading!(self, pool => sqlx::query_scalar(SQL)
            .bind(partnership.to_string())
            .bind(PAGE + 1)
            .bind(offset.max(0))
            .fetch_all(pool)
            .await)?;
        page(&rows, "merge_request")
    }

    /// Returns the threads of all tickets and merge requests that are still on their way, and of those that people may
    /// still speak about: cleared since `cleared`, put off since `deferred`.
    pub async fn unfinished(&self, partnership: &str, cleared: Timestamp, deferred: Timestamp) -> Stored<Vec<Thread>> {
        const SQL: &str = "SELECT thread FROM ticket WHERE partnership = $1 AND process IS NOT NULL
                AND (state IN ('incomplete', 'reading', 'voting', 'disputed')
                    OR (state = 'cleared' AND changed_at >= $2) OR (state = 'deferred' AND changed_at >= $3))
            UNION ALL SELECT thread FROM merge_request WHERE partnership = $1 AND open = 1";
        let rows: Vec<String> = reading!(self, pool => sqlx::query_scalar(SQL)
            .bind(partnership.to_string())
            .bind(micros(cleared))
            .bind(micros(deferred))
            .fetch_all(pool)
            .await)?;
        Ok(rows.iter().filter_map(|thread| Thread::parse(thread)).collect())
    }

    /// Returns the process that a ticket is known under, if any.
    pub async fn process_of(&self, ticket: &Thread) -> Stored<Option<String>> {
        const SQL: &str = "SELECT process FROM ticket WHERE thread = $1";
        let found: Option<Option<String>> = reading!(self, pool => sqlx::query_scalar(SQL)
            .bind(ticket.to_string())
            .fetch_optional(pool)
            .await)?;
        Ok(found.flatten())
    }

    /// Says whether a merge request is known.
    pub async fn knows_request(&self, merge_request: &Thread) -> Stored<bool> {
        const SQL: &str = "SELECT iid FROM merge_request WHERE thread = $1";
        let found: Option<i64> = reading!(self, pool => sqlx::query_scalar(SQL)
            .bind(merge_request.to_string())
            .fetch_optional(pool)
            .await)?;
        Ok(found.is_some())
    }

    /// Returns the open merge requests of a project whose gate is green: at most [`LOOKED`].
    pub async fn cleared_requests(&self, partnership: &str, project: &str) -> Stored<Vec<Thread>> {
        const SQL: &str = "SELECT thread FROM merge_request WHERE partnership = $1 AND project = $2 AND open = 1
            AND gate = 'cleared' ORDER BY changed_at, thread LIMIT $3";
        self.looked_at(SQL, partnership, project).await
    }

    /// Returns the merge requests of a project that are not open any more, last changed first: at most [`LOOKED`].
    pub async fn merged_into(&self, partnership: &str, project: &str) -> Stored<Vec<Thread>> {
        const SQL: &str = "SELECT thread FROM merge_request WHERE partnership = $1 AND project = $2 AND open = 0
            ORDER BY changed_at DESC, thread LIMIT $3";
        self.looked_at(SQL, partnership, project).await
    }

    async fn looked_at(&self, sql: &'static str, partnership: &str, project: &str) -> Stored<Vec<Thread>> {
        let rows: Vec<String> = reading!(self, pool => sqlx::query_scalar(sql)
            .bind(partnership.to_string())
            .bind(project.to_string())
            .bind(LOOKED)
            .fetch_all(pool)
            .await)?;
        Ok(rows.iter().filter_map(|thread| Thread::parse(thread)).collect())
    }

    /// Returns the open merge requests of a project whose head is `sha`.
    pub async fn requests_at(&self, project: &str, sha: &str) -> Stored<Vec<Thread>> {
        let rows: Vec<String> = reading!(self, pool => sqlx::query_scalar(AT_HEAD)
            .bind(project.to_string())
            .bind(sha.to_string())
            .fetch_all(pool)
            .await)?;
        Ok(rows.iter().filter_map(|thread| Thread::parse(thread)).collect())
    }

    /// Returns all rows of a partnership's register as text, to compare two of them.
    pub async fn dump_register(&self, partnership: &str) -> Stored<Vec<String>> {
        const SQL: &str = "SELECT thread || ' ' || COALESCE(number, '-') || ' ' || barred || ' ' || sheet FROM ticket
                WHERE partnership = $1
            UNION ALL SELECT thread || ' ' || sheet FROM merge_request WHERE partnership = $1
            UNION ALL SELECT named.merge_request || ' names ' || named.ticket FROM named
                JOIN merge_request ON merge_request.thread = named.merge_request WHERE merge_request.partnership = $1
            UNION ALL SELECT series || ' ' || tagged_at || ' ' || sheet FROM release WHERE partnership = $1
            UNION ALL SELECT series || ' ' || sheet FROM series WHERE partnership = $1
            ORDER BY 1";
        Ok(reading!(self, pool => sqlx::query_scalar(SQL).bind(partnership.to_string()).fetch_all(pool).await)?)
    }

    async fn sheets(
        &self,
        sql: &'static str,
        partnership: &str,
        filter: &Filter,
        offset: i64,
    ) -> Stored<(Vec<TicketSheet>, bool)> {
        let rows: Vec<String> = reading!(self, pool => sqlx::query_scalar(sql)
            .bind(partnership.to_string())
            .bind(filter.state.clone().unwrap_or_default())
            .bind(filter.process.clone().unwrap_or_default())
            .bind(filter.year.unwrap_or_default())
            .bind(PAGE + 1)
            .bind(offset.max(0))
            .fetch_all(pool)
            .await)?;
        page(&rows, "ticket")
    }
}

pub(super) fn page<T: serde::de::DeserializeOwned>(rows: &[String], table: &'static str) -> Stored<(Vec<T>, bool)> {
    let size = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let sheets = rows.iter().take(size).map(|sheet| parse(table, sheet)).collect::<Stored<_>>()?;
    Ok((sheets, rows.len() > size))
}

pub(super) fn parse<T: serde::de::DeserializeOwned>(table: &'static str, sheet: &str) -> Stored<T> {
    serde_json::from_str(sheet).map_err(|fault| StoreError::Corrupt {
        table,
        row: sheet.chars().take(60).collect(),
        why: format!("its sheet does not read as JSON of this version ({fault})"),
    })
}

pub(super) fn json<T: serde::Serialize>(sheet: &T) -> String {
    serde_json::to_string(sheet).unwrap_or_default()
}
