// SPDX-License-Identifier: EUPL-1.2
//! The notes: one rendering for each thing that can be said.
//!
//! The first line says what happened, then come the numbers, what can be done, and whom to ask. What outsiders read
//! stands there in both languages.
//!
//! **Invariant:** rendering is total; what the subject lacks is left out, and nothing that only a person knows is
//! guessed.

use super::pen::{Pen, paragraphs};
use super::{
    Frame, Lang, Subject, answer, condition, end, gate, help, money, opening, release, reminder, result, vote,
};
use crate::domain::saying::Saying;

/// Renders a note about `subject`, in the first language of the partnership and, where outsiders read it, in the other
/// one too.
#[must_use]
pub fn note(saying: &Saying, subject: Subject<'_>, frame: &Frame<'_>) -> String {
    let lang = Lang::of(frame.rules);
    let first = Pen { lang, frame, subject, first: true };
    let second = Pen { lang: lang.other(), frame, subject, first: false };
    let (body, other) = match saying {
        Saying::Vote => return vote::note(&first, &second),
        Saying::Result { outcome } => (result::note(&first, *outcome), result::short(&second, *outcome)),
        Saying::Incomplete { why, missing } => {
            (opening::incomplete(&first, *why, missing), opening::incomplete_short(&second, *why, missing))
        }
        Saying::NoVote { name } => (answer::no_vote(&first, name), answer::no_vote(&second, name)),
        Saying::Gate { gate, reasons } => (gate::note(&first, *gate, reasons), gate::note(&second, *gate, reasons)),
        Saying::Reminder { open } => (reminder::reminder(&first, open), reminder::reminder(&second, open)),
        Saying::Fixed => (reminder::fixed(&first), reminder::fixed(&second)),
        Saying::FollowUpsOpen { mention } => {
            (reminder::follow_ups(&first, mention), reminder::follow_ups(&second, mention))
        }
        Saying::Similar { to } => (reminder::similar(&first, to), reminder::similar(&second, to)),
        Saying::SpendBy => (money::spend_by(&first), money::spend_by(&second)),
        Saying::Light { funding } => (money::light(&first, funding), money::light(&second, funding)),
        Saying::Release { tag, merge_request, items, passed } => {
            let body = |pen| release::body(pen, tag, &merge_request.project, items, passed);
            (body(&first), body(&second))
        }
        _ => (in_one_language(&first, saying), String::new()),
    };
    if other.is_empty() {
        return body;
    }
    // A blank line before the rule, or it would make a heading of the line above.
    let other = format!("**{}:** {other}", second.text("language-name"));
    paragraphs([body, "---".to_string(), other])
}

/// Renders where a result stands in the journal: its number there and the hash of the chain up to it, by which
/// anybody can check a later export (DESIGN, invariant 6).
#[must_use]
pub fn proof(seq: i64, hash: &str, frame: &Frame<'_>) -> String {
    let args = [("seq", seq.to_string().into()), ("hash", hash.to_string().into())];
    super::bundle::text(Lang::of(frame.rules), "result-proof", &args)
}

fn in_one_language(pen: &Pen<'_>, saying: &Saying) -> String {
    match saying {
        Saying::Reading { since, opens_at } => opening::reading(pen, *since, *opens_at),
        Saying::Cleared => opening::cleared(pen),
        Saying::Disputed { member, reason } => opening::disputed(pen, member, reason),
        Saying::LabelPutBack { label } => opening::label_put_back(pen, label),
        Saying::TextChanged { at, before, after } => opening::text_changed(pen, *at, before, after),
        Saying::Extended { deadline, reason } => opening::extended(pen, *deadline, reason),
        Saying::Ended { end, why, reason, about } => end::ended(pen, *end, *why, reason, about.as_ref()),
        Saying::Rewritten { name } => answer::rewritten(pen, name),
        Saying::Reopened => end::reopened(pen),
        Saying::ClosedAgain { number } => end::closed_again(pen, number.as_deref()),
        Saying::NotCounted { name, member, why } => answer::not_counted(pen, name, member.as_ref(), *why),
        Saying::Contradiction { name, member } => answer::contradiction(pen, name, member.as_ref()),
        Saying::Divided { member, names } => answer::divided(pen, member, names),
        Saying::BallotDeleted { member } => answer::ballot_deleted(pen, member.as_ref()),
        Saying::NotAllowed { name, command, who } => answer::not_allowed(pen, name, command, *who),
        Saying::AwaitsSecond { name, command } => answer::awaits_second(pen, name, command),
        Saying::NotNow { name, command, state } => answer::not_now(pen, name, command, state),
        Saying::Mistaken { name, mistake } => answer::mistaken(pen, name, mistake),
        Saying::Unknown { name, what, word } => answer::unknown(pen, name, what, word),
        Saying::Proxy { member, holder, until } => answer::proxy(pen, member, holder.as_deref(), *until),
        Saying::ProxyRefused { name, why } => answer::proxy_refused(pen, name, why),
        Saying::Recused { member, reason, lifted } => answer::recused(pen, member, reason, *lifted),
        Saying::Help => help::note(pen),
        Saying::Status => vote::status(pen),
        Saying::Conditions { conditions } => condition::note(pen, conditions),
        Saying::NotMerged { why } => gate::not_merged(pen, why),
        Saying::NoPipeline { from_fork } => gate::no_pipeline(pen, *from_fork),
        Saying::Lost { head, sha } => gate::lost(pen, head, sha),
        Saying::VersionRefused { version, highest } => gate::version_refused(pen, version, highest),
        Saying::TagStopped { lacks } => release::stopped(pen, lacks),
        Saying::TagHalted { halt, tag, found } => release::halted(pen, *halt, tag, found),
        Saying::Vote
        | Saying::Result { .. }
        | Saying::Incomplete { .. }
        | Saying::NoVote { .. }
        | Saying::Reminder { .. }
        | Saying::Fixed
        | Saying::FollowUpsOpen { .. }
        | Saying::Similar { .. }
        | Saying::SpendBy
        | Saying::Light { .. }
        | Saying::Gate { .. }
        | Saying::Release { .. } => String::new(),
    }
}
