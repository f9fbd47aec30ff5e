//! Sources are watched while the program runs: each is asked when it is due, and none waits for another.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use tokio::sync::watch::Receiver;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::gather::Visited;
use super::schedule::planned;
use super::{Ingest, IngestError, Summary, Target, Unwatched, follow};
use crate::domain::backoff::later;
use crate::domain::{Article, Source};
use crate::ports::{SourceListener, SourceNews};

/// A source whose visit broke off inside of us (the record could not be written) is asked again after this.
const AFTER_TROUBLE: Duration = Duration::from_secs(60);

/// Nothing due: the clock is looked at again after this, as it may have been set.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// The `[watch]` section of verbatim.toml.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WatchSettings {
    /// Sources that are asked at the same time.
    pub at_once: usize,
    /// After so many failures in a row a source is told to fail.
    pub failing_after: u32,
    /// So long after somebody was told of an article its page is looked at again: most feeds don't tell of edits.
    pub look_again: Vec<SignedDuration>,
}

impl Default for WatchSettings {
    fn default() -> Self {
        Self {
            at_once: 8,
            failing_after: 3,
            look_again: [15, 60, 6 * 60, 24 * 60]
                .map(SignedDuration::from_mins)
                .to_vec(),
        }
    }
}

/// Watches sources.
pub struct Watch {
    /// Takes in what they bring.
    pub ingest: Ingest,
    /// The sources by now: whoever adds, pauses or removes one sends the new list.
    pub sources: Receiver<Arc<Vec<Source>>>,
    /// Who is told how they fare.
    pub listeners: Vec<Arc<dyn SourceListener>>,
    /// How.
    pub settings: WatchSettings,
}

impl Watch {
    /// Asks every enabled source whenever it is due, until `shutdown`. Trouble of one is logged and never stops another.
    /// A visit that is cut off by the shutdown is made again after the next start.
    pub async fn run(self, shutdown: CancellationToken) {
        let visitor = Arc::new(Visitor {
            ingest: self.ingest.clone(),
            listeners: self.listeners.clone(),
            failing_after: self.settings.failing_after.max(1),
            following: tokio::sync::Mutex::new(()),
        });
        let after = self.settings.look_again.clone();
        tokio::join!(
            visitor.look_again(&after, &shutdown),
            self.visit(&visitor, &shutdown)
        );
    }

    async fn visit(mut self, visitor: &Arc<Visitor>, shutdown: &CancellationToken) {
        // Until whoever changes the list of sources is gone.
        let mut may_change = true;
        let mut next: HashMap<String, Timestamp> = HashMap::new();
        let mut visits: JoinSet<Timestamp> = JoinSet::new();
        let mut visited: HashMap<tokio::task::Id, String> = HashMap::new();
        loop {
            let now = self.ingest.clock.now();
            let sources = Arc::clone(&self.sources.borrow_and_update());
            let idle = sources
                .iter()
                .filter(|source| source.enabled)
                .map(|source| (source, source.address()))
                .filter(|(_, address)| !visited.values().any(|busy| busy == address));
            let mut waiting = Vec::new();
            for (source, address) in idle {
                let due = match next.get(&address) {
                    Some(due) => *due,
                    None => visitor.due(&address, now).await,
                };
                next.insert(address.clone(), due);
                waiting.push((due, source.clone(), address));
            }
            waiting.sort_by_key(|(due, ..)| *due);
            let mut wake = LONGEST_SLEEP;
            for (due, source, address) in waiting {
                if due > now {
                    let wait = Duration::try_from(due.duration_since(now)).unwrap_or_default();
                    wake = wake.min(wait);
                    break;
                }
                if visits.len() >= self.settings.at_once.max(1) {
                    break;
                }
                let visitor = Arc::clone(visitor);
                let visit = visits.spawn(async move { visitor.visit(source).await });
                visited.insert(visit.id(), address);
            }
            tokio::select! {
                () = shutdown.cancelled() => return,
                Some(done) = visits.join_next_with_id(), if !visits.is_empty() => {
                    let (id, due) = match done {
                        Ok((id, due)) => (id, due),
                        Err(error) => {
                            tracing::error!(%error, "a visit to a source broke off; please report this");
                            (error.id(), later(self.ingest.clock.now(), AFTER_TROUBLE))
                        }
                    };
                    if let Some(address) = visited.remove(&id) {
                        next.insert(address, due);
                    }
                }
                changed = self.sources.changed(), if may_change => match changed {
                    // A source may be asked more often than before.
                    Ok(()) => next.clear(),
                    Err(_) => may_change = false,
                },
                () = tokio::time::sleep(wake) => {}
            }
        }
    }
}

struct Visitor {
    ingest: Ingest,
    listeners: Vec<Arc<dyn SourceListener>>,
    failing_after: u32,
    /// One visit at a time lets the index follow: two would do the same work.
    following: tokio::sync::Mutex<()>,
}

impl Visitor {
    async fn due(&self, address: &str, now: Timestamp) -> Timestamp {
        match self.ingest.record.source_state(address).await {
            Ok(state) => state.next.unwrap_or(now),
            Err(error) => {
                tracing::error!(%error, address, "what is known of a source can't be read");
                later(now, AFTER_TROUBLE)
            }
        }
    }

    /// Visits a source, and says when it is due again.
    async fn visit(&self, source: Source) -> Timestamp {
        let id = source.id.clone();
        let address = source.address();
        if let Err(error) = self.try_visit(source).await {
            tracing::error!(source = %id, %error, "what a source brought could not be taken in");
            return later(self.ingest.clock.now(), AFTER_TROUBLE);
        }
        let now = self.ingest.clock.now();
        // A source that is due at once again would be asked without end.
        self.due(&address, later(now, AFTER_TROUBLE)).await
    }

    async fn try_visit(&self, source: Source) -> Result<(), IngestError> {
        let (summary, visited) = self
            .ingest
            .take_in(vec![Target::Source(source)], Arc::new(Unwatched))
            .await?;
        for failure in &summary.failed {
            tracing::info!(
                place = failure.place,
                reason = failure.reason,
                "not taken in"
            );
        }
        for visited in &visited {
            for news in news(visited, self.failing_after) {
                for listener in &self.listeners {
                    listener.told(&visited.source, &news).await;
                }
            }
            self.ingest.remember(visited).await?;
        }
        self.let_follow(&summary).await
    }

    async fn let_follow(&self, summary: &Summary) -> Result<(), IngestError> {
        if summary.new + summary.changed == 0 {
            return Ok(());
        }
        tracing::info!(
            new = summary.new,
            changed = summary.changed,
            statements = summary.statements,
            "taken in"
        );
        let _following = self.following.lock().await;
        follow(&*self.ingest.record, &*self.ingest.index).await
    }

    /// Looks for edits of what somebody was told, until `shutdown`.
    async fn look_again(&self, after: &[SignedDuration], shutdown: &CancellationToken) {
        let shortest = after.iter().min().copied().unwrap_or_default();
        let pause = Duration::try_from(shortest).map_or(LONGEST_SLEEP, |shortest| {
            shortest.clamp(Duration::from_secs(1), LONGEST_SLEEP)
        });
        while !shutdown.is_cancelled() {
            let looking = async {
                if let Err(error) = self.try_look_again(after).await {
                    tracing::error!(%error, "articles could not be looked at again");
                }
                tokio::time::sleep(pause).await;
            };
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = looking => {}
            }
        }
    }

    /// A look that fails counts: the next one is later.
    async fn try_look_again(&self, after: &[SignedDuration]) -> Result<(), IngestError> {
        let now = self.ingest.clock.now();
        let Some(longest) = after.iter().max() else {
            return Ok(());
        };
        // What was due while the program did not run is looked at within a day.
        let since = now
            .checked_sub(*longest + SignedDuration::from_hours(24))
            .unwrap_or(Timestamp::MIN);
        let due: Vec<Article> = self
            .ingest
            .record
            .list_told_articles(since)
            .await?
            .into_iter()
            .filter(|told| {
                let next = after.get(told.looks as usize);
                next.is_some_and(|next| now.duration_since(told.told) >= *next)
            })
            .map(|told| told.article)
            .collect();
        if due.is_empty() {
            return Ok(());
        }
        let targets = due.iter().cloned().map(Box::new).map(Target::Again);
        let (summary, _) = self
            .ingest
            .take_in(targets.collect(), Arc::new(Unwatched))
            .await?;
        for article in &due {
            self.ingest.record.count_look(&article.id).await?;
        }
        self.let_follow(&summary).await
    }
}

/// What a visit changed. A source is told to fail once, when its failures reach `failing_after`, and to have recovered
/// once, if it was told to fail: what is remembered of it says both, also after a restart.
fn news(visited: &Visited, failing_after: u32) -> Vec<SourceNews> {
    let (before, after) = (&visited.before, &visited.after);
    let mut news = Vec::new();
    let was_failing = before.failures >= failing_after;
    if after.failures >= failing_after
        && !was_failing
        && let Some(since) = after.failing_since
    {
        news.push(SourceNews::Failing {
            since,
            failures: after.failures,
            reason: after.error.clone().unwrap_or_default(),
        });
    }
    let Some(at) = after.fetched.filter(|_| after.failures == 0) else {
        return news;
    };
    if was_failing && let Some(failing_since) = before.failing_since {
        news.push(SourceNews::Recovered { failing_since, at });
    }
    if let Some(fetched) = before.fetched {
        news.push(SourceNews::Read {
            before: fetched,
            due: planned(before, visited.source.every, fetched),
            at,
        });
    }
    news
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::domain::{Language, SourceId, SourceKind};
    use crate::ports::SourceState;

    const NOW: Timestamp = Timestamp::constant(1_763_600_000, 0);

    fn visited(failures_before: u32, failures_after: u32) -> Visited {
        let state = |failures: u32| SourceState {
            fetched: Some(NOW),
            failures,
            failing_since: (failures > 0).then_some(NOW),
            error: (failures > 0).then(|| "503".to_owned()),
            ..SourceState::default()
        };
        Visited {
            source: Source {
                id: SourceId("harbour-post".to_owned()),
                kind: SourceKind::Feed {
                    url: Url::parse("https://example.org/feed").unwrap(),
                },
                outlet: None,
                language: Language::unknown(),
                every: Duration::from_secs(600),
                enabled: true,
            },
            before: state(failures_before),
            after: state(failures_after),
        }
    }

    fn changes(states: &[u32]) -> Vec<&'static str> {
        states
            .windows(2)
            .flat_map(|pair| news(&visited(pair[0], pair[1]), 3))
            .filter_map(|news| match news {
                SourceNews::Failing { .. } => Some("failing"),
                SourceNews::Recovered { .. } => Some("recovered"),
                SourceNews::Read { .. } => None,
            })
            .collect()
    }

    #[test]
    fn a_change_of_health_is_told_once() {
        assert_eq!(
            changes(&[0, 1, 2, 3, 4, 5, 0, 0, 1]),
            ["failing", "recovered"]
        );
    }

    #[test]
    fn a_source_that_fails_now_and_then_is_no_news() {
        assert!(changes(&[0, 1, 0, 2, 0, 1, 2, 0]).is_empty());
    }
}
