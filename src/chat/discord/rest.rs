//! Discord's REST API, as far as we use it: what is sent again and how often, and how fast.
//!
//! serenity's limiter observes what Discord says of each route. Beside it stand here: the limit over all routes, which
//! Discord doesn't announce; one message at a time to each channel, as that limiter lets everybody pass who waits for a
//! route; and a limiter of its own for each interaction, as Discord counts them by their tokens, where serenity would
//! count all together, and remember each for ever.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serenity::http::{Http, HttpBuilder, HttpError, LightMethod, Request, Route};
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId};
use tokio::time::Instant;

use super::render::Body;
use super::{DiscordError, DiscordSettings};
use crate::chat::card::Picture;
use crate::ports::SendError;

/// Between two requests, all routes together: Discord refuses more than 50 in whichever second, as it counts them on their
/// arrival.
const INTERVAL: Duration = Duration::from_micros(20_800);

/// So much of what one came late is made up for by the next, so that no second has more than 49.
const MADE_UP: Duration = Duration::from_millis(10);

/// How long an answer to a message is tried. Discord remembers a nonce for some minutes.
const MESSAGE: Duration = Duration::from_secs(90);

/// How long an acknowledgement is tried: Discord waits for three seconds.
const ACKNOWLEDGEMENT: Duration = Duration::from_millis(2_700);

/// How long the reply behind an acknowledgement is tried. An interaction's token is good for 15 minutes.
const REPLY: Duration = Duration::from_secs(300);

/// How long a lookup is tried that an answer waits for.
const LOOKUP: Duration = Duration::from_secs(10);

/// The first wait between two tries; each further one is twice as long, up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(150);
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// "Interaction has already been acknowledged": by a try whose answer was lost.
const ACKNOWLEDGED: isize = 40_060;

/// Discord's REST API.
pub struct Rest {
    http: Http,
    client: serenity_http::Client,
    token: String,
    proxy: Option<String>,
    pace: Option<Pace>,
    channels: Mutex<HashMap<u64, Arc<tokio::sync::Mutex<()>>>>,
}

/// Paces requests, in the order in which they come. It holds when the next is due; whoever waits for that holds it.
#[derive(Default)]
struct Pace(tokio::sync::Mutex<Option<Instant>>);

impl Pace {
    async fn wait(&self) {
        let mut due = self.0.lock().await;
        let now = Instant::now();
        let latest = now.checked_sub(MADE_UP).unwrap_or(now);
        let mine = due.map_or(now, |due| due.max(latest));
        tokio::time::sleep_until(mine).await;
        *due = Some(mine + INTERVAL);
    }
}

/// A message as it is sent to a channel.
#[derive(Serialize)]
struct Posted<'a> {
    #[serde(flatten)]
    body: &'a Body,
    nonce: &'a str,
    enforce_nonce: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_reference: Option<Reference>,
}

#[derive(Serialize)]
struct Reference {
    message_id: String,
    fail_if_not_exists: bool,
}

/// Of a message that was sent, its id.
#[derive(Deserialize)]
struct Sent {
    id: MessageId,
}

/// An interaction to respond to.
pub struct Interaction {
    http: Http,
    id: InteractionId,
    token: String,
}

/// The first response to an interaction, by Discord's numbers of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// The reply follows.
    Later {
        /// Whether only whoever asked will see it.
        privately: bool,
    },
    /// The message with the button is changed later.
    ChangeLater,
}

/// For whoever asked only: Discord's flag EPHEMERAL.
const PRIVATELY: u64 = 1 << 6;

#[derive(Serialize)]
struct Flagged<'a> {
    #[serde(flatten)]
    body: &'a Body,
    flags: u64,
}

/// A channel, as far as we ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Channel {
    #[serde(rename = "type")]
    kind: u8,
    /// What a thread belongs to.
    pub parent_id: Option<ChannelId>,
}

impl Channel {
    /// Whether it is a thread: announcement, public or private.
    pub fn is_thread(self) -> bool {
        matches!(self.kind, 10..=12)
    }
}

/// The HTTP client by which Discord is asked. It observes `HTTPS_PROXY`, and trusts the machine's own certificates.
///
/// # Errors
/// [`DiscordError::Client`] where the machine gives none.
pub(super) fn client() -> Result<serenity_http::Client, DiscordError> {
    serenity_http::Client::builder()
        .use_rustls_tls()
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(30))
        .build()
        .map_err(|error| DiscordError::Client(error.to_string()))
}

impl Rest {
    pub(super) fn new(
        settings: &DiscordSettings,
        token: &str,
        client: serenity_http::Client,
    ) -> Self {
        let proxy = settings.proxy().map(str::to_owned);
        Self {
            http: http(&client, token, proxy.as_deref()).build(),
            // A proxy counts for all its clients.
            pace: proxy.is_none().then(Pace::default),
            client,
            token: token.to_owned(),
            proxy,
            channels: Mutex::default(),
        }
    }

    /// What serenity's gateway client asks for the gateway's address.
    pub(super) fn for_gateway(&self) -> Http {
        http(&self.client, &self.token, self.proxy.as_deref()).build()
    }

    /// An interaction to respond to.
    pub fn interaction(
        &self,
        application: ApplicationId,
        id: InteractionId,
        token: &str,
    ) -> Interaction {
        Interaction {
            http: http(&self.client, &self.token, self.proxy.as_deref())
                .application_id(application)
                .build(),
            id,
            token: token.to_owned(),
        }
    }

    /// Where the gateway is, and how many shards Discord advises.
    pub(super) async fn gateway(&self) -> Result<(String, u32), SendError> {
        #[derive(Deserialize)]
        struct Gateway {
            url: String,
            shards: u32,
        }
        let gateway: Gateway = self.get(Route::GatewayBot, None).await?;
        Ok((gateway.url, gateway.shards.max(1)))
    }

    /// The application's number.
    pub(super) async fn application(&self) -> Result<ApplicationId, SendError> {
        #[derive(Deserialize)]
        struct Application {
            id: ApplicationId,
        }
        let application: Application = self.get(Route::Oauth2ApplicationCurrent, None).await?;
        Ok(application.id)
    }

    /// Our own user.
    pub(super) async fn bot(&self) -> Result<UserId, SendError> {
        #[derive(Deserialize)]
        struct Me {
            id: UserId,
        }
        let me: Me = self.get(Route::UserMe, None).await?;
        Ok(me.id)
    }

    /// The channel of direct messages with a user.
    pub(super) async fn direct(&self, user: UserId) -> Result<ChannelId, SendError> {
        #[derive(Deserialize)]
        struct Opened {
            id: ChannelId,
        }
        let body = serde_json::json!({ "recipient_id": user.to_string() });
        let body = serde_json::to_vec(&body).map_err(|error| refused(&error))?;
        self.pace().await;
        let request = Request::new(Route::UserMeDmChannels, LightMethod::Post).body(Some(body));
        let opened: Opened = self.http.fire(request).await.map_err(failure)?;
        Ok(opened.id)
    }

    /// The commands that are registered everywhere or in one server, with all their names.
    pub(super) async fn commands(
        &self,
        application_id: ApplicationId,
        guild: Option<GuildId>,
    ) -> Result<Vec<Value>, SendError> {
        let params = vec![("with_localizations", "true".to_owned())];
        self.get(commands_route(application_id, guild), Some(params))
            .await
    }

    /// Puts commands in place of those that are registered.
    pub(super) async fn put_commands(
        &self,
        application_id: ApplicationId,
        guild: Option<GuildId>,
        commands: &[Value],
    ) -> Result<(), SendError> {
        let body = serde_json::to_vec(commands).map_err(|error| refused(&error))?;
        self.pace().await;
        let route = commands_route(application_id, guild);
        let request = Request::new(route, LightMethod::Put).body(Some(body));
        self.http.request(request).await.map_err(failure)?;
        Ok(())
    }

    /// What kind of channel that is.
    pub async fn channel(&self, channel_id: ChannelId) -> Result<Channel, SendError> {
        retried(LOOKUP, || self.get(Route::Channel { channel_id }, None)).await
    }

    async fn get<T: serde::de::DeserializeOwned>(
        &self,
        route: Route<'_>,
        params: Option<Vec<(&'static str, String)>>,
    ) -> Result<T, SendError> {
        self.pace().await;
        let request = Request::new(route, LightMethod::Get).params(params);
        self.http.fire(request).await.map_err(failure)
    }

    /// Answers a message; once, however often it has to be tried.
    pub async fn answer(
        &self,
        channel: ChannelId,
        question: MessageId,
        body: &Body,
        picture: Option<&Picture>,
    ) -> Result<MessageId, SendError> {
        let nonce = question.get().to_string();
        retried(MESSAGE, || {
            self.post(channel, body, picture, &nonce, Some(question))
        })
        .await
    }

    /// Sends a message once: a second one with the same nonce, of at most 25 characters, is none within some minutes.
    pub async fn post(
        &self,
        channel: ChannelId,
        body: &Body,
        picture: Option<&Picture>,
        nonce: &str,
        to: Option<MessageId>,
    ) -> Result<MessageId, SendError> {
        let posted = Posted {
            body,
            nonce,
            enforce_nonce: true,
            message_reference: to.map(|to| Reference {
                message_id: to.to_string(),
                fail_if_not_exists: false,
            }),
        };
        let turn = self.turn_of(channel);
        let _alone = turn.lock().await;
        self.pace().await;
        let route = Route::ChannelMessages {
            channel_id: channel,
        };
        let sent: Sent = fire(&self.http, route, LightMethod::Post, &posted, picture).await?;
        Ok(sent.id)
    }

    /// Puts a body in the place of a message of ours.
    pub async fn edit(
        &self,
        channel: ChannelId,
        message: MessageId,
        body: &Body,
    ) -> Result<(), SendError> {
        let turn = self.turn_of(channel);
        let _alone = turn.lock().await;
        self.pace().await;
        let route = Route::ChannelMessage {
            channel_id: channel,
            message_id: message,
        };
        let _: Sent = fire(&self.http, route, LightMethod::Patch, body, None).await?;
        Ok(())
    }

    async fn pace(&self) {
        if let Some(pace) = &self.pace {
            pace.wait().await;
        }
    }

    /// What a message to this channel waits for. Channels in which nothing waits are forgotten now and then.
    fn turn_of(&self, channel: ChannelId) -> Arc<tokio::sync::Mutex<()>> {
        const KEPT: usize = 1_000;
        let mut channels = self.channels.lock();
        if channels.len() > KEPT {
            channels.retain(|_, turn| Arc::strong_count(turn) > 1);
        }
        Arc::clone(channels.entry(channel.get()).or_default())
    }
}

impl Interaction {
    /// Says that the reply follows.
    pub async fn acknowledge(&self, first: First) -> Result<(), SendError> {
        let response = match first {
            First::Later { privately: true } => {
                serde_json::json!({"type": 5, "data": {"flags": PRIVATELY}})
            }
            First::Later { privately: false } => serde_json::json!({"type": 5}),
            First::ChangeLater => serde_json::json!({"type": 6}),
        };
        self.respond(&response).await
    }

    /// Replies at once, for whoever asked only.
    pub async fn reply_privately(&self, body: &Body) -> Result<(), SendError> {
        let data = Flagged {
            body,
            flags: PRIVATELY,
        };
        self.respond(&serde_json::json!({"type": 4, "data": data}))
            .await
    }

    /// Suggests what an option could be.
    pub async fn suggest(&self, choices: &[String]) -> Result<(), SendError> {
        let choices: Vec<Value> = choices
            .iter()
            .map(|choice| serde_json::json!({"name": choice, "value": choice}))
            .collect();
        self.respond(&serde_json::json!({"type": 8, "data": {"choices": choices}}))
            .await
    }

    async fn respond(&self, response: &Value) -> Result<(), SendError> {
        retried(ACKNOWLEDGEMENT, || async {
            let sent = self
                .http
                .create_interaction_response(self.id, &self.token, response, Vec::new())
                .await;
            match sent {
                Err(error) if code(&error) == Some(ACKNOWLEDGED) => Ok(()),
                sent => sent.map_err(failure),
            }
        })
        .await
    }

    /// Puts the reply in the place of the acknowledgement, or of the message with the button; its message's id.
    pub async fn reply(
        &self,
        body: &Body,
        picture: Option<&Picture>,
    ) -> Result<MessageId, SendError> {
        let sent: Sent = retried(REPLY, || {
            fire(
                &self.http,
                self.original(),
                LightMethod::Patch,
                body,
                picture,
            )
        })
        .await?;
        Ok(sent.id)
    }

    /// Replies for whoever asked only, where that was not clear at first: the acknowledgement that all see is taken away,
    /// else Discord would put the reply in its place.
    pub async fn reply_privately_instead(&self, body: &Body) -> Result<(), SendError> {
        retried(REPLY, || async {
            let request = Request::new(self.original(), LightMethod::Delete);
            match self.http.request(request).await.map_err(failure) {
                // It is gone already.
                Ok(_) | Err(SendError::Closed { .. }) => Ok(()),
                Err(error) => Err(error),
            }
        })
        .await?;
        self.add_privately(body).await
    }

    /// Adds a reply that only whoever pressed sees.
    pub async fn add_privately(&self, body: &Body) -> Result<(), SendError> {
        let Some(application_id) = self.http.application_id() else {
            return Err(refused(&"the application's number is not known"));
        };
        let flagged = Flagged {
            body,
            flags: PRIVATELY,
        };
        let _: Sent = retried(REPLY, || {
            let route = Route::WebhookFollowupMessages {
                application_id,
                token: &self.token,
            };
            fire(&self.http, route, LightMethod::Post, &flagged, None)
        })
        .await?;
        Ok(())
    }

    fn original(&self) -> Route<'_> {
        Route::WebhookOriginalInteractionResponse {
            // Set when it was made.
            application_id: self.http.application_id().unwrap_or_default(),
            token: &self.token,
        }
    }
}

fn http(client: &serenity_http::Client, token: &str, proxy: Option<&str>) -> HttpBuilder {
    let builder = HttpBuilder::new(token).client(client.clone());
    match proxy {
        // serenity takes no notice of a proxy while its limiter is on.
        Some(proxy) => builder.proxy(proxy).ratelimiter_disabled(true),
        None => builder,
    }
}

fn commands_route(application_id: ApplicationId, guild: Option<GuildId>) -> Route<'static> {
    match guild {
        Some(guild_id) => Route::GuildCommands {
            application_id,
            guild_id,
        },
        None => Route::Commands { application_id },
    }
}

/// Sends a body, with the picture that it names beside it.
async fn fire<T: serde::de::DeserializeOwned>(
    http: &Http,
    route: Route<'_>,
    method: LightMethod,
    body: &impl Serialize,
    picture: Option<&Picture>,
) -> Result<T, SendError> {
    use serenity::builder::CreateAttachment;
    use serenity::http::{Multipart, MultipartUpload};

    let json = serde_json::to_string(body).map_err(|error| refused(&error))?;
    let request = Request::new(route, method);
    let request = match picture {
        Some(picture) => request.multipart(Some(Multipart {
            upload: MultipartUpload::Attachments(vec![CreateAttachment::bytes(
                picture.png.clone(),
                super::render::file_name(&picture.name),
            )]),
            fields: Vec::new(),
            payload_json: Some(json),
        })),
        None => request.body(Some(json.into_bytes())),
    };
    http.fire(request).await.map_err(failure)
}

/// Tries until it works, can't ever work, or `patience` is over: with waits that grow, each shortened at random, so that
/// not all come again at once.
async fn retried<T, F>(patience: Duration, mut once: impl FnMut() -> F) -> Result<T, SendError>
where
    F: Future<Output = Result<T, SendError>>,
{
    let end = Instant::now() + patience;
    let mut longest = FIRST_WAIT;
    loop {
        // What hangs is given up when there is no patience for it any more.
        let tried = tokio::time::timeout_at(end, once()).await;
        let error = match tried {
            Ok(Err(error @ SendError::Later { .. })) => error,
            Ok(done) => return done,
            Err(_) => {
                return Err(SendError::Later {
                    after: None,
                    reason: "Discord did not answer in time".to_owned(),
                });
            }
        };
        let wait = jittered(longest);
        if Instant::now() + wait >= end {
            return Err(error);
        }
        tracing::debug!(%error, "Discord is asked again");
        tokio::time::sleep(wait).await;
        longest = (longest * 2).min(LONGEST_WAIT);
    }
}

/// Between half of `longest` and all of it.
pub(super) fn jittered(longest: Duration) -> Duration {
    longest.mul_f64(rand::rng().random_range(0.5..=1.0))
}

fn code(error: &serenity::Error) -> Option<isize> {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            Some(response.error.code)
        }
        _ => None,
    }
}

fn refused(reason: &impl ToString) -> SendError {
    SendError::Refused {
        reason: reason.to_string(),
    }
}

/// What a failure means for the next try.
fn failure(error: serenity::Error) -> SendError {
    let later = |reason: String| SendError::Later {
        after: None,
        reason,
    };
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            let status = response.status_code.as_u16();
            let reason = format!(
                "Discord says {status}: {} (code {})",
                response.error.message, response.error.code
            );
            match (status, response.error.code) {
                (429 | 500..=599, _) => later(reason),
                // An unknown message; the channel may be there.
                (404, 10_008) => SendError::Refused { reason },
                (401 | 403 | 404, _) => SendError::Closed { reason },
                _ => SendError::Refused { reason },
            }
        }
        // The address may hold an interaction's token.
        serenity::Error::Http(HttpError::Request(error)) => later(format!(
            "Discord can't be reached: {}",
            cause(&error.without_url())
        )),
        other => SendError::Refused {
            reason: other.to_string(),
        },
    }
}

/// What lies at the bottom of an error, where the library tells only that there was one.
fn cause(error: &dyn std::error::Error) -> String {
    let mut deepest = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_second_has_more_requests_than_discord_takes_and_lateness_is_made_up_for() {
        let pace = Pace::default();
        let mut sent = Vec::new();
        for number in 0..500 {
            pace.wait().await;
            sent.push(Instant::now());
            // Some come late.
            tokio::time::advance(Duration::from_millis(if number % 7 == 0 { 25 } else { 1 })).await;
        }
        for (first, last) in sent.iter().zip(&sent[49..]) {
            assert!(last.duration_since(*first) >= Duration::from_millis(980));
        }
        for (first, last) in sent.iter().zip(&sent[50..]) {
            assert!(last.duration_since(*first) >= Duration::from_secs(1));
        }
        assert!(sent[499].duration_since(sent[0]) < Duration::from_millis(499 * 21));
    }
}
