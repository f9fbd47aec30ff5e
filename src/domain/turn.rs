//! A question that was asked in a conversation, and what it was answered with: what pages, "context" and follow-up
//! questions go back to, also after a restart.

use std::ops::Range;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Hit};
use super::article::{ArticleId, RevisionId};
use super::conversation::{Conversation, Person};
use super::question::Question;
use super::statement::StatementId;

/// A turn's id in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TurnId(pub i64);

/// A hit, by what the record knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A statement.
    Statement(StatementId),
    /// A passage.
    Passage {
        /// Of which article.
        article: ArticleId,
        /// In which state of its text.
        revision: RevisionId,
        /// Bytes of that text.
        range: Range<usize>,
    },
}

impl From<&Hit> for Place {
    fn from(hit: &Hit) -> Self {
        match &hit.found {
            Found::Statement(quoted) => Self::Statement(quoted.id),
            Found::Passage(passage) => Self::Passage {
                article: passage.article.id.clone(),
                revision: passage.revision,
                range: passage.range.clone(),
            },
        }
    }
}

/// A question and its answer, before it has an id.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTurn {
    /// Who asked.
    pub person: Person,
    /// Where.
    pub conversation: Conversation,
    /// When.
    pub asked: Timestamp,
    /// What.
    pub question: Question,
    /// The hits, the best first.
    pub hits: Vec<Place>,
    /// How many statements fit, beyond the hits too.
    pub total: usize,
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Its id.
    pub id: TurnId,
    /// Which page was shown last, counted from 0.
    pub page: usize,
    /// What it is.
    pub said: NewTurn,
}
