//! Reading on the asking thread.
//!
//! The asynchronous driver hands every query to a thread of its own and each row back, which costs more than the few
//! rows of an answer do. What every question waits for is read here instead, beside the other driver, from the same file
//! by the same SQLite.

use std::path::{Path, PathBuf};
use std::time::Duration;

use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags};

use super::cells::decoded;

/// Connections that are kept for the next question.
const KEPT: usize = 8;

/// Bytes of the file that are read as memory, without a call to the system for each page. The file never gets shorter
/// while the program runs, which is what this needs.
const MAPPED: i64 = 1 << 34;

/// Statements that a connection keeps prepared.
const PREPARED: usize = 32;

/// Connections that read.
#[derive(Debug)]
pub(super) struct Quick {
    path: PathBuf,
    wait: Duration,
    idle: Mutex<Vec<Connection>>,
}

impl Quick {
    /// Reads the record at `path`, which is there, waiting so long where it is locked.
    pub(super) fn new(path: &Path, wait: Duration) -> Self {
        Self {
            path: path.to_owned(),
            wait,
            idle: Mutex::default(),
        }
    }

    /// Reads with a connection of its own. What is read in one call is read as of one moment.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, sqlx::Error>,
    ) -> Result<T, sqlx::Error> {
        let idle = self.idle.lock().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.open().map_err(decoded)?,
        };
        // The text of each is read by SQLite once for a connection.
        let say = |text| connection.prepare_cached(text)?.execute([]);
        say("BEGIN").map_err(decoded)?;
        let read = work(&connection);
        // Nothing was written; ending it frees the moment that it saw.
        say("COMMIT").map_err(decoded)?;
        let mut idle = self.idle.lock();
        if idle.len() < KEPT {
            idle.push(connection);
        }
        read
    }

    /// Lets go of the connections that are kept.
    pub(super) fn close(&self) {
        self.idle.lock().clear();
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(self.wait)?;
        connection.pragma_update(None, "mmap_size", MAPPED)?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        Ok(connection)
    }
}
