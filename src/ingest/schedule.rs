//! When a source is next to be asked. Pure: time and chance are parameters.

use std::time::Duration;

use jiff::Timestamp;

use crate::domain::Backoff;
use crate::domain::backoff::later;
use crate::ports::{Revisit, SourceState};

/// However often a source failed, it is asked again within six hours: outlets come back, and nobody is told to look.
pub const AFTER_FAILURES: Backoff = Backoff {
    shortest: Duration::from_secs(30),
    first: Duration::from_secs(60),
    longest: Duration::from_secs(6 * 60 * 60),
    longest_asked: Duration::from_secs(24 * 60 * 60),
};
/// Cache lifetimes beyond this are meant for files that never change, not for news.
pub const LONGEST_KEEP: Duration = Duration::from_secs(6 * 60 * 60);

/// When a source is due that is to be asked `every` so often: at once if it never was, after failures when
/// [`AFTER_FAILURES`] said (`state.next`), else when both `every` and the server's own wish (`revisit.keep_for`, up to
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

/// When a source that was last fetched at `fetched` was to be asked again, had nothing failed since.
pub fn planned(state: &SourceState, every: Duration, fetched: Timestamp) -> Timestamp {
    let by_interval = later(fetched, every);
    match state.next {
        Some(next) if state.failures == 0 => next.max(by_interval),
        _ => by_interval,
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_763_600_000, 0);

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
