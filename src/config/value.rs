// SPDX-License-Identifier: EUPL-1.2
//! One value of a file, read as what it should be; anything else is a fault.

use std::ops::RangeInclusive;

use jiff::civil::{Date, Time};
use toml::Spanned;
use toml::de::DeValue;

use super::fault::{Report, quote};
use super::nearest::nearest;
use super::table::Table;
use crate::domain::calendar::Span;
use crate::domain::share::Bar;

/// The most characters that a text may have.
const LONGEST: usize = 2_000;

/// What a vote has to reach.
pub(super) enum Asked {
    /// This share.
    Share(Bar),
    /// Nothing: `"none"`.
    Nothing,
}

/// A value and where it stands.
pub(super) struct Value<'a> {
    report: &'a Report<'a>,
    path: String,
    at: usize,
    raw: &'a DeValue<'a>,
}

impl<'a> Value<'a> {
    /// Returns the value at `path`.
    pub(super) fn new(report: &'a Report<'a>, path: String, at: usize, raw: &'a DeValue<'a>) -> Self {
        Self { report, path, at, raw }
    }

    /// Notes a fault of this value.
    pub(super) fn fault(&self, what: impl Into<String>, remedy: impl Into<String>) {
        self.report.fault(&self.path, Some(self.at), what, remedy);
    }

    /// Notes a warning about this value.
    pub(super) fn warn(&self, what: impl Into<String>) {
        self.report.warn(&self.path, what);
    }

    /// Notes that the value is of another type than `wanted`, and returns `None` for it.
    pub(super) fn wrong<T>(&self, wanted: &str) -> Option<T> {
        self.fault(format!("is {}", self.kind()), format!("write {wanted}"));
        None
    }

    /// Returns the text, without saying anything where it is none.
    pub(super) fn raw_text(&self) -> Option<&'a str> {
        self.raw.as_str()
    }

    /// Returns the items of a list, each with its own place.
    pub(super) fn items(&self) -> Option<Vec<Self>> {
        let Some(array) = self.raw.as_array() else { return self.wrong("a list in square brackets") };
        let item = |(i, item): (usize, &'a Spanned<DeValue<'a>>)| {
            Self::new(self.report, format!("{}[{i}]", self.path), item.span().start, item.get_ref())
        };
        Some(array.iter().enumerate().map(item).collect())
    }

    /// Returns the tables of an array of tables.
    pub(super) fn tables(&self, key: &str) -> Option<Vec<Self>> {
        if self.raw.is_array() {
            return self.items();
        }
        self.wrong(&format!("each one as a table of its own, [[{key}]]"))
    }

    /// Opens the value as a table.
    pub(super) fn table(&self) -> Option<Table<'a>> {
        match self.raw.as_table() {
            Some(table) => Some(Table::open(self.report, self.path.clone(), Some(self.at), table)),
            None => self.wrong("a table with keys of its own"),
        }
    }

    /// Says whether the value is a table.
    pub(super) fn is_table(&self) -> bool {
        self.raw.is_table()
    }

    /// Says whether the value is a list.
    pub(super) fn is_list(&self) -> bool {
        self.raw.is_array()
    }

    /// Reads a text of one line that is not empty.
    pub(super) fn text(&self) -> Option<String> {
        let text = self.text_or_empty()?;
        if text.is_empty() {
            self.fault("is empty", "write something between the quotes");
            return None;
        }
        Some(text)
    }

    /// Reads a text of one line, which may be empty.
    pub(super) fn text_or_empty(&self) -> Option<String> {
        let Some(text) = self.raw.as_str() else { return self.wrong("a text in quotes") };
        let text = text.trim();
        if text.chars().any(char::is_control) {
            self.fault(format!("{} holds a line break or control character", quote(text)), "write it on one line");
            return None;
        }
        if text.chars().count() > LONGEST {
            self.fault("is too long", format!("write at most {LONGEST} characters"));
            return None;
        }
        Some(text.to_owned())
    }

    /// Reads an id: lower-case letters, digits, hyphens.
    pub(super) fn id(&self) -> Option<String> {
        let text = self.text()?;
        let plain = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !plain || text.starts_with('-') || text.ends_with('-') || text.len() > 63 {
            self.fault(
                format!("{} is not an id", quote(&text)),
                "write lower-case letters, digits and hyphens, at most 63, such as \"lindenau\"",
            );
            return None;
        }
        Some(text)
    }

    /// Reads yes or no.
    pub(super) fn flag(&self) -> Option<bool> {
        self.raw.as_bool().or_else(|| self.wrong("true or false, without quotes"))
    }

    /// Reads a whole number within `range`.
    pub(super) fn whole(&self, range: RangeInclusive<i64>) -> Option<i64> {
        let Some(number) = self.raw.as_integer() else { return self.wrong("a whole number, without quotes") };
        let number = i64::from_str_radix(number.as_str(), number.radix()).ok();
        if let Some(number) = number.filter(|number| range.contains(number)) {
            return Some(number);
        }
        let shown = number.map_or_else(|| "the number".to_owned(), |number| number.to_string());
        self.fault(
            format!("{shown} is out of range"),
            format!("write a whole number from {} to {}", range.start(), range.end()),
        );
        None
    }

    /// Reads one of `choices`; those in `later` are known and not available yet.
    pub(super) fn one_of<T: Copy>(&self, choices: &[(&str, T)], later: &[&str]) -> Option<T> {
        let text = self.text()?;
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == text) {
            return Some(*choice);
        }
        let known = choices.iter().map(|(name, _)| quote(name)).collect::<Vec<_>>().join(" or ");
        if later.contains(&text.as_str()) {
            self.fault(format!("{} is not available yet", quote(&text)), format!("write {known}"));
            return None;
        }
        let meant = nearest(&text, choices.iter().map(|(name, _)| *name));
        let remedy = match meant {
            Some(meant) => format!("did you mean {}? known: {known}", quote(meant)),
            None => format!("write {known}"),
        };
        self.fault(format!("{} is not known", quote(&text)), remedy);
        None
    }

    /// Reads a share such as `">= 75 %"`.
    pub(super) fn bar(&self) -> Option<Bar> {
        const REMEDY: &str = "write a share such as \">= 75 %\", \"2/3\", \"5 of 9\"";
        self.share(REMEDY)
    }

    /// Reads a share or `"none"`.
    pub(super) fn bar_or_none(&self) -> Option<Asked> {
        const REMEDY: &str = "write a share such as \">= 75 %\", \"2/3\", \"5 of 9\" or \"none\"";
        if self.raw.as_str().is_some_and(|text| text.trim() == "none") {
            return Some(Asked::Nothing);
        }
        self.share(REMEDY).map(Asked::Share)
    }

    /// Reads a length of time such as `"5 days"` or `"2 h"`.
    pub(super) fn span(&self) -> Option<Span> {
        const REMEDY: &str =
            "write whole days such as \"5 days\" or an exact time such as \"2 h\", \"10 min\", \"90 s\", up to a year";
        let Some(text) = self.raw.as_str() else { return self.wrong("a length of time in quotes, such as \"5 days\"") };
        let span = Span::parse(text);
        if span.is_none() {
            self.fault(format!("{} is not a length of time", quote(text)), REMEDY);
        }
        span
    }

    /// Reads a length of time that is more than none.
    pub(super) fn some_span(&self) -> Option<Span> {
        let span = self.span()?;
        if span.is_none() {
            self.fault("is no time at all", "write a length of time above zero");
            return None;
        }
        Some(span)
    }

    /// Reads a date, written without quotes.
    pub(super) fn date(&self) -> Option<Date> {
        const WANTED: &str = "a date without quotes and without a time, such as 2026-09-30";
        let Some(found) = self.raw.as_datetime() else { return self.wrong(WANTED) };
        let (Some(date), None) = (found.date, found.time) else { return self.wrong(WANTED) };
        let parts = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day));
        let (Ok(year), Ok(month), Ok(day)) = parts else { return self.wrong(WANTED) };
        Date::new(year, month, day).ok().or_else(|| self.wrong(WANTED))
    }

    /// Reads a time of day such as `"08:00"` or `"23:59:59"`.
    pub(super) fn time(&self) -> Option<Time> {
        let text = match (self.raw.as_str(), self.raw.as_datetime()) {
            (Some(text), _) => text.trim().to_owned(),
            (None, Some(found)) => found.to_string(),
            (None, None) => return self.wrong("a time of day such as \"08:00\""),
        };
        let time = time_of_day(&text);
        if time.is_none() {
            self.fault(
                format!("{} is not a time of day", quote(&text)),
                "write hours and minutes such as \"08:00\", or with seconds \"23:59:59\"",
            );
        }
        time
    }

    fn share(&self, remedy: &str) -> Option<Bar> {
        let Some(text) = self.raw.as_str() else {
            self.fault(format!("is {}", self.kind()), remedy);
            return None;
        };
        let bar = Bar::parse(text);
        if bar.is_none() {
            let what = if is_above_one(text) { "cannot be reached" } else { "is not a share" };
            self.fault(format!("{} {what}", quote(text)), remedy);
        }
        bar
    }

    fn kind(&self) -> &'static str {
        match self.raw {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a decimal point",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    }
}

/// Says whether `text` is a share in form and only too large.
fn is_above_one(text: &str) -> bool {
    let rest = text.trim().trim_start_matches(['>', '=']).trim();
    let number = |text: &str| text.trim().parse::<u64>().ok();
    if let Some(percent) = rest.strip_suffix('%') {
        return number(percent.split(['.', ',']).next().unwrap_or(percent)).is_some_and(|percent| percent >= 100);
    }
    let parts = rest.split_once('/').or_else(|| rest.split_once(" of "));
    parts.is_some_and(|(part, whole)| number(part) >= number(whole) && number(whole) > Some(0))
}

fn time_of_day(text: &str) -> Option<Time> {
    let two = |part: &str| {
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<i8>().ok()).flatten()
    };
    let mut parts = text.split(':').map(two);
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, 0).ok()
}
