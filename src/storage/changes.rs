//! What the index has to follow.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::sqlite::Sqlite;
use sqlx::{QueryBuilder, Row, SqlitePool};

use super::rows;
use crate::domain::{ArticleId, RevisionId, StatementId};
use crate::ports::{Change, IndexedArticle, IndexedStatement, Position};

pub(super) async fn position(readers: &SqlitePool) -> Result<Position, sqlx::Error> {
    let value: i64 = sqlx::query_scalar("SELECT value FROM sequence WHERE name = 'change'")
        .fetch_one(readers)
        .await?;
    Ok(Position(value))
}

pub(super) async fn after(
    readers: &SqlitePool,
    position: Position,
    limit: usize,
) -> Result<Vec<(Position, Change)>, sqlx::Error> {
    // One transaction, so that the statements read are those of the revisions read.
    let mut transaction = readers.begin().await?;
    let select = format!(
        "SELECT a.change, a.removed_ms, {}, {} FROM article a JOIN revision r ON r.id = a.revision \
         WHERE a.change > $1 ORDER BY a.change LIMIT $2",
        rows::ARTICLE,
        rows::REVISION
    );
    let found = sqlx::query(sqlx::AssertSqlSafe(select))
        .bind(position.0)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(&mut *transaction)
        .await?;
    let mut changes = Vec::with_capacity(found.len());
    for row in &found {
        let position = Position(row.try_get("change")?);
        let article = rows::article(row)?;
        let change = if row.try_get::<Option<i64>, _>("removed_ms")?.is_some() {
            Change::Removed(article.id)
        } else {
            let revision = rows::revision(row, &article)?.revision;
            Change::Put(Box::new(IndexedArticle {
                article,
                revision: revision.id,
                document: revision.document,
                statements: Vec::new(),
            }))
        };
        changes.push((position, change));
    }
    let revisions = changes.iter().filter_map(|(_, change)| match change {
        Change::Put(indexed) => Some(indexed.revision),
        Change::Removed(ArticleId(_)) => None,
    });
    let mut statements = statements(&mut transaction, revisions.collect()).await?;
    for (_, change) in &mut changes {
        if let Change::Put(indexed) = change {
            indexed.statements = statements.remove(&indexed.revision).unwrap_or_default();
        }
    }
    transaction.commit().await?;
    Ok(changes)
}

/// The current states of articles that can be found and were published at `since` or after, the newest first.
pub(super) async fn recent(
    readers: &SqlitePool,
    since: Timestamp,
    limit: usize,
) -> Result<Vec<IndexedArticle>, sqlx::Error> {
    let mut query = select_current();
    query
        .push(" AND COALESCE(a.published_ms, a.first_seen_ms) >= ")
        .push_bind(since.as_millisecond())
        .push(" ORDER BY COALESCE(a.published_ms, a.first_seen_ms) DESC, a.change DESC LIMIT ")
        .push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
    current(readers, query).await
}

/// The current state of an article that can be found.
pub(super) async fn find(
    readers: &SqlitePool,
    id: &ArticleId,
) -> Result<Option<IndexedArticle>, sqlx::Error> {
    let mut query = select_current();
    query.push(" AND a.id = ").push_bind(id.0.clone());
    Ok(current(readers, query).await?.pop())
}

fn select_current() -> QueryBuilder<Sqlite> {
    QueryBuilder::new(format!(
        "SELECT {}, {} FROM article a JOIN revision r ON r.id = a.revision WHERE a.removed_ms IS NULL",
        rows::ARTICLE,
        rows::REVISION
    ))
}

async fn current(
    readers: &SqlitePool,
    mut query: QueryBuilder<Sqlite>,
) -> Result<Vec<IndexedArticle>, sqlx::Error> {
    let mut transaction = readers.begin().await?;
    let found = query.build().fetch_all(&mut *transaction).await?;
    let mut articles = Vec::with_capacity(found.len());
    for row in &found {
        let article = rows::article(row)?;
        let revision = rows::revision(row, &article)?.revision;
        articles.push(IndexedArticle {
            article,
            revision: revision.id,
            document: revision.document,
            statements: Vec::new(),
        });
    }
    for some in articles.chunks_mut(MOST_REVISIONS) {
        let revisions = some.iter().map(|article| article.revision).collect();
        let mut statements = statements(&mut transaction, revisions).await?;
        for article in some {
            article.statements = statements.remove(&article.revision).unwrap_or_default();
        }
    }
    transaction.commit().await?;
    Ok(articles)
}

/// Revisions that are named in one query.
const MOST_REVISIONS: usize = 500;

async fn statements(
    connection: &mut sqlx::SqliteConnection,
    revisions: Vec<RevisionId>,
) -> Result<HashMap<RevisionId, Vec<IndexedStatement>>, sqlx::Error> {
    let mut by_revision: HashMap<RevisionId, Vec<IndexedStatement>> = HashMap::new();
    if revisions.is_empty() {
        return Ok(by_revision);
    }
    let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(format!(
        "SELECT s.revision, {} FROM statement s WHERE s.revision IN (",
        rows::STATEMENT
    ));
    let mut list = query.separated(", ");
    for revision in &revisions {
        list.push_bind(revision.0);
    }
    query.push(") AND s.removed_ms IS NULL ORDER BY s.id");
    for row in query.build().fetch_all(connection).await? {
        by_revision
            .entry(RevisionId(row.try_get("revision")?))
            .or_default()
            .push(IndexedStatement {
                id: StatementId(row.try_get("statement_id")?),
                fingerprint: row.try_get("fingerprint")?,
                statement: rows::statement(&row)?,
            });
    }
    Ok(by_revision)
}
