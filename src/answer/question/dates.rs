//! Dates as people write them, and the ranges that they make.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::domain::DateRange;

use super::lexicon::Part;
use super::tokens::Tokens;

/// What can be written where a date is wanted, for a person.
pub const ACCEPTED: &str = "2025-11-20, 20.11.2025, 20 Nov 2025, 20 November, November 2025, Thursday, yesterday, last week, 3 days ago";

/// First and last day of what one expression means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Days {
    first: Date,
    last: Date,
}

impl Days {
    fn one(day: Date) -> Self {
        Self {
            first: day,
            last: day,
        }
    }

    fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Self {
            first,
            last: first.last_of_month(),
        })
    }

    fn year(year: i16) -> Option<Self> {
        Some(Self {
            first: Date::new(year, 1, 1).ok()?,
            last: Date::new(year, 12, 31).ok()?,
        })
    }

    fn week_of(day: Date) -> Option<Self> {
        let since_monday = i64::from(day.weekday().to_monday_zero_offset());
        let first = day.checked_sub(since_monday.days()).ok()?;
        Some(Self {
            first,
            last: first.checked_add(6.days()).ok()?,
        })
    }
}

/// A range of words and the days that they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dated {
    pub(super) words: std::ops::Range<usize>,
    pub(super) range: DateRange,
}

/// The days by which dates are understood.
#[derive(Debug, Clone, Copy)]
pub(in crate::answer) struct AsOf {
    /// "yesterday" is the day before.
    pub(in crate::answer) today: Date,
    /// The day of the newest article: "July" is the last July before, since nothing later could be found.
    pub(in crate::answer) newest: Date,
}

/// The first date of a question, with the words around it that make it a range.
pub(super) fn find(tokens: &Tokens<'_>, as_of: AsOf) -> Option<Dated> {
    (0..tokens.len()).find_map(|index| range_at(tokens, index, as_of))
}

/// The first and last day that a text means which is a date and nothing else.
pub(super) fn read(text: &str, as_of: AsOf) -> Option<(Date, Date)> {
    let languages = crate::text::languages_of(text);
    let tokens = Tokens::new(text, &languages);
    let mut start = 0;
    while tokens.is(start, Part::Article) || tokens.is(start, Part::Within) {
        start += 1;
    }
    let (days, length) = days_at(&tokens, start, as_of, true)?;
    (start + length == tokens.len()).then_some((days.first, days.last))
}

fn range_at(tokens: &Tokens<'_>, index: usize, as_of: AsOf) -> Option<Dated> {
    if !tokens.free(index..index + 1) {
        return None;
    }
    let next = |from: usize, sure| {
        let from = (from..tokens.len()).find(|&at| !tokens.is(at, Part::Article))?;
        let (days, length) = days_at(tokens, from, as_of, sure)?;
        Some((days, from + length))
    };
    let dated = |since, until, end| {
        Some(Dated {
            words: index..end,
            range: DateRange { since, until },
        })
    };
    if tokens.is(index, Part::Between)
        && let Some((first, middle)) = next(index + 1, true)
        && tokens.is(middle, Part::And)
        && let Some((last, end)) = next(middle + 1, true)
    {
        return dated(Some(first.first), Some(last.last), end);
    }
    // "between 3 and 5 November": the month is said once.
    if tokens.is(index, Part::Between)
        && let Some(first) = number(tokens, index + 1)
        && tokens.is(index + 2, Part::And)
        && let Some((last, end)) = next(index + 3, true)
        && last.first == last.last
        && let Ok(first) = Date::new(
            last.last.year(),
            last.last.month(),
            i8::try_from(first).unwrap_or_default(),
        )
    {
        return dated(Some(first), Some(last.last), end);
    }
    let begins = [Part::Since, Part::After, Part::Until, Part::Before];
    if let Some(part) = begins.into_iter().find(|&part| tokens.is(index, part))
        && let Some((days, end)) = next(index + 1, true)
    {
        return match part {
            Part::Since => dated(Some(days.first), None, end),
            Part::After => dated(days.last.tomorrow().ok(), None, end),
            Part::Until => dated(None, Some(days.last), end),
            _ => dated(None, days.first.yesterday().ok(), end),
        };
    }
    if tokens.is(index, Part::Within)
        && let Some((days, end)) = next(index + 1, true)
    {
        return dated(Some(days.first), Some(days.last), end);
    }
    let (days, length) = days_at(tokens, index, as_of, false)?;
    dated(Some(days.first), Some(days.last), index + length)
}

/// The days that the words from `index` on mean, and how many words those are. `sure` where a word before them says
/// that a date follows, so that "may" is a month and 2025 a year.
fn days_at(
    tokens: &Tokens<'_>,
    index: usize,
    AsOf { today, newest }: AsOf,
    sure: bool,
) -> Option<(Days, usize)> {
    if !tokens.free(index..index + 1) {
        return None;
    }
    numeric(tokens, index)
        .or_else(|| day_and_month(tokens, index, newest))
        .or_else(|| month(tokens, index, newest, sure))
        .or_else(|| relative(tokens, index, today))
        .or_else(|| weekday(tokens, index, today))
        .or_else(|| {
            let year = year(tokens, index).filter(|_| sure)?;
            Some((Days::year(year)?, 1))
        })
}

/// 2025-11-20, 20.11.2025, 20/11/2025, 2025/11/20.
fn numeric(tokens: &Tokens<'_>, index: usize) -> Option<(Days, usize)> {
    let token = tokens.tokens.get(index)?;
    let mut dotted = token.written.split('.');
    if let (Some(day), Some(month), Some(year), None) =
        (dotted.next(), dotted.next(), dotted.next(), dotted.next())
    {
        let day = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
        return plausible(day).map(|day| (Days::one(day), 1));
    }
    let [first, second, third] = tokens.tokens.get(index..index + 3)? else {
        return None;
    };
    let joined = |a: &super::tokens::Token<'_>, b: &super::tokens::Token<'_>| {
        matches!(tokens.text.get(a.end..b.start), Some("-" | "/" | "‐" | "–"))
    };
    if !joined(first, second) || !joined(second, third) {
        return None;
    }
    let (a, b, c) = (first.written, second.written, third.written);
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    let day = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    plausible(day).map(|day| (Days::one(day), 3))
}

fn plausible(day: Date) -> Option<Date> {
    (date(1900, 1, 1)..=date(2199, 12, 31))
        .contains(&day)
        .then_some(day)
}

fn number(tokens: &Tokens<'_>, index: usize) -> Option<i64> {
    let word = &tokens.tokens.get(index)?.word;
    let digits = ["st", "nd", "rd", "th", "er"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    digits.parse().ok().filter(|number| *number <= 9999)
}

fn year(tokens: &Tokens<'_>, index: usize) -> Option<i16> {
    let year = i16::try_from(number(tokens, index)?).ok()?;
    (1900..2200).contains(&year).then_some(year)
}

fn month_number(tokens: &Tokens<'_>, index: usize) -> Option<i8> {
    let word = &tokens.tokens.get(index)?.word;
    tokens
        .lexicons
        .iter()
        .find_map(|lexicon| lexicon.month(word))
}

/// 20 November 2025, November 20, 2025, 20 Nov.
fn day_and_month(tokens: &Tokens<'_>, index: usize, newest: Date) -> Option<(Days, usize)> {
    let (day, month) = match (number(tokens, index), month_number(tokens, index)) {
        (Some(day), _) => {
            // "20th of November"
            let of = tokens
                .tokens
                .get(index + 1)
                .is_some_and(|token| token.word == "of");
            let at = index + 1 + usize::from(of);
            ((day, at), month_number(tokens, at)?)
        }
        (None, Some(month)) => ((number(tokens, index + 1)?, index + 1), month),
        (None, None) => return None,
    };
    let ((day, end), month) = (day, month);
    let day = i8::try_from(day).ok()?;
    let end = end + 1;
    if let Some(year) = year(tokens, end) {
        return Some((
            Days::one(Date::new(year, month, day).ok()?),
            end + 1 - index,
        ));
    }
    let day = latest(newest, |year| Date::new(year, month, day).ok())?;
    Some((Days::one(day), end - index))
}

/// November 2025, November.
fn month(tokens: &Tokens<'_>, index: usize, newest: Date, sure: bool) -> Option<(Days, usize)> {
    let month = month_number(tokens, index)?;
    if let Some(year) = year(tokens, index + 1) {
        return Some((Days::month(year, month)?, 2));
    }
    // "may", "march": only where a word before says that it is a month.
    if !sure {
        return None;
    }
    let first = latest(newest, |year| Date::new(year, month, 1).ok())?;
    Some((Days::month(first.year(), month)?, 1))
}

/// The last such day that is not after `newest`.
fn latest(newest: Date, day: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    day(newest.year())
        .filter(|day| *day <= newest)
        .or_else(|| day(newest.year() - 1))
}

/// Today, yesterday, last week, this month, 3 days ago, last 7 days.
fn relative(tokens: &Tokens<'_>, index: usize, today: Date) -> Option<(Days, usize)> {
    if tokens.is(index, Part::Today) {
        return Some((Days::one(today), 1));
    }
    if tokens.is(index, Part::Yesterday) {
        return Some((Days::one(today.yesterday().ok()?), 1));
    }
    if let Some(count) = number(tokens, index)
        && tokens.is(index + 2, Part::Ago)
    {
        let then = back(tokens, index + 1, count, today)?;
        return Some((Days::one(then), 3));
    }
    let (last, this) = (tokens.is(index, Part::Last), tokens.is(index, Part::This));
    if !last && !this {
        return None;
    }
    if let Some(count) = number(tokens, index + 1).filter(|_| last) {
        let first = back(tokens, index + 2, count, today)?.tomorrow().ok()?;
        return Some((Days { first, last: today }, 3));
    }
    let back = i32::from(last);
    let unit = index + 1;
    let days = if tokens.is(unit, Part::Week) {
        Days::week_of(today.checked_sub((7 * back).days()).ok()?)?
    } else if tokens.is(unit, Part::Month) {
        let then = today.first_of_month().checked_sub(back.months()).ok()?;
        Days::month(then.year(), then.month())?
    } else if tokens.is(unit, Part::Year) {
        Days::year(today.year() - i16::from(last))?
    } else if let Some((days, _)) = weekday(tokens, unit, today) {
        days
    } else if last && let Some(month) = month_number(tokens, unit) {
        let first = latest(today, |year| Date::new(year, month, 1).ok())?;
        Days::month(first.year(), month)?
    } else {
        return None;
    };
    Some((days, 2))
}

fn back(tokens: &Tokens<'_>, unit: usize, count: i64, today: Date) -> Option<Date> {
    let span = if tokens.is(unit, Part::Day) {
        count.days()
    } else if tokens.is(unit, Part::Week) {
        (7 * count).days()
    } else if tokens.is(unit, Part::Month) {
        count.months()
    } else if tokens.is(unit, Part::Year) {
        count.years()
    } else {
        return None;
    };
    today.checked_sub(span).ok()
}

/// The last such weekday, today included.
fn weekday(tokens: &Tokens<'_>, index: usize, today: Date) -> Option<(Days, usize)> {
    let word = &tokens.tokens.get(index)?.word;
    let wanted = tokens
        .lexicons
        .iter()
        .find_map(|lexicon| lexicon.weekday(word))?;
    let since =
        (i64::from(today.weekday().to_monday_one_offset()) - i64::from(wanted)).rem_euclid(7);
    Some((Days::one(today.checked_sub(since.days()).ok()?), 1))
}

/// A range as it is shown back: "since 17 Nov 2025".
pub(super) fn describe(range: DateRange) -> String {
    let day = |day: Date| day.strftime("%-d %b %Y").to_string();
    match (range.since, range.until) {
        (Some(since), Some(until)) if since == until => format!("on {}", day(since)),
        (Some(since), Some(until)) => format!("{} to {}", day(since), day(until)),
        (Some(since), None) => format!("since {}", day(since)),
        (None, Some(until)) => format!("until {}", day(until)),
        (None, None) => "any day".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Monday.
    const TODAY: Date = date(2025, 11, 24);
    const AS_OF: AsOf = AsOf {
        today: TODAY,
        newest: TODAY,
    };

    fn range(question: &str) -> Option<(Option<Date>, Option<Date>)> {
        let tokens = Tokens::new(question, &crate::text::languages_of(question));
        find(&tokens, AS_OF).map(|dated| (dated.range.since, dated.range.until))
    }

    fn both(first: Date, last: Date) -> Option<(Option<Date>, Option<Date>)> {
        Some((Some(first), Some(last)))
    }

    #[test]
    fn ranges_are_read_as_people_write_them() {
        let day = |d| date(2025, 11, d);
        assert_eq!(
            range("what did Ada Vale say since 20 Nov"),
            Some((Some(day(20)), None))
        );
        assert_eq!(range("tariffs last week"), both(day(17), day(23)));
        assert_eq!(range("who spoke yesterday"), both(day(23), day(23)));
        assert_eq!(range("in November"), both(day(1), day(30)));
        assert_eq!(
            range("what was said in the last 3 days"),
            both(day(22), day(24))
        );
        assert_eq!(range("2 weeks ago"), both(day(10), day(10)));
        assert_eq!(
            range("before November 20, 2025"),
            Some((None, Some(day(19))))
        );
        assert_eq!(range("between 3 and 5 November"), both(day(3), day(5)));
        assert_eq!(
            range("between 3 November and 5 November"),
            both(day(3), day(5))
        );
        assert_eq!(range("on Thursday"), both(day(20), day(20)));
        assert_eq!(range("on Monday"), both(TODAY, TODAY));
        assert_eq!(range("until 2025-11-20"), Some((None, Some(day(20)))));
        assert_eq!(
            range("что сказала Ада Вейл на прошлой неделе"),
            both(day(17), day(23))
        );
        assert_eq!(range("що сказав Том вчора"), both(day(23), day(23)));
        assert_eq!(
            range("was sagte Ada Vale seit dem 20. November"),
            Some((Some(day(20)), None))
        );
        assert_eq!(
            range("qu'a dit Ada Vale depuis le 20 novembre"),
            Some((Some(day(20)), None))
        );
    }

    #[test]
    fn a_word_that_may_be_a_month_is_none_by_itself() {
        assert_eq!(range("what may Ada Vale want"), None);
        assert_eq!(range("the march on the capital"), None);
        assert_eq!(range("since may"), Some((Some(date(2025, 5, 1)), None)));
    }

    #[test]
    fn a_day_without_a_year_is_the_last_one() {
        assert_eq!(
            range("since 3 December"),
            Some((Some(date(2024, 12, 3)), None))
        );
    }

    #[test]
    fn a_month_without_a_year_is_one_that_articles_are_from() {
        let tokens = Tokens::new("what was said in July", &["en"]);
        let newest = date(2016, 11, 8);
        let found = find(&tokens, AsOf { newest, ..AS_OF }).unwrap().range;
        assert_eq!(found.since, Some(date(2016, 7, 1)));
    }

    #[test]
    fn an_option_must_be_a_date_and_nothing_else() {
        assert_eq!(
            read("20 Nov 2025", AS_OF),
            Some((date(2025, 11, 20), date(2025, 11, 20)))
        );
        assert_eq!(
            read("November", AS_OF),
            Some((date(2025, 11, 1), date(2025, 11, 30)))
        );
        assert_eq!(
            read("20.11.2025", AS_OF),
            Some((date(2025, 11, 20), date(2025, 11, 20)))
        );
        assert_eq!(read("2025-11-31", AS_OF), None);
        assert_eq!(read("soonish", AS_OF), None);
        assert_eq!(read("yesterday evening", AS_OF), None);
        assert_eq!(read("", AS_OF), None);
    }
}
