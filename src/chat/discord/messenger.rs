//! Messages that nobody waits for.

use std::fmt::Write as _;
use std::sync::Arc;

use async_trait::async_trait;
use serenity::model::id::{ChannelId, MessageId, UserId};
use sha2::{Digest, Sha256};

use super::DiscordSettings;
use super::render::body;
use super::rest::Rest;
use crate::chat::card::{Locale, Words, notice};
use crate::domain::{Conversation, Language, Notice, Person, Platform, Roster};
use crate::ports::{Messenger, SendError};

/// Sends notices to Discord's channels. One try a call: whoever keeps the notices knows when to come again.
pub struct DiscordMessenger {
    rest: Arc<Rest>,
    roster: Arc<Roster>,
    words: &'static Words,
}

impl DiscordMessenger {
    /// Takes what it speaks through on its own: a process that also answers shares the rate limits with that, by
    /// [`Discord::messenger`](super::Discord::messenger).
    pub fn new(
        settings: &DiscordSettings,
        token: &str,
        client: serenity_http::Client,
        roster: Arc<Roster>,
    ) -> Self {
        let rest = Arc::new(Rest::new(settings, token, client));
        Self::with_rest(settings, rest, roster)
    }

    pub(super) fn with_rest(
        settings: &DiscordSettings,
        rest: Arc<Rest>,
        roster: Arc<Roster>,
    ) -> Self {
        Self {
            rest,
            roster,
            words: Locale::of(&settings.language).words(),
        }
    }
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
        language: &Language,
        key: &str,
    ) -> Result<crate::domain::MessageId, SendError> {
        let words = self.words.or_of(language);
        let card = notice(said, &self.roster, words);
        let body = body(&card, words);
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
        language: &Language,
    ) -> Result<(), SendError> {
        let id = number(&message.0).map(MessageId::new);
        let id = id.ok_or_else(|| SendError::Refused {
            reason: format!("{:?} is no message of Discord", message.0),
        })?;
        let words = self.words.or_of(language);
        let card = notice(said, &self.roster, words);
        self.rest.edit(channel(to)?, id, &body(&card, words)).await
    }

    async fn direct(&self, person: &Person) -> Result<Conversation, SendError> {
        let user = number(&person.id).map(UserId::new);
        let user = user.ok_or_else(|| SendError::Refused {
            reason: format!("{:?} is no user of Discord", person.id),
        })?;
        let channel = self.rest.direct(user).await?;
        Ok(Conversation {
            platform: Platform::Discord,
            place: channel.to_string(),
            thread: None,
        })
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
