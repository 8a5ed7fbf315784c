// SPDX-License-Identifier: EUPL-1.2
//! When releases are made by schedule: an hour on a day of the week or of the month, in the partnership's zone.
//!
//! **Invariant:** every month has each appointment once: the 31st is the last day of a shorter month.

use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};

use super::calendar::Calendar;
use super::window;

/// How many days lie between two appointments at most.
const APART: i64 = 32;

/// On which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    /// A day of the week, Monday is 0.
    Week(usize),
    /// A day of the month.
    Month(i8),
}

/// A time at which something comes round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appointment {
    on: On,
    time: Time,
}

impl Appointment {
    /// Reads `tue 10:00` or, for a day of the month, `1 10:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (day, hour) = text.trim().split_once(char::is_whitespace)?;
        let time = window::time(hour)?;
        let on = match day.trim_end_matches('.').parse() {
            Ok(day) if (1..=31).contains(&day) => On::Month(day),
            Ok(_) => return None,
            Err(_) => On::Week(window::weekday(&day.to_lowercase())?),
        };
        Some(Self { on, time })
    }

    fn falls_on(&self, day: Date) -> bool {
        match self.on {
            On::Week(weekday) => usize::try_from(day.weekday().to_monday_zero_offset()) == Ok(weekday),
            On::Month(number) => day.day() == number.min(day.days_in_month()),
        }
    }
}

/// Returns the first appointment after an instant.
#[must_use]
pub fn next(list: &[Appointment], calendar: &Calendar, after: Timestamp) -> Option<Timestamp> {
    around(list, calendar, after, 0..=APART).into_iter().filter(|at| *at > after).min()
}

/// Returns the last appointment that has come at an instant.
#[must_use]
pub fn last(list: &[Appointment], calendar: &Calendar, now: Timestamp) -> Option<Timestamp> {
    around(list, calendar, now, -APART..=0).into_iter().filter(|at| *at <= now).max()
}

fn around(
    list: &[Appointment],
    calendar: &Calendar,
    instant: Timestamp,
    days: std::ops::RangeInclusive<i64>,
) -> Vec<Timestamp> {
    let today = calendar.day(instant);
    let days = days.filter_map(|count| today.checked_add(count.days()).ok());
    let on = |day: Date| list.iter().filter(move |it| it.falls_on(day)).map(move |it| calendar.at(day, it.time));
    days.flat_map(on).collect()
}
