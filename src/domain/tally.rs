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
    /// The least yes weight that accepts; 0 where silence consents.
    pub needed: u64,
    /// The second majority, where the contributions have to reach the share as well.
    pub contributions: Option<Contributions>,
}

/// The contributions of the members in whole euros, as the votes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contributions {
    /// Those of the base.
    pub base: u64,
    /// Those of the members that say yes.
    pub yes: u64,
    /// The least that accepts.
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
    /// Whether the contributions have to reach the share as well.
    pub contributions: bool,
    /// How much weight of no it takes to reject where silence consents; then nothing else is asked.
    pub silence: Option<u64>,
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
            contributions: rules.voting.contributions && process.silence.is_none(),
            silence: process.silence,
        })
    }
}

impl Tally {
    /// Adds up the counted ballots.
    #[must_use]
    pub fn of(count: &Count, electorate: &Electorate, recused: &BTreeSet<MemberId>, rule: &Rule) -> Self {
        let add = |sum: &mut u64, weight: u64| *sum = sum.saturating_add(weight);
        let mut tally = Self::default();
        let mut euros = Contributions::default();
        for seat in &electorate.seats {
            let (weight, recused) = (seat.weight, recused.contains(&seat.member));
            let choice = count.counted.get(&seat.member).filter(|_| !recused).map(|(choice, _)| *choice);
            match choice {
                _ if recused => add(&mut tally.recused, weight),
                Some(Choice::Yes) => add(&mut tally.yes, weight),
                Some(Choice::No) => add(&mut tally.no, weight),
                Some(Choice::Abstain) => add(&mut tally.abstain, weight),
                None => add(&mut tally.absent, weight),
            }
            let in_base = match rule.base {
                Base::Entitled => !recused || rule.recused_in_base,
                Base::Cast => matches!(choice, Some(Choice::Yes | Choice::No)),
            };
            add(&mut euros.base, if in_base { seat.contribution } else { 0 });
            add(&mut euros.yes, if choice == Some(Choice::Yes) { seat.contribution } else { 0 });
        }
        tally.entitled = electorate.total().saturating_sub(if rule.recused_in_base { 0 } else { tally.recused });
        if rule.silence.is_none() {
            tally.needed = rule.approval.needed(tally.base(rule));
        }
        euros.needed = rule.approval.needed(euros.base);
        tally.contributions = rule.contributions.then_some(euros);
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

    /// Says whether the outcome is the same whatever the members do that have no counted ballot, or one that may still
    /// be another, as those of `open` may: more yes only helps, more no only harms, and any ballot makes a quorum, so it
    /// is enough to let all of them choose alike, and to let those of `open` fall away.
    #[must_use]
    pub fn is_fixed(
        count: &Count,
        open: &BTreeSet<MemberId>,
        electorate: &Electorate,
        recused: &BTreeSet<MemberId>,
        rule: &Rule,
    ) -> bool {
        let outcome = |count: &Count| Self::of(count, electorate, recused, rule).verdict(rule).0;
        let mut settled = count.clone();
        settled.counted.retain(|member, _| !open.contains(member));
        let all = |choice| {
            let mut end = settled.clone();
            for seat in &electorate.seats {
                end.counted.entry(seat.member.clone()).or_insert((choice, 0));
            }
            outcome(&end)
        };
        let now = outcome(count);
        outcome(&settled) == now
            && [Choice::Yes, Choice::No, Choice::Abstain].into_iter().all(|choice| all(choice) == now)
    }

    /// Decides, and says why: the quorum first where there is one, then the bar, by votes and where that is asked for by
    /// contributions. A tie, silence and abstention never help, unless the rules say that silence consents.
    #[must_use]
    pub fn verdict(&self, rule: &Rule) -> (Outcome, Reason) {
        if let Some(limit) = rule.silence {
            return self.verdict_of_silence(limit);
        }
        let needed = |least: u64| format!("{least} ({})", rule.approval);
        let mut reasons = vec![Reason::new("approval", needed(self.needed), self.yes, self.yes >= self.needed)];
        if let Some(euros) = &self.contributions {
            let reached = euros.yes >= euros.needed;
            reasons.push(Reason::new("contributions", needed(euros.needed), euros.yes, reached));
        }
        let reached = reasons.iter().all(|reason| reason.held);
        let mut outcome = if reached { Outcome::Accepted } else { Outcome::Rejected };
        if rule.base == Base::Cast {
            let part = self.yes.saturating_add(self.no).saturating_add(self.abstain);
            let enough = rule.quorum.holds(part, self.entitled);
            let least = rule.quorum.least(self.entitled);
            reasons.insert(0, Reason::new("quorum", format!("{least} ({})", rule.quorum), part, enough));
            if !enough {
                outcome = Outcome::Inquorate;
            }
        }
        let held = outcome == Outcome::Accepted;
        (outcome, Reason::new("decision", rule.approval.clone(), outcome.key(), held).because(reasons))
    }

    /// Decides where silence consents: by the objections alone. Where nobody takes part, nobody could have objected,
    /// and nothing is accepted.
    fn verdict_of_silence(&self, limit: u64) -> (Outcome, Reason) {
        let voters = [self.yes, self.no, self.abstain, self.absent].into_iter().fold(0, u64::saturating_add);
        let (few, some) = (self.no < limit, voters > 0);
        let outcome = if few && some { Outcome::Accepted } else { Outcome::Rejected };
        let needed = format!("< {limit}");
        let reasons =
            vec![Reason::new("voters", 1, voters, some), Reason::new("objections", needed.clone(), self.no, few)];
        (outcome, Reason::new("decision", needed, outcome.key(), few && some).because(reasons))
    }
}
