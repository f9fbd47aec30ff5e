//! Taking articles in: gather, read, store, index.
//!
//! Three stages run beside each other, joined by short queues: items are gathered from files and the web
//! (`gather`), read on every core, and stored in order by the one writer. The index follows the record
//! afterwards; where a run is cut off, the next start follows the rest.

mod follow;
mod gather;
mod read;
mod schedule;
mod store;
mod watch;

use std::path::{self, Component, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use thiserror::Error;
use tokio::sync::mpsc;
use url::Url;

use crate::domain::{Article, Clock, Source};
use crate::extract::Extractor;
use crate::ports::{
    Fetcher, FileReader, ItemFailure, Matching, Record, RecordError, SearchError, SearchIndex,
    Stored,
};

pub use follow::{Rebuilt, follow, reindex};
pub use watch::{Watch, WatchSettings};

/// Items between two stages: enough that no stage waits for want of work, few enough that memory is bounded.
const QUEUE: usize = 64;

/// Where articles are to be taken from.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A file or folder.
    Path(PathBuf),
    /// A page, feed or document on the web.
    Url(Url),
    /// A configured source.
    Source(Source),
    /// The page of an article that the record has.
    Again(Box<Article>),
}

impl Target {
    /// The address that somebody names, if it is one that can be asked for.
    pub fn address(named: &str) -> Option<Self> {
        let url = Url::parse(named).ok()?;
        matches!(url.scheme(), "http" | "https").then_some(Self::Url(url))
    }

    /// The file or folder that somebody names from the current folder. Articles are kept under its path, in which nothing
    /// goes back up: a file is the same one by whichever way it is named.
    ///
    /// # Errors
    /// Where nothing is there, or it can't be looked at.
    pub fn file(named: &str) -> io::Result<Self> {
        fs::metadata(named)?;
        let path = path::absolute(named)?;
        let goes_up = path.components().any(|part| part == Component::ParentDir);
        Ok(Self::Path(if goes_up {
            path.canonicalize()?
        } else {
            path
        }))
    }
}

/// What a run came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles not seen before.
    pub new: usize,
    /// Articles with a new revision.
    pub changed: usize,
    /// Articles that are stored as they are.
    pub unchanged: usize,
    /// Statements of the new and changed ones.
    pub statements: usize,
    /// What could not be taken in, each with its reason.
    pub failed: Vec<ItemFailure>,
}

impl Summary {
    fn count(&mut self, stored: Stored, statements: usize) {
        match stored {
            Stored::New => self.new += 1,
            Stored::Changed => self.changed += 1,
            Stored::Unchanged => {
                self.unchanged += 1;
                return;
            }
        }
        self.statements += statements;
    }

    /// All items that were dealt with.
    pub fn total(&self) -> usize {
        self.new + self.changed + self.unchanged + self.failed.len()
    }
}

/// Told of a run's progress, as often as something happens.
pub trait Progress: Send + Sync {
    /// `summary` is how far the run has come.
    fn advanced(&self, summary: &Summary);
    /// Something could not be taken in.
    fn failed(&self, failure: &ItemFailure);
}

/// Progress that nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn advanced(&self, _: &Summary) {}
    fn failed(&self, _: &ItemFailure) {}
}

/// Why a run stopped before its end. What was stored until then stays stored.
#[derive(Debug, Error)]
pub enum IngestError {
    /// The record failed.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The index failed.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// A rebuilt index does not hold what the record holds; pairs of statements and articles.
    #[error(
        "the rebuilt index holds {} statements of {} articles where the record has {} of {}; the index in use was kept",
        built.0, built.1, expected.0, expected.1
    )]
    Counts {
        /// What the record has.
        expected: (u64, u64),
        /// What was built.
        built: (u64, u64),
    },
    /// A stage of the run ended by itself, which is a fault of the program.
    #[error("the run broke off: {0}; please report this")]
    Broken(#[from] tokio::task::JoinError),
}

/// Takes articles in.
#[derive(Clone)]
pub struct Ingest {
    /// Where they are kept.
    pub record: Arc<dyn Record>,
    /// Where they are found.
    pub index: Arc<dyn SearchIndex>,
    /// Finds their statements.
    pub extractor: Arc<Extractor>,
    /// Reads files.
    pub files: Arc<dyn FileReader>,
    /// Fetches the rest.
    pub fetcher: Arc<dyn Fetcher>,
    /// Says when something is seen.
    pub clock: Arc<dyn Clock>,
    /// Finds what is owed because of what is stored.
    pub matching: Arc<dyn Matching>,
}

impl Ingest {
    /// Takes in everything at `targets`, and lets the index follow.
    ///
    /// # Errors
    /// [`IngestError`] where the record or the index fails. What one item does wrong is in the [`Summary`].
    pub async fn run(
        &self,
        targets: Vec<Target>,
        progress: Arc<dyn Progress>,
    ) -> Result<Summary, IngestError> {
        let (summary, visited) = self.take_in(targets, progress).await?;
        for visited in &visited {
            self.remember(visited).await?;
        }
        follow(&*self.record, &*self.index).await?;
        Ok(summary)
    }

    /// Takes in everything at `targets`, and says which sources were asked.
    async fn take_in(
        &self,
        targets: Vec<Target>,
        progress: Arc<dyn Progress>,
    ) -> Result<(Summary, Vec<gather::Visited>), IngestError> {
        let (to_read, items) = mpsc::channel(QUEUE);
        let (to_store, read) = mpsc::channel(2);
        let gathering = tokio::spawn(gather::gather(self.clone(), targets, to_read));
        let reading = tokio::spawn(read::read_all(Arc::clone(&self.extractor), items, to_store));
        let summary = store::store_all(self, read, &*progress).await;
        // An error here closed the queues, so that the stages before end too.
        let summary = summary?;
        reading.await?;
        Ok((summary, gathering.await??))
    }

    async fn remember(&self, visited: &gather::Visited) -> Result<(), RecordError> {
        self.record
            .put_source_state(&visited.source.address(), &visited.after)
            .await
    }
}
