// SPDX-License-Identifier: EUPL-1.2
//! Admission: a request that wants for all what a subgroup had accepted, and the decision that it goes back to.
//!
//! **Invariant:** votum finds that decision by the reference in the description alone; which of several is meant, it does
//! not guess: one that is accepted and ready is enough, and the first of them is kept.

use super::ticket::Desk;
use crate::domain::duty::ADMISSION;
use crate::domain::event::Admitted;
use crate::domain::fact::Fact;
use crate::domain::ids::Thread;
use crate::domain::rules::Process;

impl Desk<'_> {
    /// Returns the named ticket that is nearest to being admitted: ready, else accepted, else any of that process.
    pub fn admission(&self, process: &Process) -> Option<(&Thread, &Admitted)> {
        let wanted = process.admits.as_ref()?;
        let named = self.views.admitted.iter().filter(|(_, admitted)| admitted.process.as_ref() == Some(wanted));
        named.min_by_key(|(_, admitted)| (admitted.ready_at.is_none(), admitted.number.is_none()))
    }

    /// Returns what is missing for an admission, by its key; `None` where nothing is, or none is asked for.
    pub fn missing_admission(&self, process: &Process) -> Option<&'static str> {
        process.admits.as_ref()?;
        let [link, decision, readiness] = ADMISSION;
        match self.admission(process) {
            None => Some(link),
            Some((_, admitted)) if admitted.number.is_none() => Some(decision),
            Some((_, admitted)) if admitted.ready_at.is_none() => Some(readiness),
            Some(_) => None,
        }
    }

    /// Keeps which decision the request goes back to.
    pub fn link_admission(&mut self, process: &Process) {
        let found = self.admission(process);
        let Some((ticket, number)) =
            found.and_then(|(ticket, admitted)| Some((ticket.clone(), admitted.number.clone()?)))
        else {
            return;
        };
        if self.ticket.admits.as_ref() != Some(&(ticket.clone(), number.clone())) {
            self.record(Fact::Admits { ticket, number });
        }
    }
}
