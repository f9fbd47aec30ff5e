//! The outbox: what conversations are owed, and what became of it.

use async_trait::async_trait;
use jiff::Timestamp;

use super::RecordError;
use crate::domain::{
    Arrival, Article, Conversation, Digested, Document, Gap, MessageId, News, Person, Platform,
    RevisionId, Statement, StatementId, SubscriptionId,
};

use super::IndexedStatement;

/// A statement of an article's state that was just stored.
#[derive(Debug, Clone, Copy)]
pub struct ArrivedStatement<'a> {
    /// Its id.
    pub id: StatementId,
    /// Equal for the same words by the same speaker, in whatever article.
    pub fingerprint: i64,
    /// The statement.
    pub statement: &'a Statement,
    /// Whether the article's state before had no such words.
    pub is_new: bool,
    /// When the earliest other article that carries or carried the words was published, or first seen where it gives no
    /// date. Looked up only for new statements of followed sources.
    pub earlier: Option<Timestamp>,
}

/// An article whose text was new or changed, as its transaction stores it.
#[derive(Debug, Clone, Copy)]
pub struct Arrived<'a> {
    /// The article.
    pub article: &'a Article,
    /// How it came.
    pub arrival: &'a Arrival,
    /// When.
    pub seen: Timestamp,
    /// Its text.
    pub document: &'a Document,
    /// All its statements.
    pub statements: &'a [ArrivedStatement<'a>],
    /// The statements of the state before; `None` where there was none.
    pub before: Option<&'a [IndexedStatement]>,
    /// What of its states some conversation was told and not told otherwise since, each with its state.
    pub told: &'a [(RevisionId, IndexedStatement)],
}

/// Why a conversation is told something: one of its subscriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Which one.
    pub subscription: SubscriptionId,
    /// What of it fits, in a line.
    pub why: String,
}

/// Something that conversations are to be told.
#[derive(Debug, Clone, PartialEq)]
pub enum Owed {
    /// A new statement, to a conversation that was not told these words yet.
    Alert {
        /// Whom.
        conversation: Conversation,
        /// The pieces of the utterance with their fingerprints, the one that matched first.
        pieces: Vec<(StatementId, i64)>,
        /// Why, and for a subscription to first uses whose first use it is.
        reasons: Vec<(Reason, Option<String>)>,
        /// Whether an outage delayed it.
        late: bool,
        /// When it is to be sent.
        due: Timestamp,
    },
    /// That somebody used the words of a subscription to first uses: a later use is not the first.
    Used {
        /// Which subscription.
        subscription: SubscriptionId,
        /// Who.
        speaker: String,
    },
    /// That words differ in the article's new state, to whoever was told them.
    Edited {
        /// The pieces that were told and are gone.
        before: Vec<StatementId>,
        /// The pieces that stand in their place, with their fingerprints; none where nothing does.
        now: Vec<(StatementId, i64)>,
        /// When it is to be sent.
        due: Timestamp,
    },
    /// That one more article carries the words, in the messages that show them.
    Carried {
        /// Which words.
        fingerprint: i64,
        /// When the messages are to be changed.
        due: Timestamp,
    },
}

/// Finds what is owed because of an article. It is asked within the transaction that stores the article, so that neither
/// is ever there without the other; it must be quick and do nothing else.
pub trait Matching: Send + Sync {
    /// What conversations are owed because of `arrived`.
    fn owed(&self, arrived: &Arrived<'_>) -> Vec<Owed>;
}

/// Nobody subscribes to anything.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nobody;

impl Matching for Nobody {
    fn owed(&self, _: &Arrived<'_>) -> Vec<Owed> {
        Vec::new()
    }
}

/// An entry's id in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub i64);

/// What an entry tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A new statement.
    Alert {
        /// Which.
        statement: StatementId,
        /// Whether an outage delayed it.
        late: bool,
    },
    /// A statement again, in the message that shows it already.
    Again {
        /// Which statement.
        statement: StatementId,
        /// Which message.
        message: MessageId,
        /// Whether it was marked as late then.
        late: bool,
    },
    /// That words were changed.
    Edited {
        /// As they were told.
        before: StatementId,
        /// As they are now.
        now: Option<StatementId>,
    },
    /// Several statements at once.
    Digest {
        /// Of what it is.
        of: Digested,
        /// The statements, the newest first, each with why.
        statements: Vec<(StatementId, Vec<Reason>)>,
    },
    /// That sources could not be read for a while.
    Gaps(Vec<Gap>),
    /// News of the bot or of a source.
    News(News),
    /// A message in its own words, as the record has it from before news were told in their reader's language.
    Told {
        /// The first line.
        title: String,
        /// The rest.
        lines: Vec<String>,
    },
}

/// Something that a conversation is to be told, not done with yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// Whom it is for.
    pub conversation: Conversation,
    /// What the platform knows a repeated send by: the same for every attempt, another for every entry of any record.
    pub key: String,
    /// What it tells.
    pub content: Content,
    /// Why, where subscriptions are the reason.
    pub reasons: Vec<Reason>,
    /// When it was written.
    pub created: Timestamp,
    /// Not to be sent before.
    pub due: Timestamp,
    /// Attempts so far.
    pub attempts: u32,
    /// How often in a row something failed in the conversation.
    pub failures: u32,
}

/// How an entry ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The platform took it.
    Delivered(MessageId),
    /// The platform will never take it.
    Refused {
        /// Why.
        reason: String,
    },
    /// Nobody wants it any more, or there is nothing left to tell.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

/// What a line of the delivery log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedAttempt {
    /// Of which entry.
    pub entry: EntryId,
    /// Which attempt of it, from 1.
    pub number: u32,
    /// When it began.
    pub begun: Timestamp,
    /// When it ended; `None` where it was cut off or still runs.
    pub ended: Option<Timestamp>,
    /// "delivered", "later", "refused" or "closed".
    pub outcome: Option<String>,
    /// What the platform said.
    pub reason: Option<String>,
}

/// What became of what was written for a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The entry.
    pub entry: EntryId,
    /// When it was written.
    pub created: Timestamp,
    /// When it is or was to be sent.
    pub due: Timestamp,
    /// How it ended: "delivered", "refused", "withdrawn", "gathered" (waits in a digest); `None` while it waits.
    pub outcome: Option<String>,
    /// When it ended.
    pub done: Option<Timestamp>,
    /// The message that shows it.
    pub message: Option<MessageId>,
}

/// How much waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Entries that are due.
    pub due: u64,
    /// Entries for later: digests, quiet hours.
    pub held: u64,
    /// Conversations in which the last attempt failed.
    pub failing: u64,
    /// Conversations that are closed to us.
    pub closed: u64,
}

/// Somebody who is to be told that a conversation of theirs is closed to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerNotice {
    /// Its id.
    pub id: i64,
    /// Whom.
    pub owner: Person,
    /// Which conversation.
    pub conversation: Conversation,
    /// What the platform said.
    pub reason: String,
    /// How many of their subscriptions are paused because of it.
    pub subscriptions: u64,
}

/// Keeps what conversations are owed until it is delivered, and a log of that. An entry that was written is there after
/// any crash.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Waits until something was written by this process since the last time that this returned.
    async fn written(&self);

    /// Conversations of these platforms for which something may be tried at `now`, the longest waiting first.
    async fn list_ready(
        &self,
        platforms: &[Platform],
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<Conversation>, RecordError>;

    /// When there is something to try next on these platforms.
    async fn find_next(&self, platforms: &[Platform]) -> Result<Option<Timestamp>, RecordError>;

    /// What is due for a conversation at `now`, in the order in which it is to be sent.
    async fn list_due(
        &self,
        conversation: &Conversation,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<Entry>, RecordError>;

    /// Puts an entry off.
    async fn hold(&self, entry: EntryId, until: Timestamp) -> Result<(), RecordError>;

    /// Makes one digest of alerts of a conversation, due at once.
    async fn gather(
        &self,
        members: &[EntryId],
        of: &Digested,
        now: Timestamp,
    ) -> Result<(), RecordError>;

    /// Begins an attempt: the entry as it is to be sent now, or `None` where there is nothing to send any more. An alert
    /// that was never tried takes up the edits that wait behind it.
    async fn claim(&self, entry: EntryId, now: Timestamp) -> Result<Option<Entry>, RecordError>;

    /// Ends an entry.
    async fn finish(
        &self,
        entry: EntryId,
        outcome: &Outcome,
        now: Timestamp,
    ) -> Result<(), RecordError>;

    /// Notes that an attempt failed; its conversation is tried again at `at`.
    async fn retry(
        &self,
        entry: EntryId,
        reason: &str,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<(), RecordError>;

    /// Notes that the entry's conversation is gone or closed to us: its subscriptions are paused, their owners are to be
    /// told, and what waits keeps waiting until one of them is resumed.
    async fn close(&self, entry: EntryId, reason: &str, now: Timestamp) -> Result<(), RecordError>;

    /// Writes news to a conversation. Whether they were written: not if some with this `once` were before.
    async fn tell(
        &self,
        conversation: &Conversation,
        once: &str,
        news: &News,
        now: Timestamp,
    ) -> Result<bool, RecordError>;

    /// Writes that a source could not be read, to each of these conversations because of these subscriptions, once a gap
    /// and conversation. Gaps that come until `due` are told in one message.
    async fn tell_gap(
        &self,
        gap: &Gap,
        to: &[(Conversation, Vec<Reason>)],
        due: Timestamp,
        now: Timestamp,
    ) -> Result<(), RecordError>;

    /// Owners who are to be told something by `now`, on these platforms.
    async fn list_owner_notices(
        &self,
        platforms: &[Platform],
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<OwnerNotice>, RecordError>;

    /// Notes that an owner was told, or can't be.
    async fn finish_owner_notice(&self, id: i64) -> Result<(), RecordError>;

    /// Tries again later to tell an owner.
    async fn retry_owner_notice(&self, id: i64, at: Timestamp) -> Result<(), RecordError>;

    /// Notes who used the words of a subscription to first uses before it was made.
    async fn mark_used(
        &self,
        subscription: SubscriptionId,
        speakers: &[String],
    ) -> Result<(), RecordError>;

    /// What became of the words with this fingerprint in a conversation, if it was owed them.
    async fn find_told(
        &self,
        conversation: &Conversation,
        fingerprint: i64,
    ) -> Result<Option<Delivered>, RecordError>;

    /// The statements that this message of the conversation's place shows.
    async fn list_shown(
        &self,
        conversation: &Conversation,
        message: &MessageId,
    ) -> Result<Vec<StatementId>, RecordError>;

    /// The newest attempts in a conversation, the last first.
    async fn list_attempts(
        &self,
        conversation: &Conversation,
        limit: usize,
    ) -> Result<Vec<LoggedAttempt>, RecordError>;

    /// How much waits.
    async fn count_waiting(&self, now: Timestamp) -> Result<Waiting, RecordError>;

    /// Forgets, a few at a time, the attempts of entries that ended before this moment, and those of the entries that
    /// nothing needs any more; how many of both. What guards against telling something twice stays, and so does what an
    /// edit of told words needs: which entry told them, where, and why.
    async fn forget(&self, before: Timestamp) -> Result<u64, RecordError>;
}
