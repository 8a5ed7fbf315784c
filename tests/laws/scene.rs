// SPDX-License-Identifier: EUPL-1.2
//! A merge request for which everything speaks, until a law changes something of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use votum::domain::decide::{Outcome, State, decide};
use votum::domain::effect::Effect;
use votum::domain::event::{Event, NoteRead, RequestRead, Standing, Views};
use votum::domain::fact::{Gate, ReleaseNote, Text};
use votum::domain::ids::{Account, Thread};
use votum::domain::reason::Why;
use votum::domain::request::Request;
use votum::domain::rules::Rules;
use votum::domain::saying::Saying;
use votum::domain::version::Bump;

use super::{account, person, project, rules_with, second, ticket, views};

/// Its ticket is accepted, a person with rights has reviewed it, its pipeline is green, and votum merges by itself.
pub struct Scene {
    pub rules: Rules,
    pub views: Views,
    pub read: RequestRead,
    pub state: State,
    pub now: i64,
}

/// How a ticket stands.
pub fn standing(iid: u64, gate: Gate, why: Why, bump: Bump) -> Standing {
    let note = ReleaseNote { ticket: ticket(iid), title: Text::default(), process: None, number: None };
    Standing {
        gate,
        why,
        number: None,
        deadline: None,
        subgroup: false,
        unmet: Vec::new(),
        bump,
        tally: None,
        open: Vec::new(),
        note,
    }
}

impl Scene {
    /// Nothing has been read yet.
    pub fn new() -> Self {
        let rules = rules_with(|text| text.replace("[gate]", "[gate]\nbranches = [\"release\"]"));
        let mut views = views(&rules);
        views.arrived = Some(second(0));
        views.standings.insert(ticket(1), standing(1, Gate::Cleared, Why::Accepted, Bump::Minor));
        let read = RequestRead {
            merge_request: Thread::merge_request(project("talverbund/kern"), 41),
            title: "Bauen".into(),
            description: "Vorgang: #1".into(),
            author: person("sven"),
            open: true,
            draft: false,
            target_branch: "release".into(),
            source_branch: "feature".into(),
            default_branch: Some("main".into()),
            head: Some("aaa".into()),
            head_at: None,
            labels: BTreeMap::new(),
            approvals: vec![(person("ben"), Some(second(5)), true)],
            authors: vec!["sven".into()],
            commits: vec!["aaa".into()],
            paths: None,
            mergeable: true,
            green: true,
            signal: votum::domain::signal::Signal::default(),
            merged_sha: None,
            contained: None,
            squashed: false,
            created_at: second(0),
            updated_at: second(5),
        };
        Self { rules, views, read, state: State::Request(Box::default()), now: 10 }
    }

    /// What votum knows of it.
    pub fn request(&self) -> &Request {
        match &self.state {
            State::Request(request) => request,
            _ => panic!("it is a merge request"),
        }
    }

    /// Lets an event happen, twice: the second time nothing new may follow.
    pub fn meet(&mut self, event: &Event) -> Outcome {
        self.now += 10;
        let out = decide(&self.state, &self.rules, &self.views, event, second(self.now));
        for fact in &out.facts {
            self.state = self.state.clone().after(fact);
        }
        let again = decide(&self.state, &self.rules, &self.views, event, second(self.now));
        assert_eq!(again.facts, [], "met again, {event:?} says nothing new");
        out
    }

    /// votum reads it.
    pub fn see(&mut self) -> Outcome {
        let event = Event::Request(Box::new(self.read.clone()));
        self.meet(&event)
    }

    /// A comment.
    pub fn note(&self, who: &str, body: &str) -> NoteRead {
        NoteRead {
            note: self.now.unsigned_abs(),
            author: person(who),
            body: body.into(),
            at: second(self.now),
            edited: false,
            touched: false,
            seen: true,
            internal: false,
        }
    }

    /// Somebody comments.
    pub fn say(&mut self, who: &str, body: &str) -> Outcome {
        let note = self.note(who, body);
        self.meet(&Event::Note(Box::new(note)))
    }

    /// What the gate says now, in one word.
    pub fn why(&mut self) -> &'static str {
        self.see();
        self.request().stated.as_ref().map_or("not judged", |stated| stated.why.key())
    }

    /// Whether votum may merge it, as it is looked at again right before.
    pub fn may_merge(&self) -> bool {
        self.request().may_merge(&self.rules, self.views.arrived, second(self.now))
    }

    /// Whether only the forge keeps it.
    pub fn waits(&self) -> bool {
        self.request().waits_for_the_forge(&self.rules)
    }
}

/// The heads that are to be merged.
pub fn merges(out: &Outcome) -> Vec<&str> {
    let heads = out.effects.iter().filter_map(|effect| match effect {
        Effect::Merge { head, .. } => Some(head.as_str()),
        _ => None,
    });
    heads.collect()
}

/// What the bot says.
pub fn sayings(out: &Outcome) -> Vec<&Saying> {
    let sayings = out.effects.iter().filter_map(|effect| match effect {
        Effect::Note { saying, .. } => Some(saying),
        _ => None,
    });
    sayings.collect()
}

/// Whether a command was taken, as its receipt says.
pub fn taken(out: &Outcome) -> bool {
    let receipts = out.effects.iter().filter_map(|effect| match effect {
        Effect::React { emoji, .. } => Some(*emoji),
        _ => None,
    });
    match receipts.collect::<Vec<_>>()[..] {
        ["inbox_tray"] => true,
        ["grey_question"] => false,
        _ => panic!("a command has one receipt: {out:?}"),
    }
}

/// Who set a label, and when.
pub fn labelled(by: &str) -> (Account, Timestamp) {
    (account(by), second(1))
}
