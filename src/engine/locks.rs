// SPDX-License-Identifier: EUPL-1.2
//! The locks of the gated branches, as a person at the command line sees them and takes them as they are; and the
//! deploy keys that votum has made for them.
//!
//! **Invariant:** that a weaker lock is meant so is a fact with its reason; nothing here changes a lock at a forge.

use std::sync::PoisonError;

use super::{Done, Engine};
use crate::domain::calendar::cut;
use crate::domain::fact::{Fact, Text};
use crate::domain::guard::Found;
use crate::domain::ids::Project;
use crate::store::journal::PARTNERSHIP;

/// The way by which a lock is taken as it is, as the journal names it: a shell tells nobody who sits at it.
const WAY: &str = "command-line";

/// A branch and how it was last found guarded.
pub type Locked = (Project, String, Found);

impl Engine {
    /// Returns how each gated branch was last found guarded.
    pub async fn locks(&self) -> Done<Vec<Locked>> {
        let mut locks = Vec::new();
        for partnership in &self.inner.partnerships {
            let guards = self.inner.store.guards(&partnership.id).await?;
            locks.extend(guards.into_iter().filter(|(_, branch, _)| !branch.is_empty()));
        }
        Ok(locks)
    }

    /// Takes the present lock of a branch as it is, though it was better; `None` where no such branch was looked at.
    pub async fn take_lock(&self, project: &Project, branch: &str, reason: &str) -> Done<Option<Found>> {
        let Some(partnership) = self.partnership_of(project) else { return Ok(None) };
        let guards = self.inner.store.guards(&partnership.id).await?;
        let mut here = guards.into_iter().filter(|(of, name, _)| of == project && name == branch);
        let Some((_, _, found)) = here.next() else { return Ok(None) };
        let fact = Fact::LockTaken {
            project: project.clone(),
            branch: branch.to_string(),
            lock: found.lock,
            way: WAY.into(),
            reason: Text::from(reason),
            at: cut(self.inner.clock.now()),
        };
        self.write_partnership(partnership, &[fact]).await?;
        Ok(Some(found.taken()))
    }

    /// Reads which locks somebody has taken as they are meanwhile, as the command line does beside a votum that serves.
    pub(super) async fn heed_locks(&self) -> Done<()> {
        for partnership in &self.inner.partnerships {
            let taken = self.inner.store.guards(&partnership.id).await?;
            let key = self.inner.store.keyed(&partnership.id).await?;
            let mut people = partnership.people.write().unwrap_or_else(PoisonError::into_inner);
            people.guards.extend(taken.into_iter().map(|(project, branch, found)| ((project, branch), found)));
            people.keys.extend(key);
        }
        Ok(())
    }

    /// Returns the deploy key that votum has made in a project: its number and its fingerprint.
    pub async fn key_of(&self, project: &Project) -> Done<Option<(u64, String)>> {
        let Some(partnership) = self.partnership_of(project) else { return Ok(None) };
        Ok(self.inner.store.keyed(&partnership.id).await?.remove(project))
    }

    /// Writes down which deploy key votum has made in a project.
    pub async fn note_key(&self, project: &Project, number: u64, fingerprint: &str) -> Done<()> {
        let Some(partnership) = self.partnership_of(project) else { return Ok(()) };
        let at = self.inner.clock.now();
        let fact = Fact::Keyed { project: project.clone(), number, fingerprint: fingerprint.into(), at: cut(at) };
        let mut tx = self.inner.store.begin_for(&partnership.id).await?;
        tx.append(&partnership.id, PARTNERSHIP, &[fact], at).await?;
        Ok(tx.commit().await?)
    }
}
