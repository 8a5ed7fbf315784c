// SPDX-License-Identifier: EUPL-1.2
//! The result and the texts of a release, as people read them.

use insta::assert_snapshot;
use votum::domain::fact::{ReleaseNote, Text};
use votum::domain::ids::Thread;
use votum::domain::reason::Why;
use votum::domain::release::{Item, Lack, Noted};
use votum::domain::saying::Saying;
use votum::domain::tally::Tally;
use votum::say::{Subject, merge, release};

use super::world::{self, TITLE, decided, english, given, note, of, recused, request, rules, voting};

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
    Zusammenführung musterkompass/kern!41

    Beschluss B-2026-001 · Vorgang musterkompass/steuerung#101 · https://votum.example/musterkompass/decisions/B-2026-001
    Ohne Abstimmung · Vorgang musterkompass/steuerung#131
    "#);
    let tally =
        Tally { entitled: 12, yes: 9, no: 1, abstain: 1, absent: 1, recused: 0, needed: 9, contributions: None };
    let [decided, hidden] = [(notes[0].clone(), Some(tally.clone())), (notes[1].clone(), None)];
    let told = |(note, tally): (ReleaseNote, Option<Tally>)| Noted { note, tally, open: vec!["cost-plan".to_string()] };
    let thread = |iid| Thread::merge_request(world::project("musterkompass/kern"), iid);
    let item = |iid, notes| Item { merge_request: thread(iid), author: "dev-extern".to_string(), notes };
    let items = vec![
        item(41, vec![told(decided.clone()), told(hidden)]),
        item(43, vec![told(decided)]),
        Item { author: String::new(), ..item(44, Vec::new()) },
    ];
    assert_snapshot!(release::tag_message("v1.2.0", &items, &frame), @r#"
    Musterkompass v1.2.0

    Beschluss B-2026-001 · Vorgang musterkompass/steuerung#101 · https://votum.example/musterkompass/decisions/B-2026-001
    Ohne Abstimmung · Vorgang musterkompass/steuerung#131
    "#);
    let passed = vec![
        Lack {
            merge_request: Some(thread(42)),
            commits: vec!["c0ffee".into()],
            why: Some(Why::NoTicket),
            ticket: None,
        },
        Lack { merge_request: None, commits: vec!["decade".into()], why: None, ticket: None },
    ];
    let merge_request = thread(43);
    let saying = Saying::Release { tag: "v1.2.0".to_string(), merge_request, items: items.clone(), passed };
    assert_snapshot!(note(&saying, Subject::None, &rules), @r#"
    Veröffentlichung `v1.2.0`

    **Prozess `prozess::1-gemeinschaft`**

    - Beschluss [B-2026-001](https://votum.example/musterkompass/decisions/B-2026-001) · Vorgang musterkompass/steuerung#101 „Abfallkalender mit Erinnerung“
      - Ja: 9 · Nein: 1 · Enthaltung: 1 · Nicht abgegeben: 1 · Befangen: 0 · Erforderlich: 9 Ja
      - Zusammengeführt mit musterkompass/kern!41 von `dev-extern` und musterkompass/kern!43 von `dev-extern`
      - Noch offen: Kostenplan (`cost-plan`)

    **Vertrauliche Vorgänge**

    - Ohne Abstimmung · Vorgang musterkompass/steuerung#131 (vertraulich)
      - Zusammengeführt mit musterkompass/kern!41 von `dev-extern`

    **Ohne Vorgang, von der Abstimmung ausgenommen**

    - musterkompass/kern!44

    **Ohne Freigabe aufgenommen,** von der Release-Verantwortung zugelassen

    - Zusammenführungsanfrage musterkompass/kern!42, ohne Freigabe zusammengeführt: kein Vorgang verknüpft
    - `decade`, ohne Zusammenführungsanfrage in den Zweig gelangt

    [Beschlüsse dieser Version im Register](https://votum.example/musterkompass/releases/v1.2.0?project=opencode%3Amusterkompass%2Fkern)

    ---

    **English:** Release `v1.2.0`

    **Process `prozess::1-gemeinschaft`**

    - Decision [B-2026-001](https://votum.example/musterkompass/decisions/B-2026-001) · ticket musterkompass/steuerung#101 “Abfallkalender mit Erinnerung”
      - Yes: 9 · No: 1 · Abstention: 1 · Not given: 1 · Recused: 0 · Needed: 9 Yes
      - Merged with musterkompass/kern!41 by `dev-extern` and musterkompass/kern!43 by `dev-extern`
      - Still open: cost plan (`cost-plan`)

    **Confidential tickets**

    - Without a vote · ticket musterkompass/steuerung#131 (confidential)
      - Merged with musterkompass/kern!41 by `dev-extern`

    **Without a ticket, exempt from the vote**

    - musterkompass/kern!44

    **Included without clearance,** let pass by the release managers

    - Merge request musterkompass/kern!42, merged without clearance: no ticket linked
    - `decade`, reached the branch without a merge request

    [Decisions of this version in the register](https://votum.example/musterkompass/releases/v1.2.0?project=opencode%3Amusterkompass%2Fkern)
    "#);
    let links = release::links("bad/v1.2.0", &world::project("musterkompass/kern"), &items, &frame);
    let links: Vec<String> = links.into_iter().map(|(name, url)| format!("{name}: {url}")).collect();
    assert_snapshot!(links.join("\n"), @r#"
    Beschlussregister: bad/v1.2.0: https://votum.example/musterkompass/releases/bad%2Fv1.2.0?project=opencode%3Amusterkompass%2Fkern
    Beschluss B-2026-001: https://votum.example/musterkompass/decisions/B-2026-001
    "#);
    assert_eq!(release::name("v1.2.0-rc.1", &frame), "v1.2.0-rc.1 (Vorabversion)");
}
