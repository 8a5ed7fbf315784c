// SPDX-License-Identifier: EUPL-1.2
//! Meetings: members that want one, and ballots that were given in one.
//!
//! **Invariant:** what was said in a meeting counts as entered by operations, is shown as such with where it is written,
//! and never goes before what a member says itself.

use jiff::Timestamp;

use super::ticket::Desk;
use crate::domain::ballot::{Act, Ballot, Source};
use crate::domain::command::Choice;
use crate::domain::event::{NoteRead, Person};
use crate::domain::fact::{End, Fact, Text};
use crate::domain::reason::Why;
use crate::domain::saying::Who;
use crate::domain::ticket::Phase;
use crate::domain::vote::Vote;

impl Desk<'_> {
    /// Notes that a member wants to talk about it; where the rules say so, enough of them put the vote off.
    pub fn discuss(&mut self, person: &Person, reason: &str, at: Timestamp) -> bool {
        let own = self.views.roster.member_of(&person.account).cloned();
        if !self.allowed(person, "discuss", Who::Representative, own.is_some()) {
            return false;
        }
        let open = matches!(self.ticket.phase, Phase::Reading | Phase::Voting);
        if !open || self.comes_after_the_deadline(at) {
            return self.not_now(person, "discuss");
        }
        let member = own.unwrap_or_default();
        // Whoever has no vote in it does not put it off.
        let votes =
            |vote: &Vote| vote.electorate.weight(&member).is_some() && !self.ticket.recused.contains_key(&member);
        if self.ticket.vote.as_ref().filter(|_| self.ticket.phase == Phase::Voting).is_some_and(|vote| !votes(vote)) {
            return self.allowed(person, "discuss", Who::Representative, false);
        }
        if self.ticket.discussion.contains_key(&member) {
            return true;
        }
        self.record(Fact::DiscussionAsked { member, reason: Text::from(reason), by: person.account.clone(), at });
        let asked = self.ticket.discussion.len();
        if self.rules.voting.oversight.pauses_at.is_some_and(|enough| asked >= enough as usize) {
            self.end(End::Deferred, Why::Discussion, Text::default(), None, at);
        }
        true
    }

    /// Enters what a member chose in a meeting, as operations say with where it is written.
    pub fn enter(&mut self, note: &NoteRead, line: usize, choice: Choice, member: &str, source: &str) -> bool {
        let (person, at) = (&note.author, note.at);
        if !self.operations(person, "record") {
            return false;
        }
        if self.ticket.phase != Phase::Voting || self.comes_after_the_deadline(at) {
            return self.not_now(person, "record");
        }
        let Some(member) = self.rules.member_called(member).map(|member| member.id.clone()) else {
            self.unknown(note, "member", member);
            return false;
        };
        let place = Source::Meeting(note.note, u16::try_from(line).unwrap_or(u16::MAX));
        let act = format!("record {} {member}", choice.key());
        let ballot = Ballot {
            source: place,
            account: person.account.clone(),
            name: Text(person.name.clone()),
            member: Some(member),
            proxied: true,
            authorised: true,
            rank: None,
            act: Act::Choose(choice),
            at,
            seen: note.seen,
            edited: false,
            revoked: None,
            vanished: false,
            reason: Text::from(source),
        };
        self.seconded(person, "record", &act, at, |desk| {
            desk.record(Fact::Given { ballot: Box::new(ballot) });
            desk.explain(&note.author, &[place])
        })
    }
}
