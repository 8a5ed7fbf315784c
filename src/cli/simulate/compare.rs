// SPDX-License-Identifier: EUPL-1.2
//! What was expected against what was found.
//!
//! **Invariant:** a key that is not expected asserts nothing; lists are compared as sets, instants as instants, and of a
//! tally only the numbers that are named.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::place::{Place, shown};

/// How a value is read and compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A ticket's state.
    State,
    /// What a gate says.
    Gate,
    /// A word, or null.
    Word,
    /// True or false.
    Flag,
    /// An instant, or null.
    Instant,
    /// A whole number, or null.
    Number,
    /// Some of the numbers of a vote.
    Tally,
    /// Words in no order.
    Set,
}

/// The keys that `expect` of a ticket may have.
pub(super) const KEYS: [(&str, Kind); 20] = [
    ("state", Kind::State),
    ("reason", Kind::Word),
    ("process", Kind::Word),
    ("confidential", Kind::Flag),
    ("missing", Kind::Set),
    ("vote_opened", Kind::Flag),
    ("opens_at", Kind::Instant),
    ("opened_at", Kind::Instant),
    ("deadline", Kind::Instant),
    ("ended_at", Kind::Instant),
    ("tally", Kind::Tally),
    ("tally_so_far", Kind::Tally),
    ("follow_ups", Kind::Set),
    ("follow_ups_done", Kind::Set),
    ("reservations", Kind::Set),
    ("resubmission", Kind::Word),
    ("joint_budget_left", Kind::Number),
    ("gate", Kind::Gate),
    ("decision", Kind::Word),
    ("state_if_base_cast", Kind::State),
];

/// The numbers of a vote.
const NUMBERS: [&str; 7] = ["entitled", "yes", "no", "abstain", "absent", "recused", "needed"];

impl Kind {
    /// Says whether a value of the file is one of this kind, and reports one that is not.
    pub(super) fn fits(self, place: &Place<'_>) -> bool {
        let value = place.value;
        let wanted = match self {
            Self::Word | Self::State | Self::Gate if value.is_string() || value.is_null() => return true,
            Self::Flag if value.is_boolean() => return true,
            Self::Number if value.is_i64() || value.is_null() => return true,
            Self::Set if value.as_array().is_some_and(|items| items.iter().all(Value::is_string)) => return true,
            Self::Instant if value.is_null() => return true,
            Self::Instant => return place.instant().is_some(),
            Self::Tally => return tally_fits(place),
            Self::Word | Self::State | Self::Gate => "a word",
            Self::Flag => "true or false",
            Self::Number => "a whole number",
            Self::Set => "a list of words",
        };
        place.fault(&format!("{} is not {wanted}.", place.shown()));
        false
    }

    /// Says whether what was found is what was expected.
    pub(super) fn agrees(self, expected: &Value, found: &Value) -> bool {
        match self {
            Self::Instant => instant(expected) == instant(found) && expected.is_null() == found.is_null(),
            Self::Set => set(expected) == set(found),
            Self::Tally => {
                let numbers = expected.as_object().into_iter().flatten();
                found.is_object() && numbers.into_iter().all(|(name, number)| found.get(name) == Some(number))
            }
            _ => expected == found,
        }
    }
}

fn tally_fits(place: &Place<'_>) -> bool {
    let Some(mut object) = place.object() else { return false };
    let mut fits = true;
    for name in NUMBERS {
        if let Some(number) = object.take(name).filter(|number| !number.value.is_u64()) {
            number.fault(&format!("{} is no number of votes.", number.shown()));
            fits = false;
        }
    }
    object.end();
    fits
}

fn instant(value: &Value) -> Option<Timestamp> {
    value.as_str().and_then(|text| text.parse().ok())
}

fn set(value: &Value) -> BTreeSet<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// What came out otherwise than expected.
#[derive(Debug)]
pub(super) struct Deviation {
    /// `ticket` or `merge_request`.
    pub of: &'static str,
    /// Its number in the scenario.
    pub id: Value,
    /// What.
    pub field: String,
    /// What was expected.
    pub expected: Value,
    /// What was found.
    pub found: Value,
}

impl Deviation {
    /// Returns it as programs see it.
    pub(super) fn json(&self) -> Value {
        json!({ self.of: self.id, "field": self.field, "expected": self.expected, "found": self.found })
    }

    /// Returns it as a line for people.
    pub(super) fn line(&self) -> String {
        let of = self.of.replace('_', " ");
        format!("{of} {}, {}: expected {}, found {}.", self.id, self.field, shown(&self.expected), shown(&self.found))
    }
}

/// Compares the object of a ticket with what is expected of it.
pub(super) fn ticket(id: u64, expect: &[(&'static str, Value)], found: &Value, cast: bool) -> Vec<Deviation> {
    let mut all = Vec::new();
    for (key, expected) in expect {
        // Under another base only the state is foretold, and only where the scenario foretells it.
        if cast != (*key == "state_if_base_cast") {
            continue;
        }
        let of = match *key {
            "state_if_base_cast" => "state",
            "tally_so_far" => "tally",
            key => key,
        };
        let kind = KEYS.iter().find(|(known, _)| known == key).map_or(Kind::Word, |(_, kind)| *kind);
        if !kind.agrees(expected, &found[of]) {
            let field = if cast { of } else { key };
            all.push(Deviation {
                of: "ticket",
                id: id.into(),
                field: field.into(),
                expected: expected.clone(),
                found: found[of].clone(),
            });
        }
    }
    all
}

/// Compares the run of a pot, line by line, with what is expected of it.
pub(super) fn pot(pot: &str, expected: &[Value], found: &[Value]) -> Vec<Deviation> {
    let mut all = Vec::new();
    for line in 0..expected.len().max(found.len()) {
        let (wanted, got) = (expected.get(line).unwrap_or(&Value::Null), found.get(line).unwrap_or(&Value::Null));
        let keys = wanted.as_object().into_iter().flatten();
        let agrees =
            wanted.is_null() == got.is_null() && keys.into_iter().all(|(key, value)| got.get(key) == Some(value));
        if !agrees {
            let id = [wanted, got].iter().find_map(|line| line.get("ticket").cloned()).unwrap_or_default();
            let field = format!("budget.{pot}[{line}]");
            all.push(Deviation { of: "ticket", id, field, expected: wanted.clone(), found: got.clone() });
        }
    }
    all
}
