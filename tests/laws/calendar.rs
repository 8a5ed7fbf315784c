// SPDX-License-Identifier: EUPL-1.2
//! Days are days of the calendar in the partnership's zone; exact spans are exact on the time line.

use jiff::civil::{Date, Time, date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;
use votum::domain::calendar::{Calendar, Span, cut};

use super::{berlin, cases};

const OPEN: Time = time(8, 0, 0, 0);
const END: Time = time(23, 59, 59, 0);

fn calendar() -> Calendar {
    Calendar {
        zone: TimeZone::get("Europe/Berlin").expect("the zone is known"),
        holidays: [date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 12, 25)].into(),
    }
}

#[test]
fn spans_are_read() {
    let ms = |ms| Some(Span::Exact(SignedDuration::from_millis(ms)));
    for (text, span) in [
        ("200 ms", ms(200)),
        ("90 s", ms(90_000)),
        ("10 min", ms(600_000)),
        ("2 h", ms(7_200_000)),
        ("0 s", ms(0)),
        ("2h", ms(7_200_000)),
        (" 2  h ", ms(7_200_000)),
        ("5 days", Some(Span::Days(5))),
        ("1 day", Some(Span::Days(1))),
        ("366 days", Some(Span::Days(366))),
        ("0 days", None),
        ("367 days", None),
        ("-1 days", None),
        ("+5 days", None),
        ("1.5 h", None),
        ("5", None),
        ("days", None),
        ("", None),
        ("5 weeks", None),
        ("5 Days", None),
        ("five days", None),
        ("5 h 3 min", None),
        ("9999999999999999999 s", None),
        ("9223372036854775807 h", None),
        ("8785 h", None),
    ] {
        assert_eq!(Span::parse(text), span, "{text:?}");
    }
}

#[test]
fn no_time_at_all_is_none() {
    assert!(Span::parse("0 s").is_some_and(Span::is_none));
    assert!(Span::parse("0 min").is_some_and(Span::is_none));
    assert!(!Span::Days(1).is_none());
}

#[test]
fn forge_times_are_cut_to_the_second() {
    for (given, kept) in [
        ("2026-03-02T08:00:00.999Z", "2026-03-02T08:00:00Z"),
        ("2026-03-02T08:00:00Z", "2026-03-02T08:00:00Z"),
        ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59Z"),
        ("1969-12-31T23:59:58.001Z", "1969-12-31T23:59:58Z"),
    ] {
        let parse = |text: &str| text.parse::<Timestamp>().expect("it is an instant");
        assert_eq!(cut(parse(given)), parse(kept), "{given}");
    }
}

#[test]
fn reading_opens_on_the_first_working_day_after_the_last_reading_day() {
    for (complete, days, opens) in [
        ("2026-03-02T09:00", 5, "2026-03-09T08:00"),
        ("2026-03-02T00:00", 5, "2026-03-09T08:00"),
        ("2026-03-02T23:59:59", 5, "2026-03-09T08:00"),
        ("2026-03-03T09:00", 5, "2026-03-09T08:00"),
        ("2026-03-04T09:00", 5, "2026-03-10T08:00"),
        ("2026-03-06T17:00", 1, "2026-03-09T08:00"),
        ("2026-03-08T12:00", 1, "2026-03-10T08:00"),
        // Good Friday and Easter Monday stand in the way.
        ("2026-03-28T12:00", 5, "2026-04-07T08:00"),
        // Across the change to summer time.
        ("2026-03-27T12:00", 2, "2026-03-30T08:00"),
        // Across the change back.
        ("2026-10-23T12:00", 2, "2026-10-26T08:00"),
        // A leap day is a day.
        ("2028-02-25T12:00", 3, "2028-02-29T08:00"),
        ("2028-02-28T12:00", 1, "2028-03-01T08:00"),
        ("2027-02-26T12:00", 1, "2027-03-01T08:00"),
    ] {
        let opening = calendar().opening(berlin(complete), Span::Days(days), OPEN);
        assert_eq!(opening, berlin(opens), "complete {complete}, {days} days");
    }
}

#[test]
fn exact_reading_opens_at_its_end_even_on_a_sunday_and_across_the_change_of_the_clock() {
    let span = Span::Exact(SignedDuration::from_hours(24));
    assert_eq!(calendar().opening(berlin("2026-03-28T12:00"), span, OPEN), berlin("2026-03-29T13:00"));
    assert_eq!(calendar().opening(berlin("2026-10-24T12:00"), span, OPEN), berlin("2026-10-25T11:00"));
    let none = Span::Exact(SignedDuration::ZERO);
    assert_eq!(calendar().opening(berlin("2026-03-28T12:00"), none, OPEN), berlin("2026-03-28T12:00"));
}

#[test]
fn a_missed_opening_waits_for_a_working_day() {
    let days = Span::Days(5);
    for (back, opens) in [
        ("2026-03-09T07:00", "2026-03-09T08:00"),
        ("2026-03-09T08:00", "2026-03-09T08:00"),
        ("2026-03-09T15:30", "2026-03-09T15:30"),
        ("2026-03-14T15:30", "2026-03-16T08:00"),
        ("2026-04-03T09:00", "2026-04-07T08:00"),
    ] {
        assert_eq!(calendar().late_opening(berlin(back), days, OPEN), berlin(opens), "back at {back}");
    }
    let exact = Span::Exact(SignedDuration::from_secs(90));
    let sunday = berlin("2026-03-15T03:00");
    assert_eq!(calendar().late_opening(sunday, exact, OPEN), sunday);
}

#[test]
fn the_deadline_is_that_many_days_after_the_opening_day_and_moves_to_a_working_day() {
    for (opened, days, moves, deadline) in [
        ("2026-03-09T08:00", 14, true, "2026-03-23T23:59:59"),
        ("2026-03-09T08:00", 5, true, "2026-03-16T23:59:59"),
        ("2026-03-09T08:00", 5, false, "2026-03-14T23:59:59"),
        ("2026-03-20T08:00", 14, true, "2026-04-07T23:59:59"),
        ("2026-03-20T08:00", 14, false, "2026-04-03T23:59:59"),
        // The window holds a change of the clock.
        ("2026-03-23T08:00", 14, true, "2026-04-07T23:59:59"),
        ("2026-10-12T08:00", 14, true, "2026-10-26T23:59:59"),
        ("2028-02-15T08:00", 14, true, "2028-02-29T23:59:59"),
    ] {
        let found = calendar().deadline(berlin(opened), Span::Days(days), END, moves);
        assert_eq!(found, berlin(deadline), "opened {opened}, {days} days, {moves}");
    }
}

#[test]
fn exact_voting_ends_exactly() {
    let span = Span::Exact(SignedDuration::from_mins(90));
    assert_eq!(calendar().deadline(berlin("2026-03-29T01:30"), span, END, true), berlin("2026-03-29T04:00"));
    assert_eq!(calendar().deadline(berlin("2026-10-25T01:30"), span, END, true).to_string(), "2026-10-25T01:00:00Z");
}

#[test]
fn a_time_that_the_clock_skips_comes_as_much_later_and_one_that_comes_twice_is_the_first() {
    let half_past_two = time(2, 30, 0, 0);
    assert_eq!(calendar().at(date(2026, 3, 29), half_past_two).to_string(), "2026-03-29T01:30:00Z");
    assert_eq!(calendar().at(date(2026, 10, 25), half_past_two).to_string(), "2026-10-25T00:30:00Z");
}

#[test]
fn reminders_in_days_come_on_working_days_and_exact_ones_exactly() {
    let monday = berlin("2026-03-30T23:59:59");
    let reminder = |deadline, span| calendar().reminder(deadline, span, OPEN);
    assert_eq!(reminder(monday, Span::Days(7)), berlin("2026-03-23T08:00:00"));
    assert_eq!(reminder(monday, Span::Days(3)), berlin("2026-03-27T08:00:00"));
    assert_eq!(reminder(monday, Span::Days(1)), berlin("2026-03-27T08:00:00"), "nobody reads on a Sunday");
    assert_eq!(reminder(berlin("2026-04-07T23:59:59"), Span::Days(1)), berlin("2026-04-02T08:00:00"), "Easter");
    let day = Span::Exact(SignedDuration::from_hours(24));
    assert_eq!(reminder(monday, day), berlin("2026-03-29T23:59:59"));
    assert_eq!(reminder(berlin("2026-03-29T23:59:59"), day), berlin("2026-03-28T22:59:59"));
}

#[test]
fn what_comes_round_again_comes_on_a_working_day() {
    let again = |span| calendar().again(berlin("2026-03-30T23:59:59"), span, OPEN);
    assert_eq!(again(Span::Days(4)), berlin("2026-04-07T08:00:00"), "Good Friday to Easter Monday");
    assert_eq!(again(Span::Exact(SignedDuration::from_hours(1))), berlin("2026-03-31T00:59:59"));
}

#[test]
fn the_day_is_the_one_in_the_zone() {
    let late = "2026-03-08T23:30:00Z".parse().expect("it is an instant");
    assert_eq!(calendar().day(late), date(2026, 3, 9));
}

/// Some day between 2020 and 2040.
fn some_day() -> impl Strategy<Value = Date> {
    (0..7_300_i32).prop_map(|days| date(2020, 1, 1).checked_add(days.days()).expect("it is a day"))
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn openings_and_deadlines_keep_their_promises(day in some_day(), second in 0..86_400_i64, days in 1..40_u16) {
        let calendar = calendar();
        let midnight = calendar.at(day, time(0, 0, 0, 0));
        let complete = midnight.checked_add(SignedDuration::from_secs(second)).expect("it is an instant");
        let opening = calendar.opening(complete, Span::Days(days), OPEN);
        let open_day = calendar.day(opening);
        prop_assert!(calendar.is_working_day(open_day));
        let between = calendar.day(complete).until(open_day).expect("days can be counted").get_days();
        prop_assert!(between > i32::from(days), "the day of completion and each reading day lie before the opening");
        let mut skipped = calendar.day(complete).checked_add((i64::from(days) + 1).days()).expect("it is a day");
        while skipped < open_day {
            prop_assert!(!calendar.is_working_day(skipped), "no working day is skipped");
            skipped = skipped.tomorrow().expect("there is one");
        }
        let deadline = calendar.deadline(opening, Span::Days(days), END, true);
        prop_assert!(deadline > opening);
        prop_assert!(calendar.is_working_day(calendar.day(deadline)));
        prop_assert!(calendar.deadline(opening, Span::Days(days), END, false) <= deadline);
    }

    #[test]
    fn spans_read_back_what_they_write(number in 0..100_000_i64, unit in prop::sample::select(vec!["ms", "s", "min", "h", "days"])) {
        if let Some(span) = Span::parse(&format!("{number} {unit}")) {
            prop_assert_eq!(Span::parse(&span.to_string()), Some(span));
        }
    }

    #[test]
    fn reading_spans_is_total(text in "\\PC*") {
        let _ = Span::parse(&text);
    }

    #[test]
    fn nothing_overflows(second in Timestamp::MIN.as_second()..=Timestamp::MAX.as_second(), days in 1..=366_u16) {
        let calendar = calendar();
        let instant = Timestamp::from_second(second).expect("it is an instant");
        for span in [Span::Days(days), Span::Exact(SignedDuration::from_hours(8_000))] {
            let _ = calendar.opening(instant, span, OPEN);
            let _ = calendar.late_opening(instant, span, OPEN);
            let _ = calendar.deadline(instant, span, END, true);
            let _ = calendar.reminder(instant, span, OPEN);
            let _ = calendar.again(instant, span, OPEN);
        }
    }
}

/// A span is written as the governance file would write it, and a year and a day is the longest.
#[test]
fn spans_are_written_as_they_are_read() {
    for text in ["0 s", "200 ms", "1500 ms", "90 s", "10 min", "90 min", "2 h", "1 day", "5 days", "366 days", "8784 h"]
    {
        assert_eq!(Span::parse(text).map(|span| span.to_string()).as_deref(), Some(text));
    }
    for (text, written) in [("1000 ms", "1 s"), ("60 s", "1 min"), ("60 min", "1 h"), ("3600000 ms", "1 h")] {
        assert_eq!(Span::parse(text).map(|span| span.to_string()).as_deref(), Some(written));
    }
    for text in ["8785 h", "367 days", "31622400001 ms"] {
        assert_eq!(Span::parse(text), None, "{text}");
    }
}
