// SPDX-License-Identifier: EUPL-1.2
//! What an answer of GitLab's that is not a success means: try again, or never without a person.
//!
//! **Invariant:** each refusal says what was asked, what GitLab answered (cut to [`SAID_MAX`] characters) and what
//! to do; being slow, busy, limited or unreachable is never final.

use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;
use jiff::fmt::rfc2822;

use crate::forge::Refusal;

/// How many characters of GitLab's own words are kept.
pub const SAID_MAX: usize = 200;
/// How long to wait after a 429 that does not say: GitLab's limits inside the application count by the minute.
pub const LIMITED: Duration = Duration::from_mins(1);

/// How long votum waits at most before it asks again, whatever the answer says.
pub const WAIT_MAX: Duration = Duration::from_hours(1);

/// What a call was for.
pub(super) struct Asked<'a> {
    /// The forge's id in `votum.toml`.
    pub(super) forge: &'a str,
    /// What was asked, as an infinitive.
    pub(super) what: &'a str,
    /// Whether something was to be written.
    pub(super) write: bool,
    /// What to do about a status, where the call knows better than the general advice.
    pub(super) advice: &'a [(u16, &'static str)],
}

/// A refusal that only a person can lift.
pub(super) fn never(status: u16, why: impl Into<String>) -> Refusal {
    Refusal::Never { status, why: why.into() }
}

/// A refusal that time may lift.
pub(super) fn again(after: Option<Duration>, why: impl Into<String>) -> Refusal {
    Refusal::Again { after, why: why.into() }
}

/// No answer came, or only a part of it. Nobody knows whether GitLab acted.
pub(super) fn lost(asked: &Asked<'_>, how: &str) -> Refusal {
    again(None, format!("GitLab ({}) gave no answer when votum asked {}: {}.", asked.forge, asked.what, cut(how)))
}

/// Reads an answer that is neither success nor redirect.
///
/// 408, 429, all 5xx and the 409 by which GitLab says that another update of the same status is under way ask for
/// patience; all else asks for a person.
pub(super) fn refuse(asked: &Asked<'_>, status: u16, headers: &HeaderMap, said: &str) -> Refusal {
    let Asked { forge, what, write, advice } = asked;
    let answer = if said.is_empty() { status.to_string() } else { format!("{status} “{said}”") };
    let told = format!("GitLab ({forge}) answered {answer} when votum asked {what}.");
    let busy = status == 409 && said.contains("Another update to this commit status is in progress");
    match status {
        429 => return again(Some(wait(headers).unwrap_or(LIMITED)), told),
        408 | 500.. => return again(wait(headers), told),
        _ if busy => return again(wait(headers), told),
        _ => {}
    }
    let special = advice.iter().find(|(on, _)| *on == status).map(|(_, advice)| *advice);
    let advice = special.unwrap_or(match (status, write) {
        (401, _) => "Check that the token that votum.toml names is valid and has not expired.",
        (403, true) => "Give votum's account the role Developer there, and its token the scope api.",
        (403, false) => "Give votum's account the role Reporter there, and its token the scope api.",
        (404, _) => "Check the path in votum.toml and that votum's account is a member there.",
        (405, true) => "Check that the project has not been moved or archived.",
        _ => "Asking again will not help; a person must look at it there.",
    });
    never(status, format!("{told} {advice}"))
}

/// GitLab's own words in an answer: its `message` or `error`, or a plain text; nothing of a page in HTML.
pub(super) fn said(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let words = match serde_json::from_str::<serde_json::Value>(&text) {
        Ok(json) => match json.get("message").or_else(|| json.get("error")) {
            Some(serde_json::Value::String(words)) => words.clone(),
            Some(other) => other.to_string(),
            None => json.to_string(),
        },
        Err(_) if text.trim_start().starts_with('<') => String::new(),
        Err(_) => text.into_owned(),
    };
    cut(&words)
}

/// Cuts a text to [`SAID_MAX`] characters on one line.
pub(super) fn cut(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let plain = plain.trim();
    match plain.char_indices().nth(SAID_MAX) {
        Some((end, _)) => format!("{}…", &plain[..end]),
        None => plain.to_owned(),
    }
}

/// Returns what time it was at GitLab when it answered.
pub(super) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    rfc2822::parse(headers.get("date")?.to_str().ok()?.trim()).ok().map(|date| date.timestamp())
}

/// How long to wait, as the headers ask, and at most [`WAIT_MAX`].
fn wait(headers: &HeaderMap) -> Option<Duration> {
    asked(headers).map(|asked| asked.min(WAIT_MAX))
}

/// How long the headers ask to wait: `Retry-After` in seconds or as a date, else `RateLimit-Reset`; dates are
/// measured against the answer's own `Date`, so that no clock of this machine matters.
fn asked(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let date = |text: &str| rfc2822::parse(text).ok().map(|date| date.timestamp());
    let until = |then: Timestamp| {
        let now = date(text("date")?)?;
        u64::try_from(then.as_second() - now.as_second()).ok().map(Duration::from_secs)
    };
    if let Some(after) = text("retry-after") {
        let seconds = after.parse().ok().map(Duration::from_secs);
        if let Some(found) = seconds.or_else(|| until(date(after)?)) {
            return Some(found);
        }
    }
    until(Timestamp::from_second(text("ratelimit-reset")?.parse().ok()?).ok()?)
}
