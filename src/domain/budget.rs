// SPDX-License-Identifier: EUPL-1.2
//! The money of one year: what is planned, committed, spent, and what each decision found in the pot.
//!
//! **Invariant:** decisions count in the order of their instants, then of the ticket numbers, however late votum
//! learned of them; each is judged by the pot's size and the last day as they stood when it was entered. A member is
//! never refused its vote for lack of money, and a repair never its merge.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::fact::Fact;
use super::ids::{MemberId, Thread};
use super::rules::{Budget, Pot};

/// How full a pot is; always shown as a word and a shape, never as a colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Light {
    /// Below the first share.
    #[default]
    Green,
    /// From the first share on.
    Yellow,
    /// From the second share on.
    Red,
}

impl Light {
    /// All lights with their keys.
    pub const ALL: [(&'static str, Self); 3] = [("green", Self::Green), ("yellow", Self::Yellow), ("red", Self::Red)];

    /// Returns the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(_, light)| *light == self).map_or("", |(key, _)| key)
    }

    /// Returns the light of `used` out of `size` by the shares of the year.
    #[must_use]
    pub fn of(used: i64, size: i64, budget: &Budget) -> Self {
        let (used, size) = (u64::try_from(used).unwrap_or(0), u64::try_from(size).unwrap_or(0));
        if budget.red_from.holds(used, size) {
            Self::Red
        } else if budget.yellow_from.holds(used, size) {
            Self::Yellow
        } else {
            Self::Green
        }
    }
}

/// Whether a decision's money was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cover {
    /// It is committed.
    Committed,
    /// So much was missing; nothing is committed.
    Unfunded(i64),
    /// The pot's last day had passed; nothing is committed.
    AfterSpendBy(Date),
}

impl Cover {
    /// Returns the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Committed => "committed",
            Self::Unfunded(_) => "unfunded",
            Self::AfterSpendBy(_) => "after-spend-by",
        }
    }

    /// Reads what [`fmt::Display`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None if text == "committed" => Some(Self::Committed),
            Some(("unfunded", missing)) => missing.parse().ok().map(Self::Unfunded),
            Some(("after-spend-by", day)) => day.parse().ok().map(Self::AfterSpendBy),
            _ => None,
        }
    }
}

impl fmt::Display for Cover {
    /// Writes `committed`, `unfunded:17300`, `after-spend-by:2026-09-30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Committed => f.write_str(self.key()),
            Self::Unfunded(missing) => write!(f, "unfunded:{missing}"),
            Self::AfterSpendBy(day) => write!(f, "after-spend-by:{day}"),
        }
    }
}

/// What a ticket asks of a year's money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Which ticket.
    pub ticket: Thread,
    /// What it asks.
    pub step: Step,
}

/// One step of a ticket in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its vote is open; if accepted it will cost so much.
    Plan { pot: Pot, amount: i64 },
    /// Its vote ended without using the money.
    Drop,
    /// It was accepted or cleared at that instant.
    Draw { pot: Pot, amount: i64, electorate: Vec<MemberId>, at: Timestamp },
    /// What it drew is free again.
    Return { at: Timestamp },
    /// So much was paid for it (below zero: a correction).
    Pay { amount: i64, at: Timestamp },
}

/// What a decision found in its pot, as its ticket is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funding {
    /// The year.
    pub year: i16,
    /// The pot.
    pub pot: Pot,
    /// The amount.
    pub amount: i64,
    /// Whether the money was there.
    pub cover: Cover,
    /// What is left of the pot right after, where its size is known.
    pub left: Option<i64>,
    /// What the pot has given right after, this one included.
    pub sum: i64,
    /// The pot's light before.
    pub before: Light,
    /// Its light right after.
    pub light: Light,
    /// Members of the electorate that were frozen on that day.
    pub frozen: Vec<MemberId>,
}

/// A draw on a pot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whose.
    pub ticket: Thread,
    /// Which pot.
    pub pot: Pot,
    /// How much.
    pub amount: i64,
    /// The pot's size when it was entered.
    pub size: Option<i64>,
    /// The last day of the pot when it was entered.
    pub spend_by: Option<Date>,
    /// The day of the decision in the partnership's zone.
    pub day: Date,
    /// Members that were frozen on that day.
    pub frozen: Vec<MemberId>,
    /// The instant of the decision.
    pub at: Timestamp,
    /// When it was taken back.
    pub returned: Option<Timestamp>,
}

/// The ledger of one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// What is asked for by open votes.
    pub planned: BTreeMap<Thread, (Pot, i64)>,
    /// What was drawn, in the order in which votum learned of it.
    pub lines: Vec<Line>,
    /// What was paid.
    pub paid: BTreeMap<Thread, i64>,
}

/// A line with what it found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The line.
    pub line: &'a Line,
    /// Whether the money was there.
    pub cover: Cover,
    /// What the pot has given right after, this one included.
    pub sum: i64,
    /// The pot's light before.
    pub before: Light,
    /// Its light right after.
    pub light: Light,
}

impl Entry<'_> {
    /// Returns what is left of the pot right after.
    #[must_use]
    pub fn left(&self) -> Option<i64> {
        self.line.size.map(|size| size.saturating_sub(self.sum))
    }
}

impl Ledger {
    /// Returns the state after one more fact; facts of other streams change nothing.
    #[must_use]
    pub fn after(mut self, fact: &Fact) -> Self {
        match fact.clone() {
            Fact::Planned { ticket, pot, amount, .. } => drop(self.planned.insert(ticket, (pot, amount))),
            Fact::PlanDropped { ticket, .. } => drop(self.planned.remove(&ticket)),
            Fact::Drawn { ticket, pot, amount, size, spend_by, day, frozen, at } => {
                self.planned.remove(&ticket);
                self.lines.push(Line { ticket, pot, amount, size, spend_by, day, frozen, at, returned: None });
            }
            Fact::Returned { ticket, at } => {
                let open = self.lines.iter_mut().filter(|line| line.ticket == ticket && line.returned.is_none());
                open.for_each(|line| line.returned = Some(at.max(line.at)));
            }
            Fact::Paid { ticket, amount, .. } => {
                let paid = self.paid.entry(ticket).or_default();
                *paid = paid.saturating_add(amount);
            }
            _ => {}
        }
        self
    }

    /// Folds facts into a state.
    #[must_use]
    pub fn from_facts<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        facts.into_iter().fold(Self::default(), Self::after)
    }

    /// Returns the line of a ticket that still draws.
    #[must_use]
    pub fn standing(&self, ticket: &Thread) -> Option<&Line> {
        self.lines.iter().find(|line| line.ticket == *ticket && line.returned.is_none())
    }

    /// Returns the run of a pot: every line that still stands, in the order in which decisions count, with what it
    /// found there. A line that was taken back counts against the others until then.
    #[must_use]
    pub fn run(&self, pot: Pot, budget: Option<&Budget>) -> Vec<Entry<'_>> {
        // At the same instant what is given back is there before anybody draws on it.
        let mut steps: Vec<(Timestamp, bool, u64, &Thread, usize)> = Vec::new();
        for (i, line) in self.lines.iter().enumerate().filter(|(_, line)| line.pot == pot) {
            steps.push((line.at, true, line.ticket.iid, &line.ticket, i));
            steps.extend(line.returned.map(|at| (at, line.at == at, line.ticket.iid, &line.ticket, i)));
        }
        steps.sort();
        let mut committed: BTreeMap<usize, i64> = BTreeMap::new();
        let mut sum: i64 = 0;
        let mut seen = vec![false; self.lines.len()];
        let mut entries = Vec::new();
        for (.., i) in steps {
            let Some(line) = self.lines.get(i) else { continue };
            if std::mem::replace(&mut seen[i], true) {
                sum = sum.saturating_sub(committed.remove(&i).unwrap_or(0));
                continue;
            }
            let light = |sum: i64| match (line.size, budget) {
                (Some(size), Some(budget)) => Light::of(sum, size, budget),
                _ => Light::Green,
            };
            let before = light(sum);
            let cover = line.cover(sum);
            if cover == Cover::Committed {
                committed.insert(i, line.amount);
                sum = sum.saturating_add(line.amount);
            }
            if line.returned.is_none() {
                entries.push(Entry { line, cover, sum, before, light: light(sum) });
            }
        }
        entries
    }

    /// Returns what decisions have committed and not given back.
    #[must_use]
    pub fn committed(&self, pot: Pot, budget: Option<&Budget>) -> i64 {
        let run = self.run(pot, budget);
        let committed = run.iter().filter(|entry| entry.cover == Cover::Committed);
        committed.fold(0, |sum, entry| sum.saturating_add(entry.line.amount))
    }

    /// Returns how much is missing if every open vote on a pot of that size is accepted; `None` where it is enough.
    #[must_use]
    pub fn shortfall(&self, pot: Pot, budget: Option<&Budget>) -> Option<i64> {
        let size = budget?.size(pot)?;
        let used = self.committed(pot, budget);
        let planned = self.planned.values().filter(|(of, _)| *of == pot).map(|(_, amount)| *amount);
        let missing = planned.fold(used, i64::saturating_add).saturating_sub(size);
        (missing > 0).then_some(missing)
    }
}

impl Line {
    /// Says whether the money is there once the pot has given `sum`. Only the joint pot can run out; what upkeep and
    /// security cost is only shown.
    fn cover(&self, sum: i64) -> Cover {
        if self.pot == Pot::Maintenance {
            return Cover::Committed;
        }
        match (self.spend_by, self.size) {
            (Some(last), _) if self.day > last => Cover::AfterSpendBy(last),
            (_, Some(size)) if self.amount > size.saturating_sub(sum) => {
                Cover::Unfunded(self.amount.saturating_sub(size.saturating_sub(sum).max(0)))
            }
            _ => Cover::Committed,
        }
    }
}
