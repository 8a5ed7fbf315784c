// SPDX-License-Identifier: EUPL-1.2
//! What is not as it should be right now: the board that the engine writes and the web shows.
//!
//! **Invariant:** a trouble is one sentence without secrets under a name; what has passed is taken down.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// The board; clones show the same.
#[derive(Clone, Debug, Default)]
pub struct Health {
    troubles: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Health {
    /// Puts a trouble up, or replaces the sentence under its name; returns whether it is a new one.
    pub fn trouble(&self, name: &str, sentence: &str) -> bool {
        let mut troubles = self.troubles.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        troubles.insert(name.to_string(), sentence.to_string()).is_none()
    }

    /// Takes a trouble down; returns whether it was up.
    pub fn well(&self, name: &str) -> bool {
        self.troubles.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(name).is_some()
    }

    /// Returns all troubles by name.
    #[must_use]
    pub fn troubles(&self) -> BTreeMap<String, String> {
        self.troubles.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}
