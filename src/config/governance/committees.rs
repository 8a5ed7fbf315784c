// SPDX-License-Identifier: EUPL-1.2
//! Committees and task forces. They vote on nothing, so the rules do not hold them; reports read them from the text.

use super::super::fault::quote;
use super::super::table::Table;
use super::super::value::Value;
use super::members::known;
use crate::domain::rules::Member;

/// The largest amount in whole euros.
const MOST: i64 = 1_000_000_000_000;

/// Checks all `[[committee]]` and `[[task_force]]`.
pub(super) fn check(root: &mut Table<'_>, members: &[Member]) {
    let mut ids = Vec::new();
    for table in root.tables("committee") {
        committee(table, &mut ids);
    }
    let mut names = Vec::new();
    for table in root.tables("task_force") {
        task_force(table, members, &mut names);
    }
}

fn committee(mut table: Table<'_>, ids: &mut Vec<String>) {
    table.need("id", "\"steering\"", |value| is_new(value, value.id()?, ids));
    table.need("name", "\"Steuerungskreis\"", Value::text);
    table.list("meetings", Value::date);
    table.read("effect", |value| value.one_of(&[("advisory", ()), ("deciding", ())], &[]));
    table.end();
}

fn task_force(mut table: Table<'_>, members: &[Member], names: &mut Vec<String>) {
    let euros = |value: &Value<'_>| value.whole(0..=MOST);
    table.need("name", "\"Barrierefreiheit\"", |value| is_new(value, value.text()?, names));
    table.read("goal", Value::text);
    let from = table.read("from", month);
    table.read("until", |value| {
        let until = month(value)?;
        if from.is_some_and(|from| from > until) {
            value.fault("lies before from", "write from's month or a later one");
        }
        Some(())
    });
    table.read("budget", euros);
    table.read("spent", euros);
    table.list("members", |value| known(value, members));
    table.read("open", Value::text_or_empty);
    table.read("light", |value| value.one_of(&[("green", ()), ("yellow", ()), ("red", ())], &[]));
    table.end();
}

fn month(value: &Value<'_>) -> Option<(u16, u8)> {
    let text = value.text()?;
    let parts = text.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2);
    let parts = parts.and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    let parts = parts.filter(|(_, month)| (1..=12).contains(month));
    if parts.is_none() {
        value.fault(format!("{} is not a month", quote(&text)), "write year and month such as \"2026-09\"");
    }
    parts
}

fn is_new(value: &Value<'_>, text: String, taken: &mut Vec<String>) -> Option<()> {
    if taken.contains(&text) {
        value.fault(format!("{} is there twice", quote(&text)), "choose another");
        return None;
    }
    taken.push(text);
    Some(())
}
