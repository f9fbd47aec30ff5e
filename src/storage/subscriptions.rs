//! Subscriptions, and the order of their changes.

use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{QueryBuilder, Row, SqliteConnection, SqlitePool};

use super::rows;
use super::sequence::next;
use crate::domain::{NewSubscription, Subscription, SubscriptionId, Whose};
use crate::ports::{Position, SubscriptionChange};

const COLUMNS: &str = "id, given, pause, muted_until_ms";

fn subscription(row: &SqliteRow) -> Result<Subscription, sqlx::Error> {
    Ok(Subscription {
        id: SubscriptionId(row.try_get("id")?),
        given: rows::parsed(row, "given")?,
        pause: rows::parsed_if_any(row, "pause")?,
        muted_until: rows::moment_if_any(row, "muted_until_ms")?,
    })
}

pub(super) async fn add(
    connection: &mut SqliteConnection,
    new: &NewSubscription,
) -> Result<SubscriptionId, sqlx::Error> {
    let id = next(connection, "subscription", 1).await?;
    let change = next(connection, "subscription_change", 1).await?;
    sqlx::query(
        "INSERT INTO subscription (id, platform, place, thread, owner_platform, owner, community, given, change) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(new.conversation.platform.name())
    .bind(&new.conversation.place)
    .bind(rows::thread(&new.conversation))
    .bind(new.owner.platform.name())
    .bind(&new.owner.id)
    .bind(&new.community)
    .bind(rows::json(new)?)
    .bind(change)
    .execute(connection)
    .await?;
    Ok(SubscriptionId(id))
}

pub(super) async fn put(
    connection: &mut SqliteConnection,
    subscription: &Subscription,
) -> Result<bool, sqlx::Error> {
    let change = next(connection, "subscription_change", 1).await?;
    let given = &subscription.given;
    let pause = subscription.pause.as_ref().map(rows::json).transpose()?;
    let done = sqlx::query(
        "UPDATE subscription SET platform = $1, place = $2, thread = $3, owner_platform = $4, owner = $5, \
         community = $6, given = $7, pause = $8, muted_until_ms = $9, change = $10 WHERE id = $11",
    )
    .bind(given.conversation.platform.name())
    .bind(&given.conversation.place)
    .bind(rows::thread(&given.conversation))
    .bind(given.owner.platform.name())
    .bind(&given.owner.id)
    .bind(&given.community)
    .bind(rows::json(given)?)
    .bind(pause)
    .bind(subscription.muted_until.map(rows::milliseconds))
    .bind(change)
    .bind(subscription.id.0)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn remove(
    connection: &mut SqliteConnection,
    id: SubscriptionId,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("DELETE FROM subscription WHERE id = $1")
        .bind(id.0)
        .execute(&mut *connection)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let change = next(connection, "subscription_change", 1).await?;
    sqlx::query("INSERT INTO subscription_removed (id, change) VALUES ($1, $2)")
        .bind(id.0)
        .bind(change)
        .execute(connection)
        .await?;
    Ok(true)
}

pub(super) async fn find(
    connection: impl sqlx::SqliteExecutor<'_>,
    id: SubscriptionId,
) -> Result<Option<Subscription>, sqlx::Error> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS} FROM subscription WHERE id = $1"
    )))
    .bind(id.0)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(subscription).transpose()
}

fn push_whose(query: &mut QueryBuilder<Sqlite>, whose: &Whose) {
    match whose {
        Whose::Conversation(conversation) => query
            .push("platform = ")
            .push_bind(conversation.platform.name())
            .push(" AND place = ")
            .push_bind(conversation.place.clone())
            .push(" AND thread = ")
            .push_bind(rows::thread(conversation).to_owned()),
        Whose::Person(person) => query
            .push("owner_platform = ")
            .push_bind(person.platform.name())
            .push(" AND owner = ")
            .push_bind(person.id.clone()),
        Whose::Community(platform, community) => query
            .push("platform = ")
            .push_bind(platform.name())
            .push(" AND community = ")
            .push_bind(community.clone()),
    };
}

pub(super) async fn list(
    connection: impl sqlx::SqliteExecutor<'_>,
    whose: &Whose,
    limit: usize,
) -> Result<Vec<Subscription>, sqlx::Error> {
    let mut query = QueryBuilder::new(format!("SELECT {COLUMNS} FROM subscription WHERE "));
    push_whose(&mut query, whose);
    query.push(" ORDER BY id LIMIT ");
    query.push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
    let rows = query.build().fetch_all(connection).await?;
    rows.iter().map(subscription).collect()
}

pub(super) async fn count(readers: &SqlitePool, whose: &Whose) -> Result<usize, sqlx::Error> {
    let mut query = QueryBuilder::new("SELECT COUNT(*) FROM subscription WHERE ");
    push_whose(&mut query, whose);
    let count: i64 = query.build_query_scalar().fetch_one(readers).await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

pub(super) async fn changes_after(
    readers: &SqlitePool,
    position: Position,
    limit: usize,
) -> Result<Vec<(Position, SubscriptionChange)>, sqlx::Error> {
    let found = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS}, change FROM subscription WHERE change > $1 \
         UNION ALL SELECT id, NULL, NULL, NULL, change FROM subscription_removed WHERE change > $1 \
         ORDER BY change LIMIT $2"
    )))
    .bind(position.0)
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .fetch_all(readers)
    .await?;
    found
        .iter()
        .map(|row| {
            let is_removed = row.try_get::<Option<String>, _>("given")?.is_none();
            let change = if is_removed {
                SubscriptionChange::Removed(SubscriptionId(row.try_get("id")?))
            } else {
                SubscriptionChange::Put(Box::new(subscription(row)?))
            };
            Ok((Position(row.try_get("change")?), change))
        })
        .collect()
}
