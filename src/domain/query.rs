//! What is searched for, once a question is understood. No search engine is mentioned here.

use jiff::civil::Date;
use serde::Serialize;

use super::speaker::SpeakerId;

/// Days, both inclusive; an open end is unbounded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct DateRange {
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

impl DateRange {
    /// A single day.
    pub fn day(date: Date) -> Self {
        Self {
            since: Some(date),
            until: Some(date),
        }
    }

    /// Whether neither end is set.
    pub fn is_open(&self) -> bool {
        self.since.is_none() && self.until.is_none()
    }

    /// Whether `date` lies within.
    pub fn contains(&self, date: Date) -> bool {
        self.since.is_none_or(|since| since <= date) && self.until.is_none_or(|until| date <= until)
    }
}

/// What may be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Kinds {
    /// A speaker's own words, however the article carries them.
    pub quotation: bool,
    /// What an article says that somebody said.
    pub reported: bool,
    /// Stretches of articles, whoever wrote them.
    pub passage: bool,
}

impl Kinds {
    /// Everything.
    pub const ALL: Self = Self {
        quotation: true,
        reported: true,
        passage: true,
    };
    /// Nothing: to be widened.
    pub const NONE: Self = Self {
        quotation: false,
        reported: false,
        passage: false,
    };
}

impl Default for Kinds {
    fn default() -> Self {
        Self::ALL
    }
}

/// One speaker that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WantedSpeaker {
    /// Somebody of the roster.
    Roster(SpeakerId),
    /// Somebody whom only articles name: the name as the record keeps it.
    Named(String),
}

/// In which order statements are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The best first.
    #[default]
    Relevance,
    /// The newest first ("latest from Witkoff").
    Latest,
    /// The oldest first ("when did Trump first mention a deadline").
    First,
}

/// A question, understood.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Query {
    /// The words that are left to look for, in the question's order.
    pub words: Vec<String>,
    /// Words that mean nearly the same, with how much a match counts beside one of `words` (0 to 1).
    pub expansions: Vec<(String, f32)>,
    /// Words that must stand together: what the question puts in quotation marks.
    pub phrases: Vec<String>,
    /// Any of these speakers; empty: anybody.
    pub speakers: Vec<WantedSpeaker>,
    /// Any of these outlets; empty: all.
    pub outlets: Vec<String>,
    /// When it was said.
    pub said: DateRange,
    /// What may be found.
    pub kinds: Kinds,
    /// In which order.
    pub order: Order,
    /// At most so many hits.
    pub limit: usize,
}
