//! A copy of the record, and the record out of a copy.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{ConnectOptions, Connection, Row, SqlitePool};

use super::{SqliteRecord, examine};
use crate::ports::{BackedUp, Examined, Examining, RecordError, UpkeepError};

/// How long it is waited for somebody else who has the record open.
const PATIENCE: Duration = Duration::from_secs(2);

fn file(place: &Path, reason: io::Error) -> UpkeepError {
    UpkeepError::File {
        place: place.display().to_string(),
        reason,
    }
}

fn unusable(place: &Path, error: &sqlx::Error) -> RecordError {
    RecordError::Store {
        place: place.display().to_string(),
        reason: error.to_string(),
    }
}

/// `path` with more behind its name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

/// The folder that a file lies in.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn remove(path: &Path) -> Result<(), UpkeepError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(file(path, error)),
        _ => Ok(()),
    }
}

/// Gives a finished file its name: after a crash, either there is a whole file of that name or none.
fn put_in_place(finished: &Path, place: &Path) -> Result<(), UpkeepError> {
    let put = || -> io::Result<()> {
        File::open(finished)?.sync_all()?;
        fs::rename(finished, place)?;
        File::open(folder(place))?.sync_all()
    };
    put().map_err(|error| file(place, error))
}

/// Opens a file for reading alone, whoever else has it open.
async fn open_to_read(path: &Path) -> Result<SqlitePool, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(PATIENCE)
        .disable_statement_logging();
    SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await
}

/// Copies the state of one moment: what is written meanwhile is not in it, and writing does not wait.
async fn copy(from: &SqlitePool, to: &Path) -> Result<(), sqlx::Error> {
    let to = to
        .to_str()
        .ok_or_else(|| sqlx::Error::Configuration("the path is not UTF-8".into()))?;
    sqlx::query("VACUUM INTO $1")
        .bind(to)
        .execute(from)
        .await
        .map(|_| ())
}

/// Numbers given out and rows: statements and revisions are never taken away, so that the counts up to the copy's last
/// numbers are the same in the record, whatever is added to it while it is copied.
#[derive(Debug, PartialEq, Eq)]
struct Counts {
    statements: i64,
    revisions: i64,
}

async fn counts(pool: &SqlitePool, upto: &Counts) -> Result<Counts, sqlx::Error> {
    let row = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM statement WHERE id <= $1) AS statements, \
         (SELECT COUNT(*) FROM revision WHERE id <= $2) AS revisions",
    )
    .bind(upto.statements)
    .bind(upto.revisions)
    .fetch_one(pool)
    .await?;
    Ok(Counts {
        statements: row.try_get("statements")?,
        revisions: row.try_get("revisions")?,
    })
}

async fn given_out(pool: &SqlitePool) -> Result<Counts, sqlx::Error> {
    let row = sqlx::query(
        "SELECT (SELECT value FROM sequence WHERE name = 'statement') AS statements, \
         (SELECT value FROM sequence WHERE name = 'revision') AS revisions",
    )
    .fetch_one(pool)
    .await?;
    Ok(Counts {
        statements: row.try_get("statements")?,
        revisions: row.try_get("revisions")?,
    })
}

/// Writes a copy beside its place, reads all of it again, and gives it its name once it is what the record is.
pub(super) async fn back_up(
    record: &SqliteRecord,
    to: &Path,
    progress: Examining<'_>,
) -> Result<BackedUp, UpkeepError> {
    if to.exists() {
        return Err(UpkeepError::Exists {
            place: to.display().to_string(),
            way_out: "name another file",
        });
    }
    let begun = beside(to, ".unfinished");
    remove(&begun)?;
    let written = write(record, &begun, progress).await;
    let examined = match written {
        Ok(examined) => examined,
        Err(error) => {
            remove(&begun)?;
            return Err(error);
        }
    };
    put_in_place(&begun, to)?;
    let bytes = fs::metadata(to).map_err(|error| file(to, error))?.len();
    Ok(BackedUp { examined, bytes })
}

async fn write(
    record: &SqliteRecord,
    begun: &Path,
    progress: Examining<'_>,
) -> Result<Examined, UpkeepError> {
    let failed = |error: sqlx::Error| unusable(begun, &error);
    copy(&record.readers, begun).await.map_err(failed)?;
    let copied = open_to_read(begun).await.map_err(failed)?;
    let examined = examine::examine(&copied, progress).await.map_err(failed)?;
    let upto = given_out(&copied).await.map_err(failed)?;
    let found = counts(&copied, &upto).await.map_err(failed)?;
    copied.close().await;
    let expected = counts(&record.readers, &upto)
        .await
        .map_err(|error| record.failed(&error))?;
    if found != expected {
        return Err(UpkeepError::Differs {
            place: begun.display().to_string(),
            reason: format!("{found:?} where the record has {expected:?}"),
        });
    }
    Ok(examined)
}

/// A copy that was examined, brought up to date, and can be put in the place of a record.
#[derive(Debug)]
pub struct Restoring {
    begun: PathBuf,
    to: PathBuf,
    /// What it holds.
    pub examined: Examined,
}

/// Brings a copy beside the record `to`, examines it, and brings it up to date where an earlier version wrote it. A
/// record that is there is only to be replaced where `replace` says so, and nobody else may have it open.
///
/// # Errors
/// [`UpkeepError`]; nothing is left then.
pub async fn prepare_restore(
    from: &Path,
    to: &Path,
    replace: bool,
    progress: Examining<'_>,
) -> Result<Restoring, UpkeepError> {
    if to.exists() {
        if !replace {
            return Err(UpkeepError::Exists {
                place: to.display().to_string(),
                way_out: "give --force to put the copy in its place, or name another folder with --data-dir",
            });
        }
        have_alone(to).await?;
    }
    let begun = beside(to, ".restoring");
    remove_all(&begun)?;
    match bring(from, &begun, progress).await {
        Ok(examined) => Ok(Restoring {
            begun,
            to: to.to_owned(),
            examined,
        }),
        Err(error) => {
            remove_all(&begun)?;
            Err(error)
        }
    }
}

impl Restoring {
    /// Puts it in place. The record that was there is kept beside; its new place.
    ///
    /// # Errors
    /// [`UpkeepError`] where a file can't be moved.
    pub async fn finish(self) -> Result<Option<PathBuf>, UpkeepError> {
        let former = if self.to.exists() {
            have_alone(&self.to).await?;
            Some(set_aside(&self.to)?)
        } else {
            None
        };
        put_in_place(&self.begun, &self.to)?;
        Ok(former)
    }
}

/// A database file with its log.
fn remove_all(path: &Path) -> Result<(), UpkeepError> {
    ["", "-wal", "-shm"]
        .iter()
        .try_for_each(|ending| remove(&beside(path, ending)))
}

/// A copy of the copy, in the record's folder, of this version, closed.
async fn bring(
    from: &Path,
    begun: &Path,
    progress: Examining<'_>,
) -> Result<Examined, UpkeepError> {
    fs::metadata(from).map_err(|error| file(from, error))?;
    let no_copy = |reason: String| UpkeepError::NoCopy {
        place: from.display().to_string(),
        reason,
    };
    let source = open_to_read(from)
        .await
        .map_err(|error| no_copy(error.to_string()))?;
    let is_record: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN ('article', 'revision', 'statement')",
    )
    .fetch_one(&source)
    .await
    .map_err(|error| no_copy(error.to_string()))?;
    if is_record != 3 {
        return Err(no_copy("it has none of a record's tables".to_owned()));
    }
    copy(&source, begun)
        .await
        .map_err(|error| no_copy(error.to_string()))?;
    source.close().await;
    let record = SqliteRecord::open(begun)
        .await
        .map_err(|error| no_copy(error.to_string()))?;
    let examined = examine::examine(&record.readers, progress)
        .await
        .map_err(|error| no_copy(error.to_string()))?;
    if !examined.faults.is_empty() {
        return Err(no_copy(examined.faults.join("; ")));
    }
    record.close().await;
    Ok(examined)
}

/// Brings what is in the record's log into its file, unless somebody else has it open.
async fn have_alone(record: &Path) -> Result<(), UpkeepError> {
    // Leaving WAL mode needs the file for oneself.
    let options = SqliteConnectOptions::new()
        .filename(record)
        .journal_mode(SqliteJournalMode::Delete)
        .busy_timeout(PATIENCE)
        .disable_statement_logging();
    match options.connect().await {
        Ok(connection) => connection
            .close()
            .await
            .map_err(|error| unusable(record, &error).into()),
        Err(error) if error.to_string().contains("locked") => Err(UpkeepError::InUse {
            place: record.display().to_string(),
        }),
        // One that is broken is to be replaced all the more.
        Err(error) => {
            tracing::warn!(%error, "the record that is to be replaced can't be opened");
            Ok(())
        }
    }
}

/// Moves the record out of the way.
fn set_aside(record: &Path) -> Result<PathBuf, UpkeepError> {
    let former = (1..)
        .map(|number: u32| beside(record, &format!(".before-restore-{number}")))
        .find(|path| !path.exists())
        .unwrap_or_else(|| beside(record, ".before-restore"));
    for ending in ["-wal", "-shm", ""] {
        let part = beside(record, ending);
        if part.exists() {
            fs::rename(&part, beside(&former, ending)).map_err(|error| file(&part, error))?;
        }
    }
    Ok(former)
}
