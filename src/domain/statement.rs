//! A statement: exact words, at an exact place, by somebody.

use std::fmt;
use std::ops::Range;

use jiff::civil;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::speaker::SpeakerId;

/// A statement's id in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StatementId(pub i64);

/// How the words came to be in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// Words between quotation marks, or introduced by a dash where the language does that.
    Quotation,
    /// A block quotation, or a paragraph of somebody's words that the text sets apart without marks.
    Block,
    /// A post with an author line.
    Post,
    /// A paragraph of a text that is one speaker's own words.
    Release,
    /// What the article says that somebody said, in the article's words: never shown as a quotation.
    Reported,
}

impl StatementKind {
    /// Whether these are the speaker's own words.
    pub fn is_quotation(self) -> bool {
        self != Self::Reported
    }

    /// The name under which it is stored and printed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::Block => "block",
            Self::Post => "post",
            Self::Release => "release",
            Self::Reported => "reported",
        }
    }

    /// The kind with that [`name`](Self::name).
    pub fn find(name: &str) -> Option<Self> {
        [
            Self::Quotation,
            Self::Block,
            Self::Post,
            Self::Release,
            Self::Reported,
        ]
        .into_iter()
        .find(|kind| kind.name() == name)
    }
}

impl fmt::Display for StatementKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// To the minute or better.
    Minute,
    /// A day ("on Thursday").
    Day,
    /// A week ("last week"); the date is its Monday.
    Week,
    /// A month ("in November"); the date is its first day.
    Month,
    /// A year; the date is 1 January.
    Year,
}

impl Precision {
    /// The name under which it is stored and printed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The precision with that [`name`](Self::name).
    pub fn find(name: &str) -> Option<Self> {
        [Self::Minute, Self::Day, Self::Week, Self::Month, Self::Year]
            .into_iter()
            .find(|precision| precision.name() == name)
    }
}

/// The day that something was said, as far as the text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SaidOn {
    /// The day, or the first day of the week, month or year.
    pub date: civil::Date,
    /// How exactly.
    pub precision: Precision,
    /// Whether the text itself dates the words; else this is the day of publication.
    pub stated: bool,
}

/// Who is taken to have said it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// The person, office or source, resolved: the roster's name, else the fullest name the article gives
    /// ("Michael C. Murphy"), else the description ("One European diplomat"). `None`: unattributed.
    pub speaker: Option<String>,
    /// Set where the speaker is in the roster.
    pub speaker_id: Option<SpeakerId>,
    /// The mention at the words themselves ("he", "the minister", "Kallas").
    pub as_written: Option<String>,
    /// The word or phrase that attributes ("said", "according to"), as written.
    pub cue: Option<String>,
    /// 0 to 1: how sure the attribution is.
    pub confidence: f32,
}

/// Words, where they stand, and who said them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Bytes of the revision's text, on character borders, without the quotation marks around.
    pub range: Range<usize>,
    /// The exact words: `text[range]`.
    pub text: String,
    /// How the words came to be in the article.
    pub kind: StatementKind,
    /// Who said them.
    pub attribution: Attribution,
    /// When they were said.
    pub said_on: Option<SaidOn>,
    /// The paragraph around, in bytes of the text. It encloses `range`.
    pub paragraph: Range<usize>,
    /// Statements of one article with the same number are pieces of one utterance: a sentence split around its
    /// cue, the lines of one post. What lies between pieces is shown as […].
    pub utterance: u32,
}

/// Why words may not be quoted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VerbatimError {
    /// The range is outside the text, or cuts a character.
    #[error("bytes {start}..{end} are not a stretch of the article's text")]
    NoSuchRange {
        /// First byte.
        start: usize,
        /// Byte after the last.
        end: usize,
    },
    /// The text at the range is not what was stored.
    #[error("the stored words differ from the article's text at bytes {start}..{end}")]
    Differs {
        /// First byte.
        start: usize,
        /// Byte after the last.
        end: usize,
    },
    /// What is stored of it, or of the article's text, is not as it was written.
    #[error("what is stored of it was changed by another hand than this program's")]
    Altered,
}

/// Checks that `words` are exactly the bytes of `text` at `range`.
///
/// Called when a statement is stored, when it is read, and before it is sent; on an error nothing is quoted.
///
/// # Errors
/// [`VerbatimError::NoSuchRange`] if the range is no stretch of the text, [`VerbatimError::Differs`] if its bytes are
/// not `words`.
pub fn verify(text: &str, range: &Range<usize>, words: &str) -> Result<(), VerbatimError> {
    let (start, end) = (range.start, range.end);
    match text.get(range.clone()) {
        None => Err(VerbatimError::NoSuchRange { start, end }),
        Some(found) if found == words => Ok(()),
        Some(_) => Err(VerbatimError::Differs { start, end }),
    }
}
