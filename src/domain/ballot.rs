// SPDX-License-Identifier: EUPL-1.2
//! Ballots: what was given, by whom, by which way and when – and which of them count.
//!
//! Comments and emoji are one stream by their own times. The member is the voter: whichever representative spoke
//! last, and whatever is superseded, edited, late or withdrawn stays in the stream with the reason why it does not
//! count.
//!
//! **Invariant:** [`count`] is a pure function of the stream as a set. The order in which votum learned of the
//! ballots, and how often, changes nothing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;

use super::command::Choice;
use super::electorate::Electorate;
use super::fact::Text;
use super::ids::{Account, AwardId, MemberId, NoteId};
use super::rules::Deputies;

/// Where a ballot stands at the forge. Sources order ballots of the same second: emoji before comments, then by the
/// forge's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// An emoji.
    Award(AwardId),
    /// A command in a note; several members' ballots may stand in one.
    Note(NoteId, u16),
    /// A command of operations in a note, by which they enter what a member chose in a meeting.
    Meeting(NoteId, u16),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Award(id) => write!(f, "award:{id}"),
            Self::Note(id, line) => write!(f, "note:{id}:{line}"),
            Self::Meeting(id, line) => write!(f, "meeting:{id}:{line}"),
        }
    }
}

/// What the ballot says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// A choice.
    Choose(Choice),
    /// Takes back what the member gave earlier on the same way.
    Retract,
    /// Cannot be read as one choice.
    Unclear,
}

/// One ballot as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// Where it stands.
    pub source: Source,
    /// Whose account gave it.
    pub account: Account,
    /// The account's name at that moment.
    pub name: Text,
    /// The member it is meant for; `None` where nobody knows which.
    pub member: Option<MemberId>,
    /// Whether the account gave it for another member than its own, as every entry from a meeting is.
    pub proxied: bool,
    /// Whether the account could speak for that member at that moment.
    pub authorised: bool,
    /// The account's place among the member's representatives at that moment, the highest-ranked at 0; `None` for
    /// another member's representative, and in older entries.
    pub rank: Option<u32>,
    /// What it says.
    pub act: Act,
    /// When, cut to the second (UTC).
    pub at: Timestamp,
    /// Whether a reading at the forge has shown it.
    pub seen: bool,
    /// Whether it had been edited before votum saw it.
    pub edited: bool,
    /// When it was taken off at the forge, if that is known.
    pub revoked: Option<Timestamp>,
    /// Whether it has vanished at the forge without counting as revoked.
    pub vanished: bool,
    /// The reason the person gave.
    pub reason: Text,
}

impl Ballot {
    /// Says whether it is an emoji.
    #[must_use]
    pub fn is_emoji(&self) -> bool {
        matches!(self.source, Source::Award(_))
    }

    /// Says whether operations entered it from a meeting.
    #[must_use]
    pub fn is_from_meeting(&self) -> bool {
        matches!(self.source, Source::Meeting(..))
    }

    /// Returns the word for the way it came by: `comment`, `emoji` or `meeting`.
    #[must_use]
    pub fn channel(&self) -> &'static str {
        match self.source {
            Source::Award(_) => "emoji",
            Source::Note(..) => "comment",
            Source::Meeting(..) => "meeting",
        }
    }

    /// Returns its place among others: by its time, then by where it stands.
    #[must_use]
    pub fn order(&self) -> (Timestamp, Source) {
        (self.at, self.source)
    }
}

/// Why a ballot does not count; where several fit, the first in this order is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WhyNot {
    /// Given before the vote opened.
    NotOpen,
    /// Given after the deadline.
    Late,
    /// Given after the vote ended without a result.
    Ended,
    /// Never shown by a reading at the forge.
    NotAtForge,
    /// This way of voting is switched off.
    Channel,
    /// The account speaks for no entitled member.
    NotEntitled,
    /// The account holds no proxy of that member.
    NoProxy,
    /// The member is recused.
    Recused,
    /// Taken back.
    Withdrawn,
    /// Not one clear choice.
    Ambiguous,
    /// Edited before votum first saw it.
    Edited,
    /// The member voted itself.
    OwnVoteFirst,
    /// The member's first ballot was final.
    Final,
    /// A later or higher-ranked ballot of the member goes before it.
    Superseded,
}

impl WhyNot {
    /// All reasons with their keys, in the order of their precedence.
    pub const ALL: [(&'static str, Self); 14] = [
        ("not-open", Self::NotOpen),
        ("late", Self::Late),
        ("ended", Self::Ended),
        ("not-at-forge", Self::NotAtForge),
        ("channel", Self::Channel),
        ("not-entitled", Self::NotEntitled),
        ("no-proxy", Self::NoProxy),
        ("recused", Self::Recused),
        ("withdrawn", Self::Withdrawn),
        ("ambiguous", Self::Ambiguous),
        ("edited", Self::Edited),
        ("own-vote-first", Self::OwnVoteFirst),
        ("final", Self::Final),
        ("superseded", Self::Superseded),
    ];

    /// Returns the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(_, why)| *why == self).map_or("", |(key, _)| key)
    }
}

/// What a count rests on beside the ballots.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    /// When the vote opened; `None` where it has not.
    pub opened: Option<Timestamp>,
    /// The instant of the deadline.
    pub deadline: Timestamp,
    /// When the vote ended without a result, if it did.
    pub ended: Option<Timestamp>,
    /// Whether the reading after the deadline has been made: then what no reading has shown does not count.
    pub final_reading: bool,
    /// The frozen electorate.
    pub electorate: &'a Electorate,
    /// Recused members.
    pub recused: &'a BTreeSet<MemberId>,
    /// Whether comments count.
    pub comments: bool,
    /// Whether emoji count.
    pub emoji: bool,
    /// Whether a ballot may be changed until the deadline.
    pub change: bool,
    /// Which of several representatives' ballots counts. Where ballots may not be changed, the member's first one is
    /// final, whoever of them gave it: a lower-ranked one could otherwise fall after it had become final, and a
    /// contradiction could never be cleared.
    pub deputies: Deputies,
}

/// Which ballots count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// For each ballot, in the order given, why it does not count; `None` where it does.
    pub why_not: Vec<Option<WhyNot>>,
    /// The counted choice of each member, with the ballot's place in the order given.
    pub counted: BTreeMap<MemberId, (Choice, usize)>,
    /// The members whose representatives contradict each other, with the places of the ballots that do.
    pub divided: BTreeMap<MemberId, Vec<usize>>,
}

/// Counts a stream of ballots under `terms`.
#[must_use]
pub fn count(ballots: &[Ballot], terms: &Terms<'_>) -> Count {
    let mut why_not: Vec<Option<WhyNot>> = ballots.iter().map(|ballot| at_the_door(ballot, terms)).collect();
    let mut order: Vec<usize> = (0..ballots.len()).collect();
    order.sort_by_key(|i| ballots[*i].order());
    take_out(ballots, &order, &mut why_not);
    if terms.change {
        take_back(ballots, terms, &order, &mut why_not);
        contradict(ballots, &mut why_not);
    }
    for (i, ballot) in ballots.iter().enumerate() {
        if why_not[i].is_none() {
            why_not[i] = match ballot.act {
                Act::Unclear => Some(WhyNot::Ambiguous),
                _ if ballot.edited => Some(WhyNot::Edited),
                Act::Retract if terms.change => Some(WhyNot::Withdrawn),
                Act::Retract | Act::Choose(_) => None,
            };
        }
    }
    let mut counted: BTreeMap<MemberId, (Choice, usize)> = BTreeMap::new();
    // Who contradicts itself has spoken too: no proxy takes the place of representatives that are divided.
    let voted_themselves: BTreeSet<&MemberId> = (0..ballots.len())
        .filter(|i| why_not[*i].is_none() && !ballots[*i].proxied)
        .filter_map(|i| ballots[i].member.as_ref())
        .collect();
    let divided = if terms.change { one_voice(ballots, terms.deputies, &order, &mut why_not) } else { BTreeMap::new() };
    // What operations entered from a meeting comes last: nothing that a member or its proxy said gives way to it.
    let (entered, said): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|i| ballots[*i].is_from_meeting());
    for i in said.into_iter().chain(entered) {
        let ballot = &ballots[i];
        let (None, Some(member)) = (why_not[i], &ballot.member) else { continue };
        if ballot.is_from_meeting() {
            let spoke = counted.get(member).is_some_and(|(_, earlier)| !ballots[*earlier].is_from_meeting());
            if spoke || (terms.change && voted_themselves.contains(member)) {
                why_not[i] = Some(WhyNot::OwnVoteFirst);
                continue;
            }
        }
        let Act::Choose(choice) = ballot.act else {
            // Where ballots are final, taking one back does nothing.
            why_not[i] = Some(if counted.contains_key(member) { WhyNot::Final } else { WhyNot::Withdrawn });
            continue;
        };
        if terms.change && ballot.proxied && voted_themselves.contains(member) {
            why_not[i] = Some(WhyNot::OwnVoteFirst);
        } else if !terms.change && counted.contains_key(member) && !ballot.is_from_meeting() {
            why_not[i] = Some(WhyNot::Final);
        } else if let Some((_, earlier)) = counted.insert(member.clone(), (choice, i)) {
            why_not[earlier] = Some(WhyNot::Superseded);
        }
    }
    Count { why_not, counted, divided }
}

/// Lets a member speak with one voice where its representatives are ranked or have to agree: of each of them the last
/// ballot stands, and of those the highest-ranked one's, or all if they say the same. Returns who is divided.
fn one_voice(
    ballots: &[Ballot],
    deputies: Deputies,
    order: &[usize],
    why_not: &mut [Option<WhyNot>],
) -> BTreeMap<MemberId, Vec<usize>> {
    let mut divided = BTreeMap::new();
    if deputies == Deputies::Last {
        return divided;
    }
    let mut standing: BTreeMap<&MemberId, BTreeMap<&Account, usize>> = BTreeMap::new();
    for i in order {
        let (None, false, Some(member)) = (why_not[*i], ballots[*i].proxied, &ballots[*i].member) else { continue };
        if let Some(earlier) = standing.entry(member).or_default().insert(&ballots[*i].account, *i) {
            why_not[earlier] = Some(WhyNot::Superseded);
        }
    }
    for (member, voices) in standing {
        let places: Vec<usize> = voices.into_values().collect();
        if deputies == Deputies::Ranked {
            let rank = |i: &usize| (ballots[*i].rank.unwrap_or(u32::MAX), Reverse(ballots[*i].order()));
            let first = places.iter().copied().min_by_key(rank);
            for i in places.into_iter().filter(|i| Some(*i) != first) {
                why_not[i] = Some(WhyNot::Superseded);
            }
        } else if places.iter().any(|i| ballots[*i].act != ballots[places[0]].act) {
            for i in &places {
                why_not[*i] = Some(WhyNot::Ambiguous);
            }
            divided.insert(member.clone(), places);
        }
    }
    divided
}

/// Judges what needs no other ballot: time, proof, way, right.
fn at_the_door(ballot: &Ballot, terms: &Terms<'_>) -> Option<WhyNot> {
    let member = ballot.member.as_ref();
    let entitled = member.is_some_and(|member| terms.electorate.weight(member).is_some());
    if terms.opened.is_none_or(|opened| ballot.at < opened) {
        Some(WhyNot::NotOpen)
    } else if ballot.at > terms.deadline {
        Some(WhyNot::Late)
    } else if terms.ended.is_some_and(|ended| ballot.at > ended) {
        Some(WhyNot::Ended)
    } else if terms.final_reading && !ballot.seen {
        Some(WhyNot::NotAtForge)
    } else if !is_open(ballot.source, terms) {
        Some(WhyNot::Channel)
    } else if !entitled || (!ballot.authorised && !ballot.proxied) {
        Some(WhyNot::NotEntitled)
    } else if !ballot.authorised {
        Some(WhyNot::NoProxy)
    } else if member.is_some_and(|member| terms.recused.contains(member)) {
        Some(WhyNot::Recused)
    } else {
        None
    }
}

/// Says whether that way of voting is open; a meeting is no way that the rules could close.
fn is_open(source: Source, terms: &Terms<'_>) -> bool {
    match source {
        Source::Award(_) => terms.emoji,
        Source::Note(..) => terms.comments,
        Source::Meeting(..) => true,
    }
}

/// Takes out what operations had entered for a member from a meeting and took back: the correction of their own
/// mistake, which no rule about changed ballots forbids.
fn take_out(ballots: &[Ballot], order: &[usize], why_not: &mut [Option<WhyNot>]) {
    for (place, i) in order.iter().enumerate() {
        let ballot = &ballots[*i];
        if why_not[*i].is_some() || ballot.act != Act::Retract || !ballot.is_from_meeting() {
            continue;
        }
        for earlier in order[..=place].iter().copied() {
            let same = ballots[earlier].member == ballot.member && ballots[earlier].is_from_meeting();
            if same && why_not[earlier].is_none() {
                why_not[earlier] = Some(WhyNot::Withdrawn);
            }
        }
    }
}

/// Takes revoked emoji out of the stream, and what a member retracted on the same way.
fn take_back(ballots: &[Ballot], terms: &Terms<'_>, order: &[usize], why_not: &mut [Option<WhyNot>]) {
    for (place, i) in order.iter().enumerate() {
        if why_not[*i].is_some() {
            continue;
        }
        let ballot = &ballots[*i];
        let end = terms.ended.map_or(terms.deadline, |ended| ended.min(terms.deadline));
        if ballot.revoked.is_some_and(|at| at <= end) {
            why_not[*i] = Some(WhyNot::Withdrawn);
        } else if ballot.act == Act::Retract && !ballot.edited {
            for earlier in &order[..place] {
                let earlier_one = &ballots[*earlier];
                let same = earlier_one.member == ballot.member
                    && earlier_one.proxied == ballot.proxied
                    && !earlier_one.is_from_meeting();
                if same && why_not[*earlier].is_none() {
                    why_not[*earlier] = Some(WhyNot::Withdrawn);
                }
            }
        }
    }
}

/// Makes an account's contradicting emoji count as none; its comments stand.
fn contradict(ballots: &[Ballot], why_not: &mut [Option<WhyNot>]) {
    let mut choices: BTreeMap<&Account, BTreeSet<Choice>> = BTreeMap::new();
    let standing = |i: usize, why_not: &[Option<WhyNot>]| ballots[i].is_emoji() && why_not[i].is_none();
    for (i, ballot) in ballots.iter().enumerate() {
        if let (true, Act::Choose(choice)) = (standing(i, why_not), ballot.act) {
            choices.entry(&ballot.account).or_default().insert(choice);
        }
    }
    for (i, ballot) in ballots.iter().enumerate() {
        if standing(i, why_not) && choices.get(&ballot.account).is_some_and(|choices| choices.len() > 1) {
            why_not[i] = Some(WhyNot::Ambiguous);
        }
    }
}
