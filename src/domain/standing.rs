// SPDX-License-Identifier: EUPL-1.2
//! How a ticket stands for others: for one that comes again, for the money of a year, for the gate of a merge request, and
//! for a request that admits what it decided.
//!
//! **Invariant:** what others are told follows from the ticket's facts and the rules that govern it; only what is accepted
//! or needs no vote clears anything.

use jiff::Timestamp;

use super::budget::{Cover, Step};
use super::duty::READINESS;
use super::event::{Admitted, Standing};
use super::fact::{Gate, ReleaseNote, Text};
use super::money;
use super::reason::Why;
use super::rules::{Pot, Resubmission, Rules};
use super::tally::Outcome;
use super::ticket::{Phase, Ticket};
use super::version::Bump;

impl Ticket {
    /// Returns whether a request like this may come again: `barred`, `allowed` or `not-applicable`.
    #[must_use]
    pub fn resubmission(&self, rules: &Rules) -> &'static str {
        let Some(process) = self.process(rules) else { return "allowed" };
        let decided = self.decision.as_ref().map(|decision| decision.outcome);
        match (self.phase, decided) {
            (Phase::Refused, _) => "barred",
            (_, Some(Outcome::Accepted)) => "not-applicable",
            (_, Some(Outcome::Rejected)) if process.resubmission == Resubmission::Never => "barred",
            _ if process.approval.is_none() => "not-applicable",
            _ => "allowed",
        }
    }

    /// Returns what this ticket asks of a year's money as it stands: a plan while its vote is open, a draw once it is
    /// accepted or cleared. The amount is that of the text voted on, or read when it was cleared.
    #[must_use]
    pub fn booking(&self, rules: &Rules) -> Option<(i16, Step)> {
        let pot = self.process(rules)?.budget?;
        // A text that names no costs draws nothing from the joint pot, and is still judged by its last day and freezes.
        let nothing = (pot == Pot::Joint).then_some(0);
        let amount = |text: &Text| money::costs(&rules.template.amounts, &text.0).one_off.euros().or(nothing);
        let year = |at: Timestamp| rules.calendar.day(at).year();
        match (self.phase, &self.vote, &self.decision, &self.cleared) {
            (Phase::Voting, Some(vote), ..) => {
                Some((year(vote.deadline), Step::Plan { pot, amount: amount(&vote.text)? }))
            }
            (Phase::Accepted | Phase::Done, Some(vote), Some(decision), _) => {
                let electorate = vote.electorate.seats.iter().map(|seat| seat.member.clone()).collect();
                let at = decision.at;
                Some((year(at), Step::Draw { pot, amount: amount(&vote.text)?, electorate, at }))
            }
            (Phase::Cleared | Phase::Done, None, None, Some((at, text))) => {
                Some((year(*at), Step::Draw { pot, amount: amount(text)?, electorate: Vec::new(), at: *at }))
            }
            _ => None,
        }
    }

    /// Returns under which reservations it was accepted: `unfunded:17300`, `after-spend-by:2026-09-30`,
    /// `budget-freeze:<member>`.
    #[must_use]
    pub fn reservations(&self) -> Vec<String> {
        let Some(funding) = &self.funding else { return Vec::new() };
        let short = (funding.cover != Cover::Committed).then(|| funding.cover.to_string());
        short.into_iter().chain(funding.frozen.iter().map(|member| format!("budget-freeze:{member}"))).collect()
    }

    /// Returns what the gate of a merge request that names this ticket is told.
    #[must_use]
    pub fn standing(&self, rules: &Rules) -> Option<Standing> {
        let ticket = self.thread.clone()?;
        let process = self.process(rules);
        let (gate, why) = match self.phase {
            Phase::Accepted | Phase::Done if self.decision.is_some() => (Gate::Cleared, Why::Accepted),
            Phase::Cleared | Phase::Accepted | Phase::Done => (Gate::Cleared, Why::NoVoteNeeded),
            Phase::Rejected => (Gate::Blocked, Why::Rejected),
            Phase::Refused => (Gate::Blocked, Why::Refused),
            Phase::Incomplete => (Gate::Waiting, Why::Incomplete),
            Phase::Reading | Phase::Voting => (Gate::Waiting, Why::VoteOpen),
            Phase::Inquorate => (Gate::Waiting, Why::Inquorate),
            Phase::Withdrawn => (Gate::Waiting, Why::Withdrawn),
            Phase::Void => (Gate::Waiting, Why::VoteVoid),
            Phase::Deferred => (Gate::Waiting, Why::Deferred),
            Phase::Disputed => (Gate::Waiting, Why::ClassificationDisputed),
        };
        let bump = match process {
            _ if self.breaking => Bump::Major,
            Some(process) if process.approval.is_none() => Bump::Patch,
            _ => Bump::Minor,
        };
        let title = if self.confidential { Text::default() } else { self.title.clone() };
        let number = self.decision.as_ref().map(|decision| decision.number.clone());
        Some(Standing {
            gate,
            why,
            number: number.clone(),
            deadline: self.vote.as_ref().filter(|_| self.phase == Phase::Voting).map(|vote| vote.deadline),
            subgroup: process.is_some_and(|process| process.commitments),
            unmet: self.unmet(rules),
            bump,
            tally: self.decision.as_ref().map(|decision| decision.tally.clone()),
            open: self.undone(rules, &self.follow_ups(rules)).into_iter().cloned().collect(),
            note: ReleaseNote { ticket, title, process: self.process.clone(), number },
        })
    }

    /// Returns how it stands for a request to admit it: accepted, and with its product ready.
    #[must_use]
    pub fn admitted(&self, rules: &Rules) -> Admitted {
        let accepted = matches!(self.phase, Phase::Accepted | Phase::Done) && self.ended.is_none();
        let decision = self.decision.as_ref().filter(|_| accepted);
        let ready = decision.and_then(|decision| Some(self.done_at(rules, READINESS)?.max(decision.at)));
        Admitted {
            process: self.process.clone(),
            number: decision.map(|decision| decision.number.clone()),
            ready_at: ready,
        }
    }
}
