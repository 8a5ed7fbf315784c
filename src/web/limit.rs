// SPDX-License-Identifier: EUPL-1.2
//! How many pages are made at once, and how long one may take.
//!
//! **Invariant:** nobody waits in a queue that has no end; who comes too many is told so at once.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use super::problem::Problem;

/// How many pages are made at once.
pub(super) const AT_ONCE: usize = 128;
/// How long a page may take.
pub(super) const WITHIN: Duration = Duration::from_secs(10);

/// Returns the places for [`AT_ONCE`] requests.
pub(super) fn places() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(AT_ONCE))
}

/// Holds a place while a page is made, and gives up where it takes too long.
pub(super) async fn hold(State(places): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let Ok(_place) = places.try_acquire() else { return Problem::busy().into_response() };
    match tokio::time::timeout(WITHIN, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::busy().into_response(),
    }
}
