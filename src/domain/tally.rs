// SPDX-License-Identifier: EUPL-1.2
//! The tally: weights by choice, and what would be needed.
//!
//! **Invariant:** a tally is computed from ballots alone and never stored as the truth; whoever holds the ballots,
//! the electorate and the rule gets the same numbers.

use std::collections::BTreeSet;

use super::ballot::Count;
use super::command::Choice;
use super::electorate::Electorate;
use super::ids::MemberId;
use super::reason::Reason;
use super::rules::{Base, Process, Rules};
use super::share::Bar;

/// Weights by choice, as of one instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The entitled weight, without recused members unless they stay in the base.
    pub entitled: u64,
    /// Weight of yes.
    pub yes: u64,
    /// Weight of no.
    pub no: u64,
    /// Weight of abstentions.
    pub abstain: u64,
    /// Weight of members that have no counted ballot and are not recused.
    pub absent: u64,
    /// Weight of recused members.
    pub recused: u64,
    /// The least yes weight that accepts.
    pub needed: u64,
}

/// What a vote came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The bar was reached.
    Accepted,
    /// It was not.
    Rejected,
    /// Too few took part.
    Inquorate,
}

impl Outcome {
    /// Returns the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Inquorate => "inquorate",
        }
    }
}

/// The rule by which a vote is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What has to be reached.
    pub approval: Bar,
    /// What it is a share of.
    pub base: Base,
    /// How much must take part where the base is `cast`.
    pub quorum: Bar,
    /// Whether recused members stay in the base.
    pub recused_in_base: bool,
}

impl Rule {
    /// Returns the rule of `process`; `None` where it holds no vote.
    #[must_use]
    pub fn of(rules: &Rules, process: &Process) -> Option<Self> {
        Some(Self {
            approval: process.approval.clone()?,
            base: rules.base(process),
            quorum: rules.quorum(process).clone(),
            recused_in_base: rules.voting.recused_in_base,
        })
    }
}

impl Tally {
    /// Adds up the counted ballots.
    #[must_use]
    pub fn of(count: &Count, electorate: &Electorate, recused: &BTreeSet<MemberId>, rule: &Rule) -> Self {
        let add = |sum: &mut u64, weight: u64| *sum = sum.saturating_add(weight);
        let mut tally = Self::default();
        for seat in &electorate.seats {
            let weight = seat.weight;
            if recused.contains(&seat.member) {
                add(&mut tally.recused, weight);
                continue;
            }
            match count.counted.get(&seat.member) {
                Some((Choice::Yes, _)) => add(&mut tally.yes, weight),
                Some((Choice::No, _)) => add(&mut tally.no, weight),
                Some((Choice::Abstain, _)) => add(&mut tally.abstain, weight),
                None => add(&mut tally.absent, weight),
            }
        }
        tally.entitled = electorate.total().saturating_sub(if rule.recused_in_base { 0 } else { tally.recused });
        tally.needed = rule.approval.needed(tally.base(rule));
        tally
    }

    /// Returns the weight that the share is a share of.
    #[must_use]
    pub fn base(&self, rule: &Rule) -> u64 {
        match rule.base {
            Base::Entitled => self.entitled,
            Base::Cast => self.yes.saturating_add(self.no),
        }
    }

    /// Decides, and says why: the quorum first where there is one, then the bar. A tie, silence and abstention never
    /// help.
    #[must_use]
    pub fn verdict(&self, rule: &Rule) -> (Outcome, Reason) {
        let reached = self.yes >= self.needed;
        let approval = Reason::new("approval", format!("{} ({})", self.needed, rule.approval), self.yes, reached);
        if rule.base == Base::Entitled {
            let outcome = if reached { Outcome::Accepted } else { Outcome::Rejected };
            return (
                outcome,
                Reason::new("decision", rule.approval.clone(), outcome.key(), reached).because(vec![approval]),
            );
        }
        let part = self.yes.saturating_add(self.no).saturating_add(self.abstain);
        let enough = rule.quorum.holds(part, self.entitled);
        let least = rule.quorum.needed(self.entitled);
        let quorum = Reason::new("quorum", format!("{least} ({})", rule.quorum), part, enough);
        let outcome = match (enough, reached) {
            (false, _) => Outcome::Inquorate,
            (true, true) => Outcome::Accepted,
            (true, false) => Outcome::Rejected,
        };
        let held = outcome == Outcome::Accepted;
        (outcome, Reason::new("decision", rule.approval.clone(), outcome.key(), held).because(vec![quorum, approval]))
    }
}
