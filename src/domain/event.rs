// SPDX-License-Identifier: EUPL-1.2
//! What the world tells votum.
//!
//! **Invariant:** an event carries what was read at the forge, or that time has passed. `decide` meets the same event
//! twice without doing anything twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::budget::{Booking, Funding};
use super::fact::{Gate, ReleaseNote, Text};
use super::ids::{Account, AwardId, NoteId, ProcessId, Thread};
use super::reason::Why;
use super::release::Halt;
use super::request::CHANGE;
use super::roster::Roster;
use super::rules::Rules;
use super::signal::Signal;
use super::tally::Tally;
use super::version::Bump;

/// An account with the name it had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub account: Account,
    /// Its name at that moment.
    pub name: String,
}

/// A ticket as read at the forge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketRead {
    /// Which.
    pub ticket: Thread,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// Who opened it.
    pub author: Person,
    /// Whether it is open.
    pub open: bool,
    /// Who closed it.
    pub closed_by: Option<Account>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Whether nobody had reacted to its description, as far as the ticket itself shows.
    pub untouched: bool,
    /// Whether it was asked who set and removed its labels; where they are those that votum knows, it is not.
    pub traced: bool,
    /// Its labels, each with who set it last and when, as far as the forge says.
    pub labels: BTreeMap<String, Option<(Account, Timestamp)>>,
    /// Who removed which label last, and when, for labels that are not there now.
    pub removed: BTreeMap<String, (Account, Timestamp)>,
    /// Whether it is confidential at the forge.
    pub confidential: bool,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When anything about it last changed.
    pub updated_at: Timestamp,
}

/// A note, from a webhook or as read at the forge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRead {
    /// Its number.
    pub note: NoteId,
    /// Who wrote it.
    pub author: Person,
    /// Its text.
    pub body: String,
    /// When it was written, cut to the second.
    pub at: Timestamp,
    /// Whether it has been edited since it was written.
    pub edited: bool,
    /// Whether the forge has touched it since, by an edit or by a reaction to it.
    pub touched: bool,
    /// Whether it was read at the forge; otherwise a webhook told of it.
    pub seen: bool,
    /// Whether only some may read it; such a note is no ballot in a public vote.
    pub internal: bool,
}

/// An emoji, from a webhook or as read at the forge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwardRead {
    /// Its number.
    pub award: AwardId,
    /// Whose it is.
    pub by: Person,
    /// The emoji's name.
    pub name: String,
    /// The note it stands on; `None` for the description.
    pub note: Option<NoteId>,
    /// When it was set, cut to the second.
    pub at: Timestamp,
    /// Whether it was read at the forge.
    pub seen: bool,
}

/// Everything that stands under a ticket, read at the forge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullRead {
    /// When the reading began.
    pub at: Timestamp,
    /// All notes of people, oldest first.
    pub notes: Vec<NoteRead>,
    /// All emoji on the description and on the vote note.
    pub awards: Vec<AwardRead>,
    /// Whether the vote note still stands; emoji that vanish with their note are not removed.
    pub vote_note_stands: bool,
    /// Whether all of it was read just now; otherwise some is known from before not to have changed since, and nothing
    /// is stated that rests on it.
    pub whole: bool,
}

/// A merge request as read at the forge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRead {
    /// Which.
    pub merge_request: Thread,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// Who opened it.
    pub author: Person,
    /// Whether it is open.
    pub open: bool,
    /// Whether it is a draft.
    pub draft: bool,
    /// The branch it goes into.
    pub target_branch: String,
    /// The branch it comes from.
    pub source_branch: String,
    /// The project's default branch.
    pub default_branch: Option<String>,
    /// The commit at its tip; `None` while the forge prepares it.
    pub head: Option<String>,
    /// When the present head came, where the forge says so.
    pub head_at: Option<Timestamp>,
    /// Its labels with who set each.
    pub labels: BTreeMap<String, Option<(Account, Timestamp)>>,
    /// Who approves it now; whether each may write to the project.
    pub approvals: Vec<(Person, Option<Timestamp>, bool)>,
    /// The names and addresses in its commits.
    pub authors: Vec<String>,
    /// Its commits.
    pub commits: Vec<String>,
    /// Every old and new path; `None` where the list is not known to be whole.
    pub paths: Option<Vec<String>>,
    /// Whether the forge could merge it now.
    pub mergeable: bool,
    /// Whether its newest pipeline at this head has succeeded, or the project has none.
    pub green: bool,
    /// What its gate shows at the forge.
    pub signal: Signal,
    /// The commit on the target branch, once merged.
    pub merged_sha: Option<String>,
    /// Whether that commit contains the head; `None` where it is not merged or the forge cannot say.
    pub contained: Option<bool>,
    /// Whether its commits were squashed into one by the merge, so that nothing has to contain the head.
    pub squashed: bool,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was merged or last touched.
    pub updated_at: Timestamp,
}

/// How a ticket stands, as a merge request that names it sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What it means for the gate.
    pub gate: Gate,
    /// Why.
    pub why: Why,
    /// The number of its decision.
    pub number: Option<String>,
    /// The deadline of its open vote.
    pub deadline: Option<Timestamp>,
    /// Whether it is a subgroup's feature.
    pub subgroup: bool,
    /// Follow-ups that merging waits for and that are not done.
    pub unmet: Vec<String>,
    /// How far it moves the version.
    pub bump: Bump,
    /// How the vote went.
    pub tally: Option<Tally>,
    /// Follow-ups that are not done.
    pub open: Vec<String>,
    /// What a release says of it.
    pub note: ReleaseNote,
}

impl Standing {
    /// Says whether it is an accepted change of the rules.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.gate == Gate::Cleared && self.note.process.as_deref() == Some(CHANGE)
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A ticket was read.
    Ticket(Box<TicketRead>),
    /// A ticket does not exist (any more), or has moved.
    TicketGone,
    /// A note was written under the thread.
    Note(Box<NoteRead>),
    /// An emoji was set.
    Award(Box<AwardRead>),
    /// An emoji was removed, at that time.
    AwardGone { award: AwardId, at: Timestamp },
    /// Everything under the ticket was read.
    Full(Box<FullRead>),
    /// The vote note has been written.
    VoteNote { note: NoteId },
    /// Time has passed.
    Tick,
    /// A merge request was read.
    Request(Box<RequestRead>),
    /// An account pushed to the merge request.
    Push { by: Account },
    /// A named ticket may stand differently now.
    TicketChanged,
    /// Another merge request with the same head may stand differently now.
    NeighbourChanged,
    /// The forge refused to merge.
    NotMerged { head: String, why: Text },
    /// A cleared merge wants its tag.
    MergeDone(Box<MergeDone>),
    /// What stands at the release's project was read.
    Tags(Box<TagsRead>),
    /// The tag and its release stand.
    Tagged { tag: String },
    /// votum has pushed this commit to keep files current.
    FilesPushed { head: String },
    /// The forge does not set the tag, and why: it stands at another commit, or the forge's own words.
    TagRefused { tag: String, halt: Halt, found: Text },
    /// A release manager releases a stop, and asks for a tag at a merge, perhaps with a version.
    Release(Box<ReleaseAsked>),
    /// A ticket asks for money, gives it back, or was paid for.
    Book(Box<Booking>),
    /// What the pot held for this ticket.
    Funded(Box<Funding>),
    /// If every open vote on the pot is accepted, so much is missing.
    Competes { missing: i64 },
}

/// A merge that wants its tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeDone {
    /// Which.
    pub merge_request: Thread,
    /// The commit on the target branch.
    pub sha: String,
    /// How far the version moves.
    pub bump: Bump,
    /// The commits that belong to it.
    pub commits: Vec<String>,
    /// What its release says.
    pub notes: Vec<ReleaseNote>,
    /// Whether the gate was green.
    pub cleared: bool,
    /// What the gate said, where it was not.
    pub reasons: Vec<(Gate, Why, Option<Thread>)>,
    /// Whether it belongs to the series; otherwise only its commits are known there.
    pub wanted: bool,
}

/// What stands at a project, read for the merge whose turn it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagsRead {
    /// For which merge.
    pub merge_request: Thread,
    /// Its commit on the target branch.
    pub sha: String,
    /// What stands before the versions of the series.
    pub prefix: String,
    /// Every version tag of the series with its commit.
    pub standing: Vec<(String, String)>,
    /// Of those that the commit can reach the highest, and the highest final one.
    pub reached: Vec<String>,
    /// The commits since the highest, or since votum's arrival.
    pub since: Vec<String>,
    /// What the forge could not say, where it could not.
    pub unseen: Option<String>,
}

/// A release manager's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseAsked {
    /// At which merge.
    pub merge_request: Thread,
    /// Who.
    pub by: Person,
    /// In which note.
    pub note: NoteId,
    /// The version named, if one is.
    pub version: Option<String>,
}

/// An earlier ticket, as one that resubmits it sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Whether resubmission is barred.
    pub barred: bool,
    /// The number of its decision.
    pub number: Option<String>,
    /// When that was made; `None` where it has none of its own.
    pub decided_at: Option<Timestamp>,
    /// Its process.
    pub process: Option<ProcessId>,
}

/// A ticket that a new one names, as one that wants to admit it sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// Its process.
    pub process: Option<ProcessId>,
    /// The number of the decision that accepted it; `None` where it was not accepted.
    pub number: Option<String>,
    /// Since when it is accepted and its product is ready; `None` where that is still to come.
    pub ready_at: Option<Timestamp>,
}

/// A request whose rejection is final, as a new ticket sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barred {
    /// The ticket.
    pub ticket: Thread,
    /// Its title; empty where it is confidential.
    pub title: String,
    /// The number of its decision.
    pub number: String,
}

/// What `decide` may look at beside its own stream: read-only, gathered by the engine.
#[derive(Clone, Debug, Default)]
pub struct Views {
    /// Who speaks for whom now.
    pub roster: Arc<Roster>,
    /// The serial of the next decision of the year.
    pub serial: u32,
    /// The tickets that this one may resubmit.
    pub earlier: BTreeMap<Thread, Earlier>,
    /// The tickets that this one names, where its process admits what another accepted.
    pub admitted: BTreeMap<Thread, Admitted>,
    /// The latest requests whose rejection is final, where a ticket's text is new.
    pub barred: Vec<Barred>,
    /// When the first merge request that names the ticket was merged, if one was.
    pub merged_at: Option<Timestamp>,
    /// The rules in force, where others govern the ticket: whatever starts anew does so under these.
    pub in_force: Option<Arc<Rules>>,
    /// How the tickets stand that a merge request names; a missing one is unknown.
    pub standings: BTreeMap<Thread, Standing>,
    /// The names of the accounts that opened the merge requests of a release.
    pub credits: BTreeMap<Thread, String>,
    /// The files that the series keeps current, or those of a merge request's project.
    pub files: Vec<String>,
    /// The heads that votum has pushed to keep them so.
    pub pushed: BTreeSet<String>,
    /// When votum arrived at the project.
    pub arrived: Option<Timestamp>,
    /// The bot's account name, as people mention it.
    pub bot: String,
    /// Whether merging and tagging rest.
    pub paused: bool,
    /// The other open merge requests with a head that show a status there, and what their gates say of it.
    pub neighbours: BTreeMap<String, Vec<(Thread, Gate)>>,
}
