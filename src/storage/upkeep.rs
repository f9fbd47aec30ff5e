//! Looking after the record.

use std::path::Path;

use async_trait::async_trait;

use super::{SqliteRecord, backup, examine};
use crate::ports::{BackedUp, Examined, Examining, RecordError, Upkeep, UpkeepError};

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
