//! Generations on disk, and the pointer to the one in use.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexReader, ReloadPolicy};

use super::analysis::tokenizers;
use super::failure;
use super::opened::Opened;
use super::schema::{Fields, VERSION};
use crate::ports::{Position, SearchError};

const CURRENT: &str = "CURRENT";
const WRITER: &str = "WRITER";
const PREFIX: &str = "generation-";

/// How long a writer waits for another that is about to end, and how often it looks.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(50);

/// One index, open for reading.
pub(super) struct Generation {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) index: Index,
    reader: IndexReader,
    fields: Fields,
    state: RwLock<Option<Arc<Opened>>>,
    position: AtomicI64,
}

impl Generation {
    /// Makes an empty one.
    pub(super) fn create(folder: &Path, fields: &Fields) -> Result<Self, SearchError> {
        let name = format!("{PREFIX}{VERSION}-{:06}", last_number(folder)? + 1);
        let path = folder.join(&name);
        fs::create_dir(&path).map_err(|error| failure(&path, error))?;
        let directory = MmapDirectory::open(&path).map_err(|error| failure(&path, error))?;
        let index = Index::builder()
            .schema(fields.schema.clone())
            .tokenizers(tokenizers())
            .open_or_create(directory)
            .map_err(|error| failure(&path, error))?;
        Self::read(name, path, index, fields)
    }

    /// Opens the one with that name.
    pub(super) fn open(folder: &Path, name: &str, fields: &Fields) -> Result<Self, SearchError> {
        let path = folder.join(name);
        if !name.starts_with(&format!("{PREFIX}{VERSION}-")) {
            return Err(failure(&path, "it was written by another version"));
        }
        let mut index = Index::open_in_dir(&path).map_err(|error| failure(&path, error))?;
        if index.schema() != fields.schema {
            return Err(failure(&path, "it was written by another version"));
        }
        index.set_tokenizers(tokenizers());
        Self::read(name.to_owned(), path, index, fields)
    }

    fn read(
        name: String,
        path: PathBuf,
        index: Index,
        fields: &Fields,
    ) -> Result<Self, SearchError> {
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|error| failure(&path, error))?;
        let generation = Self {
            name,
            path,
            index,
            reader,
            fields: fields.clone(),
            state: RwLock::new(None),
            position: AtomicI64::new(0),
        };
        generation.reload()?;
        Ok(generation)
    }

    /// Sees what was committed last.
    pub(super) fn reload(&self) -> Result<(), SearchError> {
        let fail = |error: tantivy::TantivyError| failure(&self.path, error);
        // The position is read first: it may be older than what is then found, never newer.
        let payload = self.index.load_metas().map_err(fail)?.payload;
        let position = match payload.as_deref() {
            None => 0,
            Some(payload) => payload
                .parse()
                .map_err(|_| failure(&self.path, format!("{payload:?} is no position")))?,
        };
        self.reader.reload().map_err(fail)?;
        let opened = Opened::new(self.reader.searcher(), &self.fields).map_err(fail)?;
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(opened));
        self.position.store(position, Ordering::Release);
        Ok(())
    }

    /// What was committed when it was last looked at.
    pub(super) fn opened(&self) -> Result<Arc<Opened>, SearchError> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let opened = state.as_ref().map(Arc::clone);
        opened.ok_or_else(|| failure(&self.path, "it was not read yet"))
    }

    /// Reads ahead what questions will want to know of frequent terms.
    pub(super) fn read_ahead(&self) -> Result<(), SearchError> {
        let ahead = self.opened()?.read_ahead(&self.fields, || true);
        ahead.map_err(|error| failure(&self.path, error))
    }

    pub(super) fn position(&self) -> Position {
        Position(self.position.load(Ordering::Acquire))
    }

    /// Changes when another process commits.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        Stamp::of(&self.path.join("meta.json"))
    }
}

/// Tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    inode: u64,
    seconds: i64,
    nanoseconds: i64,
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            inode: metadata.ino(),
            seconds: metadata.mtime(),
            nanoseconds: metadata.mtime_nsec(),
        })
    }

    /// Changes when another process puts a new generation in use.
    pub(super) fn of_pointer(folder: &Path) -> Option<Self> {
        Self::of(&folder.join(CURRENT))
    }
}

/// The name of the generation in use, if there is any.
pub(super) fn current(folder: &Path) -> Result<Option<String>, SearchError> {
    match fs::read_to_string(folder.join(CURRENT)) {
        Ok(name) => Ok(Some(name.trim().to_owned()).filter(|name| is_generation(name))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
        Err(error) => Err(failure(&folder.join(CURRENT), error)),
    }
}

/// Puts a generation in use: after a crash at any point, either the old or the new one is.
pub(super) fn point_to(folder: &Path, name: &str) -> Result<(), SearchError> {
    let (next, pointer) = (folder.join("CURRENT.next"), folder.join(CURRENT));
    let replace = || -> io::Result<()> {
        sync(&folder.join(name))?;
        let mut file = File::create(&next)?;
        writeln!(file, "{name}")?;
        file.sync_all()?;
        fs::rename(&next, &pointer)?;
        sync(folder)
    };
    replace().map_err(|error| failure(&pointer, error))
}

/// Puts none in use.
pub(super) fn unpoint(folder: &Path) -> Result<(), SearchError> {
    let pointer = folder.join(CURRENT);
    match fs::remove_file(&pointer) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failure(&pointer, error)),
        _ => sync(folder).map_err(|error| failure(folder, error)),
    }
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The generations other than `keep`: what a killed rebuild or a killed swap left behind.
pub(super) fn leftovers(folder: &Path, keep: &str) -> Result<Vec<PathBuf>, SearchError> {
    Ok(names(folder)?
        .into_iter()
        .filter(|name| is_generation(name) && name != keep)
        .map(|name| folder.join(name))
        .collect())
}

fn last_number(folder: &Path) -> Result<u64, SearchError> {
    let numbers = names(folder)?;
    let numbers = numbers
        .iter()
        .filter(|name| is_generation(name))
        .filter_map(|name| name.rsplit('-').next()?.parse().ok());
    Ok(numbers.max().unwrap_or(0))
}

/// The number in a generation's name.
pub(super) fn number(name: &str) -> u64 {
    name.rsplit('-')
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}

fn names(folder: &Path) -> Result<Vec<String>, SearchError> {
    let read = || -> io::Result<Vec<String>> {
        fs::read_dir(folder)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    };
    read().map_err(|error| failure(folder, error))
}

/// Whether a name is one that we give to generations: nothing else in the folder is ever touched.
fn is_generation(name: &str) -> bool {
    name.strip_prefix(PREFIX).is_some_and(|rest| {
        rest.contains('-') && rest.bytes().all(|b| b.is_ascii_digit() || b == b'-')
    })
}

/// The right to write, until dropped. It ends with the process too.
#[derive(Debug)]
pub(super) struct WriteLock {
    _file: File,
}

impl WriteLock {
    /// Takes it, or says who may have it.
    pub(super) fn take(folder: &Path) -> Result<Self, SearchError> {
        let mut waited = Duration::ZERO;
        loop {
            match Self::try_take(folder)? {
                Some(lock) => return Ok(lock),
                None if waited < PATIENCE => {
                    std::thread::sleep(PAUSE);
                    waited += PAUSE;
                }
                None => {
                    return Err(failure(
                        folder,
                        "another process is writing it; wait for it to end, or stop it",
                    ));
                }
            }
        }
    }

    /// Takes it if nobody has it.
    pub(super) fn try_take(folder: &Path) -> Result<Option<Self>, SearchError> {
        let path = folder.join(WRITER);
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| failure(&path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(failure(&path, error)),
        }
    }
}
