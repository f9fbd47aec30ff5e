//! An article, its revisions, and the text that extraction reads.

use std::fmt;
use std::ops::Range;

use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};

use super::language::Language;
use super::statement::Precision;

/// What names an article for good: the `id` it came with, or one made from its canonical URL.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(pub String);

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One stored state of an article's text. A later state never overwrites it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RevisionId(pub i64);

/// A moment as far as it is known: a day, or a day and a time.
///
/// An article that gives only "20 November 2025" has no time of day, and none is made up for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The moment; for [`Precision::Day`] the start of that day in UTC.
    pub at: Timestamp,
    /// [`Precision::Minute`] where a time of day was given, else [`Precision::Day`] or coarser.
    pub precision: Precision,
    /// How many minutes the clock is ahead of UTC by which it was given: the day that readers there call today is told by
    /// it. 0 where that is UTC or unknown, and for whole days.
    #[serde(default)]
    pub ahead: i16,
}

/// No place's clock is farther from UTC, in minutes.
const FARTHEST: u16 = 14 * 60;

impl When {
    /// A day without a time.
    pub fn day(date: civil::Date) -> Self {
        let at = date
            .to_zoned_datetime(jiff::tz::TimeZone::UTC)
            .map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp());
        Self {
            at,
            precision: Precision::Day,
            ahead: 0,
        }
    }

    /// A day and a time of day.
    pub fn minute(at: Timestamp) -> Self {
        Self {
            at,
            precision: Precision::Minute,
            ahead: 0,
        }
    }

    /// A day and a time of day by a clock so many minutes ahead of UTC. A clock that no place has is taken for UTC's.
    pub fn minute_ahead(at: Timestamp, ahead: i16) -> Self {
        Self {
            ahead: if ahead.unsigned_abs() <= FARTHEST {
                ahead
            } else {
                0
            },
            ..Self::minute(at)
        }
    }

    /// Day and time by the clock that it was given by.
    pub fn local(&self) -> civil::DateTime {
        let ahead = jiff::tz::Offset::from_seconds(i32::from(self.ahead) * 60);
        ahead.unwrap_or(jiff::tz::Offset::UTC).to_datetime(self.at)
    }

    /// The calendar day by that clock.
    pub fn date(&self) -> civil::Date {
        self.local().date()
    }

    /// By how much that clock is ahead of UTC: "-05:00"; empty where it isn't.
    pub fn offset(&self) -> String {
        let (sign, ahead) = (
            if self.ahead < 0 { '-' } else { '+' },
            self.ahead.unsigned_abs(),
        );
        if ahead == 0 {
            return String::new();
        }
        format!("{sign}{:02}:{:02}", ahead / 60, ahead % 60)
    }
}

/// What the page itself marks about a stretch of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum MarkKind {
    /// A heading within the text: never a statement.
    Heading,
    /// A block quotation.
    Blockquote,
    /// Words lifted from the article itself and shown large.
    PullQuote,
    /// An embedded post. The author line as the page gives it ("Kaja Kallas (@kajakallas) November 20, 2025")
    /// is in `author` and lies outside the marked range.
    Post {
        /// The author line, without its leading dash; empty if the page has none.
        author: String,
    },
    /// A list item.
    ListItem,
}

/// A marked stretch: a byte range of [`Document::text`] and what the page says it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Bytes of the text, on character borders.
    pub range: Range<usize>,
    /// What it is.
    #[serde(flatten)]
    pub kind: MarkKind,
}

/// What extraction reads: one article's text with what its page marked.
///
/// Paragraphs of `text` are parted by line ends; a page's extracted paragraphs by exactly one blank line. Text that
/// was given as text (a file, a JSON field) is kept byte for byte.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The headline, if any. It is not part of `text`.
    pub title: Option<String>,
    /// The main text.
    pub text: String,
    /// What the page marked, in order of position.
    pub marks: Vec<Mark>,
    /// The language of the text.
    pub language: Language,
    /// When it was published, by which "on Thursday" is understood.
    pub published: Option<When>,
    /// The publisher, as shown.
    pub outlet: Option<String>,
    /// Set where the whole text is one speaker's own words (a speech, a statement put out by an office).
    pub sole_speaker: Option<String>,
}

/// An article as the record keeps it, without its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Its name for good.
    pub id: ArticleId,
    /// Canonical address; absent for a text that was never published on the web.
    pub url: Option<String>,
    /// Publisher, as shown.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// By whom.
    pub authors: Vec<String>,
    /// When it says that it was published.
    pub published: Option<When>,
    /// When it says that it was last changed.
    pub modified: Option<When>,
    /// When we saw it first: never mixed up with the above.
    pub first_seen: Timestamp,
    /// Language of the text.
    pub language: Language,
}

impl Article {
    /// When it was published, or first seen where it gives no date.
    pub fn appeared(&self) -> Timestamp {
        self.published.map_or(self.first_seen, |when| when.at)
    }
}

/// One state of an article's text.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Its id in the record.
    pub id: RevisionId,
    /// Whose text it is.
    pub article: ArticleId,
    /// 1 for the first state that we saw, then counting up.
    pub number: i64,
    /// When we saw it.
    pub seen: Timestamp,
    /// The text and what was marked in it.
    pub document: Document,
}

/// An article as it arrives, before anything is read from it: what its carrier (a file's front matter, a JSON line,
/// a feed) says about it, which outranks what its page says.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Where it was found: a file, with a line or number where that holds several, or an address. It names the item to
    /// a person, and the article where there is neither an id nor an address.
    pub place: String,
    /// The id it came with; kept.
    pub id: Option<ArticleId>,
    /// Address it came from, or that its carrier gives.
    pub url: Option<String>,
    /// Publisher, as shown.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// By whom.
    pub authors: Vec<String>,
    /// When it says that it was published.
    pub published: Option<When>,
    /// When it says that it was last changed.
    pub modified: Option<When>,
    /// Language; unknown where the carrier gives none.
    pub language: Language,
    /// Set where the whole text is one speaker's own words.
    pub sole_speaker: Option<String>,
    /// What is to be read.
    pub body: Body,
}

/// The unread content of an [`Item`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Plain text: kept byte for byte.
    Text(String),
    /// Markdown: its marks are read, its text is kept without them.
    Markdown(String),
    /// A page: its main text is to be found.
    Html(String),
}
