// SPDX-License-Identifier: EUPL-1.2
//! Dates in words, percentages, shares and lists, as an official would write them.
//!
//! **Invariant:** instants are shown in the partnership's zone, and a percentage is computed from whole numbers.

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, Zoned};

use super::Lang;
use super::bundle::text;
use crate::domain::rules::Rules;
use crate::domain::share::Bar;

/// Returns a day: `15.06.2026`, `15 June 2026`.
#[must_use]
pub fn date(day: Date, lang: Lang) -> String {
    match lang {
        Lang::De => format!("{:02}.{:02}.{}", day.day(), day.month(), day.year()),
        Lang::En => format!("{} {} {}", day.day(), text(lang, month(day), &[]), day.year()),
    }
}

/// Returns the day of an instant: `15.06.2026`, `15 June 2026`.
#[must_use]
pub fn day(at: Timestamp, rules: &Rules, lang: Lang) -> String {
    date(rules.calendar.day(at), lang)
}

/// Returns `15.06.2026, 23:59 Uhr` or `15 June 2026, 23:59`.
#[must_use]
pub fn day_and_time(at: Timestamp, rules: &Rules, lang: Lang) -> String {
    let zoned = at.to_zoned(rules.calendar.zone.clone());
    let (day, time) = (date(zoned.date(), lang), clock(&zoned, false));
    text(lang, "format-day-and-time", &[("day", day.into()), ("time", time.into())])
}

/// Returns the same with seconds, where a second may decide: `24.02.2026, 00:00:01 Uhr`.
#[must_use]
pub fn instant(at: Timestamp, rules: &Rules, lang: Lang) -> String {
    let zoned = at.to_zoned(rules.calendar.zone.clone());
    let (day, time) = (date(zoned.date(), lang), clock(&zoned, true));
    text(lang, "format-day-and-time", &[("day", day.into()), ("time", time.into())])
}

/// Returns `Montag, 15.06.2026, 23:59 Uhr` or `Monday 15 June 2026, 23:59`. Seconds are shown unless they are those of
/// a full or of an ending minute.
#[must_use]
pub fn weekday_and_time(at: Timestamp, rules: &Rules, lang: Lang) -> String {
    let zoned = at.to_zoned(rules.calendar.zone.clone());
    let (day, time) = (date(zoned.date(), lang), clock(&zoned, !matches!(zoned.second(), 0 | 59)));
    let weekday = text(lang, weekday(zoned.weekday()), &[]);
    let args = [("weekday", weekday.into()), ("day", day.into()), ("time", time.into())];
    text(lang, "format-weekday-and-time", &args)
}

/// Returns the name of the partnership's zone, `Europe/Berlin`.
#[must_use]
pub fn zone(rules: &Rules) -> String {
    rules.calendar.zone.iana_name().unwrap_or("UTC").to_string()
}

/// Returns `part` of `whole` as a percentage with one decimal, rounded half up; a dash where there is no whole.
#[must_use]
pub fn percent(part: u64, whole: u64, lang: Lang) -> String {
    if whole == 0 {
        return "–".to_string();
    }
    let (part, whole) = (u128::from(part), u128::from(whole));
    let tenths = (part * 2000 + whole) / (whole * 2);
    let sign = if lang == Lang::De { ',' } else { '.' };
    format!("{}{sign}{} %", tenths / 10, tenths % 10)
}

/// Returns whole euros: `18.500 €`, `€18,500`.
#[must_use]
pub fn euros(amount: i64, lang: Lang) -> String {
    let digits = amount.unsigned_abs().to_string();
    let separator = if lang == Lang::De { '.' } else { ',' };
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    let sign = if amount < 0 { "-" } else { "" };
    match lang {
        Lang::De => format!("{sign}{grouped} €"),
        Lang::En => format!("{sign}€{grouped}"),
    }
}

/// Returns a contribution, which is never below zero, in whole euros.
#[must_use]
pub fn contribution(amount: u64, lang: Lang) -> String {
    euros(i64::try_from(amount).unwrap_or(i64::MAX), lang)
}

/// Returns a share in words: `mindestens 75 %`, `more than 1/2`, `9 von 12`.
#[must_use]
pub fn bar(bar: &Bar, lang: Lang) -> String {
    bar_words(&bar.to_string(), lang)
}

/// Returns a share in words, from how the rules or a reason write it.
#[must_use]
pub fn bar_words(written: &str, lang: Lang) -> String {
    let signs = [(">=", "format-at-least"), (">", "format-more-than"), ("<", "format-fewer-than")];
    let signed = signs.iter().find_map(|(sign, key)| Some((*key, written.strip_prefix(sign)?.trim())));
    let (key, share) = signed.unwrap_or(("format-at-least", written.trim()));
    let share = match share.split_once(" of ") {
        Some((part, whole)) => text(lang, "format-of", &[("part", part.into()), ("whole", whole.into())]),
        None => share.to_string(),
    };
    let share = if lang == Lang::De { share.replace('.', ",") } else { share };
    text(lang, key, &[("share", share.into())])
}

/// Returns `A, B und C`.
#[must_use]
pub fn list(items: &[String], lang: Lang) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => {
            text(lang, "format-and", &[("first", first.join(", ").into()), ("last", last.as_str().into())])
        }
    }
}

fn clock(zoned: &Zoned, seconds: bool) -> String {
    let time = format!("{:02}:{:02}", zoned.hour(), zoned.minute());
    if seconds { format!("{time}:{:02}", zoned.second()) } else { time }
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "weekday-monday",
        Weekday::Tuesday => "weekday-tuesday",
        Weekday::Wednesday => "weekday-wednesday",
        Weekday::Thursday => "weekday-thursday",
        Weekday::Friday => "weekday-friday",
        Weekday::Saturday => "weekday-saturday",
        Weekday::Sunday => "weekday-sunday",
    }
}

fn month(day: Date) -> &'static str {
    const MONTHS: [&str; 12] = [
        "month-january",
        "month-february",
        "month-march",
        "month-april",
        "month-may",
        "month-june",
        "month-july",
        "month-august",
        "month-september",
        "month-october",
        "month-november",
        "month-december",
    ];
    usize::try_from(day.month() - 1).ok().and_then(|i| MONTHS.get(i).copied()).unwrap_or("month-january")
}
