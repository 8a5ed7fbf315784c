// SPDX-License-Identifier: EUPL-1.2
//! A ticket at a forge of a few fields, on which people do what they like; votum hears of it by hooks and readings.

use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::*;
use votum::domain::event::{AwardRead, Event, FullRead, NoteRead, TicketRead};
use votum::domain::ids::Account;

use super::{PEOPLE, account, person, second, ticket};

/// A word that stands in everything that people write freely, and nowhere else.
pub const MARK: &str = "Geheimnis";

/// What somebody does.
#[derive(Clone, Debug)]
pub enum Deed {
    Describe(usize),
    Label { place: usize, by: usize, on: bool },
    Open { open: bool, by: usize },
    Comment { by: usize, text: usize, edited: bool, hook: bool },
    Award { by: usize, name: usize, on_description: bool, hook: bool },
    Unaward { place: usize, hook: bool },
    Delete { place: usize },
    VoteNote { stands: bool },
    Tick,
    ReadAll,
    Gone,
}

/// One step: seconds that pass, and the deed.
pub type Step = (i64, Deed);

const TEMPLATE: &str =
    "**Ansprechperson:** @anna\n\n### Beschlussvorschlag\n\nGeheimnis.\n\n### Begründung\n\n- [ ] x\n";

const TEXTS: [&str; 6] = [
    "",
    TEMPLATE,
    "**Ansprechperson:** @anna\n\n### Beschlussvorschlag\n\nGeheimnis.\n\n### Begründung\n\n- [x]  x\n",
    "**Ansprechperson:** @anna\n\n### Beschlussvorschlag\n\nAnderes Geheimnis.\n\n### Begründung\n\n### Teilgruppe\n\nAhausen und Bergtal.\n",
    "**Ansprechperson:** @anna\n\n### Beschlussvorschlag\n\nNur Geheimnis.\n",
    "Wiedervorlage von: #3\n\n**Ansprechperson:** @anna\n\n### Beschlussvorschlag\n\n### Begründung\n",
];

const LABELS: [&str; 6] = [
    "prozess::1-gemeinschaft",
    "prozess::2-teilgruppe",
    "prozess::2b-kernaufnahme",
    "prozess::3-aenderung",
    "prozess::4-fehler",
    "breaking",
];

/// Comments; those about ballots come more than once so that votes come to an end.
const COMMENTS: [&str; 47] = [
    "/vote ja",
    "/vote yes",
    "/vote ja: Geheimnis",
    "/vote no – Geheimnis",
    "/vote nein",
    "/vote abstain",
    "/vote ja, aber Geheimnis",
    "/vote yes\n/vote no",
    "/vote ja für Stadt Ahausen",
    "/vote no for bergtal",
    "/vote ja für Geheimnis",
    "/vote retract",
    "/vote retract for ahausen",
    "/vote proxy @ben",
    "/vote proxy @anna bis 30.06.2027",
    "/vote proxy @Geheimnis",
    "/vote proxy none",
    "/vote recuse Geheimnis",
    "/vote recuse Stadt Ahausen Geheimnis",
    "/vote recuse ahausen",
    "/vote undo recuse ahausen",
    "/vote commit 12 Geheimnis",
    "/vote commit",
    "/vote object Geheimnis",
    "/vote discuss Geheimnis",
    "/vote record no for bergtal: Geheimnis",
    "/vote record yes for Geheimnis: Geheimnis",
    "/vote withdraw Geheimnis",
    "/vote void Geheimnis",
    "/vote defer Geheimnis",
    "/vote open",
    "/vote open urgent Geheimnis",
    "/vote extend 2026-02-03 Geheimnis",
    "/vote extend 9999-12-31 Geheimnis",
    "/vote editorial Geheimnis",
    "/vote classify bug Geheimnis",
    "/vote classify change Geheimnis",
    "/vote classify Geheimnis Geheimnis",
    "/vote done product-readiness",
    "/vote done contracts\n/vote done cost-plan",
    "/vote done contracts ahausen",
    "/vote done Geheimnis",
    "/vote undo contracts",
    "/vote status",
    "/vote help",
    "/vote Geheimnis",
    "Das ist kein Befehl, sondern ein Geheimnis.",
];

/// Some deed of somebody.
fn deed() -> impl Strategy<Value = Deed> {
    let odds = |p: f64| prop::bool::weighted(p);
    let who = || 1..PEOPLE.len();
    let ballot = (4..9_usize, 0..6_usize, odds(0.1), odds(0.3));
    prop_oneof![
        3 => prop_oneof![3 => Just(1), 2 => 0..TEXTS.len()].prop_map(Deed::Describe),
        4 => (0..LABELS.len(), prop_oneof![4 => Just(1), 1 => who()], odds(0.8))
            .prop_map(|(place, by, on)| Deed::Label { place, by, on }),
        1 => (odds(0.5), who()).prop_map(|(open, by)| Deed::Open { open, by }),
        8 => ballot.prop_map(|(by, text, edited, hook)| Deed::Comment { by, text, edited, hook }),
        8 => (who(), 0..COMMENTS.len(), odds(0.1), odds(0.3))
            .prop_map(|(by, text, edited, hook)| Deed::Comment { by, text, edited, hook }),
        4 => (1..COMMENTS.len(), Just(1), odds(0.3)).prop_map(|(text, by, hook)| Deed::Comment { by, text, edited: false, hook }),
        8 => (who(), 0..5_usize, odds(0.2), odds(0.5))
            .prop_map(|(by, name, on_description, hook)| Deed::Award { by, name, on_description, hook }),
        2 => (0..8_usize, odds(0.5)).prop_map(|(place, hook)| Deed::Unaward { place, hook }),
        1 => (0..8_usize).prop_map(|place| Deed::Delete { place }),
        3 => odds(0.9).prop_map(|stands| Deed::VoteNote { stands }),
        6 => Just(Deed::Tick),
        6 => Just(Deed::ReadAll),
    ]
}

/// A sequence of steps that begins as tickets mostly do; the forge may lose the ticket in the end.
pub fn play() -> impl Strategy<Value = Vec<Step>> {
    let begin = prop_oneof![
        3 => (0..5_usize).prop_map(|place| vec![
            (0, Deed::Describe(1)),
            (1, Deed::Label { place, by: 1, on: true }),
            (40, Deed::Tick),
            (1, Deed::VoteNote { stands: true }),
        ]),
        3 => (0..5_usize, prop::collection::vec((4..9_usize, 0..6_usize), 1..6)).prop_map(|(place, ballots)| {
            let begin = [(0, Deed::Describe(1)), (1, Deed::Label { place, by: 1, on: true }), (40, Deed::Tick)];
            let given = |(by, text)| (1, Deed::Comment { by, text: text / 2, edited: false, hook: false });
            begin.into_iter().chain(ballots.into_iter().map(given)).collect()
        }),
        1 => (4..9_usize).prop_map(|by| vec![
            (0, Deed::Label { place: 4, by: 1, on: true }),
            (1, Deed::Comment { by, text: 23, edited: false, hook: false }),
        ]),
        1 => Just(Vec::new()),
    ];
    let steps = prop::collection::vec((prop_oneof![3 => 0..6_i64, 1 => 20..90_i64], deed()), 1..40);
    (begin, steps, prop::bool::weighted(0.1)).prop_map(|(mut all, steps, gone)| {
        all.extend(steps);
        all.extend([(200, Deed::ReadAll), (1, Deed::Tick), (1, Deed::ReadAll)]);
        if gone {
            all.push((1, Deed::Gone));
        }
        all
    })
}

/// The ticket as the forge has it.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    now: i64,
    next: u64,
    description: String,
    labels: BTreeMap<String, Option<(Account, Timestamp)>>,
    removed: BTreeMap<String, (Account, Timestamp)>,
    closed: Option<(Account, Timestamp)>,
    changed: i64,
    notes: Vec<NoteRead>,
    awards: Vec<AwardRead>,
    vote_note: Option<u64>,
}

impl Ground {
    /// The instant.
    pub fn now(&self) -> Timestamp {
        second(self.now)
    }

    /// Does something and returns what votum hears of it.
    pub fn step(&mut self, (seconds, deed): &Step) -> Vec<Event> {
        self.now += seconds;
        self.next += 1;
        let now = second(self.now);
        match deed {
            Deed::Describe(text) => {
                self.description = TEXTS[*text].to_string();
                self.changed = self.now;
                vec![self.ticket()]
            }
            Deed::Label { place, by, on } => {
                let (label, by) = (LABELS[*place].to_string(), account(PEOPLE[*by]));
                if *on {
                    self.removed.remove(&label);
                    self.labels.insert(label, Some((by, now)));
                } else if self.labels.remove(&label).is_some() {
                    self.removed.insert(label, (by, now));
                }
                vec![self.ticket()]
            }
            Deed::Open { open, by } => {
                self.closed = (!open).then(|| (account(PEOPLE[*by]), now));
                vec![self.ticket()]
            }
            Deed::Comment { by, text, edited, hook } => self.comment(*by, COMMENTS[*text], *edited, *hook),
            Deed::Award { by, name, on_description, hook } => self.award(*by, *name, *on_description, *hook),
            Deed::Unaward { place, hook } if *place < self.awards.len() => {
                let award = self.awards.remove(*place).award;
                if *hook { vec![Event::AwardGone { award, at: now }] } else { Vec::new() }
            }
            Deed::Delete { place } if *place < self.notes.len() => {
                self.notes.remove(*place);
                Vec::new()
            }
            Deed::VoteNote { stands: true } => {
                let note = *self.vote_note.get_or_insert(self.next);
                vec![Event::VoteNote { note }]
            }
            Deed::VoteNote { stands: false } => {
                let gone = self.vote_note.take();
                self.awards.retain(|award| award.note.is_none() || award.note != gone);
                Vec::new()
            }
            Deed::Tick => vec![Event::Tick],
            Deed::ReadAll => vec![self.ticket(), self.all()],
            Deed::Gone => vec![Event::TicketGone],
            _ => Vec::new(),
        }
    }

    fn comment(&mut self, by: usize, body: &str, edited: bool, hook: bool) -> Vec<Event> {
        let note = NoteRead {
            note: self.next,
            author: person(PEOPLE[by]),
            body: body.to_string(),
            at: second(self.now),
            edited,
            touched: edited,
            seen: true,
            internal: self.next.is_multiple_of(17),
        };
        self.notes.push(note.clone());
        vec![Event::Note(Box::new(NoteRead { seen: !hook, ..note }))]
    }

    fn award(&mut self, by: usize, name: usize, on_description: bool, hook: bool) -> Vec<Event> {
        let names = ["thumbsup", "thumbsup_tone3", "thumbsdown", "white_circle", "tada"];
        let award = AwardRead {
            award: self.next,
            by: person(PEOPLE[by]),
            name: names[name].to_string(),
            note: if on_description { None } else { Some(self.vote_note.unwrap_or(0)) },
            at: second(self.now),
            seen: true,
        };
        self.awards.push(award.clone());
        vec![Event::Award(Box::new(AwardRead { seen: !hook, ..award }))]
    }

    fn ticket(&self) -> Event {
        Event::Ticket(Box::new(TicketRead {
            ticket: ticket(7),
            title: format!("{MARK} {}", self.description.len() % 3),
            description: self.description.clone(),
            author: person("anna"),
            open: self.closed.is_none(),
            closed_by: self.closed.clone().map(|(by, _)| by),
            closed_at: self.closed.as_ref().map(|(_, at)| *at),
            untouched: false,
            traced: true,
            labels: self.labels.clone(),
            removed: self.removed.clone(),
            confidential: false,
            created_at: second(0),
            updated_at: second(self.changed),
        }))
    }

    fn all(&self) -> Event {
        Event::Full(Box::new(FullRead {
            at: second(self.now),
            notes: self.notes.clone(),
            awards: self.awards.clone(),
            vote_note_stands: self.vote_note.is_some(),
            whole: true,
        }))
    }
}
