// SPDX-License-Identifier: EUPL-1.2
//! Changes to good examples: to a text, and to a tree of JSON by its structure.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Number, Value, json};

/// One change to a text.
#[derive(Clone, Debug)]
pub enum Change {
    /// Puts words in.
    Put(Index, String),
    /// Takes characters out.
    Cut(Index, usize),
    /// Repeats characters so many times.
    Again(Index, usize, usize),
    /// Puts the rest in front.
    Turn(Index),
}

/// Words that mean something to somebody, and characters that few expect.
pub fn odd() -> impl Strategy<Value = String> {
    let known = [
        "/vote ja",
        "/vote",
        "/merge",
        "\n/close\n",
        "@all",
        "@here",
        "@votum-bot",
        "@",
        "#",
        "#5",
        "!7",
        ":",
        " – ",
        "für",
        "FÜR",
        "weil",
        "bis 30.02.2026",
        "until 2026-06-30",
        "<!--",
        "-->",
        "<details>",
        "</details>",
        "<Name>",
        "```",
        "~~~",
        ">>>",
        "> ",
        "- [x] ",
        "| a | b |\n|---|---|\n",
        "\\",
        "[",
        "](",
        "![",
        "*",
        "_",
        "~~",
        "$`",
        "`$",
        "\r\n",
        "\n\n",
        "\t",
        "    ",
        "\u{0}",
        "\u{1}",
        "\u{85}",
        "\u{a0}",
        "\u{2028}",
        "\u{200b}",
        "\u{202e}",
        "\u{feff}",
        "\u{fffc}",
        "\u{130}",
        "ß",
        "ẞ",
        "ﬀ",
        "😀",
        "e\u{301}",
        "0",
        "-1",
        "1.000,00",
        "99999999999999999999",
        "1e999",
        "0x7f",
        "NaN",
        "\"",
        "'",
        "{",
        "}",
        "[[",
        "]]",
        "=",
        "\"\"\"",
        "true",
        "null",
        ">= 75 %",
        "1/0",
        "5 days",
        "2 of 3",
        "v1.2.3",
        "v0.0.0-rc.1",
        "99:99",
        "mo-fr 08:00-16:00",
        "2026-02-30",
        "0000-00-00",
        "+",
        "%",
        "€",
    ];
    prop_oneof![3 => select(known.to_vec()).prop_map(str::to_string), 1 => ".{0,6}", 1 => "\\PC{0,40}"]
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (any::<Index>(), odd()).prop_map(|(at, words)| Change::Put(at, words)),
        2 => (any::<Index>(), 1..40usize).prop_map(|(at, long)| Change::Cut(at, long)),
        1 => (any::<Index>(), 1..12usize, 2..60usize).prop_map(|(at, long, times)| Change::Again(at, long, times)),
        1 => any::<Index>().prop_map(Change::Turn),
    ]
}

/// Texts made from examples by a few changes each.
pub fn texts(examples: Vec<String>) -> impl Strategy<Value = String> {
    (select(examples), prop::collection::vec(change(), 0..7)).prop_map(|(example, changes)| {
        changes.into_iter().fold(example, |text, change| {
            let letters: Vec<char> = text.chars().collect();
            let (Change::Put(at, _) | Change::Cut(at, _) | Change::Again(at, ..) | Change::Turn(at)) = &change;
            let at = at.index(letters.len() + 1);
            let (before, after) = letters.split_at(at);
            let (before, rest) = (written(before), |skip: usize| written(after.get(skip..).unwrap_or_default()));
            match change {
                Change::Put(_, words) => before + &words + &rest(0),
                Change::Cut(_, long) => before + &rest(long),
                Change::Again(_, long, times) => {
                    before + &written(&after[..long.min(after.len())]).repeat(times) + &rest(long)
                }
                Change::Turn(_) => rest(0) + &before,
            }
        })
    })
}

fn written(letters: &[char]) -> String {
    letters.iter().collect()
}

/// One change to a tree: at which of its places, and what is there instead.
#[derive(Clone, Debug)]
pub struct Graft(Index, Instead);

#[derive(Clone, Debug)]
enum Instead {
    Is(Value),
    Missing,
    Spelt,
    Listed,
    Many(usize),
    Deep(usize),
    Another(Index),
    Words(Change),
}

/// Values of every type, and numbers that fit nowhere.
fn values() -> impl Strategy<Value = Value> {
    let large = |text: &str| Value::Number(text.parse::<Number>().expect("a number"));
    let fixed = vec![
        Value::Null,
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(i64::MAX),
        json!(i64::MIN),
        large("1e300"),
        json!(""),
        json!([]),
        json!({}),
        json!([null]),
        json!("0"),
        json!("9223372036854775808"),
        json!("2026-02-30T25:61:61Z"),
        json!("9999-12-31T23:59:59Z"),
        json!("-009999-01-01T00:00:00Z"),
        json!("2026-03-09 09:00:00 +0000"),
        json!("2026-03-09T09:00:00.999999999+14:00"),
        json!("x".repeat(5_000)),
        json!("0000000000000000000000000000000000000000"),
    ];
    prop_oneof![3 => select(fixed), 1 => odd().prop_map(Value::String), 1 => any::<i64>().prop_map(Value::from)]
}

pub fn graft() -> impl Strategy<Value = Graft> {
    let instead = prop_oneof![
        6 => values().prop_map(Instead::Is),
        3 => Just(Instead::Missing),
        1 => Just(Instead::Spelt),
        1 => Just(Instead::Listed),
        1 => (2..300usize).prop_map(Instead::Many),
        1 => (2..400usize).prop_map(Instead::Deep),
        2 => any::<Index>().prop_map(Instead::Another),
        3 => change().prop_map(Instead::Words),
    ];
    (any::<Index>(), instead).prop_map(|(at, instead)| Graft(at, instead))
}

impl Graft {
    /// Makes the change.
    pub fn apply(&self, tree: &mut Value) {
        let Self(at, instead) = self;
        let places = places(tree);
        let at = &places[at.index(places.len())];
        let old = tree.pointer(at).cloned().unwrap_or_default();
        let new = match instead {
            Instead::Is(value) => value.clone(),
            Instead::Missing => return remove(tree, at),
            Instead::Spelt => Value::String(old.as_str().map_or_else(|| old.to_string(), str::to_string)),
            Instead::Listed => json!([old]),
            Instead::Many(times) => {
                let one = old.as_array().and_then(|list| list.first()).cloned().unwrap_or(old);
                Value::Array(vec![one; *times])
            }
            Instead::Deep(levels) => (0..*levels).fold(old, |inner, _| json!([inner])),
            Instead::Another(other) => tree.pointer(&places[other.index(places.len())]).cloned().unwrap_or_default(),
            Instead::Words(Change::Put(at, words)) if old.is_string() => {
                let letters: Vec<char> = old.as_str().unwrap_or_default().chars().collect();
                let (before, after) = letters.split_at(at.index(letters.len() + 1));
                Value::String(written(before) + words + &written(after))
            }
            Instead::Words(_) => return,
        };
        if let Some(place) = tree.pointer_mut(at) {
            *place = new;
        }
    }
}

/// Makes several changes, one after the other.
pub fn apply_all(grafts: &[Graft], tree: &mut Value) {
    for graft in grafts {
        graft.apply(tree);
    }
}

/// Every place of a tree, as a pointer.
fn places(tree: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut next = 0;
    while let Some(at) = found.get(next).cloned() {
        next += 1;
        match tree.pointer(&at) {
            Some(Value::Object(fields)) => {
                let escaped = |key: &String| key.replace('~', "~0").replace('/', "~1");
                found.extend(fields.keys().map(|key| format!("{at}/{}", escaped(key))));
            }
            // The first entries of a list show what the others are.
            Some(Value::Array(list)) => found.extend((0..list.len().min(3)).map(|place| format!("{at}/{place}"))),
            _ => {}
        }
    }
    found
}

fn remove(tree: &mut Value, at: &str) {
    let Some((above, key)) = at.rsplit_once('/') else { return *tree = Value::Null };
    match tree.pointer_mut(above) {
        Some(Value::Object(fields)) => drop(fields.remove(&key.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(list)) => drop(list.remove(key.parse().expect("a place in a list"))),
        _ => {}
    }
}

/// Trees made from examples by a few changes each.
pub fn trees(examples: Vec<Value>) -> impl Strategy<Value = Value> {
    (select(examples), prop::collection::vec(graft(), 0..6)).prop_map(|(mut tree, grafts)| {
        apply_all(&grafts, &mut tree);
        tree
    })
}
