// SPDX-License-Identifier: EUPL-1.2
//! The way of a ticket: classified, complete, read, voted on, decided.
//!
//! **Invariant:** only operations classify; a vote opens on a complete template and ends by its own deadline; nothing
//! acts after a result but what `RULES.md` (Finality) names.

use jiff::{SignedDuration, Timestamp};

use super::Outcome;
use crate::domain::calendar::cut;
use crate::domain::effect::Effect;
use crate::domain::electorate::Electorate;
use crate::domain::event::{Event, Views};
use crate::domain::fact::{End, Fact, Text};
use crate::domain::ids::{Account, Thread};
use crate::domain::reason::Why;
use crate::domain::rules::{FreezeEffect, Process, Role, Rules};
use crate::domain::saying::Saying;
use crate::domain::similar;
use crate::domain::template;
use crate::domain::ticket::{Phase, Ticket};

/// How late an opening may be stated and still count as on time; beyond that an outage is assumed.
pub(super) const OPENING_GRACE: SignedDuration = SignedDuration::from_secs(5);

/// How long after a deadline the result may be stated without a word; beyond that votum or the forge was not there.
const RESULT_GRACE: SignedDuration = SignedDuration::from_mins(10);

/// A ticket on the desk: its state as it develops, and what has followed so far.
pub(super) struct Desk<'a> {
    pub ticket: Ticket,
    pub thread: Thread,
    /// The rules that govern the ticket; once it starts anew, those in force.
    pub rules: &'a Rules,
    /// The rules that governed it before this event.
    pub ruled: &'a Rules,
    pub views: &'a Views,
    pub now: Timestamp,
    pub out: Outcome,
    /// Whether this very reading shows that nobody has reacted to the description.
    pub untouched: bool,
}

pub(super) fn decide(before: &Ticket, rules: &Rules, views: &Views, event: &Event, now: Timestamp) -> Outcome {
    let thread = match (&before.thread, event) {
        (Some(thread), _) => thread.clone(),
        (None, Event::Ticket(read)) => read.ticket.clone(),
        (None, _) => return Outcome::default(),
    };
    let out = Outcome::default();
    let mut desk = Desk { ticket: before.clone(), thread, rules, ruled: rules, views, now, out, untouched: false };
    match event {
        Event::Ticket(read) => desk.observe(read),
        Event::TicketGone => desk.gone(),
        Event::Note(note) => desk.note(note),
        Event::Award(award) => desk.award(award),
        Event::AwardGone { award, at } => desk.award_gone(*award, *at),
        Event::Full(full) => desk.full(full),
        Event::VoteNote { note } => desk.vote_note(*note),
        Event::Tick => desk.tick(),
        Event::Funded(funding) => desk.funded(funding),
        Event::Competes { missing } => desk.competes(*missing),
        _ => {}
    }
    desk.tell_divided();
    desk.conclude(before)
}

impl<'a> Desk<'a> {
    /// Writes a fact down; what follows sees it.
    pub fn record(&mut self, fact: Fact) {
        self.ticket.learn(fact.clone());
        self.out.facts.push(fact);
    }

    /// Asks for an effect.
    pub fn ask(&mut self, effect: Effect) {
        self.out.effects.push(effect);
    }

    /// Writes a note under the ticket; the same slot is the same note.
    pub fn say(&mut self, slot: impl Into<String>, saying: Saying) {
        let thread = self.thread.clone();
        self.ask(Effect::Note { thread, slot: slot.into(), saying });
    }

    /// Explains something once.
    pub fn tell(&mut self, about: String, saying: Saying) {
        if !self.ticket.told.contains(&about) {
            self.record(Fact::Told { about: Text::from(about.as_str()) });
            self.say(about, saying);
        }
    }

    /// Returns a slot that is new for each start of the ticket.
    pub fn slot(&self, name: &str) -> String {
        let round = self.ticket.resumed.max(self.ticket.started).map_or(0, Timestamp::as_second);
        format!("{name}-{round}")
    }

    /// Says whether an account is the applicant: the author, or a representative of the author's member.
    pub fn is_applicant(&self, account: &Account) -> bool {
        let roster = &self.views.roster;
        let Some((author, _)) = &self.ticket.author else { return false };
        let same_member = roster.member_of(author).is_some_and(|member| roster.member_of(account) == Some(member));
        author == account || same_member
    }

    /// Says whether an account belongs to operations.
    pub fn is_operations(&self, account: &Account) -> bool {
        self.views.roster.holds(account, Role::Operations)
    }

    /// Says whether something happened after the deadline of a vote whose result is not stated yet: the result comes
    /// first, as it would have come without an outage, and what happened is taken in after it.
    pub fn comes_after_the_deadline(&self, at: Timestamp) -> bool {
        self.ticket.phase == Phase::Voting && self.ticket.vote.as_ref().is_some_and(|vote| at > vote.deadline)
    }

    /// Returns the rules in force, under which the ticket would start anew.
    pub fn in_force(&self) -> &'a Rules {
        self.views.in_force.as_deref().unwrap_or(self.rules)
    }

    /// Starts the ticket anew, under the rules in force and the process that its accepted labels name there.
    pub fn start(&mut self, at: Timestamp) {
        if self.ticket.phase == Phase::Voting {
            self.end(End::Void, Why::Reclassified, Text::default(), None, at);
        }
        self.rules = self.in_force();
        let labels = self.ticket.labels.clone();
        let (process, why) = match labels.as_slice() {
            [] => (None, Some(Why::NoProcess)),
            [label] => match self.rules.processes.iter().find(|process| process.label == *label) {
                Some(process) => (Some(process.id.clone()), None),
                None => (None, Some(Why::NoProcess)),
            },
            _ => (None, Some(Why::SeveralProcesses)),
        };
        self.record(Fact::Started { process, why, at });
        match why {
            Some(why) => self.incomplete(why, labels),
            None => self.settle(),
        }
    }

    /// Looks whether the ticket is complete, and what follows: no vote needed, refused, incomplete, reading.
    pub fn settle(&mut self) {
        let rules = self.rules;
        let Some(process) = self.ticket.process(rules) else { return };
        if !self.ticket.open || !matches!(self.ticket.phase, Phase::Incomplete | Phase::Reading) {
            return;
        }
        if process.approval.is_none() {
            let at = self.ticket.started.unwrap_or(self.now);
            self.record(Fact::Cleared { at });
            let slot = self.slot("cleared");
            return self.say(slot, Saying::Cleared);
        }
        if let Some((earlier, number)) = self.barred_by(process) {
            let at = cut(self.now);
            self.end(End::Refused, Why::Resubmission, Text::default(), Some((earlier, number)), at);
            return self.ask(Effect::Open { ticket: self.thread.clone(), open: false });
        }
        match self.obstacle(process) {
            Some((why, missing)) => self.incomplete(why, missing),
            None if self.is_over_cap(process) => {
                self.end(End::Deferred, Why::OverCap, Text::default(), None, cut(self.now));
            }
            None => self.lay_open(process),
        }
    }

    /// Ends the ticket's way without a result.
    pub fn end(&mut self, end: End, why: Why, reason: Text, about: Option<(Thread, Option<String>)>, at: Timestamp) {
        let words = reason.0.clone();
        let ticket = about.as_ref().map(|(ticket, _)| ticket.clone());
        self.record(Fact::Ended { end, why, reason, by: None, about: ticket, at });
        let slot = self.slot("end");
        self.say(format!("{slot}-{}", end.key()), Saying::Ended { end, why, reason: words, about });
    }

    /// Lets time pass: opens what is due, states what is due and has been read again.
    pub fn tick(&mut self) {
        match self.ticket.phase {
            Phase::Reading => self.open_if_due(),
            Phase::Voting => {
                let due = self.ticket.result_due().unwrap_or(Timestamp::MAX);
                if self.now < due {
                    return self.remind();
                }
                match self.ticket.read_at {
                    Some(read) if read >= due => {
                        let at = self.ticket.vote.as_ref().map_or(due, |vote| vote.deadline);
                        self.decide_vote(at);
                    }
                    _ => self.ask(Effect::Read { thread: self.thread.clone() }),
                }
            }
            Phase::Accepted | Phase::Cleared | Phase::Done => {
                self.chase();
                self.notice_spending();
            }
            _ => {}
        }
    }

    /// Opens the vote at `at`.
    pub fn open_vote(&mut self, at: Timestamp, urgent: Option<Text>) {
        let voting = &self.rules.voting;
        let calendar = &self.rules.calendar;
        let deadline = calendar.deadline(at, voting.voting, voting.deadline_time, voting.deadline_on_working_day);
        let mut electorate = Electorate::freeze(self.rules, calendar.day(at));
        if let Some(process) = self.ticket.process(self.rules) {
            if process.subgroup_alone {
                electorate = electorate.among(&template::subgroup(self.rules, &self.ticket.text.0));
            }
            for freeze in self.rules.freezes_on(process, FreezeEffect::LeavesBase, calendar.day(at)) {
                electorate.seats.retain(|seat| seat.member != freeze.member);
            }
        }
        self.record(Fact::Opened {
            process: self.ticket.process.clone().unwrap_or_default(),
            at,
            deadline,
            electorate_digest: electorate.digest(),
            electorate,
            rules: self.rules.digest.clone(),
            text_digest: self.ticket.text_digest.clone(),
            urgent,
        });
        // Reactions to the description set before the opening are found, and explained, by a reading.
        if voting.emoji && !self.untouched {
            self.ask(Effect::Read { thread: self.thread.clone() });
        }
    }

    /// Ends the vote early where the rules say so and everything has just been read.
    pub fn close_early(&mut self) {
        if self.ticket.phase != Phase::Voting || self.ticket.read_at != Some(self.now) {
            return;
        }
        // A ballot that this reading did not show either may not stand at the forge at all.
        if self.ticket.is_over(self.rules, true) {
            // The forge's clock may be ahead of votum's: no ballot that the result rests on comes after it.
            let given = self.ticket.counted(self.rules).into_values().map(|(_, ballot)| ballot.at);
            let at = given.fold(cut(self.now), Timestamp::max);
            self.decide_vote(at);
        }
    }

    /// Says whether the vote may end before its deadline, as far as is known.
    pub fn all_voted(&self) -> bool {
        self.ticket.is_over(self.rules, false)
    }

    fn decide_vote(&mut self, at: Timestamp) {
        let Some(standings) = self.ticket.standings_after(self.rules, true) else { return };
        let year = self.rules.calendar.day(at).year();
        let number = format!("B-{year}-{:03}", self.views.serial);
        let outcome = standings.outcome;
        let late = self.now.duration_since(at) > RESULT_GRACE;
        let stated = late.then(|| cut(self.now));
        self.record(Fact::Decided { number, outcome, tally: standings.tally, at, stated });
        let slot = self.slot("result");
        self.say(slot, Saying::Result { outcome });
        if self.ticket.resubmission(self.rules) == "barred" && self.ticket.open {
            self.ask(Effect::Open { ticket: self.thread.clone(), open: false });
        }
    }

    fn vote_note(&mut self, note: u64) {
        if self.ticket.vote.as_ref().is_some_and(|vote| vote.note != Some(note)) {
            self.record(Fact::VoteNote { note });
        }
    }

    fn gone(&mut self) {
        let ended = self.ticket.ended.is_some() || self.ticket.phase.is_decided();
        if self.ticket.process.is_some() && !ended {
            self.record(Fact::Ended {
                end: End::Void,
                why: Why::Gone,
                reason: Text::default(),
                by: None,
                about: None,
                at: cut(self.now),
            });
        }
    }

    fn incomplete(&mut self, why: Why, missing: Vec<String>) {
        let same =
            self.ticket.phase == Phase::Incomplete && self.ticket.why == Some(why) && self.ticket.missing == missing;
        let just_started = self.out.facts.iter().any(|fact| matches!(fact, Fact::Started { .. }));
        if same && !just_started {
            return;
        }
        self.record(Fact::Incomplete { why, missing: missing.clone() });
        let slot = self.slot("incomplete");
        self.say(slot, Saying::Incomplete { why, missing });
    }

    /// Returns the first thing that keeps the vote from opening.
    pub fn obstacle(&self, process: &Process) -> Option<(Why, Vec<String>)> {
        let mut missing = template::missing(&self.rules.template, &self.ticket.text.0);
        missing.extend(self.missing_costs(process));
        if !missing.is_empty() {
            return Some((Why::TemplateIncomplete, missing));
        }
        if process.commitments || process.subgroup_alone {
            let mut subgroup = template::subgroup(self.rules, &self.ticket.text.0);
            if subgroup.is_empty() {
                return Some((Why::TemplateIncomplete, vec!["Teilgruppe".to_string()]));
            }
            subgroup.retain(|_| process.commitments);
            let open: Vec<String> =
                subgroup.into_iter().filter(|member| !self.ticket.commitments.contains_key(member)).collect();
            if !open.is_empty() {
                return Some((Why::CommitmentMissing, open));
            }
        }
        if let Some(missing) = self.missing_admission(process) {
            return Some((Why::RequirementMissing, vec![missing.to_string()]));
        }
        let undone: Vec<String> = self.ticket.undone(self.rules, &process.requires).into_iter().cloned().collect();
        (!undone.is_empty()).then_some((Why::RequirementMissing, undone))
    }

    /// Returns since when everything has been there that the vote on a complete template waits for.
    pub fn complete_since(&self, process: &Process) -> Timestamp {
        let subgroup =
            if process.commitments { template::subgroup(self.rules, &self.ticket.text.0) } else { Vec::new() };
        let commitments = subgroup.iter().filter_map(|member| self.ticket.commitments.get(member)).map(|(_, at)| *at);
        let required = process.requires.iter().filter_map(|item| self.ticket.done_at(self.rules, item));
        let start = self.ticket.started.unwrap_or(self.ticket.created_at).max(self.ticket.text_at);
        let ready = self.admission(process).and_then(|(_, admitted)| admitted.ready_at);
        commitments.chain(required).chain(ready).fold(start, Timestamp::max)
    }

    /// Says whether a template that lies complete since `since` has been read, and no freeze puts a vote off now.
    pub fn may_open(&self, process: &Process, since: Timestamp) -> bool {
        let voting = &self.rules.voting;
        let end = self.rules.calendar.opening(since, voting.reading, voting.open_time);
        self.rules.opening_after_freezes(process, end.max(self.now)) <= self.now
    }

    /// Returns when a vote opens by itself that was ready at `ready`: then, or where that was missed, as soon as it may
    /// after it; never under a freeze that puts it off.
    fn opening(&self, process: &Process, ready: Timestamp) -> Timestamp {
        let voting = &self.rules.voting;
        let opening = self.rules.opening_after_freezes(process, ready);
        if self.now.duration_since(opening) <= OPENING_GRACE {
            return opening;
        }
        let late = cut(self.rules.calendar.late_opening(self.now, voting.reading, voting.open_time));
        self.rules.opening_after_freezes(process, late)
    }

    /// Lets the complete template lie open, from when everything was there.
    fn lay_open(&mut self, process: &Process) {
        let since = self.complete_since(process);
        self.link_admission(process);
        let voting = &self.rules.voting;
        let end = self.rules.calendar.opening(since, voting.reading, voting.open_time);
        let opening = self.opening(process, end);
        if self.ticket.phase == Phase::Reading && self.ticket.reading_since == Some(since) {
            // A freeze may have been entered or lifted meanwhile.
            let ahead = self.ticket.opens_at.filter(|at| *at > self.now);
            if ahead.is_none_or(|at| at == opening || (at <= end && opening <= end)) {
                return self.open_if_due();
            }
        }
        let opens_at = voting.opens_by_itself.then_some(opening);
        self.record(Fact::Reading { since, opens_at });
        if opens_at.is_none_or(|opens_at| opens_at > self.now) {
            let slot = self.slot("reading");
            self.say(slot, Saying::Reading { since, opens_at });
        }
        self.open_if_due();
    }

    fn open_if_due(&mut self) {
        let (Some(opens_at), Some(since)) = (self.ticket.opens_at, self.ticket.reading_since) else { return };
        let Some(process) = self.ticket.process(self.rules) else { return };
        if self.ticket.phase != Phase::Reading || opens_at > self.now {
            return;
        }
        let at = self.opening(process, opens_at);
        if at <= self.now {
            return self.open_vote(at, None);
        }
        self.record(Fact::Reading { since, opens_at: Some(at) });
        let slot = self.slot("reading");
        self.say(slot, Saying::Reading { since, opens_at: Some(at) });
    }

    /// Returns the rejected request that this one resubmits or, being of the same process, names, if that is barred.
    /// What was rejected as jointly funded may return as a subgroup's.
    pub fn barred_by(&self, process: &Process) -> Option<(Thread, Option<String>)> {
        let (project, text) = (&self.thread.project, &self.ticket.text.0);
        let resubmitted = template::resubmits(project, text).into_iter().map(|earlier| (earlier, true));
        let named = similar::mentioned(project, "", text).into_iter().map(|earlier| (earlier, false));
        resubmitted.chain(named).find_map(|(earlier, resubmits)| {
            let earlier = self.rules.known_thread(earlier);
            let view = self.views.earlier.get(&earlier).filter(|view| view.barred && earlier != self.thread)?;
            let same = view.process.as_deref() == Some(process.id.as_str());
            // A mere mention speaks of what was decided before the ticket was written; one that stood beside it is none.
            let before = view.decided_at.is_some_and(|at| at <= self.ticket.created_at);
            let bars = if resubmits { same || !process.commitments } else { same && before };
            bars.then(|| (earlier.clone(), view.number.clone()))
        })
    }

    /// Adds what follows from the change of state as a whole, and hands everything back.
    fn conclude(mut self, before: &Ticket) -> Outcome {
        let changed = !self.out.facts.is_empty();
        let after = &self.ticket;
        let thread = self.thread.clone();
        let mut effects = Vec::new();
        let started = before.phase != after.phase || before.started != after.started;
        if started && after.process.is_some() {
            let (thread, state) = (thread.clone(), after.phase.key());
            effects.push(Effect::StateLabel { thread, state, strays: Vec::new() });
        }
        self.book(before, &mut effects);
        if let (true, Some(vote)) = (changed, &after.vote) {
            let slot = vote.slot();
            effects.push(Effect::Note { thread: thread.clone(), slot, saying: Saying::Vote });
        }
        if before.standing(self.ruled) != after.standing(self.rules) {
            effects.push(Effect::Judge { ticket: thread.clone() });
        }
        let over = after.phase == Phase::Voting && (self.all_voted() || self.is_to_be_announced());
        if changed && over && after.read_at != Some(self.now) {
            effects.push(Effect::Read { thread });
        }
        // The vote note comes before the notes that point to it.
        effects.append(&mut self.out.effects);
        self.out.effects = effects;
        self.out
    }
}
