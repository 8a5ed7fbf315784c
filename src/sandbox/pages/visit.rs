// SPDX-License-Identifier: EUPL-1.2
//! Who looks at a page, in which language, and what they filled in.

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use url::form_urlencoded;

use crate::sandbox::serve::decode;
use crate::sandbox::state::State;

/// The language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// German.
    De,
    /// English.
    En,
}

impl Tongue {
    /// Chooses between the German and the English words.
    pub fn say(self, german: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::De => german,
            Self::En => english,
        }
    }

    /// Returns the code of the language.
    pub fn code(self) -> &'static str {
        self.say("de", "en")
    }
}

/// One look at a page, or one click.
pub struct Visit {
    /// The parts of the path, percent-decoded.
    pub parts: Vec<String>,
    /// The path as sent.
    pub path: String,
    /// The account that was picked.
    pub account: Option<u64>,
    /// The language.
    pub tongue: Tongue,
    /// Whether the last click was refused.
    pub refused: bool,
    asked_tongue: bool,
    form: Vec<(String, String)>,
}

impl Visit {
    /// Reads path, cookies, query and form.
    pub fn read(state: &State, head: &Parts, body: &Bytes) -> Self {
        let cookies = head.headers.get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let cookie = |name: &str| {
            cookies
                .split(';')
                .find_map(|pair| pair.trim().split_once('=').filter(|(key, _)| *key == name))
                .map(|(_, value)| value)
        };
        let query = form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes());
        let asked = query.filter(|(name, _)| name == "lang").map(|(_, value)| value.into_owned()).last();
        let tongue = asked.as_deref().or_else(|| cookie("sandbox_lang"));
        Self {
            parts: head.uri.path().split('/').filter(|part| !part.is_empty()).map(decode).collect(),
            path: head.uri.path().to_owned(),
            account: cookie("sandbox_account").map(decode).and_then(|name| Some(state.account_named(&name)?.id)),
            tongue: if tongue == Some("en") { Tongue::En } else { Tongue::De },
            refused: head.uri.query() == Some("refused=1"),
            asked_tongue: asked.is_some(),
            form: form_urlencoded::parse(body).into_owned().collect(),
        }
    }

    /// Returns what was filled in, without the carriage returns of browsers; empty where nothing was.
    pub fn field(&self, name: &str) -> String {
        let found = self.form.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.replace('\r', "")).unwrap_or_default()
    }

    /// Returns all that was ticked under a name.
    pub fn fields(&self, name: &str) -> Vec<String> {
        self.form.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }

    /// Returns the cookie that keeps the language, if it was just chosen.
    pub fn tongue_cookie(&self) -> Option<HeaderValue> {
        let cookie = format!("sandbox_lang={}; Path=/; SameSite=Lax", self.tongue.code());
        self.asked_tongue.then(|| HeaderValue::from_str(&cookie).ok()).flatten()
    }

    /// Chooses between the German and the English words.
    pub fn say(&self, german: &'static str, english: &'static str) -> &'static str {
        self.tongue.say(german, english)
    }
}
