//! Articles and their revisions.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::sqlite::{Sqlite, SqliteConnection};
use sqlx::{QueryBuilder, Row, SqlitePool};

use super::administration;
use super::rows;
use super::seal;
use super::sequence::next;
use crate::domain::statement::verify;
use crate::domain::{Article, ArticleId, Revision, RevisionId, Statement, When};
use crate::ports::{Incoming, Known, RecordError, Stored};
use crate::text;

/// Rows of one INSERT: SQLite takes 32,766 values in one statement, PostgreSQL 65,535.
const ROWS: usize = 1_000;

/// Refuses an article with a statement that is not equal to its place in the text.
pub(super) fn check(incoming: &Incoming) -> Result<(), RecordError> {
    let text = &incoming.document.text;
    for statement in &incoming.statements {
        let paragraph = text.get(statement.paragraph.clone()).unwrap_or_default();
        verify(text, &statement.range, &statement.text)
            .and_then(|()| verify(text, &statement.paragraph, paragraph))
            .map_err(|reason| RecordError::NotVerbatim {
                article: incoming.article.id.clone(),
                reason,
            })?;
    }
    Ok(())
}

pub(super) async fn store(
    writer: &SqlitePool,
    articles: &[Incoming],
    now: Timestamp,
) -> Result<Vec<Stored>, sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let mut stored = Vec::with_capacity(articles.len());
    for incoming in articles {
        stored.push(store_one(&mut transaction, incoming, now).await?);
    }
    transaction.commit().await?;
    Ok(stored)
}

/// What the record holds of an article that arrives again.
struct Present {
    number: i64,
    fingerprint: String,
    first_seen: i64,
    removed: bool,
}

async fn store_one(
    connection: &mut SqliteConnection,
    incoming: &Incoming,
    now: Timestamp,
) -> Result<Stored, sqlx::Error> {
    let marks = serde_json::to_string(&incoming.document.marks)
        .map_err(|error| sqlx::Error::Encode(error.into()))?;
    let fingerprint = seal::fingerprint(&incoming.document, &marks);
    let present = find_present(connection, &incoming.article.id).await?;
    if let Some(present) = &present
        && present.fingerprint == fingerprint
        && !present.removed
    {
        return Ok(Stored::Unchanged);
    }
    if present.as_ref().is_some_and(|present| present.removed)
        && administration::is_removed_for_good(connection, &incoming.article.id).await?
    {
        return Ok(Stored::Unchanged);
    }
    let number = present.as_ref().map_or(1, |present| present.number + 1);
    let first_seen = present
        .as_ref()
        .map_or(rows::milliseconds(now), |present| present.first_seen);
    let revision = insert_revision(connection, incoming, number, &fingerprint, &marks, now).await?;
    let statements = administration::changed(connection, &incoming.statements).await?;
    insert_statements(connection, revision, &statements).await?;
    let change = next(connection, "change", 1).await?;
    let current = Current {
        revision,
        seen: rows::milliseconds(now),
        statements: place(incoming.statements.len()),
        change,
    };
    upsert_article(connection, &incoming.article, first_seen, current).await?;
    administration::reapply(connection, &incoming.article.id, revision).await?;
    Ok(if present.is_some() {
        Stored::Changed
    } else {
        Stored::New
    })
}

async fn find_present(
    connection: &mut SqliteConnection,
    id: &ArticleId,
) -> Result<Option<Present>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT r.number, r.fingerprint, a.first_seen_ms, a.removed_ms FROM article a \
         JOIN revision r ON r.id = a.revision WHERE a.id = $1",
    )
    .bind(&id.0)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Present {
            number: row.try_get("number")?,
            fingerprint: row.try_get("fingerprint")?,
            first_seen: row.try_get("first_seen_ms")?,
            removed: row.try_get::<Option<i64>, _>("removed_ms")?.is_some(),
        })
    })
    .transpose()
}

async fn insert_revision(
    connection: &mut SqliteConnection,
    incoming: &Incoming,
    number: i64,
    fingerprint: &str,
    marks: &str,
    now: Timestamp,
) -> Result<RevisionId, sqlx::Error> {
    let id = next(connection, "revision", 1).await?;
    let document = &incoming.document;
    sqlx::query(
        "INSERT INTO revision (id, article, number, seen_ms, fingerprint, title, text, marks, sole_speaker) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(&incoming.article.id.0)
    .bind(number)
    .bind(rows::milliseconds(now))
    .bind(fingerprint)
    .bind(&document.title)
    .bind(&document.text)
    .bind(marks)
    .bind(&document.sole_speaker)
    .execute(connection)
    .await?;
    Ok(RevisionId(id))
}

/// A place in a text as it is stored. No text that is taken in comes near 2^63 bytes.
fn place(byte: usize) -> i64 {
    i64::try_from(byte).unwrap_or(i64::MAX)
}

async fn insert_statements(
    connection: &mut SqliteConnection,
    revision: RevisionId,
    statements: &[Statement],
) -> Result<(), sqlx::Error> {
    for chunk in statements.chunks(ROWS) {
        let first = next(connection, "statement", chunk.len() as i64).await?;
        let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(
            "INSERT INTO statement (id, revision, first_byte, end_byte, text, kind, speaker, speaker_id, as_written, \
             cue, confidence, said_on, said_precision, said_stated, paragraph_first, paragraph_end, utterance, \
             fingerprint, seal) ",
        );
        query.push_values((first..).zip(chunk), |mut row, (id, statement)| {
            let attribution = &statement.attribution;
            let said = statement.said_on;
            row.push_bind(id)
                .push_bind(revision.0)
                .push_bind(place(statement.range.start))
                .push_bind(place(statement.range.end))
                .push_bind(statement.text.clone())
                .push_bind(statement.kind.name())
                .push_bind(attribution.speaker.clone())
                .push_bind(attribution.speaker_id.as_ref().map(|id| id.0.clone()))
                .push_bind(attribution.as_written.clone())
                .push_bind(attribution.cue.clone())
                .push_bind(f64::from(attribution.confidence))
                .push_bind(said.map(|said| said.date.to_string()))
                .push_bind(said.map(|said| said.precision.name()))
                .push_bind(said.is_some_and(|said| said.stated))
                .push_bind(place(statement.paragraph.start))
                .push_bind(place(statement.paragraph.end))
                .push_bind(i64::from(statement.utterance))
                .push_bind(fingerprint(statement))
                .push_bind(seal::seal(revision, statement));
        });
        // Of its length there are few: one for each number of rows.
        query
            .build()
            .persistent(false)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// What is equal for the same words by the same speaker, as a column holds it.
pub(super) fn fingerprint(statement: &Statement) -> i64 {
    let attribution = &statement.attribution;
    let speaker = attribution
        .speaker_id
        .as_ref()
        .map(|id| id.0.as_str())
        .or(attribution.speaker.as_deref())
        .unwrap_or_default();
    text::sameness(&statement.text, speaker).cast_signed()
}

/// The state of an article that is about to be the current one.
struct Current {
    revision: RevisionId,
    seen: i64,
    statements: i64,
    change: i64,
}

async fn upsert_article(
    connection: &mut SqliteConnection,
    article: &Article,
    first_seen: i64,
    current: Current,
) -> Result<(), sqlx::Error> {
    let authors = serde_json::to_string(&article.authors)
        .map_err(|error| sqlx::Error::Encode(error.into()))?;
    let at = |when: &Option<When>| when.map(|when| rows::milliseconds(when.at));
    let precision = |when: &Option<When>| when.map(|when| when.precision.name());
    sqlx::query(
        "INSERT INTO article (id, url, outlet, title, authors, published_ms, published_precision, modified_ms, \
         modified_precision, first_seen_ms, language, revision, updated_ms, statements, change, removed_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, NULL) \
         ON CONFLICT (id) DO UPDATE SET url = excluded.url, outlet = excluded.outlet, title = excluded.title, \
         authors = excluded.authors, published_ms = excluded.published_ms, \
         published_precision = excluded.published_precision, modified_ms = excluded.modified_ms, \
         modified_precision = excluded.modified_precision, language = excluded.language, \
         revision = excluded.revision, updated_ms = excluded.updated_ms, statements = excluded.statements, \
         change = excluded.change, removed_ms = NULL",
    )
    .bind(&article.id.0)
    .bind(&article.url)
    .bind(&article.outlet)
    .bind(&article.title)
    .bind(authors)
    .bind(at(&article.published))
    .bind(precision(&article.published))
    .bind(at(&article.modified))
    .bind(precision(&article.modified))
    .bind(first_seen)
    .bind(article.language.code())
    .bind(current.revision.0)
    .bind(current.seen)
    .bind(current.statements)
    .bind(current.change)
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn remove(
    writer: &SqlitePool,
    id: &ArticleId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let change = next(&mut transaction, "change", 1).await?;
    let done = sqlx::query(
        "UPDATE article SET removed_ms = $1, change = $2 WHERE id = $3 AND removed_ms IS NULL",
    )
    .bind(rows::milliseconds(now))
    .bind(change)
    .bind(&id.0)
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn find_by_url(
    readers: &SqlitePool,
    url: &str,
) -> Result<Option<Known>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT id, updated_ms FROM article WHERE url = $1 ORDER BY first_seen_ms, id LIMIT 1",
    )
    .bind(url)
    .fetch_optional(readers)
    .await?;
    row.map(|row| {
        Ok(Known {
            id: ArticleId(row.try_get("id")?),
            updated: rows::moment("updated_ms", row.try_get("updated_ms")?)?,
        })
    })
    .transpose()
}

/// The current texts of articles, in the order of `ids`. A text that is not as it was stored is left out.
pub(super) async fn texts(
    readers: &SqlitePool,
    ids: &[ArticleId],
) -> Result<Vec<(Article, Revision)>, sqlx::Error> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(ROWS) {
        let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(format!(
            "SELECT {}, {} FROM article a JOIN revision r ON r.id = a.revision WHERE a.removed_ms IS NULL AND a.id IN (",
            rows::ARTICLE,
            rows::REVISION
        ));
        let mut list = query.separated(", ");
        for id in chunk {
            list.push_bind(id.0.clone());
        }
        query.push(")");
        for row in query.build().fetch_all(readers).await? {
            let article = rows::article(&row)?;
            let sealed = rows::revision(&row, &article)?;
            if sealed.is_sound() {
                found.insert(article.id.clone(), (article, sealed.revision));
            } else {
                tracing::error!(article = %article.id, "the stored text was altered; nothing is quoted from it");
            }
        }
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}
