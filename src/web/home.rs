// SPDX-License-Identifier: EUPL-1.2
//! The first pages: all partnerships, and what goes on in one.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use super::page::{self, Page};
use super::problem::Problem;
use super::visit::Visit;
use super::{Web, parts, register};
use crate::domain::rules::Rules;
use crate::store::register::Filter;

/// How many of the newest decisions are shown.
const NEWEST: usize = 10;

/// `GET /`: all partnerships, or the page of the only one.
pub(super) async fn front(State(web): State<Arc<Web>>, visit: Visit) -> Result<Markup, Problem> {
    let all = web.all_rules();
    if let [only] = all.as_slice() {
        return show(&web, &visit, only).await;
    }
    let title = visit.say("partnerships");
    let body = html! {
        @if all.is_empty() { p { (visit.say("empty-partnerships")) } }
        @else {
            ul.cards {
                @for rules in &all {
                    li lang=[visit.foreign(rules)] {
                        h2 { a href=(visit.within(rules, "", &[])) { (rules.name) } }
                        p { (rules.product) }
                    }
                }
            }
        }
    };
    Ok(page::frame(&web, &visit, None, &Page { title: &title, heading: None, room: "", trail: &[], body: &body }))
}

/// `GET /{partnership}`.
pub(super) async fn partnership(State(web): State<Arc<Web>>, visit: Visit) -> Result<Markup, Problem> {
    show(&web, &visit, visit.rules()?).await
}

async fn show(web: &Web, visit: &Visit, rules: &Rules) -> Result<Markup, Problem> {
    let of = |state: &str| Filter { state: Some(state.to_string()), ..Filter::default() };
    let id = &rules.partnership;
    let (open, more_open) = web.store.tickets(id, &of("voting"), 0).await?;
    let (reading, more_reading) = web.store.tickets(id, &of("reading"), 0).await?;
    let (newest, _) = web.store.decisions(id, &Filter::default(), 0).await?;
    let newest = &newest[..newest.len().min(NEWEST)];
    let all = |state: &str| {
        html! {
            p { a href=(visit.within(rules, "/tickets", &[("state", state)])) { (visit.say("all-tickets")) } }
        }
    };
    let body = html! {
        p { (visit.tell("home-intro", &[("partnership", rules.name.as_str().into())])) }
        h2 { (visit.say("open-votes")) }
        @if open.is_empty() { p { (visit.say("empty-open-votes")) } }
        @else { (register::votes(&open, visit, rules)) @if more_open { (all("voting")) } }
        @if !reading.is_empty() {
            h2 { (visit.say("reading-now")) }
            (register::readings(&reading, visit, rules))
            @if more_reading { (all("reading")) }
        }
        h2 { (visit.say("latest-decisions")) }
        @if newest.is_empty() { p { (visit.say("empty-decisions")) } }
        @else {
            (register::decision_table(newest, visit, rules))
            p { a href=(visit.within(rules, "/decisions", &[])) { (visit.say("all-decisions")) } }
        }
        h2 { (visit.say("about")) }
        p { (visit.say("about-body")) }
        p { a href=(visit.within(rules, "/rules", &[])) { (visit.say("about-processes")) } }
        (parts::definitions(&[
            (visit.say("product"), Some(html! { span lang=[visit.foreign(rules)] { (rules.product) } })),
            (visit.say("members"), Some(parts::plain(rules.members.len().to_string()))),
        ]))
    };
    let title = visit.say("home");
    let heading = html! { span lang=[visit.foreign(rules)] { (rules.name) } };
    let page = Page { title: &title, heading: Some(&heading), room: "", trail: &[], body: &body };
    Ok(page::frame(web, visit, Some(rules), &page))
}
