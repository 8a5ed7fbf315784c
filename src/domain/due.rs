// SPDX-License-Identifier: EUPL-1.2
//! When time itself will next change something of a ticket.
//!
//! **Invariant:** what is due is a function of the facts and the rules. What was done is a fact, so a restart does
//! nothing twice, and what an outage missed is done at most once, in its newest shape.

use jiff::{SignedDuration, Timestamp};

use super::ballot::Ballot;
use super::budget::Cover;
use super::calendar::Span;
use super::ids::MemberId;
use super::rules::{EarlyClose, Pot, Rules};
use super::tally::{Rule, Tally};
use super::ticket::{Phase, Ticket};

/// How many days before the last day of a pot it is said that committed money is still to be spent.
const SPEND_NOTICES: [u16; 3] = [60, 30, 7];

impl Ticket {
    /// Returns when time itself will next change something: the earliest of everything that waits.
    #[must_use]
    pub fn due(&self, rules: &Rules) -> Option<Timestamp> {
        let spend_by = self.spend_notices(rules).into_iter().map(|(at, _)| at).min();
        [self.vote_due(), self.next_reminder(rules), self.chase_due(rules), spend_by].into_iter().flatten().min()
    }

    /// Returns when its vote opens by itself, or ends.
    #[must_use]
    pub fn vote_due(&self) -> Option<Timestamp> {
        self.opens_at.filter(|_| self.phase == Phase::Reading).or(self.result_due())
    }

    /// Returns the instant from which on the result can be stated: ballots of the deadline's second still count.
    #[must_use]
    pub fn result_due(&self) -> Option<Timestamp> {
        let vote = self.vote.as_ref().filter(|_| self.phase == Phase::Voting)?;
        Some(vote.deadline.checked_add(SignedDuration::from_secs(1)).unwrap_or(Timestamp::MAX))
    }

    /// Returns when the members that are still open will next be reminded.
    #[must_use]
    pub fn next_reminder(&self, rules: &Rules) -> Option<Timestamp> {
        self.reminders(rules).into_iter().map(|(at, _)| at).min()
    }

    /// Returns the newest reminder that is due at `now`, and whether it is the first of the vote.
    #[must_use]
    pub fn reminder_due(&self, rules: &Rules, now: Timestamp) -> Option<(Timestamp, bool)> {
        self.reminders(rules).into_iter().filter(|(at, _)| *at <= now).max()
    }

    /// Returns the entitled members that are not recused and have no counted ballot.
    #[must_use]
    pub fn open_members(&self, rules: &Rules) -> Vec<MemberId> {
        let counted = self.counted(rules);
        let seats = self.vote.iter().flat_map(|vote| &vote.electorate.seats).map(|seat| &seat.member);
        seats.filter(|member| !counted.contains_key(*member) && !self.recused.contains_key(*member)).cloned().collect()
    }

    /// Returns when operations will next be reminded of open follow-ups; `None` where nothing is open.
    #[must_use]
    pub fn chase_due(&self, rules: &Rules) -> Option<Timestamp> {
        let since = self.chased_at.filter(|_| matches!(self.phase, Phase::Accepted | Phase::Cleared))?;
        let every = rules.duties.remind;
        if every.is_none() || self.undone(rules, &self.follow_ups(rules)).is_empty() {
            return None;
        }
        Some(rules.calendar.again(since, every, rules.voting.open_time))
    }

    /// Returns when it will be said that committed money is to be spent soon, each with the days that are left then: as
    /// long as less was paid than is committed, and only for what lies ahead.
    #[must_use]
    pub fn spend_notices(&self, rules: &Rules) -> Vec<(Timestamp, u16)> {
        let committed = self.funding.as_ref().filter(|funding| {
            funding.pot == Pot::Joint && funding.cover == Cover::Committed && self.spent < funding.amount
        });
        let (Some(funding), Phase::Accepted | Phase::Done, Some(decision)) = (committed, self.phase, &self.decision)
        else {
            return Vec::new();
        };
        let Some(last) = rules.budgets.get(&funding.year).and_then(|budget| budget.spend_by) else { return Vec::new() };
        let time = rules.voting.open_time;
        let end = rules.calendar.end_of(last, time, false);
        let told = self.noticed_at.unwrap_or(decision.at);
        let times = SPEND_NOTICES.map(|days| (rules.calendar.reminder(end, Span::Days(days), time), days));
        times.into_iter().filter(|(at, _)| *at > told).collect()
    }

    /// Says whether no outstanding ballot can change the result; that can only be where ballots are final. `read` says
    /// that everything has just been read: what that did not show is outstanding.
    #[must_use]
    pub fn is_fixed(&self, rules: &Rules, read: bool) -> bool {
        let rule = self.process(rules).and_then(|process| Rule::of(rules, process));
        let (Some(vote), Some(standings), Some(rule), false) =
            (&self.vote, self.standings_after(rules, read), rule, rules.voting.change)
        else {
            return false;
        };
        // What operations entered from a meeting gives way to the member's own ballot, and operations may take it back.
        let entered = |place: &usize| self.ballots.get(*place).is_some_and(Ballot::is_from_meeting);
        let counted = standings.count.counted.iter();
        let open = counted.filter(|(_, (_, place))| entered(place)).map(|(member, _)| member.clone()).collect();
        Tally::is_fixed(&standings.count, &open, &vote.electorate, &self.recused_members(), &rule)
    }

    /// Says whether the vote may end before its deadline, where the rules allow that; `read` as in [`Self::is_fixed`].
    #[must_use]
    pub fn is_over(&self, rules: &Rules, read: bool) -> bool {
        let Some(standings) = self.standings_after(rules, read) else { return false };
        match rules.voting.early_close {
            EarlyClose::Never => false,
            EarlyClose::AllVoted => standings.tally.absent == 0,
            EarlyClose::Decided => self.is_fixed(rules, read),
        }
    }

    /// Says whether a reading at `now` may end the vote, or show that nothing can change any more.
    #[must_use]
    pub fn nears_its_end(&self, rules: &Rules, now: Timestamp) -> bool {
        let due = self.result_due().is_none_or(|due| now >= due);
        due || self.is_over(rules, false) || self.is_fixed(rules, false)
    }

    /// Returns the reminders that lie ahead, each with whether it is the first of the vote. One before the opening, or
    /// before a deadline was moved, is none.
    fn reminders(&self, rules: &Rules) -> Vec<(Timestamp, bool)> {
        let Some(vote) = self.vote.as_ref().filter(|_| self.phase == Phase::Voting) else { return Vec::new() };
        let voting = &rules.voting;
        let times = voting.reminders.iter().map(|span| rules.calendar.reminder(vote.deadline, *span, voting.open_time));
        let mut times: Vec<Timestamp> = times.filter(|at| *at > vote.opened_at).collect();
        times.sort();
        times.dedup();
        let is_first = |place: usize| place == 0 && vote.reminders == 0;
        let all = times.into_iter().enumerate().map(|(place, at)| (at, is_first(place)));
        all.filter(|(at, _)| *at > vote.reminded_until).collect()
    }
}
