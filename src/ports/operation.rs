//! What the running program lets its operator see and change of itself.

use async_trait::async_trait;

use super::RecordError;

/// Things that wait to be done.
#[async_trait]
pub trait Queues: Send + Sync {
    /// How much waits in each, by the queue's name.
    async fn depths(&self) -> Result<Vec<(&'static str, u64)>, RecordError>;
}

/// Nothing ever waits.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoQueues;

#[async_trait]
impl Queues for NoQueues {
    async fn depths(&self) -> Result<Vec<(&'static str, u64)>, RecordError> {
        Ok(Vec::new())
    }
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
