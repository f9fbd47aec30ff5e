//! What of a subscription a statement fits, and what it doesn't.

use crate::domain::{Condition, Roster, Wanted, WhoseWords};
use crate::text::fold;

use super::Matchable;
use super::written::written_condition;

/// What was found of a subscription in a statement, each part as it is written. Together they decide: the statement fits
/// where nothing failed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Why {
    /// What it fits: people by their names, words as they were asked for.
    pub fits: Vec<String>,
    /// What it would have had to be, and is not.
    pub fails: Vec<String>,
}

/// Whether a statement fits what is wanted: the rule that the [`Matcher`](super::Matcher) follows for all subscriptions
/// at once.
pub fn fits(wanted: &Wanted, statement: &Matchable) -> bool {
    wanted.words.covers(statement.kind) && holds(&wanted.condition, statement)
}

fn holds(condition: &Condition, statement: &Matchable) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(part, statement)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, statement)),
        Condition::Not(part) => !holds(part, statement),
        Condition::Speaker(id) => statement.speakers.contains(id),
        Condition::Named(name) => statement.is_named(name),
        Condition::Side(id) => statement.sides.contains(id),
        Condition::Outlet(name) => statement.outlet.as_ref() == Some(&fold(name)),
        Condition::Language(language) => &statement.language == language,
        Condition::Word(word) => statement.has_word(word),
        Condition::Prefix(prefix) => statement.has_prefix(prefix),
        Condition::Phrase(phrase) => statement.has_phrase(phrase),
    }
}

/// What of a subscription a statement fits, and what fails.
pub fn why(wanted: &Wanted, statement: &Matchable, roster: &Roster) -> Why {
    let mut why = Why::default();
    tell(&wanted.condition, statement, roster, &mut why);
    if !wanted.words.covers(statement.kind) {
        let kind = match wanted.words {
            WhoseWords::Articles => "kind:reported",
            WhoseWords::Speakers | WhoseWords::Either => "kind:quotation",
        };
        why.fails.push(kind.to_owned());
    }
    why
}

/// Every part of a conjunction is told on its own; of alternatives those that hold, or all of them as one.
fn tell(condition: &Condition, statement: &Matchable, roster: &Roster, why: &mut Why) {
    match condition {
        Condition::All(parts) => parts
            .iter()
            .for_each(|part| tell(part, statement, roster, why)),
        Condition::Any(parts) if holds(condition, statement) => parts
            .iter()
            .filter(|part| holds(part, statement))
            .for_each(|part| tell(part, statement, roster, why)),
        // That something is not there is no reason to read it.
        Condition::Not(_) if holds(condition, statement) => {}
        _ if holds(condition, statement) => {
            let label = label(condition, roster);
            if !why.fits.contains(&label) {
                why.fits.push(label);
            }
        }
        _ => why.fails.push(written_condition(condition, roster)),
    }
}

/// A part that is alone, in as few words as tell what it is.
fn label(condition: &Condition, roster: &Roster) -> String {
    match condition {
        Condition::Speaker(id) => roster
            .find(id)
            .map_or_else(|| id.to_string(), |speaker| speaker.name.clone()),
        Condition::Side(id) => roster
            .find_side(id)
            .map_or_else(|| id.0.clone(), |side| side.name.clone()),
        Condition::Named(name) | Condition::Outlet(name) => name.clone(),
        Condition::Word(word) => word.clone(),
        Condition::Prefix(prefix) => format!("{prefix}*"),
        Condition::Phrase(phrase) => format!("\"{phrase}\""),
        other => written_condition(other, roster),
    }
}
