// SPDX-License-Identifier: EUPL-1.2
//! Accidents of the database, for tests: which transaction does not begin, is not committed, or is committed without
//! anybody hearing of it.
//!
//! **Invariant:** a store has no accidents unless a test gives it some, and an accident loses nothing that was committed.

use std::fmt;
use std::sync::Arc;

use super::{StoreError, Stored};

/// When an accident can happen to a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// It is about to begin.
    Begin,
    /// It is about to be committed; after an accident nothing of it is.
    Commit,
    /// It has been committed; after an accident nobody is told so.
    Committed,
}

/// Says at each moment whether an accident happens.
#[derive(Clone, Default)]
pub struct Accidents(Option<Arc<dyn Fn(Moment) -> bool + Send + Sync>>);

impl Accidents {
    /// Lets accidents happen where `happens` says so.
    pub fn new(happens: impl Fn(Moment) -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(happens)))
    }

    pub(super) fn at(&self, moment: Moment) -> Stored<()> {
        match &self.0 {
            Some(happens) if happens(moment) => Err(StoreError::Database(sqlx::Error::WorkerCrashed)),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Accidents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Accidents" } else { "NoAccidents" })
    }
}
