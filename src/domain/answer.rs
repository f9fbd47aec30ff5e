//! What is answered: hits with their sources, and what was searched.

use std::ops::Range;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::article::{Article, ArticleId, RevisionId, When};
use super::correction::Correction;
use super::speaker::Roster;
use super::statement::{Statement, StatementId};

/// An article that carries a statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Carrier {
    /// Which article.
    pub article: ArticleId,
    /// Its publisher, as shown.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<When>,
    /// When we saw it first.
    pub first_seen: Timestamp,
    /// The words as this carrier gives them.
    pub text: String,
}

/// A statement out of the record, checked against its article's text, with all that an answer shows of it.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotedStatement {
    /// Its id.
    pub id: StatementId,
    /// The article that carries it.
    pub article: Article,
    /// The state of the article's text that it stands in.
    pub revision: RevisionId,
    /// The statement.
    pub statement: Statement,
    /// The words of the paragraph around.
    pub paragraph: String,
    /// All pieces of the same utterance in order of position, the statement itself among them.
    pub pieces: Vec<Piece>,
    /// Every article that carries these words, the earliest first, this one among them.
    pub carriers: Vec<Carrier>,
    /// The same words by the same speaker in the article that carried them first, where one had them before this
    /// one.
    pub first_carried: Option<StatementId>,
    /// What people corrected about it or its article, the earliest first: to be shown with it.
    pub corrections: Vec<Correction>,
}

impl QuotedStatement {
    /// The office that the speaker held when it was said, or when it was published where the text gives no day.
    pub fn role<'a>(&self, roster: &'a Roster) -> Option<&'a str> {
        let id = self.statement.attribution.speaker_id.as_ref()?;
        let said = self.statement.said_on.map(|said| said.date);
        let day = said.or_else(|| self.article.published.map(|when| when.date()));
        roster.find(id)?.title_on(day)
    }

    /// The words of all pieces of the utterance, an omission between them shown as […].
    pub fn words(&self) -> String {
        if self.pieces.len() < 2 {
            return self.statement.text.clone();
        }
        let mut words = String::new();
        for piece in &self.pieces {
            if !words.is_empty() {
                words.push_str(if piece.after_gap { " […] " } else { " " });
            }
            words.push_str(&piece.text);
        }
        words
    }

    /// Who carries it beside the article that it stands in, each once, the earliest first: the outlet, or the article's
    /// id where it names none.
    pub fn other_carriers(&self) -> Vec<&str> {
        let mut others: Vec<&str> = Vec::new();
        for carrier in &self.carriers {
            let name = carrier.outlet.as_deref().unwrap_or(&carrier.article.0);
            if carrier.article != self.article.id && !others.contains(&name) {
                others.push(name);
            }
        }
        others
    }
}

/// A piece of an utterance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Bytes of the revision's text.
    pub range: Range<usize>,
    /// The exact words.
    pub text: String,
    /// Whether more than space lies between the piece before and this one, so that an omission is to be shown.
    pub after_gap: bool,
}

/// A stretch of an article: reporting, in the article's own words.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// The article.
    pub article: Article,
    /// The state of its text.
    pub revision: RevisionId,
    /// Bytes of that text.
    pub range: Range<usize>,
    /// The exact words.
    pub text: String,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A statement: quotation or reported speech.
    Statement(Box<QuotedStatement>),
    /// A passage.
    Passage(Box<Passage>),
}

/// One hit of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What was found.
    pub found: Found,
    /// How well it fits: comparable within one answer, and against the floor.
    pub score: f32,
}

impl Hit {
    /// The article that the hit stands in.
    pub fn article(&self) -> &Article {
        match &self.found {
            Found::Statement(quoted) => &quoted.article,
            Found::Passage(passage) => &passage.article,
        }
    }

    /// Where in the article's text, in bytes.
    pub fn range(&self) -> Range<usize> {
        match &self.found {
            Found::Statement(quoted) => quoted.statement.range.clone(),
            Found::Passage(passage) => passage.range.clone(),
        }
    }

    /// What stands around: a statement's paragraph, the passage itself.
    pub fn around(&self) -> &str {
        match &self.found {
            Found::Statement(quoted) => &quoted.paragraph,
            Found::Passage(passage) => &passage.text,
        }
    }

    /// The exact words.
    pub fn text(&self) -> &str {
        match &self.found {
            Found::Statement(quoted) => &quoted.statement.text,
            Found::Passage(passage) => &passage.text,
        }
    }
}

/// How much was searched, and how fresh it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Freshness {
    /// Articles in the record.
    pub articles: u64,
    /// Statements in their current texts.
    pub statements: u64,
    /// Outlets.
    pub outlets: u64,
    /// Publication of the newest article.
    pub newest: Option<Timestamp>,
    /// When an article was last taken in.
    pub updated: Option<Timestamp>,
}

/// A part of the question that was recognised, as it is shown back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognised {
    /// The question's own words.
    pub written: String,
    /// What they were taken for ("Kaja Kallas", "since 17 Nov 2025").
    pub meaning: String,
}

/// What a question asks for, with what is told beside the hits.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Asked {
    /// What was said: the hits tell.
    #[default]
    Statements,
    /// How often something was said; the hits are examples.
    Count(Box<Count>),
    /// What each of several says: the hits are theirs in turn.
    Comparison(Vec<Compared>),
    /// Who has spoken of something: the hits have everybody once before anybody twice.
    Voices {
        /// Whoever mentioned it, the most frequent first.
        voices: Vec<Voice>,
        /// How many others did.
        others: usize,
    },
}

/// How often something was said. The same words are counted once, however many articles carry them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Count {
    /// Different statements in somebody's own words.
    pub quotations: usize,
    /// Different ones in an article's words.
    pub reported: usize,
    /// Articles that carry one of them.
    pub articles: usize,
    /// Outlets of these articles.
    pub outlets: usize,
    /// Whether there are more that were not counted.
    pub is_cut: bool,
    /// The first by the day that it was said.
    pub first: Option<Box<QuotedStatement>>,
    /// The latest.
    pub latest: Option<Box<QuotedStatement>>,
}

/// One of those who are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// As shown.
    pub who: String,
    /// How many of their statements fit.
    pub total: usize,
    /// Whether one of them is good enough to be shown.
    pub answered: bool,
}

/// Somebody who has spoken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Voice {
    /// As shown; `None`: whoever is not named.
    pub speaker: Option<String>,
    /// Different statements.
    pub statements: usize,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What was asked for.
    pub asked: Asked,
    /// What of the question was recognised.
    pub recognised: Vec<Recognised>,
    /// Best first.
    pub hits: Vec<Hit>,
    /// Whether the best hit is good enough to be shown as an answer.
    pub answered: bool,
    /// How many statements fit, beyond the hits too.
    pub total: usize,
    /// What was searched.
    pub searched: Freshness,
}
