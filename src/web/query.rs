// SPDX-License-Identifier: EUPL-1.2
//! What the query of an address asks for: which rows, which page, which thread.
//!
//! **Invariant:** what cannot be read is said and never guessed; a program is also told of a name that means nothing.

use super::problem::Problem;
use super::visit::Visit;
use crate::domain::ids::Project;
use crate::domain::ticket::Phase;
use crate::store::register::{Filter, PAGE};

/// The last page that can be asked for.
const PAGE_MAX: i64 = 100_000;

/// Which page of which rows.
#[derive(Debug)]
pub(super) struct Asked {
    /// Which rows.
    pub filter: Filter,
    /// Which page, from 1.
    pub page: i64,
}

impl Asked {
    /// Returns how many rows lie before the page.
    pub(super) fn offset(&self) -> i64 {
        (self.page - 1) * PAGE
    }

    /// Says whether only some rows are asked for.
    pub(super) fn chooses(&self) -> bool {
        self.filter != Filter::default()
    }
}

impl Visit {
    /// Reads which page of which rows is asked for.
    pub(super) fn list(&self) -> Result<Asked, Problem> {
        let state = self.asked("state").map(str::to_lowercase);
        if state.as_ref().is_some_and(|state| !Phase::ALL.iter().any(|(known, _)| known == state)) {
            return Err(Problem::query("state", "expect-state"));
        }
        let process = self.asked("process").map(str::to_string);
        let year = match self.asked("year").map(str::parse) {
            None => None,
            Some(Ok(year)) if (1900..=9999).contains(&year) => Some(year),
            Some(_) => return Err(Problem::query("year", "expect-year")),
        };
        let page = match self.asked("page").map(str::parse) {
            None => 1,
            Some(Ok(page)) if (1..=PAGE_MAX).contains(&page) => page,
            Some(_) => return Err(Problem::query("page", "expect-page")),
        };
        Ok(Asked { filter: Filter { state, process, year }, page })
    }

    /// Refuses parts of the query that mean nothing here.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Problem> {
        let unknown = self.query.iter().find(|(name, _)| !known.contains(&name.as_str()));
        unknown.map_or(Ok(()), |(name, _)| Err(Problem::unknown_part(name, known)))
    }

    /// Reads the project, as the rules spell it; it may be left out where there is only one.
    pub(super) fn project(&self, projects: &[Project]) -> Result<String, Problem> {
        match (self.asked("project"), projects) {
            (Some(written), _) => {
                let project = Project::parse(written).ok_or(Problem::query("project", "expect-project"))?;
                let same =
                    |known: &&Project| known.forge == project.forge && known.path.eq_ignore_ascii_case(&project.path);
                Ok(projects.iter().find(same).unwrap_or(&project).to_string())
            }
            (None, [only]) => Ok(only.to_string()),
            (None, _) => Err(Problem::which_project()),
        }
    }

    /// Reads the number of a ticket or merge request from the query, if it is there.
    pub(super) fn iid(&self) -> Result<Option<u64>, Problem> {
        match self.asked("iid").map(str::parse) {
            None if self.query.iter().any(|(name, _)| name == "iid") => Err(Problem::query("iid", "expect-iid")),
            None => Ok(None),
            Some(Ok(iid)) if iid > 0 && i64::try_from(iid).is_ok() => Ok(Some(iid)),
            Some(_) => Err(Problem::query("iid", "expect-iid")),
        }
    }
}
