//! A record of its own for a test, in a folder that goes with it.

use std::ops::Deref;

use verbatim::storage::SqliteRecord;

pub struct Kept {
    record: SqliteRecord,
    _folder: tempfile::TempDir,
}

impl Kept {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self {
            record: SqliteRecord::open(&folder.path().join("verbatim.db"))
                .await
                .expect("the record opens"),
            _folder: folder,
        }
    }
}

impl Deref for Kept {
    type Target = SqliteRecord;

    fn deref(&self) -> &SqliteRecord {
        &self.record
    }
}
