//! Into rooms and out of them: invitations, upgrades, empty rooms, and rooms where we may not speak.

use std::sync::Arc;
use std::time::Duration;

use matrix_sdk::ruma::events::MessageLikeEventType;
use matrix_sdk::ruma::{OwnedRoomId, RoomOrAliasId, UserId};
use matrix_sdk::sync::SyncResponse;
use matrix_sdk::{Client, Room, RoomState};

use super::bot::Bot;
use super::render::render;
use super::settings::Settings;
use super::{failure, send};
use crate::chat::card::{Card, Part, Span};
use crate::domain::{MessageId, Platform, Whose};
use crate::ports::{RecordError, SendError};
use crate::text::shown;

/// Subscriptions of one room that are carried over at a time.
const MOST: usize = 10_000;

/// Between two messages to one person that we may not write in a room.
const TELL_AGAIN: Duration = Duration::from_secs(7 * 24 * 3_600);

/// Whether somebody may invite the bot. Pure.
pub(super) fn may_invite(settings: &Settings, inviter: &UserId) -> bool {
    let server = inviter.server_name().as_str();
    settings.owners.iter().any(|owner| inviter == owner)
        || settings
            .inviters
            .iter()
            .any(|allowed| inviter == allowed || allowed == server)
}

/// A room that we are not in any more.
pub(super) async fn left(bot: &Bot, room: &OwnedRoomId) -> Result<(), RecordError> {
    tracing::info!(%room, "out of a room");
    bot.parts.inbox.forget_room(room.as_str()).await
}

/// Does what a sync asks for in rooms as such. Nothing of it may keep questions from being answered: it runs beside.
pub(super) async fn look_after(bot: &Arc<Bot>, response: &SyncResponse, all: bool) {
    for room in bot.client.invited_rooms() {
        let is_news = all || response.rooms.invited.contains_key(room.room_id());
        if is_news {
            let bot_too = Arc::clone(bot);
            bot.tasks
                .spawn(async move { consider(&bot_too, room).await });
        }
    }
    let joined: Vec<Room> = if all {
        bot.client.joined_rooms()
    } else {
        response
            .rooms
            .joined
            .iter()
            .filter(|(_, update)| {
                update.timeline.events.iter().any(|event| {
                    event
                        .raw()
                        .get_field::<String>("state_key")
                        .ok()
                        .flatten()
                        .is_some()
                })
            })
            .filter_map(|(id, _)| bot.client.get_room(id))
            .collect()
    };
    for room in joined {
        let bot_too = Arc::clone(bot);
        bot.tasks.spawn(async move { tend(&bot_too, room).await });
    }
}

/// An invitation: accepted from whoever may invite, and into the successor of a room that we are in.
async fn consider(bot: &Arc<Bot>, room: Room) {
    let inviter = match room.invite_details().await {
        Ok(invite) => invite.inviter_id.clone(),
        Err(error) => {
            tracing::warn!(room = %room.room_id(), %error, "an invitation that can't be read");
            return;
        }
    };
    let is_successor = bot.client.joined_rooms().iter().any(|joined| {
        joined
            .successor_room()
            .is_some_and(|successor| successor.room_id == room.room_id())
    });
    if !is_successor && !may_invite(&bot.parts.settings, &inviter) {
        tracing::info!(room = %room.room_id(), %inviter, "an invitation is declined: [matrix] inviters doesn't name who sent it");
        if let Err(error) = room.leave().await {
            tracing::warn!(room = %room.room_id(), %error, "it could not be declined");
        }
        return;
    }
    tracing::info!(room = %room.room_id(), %inviter, "invited");
    insist(bot, "joining", || room.join()).await;
}

/// Tries something again while it may work later.
async fn insist<F>(bot: &Bot, what: &str, mut once: impl FnMut() -> F) -> bool
where
    F: Future<Output = matrix_sdk::Result<()>>,
{
    let mut tries = 0;
    loop {
        let Err(error) = once().await else {
            return true;
        };
        let SendError::Later { after, .. } = failure::meaning(&error) else {
            tracing::warn!(%error, "{what} failed");
            return false;
        };
        let pause = failure::pause(tries, after);
        tries += 1;
        tokio::select! {
            () = bot.shutdown.cancelled() => return false,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// A room whose state changed: followed where it went, left where nobody is.
async fn tend(bot: &Arc<Bot>, room: Room) {
    if room.state() != RoomState::Joined {
        return;
    }
    if let Some(successor) = room.successor_room() {
        follow(bot, &room, &successor.room_id).await;
        carry_over(bot, &room, &successor.room_id).await;
        return;
    }
    // The successor of a room that needed an invitation.
    if let Some(predecessor) = room.predecessor_room()
        && let Some(before) = bot.client.get_room(&predecessor.room_id)
        && before
            .successor_room()
            .is_some_and(|named| named.room_id == room.room_id())
    {
        carry_over(bot, &before, &room.room_id().to_owned()).await;
    }
    if room.active_members_count() == 1 && room.joined_members_count() == 1 {
        tracing::info!(room = %room.room_id(), "leaving a room that nobody else is in");
        insist(bot, "leaving", || room.leave()).await;
        return;
    }
    if !may_write(bot, &room).await {
        tracing::warn!(room = %room.room_id(), "we may not write in a room: our power level there is too low");
    }
}

/// Joins the room that takes another's place. Where that needs an invitation, it is joined when that comes.
async fn follow(bot: &Arc<Bot>, room: &Room, successor: &OwnedRoomId) {
    let known = bot.client.get_room(successor).map(|room| room.state());
    if known == Some(RoomState::Joined) {
        return;
    }
    let via = room.route().await.unwrap_or_default();
    let joined = bot
        .client
        .join_room_by_id_or_alias(<&RoomOrAliasId>::from(&**successor), &via)
        .await;
    match joined {
        Ok(_) => {
            tracing::info!(room = %room.room_id(), %successor, "followed a room to its successor")
        }
        Err(error) => tracing::info!(
            room = %room.room_id(), %successor, %error,
            "the successor of a room can't be joined without an invitation"
        ),
    }
}

/// What was subscribed to in a room is sent to its successor, once we are in that.
async fn carry_over(bot: &Bot, room: &Room, successor: &OwnedRoomId) {
    let is_joined = bot
        .client
        .get_room(successor)
        .is_some_and(|room| room.state() == RoomState::Joined);
    if !is_joined {
        return;
    }
    if let Err(error) = try_carry_over(bot, room, successor).await {
        // At the next start, or the next change of the room, it is tried again.
        tracing::error!(room = %room.room_id(), %successor, %error, "subscriptions could not be carried over");
    }
}

async fn try_carry_over(
    bot: &Bot,
    room: &Room,
    successor: &OwnedRoomId,
) -> Result<(), RecordError> {
    let subscriptions = &bot.parts.subscriptions;
    let whose = Whose::Community(Platform::Matrix, room.room_id().to_string());
    for mut subscription in subscriptions.list_subscriptions(&whose, MOST).await? {
        let given = &mut subscription.given;
        given.community = Some(successor.to_string());
        given.conversation.place = successor.to_string();
        // A thread of the former room is not in this one.
        given.conversation.thread = None;
        subscriptions.put_subscription(&subscription).await?;
    }
    Ok(())
}

/// The room in which we are alone with somebody; made where there is none, or they have left it.
///
/// # Errors
/// Why it can't be made.
pub(super) async fn direct(client: &Client, person: &UserId) -> matrix_sdk::Result<Room> {
    let known = client
        .get_dm_rooms(person)
        .find(|direct| direct.active_members_count() > 1);
    match known {
        Some(direct) => Ok(direct),
        None => client.create_dm(person).await,
    }
}

async fn may_write(bot: &Bot, room: &Room) -> bool {
    let levels = room.power_levels_or_default().await;
    levels.user_can_send_message(&bot.own, MessageLikeEventType::RoomMessage)
}

/// Where we may not write, whoever asked is told so directly: in the room, nobody would see it.
pub(super) async fn tell_if_mute(bot: &Arc<Bot>, room: &Room, asker: &UserId) {
    if room.state() != RoomState::Joined || may_write(bot, room).await {
        return;
    }
    let told_before = bot
        .parts
        .inbox
        .may_tell(
            room.room_id().as_str(),
            Some(&MessageId(asker.to_string())),
            TELL_AGAIN,
            bot.parts.clock.now(),
        )
        .await;
    if !matches!(told_before, Ok(true)) {
        return;
    }
    let direct = direct(&bot.client, asker).await;
    let name = room
        .display_name()
        .await
        .map_or_else(|_| room.room_id().to_string(), |name| name.to_string());
    let told = bot
        .words
        .tell_with("may-not-speak", &[("room", shown(&name).into())]);
    let card = Card {
        parts: vec![Part::Line(vec![Span::Text(told)])],
        ..Card::default()
    };
    let sent = match direct {
        Ok(direct) => {
            let transaction = send::transaction("mute", room.room_id().as_str());
            send::send(&direct, &render(&card), None, None, transaction)
                .await
                .map_err(|error| error.to_string())
        }
        Err(error) => Err(error.to_string()),
    };
    if let Err(error) = sent {
        tracing::warn!(
            error,
            "nobody could be told that we may not write in a room"
        );
    }
}
