// SPDX-License-Identifier: EUPL-1.2
//! The journal against itself: the chain recomputed, every decision recounted, the register rebuilt.
//!
//! **Invariant:** verifying trusts nothing but the bytes of the facts and the rules they carry.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use super::apply::{Stream, put};
use super::{Done, Engine, Partnership};
use crate::domain::budget::{Funding, Ledger};
use crate::domain::chain;
use crate::domain::decide::State;
use crate::domain::fact::Fact;
use crate::domain::ids::{Kind, Thread};
use crate::domain::rules::{Pot, Rules};
use crate::domain::ticket::Ticket;
use crate::store::StoreError;
use crate::store::journal::Head;

/// What verifying a partnership found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The partnership.
    pub partnership: String,
    /// Where its chain stands.
    pub head: Head,
    /// How many decisions were recounted.
    pub decisions: usize,
    /// What does not hold, in sentences.
    pub faults: Vec<String>,
}

/// The ledgers of all years, and what the tickets were told of them.
#[derive(Default)]
struct Money {
    ledgers: Vec<(i16, Ledger)>,
    told: BTreeMap<Thread, Funding>,
}

impl Money {
    /// Recounts every pot and compares it with what each ticket's result says.
    fn faults(&self, rules: &Rules) -> Vec<String> {
        let mut faults = Vec::new();
        for (year, ledger) in &self.ledgers {
            let budget = rules.budgets.get(year);
            let entries = Pot::ALL.into_iter().flat_map(|(_, pot)| ledger.run(pot, budget));
            for entry in entries {
                let ticket = &entry.line.ticket;
                let found = (entry.line.amount, entry.cover, entry.left());
                match self.told.get(ticket) {
                    Some(told) if (told.amount, told.cover, told.left) == found => {}
                    Some(told) => faults.push(format!(
                        "{ticket}: recounting the money of {year} gives {} of {} euros, the ticket says {} of {}.",
                        entry.cover, entry.line.amount, told.cover, told.amount
                    )),
                    None => faults.push(format!("{ticket}: it draws on {year} and was never told what the pot held.")),
                }
            }
        }
        faults
    }
}

impl Engine {
    /// Recomputes the chain of every partnership and recounts every decision from its ballots, electorate and rules.
    pub async fn verify(&self) -> Done<Vec<Verified>> {
        let mut all = Vec::new();
        for partnership in &self.inner.partnerships {
            all.push(self.verify_one(partnership).await?);
        }
        Ok(all)
    }

    async fn verify_one(&self, partnership: &Partnership) -> Done<Verified> {
        let id = partnership.id.clone();
        let mut verified =
            Verified { partnership: id.clone(), head: self.inner.store.head(&id).await?, decisions: 0, faults: vec![] };
        match self.inner.store.verify_chain(&id).await {
            Ok(head) => verified.head = head,
            Err(fault @ StoreError::Corrupt { .. }) => {
                verified.faults.push(fault.to_string());
                return Ok(verified);
            }
            Err(fault) => return Err(fault.into()),
        }
        let mut money = Money::default();
        for name in self.inner.store.streams(&id).await? {
            let Some(stream @ (Stream::Thread(_) | Stream::Budget(_))) = Stream::parse(&name) else { continue };
            let facts: Vec<Fact> = match self.inner.store.stream(&id, &name).await {
                Ok(entries) => entries.into_iter().map(|entry| entry.fact).collect(),
                Err(fault @ StoreError::Corrupt { .. }) => {
                    verified.faults.push(fault.to_string());
                    continue;
                }
                Err(fault) => return Err(fault.into()),
            };
            let thread = match stream {
                Stream::Budget(year) => {
                    money.ledgers.push((year, Ledger::from_facts(&facts)));
                    continue;
                }
                Stream::Thread(thread) => thread,
                Stream::Releases(_) => continue,
            };
            if thread.kind == Kind::Ticket {
                money.told.extend(Ticket::from_facts(&facts).funding.map(|funding| (thread.clone(), funding)));
            }
            if let Some(at) = facts.iter().position(|fact| matches!(fact, Fact::Decided { .. })) {
                verified.decisions += 1;
                verified.faults.extend(self.recount(partnership, &thread, &facts[..at], &facts[at]).await?);
            }
        }
        verified.faults.extend(money.faults(&partnership.rules));
        Ok(verified)
    }

    /// Recounts one decision on the facts before it.
    async fn recount(
        &self,
        partnership: &Partnership,
        thread: &Thread,
        before: &[Fact],
        decided: &Fact,
    ) -> Done<Vec<String>> {
        let Fact::Decided { number, outcome, tally, .. } = decided else { return Ok(Vec::new()) };
        let state = State::Ticket(Box::new(Ticket::from_facts(before)));
        let mut tx = self.inner.store.begin().await?;
        let rules = self.governing(partnership, &state, &mut tx).await?;
        let State::Ticket(ticket) = state else { return Ok(Vec::new()) };
        let mut faults = Vec::new();
        let digest = chain::digest(&rules.text);
        if digest != rules.digest {
            faults.push(format!(
                "{number} ({thread}): the rules do not have the digest {} that the vote names.",
                rules.digest
            ));
        }
        match ticket.standings_after(&rules, true) {
            Some(standings) if standings.outcome == *outcome && standings.tally == *tally => {}
            Some(standings) => faults.push(format!(
                "{number} ({thread}): recounting gives {} with {} of {} needed, the journal says {} with {} of {}.",
                standings.outcome.key(),
                standings.tally.yes,
                standings.tally.needed,
                outcome.key(),
                tally.yes,
                tally.needed
            )),
            None => faults.push(format!("{number} ({thread}): there is no vote to recount.")),
        }
        let opened = before.iter().rev().find_map(|fact| match fact {
            Fact::Opened { electorate, electorate_digest, .. } => Some(electorate.digest() == *electorate_digest),
            _ => None,
        });
        if opened == Some(false) {
            faults.push(format!("{number} ({thread}): the electorate does not have the digest stated at the opening."));
        }
        Ok(faults)
    }

    /// Rebuilds the register of every partnership from its journal.
    pub async fn rebuild(&self) -> Done<()> {
        for partnership in &self.inner.partnerships {
            let now = self.inner.clock.now();
            let streams = self.inner.store.streams(&partnership.id).await?;
            let mut tx = self.inner.store.begin_for(&partnership.id).await?;
            tx.clear_register(&partnership.id).await?;
            for name in streams {
                let Some(stream) = Stream::parse(&name) else { continue };
                let facts = tx.facts(&partnership.id, &name).await?;
                let state = stream.state(&facts);
                let rules = self.governing(partnership, &state, &mut tx).await?;
                let due = put(&mut tx, partnership, &stream, &state, &rules, now).await?;
                tx.wake(&partnership.id, &name, due).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }

    /// Lets merging and tagging of a partnership rest, or go on.
    pub async fn pause(&self, paused: bool) -> Done<()> {
        for partnership in &self.inner.partnerships {
            let at = self.inner.clock.now();
            let mut tx = self.inner.store.begin_for(&partnership.id).await?;
            tx.set_paused(&partnership.id, paused).await?;
            let fact = Fact::Paused { paused, at };
            tx.append(&partnership.id, crate::store::journal::PARTNERSHIP, &[fact], at).await?;
            tx.commit().await?;
            partnership.people.write().unwrap_or_else(PoisonError::into_inner).paused = paused;
        }
        Ok(())
    }
}
