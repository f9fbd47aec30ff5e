//! Who attached which file: an article that came out of one is traced to a person by it.

use jiff::Timestamp;
use sqlx::{Row, SqlitePool};

use super::by;
use crate::ports::{Act, AttachedFile};
use crate::storage::rows;
use crate::storage::sequence::next;

pub(super) async fn add(
    writer: &SqlitePool,
    file: &AttachedFile,
    act: &Act<'_>,
) -> Result<(), sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let id = next(&mut transaction, "attached_file", 1).await?;
    sqlx::query(
        "INSERT INTO attached_file (id, digest, name, size, link, attached_ms, attached_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(&file.digest)
    .bind(&file.name)
    .bind(i64::try_from(file.size).unwrap_or(i64::MAX))
    .bind(&file.link)
    .bind(rows::milliseconds(act.at))
    .bind(by(act))
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await
}

pub(super) async fn list(
    readers: &SqlitePool,
    digest: &str,
) -> Result<Vec<(Timestamp, String, AttachedFile)>, sqlx::Error> {
    let found = sqlx::query(
        "SELECT digest, name, size, link, attached_ms, attached_by FROM attached_file WHERE digest = $1 ORDER BY id",
    )
    .bind(digest)
    .fetch_all(readers)
    .await?;
    found
        .iter()
        .map(|row| {
            let file = AttachedFile {
                digest: row.try_get("digest")?,
                name: row.try_get("name")?,
                size: row.try_get::<i64, _>("size")?.unsigned_abs(),
                link: row.try_get("link")?,
            };
            let at = rows::moment("attached_ms", row.try_get("attached_ms")?)?;
            Ok((at, row.try_get("attached_by")?, file))
        })
        .collect()
}
