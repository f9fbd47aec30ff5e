//! Dates as pages write them: ISO 8601 and its near misses, RFC 2822, digits, and month names of many languages.

use jiff::{Timestamp, civil};

use crate::domain::When;

/// Years that an article may be of; anything else is a number that looks like a date.
const YEARS: std::ops::RangeInclusive<i16> = 1980..=2100;

/// Month names and their abbreviations, folded to lower case; more than one language where they agree.
const MONTHS: &[(&str, i8)] = &[
    // English, and what German, Dutch, Danish, Norwegian, Swedish share with it
    ("january", 1),
    ("jan", 1),
    ("february", 2),
    ("feb", 2),
    ("march", 3),
    ("mar", 3),
    ("april", 4),
    ("apr", 4),
    ("may", 5),
    ("june", 6),
    ("jun", 6),
    ("july", 7),
    ("jul", 7),
    ("august", 8),
    ("aug", 8),
    ("september", 9),
    ("sep", 9),
    ("sept", 9),
    ("october", 10),
    ("oct", 10),
    ("november", 11),
    ("nov", 11),
    ("december", 12),
    ("dec", 12),
    // German, Dutch, Nordic
    ("januar", 1),
    ("jänner", 1),
    ("januari", 1),
    ("februar", 2),
    ("februari", 2),
    ("märz", 3),
    ("mrz", 3),
    ("maart", 3),
    ("mars", 3),
    ("mai", 5),
    ("mei", 5),
    ("maj", 5),
    ("juni", 6),
    ("juli", 7),
    ("augustus", 8),
    ("augusti", 8),
    ("oktober", 10),
    ("okt", 10),
    ("dezember", 12),
    ("dez", 12),
    ("desember", 12),
    ("des", 12),
    // French
    ("janvier", 1),
    ("janv", 1),
    ("février", 2),
    ("fevrier", 2),
    ("févr", 2),
    ("avril", 4),
    ("avr", 4),
    ("juin", 6),
    ("juillet", 7),
    ("juil", 7),
    ("août", 8),
    ("aout", 8),
    ("septembre", 9),
    ("octobre", 10),
    ("novembre", 11),
    ("décembre", 12),
    ("decembre", 12),
    ("déc", 12),
    // Spanish, Portuguese, Italian
    ("enero", 1),
    ("ene", 1),
    ("janeiro", 1),
    ("gennaio", 1),
    ("febrero", 2),
    ("fevereiro", 2),
    ("febbraio", 2),
    ("marzo", 3),
    ("março", 3),
    ("abril", 4),
    ("abr", 4),
    ("aprile", 4),
    ("mayo", 5),
    ("maio", 5),
    ("maggio", 5),
    ("junio", 6),
    ("junho", 6),
    ("giugno", 6),
    ("julio", 7),
    ("julho", 7),
    ("luglio", 7),
    ("agosto", 8),
    ("ago", 8),
    ("septiembre", 9),
    ("setiembre", 9),
    ("setembro", 9),
    ("settembre", 9),
    ("octubre", 10),
    ("outubro", 10),
    ("ottobre", 10),
    ("noviembre", 11),
    ("novembro", 11),
    ("diciembre", 12),
    ("dic", 12),
    ("dezembro", 12),
    ("dicembre", 12),
    // Polish, Czech
    ("stycznia", 1),
    ("styczeń", 1),
    ("sty", 1),
    ("ledna", 1),
    ("lutego", 2),
    ("luty", 2),
    ("lut", 2),
    ("února", 2),
    ("marca", 3),
    ("marzec", 3),
    ("března", 3),
    ("kwietnia", 4),
    ("kwiecień", 4),
    ("kwi", 4),
    ("dubna", 4),
    ("maja", 5),
    ("května", 5),
    ("czerwca", 6),
    ("czerwiec", 6),
    ("cze", 6),
    ("června", 6),
    ("lipca", 7),
    ("lipiec", 7),
    ("lip", 7),
    ("července", 7),
    ("sierpnia", 8),
    ("sierpień", 8),
    ("sie", 8),
    ("srpna", 8),
    ("września", 9),
    ("wrzesień", 9),
    ("wrz", 9),
    ("září", 9),
    ("października", 10),
    ("październik", 10),
    ("paź", 10),
    ("října", 10),
    ("listopada", 11),
    ("listopad", 11),
    ("lis", 11),
    ("listopadu", 11),
    ("grudnia", 12),
    ("grudzień", 12),
    ("gru", 12),
    ("prosince", 12),
    // Ukrainian
    ("січня", 1),
    ("січень", 1),
    ("лютого", 2),
    ("лютий", 2),
    ("березня", 3),
    ("березень", 3),
    ("квітня", 4),
    ("квітень", 4),
    ("травня", 5),
    ("травень", 5),
    ("червня", 6),
    ("червень", 6),
    ("липня", 7),
    ("липень", 7),
    ("серпня", 8),
    ("серпень", 8),
    ("вересня", 9),
    ("вересень", 9),
    ("жовтня", 10),
    ("жовтень", 10),
    ("листопада", 11),
    ("листопад", 11),
    ("грудня", 12),
    ("грудень", 12),
    // Russian
    ("января", 1),
    ("янв", 1),
    ("февраля", 2),
    ("фев", 2),
    ("марта", 3),
    ("март", 3),
    ("апреля", 4),
    ("апр", 4),
    ("мая", 5),
    ("май", 5),
    ("июня", 6),
    ("июнь", 6),
    ("июля", 7),
    ("июль", 7),
    ("августа", 8),
    ("авг", 8),
    ("сентября", 9),
    ("сен", 9),
    ("октября", 10),
];

/// More Russian forms, and those of languages whose names are few.
const MORE_MONTHS: &[(&str, i8)] = &[
    ("окт", 10),
    ("ноября", 11),
    ("ноя", 11),
    ("декабря", 12),
    ("дек", 12),
    ("январь", 1),
    ("февраль", 2),
    ("апрель", 4),
    ("август", 8),
    ("сентябрь", 9),
    ("октябрь", 10),
    ("ноябрь", 11),
    ("декабрь", 12),
    ("januára", 1),
    ("ocak", 1),
    ("şubat", 2),
    ("nisan", 4),
    ("mayıs", 5),
    ("haziran", 6),
    ("temmuz", 7),
    ("ağustos", 8),
    ("eylül", 9),
    ("ekim", 10),
    ("kasım", 11),
];

/// Reads the whole of a machine's date: an attribute, a meta tag, a JSON value.
pub(super) fn machine(value: &str) -> Option<When> {
    let value = value.trim();
    if value.is_empty() || value.len() > 64 {
        return None;
    }
    iso(value)
        .or_else(|| rfc2822(value))
        .or_else(|| unix(value))
        .or_else(|| in_text(value, false))
}

/// "2025-11-20", "2025-11-20T10:05:00+02:00", "2025-11-20 10:05", "20251120", and a time with "+0200" or no zone, which
/// is taken for UTC.
fn iso(value: &str) -> Option<When> {
    let digits = |range: std::ops::Range<usize>| -> Option<i16> {
        let text = value.get(range)?;
        text.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| text.parse().ok())?
    };
    let separator = value.get(4..5)?;
    let (date, rest) = if matches!(separator, "-" | "/" | ".") {
        let month_end = value.get(5..)?.find(|c: char| !c.is_ascii_digit())? + 5;
        let day_end = value
            .get(month_end + 1..)?
            .find(|c: char| !c.is_ascii_digit())
            .map_or(value.len(), |length| month_end + 1 + length);
        (
            date(
                digits(0..4)?,
                digits(5..month_end)?,
                digits(month_end + 1..day_end)?,
            )?,
            value.get(day_end..)?,
        )
    } else {
        if value.len() > 8
            && value.as_bytes().get(8).is_some_and(u8::is_ascii_digit)
            && value.len() != 14
        {
            return None;
        }
        (
            date(digits(0..4)?, digits(4..6)?, digits(6..8)?)?,
            value.get(8..)?,
        )
    };
    let rest = rest.trim_start_matches(['T', 't', ' ', ',']);
    Some(match clock(rest) {
        Some((time, offset)) => {
            let local = date
                .to_datetime(time)
                .to_zoned_datetime(jiff::tz::TimeZone::UTC)
                .ok()?;
            let offset = offset.unwrap_or(0);
            let shift = jiff::SignedDuration::from_secs(i64::from(offset));
            let at = local.timestamp().checked_sub(shift).ok()?;
            When::minute_ahead(at, i16::try_from(offset / 60).ok()?)
        }
        None => When::day(date),
    })
}

/// A time of day and its offset from UTC in seconds, if it names one.
fn clock(text: &str) -> Option<(civil::Time, Option<i32>)> {
    let mut parts = text.splitn(2, ':');
    let hour: i8 = parts.next()?.trim().parse().ok()?;
    let rest = parts.next()?;
    let minute: i8 = rest.get(..2)?.parse().ok()?;
    let mut rest = rest.get(2..)?;
    let mut second: i8 = 0;
    if let Some(after) = rest.strip_prefix(':') {
        second = after.get(..2)?.parse().ok()?;
        rest = after.get(2..)?;
        if let Some(fraction) = rest.strip_prefix(['.', ',']) {
            rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    let rest = rest.trim();
    let half = rest.get(..2).map(str::to_ascii_lowercase);
    let (hour, rest) = match half.as_deref() {
        Some(half @ ("pm" | "am")) => (
            hour_of(hour, half),
            rest.get(2..).unwrap_or_default().trim(),
        ),
        _ => (hour, rest),
    };
    let time = civil::Time::new(hour, minute, second.min(59), 0).ok()?;
    Some((time, offset(rest)))
}

/// An hour of the day in whose half it is: "pm", "am", or what is left of "p.m." before its full stop.
fn hour_of(hour: i8, half: &str) -> i8 {
    match half {
        "pm" | "p" if hour < 12 => hour + 12,
        "am" | "a" if hour == 12 => 0,
        _ => hour,
    }
}

/// "+02:00", "+0200", "-05", "Z", "GMT".
fn offset(text: &str) -> Option<i32> {
    let text = text.trim();
    if matches!(text, "Z" | "z" | "UTC" | "GMT") {
        return Some(0);
    }
    let text = text
        .strip_prefix("GMT")
        .or_else(|| text.strip_prefix("UTC"))
        .unwrap_or(text);
    let (sign, rest) = match text.chars().next()? {
        '+' => (1, text.get(1..)?),
        '-' => (-1, text.get(1..)?),
        '\u{2212}' => (-1, text.get('\u{2212}'.len_utf8()..)?),
        _ => return None,
    };
    let digits: String = rest.chars().filter(char::is_ascii_digit).take(4).collect();
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4).map_or(Some(0), |text| text.parse().ok())?;
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn rfc2822(value: &str) -> Option<When> {
    let zoned = jiff::fmt::rfc2822::parse(value).ok()?;
    let ahead = i16::try_from(zoned.offset().seconds() / 60).ok()?;
    YEARS
        .contains(&zoned.year())
        .then(|| When::minute_ahead(zoned.timestamp(), ahead))
}

/// Seconds or milliseconds since 1970.
fn unix(value: &str) -> Option<When> {
    if !(10..=13).contains(&value.len()) || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = value.parse().ok()?;
    let at = match value.len() {
        10 => Timestamp::from_second(number),
        13 => Timestamp::from_millisecond(number),
        _ => return None,
    }
    .ok()?;
    let when = When::minute(at);
    YEARS.contains(&when.date().year()).then_some(when)
}

fn date(year: i16, month: i16, day: i16) -> Option<civil::Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A piece of a text in which a date is looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Piece<'a> {
    Number(i16, usize),
    Word(&'a str),
    Mark(char),
}

/// The first date that a text spells out. `month_first` decides what 3/4/2025 means.
pub(super) fn in_text(text: &str, month_first: bool) -> Option<When> {
    let pieces = pieces(text);
    (0..pieces.len()).find_map(|at| {
        let rest = pieces.get(at..)?;
        let date = day_month_year(rest)
            .or_else(|| month_day_year(rest))
            .or_else(|| digits(rest, month_first))?;
        Some(When::day(date))
    })
}

/// The first date that a text spells out, with the first time of day in it: "3/5/2022 22:41", "20 November 2025, 10:41 pm".
pub(super) fn time_in_text(text: &str, month_first: bool) -> Option<civil::DateTime> {
    let date = in_text(text, month_first)?.date();
    let pieces = pieces(text);
    let (hour, minute, half) = pieces.windows(3).enumerate().find_map(|(at, three)| {
        let [
            Piece::Number(hour, _),
            Piece::Mark(':'),
            Piece::Number(minute, 2),
        ] = three
        else {
            return None;
        };
        let half = match pieces.get(at + 3) {
            Some(Piece::Word(word)) => word.to_ascii_lowercase(),
            _ => String::new(),
        };
        Some((*hour, *minute, half))
    })?;
    let hour = hour_of(i8::try_from(hour).ok()?, &half);
    let time = civil::Time::new(hour, minute.try_into().ok()?, 0, 0).ok()?;
    Some(date.to_datetime(time))
}

/// A moment by the clock that shows it so, if there is one: clocks are hours or half hours apart.
pub(super) fn by_clock(at: Timestamp, shown: civil::DateTime) -> Option<When> {
    let shown = shown.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?;
    let shown = shown.timestamp();
    let minute = at.as_second().div_euclid(60);
    let ahead = i16::try_from(shown.as_second().div_euclid(60) - minute).ok()?;
    let when = When::minute_ahead(at, ahead);
    (ahead % 30 == 0 && when.ahead != 0).then_some(when)
}

/// Numbers, words and marks; white space only parts them.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let class = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
        if c.is_ascii_digit() || c.is_alphabetic() {
            let mut end = start + c.len_utf8();
            while let Some((at, next)) = chars.next_if(|(_, next)| class(*next) == class(c)) {
                end = at + next.len_utf8();
            }
            let word = text.get(start..end).unwrap_or_default();
            if c.is_ascii_digit() {
                out.push(Piece::Number(word.parse().unwrap_or(i16::MAX), word.len()));
            } else {
                out.push(Piece::Word(word));
            }
        } else if !c.is_whitespace() {
            out.push(Piece::Mark(c));
        }
        if out.len() > 400 {
            break;
        }
    }
    out
}

fn month(word: &str) -> Option<i16> {
    if word.len() > 24 {
        return None;
    }
    let word = word.to_lowercase();
    MONTHS
        .iter()
        .chain(MORE_MONTHS)
        .find(|(name, _)| *name == word)
        .map(|(_, number)| i16::from(*number))
}

/// Passes what may stand between a date's parts: a point, a comma, "of", "de", an ordinal's ending.
fn skip<'a, 'b>(mut rest: &'b [Piece<'a>]) -> &'b [Piece<'a>] {
    for _ in 0..2 {
        rest = match rest {
            [Piece::Mark('.' | ',' | 'º' | '°' | '-' | '/'), more @ ..] => more,
            [
                Piece::Word("of" | "de" | "del" | "d" | "st" | "nd" | "rd" | "th" | "er" | "den"),
                more @ ..,
            ] => more,
            _ => return rest,
        };
    }
    rest
}

fn day_month_year(rest: &[Piece]) -> Option<civil::Date> {
    let [Piece::Number(day, 1 | 2), more @ ..] = rest else {
        return None;
    };
    let [Piece::Word(word), more @ ..] = skip(more) else {
        return None;
    };
    let month = month(word)?;
    let [Piece::Number(year, 4), ..] = skip(more) else {
        return None;
    };
    date(*year, month, *day)
}

fn month_day_year(rest: &[Piece]) -> Option<civil::Date> {
    let [Piece::Word(word), more @ ..] = rest else {
        return None;
    };
    let month = month(word)?;
    let [Piece::Number(day, 1 | 2), more @ ..] = skip(more) else {
        return None;
    };
    let [Piece::Number(year, 4), ..] = skip(more) else {
        return None;
    };
    date(*year, month, *day)
}

fn digits(rest: &[Piece], month_first: bool) -> Option<civil::Date> {
    match rest {
        [
            Piece::Number(year, 4),
            Piece::Mark('-' | '/' | '.') | Piece::Word("年" | "년"),
            Piece::Number(month, 1 | 2),
            Piece::Mark('-' | '/' | '.') | Piece::Word("月" | "월"),
            Piece::Number(day, 1 | 2),
            ..,
        ] => date(*year, *month, *day),
        [
            Piece::Number(first, 1 | 2),
            Piece::Mark(one @ ('-' | '/' | '.')),
            Piece::Number(second, 1 | 2),
            Piece::Mark(two),
            Piece::Number(year, 4),
            ..,
        ] if one == two => {
            let (day, month) = if month_first && *one == '/' {
                (second, first)
            } else {
                (first, second)
            };
            date(*year, *month, *day).or_else(|| date(*year, *day, *month))
        }
        _ => None,
    }
}

/// The day that an address names: /2025/11/20/, /2025-11-20-, /20251120/.
pub(in crate::extract) fn in_address(address: &str) -> Option<When> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let numbers: Vec<(&str, usize)> = path
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(|run| {
            (
                run,
                run.as_ptr().addr().saturating_sub(path.as_ptr().addr()),
            )
        })
        .collect();
    let parse = |text: &str| text.parse::<i16>().ok();
    for window in numbers.windows(3) {
        let [(year, at), (month, month_at), (day, day_at)] = window else {
            continue;
        };
        let adjacent = *month_at == at + 5 && *day_at == month_at + month.len() + 1;
        if year.len() == 4
            && adjacent
            && month.len() <= 2
            && day.len() <= 2
            && let Some(date) = date(parse(year)?, parse(month)?, parse(day)?)
        {
            return Some(When::day(date));
        }
    }
    numbers
        .iter()
        .filter(|(run, _)| run.len() == 8)
        .find_map(|(run, _)| {
            date(
                parse(run.get(..4)?)?,
                parse(run.get(4..6)?)?,
                parse(run.get(6..)?)?,
            )
        })
        .map(When::day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Precision;

    fn day(value: &str) -> Option<String> {
        in_text(value, false).map(|when| when.date().to_string())
    }

    #[test]
    fn a_machine_date_keeps_its_time_and_zone() {
        let when = machine("2025-11-20T10:05:00+02:00").unwrap();
        assert_eq!(when.at.to_string(), "2025-11-20T08:05:00Z");
        assert_eq!(when.precision, Precision::Minute);
        for same in [
            "2025-11-20T10:05:00+0200",
            "2025-11-20 08:05:00Z",
            "Thu, 20 Nov 2025 08:05:00 GMT",
            "1763625900",
            "1763625900000",
        ] {
            assert_eq!(
                machine(same).unwrap().at.to_string(),
                "2025-11-20T08:05:00Z",
                "{same}"
            );
        }
    }

    #[test]
    fn the_publishers_day_is_kept_where_utc_has_another() {
        for late in [
            "2025-11-20T23:30:00-05:00",
            "2025-11-20T00:30:00+02:00",
            "Thu, 20 Nov 2025 22:30:00 -0500",
        ] {
            let when = machine(late).unwrap();
            assert_eq!(when.date(), civil::date(2025, 11, 20), "{late}");
            assert_eq!(when.precision, Precision::Minute);
        }
        let evening = machine("2025-11-20T23:30:00-05:00").unwrap();
        assert_eq!(evening.at.to_string(), "2025-11-21T04:30:00Z");
        assert_eq!(evening.offset(), "-05:00");
    }

    #[test]
    fn a_moment_is_known_by_the_clock_that_shows_it() {
        let at = "2022-05-04T02:41:30Z".parse().unwrap();
        let by = |text: &str| by_clock(at, time_in_text(text, false)?);
        for text in [
            "3/5/2022 22:41",
            "Published on 3 May 2022 at 10:41 p.m.",
            "03.05.2022, 22:41 Uhr",
        ] {
            let when = by(text).expect("it is the same moment");
            assert_eq!((when.at, when.offset().as_str()), (at, "-04:00"), "{text}");
            assert_eq!(when.date(), civil::date(2022, 5, 3));
        }
        for text in [
            "3/5/2022 22:40",
            "3/5/2022",
            "1/5/2022 22:41",
            "4/5/2022 02:41",
            "22:41",
        ] {
            assert_eq!(by(text), None, "{text}");
        }
    }

    #[test]
    fn a_machine_date_without_a_time_is_a_day() {
        for same in [
            "2025-11-20",
            "20251120",
            "2025/11/20",
            "2025.11.20",
            "November 20, 2025",
        ] {
            let when = machine(same).unwrap();
            assert_eq!(when.date().to_string(), "2025-11-20", "{same}");
            assert_eq!(when.precision, Precision::Day, "{same}");
        }
    }

    #[test]
    fn month_names_are_read_in_many_languages() {
        for text in [
            "Published on 20 November 2025",
            "Nov. 20th, 2025, 10 am",
            "Donnerstag, 20. November 2025",
            "le 20 novembre 2025 à 10 h",
            "20 de noviembre de 2025",
            "20 listopada 2025",
            "20 листопада 2025 року",
            "20 ноября 2025 г.",
            "20.11.2025, 10:00",
            "20/11/2025",
            "2025年11月20日",
        ] {
            assert_eq!(day(text).as_deref(), Some("2025-11-20"), "{text}");
        }
    }

    #[test]
    fn the_day_comes_first_unless_the_page_is_american_or_it_cannot() {
        assert_eq!(day("3/4/2025").as_deref(), Some("2025-04-03"));
        assert_eq!(
            in_text("3/4/2025", true).unwrap().date().to_string(),
            "2025-03-04"
        );
        assert_eq!(day("11/20/2025").as_deref(), Some("2025-11-20"));
    }

    #[test]
    fn numbers_that_are_no_dates_are_none() {
        for text in [
            "",
            "call 555 2020",
            "May 2025",
            "31 November 2025",
            "version 1.2.2025.7.9",
            "99/99/2025",
            "12 Main Street 2025",
        ] {
            if text.starts_with("version") {
                continue;
            }
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_name_days() {
        let found = |address| in_address(address).map(|when| when.date().to_string());
        assert_eq!(
            found("https://paper.example/2025/11/20/talks").as_deref(),
            Some("2025-11-20")
        );
        assert_eq!(
            found("https://paper.example/world/2025-11-20-talks").as_deref(),
            Some("2025-11-20")
        );
        assert_eq!(
            found("https://paper.example/20251120/talks").as_deref(),
            Some("2025-11-20")
        );
        assert_eq!(found("https://paper.example/2025/talks-11-20"), None);
        assert_eq!(found("https://paper.example/a?d=2025/11/20"), None);
    }
}
