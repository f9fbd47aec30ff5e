//! The connection: started, kept up by serenity, ended in good order.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serenity::client::{ClientBuilder, Context, EventHandler};
use serenity::gateway::{GatewayError, ShardManager};
use serenity::model::application::Interaction;
use serenity::model::channel::Message;
use serenity::model::event::ResumedEvent;
use serenity::model::gateway::{GatewayIntents, Ready};
use serenity::model::id::{ApplicationId, ChannelId, RoleId, UserId};
use thiserror::Error;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::DiscordSettings;
use super::attachment::Files;
use super::messenger::DiscordMessenger;
use super::register::register;
use super::rest::{Rest, client, jittered};
use super::seen::Seen;
use super::settings::Shards;
use crate::chat::Desk;
use crate::chat::card::{Locale, Words};
use crate::domain::{Asker, Conversation, Language, Person, Platform, Standing};
use crate::ports::{Fetcher, Messenger, SendError};

/// How long what was begun may take when we are told to stop.
const FINISH: Duration = Duration::from_secs(10);

/// How long the connections may take to be closed.
const CLOSE: Duration = Duration::from_secs(3);

/// Answers that are worked on at the same time; acknowledgements wait for none of them.
const AT_WORK: usize = 16;

/// More than are ever answered at once.
const AT_ONCE: u32 = 1_000_000;

/// Why Discord can't be served.
#[derive(Debug, Error)]
pub enum DiscordError {
    /// There is no HTTP client.
    #[error("no client for Discord could be made: {0}")]
    Client(String),
    /// The token is not taken.
    #[error(
        "Discord refuses the token in DISCORD_TOKEN: copy it anew from the Bot page of \
         https://discord.com/developers/applications"
    )]
    Token,
    /// An intent is not allowed.
    #[error(
        "Discord refuses the message content intent: switch it on on the Bot page of \
         https://discord.com/developers/applications, or set message_content = false in [discord]"
    )]
    Intents,
    /// Discord says what is wrong.
    #[error("Discord can't be served: {0}")]
    Refused(String),
}

/// Discord, ready to be served.
pub struct Discord {
    settings: DiscordSettings,
    token: String,
    desk: Desk,
    rest: Arc<Rest>,
    files: Files,
}

impl Discord {
    /// Takes the token, which is never logged, what answers, and what fetches the files that people attach.
    ///
    /// # Errors
    /// [`DiscordError::Client`].
    pub fn new(
        settings: DiscordSettings,
        token: String,
        desk: Desk,
        fetcher: Arc<dyn Fetcher>,
    ) -> Result<Self, DiscordError> {
        Ok(Self {
            files: Files::new(fetcher, &settings.cdn_url),
            rest: Arc::new(Rest::new(&settings, &token, client()?)),
            settings,
            token,
            desk,
        })
    }

    /// What sends notices to Discord's channels, under the same rate limits as everything else.
    pub fn messenger(&self) -> Arc<dyn Messenger> {
        let rest = Arc::clone(&self.rest);
        let roster = Arc::clone(&self.desk.roster);
        Arc::new(DiscordMessenger::with_rest(&self.settings, rest, roster))
    }

    /// Answers until `shutdown`; what was begun then is finished first, within bounds.
    ///
    /// # Errors
    /// [`DiscordError`] where it can't go on. What may pass is waited for.
    pub async fn serve(self, shutdown: CancellationToken) -> Result<(), DiscordError> {
        let Some(start) = self.start(&shutdown).await? else {
            return Ok(());
        };
        let handler = Arc::new(Handler {
            bot: start.bot,
            begun: Arc::new(Semaphore::new(AT_ONCE as usize)),
            at_work: Semaphore::new(AT_WORK),
            seen: Seen::default(),
            channels: parking_lot::Mutex::default(),
            words: Locale::of(&self.settings.language).words(),
            rest: Arc::clone(&self.rest),
            files: self.files.clone(),
            settings: self.settings.clone(),
            desk: self.desk.clone(),
        });
        let mut intents = GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
        if self.settings.message_content {
            intents |= GatewayIntents::MESSAGE_CONTENT;
        }
        let mut client = ClientBuilder::new_with_http(self.rest.for_gateway(), intents)
            .event_handler_arc(Arc::clone(&handler))
            .await
            .map_err(told)?;
        // serenity asks for the address once, and takes Discord's own where that fails.
        *client.ws_url.lock().await = start.gateway;
        if self.settings.shards.is_first() {
            let (rest, guilds) = (Arc::clone(&self.rest), self.settings.guilds.clone());
            let shutdown = shutdown.clone();
            tokio::spawn(async move {
                let registered =
                    waited_for(&shutdown, || register(&rest, start.application, &guilds));
                if let Err(error) = registered.await {
                    tracing::error!(%error, "the commands could not be registered");
                }
            });
        }
        let manager = Arc::clone(&client.shard_manager);
        // The end of the range is the last shard there.
        let served = client.start_shard_range(start.first..start.last, start.total);
        tokio::select! {
            ended = served => match ended {
                Ok(()) => Err(DiscordError::Refused("the connection was given up".to_owned())),
                Err(error) => Err(told(error)),
            },
            () = shutdown.cancelled() => {
                stop(&manager, &handler).await;
                Ok(())
            }
        }
    }

    /// What has to be known first; `None` where we are told to stop before.
    async fn start(&self, shutdown: &CancellationToken) -> Result<Option<Start>, DiscordError> {
        if self.token.trim().is_empty() || !self.token.is_ascii() {
            return Err(DiscordError::Token);
        }
        let known = waited_for(shutdown, || async {
            let (gateway, advised) = self.rest.gateway().await?;
            let application = self.rest.application().await?;
            let bot = self.rest.bot().await?;
            Ok((gateway, advised, application, bot))
        });
        let known = known.await.map_err(|error| match error {
            SendError::Closed { .. } => DiscordError::Token,
            other => DiscordError::Refused(other.to_string()),
        })?;
        Ok(known.map(|(gateway, advised, application, bot)| {
            let (first, last, total) = match self.settings.shards {
                Shards::Automatic => (0, advised - 1, advised),
                Shards::Range { first, last, total } => (first, last, total),
            };
            Start {
                gateway,
                application,
                bot,
                first,
                last,
                total,
            }
        }))
    }
}

struct Start {
    gateway: String,
    application: ApplicationId,
    bot: UserId,
    first: u32,
    last: u32,
    total: u32,
}

/// Tries until it works or never will; `None` where we are told to stop before.
async fn waited_for<T, F>(
    shutdown: &CancellationToken,
    mut once: impl FnMut() -> F,
) -> Result<Option<T>, SendError>
where
    F: Future<Output = Result<T, SendError>>,
{
    let mut wait = Duration::from_millis(250);
    loop {
        let tried = tokio::select! {
            tried = once() => tried,
            () = shutdown.cancelled() => return Ok(None),
        };
        match tried {
            Ok(done) => return Ok(Some(done)),
            Err(SendError::Later { reason, .. }) => {
                tracing::warn!(reason, "Discord is not ready, and is asked again");
            }
            Err(error) => return Err(error),
        }
        tokio::select! {
            () = tokio::time::sleep(jittered(wait)) => {}
            () = shutdown.cancelled() => return Ok(None),
        }
        wait = (wait * 2).min(Duration::from_secs(30));
    }
}

fn told(error: serenity::Error) -> DiscordError {
    match error {
        serenity::Error::Gateway(GatewayError::InvalidAuthentication) => DiscordError::Token,
        serenity::Error::Gateway(GatewayError::DisallowedGatewayIntents) => DiscordError::Intents,
        other => DiscordError::Refused(other.to_string()),
    }
}

/// Nothing new is taken up, then what was begun is finished.
async fn stop(manager: &ShardManager, handler: &Handler) {
    // serenity waits for ever where the other side doesn't close.
    if tokio::time::timeout(CLOSE, manager.shutdown_all())
        .await
        .is_err()
    {
        tracing::debug!("the connection to Discord was not closed in time");
    }
    let finished = tokio::time::timeout(FINISH, handler.begun.acquire_many(AT_ONCE)).await;
    if finished.is_err() {
        tracing::warn!("not everything that was begun could be finished");
    }
}

/// Takes up what Discord sends.
pub(super) struct Handler {
    /// Our own user.
    pub bot: UserId,
    /// A permit is out for everything that was begun.
    begun: Arc<Semaphore>,
    /// A permit is out for everything that is worked on.
    pub at_work: Semaphore,
    seen: Seen,
    /// Kinds of channels, as far as they were asked for.
    pub channels: parking_lot::Mutex<std::collections::HashMap<u64, super::rest::Channel>>,
    /// For messages, with which Discord doesn't tell the reader's language.
    pub words: &'static Words,
    pub rest: Arc<Rest>,
    pub files: Files,
    pub settings: DiscordSettings,
    pub desk: Desk,
}

/// Who asks, as an event tells.
pub(super) struct Origin<'a> {
    pub user: UserId,
    pub channel: ChannelId,
    pub guild: Option<serenity::model::id::GuildId>,
    /// The user's roles in the server.
    pub roles: &'a [RoleId],
    /// Whether the user may manage the server, where the event tells.
    pub manages: bool,
    /// The user's own setting, where the event tells.
    pub locale: Option<&'a str>,
}

impl Handler {
    pub(super) fn asker(&self, origin: &Origin<'_>) -> Asker {
        let standing = if self.settings.owners.contains(&origin.user.get()) {
            Standing::Owner
        } else if origin.manages
            || origin
                .roles
                .iter()
                .any(|role| self.settings.moderator_roles.contains(&role.get()))
        {
            Standing::Moderator
        } else {
            Standing::Member
        };
        Asker {
            person: Person {
                platform: Platform::Discord,
                id: origin.user.to_string(),
            },
            conversation: conversation(origin.channel),
            community: origin.guild.map(|guild| guild.to_string()),
            is_private: origin.guild.is_none(),
            standing,
            // As replies to them are told.
            language: origin.locale.map_or_else(Language::unknown, |locale| {
                Language::new(Locale::of(locale).code())
            }),
        }
    }
}

/// Threads are channels of their own on Discord.
pub(super) fn conversation(channel: ChannelId) -> Conversation {
    Conversation {
        platform: Platform::Discord,
        place: channel.to_string(),
        thread: None,
    }
}

#[async_trait]
impl EventHandler for Handler {
    async fn ready(&self, _: Context, ready: Ready) {
        tracing::info!(
            servers = ready.guilds.len(),
            shard = ready.shard.map_or(0, |shard| shard.id.0),
            "connected to Discord"
        );
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        tracing::info!("the connection to Discord was resumed");
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        let id = match &interaction {
            Interaction::Ping(ping) => ping.id,
            Interaction::Command(command) | Interaction::Autocomplete(command) => command.id,
            Interaction::Component(component) => component.id,
            Interaction::Modal(modal) => modal.id,
            _ => return,
        };
        if self.seen.is_new(id.get())
            && let Ok(_begun) = Arc::clone(&self.begun).try_acquire_owned()
        {
            self.interact(interaction).await;
        }
    }

    async fn message(&self, _: Context, message: Message) {
        if self.seen.is_new(message.id.get())
            && let Ok(_begun) = Arc::clone(&self.begun).try_acquire_owned()
        {
            self.hear(&message).await;
        }
    }
}
