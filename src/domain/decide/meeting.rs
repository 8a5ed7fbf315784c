// SPDX-License-Identifier: EUPL-1.2
//! Meetings: members that want one, and ballots that were given in one.
//!
//! **Invariant:** what was said in a meeting counts as entered by operations, is shown as such with where it is written,
//! and never goes before what a member says itself. Only operations take it back, with their reason.

use jiff::Timestamp;

use super::ticket::Desk;
use crate::domain::ballot::{Act, Ballot, Source};
use crate::domain::command::{Choice, Mistake};
use crate::domain::event::{NoteRead, Person};
use crate::domain::fact::{End, Fact, Text};
use crate::domain::ids::MemberId;
use crate::domain::reason::Why;
use crate::domain::saying::{Saying, Who};
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
        if !self.may_record(note) {
            return false;
        }
        let Some(member) = self.rules.member_called(member).map(|member| member.id.clone()) else {
            self.unknown(note, "member", member);
            return false;
        };
        let act = format!("record {} {member}", choice.key());
        self.write_down(note, line, Act::Choose(choice), &act, member, source)
    }

    /// Takes back what was entered for a member from a meeting: it was a mistake of operations, not a ballot that the
    /// member changes, so this is done also where ballots are final. What the member or its proxy said itself stands.
    pub fn take_out(&mut self, note: &NoteRead, line: usize, words: &str) -> bool {
        if !self.may_record(note) {
            return false;
        }
        let Some((member, reason)) = self.leading_member(words) else {
            self.unknown(note, "member", words);
            return false;
        };
        if reason.is_empty() {
            let (name, mistake) = (note.author.name.clone(), Mistake::ReasonMissing { command: "record" });
            self.tell(format!("mistake-{}", note.note), Saying::Mistaken { name, mistake });
            return false;
        }
        if !self.ticket.is_recorded(&member, note.at) {
            let name = self.rules.member(&member).map_or(member.as_str(), |member| member.name.as_str()).to_string();
            self.unknown(note, "recorded", &name);
            return false;
        }
        let act = format!("record none {member}");
        self.write_down(note, line, Act::Retract, &act, member, &reason)
    }

    /// Says whether somebody may enter ballots from a meeting, now; answers where not.
    fn may_record(&mut self, note: &NoteRead) -> bool {
        let person = &note.author;
        self.operations(person, "record")
            && (self.ticket.phase == Phase::Voting && !self.comes_after_the_deadline(note.at)
                || self.not_now(person, "record"))
    }

    fn write_down(&mut self, note: &NoteRead, line: usize, said: Act, act: &str, of: MemberId, why: &str) -> bool {
        let place = Source::Meeting(note.note, u16::try_from(line).unwrap_or(u16::MAX));
        let ballot = Ballot {
            source: place,
            account: note.author.account.clone(),
            name: Text(note.author.name.clone()),
            member: Some(of),
            proxied: true,
            authorised: true,
            rank: None,
            act: said,
            at: note.at,
            seen: note.seen,
            edited: false,
            revoked: None,
            vanished: false,
            reason: Text::from(why),
        };
        self.seconded(&note.author, "record", act, note.at, |desk| {
            desk.record(Fact::Given { ballot: Box::new(ballot) });
            desk.explain(&note.author, &[place])
        })
    }
}
