//! Messages of ours on their way to the homeserver. Every one has a transaction id that follows from what it answers, so
//! that sending it again, also after the program was killed, shows it once.
//!
//! Before the SDK encrypts anything, it waits up to five seconds for the device lists of people without known devices, if
//! these lists may have changed. We are such a person ourselves, since our only device doesn't count; and joining a room is
//! such a change. Only the sync asks for the list, and for that it needs the lock that the waiting message holds; whatever
//! else is to be sent stands in line behind it, to wait for as long in its turn. So a message that isn't through after a
//! moment is [begun anew](patiently), which lets the sync go first.

use std::time::Duration;

use matrix_sdk::attachment::{AttachmentConfig, AttachmentInfo, BaseImageInfo};
use matrix_sdk::room::Room;
use matrix_sdk::ruma::api::client::redact::redact_event;
use matrix_sdk::ruma::events::reaction::ReactionEventContent;
use matrix_sdk::ruma::events::relation::{Annotation, Thread};
use matrix_sdk::ruma::events::room::message::{
    Relation, ReplacementMetadata, RoomMessageEventContent, TextMessageEventContent,
};
use matrix_sdk::ruma::events::{Mentions, MessageLikeEventContent};
use matrix_sdk::ruma::{EventId, OwnedEventId, OwnedTransactionId, OwnedUserId, UInt};

use super::event::Sign;
use super::failure::{meaning, of_http};
use super::render::Rendered;
use crate::chat::card::Picture;
use crate::ports::SendError;

/// After so long, a message is begun anew: it may be in its own way.
const STALLED: Duration = Duration::from_millis(1_500);

/// For so long, the line is left to others.
const ASIDE: Duration = Duration::from_millis(50);

/// Sends something, a second time where the first takes long. The transaction id makes one message of both.
async fn patiently(
    room: &Room,
    content: impl MessageLikeEventContent + Clone,
    transaction: OwnedTransactionId,
) -> Result<OwnedEventId, SendError> {
    let once = || {
        room.send(content.clone())
            .with_transaction_id(transaction.clone())
            .into_future()
    };
    let sent = match tokio::time::timeout(STALLED, once()).await {
        Ok(sent) => sent,
        Err(_) => {
            tokio::time::sleep(ASIDE).await;
            once().await
        }
    };
    let sent = sent.map_err(|error| meaning(&error))?;
    Ok(sent.response.event_id)
}

/// The transaction id of what is sent for an event: the same whenever it is sent.
pub(super) fn transaction(what: &str, event: &str) -> OwnedTransactionId {
    format!("verbatim-{what}-{event}").into()
}

fn notice(rendered: &Rendered, asker: Option<&OwnedUserId>) -> RoomMessageEventContent {
    let content = RoomMessageEventContent::notice_html(&rendered.plain, &rendered.html);
    // Without it, clients look for names in the words, and a quotation would call whoever it names.
    content.add_mentions(asker.map_or_else(Mentions::new, |asker| {
        Mentions::with_user_ids([asker.clone()])
    }))
}

/// Sends a notice, into a thread where one is named.
pub(super) async fn send(
    room: &Room,
    rendered: &Rendered,
    thread: Option<(&EventId, &EventId)>,
    asker: Option<&OwnedUserId>,
    transaction: OwnedTransactionId,
) -> Result<OwnedEventId, SendError> {
    let mut content = notice(rendered, asker);
    if let Some((root, latest)) = thread {
        let thread = Thread::plain(root.to_owned(), latest.to_owned());
        content.relates_to = Some(Relation::Thread(thread));
    }
    patiently(room, content, transaction).await
}

/// Puts a notice in the place of one.
pub(super) async fn edit(
    room: &Room,
    message: &EventId,
    rendered: &Rendered,
    transaction: OwnedTransactionId,
) -> Result<(), SendError> {
    let metadata = ReplacementMetadata::new(message.to_owned(), Some(Mentions::new()));
    let content = notice(rendered, None).make_replacement(metadata);
    patiently(room, content, transaction).await?;
    Ok(())
}

/// Puts a sign under a message of ours, for people to press.
pub(super) async fn react(
    room: &Room,
    message: &EventId,
    sign: Sign,
    transaction: OwnedTransactionId,
) -> Result<(), SendError> {
    let annotation = Annotation::new(message.to_owned(), sign.key().to_owned());
    patiently(room, ReactionEventContent::new(annotation), transaction).await?;
    Ok(())
}

/// Takes a message back.
pub(super) async fn redact(
    room: &Room,
    message: &EventId,
    transaction: OwnedTransactionId,
) -> Result<(), SendError> {
    let request =
        redact_event::v3::Request::new(room.room_id().to_owned(), message.to_owned(), transaction);
    room.client()
        .send(request)
        .await
        .map_err(|error| of_http(&error))?;
    Ok(())
}

/// Sends a picture into a thread, encrypted where the room is.
pub(super) async fn send_picture(
    room: &Room,
    picture: Picture,
    thread: (&EventId, &EventId),
    transaction: OwnedTransactionId,
) -> Result<OwnedEventId, SendError> {
    let info = BaseImageInfo {
        width: Some(UInt::from(picture.size.0)),
        height: Some(UInt::from(picture.size.1)),
        size: UInt::try_from(picture.png.len()).ok(),
        ..BaseImageInfo::default()
    };
    let config = AttachmentConfig::new()
        .txn_id(transaction)
        .info(AttachmentInfo::Image(info))
        .caption(Some(TextMessageEventContent::plain(picture.alt)))
        .mentions(Some(Mentions::new()))
        .reply(Some(matrix_sdk::room::reply::Reply {
            event_id: thread.1.to_owned(),
            enforce_thread: matrix_sdk::room::reply::EnforceThread::Threaded(
                matrix_sdk::ruma::events::room::message::ReplyWithinThread::No,
            ),
            add_mentions: matrix_sdk::ruma::events::room::message::AddMentions::No,
        }));
    let sent = room
        .send_attachment(picture.name, &mime::IMAGE_PNG, picture.png, config)
        .await
        .map_err(|error| meaning(&error))?;
    Ok(sent.event_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_calls_nobody_whatever_its_words() {
        let rendered = Rendered {
            html: "<p>@room @ada:example.org</p>".to_owned(),
            plain: "@room @ada:example.org".to_owned(),
        };
        let told = serde_json::to_value(notice(&rendered, None)).expect("JSON");
        assert_eq!(told["m.mentions"], serde_json::json!({}));
        assert_eq!(told["msgtype"], "m.notice");
    }
}
