//! Subscriptions: what people want to hear of.

use async_trait::async_trait;

use super::{Position, RecordError};
use crate::domain::{NewSubscription, Subscription, SubscriptionId, Whose};

/// What became of a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubscriptionChange {
    /// This is it now.
    Put(Box<Subscription>),
    /// It is gone.
    Removed(SubscriptionId),
}

/// Keeps subscriptions.
#[async_trait]
pub trait Subscriptions: Send + Sync {
    /// Keeps a new one, neither paused nor muted.
    async fn add_subscription(&self, new: &NewSubscription) -> Result<SubscriptionId, RecordError>;

    /// Puts this in the place of the one with its id. Whether there is one.
    async fn put_subscription(&self, subscription: &Subscription) -> Result<bool, RecordError>;

    /// Removes one. Whether there was one.
    async fn remove_subscription(&self, id: SubscriptionId) -> Result<bool, RecordError>;

    /// The one with this id.
    async fn find_subscription(
        &self,
        id: SubscriptionId,
    ) -> Result<Option<Subscription>, RecordError>;

    /// At most `limit` of somebody's, the oldest first.
    async fn list_subscriptions(
        &self,
        whose: &Whose,
        limit: usize,
    ) -> Result<Vec<Subscription>, RecordError>;

    /// How many somebody has.
    async fn count_subscriptions(&self, whose: &Whose) -> Result<usize, RecordError>;

    /// Changes after `position`, oldest first, at most `limit` of them, with the position after each: of each
    /// subscription only the last. From [`Position::default`] on these are all there are.
    async fn subscription_changes_after(
        &self,
        position: Position,
        limit: usize,
    ) -> Result<Vec<(Position, SubscriptionChange)>, RecordError>;
}
