//! What a subscription says, in its one form.

use jiff::civil::Time;

use super::names::Names;
use super::tokens::is_quote;
use super::{DEFAULT_ZONE, Known, Written};
use crate::domain::{Condition, Delivery, Roster, WhoseWords};

/// A condition as it is written.
pub fn written_condition(written: &Condition, roster: &Roster) -> String {
    let known = Known {
        roster,
        outlets: &[],
    };
    condition(written, &Names::new(known))
}

pub(super) fn written(written: &Written, roster: &Roster) -> String {
    let mut parts = vec![written_condition(&written.wanted.condition, roster)];
    match written.wanted.words {
        WhoseWords::Speakers => {}
        WhoseWords::Articles => parts.push("kind:reported".to_owned()),
        WhoseWords::Either => parts.push("kind:any".to_owned()),
    }
    if written.wanted.first_use {
        parts.push("first:yes".to_owned());
    }
    match written.delivery {
        Delivery::AtOnce => {}
        Delivery::Hourly => parts.push("every:hour".to_owned()),
        Delivery::Daily { at } => parts.push(format!("every:day at:{}", time(at))),
        Delivery::Weekly { on, at } => {
            parts.push(format!("every:week on:{} at:{}", on.name(), time(at)));
        }
    }
    if let Some(quiet) = written.quiet {
        parts.push(format!("quiet:{}-{}", time(quiet.from), time(quiet.until)));
    }
    if written.zone != DEFAULT_ZONE {
        parts.push(format!("tz:{}", written.zone));
    }
    parts.join(" ")
}

fn time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

pub(super) fn condition(written: &Condition, names: &Names<'_>) -> String {
    match written {
        Condition::All(parts) => joined(parts, " ", names),
        Condition::Any(parts) => joined(parts, " OR ", names),
        Condition::Not(part) => format!("NOT {}", within(part, names)),
        Condition::Speaker(id) => match names.name_of(id) {
            Some(name) => format!("by:{}", value(name)),
            None => format!("by:{}", value(&id.0)),
        },
        Condition::Named(name) => format!("by:{}", value(name)),
        Condition::Side(id) => format!("side:{}", value(&id.0)),
        Condition::Outlet(name) => format!("outlet:{}", value(name)),
        Condition::Language(language) => format!("lang:{}", language.code()),
        Condition::Word(word) if is_plain(word) && !is_operator(word) && !names.is_part(word) => {
            word.clone()
        }
        Condition::Word(word) => format!("word:{}", value(word)),
        Condition::Prefix(prefix) if is_plain(prefix) => format!("{prefix}*"),
        Condition::Prefix(prefix) => format!("word:{}", value(&format!("{prefix}*"))),
        Condition::Phrase(phrase) => format!("\"{phrase}\""),
    }
}

fn joined(parts: &[Condition], between: &str, names: &Names<'_>) -> String {
    let parts: Vec<String> = parts.iter().map(|part| within(part, names)).collect();
    parts.join(between)
}

/// A part of another condition: in brackets where it has parts itself.
fn within(part: &Condition, names: &Names<'_>) -> String {
    let written = condition(part, names);
    match part {
        Condition::All(_) | Condition::Any(_) => format!("({written})"),
        _ => written,
    }
}

fn is_operator(word: &str) -> bool {
    matches!(word, "AND" | "OR" | "NOT")
}

/// Whether a text is read as one word without quotation marks.
fn is_plain(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '.'))
}

/// A field's value, in quotation marks where it needs them. A mark within can't be written and is no part of any name
/// that is compared.
fn value(text: &str) -> String {
    let bare = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '-');
    if bare {
        return text.to_owned();
    }
    let inner: String = text.chars().filter(|c| !is_quote(*c)).collect();
    format!("\"{inner}\"")
}
