//! The search index: derived from the record, and disposable.

use thiserror::Error;

use crate::domain::{ArticleId, Query, StatementId};

use super::record::{Change, Position};

/// A statement that fits a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StatementHit {
    /// Which.
    pub id: StatementId,
    /// How well: comparable within one search.
    pub score: f32,
}

/// An article whose text fits a query.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleHit {
    /// Which.
    pub id: ArticleId,
    /// How well: comparable among articles of one search.
    pub score: f32,
}

/// What fits a query, the best first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidates {
    /// Statements, one for each set of the same words.
    pub statements: Vec<StatementHit>,
    /// Articles, where the query wants passages.
    pub articles: Vec<ArticleHit>,
    /// How many different statements were looked at closely: all that fit, or the best of very many.
    pub considered: usize,
    /// How much of what was looked for is in one of the first statements, its paragraph, its title or its speaker's
    /// name: 0 to 1, each concept counted by how rare it is, names left out unless there is nothing else. 1 where
    /// nothing but filters was given, 0 where no statement fits.
    pub coverage: f32,
}

/// How many statements fit a query, and whose they are. The same words count once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Different statements in somebody's own words.
    pub quotations: usize,
    /// Different ones in an article's words.
    pub reported: usize,
    /// Articles that carry one of them.
    pub articles: usize,
    /// Outlets of these articles.
    pub outlets: usize,
    /// The first by the day that it was said, in its earliest carrier.
    pub first: Option<StatementId>,
    /// The one said last, in its earliest carrier.
    pub latest: Option<StatementId>,
    /// Everybody whose statements they are, who has most of them first.
    pub voices: Vec<VoiceCount>,
    /// Whether more fit than were looked at.
    pub is_cut: bool,
}

/// How many of the counted statements are by one speaker, or by those not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoiceCount {
    /// Their latest.
    pub latest: StatementId,
    /// How many.
    pub statements: usize,
}

/// Why the index could not be used. It can always be built again from the record.
#[derive(Debug, Error)]
#[error("the search index in {place} can't be used: {reason}")]
pub struct SearchError {
    /// Its folder.
    pub place: String,
    /// What failed.
    pub reason: String,
}

/// Finds statements and articles. Reading goes on while changes are applied.
pub trait SearchIndex: Send + Sync {
    /// Up to which change of the record the index has followed.
    fn position(&self) -> Position;

    /// Follows changes, in order, and makes them durable and findable at once, `upto` included in the same commit. A
    /// change applied twice is as one.
    ///
    /// # Errors
    /// [`SearchError`]; nothing of the call is then findable.
    fn apply(&self, changes: &[Change], upto: Position) -> Result<(), SearchError>;

    /// The best candidates for a query, filters observed.
    ///
    /// # Errors
    /// [`SearchError`] where the index can't be read.
    fn search(&self, query: &Query) -> Result<Candidates, SearchError>;

    /// How many statements fit a query, filters observed, and whose they are. [`Query::limit`] and order don't matter.
    ///
    /// # Errors
    /// [`SearchError`] where the index can't be read.
    fn count(&self, query: &Query) -> Result<Counts, SearchError>;

    /// Whether anybody whose words are indexed bears all of these words as their name, in any script.
    ///
    /// # Errors
    /// [`SearchError`] where the index can't be read.
    fn knows_speaker(&self, name: &str) -> Result<bool, SearchError>;

    /// How many statements are by somebody who bears this word as a part of their name.
    ///
    /// # Errors
    /// [`SearchError`] where the index can't be read.
    fn bearing(&self, word: &str) -> Result<u64, SearchError>;

    /// Whether an article of an outlet with that name is indexed, whatever its case and accents.
    ///
    /// # Errors
    /// [`SearchError`] where the index can't be read.
    fn knows_outlet(&self, name: &str) -> Result<bool, SearchError>;

    /// In how many statements a term occurs in their words or around them.
    ///
    /// # Errors
    /// [`SearchError`] where the index can't be read.
    fn frequency(&self, term: &str) -> Result<u64, SearchError>;

    /// In how many articles each of these terms occurs, in title or text.
    ///
    /// # Errors
    /// [`SearchError`] where the index can't be read.
    fn in_articles(&self, terms: &[String]) -> Result<Vec<u64>, SearchError>;

    /// How many statements and articles can be found.
    fn counts(&self) -> (u64, u64);

    /// The number of the generation in use: every rebuild counts it up.
    fn generation(&self) -> u64;

    /// Begins a new generation beside the one in use.
    ///
    /// # Errors
    /// [`SearchError`] where its folder can't be made.
    fn rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError>;
}

/// A generation being built. Dropped before [`Rebuild::swap`], it leaves no trace.
pub trait Rebuild: Send {
    /// Adds changes, in order.
    ///
    /// # Errors
    /// [`SearchError`] where they can't be written.
    fn add(&mut self, changes: &[Change]) -> Result<(), SearchError>;

    /// Makes it durable up to `position`, and says how many statements and articles it holds.
    ///
    /// # Errors
    /// [`SearchError`] where it can't be written.
    fn finish(&mut self, position: Position) -> Result<(u64, u64), SearchError>;

    /// Puts it in the place of the generation in use, and removes that one.
    ///
    /// # Errors
    /// [`SearchError`]; the generation in use then stays.
    fn swap(self: Box<Self>) -> Result<(), SearchError>;
}
