// SPDX-License-Identifier: EUPL-1.2
//! What is said under a merge request: what the gate waits for, why nothing was merged, why no tag was set.
//!
//! **Invariant:** every reason is explained for somebody who reads it for the first time: what it is, what is needed,
//! and whom to ask.

use super::inert::{capitalise, code, escape_inline};
use super::pen::{Pen, bullets, paragraphs};
use super::words;
use crate::domain::fact::Gate;
use crate::domain::ids::Thread;
use crate::domain::reason::Why;

/// Renders what the gate says and why.
pub(super) fn note(pen: &Pen<'_>, gate: Gate, reasons: &[(Gate, Why, Option<Thread>)]) -> String {
    let number = pen.thread().map(Thread::short).unwrap_or_default();
    let state = words::gate(gate, pen.lang);
    let title = pen.with("gate-title", &[("request", number.into()), ("state", state.into())]);
    let thanks = if gate == Gate::Cleared { String::new() } else { pen.text("gate-thanks") };
    let items = bullets(reasons.iter().map(|(_, why, about)| item(pen, *why, about.as_ref())));
    let newcomer = reasons.iter().any(|(_, why, _)| *why == Why::NoTicket);
    let steps = if newcomer { steps(pen) } else { String::new() };
    let url = pen.thread().map(|thread| pen.frame.merge_request_url(thread));
    let register = url.map(|url| pen.with("register-request", &[("url", url.into())])).unwrap_or_default();
    let again = if gate == Gate::Cleared { String::new() } else { pen.text("gate-again") };
    paragraphs([title, thanks, items, steps, again, register, pen.contact_line()])
}

/// Explains one reason.
fn item(pen: &Pen<'_>, why: Why, about: Option<&Thread>) -> String {
    let ticket = about.map(|about| format!(" ({})", pen.reference(about))).unwrap_or_default();
    let needed = u64::from(pen.rules().gate.reviews);
    let found = pen.request().map_or(0, |request| request.reviews.len() as u64);
    let explained = match why {
        Why::ReviewMissing => {
            let args = [("needed", needed.into()), ("found", found.into())];
            pen.with("gate-why-review-missing", &args)
        }
        Why::Held => {
            let reason = pen.request().and_then(|request| request.hold.as_ref()).map(|hold| hold.0.as_str());
            pen.with("gate-why-held", &[("reason", escape_inline(reason.unwrap_or_default()).into())])
        }
        _ => pen.text(&format!("gate-why-{}", why.key())),
    };
    let name = capitalise(&words::why(why, pen.lang));
    pen.with("gate-item", &[("name", name.into()), ("ticket", ticket.into()), ("explained", explained.into())])
}

/// Explains what somebody who names no ticket can do.
fn steps(pen: &Pen<'_>) -> String {
    let project = match pen.rules().tickets.as_slice() {
        [only] => code(&only.path),
        _ => pen.text("gate-step-projects"),
    };
    let keys = ["gate-step-bug", "gate-step-feature", "gate-step-docs"];
    let steps: Vec<String> = keys
        .iter()
        .enumerate()
        .map(|(i, key)| format!("{}. {}", i + 1, pen.with(key, &[("project", project.as_str().into())])))
        .collect();
    format!("{}\n\n{}", pen.text("gate-steps"), steps.join("\n"))
}

/// Renders that the forge would not merge.
pub(super) fn not_merged(pen: &Pen<'_>, why: &str) -> String {
    let number = pen.thread().map(Thread::short).unwrap_or_default();
    let title = pen.with("not-merged-title", &[("request", number.into())]);
    let why = pen.with("not-merged-why", &[("why", escape_inline(why).into())]);
    paragraphs([title, why, pen.text("not-merged-next"), pen.contact_line()])
}

/// Renders that no pipeline runs for a head that is cleared, and what makes one run.
pub(super) fn no_pipeline(pen: &Pen<'_>, from_fork: bool) -> String {
    let number = pen.thread().map(Thread::short).unwrap_or_default();
    let title = pen.with("no-pipeline-title", &[("request", number.into())]);
    let next = pen.text(if from_fork { "no-pipeline-fork" } else { "no-pipeline-next" });
    paragraphs([title, pen.text("no-pipeline-why"), next, pen.contact_line()])
}

/// Renders that what landed on the branch does not contain what was judged.
pub(super) fn lost(pen: &Pen<'_>, head: &str, sha: &str) -> String {
    let number = pen.thread().map(Thread::short).unwrap_or_default();
    let title = pen.with("lost-title", &[("request", number.into())]);
    let why = pen.with("lost-why", &[("head", code(head).into()), ("sha", code(sha).into())]);
    paragraphs([title, why, pen.text("lost-next"), pen.contact_line()])
}

/// Renders that a version asked for is not above the one that stands.
pub(super) fn version_refused(pen: &Pen<'_>, version: &str, highest: &str) -> String {
    let title =
        pen.with("version-refused-title", &[("version", code(version).into()), ("highest", code(highest).into())]);
    paragraphs([title, pen.text("version-refused-next"), pen.contact_line()])
}
