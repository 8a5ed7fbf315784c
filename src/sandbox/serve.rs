// SPDX-License-Identifier: EUPL-1.2
//! The way in over HTTP: paths are read raw, planned faults come about, calls are written down.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Extract};
use axum::http::{Response, header};
use url::form_urlencoded;

use super::api::{self, Ask, Params, Reply};
use super::{Call, Fault, Sandbox, pages};

/// The largest body that is read, in bytes.
const LARGEST_BODY: usize = 4 << 20;

impl Sandbox {
    /// Returns what serves the REST interface under `/api/v4` and the pages under `/`.
    pub fn router(&self) -> Router {
        Router::new().fallback(enter).with_state(self.clone())
    }
}

async fn enter(Extract(sandbox): Extract<Sandbox>, request: Request) -> Response<Body> {
    let (head, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        return Reply::text(413, "Payload Too Large").into_response();
    };
    match head.uri.path().strip_prefix("/api/v4") {
        Some(path) if path.is_empty() || path.starts_with('/') => {
            let reply = sandbox.call(&head, path, &body);
            if reply.status == 0 { hang_up() } else { reply.into_response() }
        }
        _ => pages::answer(&sandbox, &head, &body),
    }
}

impl Sandbox {
    /// Answers one call of the REST interface without any network; a broken connection is 502.
    #[must_use]
    pub fn answer(&self, request: axum::http::Request<Vec<u8>>) -> Response<Bytes> {
        let (head, body) = request.into_parts();
        let raw_path = head.uri.path().strip_prefix("/api/v4").unwrap_or_default().to_owned();
        let reply = self.call(&head, &raw_path, &body.into());
        if reply.status == 0 { failure(502).into_bytes() } else { reply.into_bytes() }
    }

    fn call(&self, head: &axum::http::request::Parts, raw_path: &str, body: &Bytes) -> Reply {
        let text = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (method, query) = (head.method.as_str(), head.uri.query().unwrap_or_default());
        let parts: Vec<String> = raw_path.split('/').filter(|part| !part.is_empty()).map(decode).collect();
        let path = format!("/{}", parts.join("/"));
        let bearer = text("authorization").strip_prefix("Bearer ").unwrap_or_default();
        let token = if text("private-token").is_empty() { bearer } else { text("private-token") };

        let mut state = self.state();
        let by = state.tokens.get(token).copied();
        let planned = state.faults.iter_mut().find(|planned| planned.is_for(method, &path)).map(|planned| {
            planned.times -= 1;
            planned.fault
        });
        let before = match planned {
            Some(Fault::Status(status)) => Some(failure(status)),
            Some(Fault::RateLimited { retry_after_s }) => {
                let mut reply = Reply::text(429, "Retry later\n");
                let reset = state.now().as_second() + i64::try_from(retry_after_s).unwrap_or(0);
                reply.headers = vec![
                    ("retry-after", retry_after_s.to_string()),
                    ("ratelimit-limit", "600".into()),
                    ("ratelimit-observed", "601".into()),
                    ("ratelimit-remaining", "0".into()),
                    ("ratelimit-name", "throttle_authenticated_api".into()),
                    ("ratelimit-reset", reset.to_string()),
                ];
                Some(reply)
            }
            Some(Fault::HangUp) => Some(Reply { status: 0, ..Reply::empty() }),
            _ => None,
        };
        let reply = before.unwrap_or_else(|| {
            if by.is_none() && !token.is_empty() {
                return Reply::from(super::acts::Fail::unauthorized());
            }
            let Some(params) = Params::read(query, text(header::CONTENT_TYPE.as_str()), body) else {
                return Reply::json(400, &serde_json::json!({ "error": "Problems parsing JSON" }));
            };
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            let done = api::answer(&mut state, &Ask { method, parts: &parts, raw_path, params, by });
            match planned {
                Some(Fault::StatusAfter(status)) => failure(status),
                Some(Fault::HangUpAfter) => Reply { status: 0, ..Reply::empty() },
                _ => done,
            }
        });
        let by = by.map(|by| state.account(by).username.clone());
        state.calls.push(Call { method: method.into(), path, query: query.into(), status: reply.status, by });
        reply
    }
}

/// Decodes the percent signs of one part of a path.
pub fn decode(part: &str) -> String {
    let plain = part.replace('+', "%2B");
    form_urlencoded::parse(format!("={plain}").replace('&', "%26").as_bytes())
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

fn failure(status: u16) -> Reply {
    let words = match status {
        502 => "502 Bad Gateway",
        503 => "503 Service Unavailable",
        500 => "500 Internal Server Error",
        _ => "Something went wrong",
    };
    Reply::json(status, &serde_json::json!({ "message": words }))
}

/// Breaks the connection: the body fails before its first byte.
fn hang_up() -> Response<Body> {
    let broken = futures_util::stream::once(async { Err::<Bytes, _>(std::io::Error::other("hung up")) });
    Response::new(Body::from_stream(broken))
}
