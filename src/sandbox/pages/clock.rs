// SPDX-License-Identifier: EUPL-1.2
//! The time on the pages: shown and typed in German time.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, Zoned};

/// Returns an instant in German time.
pub fn local(at: Timestamp) -> Zoned {
    at.to_zoned(TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC))
}

/// Writes an instant for people.
pub fn spoken(at: Timestamp) -> String {
    local(at).strftime("%d.%m.%Y, %H:%M").to_string()
}

/// Reads where the clock is to go: `hour`, `day`, `week`, or an instant typed as German time.
pub fn wanted(now: Timestamp, step: &str, typed: &str) -> Option<Timestamp> {
    let here = local(now);
    let then = match step {
        "hour" => here.checked_add(1.hour()).ok()?,
        "day" => here.checked_add(1.day()).ok()?,
        "week" => here.checked_add(1.week()).ok()?,
        _ => typed.parse::<DateTime>().ok()?.to_zoned(here.time_zone().clone()).ok()?,
    };
    Some(then.timestamp())
}
