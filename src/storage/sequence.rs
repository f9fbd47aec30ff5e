//! Numbers that are given out once: ids, and places in the order of changes.

use sqlx::SqliteConnection;

/// Takes `count` numbers of a sequence and gives the first.
pub(super) async fn next(
    connection: &mut SqliteConnection,
    sequence: &str,
    count: i64,
) -> Result<i64, sqlx::Error> {
    let last: i64 = sqlx::query_scalar(
        "UPDATE sequence SET value = value + $1 WHERE name = $2 RETURNING value",
    )
    .bind(count)
    .bind(sequence)
    .fetch_one(connection)
    .await?;
    Ok(last - count + 1)
}
