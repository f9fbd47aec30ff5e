//! The inbox of Matrix.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqlitePool};

use super::rows;
use super::sequence::next;
use crate::domain::{MessageId, TurnId};
use crate::ports::{NewEvent, Progress, Received, Shown, ShownPage};

const RECEIVED: &str = "event, room, came_ms, state, session FROM matrix_inbox";
const SHOWN: &str =
    "message, room, thread, question, turn, page, pages, first, hits FROM matrix_shown";

fn state(progress: &Progress) -> (&'static str, &str) {
    match progress {
        Progress::Waiting { session } => ("waiting", session),
        Progress::Due => ("due", ""),
        Progress::Shown => ("shown", ""),
        Progress::Done => ("done", ""),
    }
}

fn received(row: &SqliteRow) -> Result<Received, sqlx::Error> {
    let name: String = row.try_get("state")?;
    Ok(Received {
        event: MessageId(row.try_get("event")?),
        room: row.try_get("room")?,
        came: rows::moment("came_ms", row.try_get("came_ms")?)?,
        progress: match name.as_str() {
            "waiting" => Progress::Waiting {
                session: row.try_get("session")?,
            },
            "due" => Progress::Due,
            "shown" => Progress::Shown,
            "done" => Progress::Done,
            other => return Err(rows::unreadable("state", other)),
        },
    })
}

fn shown(row: &SqliteRow) -> Result<Shown, sqlx::Error> {
    let count = |column: &str| -> Result<usize, sqlx::Error> {
        let number: i64 = row.try_get(column)?;
        usize::try_from(number).map_err(|_| rows::unreadable(column, &number.to_string()))
    };
    let turn: Option<i64> = row.try_get("turn")?;
    let page = match turn {
        None => None,
        Some(turn) => Some(ShownPage {
            turn: TurnId(turn),
            page: count("page")?,
            pages: count("pages")?,
            first: count("first")?,
            hits: count("hits")?,
        }),
    };
    Ok(Shown {
        message: MessageId(row.try_get("message")?),
        room: row.try_get("room")?,
        thread: MessageId(row.try_get("thread")?),
        question: MessageId(row.try_get("question")?),
        page,
    })
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) async fn cursor(
    readers: &SqlitePool,
    room: &str,
) -> Result<Option<MessageId>, sqlx::Error> {
    let event: Option<String> =
        sqlx::query_scalar("SELECT event FROM matrix_cursor WHERE room = $1")
            .bind(room)
            .fetch_optional(readers)
            .await?;
    Ok(event.map(MessageId))
}

pub(super) async fn take_in(
    writer: &SqlitePool,
    room: &str,
    arrivals: &[NewEvent],
    cursor: &MessageId,
    now: Timestamp,
) -> Result<usize, sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let mut new = 0;
    if !arrivals.is_empty() {
        let first = next(&mut transaction, "matrix", number(arrivals.len())).await?;
        for (place, arrival) in (first..).zip(arrivals) {
            let progress = match &arrival.waits_for {
                Some(session) => Progress::Waiting {
                    session: session.clone(),
                },
                None => Progress::Due,
            };
            let (state, session) = state(&progress);
            let done = sqlx::query(
                "INSERT INTO matrix_inbox (event, room, number, came_ms, state, session) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (event) DO NOTHING",
            )
            .bind(&arrival.event.0)
            .bind(room)
            .bind(place)
            .bind(rows::milliseconds(now))
            .bind(state)
            .bind(session)
            .execute(&mut *transaction)
            .await?;
            new += usize::from(done.rows_affected() > 0);
        }
    }
    sqlx::query(
        "INSERT INTO matrix_cursor (room, event) VALUES ($1, $2) \
         ON CONFLICT (room) DO UPDATE SET event = excluded.event",
    )
    .bind(room)
    .bind(&cursor.0)
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(new)
}

pub(super) async fn find_received(
    readers: &SqlitePool,
    event: &MessageId,
) -> Result<Option<Received>, sqlx::Error> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {RECEIVED} WHERE event = $1"
    )))
    .bind(&event.0)
    .fetch_optional(readers)
    .await?;
    row.as_ref().map(received).transpose()
}

pub(super) async fn list_due(
    readers: &SqlitePool,
    room: &str,
    limit: usize,
) -> Result<Vec<Received>, sqlx::Error> {
    // "due" comes before "shown".
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {RECEIVED} WHERE room = $1 AND state IN ('due', 'shown') ORDER BY state, number LIMIT $2"
    )))
    .bind(room)
    .bind(number(limit))
    .fetch_all(readers)
    .await?
    .iter()
    .map(received)
    .collect()
}

pub(super) async fn list_rooms_due(readers: &SqlitePool) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT DISTINCT room FROM matrix_inbox WHERE state IN ('due', 'shown')")
        .fetch_all(readers)
        .await
}

pub(super) async fn settle(
    writer: &SqlitePool,
    event: &MessageId,
    progress: &Progress,
    sent: &[Shown],
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    for shown in sent {
        let place = next(&mut transaction, "matrix", 1).await?;
        let page = shown.page;
        let count = |of: fn(ShownPage) -> usize| page.map_or(0, |page| number(of(page)));
        sqlx::query(
            "INSERT INTO matrix_shown (message, room, thread, question, number, sent_ms, turn, page, pages, first, hits) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (message) DO UPDATE SET \
             turn = excluded.turn, page = excluded.page, pages = excluded.pages, first = excluded.first, \
             hits = excluded.hits",
        )
        .bind(&shown.message.0)
        .bind(&shown.room)
        .bind(&shown.thread.0)
        .bind(&shown.question.0)
        .bind(place)
        .bind(rows::milliseconds(now))
        .bind(page.map(|page| page.turn.0))
        .bind(count(|page| page.page))
        .bind(count(|page| page.pages))
        .bind(count(|page| page.first))
        .bind(count(|page| page.hits))
        .execute(&mut *transaction)
        .await?;
    }
    let (state, session) = state(progress);
    sqlx::query("UPDATE matrix_inbox SET state = $1, session = $2 WHERE event = $3")
        .bind(state)
        .bind(session)
        .bind(&event.0)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await
}

pub(super) async fn make_due(
    writer: &SqlitePool,
    session: Option<(&str, &str)>,
) -> Result<u64, sqlx::Error> {
    let done = match session {
        Some((room, session)) => {
            sqlx::query(
                "UPDATE matrix_inbox SET state = 'due', session = '' \
                 WHERE state = 'waiting' AND room = $1 AND session = $2",
            )
            .bind(room)
            .bind(session)
            .execute(writer)
            .await?
        }
        None => {
            sqlx::query(
                "UPDATE matrix_inbox SET state = 'due', session = '' WHERE state = 'waiting'",
            )
            .execute(writer)
            .await?
        }
    };
    Ok(done.rows_affected())
}

pub(super) async fn list_waiting(
    readers: &SqlitePool,
    before: Timestamp,
) -> Result<Vec<Received>, sqlx::Error> {
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {RECEIVED} WHERE state = 'waiting' AND came_ms < $1 ORDER BY number"
    )))
    .bind(rows::milliseconds(before))
    .fetch_all(readers)
    .await?
    .iter()
    .map(received)
    .collect()
}

pub(super) async fn find_shown(
    readers: &SqlitePool,
    message: &MessageId,
) -> Result<Option<Shown>, sqlx::Error> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {SHOWN} WHERE message = $1"
    )))
    .bind(&message.0)
    .fetch_optional(readers)
    .await?;
    row.as_ref().map(shown).transpose()
}

pub(super) async fn list_shown(
    readers: &SqlitePool,
    question: &MessageId,
) -> Result<Vec<Shown>, sqlx::Error> {
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {SHOWN} WHERE question = $1 ORDER BY number"
    )))
    .bind(&question.0)
    .fetch_all(readers)
    .await?
    .iter()
    .map(shown)
    .collect()
}

pub(super) async fn find_shown_in_thread(
    readers: &SqlitePool,
    room: &str,
    thread: &MessageId,
) -> Result<Option<Shown>, sqlx::Error> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {SHOWN} WHERE room = $1 AND thread = $2 AND turn IS NOT NULL ORDER BY number DESC LIMIT 1"
    )))
    .bind(room)
    .bind(&thread.0)
    .fetch_optional(readers)
    .await?;
    row.as_ref().map(shown).transpose()
}

pub(super) async fn may_tell(
    writer: &SqlitePool,
    room: &str,
    thread: Option<&MessageId>,
    once_in: Duration,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let now = rows::milliseconds(now);
    let told_before = now.saturating_sub(i64::try_from(once_in.as_millis()).unwrap_or(i64::MAX));
    let done = sqlx::query(
        "INSERT INTO matrix_told (room, thread, told_ms) VALUES ($1, $2, $3) \
         ON CONFLICT (room, thread) DO UPDATE SET told_ms = excluded.told_ms WHERE matrix_told.told_ms <= $4",
    )
    .bind(room)
    .bind(thread.map_or("", |thread| thread.0.as_str()))
    .bind(now)
    .bind(told_before)
    .execute(writer)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn forget_room(writer: &SqlitePool, room: &str) -> Result<(), sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    for forget in [
        "DELETE FROM matrix_cursor WHERE room = $1",
        "DELETE FROM matrix_inbox WHERE room = $1 AND state <> 'done'",
        "DELETE FROM matrix_told WHERE room = $1",
    ] {
        sqlx::query(forget)
            .bind(room)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await
}

pub(super) async fn forget_done(writer: &SqlitePool, before: Timestamp) -> Result<(), sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    for forget in [
        "DELETE FROM matrix_inbox WHERE state IN ('done', 'waiting') AND came_ms < $1",
        "DELETE FROM matrix_shown WHERE sent_ms < $1",
        "DELETE FROM matrix_told WHERE told_ms < $1",
    ] {
        sqlx::query(forget)
            .bind(rows::milliseconds(before))
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await
}
