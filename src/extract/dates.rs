//! The day something was said, as far as the words near it tell.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::domain::{Precision, SaidOn, When};

use super::features::Outline;
use super::mentions::OUTSIDE;
use super::tokens::{Kind, Token, Tokens};
use super::vocabulary::*;

/// The day of publication, which the text does not state.
pub fn published_day(published: Option<&When>) -> Option<SaidOn> {
    published.map(|when| SaidOn {
        date: when.date(),
        precision: match when.precision {
            Precision::Minute => Precision::Day,
            other => other,
        },
        stated: false,
    })
}

/// The day that words outside quotations in `range` state, the nearest to `near` first. Of `said`, the bytes of what was
/// said, none counts: "said that it sails on Tuesday".
pub fn stated_day(
    outline: &Outline<'_>,
    range: Range<usize>,
    near: usize,
    said: &Range<usize>,
    published: Option<&When>,
) -> Option<SaidOn> {
    let today = published.map(When::date);
    let near_range = range.start.max(near.saturating_sub(REACH))..range.end.min(near + REACH + 1);
    near_range
        .filter(|&index| {
            let token = &outline.cut.tokens[index];
            token.is(DATE)
                && outline.inside[index] == OUTSIDE
                && !is_named(outline, index)
                && !said.contains(&token.range().start)
        })
        .filter(|&index| is_of_clause(&outline.cut, &range, index, near))
        .filter_map(|index| {
            date_at(&outline.cut, index, &range, today).map(|date| (index.abs_diff(near), date))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, date)| date)
}

/// Whether a word is of somebody's name: "Jan Vale".
fn is_named(outline: &Outline<'_>, index: usize) -> bool {
    let mention = outline.mentions.get(outline.mention_of[index] as usize);
    mention.is_some_and(|mention| mention.name.contains(&index))
}

/// Whether no clause of its own parts a date from a cue: "who came on Monday, said", "said that it sails on Tuesday".
fn is_of_clause(cut: &Tokens<'_>, range: &Range<usize>, index: usize, near: usize) -> bool {
    let opens = |t: &Token| t.is(THAT | RELATIVE) && !t.is(DETERMINER);
    // Whoever speaks may be named by the date itself ("Today Ada Vale was firm"): then nothing lies between.
    let between = index.min(near + 1)..index.max(near);
    let before = cut.tokens[range.start..index].iter().rev().take(CLAUSE);
    let mut clause = before.take_while(|t| t.kind != Kind::Comma);
    !cut.tokens[between].iter().any(opens) && (index > near || !clause.any(opens))
}

/// Farther before a date, in tokens, nothing that opens a clause is looked for.
const CLAUSE: usize = 100;

/// What a date begins with.
const DATE: Flags = MONTH | WEEKDAY | TODAY | YESTERDAY | LAST_WEEK | LAST_MONTH | LAST_YEAR;

/// Farther from the cue, in tokens, a date dates something else.
const REACH: usize = 14;

/// The date that begins at a token, if any. `today` is the day by which "on Thursday" is understood.
pub fn date_at(
    cut: &Tokens<'_>,
    index: usize,
    range: &Range<usize>,
    today: Option<Date>,
) -> Option<SaidOn> {
    let token = cut.tokens.get(index)?;
    let said = |date, precision| {
        Some(SaidOn {
            date,
            precision,
            stated: true,
        })
    };
    if token.is(MONTH) {
        return month_at(cut, index, range, today);
    }
    let today = today?;
    if token.is(WEEKDAY) {
        // "on Thursday": the last one, the day of publication included.
        let weekday = Weekday::from_monday_zero_offset(i8::try_from(token.value).ok()?).ok()?;
        let back = i64::from(weekday.until(today.weekday()));
        return said(today.checked_sub(back.days()).ok()?, Precision::Day);
    }
    if token.is(TODAY) {
        return said(today, Precision::Day);
    }
    if token.is(YESTERDAY) {
        return said(today.checked_sub(1.day()).ok()?, Precision::Day);
    }
    if token.is(LAST_WEEK) {
        let back = i64::from(today.weekday().to_monday_zero_offset()) + 7;
        return said(today.checked_sub(back.days()).ok()?, Precision::Week);
    }
    if token.is(LAST_MONTH) {
        return said(
            today.first_of_month().checked_sub(1.month()).ok()?,
            Precision::Month,
        );
    }
    if token.is(LAST_YEAR) {
        return said(Date::new(today.year() - 1, 1, 1).ok()?, Precision::Year);
    }
    None
}

/// "November 20, 2025", "20 November 2025", "Nov. 20", "20. November", "November 2025", "in November".
fn month_at(
    cut: &Tokens<'_>,
    index: usize,
    range: &Range<usize>,
    today: Option<Date>,
) -> Option<SaidOn> {
    let month = i8::try_from(cut.tokens[index].value).ok()?;
    let number = |at: usize| -> Option<i16> {
        range
            .contains(&at)
            .then(|| cut.tokens.get(at))
            .flatten()
            .filter(|t| t.kind == Kind::Number)?;
        let digits = cut.word(at).trim_end_matches(|c: char| !c.is_ascii_digit());
        digits.parse().ok()
    };
    let day_of = |n: i16| (1..=31).contains(&n).then_some(n as i8);
    let year_of = |n: i16| (1900..=2199).contains(&n).then_some(n);
    let is = |at: usize, kind: Kind| {
        range.contains(&at) && cut.tokens.get(at).is_some_and(|t| t.kind == kind)
    };
    let before = index
        .checked_sub(1)
        .map(|b| {
            if is(b, Kind::Stop) {
                b.saturating_sub(1)
            } else {
                b
            }
        })
        .and_then(number)
        .and_then(day_of);
    // What follows the month: a day, then perhaps a year; or a year.
    let next = index + 1;
    let after_day = number(next).and_then(day_of);
    let year_at = match (before, after_day) {
        (Some(_), _) => next + usize::from(is(next, Kind::Comma)),
        (None, Some(_)) => next + 1 + usize::from(is(next + 1, Kind::Comma)),
        (None, None) => next,
    };
    let year = number(year_at).and_then(year_of);
    let day = before.or(after_day);
    let capital = cut.tokens[index].upper;
    if day.is_none() && year.is_none() {
        // "in May", not "may": a capital, and a word that is not also something else.
        let preposition = index
            .checked_sub(1)
            .is_some_and(|b| range.contains(&b) && cut.tokens[b].is(PREPOSITION));
        if !preposition || (!capital && cut.tokens[index].is(AUXILIARY)) {
            return None;
        }
    }
    let year = year.or_else(|| {
        let today = today?;
        let this_year = Date::new(today.year(), month, day.unwrap_or(1)).ok()?;
        Some(if this_year > today {
            today.year() - 1
        } else {
            today.year()
        })
    })?;
    let date = Date::new(year, month, day.unwrap_or(1)).ok()?;
    Some(SaidOn {
        date,
        precision: if day.is_some() {
            Precision::Day
        } else {
            Precision::Month
        },
        stated: true,
    })
}
