// SPDX-License-Identifier: EUPL-1.2
//! The way of a merge request: judged on every change, merged when it may be, handed to the release.
//!
//! **Invariant:** the gate is judged for one head; a new head, another target branch or a changed ticket is judged
//! anew, and nothing found for another head counts.

use std::collections::BTreeSet;

use globset::{GlobBuilder, GlobSetBuilder};
use jiff::Timestamp;

use super::Outcome;
use super::ballot::{NOT_TAKEN, TAKEN};
use crate::domain::calendar::cut;
use crate::domain::command::{self, Command, Mistake};
use crate::domain::condition::Surroundings;
use crate::domain::effect::Effect;
use crate::domain::event::{Event, MergeDone, NoteRead, ReleaseAsked, RequestRead, Views};
use crate::domain::fact::{Fact, Gate, Text};
use crate::domain::ids::{Account, Thread};
use crate::domain::label::BREAKING;
use crate::domain::reason::Why;
use crate::domain::reference;
use crate::domain::request::{Request, no_pipeline};
use crate::domain::rules::{Merging, Role, Rules};
use crate::domain::saying::{Line, Saying, Who};
use crate::domain::version;

/// How a merge request is exempt that only keeps files current with a release.
const FILES: &str = "release";

struct Desk<'a> {
    request: Request,
    thread: Thread,
    rules: &'a Rules,
    views: &'a Views,
    now: Timestamp,
    out: Outcome,
    /// Whether another account has set votum's status, and in which pipeline.
    again: bool,
    forged_in: Option<u64>,
    /// Whether another account has resolved votum's thread.
    reopen: bool,
}

pub(super) fn decide(before: &Request, rules: &Rules, views: &Views, event: &Event, now: Timestamp) -> Outcome {
    let thread = match (&before.thread, event) {
        (Some(thread), _) => thread.clone(),
        (None, Event::Request(read)) => read.merge_request.clone(),
        (None, _) => return Outcome::default(),
    };
    let mut desk = Desk {
        request: before.clone(),
        thread,
        rules,
        views,
        now,
        out: Outcome::default(),
        again: false,
        forged_in: None,
        reopen: false,
    };
    match event {
        Event::Request(read) => desk.observe(read),
        Event::Note(note) => desk.note(note),
        Event::Push { by } => desk.pushed(by),
        Event::NotMerged { head, why } => desk.not_merged(head, why),
        Event::Tagged { tag } => desk.tagged(tag),
        _ => {}
    }
    desk.judge();
    desk.out
}

impl Desk<'_> {
    fn record(&mut self, fact: Fact) {
        self.request = std::mem::take(&mut self.request).after(&fact);
        self.out.facts.push(fact);
    }

    fn ask(&mut self, effect: Effect) {
        self.out.effects.push(effect);
    }

    fn say(&mut self, slot: impl Into<String>, saying: Saying) {
        let thread = self.thread.clone();
        self.ask(Effect::Note { thread, slot: slot.into(), saying });
    }

    fn tell(&mut self, about: String, saying: Saying) {
        if !self.request.told.contains(&about) {
            self.record(Fact::Told { about: Text::from(about.as_str()) });
            self.say(about, saying);
        }
    }

    fn observe(&mut self, read: &RequestRead) {
        let gated = read.default_branch.as_ref() == Some(&read.target_branch)
            || self.rules.gate.branches.contains(&read.target_branch);
        if self.request.thread.is_none() {
            if !gated {
                return;
            }
            self.record(Fact::Proposed {
                merge_request: read.merge_request.clone(),
                author: read.author.account.clone(),
                name: Text(read.author.name.clone()),
                created_at: read.created_at,
                by_votum: self.views.roster.is_bot(&read.author.account),
            });
        }
        if self.request.merged.is_some() {
            return;
        }
        if self.request.title.0 != read.title {
            self.record(Fact::Titled { title: Text(read.title.clone()) });
        }
        if self.request.branch != read.target_branch || self.request.gated != gated {
            let (branch, source) = (Text(read.target_branch.clone()), Text(read.source_branch.clone()));
            self.record(Fact::Targets { branch, source, gated });
        }
        if let Some(head) = read.head.clone().filter(|head| self.request.head.as_ref() != Some(head)) {
            let at = cut(read.head_at.unwrap_or(if self.request.head.is_none() { read.created_at } else { self.now }));
            self.record(Fact::Head { sha: head, at });
        }
        let names: Vec<Thread> =
            reference::named(self.rules, &self.thread.project, &read.title, &read.description).into_iter().collect();
        if names != self.request.names {
            self.record(Fact::Names { tickets: names });
        }
        let exempt = self.exemption(read);
        if exempt != self.request.exempt {
            self.record(Fact::Exempted { how: exempt });
        }
        let touched = self.touches_protected(read);
        if touched != self.request.protected {
            self.record(Fact::Protected { touched });
        }
        self.series(read);
        let breaking = self.set_by_authority(read, BREAKING);
        if breaking != self.request.breaking {
            self.record(Fact::RequestBreaking { breaking });
        }
        self.approvals(read);
        self.signals(read);
        let (draft, mergeable, green) = (read.draft, read.mergeable, read.green);
        if (draft, mergeable, green) != (self.request.draft, self.request.mergeable, self.request.green) {
            self.record(Fact::Ready { draft, mergeable, green });
        }
        if let (Some(sha), Some(head)) = (&read.merged_sha, &read.head) {
            return self.merged(read, sha, head);
        }
        if read.open != self.request.open {
            self.record(Fact::RequestOpen { open: read.open, at: cut(self.now) });
        }
    }

    /// Takes in which series its changes belong to, as long as its paths can be read.
    fn series(&mut self, read: &RequestRead) {
        let project = &self.thread.project;
        if !read.open || read.head.is_none() || self.rules.release.series_of(project).len() < 2 {
            return;
        }
        let prefixes = self.rules.release.prefixes(project, read.paths.as_deref());
        if self.request.prefixes.as_ref() != Some(&prefixes) {
            self.record(Fact::Touches { prefixes });
        }
    }

    /// Takes in by which signs the gate shows at the forge, and what others have said under votum's name.
    fn signals(&mut self, read: &RequestRead) {
        let signal = &read.signal;
        if signal.signals != self.request.signals {
            self.record(Fact::Signals { signals: signal.signals.clone() });
        }
        let Some(head) = self.request.head.clone() else { return };
        let stated = self.request.stated.as_ref().filter(|stated| stated.head == head).map(|stated| stated.gate);
        let (Some(gate), false) = (stated, self.request.is_contested()) else { return };
        let stranger = |by: &Account| !self.views.roster.is_bot(by);
        let at = cut(self.now);
        let forged = signal.statuses.iter().find(|(by, ..)| stranger(by)).cloned();
        let resolved = signal.resolved.clone().filter(|by| gate != Gate::Cleared && stranger(by));
        if let Some((by, said, pipeline)) = forged.filter(|_| signal.signals.status) {
            self.record(Fact::Overruled { what: "status".into(), said, by, head: head.clone(), at });
            (self.again, self.forged_in) = (true, pipeline);
        }
        if let Some(by) = resolved.filter(|_| signal.signals.thread) {
            self.record(Fact::Overruled { what: "thread".into(), said: "resolved".into(), by, head, at });
            self.reopen = true;
        }
    }

    /// Takes in the approvals; a review is one given after the present head came, by an account with rights upstream
    /// that neither opened the merge request nor wrote or pushed any of it.
    fn approvals(&mut self, read: &RequestRead) {
        let Some(head) = self.request.head.clone() else { return };
        let present: BTreeSet<&Account> = read.approvals.iter().map(|(person, ..)| &person.account).collect();
        let gone: Vec<Account> =
            self.request.approvals.keys().filter(|account| !present.contains(account)).cloned().collect();
        for by in gone {
            self.record(Fact::ApprovalGone { by });
        }
        for (person, at, _) in &read.approvals {
            let known = self.request.approvals.get(&person.account);
            if known.is_none_or(|known| known.at != *at) {
                // Approval and head may be first seen together: then only the forge's times can tell.
                let fresh_head = self.out.facts.iter().any(|fact| matches!(fact, Fact::Head { .. }));
                let after_head = match at {
                    Some(at) => *at >= self.request.head_at,
                    None => !fresh_head,
                };
                let head = if after_head { head.clone() } else { String::new() };
                self.record(Fact::ApprovalSeen { by: person.account.clone(), at: *at, head });
            }
        }
        let wrote = |person: &crate::domain::event::Person| {
            let author = self.request.author.as_ref().is_some_and(|(author, _)| *author == person.account);
            let noreply = format!("{}-{}@", person.account.id, person.name.to_lowercase());
            author
                || self.request.pushers.contains(&person.account)
                || read.authors.iter().any(|name| {
                    let name = name.to_lowercase();
                    name == person.name.to_lowercase() || name.starts_with(&noreply)
                })
        };
        let mut reviews: Vec<Account> = read
            .approvals
            .iter()
            .filter(|(person, _, may_write)| *may_write && !wrote(person) && !self.views.roster.is_bot(&person.account))
            .filter(|(person, ..)| self.request.approvals.get(&person.account).is_some_and(|known| known.head == head))
            .map(|(person, ..)| person.account.clone())
            .collect();
        reviews.sort();
        if reviews.iter().cloned().collect::<BTreeSet<_>>() != self.request.reviews {
            self.record(Fact::Reviews { by: reviews });
        }
    }

    /// Returns why the merge request needs no ticket: its paths, or a label set by somebody who may.
    fn exemption(&self, read: &RequestRead) -> Option<String> {
        // What is no longer open shows no paths.
        if !read.open {
            return self.request.exempt.clone();
        }
        if self.keeps_files(read) {
            return Some(FILES.to_string());
        }
        let gate = &self.rules.gate;
        if let Some(label) = gate.exempt_labels.iter().find(|label| self.set_by_authority(read, label)) {
            return Some(format!("label {label}"));
        }
        let paths = read.paths.as_ref().filter(|paths| !paths.is_empty())?;
        let mut globs = GlobSetBuilder::new();
        for pattern in &gate.exempt_paths {
            globs.add(GlobBuilder::new(pattern).literal_separator(true).build().ok()?);
        }
        let globs = globs.build().ok()?;
        paths.iter().all(|path| globs.is_match(path)).then(|| "paths".to_string())
    }

    /// Says whether it is votum's own, to keep files current: at a head that votum has pushed, touching nothing else. A
    /// push by anybody makes it one like any other.
    fn keeps_files(&self, read: &RequestRead) -> bool {
        let own = self.views.roster.is_bot(&read.author.account);
        let pushed = read.head.as_ref().is_some_and(|head| self.views.pushed.contains(head));
        let paths = read.paths.as_ref().filter(|paths| !paths.is_empty());
        own && pushed && paths.is_some_and(|paths| paths.iter().all(|path| self.views.files.contains(path)))
    }

    /// Says whether it touches a protected path. A list of paths that is not known to be whole may hold one.
    fn touches_protected(&self, read: &RequestRead) -> bool {
        let patterns = &self.rules.gate.protected;
        let seat = self.rules.seat.as_ref().filter(|seat| seat.project == self.thread.project);
        if !read.open || read.head.is_none() {
            return (seat.is_some() || !patterns.is_empty()) && self.request.protected;
        }
        // The rules themselves are protected without anybody writing them down.
        if seat.is_some_and(|seat| seat.is_touched(&self.thread.project, read.paths.as_deref())) {
            return true;
        }
        if patterns.is_empty() {
            return false;
        }
        let Some(paths) = &read.paths else { return true };
        let mut globs = GlobSetBuilder::new();
        for pattern in patterns {
            let Ok(glob) = GlobBuilder::new(pattern).literal_separator(true).build() else { return true };
            globs.add(glob);
        }
        globs.build().map_or(true, |globs| paths.iter().any(|path| globs.is_match(path)))
    }

    fn set_by_authority(&self, read: &RequestRead, label: &str) -> bool {
        let roster = &self.views.roster;
        match read.labels.get(label) {
            Some(Some((by, _))) => roster.holds(by, Role::Operations) || roster.holds(by, Role::Releases),
            _ => false,
        }
    }

    fn merged(&mut self, read: &RequestRead, sha: &str, head: &str) {
        // Judge once more on what was just read, so that `cleared` speaks of this head.
        let reasons = self.request.judge(self.rules, &self.views.standings);
        let stated = self.request.stated.as_ref().is_some_and(|s| s.gate == Gate::Cleared && s.head == head);
        let by_votum = self.request.merging.as_deref() == Some(head);
        // What landed is what was judged, or it was not cleared: only squashing writes the commits anew.
        let lost = read.contained == Some(false) && !read.squashed;
        let cleared = self.request.gated && !lost && (by_votum || (stated && reasons[0].0 == Gate::Cleared));
        let at = cut(read.updated_at.min(self.now));
        let commits = read.commits.clone();
        self.record(Fact::Merged {
            sha: sha.to_string(),
            head: head.to_string(),
            cleared,
            commits: commits.clone(),
            at,
        });
        let squashed = Some(read.squashed);
        self.record(Fact::Landed { sha: sha.to_string(), contained: read.contained, squashed });
        if !self.request.gated {
            return;
        }
        if lost {
            self.tell(format!("lost-{sha}"), Saying::Lost { head: head.to_string(), sha: sha.to_string() });
        }
        let standings = &self.views.standings;
        let notes = self.request.names.iter().filter_map(|name| Some(standings.get(name)?.note.clone())).collect();
        let merge = MergeDone {
            merge_request: self.thread.clone(),
            sha: sha.to_string(),
            bump: self.request.bump(standings),
            commits,
            notes,
            cleared,
            reasons: if cleared { Vec::new() } else { reasons },
            wanted: true,
        };
        // What only keeps files current is no reason for another version.
        let files = self.request.exempt.as_deref() == Some(FILES);
        let prefixes = if files { Vec::new() } else { self.prefixes() };
        self.ask(Effect::Hand { merge: Box::new(merge), prefixes });
    }

    fn pushed(&mut self, by: &Account) {
        if !self.request.pushers.contains(by) && !self.views.roster.is_bot(by) {
            self.record(Fact::Pushed { by: by.clone() });
        }
    }

    fn not_merged(&mut self, head: &str, why: &Text) {
        if self.request.merging.as_deref() == Some(head) {
            self.record(Fact::NotMerged { head: head.to_string(), why: why.clone(), at: cut(self.now) });
            self.say(format!("not-merged-{head}"), Saying::NotMerged { why: why.0.clone() });
        }
    }

    fn tagged(&mut self, tag: &str) {
        if self.request.tag.as_deref() != Some(tag) {
            let sha = self.request.merged.as_ref().map(|merge| merge.sha.clone()).unwrap_or_default();
            self.record(Fact::Tagged {
                tag: tag.to_string(),
                sha,
                merge_request: self.thread.clone(),
                at: cut(self.now),
            });
        }
    }

    /// Judges the gate and says so where it changed; merges where that may be.
    fn judge(&mut self) {
        let Some(head) = self.request.head.clone() else { return };
        if !self.request.gated || self.request.merged.is_some() || !self.request.open {
            return;
        }
        let reasons = self.request.judge(self.rules, &self.views.standings);
        let (gate, why, about) = reasons[0].clone();
        let said = self.request.stated.clone();
        let same = said.as_ref().is_some_and(|said| said.head == head && said.reasons == reasons);
        if !same {
            self.record(Fact::Gated { gate, why, reasons: reasons.clone(), head: head.clone(), at: cut(self.now) });
        }
        let merge_request = self.thread.clone();
        let signals = self.request.signals.clone();
        if signals.status {
            // Desired states are cheap to repeat; a status that already says so is not sent again.
            let again = self.again;
            let pipeline = if again { self.forged_in } else { signals.pipeline };
            let line = self.light(&head, (gate, why, about.as_ref()));
            let (merge_request, head, gate) = (merge_request.clone(), head.clone(), line.gate);
            self.ask(Effect::Status { merge_request, head, gate, line, pipeline, again });
        }
        let news = !same && (said.is_some() || gate != Gate::Cleared);
        if signals.thread && (news || self.reopen) {
            let (thread, slot, resolved) = (merge_request.clone(), "gate".to_string(), gate == Gate::Cleared);
            let saying = Saying::Gate { gate, reasons };
            self.ask(Effect::Thread { thread, slot, saying, resolved, again: self.reopen });
        } else if news {
            self.say("gate", Saying::Gate { gate, reasons });
        }
        if self.request.misses_its_pipeline().is_some_and(|due| due <= self.now) {
            self.tell(no_pipeline(&head), Saying::NoPipeline { from_fork: !signals.status });
        }
        if !self.views.paused && self.request.may_merge(self.rules, self.views.arrived, self.now) {
            if self.request.merging.as_ref() != Some(&head) {
                self.record(Fact::Merging { head: head.clone(), at: cut(self.now) });
            }
            self.ask(Effect::Merge { merge_request, head });
        }
    }

    /// Returns what the status of a head says: what the gate says, and never more than that of another merge request
    /// which shows a status at the same head, because the forge may take the one for the other.
    fn light(&self, head: &str, (gate, why, about): (Gate, Why, Option<&Thread>)) -> Line {
        let neighbours = self.views.neighbours.get(head).into_iter().flatten();
        match neighbours.max_by_key(|(_, gate)| *gate) {
            Some((neighbour, theirs)) if *theirs > gate => self.line(*theirs, Why::HeadShared, Some(neighbour)),
            _ if gate == Gate::Cleared && self.request.signals.awaited => {
                self.line(Gate::Waiting, Why::PipelineMissing, None)
            }
            _ => self.line(gate, why, about),
        }
    }

    fn line(&self, gate: Gate, why: Why, about: Option<&Thread>) -> Line {
        let standing = about.and_then(|ticket| self.views.standings.get(ticket));
        Line {
            gate,
            why,
            ticket: about.cloned(),
            number: standing.and_then(|standing| standing.number.clone()),
            deadline: standing.and_then(|standing| standing.deadline),
        }
    }

    fn note(&mut self, note: &NoteRead) {
        let known = self.request.handled.contains(&note.note);
        // What only some may read commands nothing, as under tickets.
        if self.views.roster.is_bot(&note.author.account) || known || !note.seen || note.internal {
            return;
        }
        let commands = command::read(&note.body, &self.views.bot);
        if commands.is_empty() {
            return;
        }
        self.record(Fact::Handled { note: note.note });
        let mut taken = true;
        for command in commands {
            taken &= match command {
                // Maintainers can rewrite anybody's comment, so a rewritten one commands nothing.
                _ if note.edited => {
                    let saying = Saying::Rewritten { name: note.author.name.clone() };
                    self.tell(format!("rewritten-{}", note.author.account), saying);
                    false
                }
                Ok(command) => self.carry_out(note, &command),
                Err(mistake) => {
                    let name = note.author.name.clone();
                    self.tell(format!("mistake-{}", note.note), Saying::Mistaken { name, mistake });
                    false
                }
            };
        }
        let emoji = if taken { TAKEN } else { NOT_TAKEN };
        self.ask(Effect::React { thread: self.thread.clone(), note: note.note, emoji });
    }

    fn carry_out(&mut self, note: &NoteRead, command: &Command) -> bool {
        let person = &note.author.account;
        let roster = &self.views.roster;
        let releases = roster.holds(person, Role::Releases);
        let either = releases || roster.holds(person, Role::Operations);
        let (at, by) = (note.at, person.clone());
        let head = self.request.head.clone().unwrap_or_default();
        let every = self.now.as_second() / 300;
        let (word, who, may) = match command {
            Command::Help => {
                self.say(format!("help-{every}"), Saying::Help);
                return true;
            }
            Command::Status => {
                if self.request.stated.is_some() {
                    let around = Surroundings::of(&self.request, self.views);
                    let conditions = self.request.conditions(self.rules, &around, self.now);
                    self.say(format!("status-{every}"), Saying::Conditions { conditions });
                }
                return true;
            }
            Command::Merge => ("merge", Who::Role(Role::Releases), releases),
            Command::Exempt { .. } => ("exempt", Who::OperationsOrReleases, either),
            Command::Hold { .. } => ("hold", Who::OperationsOrReleases, either),
            Command::Unhold => ("unhold", Who::OperationsOrReleases, either),
            Command::Release { .. } => ("release", Who::Role(Role::Releases), releases),
            _ => {
                let name = note.author.name.clone();
                let mistake = Mistake::Argument { command: "help" };
                self.tell(format!("elsewhere-{}", note.note), Saying::Mistaken { name, mistake });
                return false;
            }
        };
        if !may {
            let name = note.author.name.clone();
            self.tell(format!("not-allowed-{word}-{person}"), Saying::NotAllowed { name, command: word, who });
            return false;
        }
        match command {
            Command::Merge if self.rules.gate.merge == Merging::Off || self.request.merged.is_some() => {
                let (name, state) = (note.author.name.clone(), "merging-off".to_string());
                self.tell(format!("not-now-merge-{}", note.note), Saying::NotNow { name, command: "merge", state });
                return false;
            }
            Command::Merge => self.record(Fact::MergeAsked { by, head, at }),
            Command::Exempt { .. } if self.awaits_second(note, &format!("exempt {head}")) => {}
            Command::Exempt { reason } => {
                self.record(Fact::ExemptedBy { reason: Text::from(reason.as_str()), head, by, at });
            }
            Command::Hold { reason } => self.record(Fact::Hold { reason: Some(Text::from(reason.as_str())), by, at }),
            Command::Unhold => self.record(Fact::Hold { reason: None, by, at }),
            Command::Release { version } => return self.release(note, version),
            _ => {}
        }
        true
    }

    /// Says whether an act takes a second account and only one has asked for it; notes who that is.
    fn awaits_second(&mut self, note: &NoteRead, act: &str) -> bool {
        let (by, at) = (note.author.account.clone(), note.at);
        let first = self.request.awaiting.get(act);
        if !self.rules.voting.oversight.four_eyes || first.is_some_and(|first| *first != by) {
            return false;
        }
        if first.is_none() {
            self.record(Fact::AwaitsSecond { act: act.to_string(), by, at });
        }
        let saying = Saying::AwaitsSecond { name: note.author.name.clone(), command: "exempt" };
        self.tell(format!("second-{}", act.replace(' ', "-")), saying);
        true
    }

    /// Returns the prefixes of the series that the merge belongs to.
    fn prefixes(&self) -> Vec<String> {
        let all = || self.rules.release.prefixes(&self.thread.project, None);
        self.request.prefixes.clone().unwrap_or_else(all)
    }

    /// Asks for the tag of a merge: `/vote release`, `/vote release v1.4.0`, or `/vote release bad/v1.4.0` where it
    /// belongs to several series.
    fn release(&mut self, note: &NoteRead, version: &str) -> bool {
        let by = note.author.clone();
        let preliminary = self.request.tag.as_deref().and_then(version::of_tag).is_some_and(|v| !version::is_final(&v));
        if self.request.merged.is_none() || (self.request.tag.is_some() && !preliminary) {
            let state = if self.request.tag.is_some() { "released" } else { "not-merged" }.to_string();
            let saying = Saying::NotNow { name: by.name, command: "release", state };
            self.tell(format!("not-now-release-{}", note.note), saying);
            return false;
        }
        let mut prefixes = self.prefixes();
        let named = prefixes.iter().filter(|prefix| !prefix.is_empty() && version.starts_with(*prefix)).max();
        let (prefix, number) = match named.cloned() {
            Some(prefix) => (Some(prefix.clone()), version[prefix.len()..].to_string()),
            None => (None, version.to_string()),
        };
        let wanted = version::parse(&format!("v{}", number.trim_start_matches('v')));
        let which = prefix.is_none() && prefixes.len() > 1 && !version.is_empty();
        if (wanted.is_none() && !number.is_empty()) || which {
            let mistake = Mistake::Argument { command: "release" };
            self.tell(format!("mistake-{}", note.note), Saying::Mistaken { name: by.name, mistake });
            return false;
        }
        if let Some(prefix) = prefix {
            prefixes = vec![prefix];
        }
        let version = wanted.map(|version| format!("v{version}"));
        let merge_request = self.thread.clone();
        let asked = Box::new(ReleaseAsked { merge_request, by, note: note.note, version });
        self.ask(Effect::LetPass { asked, prefixes });
        true
    }
}
