//! What an event of a room is to us. Pure; what can't be read as what it says it is, is nothing.

use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};
use matrix_sdk::ruma::events::room::message::{MessageType, Relation, RoomMessageEventContent};
use matrix_sdk::ruma::events::{
    AnySyncMessageLikeEvent, AnySyncTimelineEvent, Mentions, SyncMessageLikeEvent,
};
use matrix_sdk::ruma::{OwnedEventId, OwnedUserId, UserId};
use serde::Deserialize;

use super::attachment::File;

/// The longest text that is read, in bytes.
const LONGEST: usize = 16_384;

/// An event that may concern us.
#[derive(Debug, Clone)]
pub(super) enum Seen {
    /// Somebody wrote.
    Message(Message),
    /// Somebody changed what they wrote.
    Edit {
        /// Which message.
        of: OwnedEventId,
        /// What it says now.
        now: Message,
    },
    /// Somebody put a sign under a message.
    Reaction {
        /// Who.
        sender: OwnedUserId,
        /// Under which.
        to: OwnedEventId,
        /// Which.
        sign: Sign,
    },
    /// Something was taken back.
    Redaction {
        /// What.
        of: OwnedEventId,
    },
    /// Somebody wants to compare emoji with us.
    Verification {
        /// Who.
        sender: OwnedUserId,
    },
    /// An encrypted event whose keys are missing.
    Unreadable {
        /// Which keys.
        session: String,
        /// In which thread.
        thread: Option<OwnedEventId>,
    },
}

/// Words of a person.
#[derive(Debug, Clone)]
pub(super) struct Message {
    /// Who.
    pub(super) sender: OwnedUserId,
    /// The words.
    pub(super) text: String,
    /// The file that they are written under.
    pub(super) file: Option<File>,
    /// The first event of the thread that they are in.
    pub(super) thread: Option<OwnedEventId>,
    /// What they reply to.
    pub(super) replies_to: Option<OwnedEventId>,
    /// Whether they mention us.
    pub(super) mentions_us: bool,
}

/// A sign that asks for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// ◀
    Back,
    /// ▶
    Forward,
    /// 🔍
    Context,
    /// 🔔
    Follow,
}

impl Sign {
    /// All of them, in the order in which they are shown.
    pub(super) const ALL: [Self; 4] = [Self::Back, Self::Forward, Self::Context, Self::Follow];

    /// As it is written.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Back => "◀️",
            Self::Forward => "▶️",
            Self::Context => "🔍",
            Self::Follow => "🔔",
        }
    }

    /// The sign of a reaction, with or without the selector that asks for a picture of it.
    fn find(key: &str) -> Option<Self> {
        let bare = |key: &str| key.replace('\u{fe0f}', "");
        Self::ALL
            .into_iter()
            .find(|sign| bare(sign.key()) == bare(key))
    }
}

/// What an event is to us; nothing where it is ours, a notice, a state of the room or broken.
pub(super) fn see(event: &TimelineEvent, own: &UserId) -> Option<Seen> {
    if event.sender()? == own {
        return None;
    }
    if let TimelineEventKind::UnableToDecrypt { event, utd_info } = &event.kind {
        return Some(Seen::Unreadable {
            session: utd_info.session_id.clone()?,
            thread: event
                .get_field::<Related>("content")
                .ok()
                .flatten()
                .and_then(Related::thread),
        });
    }
    let read = event.raw().deserialize().ok()?;
    let AnySyncTimelineEvent::MessageLike(read) = read else {
        return None;
    };
    match read {
        AnySyncMessageLikeEvent::RoomMessage(SyncMessageLikeEvent::Original(original)) => {
            said(original.sender, original.content, own)
        }
        AnySyncMessageLikeEvent::Reaction(SyncMessageLikeEvent::Original(original)) => {
            let relation = original.content.relates_to;
            Some(Seen::Reaction {
                sender: original.sender,
                to: relation.event_id,
                sign: Sign::find(&relation.key)?,
            })
        }
        // Which of the two places holds it depends on the room's version.
        AnySyncMessageLikeEvent::RoomRedaction(_) => {
            let above = event.raw().get_field("redacts").ok().flatten();
            let within = || {
                let content: Redacting = event.raw().get_field("content").ok()??;
                content.redacts
            };
            above.or_else(within).map(|of| Seen::Redaction { of })
        }
        _ => None,
    }
}

fn said(sender: OwnedUserId, content: RoomMessageEventContent, own: &UserId) -> Option<Seen> {
    if let Some(Relation::Replacement(replacement)) = content.relates_to {
        let new = replacement.new_content;
        let (text, file) = words(new.msgtype)?;
        return Some(Seen::Edit {
            of: replacement.event_id,
            now: Message {
                sender,
                text,
                file,
                thread: None,
                replies_to: None,
                mentions_us: mentions(new.mentions.as_ref(), own),
            },
        });
    }
    let (thread, replies_to) = match content.relates_to {
        Some(Relation::Reply(reply)) => (None, Some(reply.in_reply_to.event_id)),
        Some(Relation::Thread(thread)) => (
            Some(thread.event_id),
            // A fallback names the thread's last message for clients that know no threads: nobody replied to it.
            thread
                .in_reply_to
                .filter(|_| !thread.is_falling_back)
                .map(|reply| reply.event_id),
        ),
        _ => (None, None),
    };
    if let MessageType::VerificationRequest(request) = &content.msgtype {
        return (request.to == own).then_some(Seen::Verification { sender });
    }
    let (text, file) = words(content.msgtype)?;
    Some(Seen::Message(Message {
        sender,
        text,
        file,
        thread,
        replies_to,
        mentions_us: mentions(content.mentions.as_ref(), own),
    }))
}

/// The words of a text, or under a file; a notice is a bot's, and never answered.
fn words(kind: MessageType) -> Option<(String, Option<File>)> {
    let (text, file) = match kind {
        MessageType::Text(text) => (text.body, None),
        MessageType::File(sent) => (sent.caption()?.to_owned(), Some(File::from(&sent))),
        _ => return None,
    };
    (text.len() <= LONGEST).then_some((text, file))
}

/// The file that an event is, whatever is written under it.
pub(super) fn file(event: &TimelineEvent) -> Option<File> {
    let AnySyncTimelineEvent::MessageLike(AnySyncMessageLikeEvent::RoomMessage(
        SyncMessageLikeEvent::Original(original),
    )) = event.raw().deserialize().ok()?
    else {
        return None;
    };
    match &original.content.msgtype {
        MessageType::File(sent) => Some(File::from(sent)),
        _ => None,
    }
}

fn mentions(mentions: Option<&Mentions>, own: &UserId) -> bool {
    mentions.is_some_and(|mentions| mentions.user_ids.contains(own))
}

/// Whether a room's history begins for us with this event: our being invited, or our joining without an invitation. What
/// is said between invitation and joining may be said to us already.
pub(super) fn is_own_arrival(event: &TimelineEvent, own: &UserId) -> bool {
    let field = |name: &str| event.raw().get_field::<String>(name).ok().flatten();
    if field("type").as_deref() != Some("m.room.member")
        || field("state_key").as_deref() != Some(own.as_str())
    {
        return false;
    }
    let now: Option<Membership> = event.raw().get_field("content").ok().flatten();
    let unsigned: Option<Unsigned> = event.raw().get_field("unsigned").ok().flatten();
    let before = unsigned.and_then(|unsigned| unsigned.prev_content);
    let before = before.as_ref().map(|before| before.membership.as_str());
    match now.as_ref().map(|now| now.membership.as_str()) {
        Some("invite") => true,
        Some("join") => !matches!(before, Some("invite" | "join")),
        _ => false,
    }
}

#[derive(Deserialize)]
struct Related {
    #[serde(rename = "m.relates_to")]
    relation: Option<RelatesTo>,
}

#[derive(Deserialize)]
struct RelatesTo {
    rel_type: Option<String>,
    event_id: Option<OwnedEventId>,
}

impl Related {
    fn thread(self) -> Option<OwnedEventId> {
        let relation = self.relation?;
        (relation.rel_type.as_deref() == Some("m.thread"))
            .then_some(relation.event_id)
            .flatten()
    }
}

#[derive(Deserialize)]
struct Redacting {
    redacts: Option<OwnedEventId>,
}

#[derive(Deserialize)]
struct Membership {
    membership: String,
}

#[derive(Deserialize)]
struct Unsigned {
    prev_content: Option<Membership>,
}
