// SPDX-License-Identifier: EUPL-1.2
//! What counts, derived from the plan alone: the deeds as ballots, counted by the second count of the laws, and the
//! result worked out from the shares.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use votum::domain::ballot::{Act as Given, Ballot, Source, Terms};
use votum::domain::command::Choice;
use votum::domain::electorate::{Electorate, Seat};
use votum::domain::fact::Text;
use votum::domain::ids::Account;
use votum::domain::rules::Base;

use super::people::{Act, Plan, REPRESENTATIVES, Says};
use crate::laws::naive;
use crate::world::{CHANGE, SUBGROUP};

/// The members in the order of the rules.
const MEMBERS: [&str; 4] = ["ahausen", "bergtal", "clusdorf", "duernau"];

/// What a vote should have come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// `ahausen yes, bergtal no`.
    pub choices: String,
    /// `accepted`, `rejected` or `inquorate`.
    pub outcome: &'static str,
}

/// Counts a ticket that was voted on once, between these instants.
pub fn count(plan: &Plan, ticket: usize, opened: Timestamp, deadline: Timestamp) -> Expected {
    let (ballots, recused) = ballots(plan, ticket, deadline);
    let seat = |member: &&str| Seat { member: (*member).to_string(), weight: 1, contribution: 0 };
    let electorate = Electorate { seats: MEMBERS.iter().map(seat).collect() };
    let voting = &plan.rules.voting;
    let terms = Terms {
        opened: Some(opened),
        deadline,
        ended: None,
        final_reading: true,
        electorate: &electorate,
        recused: &recused,
        comments: true,
        emoji: true,
        change: voting.change,
        deputies: voting.deputies,
    };
    let choices = naive::choices(&ballots, &terms);
    let said: Vec<String> = choices.iter().map(|(member, choice)| format!("{member} {}", word(*choice))).collect();
    let outcome = outcome(plan, ticket, &choices, MEMBERS.len() - recused.len());
    Expected { choices: said.join(", "), outcome }
}

fn word(choice: Choice) -> &'static str {
    match choice {
        Choice::Yes => "yes",
        Choice::No => "no",
        Choice::Abstain => "abstain",
    }
}

/// The shares of the rules, in twentieths: at least 15, at least 18, more than 10.
fn outcome(plan: &Plan, ticket: usize, choices: &BTreeMap<String, Choice>, entitled: usize) -> &'static str {
    let so_many = |choice| choices.values().filter(|given| **given == choice).count();
    let (yes, no) = (so_many(Choice::Yes), so_many(Choice::No));
    let cast = plan.rules.voting.base == Base::Cast;
    if cast && choices.len() * 2 <= entitled {
        return "inquorate";
    }
    let base = if cast { yes + no } else { entitled };
    let reached = match plan.tickets[ticket].label {
        CHANGE => yes * 20 >= base * 18,
        SUBGROUP => yes * 20 > base * 10,
        _ => yes * 20 >= base * 15,
    };
    if reached && yes > 0 { "accepted" } else { "rejected" }
}

/// The deeds under a ticket as ballots, and who is recused.
fn ballots(plan: &Plan, ticket: usize, deadline: Timestamp) -> (Vec<Ballot>, BTreeSet<String>) {
    let member_of = |by: &str| REPRESENTATIVES.iter().find(|(name, _)| *name == by).map(|(_, member)| *member);
    let mut ballots: Vec<Ballot> = Vec::new();
    let mut recused = BTreeSet::new();
    let mut proxies: BTreeMap<&str, &str> = BTreeMap::new();
    let mut standing: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for deed in &plan.deeds {
        let own = member_of(deed.by);
        match &deed.act {
            Act::Say { ticket: here, comment, says, .. } if *here == ticket => {
                let source = Source::Note(*comment as u64, 0);
                match (says, own) {
                    (Says::Choice(choice, None), _) => {
                        ballots.push(ballot(deed.by, own, false, source, Given::Choose(*choice), deed.at));
                    }
                    (Says::Choice(choice, Some(member)), _) => {
                        let mut ballot = ballot(deed.by, Some(member), true, source, Given::Choose(*choice), deed.at);
                        ballot.authorised = proxies.get(member) == Some(&deed.by);
                        ballots.push(ballot);
                    }
                    (Says::Retract, _) => {
                        ballots.push(ballot(deed.by, own, false, source, Given::Retract, deed.at));
                    }
                    (Says::Unclear, _) => {
                        ballots.push(ballot(deed.by, own, false, source, Given::Unclear, deed.at));
                    }
                    (Says::Proxy(Some(to)), Some(own)) => drop(proxies.insert(own, to)),
                    (Says::Proxy(None), Some(own)) => drop(proxies.remove(own)),
                    (Says::Recuse, Some(own)) if deed.at <= deadline => drop(recused.insert(own.to_string())),
                    _ => {}
                }
            }
            Act::React { ticket: here, emoji, .. } if *here == ticket => {
                let choice = match *emoji {
                    "thumbsup" => Choice::Yes,
                    "thumbsdown" => Choice::No,
                    "white_circle" => Choice::Abstain,
                    _ => continue,
                };
                standing.entry((deed.by, emoji)).or_insert_with(|| {
                    let source = Source::Award(ballots.len() as u64);
                    ballots.push(ballot(deed.by, own, false, source, Given::Choose(choice), deed.at));
                    ballots.len() - 1
                });
            }
            Act::Unreact { ticket: here, emoji } if *here == ticket => {
                if let Some(place) = standing.remove(&(deed.by, *emoji)) {
                    ballots[place].revoked = Some(deed.at);
                }
            }
            _ => {}
        }
    }
    (ballots, recused)
}

fn ballot(by: &str, member: Option<&str>, proxied: bool, source: Source, act: Given, at: Timestamp) -> Ballot {
    let place = REPRESENTATIVES.iter().position(|(name, _)| *name == by);
    let rank = |place: usize| u32::from(place == 1);
    Ballot {
        source,
        account: Account { forge: "opencode".into(), id: place.map_or(99, |place| place as u64) },
        name: Text::from(by),
        member: member.map(str::to_string),
        proxied,
        authorised: !proxied && member.is_some(),
        rank: place.filter(|_| !proxied).map(rank),
        act,
        at,
        seen: true,
        edited: false,
        revoked: None,
        vanished: false,
        reason: Text::default(),
    }
}
