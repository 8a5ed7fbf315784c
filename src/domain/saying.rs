// SPDX-License-Identifier: EUPL-1.2
//! What votum has to say, without the words: the room `say` finds them in both languages.
//!
//! **Invariant:** one variant per thing the bot can say; user text travels as data and is escaped where it is
//! rendered.

use jiff::Timestamp;

use super::ballot::WhyNot;
use super::budget::Funding;
use super::command::Mistake;
use super::condition::Condition;
use super::fact::{End, Gate};
use super::ids::{MemberId, Thread};
use super::money::Costs;
use super::reason::Why;
use super::release::{Halt, Item, Lack};
use super::rules::Role;
use super::tally::Outcome;

/// A note's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saying {
    /// The ticket is not complete; what is missing, item by item.
    Incomplete { why: Why, missing: Vec<String> },
    /// The template lies open for reading; when the vote is to open.
    Reading { since: Timestamp, opens_at: Option<Timestamp> },
    /// The vote note: what is voted on, how, until when, and what counts now for each member.
    Vote,
    /// The result, with number, arithmetic and next steps.
    Result { outcome: Outcome },
    /// No vote is needed.
    Cleared,
    /// The classification is disputed.
    Disputed { member: MemberId, reason: String },
    /// The vote ended without a result.
    Ended { end: End, why: Why, reason: String, about: Option<(Thread, Option<String>)> },
    /// A ballot does not count, and why; once per person and reason.
    NotCounted { name: String, member: Option<MemberId>, why: WhyNot },
    /// A command does nothing, because its comment was rewritten before votum first saw it.
    Rewritten { name: String },
    /// The account has no vote; once per person.
    NoVote { name: String },
    /// An account's emoji contradict each other.
    Contradiction { name: String, member: Option<MemberId> },
    /// A member's representatives contradict each other; the names of all of them.
    Divided { member: MemberId, names: Vec<String> },
    /// A comment that holds a counted ballot was deleted at the forge.
    BallotDeleted { member: Option<MemberId> },
    /// A label was put back.
    LabelPutBack { label: String },
    /// The ticket was opened again, because only its applicant or operations may close it.
    Reopened,
    /// The ticket was closed again, because its rejection is final.
    ClosedAgain { number: Option<String> },
    /// The text changed during the vote.
    TextChanged { at: Timestamp, before: Box<Costs>, after: Box<Costs> },
    /// A command is refused: who may give it.
    NotAllowed { name: String, command: &'static str, who: Who },
    /// A command comes at the wrong time or place.
    NotNow { name: String, command: &'static str, state: String },
    /// What was written cannot be read as a command.
    Mistaken { name: String, mistake: Mistake },
    /// A named member, account, process or follow-up does not exist.
    Unknown { name: String, what: &'static str, word: String },
    /// A proxy was recorded, or taken back.
    Proxy { member: MemberId, holder: Option<String>, until: Option<Timestamp> },
    /// A proxy was refused, and why.
    ProxyRefused { name: String, why: &'static str },
    /// A member is recused, or no longer.
    Recused { member: MemberId, reason: String, lifted: bool },
    /// Members have not voted yet; whom to mention for each: its representatives and who holds its proxy.
    Reminder { open: Vec<Open> },
    /// No outstanding ballot can change the result any more.
    Fixed,
    /// Follow-ups are still open; the accounts of operations to mention.
    FollowUpsOpen { mention: Vec<String> },
    /// The ticket resembles requests whose rejection is final, or names them.
    Similar { to: Vec<Rejected> },
    /// A powerful act waits for a second account.
    AwaitsSecond { name: String, command: &'static str },
    /// The deadline was moved.
    Extended { deadline: Timestamp, reason: String },
    /// Committed money is to be spent soon.
    SpendBy,
    /// The light of a pot has turned.
    Light { funding: Funding },
    /// All commands and who may give them.
    Help,
    /// How the ticket stands.
    Status,
    /// The first note under a merge request: what the gate waits for and what to do.
    Gate { gate: Gate, reasons: Vec<(Gate, Why, Option<Thread>)> },
    /// What a merge request depends on, condition by condition.
    Conditions { conditions: Vec<Condition> },
    /// The project has pipelines and none runs for the head; whether it comes from a fork.
    NoPipeline { from_fork: bool },
    /// What landed on the branch does not contain the head that was judged.
    Lost { head: String, sha: String },
    /// The forge would not merge, and why.
    NotMerged { why: String },
    /// A release would hold what nobody cleared; no tag.
    TagStopped { lacks: Vec<Lack> },
    /// Nothing can be tagged: the tag stands elsewhere, or the forge does not say or do what is asked of it.
    TagHalted { halt: Halt, tag: String, found: String },
    /// A release manager asked for a version that is not above the one that stands.
    VersionRefused { version: String, highest: String },
    /// The release's text.
    Release { tag: String, merge_request: Thread, items: Vec<Item>, passed: Vec<Lack> },
}

/// A member that has not voted yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The member.
    pub member: MemberId,
    /// The names of the representatives to mention.
    pub representatives: Vec<String>,
    /// The name of the account that holds its proxy.
    pub proxy: Option<String>,
}

/// A request whose rejection is final.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The ticket.
    pub ticket: Thread,
    /// The number of its decision.
    pub number: String,
    /// Whether the new ticket names it; otherwise their titles are alike.
    pub named: bool,
}

/// Who may give a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// A representative of a member.
    Representative,
    /// The applicant.
    Applicant,
    /// A representative of a subgroup member.
    Subgroup,
    /// Holders of a role.
    Role(Role),
    /// Operations or release managers.
    OperationsOrReleases,
}

/// A status line, at most 140 characters once rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What the gate says.
    pub gate: Gate,
    /// Why.
    pub why: Why,
    /// The ticket that decides, where one does.
    pub ticket: Option<Thread>,
    /// The number of its decision.
    pub number: Option<String>,
    /// The deadline of its vote.
    pub deadline: Option<Timestamp>,
}
