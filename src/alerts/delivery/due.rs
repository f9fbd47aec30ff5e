//! When something is to be sent: at once, with a digest, after quiet hours. Pure, in the subscription's own time zone.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};

use crate::domain::{Delivery, NewSubscription};

/// The subscription's time zone. Names are checked when a subscription is made; one that the zones of a newer system do
/// not have any more is taken for UTC, so that what is owed still comes.
fn zone(subscription: &NewSubscription) -> TimeZone {
    TimeZone::get(&subscription.zone).unwrap_or(TimeZone::UTC)
}

/// When what matches at `at` is to be sent.
pub fn due(subscription: &NewSubscription, at: Timestamp) -> Timestamp {
    let local = at.to_zoned_datetime(zone(subscription));
    let sent = match subscription.delivery {
        Delivery::AtOnce => Some(at),
        Delivery::Hourly => next_hour(&local),
        Delivery::Daily { at: time } => next_day(&local, time, |_| true),
        Delivery::Weekly { on, at: time } => {
            let on = on.civil();
            next_day(&local, time, |day| day.weekday() == on)
        }
    };
    after_quiet(subscription, sent.unwrap_or(at))
}

/// The end of the quiet hours that `at` falls into, else `at`.
pub fn after_quiet(subscription: &NewSubscription, at: Timestamp) -> Timestamp {
    let local = at.to_zoned_datetime(zone(subscription));
    match subscription.quiet {
        Some(quiet) if quiet.contains(local.time()) => {
            next_day(&local, quiet.until, |_| true).unwrap_or(at)
        }
        _ => at,
    }
}

/// The next full hour on the clock.
fn next_hour(local: &ZonedDateTime) -> Option<Timestamp> {
    let next = local.checked_add(1.hour()).ok()?;
    let full = next
        .with()
        .minute(0)
        .second(0)
        .subsec_nanosecond(0)
        .build()
        .ok()?;
    Some(full.timestamp())
}

/// The first moment after `local` at this time of a day that fits. Where the clock skips the time, the moment as far behind
/// the skip; where it comes twice, the first.
fn next_day(local: &ZonedDateTime, time: Time, fits: impl Fn(Date) -> bool) -> Option<Timestamp> {
    let mut day = local.date();
    // A week and a day: today's time may have passed.
    for _ in 0..=8 {
        if fits(day) {
            let moment = day
                .to_datetime(time)
                .to_zoned_datetime(local.time_zone().clone())
                .ok()?
                .timestamp();
            if moment > local.timestamp() {
                return Some(moment);
            }
        }
        day = day.tomorrow().ok()?;
    }
    None
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        Condition, Conversation, Language, Person, Platform, QuietHours, Wanted, Weekday,
        WhoseWords,
    };

    fn subscription(delivery: Delivery, quiet: Option<(Time, Time)>) -> NewSubscription {
        NewSubscription {
            owner: Person {
                platform: Platform::Terminal,
                id: "ada".to_owned(),
            },
            conversation: Conversation {
                platform: Platform::Terminal,
                place: "quay".to_owned(),
                thread: None,
            },
            community: None,
            is_private: false,
            created: Timestamp::UNIX_EPOCH,
            written: String::new(),
            wanted: Wanted {
                condition: Condition::All(Vec::new()),
                words: WhoseWords::Speakers,
                first_use: false,
            },
            delivery,
            zone: "Europe/Kyiv".to_owned(),
            quiet: quiet.map(|(from, until)| QuietHours { from, until }),
            language: Language::unknown(),
        }
    }

    fn utc(moment: &str) -> Timestamp {
        moment.parse().unwrap()
    }

    #[test]
    fn a_daily_digest_comes_at_its_local_time_before_and_after_the_clocks_change() {
        let daily = subscription(
            Delivery::Daily {
                at: time(9, 0, 0, 0),
            },
            None,
        );
        // Kyiv's clocks went from UTC+3 to UTC+2 on 26 October 2025, and go forward on 29 March 2026.
        for (from, expected) in [
            ("2025-10-24T12:00:00Z", "2025-10-25T06:00:00Z"),
            ("2025-10-25T06:00:00Z", "2025-10-26T07:00:00Z"),
            ("2025-10-26T07:00:00Z", "2025-10-27T07:00:00Z"),
            ("2026-03-28T07:00:00Z", "2026-03-29T06:00:00Z"),
        ] {
            assert_eq!(due(&daily, utc(from)), utc(expected), "{from}");
        }
    }

    #[test]
    fn a_time_that_the_clock_skips_comes_behind_the_skip_and_one_that_comes_twice_once() {
        let at = |hour, minute| {
            subscription(
                Delivery::Daily {
                    at: time(hour, minute, 0, 0),
                },
                None,
            )
        };
        // 03:30 does not exist in Kyiv on 29 March 2026.
        assert_eq!(
            due(&at(3, 30), utc("2026-03-28T12:00:00Z")),
            utc("2026-03-29T01:30:00Z")
        );
        // 03:30 comes twice there on 26 October 2025.
        let first = due(&at(3, 30), utc("2025-10-25T12:00:00Z"));
        assert_eq!(first, utc("2025-10-26T00:30:00Z"));
        assert_eq!(due(&at(3, 30), first), utc("2025-10-27T01:30:00Z"));
    }

    #[test]
    fn a_weekly_digest_comes_on_its_day() {
        let weekly = subscription(
            Delivery::Weekly {
                on: Weekday::Monday,
                at: time(8, 0, 0, 0),
            },
            None,
        );
        assert_eq!(
            due(&weekly, utc("2025-11-20T10:00:00Z")),
            utc("2025-11-24T06:00:00Z")
        );
        assert_eq!(
            due(&weekly, utc("2025-11-24T06:00:00Z")),
            utc("2025-12-01T06:00:00Z")
        );
    }

    #[test]
    fn an_hourly_digest_comes_at_the_full_hour() {
        let hourly = subscription(Delivery::Hourly, None);
        assert_eq!(
            due(&hourly, utc("2025-11-20T10:59:59Z")),
            utc("2025-11-20T11:00:00Z")
        );
        assert_eq!(
            due(&hourly, utc("2025-11-20T11:00:00Z")),
            utc("2025-11-20T12:00:00Z")
        );
    }

    #[test]
    fn what_falls_into_quiet_hours_comes_when_they_end() {
        let quiet = subscription(
            Delivery::AtOnce,
            Some((time(22, 0, 0, 0), time(7, 0, 0, 0))),
        );
        // 23:30 and 02:00 in Kyiv, in winter.
        assert_eq!(
            due(&quiet, utc("2025-11-20T21:30:00Z")),
            utc("2025-11-21T05:00:00Z")
        );
        assert_eq!(
            due(&quiet, utc("2025-11-21T00:00:00Z")),
            utc("2025-11-21T05:00:00Z")
        );
        let awake = utc("2025-11-21T05:00:00Z");
        assert_eq!(due(&quiet, awake), awake);
    }

    proptest! {
        #[test]
        fn a_digest_is_never_due_before_it_is_owed_nor_later_than_its_interval(
            seconds in 1_700_000_000i64..1_900_000_000, hour in 0i8..24, minute in 0i8..60, which in 0usize..3
        ) {
            let now = Timestamp::from_second(seconds).unwrap();
            let at = time(hour, minute, 0, 0);
            let (delivery, hours) = [
                (Delivery::Hourly, 1),
                (Delivery::Daily { at }, 25),
                (Delivery::Weekly { on: Weekday::Friday, at }, 7 * 24 + 1),
            ][which];
            let due = due(&subscription(delivery, None), now);
            prop_assert!(due > now);
            prop_assert!(due.duration_since(now) <= jiff::SignedDuration::from_hours(hours));
        }
    }
}
