// SPDX-License-Identifier: EUPL-1.2
//! The vote note as people read it, while the vote runs and after its end.

use insta::assert_snapshot;
use votum::domain::command::Choice;
use votum::domain::fact::{End, Fact, Text};
use votum::domain::reason::Why;
use votum::domain::saying::Saying;

use super::world::{TITLE, at, ballot, decided, english, given, of, recused, rules, voting};

#[test]
fn the_vote_note_says_everything() {
    let rules = rules();
    let mut ticket = given(voting(&rules, "joint-feature", TITLE), 5, 1, 0);
    let mut by_proxy = ballot(7, Choice::Yes);
    by_proxy.proxied = true;
    ticket = ticket.after(&Fact::Given { ballot: Box::new(by_proxy) });
    ticket = ticket.after(&Fact::Gone { source: ballot(0, Choice::Yes).source, at: None });
    let ticket = recused(ticket, "testhausen", "2026-06-08T10:04");
    let text = of(&Saying::Vote, &ticket, &rules);
    let head = text.lines().position(|line| line.starts_with('|')).expect("a table");
    assert!(head <= 25, "{head} lines before the table");
    assert_snapshot!(text, @r#"
    **Abstimmung eröffnet – #112 „Terminbuchung für digitale Bürgersprechstunden“ (`prozess::1-gemeinschaft`)**

    - **Gegenstand:** Entscheidungsvorlage in der Fassung vom 25.05.2026, 09:00 Uhr (Prüfsumme `9f2c0011aabb`).
    - **Frist:** Montag, 15.06.2026, 23:59 Uhr (Zeitzone Europe/Berlin).
    - **Angenommen bei:** mindestens 9 Ja-Stimmen (mindestens 75 % der 11 Stimmberechtigten).
    - Enthaltungen und nicht abgegebene Stimmen zählen nicht als Zustimmung; sie wirken wie ein Nein.
    - **Stimmabgabe per Kommentar,** jeweils in einer eigenen Zeile: `/vote ja`, `/vote nein` oder `/vote enthaltung`. Gleichwertig ist die Erwähnung, zum Beispiel `@votum-bot ja`.
    - **Stimmabgabe per Reaktion** auf diesen Beitrag oder auf die Beschreibung: :thumbsup: Ja · :thumbsdown: Nein · :white_circle: Enthaltung.
    - Jedes Mitglied hat eine Stimme. Bis zum Fristende kann die Stimme geändert werden; es zählt die letzte.
    - **Verhindert?** Vollmacht an die Vertretung eines anderen Mitglieds erteilen: `/vote vollmacht @konto`.
    - **Befangen?** Mit Begründung erklären: `/vote befangen BEGRÜNDUNG`.
    - Über Vorgänge unter `prozess::1-gemeinschaft` entscheiden alle Mitglieder: angenommen mit mindestens 75 % der Stimmen aller Stimmberechtigten. [Wer entscheidet was](https://votum.example/musterkompass/rules)
    - **Rückfragen:** @opm-leitung1
    - **Grundlage:** Kooperationsvereinbarung vom 14.11.2025, § 7 (Umlaufverfahren) · Fassung der Regeln `4f3a9c2d81e7` · [Vorgang im Register](https://votum.example/musterkompass/tickets/112?project=opencode%3Amusterkompass%2Fsteuerung)

    **English:** Vote opened: #112 “Terminbuchung für digitale Bürgersprechstunden”. **Deadline:** Monday 15 June 2026, 23:59 (time zone Europe/Berlin). **Accepted with:** at least 9 Yes (at least 75 % of the 11 entitled). Abstentions and missing ballots do not count as approval; they work like a No. **Vote by comment:** `/vote yes`, `/vote no` or `/vote abstain`. **Vote by reaction** to this note or to the description: :thumbsup: Yes · :thumbsdown: No · :white_circle: Abstention. Until the deadline a ballot may be changed; the last one counts.

    **Stand 08.06.2026, 10:04 Uhr:** Stimmberechtigt: 11 · Ja: 6 · Nein: 1 · Enthaltung: 0 · Befangen: 1 · Offen: 4. Es fehlen noch 3 Ja-Stimmen.

    | Mitglied | Stimme | Weg | Zeitpunkt |
    |---|---|---|---|
    | Gemeinde Beispielingen | Ja | Kommentar (gelöscht, die Stimme gilt) | 02.06.2026, 10:04 Uhr |
    | Gemeinde Dorfmuster am See | Ja | Reaktion | 02.06.2026, 11:04 Uhr |
    | Gemeinde Erprobungsrode | Ja | Kommentar | 02.06.2026, 12:04 Uhr |
    | Landkreis Fiktenau | Ja | Reaktion | 02.06.2026, 13:04 Uhr |
    | Stadt Modellbrücken | Ja | Kommentar | 02.06.2026, 14:04 Uhr |
    | Stadt Musterstadt | Nein | Reaktion | 02.06.2026, 15:04 Uhr |
    | Stadt Neumusterburg | offen | – | – |
    | Stadt Planspielhofen | Ja | Reaktion, durch Vollmacht | 02.06.2026, 17:04 Uhr |
    | Stadt Probenheim | offen | – | – |
    | Stadt Skizzenfeld | offen | – | – |
    | Stadt Testhausen | befangen, nimmt nicht teil | – | 08.06.2026, 10:04 Uhr |
    | Gemeinde Vorlagental | offen | – | – |
    "#);
}

#[test]
fn the_vote_note_in_english_first() {
    let mut rules = english();
    rules.voting.change = false;
    rules.voting.emoji = false;
    rules.voting.proxy = false;
    let ticket = given(voting(&rules, "cast", "New colours"), 3, 1, 1);
    let text = of(&Saying::Vote, &ticket, &rules);
    let head = text.split("\n| ").next().unwrap_or_default();
    assert_snapshot!(head, @r#"
    **Vote opened – #112 “New colours” (`prozess::5-abgegeben`)**

    - **Subject:** the template as of 25 May 2026, 09:00 (checksum `9f2c0011aabb`).
    - **Deadline:** Monday 15 June 2026, 23:59 (time zone Europe/Berlin).
    - **Accepted with:** more than 1/2 of the Yes and No ballots cast; also at least 7 of 12 entitled must take part (more than 1/2).
    - Abstentions count for the turnout only; missing ballots do not count at all.
    - **Vote by comment,** on a line of its own: `/vote yes`, `/vote no` or `/vote abstain`. A mention is equal, for example `@votum-bot yes`.
    - Each member has one vote. The first valid ballot is final.
    - **Conflict of interest?** Declare it with a reason: `/vote recuse REASON`.
    - Tickets under `prozess::5-abgegeben` are decided by all members: accepted with more than 1/2 of the yes and no votes cast, if more than 1/2 of the entitled took part. [Who decides what](https://votum.example/musterkompass/rules)
    - **Questions:** @opm-leitung1
    - **Basis:** Kooperationsvereinbarung vom 14.11.2025, § 7 (Umlaufverfahren) · rules as of `4f3a9c2d81e7` · [Ticket in the register](https://votum.example/musterkompass/tickets/112?project=opencode%3Amusterkompass%2Fsteuerung)

    **Deutsch:** Abstimmung eröffnet: #112 „New colours“. **Frist:** Montag, 15.06.2026, 23:59 Uhr (Zeitzone Europe/Berlin). **Angenommen bei:** mehr als 1/2 der abgegebenen Ja- und Nein-Stimmen; außerdem müssen sich mindestens 7 von 12 Stimmberechtigten beteiligen (mehr als 1/2). Enthaltungen zählen nur für die Beteiligung; nicht abgegebene Stimmen zählen gar nicht. **Stimmabgabe per Kommentar:** `/vote ja`, `/vote nein` oder `/vote enthaltung`. Die erste gültige Stimme ist endgültig.

    **As of 2 June 2026, 14:04:** Entitled: 12 · Yes: 2 · No: 0 · Abstention: 1 · Recused: 0 · Open: 9. 4 ballots are still missing for a quorum.
    "#);
}

#[test]
fn the_vote_note_shows_the_end() {
    let rules = rules();
    let accepted = decided(given(voting(&rules, "joint-feature", TITLE), 9, 2, 0), &rules).0;
    let text = of(&Saying::Vote, &accepted, &rules);
    assert_snapshot!(text.split("\n| ").next().unwrap_or_default(), @r#"
    **Abstimmung beendet: angenommen – Beschluss B-2026-014** zu #112 „Terminbuchung für digitale Bürgersprechstunden“

    - **Gegenstand:** Entscheidungsvorlage in der Fassung vom 25.05.2026, 09:00 Uhr (Prüfsumme `9f2c0011aabb`).
    - **Zeitraum:** Montag, 01.06.2026, 08:00 Uhr bis Montag, 15.06.2026, 23:59 Uhr.
    - **Angenommen bei:** mindestens 9 Ja-Stimmen (mindestens 75 % der 12 Stimmberechtigten).
    - **Rückfragen:** @opm-leitung1
    - **Grundlage:** Kooperationsvereinbarung vom 14.11.2025, § 7 (Umlaufverfahren) · Fassung der Regeln `4f3a9c2d81e7` · [Vorgang im Register](https://votum.example/musterkompass/tickets/112?project=opencode%3Amusterkompass%2Fsteuerung)

    **Stand 15.06.2026, 23:59 Uhr:** Stimmberechtigt: 12 · Ja: 9 · Nein: 2 · Enthaltung: 0 · Befangen: 0 · Nicht abgegeben: 1.

    **Nächste Schritte:** 0 von 2 erledigt. Offen: Kooperationsverträge (`contracts`) und rechtliche Prüfung (`legal-check`).
    "#);
    let withdrawn = given(voting(&rules, "joint-feature", TITLE), 1, 0, 0).after(&Fact::Ended {
        end: End::Withdrawn,
        why: Why::Withdrawn,
        reason: Text::default(),
        by: None,
        about: None,
        at: at("2026-06-05T12:00"),
    });
    assert_snapshot!(of(&Saying::Vote, &withdrawn, &rules).lines().next().unwrap_or_default(), @r#"
    **Abstimmung ohne Ergebnis beendet: zurückgezogen** – #112 „Terminbuchung für digitale Bürgersprechstunden“
    "#);
}

#[test]
fn a_confidential_ticket_shows_no_title() {
    let rules = rules();
    let ticket = voting(&rules, "joint-feature", "Geheimes Leck").after(&Fact::Confidential);
    for saying in [Saying::Vote, Saying::Status, Saying::Reopened] {
        let text = of(&saying, &ticket, &rules);
        assert!(!text.contains("Leck"), "{text}");
        assert!(text.contains("#112 (vertraulich)"), "{text}");
    }
}
