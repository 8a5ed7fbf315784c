// SPDX-License-Identifier: EUPL-1.2
//! The hours in which votum merges.

use jiff::Timestamp;
use votum::domain::rules::Rules;
use votum::domain::window::{Window, is_open, next};

use super::rules_with;

fn windows(texts: &[&str]) -> Vec<Window> {
    texts.iter().map(|text| Window::parse(text).expect("a window")).collect()
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn rules() -> Rules {
    rules_with(|text| text)
}

#[test]
fn without_a_window_it_is_always_time() {
    assert!(is_open(&[], &rules().calendar, at("2026-03-01T03:00:00Z")));
    assert_eq!(next(&[], &rules().calendar, at("2026-03-01T03:00:00Z")), None);
}

#[test]
fn a_window_begins_and_ends_in_the_partnerships_zone() {
    let (windows, calendar) = (windows(&["Mon-Thu 08:00-16:00", "fr 08:00-12:00"]), rules().calendar);
    // 2 March 2026 is a Monday, and Berlin is one hour ahead.
    for (time, open) in [
        ("2026-03-02T06:59:59Z", false),
        ("2026-03-02T07:00:00Z", true),
        ("2026-03-02T14:59:59Z", true),
        ("2026-03-02T15:00:00Z", false),
        ("2026-03-06T10:59:59Z", true),
        ("2026-03-06T11:00:00Z", false),
        ("2026-03-07T09:00:00Z", false),
    ] {
        assert_eq!(is_open(&windows, &calendar, at(time)), open, "{time}");
    }
    assert_eq!(next(&windows, &calendar, at("2026-03-06T11:00:00Z")), Some(at("2026-03-09T07:00:00Z")));
    assert_eq!(next(&windows, &calendar, at("2026-03-02T07:00:00Z")), Some(at("2026-03-03T07:00:00Z")));
    // The clocks go forward on 29 March.
    assert_eq!(next(&windows, &calendar, at("2026-03-27T20:00:00Z")), Some(at("2026-03-30T06:00:00Z")));
}

#[test]
fn what_is_no_time_of_the_week_is_no_window() {
    for text in
        ["", "mon", "8-12", "mon 8-12", "mon 12:00-08:00", "fri-mon 08:00-12:00", "day 08:00-12:00", "mon 25:00-26:00"]
    {
        assert_eq!(Window::parse(text), None, "{text}");
    }
}
