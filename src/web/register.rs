// SPDX-License-Identifier: EUPL-1.2
//! The lists of the register: decisions, tickets, merge requests.
//!
//! **Invariant:** a list that is empty says so in a sentence; a page of it has a written length.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use super::merge_request::quieted;
use super::page::{self, Page};
use super::problem::Problem;
use super::query::Asked;
use super::visit::Visit;
use super::{Web, parts};
use crate::domain::rules::Rules;
use crate::domain::ticket::Phase;
use crate::say::words;
use crate::store::sheet::{RequestSheet, TicketSheet};

/// The states that a decision can have.
const DECIDED: [Phase; 4] = [Phase::Accepted, Phase::Rejected, Phase::Inquorate, Phase::Done];

/// `GET /{partnership}/decisions`.
pub(super) async fn decisions(State(web): State<Arc<Web>>, visit: Visit) -> Result<Markup, Problem> {
    let (rules, asked) = (visit.rules()?, visit.list()?);
    let (sheets, more) = web.store.decisions(&rules.partnership, &asked.filter, asked.offset()).await?;
    let body = html! {
        (filter(&visit, rules, "/decisions", &asked, &DECIDED))
        @if sheets.is_empty() { (empty(&visit, &asked, "empty-decisions")) }
        @else { (decision_table(&sheets, &visit, rules)) }
        (parts::pager(&visit, &visit.path, asked.page, more))
        (as_data(&visit, rules, "decisions"))
    };
    Ok(list(&web, &visit, rules, "decisions", &body))
}

/// `GET /{partnership}/tickets`.
pub(super) async fn tickets(State(web): State<Arc<Web>>, visit: Visit) -> Result<Markup, Problem> {
    let (rules, asked) = (visit.rules()?, visit.list()?);
    let (sheets, more) = web.store.tickets(&rules.partnership, &asked.filter, asked.offset()).await?;
    let heads = ["number", "subject", "process", "state", "deadline"].map(|key| visit.say(key));
    let rows: Vec<_> = sheets
        .iter()
        .map(|sheet| {
            vec![
                parts::plain(format!("#{}", sheet.iid)),
                subject_link(sheet, &visit, rules),
                parts::plain(process(sheet, rules)),
                html! {
                    (parts::state(&sheet.state, &visit))
                    @if let Some(reason) = &sheet.reason { " " (parts::why(reason, &visit)) }
                },
                sheet.deadline.as_ref().map_or_else(dash, |at| parts::time(at, false, &visit, rules)),
            ]
        })
        .collect();
    let phases = Phase::ALL.map(|(_, phase)| phase);
    let body = html! {
        (filter(&visit, rules, "/tickets", &asked, &phases))
        @if sheets.is_empty() { (empty(&visit, &asked, "empty-tickets")) }
        @else { (parts::table("tickets", &visit.say("tickets-caption"), &heads, &rows)) }
        (parts::pager(&visit, &visit.path, asked.page, more))
        (as_data(&visit, rules, "tickets"))
    };
    Ok(list(&web, &visit, rules, "tickets", &body))
}

/// `GET /{partnership}/merge-requests`.
pub(super) async fn merge_requests(State(web): State<Arc<Web>>, visit: Visit) -> Result<Markup, Problem> {
    let (rules, asked) = (visit.rules()?, visit.list()?);
    let (sheets, more) = web.store.requests(&rules.partnership, asked.offset()).await?;
    let heads = ["number", "subject", "project", "gate", "merged"].map(|key| visit.say(key));
    let mut rows = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        let sheet = quieted(&web.store, &rules.partnership, sheet).await?;
        rows.push(request_row(&sheet, &visit, rules));
    }
    let body = html! {
        @if rows.is_empty() { (empty(&visit, &asked, "empty-merge-requests")) }
        @else { (parts::table("merge-requests", &visit.say("merge-requests-caption"), &heads, &rows)) }
        (parts::pager(&visit, &visit.path, asked.page, more))
        (as_data(&visit, rules, "merge-requests"))
    };
    Ok(list(&web, &visit, rules, "merge-requests", &body))
}

/// Decisions as a table.
pub(super) fn decision_table(sheets: &[TicketSheet], visit: &Visit, rules: &Rules) -> Markup {
    let heads = ["number", "subject", "process", "result", "votes", "decided"].map(|key| visit.say(key));
    let rows: Vec<_> = sheets
        .iter()
        .map(|sheet| {
            let number = sheet.decision.as_deref().unwrap_or_default();
            vec![
                html! { a href=(visit.within(rules, &format!("/decisions/{number}"), &[])) { (number) } },
                parts::subject_block(sheet, visit, rules),
                parts::plain(process(sheet, rules)),
                result(sheet, visit),
                parts::plain(votes_in_short(sheet, visit)),
                sheet.decided_at.as_ref().map_or_else(dash, |at| parts::time(at, false, visit, rules)),
            ]
        })
        .collect();
    parts::table("decisions", &visit.say("decisions-caption"), &heads, &rows)
}

/// Open votes as a table.
pub(super) fn votes(sheets: &[TicketSheet], visit: &Visit, rules: &Rules) -> Markup {
    let heads = ["subject", "process", "votes", "deadline"].map(|key| visit.say(key));
    let rows: Vec<_> = sheets
        .iter()
        .map(|sheet| {
            vec![
                subject_link(sheet, visit, rules),
                parts::plain(process(sheet, rules)),
                parts::plain(votes_in_short(sheet, visit)),
                sheet.deadline.as_ref().map_or_else(dash, |at| parts::time(at, false, visit, rules)),
            ]
        })
        .collect();
    parts::table("votes", &visit.say("open-votes"), &heads, &rows)
}

/// Templates that lie open as a table.
pub(super) fn readings(sheets: &[TicketSheet], visit: &Visit, rules: &Rules) -> Markup {
    let heads = ["subject", "process", "opens-at"].map(|key| visit.say(key));
    let rows: Vec<_> = sheets
        .iter()
        .map(|sheet| {
            vec![
                subject_link(sheet, visit, rules),
                parts::plain(process(sheet, rules)),
                sheet.opens_at.as_ref().map_or_else(dash, |at| parts::time(at, false, visit, rules)),
            ]
        })
        .collect();
    parts::table("readings", &visit.say("reading-now"), &heads, &rows)
}

fn request_row(sheet: &RequestSheet, visit: &Visit, rules: &Rules) -> Vec<Markup> {
    let short = format!("!{}", sheet.iid);
    let title = if sheet.title.is_empty() {
        visit.tell("merge-request-of", &[("request", short.as_str().into())])
    } else {
        sheet.title.clone()
    };
    let project = sheet.project.split_once(':').map_or(sheet.project.as_str(), |(_, path)| path);
    vec![
        parts::plain(&short),
        html! { a href=(parts::request_address(&sheet.project, sheet.iid, visit, rules)) { (title) } },
        parts::plain(project),
        sheet.gate.as_ref().map_or_else(dash, |gate| parts::gate(gate, visit)),
        sheet.merged_at.as_ref().map_or_else(
            || parts::plain(visit.say(if sheet.open { "not-merged" } else { "closed-unmerged" })),
            |at| {
                html! {
                    (parts::time(at, false, visit, rules))
                    @if sheet.merged_with_clearance == Some(false) { ", " (visit.say("past-the-gate")) }
                }
            },
        ),
    ]
}

/// What was decided; a decision of which everything is done was an acceptance.
fn result(sheet: &TicketSheet, visit: &Visit) -> Markup {
    if sheet.state != Phase::Done.key() {
        return parts::state(&sheet.state, visit);
    }
    html! { (parts::state(Phase::Accepted.key(), visit)) " " (parts::state_word(&sheet.state, visit)) }
}

fn subject_link(sheet: &TicketSheet, visit: &Visit, rules: &Rules) -> Markup {
    let address = parts::ticket_address(&sheet.project, sheet.iid, visit, rules);
    html! { a href=(address) { (parts::subject_block(sheet, visit, rules)) } }
}

fn process(sheet: &TicketSheet, rules: &Rules) -> String {
    sheet.process.as_ref().map_or_else(|| "–".to_string(), |id| parts::process(id, rules))
}

fn votes_in_short(sheet: &TicketSheet, visit: &Visit) -> String {
    let Some(tally) = &sheet.tally else { return "–".to_string() };
    let args = [("yes", tally.yes), ("no", tally.no), ("abstain", tally.abstain), ("needed", tally.needed)];
    let key = if tally.needed == 0 { "votes-silence" } else { "votes-short" };
    visit.tell(key, &args.map(|(name, number)| (name, number.into())))
}

fn dash() -> Markup {
    parts::plain("–")
}

fn empty(visit: &Visit, asked: &Asked, key: &str) -> Markup {
    html! { p { (visit.say(if asked.chooses() || asked.page > 1 { "empty-search" } else { key })) } }
}

fn as_data(visit: &Visit, rules: &Rules, list: &str) -> Markup {
    let address = visit.href(&format!("/api/v1/partnerships/{}/{list}", rules.partnership), &[]);
    html! { p { a href=(address) type="application/json" { (visit.say("json")) } } }
}

fn list(web: &Web, visit: &Visit, rules: &Rules, key: &str, body: &Markup) -> Markup {
    let (title, room) = (visit.say(key), format!("/{key}"));
    let trail = [(visit.within(rules, "", &[]), visit.say("home"))];
    page::frame(web, visit, Some(rules), &Page { title: &title, heading: None, room: &room, trail: &trail, body })
}

/// The form that chooses rows; it only changes the address.
fn filter(visit: &Visit, rules: &Rules, room: &str, asked: &Asked, phases: &[Phase]) -> Markup {
    let chosen = &asked.filter;
    let year = chosen.year.map(|year| year.to_string());
    html! {
        form.filter action=(visit.base_of(rules, room)) method="get" {
            fieldset {
                legend { (visit.say("filter")) }
                @if let Some(tag) = visit.chosen() { input type="hidden" name="lang" value=(tag); }
                div {
                    label for="state" { (visit.say("filter-state")) }
                    select id="state" name="state" {
                        option value="" { (visit.say("filter-all")) }
                        @for phase in phases {
                            option value=(phase.key()) selected[chosen.state.as_deref() == Some(phase.key())] {
                                (words::phase(*phase, visit.lang))
                            }
                        }
                    }
                }
                div {
                    label for="process" { (visit.say("filter-process")) }
                    select id="process" name="process" {
                        option value="" { (visit.say("filter-all")) }
                        @for process in &rules.processes {
                            option value=(process.id) selected[chosen.process.as_ref() == Some(&process.id)] {
                                (process.label)
                            }
                        }
                    }
                }
                @if room == "/decisions" {
                    div {
                        label for="year" { (visit.say("filter-year")) }
                        input id="year" name="year" type="text" inputmode="numeric" pattern="[0-9]{4}" size="6"
                            value=[year];
                    }
                }
                button type="submit" { (visit.say("filter-apply")) }
                @if asked.chooses() {
                    a href=(visit.within(rules, room, &[])) { (visit.say("filter-reset")) }
                }
            }
        }
    }
}
