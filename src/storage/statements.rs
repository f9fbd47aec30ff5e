//! Statements as an answer needs them, checked before they leave the record.

use std::collections::HashMap;

use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{QueryBuilder, Row, SqlitePool};

use super::administration;
use super::rows::{self, SealedRevision};
use super::seal;
use crate::domain::statement::verify;
use crate::domain::{
    Article, ArticleId, Carrier, Correction, Piece, QuotedStatement, RevisionId, Statement,
    StatementId, VerbatimError,
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
    let mut rows = rows_of(readers, ids).await?;
    // Most statements are whole and carried once: what is there for the others is read only for them, and beside each
    // other. A statement's row never changes, so that there is nothing to hold still meanwhile.
    let of = |wanted: fn(&Read) -> bool| -> Vec<StatementId> {
        rows.values()
            .filter(|read| wanted(read))
            .map(|read| read.id)
            .collect()
    };
    let (in_pieces, repeated) = (of(|read| read.in_pieces), of(|read| read.repeated));
    let corrected: Vec<ArticleId> = rows
        .values()
        .filter(|read| read.corrected)
        .map(|read| read.article.id.clone())
        .collect();
    let (pieces, carriers, corrections) = tokio::try_join!(
        pieces_of(readers, &in_pieces),
        carriers_of(readers, &repeated),
        administration::of_statements(readers, &corrected)
    )?;
    let statements = ids.iter().filter_map(|id| rows.remove(id));
    Ok(statements
        .map(|row| {
            let (id, article) = (row.id, row.article.id.clone());
            let quoted = assemble(row, &pieces, &carriers);
            quoted
                .map(|quoted| with_corrections(quoted, &corrections))
                .map_err(|reason| Damaged {
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
    /// Whether its utterance has other pieces.
    in_pieces: bool,
    /// Whether the same words stand elsewhere too.
    repeated: bool,
    /// Whether a person corrected something about it or its article.
    corrected: bool,
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
        in_pieces: row.try_get("in_pieces")?,
        repeated: row.try_get("repeated")?,
        corrected: row.try_get("corrected")?,
    })
}

async fn rows_of(
    readers: &SqlitePool,
    ids: &[StatementId],
) -> Result<HashMap<StatementId, Read>, sqlx::Error> {
    let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(format!(
        "SELECT {}, {}, {}, \
         EXISTS (SELECT 1 FROM statement p WHERE p.revision = s.revision AND p.utterance = s.utterance AND p.id <> s.id) \
         AS in_pieces, \
         EXISTS (SELECT 1 FROM statement c WHERE c.fingerprint = s.fingerprint AND c.id <> s.id) AS repeated, \
         EXISTS (SELECT 1 FROM correction k WHERE k.article = a.id) AS corrected \
         FROM statement s JOIN revision r ON r.id = s.revision JOIN article a ON a.id = r.article \
         WHERE a.removed_ms IS NULL AND s.removed_ms IS NULL AND s.id IN (",
        rows::STATEMENT,
        rows::REVISION,
        rows::ARTICLE
    ));
    push_ids(&mut query, ids);
    let found = query.build().fetch_all(readers).await?;
    found
        .iter()
        .map(|row| read(row).map(|read| (read.id, read)))
        .collect()
}

/// The ids, and the parenthesis that ends their list.
fn push_ids(query: &mut QueryBuilder<Sqlite>, ids: &[StatementId]) {
    let mut list = query.separated(", ");
    for id in ids {
        list.push_bind(id.0);
    }
    query.push(")");
}

type Utterance = (RevisionId, i64);

/// The other pieces of the utterances that the statements belong to.
async fn pieces_of(
    readers: &SqlitePool,
    ids: &[StatementId],
) -> Result<HashMap<Utterance, Vec<Statement>>, sqlx::Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(format!(
        "SELECT DISTINCT s.revision, {} FROM statement w JOIN statement s \
         ON s.revision = w.revision AND s.utterance = w.utterance AND s.id <> w.id AND s.removed_ms IS NULL WHERE w.id IN (",
        rows::STATEMENT
    ));
    push_ids(&mut query, ids);
    let mut pieces: HashMap<Utterance, Vec<Statement>> = HashMap::new();
    for row in query.build().fetch_all(readers).await? {
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

/// By their fingerprints, every article whose current text carries the same words, the earliest first.
async fn carriers_of(
    readers: &SqlitePool,
    ids: &[StatementId],
) -> Result<HashMap<i64, Vec<Carrier>>, sqlx::Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(format!(
        "SELECT * FROM (SELECT s.fingerprint, s.text AS words, ROW_NUMBER() OVER (PARTITION BY s.fingerprint \
         ORDER BY COALESCE(a.published_ms, a.first_seen_ms), a.first_seen_ms, s.id) AS place, {} \
         FROM statement s JOIN article a ON a.revision = s.revision WHERE a.removed_ms IS NULL AND s.removed_ms IS NULL \
         AND s.fingerprint IN (SELECT w.fingerprint FROM statement w WHERE w.id IN (",
        rows::ARTICLE
    ));
    push_ids(&mut query, ids);
    query.push(")) AS ranked WHERE place <= ");
    query.push_bind(CARRIERS);
    query.push(" ORDER BY place");
    let mut carriers: HashMap<i64, Vec<Carrier>> = HashMap::new();
    for row in query.build().fetch_all(readers).await? {
        let article = rows::article(&row)?;
        let same = carriers.entry(row.try_get("fingerprint")?).or_default();
        // An article that repeats the words carries them once.
        if !same.iter().any(|carrier| carrier.article == article.id) {
            same.push(carrier(&article, row.try_get("words")?));
        }
    }
    Ok(carriers)
}

fn carrier(article: &Article, text: String) -> Carrier {
    Carrier {
        article: article.id.clone(),
        outlet: article.outlet.clone(),
        title: article.title.clone(),
        url: article.url.clone(),
        published: article.published,
        first_seen: article.first_seen,
        text,
    }
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
    let others = pieces.get(&(revision, read.utterance));
    let mut all: Vec<&Statement> = others.into_iter().flatten().collect();
    all.retain(|piece| piece.range != statement.range);
    all.push(&statement);
    all.sort_by_key(|piece| piece.range.start);
    let pieces = pieces_in(text, &all)?;
    let carriers = carriers
        .get(&read.fingerprint)
        .filter(|carriers| !carriers.is_empty())
        .cloned()
        .unwrap_or_else(|| vec![carrier(&read.article, statement.text.clone())]);
    Ok(QuotedStatement {
        id: read.id,
        article: read.article,
        revision,
        paragraph,
        pieces,
        carriers,
        statement,
        corrections: Vec::new(),
    })
}

fn with_corrections(
    mut quoted: QuotedStatement,
    corrections: &HashMap<ArticleId, Vec<(Option<String>, Correction)>>,
) -> QuotedStatement {
    let of_article = corrections.get(&quoted.article.id);
    quoted.corrections = of_article
        .into_iter()
        .flatten()
        .filter(|(words, _)| {
            words
                .as_ref()
                .is_none_or(|words| *words == quoted.statement.text)
        })
        .map(|(_, correction)| correction.clone())
        .collect();
    quoted
}

fn pieces_in(text: &str, statements: &[&Statement]) -> Result<Vec<Piece>, VerbatimError> {
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
