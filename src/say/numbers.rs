// SPDX-License-Identifier: EUPL-1.2
//! The numbers of a vote: the line that councils know, and the table of the members.
//!
//! **Invariant:** the numbers are those of the recount that `Ticket::standings` makes, or of the decision once there is
//! one; nothing is added up here.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::format;
use super::pen::Pen;
use crate::domain::ballot::Ballot;
use crate::domain::rules::Base;
use crate::domain::tally::{Rule, Tally};
use crate::domain::ticket::{Ticket, Vote};

/// Returns `Stimmberechtigt: 12 · Ja: 9 · …`; while the vote runs the missing are open, afterwards not given.
pub(super) fn line(pen: &Pen<'_>, tally: &Tally, closed: bool) -> String {
    pen.with(
        if closed { "numbers-closed" } else { "numbers-open" },
        &[
            ("entitled", tally.entitled.into()),
            ("yes", tally.yes.into()),
            ("no", tally.no.into()),
            ("abstain", tally.abstain.into()),
            ("absent", tally.absent.into()),
            ("recused", tally.recused.into()),
        ],
    )
}

/// Returns what is still missing, while the vote runs.
pub(super) fn missing(pen: &Pen<'_>, tally: &Tally, rule: &Rule) -> String {
    if let Some(limit) = rule.silence {
        let key = if tally.no < limit { "missing-objections" } else { "missing-no-objection" };
        return pen.with(key, &[("missing", limit.saturating_sub(tally.no).into()), ("limit", limit.into())]);
    }
    let votes = missing_votes(pen, tally, rule);
    match &tally.contributions {
        Some(euros) if rule.base == Base::Entitled && euros.yes < euros.needed => {
            let missing = pen.with(
                "missing-contributions",
                &[("missing", format::contribution(euros.needed - euros.yes, pen.lang).into())],
            );
            format!("{votes} {missing}")
        }
        _ => votes,
    }
}

fn missing_votes(pen: &Pen<'_>, tally: &Tally, rule: &Rule) -> String {
    match rule.base {
        Base::Entitled if tally.yes >= tally.needed => pen.with("missing-none", &[("needed", tally.needed.into())]),
        Base::Entitled => pen.with("missing-yes", &[("missing", (tally.needed - tally.yes).into())]),
        Base::Cast => {
            let least = rule.quorum.least(tally.entitled);
            let part = tally.yes + tally.no + tally.abstain;
            if part >= least {
                pen.with("missing-no-part", &[("needed", least.into())])
            } else {
                pen.with("missing-part", &[("missing", (least - part).into())])
            }
        }
    }
}

/// Returns what accepts, in words: the number that is needed and the rule behind it.
pub(super) fn needed(pen: &Pen<'_>, tally: &Tally, rule: &Rule, weighted: bool) -> String {
    if let Some(limit) = rule.silence {
        return pen.with("needed-silence", &[("limit", limit.into())]);
    }
    let votes = needed_votes(pen, tally, rule, weighted);
    let Some(euros) = &tally.contributions else { return votes };
    let share = format::bar(&rule.approval, pen.lang);
    let too = match rule.base {
        Base::Entitled => pen.with(
            "needed-contributions",
            &[
                ("needed", format::contribution(euros.needed, pen.lang).into()),
                ("base", format::contribution(euros.base, pen.lang).into()),
                ("share", share.into()),
            ],
        ),
        Base::Cast => pen.with("needed-contributions-cast", &[("share", share.into())]),
    };
    format!("{votes} {too}")
}

fn needed_votes(pen: &Pen<'_>, tally: &Tally, rule: &Rule, weighted: bool) -> String {
    let share = format::bar(&rule.approval, pen.lang);
    match rule.base {
        Base::Entitled => pen.with(
            if weighted { "needed-weighted" } else { "needed-entitled" },
            &[("needed", tally.needed.into()), ("share", share.into()), ("entitled", tally.entitled.into())],
        ),
        Base::Cast if rule.quorum.is_nothing() => pen.with("needed-cast-alone", &[("share", share.into())]),
        Base::Cast => pen.with(
            "needed-cast",
            &[
                ("share", share.into()),
                ("part", rule.quorum.least(tally.entitled).into()),
                ("entitled", tally.entitled.into()),
                ("quorum", format::bar(&rule.quorum, pen.lang).into()),
            ],
        ),
    }
}

/// Returns the sentence on what silence and abstention do.
pub(super) fn silence(pen: &Pen<'_>, rule: &Rule) -> String {
    pen.text(match (rule.silence, rule.base) {
        (Some(_), _) => "vote-silence-consents",
        (None, Base::Entitled) => "vote-silence-entitled",
        (None, Base::Cast) => "vote-silence-cast",
    })
}

/// Says whether the members' votes weigh differently.
pub(super) fn is_weighted(vote: &Vote) -> bool {
    vote.electorate.seats.iter().any(|seat| seat.weight != 1)
}

/// Returns when something last changed in the vote, so that the note changes only when its content does.
pub(super) fn as_of(ticket: &Ticket, vote: &Vote) -> Timestamp {
    if let Some(decision) = &ticket.decision {
        return decision.at;
    }
    let ballots = ticket.ballots.iter().flat_map(|ballot| [Some(ballot.at), ballot.revoked]).flatten();
    let recusals = ticket.recused.values().map(|(_, at)| *at);
    let ended = ticket.ended.as_ref().map(|ended| ended.at);
    ballots.chain(recusals).chain(ended).fold(vote.opened_at, Timestamp::max)
}

/// Returns the table: what counts now for each entitled member, by which way and since when.
pub(super) fn table(pen: &Pen<'_>, ticket: &Ticket, vote: &Vote, closed: bool) -> String {
    let counted = ticket.counted(pen.rules());
    let weighted = is_weighted(vote);
    let head = ["table-member", "table-choice", "table-way", "table-time"].map(|key| pen.text(key));
    let mut table = format!("| {} |\n|---|---|---|---|", head.join(" | "));
    for seat in &vote.electorate.seats {
        let mut name = pen.member(&seat.member).replace('|', "\\|");
        if weighted {
            let _ = write!(name, " ({})", pen.with("table-weight", &[("weight", seat.weight.into())]));
        }
        let row = if let Some((_, at)) = ticket.recused.get(&seat.member) {
            let since = format::day_and_time(*at, pen.rules(), pen.lang);
            [name, pen.text("table-recused"), "–".to_string(), since]
        } else if let Some((choice, ballot)) = counted.get(&seat.member) {
            let at = format::day_and_time(ballot.at, pen.rules(), pen.lang);
            [name, super::words::choice(*choice, pen.lang), way(pen, ballot), at]
        } else {
            let open = pen.text(if closed { "table-absent" } else { "table-open" });
            [name, open, "–".to_string(), "–".to_string()]
        };
        let _ = write!(table, "\n| {} |", row.join(" | "));
    }
    table
}

/// Returns the way a ballot came by; a proxy and a vanished source are said.
fn way(pen: &Pen<'_>, ballot: &Ballot) -> String {
    let mut way = super::words::channel(ballot.channel(), pen.lang);
    if ballot.is_from_meeting() {
        let minutes = super::inert::code(&super::shorten(&ballot.reason.0, 200)).replace('|', "\\|");
        let _ = write!(way, ", {}", pen.with("table-from-meeting", &[("minutes", minutes.into())]));
    } else if ballot.proxied {
        let _ = write!(way, ", {}", pen.text("table-proxied"));
    }
    if ballot.vanished {
        let gone = if ballot.is_emoji() { "table-emoji-gone" } else { "table-comment-gone" };
        let _ = write!(way, " ({})", pen.text(gone));
    }
    way
}
