// SPDX-License-Identifier: EUPL-1.2
//! The other notes as people read them.

use insta::assert_snapshot;
use votum::domain::ballot::WhyNot;
use votum::domain::budget::{Cover, Funding, Light};
use votum::domain::command::{Choice, Mistake};
use votum::domain::fact::{End, Fact, Gate};
use votum::domain::reason::Why;
use votum::domain::rules::Pot;
use votum::domain::saying::{Rejected, Saying};
use votum::say::Subject;

use super::world::{self, TITLE, at, note, of, recused, registered, request, rules, voting};

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

/// The light, reminders of duties and money, and hints at rejected requests are read by all members: they stand there in
/// both languages, and only the first one mentions anybody.
#[test]
fn hints_and_lights_stand_there_in_both_languages() {
    let rules = rules();
    let (ticket, _) = world::decided(world::given(voting(&rules, "joint-feature", TITLE), 10, 1, 0), &rules);
    let funding = Funding {
        year: 2026,
        pot: Pot::Maintenance,
        amount: 2400,
        cover: Cover::Committed,
        left: Some(-1900),
        sum: 31_900,
        before: Light::Yellow,
        light: Light::Red,
        frozen: Vec::new(),
    };
    let ticket = ticket.after(&Fact::Funded { funding: Box::new(funding.clone()) });
    let rejected = Rejected { ticket: world::ticket_thread(105), number: "B-2026-003".into(), named: true };
    for (saying, words) in [
        (Saying::FollowUpsOpen { mention: vec!["opm-leitung2".into()] }, "Steps that are still open"),
        (Saying::Similar { to: vec![rejected] }, "rejected by [decision B-2026-003]"),
        (Saying::SpendBy, "committed for #112"),
        (Saying::Light { funding }, "red ■"),
    ] {
        let text = of(&saying, &ticket, &rules);
        let (first, second) = text.split_once("**English:** ").unwrap_or_else(|| panic!("one language only: {text}"));
        assert!(first.contains("@opm-leitung1") && !second.contains('@'), "{text}");
        assert!(second.contains(words) && !second.contains("\n\n"), "{words}: {text}");
    }
}
