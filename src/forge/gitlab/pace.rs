// SPDX-License-Identifier: EUPL-1.2
//! The budget of calls: how often votum asks one GitLab, whoever in votum asks.
//!
//! A minute's worth may be asked at once; after that every call waits for its turn. Whoever would wait too long is sent
//! away, so that nothing piles up in memory: the inbox and the outbox hold what is to be done, and come again.
//!
//! Replicas on one database divide the budget evenly, as many as are alive; one that joins begins with nothing saved up.
//!
//! **Invariant:** in no stretch of time are more calls made than a minute's worth and what the stretch allows, by all
//! replicas together; but for the second that it takes them to see that another has joined.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a call waits for its turn at most.
const PATIENCE: Duration = Duration::from_secs(10);

/// A budget of calls.
#[derive(Debug)]
pub(super) struct Pace {
    /// The time that one call of the whole budget takes up.
    each: Duration,
    spent: Mutex<Spent>,
}

#[derive(Debug)]
struct Spent {
    /// Up to when the calls so far have taken the time up; at most a minute of it may lie in the future.
    until: Instant,
    /// Among how many replicas the budget is divided.
    replicas: u32,
}

impl Pace {
    /// Returns the budget of so many calls a minute; 0 counts as 1.
    pub(super) fn per_minute(calls: u32) -> Self {
        let spent = Spent { until: Instant::now(), replicas: 1 };
        Self { each: Duration::from_mins(1) / calls.max(1), spent: Mutex::new(spent) }
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
        let until = spent.until.max(now) + self.each * spent.replicas;
        let wait = until.saturating_duration_since(now + Duration::from_mins(1));
        if wait > PATIENCE {
            return Err(wait);
        }
        spent.until = until;
        Ok(wait)
    }

    /// Divides the budget among so many replicas, as of `now`. Whoever was alone until now and is not may be the one that
    /// joined: what it could save up was never its own.
    pub(super) fn share(&self, replicas: u32, now: Instant) {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let replicas = replicas.max(1);
        if spent.replicas == 1 && replicas > 1 {
            spent.until = spent.until.max(now + Duration::from_mins(1));
        }
        spent.replicas = replicas;
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
    fn replicas_divide_the_budget() {
        let now = Instant::now() + SECOND;
        let (first, second) = (Pace::per_minute(60), Pace::per_minute(60));
        assert!((0..60).all(|_| first.take(now) == Ok(Duration::ZERO)), "alone it has the whole budget");
        first.share(2, now);
        second.share(2, now);
        let waits = |pace: &Pace, now| pace.take(now).expect("the turn is near");
        assert_eq!(
            [&first, &second].map(|pace| waits(pace, now)),
            [2 * SECOND; 2],
            "nothing is saved up, also by who joined"
        );
        let later = now + 30 * SECOND;
        for pace in [&first, &second] {
            assert!((0..14).all(|_| waits(pace, later) == Duration::ZERO), "half of what has passed is each one's");
            assert_eq!(waits(pace, later), 2 * SECOND);
        }
        first.share(1, later);
        assert!((0..8).all(|_| waits(&first, later + 10 * SECOND) == Duration::ZERO), "who is left has the whole");
        assert_eq!(waits(&first, later + 10 * SECOND), SECOND);
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
