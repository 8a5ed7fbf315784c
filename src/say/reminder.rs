// SPDX-License-Identifier: EUPL-1.2
//! What is said without being asked: who has not voted yet, that nothing can change any more, which follow-ups are
//! open, and that a request resembles a rejected one.
//!
//! **Invariant:** only the first language mentions accounts, so that nobody is called twice by one note.

use super::pen::{Pen, bullets, paragraphs};
use super::{format, inert, step};
use crate::domain::saying::{Open, Rejected};

/// Renders which members have not voted yet, until when they can, and how else.
pub(super) fn reminder(pen: &Pen<'_>, open: &[Open]) -> String {
    let members: Vec<String> = open.iter().map(|open| member(pen, open)).collect();
    let members = format::list(&members, pen.lang);
    let title = pen.with("reminder-title", &[("ticket", pen.heading().into()), ("members", members.into())]);
    let next = if pen.rules().voting.proxy { "reminder-next-proxy" } else { "reminder-next" };
    let said = [title, deadline(pen), pen.text(next)];
    if pen.first { paragraphs(said.into_iter().chain([pen.contact_line()])) } else { said.join(" ") }
}

/// Renders that no outstanding ballot can change the result any more.
pub(super) fn fixed(pen: &Pen<'_>) -> String {
    let title = pen.with("fixed-title", &[("ticket", pen.heading().into())]);
    let body = pen.with("fixed-body", &[("time", until(pen).into())]);
    if pen.first { paragraphs([title, body, pen.contact_line()]) } else { format!("{title} {body}") }
}

/// Renders the follow-ups that are still open, for operations.
pub(super) fn follow_ups(pen: &Pen<'_>, mention: &[String]) -> String {
    let title = pen.with("follow-ups-title", &[("ticket", pen.heading().into())]);
    let steps = pen.ticket().map(|ticket| step::open(pen, ticket)).unwrap_or_default();
    if !pen.first {
        return format!("{title}: {}. {}", steps.join("; "), pen.text("follow-ups-next"));
    }
    let named: Vec<String> = mention.iter().map(|name| inert::mention(name)).collect();
    let next = if named.is_empty() {
        pen.text("follow-ups-next")
    } else {
        pen.with("follow-ups-next-named", &[("names", format::list(&named, pen.lang).into())])
    };
    paragraphs([title, bullets(steps), next, pen.contact_line()])
}

/// Renders that a ticket names or resembles requests whose rejection is final.
pub(super) fn similar(pen: &Pen<'_>, to: &[Rejected]) -> String {
    let title = pen.with("similar-title", &[("ticket", pen.heading().into())]);
    let items = to.iter().map(|rejected| {
        let key = if rejected.named { "similar-named" } else { "similar-alike" };
        let args = [
            ("ticket", pen.reference(&rejected.ticket).into()),
            ("number", inert::escape_inline(&rejected.number).into()),
            ("url", pen.frame.decision_url(&rejected.number).into()),
        ];
        pen.with(key, &args)
    });
    if !pen.first {
        let said = items.collect::<Vec<_>>().join(" ");
        return format!("{title}: {said} {}", pen.text("similar-next"));
    }
    paragraphs([title, bullets(items), pen.text("similar-next"), pen.contact_line()])
}

/// Returns a member with those who speak for it, mentioned in the first language.
fn member(pen: &Pen<'_>, open: &Open) -> String {
    let name = pen.member(&open.member);
    if !pen.first {
        return name;
    }
    let mentioned: Vec<String> = open.representatives.iter().map(|name| inert::mention(name)).collect();
    let proxy =
        open.proxy.iter().map(|holder| pen.with("reminder-proxy", &[("holder", inert::mention(holder).into())]));
    let called = mentioned.into_iter().chain(proxy).collect::<Vec<_>>().join(", ");
    if called.is_empty() { name } else { format!("{name} ({called})") }
}

fn deadline(pen: &Pen<'_>) -> String {
    pen.with("vote-deadline", &[("time", until(pen).into()), ("zone", format::zone(pen.rules()).into())])
}

fn until(pen: &Pen<'_>) -> String {
    let vote = pen.ticket().and_then(|ticket| ticket.vote.as_ref());
    vote.map_or_else(|| "–".to_string(), |vote| format::weekday_and_time(vote.deadline, pen.rules(), pen.lang))
}
