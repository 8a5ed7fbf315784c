// SPDX-License-Identifier: EUPL-1.2
//! Releases in the register, and how each series of versions stands.
//!
//! **Invariant:** as with every row of the register, rebuilding it from the journal gives the same ones.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::register::{PAGE, json, page, parse};
use super::{Store, Stored, Tx, micros, on, reading};

/// A release in the register. Members and tickets, never accounts or titles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseSheet {
    /// `opencode:group/project`.
    pub project: String,
    /// What stands before the versions of its series.
    pub prefix: String,
    /// Its tag.
    pub tag: String,
    /// Whether it is a pre-release.
    pub preliminary: bool,
    /// The commit it stands at.
    pub sha: String,
    /// When it was set.
    pub at: String,
    /// The merge requests that it holds.
    pub merge_requests: Vec<String>,
    /// The tickets that they name.
    pub tickets: Vec<ReleasedTicket>,
    /// What a release manager let pass.
    pub passed: Vec<LackSheet>,
}

/// A ticket in a release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasedTicket {
    /// Which.
    pub ticket: String,
    /// The number of its decision; `None` where none was needed.
    pub decision: Option<String>,
}

/// Something that a release lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LackSheet {
    /// The merge request; `None` where the commits came by none.
    pub merge_request: Option<String>,
    /// Its commits.
    pub commits: Vec<String>,
    /// Why it lacks clearance.
    pub reason: Option<String>,
    /// The ticket that it is about.
    pub ticket: Option<String>,
}

/// How a series stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesSheet {
    /// `opencode:group/project`.
    pub project: String,
    /// What stands before its versions.
    pub prefix: String,
    /// The last tag.
    pub last: Option<String>,
    /// The merge requests that wait for a version.
    pub waiting: Vec<String>,
    /// What a release manager is asked about.
    pub stopped: Vec<LackSheet>,
    /// Why nothing can be tagged at the moment: `elsewhere`, `unseen` or `refused`.
    pub halted: Option<String>,
    /// The tag that this is about.
    pub halted_tag: Option<String>,
    /// Since when.
    pub halted_at: Option<String>,
}

impl Tx {
    /// Writes a release's row.
    pub async fn put_release(
        &mut self,
        partnership: &str,
        series: &str,
        at: Timestamp,
        sheet: &ReleaseSheet,
    ) -> Stored<()> {
        const SQL: &str = "INSERT INTO release (series, tag, partnership, project, tagged_at, sheet)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (series, tag) DO UPDATE SET tagged_at = excluded.tagged_at, sheet = excluded.sheet";
        on!(self, c => sqlx::query(SQL)
            .bind(series.to_string())
            .bind(sheet.tag.clone())
            .bind(partnership.to_string())
            .bind(sheet.project.clone())
            .bind(micros(at))
            .bind(json(sheet))
            .execute(c)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Writes a series' row.
    pub async fn put_series(&mut self, partnership: &str, series: &str, sheet: &SeriesSheet) -> Stored<()> {
        const SQL: &str = "INSERT INTO series (series, partnership, sheet) VALUES ($1, $2, $3)
            ON CONFLICT (series) DO UPDATE SET sheet = excluded.sheet";
        on!(self, c => sqlx::query(SQL)
            .bind(series.to_string())
            .bind(partnership.to_string())
            .bind(json(sheet))
            .execute(c)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}

impl Store {
    /// Lists releases, of one project if it is named, newest first: [`PAGE`] from `offset`, and whether more follow.
    pub async fn releases(&self, partnership: &str, project: &str, offset: i64) -> Stored<(Vec<ReleaseSheet>, bool)> {
        const SQL: &str = "SELECT sheet FROM release WHERE partnership = $1 AND ($2 = '' OR project = $2)
            ORDER BY tagged_at DESC, series, tag DESC LIMIT $3 OFFSET $4";
        let rows: Vec<String> = reading!(self, pool => sqlx::query_scalar(SQL)
            .bind(partnership.to_string())
            .bind(project.to_string())
            .bind(PAGE + 1)
            .bind(offset.max(0))
            .fetch_all(pool)
            .await)?;
        page(&rows, "release")
    }

    /// Reads a release.
    pub async fn release(&self, partnership: &str, project: &str, tag: &str) -> Stored<Option<ReleaseSheet>> {
        const SQL: &str = "SELECT sheet FROM release WHERE partnership = $1 AND project = $2 AND tag = $3";
        let sheet: Option<String> = reading!(self, pool => sqlx::query_scalar(SQL)
            .bind(partnership.to_string())
            .bind(project.to_string())
            .bind(tag.to_string())
            .fetch_optional(pool)
            .await)?;
        sheet.map(|sheet| parse("release", &sheet)).transpose()
    }

    /// Reads how every series of a partnership stands.
    pub async fn series(&self, partnership: &str) -> Stored<Vec<SeriesSheet>> {
        const SQL: &str = "SELECT sheet FROM series WHERE partnership = $1 ORDER BY series LIMIT 1000";
        let rows: Vec<String> =
            reading!(self, pool => sqlx::query_scalar(SQL).bind(partnership.to_string()).fetch_all(pool).await)?;
        rows.iter().map(|sheet| parse("series", sheet)).collect()
    }
}
