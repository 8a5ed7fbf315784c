// SPDX-License-Identifier: EUPL-1.2
//! `--set key=value`: single keys of the governance file overruled before it is read.
//!
//! **Invariant:** nothing is checked here that the reading of the rules checks: an unknown key or a wrong value is the
//! same fault as in the file.

use toml::{Table, Value};

use crate::config::fault::quote;

/// By which keys the tables of a list are known.
const NAMES: [&str; 3] = ["id", "member", "name"];

/// Overrules keys of a governance text, each as `voting.base=cast` or `process.change.approval=">= 2/3"`.
///
/// # Errors
/// Everything that cannot be understood, in sentences.
pub(super) fn overrule(text: &str, sets: &[String]) -> Result<String, Vec<String>> {
    // A text that is no TOML is reported by its reading.
    let Some(mut root) = text.parse::<Table>().ok().filter(|_| !sets.is_empty()) else { return Ok(text.to_owned()) };
    let faults: Vec<String> = sets.iter().filter_map(|set| put(&mut root, set).err()).collect();
    if faults.is_empty() { Ok(root.to_string()) } else { Err(faults) }
}

fn put(root: &mut Table, set: &str) -> Result<(), String> {
    let Some((path, value)) = set.split_once('=') else {
        return Err(format!("--set {}: has no \"=\"; write it as voting.base=cast.", quote(set)));
    };
    let parts: Vec<&str> = path.split('.').map(str::trim).collect();
    let Some((last, tables)) = parts.split_last().filter(|_| parts.iter().all(|part| !part.is_empty())) else {
        return Err(format!("--set {}: {} is no key; write it as voting.base=cast.", quote(set), quote(path)));
    };
    let mut table = root;
    let mut open = tables.iter();
    while let Some(name) = open.next() {
        let next = table.entry((*name).to_owned()).or_insert_with(|| Value::Table(Table::new()));
        table = match next {
            Value::Table(table) => table,
            Value::Array(items) => {
                let wanted = open.next().copied().unwrap_or(*last);
                let found = items.iter_mut().filter_map(Value::as_table_mut).find(|item| is_called(item, wanted));
                found.ok_or_else(|| format!("--set {}: there is no [[{name}]] {}.", quote(set), quote(wanted)))?
            }
            _ => return Err(format!("--set {}: {} is no table.", quote(set), quote(name))),
        };
    }
    table.insert((*last).to_owned(), read(value.trim()));
    Ok(())
}

fn is_called(item: &Table, wanted: &str) -> bool {
    NAMES.iter().any(|name| item.get(*name).and_then(Value::as_str) == Some(wanted))
}

/// Reads a value as TOML writes it, and anything else as a text.
fn read(value: &str) -> Value {
    let document = format!("value = {value}");
    let only = document.parse::<Table>().ok().filter(|table| table.len() == 1);
    only.and_then(|mut table| table.remove("value")).unwrap_or_else(|| Value::String(value.to_owned()))
}
