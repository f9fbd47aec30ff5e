//! How much there is, and how fresh.

use sqlx::{Row, SqlitePool};

use super::rows;
use crate::domain::Freshness;

pub(super) async fn freshness(readers: &SqlitePool) -> Result<Freshness, sqlx::Error> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS articles, COUNT(DISTINCT outlet) AS outlets, MAX(published_ms) AS newest, \
         MAX(updated_ms) AS updated, COALESCE(SUM(statements), 0) AS statements FROM article WHERE removed_ms IS NULL",
    )
    .fetch_one(readers)
    .await?;
    let count = |column: &str| -> Result<u64, sqlx::Error> {
        Ok(row.try_get::<i64, _>(column)?.unsigned_abs())
    };
    let moment = |column: &str| {
        row.try_get::<Option<i64>, _>(column)?
            .map(|milliseconds| rows::moment(column, milliseconds))
            .transpose()
    };
    Ok(Freshness {
        articles: count("articles")?,
        statements: count("statements")?,
        outlets: count("outlets")?,
        newest: moment("newest")?,
        updated: moment("updated")?,
    })
}

pub(super) async fn outlets(readers: &SqlitePool) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT DISTINCT outlet FROM article WHERE outlet IS NOT NULL AND removed_ms IS NULL ORDER BY outlet",
    )
    .fetch_all(readers)
    .await
}

pub(super) async fn speakers(readers: &SqlitePool) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT statement.speaker FROM statement JOIN article ON article.revision = statement.revision \
         WHERE statement.speaker IS NOT NULL AND article.removed_ms IS NULL \
         GROUP BY statement.speaker ORDER BY COUNT(*) DESC, statement.speaker LIMIT 1000",
    )
    .fetch_all(readers)
    .await
}
