// SPDX-License-Identifier: EUPL-1.2
//! What people do in a seed: the rules they agreed on, tickets and merge requests, and who acts when.
//!
//! The plan is made before anything happens and asks nobody, so that it is the same in fair weather and in foul. What
//! votum cannot know unless it looked in between is marked: before such a deed everything so far is read, or after it.
//! Marked are the editing, deleting and final taking back of what would otherwise never have been seen, the change of a
//! text (the forge only says when a ticket last changed at all), and whatever undoes what votum does in answer to an
//! earlier deed.

use jiff::civil::{Date, Time, date, time};
use jiff::{SignedDuration, Timestamp, ToSpan};
use votum::domain::command::Choice;
use votum::domain::rules::Rules;

use super::dice::Dice;
use super::trouble;
use crate::world::{BUG, CHANGE, JOINT, PARTNERSHIP, RULES, SUBGROUP, compile};

/// The label of admissions to the core.
const ADMISSION: &str = "prozess::2b-kernaufnahme";

/// Representatives with their members; the first of a member goes before the others.
pub const REPRESENTATIVES: [(&str, &str); 5] =
    [("anna", "ahausen"), ("anja", "ahausen"), ("ben", "bergtal"), ("cem", "clusdorf"), ("dora", "duernau")];

/// What a comment is meant to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    Choice(Choice, Option<&'static str>),
    Retract,
    Unclear,
    Proxy(Option<&'static str>),
    Recuse,
    Other,
}

/// What somebody does at the forge. Tickets, comments and merge requests go by their place in the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Open {
        ticket: usize,
        text: String,
    },
    Describe {
        ticket: usize,
        text: String,
    },
    Label {
        ticket: usize,
        add: &'static str,
        remove: &'static str,
    },
    Say {
        ticket: usize,
        comment: usize,
        words: String,
        says: Says,
    },
    Edit {
        ticket: usize,
        comment: usize,
        words: String,
    },
    Delete {
        ticket: usize,
        comment: usize,
    },
    React {
        ticket: usize,
        emoji: &'static str,
        on_note: bool,
    },
    Unreact {
        ticket: usize,
        emoji: &'static str,
    },
    Close {
        ticket: usize,
    },
    Propose {
        request: usize,
        project: &'static str,
        names: Option<usize>,
        path: &'static str,
    },
    Push {
        request: usize,
    },
    Approve {
        request: usize,
    },
    Unapprove {
        request: usize,
    },
    Target {
        request: usize,
        branch: &'static str,
    },
    Title {
        request: usize,
        title: &'static str,
    },
    Command {
        request: usize,
        words: &'static str,
    },
    /// The ticket is deleted, or moved to another project.
    Remove {
        ticket: usize,
        moved: bool,
    },
    /// The ticket becomes confidential.
    Hide {
        ticket: usize,
    },
    /// Somebody sets the status that only votum may set.
    Pose {
        request: usize,
    },
    /// Nobody does anything: everything is read in calm weather.
    Round,
}

/// A deed with its instant and its doer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    pub at: Timestamp,
    pub by: &'static str,
    pub act: Act,
    /// Everything so far has been read before.
    pub read_before: bool,
    /// It is read at once.
    pub read_after: bool,
    /// Its webhooks may be late, but are not lost: votum does not read again the comments under what is decided or
    /// cleared, or under merge requests.
    pub heard: bool,
}

/// A ticket as planned.
#[derive(Clone, Debug)]
pub struct Ticket {
    pub label: &'static str,
    pub opens: Timestamp,
    pub deadline: Timestamp,
    /// Whether it comes to a result in its first vote, so that the deeds alone say what counts.
    pub recounts: bool,
    /// What it costs once, where there is a budget.
    pub costs: Option<u32>,
    /// When it was deleted or moved away.
    pub removed: Option<Timestamp>,
}

/// The plan of a seed.
#[derive(Clone, Debug)]
pub struct Plan {
    pub rules: Rules,
    pub begin: Timestamp,
    pub end: Timestamp,
    pub tickets: Vec<Ticket>,
    pub requests: usize,
    pub deeds: Vec<Deed>,
}

/// What the seed's rules allow and say.
pub struct Maker {
    pub dice: Dice,
    pub plan: Plan,
    comments: usize,
    exact: bool,
    final_ballots: bool,
    closes_early: bool,
    funded: bool,
}

impl Plan {
    /// Makes the plan of a seed; `exact` says that clocks are right, so that people may act at the very deadline.
    pub fn of(seed: u64, exact: bool) -> Self {
        let mut dice = Dice::new(seed, "people");
        let (mut text, closes_early, final_ballots) = rules(&mut dice);
        let funded = dice.chance(400);
        if funded {
            text = trouble::funded(&text);
        }
        let rules = compile(&text, PARTNERSHIP).expect("the rules can be read");
        let begin = rules.calendar.at(date(2026, 3, 2), time(8, 30, 0, 0));
        let plan = Self { rules, begin, end: begin, tickets: Vec::new(), requests: 0, deeds: Vec::new() };
        let mut maker = Maker { dice, plan, comments: 0, exact, final_ballots, closes_early, funded };
        // Many tickets at once are rare: they take long, and few faults need them.
        let tickets = if maker.dice.chance(15) { 8 } else { maker.dice.pick(&[1, 1, 1, 2, 2, 3]) };
        for _ in 0..tickets {
            maker.ticket();
        }
        for _ in 0..maker.dice.pick(&[0, 1, 1, 2, 3]) {
            maker.proposal();
        }
        let mut plan = maker.plan;
        plan.deeds.sort_by_key(|deed| deed.at);
        trouble::leave_alone(&mut plan);
        let last = plan.deeds.iter().map(|deed| deed.at).chain(plan.tickets.iter().map(|t| t.deadline)).max();
        // A ticket that was classified anew is read and voted on once more.
        let anew = plan.deeds.iter().any(|deed| deed.by == "otto" && matches!(deed.act, Act::Label { .. }));
        plan.end = last.unwrap_or(begin) + SignedDuration::from_hours(if anew { 24 * 30 } else { 72 });
        plan
    }
}

/// The rules of a seed, whether votes end early, and whether ballots are final.
fn rules(dice: &mut Dice) -> (String, bool, bool) {
    let closes_early = dice.chance(80);
    let final_ballots = !closes_early && dice.chance(150);
    let mut voting = vec![
        format!("reading = \"{} days\"", dice.pick(&[1, 2, 3, 5])),
        format!("voting = \"{} days\"", dice.pick(&[2, 5, 7, 14])),
        format!("reminders = {}", dice.pick(&["[]", "[]", "[\"1 day\"]"])),
    ];
    if dice.chance(300) {
        voting.push("base = \"cast\"".into());
    }
    if final_ballots {
        voting.push("change = \"never\"".into());
    }
    if closes_early {
        voting.push("early_close = \"all-voted\"".into());
    }
    if !final_ballots && dice.chance(300) {
        voting.push(format!("deputies = \"{}\"", dice.pick(&["ranked", "unanimous"])));
    }
    let old = "reading = \"5 days\"\nvoting  = \"14 days\"\nreminders = []";
    assert!(RULES.contains(old), "the rules of the world have other words now");
    (RULES.replace(old, &voting.join("\n")), closes_early, final_ballots)
}

/// The template, with or without what it needs, a subgroup and what it costs.
fn text(whole: bool, subgroup: bool, version: usize, costs: Option<u32>) -> String {
    let costs = costs.map(|costs| format!("\n| Position | Betrag |\n|---|---:|\n| Einmalige Kosten | {costs} € |\n"));
    let costs = costs.unwrap_or_default();
    let subgroup = if subgroup { "### Teilgruppe\n\nAhausen und Bergtal beteiligen sich.\n\n" } else { "" };
    let reason = if whole { "### Begründung\n\nEs fehlt.\n\n- [ ] geprüft\n" } else { "" };
    format!(
        "**Ansprechperson:** @anna\n\n### Beschlussvorschlag\n\nWir bauen Fassung {version}.\n\n{subgroup}{reason}{costs}"
    )
}

impl Maker {
    pub fn deed(&mut self, at: Timestamp, by: &'static str, act: Act) -> &mut Deed {
        self.plan.deeds.push(Deed { at, by, act, read_before: false, read_after: false, heard: false });
        self.plan.deeds.last_mut().expect("it was just put there")
    }

    pub fn say(&mut self, at: Timestamp, by: &'static str, ticket: usize, words: &str, says: Says) -> &mut Deed {
        let comment = self.comments;
        self.comments += 1;
        self.deed(at, by, Act::Say { ticket, comment, words: words.to_string(), says })
    }

    pub fn day(&self, at: Timestamp) -> Date {
        self.plan.rules.calendar.day(at)
    }

    /// An instant at which people are awake and nothing opens or ends, within a span of time if there is one.
    pub fn moment(&mut self, from: Timestamp, to: Timestamp) -> Option<Timestamp> {
        let days = i64::from((self.day(to) - self.day(from)).get_days()).max(0);
        for _ in 0..20 {
            let day = self.day(from).checked_add(self.dice.between(0, days).days()).ok()?;
            let hour = i8::try_from(self.dice.between(9, 21)).ok()?;
            let (minute, second) = (self.dice.below(60), self.dice.below(60));
            let at = Time::constant(hour, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0);
            let at = self.plan.rules.calendar.at(day, at);
            if at > from && at < to {
                return Some(at);
            }
        }
        None
    }

    /// Lets everything be read late on a day.
    fn round(&mut self, day: Date) {
        let at = self.plan.rules.calendar.at(day, time(23, 40, 0, 0));
        self.deed(at, "", Act::Round);
    }

    fn ticket(&mut self) {
        let hours = SignedDuration::from_hours;
        let ticket = self.plan.tickets.len();
        let (from, to) = (self.plan.begin, self.plan.begin + hours(24 * 9));
        let opened = self.moment(from, to).unwrap_or(from);
        let author = self.dice.pick(&["anna", "ben", "cem", "dora", "eva"]);
        let label = self.dice.pick(&[JOINT, JOINT, JOINT, CHANGE, CHANGE, SUBGROUP, ADMISSION, BUG]);
        let subgroup = label == SUBGROUP;
        let whole = self.dice.chance(800);
        let costs = self.funded.then(|| self.dice.pick(&[5_000, 12_000, 38_000, 40_000, 40_000, 41_000]));
        self.deed(opened, author, Act::Open { ticket, text: text(whole, subgroup, 1, costs) });
        let labelled = opened + SignedDuration::from_mins(self.dice.between(2, 200));
        self.deed(labelled, "olga", Act::Label { ticket, add: label, remove: "" }).read_after = true;
        let (opens, deadline) = (labelled, labelled);
        self.plan.tickets.push(Ticket { label, opens, deadline, recounts: false, costs, removed: None });
        if label == BUG {
            return self.bug(ticket, labelled);
        }
        let mut since = labelled;
        if !whole {
            since = self.moment(since, since + hours(60)).unwrap_or(since + hours(1));
            self.deed(since, author, Act::Describe { ticket, text: text(true, subgroup, 1, costs) }).read_after = true;
        }
        if subgroup {
            for by in ["anna", "ben"] {
                since = self.moment(since, since + hours(48)).unwrap_or(since + hours(1));
                self.say(since, by, ticket, "/vote zusage", Says::Other);
                self.round(self.day(since));
            }
        }
        if label == ADMISSION {
            since = self.moment(since, since + hours(48)).unwrap_or(since + hours(1));
            self.say(since, "olga", ticket, "/vote erledigt product-readiness", Says::Other);
            self.round(self.day(since));
        }
        since = self.reading(ticket, author, since, subgroup);
        let voting = &self.plan.rules.voting;
        let calendar = &self.plan.rules.calendar;
        let opens = calendar.opening(since, voting.reading, voting.open_time);
        let deadline = calendar.deadline(opens, voting.voting, voting.deadline_time, voting.deadline_on_working_day);
        self.plan.tickets[ticket].opens = opens;
        self.plan.tickets[ticket].deadline = deadline;
        if label == JOINT && costs.is_some_and(|costs| costs > trouble::CAP) {
            // It never comes to a vote.
            return;
        }
        self.plan.tickets[ticket].recounts = true;
        if self.closes_early {
            self.everybody_votes(ticket);
        } else if self.dice.chance(950) {
            self.voting(ticket, author);
        }
    }

    /// What happens while the template lies open; returns since when it does.
    fn reading(&mut self, ticket: usize, author: &'static str, since: Timestamp, subgroup: bool) -> Timestamp {
        let voting = &self.plan.rules.voting;
        let opens = self.plan.rules.calendar.opening(since, voting.reading, voting.open_time);
        let until = opens - SignedDuration::from_hours(9);
        let mut since = since;
        if self.dice.chance(250)
            && let Some(at) = self.moment(since, until)
        {
            let by = self.dice.pick(&["anna", "ben", "cem", "dora"]);
            self.say(at, by, ticket, "/vote ja", Says::Choice(Choice::Yes, None));
        }
        if self.dice.chance(200)
            && let Some(at) = self.moment(since, until)
        {
            let checked = text(true, subgroup, 1, self.plan.tickets[ticket].costs).replace("[ ]", "[x]");
            self.deed(at, author, Act::Describe { ticket, text: checked });
        } else if self.dice.chance(250)
            && let Some(at) = self.moment(since, until)
        {
            let text = text(true, subgroup, 2, self.plan.tickets[ticket].costs);
            self.deed(at, author, Act::Describe { ticket, text }).read_after = true;
            since = at;
        }
        if self.dice.chance(100)
            && let Some(at) = self.moment(since, until)
        {
            self.deed(at, "guest", Act::Close { ticket });
        }
        since
    }

    /// Each member once, so that the vote ends with the last of them.
    fn everybody_votes(&mut self, ticket: usize) {
        let (opens, deadline) = (self.plan.tickets[ticket].opens, self.plan.tickets[ticket].deadline);
        for by in ["anna", "ben", "cem", "dora"] {
            let Some(at) = self.moment(opens, deadline) else { continue };
            let (words, choice) = self.choice();
            self.say(at, by, ticket, &format!("/vote {words}"), Says::Choice(choice, None));
        }
    }

    fn choice(&mut self) -> (&'static str, Choice) {
        self.dice.pick(&[
            ("ja", Choice::Yes),
            ("ja", Choice::Yes),
            ("yes", Choice::Yes),
            ("ja – wie besprochen", Choice::Yes),
            ("nein", Choice::No),
            ("no: zu teuer", Choice::No),
            ("enthaltung", Choice::Abstain),
        ])
    }

    fn voting(&mut self, ticket: usize, author: &'static str) {
        let hours = SignedDuration::from_hours;
        let (opens, mut deadline) = (self.plan.tickets[ticket].opens, self.plan.tickets[ticket].deadline);
        if self.dice.chance(100)
            && let Some(at) = self.moment(opens, deadline)
        {
            let later = self.day(deadline).checked_add(3.days()).expect("the day exists");
            let voting = &self.plan.rules.voting;
            deadline = self.plan.rules.calendar.end_of(later, voting.deadline_time, voting.deadline_on_working_day);
            self.plan.tickets[ticket].deadline = deadline;
            self.say(at, "olga", ticket, &format!("/vote verlängern {later} Ferien"), Says::Other);
        }
        // In half of the votes nearly everybody agrees, or few would ever be accepted.
        let agree = self.dice.chance(500);
        for (by, _) in REPRESENTATIVES {
            if agree && by != "anja" && self.dice.chance(950) {
                self.ballot(ticket, by, true);
            }
        }
        for _ in 0..self.dice.below(9) {
            let by = self.dice.pick(&["anna", "anja", "ben", "cem", "dora", "guest"]);
            self.ballot(ticket, by, false);
        }
        if self.dice.chance(150) {
            self.lends_a_voice(ticket);
        }
        if self.dice.chance(120)
            && let Some(at) = self.moment(opens, deadline)
        {
            let by = self.dice.pick(&["anna", "ben", "cem", "dora"]);
            self.say(at, by, ticket, "/vote befangen Eigenes Grundstück", Says::Recuse);
        }
        self.disturb(ticket, author);
        if self.exact && self.dice.chance(150) {
            for (seconds, words, choice) in [(0, "nein", Choice::No), (1, "ja", Choice::Yes)] {
                let by = self.dice.pick(&["anna", "ben", "cem", "dora"]);
                let at = deadline + SignedDuration::from_secs(seconds);
                self.say(at, by, ticket, &format!("/vote {words}"), Says::Choice(choice, None));
            }
        }
        if self.dice.chance(150)
            && let Some(at) = self.moment(deadline + hours(1), deadline + hours(60))
        {
            let by = self.dice.pick(&["anna", "ben", "cem", "dora"]);
            self.say(at, by, ticket, "/vote nein", Says::Choice(Choice::No, None)).heard = true;
        }
        if self.dice.chance(200)
            && let Some(at) = self.moment(deadline + hours(10), deadline + hours(60))
        {
            let deed = self.say(at, "olga", ticket, "/vote erledigt cost-plan", Says::Other);
            (deed.heard, deed.read_before) = (true, true);
        }
    }

    /// One ballot, by comment or emoji, which may be changed, deleted or taken back later.
    fn ballot(&mut self, ticket: usize, by: &'static str, yes: bool) {
        let (opens, deadline) = (self.plan.tickets[ticket].opens, self.plan.tickets[ticket].deadline);
        let Some(at) = self.moment(opens, deadline) else { return };
        let later = self.moment(at, deadline);
        if self.dice.chance(350) {
            let choices = [("thumbsup", 0), ("thumbsup", 0), ("thumbsdown", 0), ("white_circle", 0), ("tada", 0)];
            let emoji = if yes { "thumbsup" } else { self.dice.pick(&choices).0 };
            // A stranger's thumb on the description is only a liking; where the vote note does not stand yet, people
            // react to the description.
            if by == "guest" {
                return;
            }
            let on_note = self.dice.chance(700);
            self.deed(at, by, Act::React { ticket, emoji, on_note });
            if let Some(later) = later.filter(|_| self.dice.chance(if yes { 50 } else { 250 })) {
                let must = self.final_ballots || self.dice.chance(300);
                self.deed(later, by, Act::Unreact { ticket, emoji }).read_before = must;
                self.round(self.day(later));
            }
            return;
        }
        let (words, choice) = if yes { ("ja", Choice::Yes) } else { self.choice() };
        if !yes && self.dice.chance(80) {
            self.say(at, by, ticket, "/vote ja, aber nur wenn es nichts kostet", Says::Unclear);
            return;
        }
        if !yes && self.dice.chance(80) {
            self.say(at, by, ticket, "/vote zurücknehmen", Says::Retract);
            return;
        }
        let comment = self.comments;
        self.say(at, by, ticket, &format!("/vote {words}"), Says::Choice(choice, None));
        let Some(later) = later.filter(|_| self.dice.chance(120)) else { return };
        let act = if self.dice.chance(500) {
            Act::Edit { ticket, comment, words: "/vote nein".into() }
        } else {
            Act::Delete { ticket, comment }
        };
        self.deed(later, by, act).read_before = true;
    }

    /// Names a proxy, who votes, and may be revoked.
    fn lends_a_voice(&mut self, ticket: usize) {
        let (opens, deadline) = (self.plan.tickets[ticket].opens, self.plan.tickets[ticket].deadline);
        let (from, member, to) = self.dice.pick(&[
            ("ben", "bergtal", "anna"),
            ("cem", "clusdorf", "ben"),
            ("dora", "duernau", "cem"),
            ("anna", "ahausen", "dora"),
        ]);
        let Some(at) = self.moment(opens, deadline) else { return };
        self.say(at, from, ticket, &format!("/vote vollmacht @{to}"), Says::Proxy(Some(to)));
        if let Some(at) = self.moment(at, deadline) {
            let (words, choice) = self.dice.pick(&[("ja", Choice::Yes), ("nein", Choice::No)]);
            self.say(at, to, ticket, &format!("/vote {words} für {member}"), Says::Choice(choice, Some(member)));
        }
        if self.dice.chance(300)
            && let Some(at) = self.moment(at, deadline)
        {
            self.say(at, from, ticket, "/vote vollmacht keine", Says::Proxy(None));
            if let Some(at) = self.moment(at, deadline) {
                let says = Says::Choice(Choice::No, Some(member));
                self.say(at, to, ticket, &format!("/vote nein für {member}"), says);
            }
        }
    }

    /// Whatever else happens under a vote that is open, and may end it.
    fn disturb(&mut self, ticket: usize, author: &'static str) {
        let (opens, deadline) = (self.plan.tickets[ticket].opens, self.plan.tickets[ticket].deadline);
        let (label, costs) = (self.plan.tickets[ticket].label, self.plan.tickets[ticket].costs);
        let Some(at) = self.moment(opens, deadline) else { return };
        match self.dice.below(24) {
            0 => drop(self.deed(at, "guest", Act::Close { ticket }).clone()),
            1 => drop(self.deed(at, "dora", Act::Label { ticket, add: BUG, remove: "" }).clone()),
            2 => drop(self.deed(at, "guest", Act::Label { ticket, add: "", remove: label }).clone()),
            3 => drop(
                self.deed(at, author, Act::Describe { ticket, text: text(true, label == SUBGROUP, 3, costs) }).clone(),
            ),
            4 => drop(self.say(at, "dora", ticket, "/vote stand", Says::Other).clone()),
            5 => drop(self.say(at, "guest", ticket, "/vote ungültig Mag ich nicht", Says::Other).clone()),
            way @ 6..=9 => {
                self.plan.tickets[ticket].recounts = false;
                let deed = match way {
                    6 => self.say(at, author, ticket, "/vote zurückziehen Erledigt", Says::Other),
                    7 => self.say(at, "olga", ticket, "/vote ungültig Formfehler", Says::Other),
                    8 => self.say(at, "olga", ticket, "/vote zurückstellen Haushalt", Says::Other),
                    _ => self.deed(at, author, Act::Close { ticket }),
                };
                deed.read_before = true;
            }
            10 => {
                self.plan.tickets[ticket].recounts = false;
                let other = if label == CHANGE { JOINT } else { CHANGE };
                let deed = self.deed(at, "otto", Act::Label { ticket, add: other, remove: label });
                (deed.read_before, deed.read_after) = (true, true);
            }
            11 | 12 => self.remove(ticket, at),
            13 | 14 => drop(self.deed(at, author, Act::Hide { ticket }).clone()),
            _ => {}
        }
    }

    fn bug(&mut self, ticket: usize, labelled: Timestamp) {
        if self.dice.chance(300)
            && let Some(at) = self.moment(labelled, labelled + SignedDuration::from_hours(24 * 5))
        {
            let deed = self.say(at, "ben", ticket, "/vote einspruch Das ist neu", Says::Other);
            (deed.heard, deed.read_before) = (true, true);
        }
    }
}
