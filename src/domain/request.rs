// SPDX-License-Identifier: EUPL-1.2
//! A merge request's state: the fold of its facts, and the gate that follows from it.
//!
//! **Invariant:** absence is never green. What is unknown, unreadable or not yet read leaves the gate waiting.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::event::Standing;
use super::fact::{Fact, Gate, Text};
use super::ids::{Account, NoteId, Thread};
use super::reason::{Reason, Why};
use super::rules::{Merging, Rules};
use super::signal::{OVERRULED_MAX, Signals};
use super::version::Bump;
use super::window;

/// The process whose tickets decide on changes of protected paths.
pub const CHANGE: &str = "change";

/// How long a cleared head may lack a pipeline before votum says what can be done.
pub const PIPELINE_AWAITED: SignedDuration = SignedDuration::from_hours(1);

/// An approval as first seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approved {
    /// When it was given, where the forge says so.
    pub at: Option<Timestamp>,
    /// The head at which votum first saw it.
    pub head: String,
}

/// What the gate said last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// What it said.
    pub gate: Gate,
    /// Why.
    pub why: Why,
    /// All reasons, in the order of the rules.
    pub reasons: Vec<(Gate, Why, Option<Thread>)>,
    /// For which head.
    pub head: String,
    /// When.
    pub at: Timestamp,
}

/// A merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The commit on the target branch.
    pub sha: String,
    /// The head that was merged.
    pub head: String,
    /// Whether the gate was green.
    pub cleared: bool,
    /// Whether that commit contains the head, as far as the forge can say.
    pub contained: Option<bool>,
    /// Whether its commits were squashed, or nobody has written down whether they were.
    pub squashed: bool,
    /// When.
    pub at: Timestamp,
}

/// A merge request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Which; `None` before it was first read.
    pub thread: Option<Thread>,
    /// Who opened it.
    pub author: Option<(Account, Text)>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// Its title.
    pub title: Text,
    /// Whether it is open.
    pub open: bool,
    /// The branch it goes into.
    pub branch: String,
    /// The branch it comes from.
    pub source: String,
    /// Whether the target branch is gated.
    pub gated: bool,
    /// The commit at its tip.
    pub head: Option<String>,
    /// Since when.
    pub head_at: Timestamp,
    /// The tickets it names.
    pub names: Vec<Thread>,
    /// Why it needs no ticket, by its paths or labels.
    pub exempt: Option<String>,
    /// The head that a person exempted.
    pub exempt_head: Option<String>,
    /// Whether it touches a protected path, or may do so.
    pub protected: bool,
    /// The prefixes of the series that its changes belong to; `None` where the rules have one series alone.
    pub prefixes: Option<Vec<String>>,
    /// Whether it carries the label `breaking`.
    pub breaking: bool,
    /// Who pushed to it.
    pub pushers: BTreeSet<Account>,
    /// All approvals standing now, as first seen.
    pub approvals: BTreeMap<Account, Approved>,
    /// Those that count as reviews of the present head.
    pub reviews: BTreeSet<Account>,
    /// Why somebody holds it.
    pub hold: Option<Text>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether the forge could merge it.
    pub mergeable: bool,
    /// Whether its pipeline is green.
    pub green: bool,
    /// By which signs it shows its gate at the forge.
    pub signals: Signals,
    /// How often others spoke under votum's name at this head.
    pub overruled: u32,
    /// What the gate said last.
    pub stated: Option<Stated>,
    /// The head that somebody asked to merge.
    pub asked: Option<String>,
    /// The head that votum is merging.
    pub merging: Option<String>,
    /// When votum last set about merging it.
    pub merging_at: Timestamp,
    /// The head that could not be merged, and why.
    pub failed: Option<(String, Text)>,
    /// How it was merged.
    pub merged: Option<Merge>,
    /// The tag set for it.
    pub tag: Option<String>,
    /// Powerful acts that one account has asked for and that wait for a second one.
    pub awaiting: BTreeMap<String, Account>,
    /// What was explained already.
    pub told: BTreeSet<String>,
    /// Whose commands were carried out already.
    pub handled: BTreeSet<NoteId>,
}

impl Request {
    /// Returns the state after one more fact; facts of other streams change nothing.
    #[must_use]
    pub fn after(mut self, fact: &Fact) -> Self {
        match fact.clone() {
            Fact::Proposed { merge_request, author, name, created_at, .. } => {
                self.thread = Some(merge_request);
                self.author = Some((author, name));
                self.created_at = created_at;
                self.open = true;
            }
            Fact::Titled { title } => self.title = title,
            Fact::RequestOpen { open, .. } => self.open = open,
            Fact::Targets { branch, source, gated } => {
                // A retarget clears what was found before: the same head merges something else now.
                if !self.branch.is_empty() && self.branch != branch.0 {
                    self.reviews.clear();
                    self.exempt = None;
                    self.exempt_head = None;
                    self.asked = None;
                    self.merging = None;
                    self.stated = None;
                    self.approvals.values_mut().for_each(|approval| approval.head.clear());
                }
                self.branch = branch.0;
                self.source = source.0;
                self.gated = gated;
            }
            Fact::Head { sha, at } => {
                self.head = Some(sha);
                self.head_at = at;
                self.reviews.clear();
                // An approval seen before is none of this head's, also where an earlier head comes back.
                self.approvals.values_mut().for_each(|approval| approval.head.clear());
                self.asked = None;
                self.merging = None;
                self.overruled = 0;
            }
            Fact::Names { tickets } => self.names = tickets,
            Fact::Exempted { how } => self.exempt = how,
            Fact::ExemptedBy { head, .. } => self.exempt_head = Some(head),
            Fact::Protected { touched } => self.protected = touched,
            Fact::Touches { prefixes } => self.prefixes = Some(prefixes),
            Fact::RequestBreaking { breaking } => self.breaking = breaking,
            Fact::Pushed { by } => {
                self.reviews.remove(&by);
                self.pushers.insert(by);
            }
            Fact::ApprovalSeen { by, at, head } => {
                self.approvals.insert(by, Approved { at, head });
            }
            Fact::ApprovalGone { by } => {
                self.approvals.remove(&by);
            }
            Fact::Reviews { by } => self.reviews = by.into_iter().collect(),
            Fact::Hold { reason, .. } => {
                self.merging = None;
                // Whoever lets it go on has seen to the account that spoke in votum's name.
                if reason.is_none() {
                    self.overruled = 0;
                }
                self.hold = reason;
            }
            Fact::Ready { draft, mergeable, green } => {
                (self.draft, self.mergeable, self.green) = (draft, mergeable, green);
            }
            Fact::Signals { signals } => self.signals = signals,
            Fact::Overruled { .. } => self.overruled = self.overruled.saturating_add(1),
            Fact::Gated { gate, why, reasons, head, at } => {
                // What votum was about to merge it no longer is: a merge that comes now is somebody else's.
                if gate != Gate::Cleared {
                    self.merging = None;
                }
                self.stated = Some(Stated { gate, why, reasons, head, at });
            }
            Fact::MergeAsked { head, .. } => self.asked = Some(head),
            Fact::Merging { head, at } => {
                self.merging = Some(head);
                self.merging_at = at;
            }
            Fact::NotMerged { head, why, .. } => {
                self.merging = None;
                self.asked = None;
                self.failed = Some((head, why));
            }
            Fact::Merged { sha, head, cleared, at, .. } => {
                self.open = false;
                self.merged = Some(Merge { sha, head, cleared, contained: None, squashed: true, at });
            }
            Fact::Landed { contained, squashed, .. } => {
                if let Some(merge) = &mut self.merged {
                    (merge.contained, merge.squashed) = (contained, squashed.unwrap_or(true));
                }
            }
            Fact::Tagged { tag, .. } => self.tag = Some(tag),
            Fact::AwaitsSecond { act, by, .. } => {
                self.awaiting.insert(act, by);
            }
            Fact::Told { about } => {
                self.told.insert(about.0);
            }
            Fact::Handled { note } => {
                self.handled.insert(note);
            }
            _ => {}
        }
        self
    }

    /// Folds facts into a state.
    #[must_use]
    pub fn from_facts<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        facts.into_iter().fold(Self::default(), Self::after)
    }

    /// Judges the merge request: every reason in the order of the rules, of which the first decides.
    #[must_use]
    pub fn judge(&self, rules: &Rules, standings: &BTreeMap<Thread, Standing>) -> Vec<(Gate, Why, Option<Thread>)> {
        let mut reasons = Vec::new();
        if self.hold.is_some() {
            reasons.push((Gate::Waiting, Why::Held, None));
        }
        let exempt = self.is_exempt();
        let mut accepted = None;
        if self.names.is_empty() && !exempt {
            reasons.push((Gate::Waiting, Why::NoTicket, None));
        }
        for name in self.names.iter().filter(|name| !standings.contains_key(*name)) {
            reasons.push((Gate::Waiting, Why::TicketUnknown, Some(name.clone())));
        }
        for gate in [Gate::Blocked, Gate::Waiting, Gate::Cleared] {
            for (name, standing) in self.named(standings).filter(|(_, standing)| standing.gate == gate) {
                if gate == Gate::Cleared {
                    accepted.get_or_insert((Gate::Cleared, standing.why, Some(name.clone())));
                } else {
                    reasons.push((gate, standing.why, Some(name.clone())));
                }
            }
        }
        if self.protected && !self.named(standings).any(|(_, standing)| standing.is_change()) {
            reasons.push((Gate::Waiting, Why::ChangeNeeded, None));
        }
        let in_core = self.thread.as_ref().is_some_and(|thread| rules.core.contains(&thread.project));
        for (name, _) in self.named(standings).filter(|(_, standing)| standing.subgroup && in_core) {
            reasons.push((Gate::Waiting, Why::NotInCore, Some(name.clone())));
        }
        for (name, _) in self.named(standings).filter(|(_, s)| s.gate == Gate::Cleared && !s.unmet.is_empty()) {
            reasons.push((Gate::Waiting, Why::RequirementMissing, Some(name.clone())));
        }
        if (self.reviews.len() as u64) < u64::from(rules.gate.reviews) {
            reasons.push((Gate::Waiting, Why::ReviewMissing, None));
        }
        if self.is_contested() {
            reasons.push((Gate::Waiting, Why::SignContested, None));
        }
        if reasons.is_empty() {
            reasons.push(accepted.unwrap_or((Gate::Cleared, Why::Exempt, None)));
        }
        reasons
    }

    /// Returns the judgement as a tree of reasons.
    #[must_use]
    pub fn reason(&self, rules: &Rules) -> Option<Reason> {
        let stated = self.stated.as_ref()?;
        let children = stated
            .reasons
            .iter()
            .map(|(gate, why, about)| {
                let about = about.as_ref().map(ToString::to_string).unwrap_or_default();
                let found = if *why == Why::ReviewMissing { self.reviews.len().to_string() } else { about };
                let needed = if *why == Why::ReviewMissing { rules.gate.reviews.to_string() } else { String::new() };
                Reason::new(why.key(), needed, found, *gate == Gate::Cleared)
            })
            .collect();
        Some(Reason::new("gate", "cleared", stated.gate.key(), stated.gate == Gate::Cleared).because(children))
    }

    /// Says whether votum may merge it now, apart from what is read again right before.
    #[must_use]
    pub fn may_merge(&self, rules: &Rules, arrived: Option<Timestamp>, now: Timestamp) -> bool {
        let Some(head) = &self.head else { return false };
        let wanted = match rules.gate.merge {
            Merging::Automatic => {
                arrived.is_some_and(|arrived| self.created_at >= arrived) || self.asked.as_ref() == Some(head)
            }
            Merging::OnCommand => self.asked.as_ref() == Some(head),
            Merging::Off => false,
        };
        let failed = self.failure().is_some() && self.asked.is_none();
        wanted
            && self.is_cleared()
            && !failed
            && window::is_open(&rules.gate.windows, &rules.calendar, now)
            && self.open
            && self.gated
            && !self.draft
            && self.mergeable
            && self.green
            && self.merged.is_none()
    }

    /// Returns why the present head could not be merged, where votum has tried.
    #[must_use]
    pub fn failure(&self) -> Option<&Text> {
        self.failed.as_ref().filter(|(head, _)| Some(head) == self.head.as_ref()).map(|(_, why)| why)
    }

    /// Says whether it is cleared and only the forge still computes whether it can be merged. Where the forge says what
    /// stands against it, a webhook or the next round tells when that has gone.
    #[must_use]
    pub fn waits_for_the_forge(&self, rules: &Rules) -> bool {
        let wanted = rules.gate.merge == Merging::Automatic || self.asked.is_some();
        let computes = self.signals.obstacle.is_none();
        computes
            && self.is_cleared()
            && wanted
            && self.open
            && self.gated
            && !self.draft
            && !self.mergeable
            && self.merged.is_none()
    }

    /// Returns when the next window for merging begins, where it is cleared and only that is missing.
    #[must_use]
    pub fn waits_for_a_window(&self, rules: &Rules, now: Timestamp) -> Option<Timestamp> {
        let waits =
            self.is_cleared() && self.open && self.gated && self.merged.is_none() && rules.gate.merge != Merging::Off;
        let closed = !window::is_open(&rules.gate.windows, &rules.calendar, now);
        (waits && closed).then(|| window::next(&rules.gate.windows, &rules.calendar, now)).flatten()
    }

    /// Says whether another account has spoken in votum's name at this head as often as votum overwrites it.
    #[must_use]
    pub fn is_contested(&self) -> bool {
        self.overruled >= OVERRULED_MAX
    }

    /// Says whether the gate was last stated as cleared, for the present head.
    #[must_use]
    pub fn is_cleared(&self) -> bool {
        self.gate_at(self.head.as_deref().unwrap_or_default()) == Gate::Cleared
    }

    /// Returns what the gate says of a head; of one that it was never judged for, that it waits.
    #[must_use]
    pub fn gate_at(&self, head: &str) -> Gate {
        let stated = self.stated.as_ref().filter(|stated| stated.head == head && self.head.as_deref() == Some(head));
        stated.map_or(Gate::Waiting, |stated| stated.gate)
    }

    /// Says whether it shows a status at its head that a neighbour's status could stand in for.
    #[must_use]
    pub fn shows_status(&self) -> bool {
        self.open && self.gated && self.merged.is_none() && self.signals.status
    }

    /// Returns when it is to be said that no pipeline runs for its head: it is cleared, the project has pipelines, and
    /// nothing else will make one.
    #[must_use]
    pub fn misses_its_pipeline(&self) -> Option<Timestamp> {
        let head = self.head.as_ref()?;
        let stated = self.stated.as_ref().filter(|_| self.is_cleared())?;
        let misses = self.signals.awaited && !self.draft && self.open && self.gated && self.merged.is_none();
        let since = stated.at.max(self.head_at);
        let told = self.told.contains(&no_pipeline(head));
        (misses && !told).then(|| since.checked_add(PIPELINE_AWAITED).unwrap_or(since))
    }

    /// Returns how far the merge moves the version.
    #[must_use]
    pub fn bump(&self, standings: &BTreeMap<Thread, Standing>) -> Bump {
        if self.breaking {
            return Bump::Major;
        }
        self.named(standings).map(|(_, standing)| standing.bump).max().unwrap_or(Bump::Minor)
    }

    /// Says whether it needs no ticket; what touches a protected path always does.
    #[must_use]
    pub fn is_exempt(&self) -> bool {
        let exempt = self.exempt.is_some() || (self.exempt_head.is_some() && self.exempt_head == self.head);
        exempt && !self.protected
    }

    fn named<'a>(
        &'a self,
        standings: &'a BTreeMap<Thread, Standing>,
    ) -> impl Iterator<Item = (&'a Thread, &'a Standing)> {
        self.names.iter().filter_map(|name| Some((name, standings.get(name)?)))
    }
}

/// Returns under which word it is remembered that the missing pipeline of a head was explained.
#[must_use]
pub fn no_pipeline(head: &str) -> String {
    format!("no-pipeline-{head}")
}
