// SPDX-License-Identifier: EUPL-1.2
//! What of a ticket's labels decides something: its process, and whether it breaks what was there. The labels of the
//! state are votum's own words and decide nothing.
//!
//! **Invariant:** labels that are those of the state need no setter, because nothing follows from them; any other one
//! does.

use std::collections::BTreeSet;

use super::rules::Rules;
use super::ticket::Ticket;

/// The label by which operations or release managers say that a change breaks what was there.
pub const BREAKING: &str = "breaking";

/// What the names of votum's own labels begin with.
pub const OWN: &str = "votum::";

impl Ticket {
    /// Says whether nothing follows from these labels, whoever set them. Under rules that were frozen earlier it is not
    /// said.
    #[must_use]
    pub fn knows_labels(&self, rules: &Rules, labels: &BTreeSet<String>) -> bool {
        let frozen = self.vote.as_ref().is_some_and(|vote| vote.rules != rules.digest);
        let present: BTreeSet<&String> = labels.iter().filter(|label| rules.is_process_label(label)).collect();
        let known: BTreeSet<&String> = self.labels.iter().collect();
        !frozen && present == known && (self.breaking || !labels.contains(BREAKING))
    }

    /// Says whether a ticket that carries these labels carries what votum wants it to, and nothing that it does not know.
    #[must_use]
    pub fn is_labelled(&self, rules: &Rules, labels: &BTreeSet<String>) -> bool {
        let state = format!("{OWN}{}", self.phase.key());
        let mut own = labels.iter().filter(|label| label.starts_with(OWN));
        self.thread.is_some() && self.knows_labels(rules, labels) && own.next() == Some(&state) && own.next().is_none()
    }
}
