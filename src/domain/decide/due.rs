// SPDX-License-Identifier: EUPL-1.2
//! What is written because its time has come or nothing can change any more: reminders and announcements.
//!
//! **Invariant:** a reminder names only those of whom something is still asked, and each is a fact before it is a note.

use super::ticket::Desk;
use crate::domain::calendar::cut;
use crate::domain::event::TicketRead;
use crate::domain::fact::Fact;
use crate::domain::ids::{Account, MemberId, Thread};
use crate::domain::rules::Role;
use crate::domain::saying::{Open, Rejected, Saying};
use crate::domain::ticket::Phase;
use crate::domain::{similar, template};

/// The most requests that one hint names.
const SIMILAR_MAX: usize = 5;

impl Desk<'_> {
    /// Reminds the members that are still open, where that is due; in the first reminder of a vote the first
    /// representative of each is mentioned, later all of them.
    pub fn remind(&mut self) {
        let Some((due, first)) = self.ticket.reminder_due(self.rules, self.now) else { return };
        let members = self.ticket.open_members(self.rules);
        self.record(Fact::Reminded { due, members: members.clone(), at: cut(self.now) });
        if members.is_empty() {
            return;
        }
        let open = members.into_iter().map(|member| self.open_member(member, first)).collect();
        let slot = self.slot("reminder");
        self.say(format!("{slot}-{}", due.as_second()), Saying::Reminder { open });
    }

    /// Reminds operations of the follow-ups that are open, where that is due.
    pub fn chase(&mut self) {
        if self.ticket.chase_due(self.rules).is_none_or(|due| due > self.now) {
            return;
        }
        let follow_ups = self.ticket.follow_ups(self.rules);
        let open = self.ticket.undone(self.rules, &follow_ups).into_iter().cloned().collect();
        let at = cut(self.now);
        self.record(Fact::Chased { open, at });
        let operations = self.views.roster.holders(Role::Operations);
        let mention = operations.filter_map(|account| self.name_here(account)).collect();
        let slot = self.slot("follow-ups");
        self.say(format!("{slot}-{}", at.as_second()), Saying::FollowUpsOpen { mention });
    }

    /// Says that committed money is to be spent soon; of several notices that an outage missed only the newest.
    pub fn notice_spending(&mut self) {
        let due = self.ticket.spend_notices(self.rules).into_iter().filter(|(at, _)| *at <= self.now).max();
        let Some((_, days)) = due else { return };
        self.record(Fact::SpendNoticed { days: u64::from(days), at: cut(self.now) });
        let last = self.ticket.funding.as_ref().and_then(|funding| self.rules.budgets.get(&funding.year)?.spend_by);
        if last.is_none_or(|last| self.rules.calendar.day(self.now) > last) {
            return;
        }
        let slot = self.slot("spend-by");
        self.say(format!("{slot}-{days}"), Saying::SpendBy);
    }

    /// Announces, once and on a fresh reading, that no outstanding ballot can change the result any more.
    pub fn announce(&mut self) {
        if self.ticket.read_at == Some(self.now) && self.is_to_be_announced() && self.ticket.is_fixed(self.rules, true)
        {
            let slot = self.slot("fixed");
            self.tell(slot, Saying::Fixed);
        }
    }

    /// Says whether nothing can change any more, as far as is known, and nobody was told yet.
    pub fn is_to_be_announced(&self) -> bool {
        self.ticket.phase == Phase::Voting
            && !self.ticket.told.contains(&self.slot("fixed"))
            && self.ticket.is_fixed(self.rules, false)
    }

    /// Hints, once, at requests whose rejection is final and that this ticket names or resembles.
    pub fn hint(&mut self, read: &TicketRead) {
        if self.views.barred.is_empty() || self.ticket.ended.is_some() || self.ticket.decision.is_some() {
            return;
        }
        let known = |ticket| self.rules.known_thread(ticket);
        let resubmitted: Vec<Thread> =
            template::resubmits(&self.thread.project, &read.description).into_iter().map(known).collect();
        let mentioned = similar::mentioned(&self.thread.project, &read.title, &read.description);
        let mentioned: Vec<Thread> = mentioned.into_iter().map(known).collect();
        let others = self.views.barred.iter().filter(|b| b.ticket != self.thread && !resubmitted.contains(&b.ticket));
        let to: Vec<Rejected> = others
            .map(|b| (b, mentioned.contains(&b.ticket)))
            .filter(|(b, named)| *named || similar::alike(&read.title, &b.title))
            .map(|(b, named)| Rejected { ticket: b.ticket.clone(), number: b.number.clone(), named })
            .take(SIMILAR_MAX)
            .collect();
        if !to.is_empty() {
            self.tell("similar".to_string(), Saying::Similar { to });
        }
    }

    fn open_member(&self, member: MemberId, first: bool) -> Open {
        let speakers = self.views.roster.speakers(&member).filter_map(|account| self.name_here(account));
        let representatives = speakers.take(if first { 1 } else { usize::MAX }).collect();
        let proxy = self.ticket.proxies.get(&member);
        let holds = proxy.filter(|proxy| proxy.holds(self.now));
        let proxy = holds.map(|proxy| self.name_here(&proxy.account).unwrap_or_else(|| proxy.name.0.clone()));
        Open { member, representatives, proxy }
    }

    /// Returns the name of an account that can be mentioned here.
    fn name_here(&self, account: &Account) -> Option<String> {
        let here = account.forge == self.thread.project.forge;
        self.views.roster.name_of(account).filter(|_| here).map(str::to_string)
    }
}
