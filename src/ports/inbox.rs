//! What came in from a platform that says everything once, and what we sent there: so that everything is acted on, and
//! acted on once, whenever the program is killed.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::RecordError;
use crate::domain::{MessageId, TurnId};

/// Something that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// What it is.
    pub event: MessageId,
    /// The session whose keys are needed to read it, where it can't be read yet.
    pub waits_for: Option<String>,
}

/// What is to be done about something that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// It can't be read before the keys of this session come.
    Waiting {
        /// The session.
        session: String,
    },
    /// It is to be acted on.
    Due,
    /// It was answered; what goes with the answer is to be sent.
    Shown,
    /// Nothing more.
    Done,
}

/// Something in the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// What it is.
    pub event: MessageId,
    /// In which room.
    pub room: String,
    /// When it came in.
    pub came: Timestamp,
    /// What is to be done about it.
    pub progress: Progress,
}

/// A message of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The message.
    pub message: MessageId,
    /// In which room.
    pub room: String,
    /// The first event of its thread.
    pub thread: MessageId,
    /// The event that it answers.
    pub question: MessageId,
    /// The page of an answer that it shows.
    pub page: Option<ShownPage>,
}

/// A page of an answer, as a message shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownPage {
    /// Of which turn.
    pub turn: TurnId,
    /// Which page, counted from 0.
    pub page: usize,
    /// How many there are.
    pub pages: usize,
    /// The number of its first hit, counted from 0 over all pages.
    pub first: usize,
    /// How many hits it shows.
    pub hits: usize,
}

/// Keeps what came in until it has been acted on, and what was sent.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// The newest event of the room up to which everything was taken in.
    async fn cursor(&self, room: &str) -> Result<Option<MessageId>, RecordError>;

    /// Takes in, in one step, what came and up to where the room is read now; how much of it was new. What is known
    /// stays as it is.
    async fn take_in(
        &self,
        room: &str,
        arrivals: &[NewEvent],
        cursor: &MessageId,
        now: Timestamp,
    ) -> Result<usize, RecordError>;

    /// What is known of something that came in.
    async fn find_received(&self, event: &MessageId) -> Result<Option<Received>, RecordError>;

    /// What is due in a room, in the order in which it came, and after that what was shown and isn't done; at most so
    /// many.
    async fn list_due(&self, room: &str, limit: usize) -> Result<Vec<Received>, RecordError>;

    /// The rooms in which something is due or shown.
    async fn list_rooms_due(&self) -> Result<Vec<String>, RecordError>;

    /// Notes, in one step, how far something has come and what was sent for it. A message that is known already has its
    /// page replaced.
    async fn settle(
        &self,
        event: &MessageId,
        progress: &Progress,
        shown: &[Shown],
        now: Timestamp,
    ) -> Result<(), RecordError>;

    /// Makes due what waits for a session of a room; of every room and session where none is named. How much that was.
    async fn make_due(&self, session: Option<(&str, &str)>) -> Result<u64, RecordError>;

    /// What waits for keys and came in before this moment.
    async fn list_waiting(&self, before: Timestamp) -> Result<Vec<Received>, RecordError>;

    /// What a message of ours shows.
    async fn find_shown(&self, message: &MessageId) -> Result<Option<Shown>, RecordError>;

    /// The messages that were sent for an event, the oldest first.
    async fn list_shown(&self, question: &MessageId) -> Result<Vec<Shown>, RecordError>;

    /// The newest message of a thread that shows a page of an answer.
    async fn find_shown_in_thread(
        &self,
        room: &str,
        thread: &MessageId,
    ) -> Result<Option<Shown>, RecordError>;

    /// Whether a thread (or a room's main timeline) may be told something that it is told once in this time, which is
    /// noted.
    async fn may_tell(
        &self,
        room: &str,
        thread: Option<&MessageId>,
        once_in: Duration,
        now: Timestamp,
    ) -> Result<bool, RecordError>;

    /// Forgets a room that we left.
    async fn forget_room(&self, room: &str) -> Result<(), RecordError>;

    /// Forgets what was done, and what was sent, before this moment.
    async fn forget_done(&self, before: Timestamp) -> Result<(), RecordError>;
}
