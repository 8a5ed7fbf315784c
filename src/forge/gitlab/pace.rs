// SPDX-License-Identifier: EUPL-1.2
//! The budget of calls: how often votum asks one GitLab, whoever in votum asks.
//!
//! A minute's worth may be asked at once; after that every call waits for its turn. Whoever would wait too long is sent
//! away, so that nothing piles up in memory: the inbox and the outbox hold what is to be done, and come again.
//!
//! **Invariant:** in no stretch of time are more calls made than a minute's worth and what the stretch allows.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a call waits for its turn at most.
const PATIENCE: Duration = Duration::from_secs(10);

/// A budget of calls.
#[derive(Debug)]
pub(super) struct Pace {
    /// The time that one call takes up.
    each: Duration,
    /// Up to when the calls so far have taken the time up; at most a minute of it may lie in the future.
    spent: Mutex<Instant>,
}

impl Pace {
    /// Returns the budget of so many calls a minute; 0 counts as 1.
    pub(super) fn per_minute(calls: u32) -> Self {
        Self { each: Duration::from_mins(1) / calls.max(1), spent: Mutex::new(Instant::now()) }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// The turn comes only after so long; it was not taken.
    pub(super) async fn turn(&self) -> Result<(), Duration> {
        let wait = self.take(Instant::now())?;
        tokio::time::sleep(wait).await;
        Ok(())
    }

    /// Takes a turn and returns how long to wait for it, as of `now`.
    fn take(&self, now: Instant) -> Result<Duration, Duration> {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let until = (*spent).max(now) + self.each;
        let wait = until.saturating_duration_since(now + Duration::from_mins(1));
        if wait > PATIENCE {
            return Err(wait);
        }
        *spent = until;
        Ok(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_minute_at_once_and_then_one_by_one() {
        let begun = Instant::now();
        let pace = Pace::per_minute(60);
        assert!((0..60).all(|_| pace.take(begun + SECOND) == Ok(Duration::ZERO)), "a minute's worth is free");
        let waits: Vec<_> = (0..5).map(|_| pace.take(begun + SECOND)).collect();
        assert_eq!(waits, [1, 2, 3, 4, 5].map(|n| Ok(n * SECOND)));
        let later = begun + 35 * SECOND;
        assert!((0..29).all(|_| pace.take(later) == Ok(Duration::ZERO)), "what has passed since is free again");
        assert_eq!(pace.take(later), Ok(SECOND));
    }

    #[test]
    fn whoever_would_wait_long_is_sent_away() {
        let begun = Instant::now();
        let pace = Pace::per_minute(1);
        let now = begun + SECOND;
        assert_eq!(pace.take(now), Ok(Duration::ZERO), "the first is free");
        assert_eq!(pace.take(now), Err(60 * SECOND), "the second is a minute away");
        assert_eq!(pace.take(now + 60 * SECOND), Ok(Duration::ZERO), "nothing was taken up by asking");
    }
}
