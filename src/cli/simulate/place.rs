// SPDX-License-Identifier: EUPL-1.2
//! JSON that is read key by key, knows where it stands, and at the end names the keys that nobody took.
//!
//! **Invariant:** reading never stops at a fault: what is missing or wrong is reported with its place and left out, so
//! that one pass finds all faults of a file.

use std::cell::RefCell;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::config::fault::quote;
use crate::config::nearest::nearest;

/// What was found wrong in a file.
#[derive(Debug)]
pub(super) struct Report {
    file: String,
    faults: RefCell<Vec<String>>,
}

impl Report {
    /// Returns an empty report on a file.
    pub(super) fn new(file: &str) -> Self {
        Self { file: file.into(), faults: RefCell::default() }
    }

    /// Notes a fault at a place such as `tickets[3].events[2].at`; the sentence says what, and what to write instead.
    pub(super) fn fault(&self, path: &str, what: &str) {
        let place = if path.is_empty() { String::new() } else { format!("{path}: ") };
        self.faults.borrow_mut().push(format!("{}: {place}{what}", self.file));
    }

    /// Returns all faults.
    pub(super) fn close(self) -> Vec<String> {
        self.faults.into_inner()
    }
}

/// An object under reading.
pub(super) struct Object<'a> {
    report: &'a Report,
    path: String,
    map: &'a Map<String, Value>,
    known: Vec<&'static str>,
}

/// A value with its place.
pub(super) struct Place<'a> {
    report: &'a Report,
    /// Its path in the file.
    pub(super) path: String,
    /// The value itself.
    pub(super) value: &'a Value,
}

impl<'a> Object<'a> {
    /// Takes the value of a key; `None` where it is absent.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Place<'a>> {
        self.known.push(key);
        let value = self.map.get(key)?;
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        Some(Place { report: self.report, path, value })
    }

    /// Takes the value of a key whose absence is a fault.
    pub(super) fn need(&mut self, key: &'static str) -> Option<Place<'a>> {
        let found = self.take(key);
        if found.is_none() {
            let of = if self.path.is_empty() { "the scenario".to_owned() } else { self.path.clone() };
            self.report.fault(&self.path, &format!("{key} is missing; {of} needs it."));
        }
        found
    }

    /// Takes a list; an absent one is empty.
    pub(super) fn list(&mut self, key: &'static str) -> Vec<Place<'a>> {
        self.take(key).map(|place| place.items()).unwrap_or_default()
    }

    /// Takes a text of at most `most` characters that is not blank.
    pub(super) fn text(&mut self, key: &'static str, most: usize) -> Option<String> {
        self.need(key)?.text(most)
    }

    /// Takes `true` or `false`; an absent one is `false`.
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        let Some(place) = self.take(key) else { return false };
        place.value.as_bool().unwrap_or_else(|| {
            place.fault("is neither true nor false.");
            false
        })
    }

    /// Passes over keys that are remarks for the reader.
    pub(super) fn pass(&mut self, keys: &[&'static str]) {
        self.known.extend(keys);
    }

    /// Ends the reading: every key that nobody took is a fault.
    pub(super) fn end(self) {
        for key in self.map.keys().filter(|key| !self.known.contains(&key.as_str())) {
            let near = nearest(key, self.known.iter().copied());
            let hint = near.map_or_else(
                || format!("known here are {}.", self.known.join(", ")),
                |near| format!("did you mean {near}?"),
            );
            self.report.fault(&self.path, &format!("the key {} is not known here; {hint}", quote(key)));
        }
    }
}

impl<'a> Place<'a> {
    /// Opens the whole file.
    pub(super) fn root(report: &'a Report, value: &'a Value) -> Self {
        Self { report, path: String::new(), value }
    }

    /// Notes a fault here.
    pub(super) fn fault(&self, what: &str) {
        self.report.fault(&self.path, what);
    }

    /// Opens an object.
    pub(super) fn object(&self) -> Option<Object<'a>> {
        let Value::Object(map) = self.value else {
            self.fault("is no object; write it in braces.");
            return None;
        };
        Some(Object { report: self.report, path: self.path.clone(), map, known: Vec::new() })
    }

    /// Returns the items of a list.
    pub(super) fn items(&self) -> Vec<Self> {
        let Value::Array(items) = self.value else {
            self.fault("is no list; write it in square brackets.");
            return Vec::new();
        };
        let item = |(i, value)| Self { report: self.report, path: format!("{}[{i}]", self.path), value };
        items.iter().enumerate().map(item).collect()
    }

    /// Reads a text of at most `most` characters that is not blank.
    pub(super) fn text(&self, most: usize) -> Option<String> {
        let text = self.any_text(most)?;
        if text.trim().is_empty() {
            self.fault("is empty; write something.");
            return None;
        }
        Some(text)
    }

    /// Reads a text of at most `most` characters.
    pub(super) fn any_text(&self, most: usize) -> Option<String> {
        let Value::String(text) = self.value else {
            self.fault("is no text; write it in quotation marks.");
            return None;
        };
        if text.chars().count() > most {
            self.fault(&format!("{} is too long; {most} characters are the most.", quote(text)));
            return None;
        }
        Some(text.clone())
    }

    /// Reads a number of an issue or merge request.
    pub(super) fn number(&self) -> Option<u64> {
        const MOST: u64 = i32::MAX.unsigned_abs() as u64;
        let number = self.value.as_u64().filter(|number| (1..=MOST).contains(number));
        if number.is_none() {
            self.fault(&format!("{} is no number of a ticket or merge request; write 1 to {MOST}.", self.shown()));
        }
        number
    }

    /// Reads an instant.
    pub(super) fn instant(&self) -> Option<Timestamp> {
        let text = self.any_text(64)?;
        let Ok(at) = text.parse::<Timestamp>() else {
            self.fault(&format!("{} is no instant; write it as 2026-03-02T09:00:00+01:00.", quote(&text)));
            return None;
        };
        let year = at.to_zoned(jiff::tz::TimeZone::UTC).year();
        if !(2000..2200).contains(&year) {
            self.fault(&format!("{} lies outside of the years 2000 to 2199.", quote(&text)));
            return None;
        }
        Some(at)
    }

    /// Reads a word out of a list of words.
    pub(super) fn word(&self, words: &[&'static str]) -> Option<&'static str> {
        let text = self.any_text(255)?;
        let found = words.iter().find(|word| **word == text).copied();
        if found.is_none() {
            let near = nearest(&text, words.iter().copied());
            let hint = near
                .map_or_else(|| format!("write one of {}.", words.join(", ")), |near| format!("did you mean {near}?"));
            self.fault(&format!("{} means nothing here; {hint}", quote(&text)));
        }
        found
    }

    /// Returns the value in a bounded length.
    pub(super) fn shown(&self) -> String {
        shown(self.value)
    }
}

/// Returns a value in a bounded length.
pub(super) fn shown(value: &Value) -> String {
    const MOST: usize = 200;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
