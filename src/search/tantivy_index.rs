//! The adapter: one generation is read, one may be written.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Instant;

use tantivy::indexer::{IndexWriterOptions, NoMergePolicy, UserOperation};
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{IndexWriter, Term};

use crate::domain::{ArticleId, Query};
use crate::ports::{Candidates, Change, Counts, Position, Rebuild, SearchError, SearchIndex};

use super::documents::documents;
use super::generation::{
    Generation, Stamp, WriteLock, current, leftovers, number, point_to, unpoint,
};
use super::lookup::Lookup;
use super::schema::{ARTICLE, Fields};
use super::settings::IndexSettings;
use super::{behind_questions, failure};

/// tantivy takes no less for a thread.
const LEAST_MEMORY: usize = 15;

/// The search index in a folder.
pub struct TantivyIndex {
    shared: Arc<Shared>,
}

struct Shared {
    folder: PathBuf,
    settings: IndexSettings,
    fields: Fields,
    inner: RwLock<InUse>,
    writing: Mutex<Writing>,
    looked: Looked,
}

/// When the folder was last looked at: a question looks things up ten times within a millisecond, and the folder need
/// not be looked at for each.
struct Looked {
    begun: Instant,
    at: AtomicU64,
}

/// Microseconds for which a look holds.
const A_LOOK_HOLDS: u64 = 1_000;

impl Looked {
    fn elapsed(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    fn now(&self) {
        self.at.store(self.elapsed(), Ordering::Relaxed);
    }

    fn is_recent(&self) -> bool {
        let at = self.at.load(Ordering::Relaxed);
        self.elapsed().saturating_sub(at) < A_LOOK_HOLDS
    }
}

/// The generation in use, and what the folder looked like when it was opened or last looked at.
struct InUse {
    generation: Arc<Generation>,
    seen: (Option<Stamp>, Option<Stamp>),
}

/// The right to write and the writer, from the first change on.
#[derive(Default)]
struct Writing {
    lock: Option<Arc<WriteLock>>,
    writer: Option<IndexWriter>,
}

impl TantivyIndex {
    /// Opens the index in `folder`, which is made if need be. One that is missing, damaged or of another version is
    /// replaced by an empty one, whose [`position`](SearchIndex::position) tells to follow the record from its start.
    /// What a killed rebuild left is removed.
    ///
    /// # Errors
    /// [`SearchError`] where the folder can't be read or made, or has no index while another process is making one.
    pub fn open(folder: &Path, settings: IndexSettings) -> Result<Self, SearchError> {
        fs::create_dir_all(folder).map_err(|error| failure(folder, error))?;
        let fields = Fields::new();
        let generation = match open_current(folder, &fields) {
            Some(generation) => generation,
            None => {
                let _lock = WriteLock::take(folder)?;
                // Whoever had the lock before may have made one meanwhile.
                match open_current(folder, &fields) {
                    Some(generation) => generation,
                    None => {
                        let generation = Generation::create(folder, &fields)?;
                        point_to(folder, &generation.name)?;
                        generation
                    }
                }
            }
        };
        clean(folder)?;
        let seen = (Stamp::of_pointer(folder), generation.stamp());
        Ok(Self {
            shared: Arc::new(Shared {
                folder: folder.to_owned(),
                settings,
                fields,
                inner: RwLock::new(InUse {
                    generation: Arc::new(generation),
                    seen,
                }),
                writing: Mutex::default(),
                looked: Looked {
                    begun: Instant::now(),
                    at: AtomicU64::new(0),
                },
            }),
        })
    }

    fn lookup<T>(
        &self,
        look: impl FnOnce(&Lookup<'_>) -> tantivy::Result<T>,
    ) -> Result<T, SearchError> {
        let generation = self.shared.recent();
        let opened = generation.opened()?;
        let found = look(&Lookup {
            opened: &opened,
            fields: &self.shared.fields,
            weights: &self.shared.settings.weights,
        });
        found.map_err(|error| failure(&generation.path, error))
    }
}

/// Removes every generation in `folder`, so that the index is built again from whatever record is there then. Other
/// files stay.
///
/// # Errors
/// [`SearchError`] where somebody is writing there, or a file can't be removed.
pub fn discard(folder: &Path) -> Result<(), SearchError> {
    if !folder.exists() {
        return Ok(());
    }
    let _lock = WriteLock::take(folder)?;
    unpoint(folder)?;
    for path in leftovers(folder, "")? {
        fs::remove_dir_all(&path).map_err(|error| failure(&path, error))?;
    }
    Ok(())
}

/// The generation that the pointer names, where it can be read.
fn open_current(folder: &Path, fields: &Fields) -> Option<Generation> {
    let name = current(folder).ok()??;
    match Generation::open(folder, &name, fields) {
        Ok(generation) => Some(generation),
        Err(error) => {
            tracing::info!(%error, "the search index is built again");
            None
        }
    }
}

/// Removes what is not in use, unless somebody is writing: then some of it may be about to be.
fn clean(folder: &Path) -> Result<(), SearchError> {
    let Some(keep) = current(folder)? else {
        return Ok(());
    };
    if leftovers(folder, &keep)?.is_empty() {
        return Ok(());
    }
    if let Some(_lock) = WriteLock::try_take(folder)?
        && let Some(keep) = current(folder)?
    {
        for path in leftovers(folder, &keep)? {
            fs::remove_dir_all(&path).map_err(|error| failure(&path, error))?;
        }
    }
    Ok(())
}

impl Shared {
    fn generation(&self) -> Arc<Generation> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&inner.generation)
    }

    /// The generation in use, as another process may have left it a moment ago.
    fn recent(&self) -> Arc<Generation> {
        if self.looked.is_recent() {
            self.generation()
        } else {
            self.fresh()
        }
    }

    /// The generation in use, as another process may have left it since.
    fn fresh(&self) -> Arc<Generation> {
        let generation = self.generation();
        self.looked.now();
        let seen = (Stamp::of_pointer(&self.folder), generation.stamp());
        let before = {
            let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
            inner.seen
        };
        if seen == before {
            return generation;
        }
        let newer = if seen.0 == before.0 {
            generation.reload().map(|()| Arc::clone(&generation)).ok()
        } else {
            open_current(&self.folder, &self.fields).map(Arc::new)
        };
        // What can't be read now is tried again with the next question; the old state answers this one.
        let Some(newer) = newer else {
            return generation;
        };
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        *inner = InUse {
            generation: Arc::clone(&newer),
            seen,
        };
        newer
    }

    fn use_generation(&self, generation: Arc<Generation>) {
        let seen = (Stamp::of_pointer(&self.folder), generation.stamp());
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        *inner = InUse { generation, seen };
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn options(&self, threads: usize) -> IndexWriterOptions {
        let memory = self.settings.writer_memory.max(LEAST_MEMORY) << 20;
        IndexWriterOptions::builder()
            .num_worker_threads(threads.max(1))
            .memory_budget_per_thread(memory)
            .num_merge_threads(1)
            .build()
    }
}

impl Writing {
    /// The right to write in `folder`, taken once and kept.
    fn lock(&mut self, folder: &Path) -> Result<Arc<WriteLock>, SearchError> {
        match &self.lock {
            Some(lock) => Ok(Arc::clone(lock)),
            None => {
                let lock = Arc::new(WriteLock::take(folder)?);
                self.lock = Some(Arc::clone(&lock));
                Ok(lock)
            }
        }
    }
}

/// Adds changes in order: what was indexed of an article goes, what it is now comes as one block.
fn add(writer: &IndexWriter, fields: &Fields, changes: &[Change]) -> tantivy::Result<()> {
    let gone = |id: &ArticleId| UserOperation::Delete(Term::from_field_text(fields.article, &id.0));
    for change in changes {
        let operations = match change {
            Change::Put(indexed) => {
                let added = documents(fields, indexed)
                    .into_iter()
                    .map(UserOperation::Add);
                std::iter::once(gone(&indexed.article.id))
                    .chain(added)
                    .collect()
            }
            Change::Removed(id) => vec![gone(id)],
        };
        writer.run::<Vec<_>>(operations)?;
    }
    Ok(())
}

fn commit(writer: &mut IndexWriter, position: Position) -> tantivy::Result<()> {
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&position.0.to_string());
    commit.commit()?;
    Ok(())
}

impl SearchIndex for TantivyIndex {
    fn position(&self) -> Position {
        self.shared.fresh().position()
    }

    fn apply(&self, changes: &[Change], upto: Position) -> Result<(), SearchError> {
        let shared = &self.shared;
        let mut writing = shared.writing();
        writing.lock(&shared.folder)?;
        // Another process may have swapped generations before this one got the lock.
        let generation = shared.fresh();
        let fail = |error: tantivy::TantivyError| failure(&generation.path, error);
        let mut writer = match writing.writer.take() {
            Some(writer) => writer,
            None => generation
                .index
                .writer_with_options(shared.options(1))
                .map_err(fail)?,
        };
        let applied =
            add(&writer, &shared.fields, changes).and_then(|()| commit(&mut writer, upto));
        match applied {
            Ok(()) => writing.writer = Some(writer),
            // Dropping the writer forgets what was not committed.
            Err(error) => return Err(fail(error)),
        }
        generation.reload()?;
        shared.use_generation(generation);
        Ok(())
    }

    fn search(&self, query: &Query) -> Result<Candidates, SearchError> {
        self.lookup(|lookup| {
            let candidates = lookup.candidates(query)?;
            lookup.opened.read_ahead_once(lookup.fields);
            Ok(candidates)
        })
    }

    fn count(&self, query: &Query) -> Result<Counts, SearchError> {
        self.lookup(|lookup| lookup.count(query))
    }

    fn knows_speaker(&self, name: &str) -> Result<bool, SearchError> {
        self.lookup(|lookup| lookup.knows_speaker(name))
    }

    fn bearing(&self, word: &str) -> Result<u64, SearchError> {
        self.lookup(|lookup| lookup.bearing(word))
    }

    fn knows_outlet(&self, name: &str) -> Result<bool, SearchError> {
        self.lookup(|lookup| lookup.knows_outlet(name))
    }

    fn frequency(&self, term: &str) -> Result<u64, SearchError> {
        self.lookup(|lookup| lookup.frequency(term))
    }

    fn in_articles(&self, terms: &[String]) -> Result<Vec<u64>, SearchError> {
        self.lookup(|lookup| lookup.in_articles(terms))
    }

    fn counts(&self) -> (u64, u64) {
        counts(&self.shared.fresh(), &self.shared.fields).unwrap_or_default()
    }

    fn generation(&self) -> u64 {
        number(&self.shared.fresh().name)
    }

    fn rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        let shared = Arc::clone(&self.shared);
        let lock = shared.writing().lock(&shared.folder)?;
        let generation = Generation::create(&shared.folder, &shared.fields)?;
        let options = shared.options(shared.settings.rebuild_threads);
        let writer = behind_questions(|| generation.index.writer_with_options(options))
            .map_err(|error| failure(&generation.path, error))?;
        // All segments are merged once, at the end.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Box::new(Next {
            shared,
            generation: Some(Arc::new(generation)),
            writer: Some(writer),
            _lock: lock,
        }))
    }
}

fn counts(generation: &Generation, fields: &Fields) -> Result<(u64, u64), SearchError> {
    let opened = generation.opened()?;
    let articles = TermQuery::new(
        Term::from_field_text(fields.document, ARTICLE),
        IndexRecordOption::Basic,
    );
    let articles = opened
        .searcher
        .search(&articles, &tantivy::collector::Count);
    let articles = articles.map_err(|error| failure(&generation.path, error))? as u64;
    Ok((
        opened.searcher.num_docs().saturating_sub(articles),
        articles,
    ))
}

/// Makes one segment of all: the fewer there are, the quicker is every search, for as long as the generation lives.
fn merge(writer: &mut IndexWriter) -> tantivy::Result<()> {
    let segments = writer.index().searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    Ok(())
}

/// A generation that is being built.
struct Next {
    shared: Arc<Shared>,
    /// Taken when it is put in use.
    generation: Option<Arc<Generation>>,
    writer: Option<IndexWriter>,
    _lock: Arc<WriteLock>,
}

impl Next {
    fn parts(&mut self) -> Result<(&Generation, &mut IndexWriter), SearchError> {
        match (&self.generation, &mut self.writer) {
            (Some(generation), Some(writer)) => Ok((generation, writer)),
            _ => Err(failure(
                &self.shared.folder,
                "the new generation was given up after an error",
            )),
        }
    }
}

impl Rebuild for Next {
    fn add(&mut self, changes: &[Change]) -> Result<(), SearchError> {
        let fields = self.shared.fields.clone();
        let (generation, writer) = self.parts()?;
        add(writer, &fields, changes).map_err(|error| failure(&generation.path, error))
    }

    fn finish(&mut self, position: Position) -> Result<(u64, u64), SearchError> {
        let fields = self.shared.fields.clone();
        let (generation, writer) = self.parts()?;
        let fail = |error: tantivy::TantivyError| failure(&generation.path, error);
        commit(writer, position).map_err(fail)?;
        merge(writer).map_err(fail)?;
        generation.reload()?;
        counts(generation, &fields)
    }

    fn swap(mut self: Box<Self>) -> Result<(), SearchError> {
        self.parts()?;
        let (Some(generation), Some(writer)) = (self.generation.clone(), self.writer.take()) else {
            return Ok(());
        };
        writer
            .wait_merging_threads()
            .map_err(|error| failure(&generation.path, error))?;
        generation.reload()?;
        // Whoever asks next is to be answered as quickly as by the one in use.
        generation.read_ahead()?;
        // Nobody applies changes to the old generation from here on.
        let mut writing = self.shared.writing();
        let old = self.shared.generation();
        point_to(&self.shared.folder, &generation.name)?;
        self.generation = None;
        self.shared.use_generation(generation);
        writing.writer = None;
        drop(writing);
        // Searches in flight keep the files that they have mapped.
        fs::remove_dir_all(&old.path).map_err(|error| failure(&old.path, error))
    }
}

impl Drop for Next {
    fn drop(&mut self) {
        drop(self.writer.take());
        if let Some(generation) = self.generation.take()
            && let Err(error) = fs::remove_dir_all(&generation.path)
        {
            // The next start removes it.
            tracing::warn!(place = %generation.path.display(), %error, "a given-up index is left behind");
        }
    }
}
