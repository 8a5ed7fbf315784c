// SPDX-License-Identifier: EUPL-1.2
//! Ballots on their way into the journal: from comments, from emoji, and from what a full reading shows.
//!
//! **Invariant:** every ballot is entered, also one that does not count; what a ballot is worth is computed, never
//! stored. A ballot known by its source is entered once.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::ticket::Desk;
use crate::domain::ballot::{Act, Ballot, Source, WhyNot};
use crate::domain::calendar::cut;
use crate::domain::command::{Choice, Command, Mistake};
use crate::domain::effect::Effect;
use crate::domain::event::{AwardRead, FullRead, NoteRead, Person};
use crate::domain::fact::{Fact, Text};
use crate::domain::ids::{AwardId, MemberId};
use crate::domain::rules::Deputies;
use crate::domain::saying::Saying;
use crate::domain::ticket::Phase;

/// The receipt of a command that was taken.
pub(super) const TAKEN: &str = "inbox_tray";
/// The receipt of a command that was not taken.
pub(super) const NOT_TAKEN: &str = "grey_question";

impl Desk<'_> {
    /// Enters the ballots of a note; returns whether all of them were taken.
    pub fn ballots(&mut self, note: &NoteRead, commands: &[Result<Command, Mistake>]) -> bool {
        let mut given: Vec<(Source, Option<MemberId>, Act, String)> = Vec::new();
        let mut taken = true;
        for (line, command) in commands.iter().enumerate() {
            let source = Source::Note(note.note, u16::try_from(line).unwrap_or(u16::MAX));
            let (member, act, reason) = match command {
                Ok(Command::Ballot { choice, member, reason }) => (member, Act::Choose(*choice), reason.clone()),
                Ok(Command::Retract { member }) => (member, Act::Retract, String::new()),
                Err(Mistake::Ambiguous { .. }) => (&None, Act::Unclear, String::new()),
                _ => continue,
            };
            let own = self.views.roster.member_of(&note.author.account).cloned();
            let member = match member {
                None => own,
                Some(words) => {
                    let called = self.rules.member_called(words).map(|member| member.id.clone());
                    if called.is_none() {
                        taken = false;
                        self.unknown(note, "member", words);
                        continue;
                    }
                    called
                }
            };
            given.push((source, member, act, reason));
        }
        let mut choices: BTreeMap<Option<MemberId>, Vec<Choice>> = BTreeMap::new();
        for (_, member, act, _) in &given {
            if let Act::Choose(choice) = act {
                let chosen = choices.entry(member.clone()).or_default();
                if !chosen.contains(choice) {
                    chosen.push(*choice);
                }
            }
        }
        let sources: Vec<Source> = given.iter().map(|(source, ..)| *source).collect();
        for (source, member, act, reason) in given {
            let several = choices.get(&member).is_some_and(|chosen| chosen.len() > 1);
            let act = if several && act != Act::Retract { Act::Unclear } else { act };
            let (proxied, authorised, rank) = self.right_to_speak(&note.author, member.as_ref(), note.at);
            self.record(Fact::Given {
                ballot: Box::new(Ballot {
                    source,
                    account: note.author.account.clone(),
                    name: Text(note.author.name.clone()),
                    member,
                    proxied,
                    authorised,
                    rank,
                    act,
                    at: note.at,
                    seen: note.seen,
                    edited: note.edited,
                    revoked: None,
                    vanished: false,
                    reason: Text(reason),
                }),
            });
        }
        taken & self.explain(&note.author, &sources)
    }

    /// Enters an emoji on the description or on the vote note.
    pub fn award(&mut self, award: &AwardRead) {
        let source = Source::Award(award.award);
        // What the forge shows in another hand or with another meaning was not what a webhook said.
        let as_shown = |ballot: &&Ballot| {
            let act = self.meaning(&award.name).map(Act::Choose);
            !award.seen || (ballot.account == award.by.account && Some(ballot.act) == act)
        };
        if let Some(known) = self.ticket.ballots.iter().filter(|ballot| ballot.source == source).find(as_shown) {
            let decided = self.ticket.decision.is_some();
            let back = award.seen && ((known.revoked.is_some() && !decided) || known.vanished);
            if award.seen && !known.seen && !decided {
                self.record(Fact::Seen { sources: vec![source] });
            }
            if back {
                self.record(Fact::Back { source });
            }
            return;
        }
        let Some(vote) = &self.ticket.vote else { return };
        let (on_vote_note, on_description) = (award.note.is_some() && award.note == vote.note, award.note.is_none());
        let Some(choice) = self.meaning(&award.name) else { return };
        let member = self.views.roster.member_of(&award.by.account).cloned();
        // A stranger's thumb on the description is a liking, not a ballot.
        if self.views.roster.is_bot(&award.by.account) || !(on_vote_note || (on_description && member.is_some())) {
            return;
        }
        let authorised = member.is_some();
        let rank = self.views.roster.rank_of(&award.by.account);
        self.record(Fact::Given {
            ballot: Box::new(Ballot {
                source,
                account: award.by.account.clone(),
                name: Text(award.by.name.clone()),
                member,
                proxied: false,
                authorised,
                rank,
                act: Act::Choose(choice),
                at: award.at,
                seen: award.seen,
                edited: false,
                revoked: None,
                vanished: false,
                reason: Text::default(),
            }),
        });
        self.explain(&award.by, &[source]);
    }

    /// Takes in that an emoji was removed.
    pub fn award_gone(&mut self, award: AwardId, at: Timestamp) {
        let source = Source::Award(award);
        let known = self.ticket.ballots.iter().find(|ballot| ballot.source == source);
        // A result stands, however late the news of a removal comes.
        if self.ticket.decision.is_none() && known.is_some_and(|ballot| ballot.revoked.is_none()) {
            self.record(Fact::Gone { source, at: Some(cut(at)) });
        }
    }

    /// Takes in everything that stands under the ticket, and what no longer does.
    pub fn full(&mut self, full: &FullRead) {
        for note in &full.notes {
            self.note(note);
        }
        for award in &full.awards {
            self.award(award);
        }
        self.missing(full);
        let due = self.ticket.result_due().is_some_and(|due| full.at >= due);
        let over = self.ticket.phase == Phase::Voting && (self.all_voted() || self.is_to_be_announced());
        if full.whole && (due || over) {
            self.record(Fact::Read { at: self.now });
        }
        self.tell_divided();
        self.close_early();
        self.announce();
        self.tick();
    }

    fn missing(&mut self, full: &FullRead) {
        let end = self.ticket.vote.as_ref().map_or(Timestamp::MAX, |vote| vote.deadline);
        let mut gone = Vec::new();
        for ballot in self.ticket.ballots.iter().filter(|b| b.seen && b.revoked.is_none() && !b.vanished) {
            match ballot.source {
                Source::Note(note, _) if !full.notes.iter().any(|read| read.note == note) => {
                    gone.push((ballot.source, None, ballot.member.clone()));
                }
                Source::Award(award) if !full.awards.iter().any(|read| read.award == award) => {
                    let removed = full.vote_note_stands && full.at <= end && self.ticket.decision.is_none();
                    gone.push((ballot.source, removed.then(|| cut(full.at)), None));
                }
                _ => {}
            }
        }
        for (source, at, member) in gone {
            self.record(Fact::Gone { source, at });
            if let Source::Note(note, _) = source {
                self.tell(format!("deleted-{note}"), Saying::BallotDeleted { member });
            }
        }
        if !full.vote_note_stands
            && self.ticket.phase == Phase::Voting
            && let Some(vote) = &self.ticket.vote
        {
            // Writing the vote note again finds it missing and makes a new one.
            let slot = vote.slot();
            self.say(slot, Saying::Vote);
        }
    }

    /// Tells the representatives of a member, once and all of them, that their ballots contradict each other.
    pub fn tell_divided(&mut self) {
        let unanimous = self.rules.voting.deputies == Deputies::Unanimous;
        if !unanimous || self.ticket.phase != Phase::Voting {
            return;
        }
        let Some(standings) = self.ticket.standings(self.rules) else { return };
        for (member, places) in standings.count.divided {
            let names = places.iter().filter_map(|i| self.ticket.ballots.get(*i)).map(|b| b.name.0.clone()).collect();
            self.tell(self.slot(&format!("divided-{member}")), Saying::Divided { member, names });
        }
    }

    /// Returns whether an account speaks for another member than its own, whether it may, and its rank in its own.
    pub fn right_to_speak(
        &self,
        person: &Person,
        member: Option<&MemberId>,
        at: Timestamp,
    ) -> (bool, bool, Option<u32>) {
        let own = self.views.roster.member_of(&person.account);
        if own == member {
            return (false, own.is_some(), self.views.roster.rank_of(&person.account));
        }
        let present = member.and_then(|member| self.ticket.proxies.get(member));
        let former = self.ticket.former_proxies.iter().filter(|(of, _)| Some(of) == member).map(|(_, proxy)| proxy);
        let holds = present.into_iter().chain(former).any(|proxy| proxy.account == person.account && proxy.holds(at));
        (own.is_some(), holds && own.is_some() && self.rules.voting.proxy, None)
    }

    /// Returns what an emoji means; a skin tone changes nothing.
    fn meaning(&self, name: &str) -> Option<Choice> {
        let plain = name.split_once("_tone").map_or(name, |(plain, _)| plain).to_string();
        let voting = &self.rules.voting;
        [(&voting.yes, Choice::Yes), (&voting.no, Choice::No), (&voting.abstain, Choice::Abstain)]
            .into_iter()
            .find(|(names, _)| names.contains(&plain))
            .map(|(_, choice)| choice)
    }

    /// Explains, once per person and reason, why fresh ballots do not count; returns whether all were taken.
    pub fn explain(&mut self, person: &Person, sources: &[Source]) -> bool {
        let why_not = self.ticket.why_not(self.rules);
        let count = self.ticket.standings(self.rules).map(|standings| standings.count).unwrap_or_default();
        let mut taken = true;
        let mut answers = Vec::new();
        for (i, (ballot, why)) in self.ticket.ballots.iter().zip(why_not).enumerate() {
            if !sources.contains(&ballot.source) {
                continue;
            }
            let Some(why) = why else { continue };
            let retracted = ballot.act == Act::Retract && why == WhyNot::Withdrawn;
            let counted = ballot.member.as_ref().and_then(|member| count.counted.get(member));
            let by_somebody_else = counted
                .and_then(|(_, place)| self.ticket.ballots.get(*place))
                .is_some_and(|counted| counted.account != ballot.account);
            let outranked = self.rules.voting.deputies == Deputies::Ranked && by_somebody_else;
            if retracted || why == WhyNot::OwnVoteFirst || (why == WhyNot::Superseded && !outranked) {
                continue;
            }
            taken = false;
            if count.divided.values().any(|places| places.contains(&i)) {
                continue;
            }
            let (name, member) = (person.name.clone(), ballot.member.clone());
            let contradicts = why == WhyNot::Ambiguous && ballot.is_emoji();
            answers.push(match why {
                WhyNot::NotEntitled if member.is_none() => ("no-vote".to_string(), Saying::NoVote { name }),
                _ if contradicts => ("contradiction".to_string(), Saying::Contradiction { name, member }),
                _ => (format!("not-counted-{}", why.key()), Saying::NotCounted { name, member, why }),
            });
        }
        for (about, saying) in answers {
            // What is true of the person holds for good; what is true of a vote is said again in the next one.
            let round = if about == "no-vote" { String::new() } else { self.slot("") };
            self.tell(format!("{about}-{}{round}", person.account), saying);
        }
        taken
    }

    /// Reacts to a note with a receipt.
    pub fn receipt(&mut self, note: u64, taken: bool) {
        let emoji = if taken { TAKEN } else { NOT_TAKEN };
        self.ask(Effect::React { thread: self.thread.clone(), note, emoji });
    }
}
