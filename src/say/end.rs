// SPDX-License-Identifier: EUPL-1.2
//! What is said when a ticket ends without a result, or is closed and opened by the wrong hands.

use super::pen::{Pen, paragraphs};
use super::{inert, money, oversight};
use crate::domain::fact::End;
use crate::domain::ids::Thread;
use crate::domain::reason::Why;
use crate::domain::{similar, template};

/// Renders that a ticket ended without a result.
pub(super) fn ended(
    pen: &Pen<'_>,
    end: End,
    why: Why,
    reason: &str,
    about: Option<&(Thread, Option<String>)>,
) -> String {
    let title = match end {
        End::Withdrawn => "ended-withdrawn",
        End::Void => "ended-void",
        End::Deferred => "ended-deferred",
        End::Refused => "ended-refused",
    };
    let title = pen.with(title, &[("ticket", pen.heading().into())]);
    let because = match why {
        Why::Resubmission => resubmission(pen, about),
        Why::OverCap => money::over_cap(pen),
        Why::Reclassified => pen.text("ended-reclassified"),
        Why::Closed => pen.text("ended-closed"),
        Why::Gone => pen.text("ended-gone"),
        Why::Discussion => pen.ticket().map(|ticket| oversight::discussion(pen, ticket)).unwrap_or_default(),
        Why::ByOperations => pen.text("ended-by-operations"),
        _ => String::new(),
    };
    let reason = if reason.trim().is_empty() {
        String::new()
    } else {
        pen.with("reason-given", &[("reason", inert::escape_inline(reason).into())])
    };
    let next = match (end, why) {
        (End::Withdrawn, Why::Closed) => "ended-next-reopen",
        (End::Refused, Why::Resubmission) => "ended-next-other",
        (End::Refused, _) => "ended-next-contact",
        (End::Void, Why::Reclassified) => "ended-next-anew",
        (End::Deferred, Why::OverCap) => "ended-next-over-cap",
        (End::Deferred, Why::Discussion) => "ended-next-discussion",
        (End::Deferred, Why::ByOperations) => "ended-next-deferred",
        (End::Withdrawn | End::Void | End::Deferred, _) => "ended-next-no-result",
    };
    paragraphs([title, because, reason, pen.text(next), pen.contact_line()])
}

fn resubmission(pen: &Pen<'_>, about: Option<&(Thread, Option<String>)>) -> String {
    match about {
        Some((earlier, Some(number))) if only_names(pen, earlier) => {
            let url = pen.frame.decision_url(number);
            let args = [
                ("ticket", pen.reference(earlier).into()),
                ("number", inert::escape_inline(number).into()),
                ("url", url.into()),
            ];
            pen.with("ended-resubmission-named", &args)
        }
        Some((earlier, Some(number))) => {
            let url = pen.frame.decision_url(number);
            let args = [
                ("ticket", pen.reference(earlier).into()),
                ("number", inert::escape_inline(number).into()),
                ("url", url.into()),
            ];
            pen.with("ended-resubmission-decided", &args)
        }
        Some((earlier, None)) => pen.with("ended-resubmission", &[("ticket", pen.reference(earlier).into())]),
        None => pen.text("ended-resubmission-unnamed"),
    }
}

/// Says whether the text only names that ticket, without calling itself its resubmission.
fn only_names(pen: &Pen<'_>, earlier: &Thread) -> bool {
    let Some((ticket, here)) = pen.ticket().and_then(|ticket| Some((ticket, ticket.thread.as_ref()?))) else {
        return false;
    };
    let is_it = |named: Thread| pen.rules().known_thread(named) == *earlier;
    let resubmits = template::resubmits(&here.project, &ticket.text.0).into_iter().any(is_it);
    !resubmits && similar::mentioned(&here.project, "", &ticket.text.0).into_iter().any(is_it)
}

/// Renders that the ticket was opened again.
pub(super) fn reopened(pen: &Pen<'_>) -> String {
    let title = pen.with("reopened-title", &[("ticket", pen.heading().into())]);
    paragraphs([title, pen.text("reopened-body"), pen.contact_line()])
}

/// Renders that the ticket was closed again.
pub(super) fn closed_again(pen: &Pen<'_>, number: Option<&str>) -> String {
    let title = pen.with("closed-again-title", &[("ticket", pen.heading().into())]);
    let body = match number {
        Some(number) => {
            let (url, number) = (pen.frame.decision_url(number), inert::escape_inline(number));
            pen.with("closed-again-decided", &[("number", number.into()), ("url", url.into())])
        }
        None => pen.text("closed-again-body"),
    };
    paragraphs([title, body, pen.contact_line()])
}
