// SPDX-License-Identifier: EUPL-1.2
//! Four eyes: where the rules ask for them, a powerful act of operations takes a second account.
//!
//! **Invariant:** nothing happens on the word of one account; whoever asked first is not the second, and the second
//! asks for the very same act.

use jiff::Timestamp;

use super::ticket::Desk;
use crate::domain::event::Person;
use crate::domain::fact::Fact;
use crate::domain::saying::Saying;

impl Desk<'_> {
    /// Does a powerful act, at once where one account is enough, and otherwise when a second one asks for it. `act` says
    /// what it is in one word for each thing that may differ; returns whether the command was taken.
    pub fn seconded(
        &mut self,
        person: &Person,
        command: &'static str,
        act: &str,
        at: Timestamp,
        deed: impl FnOnce(&mut Self) -> bool,
    ) -> bool {
        let first = self.ticket.awaiting.get(act);
        let alone = first.is_none_or(|first| *first == person.account);
        if !self.rules.voting.oversight.four_eyes || !alone {
            return deed(self);
        }
        if first.is_none() {
            self.record(Fact::AwaitsSecond { act: act.to_string(), by: person.account.clone(), at });
        }
        let slot = self.slot(&format!("second-{}", act.replace(' ', "-")));
        self.tell(slot, Saying::AwaitsSecond { name: person.name.clone(), command });
        true
    }
}
