// SPDX-License-Identifier: EUPL-1.2
//! A forge with one project, a developer, a bot and a stranger, served on loopback.

use serde_json::Value;
use votum::clock::Clock;
use votum::sandbox::Sandbox;

/// The project that everything happens in.
pub const PROJECT: &str = "stadt/modul";
/// Its path as one part of an address.
pub const ENCODED: &str = "stadt%2Fmodul";

/// The forge, and the way to it.
pub struct World {
    pub forge: Sandbox,
    pub url: String,
    pub http: reqwest::Client,
}

/// An answer, taken apart.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Fills a form in.
pub fn fill(request: reqwest::RequestBuilder, fields: &[(&str, &str)]) -> reqwest::RequestBuilder {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    request.header("content-type", "application/x-www-form-urlencoded").body(body)
}

/// Opens the forge on a Monday morning.
pub async fn world() -> World {
    let start = "2026-03-02T09:00:00Z".parse().expect("an instant");
    let forge = Sandbox::new(Clock::by_hand(start));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    forge.set_url(&url);
    forge.project(PROJECT);
    forge.bot("votum");
    for (user, level) in [("votum", 30), ("anna", 30), ("maria", 40)] {
        forge.member(PROJECT, user, level);
    }
    for user in ["votum", "anna", "maria", "guest"] {
        forge.token(user, &format!("token-{user}"));
    }
    forge.user("guest");
    let router = forge.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build();
    World { forge, url, http: http.expect("a client") }
}

impl World {
    /// Calls as an account; `body` is JSON.
    pub async fn call(&self, by: &str, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.try_call(by, method, path, body).await.expect("an answer")
    }

    /// Calls, where the connection may break.
    pub async fn try_call(
        &self,
        by: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> Result<Answer, reqwest::Error> {
        let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = self.http.request(method, format!("{}/api/v4/{path}", self.url));
        if !by.is_empty() {
            request = request.header("PRIVATE-TOKEN", format!("token-{by}"));
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Ok(Answer { status, headers, text: answer.text().await? })
    }

    /// Reads as the bot.
    pub async fn get(&self, path: &str) -> Answer {
        self.call("votum", "GET", path, None).await
    }

    /// Calls in the project as an account.
    pub async fn act(&self, by: &str, method: &str, path: &str, body: Value) -> Answer {
        self.call(by, method, &format!("projects/{ENCODED}/{path}"), Some(body)).await
    }

    /// Reads in the project as the bot.
    pub async fn look(&self, path: &str) -> Answer {
        self.get(&format!("projects/{ENCODED}/{path}")).await
    }
}
