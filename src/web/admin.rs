// SPDX-License-Identifier: EUPL-1.2
//! What only those see who run votum: metrics, and the dead letters of the outbox. It listens on an address of its
//! own, on this machine unless the settings say otherwise.
//!
//! **Invariant:** a dead letter is shown by number, kind and age; never its text, its thread or an account.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use maud::{Markup, html};
use metrics_exporter_prometheus::PrometheusHandle;

use super::page::{self, Page};
use super::problem::{self, Problem};
use super::visit::Visit;
use super::{Web, dressed, health, limit, parts, style};
use crate::clock::Clock;

/// What the administrator's pages read.
#[derive(Clone, Debug)]
pub struct Admin {
    /// The register beside which they stand.
    pub web: Arc<Web>,
    /// Where the metrics are kept.
    pub metrics: PrometheusHandle,
}

/// Returns what serves `/metrics`, `/outbox` and health for those who run votum.
pub fn admin(admin: Admin) -> Router {
    let Admin { web, metrics } = admin;
    let scrape = move |State(web): State<Arc<Web>>| async move { scrape(&web, &metrics).await };
    let router = Router::new()
        .route("/metrics", get(scrape))
        .route("/outbox", get(outbox))
        .route("/assets/style.css", get(style))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .fallback(problem::nowhere)
        .method_not_allowed_fallback(|| async { Problem::read_only() })
        .layer(axum::middleware::from_fn_with_state(limit::places(), limit::hold));
    dressed(router, web)
}

#[expect(clippy::cast_precision_loss, reason = "a gauge is a number of rows, far below the limit of exactness")]
async fn scrape(web: &Web, metrics: &PrometheusHandle) -> Result<Response, Problem> {
    let (inbox, outbox) = (web.store.inbox_depth().await?, web.store.outbox_depth().await?);
    for (name, value) in [
        ("votum_inbox_waiting", inbox.waiting),
        ("votum_inbox_parked", inbox.parked),
        ("votum_outbox_waiting", outbox.waiting),
        ("votum_outbox_dead", outbox.dead),
        ("votum_troubles", i64::try_from(web.health.troubles().len()).unwrap_or(i64::MAX)),
    ] {
        metrics::gauge!(name).set(value as f64);
    }
    metrics.run_upkeep();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.render()).into_response())
}

async fn outbox(State(web): State<Arc<Web>>, visit: Visit) -> Result<Markup, Problem> {
    let (depth, dead) = (web.store.outbox_depth().await?, web.store.dead_letters().await?);
    let heads = ["number", "outbox-kind", "outbox-age"].map(|key| visit.say(key));
    let rows: Vec<_> = dead
        .iter()
        .map(|letter| {
            let age = age(letter.created_at, &web.clock, &visit);
            [letter.number.to_string(), letter.kind.clone(), age].map(parts::plain).to_vec()
        })
        .collect();
    let title = visit.say("outbox");
    let body = html! {
        p { (visit.tell("outbox-depth", &[("waiting", depth.waiting.into()), ("dead", depth.dead.into())])) }
        @if rows.is_empty() { p { (visit.say("empty-outbox")) } }
        @else { (parts::table("dead", &visit.say("outbox-caption"), &heads, &rows)) p { (visit.say("outbox-hint")) } }
    };
    Ok(page::frame(&web, &visit, None, &Page { title: &title, heading: None, room: "", trail: &[], body: &body }))
}

/// How long something has been waiting, in its largest whole unit.
fn age(since: i64, clock: &Clock, visit: &Visit) -> String {
    let since = Timestamp::from_microsecond(since).unwrap_or(Timestamp::UNIX_EPOCH);
    let seconds = clock.now().duration_since(since).as_secs().max(0);
    let (key, count) = match seconds {
        86_400.. => ("span-days", seconds / 86_400),
        3_600.. => ("span-hours", seconds / 3_600),
        60.. => ("span-minutes", seconds / 60),
        _ => ("span-seconds", seconds),
    };
    visit.tell(key, &[("count", count.into())])
}
