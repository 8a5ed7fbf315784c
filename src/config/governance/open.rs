// SPDX-License-Identifier: EUPL-1.2
//! The governance file without its accounts, as exports carry it that anybody may read.
//!
//! **Invariant:** it compiles to the same rules but for who may speak; each account keeps one mask throughout the file,
//! and no account name, number or comment is left in it.

use std::collections::BTreeMap;

use toml::{Table, Value};

/// Returns the text without accounts; empty where `text` is no TOML.
pub(super) fn text(text: &str) -> String {
    let Ok(mut file) = text.parse::<Table>() else { return String::new() };
    let mut masks = Masks::default();
    if let Some(roles) = file.get_mut("roles").and_then(Value::as_table_mut) {
        roles.iter_mut().for_each(|(_, people)| masks.hide(people));
    }
    for member in file.get_mut("member").and_then(Value::as_array_mut).into_iter().flatten() {
        member.get_mut("representatives").into_iter().for_each(|people| masks.hide(people));
    }
    if let Some(contact) = file.get_mut("partnership").and_then(|head| head.get_mut("contact")) {
        masks.hide(contact);
    }
    toml::to_string(&file).unwrap_or_default()
}

/// What stands for whom.
#[derive(Default)]
struct Masks(BTreeMap<String, usize>);

impl Masks {
    fn hide(&mut self, people: &mut Value) {
        match people {
            Value::String(name) => *name = self.mask(name),
            Value::Array(several) => several.iter_mut().for_each(|one| self.hide(one)),
            Value::Table(pinned) => {
                pinned.remove("id");
                pinned.get_mut("name").into_iter().for_each(|name| self.hide(name));
            }
            _ => {}
        }
    }

    fn mask(&mut self, name: &str) -> String {
        let next = self.0.len() + 1;
        format!("account-{}", self.0.entry(name.to_lowercase()).or_insert(next))
    }
}
