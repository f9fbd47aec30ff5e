//! Who did what, when, and how it went.

use jiff::Timestamp;
use sqlx::{Row, SqlitePool};

use crate::domain::Asker;
use crate::ports::Audited;
use crate::storage::rows;
use crate::storage::sequence::next;

pub(super) async fn begin(
    writer: &SqlitePool,
    asker: &Asker,
    command: &str,
    details: &str,
    now: Timestamp,
) -> Result<i64, sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let id = next(&mut transaction, "audit", 1).await?;
    sqlx::query(
        "INSERT INTO audit (id, at_ms, platform, place, community, person, command, details, outcome) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'begun')",
    )
    .bind(id)
    .bind(rows::milliseconds(now))
    .bind(asker.person.platform.name())
    .bind(&asker.conversation.place)
    .bind(&asker.community)
    .bind(&asker.person.id)
    .bind(command)
    .bind(details)
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(id)
}

pub(super) async fn end(writer: &SqlitePool, id: i64, outcome: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE audit SET outcome = $1 WHERE id = $2")
        .bind(outcome)
        .bind(id)
        .execute(writer)
        .await?;
    Ok(())
}

pub(super) async fn list(readers: &SqlitePool, limit: usize) -> Result<Vec<Audited>, sqlx::Error> {
    let found = sqlx::query(
        "SELECT at_ms, platform, place, person, command, details, outcome FROM audit ORDER BY id DESC LIMIT $1",
    )
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .fetch_all(readers)
    .await?;
    found
        .iter()
        .map(|row| {
            Ok(Audited {
                at: rows::moment("at_ms", row.try_get("at_ms")?)?,
                platform: row.try_get("platform")?,
                place: row.try_get("place")?,
                person: row.try_get("person")?,
                command: row.try_get("command")?,
                details: row.try_get("details")?,
                outcome: row.try_get("outcome")?,
            })
        })
        .collect()
}
