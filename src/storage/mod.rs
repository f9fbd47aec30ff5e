//! The record in SQLite: one file, one writer, readers beside it.

mod administration;
mod articles;
mod backup;
mod cells;
mod changes;
mod examine;
mod quick;
mod rows;
mod seal;
mod sequence;
mod sources;
mod statements;
mod summary;
mod turns;
mod upkeep;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use parking_lot::Mutex;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqlitePool};

use quick::Quick;

use crate::domain::{
    Article, ArticleId, Conversation, Freshness, MessageId, NewTurn, Person, QuotedStatement,
    Revision, StatementId, Turn, TurnId,
};
use crate::ports::{
    Change, Damaged, Incoming, Known, Position, Record, RecordError, SourceState, Stored, Turns,
};

pub use backup::{Restoring, prepare_restore};

static MIGRATIONS: Migrator = sqlx::migrate!("src/storage/migrations");

/// How long a writer waits for another process's transaction.
const BUSY: Duration = Duration::from_secs(30);

/// Connections that read beside the one that writes.
const READERS: u32 = 4;

/// The record in one SQLite file.
#[derive(Debug, Clone)]
pub struct SqliteRecord {
    path: PathBuf,
    writer: SqlitePool,
    readers: SqlitePool,
    quick: Arc<Quick>,
    /// Counted anew only when something changed.
    freshness: Arc<Mutex<Option<(Position, Freshness)>>>,
}

impl SqliteRecord {
    /// Opens the file, makes it where there is none, and brings its tables up to date.
    ///
    /// # Errors
    /// [`RecordError::Store`] where the file can't be opened or made, or a newer version of the program wrote it.
    pub async fn open(path: &Path) -> Result<Self, RecordError> {
        let failed = |reason: String| RecordError::Store {
            place: path.display().to_string(),
            reason,
        };
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            // A reader never waits for the writer, and what is committed survives the process's death.
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            // Every question would pay for a log line that nobody reads.
            .disable_statement_logging();
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await
            .map_err(|error| failed(error.to_string()))?;
        MIGRATIONS
            .run(&writer)
            .await
            .map_err(|error| failed(error.to_string()))?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            // A file does not hang up: there is no need to ask it before each use.
            .test_before_acquire(false)
            .connect_lazy_with(options.read_only(true));
        Ok(Self {
            path: path.to_owned(),
            writer,
            readers,
            quick: Arc::new(Quick::new(path, BUSY)),
            freshness: Arc::default(),
        })
    }

    /// Waits for what is under way, and lets go of the file.
    pub async fn close(&self) {
        self.quick.close();
        self.readers.close().await;
        self.writer.close().await;
    }

    fn failed(&self, error: &sqlx::Error) -> RecordError {
        RecordError::Store {
            place: self.path.display().to_string(),
            reason: error.to_string(),
        }
    }
}

#[async_trait]
impl Record for SqliteRecord {
    async fn store(
        &self,
        articles: Vec<Incoming>,
        now: Timestamp,
    ) -> Result<Vec<Stored>, RecordError> {
        for incoming in &articles {
            articles::check(incoming)?;
        }
        articles::store(&self.writer, &articles, now)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn remove(&self, id: &ArticleId, now: Timestamp) -> Result<bool, RecordError> {
        articles::remove(&self.writer, id, now)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn find_by_url(&self, url: &str) -> Result<Option<Known>, RecordError> {
        articles::find_by_url(&self.readers, url)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn quoted(
        &self,
        ids: &[StatementId],
    ) -> Result<Vec<Result<QuotedStatement, Damaged>>, RecordError> {
        statements::quoted(&self.quick, ids).map_err(|error| self.failed(&error))
    }

    async fn texts(&self, ids: &[ArticleId]) -> Result<Vec<(Article, Revision)>, RecordError> {
        articles::texts(&self.readers, ids)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn changes_after(
        &self,
        position: Position,
        limit: usize,
    ) -> Result<Vec<(Position, Change)>, RecordError> {
        changes::after(&self.readers, position, limit)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn position(&self) -> Result<Position, RecordError> {
        changes::position(&self.readers)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn freshness(&self) -> Result<Freshness, RecordError> {
        let position = self.position().await?;
        if let Some((at, freshness)) = &*self.freshness.lock()
            && *at == position
        {
            return Ok(freshness.clone());
        }
        let freshness = summary::freshness(&self.readers)
            .await
            .map_err(|error| self.failed(&error))?;
        *self.freshness.lock() = Some((position, freshness.clone()));
        Ok(freshness)
    }

    async fn outlets(&self) -> Result<Vec<String>, RecordError> {
        summary::outlets(&self.readers)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn source_state(&self, source: &str) -> Result<SourceState, RecordError> {
        sources::state(&self.readers, source)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn put_source_state(&self, source: &str, state: &SourceState) -> Result<(), RecordError> {
        sources::put(&self.writer, source, state)
            .await
            .map_err(|error| self.failed(&error))
    }
}

#[async_trait]
impl Turns for SqliteRecord {
    async fn keep_turn(&self, turn: &NewTurn) -> Result<TurnId, RecordError> {
        turns::keep(&self.writer, turn)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn find_turn(&self, id: TurnId) -> Result<Option<Turn>, RecordError> {
        turns::find(&self.readers, id)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn mark_shown(&self, id: TurnId, message: &MessageId) -> Result<(), RecordError> {
        turns::mark_shown(&self.writer, id, message)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn mark_page(&self, id: TurnId, page: usize) -> Result<(), RecordError> {
        turns::mark_page(&self.writer, id, page)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn find_turn_shown(
        &self,
        conversation: &Conversation,
        message: &MessageId,
    ) -> Result<Option<Turn>, RecordError> {
        turns::find_shown(&self.readers, conversation, message)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn find_latest_turn(
        &self,
        conversation: &Conversation,
        person: &Person,
        since: Timestamp,
    ) -> Result<Option<Turn>, RecordError> {
        turns::find_latest(&self.readers, conversation, Some(person), since)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn find_latest_turn_of_all(
        &self,
        conversation: &Conversation,
        since: Timestamp,
    ) -> Result<Option<Turn>, RecordError> {
        turns::find_latest(&self.readers, conversation, None, since)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn forget_turns(&self, before: Timestamp) -> Result<u64, RecordError> {
        turns::forget(&self.writer, before)
            .await
            .map_err(|error| self.failed(&error))
    }
}
