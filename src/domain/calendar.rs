// SPDX-License-Identifier: EUPL-1.2
//! Working days, holidays, and the instants at which votes open and end in the partnership's time zone.
//!
//! **Invariant:** whole days are days of the calendar in the partnership's zone, whatever the clock does on them
//! (a change to summer time makes a day of 23 hours and is still a day); exact spans are exact on the time line.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// The longest span in days: a year and a day.
const YEAR: i64 = 366;

/// A length of time as the governance file writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// Exact on the time line: `"200 ms"`, `"90 s"`, `"10 min"`, `"2 h"`, `"0 s"` for none.
    Exact(SignedDuration),
    /// Whole days of the calendar, at least one: `"5 days"`.
    Days(u16),
}

impl Span {
    /// Reads a length of time; `None` for anything but a whole number and one of `ms`, `s`, `min`, `h`, `day`, `days`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let number: i64 = text[..text.len() - unit.len()].parse().ok()?;
        let exact = |per_unit_ms: i64| {
            let ms = number.checked_mul(per_unit_ms)?;
            (ms <= YEAR * 86_400_000).then(|| Self::Exact(SignedDuration::from_millis(ms)))
        };
        match unit.trim() {
            "ms" => exact(1),
            "s" => exact(1_000),
            "min" => exact(60_000),
            "h" => exact(3_600_000),
            "day" | "days" if (1..=YEAR).contains(&number) => Some(Self::Days(u16::try_from(number).ok()?)),
            _ => None,
        }
    }

    /// Says whether this is no time at all.
    #[must_use]
    pub fn is_none(self) -> bool {
        matches!(self, Self::Exact(span) if span.is_zero())
    }
}

impl fmt::Display for Span {
    /// Writes the span as the governance file would.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(1) => write!(f, "1 day"),
            Self::Days(days) => write!(f, "{days} days"),
            Self::Exact(span) => {
                let ms = span.as_millis();
                match ms {
                    _ if ms % 3_600_000 == 0 && ms > 0 => write!(f, "{} h", ms / 3_600_000),
                    _ if ms % 60_000 == 0 && ms > 0 => write!(f, "{} min", ms / 60_000),
                    _ if ms % 1_000 == 0 => write!(f, "{} s", ms / 1_000),
                    _ => write!(f, "{ms} ms"),
                }
            }
        }
    }
}

/// Cuts an instant to the second, as the rules do with every time of the forge.
#[must_use]
pub fn cut(instant: Timestamp) -> Timestamp {
    let seconds = instant.as_second() - i64::from(instant.subsec_nanosecond() < 0);
    Timestamp::from_second(seconds).unwrap_or(instant)
}

/// The days on which the partnership works.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// The partnership's zone.
    pub zone: TimeZone,
    /// Days on which nobody works, beside Saturdays and Sundays.
    pub holidays: BTreeSet<Date>,
}

impl Calendar {
    /// Returns the day on which `instant` falls in the partnership's zone.
    #[must_use]
    pub fn day(&self, instant: Timestamp) -> Date {
        instant.to_zoned(self.zone.clone()).date()
    }

    /// Returns the instant of `time` on `day`. A time that the clock skips that day comes as much later as the clock
    /// skips; of a time that comes twice it is the first.
    #[must_use]
    pub fn at(&self, day: Date, time: Time) -> Timestamp {
        self.zone
            .to_ambiguous_zoned(day.to_datetime(time))
            .compatible()
            .map_or(Timestamp::MAX, |zoned| zoned.timestamp())
    }

    /// Says whether `day` is a Monday to Friday and no holiday.
    #[must_use]
    pub fn is_working_day(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.holidays.contains(&day)
    }

    /// Returns `day` itself or the first working day after it.
    #[must_use]
    pub fn working_day_from(&self, day: Date) -> Date {
        self.working_day_by(day, 1)
    }

    /// Returns `day` itself or the last working day before it.
    #[must_use]
    pub fn working_day_until(&self, day: Date) -> Date {
        self.working_day_by(day, -1)
    }

    fn working_day_by(&self, day: Date, step: i64) -> Date {
        const LONGEST_BREAK: usize = 400;
        let mut day = day;
        for _ in 0..LONGEST_BREAK {
            if self.is_working_day(day) {
                break;
            }
            day = plus_days(day, step);
        }
        day
    }

    /// Returns when the vote opens on a template that lies complete since `complete`.
    ///
    /// In days, the day of `complete` is not counted (§ 187 BGB), and the vote opens at `open_time` of the first
    /// working day after the last reading day; an exact reading opens at its end.
    #[must_use]
    pub fn opening(&self, complete: Timestamp, reading: Span, open_time: Time) -> Timestamp {
        match reading {
            Span::Exact(span) => complete.checked_add(span).unwrap_or(Timestamp::MAX),
            Span::Days(days) => {
                let first = plus_days(self.day(complete), i64::from(days) + 1);
                self.at(self.working_day_from(first), open_time)
            }
        }
    }

    /// Returns when an opening that was missed through an outage happens once votum is back at `now`: at once where
    /// the spans are exact, and otherwise not before `open_time` of a working day.
    #[must_use]
    pub fn late_opening(&self, now: Timestamp, reading: Span, open_time: Time) -> Timestamp {
        let today = self.day(now);
        match reading {
            Span::Exact(_) => now,
            Span::Days(_) if self.is_working_day(today) => now.max(self.at(today, open_time)),
            Span::Days(_) => self.at(self.working_day_from(today), open_time),
        }
    }

    /// Returns when a vote that opened at `opened` ends: in days at `end` that many days after the day of the
    /// opening, on the next working day where `on_working_day` says so (§ 193 BGB); exact voting ends exactly.
    #[must_use]
    pub fn deadline(&self, opened: Timestamp, voting: Span, end: Time, on_working_day: bool) -> Timestamp {
        match voting {
            Span::Exact(span) => opened.checked_add(span).unwrap_or(Timestamp::MAX),
            Span::Days(days) => self.end_of(plus_days(self.day(opened), i64::from(days)), end, on_working_day),
        }
    }

    /// Returns the instant of `end` on `day`, moved to a working day where `on_working_day` says so.
    #[must_use]
    pub fn end_of(&self, day: Date, end: Time, on_working_day: bool) -> Timestamp {
        self.at(if on_working_day { self.working_day_from(day) } else { day }, end)
    }

    /// Returns when people are reminded of a deadline: in days at `time` that many days before it, or on the last
    /// working day before that, because nobody reads on a Sunday; an exact span is exact.
    #[must_use]
    pub fn reminder(&self, deadline: Timestamp, span: Span, time: Time) -> Timestamp {
        match span {
            Span::Exact(span) => deadline.checked_sub(span).unwrap_or(Timestamp::MIN),
            Span::Days(days) => self.at(self.working_day_until(plus_days(self.day(deadline), -i64::from(days))), time),
        }
    }

    /// Returns when something comes round again `span` after `instant`: in days at `time` of the first working day that
    /// many days later; an exact span is exact.
    #[must_use]
    pub fn again(&self, instant: Timestamp, span: Span, time: Time) -> Timestamp {
        match span {
            Span::Exact(span) => instant.checked_add(span).unwrap_or(Timestamp::MAX),
            Span::Days(days) => self.end_of(plus_days(self.day(instant), i64::from(days)), time, true),
        }
    }
}

fn plus_days(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}
