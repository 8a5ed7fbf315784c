// SPDX-License-Identifier: EUPL-1.2
//! When time itself will next change something of a ticket.
//!
//! **Invariant:** what is due is a function of the facts and the rules. What was done is a fact, so a restart does
//! nothing twice, and what an outage missed is done at most once, in its newest shape.

use jiff::{SignedDuration, Timestamp};

use super::ids::MemberId;
use super::rules::Rules;
use super::tally::{Rule, Tally};
use super::ticket::{Phase, Ticket};

impl Ticket {
    /// Returns when time itself will next change something: the earliest of everything that waits.
    #[must_use]
    pub fn due(&self, rules: &Rules) -> Option<Timestamp> {
        let opening = self.opens_at.filter(|_| self.phase == Phase::Reading);
        [opening, self.result_due(), self.next_reminder(rules), self.chase_due(rules)].into_iter().flatten().min()
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
        Tally::is_fixed(&standings.count, &vote.electorate, &self.recused_members(), &rule)
    }

    /// Returns the reminders that lie ahead, each with whether it is the first of the vote. One before the opening, or
    /// before a deadline was moved, is none.
    fn reminders(&self, rules: &Rules) -> Vec<(Timestamp, bool)> {
        let Some(vote) = self.vote.as_ref().filter(|_| self.phase == Phase::Voting) else { return Vec::new() };
        let voting = &rules.voting;
        let times = voting.reminders.iter().map(|span| rules.calendar.reminder(vote.deadline, *span, voting.open_time));
        let mut times: Vec<Timestamp> = times.filter(|at| *at > vote.opened_at && *at <= vote.deadline).collect();
        times.sort();
        times.dedup();
        let is_first = |place: usize| place == 0 && vote.reminders == 0;
        let all = times.into_iter().enumerate().map(|(place, at)| (at, is_first(place)));
        all.filter(|(at, _)| *at > vote.reminded_until).collect()
    }
}
