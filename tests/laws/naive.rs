// SPDX-License-Identifier: EUPL-1.2
//! A second count, written from `RULES.md` and not from the code: one plain question after the other, for each ballot
//! anew, without any thought of speed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use votum::domain::ballot::{Act, Ballot, Terms, WhyNot};
use votum::domain::command::Choice;
use votum::domain::rules::Deputies;

/// Returns why each ballot does not count.
pub fn why_not(ballots: &[Ballot], terms: &Terms<'_>) -> Vec<Option<WhyNot>> {
    let naive = Naive { ballots, terms };
    (0..ballots.len()).map(|i| naive.why(i)).collect()
}

/// Returns the choice of each member.
pub fn choices(ballots: &[Ballot], terms: &Terms<'_>) -> BTreeMap<String, Choice> {
    let why = why_not(ballots, terms);
    let counted = ballots.iter().zip(why).filter(|(_, why)| why.is_none());
    counted
        .filter_map(|(ballot, _)| match (&ballot.member, ballot.act) {
            (Some(member), Act::Choose(choice)) => Some((member.clone(), choice)),
            _ => None,
        })
        .collect()
}

struct Naive<'a> {
    ballots: &'a [Ballot],
    terms: &'a Terms<'a>,
}

impl Naive<'_> {
    /// "Where several fit, the first of this order is given."
    fn why(&self, i: usize) -> Option<WhyNot> {
        let ballot = &self.ballots[i];
        let order: [(bool, WhyNot); 14] = [
            (self.terms.opened.is_none_or(|opened| ballot.at < opened), WhyNot::NotOpen),
            (ballot.at > self.terms.deadline, WhyNot::Late),
            (self.terms.ended.is_some_and(|ended| ballot.at > ended), WhyNot::Ended),
            (self.terms.final_reading && !ballot.seen, WhyNot::NotAtForge),
            (!self.way_is_open(ballot), WhyNot::Channel),
            (!self.speaks_for_somebody_entitled(ballot), WhyNot::NotEntitled),
            (ballot.proxied && !ballot.authorised, WhyNot::NoProxy),
            (ballot.member.as_ref().is_some_and(|member| self.terms.recused.contains(member)), WhyNot::Recused),
            (self.withdrawn(i), WhyNot::Withdrawn),
            (self.ambiguous(i), WhyNot::Ambiguous),
            (ballot.edited, WhyNot::Edited),
            (self.member_has_its_own(i), WhyNot::OwnVoteFirst),
            (self.comes_after_the_final_one(i), WhyNot::Final),
            (self.superseded(i), WhyNot::Superseded),
        ];
        order.into_iter().find(|(fits, _)| *fits).map(|(_, why)| why)
    }

    fn way_is_open(&self, ballot: &Ballot) -> bool {
        if ballot.is_emoji() { self.terms.emoji } else { self.terms.comments }
    }

    fn speaks_for_somebody_entitled(&self, ballot: &Ballot) -> bool {
        let Some(member) = &ballot.member else { return false };
        let entitled = self.terms.electorate.seats.iter().any(|seat| seat.member == *member);
        entitled && (ballot.authorised || ballot.proxied)
    }

    /// Given in time, by a way that is open, by somebody who may, for a member that takes part.
    fn valid(&self, i: usize) -> bool {
        let ballot = &self.ballots[i];
        self.terms.opened.is_some_and(|opened| ballot.at >= opened)
            && ballot.at <= self.end()
            && (ballot.seen || !self.terms.final_reading)
            && self.way_is_open(ballot)
            && self.speaks_for_somebody_entitled(ballot)
            && ballot.authorised
            && ballot.member.as_ref().is_some_and(|member| !self.terms.recused.contains(member))
    }

    fn end(&self) -> Timestamp {
        self.terms.ended.map_or(self.terms.deadline, |ended| ended.min(self.terms.deadline))
    }

    fn before(&self, one: usize, other: usize) -> bool {
        let key = |i: usize| (self.ballots[i].at, self.ballots[i].source);
        key(one) < key(other)
    }

    /// "Removing an emoji takes that ballot out of the stream"; "`retract` ends all earlier ballots of the member on
    /// the same way (own or proxy), emoji included"; under `change = "never"` "removal and retraction do nothing".
    fn withdrawn(&self, i: usize) -> bool {
        let ballot = &self.ballots[i];
        if ballot.act == Act::Retract && !ballot.edited {
            // It is no choice: it says that nothing is to count, unless a final ballot stands before it.
            return self.terms.change || !self.comes_after_the_final_one(i);
        }
        if !self.terms.change {
            return false;
        }
        let removed = self.removed(i);
        removed || (0..self.ballots.len()).any(|later| self.retracts(later, i))
    }

    fn removed(&self, i: usize) -> bool {
        self.ballots[i].revoked.is_some_and(|at| at <= self.end())
    }

    fn retracts(&self, later: usize, earlier: usize) -> bool {
        let (one, other) = (&self.ballots[later], &self.ballots[earlier]);
        one.act == Act::Retract
            && self.valid(later)
            && !one.edited
            && self.before(earlier, later)
            && one.member == other.member
            && one.proxied == other.proxied
    }

    /// What cannot be read, and "an account's contradicting emoji".
    fn ambiguous(&self, i: usize) -> bool {
        self.unreadable(i) || self.contradicted_by_another_representative(i)
    }

    fn unreadable(&self, i: usize) -> bool {
        self.ballots[i].act == Act::Unclear || (self.terms.change && self.contradicted(i))
    }

    /// Under `unanimous`: what stands of the member's representatives, each one's last, does not say the same.
    fn contradicted_by_another_representative(&self, i: usize) -> bool {
        self.terms.change
            && self.terms.deputies == Deputies::Unanimous
            && self.is_last_of_its_account(i)
            && self.colleagues(i).any(|other| self.ballots[other].act != self.ballots[i].act)
    }

    /// Says whether the ballot is its member's own, stands, and nothing of the same account that stands is later.
    fn is_last_of_its_account(&self, i: usize) -> bool {
        !self.ballots[i].proxied && self.stands(i) && !self.replaced_by_its_account(i)
    }

    fn replaced_by_its_account(&self, i: usize) -> bool {
        self.others(i).any(|other| {
            !self.ballots[other].proxied
                && self.ballots[other].account == self.ballots[i].account
                && self.before(i, other)
        })
    }

    /// Returns what stands of the member's other representatives, each one's last.
    fn colleagues(&self, i: usize) -> impl Iterator<Item = usize> {
        let account = &self.ballots[i].account;
        self.others(i)
            .filter(move |other| self.ballots[*other].account != *account && self.is_last_of_its_account(*other))
    }

    fn contradicted(&self, i: usize) -> bool {
        let ballot = &self.ballots[i];
        ballot.is_emoji()
            && (0..self.ballots.len()).any(|other| {
                let emoji = &self.ballots[other];
                emoji.is_emoji()
                    && emoji.account == ballot.account
                    && emoji.act != ballot.act
                    && self.valid(other)
                    && !self.withdrawn(other)
            })
    }

    /// Says whether the ballot stands as a choice of its member.
    fn stands(&self, i: usize) -> bool {
        let ballot = &self.ballots[i];
        self.valid(i)
            && matches!(ballot.act, Act::Choose(_))
            && !self.withdrawn(i)
            && !self.unreadable(i)
            && !ballot.edited
    }

    fn others(&self, i: usize) -> impl Iterator<Item = usize> {
        let same = move |other: &usize| *other != i && self.ballots[*other].member == self.ballots[i].member;
        (0..self.ballots.len()).filter(same).filter(|other| self.stands(*other))
    }

    /// "Its ballot counts only while the member has none of its own."
    fn member_has_its_own(&self, i: usize) -> bool {
        self.terms.change && self.ballots[i].proxied && self.others(i).any(|other| !self.ballots[other].proxied)
    }

    /// "The member's first valid ballot, own or by proxy, is final: what comes later … is `final`."
    fn comes_after_the_final_one(&self, i: usize) -> bool {
        !self.terms.change && self.others(i).any(|other| self.before(other, i))
    }

    /// "The last of any representative counts for the member"; `ranked`: that of the highest-ranked one, whose last.
    /// A ballot without a rank comes after all that have one; of equal ranks the later one goes first.
    fn superseded(&self, i: usize) -> bool {
        if !self.terms.change {
            return false;
        }
        let same_way = |other: &usize| self.ballots[*other].proxied == self.ballots[i].proxied;
        if self.ballots[i].proxied || self.terms.deputies != Deputies::Ranked {
            return self.others(i).filter(same_way).any(|other| self.before(i, other));
        }
        self.replaced_by_its_account(i)
            || self.colleagues(i).any(|other| match (self.ballots[i].rank, self.ballots[other].rank) {
                (Some(mine), Some(theirs)) if mine != theirs => theirs < mine,
                (Some(_), None) => false,
                (None, Some(_)) => true,
                _ => self.before(i, other),
            })
    }
}
