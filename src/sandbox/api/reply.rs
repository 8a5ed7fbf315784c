// SPDX-License-Identifier: EUPL-1.2
//! An answer of the REST interface, and lists by pages.

use axum::body::{Body, Bytes};
use axum::http::{Response, StatusCode};
use serde_json::{Value, json};

use super::{Ask, Fail};
use crate::sandbox::state::State;

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Headers beside the type of the content.
    pub headers: Vec<(&'static str, String)>,
    /// The type of the content.
    pub content_type: &'static str,
    /// The content.
    pub body: String,
}

impl Reply {
    /// An answer in JSON.
    pub fn json(status: u16, body: &Value) -> Self {
        Self { status, headers: Vec::new(), content_type: "application/json", body: body.to_string() }
    }

    /// 200.
    #[expect(clippy::needless_pass_by_value, reason = "the value is made for this answer")]
    pub fn ok(body: Value) -> Self {
        Self::json(200, &body)
    }

    /// 201.
    #[expect(clippy::needless_pass_by_value, reason = "the value is made for this answer")]
    pub fn created(body: Value) -> Self {
        Self::json(201, &body)
    }

    /// 204.
    pub fn empty() -> Self {
        Self { body: String::new(), ..Self::json(204, &Value::Null) }
    }

    /// Plain text.
    pub fn text(status: u16, body: impl Into<String>) -> Self {
        Self { status, headers: Vec::new(), content_type: "text/plain", body: body.into() }
    }

    /// The wanted page of a list: 20 entries unless `per_page` says otherwise, never more than 100.
    pub fn page(state: &State, ask: &Ask<'_>, list: Vec<Value>) -> Self {
        let size = usize::try_from(ask.params.number("per_page").unwrap_or(20).clamp(1, 100)).unwrap_or(20);
        let page = usize::try_from(ask.params.number("page").unwrap_or(1).max(1)).unwrap_or(1);
        let (total, pages) = (list.len(), list.len().div_ceil(size).max(1));
        let shown: Vec<Value> = list.into_iter().skip((page - 1).saturating_mul(size)).take(size).collect();
        let near = |wanted: bool, number: usize| if wanted { number.to_string() } else { String::new() };
        let mut reply = Self::ok(Value::Array(shown));
        reply.headers = vec![
            ("x-page", page.to_string()),
            ("x-per-page", size.to_string()),
            ("x-next-page", near(page < pages, page + 1)),
            ("x-prev-page", near(page > 1, page - 1)),
            ("x-total", total.to_string()),
            ("x-total-pages", pages.to_string()),
        ];
        let at = |number: usize, rel: &str| {
            let address = format!("{}/api/v4{}", state.url, ask.raw_path);
            let others = ask.params.query_without_page();
            format!("<{address}?{others}page={number}&per_page={size}>; rel=\"{rel}\"")
        };
        let mut links = Vec::new();
        if page > 1 {
            links.push(at(page - 1, "prev"));
        }
        if page < pages {
            links.push(at(page + 1, "next"));
        }
        links.extend([at(1, "first"), at(pages, "last")]);
        reply.headers.push(("link", links.join(", ")));
        reply
    }

    /// Turns it into what the server sends.
    pub fn into_response(self) -> Response<Body> {
        self.into_bytes().map(Body::from)
    }

    /// Turns it into what a caller in this process gets.
    pub fn into_bytes(self) -> Response<Bytes> {
        let mut builder = Response::builder().status(StatusCode::from_u16(self.status).unwrap_or_default());
        if self.status != 204 {
            builder = builder.header("content-type", self.content_type);
        }
        for (name, value) in self.headers {
            builder = builder.header(name, value);
        }
        builder.body(Bytes::from(self.body)).unwrap_or_default()
    }
}

impl From<Fail> for Reply {
    fn from(fail: Fail) -> Self {
        let key = if fail.parameter { "error" } else { "message" };
        Self::json(fail.status, &json!({ key: fail.words }))
    }
}

impl Fail {
    /// The same refusal with its words under `error`.
    pub fn with_error(self) -> Self {
        Self { parameter: true, ..self }
    }
}
