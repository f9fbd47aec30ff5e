//! What somebody said on a matter, week by week.

use jiff::civil::Date;
use serde::Serialize;

use super::answer::{Freshness, QuotedStatement, Recognised};

/// A speaker's statements over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// For whom the speaker was taken.
    pub speaker: String,
    /// On what, as asked; on anything where nothing was asked.
    pub topic: Option<String>,
    /// What of the request was recognised.
    pub recognised: Vec<Recognised>,
    /// Every week with statements, the earliest first.
    pub weeks: Vec<Week>,
    /// The first statement of all.
    pub first: Option<Box<QuotedStatement>>,
    /// The latest.
    pub latest: Option<Box<QuotedStatement>>,
    /// Statements in `weeks`.
    pub total: usize,
    /// Statements whose week isn't known: dated by a month or a year, or not at all.
    pub undated: usize,
    /// Whether there are more, later ones, that were not counted.
    pub is_cut: bool,
    /// What was searched, and until when.
    pub searched: Freshness,
}

/// A week with statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Week {
    /// Its first day.
    pub monday: Date,
    /// Statements, each utterance once, however many articles carry it.
    pub statements: usize,
}
