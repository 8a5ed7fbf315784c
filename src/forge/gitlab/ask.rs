// SPDX-License-Identifier: EUPL-1.2
//! One question to GitLab: an endpoint, the name it is counted under, and what it is for.
//!
//! The question is the `gitlab` crate's asynchronous client, so every endpoint of that crate can be asked with it.
//!
//! **Invariant:** a list is whole or refused: all pages are turned, at most [`PAGES_MAX`].

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use gitlab::api::{ApiError, AsyncClient, BodyError, Endpoint, QueryParams, RestClient, UrlBase};
use http::{HeaderMap, Method, Response, header};
use serde::de::DeserializeOwned;
use url::Url;

use super::client::Client;
use super::refuse;
use crate::forge::{Answer, Refusal};

/// How many pages of a list votum turns at most.
pub const PAGES_MAX: usize = 200;
/// How many entries a page has, unless a list asks for fewer.
pub const PER_PAGE: usize = 100;
/// How long to wait before a list is read again that shrank under the reading.
const SHRUNK: Duration = Duration::from_secs(1);

/// A question in the asking.
pub(super) struct Ask<'a> {
    client: &'a Client,
    name: &'static str,
    what: String,
    advice: &'static [(u16, &'static str)],
}

impl<'a> Ask<'a> {
    /// `name` is what the calls are counted under, `what` is what they are for, as an infinitive.
    pub(super) fn new(client: &'a Client, name: &'static str, what: impl Into<String>) -> Self {
        Self { client, name, what: what.into(), advice: &[] }
    }

    /// Says what to do about some statuses, where this question knows better than the general advice.
    pub(super) fn advising(mut self, advice: &'static [(u16, &'static str)]) -> Self {
        self.advice = advice;
        self
    }

    /// Asks for one thing.
    pub(super) async fn one<T: DeserializeOwned>(&self, endpoint: &(impl Endpoint + Sync)) -> Answer<T> {
        self.read(&self.done(endpoint).await?)
    }

    /// Asks for one thing that may not be there: 404 is `None`.
    pub(super) async fn maybe<T: DeserializeOwned>(&self, endpoint: &(impl Endpoint + Sync)) -> Answer<Option<T>> {
        absent(self.one(endpoint).await)
    }

    /// Asks for something to be done and ignores what the answer shows.
    pub(super) async fn done(&self, endpoint: &(impl Endpoint + Sync)) -> Answer<Response<Bytes>> {
        let answer = self.answer(endpoint).await?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        let status = answer.status().as_u16();
        Err(refuse::never(
            status,
            format!(
                "GitLab ({}) answered {status} and pointed elsewhere when votum asked {}. The project was renamed or \
                 moved, or the url is not the forge's own: write the new one into votum.toml.",
                self.client.forge(),
                self.what
            ),
        ))
    }

    /// Asks for a whole list in pages of [`PER_PAGE`].
    pub(super) async fn all<T: DeserializeOwned>(&self, endpoint: &(impl Endpoint + Sync)) -> Answer<Vec<T>> {
        self.all_by(endpoint, PER_PAGE).await
    }

    /// Asks for a whole list in pages of `per_page`.
    ///
    /// GitLab names the next page in `Link` (`rel="next"`) and `X-Next-Page`; where neither stands, a page with
    /// fewer than `per_page` entries is the last. The pages are counted here and their addresses are not followed,
    /// so that the token goes to no other host. An entry that is deleted meanwhile moves another from a page not yet
    /// read to one already read; `X-Total` shows it, and the list is to be read again.
    pub(super) async fn all_by<T: DeserializeOwned>(
        &self,
        endpoint: &(impl Endpoint + Sync),
        per_page: usize,
    ) -> Answer<Vec<T>> {
        let mut all = Vec::new();
        let mut total = None;
        for page in 1..=PAGES_MAX {
            let answer = self.done(&Page { endpoint, number: page, size: per_page }).await?;
            let now: Option<u64> = word(answer.headers(), "x-total").and_then(|total| total.parse().ok());
            if now.zip(total).is_some_and(|(now, before)| now < before) {
                return Err(refuse::again(
                    Some(SHRUNK),
                    format!("A list at GitLab ({}) shrank while votum asked {}.", self.client.forge(), self.what),
                ));
            }
            total = now;
            let mut entries: Vec<T> = self.read(&answer)?;
            let found = entries.len();
            all.append(&mut entries);
            if found == 0 || !continues(answer.headers(), found, per_page) {
                return Ok(all);
            }
        }
        Err(refuse::never(
            0,
            format!(
                "GitLab ({}) shows more than {PAGES_MAX} pages when votum asks {}.",
                self.client.forge(),
                self.what
            ),
        ))
    }

    /// Asks for the first `per_page` entries of a list.
    pub(super) async fn first<T: DeserializeOwned>(
        &self,
        endpoint: &(impl Endpoint + Sync),
        per_page: usize,
    ) -> Answer<Vec<T>> {
        self.read(&self.done(&Page { endpoint, number: 1, size: per_page }).await?)
    }

    /// Asks, and returns a success or a redirect as it came.
    pub(super) async fn answer(&self, endpoint: &(impl Endpoint + Sync)) -> Answer<Response<Bytes>> {
        let asked = endpoint.endpoint();
        let mut url = endpoint.url_base().endpoint_for(self, &self.client.placed(&asked)).map_err(refusal)?;
        endpoint.parameters().add_to_url(&mut url);
        let mut request = http::Request::builder().method(endpoint.method()).uri(url.as_str());
        let mut bytes = Vec::new();
        if let Some((kind, body)) = endpoint.body().map_err(|error| refusal(error.into()))? {
            request = request.header(header::CONTENT_TYPE, kind);
            bytes = body;
        }
        self.rest_async(request, bytes).await.map_err(refusal)
    }

    /// Reads what an answer shows. One that cannot be read is most often a page that something before GitLab puts in its
    /// place for a while, so it is asked again.
    pub(super) fn read<T: DeserializeOwned>(&self, answer: &Response<Bytes>) -> Answer<T> {
        serde_json::from_slice(answer.body()).map_err(|error| {
            refuse::again(
                None,
                format!(
                    "GitLab ({}) gave an answer that votum cannot read when it asked {}: {}. Should that last, look \
                     whether something answers in GitLab's place, or whether this votum is too old for it.",
                    self.client.forge(),
                    self.what,
                    refuse::cut(&error.to_string())
                ),
            )
        })
    }
}

impl RestClient for Ask<'_> {
    type Error = Refusal;

    fn rest_endpoint(&self, endpoint: &str) -> Result<Url, ApiError<Refusal>> {
        Ok(self.client.address(endpoint)?)
    }
}

#[async_trait]
impl AsyncClient for Ask<'_> {
    async fn rest_async(
        &self,
        request: http::request::Builder,
        body: Vec<u8>,
    ) -> Result<Response<Bytes>, ApiError<Refusal>> {
        let request = request
            .body(body)
            .map_err(|error| refuse::never(0, format!("votum could not ask {}: {error}.", self.what)))?;
        Ok(self.client.carry(request, self.name, &self.what, self.advice).await?)
    }
}

/// One page of a list.
struct Page<'e, E> {
    endpoint: &'e E,
    number: usize,
    size: usize,
}

impl<E: Endpoint> Endpoint for Page<'_, E> {
    fn method(&self) -> Method {
        self.endpoint.method()
    }

    fn endpoint(&self) -> std::borrow::Cow<'static, str> {
        self.endpoint.endpoint()
    }

    fn url_base(&self) -> UrlBase {
        self.endpoint.url_base()
    }

    fn parameters(&self) -> QueryParams<'_> {
        let mut params = self.endpoint.parameters();
        params.push("page", self.number as u64).push("per_page", self.size as u64);
        params
    }

    fn body(&self) -> Result<Option<(&'static str, Vec<u8>)>, BodyError> {
        self.endpoint.body()
    }
}

/// Turns "not there" into `None`.
pub(super) fn absent<T>(answer: Answer<T>) -> Answer<Option<T>> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(refusal) if refusal.is_gone() => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// Says whether another page follows.
fn continues(headers: &HeaderMap, found: usize, per_page: usize) -> bool {
    let links: Vec<_> = headers.get_all(header::LINK).iter().filter_map(|value| value.to_str().ok()).collect();
    let next = word(headers, "x-next-page");
    if links.is_empty() && next.is_none() {
        return found >= per_page;
    }
    let linked = links.iter().flat_map(|line| line.split(';')).any(|part| {
        let part = part.split(',').next().unwrap_or_default().trim().replace('"', "");
        part.eq_ignore_ascii_case("rel=next")
    });
    linked || next.is_some_and(|page| !page.is_empty())
}

/// A header's value.
fn word<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// What lies in an error of the crate's.
fn refusal(error: ApiError<Refusal>) -> Refusal {
    match error {
        ApiError::Client { source } => source,
        other => refuse::never(0, format!("votum could not put a question to GitLab: {other}.")),
    }
}
