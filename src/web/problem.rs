// SPDX-License-Identifier: EUPL-1.2
//! What went wrong, in sentences: what happened and what to do. Programs get RFC 9457, people get a page.
//!
//! **Invariant:** a problem names nothing of the inside: no query, no path of a file, no text of a fault.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use serde_json::json;

use super::page::{self, Page};
use super::visit::{Visit, address};
use super::{Web, parts};
use crate::say::Value;
use crate::store::StoreError;

/// A problem before it is put into words.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    status: StatusCode,
    title: &'static str,
    detail: &'static str,
    args: Vec<(&'static str, String)>,
    /// The key of a sentence that says what would be right.
    expected: Option<&'static str>,
}

impl Problem {
    fn new(status: StatusCode, title: &'static str, detail: &'static str) -> Self {
        Self { status, title, detail, args: Vec::new(), expected: None }
    }

    /// There is nothing at this address; `detail` is the key of the sentence.
    pub(super) fn not_found(detail: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", detail)
    }

    /// A part of the query cannot be used; `expected` is the key of the sentence that says what can.
    pub(super) fn query(name: &'static str, expected: &'static str) -> Self {
        let problem = Self::new(StatusCode::BAD_REQUEST, "problem-query", "problem-query-value");
        Self { args: vec![("name", name.to_string())], expected: Some(expected), ..problem }
    }

    /// A part of the query is not known.
    pub(super) fn unknown_part(name: &str, known: &[&str]) -> Self {
        let problem = Self::new(StatusCode::BAD_REQUEST, "problem-query", "problem-query-name");
        let name = crate::say::shorten(name, 40);
        Self { args: vec![("name", name), ("known", known.join(", "))], ..problem }
    }

    /// The project has to be named.
    pub(super) fn which_project() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "problem-query", "problem-project")
    }

    /// Only reading is possible.
    pub(super) fn read_only() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "problem-method", "problem-method-body")
    }

    /// Too much at once, or too slow.
    pub(super) fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "error", "problem-busy")
    }

    /// A fault of votum's own.
    pub(super) fn fault() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "error", "error-body")
    }
}

impl From<StoreError> for Problem {
    fn from(fault: StoreError) -> Self {
        tracing::error!("A page could not be read from the store: {fault}");
        match fault {
            StoreError::Database(_) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "error", "problem-store"),
            _ => Self::fault(),
        }
    }
}

impl IntoResponse for Problem {
    /// Returns the bare status; [`dress`] finds the problem in it and puts it into words.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Answers an address that nothing stands under; one that only has a slash too many is led right.
pub(super) async fn nowhere(State(web): State<Arc<Web>>, request: Request) -> Response {
    let path = request.uri().path();
    let plain = path.trim_end_matches('/');
    if plain.len() < path.len() && !plain.is_empty() && !plain.starts_with("//") && !plain.contains('\\') {
        let visit = Visit::of(&web, request.uri(), request.headers());
        let parts = visit.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let lang = visit.chosen().map(|tag| ("lang", tag));
        return Redirect::permanent(&address(&format!("{}{plain}", web.base), parts.chain(lang))).into_response();
    }
    Problem::not_found("not-found-body").into_response()
}

/// Puts the problem that an answer carries into words.
pub(super) async fn dress(State(web): State<Arc<Web>>, request: Request, next: Next) -> Response {
    let visit = Visit::of(&web, request.uri(), request.headers());
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let allow = response.headers_mut().remove(header::ALLOW);
    let mut response = problem.worded(&web, &visit);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(allow) = allow {
        headers.insert(header::ALLOW, allow);
    }
    if problem.status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

impl Problem {
    fn worded(&self, web: &Web, visit: &Visit) -> Response {
        let args: Vec<(&str, Value<'_>)> =
            self.args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        let (title, detail) = (visit.say(self.title), visit.tell(self.detail, &args));
        let expected = self.expected.map(|key| visit.say(key));
        if visit.machine {
            let detail = [Some(detail), expected].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let status = self.status.as_u16();
            let body = json!({ "type": "about:blank", "title": title, "status": status, "detail": detail });
            let kind = [(header::CONTENT_TYPE, "application/problem+json")];
            return (self.status, kind, Json(body)).into_response();
        }
        let rules = visit.any_rules();
        let home = rules.map_or_else(|| visit.href("/", &[]), |rules| visit.within(rules, "", &[]));
        let body = html! {
            (parts::notice(&html! {
                p { (detail) }
                @if let Some(expected) = expected { p { (expected) } }
            }))
            p { a href=(home) { (visit.say("back-home")) } }
        };
        let page = Page { title: &title, heading: None, room: "", trail: &[], body: &body };
        (self.status, page::frame(web, visit, rules.map(AsRef::as_ref), &page)).into_response()
    }
}
