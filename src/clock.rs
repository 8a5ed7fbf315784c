// SPDX-License-Identifier: EUPL-1.2
//! The only place where time enters the program.
//!
//! **Invariant:** nothing else asks the system for the time; everything is handed a [`Clock`] or an
//! instant, so that a year can be played in seconds and a deadline tested to the second.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// The system's clock, or one that a test, the demo or a simulation sets by hand.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    hand: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// Returns the clock of the machine (UTC).
    #[must_use]
    pub fn system() -> Self {
        Self { hand: None }
    }

    /// Returns a clock that stands at `start` until it is moved; clones move together.
    #[must_use]
    pub fn by_hand(start: Timestamp) -> Self {
        Self { hand: Some(Arc::new(AtomicI64::new(start.as_microsecond()))) }
    }

    /// Returns the present instant, exact to the microsecond.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.hand {
            Some(hand) => Timestamp::from_microsecond(hand.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX),
            #[expect(clippy::disallowed_methods, reason = "the one place where the system's time is read")]
            None => Timestamp::now(),
        }
    }

    /// Moves a hand clock to `instant`, also backwards; the system's clock stays as it is and `false` comes back.
    #[must_use = "a system clock cannot be moved"]
    pub fn set(&self, instant: Timestamp) -> bool {
        match &self.hand {
            Some(hand) => {
                hand.store(instant.as_microsecond(), Ordering::SeqCst);
                true
            }
            None => false,
        }
    }

    /// Says whether this clock is moved by hand.
    #[must_use]
    pub fn is_by_hand(&self) -> bool {
        self.hand.is_some()
    }
}
