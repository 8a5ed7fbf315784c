// SPDX-License-Identifier: EUPL-1.2
//! The members and who may speak for them.
//!
//! **Invariant:** what people write for one member, id or name in any spelling, never means another.

use std::collections::BTreeMap;

use super::super::fault::quote;
use super::super::nearest::nearest;
use super::super::table::Table;
use super::super::value::Value;
use super::people::People;
use crate::domain::rules::{Member, fold};

/// The largest weight and contribution.
const MOST: i64 = 1_000_000_000;

/// Reads all `[[member]]`.
pub(super) fn read(root: &mut Table<'_>, people: &mut People<'_>) -> Vec<Member> {
    let tables = root.tables("member");
    if tables.is_empty() {
        root.fault("member", "is missing", "write a [[member]] with id, name and representatives for each member");
    }
    let mut called = BTreeMap::new();
    tables.into_iter().filter_map(|table| member(table, people, &mut called)).collect()
}

/// Reads the id of a member that the file has.
pub(super) fn known(value: &Value<'_>, members: &[Member]) -> Option<String> {
    let id = value.text()?;
    if members.iter().any(|member| member.id == id) {
        return Some(id);
    }
    let remedy = match nearest(&id, members.iter().map(|member| member.id.as_str())) {
        Some(meant) => format!("did you mean {}?", quote(meant)),
        None => "write the id of a [[member]]".to_owned(),
    };
    value.fault(format!("{} is no member", quote(&id)), remedy);
    None
}

fn member(mut table: Table<'_>, people: &mut People<'_>, called: &mut BTreeMap<String, usize>) -> Option<Member> {
    let place = called.values().max().map_or(0, |last| last + 1);
    let id = table.need("id", "\"lindenau\"", |value| {
        let id = value.id()?;
        is_new(value, &id, "id", called, place).then_some(id)
    });
    let name = table.need("name", "\"Stadt Lindenau\"", |value| {
        let name = value.text()?;
        is_new(value, &name, "name", called, place).then_some(name)
    });
    let weight = table.read("weight", |value| value.whole(1..=MOST)).unwrap_or(1);
    let contribution = table.read("contribution", |value| value.whole(0..=MOST)).unwrap_or(0);
    let since = table.read("since", Value::date);
    let until = table.read("until", |value| {
        let until = value.date()?;
        if since.is_some_and(|since| since > until) {
            value.fault(format!("{until} lies before since"), "write a day on or after since");
        }
        Some(until)
    });
    let listed = table.has("representatives");
    let representatives = people.representatives(&mut table, id.as_deref().unwrap_or("the member above"));
    if listed && representatives.is_empty() {
        table.warn("representatives", "nobody speaks for this member yet, so it cannot vote.");
    }
    table.end();
    Some(Member {
        id: id?,
        name: name?,
        weight: u64::try_from(weight).unwrap_or(1),
        contribution: u64::try_from(contribution).unwrap_or(0),
        since,
        until,
        representatives,
    })
}

fn is_new(value: &Value<'_>, text: &str, what: &str, called: &mut BTreeMap<String, usize>, place: usize) -> bool {
    let folded = fold(text);
    if folded.is_empty() {
        value.fault(format!("{} holds no letter or digit", quote(text)), format!("write the {what} in letters"));
        return false;
    }
    match called.insert(folded, place) {
        Some(other) if other != place => {
            value.fault(
                format!("{} is the id or name of another member", quote(text)),
                "give each member an id and a name of its own; case, umlauts and hyphens make no difference",
            );
            false
        }
        _ => true,
    }
}
