//! Dates as files, feeds and servers write them.

use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::{Timestamp, tz::TimeZone};

use crate::domain::{Precision, When};

/// The forms that [`parse`] reads, for messages.
pub const ACCEPTED: &str =
    "2025-11-20, 2025-11-20T18:30:00+02:00 or Thu, 20 Nov 2025 18:30:00 +0200";

/// Reads a date in RFC 3339 or RFC 2822 form, a day, a month ("2025-11") or a year.
///
/// A time without its zone is no moment, so only its day is kept.
pub fn parse(written: &str) -> Option<When> {
    let written = written.trim();
    minute(written)
        .or_else(|| day(written).map(When::day))
        .or_else(|| month_or_year(written))
}

/// A moment with the clock that it is written by.
fn minute(written: &str) -> Option<When> {
    let at = moment(written)?;
    let pieces = jiff::fmt::temporal::Pieces::parse(written).ok();
    let offset = match pieces {
        Some(pieces) => pieces.to_numeric_offset()?,
        None => rfc2822::parse(written).ok()?.offset(),
    };
    let ahead = i16::try_from(offset.seconds() / 60).ok()?;
    Some(When::minute_ahead(at, ahead))
}

/// A moment: RFC 3339, or RFC 2822 with its older zone names, which is HTTP's form too.
pub fn moment(written: &str) -> Option<Timestamp> {
    written
        .parse()
        .ok()
        .or_else(|| rfc2822::parse(written).ok().map(|zoned| zoned.timestamp()))
}

fn day(written: &str) -> Option<Date> {
    let is_day = written.len() == 10;
    if is_day {
        written.parse().ok()
    } else {
        // The year first: forms such as 05/06/2025 mean different days to different people.
        let starts_with_year = written.get(..4).is_some_and(all_digits);
        starts_with_year
            .then(|| written.parse::<DateTime>().ok())
            .flatten()
            .map(|time| time.date())
    }
}

fn month_or_year(written: &str) -> Option<When> {
    let (year, month, precision) = match written.len() {
        4 => (written, "01", Precision::Year),
        7 => (
            written.get(..4)?,
            written.get(4..)?.strip_prefix('-')?,
            Precision::Month,
        ),
        _ => return None,
    };
    if !all_digits(year) || !all_digits(month) {
        return None;
    }
    let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
    let at = first.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp();
    Some(When {
        precision,
        ..When::minute(at)
    })
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> Option<(String, Precision)> {
        parse(written).map(|when| (when.at.to_string(), when.precision))
    }

    #[test]
    fn moments_are_read_in_both_standard_forms() {
        let evening = Some(("2025-11-20T16:30:00Z".to_owned(), Precision::Minute));
        assert_eq!(read("2025-11-20T18:30:00+02:00"), evening);
        assert_eq!(read("2025-11-20 18:30:00+02:00"), evening);
        assert_eq!(read("2025-11-20T18:30:00.000+0200"), evening);
        assert_eq!(read("2025-11-20T18:30+02:00"), evening);
        assert_eq!(read("Thu, 20 Nov 2025 18:30:00 +0200"), evening);
        assert_eq!(read(" Thu, 20 Nov 2025 16:30:00 GMT "), evening);
    }

    #[test]
    fn a_moment_s_day_is_that_of_the_clock_it_is_written_by() {
        for written in [
            "2025-11-20T22:30:00-05:00",
            "Thu, 20 Nov 2025 22:30:00 -0500",
            "2025-11-20T00:30:00+02:00",
            "2025-11-20T23:59:59Z",
        ] {
            let day = parse(written).unwrap().date().to_string();
            assert_eq!(day, "2025-11-20", "{written}");
        }
    }

    #[test]
    fn a_day_a_month_and_a_year_keep_their_precision() {
        assert_eq!(read("2025-11-20").unwrap().1, Precision::Day);
        assert_eq!(
            read("2025-11").unwrap(),
            ("2025-11-01T00:00:00Z".to_owned(), Precision::Month)
        );
        assert_eq!(
            read("2025").unwrap(),
            ("2025-01-01T00:00:00Z".to_owned(), Precision::Year)
        );
    }

    #[test]
    fn a_time_without_a_zone_claims_no_more_than_its_day() {
        let day = Some(("2025-11-20T00:00:00Z".to_owned(), Precision::Day));
        assert_eq!(read("2025-11-20T18:30:00"), day);
        assert_eq!(read("2025-11-20 18:30"), day);
    }

    #[test]
    fn what_can_be_misread_is_not_read() {
        for written in [
            "",
            "yesterday",
            "05/06/2025",
            "20.11.2025",
            "2025-13-01",
            "2025-11-31",
            "1763640000",
            "20-1",
        ] {
            assert_eq!(read(written), None, "{written}");
        }
    }
}
