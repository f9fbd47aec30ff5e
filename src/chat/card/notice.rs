//! Notices as cards.

use super::locale::Words;
use super::said::{statement, text};
use super::{Card, Line, Part, Span};
use crate::domain::{Cadence, Digested, Gap, News, Notice, Roster};
use crate::text::shown;

/// A notice, in these words.
pub fn notice(notice: &Notice, roster: &Roster, words: &Words) -> Card {
    match notice {
        Notice::Alert {
            quoted,
            reasons,
            late,
        } => {
            let mut title = because(reasons);
            if *late {
                title.push(Span::Text(format!(" · {}", words.tell("late"))));
            }
            Card {
                title,
                parts: statement(quoted, roster, words),
                ..Card::default()
            }
        }
        Notice::Digest {
            of,
            statements,
            omitted,
        } => {
            let mut parts = Vec::new();
            for (quoted, reasons) in statements {
                parts.push(Part::Line(because(reasons)));
                parts.extend(statement(quoted, roster, words));
            }
            if *omitted > 0 {
                let told = words.tell_with("and-more", &[("more", (*omitted).into())]);
                parts.push(Part::Line(vec![Span::Text(told)]));
            }
            Card {
                title: vec![text(digested(of, words))],
                parts,
                ..Card::default()
            }
        }
        Notice::Edited {
            now,
            before,
            difference,
        } => {
            let told = if now.is_some() { "edited" } else { "vanished" };
            let mut parts = vec![Part::Difference(difference.clone())];
            parts.extend(statement(now.as_ref().unwrap_or(before), roster, words));
            Card {
                title: vec![Span::Text(words.tell(told))],
                parts,
                ..Card::default()
            }
        }
        Notice::Gaps(gaps) => {
            let mut lines: Vec<String> = gaps.iter().map(|one| gap(one, words)).collect();
            lines.push(words.tell("gaps-meanwhile"));
            plain(&words.tell("gaps"), &lines)
        }
        Notice::News(told) => news(told, words),
        Notice::Told { title, lines } => plain(title, lines),
    }
}

fn plain(title: &str, lines: &[String]) -> Card {
    Card {
        title: vec![text(title)],
        parts: lines
            .iter()
            .map(|line| Part::Line(vec![text(line)]))
            .collect(),
        ..Card::default()
    }
}

fn digested(of: &Digested, words: &Words) -> String {
    let (cadence, at) = match of {
        Digested::Lately { cadence, at } => (cadence, at),
        Digested::Titled(title) => return title.clone(),
    };
    let (name, date) = match cadence {
        Cadence::Hourly => {
            let date = format!("{}, {}", words.day(at.date()), at.strftime("%H:%M"));
            ("digest-hourly", date)
        }
        Cadence::Daily => ("digest-daily", words.day(at.date())),
        Cadence::Weekly => ("digest-weekly", words.day(at.date())),
    };
    words.tell_with(name, &[("date", date.into())])
}

fn gap(gap: &Gap, words: &Words) -> String {
    let source = gap.outlet.as_deref().unwrap_or(&gap.source.0);
    words.tell_with(
        "gap",
        &[
            ("source", shown(source).into()),
            ("from", words.minute(gap.from).into()),
            ("until", words.minute(gap.until).into()),
        ],
    )
}

fn news(news: &News, words: &Words) -> Card {
    match news {
        News::Closed {
            conversation,
            reason,
            subscriptions,
            ..
        } => {
            let place = shown(&conversation.place);
            let title = match &conversation.thread {
                Some(thread) => words.tell_with(
                    "alerts-paused-in-thread",
                    &[("place", place.into()), ("thread", shown(thread).into())],
                ),
                None => words.tell_with("alerts-paused", &[("place", place.into())]),
            };
            let lines = [
                format!("{}: {reason}", conversation.platform),
                words.tell_with(
                    "alerts-paused-till",
                    &[("subscriptions", (*subscriptions).into())],
                ),
            ];
            plain(&title, &lines)
        }
        News::Failing {
            source,
            since,
            failures,
            reason,
        } => {
            let title = words.tell_with("source-fails", &[("source", shown(&source.0).into())]);
            let given = [
                ("since", words.minute(*since).into()),
                ("failures", (*failures).into()),
            ];
            let lines = [
                words.tell_with("source-fails-since", &given),
                reason.clone(),
            ];
            plain(&title, &lines)
        }
        News::Recovered {
            source,
            from,
            until,
        } => {
            let title = words.tell_with("source-recovered", &[("source", shown(&source.0).into())]);
            let given = [
                ("from", words.minute(*from).into()),
                ("until", words.minute(*until).into()),
            ];
            plain(&title, &[words.tell_with("source-failed-from", &given)])
        }
    }
}

fn because(reasons: &[String]) -> Line {
    let reasons: Vec<String> = reasons.iter().map(|reason| shown(reason)).collect();
    vec![Span::Text(reasons.join(" · "))]
}
