//! The cells of a row, whichever driver read it.

use rustc_hash::FxHashMap;
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{Decode, Row as _, Type};

/// What a cell may hold.
pub(super) trait Cell:
    for<'r> Decode<'r, Sqlite> + Type<Sqlite> + rusqlite::types::FromSql
{
}

impl<T> Cell for T where T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + rusqlite::types::FromSql {}

/// A row.
pub(super) trait Cells {
    /// The cell of that column.
    ///
    /// # Errors
    /// Where there is no such column, or it holds something else.
    fn cell<T: Cell>(&self, column: &str) -> Result<T, sqlx::Error>;
}

impl Cells for SqliteRow {
    fn cell<T: Cell>(&self, column: &str) -> Result<T, sqlx::Error> {
        self.try_get(column)
    }
}

/// Where a statement's columns stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Places(FxHashMap<String, usize>);

impl Places {
    pub(super) fn of(statement: &rusqlite::Statement<'_>) -> Self {
        let names = statement.column_names();
        Self(names.into_iter().map(str::to_owned).zip(0..).collect())
    }
}

/// A row that was read on the asking thread.
pub(super) struct Located<'r> {
    pub(super) row: &'r rusqlite::Row<'r>,
    pub(super) places: &'r Places,
}

impl Cells for Located<'_> {
    fn cell<T: Cell>(&self, column: &str) -> Result<T, sqlx::Error> {
        let place = self.places.0.get(column);
        let place = *place.ok_or_else(|| sqlx::Error::ColumnNotFound(column.to_owned()))?;
        self.row.get(place).map_err(decoded)
    }
}

/// An error of the other driver, as this one has it.
pub(super) fn decoded(error: rusqlite::Error) -> sqlx::Error {
    sqlx::Error::Decode(error.into())
}
