//! The record: every article, revision and statement, and what is known of each source.

use async_trait::async_trait;
use jiff::Timestamp;
use thiserror::Error;

use super::{Matching, Nobody};
use crate::domain::{
    Arrival, Article, ArticleId, Document, Freshness, QuotedStatement, Revision, RevisionId,
    Statement, StatementId, VerbatimError,
};

/// An article that was read, on its way into the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// What is known of it. `first_seen` is kept from the record where the article is there already.
    pub article: Article,
    /// Its text and marks.
    pub document: Document,
    /// What was said in it, each equal to its range of the text.
    pub statements: Vec<Statement>,
}

/// What became of an [`Incoming`] article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// Not seen before.
    New,
    /// Its text changed: a new revision.
    Changed,
    /// The same text as stored.
    Unchanged,
}

/// An article that the record has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its name.
    pub id: ArticleId,
    /// When its current text was first seen.
    pub updated: Timestamp,
}

/// A point in the sequence of all changes to the record, counting up from 0 (nothing).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position(pub i64);

/// A change that the index has to follow.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// This is the article now, in place of whatever was indexed of it.
    Put(Box<IndexedArticle>),
    /// Nothing of the article may be found any more.
    Removed(ArticleId),
}

/// An article's current state, as it is indexed.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexedArticle {
    /// The article.
    pub article: Article,
    /// The state of its text.
    pub revision: RevisionId,
    /// The text.
    pub document: Document,
    /// Its statements.
    pub statements: Vec<IndexedStatement>,
}

/// A statement, as it is indexed.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexedStatement {
    /// Its id in the record.
    pub id: StatementId,
    /// Equal for the same words by the same speaker, in whatever article.
    pub fingerprint: i64,
    /// The statement.
    pub statement: Statement,
}

/// A stored statement whose words are not at its place any more, so that nothing is quoted from it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("statement {} of article {article} can't be quoted: {reason}", statement.0)]
pub struct Damaged {
    /// Which statement.
    pub statement: StatementId,
    /// Of which article.
    pub article: ArticleId,
    /// What was found.
    pub reason: VerbatimError,
}

/// What is remembered of a feed or page between two fetches.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SourceState {
    /// For conditional requests.
    pub validators: super::Validators,
    /// When it was fetched with success for the first time.
    pub since: Option<Timestamp>,
    /// When it was last fetched, whether or not it had changed.
    pub fetched: Option<Timestamp>,
    /// Not to be asked again before.
    pub next: Option<Timestamp>,
    /// Failures since the last success.
    pub failures: u32,
    /// When the first of them was.
    pub failing_since: Option<Timestamp>,
    /// The last failure, if none succeeded since.
    pub error: Option<String>,
}

/// An article of which somebody was told.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldArticle {
    /// Which one, as it is by now.
    pub article: Article,
    /// When it was told of last.
    pub told: Timestamp,
    /// How often its page was looked at since.
    pub looks: u32,
}

/// Why the record could not be read or written.
#[derive(Debug, Error)]
pub enum RecordError {
    /// A statement that is not equal to its range was to be stored.
    #[error("a statement of article {article} is not equal to its place in the text: {reason}")]
    NotVerbatim {
        /// Of which article.
        article: ArticleId,
        /// What was found.
        reason: VerbatimError,
    },
    /// The store itself failed: the message says how.
    #[error("the record {place} can't be used: {reason}")]
    Store {
        /// Which file or server.
        place: String,
        /// What failed.
        reason: String,
    },
}

/// Keeps everything that was taken in. One writer at a time; readers never wait for it.
#[async_trait]
pub trait Record: Send + Sync {
    /// Stores articles in one transaction, in order, together with what `matching` finds owed because of them, and says
    /// what became of each. `now` is the moment they are seen.
    async fn take_in(
        &self,
        articles: Vec<(Incoming, Arrival)>,
        matching: &dyn Matching,
        now: Timestamp,
    ) -> Result<Vec<Stored>, RecordError>;

    /// Stores articles of an archive, of which nobody is told.
    async fn store(
        &self,
        articles: Vec<Incoming>,
        now: Timestamp,
    ) -> Result<Vec<Stored>, RecordError> {
        let articles = articles
            .into_iter()
            .map(|incoming| (incoming, Arrival::Backfill))
            .collect();
        self.take_in(articles, &Nobody, now).await
    }

    /// Makes an article unfindable from `now` on; its revisions stay in the record. Whether it was findable before.
    async fn remove(&self, id: &ArticleId, now: Timestamp) -> Result<bool, RecordError>;

    /// The article with this canonical address; of several, the one seen first.
    async fn find_by_url(&self, url: &str) -> Result<Option<Known>, RecordError>;

    /// The statements with these ids, in that order, each checked against its article's text. Ids that are gone are left
    /// out.
    async fn quoted(
        &self,
        ids: &[StatementId],
    ) -> Result<Vec<Result<QuotedStatement, Damaged>>, RecordError>;

    /// The current texts of these articles, in that order. Ids that are gone are left out.
    async fn texts(&self, ids: &[ArticleId]) -> Result<Vec<(Article, Revision)>, RecordError>;

    /// Changes after `position`, oldest first, at most `limit` of them, with the position after each.
    async fn changes_after(
        &self,
        position: Position,
        limit: usize,
    ) -> Result<Vec<(Position, Change)>, RecordError>;

    /// The current states of articles that were published at `since` or after, or first seen then where they give no date:
    /// the newest first, at most `limit` of them.
    async fn list_recent(
        &self,
        since: Timestamp,
        limit: usize,
    ) -> Result<Vec<IndexedArticle>, RecordError>;

    /// The current state of the article with this id.
    async fn find_article(&self, id: &ArticleId) -> Result<Option<IndexedArticle>, RecordError>;

    /// The position after the newest change.
    async fn position(&self) -> Result<Position, RecordError>;

    /// How much there is, and how fresh.
    async fn freshness(&self) -> Result<Freshness, RecordError>;

    /// The outlets of all articles, each as shown.
    async fn outlets(&self) -> Result<Vec<String>, RecordError>;

    /// Whoever's words the current texts hold, those with the most statements first, at most a thousand.
    async fn speakers(&self) -> Result<Vec<String>, RecordError>;

    /// What is remembered of a source, by its address.
    async fn source_state(&self, source: &str) -> Result<SourceState, RecordError>;

    /// Remembers it.
    async fn put_source_state(&self, source: &str, state: &SourceState) -> Result<(), RecordError>;

    /// The articles with an address of which somebody was told at `since` or after.
    async fn list_told_articles(&self, since: Timestamp) -> Result<Vec<ToldArticle>, RecordError>;

    /// Counts a look at the page of an article that somebody was told of.
    async fn count_look(&self, id: &ArticleId) -> Result<(), RecordError>;
}
