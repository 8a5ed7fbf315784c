// SPDX-License-Identifier: EUPL-1.2
//! The vote note: what is voted on, until when, what accepts, how to vote, and what counts now for each member.
//!
//! **Invariant:** the note says everything that a member needs in order to vote, and after the end what came of it;
//! its head has at most 25 lines.

use jiff::Timestamp;

use super::pen::{Pen, bullets, paragraphs};
use super::{Frame, format, inert, law, money, numbers, oversight, step, words};
use crate::domain::markdown;
use crate::domain::reason::Why;
use crate::domain::rules::{Deputies, EarlyClose, Voting};
use crate::domain::tally::{Rule, Tally};
use crate::domain::template;
use crate::domain::ticket::{Phase, Ticket, Vote};

/// Renders the vote note.
pub(super) fn note(first: &Pen<'_>, second: &Pen<'_>) -> String {
    let Some((ticket, vote, rule, tally)) = parts(first) else {
        return paragraphs([first.with("vote-gone", &[("ticket", first.heading().into())]), first.contact_line()]);
    };
    let open = ticket.phase == Phase::Voting;
    let (head, other) = if open {
        let short = short(second, vote, &rule, &tally);
        (head(first, ticket, vote, &rule, &tally), format!("**{}:** {short}", second.text("language-name")))
    } else {
        (ended(first, ticket, vote, &rule, &tally), String::new())
    };
    let steps = if open { String::new() } else { step::line(first, ticket) };
    let table = numbers::table(first, ticket, vote, !open);
    paragraphs([head, other, state(first, ticket, vote, &rule, &tally), steps, table])
}

/// Renders how a ticket stands, as an answer.
pub(super) fn status(pen: &Pen<'_>) -> String {
    let Some(ticket) = pen.ticket() else { return pen.text("status-unknown") };
    let phase = words::phase(ticket.phase, pen.lang);
    // While the vote runs the reason says no more than the state.
    let why = ticket.why.filter(|why| *why != Why::VoteOpen).map(|why| words::why(why, pen.lang));
    let why = why.filter(|why| *why != phase).map(|why| format!("{}.", inert::capitalise(&why))).unwrap_or_default();
    let title = pen.with("status-title", &[("ticket", pen.heading().into()), ("state", phase.into())]);
    let numbers = match parts(pen) {
        Some((ticket, vote, rule, tally)) => state(pen, ticket, vote, &rule, &tally),
        None => String::new(),
    };
    let discussion = oversight::discussion(pen, ticket);
    let due = match (ticket.phase, ticket.opens_at, &ticket.vote) {
        (Phase::Reading, Some(at), _) => pen.with("status-opens", &[("time", time(pen, at).into())]),
        (Phase::Voting, _, Some(vote)) => pen.with("status-deadline", &[("time", time(pen, vote.deadline).into())]),
        _ => String::new(),
    };
    paragraphs([title, why, numbers, discussion, due, step::line(pen, ticket), register(pen), pen.contact_line()])
}

fn parts<'a>(pen: &Pen<'a>) -> Option<(&'a Ticket, &'a Vote, Rule, Tally)> {
    let ticket = pen.ticket()?;
    let vote = ticket.vote.as_ref()?;
    let rule = Rule::of(pen.rules(), ticket.process(pen.rules())?)?;
    let tally = match &ticket.decision {
        Some(decision) => decision.tally.clone(),
        None => ticket.standings(pen.rules())?.tally,
    };
    Some((ticket, vote, rule, tally))
}

fn head(pen: &Pen<'_>, ticket: &Ticket, vote: &Vote, rule: &Rule, tally: &Tally) -> String {
    let title = pen.with("vote-open", &[("ticket", pen.heading().into()), ("process", process(pen, ticket).into())]);
    let urgent = vote.urgent.as_ref().map(|reason| reason.0.as_str()).filter(|reason| !reason.is_empty());
    let urgent = urgent.map(|reason| pen.with("vote-urgent", &[("reason", inert::escape_inline(reason).into())]));
    let voting = &pen.rules().voting;
    let weighted = numbers::is_weighted(vote);
    let rounds = if weighted { "vote-one-weighted" } else { "vote-one" };
    let change = if voting.change { "vote-last-counts" } else { "vote-first-counts" };
    let comment = pen.with("vote-by-comment", &[("mention", mentioned(pen.frame, &pen.text("word-yes")).into())]);
    let warnings = money::warnings(pen, ticket, vote).join(" ");
    let items = bullets([
        urgent.unwrap_or_default(),
        subject(pen, ticket, vote),
        oversight::admits(pen, ticket),
        oversight::opinion(pen, ticket),
        oversight::discussion(pen, ticket),
        money::costs(pen, if ticket.confidential { "" } else { &vote.text.0 }),
        deadline(pen, vote),
        pen.with("vote-needed", &[("needed", numbers::needed(pen, tally, rule, weighted).into())]),
        numbers::silence(pen, rule),
        if voting.comments { comment } else { String::new() },
        if voting.emoji { pen.with("vote-by-emoji", &[("emoji", legend(pen, voting).into())]) } else { String::new() },
        format!("{} {}{}", pen.text(rounds), pen.text(change), deputies(pen)),
        if voting.proxy { pen.text("vote-proxy") } else { String::new() },
        pen.text("vote-recusal"),
        asked(pen, ticket, vote),
        warnings,
        law(pen, ticket),
        pen.contact_line(),
        basis(pen, vote),
    ]);
    paragraphs([title, items])
}

/// Returns who answers questions about the text that is voted on, as it names them; of a confidential one nothing.
fn asked(pen: &Pen<'_>, ticket: &Ticket, vote: &Vote) -> String {
    let named = template::contact(&pen.rules().template, &vote.text.0).filter(|_| !ticket.confidential);
    let Some(contact) = named.filter(|_| !pen.rules().template.contact.is_empty()) else { return String::new() };
    let contact = inert::escape_inline(&inert::shorten(&contact.replace(markdown::OPAQUE, ""), 120));
    pen.with("vote-asked", &[("contact", contact.into())])
}

/// Returns a sentence on ballots of several representatives, where more than the last one matters.
fn deputies(pen: &Pen<'_>) -> String {
    match pen.rules().voting.deputies {
        _ if !pen.rules().voting.change => String::new(),
        Deputies::Last => String::new(),
        Deputies::Ranked => format!(" {}", pen.text("vote-deputies-ranked")),
        Deputies::Unanimous => format!(" {}", pen.text("vote-deputies-unanimous")),
    }
}

/// Renders the opening in a few sentences of the other language.
fn short(pen: &Pen<'_>, vote: &Vote, rule: &Rule, tally: &Tally) -> String {
    let voting = &pen.rules().voting;
    let change = if voting.change { "vote-last-counts" } else { "vote-first-counts" };
    let comment = if voting.comments { pen.text("vote-short-comment") } else { String::new() };
    let legend = legend(pen, voting);
    let emoji = if voting.emoji { pen.with("vote-by-emoji", &[("emoji", legend.into())]) } else { String::new() };
    let opened = pen.with("vote-short-open", &[("ticket", pen.heading().into())]);
    let weighted = numbers::is_weighted(vote);
    let needed = pen.with("vote-needed", &[("needed", numbers::needed(pen, tally, rule, weighted).into())]);
    let change = format!("{}{}", pen.text(change), deputies(pen));
    [opened, deadline(pen, vote), needed, numbers::silence(pen, rule), comment, emoji, change]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Renders the head once the vote is over.
fn ended(pen: &Pen<'_>, ticket: &Ticket, vote: &Vote, rule: &Rule, tally: &Tally) -> String {
    let heading = pen.heading();
    let title = match (&ticket.decision, &ticket.ended) {
        (Some(decision), Some(ended)) => pen.with(
            "vote-void",
            &[
                ("ticket", heading.into()),
                ("state", words::end(ended.end, pen.lang).into()),
                ("number", inert::escape_inline(&decision.number).into()),
            ],
        ),
        (Some(decision), None) => pen.with(
            "vote-decided",
            &[
                ("ticket", heading.into()),
                ("outcome", words::outcome(decision.outcome, pen.lang).into()),
                ("number", inert::escape_inline(&decision.number).into()),
            ],
        ),
        (None, _) => pen
            .with("vote-ended", &[("ticket", heading.into()), ("state", words::phase(ticket.phase, pen.lang).into())]),
    };
    let period = pen
        .with("vote-period", &[("from", time(pen, vote.opened_at).into()), ("until", time(pen, vote.deadline).into())]);
    let needed = numbers::needed(pen, tally, rule, numbers::is_weighted(vote));
    let items = bullets([
        subject(pen, ticket, vote),
        oversight::admits(pen, ticket),
        oversight::discussion(pen, ticket),
        oversight::certification(pen, ticket),
        period,
        pen.with("vote-needed", &[("needed", needed.into())]),
        pen.contact_line(),
        basis(pen, vote),
    ]);
    paragraphs([title, items])
}

fn state(pen: &Pen<'_>, ticket: &Ticket, vote: &Vote, rule: &Rule, tally: &Tally) -> String {
    let closed = ticket.phase != Phase::Voting;
    let numbers = numbers::line(pen, tally, closed);
    let at = format::day_and_time(numbers::as_of(ticket, vote), pen.rules(), pen.lang);
    let missing = if closed { String::new() } else { numbers::missing(pen, tally, rule) };
    let args = [("time", at.into()), ("numbers", numbers.into()), ("missing", missing.into())];
    pen.with("vote-state", &args).trim_end().to_string()
}

fn subject(pen: &Pen<'_>, ticket: &Ticket, vote: &Vote) -> String {
    let digest = inert::code(vote.text_digest.get(..12).unwrap_or(&vote.text_digest));
    // Once the text has changed again, only the instant of the opening is sure.
    let (key, at) = if ticket.text_at <= vote.opened_at && ticket.text_at != Timestamp::UNIX_EPOCH {
        ("vote-subject", ticket.text_at)
    } else {
        ("vote-subject-at-opening", vote.opened_at)
    };
    let at = format::day_and_time(at, pen.rules(), pen.lang);
    let said = pen.with(key, &[("time", at.into()), ("digest", digest.into())]);
    if vote.text_changed { format!("{said} {}", pen.text("vote-text-changed")) } else { said }
}

fn deadline(pen: &Pen<'_>, vote: &Vote) -> String {
    let zone = format::zone(pen.rules());
    let time = format::weekday_and_time(vote.deadline, pen.rules(), pen.lang);
    let line = pen.with("vote-deadline", &[("time", time.into()), ("zone", zone.into())]);
    match pen.rules().voting.early_close {
        EarlyClose::Never => line,
        EarlyClose::AllVoted => format!("{line} {}", pen.text("vote-early-all")),
        EarlyClose::Decided => format!("{line} {}", pen.text("vote-early-decided")),
    }
}

fn legend(pen: &Pen<'_>, voting: &Voting) -> String {
    let named = [(&voting.yes, "word-yes"), (&voting.no, "word-no"), (&voting.abstain, "word-abstain")];
    let parts: Vec<String> = named
        .iter()
        .filter(|(emoji, _)| !emoji.is_empty())
        .map(|(emoji, key)| {
            let signs: Vec<String> = emoji.iter().map(|name| inert::emoji(name)).collect();
            format!("{} {}", signs.join(" "), pen.text(key))
        })
        .collect();
    parts.join(" · ")
}

/// Returns who decides requests of this type, with the page that says it of all types.
fn law(pen: &Pen<'_>, ticket: &Ticket) -> String {
    let Some(process) = ticket.process(pen.rules()) else { return String::new() };
    let url = format!("{}/rules", pen.frame.home());
    format!("{} {}", law::sentence(pen.rules(), process, pen.lang), pen.with("law-more", &[("url", url.into())]))
}

fn basis(pen: &Pen<'_>, vote: &Vote) -> String {
    let rules = pen.rules();
    let digest = inert::code(vote.rules.get(..12).unwrap_or(&vote.rules));
    let digest = pen.with("vote-rules", &[("digest", digest.into())]);
    let legal = if rules.legal_basis.is_empty() {
        String::new()
    } else {
        pen.with("vote-basis", &[("basis", inert::escape_inline(&rules.legal_basis).into())])
    };
    [legal, digest, register(pen)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn register(pen: &Pen<'_>) -> String {
    let url = pen.thread().map(|thread| pen.frame.ticket_url(thread));
    url.map(|url| pen.with("register-ticket", &[("url", url.into())])).unwrap_or_default()
}

fn process(pen: &Pen<'_>, ticket: &Ticket) -> String {
    ticket.process(pen.rules()).map(|process| inert::code(&process.label)).unwrap_or_default()
}

fn mentioned(frame: &Frame<'_>, word: &str) -> String {
    inert::code(&format!("@{} {}", frame.bot, word.to_lowercase()))
}

fn time(pen: &Pen<'_>, at: Timestamp) -> String {
    format::weekday_and_time(at, pen.rules(), pen.lang)
}
