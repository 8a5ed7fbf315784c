// SPDX-License-Identifier: EUPL-1.2
//! The ballots of a ticket: what counts for each member, and everything that was given.
//!
//! **Invariant:** a ballot that does not count stands in the list with the reason; no ballot is left out silently.

use maud::{Markup, html};

use super::parts;
use super::visit::Visit;
use crate::domain::ballot::WhyNot;
use crate::domain::command::Choice;
use crate::domain::rules::Rules;
use crate::say::words;
use crate::store::sheet::{BallotSheet, SeatSheet, TicketSheet};

/// How many ballots a page shows; the interface gives all.
const BALLOTS_MAX: usize = 1_000;

/// The electorate with weights, and what counts for each member.
pub(super) fn members(sheet: &TicketSheet, visit: &Visit, rules: &Rules) -> Markup {
    let heads = ["member", "weight", "choice", "way", "time"].map(|key| visit.say(key));
    let rows: Vec<_> = sheet.electorate.iter().map(|seat| member_row(seat, sheet, visit, rules)).collect();
    html! {
        h2 { (visit.say("members")) }
        (parts::table("members", &visit.say("members-caption"), &heads, &rows))
    }
}

fn member_row(seat: &SeatSheet, sheet: &TicketSheet, visit: &Visit, rules: &Rules) -> Vec<Markup> {
    let counted = |ballot: &&BallotSheet| ballot.counted && ballot.member.as_ref() == Some(&seat.member);
    let ballot = sheet.ballots.iter().filter(counted).max_by(|a, b| a.at.cmp(&b.at)).filter(|_| seat.choice.is_some());
    let choice = match &seat.choice {
        _ if seat.recused => visit.say("recused"),
        Some(choice) => choice_word(choice, visit),
        None if sheet.state == "voting" => visit.say("open"),
        None => visit.say("not-given"),
    };
    let dash = || parts::plain("–");
    vec![
        parts::plain(parts::member(&seat.member, rules)),
        parts::plain(seat.weight.to_string()),
        parts::plain(choice),
        ballot.map_or_else(dash, |ballot| parts::plain(way(ballot, visit))),
        ballot.map_or_else(dash, |ballot| parts::time(&ballot.at, true, visit, rules)),
    ]
}

/// All ballots as given, whether they count or not.
pub(super) fn all(sheet: &TicketSheet, visit: &Visit, rules: &Rules) -> Markup {
    let heads = ["member", "choice", "way", "time", "counts"].map(|key| visit.say(key));
    let rows: Vec<_> = sheet.ballots.iter().take(BALLOTS_MAX).map(|ballot| row(ballot, visit, rules)).collect();
    html! {
        h2 { (visit.say("ballots")) }
        @if rows.is_empty() { p { (visit.say("empty-ballots")) } }
        @else { (parts::table("ballots", &visit.say("ballots-caption"), &heads, &rows)) }
        @if sheet.ballots.len() > BALLOTS_MAX {
            p { (visit.tell("ballots-cut", &[("count", BALLOTS_MAX.into())])) }
        }
    }
}

fn row(ballot: &BallotSheet, visit: &Visit, rules: &Rules) -> Vec<Markup> {
    let member = ballot.member.as_ref();
    vec![
        parts::plain(member.map_or_else(|| visit.say("no-member"), |id| parts::member(id, rules))),
        parts::plain(choice_word(&ballot.choice, visit)),
        parts::plain(way(ballot, visit)),
        parts::time(&ballot.at, true, visit, rules),
        html! {
            @if ballot.counted { span aria-hidden="true" { "✔ " } (visit.say("counts-yes")) }
            @else { span aria-hidden="true" { "✘ " } (why_not(ballot, visit)) }
            @if ballot.vanished { " (" (visit.say("vanished")) ")" }
        },
    ]
}

fn why_not(ballot: &BallotSheet, visit: &Visit) -> String {
    let why = ballot.why_not.as_deref().and_then(|key| WhyNot::ALL.iter().find(|(known, _)| *known == key));
    match why {
        Some((_, why)) => visit.tell("does-not-count", &[("why", words::why_not(*why, visit.lang).into())]),
        None => visit.say("counts-no"),
    }
}

fn way(ballot: &BallotSheet, visit: &Visit) -> String {
    let channel = words::channel(&ballot.channel, visit.lang);
    if let Some(minutes) = &ballot.minutes {
        return format!("{channel}, {}", visit.tell("from-meeting", &[("minutes", minutes.as_str().into())]));
    }
    if ballot.proxied { format!("{channel}, {}", visit.say("proxied")) } else { channel }
}

/// The word for what a ballot says.
pub(super) fn choice_word(key: &str, visit: &Visit) -> String {
    match key {
        "yes" => words::choice(Choice::Yes, visit.lang),
        "no" => words::choice(Choice::No, visit.lang),
        "abstain" => words::choice(Choice::Abstain, visit.lang),
        "retract" => visit.say("retracted"),
        _ => visit.say("unclear"),
    }
}
