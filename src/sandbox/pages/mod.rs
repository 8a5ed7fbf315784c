// SPDX-License-Identifier: EUPL-1.2
//! Pages to click on, for the demo: a person picks an account and acts as it, without a password.
//!
//! They live at GitLab's own addresses, so that the links in answers and webhooks lead to them. **Invariant:** a
//! page never changes anything; what does is a POST from the same origin, answered with a redirect.

mod board;
mod clock;
mod deed;
mod frame;
mod markdown;
mod ticket;
mod visit;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{Response, StatusCode, header};
use maud::Markup;

use super::Sandbox;
use super::model::talk::Kind;
use visit::Visit;

/// Answers whatever is not a call of the REST interface.
pub fn answer(sandbox: &Sandbox, head: &Parts, body: &Bytes) -> Response<Body> {
    let foreign = head.headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    let visit = Visit::read(&sandbox.state(), head, body);
    let parts: Vec<&str> = visit.parts.iter().map(String::as_str).collect();
    if head.method == "POST" {
        if foreign {
            return plain(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", "403");
        }
        return deed::act(sandbox, &visit, &parts).unwrap_or_else(|| missing(sandbox, &visit));
    }
    if parts == ["style.css"] {
        return plain(StatusCode::OK, "text/css; charset=utf-8", include_str!("../style.css"));
    }
    show(sandbox, &visit, &parts).map_or_else(
        || missing(sandbox, &visit),
        |page| {
            let mut response = html(StatusCode::OK, page);
            if let Some(cookie) = visit.tongue_cookie() {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            response
        },
    )
}

/// Finds the page for an address.
fn show(sandbox: &Sandbox, visit: &Visit, parts: &[&str]) -> Option<Markup> {
    let state = sandbox.state();
    if parts.is_empty() {
        return Some(board::projects(&state, visit));
    }
    let split = parts.iter().position(|part| *part == "-").unwrap_or(parts.len());
    let project = state.project_at(&parts[..split].join("/"))?;
    match parts.get(split + 1..).unwrap_or_default() {
        [] | ["issues" | "merge_requests" | "tags" | "releases" | "pipelines" | "commit", ..]
            if parts.len() <= split + 2 =>
        {
            Some(board::project(&state, visit, project))
        }
        ["issues", "new"] => Some(board::new_issue(&state, visit, project)),
        ["merge_requests", "new"] => Some(board::new_request(&state, visit, project)),
        ["issues", iid] => ticket::page(&state, visit, project, Kind::Issue, iid.parse().ok()?),
        ["merge_requests", iid] => ticket::page(&state, visit, project, Kind::MergeRequest, iid.parse().ok()?),
        ["tags" | "releases" | "pipelines" | "commit", _] => Some(board::project(&state, visit, project)),
        _ => None,
    }
}

fn missing(sandbox: &Sandbox, visit: &Visit) -> Response<Body> {
    html(StatusCode::NOT_FOUND, frame::missing(&sandbox.state(), visit))
}

fn html(status: StatusCode, page: Markup) -> Response<Body> {
    plain(status, "text/html; charset=utf-8", page.into_string())
}

fn plain(status: StatusCode, content_type: &'static str, body: impl Into<Body>) -> Response<Body> {
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, content_type)
        .header(header::CACHE_CONTROL, "no-store")
        .header("content-security-policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'")
        .header("x-content-type-options", "nosniff")
        .header("referrer-policy", "same-origin")
        .body(body.into())
        .unwrap_or_default()
}
