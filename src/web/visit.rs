// SPDX-License-Identifier: EUPL-1.2
//! A visit: which address is asked for, in which language, about which partnership.
//!
//! **Invariant:** a language that was chosen in the address stays chosen in every address on the page; nothing else
//! about the visitor is known.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use url::form_urlencoded::{self, Serializer};

use super::Web;
use super::problem::Problem;
use crate::domain::rules::Rules;
use crate::say::words::page;
use crate::say::{Lang, Value};

/// How many parts of a query are read.
const PARTS_MAX: usize = 20;

/// One visit.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    /// The language of the answer.
    pub lang: Lang,
    /// Whether the answer is for a program.
    pub machine: bool,
    /// The path without the base, not decoded.
    pub path: String,
    /// The parts of the query, decoded, without the language.
    pub query: Vec<(String, String)>,
    rules: Option<Arc<Rules>>,
    chosen: bool,
    base: String,
}

impl Visit {
    /// Reads a visit off its address and headers.
    pub(super) fn of(web: &Web, uri: &Uri, headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let path = uri.path().to_string();
        let all = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().take(PARTS_MAX);
        let (named, query): (Vec<_>, Vec<_>) = all.partition(|(name, _)| name == "lang");
        let chosen = named.first().and_then(|(_, tag)| Lang::parse(tag));
        let data = path.starts_with("/api/") || path.starts_with("/health/") || path == "/metrics";
        let rest = path.strip_prefix("/api/v1/partnerships").unwrap_or(&path);
        let rules = rest.split('/').nth(1).and_then(|id| web.rules(id));
        let first = rules.clone().or_else(|| web.all_rules().into_iter().next());
        let first = first.map(|rules| Lang::of(&rules)).unwrap_or_default();
        let accepted = text(header::ACCEPT_LANGUAGE).unwrap_or_default();
        // The partnership's language is taken where the header asks for neither.
        let lang = Lang::negotiate(Some(&format!("{};q=0.001, {accepted}", first.tag())), chosen.map(Lang::tag));
        let accept = text(header::ACCEPT).unwrap_or_default();
        let machine = data || (accept.contains("json") && !accept.contains("text/html"));
        let (chosen, base) = (chosen.is_some(), web.base.clone());
        Self { lang, machine, path, query, rules, chosen, base }
    }

    /// Returns the rules of the partnership that the address names.
    pub(super) fn rules(&self) -> Result<&Arc<Rules>, Problem> {
        self.rules.as_ref().ok_or(Problem::not_found("problem-partnership"))
    }

    /// Returns the rules of that partnership, if it names one.
    pub(super) fn any_rules(&self) -> Option<&Arc<Rules>> {
        self.rules.as_ref()
    }

    /// Returns a word of the pages.
    pub(super) fn say(&self, key: &str) -> String {
        page(key, self.lang, &[])
    }

    /// Returns a sentence of the pages.
    pub(super) fn tell(&self, key: &str, args: &[(&str, Value<'_>)]) -> String {
        page(key, self.lang, args)
    }

    /// Returns an address on this site; `parts` become its query.
    pub(super) fn href(&self, path: &str, parts: &[(&str, &str)]) -> String {
        let chosen = self.chosen.then(|| self.lang.tag());
        address(&format!("{}{path}", self.base), parts.iter().copied().chain(chosen.map(|tag| ("lang", tag))))
    }

    /// Returns an address within a partnership.
    pub(super) fn within(&self, rules: &Rules, room: &str, parts: &[(&str, &str)]) -> String {
        self.href(&format!("/{}{room}", rules.partnership), parts)
    }

    /// Returns the bare address of a room, for a form that makes its own query.
    pub(super) fn base_of(&self, rules: &Rules, room: &str) -> String {
        format!("{}/{}{room}", self.base, rules.partnership)
    }

    /// Returns the address of this page in another language.
    pub(super) fn in_language(&self, lang: Lang) -> String {
        let parts = self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        address(&format!("{}{}", self.base, self.path), parts.chain([("lang", lang.tag())]))
    }

    /// Returns the language, where it was chosen in the address.
    pub(super) fn chosen(&self) -> Option<&'static str> {
        self.chosen.then(|| self.lang.tag())
    }

    /// Returns a part of the query that is not empty.
    pub(super) fn asked(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim()).filter(|v| !v.is_empty())
    }

    /// Returns the language of the partnership's own words, where the page has another.
    pub(super) fn foreign(&self, rules: &Rules) -> Option<&'static str> {
        Some(Lang::of(rules)).filter(|&own| own != self.lang).map(Lang::tag)
    }
}

impl FromRequestParts<Arc<Web>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Self, Infallible> {
        Ok(Self::of(web, &parts.uri, &parts.headers))
    }
}

/// Joins a path and a query.
pub(super) fn address<'a>(path: &str, parts: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let query = Serializer::new(String::new()).extend_pairs(parts).finish();
    if query.is_empty() { path.to_string() } else { format!("{path}?{query}") }
}
