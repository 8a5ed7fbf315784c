// SPDX-License-Identifier: EUPL-1.2
//! The main notes as people read them.

use insta::assert_snapshot;
use votum::domain::ballot::WhyNot;
use votum::domain::command::{Choice, Mistake};
use votum::domain::fact::{End, Fact, Gate, ReleaseNote, Text};
use votum::domain::ids::Thread;
use votum::domain::reason::{Reason, Why};
use votum::domain::rules::Rules;
use votum::domain::saying::{Line, Saying};
use votum::domain::ticket::Ticket;
use votum::say::{Frame, Lang, Subject, escape_inline, merge, status, words};

use super::world::{self, at, ballot, decided, given, note, registered, request, rules, voting};

const TITLE: &str = "Terminbuchung für digitale Bürgersprechstunden";

fn of(saying: &Saying, ticket: &Ticket, rules: &Rules) -> String {
    note(saying, Subject::Ticket(ticket), rules)
}

fn english() -> Rules {
    Rules { language: "en".to_string(), ..rules() }
}

fn recused(ticket: Ticket, member: &str, time: &str) -> Ticket {
    ticket.after(&Fact::Recused {
        member: member.to_string(),
        reason: Text::from("Grundstück der Stadt"),
        by: world::account(2),
        at: at(time),
    })
}

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

#[test]
fn accepted() {
    let rules = rules();
    let (ticket, outcome) = decided(given(voting(&rules, "joint-feature", TITLE), 9, 2, 0), &rules);
    assert_snapshot!(of(&Saying::Result { outcome }, &ticket, &rules), @r#"
    **Festgestellt: angenommen – Beschluss B-2026-014** zu #112 „Terminbuchung für digitale Bürgersprechstunden“

    Stimmberechtigt: 12 · Ja: 9 · Nein: 2 · Enthaltung: 0 · Befangen: 0 · Nicht abgegeben: 1

    Erforderlich: 9 Ja (mindestens 75 % von 12). Erreicht: 9 (75,0 %).

    **Nächste Schritte.** Das operative Management hakt ab mit `/vote erledigt SCHRITT`:

    - [ ] Kooperationsverträge (`contracts`)
    - [ ] rechtliche Prüfung (`legal-check`)

    Der Beschluss ersetzt keine Verpflichtungserklärung der Mitglieder.

    [Beschluss B-2026-014 im Register](https://votum.example/musterkompass/decisions/B-2026-014)

    **Rückfragen:** @opm-leitung1

    ---

    **English:** Accepted – decision B-2026-014 on #112 “Terminbuchung für digitale Bürgersprechstunden”. Entitled: 12 · Yes: 9 · No: 2 · Abstention: 0 · Recused: 0 · Not given: 1. Needed: 9 Yes (at least 75 % of 12). Reached: 9 (75.0 %). The decision does not replace a formal commitment by the members.
    "#);
}

#[test]
fn rejected_for_good_with_a_late_recusal() {
    let rules = rules();
    let open = given(voting(&rules, "joint-feature", TITLE), 9, 2, 0);
    let (ticket, outcome) = decided(recused(open, "beispielingen", "2026-06-15T18:00"), &rules);
    assert_snapshot!(of(&Saying::Result { outcome }, &ticket, &rules), @r#"
    **Festgestellt: abgelehnt – Beschluss B-2026-014** zu #112 „Terminbuchung für digitale Bürgersprechstunden“

    Stimmberechtigt: 11 · Ja: 8 · Nein: 2 · Enthaltung: 0 · Befangen: 1 · Nicht abgegeben: 1

    Erforderlich: 9 Ja (mindestens 75 % von 11). Erreicht: 8 (72,7 %).

    **Hinweis:** In den letzten 24 Stunden vor der Entscheidung als befangen verzeichnet: Gemeinde Beispielingen. Ohne dies wäre das Ergebnis: angenommen (Ja: 9, erforderlich: 9).

    Eine Wiedervorlage ist ausgeschlossen. Möglich bleiben ein Vorhaben einer Teilgruppe und die Entwicklung außerhalb der Entwicklungspartnerschaft.

    [Beschluss B-2026-014 im Register](https://votum.example/musterkompass/decisions/B-2026-014)

    **Rückfragen:** @opm-leitung1

    ---

    **English:** Rejected – decision B-2026-014 on #112 “Terminbuchung für digitale Bürgersprechstunden”. Entitled: 11 · Yes: 8 · No: 2 · Abstention: 0 · Recused: 1 · Not given: 1. Needed: 9 Yes (at least 75 % of 11). Reached: 8 (72.7 %). The request may not be submitted again. A subgroup's project and development outside the partnership remain possible.
    "#);
}

#[test]
fn a_subgroup_may_go_on_outside() {
    let rules = rules();
    let (ticket, outcome) = decided(given(voting(&rules, "subgroup-feature", "Freibad"), 6, 3, 0), &rules);
    let text = of(&Saying::Result { outcome }, &ticket, &rules);
    assert!(text.contains("Erforderlich: 7 Ja (mehr als 50 % von 12). Erreicht: 6 (50,0 %)."), "{text}");
    assert!(text.contains("Die Entwicklung außerhalb der Entwicklungspartnerschaft bleibt möglich."), "{text}");
}

#[test]
fn no_quorum_in_english() {
    let rules = english();
    let (ticket, outcome) = decided(given(voting(&rules, "cast", "New colours"), 3, 1, 1), &rules);
    assert_snapshot!(of(&Saying::Result { outcome }, &ticket, &rules), @r#"
    **Result: no quorum – decision B-2026-014** on #112 “New colours”

    Entitled: 12 · Yes: 3 · No: 1 · Abstention: 1 · Recused: 0 · Not given: 7

    Needed: 3 Yes (more than 1/2 of the 4 Yes and No ballots cast). Reached: 3 (75.0 %).

    - Turnout: needed 7 (more than 1/2), reached 5 – not met
    - Approval: needed 3 (more than 1/2), reached 3 – met

    Another vote is possible.

    [Decision B-2026-014 in the register](https://votum.example/musterkompass/decisions/B-2026-014)

    **Questions:** @opm-leitung1

    ---

    **Deutsch:** Nicht beschlussfähig – Beschluss B-2026-014 zu #112 „New colours“. Stimmberechtigt: 12 · Ja: 3 · Nein: 1 · Enthaltung: 1 · Befangen: 0 · Nicht abgegeben: 7. Erforderlich: 3 Ja (mehr als 1/2 der 4 abgegebenen Ja- und Nein-Stimmen). Erreicht: 3 (75,0 %). Eine erneute Abstimmung ist möglich.
    "#);
}

#[test]
fn what_is_missing() {
    let rules = rules();
    let ticket = registered("joint-feature", "Neue Karte");
    let missing = vec!["Finanzielle Auswirkungen".to_string(), "Ansprechperson".to_string()];
    let text = of(&Saying::Incomplete { why: Why::TemplateIncomplete, missing }, &ticket, &rules);
    assert_snapshot!(text, @r#"
    **Die Abstimmung kann noch nicht eröffnet werden – #112 „Neue Karte“**

    In der Entscheidungsvorlage fehlen:

    - Finanzielle Auswirkungen
    - Ansprechperson

    Nach Ergänzung der Beschreibung beginnt die Vorlauffrist von 5 Tagen.

    **Rückfragen:** @opm-leitung1

    ---

    **English:** The vote cannot open yet. The template lacks: Finanzielle Auswirkungen and Ansprechperson. Once the description is completed, the reading period of 5 days begins.
    "#);
    let text = of(&Saying::Incomplete { why: Why::NoProcess, missing: Vec::new() }, &ticket, &rules);
    assert_snapshot!(text, @r#"
    **Der Vorgang ist noch nicht eindeutig eingeordnet – #112 „Neue Karte“**

    Ein Prozess-Label fehlt. Zur Auswahl stehen diese Labels:

    - `prozess::1-gemeinschaft` – mit Abstimmung
    - `prozess::2-teilgruppe` – mit Abstimmung
    - `prozess::4-fehler` – ohne Abstimmung
    - `prozess::5-abgegeben` – mit Abstimmung

    Das operative Management ordnet den Vorgang einem Prozess zu. Bis dahin ist nichts weiter zu tun.

    **Rückfragen:** @opm-leitung1

    ---

    **English:** The ticket is not clearly classified yet. Operational management assigns the ticket to a process. Until then there is nothing to do.
    "#);
    let opens_at = Some(at("2026-06-01T08:00"));
    let text = of(&Saying::Reading { since: at("2026-05-25T09:00"), opens_at }, &ticket, &rules);
    assert_snapshot!(text, @r#"
    **Die Entscheidungsvorlage ist vollständig und liegt aus – #112 „Neue Karte“**

    Beginn der Vorlauffrist: 25.05.2026, 09:00 Uhr. Die Abstimmung wird eröffnet: Montag, 01.06.2026, 08:00 Uhr.

    Eine Änderung der Beschreibung lässt die Vorlauffrist neu beginnen. Stimmen zählen erst ab der Eröffnung.

    **Rückfragen:** @opm-leitung1
    "#);
    let text = of(&Saying::Cleared, &registered("bug", "Absturz beim Start"), &rules);
    assert_snapshot!(text, @r#"
    **Keine Abstimmung erforderlich – #112 „Absturz beim Start“**

    Der Vorgang ist durch das operative Management aufgenommen. Zusammengeführt wird nach Prüfung durch eine zweite Person. Handelt es sich um eine neue Funktion? Die Vertretung eines Mitglieds kann innerhalb von zehn Tagen mit `/vote einspruch BEGRÜNDUNG` eine Klärung verlangen.

    **Rückfragen:** @opm-leitung1
    "#);
}

#[test]
fn a_barred_resubmission() {
    let rules = rules();
    let about = Some((world::ticket_thread(105), Some("B-2026-003".to_string())));
    let saying = Saying::Ended { end: End::Refused, why: Why::Resubmission, reason: String::new(), about };
    assert_snapshot!(of(&saying, &registered("joint-feature", "Zweiter Anlauf"), &rules), @r#"
    **Nicht zugelassen – #112 „Zweiter Anlauf“**

    Der Vorgang ist als Wiedervorlage von #105 gekennzeichnet. Mit [Beschluss B-2026-003](https://votum.example/musterkompass/decisions/B-2026-003) wurde abgelehnt; eine Wiedervorlage ist ausgeschlossen.

    Liegt ein anderer Gegenstand vor, kann das operative Management den Vorgang neu einordnen.

    **Rückfragen:** @opm-leitung1
    "#);
}

#[test]
fn answers_blame_nobody() {
    let rules = rules();
    let ticket = voting(&rules, "joint-feature", TITLE);
    let (name, member) = ("OC000079113093".to_string(), Some("skizzenfeld".to_string()));
    let late = Saying::NotCounted { name: name.clone(), member: member.clone(), why: WhyNot::Late };
    assert_snapshot!(of(&late, &ticket, &rules), @r#"
    **Stimme nicht gezählt (Stadt Skizzenfeld),** weil sie nach Fristende eingegangen ist.

    Sie ist verzeichnet und im Register zu sehen.

    **Rückfragen:** @opm-leitung1
    "#);
    let unclear = Saying::Mistaken { name: name.clone(), mistake: Mistake::Ambiguous { choice: Choice::Yes } };
    assert_snapshot!(of(&unclear, &ticket, &rules), @r#"
    **Stimme nicht gezählt (Konto `OC000079113093`),** weil auf „Ja“ weitere Wörter folgen und die Stimme damit nicht eindeutig ist.

    Bitte neu abstimmen. Eine Begründung kann nach einem Doppelpunkt folgen, zum Beispiel `/vote ja: passt zum Haushalt`. Eine Bedingung ist nicht möglich.

    **Rückfragen:** @opm-leitung1
    "#);
    assert_snapshot!(of(&Saying::NoVote { name: name.clone() }, &ticket, &rules), @r#"
    Danke für die Rückmeldung (Konto `OC000079113093`). Sie wird nicht als Stimme gezählt, weil das Konto keinem stimmberechtigten Mitglied zugeordnet ist.

    Hinweise zur Sache sind willkommen.

    **Rückfragen:** @opm-leitung1

    ---

    **English:** Thank you for the feedback (account `OC000079113093`). It does not count as a ballot, because the account belongs to no entitled member.
    "#);
    assert_snapshot!(of(&Saying::Contradiction { name, member }, &ticket, &rules), @r#"
    **Reaktionen nicht gezählt (Stadt Skizzenfeld):** Es liegen widersprechende Reaktionen desselben Kontos vor.

    Bitte eine Reaktion entfernen oder per Kommentar abstimmen. Stimmen per Kommentar bleiben unberührt.

    **Rückfragen:** @opm-leitung1
    "#);
    let ticket = recused(ticket, "testhausen", "2026-06-08T10:04");
    let (member, reason) = ("testhausen".to_string(), "Grundstück der Stadt".to_string());
    assert_snapshot!(of(&Saying::Recused { member, reason, lifted: false }, &ticket, &rules), @r#"
    **Stadt Testhausen ist in #112 „Terminbuchung für digitale Bürgersprechstunden“ befangen und nimmt an der Abstimmung nicht teil.**

    **Begründung:** Grundstück der Stadt

    **Angenommen bei:** mindestens 9 Ja-Stimmen (mindestens 75 % der 11 Stimmberechtigten).

    Die Erklärung ist für das Mitglied endgültig; aufheben kann sie nur das operative Management.

    **Rückfragen:** @opm-leitung1
    "#);
}

#[test]
fn the_gate_welcomes_newcomers() {
    let rules = rules();
    let request = request("Kalender", "dev-extern");
    let reasons = vec![(Gate::Waiting, Why::NoTicket, None), (Gate::Waiting, Why::ReviewMissing, None)];
    let saying = Saying::Gate { gate: Gate::Waiting, reasons };
    assert_snapshot!(note(&saying, Subject::Request(&request), &rules), @r#"
    **Zusammenführungsanfrage (Merge Request) !41: wartet**

    Vielen Dank für den Beitrag. In dieser Partnerschaft entscheiden die Mitglieder über neue Funktionen; zusammengeführt wird, was entschieden und geprüft ist.

    - **Kein Vorgang verknüpft**: Die Beschreibung nennt keinen Vorgang. Ein Vorgang (Issue) begründet, warum geändert wird; über ihn wird entschieden.
    - **Prüfung durch eine zweite Person fehlt**: Der jetzige Stand braucht 1 Zustimmung (Approval) durch andere Personen mit mindestens der Rolle Developer; gezählt: 0.

    **So geht es weiter:**

    1. Fehlerbehebung? In `musterkompass/steuerung` einen Vorgang anlegen und hier in der Beschreibung `Vorgang: #n` eintragen. Eine Abstimmung ist nicht nötig.
    2. Neue Funktion? In `musterkompass/steuerung` einen Vorgang mit der Vorlage „Entscheidungsvorlage“ anlegen und hier eintragen. Den Antrag stellt ein Mitglied.
    3. Nur Text oder Dokumentation? Dann genügt eine Ausnahme durch das operative Management oder die Release-Verantwortung.

    Jede Änderung wird von selbst neu bewertet.

    [Zusammenführungsanfrage im Register](https://votum.example/musterkompass/merge-requests/41?project=opencode%3Amusterkompass%2Fkern)

    **Rückfragen:** @opm-leitung1

    ---

    **English:** **Merge request !41: waiting**

    Thank you for contributing. In this partnership the members decide on new functions; what is decided and reviewed gets merged.

    - **No ticket linked**: The description names no ticket. A ticket (issue) says why something is changed; it is what the members decide on.
    - **Review by a second person missing**: The present head needs 1 approval by other people who are at least Developers; counted: 0.

    **How to go on:**

    1. A bug fix? Open a ticket in `musterkompass/steuerung` and write `Vorgang: #n` into the description here. No vote is needed.
    2. A new feature? Open a ticket in `musterkompass/steuerung` with the template “Entscheidungsvorlage” and name it here. A member has to file it.
    3. Only text or documentation? Then an exemption by operational management or the release managers is enough.

    Every change is judged again by itself.

    [Merge request in the register](https://votum.example/musterkompass/merge-requests/41?project=opencode%3Amusterkompass%2Fkern)

    **Questions:** `opm-leitung1`
    "#);
}

#[test]
fn a_release_says_what_it_rests_on() {
    let rules = rules();
    let request = request("Closes #5 [skip ci] @all", "dev-extern");
    let decided = ReleaseNote {
        ticket: world::ticket_thread(101),
        title: Text::from("Abfallkalender mit Erinnerung"),
        process: Some("joint-feature".to_string()),
        number: Some("B-2026-001".to_string()),
    };
    let hidden = ReleaseNote {
        ticket: world::ticket_thread(131),
        title: Text::default(),
        process: Some("bug".to_string()),
        number: None,
    };
    let notes = vec![decided, hidden];
    let frame = world::frame(&rules);
    assert_snapshot!(merge::merge_message(&request, &notes, &frame), @r#"
    Zusammenführung musterkompass/kern!41: Closes # 5 (skip ci) @ all

    Beschluss B-2026-001 · Vorgang musterkompass/steuerung#101 · https://votum.example/musterkompass/decisions/B-2026-001
    Ohne Abstimmung · Vorgang musterkompass/steuerung#131
    "#);
    assert_snapshot!(merge::tag_message("v1.2.0", &notes, &frame), @r#"
    Musterkompass v1.2.0

    Beschluss B-2026-001 · Vorgang musterkompass/steuerung#101 · https://votum.example/musterkompass/decisions/B-2026-001
    Ohne Abstimmung · Vorgang musterkompass/steuerung#131
    "#);
    let merge_request = Thread::merge_request(world::project("musterkompass/kern"), 41);
    let saying = Saying::Release { tag: "v1.2.0".to_string(), merge_request, notes };
    assert_snapshot!(note(&saying, Subject::Request(&request), &rules), @r#"
    Veröffentlichung `v1.2.0` · Zusammenführungsanfrage musterkompass/kern!41 von `dev-extern`

    - Beschluss [B-2026-001](https://votum.example/musterkompass/decisions/B-2026-001) · Vorgang musterkompass/steuerung#101 „Abfallkalender mit Erinnerung“ · Prozess `prozess::1-gemeinschaft`
    - Ohne Abstimmung · Vorgang musterkompass/steuerung#131 (vertraulich) · Prozess `prozess::4-fehler`

    ---

    **English:** Release `v1.2.0` · merge request musterkompass/kern!41 by `dev-extern`

    - Decision [B-2026-001](https://votum.example/musterkompass/decisions/B-2026-001) · ticket musterkompass/steuerung#101 “Abfallkalender mit Erinnerung” · process `prozess::1-gemeinschaft`
    - Without a vote · ticket musterkompass/steuerung#131 (confidential) · process `prozess::4-fehler`
    "#);
}

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
