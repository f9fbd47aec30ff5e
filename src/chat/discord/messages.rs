//! Messages: those that are said to us, and only those. A mention, a direct message, a reply to a message of ours, and
//! what is said in a thread that holds an answer.

use std::time::Duration;

use serenity::model::channel::{Message, MessageType};
use serenity::model::id::ChannelId;

use super::attachment::link;
use super::gateway::{Handler, Origin, conversation};
use super::interactions::{Carried, STANDS};
use super::render::body;
use super::rest::Channel;
use crate::chat::card;
use crate::commands::{Invocation, Misuse, parse, parse_with_file};
use crate::domain::{Asker, MessageId, TurnId};
use crate::ports::{Attached, RecordError};

/// So long after its last answer a thread is a conversation with us.
const THREAD: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// How long after an answer direct messages go on from it.
const SOON: Duration = Duration::from_secs(60 * 60);

/// Channels whose kind is remembered.
const CHANNELS: usize = 10_000;

impl Handler {
    pub(super) async fn hear(&self, message: &Message) {
        let bot = self.bot;
        let is_said = matches!(
            message.kind,
            MessageType::Regular | MessageType::InlineReply
        );
        if !is_said
            || message.author.bot
            || message.author.id == bot
            || message.webhook_id.is_some()
        {
            return;
        }
        let roles = message
            .member
            .as_ref()
            .map_or(&[][..], |member| &member.roles);
        let asker = self.asker(&Origin {
            user: message.author.id,
            channel: message.channel_id,
            guild: message.guild_id,
            roles,
            manages: false,
            locale: None,
        });
        let addressed = asker.is_private
            || message.mentions.iter().any(|user| user.id == bot)
            || message
                .referenced_message
                .as_ref()
                .is_some_and(|before| before.author.id == bot);
        let text = without_mentions(&message.content, bot.get());
        // What Discord keeps from us, and pictures alone.
        if text.is_empty() && !addressed {
            return;
        }
        let previous = match self.previous(message, &asker).await {
            Ok(previous) => previous,
            Err(error) => {
                tracing::error!(%error, "what went before is not known");
                None
            }
        };
        if !addressed && previous.is_none() {
            return;
        }
        let file = message.attachments.first().map(|file| {
            let link = link(message.guild_id, message.channel_id, Some(message.id));
            self.files.attached(file, link)
        });
        let understood = asked(&text, previous, file);
        let Carried { card, turn, work } = self.carry_out(&asker, understood, self.words).await;
        let sent = self
            .rest
            .answer(
                message.channel_id,
                message.id,
                &body(&card, self.words),
                card.picture.as_ref(),
            )
            .await;
        let sent = match sent {
            Ok(sent) => sent,
            Err(error) => {
                tracing::warn!(%error, "a message could not be answered");
                return;
            }
        };
        self.shown(turn, &sent.to_string()).await;
        let Some(mut work) = work else { return };
        while let Some(stand) = work.next(STANDS).await {
            let stand = body(&card::report(&stand.report, self.words), self.words);
            if let Err(error) = self.rest.edit(message.channel_id, sent, &stand).await {
                tracing::warn!(%error, "how a work stands could not be told");
            }
        }
    }

    /// The answer that a message is said to: the one that it replies to, or the last one in a direct conversation or
    /// a thread, or the one that the thread was started from.
    async fn previous(
        &self,
        message: &Message,
        asker: &Asker,
    ) -> Result<Option<TurnId>, RecordError> {
        let turns = &self.desk.commands.turns;
        let here = &asker.conversation;
        if let Some(before) = message
            .message_reference
            .as_ref()
            .and_then(|reference| reference.message_id)
        {
            let before = MessageId(before.to_string());
            if let Some(turn) = turns.find_turn_shown(here, &before).await? {
                return Ok(Some(turn.id));
            }
        }
        if asker.is_private {
            // Alone with us, what is said soon after an answer is said to it.
            let since = self.desk.commands.clock.now() - SOON;
            let latest = turns.find_latest_turn(here, &asker.person, since).await?;
            return Ok(latest.map(|turn| turn.id));
        }
        let since = self.desk.commands.clock.now()
            - jiff::SignedDuration::from_secs(THREAD.as_secs() as i64);
        let latest = turns.find_latest_turn_of_all(here, since).await?;
        let Some(channel) = self.channel(message.channel_id).await else {
            return Ok(None);
        };
        if !channel.is_thread() {
            return Ok(None);
        }
        if let Some(turn) = latest {
            return Ok(Some(turn.id));
        }
        let Some(parent) = channel.parent_id else {
            return Ok(None);
        };
        // A thread has the number of the message that it was started from.
        let start = MessageId(message.channel_id.to_string());
        let turn = turns.find_turn_shown(&conversation(parent), &start).await?;
        Ok(turn.map(|turn| turn.id))
    }

    /// The kind of a channel: it never changes.
    async fn channel(&self, id: ChannelId) -> Option<Channel> {
        if let Some(channel) = self.channels.lock().get(&id.get()) {
            return Some(*channel);
        }
        match self.rest.channel(id).await {
            Ok(channel) => {
                let mut channels = self.channels.lock();
                if channels.len() >= CHANNELS {
                    channels.clear();
                }
                channels.insert(id.get(), channel);
                Some(channel)
            }
            Err(error) => {
                tracing::debug!(%error, "a channel's kind is not known");
                None
            }
        }
    }
}

/// What the words ask for; help where there are none.
fn asked(
    text: &str,
    previous: Option<TurnId>,
    file: Option<Attached>,
) -> Result<Invocation, Misuse> {
    if text.is_empty() {
        return Ok(Invocation::Help);
    }
    let understood = match file {
        Some(file) => parse_with_file(text, '/', file),
        None => parse(text, '/'),
    };
    Ok(match understood? {
        Invocation::Say { text, .. } => Invocation::Say { text, previous },
        other => other,
    })
}

/// The text without the mentions of us, which only address us.
fn without_mentions(content: &str, bot: u64) -> String {
    content
        .replace(&format!("<@{bot}>"), " ")
        .replace(&format!("<@!{bot}>"), " ")
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_addresses_us_is_no_part_of_the_question() {
        assert_eq!(
            without_mentions("<@7> who spoke of <@8>?", 7),
            "who spoke of <@8>?"
        );
        assert_eq!(without_mentions("<@!7>", 7), "");
        assert!(matches!(asked("", None, None), Ok(Invocation::Help)));
        let followed = asked("and since Monday?", Some(TurnId(3)), None).unwrap();
        assert!(matches!(
            followed,
            Invocation::Say {
                previous: Some(TurnId(3)),
                ..
            }
        ));
    }
}
