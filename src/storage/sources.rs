//! What is remembered of a source between two fetches.

use jiff::Timestamp;
use sqlx::{Row, SqlitePool};

use super::rows;
use crate::ports::{SourceState, Validators};

pub(super) async fn state(readers: &SqlitePool, address: &str) -> Result<SourceState, sqlx::Error> {
    let row = sqlx::query(
        "SELECT etag, last_modified, fetched_ms, next_ms, failures, error FROM source WHERE address = $1",
    )
    .bind(address)
    .fetch_optional(readers)
    .await?;
    let Some(row) = row else {
        return Ok(SourceState::default());
    };
    let moment = |column: &str| -> Result<Option<Timestamp>, sqlx::Error> {
        row.try_get::<Option<i64>, _>(column)?
            .map(|milliseconds| rows::moment(column, milliseconds))
            .transpose()
    };
    let failures: i64 = row.try_get("failures")?;
    Ok(SourceState {
        validators: Validators {
            etag: row.try_get("etag")?,
            last_modified: row.try_get("last_modified")?,
        },
        fetched: moment("fetched_ms")?,
        next: moment("next_ms")?,
        failures: u32::try_from(failures).unwrap_or(u32::MAX),
        error: row.try_get("error")?,
    })
}

pub(super) async fn put(
    writer: &SqlitePool,
    address: &str,
    state: &SourceState,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO source (address, etag, last_modified, fetched_ms, next_ms, failures, error) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (address) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified, \
         fetched_ms = excluded.fetched_ms, next_ms = excluded.next_ms, failures = excluded.failures, \
         error = excluded.error",
    )
    .bind(address)
    .bind(&state.validators.etag)
    .bind(&state.validators.last_modified)
    .bind(state.fetched.map(rows::milliseconds))
    .bind(state.next.map(rows::milliseconds))
    .bind(i64::from(state.failures))
    .bind(&state.error)
    .execute(writer)
    .await?;
    Ok(())
}
