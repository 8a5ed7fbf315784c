// SPDX-License-Identifier: EUPL-1.2
//! Every word that people read: what the domain says as a value becomes German or English here.
//!
//! The words lie in two Fluent catalogues, `de.ftl` and `en.ftl`; [`note()`] renders notes, [`status`] the line at a
//! commit, [`merge`] and [`release`] the texts of a merge and a release, [`words`] single words for the register.
//!
//! **Invariant:** no line of a rendered text begins with `/`; words of users appear only through [`escape_inline`];
//! the only accounts ever mentioned are the contact that the rules name and, in a reminder, those whom it is for, and
//! never `@all` or `@here`.

mod answer;
mod bundle;
pub mod condition;
mod end;
pub mod format;
mod gate;
mod help;
mod inert;
mod law;
pub mod merge;
mod money;
mod note;
mod numbers;
mod opening;
mod oversight;
mod pen;
pub mod release;
mod reminder;
mod result;
pub mod status;
mod step;
pub mod template;
mod vote;
pub mod words;

pub use bundle::{Value, catalogue};
pub use format::{
    bar, bar_words, contribution, date, day, day_and_time, euros, instant, list, percent, weekday_and_time, zone,
};
pub use inert::{capitalise, escape_inline, escape_plain, shorten};
pub use law::who_decides;
pub use note::{note, proof};

use crate::domain::ids::{Project, Thread};
use crate::domain::request::Request;
use crate::domain::rules::Rules;
use crate::domain::ticket::Ticket;

/// A language votum speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// German.
    #[default]
    De,
    /// English.
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    /// Returns the first language of a partnership.
    #[must_use]
    pub fn of(rules: &Rules) -> Self {
        Self::parse(&rules.language).unwrap_or_default()
    }

    /// Reads `de`, `en`, or a tag that begins so (`de-AT`).
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        match tag.trim().split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "de" => Some(Self::De),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// Chooses the language of a page: `?lang=` first, then the `Accept-Language` header, German by default.
    #[must_use]
    pub fn negotiate(accept_language: Option<&str>, query: Option<&str>) -> Self {
        query.and_then(Self::parse).or_else(|| accept_language.and_then(Self::accepted)).unwrap_or_default()
    }

    /// Returns the tag, `de` or `en`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }

    /// Returns the other language.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::De => Self::En,
            Self::En => Self::De,
        }
    }

    /// Returns the known language with the highest quality; the earlier one where two are equal.
    fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(Self, u32)> = None;
        for part in header.split(',').take(20) {
            let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
            let Some(lang) = Self::parse(tag) else { continue };
            let quality = quality(parameters);
            if quality > 0 && best.is_none_or(|(_, highest)| quality > highest) {
                best = Some((lang, quality));
            }
        }
        best.map(|(lang, _)| lang)
    }
}

/// Reads `q=0.8` as thousandths; 1000 where no quality is given, 0 where it cannot be read.
fn quality(parameters: &str) -> u32 {
    let Some(text) = parameters.trim().strip_prefix("q=") else { return 1000 };
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits: String = part.chars().chain("000".chars()).take(3).collect();
    match (whole, digits.parse::<u32>()) {
        ("0", Ok(thousandths)) => thousandths,
        ("1", Ok(0)) => 1000,
        _ => 0,
    }
}

/// What a text is about.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A ticket as it stands.
    Ticket(&'a Ticket),
    /// A merge request as it stands.
    Request(&'a Request),
    /// Nothing that votum keeps.
    None,
}

/// What a text is framed by: the rules in force, where the register lies, and what the bot is called.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The rules that the subject stands under.
    pub rules: &'a Rules,
    /// Where the register lies, without a trailing slash.
    pub public_url: &'a str,
    /// The bot's account name, without `@`.
    pub bot: &'a str,
}

impl Frame<'_> {
    /// Returns the address of a ticket's page.
    #[must_use]
    pub fn ticket_url(&self, thread: &Thread) -> String {
        self.thread_url("tickets", thread)
    }

    /// Returns the address of a merge request's page.
    #[must_use]
    pub fn merge_request_url(&self, thread: &Thread) -> String {
        self.thread_url("merge-requests", thread)
    }

    /// Returns the address of a decision's page.
    #[must_use]
    pub fn decision_url(&self, number: &str) -> String {
        format!("{}/decisions/{}", self.home(), encode(number))
    }

    /// Returns the address of a release's page.
    #[must_use]
    pub fn release_url(&self, tag: &str, project: &Project) -> String {
        format!("{}/releases/{}?project={}", self.home(), encode(tag), encode(&project.to_string()))
    }

    /// Returns the address of the register's first page.
    #[must_use]
    pub fn home(&self) -> String {
        format!("{}/{}", self.public_url.trim_end_matches('/'), encode(&self.rules.partnership))
    }

    fn thread_url(&self, room: &str, thread: &Thread) -> String {
        format!("{}/{room}/{}?project={}", self.home(), thread.iid, encode(&thread.project.to_string()))
    }
}

/// Encodes everything but unreserved characters, so that the address is safe inside Markdown too.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&hex::encode_upper([byte]));
        }
    }
    encoded
}
