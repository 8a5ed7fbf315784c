// SPDX-License-Identifier: EUPL-1.2
//! The yearly budgets in whole euros, the rows of a template that name costs, and the members that may not spend for a
//! while.

use std::collections::BTreeMap;

use super::super::fault::quote;
use super::super::table::Table;
use super::super::value::Value;
use super::members::known;
use crate::domain::money::MOST;
use crate::domain::rules::{Amounts, Budget, Cents, Freeze, FreezeEffect, Member, fold};
use crate::domain::share::Bar;

/// The kinds of a budget freeze: another name, the same effect.
const KINDS: [(&str, &str); 3] =
    [("haushaltssperre", "haushaltssperre"), ("sperrvermerk", "sperrvermerk"), ("vorlaeufig", "vorlaeufig")];

/// Reads every `[budget.YEAR]`.
pub(super) fn budgets(mut table: Table<'_>) -> BTreeMap<i16, Budget> {
    let mut budgets = BTreeMap::new();
    for (key, value) in table.others() {
        let digits = key.len() == 4 && key.bytes().all(|byte| byte.is_ascii_digit());
        match key.parse::<i16>() {
            Ok(year) if digits && year >= 1900 => {
                if let Some(table) = value.table() {
                    budgets.insert(year, budget(table, year));
                }
            }
            _ => value.fault(format!("{} is not a year", quote(key)), "write one table for each year, [budget.2026]"),
        }
    }
    budgets
}

/// Reads `[template.amounts]`: the words in front of each amount, in both languages where the file names none.
pub(super) fn amounts(mut table: Table<'_>) -> Amounts {
    let one_off = rows(&mut table, "one_off", ["Einmalige Kosten", "One-off costs"]);
    let upkeep = rows(&mut table, "upkeep", ["Wartung je Jahr", "Upkeep per year"]);
    let community = rows(&mut table, "community", ["Communityaufwand je Jahr", "Community effort per year"]);
    let required = table.read("required", Value::flag).unwrap_or(false);
    let cents = [("refuse", Cents::Refuse), ("round-up", Cents::RoundUp)];
    let cents = table.read("cents", |value| value.one_of(&cents, &[])).unwrap_or_default();
    table.end();
    Amounts { one_off, upkeep, community, required, cents }
}

fn rows(table: &mut Table<'_>, key: &'static str, standard: [&str; 2]) -> Vec<String> {
    let named = table.list(key, row).filter(|named| !named.is_empty());
    named.unwrap_or_else(|| standard.map(str::to_owned).to_vec())
}

fn row(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    if fold(&text).is_empty() {
        value.fault(format!("{} holds no letter or digit", quote(&text)), "write the words of the row's first cell");
        return None;
    }
    Some(text)
}

/// Reads all `[[freeze]]`.
pub(super) fn freezes(root: &mut Table<'_>, members: &[Member]) -> Vec<Freeze> {
    root.tables("freeze").into_iter().filter_map(|table| freeze(table, members)).collect()
}

fn budget(mut table: Table<'_>, year: i16) -> Budget {
    let euros = |value: &Value<'_>| value.whole(0..=MOST);
    let joint = table.read("joint", euros);
    let maintenance = table.read("maintenance", euros);
    let cap_per_request = table.read("cap_per_request", euros);
    let over_cap = [("refuse", true), ("warn", false)];
    let over_cap_refuses = table.read("over_cap", |value| value.one_of(&over_cap, &[])).unwrap_or(true);
    let spend_by = table.read("spend_by", |value| {
        let day = value.date()?;
        if day.year() != year {
            value.fault(format!("{day} is not in {year}"), format!("write a day of {year}"));
        }
        Some(day)
    });
    let red_from = table.read("red_from", Value::bar).or_else(|| Bar::parse("100 %"));
    let yellow_from = table.read("yellow_from", |value| {
        let yellow = value.bar()?;
        if red_from.as_ref().is_some_and(|red| yellow.is_above(red)) {
            value.fault(format!("{} lies above red_from", quote(&yellow.to_string())), "write a smaller share");
        }
        Some(yellow)
    });
    table.end();
    let standard = |text| Bar::parse(text).expect("a share that stands in this file is a share");
    Budget {
        joint,
        maintenance,
        cap_per_request,
        over_cap_refuses,
        spend_by,
        yellow_from: yellow_from.unwrap_or_else(|| standard("80 %")),
        red_from: red_from.unwrap_or_else(|| standard("100 %")),
    }
}

fn freeze(mut table: Table<'_>, members: &[Member]) -> Option<Freeze> {
    let member = table.need("member", "\"lindenau\", the id of a member", |value| known(value, members));
    let from = table.need("from", "2026-05-01, the first day", Value::date);
    let until = table.need("until", "2026-08-31, the last day", |value| {
        let until = value.date()?;
        if from.is_some_and(|from| from > until) {
            value.fault(format!("{until} lies before from"), "write a day on or after from");
        }
        Some(until)
    });
    let kind = table.read("kind", |value| value.one_of(&KINDS, &[])).unwrap_or(KINDS[0].0).into();
    let effects = [
        ("contract-rests", FreezeEffect::ContractRests),
        ("leaves-base", FreezeEffect::LeavesBase),
        ("defer", FreezeEffect::Defer),
    ];
    let effect = table.read("effect", |value| value.one_of(&effects, &[])).unwrap_or_default();
    table.end();
    Some(Freeze { member: member?, from: from?, until: until?, kind, effect })
}
