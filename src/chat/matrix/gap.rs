//! Reading back what a sync left out.

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::{UInt, UserId};
use matrix_sdk::{Error, Room};

use super::event::is_own_arrival;
use crate::domain::MessageId;

/// Events that one request brings.
const PAGE: u32 = 100;

/// Requests before we give up. So many events in one room between two syncs are no conversation.
const MOST_PAGES: usize = 100;

/// What stands after `cursor`, and after our own arrival, up to `from` (a place between events as the homeserver named it;
/// the newest event where there is none), the oldest first.
///
/// # Errors
/// What the homeserver says.
pub(super) async fn read_back(
    room: &Room,
    own: &UserId,
    from: Option<String>,
    cursor: Option<&MessageId>,
) -> Result<Vec<TimelineEvent>, Error> {
    let mut newest_first = Vec::new();
    let mut from = from;
    for _ in 0..MOST_PAGES {
        let mut options = MessagesOptions::backward().from(from.as_deref());
        options.limit = UInt::from(PAGE);
        let page = room.messages(options).await?;
        for event in page.chunk {
            let is_cursor = event
                .event_id()
                .is_some_and(|id| cursor.is_some_and(|cursor| id.as_str() == cursor.0));
            if is_cursor || is_own_arrival(&event, own) {
                newest_first.reverse();
                return Ok(newest_first);
            }
            newest_first.push(event);
        }
        match page.end {
            Some(end) => from = Some(end),
            None => break,
        }
    }
    // Where only members see what is said, history begins with our joining. Else neither the cursor nor our arrival is in
    // it any more: what is read is what there is.
    if cursor.is_some() {
        tracing::warn!(
            room = %room.room_id(),
            events = newest_first.len(),
            "read back to the beginning without meeting the place that was read before"
        );
    }
    newest_first.reverse();
    Ok(newest_first)
}
