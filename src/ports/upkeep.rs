//! Looking after the record: examining all of it, copying it while it is in use.

use std::path::Path;

use async_trait::async_trait;
use thiserror::Error;

use super::record::{Damaged, RecordError};
use crate::domain::{ArticleId, RevisionId};

/// Told how many revisions were examined, and of how many.
pub type Examining<'a> = &'a (dyn Fn(u64, u64) + Send + Sync);

/// What an examination of every row found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examined {
    /// Articles, those removed included.
    pub articles: u64,
    /// States of their texts.
    pub revisions: u64,
    /// Statements of all these states.
    pub statements: u64,
    /// What the store itself says is broken in its files or between its tables.
    pub faults: Vec<String>,
    /// Texts that are not as they were stored: nothing is quoted from them.
    pub altered: Vec<(ArticleId, RevisionId)>,
    /// Statements that can't be quoted.
    pub damaged: Vec<Damaged>,
}

impl Examined {
    /// Whether everything is as it was stored.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty() && self.altered.is_empty() && self.damaged.is_empty()
    }
}

/// A copy that was written, read again and compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// What the copy holds. Where it is not sound, the record itself was not.
    pub examined: Examined,
    /// The copy's size.
    pub bytes: u64,
}

/// Why there is no copy, or the record was not put back.
#[derive(Debug, Error)]
pub enum UpkeepError {
    /// A file would be overwritten.
    #[error("{place} is there already, and is not overwritten: {way_out}")]
    Exists {
        /// Which.
        place: String,
        /// What to do.
        way_out: &'static str,
    },
    /// The copy does not hold what the record holds.
    #[error(
        "the copy {place} is not what the record is ({reason}), and was removed: try again, on another disk if need be"
    )]
    Differs {
        /// Where it was written.
        place: String,
        /// What differs.
        reason: String,
    },
    /// The file is no copy of a record.
    #[error("{place} is no sound copy of a record: {reason}")]
    NoCopy {
        /// Which.
        place: String,
        /// What was found.
        reason: String,
    },
    /// Somebody uses the record.
    #[error("{place} is in use: stop the bot (and whatever else has it open) first")]
    InUse {
        /// Which.
        place: String,
    },
    /// A file can't be written, read or moved.
    #[error("{place}: {reason}")]
    File {
        /// Which.
        place: String,
        /// What the system says.
        reason: std::io::Error,
    },
    /// The record can't be read or written.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// Looks after the record.
#[async_trait]
pub trait Upkeep: Send + Sync {
    /// Reads everything there is and compares it with how it was stored: the store's own check, every text with its
    /// fingerprint, every statement with its place in the text and its seal.
    async fn examine(&self, progress: Examining<'_>) -> Result<Examined, RecordError>;

    /// Writes a copy of the record as it is at one moment, while it is in use, and examines the copy.
    async fn back_up(&self, to: &Path, progress: Examining<'_>) -> Result<BackedUp, UpkeepError>;
}
