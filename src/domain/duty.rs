// SPDX-License-Identifier: EUPL-1.2
//! Duties: what is asked before a vote and after a decision, of whom, and how far it is done.
//!
//! **Invariant:** people tick, votum counts. A duty is done when it is ticked as a whole, for every member that it is
//! asked of, or item by item where it has a checklist; nothing is done by the passing of time.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::ids::MemberId;
use super::rules::{Contracts, Opinion, Rules};
use super::template;
use super::ticket::{Phase, Ticket};

/// The follow-up that members fulfil one by one.
pub const CONTRACTS: &str = "contracts";

/// The follow-up and requirement that the checklist fulfils.
pub const READINESS: &str = "product-readiness";

/// The requirement by which operations tick that the technical committee was heard.
pub const OPINION: &str = "technical-opinion";

/// The follow-up by which a person certifies a result.
pub const CERTIFICATION: &str = "certification";

/// What an admission lacks, which nobody ticks: a ticket that it names, whose request is accepted, whose product is ready.
pub const ADMISSION: [&str; 3] = ["admission-link", "admission-decision", "admission-readiness"];

/// A duty and how far it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub item: String,
    /// Whether it is done.
    pub done: bool,
    /// The members that it is asked of, each with whether it has done it; empty where it is asked of nobody in person.
    pub members: Vec<(MemberId, bool)>,
    /// Those of them that may not commit money now, and until when; their part rests.
    pub resting: BTreeMap<MemberId, Date>,
    /// The items of its checklist, each with whether it is done.
    pub checklist: Vec<(String, bool)>,
}

impl Step {
    /// Returns how many of how many members have done it.
    #[must_use]
    pub fn count(&self) -> (u64, u64) {
        (self.members.iter().filter(|(_, done)| *done).count() as u64, self.members.len() as u64)
    }

    /// Returns the members of whom it is still asked and does not rest.
    pub fn open(&self) -> impl Iterator<Item = &MemberId> {
        let open = |(member, done): &&(MemberId, bool)| !*done && !self.resting.contains_key(member);
        self.members.iter().filter(open).map(|(member, _)| member)
    }
}

impl Ticket {
    /// Returns the follow-ups that the present state entails.
    #[must_use]
    pub fn follow_ups(&self, rules: &Rules) -> Vec<String> {
        match self.phase {
            Phase::Accepted | Phase::Cleared | Phase::Done => {
                let certified = rules.voting.oversight.certified && self.decision.is_some();
                let first = certified.then(|| CERTIFICATION.to_string());
                let follow_ups = self.process(rules).map(|process| process.follow_ups.clone()).unwrap_or_default();
                first
                    .into_iter()
                    .chain(follow_ups.into_iter().filter(|item| !certified || item != CERTIFICATION))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns the duties that the present state entails, as they stand on a day: before the vote what it requires,
    /// after a decision the follow-ups.
    #[must_use]
    pub fn steps(&self, rules: &Rules, on: Date) -> Vec<Step> {
        let items = match self.phase {
            Phase::Incomplete | Phase::Reading => {
                self.process(rules).map(|process| process.requires.clone()).unwrap_or_default()
            }
            _ => self.follow_ups(rules),
        };
        items.into_iter().map(|item| self.step(rules, item, on)).collect()
    }

    /// Says whether a duty is done: as a whole, for each member that it is asked of, or by its checklist.
    #[must_use]
    pub fn is_done(&self, rules: &Rules, item: &str) -> bool {
        let whole = |item: &str| self.done.contains_key(&(item.to_string(), None));
        let of = |member: &MemberId| self.done.contains_key(&(item.to_string(), Some(member.clone())));
        let mut asked = self.asked_of(rules, item);
        if asked.is_empty() {
            let seats = self.vote.iter().flat_map(|vote| &vote.electorate.seats);
            asked = seats.map(|seat| seat.member.clone()).collect();
        }
        let checklist = &rules.duties.checklist;
        whole(item)
            || (!asked.is_empty() && asked.iter().all(of))
            || (item == READINESS && !checklist.is_empty() && checklist.iter().all(|part| whole(part)))
    }

    /// Returns when a duty was done: when it was ticked as a whole, or when its last part was.
    #[must_use]
    pub fn done_at(&self, rules: &Rules, item: &str) -> Option<Timestamp> {
        let parts: &[String] = if item == READINESS { &rules.duties.checklist } else { &[] };
        let whole = self.done.get(&(item.to_string(), None)).copied();
        let is_part = |ticked: &str| ticked == item || parts.iter().any(|part| part == ticked);
        let last = self.done.iter().filter(|((ticked, _), _)| is_part(ticked)).map(|(_, at)| *at).max();
        whole.or(last).filter(|_| self.is_done(rules, item))
    }

    /// Returns which of these duties are not done yet.
    #[must_use]
    pub fn undone<'a>(&self, rules: &Rules, items: &'a [String]) -> Vec<&'a String> {
        items.iter().filter(|item| !self.is_done(rules, item)).collect()
    }

    /// Returns the members of each of whom a duty is asked: the contracts of all members or of the subgroup. A recused
    /// member signs like any other.
    #[must_use]
    pub fn asked_of(&self, rules: &Rules, item: &str) -> Vec<MemberId> {
        let (Some(vote), Some(process), CONTRACTS) = (&self.vote, self.process(rules), item) else {
            return Vec::new();
        };
        match process.contracts {
            Contracts::None => Vec::new(),
            Contracts::All => vote.electorate.seats.iter().map(|seat| seat.member.clone()).collect(),
            Contracts::Subgroup => template::subgroup(rules, &vote.text.0),
        }
    }

    /// Says whether a result still has to be certified by a person; `None` where there is none, or nobody is asked to.
    #[must_use]
    pub fn awaits_certification(&self, rules: &Rules) -> Option<bool> {
        let asked = rules.voting.oversight.certified && self.decision.is_some() && self.ended.is_none();
        asked.then(|| !self.done.contains_key(&(CERTIFICATION.to_string(), None)))
    }

    /// Says whether `/vote done` may tick an item of this ticket.
    #[must_use]
    pub fn knows_item(&self, rules: &Rules, item: &str) -> bool {
        let Some(process) = self.process(rules) else { return false };
        let opinion = rules.voting.oversight.opinion != Opinion::None && process.approval.is_some();
        match item {
            CERTIFICATION if rules.voting.oversight.certified => return self.awaits_certification(rules).is_some(),
            OPINION if opinion => return true,
            _ => {}
        }
        let known = || process.follow_ups.iter().chain(&process.requires).chain(&rules.gate.requires);
        let of_checklist = rules.duties.checklist.iter().any(|part| part == item);
        known().any(|known| known == item) || (of_checklist && known().any(|known| known == READINESS))
    }

    /// Returns the follow-ups of its process that merging waits for and that are not done.
    #[must_use]
    pub fn unmet(&self, rules: &Rules) -> Vec<String> {
        let asked = self.process(rules).map(|process| process.follow_ups.as_slice()).unwrap_or_default();
        let undone = self.undone(rules, &rules.gate.requires);
        let certification = self.awaits_certification(rules) == Some(true);
        let first = certification.then(|| CERTIFICATION.to_string());
        first.into_iter().chain(undone.into_iter().filter(|item| asked.contains(item)).cloned()).collect()
    }

    fn step(&self, rules: &Rules, item: String, on: Date) -> Step {
        let done = self.is_done(rules, &item);
        let whole = self.done.contains_key(&(item.clone(), None));
        let ticked = |member: &MemberId| whole || self.done.contains_key(&(item.clone(), Some(member.clone())));
        let members: Vec<(MemberId, bool)> =
            self.asked_of(rules, &item).into_iter().map(|member| (member.clone(), ticked(&member))).collect();
        let frozen = |member: &MemberId| {
            let freezes = rules.freezes.iter().filter(|freeze| freeze.member == *member);
            freezes.filter(|freeze| freeze.from <= on && on <= freeze.until).map(|freeze| freeze.until).max()
        };
        let resting = members
            .iter()
            .filter(|(_, done)| !done)
            .filter_map(|(member, _)| Some((member.clone(), frozen(member)?)))
            .collect();
        let checklist = if item == READINESS { rules.duties.checklist.as_slice() } else { &[] };
        let part = |part: &String| (part.clone(), whole || self.done.contains_key(&(part.clone(), None)));
        let checklist = checklist.iter().map(part).collect();
        Step { item, done, members, resting, checklist }
    }
}
