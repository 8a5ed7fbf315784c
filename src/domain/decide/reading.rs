// SPDX-License-Identifier: EUPL-1.2
//! What a reading of the ticket itself changes: title, text, labels, open or closed.
//!
//! **Invariant:** who set a label is what the forge's history says, never what a payload says; a label set by anyone
//! but operations is put back with a word.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::ticket::Desk;
use crate::domain::calendar::cut;
use crate::domain::chain;
use crate::domain::effect::Effect;
use crate::domain::event::TicketRead;
use crate::domain::fact::{End, Fact, Text};
use crate::domain::ids::Account;
use crate::domain::label::{BREAKING, OWN};
use crate::domain::money;
use crate::domain::reason::Why;
use crate::domain::rules::Role;
use crate::domain::saying::Saying;
use crate::domain::template;
use crate::domain::ticket::Phase;

impl Desk<'_> {
    /// Takes in a ticket as read at the forge.
    pub fn observe(&mut self, read: &TicketRead) {
        self.untouched = read.untouched;
        let first = self.ticket.thread.is_none();
        let classified = read.labels.keys().any(|label| self.rules.is_process_label(label));
        if first && !read.open && !classified {
            return;
        }
        if first {
            let (author, name) = (read.author.account.clone(), Text(read.author.name.clone()));
            let created_at = read.created_at;
            self.record(Fact::Registered { ticket: read.ticket.clone(), author, name, created_at });
        }
        self.texts(read, first);
        if self.is_confidential(read) && !self.ticket.confidential {
            self.record(Fact::Confidential);
        }
        self.breaking(read);
        self.openness(read);
        self.labels(read);
        if first && self.ticket.started.is_none() && self.ticket.open {
            self.start(read.created_at);
        }
        self.settle();
        self.reopen(read);
        self.hint(read);
        self.state_labels(read);
    }

    /// Puts back a label of votum's own that somebody changed: they are output only.
    fn state_labels(&mut self, read: &TicketRead) {
        let wanted = format!("{OWN}{}", self.ticket.phase.key());
        let mut own = read.labels.keys().filter(|label| label.starts_with(OWN));
        let right = own.next() == Some(&wanted) && own.next().is_none();
        if !right && self.ticket.process.is_some() {
            let state = self.ticket.phase.key();
            let known = |label: &&String| Phase::ALL.iter().any(|(key, _)| label.strip_prefix(OWN) == Some(key));
            let own = read.labels.keys().filter(|label| label.starts_with(OWN));
            let strays = own.filter(|label| !known(label)).cloned().collect();
            self.ask(Effect::StateLabel { thread: self.thread.clone(), state, strays });
        }
    }

    fn texts(&mut self, read: &TicketRead, first: bool) {
        if self.ticket.title.0 != read.title || first {
            self.record(Fact::Titled { title: Text(read.title.clone()) });
        }
        let digest = chain::digest(&read.description);
        if !first && digest == self.ticket.text_digest {
            return;
        }
        let substance = template::substance(&read.description);
        let at = cut(read.updated_at.min(self.now));
        let text = Text(read.description.clone());
        self.record(Fact::Described { text, digest: digest.clone(), substance: substance.clone(), at });
        if self.ticket.phase == Phase::Deferred && self.ticket.why == Some(Why::OverCap) && self.ticket.text_at == at {
            // What was put off for its cost comes again with another text.
            self.start(at);
        }
        let Some(vote) = self.ticket.vote.as_ref().filter(|_| self.ticket.phase == Phase::Voting) else { return };
        if template::substance(&vote.text.0) != substance {
            let before = Box::new(money::costs(&self.rules.template.amounts, &vote.text.0));
            self.record(Fact::TextChanged { digest: digest.clone(), at });
            let costs = |text: &str| Box::new(money::costs(&self.rules.template.amounts, text));
            let saying = Saying::TextChanged { at, before, after: costs(&read.description) };
            let key = self.slot(&format!("text-{}", &digest[..16]));
            self.tell(key, saying);
        }
    }

    fn is_confidential(&self, read: &TicketRead) -> bool {
        let labelled = |label: &String| read.labels.contains_key(label);
        read.confidential || self.rules.processes.iter().filter_map(|p| p.confidential_label.as_ref()).any(labelled)
    }

    fn breaking(&mut self, read: &TicketRead) {
        let breaking = match read.labels.get(BREAKING) {
            Some(_) if !read.traced => self.ticket.breaking,
            Some(Some((by, _))) => self.is_operations(by) || self.views.roster.holds(by, Role::Releases),
            _ => false,
        };
        if breaking != self.ticket.breaking {
            self.record(Fact::Breaking { breaking });
        }
    }

    /// Takes in whether the ticket is open: its applicant and operations may close it, others not.
    fn openness(&mut self, read: &TicketRead) {
        if read.open == self.ticket.open {
            return;
        }
        let at = read.closed_at.filter(|_| !read.open).unwrap_or(self.now);
        let at = cut(at);
        if self.comes_after_the_deadline(at) {
            return self.ask(Effect::Read { thread: self.thread.clone() });
        }
        let by = read.closed_by.clone().filter(|_| !read.open);
        if !read.open && self.is_pending() {
            let may = by.as_ref().is_some_and(|by| self.is_applicant(by) || self.is_operations(by));
            if !may {
                // It is opened again once the rest of the reading is taken in.
                return;
            }
            self.record(Fact::Open { open: false, by, at });
            return self.end(End::Withdrawn, Why::Closed, Text::default(), None, at);
        }
        self.record(Fact::Open { open: read.open, by, at });
        if !read.open {
            return;
        }
        if self.ticket.resubmission(self.rules) == "barred" {
            let number = self.first_number();
            self.ask(Effect::Open { ticket: self.thread.clone(), open: false });
            self.tell("closed-again".to_string(), Saying::ClosedAgain { number });
        } else if self.ticket.phase == Phase::Withdrawn && self.ticket.why == Some(Why::Closed) {
            self.start(at);
        }
    }

    /// Returns the number of the decision that bars the ticket: its own, or that of the request which it resubmits.
    fn first_number(&self) -> Option<String> {
        let own = self.ticket.decision.as_ref().map(|decision| decision.number.clone());
        let earlier = self.ticket.ended.as_ref().and_then(|ended| self.views.earlier.get(ended.about.as_ref()?));
        own.or_else(|| earlier.and_then(|earlier| earlier.number.clone()))
    }

    /// Opens again what others closed, unless it came to its end or lost its type in the same reading: then it stands
    /// closed.
    fn reopen(&mut self, read: &TicketRead) {
        let at = cut(read.closed_at.unwrap_or(self.now));
        if read.open || !self.ticket.open || self.comes_after_the_deadline(at) {
            return;
        }
        let by = read.closed_by.clone();
        if !self.is_pending() {
            return self.record(Fact::Open { open: false, by, at });
        }
        self.ask(Effect::Open { ticket: self.thread.clone(), open: true });
        let key = by.map_or_else(|| "nobody".to_string(), |by| by.to_string());
        self.tell(format!("reopened-{key}"), Saying::Reopened);
    }

    /// Says whether a decision on the ticket is still to come.
    fn is_pending(&self) -> bool {
        let open = matches!(self.ticket.phase, Phase::Incomplete | Phase::Reading | Phase::Voting | Phase::Disputed);
        open && self.ticket.process.is_some()
    }

    /// Takes in the process labels: those that operations set stand, others are put back.
    fn labels(&mut self, read: &TicketRead) {
        // A vote knows the labels of its own rules, and what it may be classified as are those of the rules in force.
        let known = [self.rules, self.in_force()];
        let of_a_process = |label: &&String| known.iter().any(|rules| rules.is_process_label(label));
        let present: BTreeSet<String> = read.labels.keys().filter(of_a_process).cloned().collect();
        let accepted: BTreeSet<String> = self.ticket.labels.iter().cloned().collect();
        if present == accepted {
            return;
        }
        if !read.traced {
            // The labels were those that votum knew when it read them, and no longer are.
            return self.ask(Effect::Read { thread: self.thread.clone() });
        }
        let mut next = accepted.clone();
        let mut latest: Option<(Account, Timestamp)> = None;
        let mut foreign: Vec<(Option<Account>, String, bool)> = Vec::new();
        let mut leftover = (Vec::new(), Vec::new());
        let mut judge = |label: &String, change: Option<(Account, Timestamp)>, added: bool, stale: bool| {
            let by_operations = change.as_ref().is_some_and(|(by, _)| self.is_operations(by));
            if stale {
                if added { leftover.1.push(label.clone()) } else { leftover.0.push(label.clone()) }
            } else if by_operations && !self.ticket.phase.is_decided() && self.ticket.decision.is_none() {
                if added {
                    next.insert(label.clone())
                } else {
                    next.remove(label)
                };
                latest = latest.take().max(change);
            } else {
                foreign.push((change.map(|(by, _)| by), label.clone(), added));
            }
        };
        for label in present.difference(&accepted) {
            let change = read.labels.get(label).cloned().flatten();
            let dropped = self.ticket.dropped.get(label);
            let stale = matches!((&change, dropped), (Some((_, at)), Some(dropped)) if at <= dropped);
            judge(label, change, true, stale);
        }
        for label in accepted.difference(&present) {
            let change = read.removed.get(label).cloned();
            let since = self.ticket.accepted.get(label);
            let stale = matches!((&change, since), (Some((_, at)), Some(since)) if at < since) || change.is_none();
            judge(label, change, false, stale);
        }
        if latest.as_ref().is_some_and(|(_, at)| self.comes_after_the_deadline(*at)) {
            return self.ask(Effect::Read { thread: self.thread.clone() });
        }
        self.put_back(foreign, leftover);
        if next != accepted {
            let (by, at) = latest.map_or((None, cut(self.now)), |(by, at)| (Some(by), at));
            self.record(Fact::Labelled { labels: next.into_iter().collect(), by, at });
            self.start(at);
        }
    }

    fn put_back(&mut self, foreign: Vec<(Option<Account>, String, bool)>, leftover: (Vec<String>, Vec<String>)) {
        let (mut add, mut remove) = leftover;
        for (by, label, added) in foreign {
            if added {
                remove.push(label.clone());
            } else {
                add.push(label.clone());
            }
            if by.as_ref().is_some_and(|by| self.views.roster.is_bot(by)) {
                continue;
            }
            let key = by.as_ref().map_or_else(|| "nobody".to_string(), ToString::to_string);
            let saying = Saying::LabelPutBack { label: label.clone() };
            self.tell(format!("label-{key}-{label}"), saying);
        }
        if !add.is_empty() || !remove.is_empty() {
            self.ask(Effect::Labels { thread: self.thread.clone(), add, remove });
        }
    }
}
