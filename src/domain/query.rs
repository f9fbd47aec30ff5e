//! What is searched for, once a question is understood. No search engine is mentioned here.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

    /// Whether every statement is among what may be found, whether passages are or not.
    pub fn has_every_statement(self) -> bool {
        self.quotation && self.reported
    }
}

impl Default for Kinds {
    fn default() -> Self {
        Self::ALL
    }
}

/// One speaker that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WantedSpeaker {
    /// Somebody of the roster.
    Roster(SpeakerId),
    /// Whoever bears all words of this name, in any script: somebody whom only articles name ("Ada Vale"), or a source
    /// without a name ("European diplomat").
    Named(String),
}

/// In which order statements are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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

/// A word or set phrase that is looked for, with everything that means the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concept {
    /// As the question has it.
    pub written: String,
    /// What finding it tells.
    pub tells: Tells,
    /// What it may be found as: its own form first, then synonyms and translations.
    pub forms: Vec<Form>,
}

/// What it tells of a statement that a [`Concept`] is found in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tells {
    /// That it is about what is asked.
    #[default]
    Topic,
    /// That it has to do with somebody asked about or spoken of: finding that alone answers nothing.
    Name,
    /// How it is said, wanted or felt ("want", "fear"): nearly nothing, and lacking it nothing at all.
    Manner,
}

/// One form in which a [`Concept`] may be found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Form {
    /// Terms that must all be there, analysed as documents are.
    pub terms: Vec<String>,
    /// How much finding it counts, 0 to 1.
    pub weight: f32,
}

/// Words that must stand together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Phrase {
    /// As the question has it, without its quotation marks.
    pub written: String,
    /// Its terms with their distances from the phrase's first word, as each language that it may be in analyses it.
    /// One of them must be there.
    pub forms: Vec<Vec<(u32, String)>>,
}

/// A question, understood.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Query {
    /// What is left to look for, in the question's order.
    pub concepts: Vec<Concept>,
    /// Words that must stand together: what the question puts in quotation marks.
    pub phrases: Vec<Phrase>,
    /// Any of these speakers; empty: anybody.
    pub speakers: Vec<WantedSpeaker>,
    /// None of these speakers.
    pub not_by: Vec<WantedSpeaker>,
    /// Names that more likely than not are the speaker's: whoever bears one comes first, others are found too. Their
    /// words are among the concepts.
    pub preferred: Vec<String>,
    /// Any of these outlets; empty: all.
    pub outlets: Vec<String>,
    /// When it was said.
    pub said: DateRange,
    /// What may be found.
    pub kinds: Kinds,
    /// In which order.
    pub order: Order,
    /// Whether everybody comes once before anybody comes twice ("who has spoken about Crimea").
    pub everybody: bool,
    /// Whether a statement's own words must have every topic, not only what stands around them: it is counted who
    /// mentioned something.
    pub mentions: bool,
    /// At most so many hits.
    pub limit: usize,
}
