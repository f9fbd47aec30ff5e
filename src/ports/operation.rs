//! What the running program lets its operator see and change of itself.

use async_trait::async_trait;
use jiff::Timestamp;

use super::RecordError;

/// Things that wait to be done.
#[async_trait]
pub trait Queues: Send + Sync {
    /// How much waits in each at `now`, by the queue's name.
    async fn depths(&self, now: Timestamp) -> Result<Vec<(&'static str, u64)>, RecordError>;
}

/// How much is logged.
pub trait Logging: Send + Sync {
    /// The level now, as it is written.
    fn level(&self) -> String;

    /// Changes it until the program ends.
    ///
    /// # Errors
    /// What to write instead.
    fn set_level(&self, written: &str) -> Result<(), String>;
}
