// SPDX-License-Identifier: EUPL-1.2
//! The line to one GitLab: address, token, certificates, time limits and the size of answers.
//!
//! The `gitlab` crate's own client knows no time limits and asks `GET /user` at its construction; this one asks
//! nothing, waits for nobody longer than [`TOTAL`], follows no redirect (the token goes to one host only) and
//! turns every answer that is not a success into a [`Refusal`], so that a limited rate is seen whoever asks.
//!
//! **Invariant:** the token leaves this file only in the header `PRIVATE-TOKEN`; no text, error or `Debug` has it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use bytes::Bytes;
use gitlab::api::common::path_escaped;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::pace::Pace;
use super::refuse;
use crate::forge::{Answer, Refusal};

/// How long votum waits for a connection.
pub const CONNECT: Duration = Duration::from_secs(5);
/// How long one call may take, its answer included.
pub const TOTAL: Duration = Duration::from_secs(20);
/// How many bytes of an answer votum reads at most: 16 MiB.
pub const BODY_MAX: usize = 16 * 1024 * 1024;

/// What votum needs to know to speak to a GitLab.
pub struct Settings {
    /// The forge's id in `votum.toml`.
    pub forge_id: String,
    /// Its address, with the path of a relative root where it has one, without `/api/v4`.
    pub url: String,
    /// The access token of votum's account, with the scope `api`.
    pub token: SecretString,
    /// Certificates (PEM) of authorities to trust beside those of the machine.
    pub ca_pem: Option<Vec<u8>>,
}

/// A GitLab in this very process: what it answers to a request.
pub type Within = Arc<dyn Fn(http::Request<Vec<u8>>) -> Response<Bytes> + Send + Sync>;

/// The line itself.
#[derive(Clone)]
pub(super) struct Client {
    forge: String,
    base: Url,
    token: SecretString,
    header: HeaderValue,
    wire: Wire,
    pace: Option<Arc<Pace>>,
    /// What time it was at GitLab, and when it said so.
    time: Arc<Mutex<Option<(Timestamp, Instant)>>>,
    /// The numbers of projects by their paths as the rules know them, escaped.
    numbers: Arc<RwLock<HashMap<String, u64>>>,
}

/// What carries a request.
#[derive(Clone)]
enum Wire {
    /// The network.
    Http(reqwest::Client),
    /// Nothing: the GitLab lies in this process.
    Within(Within),
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("forge", &self.forge).field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

impl Client {
    /// Prepares the line; asks nothing. A fault in the settings is a `Never` with status 0.
    pub(super) fn new(settings: Settings, total: Duration) -> Answer<Self> {
        let wire = Wire::Http(network(&settings, total)?);
        Self::on(wire, settings)
    }

    /// Prepares a line to a GitLab in this process.
    pub(super) fn within(settings: Settings, gitlab: Within) -> Answer<Self> {
        Self::on(Wire::Within(gitlab), settings)
    }

    fn on(wire: Wire, settings: Settings) -> Answer<Self> {
        let Settings { forge_id: forge, url, token, .. } = settings;
        let fault = |what: &str| refuse::never(0, format!("Forge {forge}: {what}"));
        let base = base(&url).map_err(fault)?;
        let mut header = HeaderValue::from_str(token.expose_secret().trim())
            .map_err(|_| fault("the token holds characters that no header may carry; write it anew."))?;
        if header.is_empty() {
            return Err(fault("the token is empty; set it where votum.toml names it."));
        }
        header.set_sensitive(true);
        Ok(Self { forge, base, token, header, wire, pace: None, time: Arc::default(), numbers: Arc::default() })
    }

    /// The forge's id in `votum.toml`.
    pub(super) fn forge(&self) -> &str {
        &self.forge
    }

    /// Sets the budget of calls.
    pub(super) fn set_pace(&mut self, calls_per_minute: u32) {
        self.pace = Some(Arc::new(Pace::per_minute(calls_per_minute)));
    }

    /// Divides the budget of calls among so many replicas.
    pub(super) fn share(&self, replicas: u32) {
        if let Some(pace) = &self.pace {
            pace.share(replicas, Instant::now());
        }
    }

    /// Returns what time it was at GitLab when it last said so, and how long ago that was.
    pub(super) fn time(&self) -> Option<(Timestamp, Duration)> {
        let time = *self.time.lock().unwrap_or_else(PoisonError::into_inner);
        time.map(|(there, said)| (there, said.elapsed()))
    }

    /// The address of an endpoint of the REST API v4.
    pub(super) fn address(&self, endpoint: &str) -> Result<Url, url::ParseError> {
        self.base.join(endpoint)
    }

    /// Asks for a project by its number from now on: GitLab knows a renamed one by it for reading and for writing.
    pub(super) fn locate(&self, path: &str, number: u64) {
        let path = path_escaped(path).to_string();
        self.numbers.write().unwrap_or_else(PoisonError::into_inner).insert(path, number);
    }

    /// Puts the number of a project that is known by one in the place of its path.
    pub(super) fn placed<'e>(&self, endpoint: &'e str) -> Cow<'e, str> {
        let Some(rest) = endpoint.strip_prefix("projects/") else { return endpoint.into() };
        let (path, rest) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let numbers = self.numbers.read().unwrap_or_else(PoisonError::into_inner);
        match numbers.get(path) {
            Some(number) => format!("projects/{number}{rest}").into(),
            None => endpoint.into(),
        }
    }

    /// Carries one request and returns the answer if it is a success or a redirect; all else is a refusal.
    ///
    /// `name` is what the call is counted under, `what` is what it is for, as an infinitive; `advice` is what to do
    /// about a status where this call knows better than the general advice.
    pub(super) async fn carry(
        &self,
        request: http::Request<Vec<u8>>,
        name: &'static str,
        what: &str,
        advice: &[(u16, &'static str)],
    ) -> Answer<Response<Bytes>> {
        let asked = refuse::Asked { forge: &self.forge, what, write: !request.method().is_safe(), advice };
        if let Some(pace) = &self.pace
            && let Err(wait) = pace.turn().await
        {
            let why = format!("votum has used up its calls to the forge {} and waits with asking {what}.", self.forge);
            return Err(Refusal::Again { after: Some(wait), why });
        }
        let answer = self.exchange(request).await;
        let status = answer.as_ref().map_or_else(|_| "none".to_owned(), |(status, ..)| status.as_str().to_owned());
        metrics::counter!(
            "votum_forge_calls_total", "forge" => self.forge.clone(), "call" => name, "status" => status
        )
        .increment(1);
        if let Ok((_, headers, _)) = &answer
            && let Some(there) = refuse::date(headers)
        {
            *self.time.lock().unwrap_or_else(PoisonError::into_inner) = Some((there, Instant::now()));
        }
        let (status, headers, body) = answer.map_err(|lost| refuse::lost(&asked, &self.clean(&lost)))?;
        if !(status.is_success() || status.is_redirection()) {
            let said = self.clean(&refuse::said(&body.unwrap_or_default()));
            return Err(refuse::refuse(&asked, status.as_u16(), &headers, &said));
        }
        let Some(body) = body else {
            return Err(refuse::never(
                status.as_u16(),
                format!("GitLab ({}) answered with more than {BODY_MAX} bytes when votum asked {what}.", self.forge),
            ));
        };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    /// Sends and receives; the body is `None` where it is longer than [`BODY_MAX`], the error is in words.
    async fn exchange(
        &self,
        mut request: http::Request<Vec<u8>>,
    ) -> Result<(StatusCode, HeaderMap, Option<Bytes>), String> {
        request.headers_mut().insert("private-token", self.header.clone());
        let http = match &self.wire {
            Wire::Http(http) => http,
            Wire::Within(gitlab) => {
                let (head, body) = gitlab(request).into_parts();
                return Ok((head.status, head.headers, Some(body).filter(|body| body.len() <= BODY_MAX)));
            }
        };
        let request = reqwest::Request::try_from(request).map_err(|error| causes(&error.without_url()))?;
        let mut response = http.execute(request).await.map_err(|error| causes(&error.without_url()))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| causes(&error.without_url()))? {
            if body.len() + chunk.len() > BODY_MAX {
                return Ok((status, headers, None));
            }
            body.extend_from_slice(&chunk);
        }
        Ok((status, headers, Some(body.into())))
    }

    /// Takes the token out of a text, should anything ever echo it.
    fn clean(&self, text: &str) -> String {
        text.replace(self.token.expose_secret().trim(), "…")
    }
}

/// Prepares the network with its limits.
fn network(settings: &Settings, total: Duration) -> Answer<reqwest::Client> {
    let fault = |what: &str| refuse::never(0, format!("Forge {}: {what}", settings.forge_id));
    let mut http = reqwest::Client::builder()
        .connect_timeout(CONNECT.min(total))
        .timeout(total)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("votum/", env!("CARGO_PKG_VERSION")));
    if let Some(pem) = &settings.ca_pem {
        let roots = reqwest::Certificate::from_pem_bundle(pem).unwrap_or_default();
        if roots.is_empty() {
            return Err(fault("the file of certificates holds none in PEM form."));
        }
        http = http.tls_certs_merge(roots);
    }
    http.build().map_err(|error| fault(&format!("no HTTP client can be made: {}", causes(&error))))
}

/// The root of the API below the forge's address.
fn base(url: &str) -> Result<Url, &'static str> {
    let mut base = Url::parse(url.trim()).map_err(|_| "the url is no address; write it as https://gitlab.example.")?;
    if !matches!(base.scheme(), "https" | "http") || base.host_str().is_none() {
        return Err("the url must begin with https://.");
    }
    if !base.username().is_empty() || base.password().is_some() {
        return Err("the url must not carry a name or password; the token stands in its own key.");
    }
    base.set_query(None);
    base.set_fragment(None);
    base.set_path(&format!("{}/api/v4/", base.path().trim_end_matches('/')));
    Ok(base)
}

/// An error and its causes in one line.
fn causes(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        line = format!("{line}: {next}");
        cause = next.source();
    }
    line
}

impl From<Refusal> for gitlab::api::ApiError<Refusal> {
    fn from(refusal: Refusal) -> Self {
        Self::client(refusal)
    }
}
