// SPDX-License-Identifier: EUPL-1.2
//! Why a merge request waits: each condition with what was found, what is needed, and who can help.
//!
//! **Invariant:** the conditions are read from the same state that the gate and the merge are decided on. Words of
//! people are not in them.

use jiff::Timestamp;

use super::event::Views;
use super::fact::Gate;
use super::ids::Thread;
use super::reason::Why;
use super::request::Request;
use super::rules::{Merging, Rules};
use super::signal::LOCKED;
use super::window;

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Which.
    pub what: &'static str,
    /// The ticket it is about.
    pub ticket: Option<Thread>,
    /// Whether it is met.
    pub held: bool,
    /// What was found.
    pub found: Found,
    /// How many are needed, where that is a number.
    pub needed: Option<u32>,
    /// Who can help.
    pub ask: &'static str,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One word.
    Word(&'static str),
    /// How many.
    Count(usize),
    /// How a ticket stands.
    Why(Why),
    /// What the forge says.
    Forge(String),
}

/// What stands around a merge request and is not its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Whether merging and tagging rest.
    pub paused: bool,
    /// Since when votum serves the project.
    pub arrived: Option<Timestamp>,
    /// The other merge requests that show a status at its head, and what their gates say of it.
    pub neighbours: Vec<(Thread, Gate)>,
}

impl Surroundings {
    /// Takes out of the views what stands around a merge request.
    #[must_use]
    pub fn of(request: &Request, views: &Views) -> Self {
        let head = request.head.as_deref().unwrap_or_default();
        let neighbours = views.neighbours.get(head).cloned().unwrap_or_default();
        Self { paused: views.paused, arrived: views.arrived, neighbours }
    }
}

impl Request {
    /// Returns every condition of the merge, in the order in which they are looked at.
    #[must_use]
    pub fn conditions(&self, rules: &Rules, around: &Surroundings, now: Timestamp) -> Vec<Condition> {
        let mut list = Vec::new();
        let mut add = |what, ticket, held, found, needed, ask| {
            list.push(Condition { what, ticket, held, found, needed, ask });
        };
        if around.paused && rules.gate.merge != Merging::Off {
            add("pause", None, false, Found::Word("paused"), None, "hosts");
        }
        let held = self.hold.is_none();
        add("hold", None, held, Found::Word(if held { "nothing" } else { "held" }), None, "either");
        let named = match (self.is_exempt(), self.names.len()) {
            (true, _) => Found::Word("exempt"),
            (false, 0) => Found::Word("none"),
            (false, count) => Found::Count(count),
        };
        add("named", None, self.is_exempt() || !self.names.is_empty(), named, None, "author");
        let reasons = self.stated.iter().flat_map(|stated| &stated.reasons);
        let missing: Vec<_> = reasons.filter(|(gate, ..)| *gate != Gate::Cleared).collect();
        for ticket in &self.names {
            let about: Vec<_> = missing.iter().filter(|(_, _, about)| about.as_ref() == Some(ticket)).collect();
            for (_, why, _) in &about {
                let ask = if *why == Why::TicketUnknown { "author" } else { "operations" };
                add("ticket", Some(ticket.clone()), false, Found::Why(*why), None, ask);
            }
            if about.is_empty() && self.stated.is_some() {
                add("ticket", Some(ticket.clone()), true, Found::Word("yes"), None, "operations");
            }
        }
        if self.protected {
            let held = missing.iter().all(|(_, why, _)| *why != Why::ChangeNeeded);
            add("change", None, held, Found::Word("protected"), None, "operations");
        }
        let (count, needed) = (self.reviews.len(), rules.gate.reviews);
        let reviewed = count as u64 >= u64::from(needed);
        add("review", None, reviewed, Found::Count(count), Some(needed), "developers");
        if self.is_contested() {
            add("sign", None, false, Found::Word("contested"), None, "maintainers");
        }
        for (neighbour, _) in around.neighbours.iter().filter(|(_, gate)| *gate != Gate::Cleared) {
            add("neighbour", Some(neighbour.clone()), false, Found::Word("uncleared"), None, "author");
        }
        let draft = Found::Word(if self.draft { "draft" } else { "ready" });
        add("draft", None, !self.draft, draft, None, "author");
        let green = match (self.green, self.signals.awaited) {
            (true, _) => "green",
            (false, true) => "absent",
            (false, false) => "red",
        };
        add("pipeline", None, self.green, Found::Word(green), None, "developers");
        let forge = match (&self.signals.obstacle, self.mergeable) {
            (_, true) => Found::Word("yes"),
            (Some(word), false) => Found::Forge(word.clone()),
            (None, false) => Found::Word("computing"),
        };
        let ask = if self.signals.obstacle.as_deref() == Some(LOCKED) { "maintainers" } else { "author" };
        add("forge", None, self.mergeable, forge, None, ask);
        let asked = self.asked.is_some() && self.asked == self.head;
        let older = around.arrived.is_none_or(|arrived| self.created_at < arrived);
        let (merging, word) = match rules.gate.merge {
            Merging::Off => (true, "off"),
            _ if asked => (true, "asked"),
            Merging::Automatic if older => (false, "older"),
            Merging::Automatic => (true, "automatic"),
            Merging::OnCommand => (false, "unasked"),
        };
        add("merging", None, merging, Found::Word(word), None, "releases");
        if !rules.gate.windows.is_empty() && rules.gate.merge != Merging::Off {
            let open = window::is_open(&rules.gate.windows, &rules.calendar, now);
            add("window", None, open, Found::Word(if open { "yes" } else { "closed" }), None, "releases");
        }
        if let Some(why) = self.failure() {
            add("attempt", None, asked, Found::Forge(why.0.clone()), None, "maintainers");
        }
        list
    }
}
