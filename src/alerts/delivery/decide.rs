//! What is to be done with an entry now. Pure.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::due::{after_quiet, due};
use crate::domain::backoff::later;
use crate::domain::{Cadence, Delivery, Digested, Subscription, SubscriptionId};
use crate::ports::{Content, Entry};

fn cadence(delivery: Delivery) -> Option<Cadence> {
    match delivery {
        Delivery::AtOnce => None,
        Delivery::Hourly => Some(Cadence::Hourly),
        Delivery::Daily { .. } => Some(Cadence::Daily),
        Delivery::Weekly { .. } => Some(Cadence::Weekly),
    }
}

/// What a digest that is put together now is of, dated in the time zone of the subscription that wants it.
pub(super) fn digested(
    cadence: Cadence,
    now: Timestamp,
    wanting: Option<&Subscription>,
) -> Digested {
    let zone = wanting.and_then(|wanting| TimeZone::get(&wanting.given.zone).ok());
    Digested::Lately {
        cadence,
        at: zone.unwrap_or(TimeZone::UTC).to_datetime(now),
    }
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Decision {
    /// It is to be sent.
    Send,
    /// It belongs into a digest, which this subscription wants now.
    Gather(Cadence, SubscriptionId),
    /// Not before then.
    Hold(Timestamp),
    /// It is not to be sent any more.
    Withdraw(&'static str),
}

/// Decides on an entry that is due, by the subscriptions of its conversation as they are now.
pub(super) fn decide(
    entry: &Entry,
    subscriptions: &HashMap<SubscriptionId, Subscription>,
    now: Timestamp,
    keep: Duration,
) -> Decision {
    if entry.reasons.is_empty() {
        return Decision::Send;
    }
    let is_alert = matches!(entry.content, Content::Alert { .. });
    let mut wishes: Vec<(Timestamp, &Subscription)> = entry
        .reasons
        .iter()
        .filter_map(|reason| subscriptions.get(&reason.subscription))
        .filter(|subscription| subscription.pause.is_none())
        .map(|subscription| {
            let at = if is_alert {
                due(&subscription.given, entry.created)
            } else {
                entry.created
            };
            (at.max(subscription.muted_until.unwrap_or(at)), subscription)
        })
        .collect();
    // What one wants at once is not kept for another's digest that is due as well.
    wishes.sort_by_key(|(at, subscription)| (*at, cadence(subscription.given.delivery).is_some()));
    let Some((first, _)) = wishes.first() else {
        return Decision::Withdraw("no subscription wants it any more");
    };
    if *first > now {
        return Decision::Hold(*first);
    }
    if later(*first, keep) < now {
        return Decision::Withdraw("it could not be delivered for too long");
    }
    let due_now = || wishes.iter().filter(|(at, _)| *at <= now);
    let awake = due_now().find(|(_, subscription)| after_quiet(&subscription.given, now) <= now);
    match awake {
        None => {
            let ends = due_now().map(|(_, subscription)| after_quiet(&subscription.given, now));
            Decision::Hold(ends.min().unwrap_or(now))
        }
        Some((_, subscription)) => match cadence(subscription.given.delivery) {
            Some(cadence) if is_alert => Decision::Gather(cadence, subscription.id),
            _ => Decision::Send,
        },
    }
}
