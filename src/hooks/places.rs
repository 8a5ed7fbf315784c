// SPDX-License-Identifier: EUPL-1.2
//! Which project a forge's number belongs to: a project that was renamed or moved keeps its number, and is known by it.
//!
//! **Invariant:** a number that is known goes before the path that a payload shows. A project of another number under
//! a known path is another project.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::domain::ids::Project;

/// The numbers of all projects that the rules name; clones know the same.
#[derive(Clone, Debug, Default)]
pub struct Places {
    known: Arc<RwLock<HashMap<(String, u64), Project>>>,
}

impl Places {
    /// Notes that a project of the rules is the one with this number at its forge.
    pub fn note(&self, project: &Project, number: u64) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert((project.forge.clone(), number), project.clone());
    }

    /// Returns the project that a payload means, by the name under which the rules know it; `None` where its path is that
    /// of a known project and its number another one.
    #[must_use]
    pub fn meant(&self, forge: &str, path: &str, number: Option<u64>) -> Option<Project> {
        let shown = Project { forge: forge.to_string(), path: path.to_string() };
        let Some(number) = number else { return Some(shown) };
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(project) = known.get(&(forge.to_string(), number)) {
            return Some(project.clone());
        }
        let taken = known.values().any(|project| project.forge == forge && project.path.eq_ignore_ascii_case(path));
        (!taken).then_some(shown)
    }
}
