// SPDX-License-Identifier: EUPL-1.2
//! The register as data: `GET /api/v1/…`.
//!
//! **Invariant:** a list is `{ "items": […], "next": address or null }` and has a written length; a part of the query
//! that means nothing is refused, so that nobody mistakes all rows for some.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::{Value, json};

use super::merge_request::quieted;
use super::object::{ReleaseObject, RequestObject, TicketObject};
use super::problem::Problem;
use super::visit::{Visit, address};
use super::{Web, chain};
use crate::domain::ids::{Project, Thread};
use crate::domain::rules::Rules;
use crate::say::Frame;
use crate::store::release::ReleaseSheet;
use crate::store::sheet::{RequestSheet, TicketSheet};

/// What the interface answers.
type Answer = Result<Json<Value>, Problem>;

/// What may stand in the query of a list of decisions.
const LIST: [&str; 4] = ["state", "process", "year", "page"];
/// What may stand in the query of a list of tickets, or of one ticket.
const TICKETS: [&str; 6] = ["project", "iid", "state", "process", "year", "page"];
/// What may stand in the query of a list of merge requests, or of one.
const REQUESTS: [&str; 3] = ["project", "iid", "page"];
/// What may stand in the query of a list of releases, or of one.
const RELEASES: [&str; 3] = ["project", "tag", "page"];

/// `GET …/partnerships`.
pub(super) async fn partnerships(State(web): State<Arc<Web>>, visit: Visit) -> Answer {
    visit.only(&[])?;
    let items: Vec<_> = web.all_rules().iter().map(|rules| introduce(&web, rules)).collect();
    Ok(Json(json!({ "items": items, "next": null })))
}

/// `GET …/partnerships/{p}`.
pub(super) async fn partnership(State(web): State<Arc<Web>>, visit: Visit) -> Answer {
    visit.only(&[])?;
    let rules = visit.rules()?;
    let head = web.store.head(&rules.partnership).await?;
    let mut object = introduce(&web, rules);
    let (versions, kept_back) = web.store.versions(&rules.partnership).await?;
    let policy = rules.seat.as_ref().zip(versions.last()).map(|(seat, version)| {
        json!({
            "project": seat.project.to_string(), "path": seat.path, "commit": version.commit,
            "decisions": version.decisions, "held": kept_back.map(|(held, _)| held.key()),
        })
    });
    object["policy"] = json!(policy);
    object["journal"] = json!({ "number": head.seq, "hash": crate::domain::chain::hex(&head.hash) });
    Ok(Json(object))
}

/// `GET …/tickets`: one by `project` and `iid`, or a list.
pub(super) async fn tickets(State(web): State<Arc<Web>>, visit: Visit) -> Answer {
    visit.only(&TICKETS)?;
    let rules = visit.rules()?;
    if let Some(iid) = visit.iid()? {
        let project = visit.project(&rules.tickets)?;
        let found = web.store.ticket(&rules.partnership, &project, iid).await?;
        let sheet = found.ok_or_else(|| Problem::not_found("problem-ticket"))?;
        return Ok(object(ticket(&web, rules, &sheet)));
    }
    alone(&visit)?;
    let asked = visit.list()?;
    let (sheets, more) = web.store.tickets(&rules.partnership, &asked.filter, asked.offset()).await?;
    let items: Vec<_> = sheets.iter().map(|sheet| ticket(&web, rules, sheet)).collect();
    Ok(list(&web, &visit, &items, asked.page, more))
}

/// `GET …/decisions`.
pub(super) async fn decisions(State(web): State<Arc<Web>>, visit: Visit) -> Answer {
    visit.only(&LIST)?;
    let (rules, asked) = (visit.rules()?, visit.list()?);
    let (sheets, more) = web.store.decisions(&rules.partnership, &asked.filter, asked.offset()).await?;
    let items: Vec<_> = sheets.iter().map(|sheet| ticket(&web, rules, sheet)).collect();
    Ok(list(&web, &visit, &items, asked.page, more))
}

/// `GET …/decisions/{number}`.
pub(super) async fn decision(
    State(web): State<Arc<Web>>,
    Path((_, number)): Path<(String, String)>,
    visit: Visit,
) -> Answer {
    visit.only(&[])?;
    let rules = visit.rules()?;
    let found = web.store.decision(&rules.partnership, &number).await?;
    let sheet = found.ok_or_else(|| Problem::not_found("problem-decision"))?;
    Ok(object(ticket(&web, rules, &sheet)))
}

/// `GET …/merge-requests`: one by `project` and `iid`, or a list.
pub(super) async fn merge_requests(State(web): State<Arc<Web>>, visit: Visit) -> Answer {
    visit.only(&REQUESTS)?;
    let rules = visit.rules()?;
    if let Some(iid) = visit.iid()? {
        let project = visit.project(&rules.upstream)?;
        let found = web.store.request(&rules.partnership, &project, iid).await?;
        let sheet = found.ok_or_else(|| Problem::not_found("problem-merge-request"))?;
        let sheet = quieted(&web.store, &rules.partnership, sheet).await?;
        let steps = chain::steps(&web, rules, &sheet).await?;
        let mut found = json(merge_request(&web, rules, &sheet));
        found["provenance"] = chain::data(&steps, &frame(&web, rules));
        return Ok(Json(found));
    }
    alone(&visit)?;
    let asked = visit.list()?;
    let (sheets, more) = web.store.requests(&rules.partnership, asked.offset()).await?;
    let mut items = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        let sheet = quieted(&web.store, &rules.partnership, sheet).await?;
        items.push(json(merge_request(&web, rules, &sheet)));
    }
    Ok(list(&web, &visit, &items, asked.page, more))
}

/// `GET …/releases`: one by `project` and `tag`, or a list, of one project if it is named.
pub(super) async fn releases(State(web): State<Arc<Web>>, visit: Visit) -> Answer {
    visit.only(&RELEASES)?;
    let rules = visit.rules()?;
    let address = |sheet: &ReleaseSheet| match Project::parse(&sheet.project) {
        Some(project) => frame(&web, rules).release_url(&sheet.tag, &project),
        None => frame(&web, rules).home(),
    };
    if let Some(tag) = visit.asked("tag") {
        let project = visit.project(&rules.upstream)?;
        let found = web.store.release(&rules.partnership, &project, tag).await?;
        let sheet = found.ok_or_else(|| Problem::not_found("problem-release"))?;
        return Ok(object(ReleaseObject::of(&sheet, address(&sheet))));
    }
    let asked = visit.list()?;
    let project = super::release::chosen(&visit, rules)?;
    let (sheets, more) = web.store.releases(&rules.partnership, &project, asked.offset()).await?;
    let items: Vec<_> = sheets.iter().map(|sheet| json(ReleaseObject::of(sheet, address(sheet)))).collect();
    Ok(list(&web, &visit, &items, asked.page, more))
}

/// `GET …/budgets/{year}`: both pots of a year with their runs, in whole euros.
pub(super) async fn budget(
    State(web): State<Arc<Web>>,
    Path((_, year)): Path<(String, String)>,
    visit: Visit,
) -> Answer {
    visit.only(&[])?;
    let rules = visit.rules()?;
    let year: i16 = year.parse().map_err(|_| Problem::not_found("problem-budget"))?;
    let found = web.store.budget(rules, year).await?;
    let sheet = found.ok_or_else(|| Problem::not_found("problem-budget"))?;
    Ok(object(super::budget::quieted(&web, rules, sheet).await?))
}

/// Refuses a project without a number: a list is of all projects.
fn alone(visit: &Visit) -> Result<(), Problem> {
    if visit.asked("project").is_some() { Err(Problem::query("iid", "expect-iid-with-project")) } else { Ok(()) }
}

fn introduce(web: &Web, rules: &Rules) -> Value {
    json!({
        "id": rules.partnership,
        "name": rules.name,
        "product": rules.product,
        "language": rules.language,
        "rules_digest": rules.digest,
        "url": frame(web, rules).home(),
    })
}

fn frame<'a>(web: &'a Web, rules: &'a Rules) -> Frame<'a> {
    Frame { rules, public_url: &web.public_url, bot: "" }
}

fn ticket(web: &Web, rules: &Rules, sheet: &TicketSheet) -> Value {
    let thread = Project::parse(&sheet.project).map(|project| Thread::ticket(project, sheet.iid));
    let url = thread.map_or_else(|| frame(web, rules).home(), |thread| frame(web, rules).ticket_url(&thread));
    json(TicketObject::of(sheet, url))
}

fn merge_request<'a>(web: &Web, rules: &Rules, sheet: &'a RequestSheet) -> RequestObject<'a> {
    let thread = Project::parse(&sheet.project).map(|project| Thread::merge_request(project, sheet.iid));
    let url = thread.map_or_else(|| frame(web, rules).home(), |thread| frame(web, rules).merge_request_url(&thread));
    RequestObject::of(sheet, url)
}

fn object(object: impl Serialize) -> Json<Value> {
    Json(json(object))
}

fn json(object: impl Serialize) -> Value {
    serde_json::to_value(object).unwrap_or_default()
}

fn list(web: &Web, visit: &Visit, items: &[Value], page: i64, more: bool) -> Json<Value> {
    let next = more.then(|| {
        let number = (page + 1).to_string();
        let kept = visit.query.iter().filter(|(name, value)| name != "page" && !value.is_empty());
        let parts = kept.map(|(name, value)| (name.as_str(), value.as_str())).chain([("page", number.as_str())]);
        address(&format!("{}{}", web.public_url, visit.path), parts.chain(visit.chosen().map(|tag| ("lang", tag))))
    });
    Json(json!({ "items": items, "next": next }))
}
