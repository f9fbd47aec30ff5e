//! The record in SQLite: one file, one writer, readers beside it.

mod administration;
mod articles;
mod backup;
mod cells;
mod changes;
mod examine;
mod inbox;
mod outbox;
mod owed;
mod quick;
mod rows;
mod seal;
mod sequence;
mod sources;
mod statements;
mod subscriptions;
mod summary;
mod turns;
mod upkeep;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use parking_lot::Mutex;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqlSafeStr, SqliteConnection, SqlitePool};
use tokio::sync::Notify;

use quick::Quick;

use crate::domain::{
    Arrival, Article, ArticleId, Conversation, Digested, Freshness, Gap, MessageId,
    NewSubscription, NewTurn, News, Person, Platform, QuotedStatement, Revision, StatementId,
    Subscription, SubscriptionId, Turn, TurnId, Whose,
};
use crate::ports::{
    Change, Damaged, Delivered, Entry, EntryId, Inbox, Incoming, IndexedArticle, Known,
    LoggedAttempt, Matching, NewEvent, Outbox, Outcome, OwnerNotice, Position, Progress, Reason,
    Received, Record, RecordError, Shown, SourceState, Stored, SubscriptionChange, Subscriptions,
    ToldArticle, Turns, Waiting,
};

pub use backup::{Restoring, prepare_restore};

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("migrations/", $name, ".sql")))),*]
    };
}

/// The steps by which an older record becomes one of this version, numbered from 1 in their order. The driver's own macro,
/// which reads the folder, would have SQLite built a second time, for the compiler.
const MIGRATIONS: [(&str, &str); 9] = migrations![
    "0001_articles_statements_sources",
    "0002_turns",
    "0003_matrix_inbox",
    "0004_subscriptions",
    "0005_outbox",
    "0006_admin",
    "0007_attached_files",
    "0008_pieces_and_repeats",
    "0009_clocks",
];

fn migrator() -> Migrator {
    let step = |(number, (name, sql)): (i64, (&'static str, &'static str))| {
        let sql = sql.into_sql_str();
        Migration::new(number, name.into(), MigrationType::Simple, sql, false)
    };
    Migrator::with_migrations((1..).zip(MIGRATIONS).map(step).collect())
}

/// How long a writer waits for another process's transaction.
const BUSY: Duration = Duration::from_secs(30);

/// Rows of the outbox that are forgotten in one transaction: others want to write meanwhile.
const FORGOTTEN: usize = 500;

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
    /// Told when something was written into the outbox.
    written: Arc<Notify>,
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
        migrator()
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
            written: Arc::default(),
        })
    }

    /// Waits for what is under way, and lets go of the file.
    pub async fn close(&self) {
        self.quick.close();
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Does something in one transaction.
    async fn write<T>(
        &self,
        work: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, sqlx::Error>,
    ) -> Result<T, RecordError> {
        let writing = async {
            let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            let done = work(&mut transaction).await?;
            transaction.commit().await?;
            Ok(done)
        };
        writing.await.map_err(|error| self.failed(&error))
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
    async fn take_in(
        &self,
        articles: Vec<(Incoming, Arrival)>,
        matching: &dyn Matching,
        now: Timestamp,
    ) -> Result<Vec<Stored>, RecordError> {
        for (incoming, _) in &articles {
            articles::check(incoming)?;
        }
        let (stored, written) = articles::take_in(&self.writer, &articles, matching, now)
            .await
            .map_err(|error| self.failed(&error))?;
        if written {
            self.written.notify_one();
        }
        Ok(stored)
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

    async fn list_recent(
        &self,
        since: Timestamp,
        limit: usize,
    ) -> Result<Vec<IndexedArticle>, RecordError> {
        changes::recent(&self.readers, since, limit)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn find_article(&self, id: &ArticleId) -> Result<Option<IndexedArticle>, RecordError> {
        changes::find(&self.readers, id)
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

    async fn speakers(&self) -> Result<Vec<String>, RecordError> {
        summary::speakers(&self.readers)
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

    async fn list_told_articles(&self, since: Timestamp) -> Result<Vec<ToldArticle>, RecordError> {
        articles::list_told(&self.readers, since)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn count_look(&self, id: &ArticleId) -> Result<(), RecordError> {
        articles::count_look(&self.writer, id)
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

#[async_trait]
impl Subscriptions for SqliteRecord {
    async fn add_subscription(&self, new: &NewSubscription) -> Result<SubscriptionId, RecordError> {
        self.write(async |transaction| {
            let id = subscriptions::add(transaction, new).await?;
            // Whoever subscribes where we were shut out says that it is open again.
            outbox::reconsider(transaction, &new.conversation, id, true).await?;
            Ok(id)
        })
        .await
    }

    async fn put_subscription(&self, subscription: &Subscription) -> Result<bool, RecordError> {
        let (conversation, is_active) = (
            &subscription.given.conversation,
            subscription.pause.is_none(),
        );
        let done = self
            .write(async |transaction| {
                let done = subscriptions::put(transaction, subscription).await?;
                outbox::reconsider(transaction, conversation, subscription.id, is_active).await?;
                Ok(done)
            })
            .await?;
        self.written.notify_one();
        Ok(done)
    }

    async fn remove_subscription(&self, id: SubscriptionId) -> Result<bool, RecordError> {
        self.write(async |transaction| subscriptions::remove(transaction, id).await)
            .await
    }

    async fn find_subscription(
        &self,
        id: SubscriptionId,
    ) -> Result<Option<Subscription>, RecordError> {
        subscriptions::find(&self.readers, id)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn list_subscriptions(
        &self,
        whose: &Whose,
        limit: usize,
    ) -> Result<Vec<Subscription>, RecordError> {
        subscriptions::list(&self.readers, whose, limit)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn count_subscriptions(&self, whose: &Whose) -> Result<usize, RecordError> {
        subscriptions::count(&self.readers, whose)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn subscription_changes_after(
        &self,
        position: Position,
        limit: usize,
    ) -> Result<Vec<(Position, SubscriptionChange)>, RecordError> {
        subscriptions::changes_after(&self.readers, position, limit)
            .await
            .map_err(|error| self.failed(&error))
    }
}

#[async_trait]
impl Outbox for SqliteRecord {
    async fn written(&self) {
        self.written.notified().await;
    }

    async fn list_ready(
        &self,
        platforms: &[Platform],
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<Conversation>, RecordError> {
        outbox::list_ready(&self.readers, platforms, now, limit)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn find_next(&self, platforms: &[Platform]) -> Result<Option<Timestamp>, RecordError> {
        outbox::find_next(&self.readers, platforms)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn list_due(
        &self,
        conversation: &Conversation,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<Entry>, RecordError> {
        outbox::list_due(&self.readers, conversation, now, limit)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn hold(&self, entry: EntryId, until: Timestamp) -> Result<(), RecordError> {
        self.write(async |transaction| outbox::hold(transaction, entry, until).await)
            .await
    }

    async fn gather(
        &self,
        members: &[EntryId],
        of: &Digested,
        now: Timestamp,
    ) -> Result<(), RecordError> {
        self.write(async |transaction| outbox::gather(transaction, members, of, now).await)
            .await
    }

    async fn claim(&self, entry: EntryId, now: Timestamp) -> Result<Option<Entry>, RecordError> {
        self.write(async |transaction| outbox::claim(transaction, entry, now).await)
            .await
    }

    async fn finish(
        &self,
        entry: EntryId,
        outcome: &Outcome,
        now: Timestamp,
    ) -> Result<(), RecordError> {
        self.write(async |transaction| outbox::finish(transaction, entry, outcome, now).await)
            .await
    }

    async fn retry(
        &self,
        entry: EntryId,
        reason: &str,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<(), RecordError> {
        self.write(async |transaction| outbox::retry(transaction, entry, reason, at, now).await)
            .await
    }

    async fn close(&self, entry: EntryId, reason: &str, now: Timestamp) -> Result<(), RecordError> {
        self.write(async |transaction| outbox::close(transaction, entry, reason, now).await)
            .await
    }

    async fn tell(
        &self,
        conversation: &Conversation,
        once: &str,
        news: &News,
        now: Timestamp,
    ) -> Result<bool, RecordError> {
        let told = self
            .write(async |transaction| {
                outbox::tell(transaction, conversation, once, news, now).await
            })
            .await?;
        self.written.notify_one();
        Ok(told)
    }

    async fn tell_gap(
        &self,
        gap: &Gap,
        to: &[(Conversation, Vec<Reason>)],
        due: Timestamp,
        now: Timestamp,
    ) -> Result<(), RecordError> {
        self.write(async |transaction| outbox::tell_gap(transaction, gap, to, due, now).await)
            .await?;
        self.written.notify_one();
        Ok(())
    }

    async fn list_owner_notices(
        &self,
        platforms: &[Platform],
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<OwnerNotice>, RecordError> {
        outbox::list_owner_notices(&self.readers, platforms, now, limit)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn finish_owner_notice(&self, id: i64) -> Result<(), RecordError> {
        outbox::put_owner_notice(&self.writer, id, None)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn retry_owner_notice(&self, id: i64, at: Timestamp) -> Result<(), RecordError> {
        outbox::put_owner_notice(&self.writer, id, Some(at))
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn mark_used(
        &self,
        subscription: SubscriptionId,
        speakers: &[String],
    ) -> Result<(), RecordError> {
        self.write(async |transaction| {
            for speaker in speakers {
                owed::use_first(transaction, subscription, speaker).await?;
            }
            Ok(())
        })
        .await
    }

    async fn find_told(
        &self,
        conversation: &Conversation,
        fingerprint: i64,
    ) -> Result<Option<Delivered>, RecordError> {
        outbox::find_told(&self.readers, conversation, fingerprint)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn list_shown(
        &self,
        conversation: &Conversation,
        message: &MessageId,
    ) -> Result<Vec<StatementId>, RecordError> {
        outbox::list_shown(&self.readers, conversation, message)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn list_attempts(
        &self,
        conversation: &Conversation,
        limit: usize,
    ) -> Result<Vec<LoggedAttempt>, RecordError> {
        outbox::list_attempts(&self.readers, conversation, limit)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn count_waiting(&self, now: Timestamp) -> Result<Waiting, RecordError> {
        outbox::count_waiting(&self.readers, now)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn forget(&self, before: Timestamp) -> Result<u64, RecordError> {
        let mut forgotten = 0;
        loop {
            let some = self
                .write(async |transaction| {
                    outbox::forget_attempts(transaction, before, FORGOTTEN).await
                })
                .await?;
            forgotten += some;
            if some == 0 {
                break;
            }
        }
        let unneeded = outbox::list_unneeded(&self.readers, before)
            .await
            .map_err(|error| self.failed(&error))?;
        for some in unneeded.chunks(FORGOTTEN) {
            self.write(async |transaction| outbox::forget_entries(transaction, some).await)
                .await?;
            forgotten += some.len() as u64;
        }
        Ok(forgotten)
    }
}

#[async_trait]
impl Inbox for SqliteRecord {
    async fn cursor(&self, room: &str) -> Result<Option<MessageId>, RecordError> {
        inbox::cursor(&self.readers, room)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn take_in(
        &self,
        room: &str,
        arrivals: &[NewEvent],
        cursor: &MessageId,
        now: Timestamp,
    ) -> Result<usize, RecordError> {
        inbox::take_in(&self.writer, room, arrivals, cursor, now)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn find_received(&self, event: &MessageId) -> Result<Option<Received>, RecordError> {
        inbox::find_received(&self.readers, event)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn list_due(&self, room: &str, limit: usize) -> Result<Vec<Received>, RecordError> {
        inbox::list_due(&self.readers, room, limit)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn list_rooms_due(&self) -> Result<Vec<String>, RecordError> {
        inbox::list_rooms_due(&self.readers)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn settle(
        &self,
        event: &MessageId,
        progress: &Progress,
        shown: &[Shown],
        now: Timestamp,
    ) -> Result<(), RecordError> {
        inbox::settle(&self.writer, event, progress, shown, now)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn make_due(&self, session: Option<(&str, &str)>) -> Result<u64, RecordError> {
        inbox::make_due(&self.writer, session)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn list_waiting(&self, before: Timestamp) -> Result<Vec<Received>, RecordError> {
        inbox::list_waiting(&self.readers, before)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn find_shown(&self, message: &MessageId) -> Result<Option<Shown>, RecordError> {
        inbox::find_shown(&self.readers, message)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn list_shown(&self, question: &MessageId) -> Result<Vec<Shown>, RecordError> {
        inbox::list_shown(&self.readers, question)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn find_shown_in_thread(
        &self,
        room: &str,
        thread: &MessageId,
    ) -> Result<Option<Shown>, RecordError> {
        inbox::find_shown_in_thread(&self.readers, room, thread)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn may_tell(
        &self,
        room: &str,
        thread: Option<&MessageId>,
        once_in: Duration,
        now: Timestamp,
    ) -> Result<bool, RecordError> {
        inbox::may_tell(&self.writer, room, thread, once_in, now)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn forget_room(&self, room: &str) -> Result<(), RecordError> {
        inbox::forget_room(&self.writer, room)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn forget_done(&self, before: Timestamp) -> Result<(), RecordError> {
        inbox::forget_done(&self.writer, before)
            .await
            .map_err(|error| self.failed(&error))
    }
}
