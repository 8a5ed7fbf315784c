// SPDX-License-Identifier: EUPL-1.2
//! A TOML table that is read key by key, knows where it stands, and at the end names the keys that nobody took.
//!
//! **Invariant:** reading never stops at a fault: a missing or wrong value is reported and left out, and the reader
//! goes on with the next key, so that one pass finds all faults.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Report, quote};
use super::nearest::nearest;
use super::value::Value;

/// A table under reading.
pub(super) struct Table<'a> {
    report: &'a Report<'a>,
    path: String,
    at: Option<usize>,
    entries: Vec<(&'a str, usize, &'a DeValue<'a>)>,
    known: Vec<&'static str>,
}

impl<'a> Table<'a> {
    /// Opens the whole file.
    pub(super) fn root(report: &'a Report<'a>, table: &'a DeTable<'a>) -> Self {
        Self::open(report, String::new(), None, table)
    }

    /// Opens the table at `path`.
    pub(super) fn open(report: &'a Report<'a>, path: String, at: Option<usize>, table: &'a DeTable<'a>) -> Self {
        let entry = |(key, value): (&'a Spanned<_>, &'a Spanned<_>)| {
            let name: &'a std::borrow::Cow<'a, str> = key.get_ref();
            (name.as_ref(), key.span().start, value.get_ref())
        };
        Self { report, path, at, entries: table.iter().map(entry).collect(), known: Vec::new() }
    }

    /// Returns the dotted path of `key` in this table.
    pub(super) fn path_of(&self, key: &str) -> String {
        let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let key = if bare { key.to_owned() } else { quote(key) };
        if self.path.is_empty() { key } else { format!("{}.{key}", self.path) }
    }

    /// Says whether the table has `key`.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, ..)| *name == key)
    }

    /// Reads the value of `key`; `None` where it is absent or wrong.
    pub(super) fn read<T>(&mut self, key: &'static str, read: impl FnOnce(&Value<'a>) -> Option<T>) -> Option<T> {
        self.value(key).and_then(|value| read(&value))
    }

    /// Reads the value of `key`, whose absence is a fault; `example` is a value as the file would write it.
    pub(super) fn need<T>(
        &mut self,
        key: &'static str,
        example: &str,
        read: impl FnOnce(&Value<'a>) -> Option<T>,
    ) -> Option<T> {
        if !self.has(key) {
            self.fault(key, "is missing", format!("write {key} = {example}"));
        }
        self.read(key, read)
    }

    /// Reads the list under `key`; an item that is wrong is left out, one that is there twice is a fault.
    pub(super) fn list<T: PartialEq>(
        &mut self,
        key: &'static str,
        read: impl Fn(&Value<'a>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items = self.value(key)?.items()?;
        let mut list = Vec::new();
        for item in items {
            let Some(read) = read(&item) else { continue };
            if list.contains(&read) {
                item.fault("is in the list twice", "leave one of them out");
            } else {
                list.push(read);
            }
        }
        Some(list)
    }

    /// Opens the table under `key`; an absent one is empty.
    pub(super) fn table(&mut self, key: &'static str) -> Self {
        let empty =
            Self { report: self.report, path: self.path_of(key), at: None, entries: Vec::new(), known: Vec::new() };
        self.value(key).and_then(|value| value.table()).unwrap_or(empty)
    }

    /// Opens the tables under `[[key]]`.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<Self> {
        let items = self.value(key).and_then(|value| value.tables(key)).unwrap_or_default();
        items.iter().filter_map(Value::table).collect()
    }

    /// Takes all entries that are left, for a table whose keys are data.
    pub(super) fn others(&mut self) -> Vec<(&'a str, Value<'a>)> {
        let entries = std::mem::take(&mut self.entries);
        entries.into_iter().map(|(key, at, raw)| (key, Value::new(self.report, self.path_of(key), at, raw))).collect()
    }

    /// Notes a fault at `key`, or at the table itself where `key` is empty.
    pub(super) fn fault(&self, key: &str, what: impl Into<String>, remedy: impl Into<String>) {
        let path = if key.is_empty() { self.path.clone() } else { self.path_of(key) };
        self.report.fault(&path, self.at, what, remedy);
    }

    /// Notes a warning at `key`, or at the table itself where `key` is empty.
    pub(super) fn warn(&self, key: &str, what: impl Into<String>) {
        let path = if key.is_empty() { self.path.clone() } else { self.path_of(key) };
        self.report.warn(&path, what);
    }

    /// Notes a warning at the dotted path `path` of the file.
    pub(super) fn warn_at(&self, path: &str, what: impl Into<String>) {
        self.report.warn(path, what);
    }

    /// Ends the reading: every key that nobody took is a fault.
    pub(super) fn end(self) {
        for (key, at, _) in &self.entries {
            let remedy = match nearest(key, self.known.iter().copied()) {
                Some(meant) => format!("did you mean {}?", quote(meant)),
                None => format!("remove it; known here: {}", self.known.join(", ")),
            };
            self.report.fault(&self.path_of(key), Some(*at), "is not a key that votum knows", remedy);
        }
    }

    fn value(&mut self, key: &'static str) -> Option<Value<'a>> {
        self.known.push(key);
        let index = self.entries.iter().position(|(name, ..)| *name == key)?;
        let (_, at, raw) = self.entries.remove(index);
        Some(Value::new(self.report, self.path_of(key), at, raw))
    }
}
