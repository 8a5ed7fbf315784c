// SPDX-License-Identifier: EUPL-1.2
//! How long to wait before something is tried again.
//!
//! **Invariant:** waiting grows to five minutes and no further, never falls below what the forge asked for, and differs
//! from entry to entry, so that a forge that comes back is not met by everybody at once.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// The longest wait.
const LONGEST: SignedDuration = SignedDuration::from_mins(5);

/// Returns when the attempt after `attempt` is due.
#[must_use]
pub(super) fn next(now: Timestamp, attempt: i64, key: &str, asked: Option<Duration>) -> Timestamp {
    let exponent = u32::try_from(attempt.clamp(1, 10) - 1).unwrap_or(0);
    let wait = SignedDuration::from_millis(500 << exponent).min(LONGEST);
    let asked = asked.map_or(SignedDuration::ZERO, |asked| SignedDuration::try_from(asked).unwrap_or(LONGEST));
    now.checked_add(wait.max(asked) + jitter(key, attempt, wait)).unwrap_or(now)
}

/// Spreads by up to a quarter of the wait.
fn jitter(key: &str, attempt: i64, wait: SignedDuration) -> SignedDuration {
    let mut hash = DefaultHasher::new();
    (key, attempt).hash(&mut hash);
    let quarter = u64::try_from(wait.as_millis() / 4).unwrap_or(0).max(1);
    SignedDuration::from_millis(i64::try_from(hash.finish() % quarter).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(attempt: i64, key: &str, asked: Option<Duration>) -> SignedDuration {
        next(Timestamp::UNIX_EPOCH, attempt, key, asked).duration_since(Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn waiting_doubles_to_five_minutes_and_no_further() {
        for (attempt, seconds) in [(1, 0.5), (2, 1.0), (5, 8.0), (10, 256.0), (11, 256.0), (1_000, 256.0)] {
            let found = wait(attempt, "note x", None).as_secs_f64();
            assert!((seconds..seconds * 1.25).contains(&found), "attempt {attempt} waits {found} s");
        }
    }

    #[test]
    fn the_forge_is_not_asked_before_it_wants_to_be() {
        let asked = Duration::from_secs(90);
        assert!(wait(1, "note x", Some(asked)).as_secs() >= 90);
        assert!(wait(10, "note x", Some(asked)).as_secs() >= 256, "nor before the own patience is over");
    }

    #[test]
    fn entries_come_back_one_after_the_other() {
        let waits: std::collections::BTreeSet<_> = (0..100).map(|n| wait(8, &format!("note {n}"), None)).collect();
        assert!(waits.len() > 90, "{} different waits", waits.len());
    }
}
