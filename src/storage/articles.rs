//! Articles and their revisions.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use sqlx::sqlite::{Sqlite, SqliteConnection, SqliteRow};
use sqlx::{QueryBuilder, Row, SqlitePool};

use super::administration;
use super::owed;
use super::rows;
use super::seal;
use super::sequence::next;
use crate::domain::statement::verify;
use crate::domain::{
    Arrival, Article, ArticleId, Revision, RevisionId, Statement, StatementId, When,
};
use crate::ports::{
    Arrived, ArrivedStatement, Incoming, IndexedStatement, Known, Matching, Owed, RecordError,
    Stored, ToldArticle,
};
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

/// What became of each article, and whether anybody is owed something because of them.
pub(super) async fn take_in(
    writer: &SqlitePool,
    articles: &[(Incoming, Arrival)],
    matching: &dyn Matching,
    now: Timestamp,
) -> Result<(Vec<Stored>, bool), sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let mut stored = Vec::with_capacity(articles.len());
    let mut written = false;
    for (incoming, arrival) in articles {
        let (one, owed) = store_one(&mut transaction, incoming, arrival, matching, now).await?;
        if owed::write(&mut transaction, &owed, now).await? {
            written = true;
            if is_of_page(arrival) {
                owed::tell_of(&mut transaction, &incoming.article.id, now).await?;
            }
        }
        stored.push(one);
    }
    transaction.commit().await?;
    Ok((stored, written))
}

/// Whether the text is that of the article's own page.
fn is_of_page(arrival: &Arrival) -> bool {
    match arrival {
        Arrival::Backfill => false,
        Arrival::Again => true,
        Arrival::Followed { is_page, .. } => *is_page,
    }
}

/// What the record holds of an article that arrives again.
struct Present {
    revision: RevisionId,
    number: i64,
    fingerprint: String,
    first_seen: i64,
    removed: bool,
}

async fn store_one(
    connection: &mut SqliteConnection,
    incoming: &Incoming,
    arrival: &Arrival,
    matching: &dyn Matching,
    now: Timestamp,
) -> Result<(Stored, Vec<Owed>), sqlx::Error> {
    let marks = serde_json::to_string(&incoming.document.marks)
        .map_err(|error| sqlx::Error::Encode(error.into()))?;
    let fingerprint = seal::fingerprint(&incoming.document, &marks);
    let present = find_present(connection, &incoming.article.id).await?;
    if let Some(present) = &present
        && present.fingerprint == fingerprint
        && !present.removed
    {
        return Ok((Stored::Unchanged, Vec::new()));
    }
    if present.as_ref().is_some_and(|present| present.removed)
        && administration::is_removed_by_hand(connection, &incoming.article.id).await?
    {
        return Ok((Stored::Unchanged, Vec::new()));
    }
    let named = administration::named(connection, incoming).await?;
    let incoming = named.as_ref().unwrap_or(incoming);
    let number = present.as_ref().map_or(1, |present| present.number + 1);
    let first_seen = present
        .as_ref()
        .map_or(rows::milliseconds(now), |present| present.first_seen);
    let revision = insert_revision(connection, incoming, number, &fingerprint, &marks, now).await?;
    let ids = insert_statements(connection, revision, &incoming.statements).await?;
    let change = next(connection, "change", 1).await?;
    let current = Current {
        revision,
        seen: rows::milliseconds(now),
        statements: place(incoming.statements.len()),
        change,
    };
    upsert_article(connection, &incoming.article, first_seen, current).await?;
    administration::reapply(connection, &incoming.article.id, revision).await?;
    let before = present.as_ref().map(|present| present.revision);
    let owed = owed_for(connection, incoming, arrival, before, &ids, matching, now).await?;
    let stored = if present.is_some() {
        Stored::Changed
    } else {
        Stored::New
    };
    Ok((stored, owed))
}

/// Asks what is owed because of an article that was just stored, with what the record knows of its words.
async fn owed_for(
    connection: &mut SqliteConnection,
    incoming: &Incoming,
    arrival: &Arrival,
    before: Option<RevisionId>,
    ids: &[StatementId],
    matching: &dyn Matching,
    now: Timestamp,
) -> Result<Vec<Owed>, sqlx::Error> {
    let article = &incoming.article.id;
    let (before, told) = match before {
        Some(revision) => (
            Some(statements_of(connection, revision).await?),
            told_of(connection, article).await?,
        ),
        None => (None, Vec::new()),
    };
    let known: HashSet<i64> = before
        .iter()
        .flatten()
        .map(|statement| statement.fingerprint)
        .collect();
    let fingerprints: Vec<i64> = incoming.statements.iter().map(fingerprint).collect();
    let mut earlier = vec![None; fingerprints.len()];
    if *arrival != Arrival::Backfill {
        for (earlier, fingerprint) in earlier.iter_mut().zip(&fingerprints) {
            if !known.contains(fingerprint) {
                *earlier = earliest(connection, *fingerprint, article).await?;
            }
        }
    }
    let statements: Vec<ArrivedStatement> = ids
        .iter()
        .zip(&incoming.statements)
        .zip(fingerprints.into_iter().zip(earlier))
        .map(
            |((&id, statement), (fingerprint, earlier))| ArrivedStatement {
                id,
                fingerprint,
                statement,
                is_new: !known.contains(&fingerprint),
                earlier,
            },
        )
        .collect();
    Ok(matching.owed(&Arrived {
        article: &incoming.article,
        before: before.as_deref(),
        arrival,
        seen: now,
        document: &incoming.document,
        statements: &statements,
        told: &told,
    }))
}

fn indexed(row: &SqliteRow) -> Result<IndexedStatement, sqlx::Error> {
    Ok(IndexedStatement {
        id: StatementId(row.try_get("statement_id")?),
        fingerprint: row.try_get("fingerprint")?,
        statement: rows::statement(row)?,
    })
}

async fn statements_of(
    connection: &mut SqliteConnection,
    revision: RevisionId,
) -> Result<Vec<IndexedStatement>, sqlx::Error> {
    let select = format!(
        "SELECT {} FROM statement s WHERE s.revision = $1 ORDER BY s.id",
        rows::STATEMENT
    );
    let found = sqlx::query(sqlx::AssertSqlSafe(select))
        .bind(revision.0)
        .fetch_all(connection)
        .await?;
    found.iter().map(indexed).collect()
}

/// What of an article's states some conversation was told, and not told otherwise since.
async fn told_of(
    connection: &mut SqliteConnection,
    article: &ArticleId,
) -> Result<Vec<(RevisionId, IndexedStatement)>, sqlx::Error> {
    let select = format!(
        "SELECT s.revision, {} FROM statement s JOIN revision r ON r.id = s.revision WHERE r.article = $1 AND EXISTS \
         (SELECT 1 FROM told t WHERE t.statement = s.id AND t.superseded = FALSE) ORDER BY s.id",
        rows::STATEMENT
    );
    let found = sqlx::query(sqlx::AssertSqlSafe(select))
        .bind(&article.0)
        .fetch_all(connection)
        .await?;
    found
        .iter()
        .map(|row| Ok((RevisionId(row.try_get("revision")?), indexed(row)?)))
        .collect()
}

/// When the earliest other article with these words was published, or first seen where it gives no date.
async fn earliest(
    connection: &mut SqliteConnection,
    fingerprint: i64,
    except: &ArticleId,
) -> Result<Option<Timestamp>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT MIN(COALESCE(a.published_ms, a.first_seen_ms)) AS earliest_ms FROM statement s \
         JOIN revision r ON r.id = s.revision JOIN article a ON a.id = r.article \
         WHERE s.fingerprint = $1 AND a.id <> $2",
    )
    .bind(fingerprint)
    .bind(&except.0)
    .fetch_one(connection)
    .await?;
    rows::moment_if_any(&row, "earliest_ms")
}

async fn find_present(
    connection: &mut SqliteConnection,
    id: &ArticleId,
) -> Result<Option<Present>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT r.id, r.number, r.fingerprint, a.first_seen_ms, a.removed_ms FROM article a \
         JOIN revision r ON r.id = a.revision WHERE a.id = $1",
    )
    .bind(&id.0)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Present {
            revision: RevisionId(row.try_get("id")?),
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
) -> Result<Vec<StatementId>, sqlx::Error> {
    let mut ids = Vec::with_capacity(statements.len());
    let mut pieces: HashMap<u32, usize> = HashMap::new();
    for statement in statements {
        *pieces.entry(statement.utterance).or_default() += 1;
    }
    for chunk in statements.chunks(ROWS) {
        let first = next(connection, "statement", chunk.len() as i64).await?;
        ids.extend((first..).take(chunk.len()).map(StatementId));
        let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(
            "INSERT INTO statement (id, revision, first_byte, end_byte, text, kind, speaker, speaker_id, as_written, \
             cue, confidence, said_on, said_precision, said_stated, paragraph_first, paragraph_end, utterance, \
             fingerprint, seal, in_pieces) ",
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
                .push_bind(seal::seal(revision, statement))
                .push_bind(
                    pieces
                        .get(&statement.utterance)
                        .is_some_and(|pieces| *pieces > 1),
                );
        });
        // Of its length there are few: one for each number of rows.
        query
            .build()
            .persistent(false)
            .execute(&mut *connection)
            .await?;
        note_repeats(connection, chunk.iter().map(fingerprint)).await?;
    }
    Ok(ids)
}

/// Notes at each statement with one of these fingerprints whether there is another, so that whoever reads one of them
/// knows that there is more to be read. They are as many as one statement of SQL takes.
pub(super) async fn note_repeats(
    connection: &mut SqliteConnection,
    fingerprints: impl Iterator<Item = i64>,
) -> Result<(), sqlx::Error> {
    let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(
        "UPDATE statement SET repeated = TRUE WHERE repeated = FALSE AND EXISTS \
         (SELECT 1 FROM statement c WHERE c.fingerprint = statement.fingerprint AND c.id <> statement.id) \
         AND fingerprint IN (",
    );
    let mut list = query.separated(", ");
    for fingerprint in fingerprints {
        list.push_bind(fingerprint);
    }
    query.push(")");
    query.build().persistent(false).execute(connection).await?;
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
    let ahead = |when: &Option<When>| when.map_or(0, |when| when.ahead);
    sqlx::query(
        "INSERT INTO article (id, url, outlet, title, authors, published_ms, published_precision, modified_ms, \
         modified_precision, first_seen_ms, language, revision, updated_ms, statements, change, published_ahead, \
         modified_ahead, removed_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, NULL) \
         ON CONFLICT (id) DO UPDATE SET url = excluded.url, outlet = excluded.outlet, title = excluded.title, \
         authors = excluded.authors, published_ms = excluded.published_ms, \
         published_precision = excluded.published_precision, modified_ms = excluded.modified_ms, \
         modified_precision = excluded.modified_precision, language = excluded.language, \
         revision = excluded.revision, updated_ms = excluded.updated_ms, statements = excluded.statements, \
         change = excluded.change, published_ahead = excluded.published_ahead, \
         modified_ahead = excluded.modified_ahead, removed_ms = NULL",
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
    .bind(ahead(&article.published))
    .bind(ahead(&article.modified))
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

pub(super) async fn list_told(
    readers: &SqlitePool,
    since: Timestamp,
) -> Result<Vec<ToldArticle>, sqlx::Error> {
    let select = format!(
        "SELECT {}, t.told_ms, t.looks FROM told_article t JOIN article a ON a.id = t.article \
         WHERE t.told_ms >= $1 AND a.url IS NOT NULL AND a.removed_ms IS NULL ORDER BY t.told_ms",
        rows::ARTICLE
    );
    let found = sqlx::query(sqlx::AssertSqlSafe(select))
        .bind(rows::milliseconds(since))
        .fetch_all(readers)
        .await?;
    found
        .iter()
        .map(|row| {
            let looks: i64 = row.try_get("looks")?;
            Ok(ToldArticle {
                article: rows::article(row)?,
                told: rows::moment("told_ms", row.try_get("told_ms")?)?,
                looks: u32::try_from(looks).unwrap_or(u32::MAX),
            })
        })
        .collect()
}

pub(super) async fn count_look(writer: &SqlitePool, id: &ArticleId) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE told_article SET looks = looks + 1 WHERE article = $1")
        .bind(&id.0)
        .execute(writer)
        .await?;
    Ok(())
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
