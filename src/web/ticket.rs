// SPDX-License-Identifier: EUPL-1.2
//! A ticket's page, and the record that it shares with the page of its decision.
//!
//! **Invariant:** whoever holds a record can recount it by hand: electorate, every ballot given, the rule, what it
//! needed, what was found, and the link of the chain that keeps it.

use std::sync::Arc;

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::page::{self, Page};
use super::problem::Problem;
use super::visit::Visit;
use super::{Web, ballots, budget, history, parts};
use crate::domain::ids::{Project, Thread};
use crate::domain::rules::Rules;
use crate::say::{self, words};
use crate::store::sheet::{ReasonSheet, TicketSheet};

/// `GET /{partnership}/tickets/{iid}?project=…`.
pub(super) async fn show(
    State(web): State<Arc<Web>>,
    Path((_, iid)): Path<(String, String)>,
    visit: Visit,
) -> Result<Markup, Problem> {
    let rules = visit.rules()?;
    let unknown = || Problem::not_found("problem-ticket");
    let iid: u64 = iid.parse().map_err(|_| unknown())?;
    let project = visit.project(&rules.tickets)?;
    let sheet = web.store.ticket(&rules.partnership, &project, iid).await?.ok_or_else(unknown)?;
    let title = visit.tell("ticket-of", &[("ticket", format!("#{iid}").into())]);
    let heading = html! {
        span.over { (title) } " " (parts::subject_block(&sheet, &visit, rules))
    };
    let trail = [
        (visit.within(rules, "", &[]), visit.say("home")),
        (visit.within(rules, "/tickets", &[]), visit.say("tickets")),
    ];
    let body = record(&web, &visit, rules, &sheet).await?;
    let page = Page { title: &title, heading: Some(&heading), room: "/tickets", trail: &trail, body: &body };
    Ok(page::frame(&web, &visit, Some(rules), &page))
}

/// Everything that the register holds about a ticket.
pub(super) async fn record(web: &Web, visit: &Visit, rules: &Rules, sheet: &TicketSheet) -> Result<Markup, Problem> {
    let thread = Project::parse(&sheet.project).map(|project| Thread::ticket(project, sheet.iid));
    let entries = match &thread {
        Some(thread) => web.store.stream(&rules.partnership, &thread.to_string()).await?,
        None => Vec::new(),
    };
    let query = [("project", sheet.project.as_str()), ("iid", &sheet.iid.to_string())];
    let data = visit.href(&format!("/api/v1/partnerships/{}/tickets", rules.partnership), &query);
    Ok(html! {
        (council(visit, sheet))
        @if sheet.confidential { (parts::notice(&html! { p { (visit.say("confidential-hint")) } })) }
        (parts::definitions(&facts(web, visit, rules, sheet, thread.as_ref())))
        @if !sheet.missing.is_empty() {
            h2 { (visit.say("missing")) }
            ul { @for missing in &sheet.missing { li { (parts::follow_up(missing, visit)) } } }
        }
        @if let Some(reasons) = &sheet.reasons {
            h2 { (visit.say("why-heading")) }
            (reason_table(reasons, visit))
        }
        @if !sheet.electorate.is_empty() { (ballots::members(sheet, visit, rules)) }
        @if sheet.opened_at.is_some() || !sheet.ballots.is_empty() { (ballots::all(sheet, visit, rules)) }
        @if !sheet.steps.is_empty() { (steps(visit, rules, sheet)) }
        @if !sheet.reservations.is_empty() {
            h2 { (visit.say("reservations")) }
            ul { @for reservation in &sheet.reservations { li { (budget::reservation(reservation, visit, rules)) } } }
        }
        @if sheet.decision.is_some() && matches!(sheet.state.as_str(), "accepted" | "done") {
            p { (visit.say("no-obligation")) }
        }
        (history::block(&entries, sheet.confidential, visit, rules))
        (proof(visit, sheet, &entries))
        p { a href=(data) type="application/json" { (visit.say("json")) } }
    })
}

/// The result as it would be read out in a council.
fn council(visit: &Visit, sheet: &TicketSheet) -> Markup {
    let state = parts::state_word(&sheet.state, visit);
    html! {
        p.council {
            (parts::state(&sheet.state, visit))
            @if let Some(reason) = sheet.reason.as_ref().map(|key| parts::why(key, visit)).filter(|why| *why != state) {
                " (" (reason) ")"
            }
            @if let Some(tally) = &sheet.tally {
                " " (visit.tell(council_key(sheet.decision.is_some(), tally.needed), &[
                    ("yes", tally.yes.into()), ("no", tally.no.into()), ("abstain", tally.abstain.into()),
                    ("absent", tally.absent.into()), ("recused", tally.recused.into()),
                    ("entitled", tally.entitled.into()), ("needed", tally.needed.into()),
                    ("share", say::percent(tally.yes, tally.entitled, visit.lang).into()),
                ]))
            }
        }
    }
}

/// Where silence consents no yes is needed.
fn council_key(is_decided: bool, needed: u64) -> &'static str {
    match (is_decided, needed) {
        (_, 0) => "result-silence",
        (true, _) => "result-closed",
        (false, _) => "result-open",
    }
}

fn facts(
    web: &Web,
    visit: &Visit,
    rules: &Rules,
    sheet: &TicketSheet,
    thread: Option<&Thread>,
) -> Vec<(String, Option<Markup>)> {
    let at = |instant: &Option<String>| instant.as_ref().map(|at| parts::time(at, true, visit, rules));
    let path = sheet.project.split_once(':').map_or(sheet.project.as_str(), |(_, path)| path);
    let decision = sheet.decision.as_ref().map(|number| {
        html! { a href=(visit.within(rules, &format!("/decisions/{number}"), &[])) { (number) } }
    });
    let ticket = html! {
        a href=(parts::ticket_address(&sheet.project, sheet.iid, visit, rules)) { (path) "#" (sheet.iid) }
    };
    let admits = sheet.admits.as_ref().map(|number| {
        html! { a href=(visit.within(rules, &format!("/decisions/{number}"), &[])) { (number) } }
    });
    let asked: Vec<String> = sheet.discussion.iter().map(|id| parts::member(id, rules)).collect();
    let discussion = (!asked.is_empty()).then(|| parts::plain(say::list(&asked, visit.lang)));
    let certified =
        sheet.certified.map(|done| parts::plain(visit.say(if done { "certified-yes" } else { "certified-no" })));
    let forge = thread.and_then(|thread| web.thread_at_forge(thread));
    let resubmission = words::resubmission(&sheet.resubmission, visit.lang);
    let known = !sheet.resubmission.is_empty() && sheet.resubmission != "not-applicable";
    vec![
        (visit.say("decision"), decision),
        (visit.say("ticket"), Some(ticket)),
        (visit.say("process"), sheet.process.as_ref().map(|id| parts::plain(parts::process(id, rules)))),
        (visit.say("admits"), admits),
        (visit.say("reading-since"), at(&sheet.reading_since)),
        (visit.say("opens-at"), if sheet.opened_at.is_none() { at(&sheet.opens_at) } else { None }),
        (visit.say("opened"), at(&sheet.opened_at)),
        (visit.say("deadline"), at(&sheet.deadline)),
        (visit.say("decided"), at(&sheet.decided_at)),
        (visit.say("ended"), at(&sheet.ended_at)),
        (visit.say("certified"), certified),
        (visit.say("discussion"), discussion),
        (visit.say("resubmission"), known.then(|| parts::plain(resubmission))),
        (visit.say("forge"), forge.map(|url| html! { a href=(url) { (visit.say("at-forge")) } })),
    ]
}

/// The reasons as a table; what a reason rests on stands below it, indented.
fn reason_table(reason: &ReasonSheet, visit: &Visit) -> Markup {
    let heads = ["rule", "needed", "found", "held"].map(|key| visit.say(key));
    let mut rows = Vec::new();
    reason_rows(reason, visit, 0, &mut rows);
    parts::table("reasons", &visit.say("why-heading"), &heads, &rows)
}

/// How deep a tree of reasons is shown.
const DEPTH_MAX: usize = 8;

fn reason_rows(reason: &ReasonSheet, visit: &Visit, depth: usize, rows: &mut Vec<Vec<Markup>>) {
    let name = words::rule(&reason.rule, visit.lang);
    let found = if reason.rule == "decision" { parts::state_word(&reason.found, visit) } else { reason.found.clone() };
    let held = if reason.held { "held-yes" } else { "held-no" };
    rows.push(vec![
        html! { span class={ "deep-" (depth.min(3)) } { (name) } },
        parts::plain(needed(&reason.needed, visit)),
        parts::plain(found),
        html! { span aria-hidden="true" { (if reason.held { "✔ " } else { "✘ " }) } (visit.say(held)) },
    ]);
    if depth < DEPTH_MAX {
        for child in &reason.children {
            reason_rows(child, visit, depth + 1, rows);
        }
    }
}

/// What a reason needs: the domain writes a share, or a number with the share it comes from.
fn needed(written: &str, visit: &Visit) -> String {
    let share = |text: &str| say::bar_words(text, visit.lang);
    match written.split_once(" (") {
        Some((number, rest)) => format!("{number} ({})", share(rest.trim_end_matches(')'))),
        None if written.contains(['%', '/', '>', '<']) => share(written),
        None => written.to_string(),
    }
}

fn steps(visit: &Visit, rules: &Rules, sheet: &TicketSheet) -> Markup {
    let done = sheet.steps.iter().filter(|step| step.done).count();
    let progress = [("done", done.into()), ("all", sheet.steps.len().into())];
    html! {
        h2 { (visit.say("follow-ups")) }
        p { (visit.tell("follow-ups-progress", &progress)) }
        ul.steps {
            @for step in &sheet.steps {
                li {
                    (tick(&parts::follow_up(&step.item, visit), step.done, visit))
                    @let (count, all) = step.count();
                    @if all > 0 {
                        " (" (visit.tell("step-count", &[("done", count.into()), ("all", all.into())])) ")"
                        ul {
                            @for of in &step.members {
                                li {
                                    (tick(&parts::member(&of.member, rules), of.done, visit))
                                    @if let Some(until) = of.rests_until.as_ref().filter(|_| !of.done) {
                                        ", " (visit.tell("step-rests", &[("day", day(until, visit).into())]))
                                    }
                                }
                            }
                            @for part in &step.checklist {
                                li { (tick(&parts::follow_up(&part.item, visit), part.done, visit)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Something with a box before it and the word behind it.
fn tick(name: &str, done: bool, visit: &Visit) -> Markup {
    html! {
        span aria-hidden="true" { (if done { "☑ " } else { "☐ " }) }
        (name) ": " (visit.say(if done { "follow-up-done" } else { "follow-up-open" }))
    }
}

fn day(written: &str, visit: &Visit) -> String {
    written.parse().map_or_else(|_| written.to_string(), |day| say::date(day, visit.lang))
}

/// What the record can be held against.
fn proof(visit: &Visit, sheet: &TicketSheet, entries: &[crate::store::journal::Entry]) -> Markup {
    let digest = |digest: &Option<String>| digest.as_ref().map(|digest| parts::code(digest));
    let last = entries.last();
    let link = last.map(|entry| parts::code(&crate::domain::chain::hex(&entry.hash)));
    let seq = last.map(|entry| parts::plain(entry.seq.to_string()));
    html! {
        h2 { (visit.say("proof")) }
        p { (visit.say("about-verify-body")) }
        (parts::definitions(&[
            (visit.say("text-digest"), digest(&sheet.text_digest)),
            (visit.say("rules-digest"), digest(&sheet.rules_digest)),
            (visit.say("electorate-digest"), digest(&sheet.electorate_digest)),
            (visit.say("journal-number"), seq),
            (visit.say("chain-link"), link),
        ]))
    }
}
