// SPDX-License-Identifier: EUPL-1.2
//! Status lines, reasons, numbers, dates, languages and addresses.

use insta::assert_snapshot;
use votum::domain::fact::Gate;
use votum::domain::reason::{Reason, Why};
use votum::domain::saying::Line;
use votum::say::{Frame, Lang, escape_inline, status, words};

use super::world::{self, at, rules};

#[test]
fn status_lines() {
    let rules = rules();
    let line = |gate, why, iid: Option<u64>| Line {
        gate,
        why,
        ticket: iid.map(world::ticket_thread),
        number: None,
        deadline: None,
    };
    let mut lines = vec![
        Line { number: Some("B-2026-001".to_string()), ..line(Gate::Cleared, Why::Accepted, Some(101)) },
        Line { deadline: Some(at("2026-03-23T23:59:59")), ..line(Gate::Waiting, Why::VoteOpen, Some(121)) },
    ];
    lines.extend([
        line(Gate::Waiting, Why::VoteOpen, Some(122)),
        line(Gate::Waiting, Why::NoTicket, None),
        line(Gate::Waiting, Why::ReviewMissing, None),
        line(Gate::Waiting, Why::ClassificationDisputed, Some(128)),
        line(Gate::Blocked, Why::Rejected, Some(103)),
        line(Gate::Cleared, Why::Exempt, None),
    ]);
    let said = |lang| lines.iter().map(|line| status::line(line, lang, &rules)).collect::<Vec<_>>().join("\n");
    assert_snapshot!(said(Lang::De), @r#"
    frei – Beschluss B-2026-001 (#101)
    wartet – Abstimmung #121 läuft bis 23.03.2026
    wartet – über #122 ist noch nicht entschieden
    wartet – kein Vorgang verknüpft
    wartet – Prüfung durch zweite Person fehlt
    wartet – Einordnung von #128 wird geklärt
    gesperrt – #103 wurde abgelehnt
    frei – ohne Abstimmung zulässig
    "#);
    assert_snapshot!(said(Lang::En), @r#"
    free – decision B-2026-001 (#101)
    waiting – vote on #121 open until 23 March 2026
    waiting – #122 is not decided yet
    waiting – no ticket linked
    waiting – review by a second person missing
    waiting – classification of #128 is being clarified
    blocked – #103 was rejected
    free – allowed without a vote
    "#);
}

#[test]
fn a_reason_is_a_sentence() {
    let reason = Reason::new("approval", "9 (>= 66.6 %)", 8, false);
    assert_eq!(
        words::reason(&reason, Lang::De),
        "Zustimmung: erforderlich 9 (mindestens 66,6 %), erreicht 8 – nicht erfüllt"
    );
    assert_eq!(words::reason(&reason, Lang::En), "Approval: needed 9 (at least 66.6 %), reached 8 – not met");
    let reason = Reason::new("rejected", "", "opencode:musterkompass/steuerung#103", false);
    assert_eq!(words::reason(&reason, Lang::De), "abgelehnt: musterkompass/steuerung#103 – nicht erfüllt");
}

#[test]
fn numbers_and_dates_as_an_official_writes_them() {
    use votum::say::{bar, instant, list, percent, weekday_and_time};
    assert_eq!(percent(8, 12, Lang::De), "66,7 %");
    assert_eq!(percent(1, 1, Lang::En), "100.0 %");
    assert_eq!(percent(1, 0, Lang::De), "–");
    assert_eq!(percent(u64::MAX, u64::MAX, Lang::De), "100,0 %");
    let rules = rules();
    assert_eq!(weekday_and_time(at("2026-06-15T23:59:59"), &rules, Lang::De), "Montag, 15.06.2026, 23:59 Uhr");
    assert_eq!(weekday_and_time(at("2026-06-15T23:59:59"), &rules, Lang::En), "Monday 15 June 2026, 23:59");
    assert_eq!(weekday_and_time(at("2026-06-15T10:00:20"), &rules, Lang::En), "Monday 15 June 2026, 10:00:20");
    assert_eq!(instant(at("2026-02-24T00:00:01"), &rules, Lang::De), "24.02.2026, 00:00:01 Uhr");
    let names = ["A", "B", "C"].map(String::from);
    assert_eq!(list(&names, Lang::De), "A, B und C");
    assert_eq!(list(&names[..2], Lang::En), "A and B");
    assert_eq!(bar(&world::bar("> 50 %"), Lang::De), "mehr als 50 %");
    assert_eq!(bar(&world::bar("9 of 12"), Lang::De), "mindestens 9 von 12");
}

#[test]
fn users_words_stay_words() {
    assert_eq!(
        escape_inline("Straßen- und Wegebau (2. Abschnitt): 75 %, ja!"),
        "Straßen- und Wegebau (2. Abschnitt): 75 %, ja!"
    );
    assert_eq!(escape_inline("/merge\n/close"), "`/merge /close`");
    assert_eq!(escape_inline("siehe #5 und @otto"), "`siehe #5 und @otto`");
    assert_eq!(escape_inline("a `b` c"), "``a `b` c``");
    assert_eq!(escape_inline("`"), "`` ` ``");
    assert_eq!(escape_inline("@all"), "`@ all`");
    assert_eq!(escape_inline(":thumbsup:"), "`:thumbsup:`");
    assert_eq!(escape_inline(" \n "), "–");
}

#[test]
fn the_language_is_negotiated() {
    assert_eq!(Lang::negotiate(None, None), Lang::De);
    assert_eq!(Lang::negotiate(Some("fr, en;q=0.8, de;q=0.3"), None), Lang::En);
    assert_eq!(Lang::negotiate(Some("en"), Some("de")), Lang::De);
    assert_eq!(Lang::negotiate(Some("de-AT,en;q=0.9"), Some("tlh")), Lang::De);
    assert_eq!(Lang::negotiate(Some("en;q=0, fr"), None), Lang::De);
    assert_eq!(Lang::negotiate(Some("en;q=zwölf, \u{1f600}"), None), Lang::De);
}

#[test]
fn addresses_of_pages() {
    let rules = rules();
    let frame = Frame { public_url: "https://votum.example/", ..world::frame(&rules) };
    assert_eq!(
        frame.ticket_url(&world::ticket_thread(101)),
        "https://votum.example/musterkompass/tickets/101?project=opencode%3Amusterkompass%2Fsteuerung"
    );
    assert_eq!(frame.decision_url("B-2026-001"), "https://votum.example/musterkompass/decisions/B-2026-001");
}
