// SPDX-License-Identifier: EUPL-1.2
//! A ticket's state: the fold of its facts.
//!
//! **Invariant:** the state holds nothing that its facts do not say; folding the same facts gives the same state.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::ballot::{self, Act, Ballot, Count, Source, Terms, WhyNot};
use super::budget::Funding;
use super::command::Choice;
use super::fact::{End, Fact, Text};
use super::ids::{Account, MemberId, NoteId, ProcessId, Thread};
pub use super::phase::Phase;
use super::reason::{Reason, Why};
use super::rules::{Process, Rules};
use super::tally::{Outcome, Rule, Tally};
pub use super::vote::{Decision, Ended, Proxy, Vote};

/// A follow-up or requirement: the item and the member it is for.
pub type Item = (String, Option<MemberId>);

/// A ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticket {
    /// Which; `None` before it was first read.
    pub thread: Option<Thread>,
    /// Who opened it, by account and name.
    pub author: Option<(Account, Text)>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// Its title.
    pub title: Text,
    /// Its description.
    pub text: Text,
    /// SHA-256 of the description.
    pub text_digest: String,
    /// The description's digest without white space and ticks.
    pub substance: String,
    /// When the description last changed in substance.
    pub text_at: Timestamp,
    /// When it had changed before that; an editorial change goes back to it.
    pub text_at_before: Option<Timestamp>,
    /// Whether it is or was confidential.
    pub confidential: bool,
    /// Whether it is open at the forge.
    pub open: bool,
    /// The accepted process labels.
    pub labels: Vec<String>,
    /// Since when each process label is accepted.
    pub accepted: BTreeMap<String, Timestamp>,
    /// Since when a process label is no longer accepted.
    pub dropped: BTreeMap<String, Timestamp>,
    /// Whether it carries the label `breaking`.
    pub breaking: bool,
    /// Its process.
    pub process: Option<ProcessId>,
    /// When it (last) started under its process.
    pub started: Option<Timestamp>,
    /// When operations (last) took it up again after it was put off.
    pub resumed: Option<Timestamp>,
    /// Where it stands.
    pub phase: Phase,
    /// Why it stands there.
    pub why: Option<Why>,
    /// What its template lacks.
    pub missing: Vec<String>,
    /// Who confirmed its share, how much and when.
    pub commitments: BTreeMap<MemberId, (Text, Timestamp)>,
    /// What is done.
    pub done: BTreeMap<Item, Timestamp>,
    /// Since when the template lies open.
    pub reading_since: Option<Timestamp>,
    /// When the vote is to open.
    pub opens_at: Option<Timestamp>,
    /// Its vote, once opened.
    pub vote: Option<Vote>,
    /// Its ballots, in the order in which votum learned of them.
    pub ballots: Vec<Ballot>,
    /// How many of them its result rests on, once there is one.
    pub decided_on: Option<usize>,
    /// Who takes no part, why and since when.
    pub recused: BTreeMap<MemberId, (Text, Timestamp)>,
    /// Who lets whom speak.
    pub proxies: BTreeMap<MemberId, Proxy>,
    /// Who let whom speak before, each until it was taken back or another was named: a ballot given meanwhile may be
    /// learned of later.
    pub former_proxies: Vec<(MemberId, Proxy)>,
    /// Who objects to its being a bug.
    pub objections: BTreeSet<MemberId>,
    /// Who objected before operations confirmed the bug.
    pub settled_objections: BTreeSet<MemberId>,
    /// Who wants to talk about it, why and since when.
    pub discussion: BTreeMap<MemberId, (Text, Timestamp)>,
    /// Powerful acts that one account has asked for and that wait for a second one.
    pub awaiting: BTreeMap<String, Account>,
    /// The subgroup's accepted request that it wants for all, with the number of its decision.
    pub admits: Option<(Thread, String)>,
    /// Its result.
    pub decision: Option<Decision>,
    /// How it ended without one.
    pub ended: Option<Ended>,
    /// Since when no vote is needed, and the text that was read then.
    pub cleared: Option<(Timestamp, Text)>,
    /// What the pot held for it.
    pub funding: Option<Funding>,
    /// What the pot was short of at the opening, if every open vote had been accepted.
    pub competes: Option<i64>,
    /// What was paid for it, in whole euros.
    pub spent: i64,
    /// When its follow-ups became due, or operations were last reminded of them.
    pub chased_at: Option<Timestamp>,
    /// When it was last said that committed money is to be spent soon.
    pub noticed_at: Option<Timestamp>,
    /// When everything at the forge was last read.
    pub read_at: Option<Timestamp>,
    /// What was explained already.
    pub told: BTreeSet<String>,
    /// Whose commands were carried out already.
    pub handled: BTreeSet<NoteId>,
}

/// What counts now, and what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standings {
    /// Which ballots count.
    pub count: Count,
    /// The numbers.
    pub tally: Tally,
    /// What they would come to.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
}

impl Ticket {
    /// Returns the state after one more fact; facts of other streams change nothing.
    #[must_use]
    pub fn after(mut self, fact: &Fact) -> Self {
        self.learn(fact.clone());
        self
    }

    /// Takes in one more fact; facts of other streams change nothing.
    pub fn learn(&mut self, fact: Fact) {
        match fact {
            Fact::Registered { ticket, author, name, created_at } => {
                self.thread = Some(ticket);
                self.author = Some((author, name));
                self.created_at = created_at;
                self.open = true;
            }
            Fact::Titled { title } => self.title = title,
            Fact::Described { text, digest, substance, at } => {
                if substance != self.substance {
                    self.text_at_before = (!self.substance.is_empty()).then_some(self.text_at);
                    self.text_at = at;
                }
                self.text = text;
                self.text_digest = digest;
                self.substance = substance;
            }
            Fact::Confidential => self.confidential = true,
            Fact::Open { open, .. } => self.open = open,
            Fact::Labelled { labels, at, .. } => {
                for label in self.labels.iter().filter(|label| !labels.contains(label)) {
                    self.dropped.insert(label.clone(), at);
                }
                for label in labels.iter().filter(|label| !self.labels.contains(label)) {
                    self.accepted.insert(label.clone(), at);
                }
                self.labels = labels;
            }
            Fact::Breaking { breaking } => self.breaking = breaking,
            Fact::Started { process, why, at } => self.start(process, why, at),
            Fact::Incomplete { why, missing } => {
                self.phase = Phase::Incomplete;
                self.why = Some(why);
                self.missing = missing;
                self.reading_since = None;
                self.opens_at = None;
            }
            Fact::Committed { member, amount, at, .. } => {
                self.commitments.insert(member, (amount, at));
            }
            Fact::Ticked { item, member, done, at, .. } => {
                // Whoever asked first has been heard: the next time takes two again.
                self.awaiting.remove(&item);
                if done {
                    self.done.insert((item, member), at);
                } else {
                    self.done.remove(&(item, member));
                }
            }
            Fact::Reading { since, opens_at } => {
                self.phase = Phase::Reading;
                self.why = None;
                self.missing.clear();
                self.reading_since = Some(since);
                self.opens_at = opens_at;
            }
            Fact::Opened { at, deadline, electorate, rules, text_digest, urgent, .. } => {
                self.phase = Phase::Voting;
                self.awaiting.retain(|act, _| !act.starts_with("open"));
                if self.ended.take().is_some() {
                    self.discussion.clear();
                }
                self.why = Some(Why::VoteOpen);
                let text = self.text.clone();
                self.vote = Some(Vote {
                    opened_at: at,
                    deadline,
                    electorate,
                    rules,
                    text,
                    text_digest,
                    note: None,
                    text_changed: false,
                    urgent,
                    reminded_until: at,
                    reminders: 0,
                });
            }
            Fact::VoteNote { note } => {
                if let Some(vote) = &mut self.vote {
                    vote.note = Some(note);
                }
            }
            Fact::Given { ballot } => {
                if let (true, Some(member)) = (ballot.is_from_meeting(), &ballot.member) {
                    self.awaiting
                        .retain(|act, _| !(act.starts_with("record ") && act.ends_with(&format!(" {member}"))));
                }
                self.ballots.push(*ballot);
            }
            Fact::Seen { sources } => {
                let sources: BTreeSet<Source> = sources.into_iter().collect();
                for ballot in self.ballots.iter_mut().filter(|ballot| sources.contains(&ballot.source)) {
                    ballot.seen = true;
                }
            }
            Fact::Gone { source, at } => self.on_ballot(source, |ballot| {
                ballot.revoked = ballot.revoked.or(at);
                ballot.vanished = at.is_none();
            }),
            Fact::Back { source } => self.on_ballot(source, |ballot| {
                ballot.revoked = None;
                ballot.vanished = false;
            }),
            Fact::Recused { member, reason, at, .. } => {
                self.recused.insert(member, (reason, at));
            }
            Fact::RecusalLifted { member, .. } => {
                self.recused.remove(&member);
            }
            Fact::Proxy { member, account, name, until, at } => {
                let proxy = account.map(|account| Proxy { account, name, since: at, until });
                let former = match proxy {
                    Some(proxy) => self.proxies.insert(member.clone(), proxy),
                    None => self.proxies.remove(&member),
                };
                if let Some(mut former) = former {
                    former.until = Some(former.until.map_or(at, |until| until.min(at)));
                    self.former_proxies.push((member, former));
                }
            }
            Fact::DiscussionAsked { member, reason, at, .. } => {
                self.discussion.insert(member, (reason, at));
            }
            Fact::AwaitsSecond { act, by, .. } => {
                self.awaiting.insert(act, by);
            }
            Fact::Admits { ticket, number } => self.admits = Some((ticket, number)),
            Fact::Extended { deadline, at, .. } => {
                if let Some(vote) = &mut self.vote {
                    vote.deadline = deadline;
                    vote.reminded_until = vote.reminded_until.max(at);
                }
            }
            Fact::Reminded { due, members, .. } => {
                if let Some(vote) = &mut self.vote {
                    vote.reminded_until = vote.reminded_until.max(due);
                    vote.reminders += u32::from(!members.is_empty());
                }
            }
            Fact::Chased { at, .. } => self.chased_at = Some(at),
            Fact::SpendNoticed { at, .. } => self.noticed_at = Some(at),
            Fact::TextChanged { .. } => {
                if let Some(vote) = &mut self.vote {
                    vote.text_changed = true;
                }
            }
            Fact::Editorial { .. } => match &mut self.vote {
                Some(vote) => vote.text_changed = false,
                None => self.text_at = self.text_at_before.take().unwrap_or(self.text_at),
            },
            Fact::Read { at } => self.read_at = Some(at),
            Fact::Decided { number, outcome, tally, at, stated } => {
                self.decided_on = Some(self.ballots.len());
                self.chased_at = Some(at);
                self.decision = Some(Decision { number, outcome, tally, at, stated });
                (self.phase, self.why) = match outcome {
                    Outcome::Accepted => (Phase::Accepted, Some(Why::Accepted)),
                    Outcome::Rejected => (Phase::Rejected, Some(Why::Rejected)),
                    Outcome::Inquorate => (Phase::Inquorate, Some(Why::Inquorate)),
                };
            }
            Fact::Ended { end, why, reason, about, at, .. } => {
                self.awaiting.clear();
                self.phase = match end {
                    End::Withdrawn => Phase::Withdrawn,
                    End::Void => Phase::Void,
                    End::Deferred => Phase::Deferred,
                    End::Refused => Phase::Refused,
                };
                self.why = Some(why);
                self.ended = Some(Ended { end, why, reason, about, at });
            }
            Fact::Resumed { at, .. } => {
                self.awaiting.clear();
                self.discussion.clear();
                self.ended = None;
                self.vote = None;
                self.resumed = Some(at);
                self.phase = Phase::Incomplete;
                self.why = None;
                self.missing.clear();
                self.reading_since = None;
                self.opens_at = None;
                self.competes = None;
                self.read_at = None;
            }
            Fact::Funded { funding } => self.funding = Some(*funding),
            Fact::Competes { missing } => self.competes = Some(missing),
            Fact::Spent { amount, .. } => self.spent = self.spent.saturating_add(amount),
            Fact::Cleared { at } => {
                self.cleared = Some((at, self.text.clone()));
                self.chased_at = Some(at);
                self.phase = Phase::Cleared;
                self.why = Some(Why::NoVoteNeeded);
                self.missing.clear();
            }
            Fact::Objected { member, disputed, .. } => {
                if disputed {
                    self.phase = Phase::Disputed;
                    self.why = Some(Why::ClassificationDisputed);
                }
                self.objections.insert(member);
            }
            Fact::Finished { done, at } => {
                self.chased_at = Some(at);
                self.phase = match (done, &self.decision) {
                    (true, _) => Phase::Done,
                    (false, Some(_)) => Phase::Accepted,
                    (false, None) => Phase::Cleared,
                };
            }
            Fact::Confirmed { at, .. } => {
                self.awaiting.retain(|act, _| !act.starts_with("classify "));
                self.cleared = Some((at, self.text.clone()));
                self.chased_at = Some(at);
                self.phase = Phase::Cleared;
                self.why = Some(Why::NoVoteNeeded);
                self.settled_objections.append(&mut self.objections);
            }
            Fact::Told { about } => {
                self.told.insert(about.0);
            }
            Fact::Handled { note } => {
                self.handled.insert(note);
            }
            _ => {}
        }
    }

    /// Folds facts into a state.
    #[must_use]
    pub fn from_facts<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        facts.into_iter().fold(Self::default(), Self::after)
    }

    /// Returns the ticket's process under `rules`.
    #[must_use]
    pub fn process<'a>(&self, rules: &'a Rules) -> Option<&'a Process> {
        rules.process(self.process.as_deref()?)
    }

    /// Returns what counts now and what it comes to; `None` before a vote was opened.
    #[must_use]
    pub fn standings(&self, rules: &Rules) -> Option<Standings> {
        self.standings_after(rules, false)
    }

    /// Returns the same; `read` says that everything has just been read, and that what no reading has shown does not
    /// count.
    #[must_use]
    pub fn standings_after(&self, rules: &Rules, read: bool) -> Option<Standings> {
        let vote = self.vote.as_ref()?;
        let rule = Rule::of(rules, self.process(rules)?)?;
        let recused = self.recused_members();
        let mut terms = self.terms(rules, vote, &recused);
        terms.final_reading |= read;
        let (known, later) = self.ballots.split_at(self.decided_on.unwrap_or(self.ballots.len()));
        let mut count = ballot::count(known, &terms);
        count.why_not.extend(later.iter().map(|ballot| Some(after_the_result(ballot, vote))));
        let tally = Tally::of(&count, &vote.electorate, &recused, &rule);
        let (outcome, reason) = tally.verdict(&rule);
        Some(Standings { count, tally, outcome, reason })
    }

    /// Returns for each ballot why it does not count, also where no vote is open.
    #[must_use]
    pub fn why_not(&self, rules: &Rules) -> Vec<Option<WhyNot>> {
        match self.standings(rules) {
            Some(standings) => standings.count.why_not,
            None => vec![Some(WhyNot::NotOpen); self.ballots.len()],
        }
    }

    /// Returns the counted choice of each member with its ballot.
    #[must_use]
    pub fn counted(&self, rules: &Rules) -> BTreeMap<MemberId, (Choice, &Ballot)> {
        let Some(standings) = self.standings(rules) else { return BTreeMap::new() };
        standings
            .count
            .counted
            .into_iter()
            .filter_map(|(member, (choice, i))| Some((member, (choice, self.ballots.get(i)?))))
            .collect()
    }

    /// Says whether operations had entered a ballot for a member from a meeting by then, and not taken it back.
    #[must_use]
    pub fn is_recorded(&self, member: &MemberId, by: Timestamp) -> bool {
        let entered = self.ballots.iter().filter(|ballot| ballot.is_from_meeting() && ballot.at <= by);
        let last = entered.filter(|ballot| ballot.member.as_ref() == Some(member)).max_by_key(|ballot| ballot.order());
        let opened = self.vote.as_ref().map(|vote| vote.opened_at);
        last.is_some_and(|ballot| ballot.act != Act::Retract && opened.is_some_and(|opened| ballot.at >= opened))
    }

    /// Returns the members that take no part.
    #[must_use]
    pub fn recused_members(&self) -> BTreeSet<MemberId> {
        self.recused.keys().cloned().collect()
    }

    fn terms<'a>(&self, rules: &Rules, vote: &'a Vote, recused: &'a BTreeSet<MemberId>) -> Terms<'a> {
        let (ended, decided) = (self.ended.as_ref().map(|e| e.at), self.decision.as_ref().map(|d| d.at));
        Terms {
            opened: Some(vote.opened_at),
            deadline: vote.deadline,
            ended: ended.into_iter().chain(decided).min(),
            final_reading: self.decision.is_some() || self.read_at.is_some_and(|read| read > vote.deadline),
            electorate: &vote.electorate,
            recused,
            comments: rules.voting.comments,
            emoji: rules.voting.emoji,
            change: rules.voting.change,
            deputies: rules.voting.deputies,
        }
    }

    fn on_ballot(&mut self, source: Source, change: impl Fn(&mut Ballot)) {
        for ballot in self.ballots.iter_mut().filter(|ballot| ballot.source == source) {
            change(ballot);
        }
    }

    fn start(&mut self, process: Option<ProcessId>, why: Option<Why>, at: Timestamp) {
        let fresh = Self {
            thread: self.thread.take(),
            author: self.author.take(),
            created_at: self.created_at,
            title: std::mem::take(&mut self.title),
            text: std::mem::take(&mut self.text),
            text_digest: std::mem::take(&mut self.text_digest),
            substance: std::mem::take(&mut self.substance),
            text_at: self.text_at,
            confidential: self.confidential,
            open: self.open,
            labels: std::mem::take(&mut self.labels),
            accepted: std::mem::take(&mut self.accepted),
            dropped: std::mem::take(&mut self.dropped),
            text_at_before: self.text_at_before,
            breaking: self.breaking,
            told: std::mem::take(&mut self.told),
            handled: std::mem::take(&mut self.handled),
            process,
            started: Some(at),
            why,
            ..Self::default()
        };
        *self = fresh;
    }
}

/// Returns why a ballot does not count that votum learned of after the result.
fn after_the_result(ballot: &Ballot, vote: &Vote) -> WhyNot {
    match ballot.at {
        at if at < vote.opened_at => WhyNot::NotOpen,
        at if at > vote.deadline => WhyNot::Late,
        _ => WhyNot::Ended,
    }
}
