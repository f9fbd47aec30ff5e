//! Whoever is told how sources fare.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::domain::Source;

/// What there is to say of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceNews {
    /// It was read with success.
    Read {
        /// When it was before.
        before: Timestamp,
        /// When it was to be read again.
        due: Timestamp,
        /// When it was.
        at: Timestamp,
    },
    /// It fails: told once, after several failures in a row.
    Failing {
        /// Since when.
        since: Timestamp,
        /// How often in a row.
        failures: u32,
        /// The last failure.
        reason: String,
    },
    /// It can be read again, after it was told to fail.
    Recovered {
        /// Since when it had failed.
        failing_since: Timestamp,
        /// When it was read.
        at: Timestamp,
    },
}

/// Is told how sources fare. It answers for its own failures: nothing of what it does stops the watch.
#[async_trait]
pub trait SourceListener: Send + Sync {
    /// There is something to say of a source. After a crash the same may be told a second time.
    async fn told(&self, source: &Source, news: &SourceNews);
}
