//! What the parts of the bot share, and its life from start to end.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId, OwnedUserId};
use matrix_sdk::{Client, Room};
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use super::addressed::Us;
use super::courtesy::Courtesies;
use super::messenger::MatrixMessenger;
use super::session::{self, Ended};
use super::settings::{Secrets, Settings};
use super::tasks::Tasks;
use super::{failure, sync, work};
use crate::chat::Desk;
use crate::chat::card::{Locale, Words};
use crate::domain::{Asker, Clock, Conversation, Language, Person, Platform, Standing};
use crate::ports::{Inbox, Subscriptions};

/// Events that are kept at hand between their coming in and being acted on; others are asked for again.
const AT_HAND: usize = 2_000;

/// What the bot is put together from.
#[derive(Clone)]
pub struct Parts {
    /// `[matrix]`.
    pub settings: Settings,
    /// Passwords and keys.
    pub secrets: Secrets,
    /// The data folder.
    pub data_dir: PathBuf,
    /// What answers.
    pub desk: Desk,
    /// What came in.
    pub inbox: Arc<dyn Inbox>,
    /// What rooms are subscribed to.
    pub subscriptions: Arc<dyn Subscriptions>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// What sends notices, by the session that is opened here.
    pub messenger: MatrixMessenger,
}

/// The bot while it is logged in.
pub(super) struct Bot {
    pub(super) parts: Parts,
    pub(super) client: Client,
    pub(super) own: OwnedUserId,
    pub(super) words: &'static Words,
    pub(super) shutdown: CancellationToken,
    pub(super) tasks: Tasks,
    pub(super) at_hand: Mutex<HashMap<OwnedRoomId, HashMap<OwnedEventId, TimelineEvent>>>,
    /// Rooms with a worker, and whether something came since it last looked.
    pub(super) working: Mutex<HashMap<OwnedRoomId, bool>>,
    pub(super) courtesies: Courtesies,
    /// Whom we told that they are too fast, and when.
    pub(super) slowed: Mutex<HashMap<OwnedUserId, jiff::Timestamp>>,
    /// The name that clients show for us.
    pub(super) name: Option<String>,
}

/// Answers on Matrix until `shutdown`. While the homeserver can't be reached, it is tried again, ever more seldom.
///
/// # Errors
/// What is wrong with how the bot is set up, or that the homeserver has ended the session.
pub async fn serve(parts: Parts, shutdown: CancellationToken) -> anyhow::Result<()> {
    let mut tries = 0;
    loop {
        let opened = tokio::select! {
            () = shutdown.cancelled() => return Ok(()),
            opened = session::open(&parts.settings, &parts.secrets, &parts.data_dir) => opened,
        };
        let session = match opened {
            Ok(session) => session,
            Err(error) if may_work_later(&error) => {
                tracing::warn!(
                    error = format!("{error:#}"),
                    "the homeserver can't be reached; trying again"
                );
                let pause = failure::pause(tries, None);
                tries += 1;
                tokio::select! {
                    () = shutdown.cancelled() => return Ok(()),
                    () = tokio::time::sleep(pause) => continue,
                }
            }
            Err(error) => return Err(error),
        };
        tries = 0;
        parts.messenger.use_session(Some(session.client.clone()));
        let ended = live(&parts, &session.client, &shutdown).await;
        parts.messenger.use_session(None);
        let ended = ended?;
        match ended {
            None => return Ok(()),
            Some(Ended::Softly) if parts.secrets.password.is_some() => {
                tracing::warn!("the homeserver asks us to log in again");
                session::forget_token(&session.client).await?;
            }
            Some(ended) => return Err(ended.told(&parts.data_dir).into()),
        }
    }
}

/// One session's time: until it is ended, or the program is.
async fn live(
    parts: &Parts,
    client: &Client,
    shutdown: &CancellationToken,
) -> anyhow::Result<Option<Ended>> {
    let own = client
        .user_id()
        .ok_or_else(|| anyhow::anyhow!("the session names no user"))?
        .to_owned();
    let stop = shutdown.child_token();
    let bot = Arc::new(Bot {
        parts: parts.clone(),
        client: client.clone(),
        name: display_name(client).await,
        own,
        words: Locale::of(&parts.settings.language).words(),
        shutdown: stop.clone(),
        tasks: Tasks::default(),
        at_hand: Mutex::default(),
        working: Mutex::default(),
        courtesies: Courtesies::default(),
        slowed: Mutex::default(),
    });
    let ended = sync::run(&bot).await;
    // Whoever is about to send something finishes that first.
    stop.cancel();
    bot.tasks.wait().await;
    ended
}

async fn display_name(client: &Client) -> Option<String> {
    client.account().get_display_name().await.ok().flatten()
}

/// Whether a start failed for a reason that passes by itself.
fn may_work_later(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let http = cause
            .downcast_ref::<matrix_sdk::HttpError>()
            .or_else(|| match cause.downcast_ref::<matrix_sdk::Error>() {
                Some(matrix_sdk::Error::Http(http)) => Some(http),
                _ => match cause.downcast_ref::<matrix_sdk::ClientBuildError>() {
                    Some(matrix_sdk::ClientBuildError::Http(http)) => Some(http),
                    _ => None,
                },
            });
        http.is_some_and(|http| {
            matches!(
                failure::of_http(http),
                crate::ports::SendError::Later { .. }
            )
        })
    })
}

impl Bot {
    pub(super) fn us(&self) -> Us {
        Us {
            id: self.own.to_string(),
            name: self.name.clone(),
            prefix: self.parts.settings.prefix,
        }
    }

    /// Keeps an event at hand until its worker comes to it.
    pub(super) fn keep(&self, room: &Room, event: TimelineEvent) {
        let mut at_hand = self.at_hand.lock();
        let kept: usize = at_hand.values().map(HashMap::len).sum();
        if kept < AT_HAND
            && let Some(id) = event.event_id()
        {
            let room = at_hand.entry(room.room_id().to_owned()).or_default();
            room.insert(id, event);
        }
    }

    /// Has what is due in a room acted on.
    pub(super) fn wake(self: &Arc<Self>, room: &OwnedRoomId) {
        let mut working = self.working.lock();
        if let Some(again) = working.get_mut(room) {
            *again = true;
            return;
        }
        working.insert(room.clone(), false);
        drop(working);
        self.tasks.spawn(work::work(Arc::clone(self), room.clone()));
    }

    /// Whether nobody but one person and us is in a room.
    pub(super) fn is_direct(&self, room: &Room) -> bool {
        room.active_members_count() == 2
    }

    /// Who gives a command, and where.
    pub(super) async fn asker(
        &self,
        room: &Room,
        sender: &OwnedUserId,
        thread: Option<&OwnedEventId>,
    ) -> Asker {
        Asker {
            person: Person {
                platform: Platform::Matrix,
                id: sender.to_string(),
            },
            conversation: Conversation {
                platform: Platform::Matrix,
                place: room.room_id().to_string(),
                thread: thread.map(ToString::to_string),
            },
            community: Some(room.room_id().to_string()),
            is_private: self.is_direct(room),
            standing: self.standing(room, sender).await,
            language: Language::unknown(),
        }
    }

    async fn standing(&self, room: &Room, sender: &OwnedUserId) -> Standing {
        let settings = &self.parts.settings;
        if settings.owners.iter().any(|owner| sender == owner) {
            return Standing::Owner;
        }
        use matrix_sdk::ruma::events::room::power_levels::UserPowerLevel;
        let level = room.power_levels_or_default().await.for_user(sender);
        let runs_it = match level {
            UserPowerLevel::Infinite => true,
            UserPowerLevel::Int(level) => i64::from(level) >= settings.moderator_level,
            _ => false,
        };
        if runs_it {
            Standing::Moderator
        } else {
            Standing::Member
        }
    }
}
