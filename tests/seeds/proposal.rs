// SPDX-License-Identifier: EUPL-1.2
//! Merge requests of a seed: what they name, who pushes, reviews, holds, and poses as votum.

use jiff::SignedDuration;

use super::people::{Act, Maker};
use crate::world::{CORE, MODULE};

impl Maker {
    /// A merge request. What undoes a clearance comes before the first one is possible: what is merged stays merged.
    pub fn proposal(&mut self) {
        let hours = SignedDuration::from_hours;
        let request = self.plan.requests;
        self.plan.requests += 1;
        let kind = self.dice.below(10);
        let names = (kind < 8).then(|| self.dice.below(self.plan.tickets.len()));
        let (project, path) =
            (self.dice.pick(&[CORE, MODULE]), if kind == 8 { "docs/anleitung.md" } else { "src/karte.ts" });
        let (from, waits) = match names.map(|ticket| &self.plan.tickets[ticket]) {
            Some(ticket) if ticket.deadline > ticket.opens => (ticket.opens, ticket.deadline - hours(24)),
            Some(ticket) => (ticket.opens + hours(2), ticket.opens + hours(24 * 6)),
            None => (self.plan.begin + hours(24), self.plan.begin + hours(24 * 6)),
        };
        let Some(mut at) = self.moment(from, from + (waits.duration_since(from)) / 2) else {
            self.plan.requests -= 1;
            return;
        };
        self.deed(at, "dev", Act::Propose { request, project, names, path });
        let voted_on = names.is_some_and(|ticket| self.plan.tickets[ticket].recounts);
        for _ in 0..self.dice.below(3) {
            let Some(next) = self.moment(at, waits) else { break };
            at = next;
            match self.dice.below(6) {
                5 if voted_on => {
                    self.deed(at, "otto", Act::Approve { request });
                    at += SignedDuration::from_mins(45);
                    self.deed(at, "otto", Act::Unapprove { request });
                }
                4 => drop(self.deed(at, "dev", Act::Pose { request }).clone()),
                0 => {
                    self.deed(at, "dev", Act::Target { request, branch: "anderswo" });
                    at += SignedDuration::from_mins(20);
                    self.deed(at, "dev", Act::Target { request, branch: "main" });
                }
                1 => {
                    self.deed(at, "dev", Act::Title { request, title: "Draft: Karte" });
                    at += SignedDuration::from_mins(30);
                    self.deed(at, "dev", Act::Title { request, title: "Karte" });
                }
                2 if voted_on => {
                    self.deed(at, "otto", Act::Approve { request });
                    at += SignedDuration::from_mins(45);
                    self.deed(at, "dev", Act::Push { request });
                }
                _ => drop(self.deed(at, "dev", Act::Push { request }).clone()),
            }
        }
        if self.dice.chance(150) {
            at += SignedDuration::from_mins(5);
            self.deed(at, "dev", Act::Approve { request });
        }
        if self.dice.chance(100) {
            at += SignedDuration::from_mins(5);
            let deed = self.deed(at, "rita", Act::Command { request, words: "/vote hold Erst prüfen" });
            (deed.read_after, deed.heard) = (true, true);
        }
        if self.dice.chance(750)
            && let Some(at) = self.moment(at, waits + hours(24 * 4))
        {
            let by = self.dice.pick(&["rev", "rita"]);
            self.deed(at, by, Act::Approve { request });
        }
    }
}
