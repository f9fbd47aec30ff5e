//! All subscriptions as they are now, in memory.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::RwLock;
use tokio_util::sync::CancellationToken;

use super::owed::{Fit, Subscribed};
use super::{Matchable, Matcher, why};
use crate::domain::{Article, Document, Roster, Statement, Subscription, SubscriptionId};
use crate::ports::{Position, RecordError, SubscriptionChange, Subscriptions};

/// Changes that are taken over in one go.
const CHANGES: usize = 1_000;

/// The subscriptions, ready to be matched. They follow the record: whoever changes one there lets them
/// [`follow`](Subscribers::follow), and the change counts from the next statement on.
pub struct Subscribers {
    roster: Arc<Roster>,
    subscriptions: RwLock<Known>,
    /// Up to which change they have followed. One follows at a time, or an older change could come last.
    followed: tokio::sync::Mutex<Position>,
}

struct Known {
    matcher: Matcher,
    by_id: HashMap<SubscriptionId, Arc<Subscription>>,
    first_uses: usize,
}

impl Known {
    fn remove(&mut self, id: SubscriptionId) {
        self.matcher.remove(id);
        if let Some(gone) = self.by_id.remove(&id) {
            self.first_uses -= usize::from(gone.given.wanted.first_use);
        }
    }

    fn put(&mut self, subscription: Subscription) {
        self.remove(subscription.id);
        self.matcher.put(&subscription);
        self.first_uses += usize::from(subscription.given.wanted.first_use);
        self.by_id.insert(subscription.id, Arc::new(subscription));
    }
}

impl Subscribers {
    /// None yet. From `sample` it is learned what statements often have.
    pub fn new<'s>(roster: Arc<Roster>, sample: impl IntoIterator<Item = &'s Matchable>) -> Self {
        Self {
            roster,
            subscriptions: RwLock::new(Known {
                matcher: Matcher::new(sample),
                by_id: HashMap::new(),
                first_uses: 0,
            }),
            followed: tokio::sync::Mutex::default(),
        }
    }

    /// Takes over what changed in the record.
    ///
    /// # Errors
    /// [`RecordError`] where the record can't be read.
    pub async fn follow(&self, subscriptions: &dyn Subscriptions) -> Result<(), RecordError> {
        let mut followed = self.followed.lock().await;
        loop {
            let changes = subscriptions
                .subscription_changes_after(*followed, CHANGES)
                .await?;
            let Some((upto, _)) = changes.last() else {
                return Ok(());
            };
            *followed = *upto;
            let mut known = self.subscriptions.write();
            for (_, change) in changes {
                match change {
                    SubscriptionChange::Put(subscription) => known.put(*subscription),
                    SubscriptionChange::Removed(id) => known.remove(id),
                }
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

    /// How many there are.
    pub fn len(&self) -> usize {
        self.subscriptions.read().by_id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Subscribed for Subscribers {
    fn find(
        &self,
        article: &Article,
        document: &Document,
        statements: &[&Statement],
    ) -> Vec<Vec<Fit>> {
        let known = self.subscriptions.read();
        if known.by_id.is_empty() {
            return vec![Vec::new(); statements.len()];
        }
        let statements = statements.iter().copied();
        Matchable::of_article(article, &document.text, statements, &self.roster)
            .iter()
            .map(|statement| {
                known
                    .matcher
                    .matches(statement)
                    .iter()
                    .filter_map(|id| known.by_id.get(id))
                    .map(|subscription| {
                        let fits = why(&subscription.given.wanted, statement, &self.roster).fits;
                        let line = if fits.is_empty() {
                            subscription.given.written.clone()
                        } else {
                            fits.join(" · ")
                        };
                        (Arc::clone(subscription), line)
                    })
                    .collect()
            })
            .collect()
    }

    fn has_first_uses(&self) -> bool {
        self.subscriptions.read().first_uses > 0
    }
}
