//! How long to wait after failures. Pure: time and chance are parameters.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rand::Rng;

/// Bounds of the waits after failures in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// After any failure at least this long.
    pub shortest: Duration,
    /// The longest wait after the first failure; it doubles with each further one.
    pub first: Duration,
    /// The longest wait of all that nobody asked for.
    pub longest: Duration,
    /// The longest wait that the other side may ask for: a slip of a digit there must not silence us for a year.
    pub longest_asked: Duration,
}

impl Backoff {
    /// When to try again after `failures` in a row (1 for the first), the last of them at `now`: at a random moment up to
    /// a bound that doubles each time ("full jitter": M. Brooker, "Exponential Backoff And Jitter", 2015), not before
    /// `asked`, and never later than the longest waits.
    pub fn next(
        &self,
        failures: u32,
        asked: Option<Timestamp>,
        now: Timestamp,
        rng: &mut impl Rng,
    ) -> Timestamp {
        let doublings = failures.saturating_sub(1).min(16);
        let bound = self
            .first
            .saturating_mul(1 << doublings)
            .clamp(self.shortest, self.longest.max(self.shortest));
        let next = later(now, rng.random_range(self.shortest..=bound));
        let asked = asked.map(|asked| asked.min(later(now, self.longest_asked)));
        asked.map_or(next, |asked| asked.max(next))
    }
}

/// A moment so much later; the end of time where there is no such moment.
pub fn later(moment: Timestamp, wait: Duration) -> Timestamp {
    SignedDuration::try_from(wait)
        .ok()
        .and_then(|wait| moment.checked_add(wait).ok())
        .unwrap_or(Timestamp::MAX)
}

/// A moment so much earlier; the beginning of time where there is no such moment.
pub fn earlier(moment: Timestamp, span: Duration) -> Timestamp {
    SignedDuration::try_from(span)
        .ok()
        .and_then(|span| moment.checked_sub(span).ok())
        .unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_763_600_000, 0);
    const BACKOFF: Backoff = Backoff {
        shortest: Duration::from_secs(30),
        first: Duration::from_secs(60),
        longest: Duration::from_secs(6 * 60 * 60),
        longest_asked: Duration::from_secs(24 * 60 * 60),
    };

    fn wait(failures: u32, asked: Option<Timestamp>, seed: u64) -> Duration {
        let mut rng = StdRng::seed_from_u64(seed);
        let next = BACKOFF.next(failures, asked, NOW, &mut rng);
        Duration::try_from(next.duration_since(NOW)).unwrap()
    }

    proptest! {
        #[test]
        fn what_failed_is_tried_again_soon_but_not_at_once(failures in any::<u32>(), seed in any::<u64>()) {
            let wait = wait(failures, None, seed);
            prop_assert!((BACKOFF.shortest..=BACKOFF.longest).contains(&wait));
        }

        #[test]
        fn patience_that_is_asked_for_is_had_up_to_its_bound(failures in 0u32..20, seed in any::<u64>(), seconds in 0i64..10_000_000) {
            let asked = NOW + SignedDuration::from_secs(seconds);
            let wait = wait(failures, Some(asked), seed);
            let bound = Duration::from_secs(seconds.unsigned_abs()).min(BACKOFF.longest_asked);
            prop_assert!(wait >= bound);
            prop_assert!(wait <= bound.max(BACKOFF.longest));
        }
    }

    #[test]
    fn waits_grow_with_failures_and_differ_by_chance() {
        let longest = |failures| {
            (0..200)
                .map(|seed| wait(failures, None, seed))
                .max()
                .unwrap()
        };
        assert!(longest(1) <= BACKOFF.first);
        assert!(longest(4) > BACKOFF.first * 4 && longest(4) <= BACKOFF.first * 8);
        assert!(longest(30) > BACKOFF.longest / 2);
        assert_ne!(wait(10, None, 1), wait(10, None, 2));
    }
}
