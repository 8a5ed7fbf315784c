// SPDX-License-Identifier: EUPL-1.2
//! The money of a year: both pots, their lights, and every decision that draws on them.
//!
//! **Invariant:** amounts are whole euros; a light is a word and a shape; a ticket is named by its number alone, and a
//! confidential one not at all.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use super::page::{self, Page};
use super::problem::Problem;
use super::visit::Visit;
use super::{Web, parts};
use crate::domain::budget::{Cover, Light};
use crate::domain::rules::{Budget, Pot, Rules};
use crate::say::{self, words};
use crate::store::sheet::{BudgetSheet, DrawSheet, PotSheet};

/// `GET /{partnership}/budget`: of `?year=`, or of the present year.
pub(super) async fn show(State(web): State<Arc<Web>>, visit: Visit) -> Result<Markup, Problem> {
    visit.only(&["year"])?;
    let rules = visit.rules()?;
    let mut years = web.store.budget_years(&rules.partnership).await?;
    years.extend(rules.budgets.keys());
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let now = rules.calendar.day(web.clock.now()).year();
    let nearest = || years.iter().find(|year| **year == now).or(years.first()).copied();
    let asked = visit.asked("year").filter(|year| !year.is_empty());
    let year = match asked {
        Some(text) => Some(text.parse::<i16>().map_err(|_| Problem::query("year", "expect-year"))?),
        None => nearest(),
    };
    let sheet = match year {
        Some(year) => web.store.budget(rules, year).await?,
        None => None,
    };
    let sheet = match sheet {
        Some(sheet) => Some(quieted(&web, rules, sheet).await?),
        None => None,
    };
    let body = html! {
        @if years.len() > 1 {
            nav aria-label=(visit.say("budget-years")) {
                ul.plain {
                    @for other in &years {
                        li { a href=(visit.within(rules, "/budget", &[("year", &other.to_string())])) { (other) } }
                    }
                }
            }
        }
        @match &sheet {
            None => p { (visit.say("empty-budget")) },
            Some(sheet) => {
                @let budget = rules.budgets.get(&sheet.year);
                (pot(Pot::Joint, &sheet.joint, budget, &visit, rules))
                (pot(Pot::Maintenance, &sheet.maintenance, budget, &visit, rules))
                p { (visit.say("budget-note")) }
                p { a href=(visit.within(rules, &format!("/budget/{}/cost-plan.csv", sheet.year), &[])) { (visit.say("cost-plan")) } }
            }
        }
    };
    let title = match year {
        Some(year) => visit.tell("budget-of", &[("year", year.to_string().into())]),
        None => visit.say("budget"),
    };
    let trail = [(visit.within(rules, "", &[]), visit.say("home"))];
    let page = Page { title: &title, heading: None, room: "/budget", trail: &trail, body: &body };
    Ok(page::frame(&web, &visit, Some(rules), &page))
}

/// Leaves the draws of confidential tickets out of both runs: what they cost stood in their text. The sums keep them.
pub(super) async fn quieted(web: &Web, rules: &Rules, mut sheet: BudgetSheet) -> Result<BudgetSheet, Problem> {
    for pot in [&mut sheet.joint, &mut sheet.maintenance] {
        let mut shown = Vec::with_capacity(pot.run.len());
        for draw in std::mem::take(&mut pot.run) {
            let ticket = web.store.ticket(&rules.partnership, &draw.project, draw.iid).await?;
            if ticket.is_some_and(|ticket| !ticket.confidential) {
                shown.push(draw);
            }
        }
        pot.run = shown;
    }
    Ok(sheet)
}

fn pot(pot: Pot, sheet: &PotSheet, budget: Option<&Budget>, visit: &Visit, rules: &Rules) -> Markup {
    let euros = |amount: i64| parts::plain(say::euros(amount, visit.lang));
    let joint = budget.filter(|_| pot == Pot::Joint);
    let name = words::pot(pot, visit.lang);
    html! {
        h2 { (say::capitalise(&name)) }
        (parts::definitions(&[
            (visit.say("budget-size"), sheet.size.map(euros)),
            (visit.say("budget-committed"), Some(euros(sheet.committed))),
            (visit.say("budget-left"), sheet.left.map(euros)),
            (visit.say("budget-planned"), Some(euros(sheet.planned))),
            (visit.say("budget-spent"), Some(euros(sheet.spent))),
            (visit.say("budget-light"), sheet.size.map(|_| light(&sheet.light, visit))),
            (visit.say("budget-cap"), joint.and_then(|budget| budget.cap_per_request).map(euros)),
            (visit.say("budget-spend-by"),
                joint.and_then(|budget| budget.spend_by).map(|day| parts::plain(say::date(day, visit.lang)))),
        ]))
        @if sheet.run.is_empty() {
            p { (visit.say("empty-draws")) }
        } @else {
            @let heads = ["number", "budget-date", "budget-amount", "budget-effect", "budget-left", "budget-spent"];
            @let rows: Vec<_> = sheet.run.iter().map(|draw| row(draw, visit, rules)).collect();
            (parts::table(pot.key(), &visit.tell("budget-run", &[("pot", name.into())]), &heads.map(|key| visit.say(key)), &rows))
        }
    }
}

fn row(draw: &DrawSheet, visit: &Visit, rules: &Rules) -> Vec<Markup> {
    let euros = |amount: i64| parts::plain(say::euros(amount, visit.lang));
    let address = parts::ticket_address(&draw.project, draw.iid, visit, rules);
    let day = draw.date.parse().map_or_else(|_| draw.date.clone(), |day| say::date(day, visit.lang));
    vec![
        html! { a href=(address) { "#" (draw.iid) } },
        parts::plain(day),
        euros(draw.amount),
        parts::plain(effect(&draw.effect, visit)),
        draw.left.map_or_else(|| parts::plain("–"), euros),
        euros(draw.spent),
    ]
}

fn effect(key: &str, visit: &Visit) -> String {
    match key {
        "committed" => visit.say("draw-committed"),
        "unfunded" => visit.say("draw-unfunded"),
        _ => visit.say("draw-after-spend-by"),
    }
}

fn light(key: &str, visit: &Visit) -> Markup {
    let light = Light::ALL.into_iter().find(|(known, _)| *known == key).map(|(_, light)| light);
    parts::plain(words::light(light.unwrap_or_default(), visit.lang))
}

/// A decision's reservation in words: `unfunded:17300`, `after-spend-by:2026-09-30`, `budget-freeze:<member>`.
pub(super) fn reservation(key: &str, visit: &Visit, rules: &Rules) -> String {
    if let Some(member) = key.strip_prefix("budget-freeze:") {
        return visit.tell("reservation-freeze", &[("member", parts::member(member, rules).into())]);
    }
    match Cover::parse(key) {
        Some(Cover::Unfunded(missing)) => {
            visit.tell("reservation-unfunded", &[("amount", say::euros(missing, visit.lang).into())])
        }
        Some(Cover::AfterSpendBy(day)) => {
            visit.tell("reservation-after-spend-by", &[("day", say::date(day, visit.lang).into())])
        }
        _ => key.to_string(),
    }
}
