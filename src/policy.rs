// SPDX-License-Identifier: EUPL-1.2
//! The rules in force of a partnership: one place at which engine, front door and pages look.
//!
//! **Invariant:** whoever looks sees whole rules, those before a change or those after it.

use std::sync::{Arc, PoisonError, RwLock};

use crate::domain::rules::Rules;

/// The rules in force of one partnership; clones show the same.
#[derive(Clone, Debug)]
pub struct Policy {
    rules: Arc<RwLock<Arc<Rules>>>,
}

impl Policy {
    /// Begins with these rules.
    #[must_use]
    pub fn new(rules: impl Into<Arc<Rules>>) -> Self {
        Self { rules: Arc::new(RwLock::new(rules.into())) }
    }

    /// Returns the rules in force.
    #[must_use]
    pub fn rules(&self) -> Arc<Rules> {
        self.rules.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts other rules in force.
    pub fn enact(&self, rules: Arc<Rules>) {
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = rules;
    }
}
