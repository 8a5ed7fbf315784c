// SPDX-License-Identifier: EUPL-1.2
//! The cost plan of a year, as a table for spreadsheets: what was accepted or needed no vote, with what it costs once and
//! what it adds to each year's budget (seed K137, K145, K154, K158: upkeep and community go into the cost plan).
//!
//! **Invariant:** days are ISO 8601, amounts whole euros without separators, an unknown amount is empty; no text of
//! people's stands in it, so no cell can be a formula; confidential tickets are left out.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::Web;
use super::problem::Problem;
use super::visit::Visit;
use crate::domain::rules::Rules;
use crate::store::register::{Filter, PAGE};
use crate::store::sheet::{CostSheet, TicketSheet};

/// How many pages of decisions a year may have.
const PAGES_MAX: i64 = 200;

const HEADS: [&str; 9] = [
    "date",
    "decision",
    "project",
    "ticket",
    "process",
    "one_off",
    "upkeep_per_year",
    "community_per_year",
    "reservations",
];

/// `GET /{partnership}/budget/{year}/cost-plan.csv`.
pub(super) async fn plan(
    State(web): State<Arc<Web>>,
    Path((_, year)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    visit.only(&[])?;
    let rules = visit.rules()?;
    let year: i16 = year.parse().map_err(|_| Problem::not_found("problem-budget"))?;
    let mut text = line(&HEADS.map(String::from));
    for ((day, ..), ticket) in planned(&web, rules, year).await? {
        text += &row(&day, &ticket);
    }
    let disposition = format!("attachment; filename=\"cost-plan-{}-{year}.csv\"", rules.partnership);
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_string()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, text).into_response())
}

/// Finds what belongs into the plan of a year: accepted decisions, and what drew on a pot without a vote; by day.
async fn planned(web: &Web, rules: &Rules, year: i16) -> Result<BTreeMap<(String, String, u64), TicketSheet>, Problem> {
    let mut found = BTreeMap::new();
    let filter = Filter { year: Some(year.into()), ..Filter::default() };
    for page in 0..PAGES_MAX {
        let (sheets, more) = web.store.decisions(&rules.partnership, &filter, page * PAGE).await?;
        for sheet in sheets.into_iter().filter(|sheet| matches!(sheet.state.as_str(), "accepted" | "done")) {
            let at = sheet.decided_at.as_ref().and_then(|at| at.parse().ok());
            let day = at.map(|at| rules.calendar.day(at).to_string()).unwrap_or_default();
            enter(&mut found, day, sheet);
        }
        if !more {
            break;
        }
    }
    let pots = web.store.budget(rules, year).await?;
    for draw in pots.into_iter().flat_map(|sheet| [sheet.joint, sheet.maintenance]).flat_map(|pot| pot.run) {
        let ticket = web.store.ticket(&rules.partnership, &draw.project, draw.iid).await?;
        if let Some(sheet) = ticket.filter(|sheet| sheet.decision.is_none()) {
            enter(&mut found, draw.date, sheet);
        }
    }
    Ok(found)
}

fn enter(found: &mut BTreeMap<(String, String, u64), TicketSheet>, day: String, sheet: TicketSheet) {
    if !sheet.confidential {
        found.insert((day, sheet.project.clone(), sheet.iid), sheet);
    }
}

fn row(day: &str, ticket: &TicketSheet) -> String {
    let CostSheet { one_off, upkeep, community } = ticket.costs.clone().unwrap_or_default();
    let amount = |euros: Option<i64>| euros.map(|euros| euros.to_string()).unwrap_or_default();
    line(&[
        day.to_string(),
        ticket.decision.clone().unwrap_or_default(),
        ticket.project.clone(),
        ticket.iid.to_string(),
        ticket.process.clone().unwrap_or_default(),
        amount(one_off),
        amount(upkeep),
        amount(community),
        ticket.reservations.join(" "),
    ])
}

/// Puts cells into a line as RFC 4180 has it, each in quotes.
fn line(cells: &[String]) -> String {
    let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    format!("{}\r\n", quoted.join(","))
}
