// SPDX-License-Identifier: EUPL-1.2
//! Labels whose setter need not be asked for, and readings on which no result may rest.

use std::collections::{BTreeMap, BTreeSet};

use votum::domain::effect::Effect;
use votum::domain::event::{Event, FullRead, TicketRead};

use super::case::{CHANGE, Case, JOINT, note};
use super::{person, second, ticket};

fn set(labels: &[&str]) -> BTreeSet<String> {
    labels.iter().map(ToString::to_string).collect()
}

fn read(case: &Case, labels: &[&str], traced: bool) -> Event {
    Event::Ticket(Box::new(TicketRead {
        ticket: ticket(7),
        title: "Wanderwege".into(),
        description: case.ticket().text.0.clone(),
        author: person("anna"),
        open: true,
        closed_by: None,
        closed_at: None,
        untouched: true,
        traced,
        labels: labels.iter().map(|label| (label.to_string(), None)).collect(),
        removed: BTreeMap::new(),
        confidential: false,
        created_at: second(0),
        updated_at: second(case.now),
    }))
}

#[test]
fn only_known_labels_need_no_setter() {
    let (case, _) = Case::new(JOINT, "500 €");
    let ticket = case.ticket();
    let known = |labels: &[&str]| ticket.knows_labels(&case.rules, &set(labels));
    assert!(known(&[JOINT]) && known(&[JOINT, "votum::voting"]) && known(&[JOINT, "votum::done", "wichtig"]));
    for others in [&[][..], &[CHANGE], &[JOINT, CHANGE], &[JOINT, "breaking"]] {
        assert!(!known(others), "{others:?}");
    }
    let wanted = |labels: &[&str]| ticket.is_labelled(&case.rules, &set(labels));
    assert!(wanted(&[JOINT, "votum::voting"]) && wanted(&[JOINT, "votum::voting", "wichtig"]));
    for others in [&[JOINT][..], &[JOINT, "votum::reading"], &[JOINT, "votum::reading", "votum::voting"]] {
        assert!(!wanted(others), "{others:?}");
    }
}

#[test]
fn labels_of_unknown_setters_are_asked_for_and_not_judged() {
    let (mut case, _) = Case::new(JOINT, "500 €");
    let event = read(&case, &[JOINT, CHANGE], false);
    let out = case.meet(&event);
    assert!(out.facts.is_empty(), "{:?}", out.facts);
    assert!(out.effects.iter().any(|effect| matches!(effect, Effect::Read { .. })), "{:?}", out.effects);
    assert!(!out.effects.iter().any(|effect| matches!(effect, Effect::Labels { .. })), "{:?}", out.effects);
    let event = read(&case, &[JOINT, CHANGE], true);
    let out = case.meet(&event);
    assert!(out.effects.iter().any(|effect| matches!(effect, Effect::Labels { .. })), "nobody is known to have set it");
}

#[test]
fn no_result_rests_on_what_was_not_read_just_now() {
    let (mut case, _) = Case::new(JOINT, "500 €");
    case.now = 75;
    let notes: Vec<_> = ["anna", "ben", "cem"].iter().map(|who| note(10, who, "/vote ja")).collect();
    let notes = notes.into_iter().zip(1..).map(|(mut note, number)| {
        note.note = number;
        note
    });
    let full =
        FullRead { at: second(75), notes: notes.collect(), awards: Vec::new(), vote_note_stands: true, whole: false };
    let out = case.meet(&Event::Full(Box::new(full.clone())));
    assert!(case.ticket().decision.is_none(), "some of it may have changed since");
    assert!(out.effects.iter().any(|effect| matches!(effect, Effect::Read { .. })), "{:?}", out.effects);
    case.meet(&Event::Full(Box::new(FullRead { whole: true, ..full })));
    assert!(case.ticket().decision.is_some());
}
