// SPDX-License-Identifier: EUPL-1.2
//! The releases of a series: which merges wait for their tag, in order, one at a time.
//!
//! **Invariant:** a version is chosen once and for one commit; nothing is tagged while commits that passed the gate by
//! lie under it, until a release manager says so.

use std::collections::{BTreeSet, VecDeque};

use jiff::Timestamp;

use super::appointment;
use super::fact::{Fact, Gate, ReleaseNote, Text};
use super::ids::Thread;
use super::reason::Why;
use super::rules::{ReleaseMode, Rules};
use super::tally::Tally;
use super::version::{self, Bump};

/// How many releases are remembered with what they hold, for the change log.
const RECENT: usize = 20;

/// A merge that waits for its tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub merge_request: Thread,
    /// The commit on the target branch.
    pub sha: String,
    /// How far the version moves.
    pub bump: Bump,
    /// What its release says.
    pub notes: Vec<ReleaseNote>,
    /// Since when.
    pub at: Timestamp,
    /// Whether it waits for a release manager's word, or for an appointment.
    pub held: bool,
    /// Whether that word was given, or the appointment has come.
    pub asked: bool,
    /// Whether it was a person who asked.
    pub by_person: bool,
    /// The version that was asked for.
    pub version: Option<String>,
}

/// A merge past the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Which.
    pub merge_request: Thread,
    /// The commit on the target branch.
    pub sha: String,
    /// The commits that belong to it.
    pub commits: Vec<String>,
    /// What stood against it, the first reason before the others.
    pub reasons: Vec<(Gate, Why, Option<Thread>)>,
}

/// What a release lacks: a merge without clearance, a commit that came by none, or a ticket that is no longer decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The merge request; `None` where the commits came by none.
    pub merge_request: Option<Thread>,
    /// Its commits; none where only its ticket stands differently now.
    pub commits: Vec<String>,
    /// Why it lacks clearance, where that is known.
    pub why: Option<Why>,
    /// The ticket that it is about.
    pub ticket: Option<Thread>,
}

impl Lack {
    /// Returns who can help.
    #[must_use]
    pub fn ask(&self) -> &'static str {
        match (&self.merge_request, self.why) {
            (None, _) | (_, Some(Why::ReviewMissing)) => "developers",
            (_, None) => "releases",
            (_, Some(Why::NoTicket | Why::TicketUnknown)) => "author",
            (_, Some(Why::Held)) => "either",
            (_, Some(_)) => "operations",
        }
    }
}

/// Why nothing can be tagged, whatever people say about its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Halt {
    /// The tag stands at another commit.
    Elsewhere,
    /// The forge cannot say what lies between two commits.
    Unseen,
    /// The forge refuses the tag or its release.
    Refused,
}

impl Halt {
    /// All with their words.
    pub const ALL: [(&'static str, Self); 3] =
        [("elsewhere", Self::Elsewhere), ("unseen", Self::Unseen), ("refused", Self::Refused)];

    /// Returns the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(_, halt)| *halt == self).map_or("", |(key, _)| key)
    }

    /// Finds it by its word.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == key).map(|(_, halt)| *halt)
    }
}

/// That nothing can be tagged, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halted {
    /// Why.
    pub halt: Halt,
    /// The tag that was to be set; empty where none was chosen.
    pub tag: String,
    /// What was found: a commit, or the forge's own words.
    pub found: Text,
    /// Since when.
    pub at: Timestamp,
}

/// A merge that waits for a release manager's word about what lies under it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stop {
    /// Commits that passed the gate by.
    pub commits: Vec<String>,
    /// What is missing; older entries of the journal do not say.
    pub lacks: Vec<Lack>,
}

/// A release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    /// Its tag.
    pub tag: String,
    /// The commit it stands at.
    pub sha: String,
    /// When it was set.
    pub at: Timestamp,
    /// The merges that it holds.
    pub merges: Vec<Due>,
    /// What a release manager let pass.
    pub passed: Vec<Lack>,
}

impl Released {
    /// Says whether it is no pre-release.
    #[must_use]
    pub fn is_final(&self) -> bool {
        version::of_tag(&self.tag).is_none_or(|version| version::is_final(&version))
    }

    /// Returns what it says of each ticket, each once.
    #[must_use]
    pub fn notes(&self) -> Vec<&ReleaseNote> {
        let mut notes: Vec<&ReleaseNote> = Vec::new();
        for note in self.merges.iter().flat_map(|due| &due.notes) {
            if notes.iter().all(|known| known.ticket != note.ticket) {
                notes.push(note);
            }
        }
        notes
    }
}

/// What a release says of one merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The merge request.
    pub merge_request: Thread,
    /// The name of the account that opened it; empty where it is not known.
    pub author: String,
    /// Its tickets.
    pub notes: Vec<Noted>,
}

/// What a release says of one ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The ticket and its decision.
    pub note: ReleaseNote,
    /// How the vote went.
    pub tally: Option<Tally>,
    /// The follow-ups that are still open.
    pub open: Vec<String>,
}

/// What a change log says of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its tag.
    pub tag: String,
    /// When it was set.
    pub at: Timestamp,
    /// What it holds.
    pub items: Vec<Item>,
}

/// The releases of a series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Releases {
    /// Merges waiting, oldest first.
    pub due: VecDeque<Due>,
    /// All merges that were ever handed over for a tag.
    pub handed: BTreeSet<Thread>,
    /// Commits of cleared merges.
    pub known: BTreeSet<String>,
    /// Merges past the gate that no final release holds yet.
    pub past: Vec<Past>,
    /// The version chosen.
    pub chosen: Option<String>,
    /// The merge for which it was chosen; those before it that waited as well are released with it.
    pub chosen_for: Option<Thread>,
    /// The last tag set.
    pub last: Option<String>,
    /// What pre-releases hold since the last final release.
    pub candidate: Vec<Due>,
    /// Whether the final version of what the pre-releases hold is asked for, perhaps by its number.
    pub finishing: Option<Option<String>>,
    /// What stops the tag until a release manager says so.
    pub stopped: Option<Stop>,
    /// Why nothing can be tagged at the moment.
    pub halted: Option<Halted>,
    /// Commits that a release manager let pass.
    pub let_pass: BTreeSet<String>,
    /// Merges whose tickets stand differently now and that a release manager let pass.
    pub pardoned: BTreeSet<Thread>,
    /// What was let pass since the last final release.
    pub passed: Vec<Lack>,
    /// The last releases, oldest first.
    pub recent: VecDeque<Released>,
    /// The heads that votum has pushed to keep files current, the last ones.
    pub pushed: VecDeque<String>,
}

impl Releases {
    /// Returns the state after one more fact; facts of other streams change nothing.
    #[must_use]
    pub fn after(mut self, fact: &Fact) -> Self {
        match fact.clone() {
            Fact::TagDue { merge_request, sha, bump, commits, notes, at } => {
                self.known.extend(commits);
                self.known.insert(sha.clone());
                self.handed.insert(merge_request.clone());
                let (held, asked, by_person, version) = (false, false, false, None);
                self.due.push_back(Due { merge_request, sha, bump, notes, at, held, asked, by_person, version });
            }
            Fact::TagHeld { merge_request } => self.on_due(&merge_request, |due| due.held = true),
            Fact::TagTimed { merge_request, .. } => self.on_due(&merge_request, |due| due.asked = true),
            Fact::VersionAsked { merge_request, version, .. } if self.is_candidate(&merge_request) => {
                self.finishing = Some(version);
            }
            Fact::VersionAsked { merge_request, version, .. } => self.on_due(&merge_request, |due| {
                (due.asked, due.by_person, due.version) = (true, true, version.clone());
            }),
            Fact::VersionRefused { merge_request, .. } => {
                self.finishing = None;
                self.on_due(&merge_request, |due| (due.asked, due.by_person, due.version) = (false, false, None));
            }
            Fact::Known { commits } => self.known.extend(commits),
            Fact::MergedPast { merge_request, sha, commits, reasons, .. } => {
                self.handed.insert(merge_request.clone());
                self.past.push(Past { merge_request, sha, commits, reasons });
            }
            Fact::TagChosen { tag, merge_request, .. } => {
                self.chosen = Some(tag);
                self.chosen_for = Some(merge_request);
                self.halted = None;
            }
            Fact::TagHalted { halt, tag, found, at } => {
                if halt == Halt::Elsewhere {
                    self.chosen = None;
                    self.chosen_for = None;
                }
                self.halted = Some(Halted { halt, tag, found, at });
            }
            Fact::Tagged { tag, sha, merge_request, at } => self.tagged(tag, sha, &merge_request, at),
            Fact::TagStopped { commits, lacks, .. } => {
                self.halted = None;
                self.stopped = Some(Stop { commits, lacks: lacks.unwrap_or_default() });
            }
            Fact::FilesPushed { head, .. } => {
                if self.pushed.len() >= RECENT {
                    self.pushed.pop_front();
                }
                self.pushed.push_back(head);
            }
            Fact::TagReleased { .. } => {
                let stop = self.stopped.take().unwrap_or_default();
                let merges = stop.lacks.iter().filter(|lack| lack.commits.is_empty());
                self.pardoned.extend(merges.filter_map(|lack| lack.merge_request.clone()));
                self.let_pass.extend(stop.commits);
                self.passed.extend(stop.lacks);
            }
            _ => {}
        }
        self
    }

    fn tagged(&mut self, tag: String, sha: String, merge_request: &Thread, at: Timestamp) {
        let merges = self.due.drain(..self.bundle(merge_request));
        self.candidate.extend(merges);
        let released =
            Released { tag: tag.clone(), sha, at, merges: self.candidate.clone(), passed: self.passed.clone() };
        if released.is_final() {
            self.candidate.clear();
            self.passed.clear();
            let let_pass = &self.let_pass;
            self.past.retain(|past| !let_pass.contains(&past.sha));
        }
        if self.recent.len() >= RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(released);
        self.last = Some(tag);
        self.chosen = None;
        self.chosen_for = None;
        self.finishing = None;
        self.halted = None;
    }

    /// Folds facts into a state.
    #[must_use]
    pub fn from_facts<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        facts.into_iter().fold(Self::default(), Self::after)
    }

    /// Returns the merge whose version has to be chosen now. Merges that wait for a release manager's word are released
    /// together, at the one that was named: with all their notes, and the version moved as far as the farthest of them
    /// and of what the pre-releases before them hold.
    #[must_use]
    pub fn to_choose(&self) -> Option<Due> {
        if self.chosen.is_some() || self.stopped.is_some() {
            return None;
        }
        let last = match self.due.front() {
            Some(first) if !first.held => Some(0),
            _ => self.due.iter().position(|due| due.asked || !due.held),
        };
        let (mut together, asked) = match (last, &self.finishing) {
            (Some(last), _) => (self.due.get(last)?.clone(), last + 1),
            (None, Some(version)) => {
                let mut last = self.candidate.last()?.clone();
                (last.asked, last.by_person, last.version) = (true, true, version.clone());
                (last, 0)
            }
            (None, None) => return None,
        };
        let merges = || self.candidate.iter().chain(self.due.range(..asked));
        together.bump = merges().map(|due| due.bump).max()?;
        together.notes = merges().flat_map(|due| due.notes.clone()).collect();
        together.notes.dedup();
        Some(together)
    }

    /// Returns the merges that a release at `due` holds, oldest first.
    #[must_use]
    pub fn held_by(&self, due: &Due) -> Vec<Due> {
        self.candidate.iter().chain(self.due.range(..self.bundle(&due.merge_request))).cloned().collect()
    }

    /// Returns how many of the waiting merges one at `merge_request` releases.
    #[must_use]
    pub fn bundle(&self, merge_request: &Thread) -> usize {
        self.due.iter().position(|due| due.merge_request == *merge_request).map_or(0, |last| last + 1)
    }

    /// Says whether a merge is in a pre-release and in no final one.
    #[must_use]
    pub fn is_candidate(&self, merge_request: &Thread) -> bool {
        self.candidate.iter().any(|due| due.merge_request == *merge_request)
    }

    /// Returns what commits that passed the gate by came with: each merge request once, and what came by none last.
    #[must_use]
    pub fn lacks(&self, commits: &[String]) -> Vec<Lack> {
        let mut lacks: Vec<Lack> = Vec::new();
        let mut alone = Vec::new();
        for commit in commits {
            let with = self.past.iter().find(|past| past.sha == *commit || past.commits.contains(commit));
            let Some(past) = with else {
                alone.push(Lack { merge_request: None, commits: vec![commit.clone()], why: None, ticket: None });
                continue;
            };
            let known = lacks.iter_mut().find(|lack| lack.merge_request.as_ref() == Some(&past.merge_request));
            if let Some(lack) = known {
                lack.commits.push(commit.clone());
                continue;
            }
            let first = past.reasons.iter().find(|(gate, ..)| *gate != Gate::Cleared);
            lacks.push(Lack {
                merge_request: Some(past.merge_request.clone()),
                commits: vec![commit.clone()],
                why: first.map(|(_, why, _)| *why),
                ticket: first.and_then(|(.., ticket)| ticket.clone()),
            });
        }
        lacks.extend(alone);
        lacks
    }

    /// Returns the last merge that an appointment which has come by `now` releases, and that appointment.
    #[must_use]
    pub fn timed(&self, rules: &Rules, now: Timestamp) -> Option<(Thread, Timestamp)> {
        let at = appointment::last(&rules.release.schedule, &rules.calendar, now)?;
        let taken = self.chosen_for.as_ref().map_or(0, |chosen| self.bundle(chosen));
        if rules.release.mode != ReleaseMode::Schedule {
            return None;
        }
        // What lies before one that was asked for is released with it.
        let mut waits = self.due.iter().skip(taken).rev().take_while(|due| due.held && !due.asked);
        waits.find(|due| due.at < at).map(|due| (due.merge_request.clone(), at))
    }

    /// Returns when time will next change something.
    #[must_use]
    pub fn due_at(&self, rules: &Rules) -> Option<Timestamp> {
        let choose = self.to_choose().map(|due| due.at);
        let taken = self.chosen_for.as_ref().map_or(0, |chosen| self.bundle(chosen));
        // What lies before one that was asked for is released with it.
        let waits = self.due.iter().skip(taken).rev().take_while(|due| due.held && !due.asked).last();
        let timed = waits.filter(|_| rules.release.mode == ReleaseMode::Schedule);
        let timed = timed.and_then(|due| appointment::next(&rules.release.schedule, &rules.calendar, due.at));
        choose.into_iter().chain(timed).min()
    }

    fn on_due(&mut self, merge_request: &Thread, change: impl Fn(&mut Due)) {
        self.due.iter_mut().filter(|due| due.merge_request == *merge_request).for_each(change);
    }
}
