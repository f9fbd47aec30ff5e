//! What is remembered of a source between two fetches.

use sqlx::{Row, SqlitePool};

use super::rows;
use crate::ports::{SourceState, Validators};

pub(super) async fn state(readers: &SqlitePool, address: &str) -> Result<SourceState, sqlx::Error> {
    let row = sqlx::query(
        "SELECT etag, last_modified, since_ms, fetched_ms, next_ms, failures, failing_since_ms, error \
         FROM source WHERE address = $1",
    )
    .bind(address)
    .fetch_optional(readers)
    .await?;
    let Some(row) = row else {
        return Ok(SourceState::default());
    };
    let failures: i64 = row.try_get("failures")?;
    Ok(SourceState {
        validators: Validators {
            etag: row.try_get("etag")?,
            last_modified: row.try_get("last_modified")?,
        },
        since: rows::moment_if_any(&row, "since_ms")?,
        fetched: rows::moment_if_any(&row, "fetched_ms")?,
        next: rows::moment_if_any(&row, "next_ms")?,
        failures: u32::try_from(failures).unwrap_or(u32::MAX),
        failing_since: rows::moment_if_any(&row, "failing_since_ms")?,
        error: row.try_get("error")?,
    })
}

pub(super) async fn put(
    writer: &SqlitePool,
    address: &str,
    state: &SourceState,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO source (address, etag, last_modified, since_ms, fetched_ms, next_ms, failures, failing_since_ms, \
         error) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (address) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified, \
         since_ms = excluded.since_ms, fetched_ms = excluded.fetched_ms, next_ms = excluded.next_ms, \
         failures = excluded.failures, failing_since_ms = excluded.failing_since_ms, error = excluded.error",
    )
    .bind(address)
    .bind(&state.validators.etag)
    .bind(&state.validators.last_modified)
    .bind(state.since.map(rows::milliseconds))
    .bind(state.fetched.map(rows::milliseconds))
    .bind(state.next.map(rows::milliseconds))
    .bind(i64::from(state.failures))
    .bind(state.failing_since.map(rows::milliseconds))
    .bind(&state.error)
    .execute(writer)
    .await?;
    Ok(())
}
