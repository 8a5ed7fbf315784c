// SPDX-License-Identifier: EUPL-1.2
//! What else happens in a seed: money, and tickets that are deleted or moved.

use jiff::Timestamp;

use super::people::{Act, Maker, Plan};

/// How much a jointly funded request may cost.
pub const CAP: u32 = 40_000;

/// What the pot for joint requests holds: not enough for three of them.
pub const POT: u32 = 90_000;

/// The rules with a budget, out of which the seed's tickets are paid.
pub fn funded(rules: &str) -> String {
    let joint = "resubmission = \"never\"\n";
    assert!(rules.contains(joint), "the rules of the world have other words now");
    let rules = rules.replace(joint, &format!("{joint}budget = \"joint\"\n"));
    let rules = rules.replace("objections         = 1\n", "objections         = 1\nbudget = \"maintenance\"\n");
    format!("{rules}\n[budget.2026]\njoint = {POT}\nmaintenance = 50000\ncap_per_request = {CAP}\n")
}

/// Takes out what people would do under tickets that are no longer there.
pub fn leave_alone(plan: &mut Plan) {
    let removed: Vec<Option<Timestamp>> = plan.tickets.iter().map(|ticket| ticket.removed).collect();
    let gone = |ticket: usize, at: Timestamp| removed[ticket].is_some_and(|removed| at > removed);
    plan.deeds.retain(|deed| match deed.act {
        Act::Describe { ticket, .. }
        | Act::Label { ticket, .. }
        | Act::Say { ticket, .. }
        | Act::Edit { ticket, .. }
        | Act::Delete { ticket, .. }
        | Act::React { ticket, .. }
        | Act::Unreact { ticket, .. }
        | Act::Close { ticket }
        | Act::Hide { ticket } => !gone(ticket, deed.at),
        _ => true,
    });
}

impl Maker {
    /// Takes the ticket away.
    pub fn remove(&mut self, ticket: usize, at: Timestamp) {
        (self.plan.tickets[ticket].recounts, self.plan.tickets[ticket].removed) = (false, Some(at));
        let moved = self.dice.chance(500);
        let deed = self.deed(at, "olga", Act::Remove { ticket, moved });
        (deed.read_before, deed.read_after) = (true, true);
    }
}
