// SPDX-License-Identifier: EUPL-1.2
//! Which tickets a merge request names.

use votum::domain::ids::Thread;
use votum::domain::reference::named;

use super::{project, rules, rules_with, ticket};

/// What a merge request of the core project names, by number; tickets of other projects in full.
fn found(title: &str, description: &str) -> Vec<String> {
    let show = |thread: &Thread| {
        if thread.project == ticket(1).project { thread.short() } else { thread.to_string() }
    };
    named(&rules(), &project("talverbund/kern"), title, description).iter().map(show).collect()
}

#[test]
fn names_are_found_where_they_count() {
    for (text, names) in [
        ("Vorgang: #5", &["#5"][..]),
        ("vorgang: #5", &["#5"]),
        ("**Vorgang:** #5", &["#5"]),
        ("- Vorgang: #5", &["#5"]),
        ("Ticket: #5", &["#5"]),
        ("Vorgänge: #5, #6 und #7.", &["#5", "#6", "#7"]),
        ("Tickets: #5 #6", &["#5", "#6"]),
        ("Vorgang: talverbund/steuerung#5", &["#5"]),
        ("Vorgang: https://gitlab.example/talverbund/steuerung/-/issues/5", &["#5"]),
        ("Vorgang: <https://gitlab.example/talverbund/steuerung/-/issues/5>", &["#5"]),
        ("Vorgang: [Brücke](x) #5", &["#5"]),
        ("Vorgang: https://gitlab.example/talverbund/steuerung/-/work_items/5#note_7", &["#5"]),
        ("Vorgang: fremd/anders#5", &["opencode:fremd/anders#5"]),
        ("Vorgang:\u{a0}#5", &["#5"]),
        ("Vorgang: #5\r\nVorgang: #6\r\n", &["#5", "#6"]),
        ("Vorgang: #5 #5", &["#5"]),
        ("Closes talverbund/steuerung#5", &["#5"]),
        ("closes talverbund/steuerung#5", &["#5"]),
        ("Fixes: talverbund/steuerung#5", &["#5"]),
        (
            "This resolves talverbund/steuerung#5, talverbund/steuerung#6 and talverbund/steuerung#7.",
            &["#5", "#6", "#7"],
        ),
        ("Implements https://gitlab.example/talverbund/steuerung/-/issues/5", &["#5"]),
        ("Closes #5", &[]),
        ("Closes fremd/anders#5", &[]),
        ("see talverbund/steuerung#5", &[]),
        ("Closes the door of talverbund/steuerung#5", &[]),
        ("`Vorgang: #5`", &[]),
        ("Vorgang: `#5`", &[]),
        ("```\nVorgang: #5\n```", &[]),
        ("    Vorgang: #5", &[]),
        ("<!-- Vorgang: #5 -->", &[]),
        ("Vorgang: #0", &[]),
        ("Vorgang: #x", &[]),
        ("Vorgang: 5", &[]),
        ("Vorgang: #99999999999999999999", &[]),
        ("Vorgang", &[]),
        ("", &[]),
    ] {
        assert_eq!(found("", text), names, "{text:?}");
    }
}

#[test]
fn the_title_counts_as_well() {
    assert_eq!(found("Vorgang: #5", "Vorgang: #6"), ["#5", "#6"]);
    assert_eq!(found("Fix talverbund/steuerung#5", ""), ["#5"]);
}

#[test]
fn a_bare_number_means_the_only_project_of_tickets() {
    let two = rules_with(|text| {
        text.replace(
            "[\"opencode:talverbund/steuerung\"]",
            "[\"opencode:talverbund/steuerung\", \"opencode:talverbund/modul\"]",
        )
    });
    let of = |path: &str| named(&two, &project(path), "", "Vorgang: #5").into_iter().collect::<Vec<_>>();
    assert_eq!(of("talverbund/modul"), [Thread::ticket(project("talverbund/modul"), 5)]);
    // Nobody knows which is meant: the name stays, and leads nowhere.
    assert_eq!(of("talverbund/kern"), [Thread::ticket(project("talverbund/kern"), 5)]);
}
