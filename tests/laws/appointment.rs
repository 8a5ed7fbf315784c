// SPDX-License-Identifier: EUPL-1.2
//! Appointments: days and hours that come round, in the partnership's zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use votum::domain::appointment::{Appointment, last, next};

use super::rules;

fn at(text: &str) -> Timestamp {
    let zone = TimeZone::get("Europe/Berlin").expect("the zone is known");
    zone.to_timestamp(text.parse().expect("a time")).expect("it exists")
}

fn list(texts: &[&str]) -> Vec<Appointment> {
    texts.iter().map(|text| Appointment::parse(text).expect("an appointment")).collect()
}

#[test]
fn they_come_round() {
    for (texts, now, before, after) in [
        (&["tue 10:00"][..], "2026-03-09 12:00", "2026-03-03 10:00", "2026-03-10 10:00"),
        (&["di 10:00"], "2026-03-10 10:00", "2026-03-10 10:00", "2026-03-17 10:00"),
        (&["1 09:30"], "2026-03-09 12:00", "2026-03-01 09:30", "2026-04-01 09:30"),
        (&["31. 09:00"], "2026-02-10 12:00", "2026-01-31 09:00", "2026-02-28 09:00"),
        (&["31 09:00"], "2026-04-30 09:00", "2026-04-30 09:00", "2026-05-31 09:00"),
        (&["1 09:00", "15 09:00"], "2026-03-09 12:00", "2026-03-01 09:00", "2026-03-15 09:00"),
        // The night in which the clock skips an hour: what falls into it comes as much later.
        (&["sun 02:30"], "2026-03-29 01:00", "2026-03-22 02:30", "2026-03-29 03:30"),
        // The hour that comes twice: the first one.
        (&["sun 02:30"], "2026-10-25 00:00", "2026-10-18 02:30", "2026-10-25 02:30"),
    ] {
        let (list, calendar) = (list(texts), &rules().calendar);
        assert_eq!(last(&list, calendar, at(now)), Some(at(before)), "{texts:?} before {now}");
        assert_eq!(next(&list, calendar, at(now)), Some(at(after)), "{texts:?} after {now}");
    }
    assert_eq!(next(&[], &rules().calendar, at("2026-03-09 12:00")), None);
}

#[test]
fn others_are_none() {
    for text in ["", "10:00", "tue", "tue 25:00", "0 10:00", "32 10:00", "tue-thu 10:00", "tuesday 10:00", "-1 10:00"] {
        assert_eq!(Appointment::parse(text), None, "{text}");
    }
}
