// SPDX-License-Identifier: EUPL-1.2
//! A decision's page: the record of its ticket under the decision's number.

use std::sync::Arc;

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::page::{self, Page};
use super::problem::Problem;
use super::visit::Visit;
use super::{Web, parts, ticket};

/// `GET /{partnership}/decisions/{number}`.
pub(super) async fn show(
    State(web): State<Arc<Web>>,
    Path((_, number)): Path<(String, String)>,
    visit: Visit,
) -> Result<Markup, Problem> {
    let rules = visit.rules()?;
    let found = web.store.decision(&rules.partnership, &number).await?;
    let sheet = found.ok_or_else(|| Problem::not_found("problem-decision"))?;
    let title = visit.tell("decision-of", &[("number", number.as_str().into())]);
    let heading = html! {
        span.over { (title) } " " (parts::subject_block(&sheet, &visit, rules))
    };
    let trail = [
        (visit.within(rules, "", &[]), visit.say("home")),
        (visit.within(rules, "/decisions", &[]), visit.say("decisions")),
    ];
    let body = ticket::record(&web, &visit, rules, &sheet).await?;
    let page = Page { title: &title, heading: Some(&heading), room: "/decisions", trail: &trail, body: &body };
    Ok(page::frame(&web, &visit, Some(rules), &page))
}
