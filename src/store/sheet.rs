// SPDX-License-Identifier: EUPL-1.2
//! What the register shows of a ticket and a merge request: the objects of the JSON API, kept as rows.
//!
//! **Invariant:** members, never accounts; of a confidential ticket never a word of its text. Instants are RFC 3339.

use serde::{Deserialize, Serialize};

/// A ticket in the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketSheet {
    /// `opencode:group/project`.
    pub project: String,
    /// Its number there.
    pub iid: u64,
    /// Its title; empty where it is or was confidential.
    pub title: String,
    /// Whether it is or was confidential.
    pub confidential: bool,
    /// Its process.
    pub process: Option<String>,
    /// Where it stands.
    pub state: String,
    /// Why it stands there.
    pub reason: Option<String>,
    /// What is missing, while it is incomplete.
    pub missing: Vec<String>,
    /// The number of the vote note at the forge.
    pub vote_note: Option<u64>,
    /// When reading began.
    pub reading_since: Option<String>,
    /// When the vote is to open, or opened.
    pub opens_at: Option<String>,
    /// When the vote opened.
    pub opened_at: Option<String>,
    /// Its deadline.
    pub deadline: Option<String>,
    /// When it ended without a result.
    pub ended_at: Option<String>,
    /// The numbers.
    pub tally: Option<TallySheet>,
    /// Why it came out so.
    pub reasons: Option<ReasonSheet>,
    /// All ballots, in the order in which votum learned of them.
    pub ballots: Vec<BallotSheet>,
    /// The members that may decide, with their weights.
    pub electorate: Vec<SeatSheet>,
    /// SHA-256 over the electorate.
    pub electorate_digest: Option<String>,
    /// SHA-256 of the text voted on.
    pub text_digest: Option<String>,
    /// SHA-256 of the rules that decide it.
    pub rules_digest: Option<String>,
    /// Duties, with what is done of each.
    pub follow_ups: Vec<String>,
    /// Those of the duties that are done.
    pub done: Vec<String>,
    /// The duties, each with how far it is done.
    #[serde(default)]
    pub steps: Vec<StepSheet>,
    /// The number of the decision whose result it wants for all.
    #[serde(default)]
    pub admits: Option<String>,
    /// The members that want to talk about it.
    #[serde(default)]
    pub discussion: Vec<String>,
    /// Whether its result is certified; `None` where no person has to, or there is none yet.
    #[serde(default)]
    pub certified: Option<bool>,
    /// Reservations of the decision.
    pub reservations: Vec<String>,
    /// What its text says that it costs; `None` where that may not be shown.
    #[serde(default)]
    pub costs: Option<CostSheet>,
    /// What was left of the joint pot right after the decision, in whole euros.
    pub joint_budget_left: Option<i64>,
    /// Whether a request like this may come again.
    pub resubmission: String,
    /// The decision's number.
    pub decision: Option<String>,
    /// When it was decided.
    pub decided_at: Option<String>,
}

/// What a text says that it costs, in whole euros; `None` where it does not say so readably.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostSheet {
    /// Once.
    pub one_off: Option<i64>,
    /// Its upkeep each year; below zero where it saves.
    pub upkeep: Option<i64>,
    /// The community's effort each year; below zero where it saves.
    pub community: Option<i64>,
}

/// A duty and how far it is done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepSheet {
    /// Which.
    pub item: String,
    /// Whether it is done.
    pub done: bool,
    /// The members that it is asked of.
    pub members: Vec<StepMemberSheet>,
    /// The items of its checklist.
    pub checklist: Vec<StepItemSheet>,
}

impl StepSheet {
    /// Returns how many of how many members or items have done it.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        let members = self.members.iter().map(|member| member.done);
        let parts: Vec<bool> = members.chain(self.checklist.iter().map(|item| item.done)).collect();
        (parts.iter().filter(|done| **done).count(), parts.len())
    }
}

/// A member of whom a duty is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepMemberSheet {
    /// The member.
    pub member: String,
    /// Whether it has done it.
    pub done: bool,
    /// The last day on which its part rests, where it did on the day of the decision.
    pub rests_until: Option<String>,
}

/// An item of a checklist.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepItemSheet {
    /// Which.
    pub item: String,
    /// Whether it is done.
    pub done: bool,
}

/// The numbers of a vote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TallySheet {
    /// The entitled weight.
    pub entitled: u64,
    /// Weight of yes.
    pub yes: u64,
    /// Weight of no.
    pub no: u64,
    /// Weight of abstentions.
    pub abstain: u64,
    /// Weight of members without a counted ballot.
    pub absent: u64,
    /// Weight of recused members.
    pub recused: u64,
    /// The least yes weight that accepts.
    pub needed: u64,
    /// The second majority, where the contributions have to reach the share as well.
    #[serde(default)]
    pub contributions: Option<ContributionsSheet>,
}

/// The contributions of the members in whole euros, as the votes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContributionsSheet {
    /// Those of the base.
    pub base: u64,
    /// Those of the members that say yes.
    pub yes: u64,
    /// The least that accepts.
    pub needed: u64,
}

/// A ballot in the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotSheet {
    /// The member it is for.
    pub member: Option<String>,
    /// `yes`, `no`, `abstain`, `retract` or `unclear`.
    pub choice: String,
    /// When it was given.
    pub at: String,
    /// `comment` or `emoji`.
    pub channel: String,
    /// Whether another member's representative gave it.
    pub proxied: bool,
    /// Whether its comment or emoji has vanished at the forge.
    pub vanished: bool,
    /// Where the meeting is written down that operations entered it from.
    #[serde(default)]
    pub minutes: Option<String>,
    /// Whether it counts.
    pub counted: bool,
    /// Why it does not.
    pub why_not: Option<String>,
}

/// A member of the electorate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatSheet {
    /// The member.
    pub member: String,
    /// Its weight.
    pub weight: u64,
    /// What counts for it.
    pub choice: Option<String>,
    /// Whether it is recused.
    pub recused: bool,
}

/// A rule, what it needed and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonSheet {
    /// The rule.
    pub rule: String,
    /// What it needed.
    pub needed: String,
    /// What was found.
    pub found: String,
    /// Whether it held.
    pub held: bool,
    /// What it rests on.
    pub children: Vec<ReasonSheet>,
}

/// The money of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetSheet {
    /// The year.
    pub year: i16,
    /// The pot for jointly funded development.
    pub joint: PotSheet,
    /// The pot for upkeep and security.
    pub maintenance: PotSheet,
}

/// A pot with its run, in whole euros.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PotSheet {
    /// Its size, where the rules name one.
    pub size: Option<i64>,
    /// What open votes ask for.
    pub planned: i64,
    /// What decisions have committed.
    pub committed: i64,
    /// What was paid.
    pub spent: i64,
    /// What is left.
    pub left: Option<i64>,
    /// `green`, `yellow` or `red`.
    pub light: String,
    /// Every decision that draws on it, in the order in which they count.
    pub run: Vec<DrawSheet>,
}

/// A decision that draws on a pot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawSheet {
    /// The day of the decision in the partnership's zone.
    pub date: String,
    /// The ticket's project.
    pub project: String,
    /// The ticket's number there.
    pub iid: u64,
    /// The amount.
    pub amount: i64,
    /// `committed`, `unfunded` or `after-spend-by`.
    pub effect: String,
    /// What the pot has given right after.
    pub sum: i64,
    /// What is left right after, where the pot's size is known.
    pub left: Option<i64>,
    /// The pot's light right after.
    pub light: String,
    /// What was paid for it.
    pub spent: i64,
}

/// A merge request in the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestSheet {
    /// `opencode:group/project`.
    pub project: String,
    /// Its number there.
    pub iid: u64,
    /// Its title; empty where it names a confidential ticket.
    pub title: String,
    /// What its gate says; none while it is not judged.
    pub gate: Option<String>,
    /// Why, in the order of the rules.
    pub reasons: Vec<GateReasonSheet>,
    /// The tickets it names.
    pub tickets: Vec<String>,
    /// Its head.
    pub head: Option<String>,
    /// Whether it is open.
    pub open: bool,
    /// The commit on the target branch.
    pub merged_sha: Option<String>,
    /// When it was merged.
    pub merged_at: Option<String>,
    /// Whether the gate was green when it was merged.
    pub merged_with_clearance: Option<bool>,
    /// The tag set for it.
    pub tag: Option<String>,
}

/// One reason of a gate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateReasonSheet {
    /// What it means for the gate.
    pub gate: String,
    /// Why.
    pub reason: String,
    /// The ticket it is about.
    pub ticket: Option<String>,
}
