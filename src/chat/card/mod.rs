//! What a platform shows, before it is a platform's: a reply or notice as lines, quotations and buttons.
//!
//! Every text in a card is as it was written. Whoever turns a card into a platform's message escapes all of it, in the
//! one place where spans become markup, so that nothing that an article or a person wrote can be markup, a mention or a
//! link.

#[cfg(all(test, any(feature = "discord", feature = "matrix")))]
pub(super) mod hostile;
mod locale;
mod notice;
mod reply;
mod said;
mod subscription;

use jiff::Timestamp;

use crate::domain::{Precision, Stretch, TurnId};

pub use locale::{Locale, Words};
pub use notice::notice;
pub(crate) use reply::message;
pub use reply::{error, reply, report};
pub(crate) use said::corrected;

/// A message to be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Card {
    /// What it is about, in a few words.
    pub title: Line,
    /// The message, from top to bottom.
    pub parts: Vec<Part>,
    /// What was searched and such: small, below everything.
    pub footer: Line,
    /// A picture below.
    pub picture: Option<Picture>,
    /// What can be done next, in this order.
    pub actions: Vec<Action>,
    /// Whether it concerns only whoever asked: an error, help, a list of their own.
    pub is_private: bool,
}

/// Text of different weight, one line or one paragraph.
pub type Line = Vec<Span>;

/// A stretch of text. The text is hostile.
#[derive(Debug, Clone, PartialEq)]
pub enum Span {
    /// As it is.
    Text(String),
    /// Names and verdicts.
    Strong(String),
    /// What was typed or can be typed.
    Typed(String),
    /// A link; the address is http or https, else it is a `Text`.
    Link {
        /// What is shown.
        text: String,
        /// Where it leads.
        url: String,
    },
    /// A moment: a platform that can shows it in each reader's own zone.
    Moment {
        /// When.
        at: Timestamp,
        /// To the minute, or a day.
        precision: Precision,
        /// For a platform that can't, in the card's language.
        text: String,
    },
}

/// A part of a card.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A paragraph.
    Line(Line),
    /// A quotation: exact words, set apart, with quotation marks around them where they are a speaker's own.
    Quote {
        /// The exact words; omissions are marked in it.
        words: String,
        /// Whether they are the speaker's own, or an article's.
        is_own: bool,
    },
    /// Lines that belong to a quotation above: who, when, where.
    Source(Vec<Line>),
    /// Words compared, stretch by stretch.
    Difference(Vec<Stretch>),
    /// Items.
    List(Vec<Line>),
}

/// A picture with what it shows in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// PNG.
    pub png: Vec<u8>,
    /// File name, of ASCII letters.
    pub name: String,
    /// What it shows.
    pub alt: String,
    /// Its size in pixels.
    pub size: (u32, u32),
}

/// What can be done next with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Show another page of an answer, counted from 0.
    Page {
        /// Of which turn.
        turn: TurnId,
        /// Which page is shown now.
        shown: usize,
        /// How many there are.
        pages: usize,
    },
    /// Show the paragraph around a hit of an answer.
    Context {
        /// Of which turn.
        turn: TurnId,
        /// Which hit, counted from 0 over all pages.
        hit: usize,
        /// Its number, as the card shows it.
        number: usize,
    },
    /// Subscribe to what was asked.
    Follow {
        /// In which turn.
        turn: TurnId,
    },
}
