// SPDX-License-Identifier: EUPL-1.2
//! What votum asks of the world: desired states, each with a key.
//!
//! **Invariant:** an effect says how something is to be ("note K reads …"), never what to do to it; delivered twice it
//! is visible once, and the newest value of a key wins.

use jiff::Timestamp;

use super::budget::{Booking, Funding};
use super::event::{MergeDone, ReleaseAsked};
use super::fact::Gate;
use super::ids::{NoteId, Thread};
use super::release::Section;
use super::saying::{Line, Saying};

/// A desired state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A note of the bot's under the thread, known by its slot, says this.
    Note { thread: Thread, slot: String, saying: Saying },
    /// The bot has reacted to a note with this emoji.
    React { thread: Thread, note: NoteId, emoji: &'static str },
    /// Of the labels `votum::…`, the ticket carries exactly this one, and none that votum does not know and somebody made.
    StateLabel { thread: Thread, state: &'static str, strays: Vec<String> },
    /// These labels are on the ticket and those are not.
    Labels { thread: Thread, add: Vec<String>, remove: Vec<String> },
    /// The ticket is open, or closed.
    Open { ticket: Thread, open: bool },
    /// The commit status `votum` of this head says so, in this pipeline where the forge looks at one of the project's;
    /// `again` where another account has set it meanwhile.
    Status { merge_request: Thread, head: String, gate: Gate, line: Line, pipeline: Option<u64>, again: bool },
    /// A thread of the bot's says this, known by its slot like a note, and is resolved or not; `again` where another
    /// account has resolved it meanwhile.
    Thread { thread: Thread, slot: String, saying: Saying, resolved: bool, again: bool },
    /// The merge request is merged at this head.
    Merge { merge_request: Thread, head: String },
    /// The tag stands at the commit and its release is published.
    Tag { tag: String, sha: String, saying: Saying },
    /// The files that a project keeps are current with a final version; `sections` are the last final releases, newest
    /// first.
    Files { tag: String, at: Timestamp, sections: Vec<Section> },
    /// The thread is read at the forge soon.
    Read { thread: Thread },
    /// A merge is handed to the series of the project, and wanted by those with these prefixes.
    Hand { merge: Box<MergeDone>, prefixes: Vec<String> },
    /// A release manager lets pass what stops the tag of the series with these prefixes, and asks for the tag.
    LetPass { asked: Box<ReleaseAsked>, prefixes: Vec<String> },
    /// A merge request was released with a later one.
    Carried { merge_request: Thread, tag: String },
    /// The merge requests that name this ticket are judged again.
    Judge { ticket: Thread },
    /// A year's ledger enters a step of a ticket.
    Book { year: i16, booking: Box<Booking> },
    /// A ticket is told what its pot held for it.
    Fund { ticket: Thread, funding: Box<Funding> },
    /// A ticket is told that the pot may not be enough for all open votes.
    Compete { ticket: Thread, missing: i64 },
}
