// SPDX-License-Identifier: EUPL-1.2
//! Answers to one person: why a ballot does not count, why a command is refused, what was recorded.
//!
//! **Invariant:** an answer blames nobody; it says what was not done, why, and how it can be done.

use jiff::Timestamp;

use super::inert::{code, escape_inline};
use super::pen::{Pen, paragraphs};
use super::{format, help, numbers, words};
use crate::domain::ballot::WhyNot;
use crate::domain::command::Mistake;
use crate::domain::duty::{CERTIFICATION, OPINION, READINESS};
use crate::domain::ids::MemberId;
use crate::domain::saying::Who;
use crate::domain::tally::Rule;
use crate::domain::ticket::Phase;

/// Renders why a ballot does not count.
pub(super) fn not_counted(pen: &Pen<'_>, name: &str, member: Option<&MemberId>, why: WhyNot) -> String {
    let who = pen.who(member, name);
    let title = pen.with("not-counted-title", &[("who", who.into()), ("why", words::why_not(why, pen.lang).into())]);
    let open = pen.ticket().is_some_and(|ticket| ticket.phase == Phase::Voting);
    let next = match why {
        WhyNot::NotOpen if !open => "not-counted-next-opening",
        WhyNot::NotOpen => "not-counted-next-anew",
        WhyNot::Late | WhyNot::Ended => "not-counted-next-recorded",
        WhyNot::Channel => "not-counted-next-channel",
        WhyNot::NotEntitled => "not-counted-next-welcome",
        WhyNot::NoProxy => "not-counted-next-proxy",
        WhyNot::Ambiguous => "not-counted-next-clear",
        WhyNot::Edited | WhyNot::NotAtForge => "not-counted-next-comment",
        WhyNot::Recused | WhyNot::Withdrawn | WhyNot::OwnVoteFirst | WhyNot::Final | WhyNot::Superseded => {
            "not-counted-next-table"
        }
    };
    paragraphs([title, pen.text(next), pen.contact_line()])
}

/// Renders that a command does nothing because its comment was rewritten.
pub(super) fn rewritten(pen: &Pen<'_>, name: &str) -> String {
    let title = pen.with("rewritten-title", &[("who", pen.account(name).into())]);
    paragraphs([title, pen.text("rewritten-next"), pen.contact_line()])
}

/// Renders that an account has no vote.
pub(super) fn no_vote(pen: &Pen<'_>, name: &str) -> String {
    let said = pen.with("no-vote", &[("who", pen.account(name).into())]);
    if pen.first { paragraphs([said, pen.text("no-vote-next"), pen.contact_line()]) } else { said }
}

/// Renders that an account's emoji contradict each other.
pub(super) fn contradiction(pen: &Pen<'_>, name: &str, member: Option<&MemberId>) -> String {
    let said = pen.with("contradiction", &[("who", pen.who(member, name).into())]);
    paragraphs([said, pen.text("contradiction-next"), pen.contact_line()])
}

/// Renders that a member's representatives contradict each other.
pub(super) fn divided(pen: &Pen<'_>, member: &MemberId, names: &[String]) -> String {
    let said = pen.with("divided", &[("member", pen.member(member).into())]);
    let accounts: Vec<String> = names.iter().map(|name| pen.account(name)).collect();
    let by = pen.with("divided-by", &[("accounts", format::list(&accounts, pen.lang).into())]);
    paragraphs([said, by, pen.text("divided-next"), pen.contact_line()])
}

/// Renders that a comment with a counted ballot was deleted.
pub(super) fn ballot_deleted(pen: &Pen<'_>, member: Option<&MemberId>) -> String {
    let said = match member {
        Some(member) => pen.with("ballot-deleted", &[("member", pen.member(member).into())]),
        None => pen.text("ballot-deleted-unknown"),
    };
    paragraphs([said, pen.text("ballot-deleted-next"), pen.contact_line()])
}

/// Renders who may give a command.
pub(super) fn not_allowed(pen: &Pen<'_>, name: &str, command: &str, who: Who) -> String {
    let title = refused(pen, name, command);
    let may = pen.with("not-allowed-who", &[("who", words::who(who, pen.lang).into())]);
    paragraphs([title, may, pen.contact_line()])
}

/// Renders that a command does not fit the state.
pub(super) fn not_now(pen: &Pen<'_>, name: &str, command: &str, state: &str) -> String {
    let title = refused(pen, name, command);
    let body = match Phase::ALL.iter().find(|(key, _)| *key == state) {
        _ if state == "merging-off" => pen.text("not-now-merging-off"),
        _ if state == "not-merged" => pen.text("not-now-not-merged"),
        _ if state == "released" => pen.text("not-now-released"),
        _ if state.strip_prefix("release-").is_some() => pen.text(&format!("not-now-{state}")),
        _ if state == "merged" => pen.text("not-now-merged"),
        Some((_, phase)) => pen.with("not-now-state", &[("state", words::phase(*phase, pen.lang).into())]),
        None => pen.with("not-now-state", &[("state", code(state).into())]),
    };
    paragraphs([title, body, pen.decided("not-now-decided"), pen.contact_line()])
}

/// Renders that a powerful act waits for a second account.
pub(super) fn awaits_second(pen: &Pen<'_>, name: &str, command: &str) -> String {
    let shown = help::shown(command, pen.lang);
    let args = [("command", shown.clone().into()), ("who", pen.account(name).into())];
    let next = pen.with("awaits-second-next", &[("command", shown.into())]);
    paragraphs([pen.with("awaits-second", &args), next, pen.contact_line()])
}

fn refused(pen: &Pen<'_>, name: &str, command: &str) -> String {
    let args = [("command", help::shown(command, pen.lang).into()), ("who", pen.account(name).into())];
    pen.with("command-refused", &args)
}

/// Renders what could not be read as a command.
pub(super) fn mistaken(pen: &Pen<'_>, name: &str, mistake: &Mistake) -> String {
    let who = pen.account(name);
    let (said, next) = match mistake {
        Mistake::Unknown { word } => {
            let word = if word.is_empty() { "–".to_string() } else { code(&super::shorten(word, 60)) };
            (pen.with("mistake-unknown", &[("who", who.into()), ("word", word.into())]), pen.text("mistake-help"))
        }
        Mistake::Ambiguous { choice } => {
            let args = [("who", who.into()), ("choice", words::choice(*choice, pen.lang).into())];
            (pen.with("mistake-ambiguous", &args), pen.text("mistake-ambiguous-next"))
        }
        Mistake::ReasonMissing { command } => {
            let args = [("who", who.into()), ("command", help::shown(command, pen.lang).into())];
            (pen.with("mistake-reason", &args), usage(pen, command))
        }
        Mistake::Argument { command } => {
            let args = [("who", who.into()), ("command", help::shown(command, pen.lang).into())];
            (pen.with("mistake-argument", &args), usage(pen, command))
        }
    };
    paragraphs([said, next, pen.contact_line()])
}

fn usage(pen: &Pen<'_>, command: &str) -> String {
    pen.with("mistake-usage", &[("usage", help::usage(command, pen.lang).into())])
}

/// Renders that a word names nothing that exists.
pub(super) fn unknown(pen: &Pen<'_>, name: &str, what: &str, word: &str) -> String {
    let key = match what {
        "member" => "unknown-member",
        "asked" => "unknown-asked",
        "recorded" => "unknown-recorded",
        "process" => "unknown-process",
        "follow-up" => "unknown-follow-up",
        _ => "unknown-word",
    };
    let args = [("who", pen.account(name).into()), ("word", code(&super::shorten(word, 60)).into())];
    let known: Vec<String> = match what {
        "member" => pen.rules().members.iter().map(|member| escape_inline(&member.name)).collect(),
        "process" => pen.rules().processes.iter().map(|process| code(&process.id)).collect(),
        "follow-up" => {
            let process = pen.ticket().and_then(|ticket| ticket.process(pen.rules()));
            let items = process.map(|p| p.follow_ups.iter().chain(&p.requires).chain(&pen.rules().gate.requires));
            let mut items: Vec<&str> = items.into_iter().flatten().map(String::as_str).collect();
            let also = |item: &&str| pen.ticket().is_some_and(|ticket| ticket.knows_item(pen.rules(), item));
            let more: Vec<&str> =
                [OPINION, CERTIFICATION].into_iter().filter(also).filter(|item| !items.contains(item)).collect();
            items.extend(more);
            if items.contains(&READINESS) {
                items.extend(pen.rules().duties.checklist.iter().map(String::as_str));
            }
            items.into_iter().map(code).collect()
        }
        _ => Vec::new(),
    };
    let known = format::list(&known, pen.lang);
    let known = if known.is_empty() { known } else { pen.with("unknown-known", &[("known", known.into())]) };
    paragraphs([pen.with(key, &args), known, pen.contact_line()])
}

/// Renders that a proxy was recorded or taken back.
pub(super) fn proxy(pen: &Pen<'_>, member: &str, holder: Option<&str>, until: Option<Timestamp>) -> String {
    let member = pen.member(member);
    let ticket = pen.heading();
    let Some(holder) = holder else {
        return pen.with("proxy-none", &[("member", member.into()), ("ticket", ticket.into())]);
    };
    let args = [("member", member.into()), ("holder", pen.account(holder).into()), ("ticket", ticket.into())];
    let until = match until {
        Some(at) => pen.with("proxy-until", &[("day", format::day(at, pen.rules(), pen.lang).into())]),
        None => String::new(),
    };
    paragraphs([pen.with("proxy-recorded", &args), until, pen.text("proxy-next"), pen.contact_line()])
}

/// Renders why a proxy was refused.
pub(super) fn proxy_refused(pen: &Pen<'_>, name: &str, why: &str) -> String {
    let key = match why {
        "off" => "proxy-refused-off",
        "ended" => "proxy-refused-ended",
        "no-representative" => "proxy-refused-no-representative",
        "own-member" => "proxy-refused-own-member",
        "chain" => "proxy-refused-chain",
        _ => "proxy-refused-too-many",
    };
    let most = u64::from(pen.rules().voting.proxies_per_account);
    let said = pen.with("proxy-refused", &[("who", pen.account(name).into())]);
    paragraphs([said, pen.with(key, &[("most", most.into())]), pen.contact_line()])
}

/// Renders that a member is recused, or no longer.
pub(super) fn recused(pen: &Pen<'_>, member: &str, reason: &str, lifted: bool) -> String {
    let args = [("member", pen.member(member).into()), ("ticket", pen.heading().into())];
    let said = pen.with(if lifted { "recusal-lifted" } else { "recused" }, &args);
    let reason = if reason.trim().is_empty() {
        String::new()
    } else {
        pen.with("reason-given", &[("reason", escape_inline(reason).into())])
    };
    let base = base_now(pen);
    let last = if lifted { String::new() } else { pen.text("recused-final") };
    paragraphs([said, reason, base, last, pen.contact_line()])
}

/// Returns what the vote rests on now, where one was opened.
fn base_now(pen: &Pen<'_>) -> String {
    let Some(ticket) = pen.ticket() else { return String::new() };
    let rule = ticket.process(pen.rules()).and_then(|process| Rule::of(pen.rules(), process));
    let (Some(rule), Some(standings), Some(vote)) = (rule, ticket.standings(pen.rules()), &ticket.vote) else {
        return String::new();
    };
    let needed = numbers::needed(pen, &standings.tally, &rule, numbers::is_weighted(vote));
    pen.with("vote-needed", &[("needed", needed.into())])
}
