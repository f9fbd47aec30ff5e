//! Looking after the record.

use std::path::Path;

use async_trait::async_trait;
use jiff::Timestamp;

use super::{SqliteRecord, backup, examine};
use crate::ports::{
    BackedUp, Examined, Examining, Outbox as _, Queues, RecordError, Upkeep, UpkeepError,
};

#[async_trait]
impl Upkeep for SqliteRecord {
    async fn examine(&self, progress: Examining<'_>) -> Result<Examined, RecordError> {
        examine::examine(&self.readers, progress)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn back_up(&self, to: &Path, progress: Examining<'_>) -> Result<BackedUp, UpkeepError> {
        backup::back_up(self, to, progress).await
    }
}

#[async_trait]
impl Queues for SqliteRecord {
    async fn depths(&self, now: Timestamp) -> Result<Vec<(&'static str, u64)>, RecordError> {
        let waiting = self.count_waiting(now).await?;
        Ok(vec![
            ("due", waiting.due),
            ("held", waiting.held),
            ("failing", waiting.failing),
            ("closed", waiting.closed),
        ])
    }
}
