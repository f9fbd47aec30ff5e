//! Subscriptions as cards.

use jiff::Timestamp;

use super::locale::Words;
use super::said::{statement, strong, text};
use super::{Card, Line, Part, Span};
use crate::commands::{Explained, Now, Subscribed};
use crate::domain::{Pause, Precision, Roster, Subscription};
use crate::text::shown;

/// Subscriptions that one message lists.
const LISTED: usize = 25;

/// Subscriptions that an explanation tells of.
const EXPLAINED: usize = 10;

pub(super) fn subscribed(told: &Subscribed, roster: &Roster, words: &Words) -> Card {
    let message = if told.is_new {
        "subscribed"
    } else {
        "subscription-edited"
    };
    let mut parts = vec![
        Part::Line(vec![Span::Strong(numbered(
            message,
            &told.subscription,
            words,
        ))]),
        Part::Line(vec![written(&told.subscription)]),
    ];
    let found = &told.previewed.found;
    let given = [
        ("days", found.days.into()),
        ("alerts", found.alerts.into()),
        ("articles", found.articles.into()),
    ];
    let mut say = |message: &str| {
        parts.push(Part::Line(vec![Span::Text(
            words.tell_with(message, &given),
        )]));
    };
    say(if found.articles == 0 {
        "nothing-to-try-on"
    } else if found.alerts == 0 {
        "would-have-sent-nothing"
    } else {
        "would-have-sent"
    });
    if found.is_part {
        say("newest-articles-only");
    }
    if found.is_too_broad() {
        say("too-broad");
    }
    for (quoted, reasons) in &told.previewed.samples {
        parts.push(Part::Line(reasons_line(reasons)));
        parts.extend(statement(quoted, roster, words));
    }
    Card {
        parts,
        ..Card::default()
    }
}

pub(super) fn already(subscription: &Subscription, words: &Words) -> Card {
    Card {
        parts: vec![
            Part::Line(vec![Span::Strong(numbered(
                "already-subscribed",
                subscription,
                words,
            ))]),
            Part::Line(vec![written(subscription)]),
        ],
        is_private: true,
        ..Card::default()
    }
}

pub(super) fn list(here: &[Subscription], elsewhere: &[Subscription], words: &Words) -> Card {
    let mut parts = Vec::new();
    if here.is_empty() {
        parts.push(Part::Line(vec![Span::Text(words.tell("no-subscriptions"))]));
    }
    for (message, listed) in [
        ("subscriptions-here", here),
        ("subscriptions-elsewhere", elsewhere),
    ] {
        if listed.is_empty() {
            continue;
        }
        parts.push(Part::Line(vec![Span::Strong(words.tell(message))]));
        let lines = listed.iter().take(LISTED).map(|one| line(one, words));
        parts.push(Part::List(lines.collect()));
        if let more @ 1.. = listed.len().saturating_sub(LISTED) {
            let told = words.tell_with("and-more", &[("more", more.into())]);
            parts.push(Part::Line(vec![Span::Text(told)]));
        }
    }
    Card {
        parts,
        is_private: true,
        ..Card::default()
    }
}

pub(super) fn changed(subscription: &Subscription, now: Now, words: &Words) -> Card {
    let (message, until) = match now {
        Now::Paused => ("subscription-paused", None),
        Now::Sending => ("subscription-resumed", None),
        Now::Removed => ("subscription-removed", None),
        Now::Muted { until } => ("subscription-muted", Some(until)),
    };
    let mut line = vec![Span::Strong(numbered(message, subscription, words))];
    if let Some(until) = until {
        line.extend([Span::Text(" ".to_owned()), moment(until, words)]);
    }
    Card {
        parts: vec![Part::Line(line), Part::Line(vec![written(subscription)])],
        ..Card::default()
    }
}

pub(super) fn explained(told: &Explained, roster: &Roster, words: &Words) -> Card {
    let mut parts = statement(&told.quoted, roster, words);
    let message = match &told.delivered {
        None => "explain-not-owed",
        Some(delivered) => match delivered.outcome.as_deref() {
            Some("delivered") => "explain-sent",
            Some("gathered") | None => "explain-waits",
            Some(_) => "explain-not-sent",
        },
    };
    parts.push(Part::Line(vec![Span::Strong(words.tell(message))]));
    if told.subscriptions.is_empty() {
        parts.push(Part::Line(vec![Span::Text(words.tell("no-subscriptions"))]));
    }
    let mut lines: Vec<Line> = Vec::new();
    for (subscription, why) in told.subscriptions.iter().take(EXPLAINED) {
        let mut line = line(subscription, words);
        for (message, found) in [("it-fits", &why.fits), ("it-fails", &why.fails)] {
            if !found.is_empty() {
                line.push(Span::Text(format!(" · {} ", words.tell(message))));
                line.push(text(found.join(", ")));
            }
        }
        lines.push(line);
    }
    parts.push(Part::List(lines));
    Card {
        parts,
        is_private: true,
        ..Card::default()
    }
}

fn numbered(message: &str, subscription: &Subscription, words: &Words) -> String {
    words.tell_with(message, &[("id", subscription.id.to_string().into())])
}

fn written(subscription: &Subscription) -> Span {
    Span::Typed(shown(&subscription.given.written))
}

/// A subscription on one line: its number, its text, and why it sends nothing if it doesn't.
fn line(subscription: &Subscription, words: &Words) -> Line {
    let mut line = vec![
        strong(subscription.id.to_string()),
        Span::Text(" ".to_owned()),
        written(subscription),
    ];
    match &subscription.pause {
        Some(Pause::Asked) => line.push(Span::Text(format!(" · {}", words.tell("paused")))),
        Some(Pause::Closed { reason }) => {
            line.push(Span::Text(format!(" · {}: ", words.tell("paused"))));
            line.push(text(reason));
        }
        None => {}
    }
    if let Some(until) = subscription.muted_until {
        line.push(Span::Text(format!(" · {} ", words.tell("muted-until"))));
        line.push(moment(until, words));
    }
    line
}

fn moment(at: Timestamp, words: &Words) -> Span {
    Span::Moment {
        at,
        precision: Precision::Minute,
        text: words.minute(at),
    }
}

fn reasons_line(reasons: &[String]) -> Line {
    vec![text(reasons.join(" · "))]
}
