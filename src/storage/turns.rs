//! Turns of conversations.

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqlitePool};

use super::rows;
use super::sequence::next;
use crate::domain::{Conversation, MessageId, NewTurn, Person, Turn, TurnId};

const COLUMNS: &str =
    "id, platform, place, thread, person, asked_ms, question, hits, total, page FROM turn";

fn turn(row: &SqliteRow) -> Result<Turn, sqlx::Error> {
    let conversation = rows::conversation(row)?;
    let total: i64 = row.try_get("total")?;
    let page: i64 = row.try_get("page")?;
    Ok(Turn {
        id: TurnId(row.try_get("id")?),
        page: usize::try_from(page).unwrap_or_default(),
        said: NewTurn {
            person: Person {
                platform: conversation.platform,
                id: row.try_get("person")?,
            },
            conversation,
            asked: rows::moment("asked_ms", row.try_get("asked_ms")?)?,
            question: rows::parsed(row, "question")?,
            hits: rows::parsed(row, "hits")?,
            total: usize::try_from(total).unwrap_or_default(),
        },
    })
}

pub(super) async fn keep(writer: &SqlitePool, said: &NewTurn) -> Result<TurnId, sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let id = next(&mut transaction, "turn", 1).await?;
    sqlx::query(
        "INSERT INTO turn (id, platform, place, thread, person, asked_ms, question, hits, total) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(said.conversation.platform.name())
    .bind(&said.conversation.place)
    .bind(rows::thread(&said.conversation))
    .bind(&said.person.id)
    .bind(rows::milliseconds(said.asked))
    .bind(rows::json(&said.question)?)
    .bind(rows::json(&said.hits)?)
    .bind(i64::try_from(said.total).unwrap_or(i64::MAX))
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(TurnId(id))
}

pub(super) async fn find(readers: &SqlitePool, id: TurnId) -> Result<Option<Turn>, sqlx::Error> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS} WHERE id = $1"
    )))
    .bind(id.0)
    .fetch_optional(readers)
    .await?;
    row.as_ref().map(turn).transpose()
}

pub(super) async fn mark_shown(
    writer: &SqlitePool,
    id: TurnId,
    message: &MessageId,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE turn SET message = $1 WHERE id = $2")
        .bind(&message.0)
        .bind(id.0)
        .execute(writer)
        .await?;
    Ok(())
}

pub(super) async fn mark_page(
    writer: &SqlitePool,
    id: TurnId,
    page: usize,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE turn SET page = $1 WHERE id = $2")
        .bind(i64::try_from(page).unwrap_or(i64::MAX))
        .bind(id.0)
        .execute(writer)
        .await?;
    Ok(())
}

pub(super) async fn find_shown(
    readers: &SqlitePool,
    conversation: &Conversation,
    message: &MessageId,
) -> Result<Option<Turn>, sqlx::Error> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS} WHERE platform = $1 AND place = $2 AND message = $3 ORDER BY id DESC LIMIT 1"
    )))
    .bind(conversation.platform.name())
    .bind(&conversation.place)
    .bind(&message.0)
    .fetch_optional(readers)
    .await?;
    row.as_ref().map(turn).transpose()
}

pub(super) async fn find_latest(
    readers: &SqlitePool,
    conversation: &Conversation,
    person: Option<&Person>,
    since: Timestamp,
) -> Result<Option<Turn>, sqlx::Error> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS} WHERE platform = $1 AND place = $2 AND thread = $3 AND asked_ms >= $4 \
         AND ($5 IS NULL OR person = $5) ORDER BY asked_ms DESC, id DESC LIMIT 1"
    )))
    .bind(conversation.platform.name())
    .bind(&conversation.place)
    .bind(rows::thread(conversation))
    .bind(rows::milliseconds(since))
    .bind(person.map(|person| person.id.clone()))
    .fetch_optional(readers)
    .await?;
    row.as_ref().map(turn).transpose()
}

pub(super) async fn forget(writer: &SqlitePool, before: Timestamp) -> Result<u64, sqlx::Error> {
    let done = sqlx::query("DELETE FROM turn WHERE asked_ms < $1")
        .bind(rows::milliseconds(before))
        .execute(writer)
        .await?;
    Ok(done.rows_affected())
}
