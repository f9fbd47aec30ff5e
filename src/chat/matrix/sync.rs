//! What comes in: one request after another, and everything in the inbox before it is acted on.

use std::sync::Arc;
use std::time::Duration;

use futures::{StreamExt as _, pin_mut};
use matrix_sdk::Room;
use matrix_sdk::config::SyncSettings;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::api::client::filter::FilterDefinition;
use matrix_sdk::ruma::{OwnedRoomId, UserId};
use matrix_sdk::sync::{JoinedRoomUpdate, SyncResponse};

use super::bot::Bot;
use super::event::{Seen, is_own_arrival, see};
use super::gap::read_back;
use super::session::{Ended, ended};
use super::{courtesy, failure, rooms, trust, work};
use crate::domain::MessageId;
use crate::ports::{NewEvent, RecordError};

/// How long the homeserver may hold a request open when there is nothing new.
const HOLD: Duration = Duration::from_secs(30);

/// How long the SDK's own beginnings are waited for.
const INITIALISATION: Duration = Duration::from_secs(20);

/// Events a room that one sync brings; what is more is read back.
const TIMELINE: u32 = 50;

/// Rooms that are read back at the same time.
const AT_ONCE: usize = 4;

/// In a room that we have no place in, what is older was not asked of us: we were not yet there, or have lost our record.
const NEW_ROOM: Duration = Duration::from_secs(3_600);

/// How long what is done is remembered: a question may be edited, paged and taken back so long.
const KEPT: Duration = Duration::from_secs(90 * 24 * 3_600);

/// How often the old is forgotten and what can't be read is looked at.
const ROUND: Duration = Duration::from_secs(2);

/// The narrowest filter that encryption, permissions and questions can live with; members are loaded when they speak.
///
/// Our own events are left out: we know them, and each would have the homeserver send our own membership along. Whoever's
/// membership comes, the homeserver also names among those whose devices may have changed, and the SDK lets no message be
/// encrypted before it has asked for our devices anew: see [`super::send`].
fn filter(own: &UserId) -> FilterDefinition {
    let state = [
        "m.room.create",
        "m.room.encryption",
        "m.room.history_visibility",
        "m.room.join_rules",
        "m.room.member",
        "m.room.name",
        "m.room.power_levels",
        "m.room.tombstone",
    ];
    let mut timeline = vec![
        "m.room.message",
        "m.room.encrypted",
        "m.room.redaction",
        "m.reaction",
    ];
    timeline.extend(state);
    let filter = serde_json::json!({
        "presence": {"types": []},
        "account_data": {"types": ["m.direct", "m.push_rules", "m.secret_storage.*", "m.cross_signing.*", "m.megolm_backup.*"]},
        "room": {
            "account_data": {"types": []},
            "ephemeral": {"types": []},
            "state": {"types": state, "lazy_load_members": true},
            "timeline": {
                "types": timeline, "not_senders": [own], "limit": TIMELINE, "lazy_load_members": true,
            },
        },
    });
    // A test reads it; without a filter, everything still works, only slower.
    serde_json::from_value(filter).unwrap_or_default()
}

/// Syncs until shutdown, or until the homeserver ends the session.
pub(super) async fn run(bot: &Arc<Bot>) -> anyhow::Result<Option<Ended>> {
    let settings = SyncSettings::new()
        .filter(filter(&bot.own).into())
        .timeout(HOLD);
    trust::decline_all(&bot.client);
    bot.tasks.spawn(watch_keys(Arc::clone(bot)));
    bot.tasks.spawn(courtesy::tell(Arc::clone(bot)));
    bot.tasks
        .spawn(work::look_after_unreadable(Arc::clone(bot), ROUND));
    // The SDK stores its place in the sync before we see what came: at the start, and after anything went wrong, what
    // lies between our cursors and now has to be read back.
    let mut in_doubt = true;
    let mut has_looked_at_backup = false;
    let mut tries = 0;
    // What these ask the homeserver for would come between the first messages and the keys that they need.
    let encryption = bot.client.encryption();
    tokio::select! {
        () = bot.shutdown.cancelled() => return Ok(None),
        () = encryption.wait_for_e2ee_initialization_tasks() => {}
        () = tokio::time::sleep(INITIALISATION) => {}
    }
    loop {
        // The first answer is wanted at once, so that what was left undone is taken up.
        let once = if in_doubt {
            settings.clone().timeout(Duration::ZERO)
        } else {
            settings.clone()
        };
        let synced = tokio::select! {
            () = bot.shutdown.cancelled() => return Ok(None),
            synced = bot.client.sync_once(once) => synced,
        };
        let response = match synced {
            Ok(response) => response,
            Err(error) => {
                if let Some(ended) = ended(&error) {
                    return Ok(Some(ended));
                }
                in_doubt = true;
                let after = match failure::meaning(&error) {
                    crate::ports::SendError::Later { after, .. } => after,
                    _ => None,
                };
                let pause = failure::pause(tries, after);
                tracing::warn!(%error, wait = ?pause, "the sync failed; trying again");
                tries += 1;
                tokio::select! {
                    () = bot.shutdown.cancelled() => return Ok(None),
                    () = tokio::time::sleep(pause) => continue,
                }
            }
        };
        match take_in(bot, response, in_doubt).await {
            Ok(()) => {
                if in_doubt {
                    take_up(bot).await?;
                    tracing::info!(user = %bot.own, "answering on Matrix");
                }
                if !has_looked_at_backup {
                    has_looked_at_backup = true;
                    look_at_backup(bot).await;
                }
                in_doubt = false;
                tries = 0;
            }
            Err(error) => {
                in_doubt = true;
                let pause = failure::pause(tries, None);
                tracing::warn!(error = format!("{error:#}"), wait = ?pause, "what came in is read again");
                tries += 1;
                tokio::select! {
                    () = bot.shutdown.cancelled() => return Ok(None),
                    () = tokio::time::sleep(pause) => {}
                }
            }
        }
    }
}

/// Says where the keys of encrypted rooms are kept nowhere but here.
async fn look_at_backup(bot: &Bot) {
    if !bot.client.encryption().backups().are_enabled().await {
        tracing::warn!(
            "the account's identity and the keys of encrypted rooms are kept nowhere but here: stop the bot and run \
             `verbatim matrix setup` once, which makes a recovery key"
        );
    }
}

/// What an earlier run left.
async fn take_up(bot: &Arc<Bot>) -> Result<(), RecordError> {
    let inbox = &bot.parts.inbox;
    inbox
        .forget_done(work::ago(bot.parts.clock.now(), KEPT))
        .await?;
    // Keys may have come while nobody looked.
    inbox.make_due(None).await?;
    for room in inbox.list_rooms_due().await? {
        if let Ok(room) = OwnedRoomId::try_from(room) {
            bot.wake(&room);
        }
    }
    Ok(())
}

async fn take_in(bot: &Arc<Bot>, response: SyncResponse, in_doubt: bool) -> anyhow::Result<()> {
    for room in response.rooms.left.keys() {
        rooms::left(bot, room).await?;
    }
    if in_doubt {
        let joined = bot.client.joined_rooms();
        let read: Vec<anyhow::Result<()>> = futures::stream::iter(joined)
            .map(|room| read_room_back(bot, room))
            .buffer_unordered(AT_ONCE)
            .collect()
            .await;
        read.into_iter().collect::<anyhow::Result<()>>()?;
    } else {
        for (id, update) in &response.rooms.joined {
            if let Some(room) = bot.client.get_room(id) {
                take_in_room(bot, &room, update).await?;
            }
        }
    }
    rooms::look_after(bot, &response, in_doubt).await;
    Ok(())
}

/// Everything in a room after its cursor.
async fn read_room_back(bot: &Arc<Bot>, room: Room) -> anyhow::Result<()> {
    let cursor = bot.parts.inbox.cursor(room.room_id().as_str()).await?;
    let read = match read_back(&room, &bot.own, None, cursor.as_ref()).await {
        Ok(read) => read,
        Err(error) => return passed_over(&room, error),
    };
    keep(bot, &room, read, cursor.is_none()).await?;
    Ok(())
}

/// One room that can't be read must not keep the others from being: only a homeserver that may answer later is a reason to
/// try all of it again.
fn passed_over(room: &Room, error: matrix_sdk::Error) -> anyhow::Result<()> {
    let is_for_later = matches!(error, matrix_sdk::Error::Http(_))
        && matches!(
            failure::meaning(&error),
            crate::ports::SendError::Later { .. }
        );
    if is_for_later {
        return Err(error.into());
    }
    tracing::warn!(room = %room.room_id(), %error, "what a room left out can't be read");
    Ok(())
}

/// What a sync brought of a room, and what it left out before that.
async fn take_in_room(
    bot: &Arc<Bot>,
    room: &Room,
    update: &JoinedRoomUpdate,
) -> anyhow::Result<()> {
    let cursor = bot.parts.inbox.cursor(room.room_id().as_str()).await?;
    if cursor.is_none() {
        // Where its history begins for us may be an event of our own, which a sync leaves out.
        return read_room_back(bot, room.clone()).await;
    }
    let mut came = update.timeline.events.clone();
    if let Some(arrived) = came
        .iter()
        .rposition(|event| is_own_arrival(event, &bot.own))
    {
        // History from before is not ours to answer.
        let arrival = came.drain(..=arrived).next_back();
        if came.is_empty() {
            came.extend(arrival);
        }
    } else if update.timeline.limited {
        let missed = read_back(
            room,
            &bot.own,
            update.timeline.prev_batch.clone(),
            cursor.as_ref(),
        )
        .await;
        match missed {
            Ok(missed) => {
                came.splice(0..0, missed);
            }
            Err(error) => passed_over(room, error)?,
        }
    }
    keep(bot, room, came, false).await
}

/// Puts events into the inbox, and the cursor behind the last.
async fn keep(
    bot: &Arc<Bot>,
    room: &Room,
    events: Vec<TimelineEvent>,
    is_new: bool,
) -> anyhow::Result<()> {
    let Some(cursor) = events.iter().rev().find_map(TimelineEvent::event_id) else {
        return Ok(());
    };
    let now = bot.parts.clock.now();
    let oldest = work::ago(now, NEW_ROOM).as_millisecond();
    let mut arrivals = Vec::new();
    for event in events {
        let Some(id) = event.event_id() else { continue };
        let is_old = event
            .timestamp_raw()
            .is_none_or(|at| i64::from(at.get()) < oldest);
        if is_new && is_old {
            continue;
        }
        let Some(seen) = see(&event, &bot.own) else {
            continue;
        };
        if !may_concern_us(bot, room, &seen) {
            continue;
        }
        let waits_for = match seen {
            Seen::Unreadable { session, .. } => Some(session),
            _ => {
                bot.keep(room, event);
                None
            }
        };
        arrivals.push(NewEvent {
            event: MessageId(id.to_string()),
            waits_for,
        });
    }
    bot.parts
        .inbox
        .take_in(
            room.room_id().as_str(),
            &arrivals,
            &MessageId(cursor.to_string()),
            now,
        )
        .await?;
    if !arrivals.is_empty() {
        bot.wake(&room.room_id().to_owned());
    }
    Ok(())
}

/// Whether an event is worth a place in the inbox: a busy room's chatter is not. In doubt it is.
fn may_concern_us(bot: &Bot, room: &Room, seen: &Seen) -> bool {
    let Seen::Message(message) = seen else {
        return true;
    };
    let way = super::addressed::Way {
        mentions_us: message.mentions_us,
        replies_to_us: message.replies_to.is_some(),
        is_direct: bot.is_direct(room),
        has_fallback: message.replies_to.is_some(),
    };
    message.thread.is_some() || super::addressed::line(&message.text, way, &bot.us()).is_some()
}

/// Makes due what waited for keys that come.
async fn watch_keys(bot: Arc<Bot>) {
    let Some(keys) = bot.client.encryption().room_keys_received_stream().await else {
        return;
    };
    pin_mut!(keys);
    loop {
        let came = tokio::select! {
            () = bot.shutdown.cancelled() => return,
            came = keys.next() => came,
        };
        let made = match came {
            None => return,
            Some(Ok(infos)) => {
                let mut made = Ok(0);
                for info in &infos {
                    let session = (info.room_id.as_str(), info.session_id.as_str());
                    made = bot.parts.inbox.make_due(Some(session)).await;
                    if matches!(made, Ok(due) if due > 0) {
                        bot.wake(&info.room_id);
                    }
                }
                made
            }
            // We were too slow to be told of each.
            Some(Err(_)) => {
                let made = bot.parts.inbox.make_due(None).await;
                for room in bot.client.joined_rooms() {
                    bot.wake(&room.room_id().to_owned());
                }
                made
            }
        };
        if let Err(error) = made {
            tracing::error!(%error, "what waited for keys could not be taken up");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_is_one() {
        let own = matrix_sdk::ruma::user_id!("@verbatim:example.org");
        let filter = filter(own);
        assert_eq!(filter.room.timeline.limit, Some(TIMELINE.into()));
        assert_eq!(filter.room.timeline.not_senders, [own]);
        assert!(
            filter
                .room
                .ephemeral
                .types
                .is_some_and(|types| types.is_empty())
        );
    }
}
