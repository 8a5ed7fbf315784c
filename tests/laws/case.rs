// SPDX-License-Identifier: EUPL-1.2
//! A ticket under a label whose vote lasts a minute, and what people do under it.

use std::collections::BTreeMap;

use votum::domain::budget::Step;
use votum::domain::decide::{Outcome, State, decide};
use votum::domain::effect::Effect;
use votum::domain::event::{Event, FullRead, NoteRead, TicketRead, Views};
use votum::domain::rules::Rules;
use votum::domain::saying::Saying;
use votum::domain::ticket::Ticket;

use super::{account, person, rules_with, second, ticket, views};

pub const JOINT: &str = "prozess::1-gemeinschaft";
pub const CHANGE: &str = "prozess::3-aenderung";
pub const CORE: &str = "prozess::2b-kernaufnahme";
pub const BUG: &str = "prozess::4-fehler";

/// A vote lasts a minute from when its ticket is opened; joint features draw on the joint pot, changes and bugs on that
/// of upkeep; core admissions on none.
pub fn rules(change: impl FnOnce(String) -> String) -> Rules {
    rules_with(|text| {
        let text = text
            .replace("reading = \"5 days\"\nvoting  = \"14 days\"\n", "reading = \"0 s\"\nvoting = \"60 s\"\n")
            .replace(
                "headings = [\"Beschlussvorschlag\", \"Begründung\"]\ncontact  = \"Ansprechperson\"\n",
                "headings = []\ncontact = \"\"\n",
            )
            .replace("requires     = [\"product-readiness\"]\n", "")
            .replace("resubmission = \"never\"\n", "resubmission = \"never\"\nbudget = \"joint\"\n")
            .replace("approval     = \">= 90 %\"\n", "approval = \">= 90 %\"\nbudget = \"maintenance\"\n")
            .replace("objections         = 1\n", "objections = 1\nbudget = \"maintenance\"\n");
        change(text + "\n[budget.2026]\njoint = 1000\nmaintenance = 1000\ncap_per_request = 500\n")
    })
}

pub fn table(amount: &str) -> String {
    format!("| Position | Betrag |\n|---|---:|\n| Einmalige Kosten | {amount} |\n")
}

/// A ticket, and what votum knows of it.
pub struct Case {
    pub rules: Rules,
    pub views: Views,
    pub state: State,
    pub now: i64,
}

/// What is asked of the ledgers, each with its year.
pub fn steps(out: &Outcome) -> Vec<(i16, Step)> {
    let steps = out.effects.iter().filter_map(|effect| match effect {
        Effect::Book { year, booking } => {
            assert_eq!(booking.ticket, ticket(7));
            Some((*year, booking.step.clone()))
        }
        _ => None,
    });
    steps.collect()
}

pub fn notes(out: &Outcome) -> Vec<&Saying> {
    let notes = out.effects.iter().filter_map(|effect| match effect {
        Effect::Note { saying: Saying::Vote, .. } => None,
        Effect::Note { saying, .. } => Some(saying),
        _ => None,
    });
    notes.collect()
}

impl Case {
    /// Anna's ticket under a label, with this text, first read at 0; returns what follows.
    pub fn opens(rules: Rules, label: &str, text: &str) -> (Self, Outcome) {
        let views = views(&rules);
        let mut case = Self { rules, views, state: State::Ticket(Box::default()), now: 0 };
        let out = case.meet(&Event::Ticket(Box::new(TicketRead {
            ticket: ticket(7),
            title: "Wanderwege".into(),
            description: text.into(),
            author: person("anna"),
            open: true,
            closed_by: None,
            closed_at: None,
            untouched: false,
            traced: true,
            labels: BTreeMap::from([(label.to_string(), Some((account("olga"), second(0))))]),
            removed: BTreeMap::new(),
            confidential: false,
            created_at: second(0),
            updated_at: second(0),
        })));
        (case, out)
    }

    pub fn new(label: &str, amount: &str) -> (Self, Vec<(i16, Step)>) {
        let (case, out) = Self::opens(rules(|text| text), label, &table(amount));
        (case, steps(&out))
    }

    pub fn ticket(&self) -> &Ticket {
        match &self.state {
            State::Ticket(ticket) => ticket,
            _ => panic!("it is a ticket"),
        }
    }

    pub fn phase(&self) -> &'static str {
        self.ticket().phase.key()
    }

    pub fn meet(&mut self, event: &Event) -> Outcome {
        let out = decide(&self.state, &self.rules, &self.views, event, second(self.now));
        for fact in &out.facts {
            self.state = self.state.clone().after(fact);
        }
        let again = decide(&self.state, &self.rules, &self.views, event, second(self.now));
        assert!(again.facts.is_empty() && steps(&again).is_empty(), "{event:?} met again: {again:?}");
        out
    }

    /// Somebody comments at an instant; votum hears of it five seconds later.
    pub fn say(&mut self, at: i64, who: &str, body: &str) -> Outcome {
        self.now = at + 5;
        self.meet(&Event::Note(Box::new(note(at, who, body))))
    }

    /// Everything is read after the deadline; all four members have said so at 10.
    pub fn ends(&mut self, choice: &str) -> Outcome {
        self.now += 75;
        let all = ["anna", "ben", "cem", "dora"].into_iter().enumerate();
        let notes = all.map(|(i, who)| NoteRead { note: i as u64 + 1, ..note(10, who, choice) }).collect();
        self.meet(&Event::Full(Box::new(FullRead {
            at: second(self.now),
            notes,
            awards: Vec::new(),
            vote_note_stands: true,
            whole: true,
        })))
    }
}

pub fn note(at: i64, who: &str, body: &str) -> NoteRead {
    NoteRead {
        note: at.unsigned_abs() + 100,
        author: person(who),
        body: body.into(),
        at: second(at),
        edited: false,
        touched: false,
        seen: true,
        internal: false,
    }
}
