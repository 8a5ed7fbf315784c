// SPDX-License-Identifier: EUPL-1.2
//! Rules that change while votum serves: looked for at their seat, weighed, taken into force or held.
//!
//! **Invariant:** the journal says which rules are in force. Whoever finds others writes so in one transaction, and every
//! replica reads it there before it tells the next event. What is held is a fact and a trouble until it has passed;
//! the rules before it stay in force.

use std::sync::{Arc, PoisonError};

use super::seat::{self, Shown};
use super::{Done, Engine, Partnership};
use crate::domain::calendar::cut;
use crate::domain::fact::{Fact, Text};
use crate::domain::ids::{Project, Thread};
use crate::domain::rules::Rules;
use crate::domain::seat::{Carrier, Held, Kept, Seat, Weighed};
use crate::forge::{Answer, Forge};
use crate::store::journal::PARTNERSHIP;
use crate::store::{Stored, Tx};

impl Engine {
    /// Looks whether other rules lie at the seat, and takes them into force or says why not.
    pub(super) async fn look_after_policy(&self, partnership: &Partnership) -> Done<()> {
        let Some(seat) = partnership.rules().seat.clone() else { return Ok(()) };
        let forge = self.forge(&seat.project.forge)?.clone();
        match self.compare(partnership, &seat, forge.as_ref()).await {
            Err(super::Hindrance::Forge(refusal)) => {
                self.forge_refuses(&seat.project.forge, &refusal.to_string());
                Ok(())
            }
            done => done,
        }
    }

    /// Looks at the seat because something happened in a project that may be its own.
    pub(super) async fn look_after_seat(&self, partnership: &Partnership, project: &Project) -> Done<()> {
        if partnership.rules().seat.as_ref().is_some_and(|seat| seat.project == *project) {
            self.look_after_policy(partnership).await?;
        }
        Ok(())
    }

    async fn compare(&self, partnership: &Partnership, seat: &Seat, forge: &dyn Forge) -> Done<()> {
        let (text, commit, branch, default) = match seat::look(forge, seat).await? {
            Shown::Lies { text, commit, branch, default } => (text, commit, branch, default),
            Shown::Missing(why) => return self.hold(partnership, None, Held::Missing, vec![why]).await,
        };
        let digest = seat::digest(&text);
        let found = Some((commit.clone(), digest.clone()));
        let kept = self.kept(partnership, seat).await?;
        if kept.in_force.as_ref() == Some(&digest) && kept.since.is_some() {
            return self.release(partnership, found).await;
        }
        let others: Vec<Arc<Rules>> = self.inner.partnerships.iter().map(|other| other.rules()).collect();
        let shown = (text.as_str(), branch.as_str(), default);
        let compiled = seat::compile(self.inner.compile, &partnership.id, seat, shown, &self.inner.forges, &others);
        let rules = match compiled {
            Ok(rules) => rules,
            Err(faults) => return self.hold(partnership, found, Held::Faulty, faults).await,
        };
        let mut carriers = self.carriers(partnership, seat, &kept, &branch, forge).await?;
        let mut weighed = kept.weigh(&digest, &carriers);
        if matches!(weighed, Weighed::Held(_)) && self.read_touching(partnership, seat).await? {
            // A merge whose webhook is still on its way may be what carried it.
            carriers = self.carriers(partnership, seat, &kept, &branch, forge).await?;
            weighed = kept.weigh(&digest, &carriers);
        }
        match weighed {
            Weighed::InForce => self.release(partnership, found).await,
            Weighed::Held(held) => {
                let why = format!("no cleared merge request carried the text that lies on {branch} at {commit}");
                self.hold(partnership, found, held, vec![why]).await
            }
            Weighed::First => self.enact(partnership, seat, &kept, rules, commit, None).await,
            Weighed::Carried(carrier) => self.enact(partnership, seat, &kept, rules, commit, Some(carrier)).await,
        }
    }

    async fn kept(&self, partnership: &Partnership, seat: &Seat) -> Done<Kept> {
        let entries = self.inner.store.stream(&partnership.id, PARTNERSHIP).await?;
        Ok(Kept::from_facts(seat, entries.iter().map(|entry| &entry.fact)))
    }

    /// Returns the cleared merge requests that touched the rules since those in force came, with the text of each head.
    async fn carriers(
        &self,
        partnership: &Partnership,
        seat: &Seat,
        kept: &Kept,
        branch: &str,
        forge: &dyn Forge,
    ) -> Done<Vec<Carrier>> {
        let mut found = Vec::new();
        for merge_request in self.inner.store.merged_into(&partnership.id, &seat.project.to_string()).await? {
            let request = self.request_state(partnership, &merge_request).await?;
            let Some(merge) = request.merged.as_ref().filter(|merge| merge.cleared && request.protected) else {
                continue;
            };
            let late = kept.since.is_some_and(|since| merge.at < since) || kept.used.contains(&merge_request);
            if late || request.branch != branch {
                continue;
            }
            let text: Answer<Option<String>> = forge.file_at(&seat.project.path, &seat.path, &merge.head).await;
            let digest = text?.map(|text| seat::digest(&text));
            let mut decisions = Vec::new();
            for named in &request.names {
                let ticket = self.ticket_state(partnership, named).await?;
                decisions.extend(ticket.decision.map(|decision| decision.number));
            }
            found.push(Carrier { merge_request, digest, merged_at: merge.at, decisions });
        }
        Ok(found)
    }

    /// Reads the merge requests again that are known as open and touch the rules; returns whether there were any.
    async fn read_touching(&self, partnership: &Partnership, seat: &Seat) -> Done<bool> {
        let mut any = false;
        let now = self.inner.clock.now();
        for thread in self.inner.store.unfinished(&partnership.id, now, now).await? {
            let open =
                thread.project == seat.project && thread == Thread::merge_request(seat.project.clone(), thread.iid);
            if open && self.request_state(partnership, &thread).await?.protected {
                let works = self.request_work(&thread, Vec::new()).await?;
                self.apply(partnership, works, super::apply::Finish::Nothing).await?;
                any = true;
            }
        }
        Ok(any)
    }

    /// Takes rules into force: for every replica, in one transaction.
    async fn enact(
        &self,
        partnership: &Partnership,
        seat: &Seat,
        kept: &Kept,
        rules: Rules,
        commit: String,
        carrier: Option<Carrier>,
    ) -> Done<()> {
        let now = self.inner.clock.now();
        let digest = rules.digest.clone();
        {
            let mut tx = self.inner.store.begin_for(&partnership.id).await?;
            self.heed_policy(partnership, &mut tx).await?;
            let facts = tx.facts(&partnership.id, PARTNERSHIP).await?;
            if Kept::from_facts(seat, &facts) != *kept {
                // Somebody else has looked meanwhile; the next look is upon what they wrote.
                return Ok(());
            }
            let (merge_request, decisions, at) = match carrier {
                Some(carrier) => (Some(carrier.merge_request), carrier.decisions, carrier.merged_at),
                None => (None, Vec::new(), cut(now)),
            };
            let read = Fact::PolicyRead {
                digest: digest.clone(),
                project: seat.project.clone(),
                path: seat.path.clone(),
                branch: seat.branch.clone(),
                commit: commit.clone(),
                merge_request,
                decisions,
                at,
            };
            tx.append(&partnership.id, PARTNERSHIP, &[seat::in_force(&rules), read], now).await?;
            tx.commit().await?;
        }
        self.put_in_force(partnership, Arc::new(rules));
        self.well(partnership);
        tracing::info!("The rules of {} were taken into force: {digest}, commit {commit}.", partnership.id);
        self.get_to_know().await?;
        // Whatever is open is judged by the new rules where they are what governs it.
        let mut tx = self.inner.store.begin().await?;
        for thread in self.inner.store.unfinished(&partnership.id, now, now).await? {
            self.ask_to_read(&mut tx, &thread, now).await?;
        }
        tx.commit().await?;
        self.inner.wake();
        Ok(())
    }

    fn put_in_force(&self, partnership: &Partnership, rules: Arc<Rules>) {
        let before = partnership.rules();
        partnership.earlier.lock().unwrap_or_else(PoisonError::into_inner).insert(before.digest.clone(), before);
        partnership.policy.enact(rules);
        self.draw_up(partnership);
    }

    /// Takes in what was written of the partnership since this replica last looked: other rules, names, projects.
    pub(super) async fn heed_policy(&self, partnership: &Partnership, tx: &mut Tx) -> Stored<()> {
        if partnership.rules().seat.is_none() {
            return Ok(());
        }
        let heard = *partnership.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let later = tx.facts_after(&partnership.id, PARTNERSHIP, heard).await?;
        let Some((last, _)) = later.last() else { return Ok(()) };
        let last = *last;
        if let Some(digest) = self.recollect(partnership, later)
            && digest != partnership.rules().digest
        {
            let rules = self.version(partnership, digest, tx).await?;
            self.put_in_force(partnership, rules);
        } else {
            self.draw_up(partnership);
        }
        *partnership.heard.lock().unwrap_or_else(PoisonError::into_inner) = last;
        Ok(())
    }

    /// Does so for all partnerships, outside of any other transaction.
    pub(super) async fn heed_policies(&self) -> Done<()> {
        for partnership in &self.inner.partnerships {
            if partnership.rules().seat.is_some() {
                let mut tx = self.inner.store.snapshot().await?;
                self.heed_policy(partnership, &mut tx).await?;
            }
        }
        Ok(())
    }

    /// Says that what lies at the seat is not taken into force.
    async fn hold(
        &self,
        partnership: &Partnership,
        found: Option<(String, String)>,
        held: Held,
        whys: Vec<String>,
    ) -> Done<()> {
        let Some(seat) = partnership.rules().seat.clone() else { return Ok(()) };
        let sentence = sentence(&partnership.id, &seat, held, &whys);
        if self.inner.health.trouble(&about(partnership), &sentence) {
            tracing::error!("{sentence}");
        }
        metrics::gauge!("votum_policy_held", "partnership" => partnership.id.clone()).set(1.0);
        let (commit, digest) = found.unzip();
        if self.kept(partnership, &seat).await?.held == Some((digest.clone(), held)) {
            return Ok(());
        }
        let (why, faults) = (Some(held.key().to_string()), Text(whys.join("\n")));
        let fact = Fact::PolicyHeld { commit, digest, why, faults, at: cut(self.inner.clock.now()) };
        self.write_partnership(partnership, &[fact]).await
    }

    /// Says that what lies at the seat is what is in force.
    async fn release(&self, partnership: &Partnership, found: Option<(String, String)>) -> Done<()> {
        self.well(partnership);
        let Some(seat) = partnership.rules().seat.clone() else { return Ok(()) };
        if self.kept(partnership, &seat).await?.held.is_none() {
            return Ok(());
        }
        let (commit, digest) = found.unzip();
        let at = cut(self.inner.clock.now());
        let fact = Fact::PolicyHeld { commit, digest, why: None, faults: Text::default(), at };
        self.write_partnership(partnership, &[fact]).await
    }

    fn well(&self, partnership: &Partnership) {
        self.inner.health.well(&about(partnership));
        metrics::gauge!("votum_policy_held", "partnership" => partnership.id.clone()).set(0.0);
    }
}

fn about(partnership: &Partnership) -> String {
    format!("policy {}", partnership.id)
}

fn sentence(partnership: &str, seat: &Seat, held: Held, whys: &[String]) -> String {
    let place = format!("{} in {}", seat.path, seat.project);
    let kept = "The rules before it stay in force.";
    match held {
        Held::Missing => format!(
            "The rules of {partnership} are missing: {}. {kept} Put them back, or correct governance in votum.toml.",
            whys.join(", ")
        ),
        Held::Faulty => format!(
            "The new rules of {partnership} ({place}) have faults and are not taken into force. {kept} {}",
            whys.join("; ")
        ),
        Held::PastTheGate => format!(
            "The rules of {partnership} ({place}) were changed past the gate: {}. {kept} Put the earlier text back, or \
             bring this one in by a merge request that an accepted change clears.",
            whys.join(", ")
        ),
    }
}
