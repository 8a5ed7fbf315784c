// SPDX-License-Identifier: EUPL-1.2
//! The budget of calls: how often votum asks one GitLab, whoever in votum asks.
//!
//! A minute's worth may be asked at once; after that every call waits for its turn. Whoever would wait too long is sent
//! away, so that nothing piles up in memory: the inbox and the outbox hold what is to be done, and come again.
//!
//! **Invariant:** in no stretch of time are more calls made than a minute's worth and what the stretch allows.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

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
        let now = Instant::now();
        let wait = {
            let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
            let until = (*spent).max(now) + self.each;
            let wait = until.saturating_duration_since(now + Duration::from_mins(1));
            if wait > PATIENCE {
                return Err(wait);
            }
            *spent = until;
            wait
        };
        tokio::time::sleep(wait).await;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_minute_at_once_and_then_one_by_one() {
        let pace = Pace::per_minute(60);
        let begun = Instant::now();
        for _ in 0..60 {
            pace.turn().await.expect("a minute's worth is free");
        }
        assert_eq!(begun.elapsed(), Duration::ZERO);
        for _ in 0..5 {
            pace.turn().await.expect("nobody waits long");
        }
        assert!(begun.elapsed() >= Duration::from_secs(5), "{:?}", begun.elapsed());
        tokio::time::sleep(Duration::from_secs(30)).await;
        let rested = Instant::now();
        for _ in 0..30 {
            pace.turn().await.expect("half a minute has passed");
        }
        assert_eq!(rested.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_would_wait_long_is_sent_away() {
        let pace = Pace::per_minute(1);
        pace.turn().await.expect("the first is free");
        let wait = pace.turn().await.expect_err("the second is a minute away");
        assert_eq!(wait, Duration::from_mins(1));
        tokio::time::sleep(wait).await;
        pace.turn().await.expect("the minute has passed, and nothing was taken up by asking");
    }
}
