// SPDX-License-Identifier: EUPL-1.2
//! Taking up again what was put off: for a discussion, for its cost, or because operations said so.
//!
//! **Invariant:** what was put off opens by no other way than a word of operations, or for its cost with another text;
//! and the text is looked at as it reads then, not as it read when it was put off.

use jiff::Timestamp;

use super::ticket::Desk;
use crate::domain::event::Person;
use crate::domain::fact::{Fact, Text};
use crate::domain::reason::Why;
use crate::domain::ticket::Phase;

impl Desk<'_> {
    /// Takes up what was put off: `/vote open`, or `/vote open urgent REASON` in spite of its cost and of a reading
    /// that is not over. All members vote anew, under the rules in force.
    pub fn resume(&mut self, person: &Person, urgent: Option<&str>, at: Timestamp) -> bool {
        // For its cost alone it is not taken up as it is but by name and with a reason.
        if self.ticket.why == Some(Why::OverCap) && urgent.is_none() {
            return self.not_now(person, "open");
        }
        let Some(reason) = urgent else { return self.take_up(person, None, at) };
        self.seconded(person, "open", "open urgent", at, |desk| desk.take_up(person, Some(reason), at))
    }

    fn take_up(&mut self, person: &Person, urgent: Option<&str>, at: Timestamp) -> bool {
        let reason = Text::from(urgent.unwrap_or_default());
        self.rules = self.in_force();
        self.record(Fact::Resumed { reason: reason.clone(), by: person.account.clone(), at });
        let Some(process) = self.ticket.process(self.rules) else {
            // The rules know its process no more, so it is classified anew.
            self.start(at);
            return true;
        };
        let hindered = self.barred_by(process).is_some() || self.obstacle(process).is_some();
        let since = self.complete_since(process);
        let may_open = match urgent {
            Some(_) => true,
            None => self.may_open(process, since) && !self.is_over_cap(process),
        };
        if process.approval.is_some() && !hindered && may_open {
            self.link_admission(process);
            let opening = self.opening_by_word(at);
            self.open_vote(opening, urgent.map(|_| reason));
            return true;
        }
        self.settle();
        // What was asked for urgently and cannot be done is explained by what is missing.
        urgent.is_none() || self.ticket.phase == Phase::Voting
    }
}
