// SPDX-License-Identifier: EUPL-1.2
//! One sentence for each fact that the public history tells.
//!
//! **Invariant:** members, never accounts; of a confidential thread no free text. Reasons that operations gave are
//! quoted elsewhere without the names of accounts in them; reasons that touch a person (recusal, objection) are not
//! quoted at all.

use jiff::Timestamp;

use super::parts;
use super::visit::Visit;
use crate::domain::ballot::{Act, Ballot};
use crate::domain::fact::{Fact, Text};
use crate::domain::ids::Thread;
use crate::domain::rules::Rules;
use crate::say::{self, Value, format, words};

/// The longest quotation of a reason, in characters.
const REASON_MAX: usize = 300;

/// Tells facts in the language of a visit.
pub(super) struct Teller<'a> {
    /// For whom.
    pub visit: &'a Visit,
    /// Names members and processes.
    pub rules: &'a Rules,
    /// Whether no free text may be told.
    pub confidential: bool,
}

type Told = (Option<Timestamp>, String);

impl Teller<'_> {
    /// Tells a fact: its own instant where it has one, and a sentence; nothing for a technical fact.
    pub(super) fn tell(&self, fact: &Fact) -> Option<Told> {
        self.ticket(fact).or_else(|| self.merge_request(fact))
    }

    fn ticket(&self, fact: &Fact) -> Option<Told> {
        let member = |id: &str| Value::from(parts::member(id, self.rules));
        Some(match fact {
            Fact::Registered { created_at, .. } => self.say("event-registered", created_at),
            Fact::Confidential => (None, self.visit.say("event-confidential")),
            Fact::Described { at, .. } => self.say("event-described", at),
            Fact::Open { open, at, .. } => self.say(if *open { "event-open" } else { "event-closed" }, at),
            Fact::Started { process: Some(id), at, .. } => {
                self.when("event-started", at, &[("process", parts::process(id, self.rules).into())])
            }
            Fact::Started { process: None, at, why } => match why {
                Some(why) => self.when("event-unsorted-why", at, &[("why", words::why(*why, self.visit.lang).into())]),
                None => self.say("event-unsorted", at),
            },
            Fact::Incomplete { why, .. } => {
                let why = words::why(*why, self.visit.lang);
                (None, self.visit.tell("event-incomplete", &[("why", why.into())]))
            }
            Fact::Committed { member: id, at, .. } => self.when("event-committed", at, &[("member", member(id))]),
            Fact::Ticked { item, member: of, done, at, .. } => {
                let item = parts::follow_up(item, self.visit);
                let item = match of {
                    Some(of) => format!("{item} ({})", parts::member(of, self.rules)),
                    None => item,
                };
                self.when(if *done { "event-ticked" } else { "event-unticked" }, at, &[("item", item.into())])
            }
            Fact::Reading { since, opens_at: Some(opens) } => {
                self.when("event-reading", since, &[("time", self.time(*opens))])
            }
            Fact::Reading { since, opens_at: None } => self.say("event-reading-by-hand", since),
            Fact::Opened { at, deadline, electorate, urgent, .. } => {
                let key = if urgent.is_some() { "event-opened-urgent" } else { "event-opened" };
                let count = electorate.seats.len().into();
                self.when(key, at, &[("deadline", self.time(*deadline)), ("count", count)])
            }
            Fact::Given { ballot } if ballot.is_from_meeting() && ballot.act == Act::Retract => {
                let id = ballot.member.as_deref().unwrap_or_default();
                self.because("event-record-undone", &ballot.at, &[("member", member(id))], &ballot.reason)
            }
            Fact::Given { ballot } => (Some(ballot.at), self.ballot(ballot)),
            Fact::Gone { at, .. } => (*at, self.visit.say("event-gone")),
            Fact::Back { .. } => (None, self.visit.say("event-back")),
            Fact::Recused { member: id, at, .. } => self.when("event-recused", at, &[("member", member(id))]),
            Fact::RecusalLifted { member: id, at, .. } => {
                self.when("event-recusal-lifted", at, &[("member", member(id))])
            }
            Fact::Proxy { member: id, account, at, .. } => {
                let key = if account.is_some() { "event-proxy" } else { "event-proxy-none" };
                self.when(key, at, &[("member", member(id))])
            }
            Fact::DiscussionAsked { member: id, at, .. } => {
                self.when("event-discussion-asked", at, &[("member", member(id))])
            }
            Fact::AwaitsSecond { at, .. } => self.say("event-awaits-second", at),
            Fact::Admits { number, .. } => {
                (None, self.visit.tell("event-admits", &[("number", number.as_str().into())]))
            }
            Fact::Extended { deadline, reason, at, .. } => {
                self.because("event-extended", at, &[("deadline", self.time(*deadline))], reason)
            }
            Fact::Reminded { members, at, .. } if !members.is_empty() => {
                self.when("event-reminded", at, &[("count", members.len().into())])
            }
            Fact::Chased { at, .. } => self.say("event-chased", at),
            Fact::SpendNoticed { at, .. } => self.say("event-spend-noticed", at),
            Fact::TextChanged { at, .. } => self.say("event-text-changed", at),
            Fact::Editorial { reason, at, .. } => self.because("event-editorial", at, &[], reason),
            Fact::Decided { number, outcome, tally, at, stated } => {
                let (at, mut told) = self.when(
                    "event-decided",
                    at,
                    &[
                        ("number", number.as_str().into()),
                        ("outcome", words::outcome(*outcome, self.visit.lang).into()),
                        ("yes", tally.yes.into()),
                        ("no", tally.no.into()),
                        ("abstain", tally.abstain.into()),
                    ],
                );
                if let Some(stated) = stated {
                    let stated = format::day_and_time(*stated, self.rules, self.visit.lang);
                    told = format!("{told} {}", self.visit.tell("event-stated-late", &[("stated", stated.into())]));
                }
                (at, told)
            }
            Fact::Ended { end, why, reason, at, .. } => {
                let (end, why) = (words::end(*end, self.visit.lang), words::why(*why, self.visit.lang));
                self.because("event-ended", at, &[("end", end.into()), ("why", why.into())], reason)
            }
            Fact::Resumed { reason, at, .. } => self.because("event-resumed", at, &[], reason),
            Fact::Cleared { at } => self.say("event-cleared", at),
            Fact::Objected { member: id, at, .. } => self.when("event-objected", at, &[("member", member(id))]),
            Fact::Confirmed { reason, at, .. } => self.because("event-confirmed", at, &[], reason),
            Fact::Finished { done, at } => self.say(if *done { "event-finished" } else { "event-unfinished" }, at),
            _ => return None,
        })
    }

    fn merge_request(&self, fact: &Fact) -> Option<Told> {
        Some(match fact {
            Fact::Proposed { created_at, .. } => self.say("event-proposed", created_at),
            Fact::Head { sha, at } => self.when("event-head", at, &[("sha", short(sha))]),
            Fact::Names { tickets } if tickets.is_empty() => (None, self.visit.say("event-names-none")),
            Fact::Names { tickets } => {
                let names: Vec<_> = tickets.iter().map(named).collect();
                let list = say::list(&names, self.visit.lang);
                (None, self.visit.tell("event-names", &[("tickets", list.into())]))
            }
            Fact::Gated { gate, why, head, at, .. } => {
                let (gate, why) = (words::gate(*gate, self.visit.lang), words::why(*why, self.visit.lang));
                self.when("event-gated", at, &[("gate", gate.into()), ("why", why.into()), ("sha", short(head))])
            }
            Fact::Overruled { what, said, head, at, .. } => {
                let key = if what == "thread" { "event-overruled-thread" } else { "event-overruled-status" };
                self.when(key, at, &[("sha", short(head)), ("said", said.as_str().into())])
            }
            Fact::Hold { reason: Some(reason), at, .. } => self.because("event-held", at, &[], reason),
            Fact::Hold { reason: None, at, .. } => self.say("event-unheld", at),
            Fact::ExemptedBy { reason, at, .. } => self.because("event-exempted", at, &[], reason),
            Fact::MergeAsked { at, .. } => self.say("event-merge-asked", at),
            Fact::NotMerged { at, .. } => self.say("event-not-merged", at),
            Fact::Merged { sha, cleared, at, .. } => {
                self.when(if *cleared { "event-merged" } else { "event-merged-past" }, at, &[("sha", short(sha))])
            }
            Fact::Tagged { tag, at, .. } => self.when("event-tagged", at, &[("tag", tag.as_str().into())]),
            Fact::RequestOpen { open, at } => {
                self.say(if *open { "event-request-open" } else { "event-request-closed" }, at)
            }
            _ => return None,
        })
    }

    fn ballot(&self, ballot: &Ballot) -> String {
        let Some(member) = &ballot.member else { return self.visit.say("event-given-nobody") };
        let member = parts::member(member, self.rules).into();
        let key = match (ballot.act, ballot.authorised, ballot.proxied) {
            _ if ballot.is_from_meeting() => "event-given-meeting",
            (_, false, _) => "event-given-unauthorised",
            (Act::Retract, ..) => "event-given-retract",
            (Act::Unclear, ..) => "event-given-unclear",
            (Act::Choose(_), _, true) => "event-given-proxy",
            (Act::Choose(_), ..) => "event-given",
        };
        let choice = match ballot.act {
            Act::Choose(choice) => words::choice(choice, self.visit.lang),
            Act::Retract | Act::Unclear => String::new(),
        };
        let way = words::channel(ballot.channel(), self.visit.lang);
        self.visit.tell(key, &[("member", member), ("choice", choice.into()), ("way", way.into())])
    }

    fn say(&self, key: &str, at: &Timestamp) -> Told {
        self.when(key, at, &[])
    }

    fn when(&self, key: &str, at: &Timestamp, args: &[(&str, Value<'_>)]) -> Told {
        (Some(*at), self.visit.tell(key, args))
    }

    /// Tells a fact and quotes its reason, where it may be quoted and was not erased.
    fn because(&self, key: &str, at: &Timestamp, args: &[(&str, Value<'_>)], reason: &Text) -> Told {
        let sentence = self.visit.tell(key, args);
        let words = nameless(&reason.0);
        if words.is_empty() || self.confidential || reason.0 == ERASED {
            return (Some(*at), sentence);
        }
        (Some(*at), format!("{sentence} {}", self.visit.tell("event-reason", &[("reason", words.into())])))
    }

    fn time(&self, at: Timestamp) -> Value<'static> {
        say::day_and_time(at, self.rules, self.visit.lang).into()
    }
}

/// Stands in the journal for words that were erased.
const ERASED: &str = "[erased]";

/// Returns words without the names of accounts that are mentioned in them, in one line.
fn nameless(words: &str) -> String {
    let word = |word: &str| match word.find('@') {
        Some(at) => format!("{}@…", &word[..at]),
        None => word.to_string(),
    };
    let line = words.split_whitespace().map(word).collect::<Vec<_>>().join(" ");
    say::shorten(&line, REASON_MAX)
}

fn short(sha: &str) -> Value<'static> {
    sha.chars().take(12).collect::<String>().into()
}

fn named(thread: &Thread) -> String {
    format!("{}{}", thread.project.path, thread.short())
}
