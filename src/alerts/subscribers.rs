//! All subscriptions, as they are now.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::RwLock;
use tokio_util::sync::CancellationToken;

use super::{Fit, Matchable, Matcher, Subscribed, why};
use crate::domain::{Article, Document, Roster, Statement, Subscription, SubscriptionId};
use crate::ports::{Position, RecordError, SubscriptionChange, Subscriptions};

/// Changes that are read at once.
const BATCH: usize = 1_000;

/// Every subscription in memory, with the [`Matcher`] of them.
pub struct Subscribers {
    roster: Arc<Roster>,
    known: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    matcher: Matcher,
    by_id: HashMap<SubscriptionId, Arc<Subscription>>,
    /// How many are to first uses.
    first_uses: usize,
    position: Position,
}

impl Known {
    fn change(&mut self, change: SubscriptionChange) {
        let id = match &change {
            SubscriptionChange::Put(subscription) => subscription.id,
            SubscriptionChange::Removed(id) => *id,
        };
        let is_first_use = |subscription: &Subscription| subscription.given.wanted.first_use;
        if let Some(before) = self.by_id.remove(&id) {
            self.first_uses -= usize::from(is_first_use(&before));
        }
        match change {
            SubscriptionChange::Put(subscription) => {
                self.matcher.put(&subscription);
                self.first_uses += usize::from(is_first_use(&subscription));
                self.by_id.insert(id, Arc::from(subscription));
            }
            SubscriptionChange::Removed(id) => {
                self.matcher.remove(id);
            }
        }
    }
}

impl Subscribers {
    /// None yet. From the sample it is learnt what is rare in statements.
    pub fn new<'s>(roster: Arc<Roster>, sample: impl IntoIterator<Item = &'s Matchable>) -> Self {
        Self {
            roster,
            known: RwLock::new(Known {
                matcher: Matcher::new(sample),
                ..Known::default()
            }),
        }
    }

    /// Follows what was changed since the last time: all there are the first time.
    ///
    /// # Errors
    /// Why they can't be read.
    pub async fn follow(&self, subscriptions: &dyn Subscriptions) -> Result<(), RecordError> {
        loop {
            let position = self.known.read().position;
            let changes = subscriptions
                .subscription_changes_after(position, BATCH)
                .await?;
            let is_last = changes.len() < BATCH;
            let mut known = self.known.write();
            for (position, change) in changes {
                // Somebody else may have followed it meanwhile.
                if position > known.position {
                    known.change(change);
                    known.position = position;
                }
            }
            if is_last {
                return Ok(());
            }
        }
    }

    /// Follows until `shutdown`, every `poll`: for changes that other processes make.
    pub async fn follow_along(
        &self,
        subscriptions: &dyn Subscriptions,
        poll: Duration,
        shutdown: &CancellationToken,
    ) {
        while !shutdown.is_cancelled() {
            if let Err(error) = self.follow(subscriptions).await {
                tracing::error!(%error, "changes of subscriptions can't be read");
            }
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = tokio::time::sleep(poll) => {}
            }
        }
    }
}

impl Subscribed for Subscribers {
    fn find(
        &self,
        article: &Article,
        document: &Document,
        statements: &[&Statement],
    ) -> Vec<Vec<Fit>> {
        let statements = statements.iter().copied();
        let seen = Matchable::of_article(article, &document.text, statements, &self.roster);
        let known = self.known.read();
        let fit = |statement: &Matchable, id| {
            let subscription = known.by_id.get(&id)?;
            let told = why(&subscription.given.wanted, statement, &self.roster);
            // What only says what is not wanted fits in nothing.
            let line = if told.fits.is_empty() {
                subscription.given.written.clone()
            } else {
                told.fits.join(" · ")
            };
            Some((Arc::clone(subscription), line))
        };
        seen.iter()
            .map(|statement| {
                let matches = known.matcher.matches(statement).into_iter();
                matches.filter_map(|id| fit(statement, id)).collect()
            })
            .collect()
    }

    fn has_first_uses(&self) -> bool {
        self.known.read().first_uses > 0
    }
}
