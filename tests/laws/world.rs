// SPDX-License-Identifier: EUPL-1.2
//! What the laws share: the stories' partnership, its people by number, instants in Berlin, and how many cases a
//! property is tried on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use proptest::test_runner::Config;
use votum::config::governance;
use votum::domain::electorate::{Electorate, Seat};
use votum::domain::event::{Person, Views};
use votum::domain::ids::{Account, Project, Thread};
use votum::domain::roster::Roster;
use votum::domain::rules::Rules;

/// Everybody in the stories' rules, and two strangers; the place in the list is the forge's number.
pub const PEOPLE: [&str; 11] =
    ["votum", "olga", "otto", "rita", "anna", "anja", "ben", "cem", "dora", "sven", "fremde"];

/// A property is tried that often, or that many percent of it that `VOTUM_LAWS_PERCENT` names; nothing is written beside
/// the sources.
pub fn cases(cases: u32) -> Config {
    let percent = std::env::var("VOTUM_LAWS_PERCENT").ok().and_then(|percent| percent.parse().ok()).unwrap_or(100);
    let cases = (cases.saturating_mul(percent) / 100).max(1);
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// The rules of the stories' partnership, with words replaced.
pub fn rules_with(change: impl FnOnce(String) -> String) -> Rules {
    let reading = governance::read(&change(crate::world::RULES.to_string()), "talverbund", "partnership.toml", &[]);
    assert!(reading.faults.is_empty(), "{:?}", reading.faults);
    reading.rules.expect("rules without a fault are rules")
}

/// The rules of the stories' partnership.
pub fn rules() -> Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| rules_with(|text| text));
    RULES.clone()
}

/// An account of [`PEOPLE`].
pub fn account(name: &str) -> Account {
    let id = PEOPLE.iter().position(|known| *known == name).expect("everybody is in the list");
    Account { forge: "opencode".into(), id: id as u64 }
}

/// A person of [`PEOPLE`].
pub fn person(name: &str) -> Person {
    Person { account: account(name), name: name.to_string() }
}

/// What `decide` may look at: the roster of `rules` with the bot.
pub fn views(rules: &Rules) -> Views {
    let known = |name: &str| PEOPLE.contains(&name).then(|| account(name));
    Views {
        roster: Roster::build(rules, |named| known(&named.name)).with_bot(account("votum")).into(),
        serial: 1,
        earlier: BTreeMap::new(),
        admitted: BTreeMap::new(),
        barred: Vec::new(),
        merged_at: None,
        in_force: None,
        credits: BTreeMap::new(),
        files: Vec::new(),
        pushed: BTreeSet::new(),
        standings: BTreeMap::new(),
        arrived: None,
        bot: "votum".into(),
        paused: false,
        neighbours: BTreeMap::new(),
    }
}

/// A project of the partnership's forge.
pub fn project(path: &str) -> Project {
    Project::parse(&format!("opencode:{path}")).expect("it is a path")
}

/// A ticket of the partnership.
pub fn ticket(iid: u64) -> Thread {
    Thread::ticket(project("talverbund/steuerung"), iid)
}

/// An instant, as a clock in Berlin shows it.
pub fn berlin(text: &str) -> Timestamp {
    let time: DateTime = text.parse().expect("a time is written as 2026-03-02T09:00");
    let zone = TimeZone::get("Europe/Berlin").expect("the zone is known");
    time.to_zoned(zone).expect("it exists").timestamp()
}

/// So many seconds after the beginning of the laws' time.
pub fn second(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_770_000_000 + seconds).expect("it is a time")
}

/// Members of these weights: `a`, `b`, `c`, …
pub fn electorate(weights: &[u64]) -> Electorate {
    let seat = |(i, weight): (usize, &u64)| Seat { member: member(i), weight: *weight, contribution: 0 };
    Electorate { seats: weights.iter().enumerate().map(seat).collect() }
}

/// The id of the member in this place.
pub fn member(place: usize) -> String {
    char::from(b'a' + u8::try_from(place % 26).unwrap_or(0)).to_string()
}
