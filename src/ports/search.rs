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

    /// How many statements and articles can be found.
    fn counts(&self) -> (u64, u64);

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
