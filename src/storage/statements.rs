//! Statements as an answer needs them, checked before they leave the record.

use std::collections::{HashMap, HashSet};

use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{QueryBuilder, Row, SqlitePool};

use super::rows::{self, SealedRevision};
use super::seal;
use crate::domain::statement::verify;
use crate::domain::{
    Article, Carrier, Piece, QuotedStatement, RevisionId, Statement, StatementId, VerbatimError,
};
use crate::ports::Damaged;

/// Carriers that are read of each statement: what is beyond is not counted.
const CARRIERS: i64 = 1_000;

pub(super) async fn quoted(
    readers: &SqlitePool,
    ids: &[StatementId],
) -> Result<Vec<Result<QuotedStatement, Damaged>>, sqlx::Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // One transaction, so that all is read of one state of the record.
    let mut transaction = readers.begin().await?;
    let mut rows = rows_of(&mut transaction, ids).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let pieces = pieces_of(&mut transaction, rows.values()).await?;
    let carriers = carriers_of(&mut transaction, rows.values()).await?;
    transaction.commit().await?;
    let statements = ids.iter().filter_map(|id| rows.remove(id));
    Ok(statements
        .map(|row| {
            let (id, article) = (row.id, row.article.id.clone());
            assemble(row, &pieces, &carriers).map_err(|reason| Damaged {
                statement: id,
                article,
                reason,
            })
        })
        .collect())
}

/// A statement's row, read but not yet trusted.
struct Read {
    id: StatementId,
    article: Article,
    sealed: SealedRevision,
    fingerprint: i64,
    utterance: i64,
    seal: i64,
    statement: Option<Statement>,
}

fn read(row: &SqliteRow) -> Result<Read, sqlx::Error> {
    let article = rows::article(row)?;
    Ok(Read {
        id: StatementId(row.try_get("statement_id")?),
        sealed: rows::revision(row, &article)?,
        article,
        fingerprint: row.try_get("fingerprint")?,
        utterance: row.try_get("utterance")?,
        seal: row.try_get("seal")?,
        // What can't be read was altered: that is this statement's damage, not the whole answer's.
        statement: rows::statement(row).ok(),
    })
}

async fn rows_of(
    connection: &mut sqlx::SqliteConnection,
    ids: &[StatementId],
) -> Result<HashMap<StatementId, Read>, sqlx::Error> {
    let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(format!(
        "SELECT {}, {}, {} FROM statement s JOIN revision r ON r.id = s.revision JOIN article a ON a.id = r.article \
         WHERE a.removed_ms IS NULL AND s.id IN (",
        rows::STATEMENT,
        rows::REVISION,
        rows::ARTICLE
    ));
    push_ids(&mut query, ids.iter().map(|id| id.0));
    query.push(")");
    let found = query.build().fetch_all(connection).await?;
    found
        .iter()
        .map(|row| read(row).map(|read| (read.id, read)))
        .collect()
}

fn push_ids(query: &mut QueryBuilder<Sqlite>, ids: impl Iterator<Item = i64>) {
    let mut list = query.separated(", ");
    for id in ids {
        list.push_bind(id);
    }
}

type Utterance = (RevisionId, i64);

/// All pieces of the utterances that the statements belong to, in order of position.
async fn pieces_of(
    connection: &mut sqlx::SqliteConnection,
    statements: impl Iterator<Item = &Read>,
) -> Result<HashMap<Utterance, Vec<Statement>>, sqlx::Error> {
    // A join, as a list of pairs would have SQLite look at every statement there is.
    let mut query: QueryBuilder<Sqlite> =
        QueryBuilder::new("WITH wanted (revision, utterance) AS (VALUES ");
    let mut list = query.separated(", ");
    let utterances: HashSet<Utterance> = statements
        .map(|read| (read.sealed.revision.id, read.utterance))
        .collect();
    for (revision, utterance) in utterances {
        list.push("(");
        list.push_bind_unseparated(revision.0);
        list.push_unseparated(", ");
        list.push_bind_unseparated(utterance);
        list.push_unseparated(")");
    }
    query.push(format!(
        ") SELECT s.revision, {} FROM wanted w JOIN statement s \
         ON s.revision = w.revision AND s.utterance = w.utterance ORDER BY s.first_byte",
        rows::STATEMENT
    ));
    let mut pieces: HashMap<Utterance, Vec<Statement>> = HashMap::new();
    for row in query.build().fetch_all(connection).await? {
        let revision = RevisionId(row.try_get("revision")?);
        let Ok(statement) = rows::statement(&row) else {
            continue;
        };
        if seal::seal(revision, &statement) == row.try_get::<i64, _>("seal")? {
            pieces
                .entry((revision, i64::from(statement.utterance)))
                .or_default()
                .push(statement);
        }
    }
    Ok(pieces)
}

/// By their fingerprints, every article whose current text carries the same words by the same speaker, the earliest
/// first.
async fn carriers_of(
    connection: &mut sqlx::SqliteConnection,
    statements: impl Iterator<Item = &Read>,
) -> Result<HashMap<i64, Vec<Carrier>>, sqlx::Error> {
    let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(format!(
        "SELECT * FROM (SELECT s.fingerprint, s.text AS words, ROW_NUMBER() OVER (PARTITION BY s.fingerprint \
         ORDER BY COALESCE(a.published_ms, a.first_seen_ms), a.first_seen_ms, s.id) AS place, {} \
         FROM statement s JOIN article a ON a.revision = s.revision \
         WHERE a.removed_ms IS NULL AND s.fingerprint IN (",
        rows::ARTICLE
    ));
    let fingerprints: HashSet<i64> = statements.map(|read| read.fingerprint).collect();
    push_ids(&mut query, fingerprints.into_iter());
    query.push(")) AS ranked WHERE place <= ");
    query.push_bind(CARRIERS);
    query.push(" ORDER BY place");
    let mut carriers: HashMap<i64, Vec<Carrier>> = HashMap::new();
    for row in query.build().fetch_all(connection).await? {
        let article = rows::article(&row)?;
        let same = carriers.entry(row.try_get("fingerprint")?).or_default();
        // An article that repeats the words carries them once.
        if !same.iter().any(|carrier| carrier.article == article.id) {
            same.push(Carrier {
                article: article.id,
                outlet: article.outlet,
                title: article.title,
                url: article.url,
                published: article.published,
                first_seen: article.first_seen,
                text: row.try_get("words")?,
            });
        }
    }
    Ok(carriers)
}

/// Puts a statement together, and refuses what is not as it was stored.
fn assemble(
    read: Read,
    pieces: &HashMap<Utterance, Vec<Statement>>,
    carriers: &HashMap<i64, Vec<Carrier>>,
) -> Result<QuotedStatement, VerbatimError> {
    let statement = read.statement.ok_or(VerbatimError::Altered)?;
    let revision = read.sealed.revision.id;
    let text = &read.sealed.revision.document.text;
    verify(text, &statement.range, &statement.text)?;
    if seal::seal(revision, &statement) != read.seal || !read.sealed.is_sound() {
        return Err(VerbatimError::Altered);
    }
    let paragraph = text
        .get(statement.paragraph.clone())
        .ok_or(VerbatimError::Altered)?
        .to_owned();
    let same_utterance = pieces
        .get(&(revision, read.utterance))
        .map_or(&[] as &[Statement], Vec::as_slice);
    let pieces = pieces_in(text, same_utterance)?;
    let carriers = carriers.get(&read.fingerprint).cloned().unwrap_or_default();
    Ok(QuotedStatement {
        id: read.id,
        article: read.article,
        revision,
        paragraph,
        pieces,
        carriers,
        statement,
    })
}

fn pieces_in(text: &str, statements: &[Statement]) -> Result<Vec<Piece>, VerbatimError> {
    let mut pieces = Vec::with_capacity(statements.len());
    let mut end = None;
    for statement in statements {
        verify(text, &statement.range, &statement.text)?;
        let between = end.and_then(|end: usize| text.get(end..statement.range.start));
        pieces.push(Piece {
            range: statement.range.clone(),
            text: statement.text.clone(),
            after_gap: between.is_some_and(|between| between.chars().any(char::is_alphanumeric)),
        });
        end = Some(statement.range.end);
    }
    Ok(pieces)
}
