// SPDX-License-Identifier: EUPL-1.2
//! When votum merges: hours of the week, such as `mon-thu 08:00-16:00`.
//!
//! **Invariant:** without any window it is always time; a window never reaches over midnight.

use jiff::civil::Time;
use jiff::{Timestamp, ToSpan};

use super::calendar::Calendar;

/// The days of the week as people write them, Monday first.
const DAYS: [[&str; 2]; 7] =
    [["mon", "mo"], ["tue", "di"], ["wed", "mi"], ["thu", "do"], ["fri", "fr"], ["sat", "sa"], ["sun", "so"]];

/// Hours on some days of the week, in the partnership's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// On which days, Monday first.
    pub days: [bool; 7],
    /// From then on.
    pub from: Time,
    /// Until then, not inclusive.
    pub until: Time,
}

impl Window {
    /// Reads `mon-thu 08:00-16:00` or `fr 08:00-12:00`; days and hours that end before they begin are none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        let (days, hours) = lower.split_once(char::is_whitespace)?;
        let (first, last) = days.split_once('-').unwrap_or((days, days));
        let (first, last) = (weekday(first)?, weekday(last)?);
        let (from, until) = hours.trim().split_once('-')?;
        let (from, until) = (time(from)?, time(until)?);
        let mut window = Self { days: [false; 7], from, until };
        window.days.get_mut(first..=last)?.fill(true);
        (first <= last && from < until).then_some(window)
    }

    fn falls_on(&self, day: jiff::civil::Date) -> bool {
        usize::try_from(day.weekday().to_monday_zero_offset()).is_ok_and(|place| self.days.get(place) == Some(&true))
    }
}

/// Finds a day of the week by its name in lower case; Monday is 0.
pub(super) fn weekday(name: &str) -> Option<usize> {
    DAYS.iter().position(|names| names.contains(&name.trim()))
}

/// Reads hours and minutes.
pub(super) fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// Says whether it is time to merge.
#[must_use]
pub fn is_open(windows: &[Window], calendar: &Calendar, now: Timestamp) -> bool {
    let local = now.to_zoned(calendar.zone.clone());
    let holds = |window: &Window| window.falls_on(local.date()) && (window.from..window.until).contains(&local.time());
    windows.is_empty() || windows.iter().any(holds)
}

/// Returns when the next window begins, within the coming eight days.
#[must_use]
pub fn next(windows: &[Window], calendar: &Calendar, now: Timestamp) -> Option<Timestamp> {
    let today = calendar.day(now);
    let days = (0..=8).filter_map(|count: i64| today.checked_add(count.days()).ok());
    let begins = days.flat_map(|day| {
        windows.iter().filter(move |window| window.falls_on(day)).map(move |window| calendar.at(day, window.from))
    });
    begins.filter(|begin| *begin > now).min()
}
