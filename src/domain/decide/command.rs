// SPDX-License-Identifier: EUPL-1.2
//! Commands under a ticket: who may give them, and what they do.
//!
//! **Invariant:** no command is ignored. It is carried out, or answered once with who may give it, why not now, or
//! that it is not available yet.

use jiff::{SignedDuration, Timestamp};

use super::ticket::{Desk, OPENING_GRACE};
use crate::domain::ballot::{Act, Ballot, Source};
use crate::domain::calendar::cut;
use crate::domain::command::{self, Choice, Command, Mistake};
use crate::domain::duty::CERTIFICATION;
use crate::domain::effect::Effect;
use crate::domain::event::{NoteRead, Person};
use crate::domain::fact::{End, Fact, Text};
use crate::domain::ids::{Account, MemberId};
use crate::domain::reason::Why;
use crate::domain::rules::Role;
use crate::domain::saying::{Saying, Who};
use crate::domain::template;
use crate::domain::ticket::{Phase, Proxy};

/// How long `/vote status` and `/vote help` are answered only once.
const ANSWER_EVERY: i64 = 300;

/// How long after its label a bug may be objected to.
const OBJECTION: SignedDuration = SignedDuration::from_hours(24 * 10);

impl Desk<'_> {
    /// Takes in a note: its ballots and its commands.
    pub fn note(&mut self, note: &NoteRead) {
        if self.views.roster.is_bot(&note.author.account) || note.internal {
            return;
        }
        if self.ticket.handled.contains(&note.note) {
            return self.seen_again(note);
        }
        let commands = command::read(&note.body, &self.views.bot);
        if commands.is_empty() {
            return;
        }
        if !note.seen && (!commands.iter().all(is_ballot) || self.speaks_beyond_its_right(note, &commands)) {
            // Only ballots are entered before the forge has shown the note, and those for another member only under a
            // proxy that is known: it may have been named a moment ago, and a reading takes the notes in their order.
            return self.ask(Effect::Read { thread: self.thread.clone() });
        }
        self.record(Fact::Handled { note: note.note });
        let mut taken = self.ballots(note, &commands);
        for (line, command) in commands.into_iter().enumerate().filter(|(_, command)| !is_ballot(command)) {
            taken &= match command {
                // Maintainers can rewrite anybody's comment, so a rewritten one commands nothing.
                _ if note.edited => self.rewritten(&note.author),
                Ok(Command::Record { choice, member, source }) => self.enter(note, line, choice, &member, &source),
                Ok(Command::Unrecord { words }) => self.take_out(note, line, &words),
                Ok(command) => self.carry_out(note, &command),
                Err(mistake) => {
                    let key = format!("mistake-{}", note.note);
                    self.tell(key, Saying::Mistaken { name: note.author.name.clone(), mistake });
                    false
                }
            };
        }
        self.receipt(note.note, taken);
    }

    /// Says whether a ballot of the note is for another member, and no proxy for it is known.
    fn speaks_beyond_its_right(&self, note: &NoteRead, commands: &[Result<Command, Mistake>]) -> bool {
        commands.iter().any(|command| {
            let Ok(Command::Ballot { member: Some(words), .. } | Command::Retract { member: Some(words) }) = command
            else {
                return false;
            };
            let member = self.rules.member_called(words).map(|member| &member.id);
            member.is_some_and(|member| !self.right_to_speak(&note.author, Some(member), note.at).1)
        })
    }

    /// Answers that a comment was rewritten before votum first saw it.
    fn rewritten(&mut self, person: &Person) -> bool {
        let (name, round) = (person.name.clone(), self.slot(""));
        self.tell(format!("rewritten-{}{round}", person.account), Saying::Rewritten { name });
        false
    }

    /// Answers that a word of a note names nothing that exists.
    pub fn unknown(&mut self, note: &NoteRead, what: &'static str, word: &str) {
        let (name, word) = (note.author.name.clone(), word.to_string());
        // The key enters the journal, the word must not.
        self.tell(format!("unknown-{what}-{}", note.note), Saying::Unknown { name, what, word });
    }

    /// Confirms ballots that a webhook told of. What the forge shows under another author or time, or never touched
    /// and yet with another choice, was not what the webhook said: then the forge's ballots are entered, and the
    /// webhook's stay unconfirmed.
    fn seen_again(&mut self, note: &NoteRead) {
        if !note.seen {
            return;
        }
        let known: Vec<&Ballot> = self.ticket.ballots.iter().filter(|ballot| of_note(ballot, note)).collect();
        if known.iter().any(|ballot| ballot.seen) {
            let back: Vec<Source> = known.iter().filter(|ballot| ballot.vanished).map(|ballot| ballot.source).collect();
            for source in back {
                self.record(Fact::Back { source });
            }
            return;
        }
        let sources: Vec<Source> = known.iter().map(|ballot| ballot.source).collect();
        let commands = command::read(&note.body, &self.views.bot);
        if is_shown_otherwise(&known, note, &commands) {
            self.ballots(note, &commands);
        } else if !sources.is_empty() && self.ticket.decision.is_none() {
            self.record(Fact::Seen { sources });
        }
    }

    fn carry_out(&mut self, note: &NoteRead, command: &Command) -> bool {
        let person = &note.author;
        let at = note.at;
        match command {
            Command::Ballot { .. } | Command::Retract { .. } | Command::Record { .. } | Command::Unrecord { .. } => {
                true
            }
            Command::Help => self.answer("help", Saying::Help),
            Command::Status => self.answer("status", Saying::Status),
            Command::Withdraw { reason } => {
                self.allowed(person, "withdraw", Who::Applicant, self.is_applicant(&person.account))
                    && self.unfinished(person, "withdraw", at)
                    && self.finish(End::Withdrawn, Why::Withdrawn, reason, at)
            }
            Command::Void { reason } => {
                self.operations(person, "void")
                    && (self.ticket.phase == Phase::Voting
                        || self.ticket.phase.is_decided()
                        || self.unfinished(person, "void", at))
                    && self.seconded(person, "void", "void", at, |desk| {
                        desk.finish(End::Void, Why::ByOperations, reason, at)
                    })
            }
            Command::Defer { reason } => {
                self.operations(person, "defer")
                    && self.unfinished(person, "defer", at)
                    && self.finish(End::Deferred, Why::ByOperations, reason, at)
            }
            Command::Open { urgent } => {
                self.operations(person, "open")
                    && match self.ticket.phase {
                        Phase::Deferred => self.resume(person, urgent.as_deref(), at),
                        _ => self.open(person, urgent.as_deref(), at),
                    }
            }
            Command::Extend { date, reason } => {
                self.operations(person, "extend") && {
                    let voting = &self.rules.voting;
                    let deadline =
                        self.rules.calendar.end_of(*date, voting.deadline_time, voting.deadline_on_working_day);
                    self.extend(person, deadline, reason, at)
                }
            }
            Command::Editorial { reason } => self.operations(person, "editorial") && self.editorial(person, reason, at),
            Command::Classify { process, reason } => {
                self.operations(person, "classify") && self.classify(note, process, reason)
            }
            Command::Done { item, member } => {
                self.operations(person, "done") && self.tick_off(note, "done", item, member.as_deref())
            }
            Command::Undo { item, member } => {
                self.operations(person, "undo") && self.tick_off(note, "undo", item, member.as_deref())
            }
            Command::Commit { amount } => self.commit(person, amount, at),
            Command::Object { reason } => self.object(person, reason, at),
            Command::Discuss { reason } => self.discuss(person, reason, at),
            Command::Recuse { words } => self.recuse(person, words, at),
            Command::Proxy { account, until } => self.proxy(person, account, *until, at),
            Command::ProxyNone => self.proxy_none(person, at),
            Command::Spent { amount } => self.operations(person, "spent") && self.spent(note, amount),
            Command::Release { .. } => self.not_now(person, "release"),
            Command::Merge => self.not_now(person, "merge"),
            Command::Exempt { .. } => self.not_now(person, "exempt"),
            Command::Hold { .. } => self.not_now(person, "hold"),
            Command::Unhold => self.not_now(person, "unhold"),
        }
    }

    fn answer(&mut self, slot: &str, saying: Saying) -> bool {
        self.say(format!("{slot}-{}", self.now.as_second() / ANSWER_EVERY), saying);
        true
    }

    fn finish(&mut self, end: End, why: Why, reason: &str, at: Timestamp) -> bool {
        self.end(end, why, Text::from(reason), None, at);
        true
    }

    fn open(&mut self, person: &Person, urgent: Option<&str>, at: Timestamp) -> bool {
        let lies = self.ticket.reading_since.zip(self.ticket.process(self.rules));
        let read = lies.is_some_and(|(since, process)| self.may_open(process, since));
        if self.ticket.phase != Phase::Reading || !(read || urgent.is_some()) {
            return self.not_now(person, "open");
        }
        let opening = self.opening_by_word(at);
        let Some(reason) = urgent else {
            self.open_vote(opening, None);
            return true;
        };
        self.seconded(person, "open", "open urgent", at, |desk| {
            desk.open_vote(opening, Some(Text::from(reason)));
            true
        })
    }

    /// Returns when a vote opens that operations open with a word of `at`. What votum learns of late opens the vote now:
    /// nobody could vote before.
    pub fn opening_by_word(&self, at: Timestamp) -> Timestamp {
        let late = self.now.duration_since(at) > OPENING_GRACE;
        if late { cut(self.now) } else { at.max(cut(self.ticket.reading_since.unwrap_or(at))) }
    }

    fn extend(&mut self, person: &Person, deadline: Timestamp, reason: &str, at: Timestamp) -> bool {
        let later = self.ticket.vote.as_ref().is_some_and(|vote| deadline > vote.deadline && vote.deadline >= at);
        if self.ticket.phase != Phase::Voting || !later {
            return self.not_now(person, "extend");
        }
        self.record(Fact::Extended { deadline, reason: Text::from(reason), by: person.account.clone(), at });
        self.say(
            format!("extended-{}", deadline.as_second()),
            Saying::Extended { deadline, reason: reason.to_string() },
        );
        true
    }

    fn editorial(&mut self, person: &Person, reason: &str, at: Timestamp) -> bool {
        let changed = match &self.ticket.vote {
            Some(vote) => self.ticket.phase == Phase::Voting && vote.text_changed,
            None => self.ticket.phase == Phase::Reading && self.ticket.text_at_before.is_some(),
        };
        if !changed {
            return self.not_now(person, "editorial");
        }
        self.record(Fact::Editorial { reason: Text::from(reason), by: person.account.clone(), at });
        self.settle();
        true
    }

    fn classify(&mut self, note: &NoteRead, process: &str, reason: &str) -> bool {
        let (person, at) = (&note.author, note.at);
        let wanted = process.to_lowercase();
        let known = &self.in_force().processes;
        let Some(process) = known.iter().find(|p| p.id == wanted || p.label.to_lowercase() == wanted) else {
            self.unknown(note, "process", process);
            return false;
        };
        let (id, label) = (process.id.clone(), process.label.clone());
        let over = self.comes_after_the_deadline(at);
        if over || self.ticket.phase.is_decided() || self.ticket.decision.is_some() {
            return self.not_now(person, "classify");
        }
        if self.ticket.process.as_ref() == Some(&id) {
            if self.ticket.phase != Phase::Disputed {
                return self.not_now(person, "classify");
            }
            return self.seconded(person, "classify", &format!("classify {id}"), at, |desk| {
                desk.record(Fact::Confirmed { reason: Text::from(reason), by: person.account.clone(), at });
                let slot = desk.slot("confirmed");
                desk.say(slot, Saying::Cleared);
                desk.finish_follow_ups(at);
                true
            });
        }
        self.seconded(person, "classify", &format!("classify {id}"), at, |desk| {
            let remove = desk.ticket.labels.iter().filter(|old| **old != label).cloned().collect();
            desk.record(Fact::Labelled { labels: vec![label.clone()], by: Some(person.account.clone()), at });
            desk.ask(Effect::Labels { thread: desk.thread.clone(), add: vec![label.clone()], remove });
            desk.start(at);
            true
        })
    }

    fn tick_off(&mut self, note: &NoteRead, verb: &'static str, item: &str, member: Option<&str>) -> bool {
        let (person, at) = (&note.author, note.at);
        if self.ticket.process(self.rules).is_none() {
            return self.not_now(person, verb);
        }
        let recusal = ["recuse", "befangen"].contains(&item) && verb == "undo";
        if !recusal && !self.ticket.knows_item(self.rules, item) {
            self.unknown(note, "follow-up", item);
            return false;
        }
        let member = match member.map(|words| (words, self.rules.member_called(words))) {
            None => None,
            Some((_, Some(member))) => Some(member.id.clone()),
            Some((words, None)) => {
                self.unknown(note, "member", words);
                return false;
            }
        };
        let asked = self.ticket.asked_of(self.rules, item);
        if let Some(member) = member.as_ref().filter(|member| !asked.is_empty() && !asked.contains(member)) {
            let name = self.rules.member(member).map_or(member.as_str(), |member| member.name.as_str()).to_string();
            self.unknown(note, "asked", &name);
            return false;
        }
        let by = person.account.clone();
        if recusal {
            let Some(member) = member.filter(|member| self.ticket.recused.contains_key(member)) else {
                return self.not_now(person, verb);
            };
            if !self.unfinished(person, verb, at) {
                return false;
            }
            self.record(Fact::RecusalLifted { member: member.clone(), by, at });
            self.say(
                format!("recusal-lifted-{member}"),
                Saying::Recused { member, reason: String::new(), lifted: true },
            );
            return true;
        }
        let done = verb == "done";
        if done && item == CERTIFICATION {
            return self.seconded(person, verb, CERTIFICATION, at, |desk| desk.ticked(item, None, done, by, at));
        }
        self.ticked(item, member, done, by, at)
    }

    /// Ticks an item or takes its tick back, and lets everything follow from it.
    fn ticked(&mut self, item: &str, member: Option<MemberId>, done: bool, by: Account, at: Timestamp) -> bool {
        self.record(Fact::Ticked { item: item.to_string(), member, done, by, at });
        self.settle();
        if let (true, Some(decision)) = (item == CERTIFICATION, &self.ticket.decision) {
            let (outcome, slot) = (decision.outcome, self.slot("result"));
            self.say(slot, Saying::Result { outcome });
        }
        if let (Phase::Incomplete, Some(why)) = (self.ticket.phase, self.ticket.why) {
            // What is still missing may have become less without any of it being whole.
            let slot = self.slot("incomplete");
            self.say(slot, Saying::Incomplete { why, missing: self.ticket.missing.clone() });
        }
        self.finish_follow_ups(at);
        true
    }

    /// Says whether everything that follows is done, where that has changed.
    fn finish_follow_ups(&mut self, at: Timestamp) {
        let follow_ups = self.ticket.follow_ups(self.rules);
        let all = !follow_ups.is_empty() && self.ticket.undone(self.rules, &follow_ups).is_empty();
        if all != (self.ticket.phase == Phase::Done) && !follow_ups.is_empty() {
            self.record(Fact::Finished { done: all, at });
        }
    }

    fn commit(&mut self, person: &Person, amount: &str, at: Timestamp) -> bool {
        let subgroup = template::subgroup(self.rules, &self.ticket.text.0);
        let own = self.views.roster.member_of(&person.account).filter(|member| subgroup.contains(member)).cloned();
        if !self.allowed(person, "commit", Who::Subgroup, own.is_some()) {
            return false;
        }
        let asked = self.ticket.process(self.rules).is_some_and(|process| process.commitments);
        if !asked || !matches!(self.ticket.phase, Phase::Incomplete | Phase::Reading) {
            return self.not_now(person, "commit");
        }
        let member = own.unwrap_or_default();
        if !self.ticket.commitments.contains_key(&member) {
            self.record(Fact::Committed { member, amount: Text::from(amount), account: person.account.clone(), at });
            self.settle();
        }
        true
    }

    fn object(&mut self, person: &Person, reason: &str, at: Timestamp) -> bool {
        let own = self.views.roster.member_of(&person.account).cloned();
        if !self.allowed(person, "object", Who::Representative, own.is_some()) {
            return false;
        }
        let needed = self.ticket.process(self.rules).map_or(0, |process| process.objections);
        let since = self.ticket.started.unwrap_or(at);
        let member = own.unwrap_or_default();
        let in_time = at.duration_since(since) <= OBJECTION;
        let again = self.ticket.settled_objections.contains(&member) || self.ticket.objections.contains(&member);
        // That everything that follows from a bug is done does not make it one.
        let cleared = matches!(self.ticket.phase, Phase::Cleared | Phase::Done) && self.ticket.decision.is_none();
        if needed > 0 && cleared && self.views.merged_at.is_some_and(|merged| merged <= at) {
            let (name, state) = (person.name.clone(), "merged".to_string());
            let key = format!("not-now-object-merged-{}", person.account);
            self.tell(key, Saying::NotNow { name, command: "object", state });
            return false;
        }
        if needed == 0 || !cleared || !in_time || again {
            return self.not_now(person, "object");
        }
        let disputed = self.ticket.objections.len() + 1 >= needed as usize;
        let by = person.account.clone();
        self.record(Fact::Objected { member: member.clone(), reason: Text::from(reason), disputed, by, at });
        if disputed {
            let slot = self.slot("disputed");
            self.say(format!("{slot}-{member}"), Saying::Disputed { member, reason: reason.to_string() });
        }
        true
    }

    fn recuse(&mut self, person: &Person, words: &str, at: Timestamp) -> bool {
        let named = self.is_operations(&person.account).then(|| self.leading_member(words)).flatten();
        let own = self.views.roster.member_of(&person.account).cloned();
        if !self.allowed(person, "recuse", Who::Representative, named.is_some() || own.is_some()) {
            return false;
        }
        let (member, reason) = named.unwrap_or_else(|| (own.unwrap_or_default(), words.to_string()));
        if reason.is_empty() {
            let mistake = Mistake::ReasonMissing { command: "recuse" };
            self.tell(
                format!("mistake-recuse-{}", person.account),
                Saying::Mistaken { name: person.name.clone(), mistake },
            );
            return false;
        }
        if !self.unfinished(person, "recuse", at) {
            return false;
        }
        if !self.ticket.recused.contains_key(&member) {
            let by = person.account.clone();
            self.record(Fact::Recused { member: member.clone(), reason: Text::from(reason.as_str()), by, at });
            self.say(format!("recused-{member}"), Saying::Recused { member, reason, lifted: false });
        }
        true
    }

    /// Splits a member's name or id off the front of `words`.
    pub fn leading_member(&self, words: &str) -> Option<(MemberId, String)> {
        let parts: Vec<&str> = words.split_whitespace().collect();
        (1..=parts.len()).rev().find_map(|n| {
            let member = self.rules.member_called(parts[..n].join(" ").trim_end_matches(':'))?;
            Some((member.id.clone(), parts[n..].join(" ")))
        })
    }

    fn proxy(&mut self, person: &Person, account: &str, until: Option<jiff::civil::Date>, at: Timestamp) -> bool {
        let Some(own) = self.views.roster.member_of(&person.account).cloned() else {
            return self.allowed(person, "proxy", Who::Representative, false);
        };
        let holder = self.views.roster.representative(account).cloned();
        let holder_member = holder.as_ref().and_then(|holder| self.views.roster.member_of(holder)).cloned();
        let holds = |proxy: &Proxy| proxy.holds(at);
        let already = self
            .ticket
            .proxies
            .iter()
            .filter(|(member, proxy)| **member != own && Some(&proxy.account) == holder.as_ref() && holds(proxy));
        let why = match (&holder, &holder_member) {
            _ if !self.rules.voting.proxy => Some("off"),
            _ if self.ticket.phase.is_decided() || self.ticket.ended.is_some() => Some("ended"),
            (None, _) | (_, None) => Some("no-representative"),
            (_, Some(member)) if *member == own => Some("own-member"),
            (_, Some(member)) if self.ticket.proxies.get(member).is_some_and(holds) => Some("chain"),
            _ if self
                .ticket
                .proxies
                .values()
                .any(|p| holds(p) && self.views.roster.member_of(&p.account) == Some(&own)) =>
            {
                Some("chain")
            }
            _ if already.count() >= self.rules.voting.proxies_per_account as usize => Some("too-many"),
            _ => None,
        };
        if let Some(why) = why {
            let key = format!("proxy-refused-{why}-{}", person.account);
            self.tell(key, Saying::ProxyRefused { name: person.name.clone(), why });
            return false;
        }
        let calendar = &self.rules.calendar;
        let until = until.map(|day| calendar.end_of(day, jiff::civil::time(23, 59, 59, 0), false));
        let name = Text::from(account);
        self.record(Fact::Proxy { member: own.clone(), account: holder, name, until, at });
        let saying = Saying::Proxy { member: own.clone(), holder: Some(account.to_string()), until };
        self.say(format!("proxy-{own}"), saying);
        true
    }

    fn proxy_none(&mut self, person: &Person, at: Timestamp) -> bool {
        let own = self.views.roster.member_of(&person.account).cloned();
        if !self.allowed(person, "proxy", Who::Representative, own.is_some()) {
            return false;
        }
        let member = own.unwrap_or_default();
        if !self.ticket.proxies.contains_key(&member) {
            return self.not_now(person, "proxy");
        }
        self.record(Fact::Proxy { member: member.clone(), account: None, name: Text::default(), until: None, at });
        self.say(format!("proxy-{member}"), Saying::Proxy { member, holder: None, until: None });
        true
    }

    pub fn operations(&mut self, person: &Person, command: &'static str) -> bool {
        let may = self.is_operations(&person.account);
        self.allowed(person, command, Who::Role(Role::Operations), may)
    }

    /// Answers, once per person and command, who may give it.
    pub fn allowed(&mut self, person: &Person, command: &'static str, who: Who, may: bool) -> bool {
        if !may {
            let name = person.name.clone();
            self.tell(format!("not-allowed-{command}-{}", person.account), Saying::NotAllowed { name, command, who });
        }
        may
    }

    /// Says whether the ticket's way was still open at that instant, and answers where it was not: what is written after
    /// the deadline changes no vote, however late its result is stated.
    pub fn unfinished(&mut self, person: &Person, command: &'static str, at: Timestamp) -> bool {
        let over = self.comes_after_the_deadline(at);
        let open = self.ticket.process.is_some() && self.ticket.ended.is_none() && !self.ticket.phase.is_decided();
        let open = open && !over;
        open || self.not_now(person, command)
    }

    pub fn not_now(&mut self, person: &Person, command: &'static str) -> bool {
        let (name, state) = (person.name.clone(), self.ticket.phase.key().to_string());
        let key = format!("not-now-{command}-{state}-{}", person.account);
        self.tell(key, Saying::NotNow { name, command, state });
        false
    }
}

fn of_note(ballot: &Ballot, note: &NoteRead) -> bool {
    matches!(ballot.source, Source::Note(id, _) if id == note.note)
}

/// Says whether the forge shows a note otherwise than the webhook that its ballots were entered from.
fn is_shown_otherwise(known: &[&Ballot], note: &NoteRead, commands: &[Result<Command, Mistake>]) -> bool {
    let same_hand = known.iter().all(|ballot| ballot.account == note.author.account && ballot.at == note.at);
    let shown: Vec<Choice> = commands
        .iter()
        .filter_map(|command| match command {
            Ok(Command::Ballot { choice, .. }) => Some(*choice),
            _ => None,
        })
        .collect();
    let told: Vec<Choice> = known
        .iter()
        .filter_map(|ballot| match ballot.act {
            Act::Choose(choice) => Some(choice),
            _ => None,
        })
        .collect();
    !known.is_empty() && (!same_hand || (!note.touched && !told.is_empty() && shown != told))
}

/// Says whether a line belongs to the ballots of its note.
fn is_ballot(command: &Result<Command, Mistake>) -> bool {
    matches!(command, Ok(Command::Ballot { .. } | Command::Retract { .. }) | Err(Mistake::Ambiguous { .. }))
}
