// SPDX-License-Identifier: EUPL-1.2
//! The accounts that the file names, for roles and for members.
//!
//! **Invariant:** an account speaks for one member at most, whichever way the file names it.

use std::collections::BTreeMap;

use super::super::fault::quote;
use super::super::table::Table;
use super::super::value::Value;
use super::projects;
use crate::domain::rules::{Named, Role};

/// The longest account name.
const LONGEST: usize = 255;

/// The accounts seen so far.
pub(super) struct People<'a> {
    forges: &'a [String],
    home: Option<String>,
    speaks_for: BTreeMap<Key, String>,
}

/// What makes two mentions the same account: the forge with its number or its name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(Option<String>, u64),
    Name(Option<String>, String),
}

impl<'a> People<'a> {
    /// Begins with nobody; accounts without a forge lie at `home`.
    pub(super) fn new(forges: &'a [String], home: Option<String>) -> Self {
        Self { forges, home, speaks_for: BTreeMap::new() }
    }

    /// Reads `[roles]`.
    pub(super) fn roles(&self, mut table: Table<'_>) -> BTreeMap<Role, Vec<Named>> {
        let mut roles = BTreeMap::new();
        for (key, role) in Role::ALL {
            if let Some(people) = table.list(key, |value| self.named(value)) {
                roles.insert(role, people);
            }
        }
        table.end();
        roles
    }

    /// Reads the representatives of the member `id`.
    pub(super) fn representatives(&mut self, table: &mut Table<'_>, id: &str) -> Vec<Named> {
        let mut found = Vec::new();
        if !table.has("representatives") {
            table.fault("representatives", "is missing", "write representatives = [\"account-name\"]");
        }
        let items = table.read("representatives", Value::items).unwrap_or_default();
        for item in &items {
            let Some(named) = self.named(item) else { continue };
            if self.is_free(item, &named, id) {
                found.push(named);
            }
        }
        found
    }

    /// Notes whom an account speaks for; reports one that speaks for a member already.
    fn is_free(&mut self, value: &Value<'_>, named: &Named, id: &str) -> bool {
        let mut free = true;
        for key in self.keys(named) {
            if let Some(other) = self.speaks_for.insert(key, id.to_owned()) {
                if free && other == id {
                    value.fault(format!("{} is named twice", quote(&named.name)), "leave one of them out");
                } else if free {
                    value.fault(
                        format!("{} already speaks for {}", quote(&named.name), quote(&other)),
                        "name each account under one member only",
                    );
                }
                free = false;
            }
        }
        free
    }

    fn keys(&self, named: &Named) -> Vec<Key> {
        let forge = named.forge.clone().or_else(|| self.home.clone());
        let number = named.id.map(|id| Key::Number(forge.clone(), id));
        number.into_iter().chain([Key::Name(forge, named.name.to_lowercase())]).collect()
    }

    fn named(&self, value: &Value<'_>) -> Option<Named> {
        if !value.is_table() {
            return Some(Named { forge: None, id: None, name: name(value)? });
        }
        let mut table = value.table()?;
        let forge = table.read("forge", |value| {
            let forge = value.id()?;
            projects::forge(value, &forge, self.forges).then_some(forge)
        });
        let id = table.read("id", |value| value.whole(1..=i64::MAX)).and_then(|id| u64::try_from(id).ok());
        let name = table.need("name", "\"account-name\"", name);
        table.end();
        Some(Named { forge, id, name: name? })
    }
}

/// Reads an account name.
pub(super) fn name(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    if text.starts_with('@') {
        value.fault(format!("{} begins with @", quote(&text)), "write the account name without the @");
        return None;
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !text.chars().all(plain) || text.len() > LONGEST {
        value.fault(
            format!("{} is not an account name", quote(&text)),
            "write the name of the account as it stands behind the @ at the forge",
        );
        return None;
    }
    Some(text)
}
