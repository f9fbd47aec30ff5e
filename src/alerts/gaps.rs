//! Subscribers are told when a source could not be read for a while.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::settings::AlertSettings;
use crate::domain::backoff::later;
use crate::domain::{Clock, Condition, Conversation, Gap, Source, Subscription};
use crate::ports::{
    Outbox, Position, Reason, RecordError, SourceListener, SourceNews, SubscriptionChange,
    Subscriptions,
};
use crate::text::fold;

/// Subscriptions that are read in one go.
const READ: usize = 1_000;

/// Writes what is owed after an outage to the outbox.
pub struct Gaps {
    /// Where that is kept.
    pub outbox: Arc<dyn Outbox>,
    /// Whose.
    pub subscriptions: Arc<dyn Subscriptions>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What an outage is.
    pub settings: AlertSettings,
}

#[async_trait]
impl SourceListener for Gaps {
    async fn told(&self, source: &Source, news: &SourceNews) {
        let SourceNews::Read { before, due, at } = news else {
            return;
        };
        if !is_outage(*due, *at, self.settings.outage) {
            return;
        }
        let gap = Gap {
            source: source.id.clone(),
            outlet: source.outlet.clone(),
            from: *before,
            until: *at,
        };
        if let Err(error) = self.tell(source, &gap).await {
            tracing::error!(source = %source.id, %error, "a gap could not be told to subscribers");
        }
    }
}

/// Whether a source was read so much later than it should have been.
fn is_outage(due: Timestamp, at: Timestamp, outage: Duration) -> bool {
    later(due, outage) < at
}

impl Gaps {
    async fn tell(&self, source: &Source, gap: &Gap) -> Result<(), RecordError> {
        let now = self.clock.now();
        let mut to: BTreeMap<Conversation, Vec<Reason>> = BTreeMap::new();
        let mut position = Position::default();
        loop {
            let changes = self
                .subscriptions
                .subscription_changes_after(position, READ)
                .await?;
            let Some((upto, _)) = changes.last() else {
                break;
            };
            position = *upto;
            for (_, change) in changes {
                if let SubscriptionChange::Put(subscription) = change
                    && subscription.is_active(now)
                    && is_affected(&subscription, source)
                {
                    let reason = Reason {
                        subscription: subscription.id,
                        why: subscription.given.written,
                    };
                    to.entry(subscription.given.conversation)
                        .or_default()
                        .push(reason);
                }
            }
        }
        let to: Vec<_> = to.into_iter().collect();
        let due = later(now, self.settings.gather_gaps);
        self.outbox.tell_gap(gap, &to, due, now).await
    }
}

/// Whether something of the source may fit a subscription, as far as its outlet and language tell.
fn is_affected(subscription: &Subscription, source: &Source) -> bool {
    may_fit(&subscription.given.wanted.condition, source) != Some(false)
}

/// Whether an article of the source fits a condition; `None` where that depends on the article.
fn may_fit(condition: &Condition, source: &Source) -> Option<bool> {
    match condition {
        Condition::All(all) => {
            let known: Vec<Option<bool>> = all.iter().map(|one| may_fit(one, source)).collect();
            if known.contains(&Some(false)) {
                Some(false)
            } else if known.iter().all(|known| *known == Some(true)) {
                Some(true)
            } else {
                None
            }
        }
        Condition::Any(any) => {
            let known: Vec<Option<bool>> = any.iter().map(|one| may_fit(one, source)).collect();
            if known.contains(&Some(true)) {
                Some(true)
            } else if known.iter().all(|known| *known == Some(false)) {
                Some(false)
            } else {
                None
            }
        }
        Condition::Not(not) => may_fit(not, source).map(|fits| !fits),
        Condition::Outlet(name) => {
            let outlet = source.outlet.as_deref()?;
            Some(fold(outlet) == fold(name))
        }
        Condition::Language(language) if !source.language.is_unknown() => {
            Some(*language == source.language)
        }
        _ => None,
    }
}
