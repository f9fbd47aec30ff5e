//! Quotations with their sources, in a card.

use jiff::tz::TimeZone;

use super::locale::Words;
use super::{Line, Part, Span};
use crate::domain::{
    Article, Correction, Passage, Precision, QuotedStatement, Roster, SaidOn, When,
};
use crate::text::{passage_link, shown};

/// Carriers that are named beside the first.
const NAMED: usize = 2;

pub(super) fn text(text: impl AsRef<str>) -> Span {
    Span::Text(shown(text.as_ref()))
}

pub(super) fn strong(text: impl AsRef<str>) -> Span {
    Span::Strong(shown(text.as_ref()))
}

/// A statement: its words, who said them, when, where, and who carries them too.
pub(super) fn statement(quoted: &QuotedStatement, roster: &Roster, words: &Words) -> Vec<Part> {
    let mut source = vec![speaker(quoted, roster, words), published(quoted, words)];
    source.extend(carriers(quoted, words));
    let corrections = quoted.corrections.iter();
    source.extend(corrections.map(|made| vec![Span::Text(corrected(made, words))]));
    vec![
        Part::Quote {
            words: shown(&quoted.words()),
            is_own: quoted.statement.kind.is_quotation(),
        },
        Part::Source(source),
    ]
}

/// What a person corrected, for whoever reads the quotation.
pub(crate) fn corrected(made: &Correction, words: &Words) -> String {
    let day = made.at.to_zoned_datetime(TimeZone::UTC).date();
    let nothing = || words.tell("unattributed");
    let written = |value: &Option<String>| value.as_deref().map_or_else(nothing, shown);
    words.tell_with(
        &format!("corrected-{}", made.field.name()),
        &[
            ("date", words.day(day).into()),
            ("before", written(&made.before).into()),
            ("after", written(&made.after).into()),
            ("note", shown(&made.note).into()),
        ],
    )
}

/// A passage: the article's words, marked as such.
pub(super) fn passage(passage: &Passage, words: &Words) -> Vec<Part> {
    let mut line = date_of(passage.article.published, words);
    line.extend(place(&passage.article, &passage.text, words));
    vec![
        Part::Quote {
            words: shown(&passage.text),
            is_own: false,
        },
        Part::Source(vec![vec![Span::Text(words.tell("reporting"))], line]),
    ]
}

fn speaker(quoted: &QuotedStatement, roster: &Roster, words: &Words) -> Line {
    let mut line = match &quoted.statement.attribution.speaker {
        Some(speaker) => vec![strong(speaker)],
        None => vec![Span::Strong(words.tell("unattributed"))],
    };
    if let Some(role) = quoted.role(roster) {
        line.push(text(format!(", {role}")));
    }
    if !quoted.statement.kind.is_quotation() {
        line.push(Span::Text(format!(" ({})", words.tell("reported-speech"))));
    }
    line
}

fn published(quoted: &QuotedStatement, words: &Words) -> Line {
    let published = quoted.article.published;
    // Where the day is only that of publication, the minute says more.
    let to_the_minute = |said: SaidOn| {
        let at = published.filter(|when| when.precision == Precision::Minute);
        !said.stated && at.is_some_and(|when| when.date() == said.date)
    };
    let mut line = match quoted.statement.said_on {
        Some(said) if !to_the_minute(said) => vec![said_on(said, words)],
        _ => date_of(published, words),
    };
    line.extend(place(&quoted.article, &quoted.statement.text, words));
    line
}

/// " · outlet · title", the title (or what there is of it) linked to the passage.
fn place(article: &Article, quoted: &str, words: &Words) -> Line {
    let mut line = Vec::new();
    if let Some(outlet) = &article.outlet {
        line.push(Span::Text(format!(" · {}", shown(outlet))));
    }
    let title = article.title.clone();
    match &article.url {
        Some(url) if url.starts_with("https://") || url.starts_with("http://") => {
            line.push(Span::Text(" · ".to_owned()));
            line.push(Span::Link {
                text: shown(&title.unwrap_or_else(|| words.tell("to-the-article"))),
                url: passage_link(&shown(url), quoted),
            });
        }
        _ => {
            line.extend(title.map(|title| Span::Text(format!(" · {}", shown(&title)))));
            line.push(Span::Text(format!(" · {}", words.tell("no-address"))));
        }
    }
    line
}

fn said_on(said: SaidOn, words: &Words) -> Span {
    let date = said.date;
    let (name, told) = match said.precision {
        Precision::Minute | Precision::Day => ("on-day", words.day(date)),
        Precision::Week => ("in-week", words.day(date)),
        Precision::Month => ("in-month", words.month(date)),
        Precision::Year => ("in-year", date.strftime("%Y").to_string()),
    };
    let verb = if said.stated { "said" } else { "published" };
    Span::Text(words.tell_with(&format!("{verb}-{name}"), &[("date", told.into())]))
}

/// A day of publication is told as the day that it was at the outlet; a minute as a moment.
pub(super) fn date_of(published: Option<When>, words: &Words) -> Line {
    let Some(when) = published else {
        return vec![Span::Text(words.tell("no-date"))];
    };
    let day = words.day(when.date());
    if when.precision == Precision::Minute {
        return vec![
            Span::Text(words.tell("published-at")),
            Span::Text(" ".to_owned()),
            Span::Moment {
                at: when.at,
                precision: Precision::Minute,
                text: format!("{day}, {}", minute(when)),
            },
        ];
    }
    vec![Span::Text(
        words.tell_with("published-on-day", &[("date", day.into())]),
    )]
}

fn minute(when: When) -> String {
    let clock = when.local().strftime("%H:%M UTC");
    format!("{clock}{}", when.offset())
}

fn carriers(quoted: &QuotedStatement, words: &Words) -> Option<Line> {
    let others: Vec<String> = quoted.other_carriers().into_iter().map(shown).collect();
    if others.is_empty() {
        return None;
    }
    let more = others.len().saturating_sub(NAMED);
    let named = others[..others.len().min(NAMED)].join(", ");
    let told = if more == 0 {
        words.tell_with("also-carried", &[("outlets", named.into())])
    } else {
        words.tell_with(
            "also-carried-by-more",
            &[("outlets", named.into()), ("more", more.into())],
        )
    };
    Some(vec![Span::Text(told)])
}
