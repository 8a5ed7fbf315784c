// SPDX-License-Identifier: EUPL-1.2
//! The releases: which versions there are, on which decisions each rests, and what keeps the next one back.
//!
//! **Invariant:** numbers of tickets and merge requests alone, which tell nothing of a confidential one.

use std::sync::Arc;

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::page::{self, Page};
use super::problem::Problem;
use super::visit::Visit;
use super::{Web, parts};
use crate::domain::ids::Thread;
use crate::domain::reason::Why;
use crate::domain::release::Lack;
use crate::domain::rules::Rules;
use crate::say;
use crate::store::release::{LackSheet, ReleaseSheet, SeriesSheet};

/// `GET /{partnership}/releases`.
pub(super) async fn list(State(web): State<Arc<Web>>, visit: Visit) -> Result<Markup, Problem> {
    let (rules, asked) = (visit.rules()?, visit.list()?);
    let project = chosen(&visit, rules)?;
    let (sheets, more) = web.store.releases(&rules.partnership, &project, asked.offset()).await?;
    let series = web.store.series(&rules.partnership).await?;
    let series = series.iter().filter(|own| project.is_empty() || own.project == project);
    let kept: Vec<&SeriesSheet> = series.filter(|own| own.halted.is_some() || !own.stopped.is_empty()).collect();
    let heads = ["tag", "project", "released-at", "decisions", "merge-requests", "commit"].map(|key| visit.say(key));
    let rows: Vec<_> = sheets.iter().map(|sheet| row(sheet, &visit, rules)).collect();
    let data = visit.href(&format!("/api/v1/partnerships/{}/releases", rules.partnership), &[]);
    let body = html! {
        p { (visit.say("releases-body")) }
        @for own in kept { (parts::notice(&kept_back(own, &visit, rules))) }
        @if rows.is_empty() { p { (visit.say("empty-releases")) } }
        @else { (parts::table("releases", &visit.say("releases-caption"), &heads, &rows)) }
        (parts::pager(&visit, &visit.path, asked.page, more))
        p { a href=(data) type="application/json" { (visit.say("json")) } }
    };
    let title = visit.say("releases");
    let trail = [(visit.within(rules, "", &[]), visit.say("home"))];
    let page = Page { title: &title, heading: None, room: "/releases", trail: &trail, body: &body };
    Ok(page::frame(&web, &visit, Some(rules), &page))
}

/// `GET /{partnership}/releases/{tag}?project=…`.
pub(super) async fn show(
    State(web): State<Arc<Web>>,
    Path((_, tag)): Path<(String, String)>,
    visit: Visit,
) -> Result<Markup, Problem> {
    let rules = visit.rules()?;
    let project = visit.project(&rules.upstream)?;
    let found = web.store.release(&rules.partnership, &project, &tag).await?;
    let sheet = found.ok_or_else(|| Problem::not_found("problem-release"))?;
    let heads = ["ticket", "decision"].map(|key| visit.say(key));
    let rows: Vec<_> = sheet
        .tickets
        .iter()
        .map(|named| {
            let decision = named
                .decision
                .as_ref()
                .map_or_else(|| parts::plain(visit.say("release-no-vote")), |number| decision(number, &visit, rules));
            vec![parts::named_ticket(&named.ticket, &visit, rules), decision]
        })
        .collect();
    let data = visit.href(
        &format!("/api/v1/partnerships/{}/releases", rules.partnership),
        &[("project", sheet.project.as_str()), ("tag", sheet.tag.as_str())],
    );
    let body = html! {
        @if sheet.preliminary { p { (visit.say("release-preliminary")) } }
        (parts::definitions(&[
            (visit.say("project"), Some(parts::plain(path(&sheet.project)))),
            (visit.say("commit"), Some(parts::code(&sheet.sha))),
            (visit.say("released-at"), Some(parts::time(&sheet.at, true, &visit, rules))),
        ]))
        h2 { (visit.say("decisions")) }
        @if rows.is_empty() { p { (visit.say("release-no-tickets")) } }
        @else { (parts::table("tickets", &visit.say("release-tickets"), &heads, &rows)) }
        h2 { (visit.say("merge-requests")) }
        ul { @for named in &sheet.merge_requests { li { (request(named, &visit, rules)) } } }
        @if !sheet.passed.is_empty() {
            h2 { (visit.say("release-passed")) }
            (lacks(&sheet.passed, &visit))
        }
        p { a href=(data) type="application/json" { (visit.say("json")) } }
    };
    let title = visit.tell("release-of", &[("tag", sheet.tag.as_str().into())]);
    let trail = [
        (visit.within(rules, "", &[]), visit.say("home")),
        (visit.within(rules, "/releases", &[]), visit.say("releases")),
    ];
    let page = Page { title: &title, heading: None, room: "/releases", trail: &trail, body: &body };
    Ok(page::frame(&web, &visit, Some(rules), &page))
}

/// Reads the project whose releases are asked for; empty for all.
pub(super) fn chosen(visit: &Visit, rules: &Rules) -> Result<String, Problem> {
    if visit.asked("project").is_none() { Ok(String::new()) } else { visit.project(&rules.upstream) }
}

/// The address of a release's page.
pub(super) fn address(tag: &str, project: &str, visit: &Visit, rules: &Rules) -> String {
    let tag: String = url::form_urlencoded::byte_serialize(tag.as_bytes()).collect();
    let parts: &[(&str, &str)] = if rules.upstream.len() == 1 { &[] } else { &[("project", project)] };
    visit.within(rules, &format!("/releases/{tag}"), parts)
}

fn row(sheet: &ReleaseSheet, visit: &Visit, rules: &Rules) -> Vec<Markup> {
    let mut numbers: Vec<&String> = sheet.tickets.iter().filter_map(|named| named.decision.as_ref()).collect();
    numbers.sort();
    numbers.dedup();
    vec![
        html! {
            a href=(address(&sheet.tag, &sheet.project, visit, rules)) { (sheet.tag) }
            @if sheet.preliminary { " (" (visit.say("preliminary")) ")" }
        },
        parts::plain(path(&sheet.project)),
        parts::time(&sheet.at, false, visit, rules),
        html! {
            @if numbers.is_empty() { "–" }
            @for (i, number) in numbers.iter().enumerate() {
                @if i > 0 { ", " } (decision(number, visit, rules))
            }
        },
        html! {
            @for (i, named) in sheet.merge_requests.iter().enumerate() {
                @if i > 0 { ", " } (request(named, visit, rules))
            }
        },
        parts::code(&sheet.sha.chars().take(12).collect::<String>()),
    ]
}

/// What keeps a series from going on.
fn kept_back(series: &SeriesSheet, visit: &Visit, rules: &Rules) -> Markup {
    let name = format!("{}{}", path(&series.project), prefix(&series.prefix));
    let tag = series.halted_tag.clone().unwrap_or_default();
    html! {
        @if let Some(halt) = &series.halted {
            p {
                strong { (visit.tell("release-halted", &[("series", name.as_str().into())])) } " "
                (visit.tell(&format!("release-halted-{halt}"), &[("tag", tag.as_str().into())]))
                @if let Some(at) = &series.halted_at { " (" (parts::time(at, true, visit, rules)) ")" }
            }
        }
        @if !series.stopped.is_empty() {
            p { strong { (visit.tell("release-stopped", &[("series", name.as_str().into())])) } }
            (lacks(&series.stopped, visit))
        }
    }
}

fn lacks(lacks: &[LackSheet], visit: &Visit) -> Markup {
    let thread = |thread: &Thread| format!("{}{}", thread.project.path, thread.short());
    let line = |sheet: &LackSheet| {
        let lack = Lack {
            merge_request: sheet.merge_request.as_deref().and_then(Thread::parse),
            commits: sheet.commits.clone(),
            why: sheet.reason.as_deref().and_then(Why::parse),
            ticket: sheet.ticket.as_deref().and_then(Thread::parse),
        };
        say::release::lack(&lack, visit.lang, |sha| sha.chars().take(12).collect(), thread)
    };
    html! { ul { @for sheet in lacks { li { (line(sheet)) } } } }
}

fn decision(number: &str, visit: &Visit, rules: &Rules) -> Markup {
    html! { a href=(visit.within(rules, &format!("/decisions/{number}"), &[])) { (number) } }
}

fn request(written: &str, visit: &Visit, rules: &Rules) -> Markup {
    let Some(thread) = Thread::parse(written) else { return parts::plain(written) };
    let address = parts::request_address(&thread.project.to_string(), thread.iid, visit, rules);
    html! { a href=(address) { (thread.short()) } }
}

fn path(project: &str) -> &str {
    project.split_once(':').map_or(project, |(_, path)| path)
}

fn prefix(prefix: &str) -> String {
    if prefix.is_empty() { String::new() } else { format!(" ({prefix})") }
}
