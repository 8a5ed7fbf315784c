// SPDX-License-Identifier: EUPL-1.2
//! A journal read once from beginning to end, against itself: the chain, every electorate, every version of the rules,
//! every count, every pot.
//!
//! **Invariant:** nothing is trusted but the bytes of the facts and the words that fit their salted digests. One pass,
//! one place in memory for each ticket; a ticket's ballots are let go once its result has been recounted.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{Compile, Verified};
use crate::domain::budget::{Funding, Ledger};
use crate::domain::chain;
use crate::domain::fact::{Fact, Text};
use crate::domain::ids::Thread;
use crate::domain::rules::{Pot, Rules};
use crate::domain::tally::{Outcome, Tally};
use crate::domain::ticket::Ticket;
use crate::store::budget::BUDGET;
use crate::store::journal::{Known, Links, PARTNERSHIP, Raw, is_erased};

/// After how many deviations no more are listed.
const LISTED: usize = 1_000;

/// A partnership's journal while it is read.
pub(super) struct Audit {
    compile: Compile,
    partnership: String,
    links: Links,
    /// The rules by their digests; `None` where their text is not at hand or cannot be read.
    versions: BTreeMap<String, Option<Arc<Rules>>>,
    masked: usize,
    tickets: HashMap<String, Option<Box<Case>>>,
    ledgers: BTreeMap<i16, Ledger>,
    /// The number of the last draw of each ticket in a year.
    drawn: BTreeMap<(i16, Thread), i64>,
    numbers: BTreeSet<String>,
    withheld: usize,
    /// The years of which a fact is withheld.
    partial: BTreeSet<i16>,
    /// The first fact that is withheld of each stream.
    gaps: BTreeMap<String, i64>,
    counts: Counts,
    faults: Vec<String>,
    more: usize,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Decisions recounted.
    pub decisions: usize,
    /// The ballots that they rest on.
    pub ballots: usize,
    /// Electorates compared with their digests.
    pub electorates: usize,
    /// Versions of the rules.
    pub versions: usize,
    /// Pots recounted.
    pub pots: usize,
}

/// A ticket while its facts are read.
#[derive(Default)]
struct Case {
    ticket: Ticket,
    /// The number of the fact that says what its pot held.
    funded: i64,
}

impl Audit {
    /// Begins with nothing.
    pub fn new(partnership: &str, compile: Compile) -> Self {
        Self {
            compile,
            partnership: partnership.to_string(),
            links: Links::default(),
            versions: BTreeMap::new(),
            masked: 0,
            tickets: HashMap::new(),
            ledgers: BTreeMap::new(),
            drawn: BTreeMap::new(),
            numbers: BTreeSet::new(),
            withheld: 0,
            partial: BTreeSet::new(),
            gaps: BTreeMap::new(),
            counts: Counts::default(),
            faults: Vec::new(),
            more: 0,
        }
    }

    /// Says that something does not hold.
    pub fn fault(&mut self, sentence: String) {
        if self.faults.len() < LISTED {
            self.faults.push(sentence);
        } else {
            self.more += 1;
        }
    }

    /// Looks at the next fact; `known` are the words of the partnership's own stream.
    pub fn take(&mut self, raw: &Raw, known: &Known) {
        if let Some(fault) = self.links.follow(raw) {
            self.fault(fault);
        }
        if raw.bytes.is_none() {
            self.withheld += 1;
            self.partial.extend(year(&raw.stream));
            self.gaps.entry(raw.stream.clone()).or_insert(raw.seq);
            return;
        }
        let none = Known::default();
        let known = if raw.stream == PARTNERSHIP { known } else { &none };
        let fact = match raw.fact(known) {
            Ok(fact) => fact,
            Err(why) => return self.fault(format!("Fact {}: {why}.", raw.seq)),
        };
        if raw.stream == PARTNERSHIP {
            self.partnership_says(raw.seq, fact);
        } else if let Some(year) = year(&raw.stream) {
            if let Fact::Drawn { ticket, .. } = &fact {
                self.drawn.insert((year, ticket.clone()), raw.seq);
            }
            let ledger = self.ledgers.entry(year).or_default();
            *ledger = std::mem::take(ledger).after(&fact);
        } else if raw.stream.contains('#') {
            self.ticket_says(raw, fact);
        }
    }

    fn partnership_says(&mut self, seq: i64, fact: Fact) {
        let Fact::RulesInForce { digest, text, open } = fact else { return };
        self.counts.versions += 1;
        let at_hand = |text: &Text| !text.0.is_empty() && !is_erased(text);
        let rules = if at_hand(&text) {
            if chain::digest(&text.0) != digest {
                self.fault(format!(
                    "Fact {seq}: the text of the rules does not have the digest {digest} that it names."
                ));
            }
            (self.compile)(&text.0, &self.partnership).ok()
        } else if at_hand(&open) {
            self.masked += 1;
            (self.compile)(&open.0, &self.partnership).ok()
        } else {
            None
        };
        self.versions.insert(digest, rules.map(Arc::new));
    }

    fn ticket_says(&mut self, raw: &Raw, fact: Fact) {
        let known = self.tickets.get_mut(&raw.stream).and_then(Option::take);
        let mut case = known.unwrap_or_default();
        match &fact {
            Fact::Opened { electorate, electorate_digest, rules, .. } => {
                self.counts.electorates += 1;
                if electorate.digest() != *electorate_digest {
                    self.fault(format!(
                        "Fact {} ({}): the electorate does not have the digest stated at the opening.",
                        raw.seq, raw.stream
                    ));
                }
                if !self.versions.contains_key(rules) {
                    self.fault(format!(
                        "Fact {} ({}): the vote names rules with the digest {rules}, which never came into force.",
                        raw.seq, raw.stream
                    ));
                }
            }
            Fact::Decided { number, outcome, tally, .. } => {
                self.recount(raw, &case.ticket, number, *outcome, tally);
            }
            Fact::Funded { .. } => case.funded = raw.seq,
            _ => {}
        }
        let is_result = matches!(fact, Fact::Decided { .. });
        case.ticket.learn(fact);
        if is_result {
            case.ticket.ballots = Vec::new();
            case.ticket.decided_on = Some(0);
        }
        match self.tickets.get_mut(&raw.stream) {
            Some(place) => *place = Some(case),
            None => drop(self.tickets.insert(raw.stream.clone(), Some(case))),
        }
    }

    /// Recounts a decision on what was known before it.
    fn recount(&mut self, raw: &Raw, ticket: &Ticket, number: &str, outcome: Outcome, tally: &Tally) {
        let place = format!("Fact {} ({number}, {})", raw.seq, raw.stream);
        self.counts.decisions += 1;
        self.counts.ballots += ticket.ballots.len();
        if !self.numbers.insert(number.to_string()) {
            self.fault(format!("{place}: another decision has the same number."));
        }
        let Some(vote) = &ticket.vote else {
            return self.fault(format!("{place}: there is no vote to recount."));
        };
        let Some(rules) = self.versions.get(&vote.rules).cloned().flatten() else {
            return self.fault(format!(
                "{place}: it cannot be recounted, because the text of its rules is missing or can no longer be read."
            ));
        };
        match ticket.standings_after(&rules, true) {
            Some(standings) if standings.outcome == outcome && standings.tally == *tally => {}
            Some(standings) => self.fault(format!(
                "{place}: recounting gives {}, the journal says {}.",
                sum(standings.outcome, &standings.tally),
                sum(outcome, tally)
            )),
            None => self.fault(format!("{place}: its process holds no vote under the rules that it names.")),
        }
    }

    /// Recounts every pot and compares it with what each ticket was told.
    fn money(&mut self) {
        let mut ledgers = std::mem::take(&mut self.ledgers);
        ledgers.retain(|year, _| !self.partial.contains(year));
        for (year, ledger) in &ledgers {
            for (_, pot) in Pot::ALL {
                self.counts.pots += usize::from(ledger.lines.iter().any(|line| line.pot == pot));
                for entry in ledger.run(pot, None) {
                    let ticket = &entry.line.ticket;
                    let case = self.tickets.get(&ticket.to_string()).and_then(Option::as_deref);
                    let told = case.and_then(|case| case.ticket.funding.as_ref());
                    let agrees = |told: &Funding| {
                        (told.amount, told.cover, told.left) == (entry.line.amount, entry.cover, entry.left())
                    };
                    let sentence = match told {
                        Some(told) if agrees(told) => continue,
                        Some(told) => format!(
                            "Fact {} ({ticket}): recounting the money of {year} gives {} of {} euros, the ticket says {} \
                             of {}.",
                            case.map_or(0, |case| case.funded),
                            entry.cover,
                            entry.line.amount,
                            told.cover,
                            told.amount
                        ),
                        None => format!(
                            "Fact {} ({ticket}): it draws on {year} and was never told what the pot held.",
                            self.drawn.get(&(*year, ticket.clone())).copied().unwrap_or_default()
                        ),
                    };
                    self.fault(sentence);
                }
            }
        }
    }

    /// Ends and says what was found.
    pub fn close(mut self) -> Verified {
        self.money();
        self.gaps_are_allowed();
        let mut notes = Vec::new();
        if self.masked > 0 {
            notes.push(format!(
                "The rules are here without their accounts ({} of {} versions): their words are bound by the chain, the \
                 digest of the file itself was not computed.",
                self.masked, self.counts.versions
            ));
        }
        if self.withheld > 0 {
            notes.push(format!(
                "{} facts are withheld, the money of confidential tickets: their hashes were taken as they stand, and \
                 the pots of these years were not recounted.",
                self.withheld
            ));
        }
        if self.more > 0 {
            self.faults.push(format!("{} more deviations are not listed.", self.more));
        }
        Verified {
            partnership: self.partnership,
            head: self.links.head(),
            counts: self.counts,
            notes,
            faults: self.faults,
        }
    }

    /// Says where facts are withheld that an export has to hold: only the money of confidential tickets may be missing,
    /// in their own streams and in those of the years.
    fn gaps_are_allowed(&mut self) {
        let known = |case: &Option<Box<Case>>| case.as_ref().is_some_and(|case| case.ticket.confidential);
        let any = self.tickets.values().any(known);
        let may =
            |stream: &String| if year(stream).is_some() { any } else { self.tickets.get(stream).is_some_and(known) };
        let gaps = self.gaps.iter().filter(|(stream, _)| !may(stream));
        let sentences: Vec<String> = gaps
            .map(|(stream, seq)| format!("Fact {seq}: it is withheld, and {stream} is not what may be withheld."))
            .collect();
        for sentence in sentences {
            self.fault(sentence);
        }
    }
}

/// Returns the year whose money a stream is about.
fn year(stream: &str) -> Option<i16> {
    stream.strip_prefix(BUDGET)?.parse().ok()
}

fn sum(outcome: Outcome, tally: &Tally) -> String {
    format!(
        "{} with {} yes, {} no, {} abstaining, {} absent, {} recused of {}, {} needed",
        outcome.key(),
        tally.yes,
        tally.no,
        tally.abstain,
        tally.absent,
        tally.recused,
        tally.entitled,
        tally.needed
    )
}
