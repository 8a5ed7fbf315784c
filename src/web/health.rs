// SPDX-License-Identifier: EUPL-1.2
//! Whether votum lives, and whether it can do its work.
//!
//! **Invariant:** a forge that is down is named and does not make votum unready: nothing would be gained by taking
//! away the register and the front door as well.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::Web;
use crate::health::Health;

/// How long the database may take to answer.
const WITHIN: Duration = Duration::from_secs(2);

/// `GET /health/live`.
pub(super) async fn live() -> Response {
    Json(json!({ "status": "live" })).into_response()
}

/// Returns what answers while votum cannot start its work: it lives, is not ready, and says why; all else may come again.
pub fn waiting(board: Health) -> Router {
    let why = move || {
        let troubles: Vec<_> =
            board.troubles().into_iter().map(|(about, what)| json!({ "about": about, "what": what })).collect();
        let body = json!({ "status": "unready", "troubles": troubles, "version": env!("CARGO_PKG_VERSION") });
        let again = [(header::RETRY_AFTER, "5"), (header::CACHE_CONTROL, "no-store")];
        std::future::ready((StatusCode::SERVICE_UNAVAILABLE, again, Json(body)))
    };
    Router::new().route("/health/live", get(live)).fallback(why)
}

/// `GET /health/ready`.
pub(super) async fn ready(State(web): State<Arc<Web>>) -> Response {
    let troubles: Vec<_> =
        web.health.troubles().into_iter().map(|(about, what)| json!({ "about": about, "what": what })).collect();
    let version = env!("CARGO_PKG_VERSION");
    let depths = async { Some((web.store.inbox_depth().await.ok()?, web.store.outbox_depth().await.ok()?)) };
    let Ok(Some((inbox, outbox))) = tokio::time::timeout(WITHIN, depths).await else {
        let body = json!({
            "status": "unready",
            "troubles": [{ "about": "database", "what": "The database does not answer." }],
            "version": version,
        });
        return (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response();
    };
    Json(json!({
        "status": "ready",
        "troubles": troubles,
        "inbox": { "waiting": inbox.waiting, "parked": inbox.parked },
        "outbox": { "waiting": outbox.waiting, "dead": outbox.dead },
        "version": version,
    }))
    .into_response()
}
