// SPDX-License-Identifier: EUPL-1.2
//! What people have to say beside the ballots: an opinion, a wish to talk, a certificate, and the decision that a
//! request goes back to.
//!
//! **Invariant:** where the rules ask nobody, nothing is said.

use super::pen::Pen;
use super::{format, inert};
use crate::domain::duty::{CERTIFICATION, OPINION};
use crate::domain::rules::Opinion;
use crate::domain::tally::Outcome;
use crate::domain::ticket::Ticket;

/// Returns which decision a request goes back to.
pub(super) fn admits(pen: &Pen<'_>, ticket: &Ticket) -> String {
    let Some((earlier, number)) = &ticket.admits else { return String::new() };
    let url = pen.frame.decision_url(number);
    let args = [
        ("ticket", pen.reference(earlier).into()),
        ("number", inert::escape_inline(number).into()),
        ("url", url.into()),
    ];
    pen.with("vote-admits", &args)
}

/// Returns whether the technical committee was heard.
pub(super) fn opinion(pen: &Pen<'_>, ticket: &Ticket) -> String {
    if pen.rules().voting.oversight.opinion == Opinion::None {
        return String::new();
    }
    match ticket.done.get(&(OPINION.to_string(), None)) {
        Some(at) => pen.with("vote-opinion-given", &[("day", format::day(*at, pen.rules(), pen.lang).into())]),
        None => pen.text("vote-opinion-open"),
    }
}

/// Returns which members want to talk about it.
pub(super) fn discussion(pen: &Pen<'_>, ticket: &Ticket) -> String {
    if ticket.discussion.is_empty() {
        return String::new();
    }
    pen.with("vote-discussion", &[("members", pen.members(ticket.discussion.keys()).into())])
}

/// Returns whether the result is certified, or waits for it.
pub(super) fn certification(pen: &Pen<'_>, ticket: &Ticket) -> String {
    match ticket.awaits_certification(pen.rules()) {
        None => String::new(),
        // Merge requests wait for what is accepted; of anything else there is nothing to promise them.
        Some(true) => {
            let accepted = ticket.decision.as_ref().is_some_and(|decision| decision.outcome == Outcome::Accepted);
            pen.text(if accepted { "result-uncertified" } else { "result-uncertified-only" })
        }
        Some(false) => {
            let at = ticket.done.get(&(CERTIFICATION.to_string(), None)).copied().unwrap_or_default();
            pen.with("result-certified", &[("day", format::day(at, pen.rules(), pen.lang).into())])
        }
    }
}
