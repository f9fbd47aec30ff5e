//! Work that takes long: it goes on beside everything else, is told of in one message that changes, and can be cancelled.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{Report, Told};

/// How a work stands: the report to show now, and whether another will follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Stand {
    /// What to show.
    pub report: Report,
    /// Whether this is the last one.
    pub is_last: bool,
}

/// A work that was begun. Its first message is shown at once, and changed with each further stand; where a platform can't
/// change messages, the last stand is a message of its own.
#[derive(Debug, Clone)]
pub struct Work {
    stands: watch::Receiver<Stand>,
    /// What was given to be shown last.
    given: Stand,
}

impl PartialEq for Work {
    fn eq(&self, other: &Self) -> bool {
        self.stands.same_channel(&other.stands)
    }
}

impl Work {
    /// How it stands now.
    pub fn now(&self) -> Stand {
        self.stands.borrow().clone()
    }

    /// How it stands once it has changed, but not sooner than after `pause`, unless it has ended: so often may a message
    /// be changed. `None` once the last stand was given.
    pub async fn next(&mut self, pause: Duration) -> Option<Stand> {
        if self.given.is_last {
            return None;
        }
        let ends = self.stands.wait_for(|stand| stand.is_last);
        // Neither the end of the pause nor that of the work is an error.
        let _ = tokio::time::timeout(pause, ends).await;
        let given = self.given.clone();
        // Where nobody tells any more, the last stand is what there is.
        let _ = self.stands.wait_for(|stand| *stand != given).await;
        self.given = self.now();
        Some(self.given.clone())
    }

    /// The last stand.
    pub async fn last(mut self) -> Stand {
        let waited = self.stands.wait_for(|stand| stand.is_last).await;
        let last = waited.map(|stand| stand.clone());
        last.unwrap_or_else(|_| self.given.clone())
    }
}

/// The one work that may go on at a time.
#[derive(Default)]
pub struct Works {
    current: Mutex<Option<Current>>,
}

struct Current {
    name: &'static str,
    cancel: CancellationToken,
    stands: watch::Receiver<Stand>,
}

impl fmt::Debug for Works {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Works")
            .field("current", &self.current())
            .finish_non_exhaustive()
    }
}

/// Tells how a work stands.
#[derive(Debug, Clone)]
pub struct Teller(watch::Sender<Stand>);

impl Teller {
    /// Tells that it has come so far.
    pub fn tell(&self, head: Told) {
        self.0.send_replace(Stand {
            report: Report::new(head),
            is_last: false,
        });
    }
}

impl Works {
    /// The name of what goes on.
    pub fn current(&self) -> Option<&'static str> {
        let current = self.current.lock();
        let current = current.as_ref()?;
        (!current.stands.borrow().is_last).then_some(current.name)
    }

    /// Begins a work, unless another goes on. `first` is shown until the work tells more, and `cancelled` once it was
    /// cancelled: then it is dropped at its next point of waiting.
    pub fn begin<F>(
        &self,
        name: &'static str,
        first: Told,
        cancelled: Told,
        work: impl FnOnce(Teller) -> F,
    ) -> Result<Work, &'static str>
    where
        F: Future<Output = Report> + Send + 'static,
    {
        let mut current = self.current.lock();
        if let Some(current) = &*current
            && !current.stands.borrow().is_last
        {
            return Err(current.name);
        }
        let given = Stand {
            report: Report::new(first),
            is_last: false,
        };
        let (sender, stands) = watch::channel(given.clone());
        let cancel = CancellationToken::new();
        let work = work(Teller(sender.clone()));
        let token = cancel.clone();
        let done = tokio::spawn(async move {
            token
                .run_until_cancelled(work)
                .await
                .unwrap_or_else(|| Report::new(cancelled))
        });
        tokio::spawn(async move {
            let report = done.await.unwrap_or_else(|error| {
                tracing::error!(%error, work = name, "the work broke off");
                Report::new(Told::new("work-broken"))
            });
            sender.send_replace(Stand {
                report,
                is_last: true,
            });
        });
        *current = Some(Current {
            name,
            cancel,
            stands: stands.clone(),
        });
        Ok(Work { stands, given })
    }

    /// Cancels what goes on; its name.
    pub fn cancel(&self) -> Option<&'static str> {
        let current = self.current.lock();
        let current = current.as_ref()?;
        if current.stands.borrow().is_last {
            return None;
        }
        current.cancel.cancel();
        Some(current.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(number: u64) -> Told {
        Told::new("counted").with("number", number)
    }

    #[tokio::test(start_paused = true)]
    async fn a_work_is_told_of_no_oftener_than_asked_and_its_end_at_once() {
        let works = Works::default();
        let mut work = works
            .begin(
                "counting",
                counted(0),
                Told::new("cancelled"),
                |teller| async move {
                    for number in 1..=25 {
                        tokio::time::sleep(Duration::from_millis(100)).await;
                        teller.tell(counted(number));
                    }
                    Report::new(Told::new("counted-all"))
                },
            )
            .unwrap();
        assert_eq!(works.current(), Some("counting"));
        let again = works.begin("other", counted(0), counted(0), |_| async {
            Report::new(counted(0))
        });
        assert_eq!(again, Err("counting"));
        let begun = tokio::time::Instant::now();
        let mut seen = Vec::new();
        while let Some(stand) = work.next(Duration::from_secs(1)).await {
            seen.push(stand);
        }
        assert!(begun.elapsed() < Duration::from_millis(2_600));
        assert_eq!(seen.len(), 3, "{seen:?}");
        assert!(seen[2].is_last && seen[2].report.head.name == "counted-all");
        assert_eq!((works.current(), works.cancel()), (None, None));
    }

    #[tokio::test(start_paused = true)]
    async fn a_cancelled_work_is_dropped_and_says_so() {
        let works = Works::default();
        let work = works
            .begin("waiting", counted(0), Told::new("cancelled"), |_| {
                std::future::pending::<Report>()
            })
            .unwrap();
        assert_eq!(works.cancel(), Some("waiting"));
        assert_eq!(work.last().await.report.head.name, "cancelled");
        assert_eq!(works.current(), None);
    }
}
