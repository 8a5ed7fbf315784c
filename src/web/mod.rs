// SPDX-License-Identifier: EUPL-1.2
//! The register as pages and as data, the state of operation, and the page of those who run votum.
//!
//! **Invariant:** everything here reads and nothing writes; members are shown and never accounts; of a ticket that is
//! or was confidential no text leaves this room. No cookie is set, no script runs, nothing is loaded from elsewhere.

mod admin;
mod api;
mod ballots;
mod budget;
mod chain;
mod costs;
mod decision;
mod health;
mod history;
mod home;
mod limit;
mod merge_request;
pub mod object;
mod page;
mod parts;
pub mod porter;
mod problem;
mod query;
mod register;
mod release;
mod rules;
mod sentence;
mod ticket;
mod visit;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};
use tower_http::catch_panic::CatchPanicLayer;

pub use admin::{Admin, admin};
pub use health::waiting;

use crate::clock::Clock;
use crate::domain::ids::Thread;
use crate::domain::rules::Rules;
use crate::health::Health;
use crate::policy::Policy;
use crate::store::Store;
use problem::Problem;

/// Everything that the pages read.
#[derive(Clone, Debug)]
pub struct Web {
    store: Store,
    health: Health,
    partnerships: Vec<Policy>,
    public_url: String,
    base: String,
    forge_urls: BTreeMap<String, String>,
    clock: Clock,
}

impl Web {
    /// Returns the register of these partnerships, reached under `public_url`.
    #[must_use]
    pub fn new(store: Store, health: Health, partnerships: Vec<Arc<Rules>>, public_url: &str, clock: Clock) -> Self {
        let public_url = public_url.trim_end_matches('/').to_string();
        let base = url::Url::parse(&public_url).map(|url| url.path().trim_end_matches('/').to_string());
        let base = base.unwrap_or_default();
        let partnerships = partnerships.into_iter().map(Policy::new).collect();
        Self { store, health, partnerships, public_url, base, forge_urls: BTreeMap::new(), clock }
    }

    /// Returns it with the addresses of the forges by their ids, so that its pages lead there.
    #[must_use]
    pub fn with_forge_urls(mut self, forge_urls: BTreeMap<String, String>) -> Self {
        self.forge_urls = forge_urls;
        self
    }

    /// Returns it with rules that may change while it is shown.
    #[must_use]
    pub fn under(mut self, policies: Vec<Policy>) -> Self {
        self.partnerships = policies;
        self
    }

    /// Returns the rules in force of all partnerships.
    fn all_rules(&self) -> Vec<Arc<Rules>> {
        self.partnerships.iter().map(Policy::rules).collect()
    }

    /// Returns the rules in force of a partnership.
    fn rules(&self, partnership: &str) -> Option<Arc<Rules>> {
        self.all_rules().into_iter().find(|rules| rules.partnership == partnership)
    }

    /// Returns the address of a project at its forge, where that is known.
    fn at_forge(&self, forge: &str, path: &str) -> Option<String> {
        Some(format!("{}/{path}", self.forge_urls.get(forge)?.trim_end_matches('/')))
    }

    /// Returns the address of a ticket or merge request at its forge, where that is known.
    fn thread_at_forge(&self, thread: &Thread) -> Option<String> {
        let project = self.at_forge(&thread.project.forge, &thread.project.path)?;
        let room = if thread.short().starts_with('#') { "issues" } else { "merge_requests" };
        Some(format!("{project}/-/{room}/{}", thread.iid))
    }
}

/// Returns what serves register, interface and health; the front door and [`admin`] stand beside it.
pub fn router(web: Arc<Web>) -> Router {
    let register = Router::new()
        .route("/", get(home::front))
        .route("/assets/style.css", get(style))
        .route("/api/v1/partnerships", get(api::partnerships))
        .route("/api/v1/partnerships/{partnership}", get(api::partnership))
        .route("/api/v1/partnerships/{partnership}/tickets", get(api::tickets))
        .route("/api/v1/partnerships/{partnership}/decisions", get(api::decisions))
        .route("/api/v1/partnerships/{partnership}/decisions/{number}", get(api::decision))
        .route("/api/v1/partnerships/{partnership}/merge-requests", get(api::merge_requests))
        .route("/api/v1/partnerships/{partnership}/releases", get(api::releases))
        .route("/api/v1/partnerships/{partnership}/budgets/{year}", get(api::budget))
        .route("/{partnership}", get(home::partnership))
        .route("/{partnership}/decisions", get(register::decisions))
        .route("/{partnership}/decisions/{number}", get(decision::show))
        .route("/{partnership}/tickets", get(register::tickets))
        .route("/{partnership}/tickets/{iid}", get(ticket::show))
        .route("/{partnership}/merge-requests", get(register::merge_requests))
        .route("/{partnership}/merge-requests/{iid}", get(merge_request::show))
        .route("/{partnership}/releases", get(release::list))
        .route("/{partnership}/releases/{tag}", get(release::show))
        .route("/{partnership}/budget", get(budget::show))
        .route("/{partnership}/budget/{year}/cost-plan.csv", get(costs::plan))
        .route("/{partnership}/rules", get(rules::show))
        .fallback(problem::nowhere)
        .method_not_allowed_fallback(|| async { Problem::read_only() })
        .layer(from_fn_with_state(limit::places(), limit::hold));
    // Health stands outside of the limits: it must answer when nothing else does.
    let health = Router::new().route("/health/live", get(health::live)).route("/health/ready", get(health::ready));
    dressed(health.merge(register), web)
}

/// Puts around a router what all pages have: problems in words, a net for panics, headers.
fn dressed(router: Router<Arc<Web>>, web: Arc<Web>) -> Router {
    router
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("A page panicked; this is a fault of votum's. Please report it.");
            Problem::fault().into_response()
        }))
        .layer(from_fn_with_state(web.clone(), problem::dress))
        .layer(from_fn(shield))
        .with_state(web)
}

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// Sets the headers that every answer carries.
async fn shield(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    headers.entry(header::VARY).or_insert(HeaderValue::from_static("Accept, Accept-Language"));
    response
}

const STYLE: &str = include_str!("style.css");

/// The mark by which the style sheet is known: it changes with its content.
static STYLE_MARK: LazyLock<String> = LazyLock::new(|| {
    let mut mark = hex::encode(Sha256::digest(STYLE));
    mark.truncate(12);
    mark
});

async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "Accept-Encoding"),
    ];
    (headers, STYLE)
}
