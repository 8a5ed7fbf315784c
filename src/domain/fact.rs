// SPDX-License-Identifier: EUPL-1.2
//! What is true from now on: the entries of the journal.
//!
//! **Invariant:** facts are appended, never changed. Free text stands in them as [`Text`] and people as [`Account`], both
//! of which the journal stores as salted digests beside the erasable values.

use jiff::Timestamp;
use jiff::civil::Date;

use super::ballot::{Ballot, Source};
use super::budget::Funding;
use super::electorate::Electorate;
use super::guard::{Gap, Lock};
use super::ids::{Account, MemberId, NoteId, ProcessId, Project, Thread};
use super::reason::Why;
use super::release::{Halt, Lack};
use super::rules::Pot;
use super::signal::Signals;
use super::tally::{Outcome, Tally};
use super::version::Bump;

/// Words of a person, or an account's name: enters the hash chain only as a salted digest and can be erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(pub String);

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.to_string())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// Which states of a merge request's gate there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gate {
    /// May be merged.
    Cleared,
    /// Something is still missing.
    Waiting,
    /// May not be merged.
    Blocked,
}

impl Gate {
    /// Returns the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Cleared => "cleared",
            Self::Waiting => "waiting",
            Self::Blocked => "blocked",
        }
    }
}

/// How a ticket's vote ended without a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// The applicant withdrew it, or it was closed.
    Withdrawn,
    /// It was declared void.
    Void,
    /// It was put off.
    Deferred,
    /// It may not be decided.
    Refused,
}

impl End {
    /// Returns the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Void => "void",
            Self::Deferred => "deferred",
            Self::Refused => "refused",
        }
    }
}

/// An entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    // ------------------------------------------------------------ the partnership's stream
    /// These rules are in force from now on; `open` is their text without accounts, empty in older entries.
    RulesInForce { digest: String, text: Text, open: Text },
    /// The rules in force were read at this commit of their seat; a merge request carried them there by these decisions,
    /// unless they are the first ones read there. `branch` as the settings name it, `at` since when it stood there.
    PolicyRead {
        digest: String,
        project: Project,
        path: String,
        branch: Option<String>,
        commit: String,
        merge_request: Option<Thread>,
        decisions: Vec<String>,
        at: Timestamp,
    },
    /// What lies at the seat of the rules is not taken into force, and why; without a reason it is well again.
    PolicyHeld { commit: Option<String>, digest: Option<String>, why: Option<String>, faults: Text, at: Timestamp },
    /// A name of the rules belongs to this account; `account` is `None` where the forge knows no such name.
    Pinned { forge: String, name: Text, account: Option<Account> },
    /// A project of the rules has this number at its forge, whatever its path there becomes.
    Located { project: Project, number: u64 },
    /// votum arrived at an upstream project whose branch stood at `head`.
    Arrived { project: Project, branch: String, head: Option<String>, at: Timestamp },
    /// Merging and tagging rest, or go on.
    Paused { paused: bool, at: Timestamp },
    /// A gated branch is guarded so at its forge, with these gaps; without a branch: a project of tickets.
    Guarded { project: Project, branch: String, lock: Lock, gaps: Vec<Gap>, at: Timestamp },
    /// votum has made this deploy key, by which its account may write to protected branches.
    Keyed { project: Project, number: u64, fingerprint: String, at: Timestamp },
    /// Somebody has taken the present lock of a branch as it is, by this way and for this reason, though it was better.
    LockTaken { project: Project, branch: String, lock: Lock, way: String, reason: Text, at: Timestamp },
    /// What was to stand at `place` will not: somebody dropped it from the outbox, by this way and for this reason. Who it
    /// was is not known where the way is the command line.
    Dropped { what: String, place: String, way: String, reason: Text, at: Timestamp },

    // ------------------------------------------------------------ a ticket's stream
    /// A ticket was first read.
    Registered { ticket: Thread, author: Account, name: Text, created_at: Timestamp },
    /// Its title reads so.
    Titled { title: Text },
    /// Its description reads so; `substance` ignores white space and ticked boxes.
    Described { text: Text, digest: String, substance: String, at: Timestamp },
    /// It is confidential at the forge or by its label; that never ends for the register.
    Confidential,
    /// It is open or closed.
    Open { open: bool, by: Option<Account>, at: Timestamp },
    /// These process labels stand, set by operations.
    Labelled { labels: Vec<String>, by: Option<Account>, at: Timestamp },
    /// It carries the label `breaking`, set by operations or release managers.
    Breaking { breaking: bool },
    /// It starts anew under a process (or under none) at that instant; what was gathered before lapses.
    Started { process: Option<ProcessId>, why: Option<Why>, at: Timestamp },
    /// It is not complete.
    Incomplete { why: Why, missing: Vec<String> },
    /// A member confirmed its share.
    Committed { member: MemberId, amount: Text, account: Account, at: Timestamp },
    /// A follow-up or requirement is done (or not after all), for one member or as a whole.
    Ticked { item: String, member: Option<MemberId>, done: bool, by: Account, at: Timestamp },
    /// Reading began; the vote is to open then (`None`: when operations open it).
    Reading { since: Timestamp, opens_at: Option<Timestamp> },
    /// The vote is open.
    Opened {
        process: ProcessId,
        at: Timestamp,
        deadline: Timestamp,
        electorate: Electorate,
        electorate_digest: String,
        rules: String,
        text_digest: String,
        urgent: Option<Text>,
    },
    /// The vote note stands at the forge.
    VoteNote { note: NoteId },
    /// A ballot was given.
    Given { ballot: Box<Ballot> },
    /// A reading at the forge showed these ballots.
    Seen { sources: Vec<Source> },
    /// A ballot was taken off at the forge at that time, or vanished there (`None`).
    Gone { source: Source, at: Option<Timestamp> },
    /// The vanished note of a ballot or the missing emoji is there again.
    Back { source: Source },
    /// A member takes no part.
    Recused { member: MemberId, reason: Text, by: Account, at: Timestamp },
    /// A member may take part after all.
    RecusalLifted { member: MemberId, by: Account, at: Timestamp },
    /// A member named a proxy for this ticket (`None`: nobody any more).
    Proxy { member: MemberId, account: Option<Account>, name: Text, until: Option<Timestamp>, at: Timestamp },
    /// A member wants to talk about it before or instead of the vote.
    DiscussionAsked { member: MemberId, reason: Text, by: Account, at: Timestamp },
    /// One of two accounts asked for a powerful act, which waits for the second.
    AwaitsSecond { act: String, by: Account, at: Timestamp },
    /// What a subgroup's accepted request came to is what this one wants for all.
    Admits { ticket: Thread, number: String },
    /// The deadline was moved.
    Extended { deadline: Timestamp, reason: Text, by: Account, at: Timestamp },
    /// The members that were still open were reminded, for the instant at which that was due.
    Reminded { due: Timestamp, members: Vec<MemberId>, at: Timestamp },
    /// The text changed while the vote runs; the vote goes on about the text at its opening.
    TextChanged { digest: String, at: Timestamp },
    /// Operations declared the change of the text editorial.
    Editorial { reason: Text, by: Account, at: Timestamp },
    /// Everything at the forge was read again at that instant.
    Read { at: Timestamp },
    /// The vote came to a result, as of an instant; when that could be stated, where it could not be at once.
    Decided { number: String, outcome: Outcome, tally: Tally, at: Timestamp, stated: Option<Timestamp> },
    /// It ended without a result.
    Ended { end: End, why: Why, reason: Text, by: Option<Account>, about: Option<Thread>, at: Timestamp },
    /// Operations take up again what was put off, before anything of it is looked at anew.
    Resumed { reason: Text, by: Account, at: Timestamp },
    /// No vote is needed.
    Cleared { at: Timestamp },
    /// A member says that this is no bug.
    Objected { member: MemberId, reason: Text, disputed: bool, by: Account, at: Timestamp },
    /// Operations confirmed the classification.
    Confirmed { reason: Text, by: Account, at: Timestamp },
    /// What the pot held for it.
    Funded { funding: Box<Funding> },
    /// If every open vote on the pot is accepted, so much is missing.
    Competes { missing: i64 },
    /// The time came to say that committed money is to be spent within so many days.
    SpendNoticed { days: u64, at: Timestamp },
    /// So much was paid for it, in whole euros; below zero a correction.
    Spent { amount: i64, by: Account, at: Timestamp },
    /// Every follow-up is done, or one is open again.
    Finished { done: bool, at: Timestamp },
    /// Operations were reminded of the follow-ups that are still open.
    Chased { open: Vec<String>, at: Timestamp },
    /// Something was explained, once; to whom may be part of it.
    Told { about: Text },
    /// A note's commands were carried out or answered.
    Handled { note: NoteId },

    // ------------------------------------------------------------ a merge request's stream
    /// A merge request was first read.
    Proposed { merge_request: Thread, author: Account, name: Text, created_at: Timestamp, by_votum: bool },
    /// It goes from `source` into `branch`; whether that branch is gated.
    Targets { branch: Text, source: Text, gated: bool },
    /// Its head is this commit, since then.
    Head { sha: String, at: Timestamp },
    /// It names these tickets.
    Names { tickets: Vec<Thread> },
    /// It needs no ticket, and why: `paths`, `label` or a person's word for this head.
    Exempted { how: Option<String> },
    /// It touches a path under `[gate] protected`, or may do so.
    Protected { touched: bool },
    /// Its changes belong to the series of versions with these prefixes.
    Touches { prefixes: Vec<String> },
    /// It carries the label `breaking`, set by operations or release managers.
    RequestBreaking { breaking: bool },
    /// An account pushed to it.
    Pushed { by: Account },
    /// These reviews count for the present head.
    Reviews { by: Vec<Account> },
    /// An approval was seen; it counts from this head on or not at all.
    ApprovalSeen { by: Account, at: Option<Timestamp>, head: String },
    /// An approval was taken back.
    ApprovalGone { by: Account },
    /// A person holds it.
    Hold { reason: Option<Text>, by: Account, at: Timestamp },
    /// A release manager or operations exempted the head.
    ExemptedBy { reason: Text, head: String, by: Account, at: Timestamp },
    /// It is a draft, mergeable for the forge, its pipeline is green (or the project has none).
    Ready { draft: bool, mergeable: bool, green: bool },
    /// By these signs it shows its gate at the forge.
    Signals { signals: Signals },
    /// Somebody else spoke under votum's name at this head, by a `status` or by resolving votum's `thread`; votum
    /// overwrites it.
    Overruled { what: String, said: String, by: Account, head: String, at: Timestamp },
    /// Its gate says so for this head; `reasons` in the order of the rules, the first decides.
    Gated { gate: Gate, why: Why, reasons: Vec<(Gate, Why, Option<Thread>)>, head: String, at: Timestamp },
    /// Somebody asked votum to merge it.
    MergeAsked { by: Account, head: String, at: Timestamp },
    /// votum is about to merge this head.
    Merging { head: String, at: Timestamp },
    /// votum could not merge it, and why.
    NotMerged { head: String, why: Text, at: Timestamp },
    /// It was merged; `cleared` says whether its gate was green at that head.
    Merged { sha: String, head: String, cleared: bool, commits: Vec<String>, at: Timestamp },
    /// The commit on the target branch contains the head that was judged, or not; `None` where the forge cannot say.
    /// `squashed` says whether its commits were squashed by the merge; `None` in older entries.
    Landed { sha: String, contained: Option<bool>, squashed: Option<bool> },
    /// It was closed or opened again.
    RequestOpen { open: bool, at: Timestamp },

    // ------------------------------------------------------------ a project's release stream
    /// A cleared merge waits for its tag.
    TagDue {
        merge_request: Thread,
        sha: String,
        bump: Bump,
        commits: Vec<String>,
        notes: Vec<ReleaseNote>,
        at: Timestamp,
    },
    /// Its tag waits for a release manager's word.
    TagHeld { merge_request: Thread },
    /// Its tag waited for this appointment, which has come.
    TagTimed { merge_request: Thread, due: Timestamp, at: Timestamp },
    /// A merge past the gate, and what stood against it; a release that holds it waits for a release manager's word.
    MergedPast {
        merge_request: Thread,
        sha: String,
        commits: Vec<String>,
        reasons: Vec<(Gate, Why, Option<Thread>)>,
        at: Timestamp,
    },
    /// A release manager gave that word, or asked for a version.
    VersionAsked { merge_request: Thread, version: Option<String>, by: Account, at: Timestamp },
    /// The version asked for is not above the one that stands.
    VersionRefused { merge_request: Thread, version: String, at: Timestamp },
    /// Commits belong to merges that the gate had cleared.
    Known { commits: Vec<String> },
    /// This tag is to stand there.
    TagChosen { tag: String, sha: String, merge_request: Thread, at: Timestamp },
    /// The tag stands and its release is published.
    Tagged { tag: String, sha: String, merge_request: Thread, at: Timestamp },
    /// Commits reached the branch past the gate, or a ticket is no longer decided; no tag until a release manager says so.
    /// Older entries do not say what is missing in detail.
    TagStopped { merge_request: Thread, commits: Vec<String>, lacks: Option<Vec<Lack>>, at: Timestamp },
    /// Nothing can be tagged, and why; `found` is the commit at which the tag stands, or the forge's own words.
    TagHalted { halt: Halt, tag: String, found: Text, at: Timestamp },
    /// votum has pushed a commit that keeps files current, and nothing else.
    FilesPushed { head: String, at: Timestamp },
    /// A release manager released the stop.
    TagReleased { by: Account, at: Timestamp },

    // ------------------------------------------------------------ a budget year's stream
    /// The vote of a ticket opened; if accepted it will cost so much.
    Planned { ticket: Thread, pot: Pot, amount: i64, at: Timestamp },
    /// It ended without using the money.
    PlanDropped { ticket: Thread, at: Timestamp },
    /// A ticket was accepted or cleared at that instant: the pot's size and last day as they stand, and which members
    /// of its electorate are frozen on that day.
    Drawn {
        ticket: Thread,
        pot: Pot,
        amount: i64,
        size: Option<i64>,
        spend_by: Option<Date>,
        day: Date,
        frozen: Vec<MemberId>,
        at: Timestamp,
    },
    /// What a ticket drew is free again.
    Returned { ticket: Thread, at: Timestamp },
    /// So much was paid for a ticket; below zero a correction.
    Paid { ticket: Thread, amount: i64, at: Timestamp },
}

/// What a release says about one ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseNote {
    /// The ticket.
    pub ticket: Thread,
    /// Its title; empty where it is confidential.
    pub title: Text,
    /// Its process.
    pub process: Option<ProcessId>,
    /// The decision's number, where one was taken.
    pub number: Option<String>,
}
