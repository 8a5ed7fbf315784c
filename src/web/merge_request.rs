// SPDX-License-Identifier: EUPL-1.2
//! A merge request's page: what the gate says, why, and what became of it.
//!
//! **Invariant:** the title of a merge request that names a confidential ticket is not shown.

use std::sync::Arc;

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::page::{self, Page};
use super::problem::Problem;
use super::visit::Visit;
use super::{Web, chain, history, parts, release};
use crate::domain::condition::{Condition, Surroundings};
use crate::domain::ids::{Project, Thread};
use crate::domain::request::Request;
use crate::domain::rules::Rules;
use crate::say;
use crate::store::sheet::RequestSheet;
use crate::store::{Store, Stored};

/// `GET /{partnership}/merge-requests/{iid}?project=…`.
pub(super) async fn show(
    State(web): State<Arc<Web>>,
    Path((_, iid)): Path<(String, String)>,
    visit: Visit,
) -> Result<Markup, Problem> {
    let rules = visit.rules()?;
    let unknown = || Problem::not_found("problem-merge-request");
    let iid: u64 = iid.parse().map_err(|_| unknown())?;
    let project = visit.project(&rules.upstream)?;
    let sheet = web.store.request(&rules.partnership, &project, iid).await?.ok_or_else(unknown)?;
    let given = !sheet.title.is_empty();
    let sheet = quieted(&web.store, &rules.partnership, sheet).await?;
    let hushed = given && sheet.title.is_empty();

    let thread = Project::parse(&sheet.project).map(|project| Thread::merge_request(project, iid));
    let entries = match &thread {
        Some(thread) => web.store.stream(&rules.partnership, &thread.to_string()).await?,
        None => Vec::new(),
    };
    let request = Request::from_facts(entries.iter().map(|entry| &entry.fact));
    let waits = request.gated && request.stated.is_some() && request.merged.is_none();
    let conditions = if waits {
        let around = surroundings(&web.store, rules, &request).await?;
        request.conditions(rules, &around, web.clock.now())
    } else {
        Vec::new()
    };
    let at_forge = thread.as_ref().and_then(|thread| web.thread_at_forge(thread));
    let path = sheet.project.split_once(':').map_or(sheet.project.as_str(), |(_, path)| path);
    let merged = sheet.merged_at.as_ref().map(|at| parts::time(at, true, &visit, rules));
    let cleared = sheet
        .merged_with_clearance
        .map(|cleared| parts::plain(visit.say(if cleared { "held-yes" } else { "held-no" })));
    let contained = request.merged.as_ref().and_then(|merge| merge.contained);
    let squashed = request.merged.as_ref().is_some_and(|merge| merge.squashed);
    let contained = contained.map(|is| {
        let key = match (is, squashed) {
            (true, _) => "held-yes",
            (false, true) => "landed-anew",
            (false, false) => "landed-lost",
        };
        parts::plain(visit.say(key))
    });
    let steps = chain::steps(&web, rules, &sheet).await?;
    let number = iid.to_string();
    let query = [("project", sheet.project.as_str()), ("iid", number.as_str())];
    let data = visit.href(&format!("/api/v1/partnerships/{}/merge-requests", rules.partnership), &query);
    let body = html! {
        @match &sheet.gate {
            Some(gate) => p.council { (visit.say("gate")) ": " (parts::gate(gate, &visit)) },
            None => p { (visit.say("gate-none")) },
        }
        @if !sheet.reasons.is_empty() {
            h2 { (visit.say("gate-reasons")) }
            (reasons(&sheet, &visit, rules))
        }
        @if !conditions.is_empty() {
            h2 { (visit.say("conditions")) }
            (self::conditions(&conditions, &visit, rules))
        }
        h2 { (visit.say("tickets-named")) }
        @if sheet.tickets.is_empty() { p { (visit.say("empty-named")) } }
        @else { ul { @for ticket in &sheet.tickets { li { (parts::named_ticket(ticket, &visit, rules)) } } } }
        h2 { (visit.say("state")) }
        (parts::definitions(&[
            (visit.say("project"), Some(parts::plain(path))),
            (visit.say("head"), sheet.head.as_ref().map(|sha| parts::code(sha))),
            (visit.say("merged"), sheet.merged_sha.as_ref().map(|sha| parts::code(sha))),
            (visit.say("merged-at"), merged),
            (visit.say("merged-cleared"), cleared),
            (visit.say("merged-contained"), contained),
            (visit.say("tag"), sheet.tag.as_ref().map(|tag| {
                html! { a href=(release::address(tag, &sheet.project, &visit, rules)) { (tag) } }
            })),
            (visit.say("forge"), at_forge.map(|url| html! { a href=(url) { (visit.say("request-at-forge")) } })),
        ]))
        @if sheet.merged_sha.is_none() {
            p { (visit.say(if sheet.open { "not-merged" } else { "closed-unmerged" })) }
        }
        (chain::block(&steps, &visit, rules))
        (history::block(&entries, hushed, &visit, rules))
        p { a href=(data) type="application/json" { (visit.say("json")) } }
    };
    let title = visit.tell("merge-request-of", &[("request", format!("!{iid}").into())]);
    let heading = html! {
        span.over { (title) } @if !sheet.title.is_empty() { " " (sheet.title) }
    };
    let trail = [
        (visit.within(rules, "", &[]), visit.say("home")),
        (visit.within(rules, "/merge-requests", &[]), visit.say("merge-requests")),
    ];
    let page = Page { title: &title, heading: Some(&heading), room: "/merge-requests", trail: &trail, body: &body };
    Ok(page::frame(&web, &visit, Some(rules), &page))
}

/// Reads what stands around a merge request and is not its own.
async fn surroundings(store: &Store, rules: &Rules, request: &Request) -> Stored<Surroundings> {
    let mut around = Surroundings { paused: store.is_paused(&rules.partnership).await?, ..Surroundings::default() };
    let (Some(own), Some(head)) = (&request.thread, &request.head) else { return Ok(around) };
    around.arrived = store.arrival(&rules.partnership, &own.project).await?;
    for other in store.requests_at(&own.project.to_string(), head).await?.into_iter().filter(|other| other != own) {
        let entries = store.stream(&rules.partnership, &other.to_string()).await?;
        let neighbour = Request::from_facts(entries.iter().map(|entry| &entry.fact));
        if neighbour.shows_status() {
            around.neighbours.push((other, neighbour.gate_at(head)));
        }
    }
    Ok(around)
}

/// Returns the sheet without its title where it names a ticket that is or was confidential.
pub(super) async fn quieted(store: &Store, partnership: &str, mut sheet: RequestSheet) -> Stored<RequestSheet> {
    if sheet.title.is_empty() {
        return Ok(sheet);
    }
    for named in sheet.tickets.iter().filter_map(|named| Thread::parse(named)) {
        let ticket = store.ticket(partnership, &named.project.to_string(), named.iid).await?;
        if ticket.is_some_and(|ticket| ticket.confidential) {
            sheet.title.clear();
            return Ok(sheet);
        }
    }
    Ok(sheet)
}

/// Every condition: what was found, and of an open one what is needed and who can help.
fn conditions(conditions: &[Condition], visit: &Visit, rules: &Rules) -> Markup {
    let heads = ["condition", "condition-found", "condition-needed", "condition-ask"].map(|key| visit.say(key));
    let row = |condition: &Condition| {
        let ticket = condition.ticket.as_ref().map(ToString::to_string);
        let held = visit.say(if condition.held { "held-yes" } else { "held-no" });
        let open = |words: String| parts::plain(if condition.held { "–".to_owned() } else { words });
        vec![
            html! {
                (say::condition::what(condition, visit.lang)) " (" (held) ")"
                @if let Some(ticket) = &ticket { " " (parts::named_ticket(ticket, visit, rules)) }
            },
            parts::plain(say::condition::found(condition, visit.lang)),
            open(say::condition::needed(condition, visit.lang)),
            open(say::condition::ask(condition, visit.lang)),
        ]
    };
    let rows: Vec<_> = conditions.iter().map(row).collect();
    parts::table("conditions", &visit.say("conditions"), &heads, &rows)
}

fn reasons(sheet: &RequestSheet, visit: &Visit, rules: &Rules) -> Markup {
    let heads = ["gate-reason", "gate", "ticket"].map(|key| visit.say(key));
    let rows: Vec<_> = sheet
        .reasons
        .iter()
        .map(|reason| {
            vec![
                parts::plain(parts::why(&reason.reason, visit)),
                parts::gate(&reason.gate, visit),
                reason
                    .ticket
                    .as_ref()
                    .map_or_else(|| parts::plain("–"), |ticket| parts::named_ticket(ticket, visit, rules)),
            ]
        })
        .collect();
    parts::table("reasons", &visit.say("gate-reasons"), &heads, &rows)
}
