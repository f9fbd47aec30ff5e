//! Turns: what was asked where, and what it was answered with.

use async_trait::async_trait;
use jiff::Timestamp;

use super::RecordError;
use crate::domain::{Conversation, MessageId, NewTurn, Person, Turn, TurnId};

/// Keeps turns.
#[async_trait]
pub trait Turns: Send + Sync {
    /// Keeps a turn.
    async fn keep_turn(&self, turn: &NewTurn) -> Result<TurnId, RecordError>;

    /// The turn with this id.
    async fn find_turn(&self, id: TurnId) -> Result<Option<Turn>, RecordError>;

    /// Remembers which message shows a turn.
    async fn mark_shown(&self, id: TurnId, message: &MessageId) -> Result<(), RecordError>;

    /// Remembers which page of a turn was shown last, counted from 0.
    async fn mark_page(&self, id: TurnId, page: usize) -> Result<(), RecordError>;

    /// The turn that this message of the conversation's place shows.
    async fn find_turn_shown(
        &self,
        conversation: &Conversation,
        message: &MessageId,
    ) -> Result<Option<Turn>, RecordError>;

    /// The newest turn of this person in this conversation that was asked at `since` or after.
    async fn find_latest_turn(
        &self,
        conversation: &Conversation,
        person: &Person,
        since: Timestamp,
    ) -> Result<Option<Turn>, RecordError>;

    /// The newest turn of anybody in this conversation that was asked at `since` or after: a thread's.
    async fn find_latest_turn_of_all(
        &self,
        conversation: &Conversation,
        since: Timestamp,
    ) -> Result<Option<Turn>, RecordError>;

    /// Forgets what was asked before this moment; how many turns that were.
    async fn forget_turns(&self, before: Timestamp) -> Result<u64, RecordError>;
}
