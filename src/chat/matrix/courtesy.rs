//! Typing notices and read receipts. Nobody waits for them, so they give way: one is told at a time, at most for a part of
//! the time, and what has changed meanwhile is told as it then is. While much is asked, a homeserver has better to do.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use matrix_sdk::Room;
use matrix_sdk::ruma::api::client::receipt::create_receipt::v3::ReceiptType;
use matrix_sdk::ruma::events::receipt::ReceiptThread;
use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId};
use parking_lot::Mutex;
use tokio::sync::Notify;

use super::bot::Bot;

/// After each of them, there is none for so many times the time that it took.
const REST: u32 = 3;

/// What is still to be told in which rooms.
#[derive(Debug, Default)]
pub(super) struct Courtesies {
    wanted: Mutex<Wanted>,
    news: Notify,
}

#[derive(Debug, Default)]
struct Wanted {
    order: VecDeque<OwnedRoomId>,
    rooms: HashMap<OwnedRoomId, Wish>,
}

#[derive(Debug, Default)]
struct Wish {
    is_queued: bool,
    types: bool,
    told_to_type: bool,
    read: Option<OwnedEventId>,
}

/// Something to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Courtesy {
    Typing(bool),
    Read(OwnedEventId),
}

impl Wanted {
    fn change(&mut self, room: &OwnedRoomId, change: impl FnOnce(&mut Wish)) {
        let wish = self.rooms.entry(room.clone()).or_default();
        change(wish);
        if !wish.is_queued {
            wish.is_queued = true;
            self.order.push_back(room.clone());
        }
    }

    /// What is to be told next: one thing a room, then it is the next room's turn.
    fn next(&mut self) -> Option<(OwnedRoomId, Courtesy)> {
        while let Some(room) = self.order.pop_front() {
            let Some(wish) = self.rooms.get_mut(&room) else {
                continue;
            };
            if wish.types != wish.told_to_type {
                wish.told_to_type = wish.types;
                let courtesy = Courtesy::Typing(wish.types);
                self.order.push_back(room.clone());
                return Some((room, courtesy));
            }
            if let Some(event) = wish.read.take() {
                self.order.push_back(room.clone());
                return Some((room, Courtesy::Read(event)));
            }
            wish.is_queued = false;
            if !wish.told_to_type {
                self.rooms.remove(&room);
            }
        }
        None
    }
}

impl Courtesies {
    /// Shows that we are at work in a room, or not any more.
    pub(super) fn type_(&self, room: &OwnedRoomId, is_typing: bool) {
        self.wanted
            .lock()
            .change(room, |wish| wish.types = is_typing);
        self.news.notify_one();
    }

    /// Shows that we have read up to here.
    pub(super) fn read(&self, room: &OwnedRoomId, event: OwnedEventId) {
        self.wanted
            .lock()
            .change(room, |wish| wish.read = Some(event));
        self.news.notify_one();
    }

    fn next(&self) -> Option<(OwnedRoomId, Courtesy)> {
        self.wanted.lock().next()
    }
}

/// Tells what is wanted until the bot ends.
pub(super) async fn tell(bot: Arc<Bot>) {
    loop {
        let Some((id, courtesy)) = bot.courtesies.next() else {
            tokio::select! {
                () = bot.shutdown.cancelled() => return,
                () = bot.courtesies.news.notified() => continue,
            }
        };
        let Some(room) = bot.client.get_room(&id) else {
            continue;
        };
        let begun = Instant::now();
        if let Err(error) = tell_one(&room, courtesy).await {
            tracing::debug!(%error, "a typing notice or receipt was not taken");
        }
        tokio::select! {
            () = bot.shutdown.cancelled() => return,
            () = tokio::time::sleep(begun.elapsed() * REST) => {}
        }
    }
}

async fn tell_one(room: &Room, courtesy: Courtesy) -> matrix_sdk::Result<()> {
    match courtesy {
        Courtesy::Typing(is_typing) => room.typing_notice(is_typing).await,
        Courtesy::Read(event) => {
            room.send_single_receipt(ReceiptType::Read, ReceiptThread::Unthreaded, event)
                .await
        }
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::{event_id, room_id};

    use super::*;

    #[test]
    fn what_changed_meanwhile_is_told_as_it_is_now() {
        let (one, two) = (room_id!("!one:x").to_owned(), room_id!("!two:x").to_owned());
        let courtesies = Courtesies::default();
        courtesies.type_(&one, true);
        courtesies.type_(&two, true);
        assert_eq!(
            courtesies.next(),
            Some((one.clone(), Courtesy::Typing(true)))
        );
        // Nobody saw us type in the second room, so nothing has to end there.
        courtesies.type_(&two, false);
        courtesies.read(&two, event_id!("$a").to_owned());
        courtesies.read(&two, event_id!("$b").to_owned());
        courtesies.type_(&one, false);
        let read = Courtesy::Read(event_id!("$b").to_owned());
        assert_eq!(courtesies.next(), Some((two, read)));
        assert_eq!(courtesies.next(), Some((one, Courtesy::Typing(false))));
        assert_eq!(courtesies.next(), None);
        assert!(courtesies.wanted.lock().rooms.is_empty());
    }
}
