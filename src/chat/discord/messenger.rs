//! Messages that nobody waits for.

use std::fmt::Write as _;
use std::sync::Arc;

use async_trait::async_trait;
use serenity::model::id::{ChannelId, MessageId};
use sha2::{Digest, Sha256};

use super::render::body;
use super::rest::Rest;
use crate::chat::card::{Words, notice};
use crate::domain::{Conversation, Notice, Platform, Roster};
use crate::ports::{Messenger, SendError};

/// Sends notices to Discord's channels. One try a call: whoever keeps the notices knows when to come again.
pub struct DiscordMessenger {
    pub(super) rest: Arc<Rest>,
    pub(super) roster: Arc<Roster>,
    pub(super) words: &'static Words,
}

#[async_trait]
impl Messenger for DiscordMessenger {
    fn platform(&self) -> Platform {
        Platform::Discord
    }

    async fn send(
        &self,
        to: &Conversation,
        said: &Notice,
        key: &str,
    ) -> Result<crate::domain::MessageId, SendError> {
        let card = notice(said, &self.roster, self.words);
        let body = body(&card, self.words);
        let sent = self
            .rest
            .post(
                channel(to)?,
                &body,
                card.picture.as_ref(),
                &nonce(key),
                None,
            )
            .await?;
        Ok(crate::domain::MessageId(sent.to_string()))
    }

    async fn edit(
        &self,
        to: &Conversation,
        message: &crate::domain::MessageId,
        said: &Notice,
    ) -> Result<(), SendError> {
        let id = number(&message.0).map(MessageId::new);
        let id = id.ok_or_else(|| SendError::Refused {
            reason: format!("{:?} is no message of Discord", message.0),
        })?;
        let card = notice(said, &self.roster, self.words);
        self.rest
            .edit(channel(to)?, id, &body(&card, self.words))
            .await
    }
}

fn channel(conversation: &Conversation) -> Result<ChannelId, SendError> {
    number(&conversation.place)
        .map(ChannelId::new)
        .ok_or_else(|| SendError::Closed {
            reason: format!("{:?} is no channel of Discord", conversation.place),
        })
}

fn number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number| *number != 0)
}

/// The key in the 25 characters that Discord allows: 96 bits of its hash.
fn nonce(key: &str) -> String {
    Sha256::digest(key.as_bytes())
        .iter()
        .take(12)
        .fold(String::new(), |mut nonce, byte| {
            // Writing to a string can't fail.
            let _ = write!(nonce, "{byte:02x}");
            nonce
        })
}
