//! Messages that nobody waits for, on Matrix.

use std::sync::Arc;

use async_trait::async_trait;
use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId, OwnedUserId, TransactionId};
use matrix_sdk::{Client, Room, RoomState};
use parking_lot::RwLock;

use super::failure::meaning;
use super::render::{Rendered, render};
use super::{rooms, send};
use crate::chat::card::{self, Words};
use crate::domain::{Conversation, Language, MessageId, Notice, Person, Platform, Roster};
use crate::ports::{Messenger, SendError};

/// Sends notices to rooms. It can be handed out before there is a session; until there is one, everything is for later.
#[derive(Clone)]
pub struct MatrixMessenger {
    client: Arc<RwLock<Option<Client>>>,
    roster: Arc<Roster>,
    words: &'static Words,
}

impl MatrixMessenger {
    /// One without a session.
    pub fn new(roster: Arc<Roster>, words: &'static Words) -> Self {
        Self {
            client: Arc::default(),
            roster,
            words,
        }
    }

    /// Takes the session of which it sends; `None` where that has ended.
    pub(super) fn use_session(&self, client: Option<Client>) {
        *self.client.write() = client;
    }

    fn client(&self) -> Result<Client, SendError> {
        self.client.read().clone().ok_or(SendError::Later {
            after: None,
            reason: "there is no session with the homeserver".to_owned(),
        })
    }

    fn room(&self, to: &Conversation) -> Result<Room, SendError> {
        let client = self.client()?;
        let closed = |reason: &str| SendError::Closed {
            reason: reason.to_owned(),
        };
        let id = OwnedRoomId::try_from(to.place.as_str())
            .map_err(|_| closed("this is no room's name"))?;
        let room = client
            .get_room(&id)
            .ok_or_else(|| closed("we were never in this room"))?;
        // Where people went, news go too.
        let successor = room
            .successor_room()
            .and_then(|to| client.get_room(&to.room_id));
        let room = match successor {
            Some(successor) if successor.state() == RoomState::Joined => successor,
            _ => room,
        };
        if room.state() == RoomState::Joined {
            Ok(room)
        } else {
            Err(closed("we are not in this room any more"))
        }
    }

    fn rendered(&self, notice: &Notice, language: &Language) -> Rendered {
        let words = self.words.or_of(language);
        render(&card::notice(notice, &self.roster, words))
    }
}

#[async_trait]
impl Messenger for MatrixMessenger {
    fn platform(&self) -> Platform {
        Platform::Matrix
    }

    async fn send(
        &self,
        to: &Conversation,
        notice: &Notice,
        language: &Language,
        key: &str,
    ) -> Result<MessageId, SendError> {
        let room = self.room(to)?;
        let root = to
            .thread
            .as_deref()
            // A thread of the room's predecessor is not in its successor.
            .filter(|_| room.room_id().as_str() == to.place)
            .and_then(|thread| OwnedEventId::try_from(thread).ok());
        let thread = root.as_deref().map(|root| (root, root));
        let transaction = send::transaction("notice", key);
        let rendered = self.rendered(notice, language);
        let sent = send::send(&room, &rendered, thread, None, transaction).await?;
        Ok(MessageId(sent.to_string()))
    }

    async fn edit(
        &self,
        to: &Conversation,
        message: &MessageId,
        notice: &Notice,
        language: &Language,
    ) -> Result<(), SendError> {
        let room = self.room(to)?;
        let message =
            OwnedEventId::try_from(message.0.as_str()).map_err(|_| SendError::Refused {
                reason: "this is no message's name".to_owned(),
            })?;
        // To put the same in the same place twice shows nothing; to take a former transaction's id would be to do nothing.
        let transaction = TransactionId::new();
        send::edit(
            &room,
            &message,
            &self.rendered(notice, language),
            transaction,
        )
        .await
    }

    async fn direct(&self, person: &Person) -> Result<Conversation, SendError> {
        let client = self.client()?;
        let user = OwnedUserId::try_from(person.id.as_str()).map_err(|_| SendError::Refused {
            reason: "this is nobody's name".to_owned(),
        })?;
        let room = rooms::direct(&client, &user)
            .await
            .map_err(|error| meaning(&error))?;
        Ok(Conversation {
            platform: Platform::Matrix,
            place: room.room_id().to_string(),
            thread: None,
        })
    }
}
