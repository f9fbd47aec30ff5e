//! Messages that nobody waits for, on whatever platform.

use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;

use crate::domain::{Conversation, Language, MessageId, Notice, Person, Platform};

/// Why a message was not sent, and what that means for the next try.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SendError {
    /// It may work later.
    #[error("{reason}")]
    Later {
        /// Not before this much time has passed, where the platform says.
        after: Option<Duration>,
        /// What happened.
        reason: String,
    },
    /// The conversation is gone, or closed to us: no message will work until a person changes that.
    #[error("{reason}")]
    Closed {
        /// What happened.
        reason: String,
    },
    /// This message will never work; others may.
    #[error("{reason}")]
    Refused {
        /// What happened.
        reason: String,
    },
}

/// Sends notices to conversations of one platform.
#[async_trait]
pub trait Messenger: Send + Sync {
    /// Which platform.
    fn platform(&self) -> Platform;

    /// Sends a notice, in this language if it is one of ours, else in the platform's own. A second call with the same `key` does not show a second message, also after a restart, within
    /// what the platform's own means allow (a nonce, a transaction id).
    async fn send(
        &self,
        to: &Conversation,
        notice: &Notice,
        language: &Language,
        key: &str,
    ) -> Result<MessageId, SendError>;

    /// Puts a notice in place of one that was sent.
    async fn edit(
        &self,
        to: &Conversation,
        message: &MessageId,
        notice: &Notice,
        language: &Language,
    ) -> Result<(), SendError>;

    /// The conversation that nobody but this person reads, opened where there is none yet.
    async fn direct(&self, person: &Person) -> Result<Conversation, SendError> {
        Err(SendError::Refused {
            reason: format!(
                "{} opens no conversation with {}",
                self.platform(),
                person.id
            ),
        })
    }
}
