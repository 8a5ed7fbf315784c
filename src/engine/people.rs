// SPDX-License-Identifier: EUPL-1.2
//! Who the names in the rules are: resolved to the forge's numbers once, and pinned in the journal.
//!
//! **Invariant:** a name has the rights of the number it was pinned to. A name that the forge does not know has none,
//! and one that now shows another number is refused and reported until the rules say which is meant.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

use super::{Done, Engine, Partnership, People, account};
use crate::domain::calendar::cut;
use crate::domain::fact::{Fact, Text};
use crate::domain::guard::Found;
use crate::domain::roster::Roster;
use crate::domain::rules::Named;
use crate::store::journal::PARTNERSHIP;

/// By how many seconds two clocks may differ; an answer is a second old at times.
const APART_MAX: u64 = 5;

impl Engine {
    /// Reads from the journal what was pinned and where votum arrived, and writes down which rules are in force.
    pub(super) async fn remember(&self) -> Done<()> {
        for partnership in &self.inner.partnerships {
            let now = self.inner.clock.now();
            let mut tx = self.inner.store.begin_for(&partnership.id).await?;
            if partnership.rules().seat.is_some() {
                // The journal says which rules hold; another replica may have taken others just now.
                self.heed_policy(partnership, &mut tx).await?;
                continue;
            }
            let facts = tx.facts_after(&partnership.id, PARTNERSHIP, 0).await?;
            let in_force = self.recollect(partnership, facts);
            let rules = partnership.rules();
            if in_force.as_ref() != Some(&rules.digest) {
                tx.append(&partnership.id, PARTNERSHIP, &[super::seat::in_force(&rules)], now).await?;
                tx.commit().await?;
            }
            self.draw_up(partnership);
        }
        Ok(())
    }

    /// Takes up what other replicas have written down of names, projects and guards since this one last looked.
    pub async fn catch_up(&self) -> Done<()> {
        for partnership in &self.inner.partnerships {
            let seq = partnership.people.read().unwrap_or_else(PoisonError::into_inner).seq;
            let news = self.inner.store.stream_after(&partnership.id, PARTNERSHIP, seq).await?;
            if news.is_empty() {
                continue;
            }
            {
                let mut people = partnership.people.write().unwrap_or_else(PoisonError::into_inner);
                for entry in news {
                    people.learn(entry.seq, entry.fact);
                }
            }
            self.find_again(partnership);
            self.draw_up(partnership);
        }
        Ok(())
    }

    /// Takes in what a partnership's own facts say, and returns the digest of the rules that they say are in force.
    pub(super) fn recollect(&self, partnership: &Partnership, facts: Vec<(i64, Fact)>) -> Option<String> {
        let mut in_force = None;
        {
            let mut people = partnership.people.write().unwrap_or_else(PoisonError::into_inner);
            for (seq, fact) in facts {
                if let Fact::RulesInForce { digest, .. } = &fact {
                    in_force = Some(digest.clone());
                }
                people.learn(seq, fact);
            }
        }
        self.find_again(partnership);
        in_force
    }

    /// Reads whether merging and tagging rest; another process may have said so.
    pub(super) async fn heed_pause(&self) -> Done<()> {
        for partnership in &self.inner.partnerships {
            let paused = self.inner.store.is_paused(&partnership.id).await?;
            partnership.people.write().unwrap_or_else(PoisonError::into_inner).paused = paused;
        }
        Ok(())
    }

    /// Asks the forges for everything that is not known yet: votum's own account, the names of the rules, where the
    /// upstream branches stand. Returns whether nothing is missing any more.
    pub async fn get_to_know(&self) -> Done<bool> {
        let mut complete = true;
        for (id, forge) in &self.inner.forges {
            if self.bot(id).is_some() {
                continue;
            }
            match forge.bot().await {
                Ok(bot) => {
                    self.inner.bots.write().unwrap_or_else(PoisonError::into_inner).insert(id.clone(), bot);
                    self.forge_answers(id);
                }
                Err(refusal) => {
                    self.forge_refuses(id, &refusal.to_string());
                    complete = false;
                }
            }
        }
        // Together, so that a forge that hangs holds up its own.
        let met = self.inner.partnerships.iter().map(|partnership| self.meet(partnership));
        for met in futures_util::future::join_all(met).await {
            complete &= met?;
        }
        Ok(complete)
    }

    async fn meet(&self, partnership: &Arc<Partnership>) -> Done<bool> {
        let mut complete = self.pin_names(partnership).await?;
        complete &= self.locate(partnership).await?;
        complete &= self.arrive(partnership).await?;
        self.draw_up(partnership);
        Ok(complete)
    }

    /// Notes on the board that a forge answers.
    pub(super) fn forge_answers(&self, forge: &str) {
        if self.inner.health.well(&format!("forge {forge}")) {
            tracing::info!(forge, "The forge {forge} answers again.");
        }
    }

    /// Notes on the board that a forge does not do what it is asked for.
    pub(super) fn forge_refuses(&self, forge: &str, why: &str) {
        if self.inner.health.trouble(&format!("forge {forge}"), why) {
            tracing::warn!(forge, "The forge {forge} does not answer as it should: {why}");
        }
    }

    /// Reports a forge whose clock and this machine's are apart: deadlines fall by votum's, ballots count by the forge's.
    pub(super) fn compare_clocks(&self) {
        for (id, forge) in &self.inner.forges {
            let Some((there, since)) = forge.time().filter(|_| !self.inner.clock.is_by_hand()) else { continue };
            let since = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
            let ahead = self.inner.clock.now().as_second().saturating_sub(since).saturating_sub(there.as_second());
            #[expect(clippy::cast_precision_loss, reason = "a gauge is a float, and seconds are few")]
            metrics::gauge!("votum_forge_clock_ahead_seconds", "forge" => id.clone()).set(ahead as f64);
            let name = format!("clock {id}");
            if ahead.unsigned_abs() <= APART_MAX {
                self.inner.health.well(&name);
                continue;
            }
            let sentence = format!(
                "The clock of this machine and that of the forge {id} are {} s apart. Ballots count by the forge's clock and \
                 deadlines fall by this one: let both be set from the network's time (NTP).",
                ahead.unsigned_abs()
            );
            if self.inner.health.trouble(&name, &sentence) {
                tracing::warn!("{sentence}");
            }
        }
    }

    async fn pin_names(&self, partnership: &Arc<Partnership>) -> Done<bool> {
        let mut facts = Vec::new();
        let mut complete = true;
        let mut silent = BTreeSet::new();
        for named in &everybody(partnership) {
            let forge_id = forge_of(partnership, named);
            // A forge that hangs would be waited for once for each name.
            if silent.contains(&forge_id) {
                continue;
            }
            let key = (forge_id.clone(), named.name.to_lowercase());
            let known = partnership.people.read().unwrap_or_else(PoisonError::into_inner).pinned.get(&key).copied();
            let account = match (named.id, known) {
                (Some(id), _) | (None, Some(Some(id))) => Some(id),
                _ => match self.forge(&forge_id)?.person(&named.name).await {
                    Ok(person) => person.map(|person| person.id),
                    Err(refusal) => {
                        self.forge_refuses(&forge_id, &refusal.to_string());
                        complete = false;
                        silent.insert(forge_id);
                        continue;
                    }
                },
            };
            self.report_unknown(&forge_id, &named.name, account.is_some());
            if known != Some(account) {
                partnership.people.write().unwrap_or_else(PoisonError::into_inner).pinned.insert(key, account);
                let account = account.map(|id| super::account(&forge_id, id));
                facts.push(Fact::Pinned { forge: forge_id, name: Text(named.name.clone()), account });
            }
        }
        self.write_partnership(partnership, &facts).await?;
        Ok(complete)
    }

    fn report_unknown(&self, forge: &str, name: &str, known: bool) {
        let about = format!("account {forge}:{name}");
        if known {
            self.inner.health.well(&about);
        } else {
            let sentence = format!(
                "The forge {forge} knows no account {name}; it has no rights until the name in the rules is mended."
            );
            if self.inner.health.trouble(&about, &sentence) {
                tracing::warn!("{sentence}");
            }
        }
    }

    async fn arrive(&self, partnership: &Arc<Partnership>) -> Done<bool> {
        let mut complete = true;
        for project in &partnership.rules().upstream {
            let known = partnership.people.read().unwrap_or_else(PoisonError::into_inner).arrived.contains_key(project);
            if known {
                continue;
            }
            let forge = self.forge(&project.forge)?;
            // Cut like the forge's times, or a merge request of the same second would count as older.
            let at = cut(self.inner.clock.now());
            let read = async {
                let Some(view) = forge.project(&project.path).await? else { return Ok(None) };
                let Some(branch) = view.default_branch else { return Ok(Some((String::new(), None))) };
                let head = forge.branch_head(&project.path, &branch).await?;
                Ok::<_, crate::forge::Refusal>(Some((branch, head)))
            };
            match read.await {
                Ok(Some((branch, head))) => {
                    partnership
                        .people
                        .write()
                        .unwrap_or_else(PoisonError::into_inner)
                        .arrived
                        .insert(project.clone(), (at, head.clone()));
                    let fact = Fact::Arrived { project: project.clone(), branch, head, at };
                    self.write_partnership(partnership, &[fact]).await?;
                    self.inner.health.well(&format!("project {project}"));
                }
                Ok(None) => {
                    let sentence = format!(
                        "The project {project} cannot be read; check its path in the rules and the rights of votum's account."
                    );
                    self.inner.health.trouble(&format!("project {project}"), &sentence);
                    complete = false;
                }
                Err(refusal) => {
                    self.forge_refuses(&project.forge, &refusal.to_string());
                    complete = false;
                }
            }
        }
        Ok(complete)
    }

    pub(super) async fn write_partnership(&self, partnership: &Partnership, facts: &[Fact]) -> Done<()> {
        if facts.is_empty() {
            return Ok(());
        }
        let mut tx = self.inner.store.begin_for(&partnership.id).await?;
        tx.append(&partnership.id, PARTNERSHIP, facts, self.inner.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Draws up the roster of what is known now.
    pub(super) fn draw_up(&self, partnership: &Partnership) {
        let mut people = partnership.people.write().unwrap_or_else(PoisonError::into_inner);
        people.acquainted = everybody(partnership).iter().all(|named| {
            named.id.is_some() || people.pinned.contains_key(&(forge_of(partnership, named), named.name.to_lowercase()))
        });
        let mut roster = Roster::build(&partnership.rules(), |named| {
            let forge = forge_of(partnership, named);
            let pinned = people.pinned.get(&(forge.clone(), named.name.to_lowercase())).copied().flatten();
            named.id.or(pinned).map(|id| account(&forge, id))
        });
        let bots = self.inner.bots.read().unwrap_or_else(PoisonError::into_inner);
        for (forge, bot) in bots.iter() {
            roster = roster.with_bot(account(forge, bot.id));
        }
        people.roster = Arc::new(roster);
    }
}

impl People {
    /// Takes in a fact of the partnership's own stream; the same again changes nothing.
    fn learn(&mut self, seq: i64, fact: Fact) {
        self.seq = self.seq.max(seq);
        match fact {
            Fact::Pinned { forge, name, account } => {
                // One whose account was erased is asked for again.
                let account = account.filter(|account| account.forge == forge || account.forge.is_empty());
                self.pinned.insert((forge, name.0.to_lowercase()), account.map(|account| account.id));
            }
            Fact::Located { project, number } => {
                self.located.insert(project, number);
            }
            Fact::Arrived { project, head, at, .. } => {
                self.arrived.entry(project).or_insert((at, head));
            }
            Fact::Paused { paused, .. } => self.paused = paused,
            Fact::Guarded { project, branch, lock, gaps, at } => {
                let key = (project, branch);
                let found = Found::after(self.guards.get(&key), lock, gaps, at);
                self.guards.insert(key, found);
            }
            Fact::LockTaken { project, branch, .. } => {
                if let Some(found) = self.guards.get_mut(&(project, branch)) {
                    *found = found.clone().taken();
                }
            }
            Fact::Keyed { project, number, fingerprint, .. } => {
                self.keys.insert(project, (number, fingerprint));
            }
            _ => {}
        }
    }
}

/// Returns all accounts that the rules name.
fn everybody(partnership: &Partnership) -> BTreeSet<Named> {
    let rules = partnership.rules();
    let representatives = rules.members.iter().flat_map(|member| &member.representatives);
    representatives.chain(rules.roles.values().flatten()).cloned().collect()
}

/// Returns the forge at which a name of the rules lies.
fn forge_of(partnership: &Partnership, named: &Named) -> String {
    let home = partnership.rules().tickets.first().map(|project| project.forge.clone());
    named.forge.clone().or(home).unwrap_or_default()
}
