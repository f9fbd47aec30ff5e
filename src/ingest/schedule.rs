//! When a source is next to be asked. Pure: time and chance are parameters.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rand::Rng;

use crate::ports::{Revisit, SourceState};

/// After any failure at least this long.
const SHORTEST: Duration = Duration::from_secs(30);
/// The first failure's longest wait; it doubles with each further one.
const FIRST: Duration = Duration::from_secs(60);
/// However often a source failed, it is asked again within this time: outlets come back, and nobody is told to look.
pub const LONGEST: Duration = Duration::from_secs(6 * 60 * 60);
/// A server may ask for so much patience, and no more: a slip of a digit must not silence a source for a year.
pub const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(24 * 60 * 60);
/// Cache lifetimes beyond this are meant for files that never change, not for news.
pub const LONGEST_KEEP: Duration = Duration::from_secs(6 * 60 * 60);

/// When to ask again after `failures` failures in a row (1 for the first), the last of them at `now`: at a random moment
/// up to a bound that doubles each time ("full jitter": M. Brooker, "Exponential Backoff And Jitter", 2015), not before
/// `retry_after`, and never later than [`LONGEST`] or what the server asks for within [`LONGEST_RETRY_AFTER`].
pub fn next_after(
    failures: u32,
    retry_after: Option<Timestamp>,
    now: Timestamp,
    rng: &mut impl Rng,
) -> Timestamp {
    let doublings = failures.saturating_sub(1).min(16);
    let bound = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    let wait = rng.random_range(SHORTEST..=bound);
    let next = later(now, wait);
    let asked = retry_after.map(|asked| asked.min(later(now, LONGEST_RETRY_AFTER)));
    asked.map_or(next, |asked| asked.max(next))
}

/// When a source is due that is to be asked `every` so often: at once if it never was, after failures when
/// [`next_after`] said (`state.next`), else when both `every` and the server's own wish (`revisit.keep_for`, up to
/// [`LONGEST_KEEP`]) have passed since it was fetched.
pub fn due(state: &SourceState, every: Duration, revisit: &Revisit, now: Timestamp) -> Timestamp {
    if state.failures > 0
        && let Some(next) = state.next
    {
        return next;
    }
    let Some(fetched) = state.fetched else {
        return now;
    };
    let keep = revisit.keep_for.unwrap_or_default().min(LONGEST_KEEP);
    // A clock that was set back leaves fetches in the future; waiting for them again would silence the source.
    later(fetched.min(now), every.max(keep))
}

fn later(moment: Timestamp, wait: Duration) -> Timestamp {
    SignedDuration::try_from(wait)
        .ok()
        .and_then(|wait| moment.checked_add(wait).ok())
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_763_600_000, 0);

    fn wait(failures: u32, retry_after: Option<Timestamp>, seed: u64) -> Duration {
        let mut rng = StdRng::seed_from_u64(seed);
        let next = next_after(failures, retry_after, NOW, &mut rng);
        Duration::try_from(next.duration_since(NOW)).unwrap()
    }

    proptest! {
        #[test]
        fn a_failed_source_is_asked_again_soon_but_not_at_once(failures in any::<u32>(), seed in any::<u64>()) {
            let wait = wait(failures, None, seed);
            prop_assert!((SHORTEST..=LONGEST).contains(&wait));
        }

        #[test]
        fn retry_after_is_honoured_up_to_its_bound(failures in 0u32..20, seed in any::<u64>(), seconds in 0i64..10_000_000) {
            let asked = NOW + SignedDuration::from_secs(seconds);
            let wait = wait(failures, Some(asked), seed);
            let bound = Duration::from_secs(seconds.unsigned_abs()).min(LONGEST_RETRY_AFTER);
            prop_assert!(wait >= bound);
            prop_assert!(wait <= bound.max(LONGEST));
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
        assert!(longest(1) <= FIRST);
        assert!(longest(4) > FIRST * 4 && longest(4) <= FIRST * 8);
        assert!(longest(30) > LONGEST / 2);
        assert_ne!(wait(10, None, 1), wait(10, None, 2));
    }

    #[test]
    fn a_source_is_due_when_its_interval_and_the_servers_wish_have_passed() {
        let ten = Duration::from_secs(600);
        let keep = |seconds| Revisit {
            keep_for: Some(Duration::from_secs(seconds)),
            ..Revisit::default()
        };
        let fetched = SourceState {
            fetched: Some(NOW),
            ..SourceState::default()
        };
        let after = |state: &SourceState, revisit: &Revisit| {
            due(state, ten, revisit, NOW).duration_since(NOW).as_secs()
        };
        assert_eq!(after(&SourceState::default(), &keep(60)), 0);
        assert_eq!(after(&fetched, &Revisit::default()), 600);
        assert_eq!(after(&fetched, &keep(60)), 600);
        assert_eq!(after(&fetched, &keep(1800)), 1800);
        assert_eq!(after(&fetched, &keep(31_536_000)), 6 * 3600);
    }

    #[test]
    fn a_failed_source_is_due_when_its_backoff_ends() {
        let next = NOW + SignedDuration::from_secs(77);
        let state = SourceState {
            fetched: Some(NOW),
            next: Some(next),
            failures: 2,
            ..SourceState::default()
        };
        assert_eq!(
            due(&state, Duration::from_secs(600), &Revisit::default(), NOW),
            next
        );
    }

    #[test]
    fn a_clock_set_back_does_not_silence_a_source() {
        let state = SourceState {
            fetched: Some(NOW + SignedDuration::from_hours(9000)),
            ..SourceState::default()
        };
        let due = due(&state, Duration::from_secs(600), &Revisit::default(), NOW);
        assert_eq!(due, NOW + SignedDuration::from_secs(600));
    }
}
