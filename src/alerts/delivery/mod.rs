//! Deliveries: what conversations are owed goes out in order, once, and as long as it takes.

mod decide;
pub(super) mod due;
mod notice;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::settings::AlertSettings;
use crate::domain::backoff::{earlier, later};
use crate::domain::{
    Backoff, Cadence, Clock, Conversation, Language, MessageId, News, Platform, Subscription,
    SubscriptionId, Whose,
};
use crate::ports::{
    Content, Entry, EntryId, Messenger, Outbox, Outcome, OwnerNotice, Record, RecordError,
    SendError, Subscriptions,
};

use decide::{Decision, decide, digested};

/// A platform that fails is left alone a little longer each time, and asked again within a quarter of an hour: alerts are
/// news, and nobody is told to look.
const AFTER_FAILURES: Backoff = Backoff {
    shortest: Duration::from_secs(1),
    first: Duration::from_secs(4),
    longest: Duration::from_secs(15 * 60),
    longest_asked: Duration::from_secs(60 * 60),
};

/// Entries of one conversation that are sent in a row before others have their turn.
const TURN: usize = 50;

/// Alerts that one digest gathers.
const GATHERED: usize = 10_000;

/// Subscriptions of one conversation that are looked at.
const SUBSCRIPTIONS: usize = 10_000;

/// Owners who are told something in one go.
const OWNERS: usize = 20;

/// How long what is being sent may take to end when the program stops.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// How often old deliveries are forgotten.
const FORGET: Duration = Duration::from_secs(24 * 60 * 60);

/// Sends what conversations are owed.
pub struct Deliveries {
    /// Where that is kept.
    pub outbox: Arc<dyn Outbox>,
    /// What people want to hear of.
    pub subscriptions: Arc<dyn Subscriptions>,
    /// The statements.
    pub record: Arc<dyn Record>,
    /// The platforms that are served, one each.
    pub messengers: Vec<Arc<dyn Messenger>>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How.
    pub settings: AlertSettings,
}

/// Whether a conversation goes on after an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    Next,
    Wait,
}

impl Deliveries {
    /// Delivers until `shutdown`: at once what this process writes, within the poll's time what another wrote, and
    /// everything else when it is due. What is being sent at the end has a moment to end; what is cut off is sent again
    /// after the next start, with the same key.
    pub async fn run(self: Arc<Self>, shutdown: CancellationToken) {
        let mut turns: JoinSet<()> = JoinSet::new();
        let mut busy: HashMap<tokio::task::Id, Conversation> = HashMap::new();
        let owners = tokio::spawn(Arc::clone(&self).tell_owners(shutdown.clone()));
        while !shutdown.is_cancelled() {
            let wait = match self.begin_turns(&mut turns, &mut busy, &shutdown).await {
                Ok(wait) => wait,
                Err(error) => {
                    tracing::error!(%error, "the outbox can't be read");
                    self.settings.poll
                }
            };
            tokio::select! {
                () = shutdown.cancelled() => {}
                Some(done) = turns.join_next_with_id(), if !turns.is_empty() => {
                    let id = match done {
                        Ok((id, ())) => id,
                        Err(error) => {
                            tracing::error!(%error, "a delivery broke off; please report this");
                            error.id()
                        }
                    };
                    busy.remove(&id);
                }
                () = self.outbox.written() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
        let ended = tokio::time::timeout(LAST_WORDS, async {
            while turns.join_next().await.is_some() {}
        });
        if ended.await.is_err() {
            tracing::info!("what was being sent at the end is sent again after the next start");
        }
        owners.abort();
    }

    /// Gives every conversation with something due a turn, as far as there is room. How long there is nothing more to do.
    async fn begin_turns(
        self: &Arc<Self>,
        turns: &mut JoinSet<()>,
        busy: &mut HashMap<tokio::task::Id, Conversation>,
        shutdown: &CancellationToken,
    ) -> Result<Duration, RecordError> {
        let (now, platforms) = (self.clock.now(), self.platforms());
        let at_once = self.settings.at_once.max(1);
        let ready = self
            .outbox
            .list_ready(&platforms, now, at_once + busy.len());
        for conversation in ready.await? {
            if busy.len() >= at_once {
                break;
            }
            if busy.values().any(|other| *other == conversation) {
                continue;
            }
            let (deliveries, shutdown, to) =
                (Arc::clone(self), shutdown.clone(), conversation.clone());
            let turn = turns.spawn(async move { deliveries.turn_or_rest(&to, &shutdown).await });
            busy.insert(turn.id(), conversation);
        }
        let next = match self.outbox.find_next(&platforms).await? {
            // What is due already waits for room, or for its conversation's turn to end.
            Some(next) if next > now => Duration::try_from(next.duration_since(now)).ok(),
            _ => None,
        };
        Ok(next.map_or(self.settings.poll, |next| next.min(self.settings.poll)))
    }

    /// Sends everything that is due now, and returns when nothing is any more.
    ///
    /// # Errors
    /// [`RecordError`] where the record fails.
    pub async fn settle(&self) -> Result<(), RecordError> {
        let (platforms, never) = (self.platforms(), CancellationToken::new());
        let at_once = self.settings.at_once.max(1);
        loop {
            self.tell_some_owners().await?;
            let ready = self
                .outbox
                .list_ready(&platforms, self.clock.now(), at_once)
                .await?;
            if ready.is_empty() {
                return Ok(());
            }
            let mut turns = futures::stream::iter(&ready)
                .map(|conversation| self.turn(conversation, &never))
                .buffer_unordered(at_once);
            while let Some(done) = turns.next().await {
                done?;
            }
        }
    }

    fn platforms(&self) -> Vec<Platform> {
        self.messengers
            .iter()
            .map(|messenger| messenger.platform())
            .collect()
    }

    fn messenger(&self, platform: Platform) -> Option<&dyn Messenger> {
        self.messengers
            .iter()
            .find(|messenger| messenger.platform() == platform)
            .map(AsRef::as_ref)
    }

    async fn turn_or_rest(&self, conversation: &Conversation, shutdown: &CancellationToken) {
        if let Err(error) = self.turn(conversation, shutdown).await {
            tracing::error!(%error, "a conversation could not be delivered to");
            tokio::time::sleep(self.settings.poll).await;
        }
    }

    /// Sends what is due for a conversation, one after the other, until nothing is, something fails, or others have to
    /// have their turn.
    async fn turn(
        &self,
        conversation: &Conversation,
        shutdown: &CancellationToken,
    ) -> Result<(), RecordError> {
        for _ in 0..TURN {
            if shutdown.is_cancelled() {
                return Ok(());
            }
            let now = self.clock.now();
            let due = self.outbox.list_due(conversation, now, 1).await?;
            let Some(entry) = due.first() else {
                return Ok(());
            };
            let subscriptions = self.subscriptions_of(conversation).await?;
            let after = match decide(entry, &subscriptions, now, self.settings.keep) {
                Decision::Send => self.send(entry.id, &subscriptions).await?,
                Decision::Gather(cadence, subscription) => {
                    let of = digested(cadence, now, subscriptions.get(&subscription));
                    let members = self
                        .members(conversation, &subscriptions, cadence, now)
                        .await?;
                    self.outbox.gather(&members, &of, now).await?;
                    After::Next
                }
                Decision::Hold(until) => {
                    self.outbox.hold(entry.id, until).await?;
                    After::Next
                }
                Decision::Withdraw(reason) => {
                    self.withdraw(entry.id, reason).await?;
                    After::Next
                }
            };
            if after == After::Wait {
                return Ok(());
            }
        }
        Ok(())
    }

    async fn subscriptions_of(
        &self,
        conversation: &Conversation,
    ) -> Result<HashMap<SubscriptionId, Subscription>, RecordError> {
        let whose = Whose::Conversation(conversation.clone());
        let all = self
            .subscriptions
            .list_subscriptions(&whose, SUBSCRIPTIONS)
            .await?;
        Ok(all
            .into_iter()
            .map(|subscription| (subscription.id, subscription))
            .collect())
    }

    /// All that belongs into the same digest.
    async fn members(
        &self,
        conversation: &Conversation,
        subscriptions: &HashMap<SubscriptionId, Subscription>,
        cadence: Cadence,
        now: Timestamp,
    ) -> Result<Vec<EntryId>, RecordError> {
        let due = self.outbox.list_due(conversation, now, GATHERED).await?;
        Ok(due
            .iter()
            .filter(|entry| {
                let decided = decide(entry, subscriptions, now, self.settings.keep);
                matches!(decided, Decision::Gather(wanted, _) if wanted == cadence)
            })
            .map(|entry| entry.id)
            .collect())
    }

    async fn withdraw(&self, entry: EntryId, reason: &str) -> Result<(), RecordError> {
        let outcome = Outcome::Withdrawn {
            reason: reason.to_owned(),
        };
        self.outbox.finish(entry, &outcome, self.clock.now()).await
    }

    async fn send(
        &self,
        id: EntryId,
        subscriptions: &HashMap<SubscriptionId, Subscription>,
    ) -> Result<After, RecordError> {
        let Some(entry) = self.outbox.claim(id, self.clock.now()).await? else {
            return Ok(After::Next);
        };
        let Some(messenger) = self.messenger(entry.conversation.platform) else {
            return Ok(After::Wait);
        };
        let Some(notice) = self.notice(&entry, subscriptions).await? else {
            self.withdraw(id, "what it tells of is not in the record any more")
                .await?;
            return Ok(After::Next);
        };
        let language = notice::language(&entry, subscriptions);
        let sending = async {
            match &entry.content {
                Content::Again { message, .. } => messenger
                    .edit(&entry.conversation, message, &notice, &language)
                    .await
                    .map(|()| message.clone()),
                _ => {
                    messenger
                        .send(&entry.conversation, &notice, &language, &entry.key)
                        .await
                }
            }
        };
        let sent = tokio::time::timeout(self.settings.timeout, sending)
            .await
            .unwrap_or_else(|_| {
                Err(SendError::Later {
                    after: None,
                    reason: "the platform did not answer in time".to_owned(),
                })
            });
        self.sent(&entry, sent).await
    }

    /// Notes how an attempt ended.
    async fn sent(
        &self,
        entry: &Entry,
        sent: Result<MessageId, SendError>,
    ) -> Result<After, RecordError> {
        let now = self.clock.now();
        let place = &entry.conversation;
        let ended = match &sent {
            Ok(_) => "delivered",
            Err(SendError::Later { .. }) => "later",
            Err(SendError::Closed { .. }) => "closed",
            Err(SendError::Refused { .. }) => "refused",
        };
        metrics::counter!(
            "verbatim_deliveries_total",
            "platform" => place.platform.name(),
            "outcome" => ended,
        )
        .increment(1);
        match sent {
            Ok(message) => {
                let outcome = Outcome::Delivered(message);
                self.outbox.finish(entry.id, &outcome, now).await?;
                Ok(After::Next)
            }
            Err(SendError::Later { after, reason }) => {
                let asked = after.map(|after| later(now, after));
                let failures = entry.failures.saturating_add(1);
                let at = AFTER_FAILURES.next(failures, asked, now, &mut rand::rng());
                tracing::info!(platform = %place.platform, place = place.place, failures, reason, "a message waits");
                self.outbox.retry(entry.id, &reason, at, now).await?;
                Ok(After::Wait)
            }
            Err(SendError::Closed { reason }) => {
                tracing::warn!(platform = %place.platform, place = place.place, reason, "a conversation is closed to us");
                self.outbox.close(entry.id, &reason, now).await?;
                Ok(After::Wait)
            }
            Err(SendError::Refused { reason }) => {
                tracing::warn!(platform = %place.platform, place = place.place, reason, "a message was refused");
                let outcome = Outcome::Refused { reason };
                self.outbox.finish(entry.id, &outcome, now).await?;
                Ok(After::Next)
            }
        }
    }

    /// Tells owners until `shutdown`, and forgets what the log need not keep.
    async fn tell_owners(self: Arc<Self>, shutdown: CancellationToken) {
        let mut forget_next = Timestamp::MIN;
        while !shutdown.is_cancelled() {
            if let Err(error) = self.tell_some_owners().await {
                tracing::error!(%error, "owners could not be told of closed conversations");
            }
            let now = self.clock.now();
            if forget_next <= now {
                if let Err(error) = self.forget().await {
                    tracing::error!(%error, "old deliveries could not be forgotten");
                }
                forget_next = later(now, FORGET);
            }
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = tokio::time::sleep(self.settings.poll) => {}
            }
        }
    }

    /// Forgets what the delivery log need not keep any more; how many rows that were.
    ///
    /// # Errors
    /// [`RecordError`] where the record fails.
    pub async fn forget(&self) -> Result<u64, RecordError> {
        let before = earlier(self.clock.now(), self.settings.log);
        self.outbox.forget(before).await
    }

    async fn tell_some_owners(&self) -> Result<(), RecordError> {
        let (now, platforms) = (self.clock.now(), self.platforms());
        let notices = self
            .outbox
            .list_owner_notices(&platforms, now, OWNERS)
            .await?;
        for notice in notices {
            self.tell_owner(&notice).await?;
        }
        Ok(())
    }

    /// The language in which an owner subscribed the conversation that is closed.
    async fn language_of_owner(&self, notice: &OwnerNotice) -> Result<Language, RecordError> {
        let there = self.subscriptions_of(&notice.conversation).await?;
        let theirs = there
            .values()
            .filter(|subscription| subscription.given.owner == notice.owner);
        Ok(notice::first_known(theirs))
    }

    /// Writes to an owner's own conversation that another of theirs is closed.
    async fn tell_owner(&self, notice: &OwnerNotice) -> Result<(), RecordError> {
        let Some(messenger) = self.messenger(notice.owner.platform) else {
            return Ok(());
        };
        let opened = tokio::time::timeout(self.settings.timeout, messenger.direct(&notice.owner));
        let now = self.clock.now();
        match opened.await {
            Ok(Ok(direct)) => {
                let news = News::Closed {
                    conversation: notice.conversation.clone(),
                    reason: notice.reason.clone(),
                    subscriptions: notice.subscriptions,
                    language: self.language_of_owner(notice).await?,
                };
                let once = format!("closed {}", notice.id);
                self.outbox.tell(&direct, &once, &news, now).await?;
                self.outbox.finish_owner_notice(notice.id).await
            }
            Ok(Err(SendError::Closed { reason } | SendError::Refused { reason })) => {
                tracing::warn!(platform = %notice.owner.platform, reason, "an owner can't be told of a closed conversation");
                self.outbox.finish_owner_notice(notice.id).await
            }
            Ok(Err(SendError::Later { .. })) | Err(_) => {
                let at = now
                    .checked_add(SignedDuration::from_mins(5))
                    .unwrap_or(Timestamp::MAX);
                self.outbox.retry_owner_notice(notice.id, at).await
            }
        }
    }
}
