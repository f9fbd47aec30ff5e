//! Sources beside the configured ones, and those that are paused.

use std::time::Duration;

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqlitePool};
use url::Url;

use super::by;
use crate::domain::{Language, Source, SourceId, SourceKind};
use crate::ports::Act;
use crate::storage::rows;

pub(super) async fn added(readers: &SqlitePool) -> Result<Vec<Source>, sqlx::Error> {
    let found = sqlx::query(
        "SELECT id, kind, address, outlet, language, every_s FROM added_source ORDER BY added_ms, id",
    )
    .fetch_all(readers)
    .await?;
    found.iter().map(source).collect()
}

fn source(row: &SqliteRow) -> Result<Source, sqlx::Error> {
    let (kind, address): (String, String) = (row.try_get("kind")?, row.try_get("address")?);
    let url = Url::parse(&address).map_err(|_| rows::unreadable("address", &address))?;
    let every: i64 = row.try_get("every_s")?;
    Ok(Source {
        id: SourceId(row.try_get("id")?),
        kind: match kind.as_str() {
            "feed" => SourceKind::Feed { url },
            "page" => SourceKind::Page { url },
            _ => return Err(rows::unreadable("kind", &kind)),
        },
        outlet: row.try_get("outlet")?,
        language: Language::new(row.try_get("language")?),
        every: Duration::from_secs(every.unsigned_abs()),
        enabled: true,
    })
}

pub(super) async fn add(
    writer: &SqlitePool,
    source: &Source,
    act: &Act<'_>,
) -> Result<bool, sqlx::Error> {
    let kind = match source.kind {
        SourceKind::Feed { .. } => "feed",
        SourceKind::Page { .. } => "page",
        SourceKind::Folder { .. } => {
            return Err(sqlx::Error::Encode("a folder is only configured".into()));
        }
    };
    let done = sqlx::query(
        "INSERT INTO added_source (id, kind, address, outlet, language, every_s, added_ms, added_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
    )
    .bind(&source.id.0)
    .bind(kind)
    .bind(source.address())
    .bind(&source.outlet)
    .bind(source.language.code())
    .bind(i64::try_from(source.every.as_secs()).unwrap_or(i64::MAX))
    .bind(rows::milliseconds(act.at))
    .bind(by(act))
    .execute(writer)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn remove(writer: &SqlitePool, id: &SourceId) -> Result<bool, sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let done = sqlx::query("DELETE FROM added_source WHERE id = $1")
        .bind(&id.0)
        .execute(&mut *transaction)
        .await?;
    let removed = done.rows_affected() > 0;
    if removed {
        sqlx::query("DELETE FROM paused_source WHERE id = $1")
            .bind(&id.0)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(removed)
}

pub(super) async fn paused(readers: &SqlitePool) -> Result<Vec<SourceId>, sqlx::Error> {
    let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM paused_source ORDER BY id")
        .fetch_all(readers)
        .await?;
    Ok(ids.into_iter().map(SourceId).collect())
}

pub(super) async fn pause(
    writer: &SqlitePool,
    id: &SourceId,
    paused: bool,
) -> Result<bool, sqlx::Error> {
    let sql = if paused {
        "INSERT INTO paused_source (id) VALUES ($1) ON CONFLICT DO NOTHING"
    } else {
        "DELETE FROM paused_source WHERE id = $1"
    };
    let done = sqlx::query(sql).bind(&id.0).execute(writer).await?;
    Ok(done.rows_affected() > 0)
}
