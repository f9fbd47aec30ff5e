//! Every row, compared with how it was stored.

use std::collections::HashMap;

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqlitePool};

use super::rows::{self, SealedRevision};
use super::seal;
use crate::domain::statement::verify;
use crate::domain::{ArticleId, RevisionId, Statement, StatementId, VerbatimError};
use crate::ports::{Damaged, Examined, Examining};

/// Revisions that are read in one go: few enough that their texts fit in memory.
const REVISIONS: i64 = 200;

/// Lines of the store's own check that are kept: one is enough to know, and a broken file has thousands.
const FAULTS: usize = 20;

pub(super) async fn examine(
    readers: &SqlitePool,
    progress: Examining<'_>,
) -> Result<Examined, sqlx::Error> {
    let mut examined = Examined {
        faults: faults(readers).await?,
        articles: count(readers, "SELECT COUNT(*) FROM article").await?,
        ..Examined::default()
    };
    let total = count(readers, "SELECT COUNT(*) FROM revision").await?;
    let mut after = 0;
    loop {
        let read = revisions(readers, after).await?;
        let Some(last) = read.last().map(|revision| revision.id.0) else {
            break;
        };
        let mut statements = statements(readers, after, last).await?;
        for revision in &read {
            examine_one(
                revision,
                statements.remove(&revision.id).unwrap_or_default(),
                &mut examined,
            );
        }
        after = last;
        progress(examined.revisions, total);
    }
    Ok(examined)
}

async fn count(readers: &SqlitePool, sql: &'static str) -> Result<u64, sqlx::Error> {
    let count: i64 = sqlx::query_scalar(sql).fetch_one(readers).await?;
    Ok(count.unsigned_abs())
}

/// What SQLite says of the file and of what its tables say of each other, and whether the articles' own counts hold.
async fn faults(readers: &SqlitePool) -> Result<Vec<String>, sqlx::Error> {
    let mut faults: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(20)")
        .fetch_all(readers)
        .await?;
    faults.retain(|line| line != "ok");
    let orphans = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(readers)
        .await?;
    for row in orphans.iter().take(FAULTS) {
        let (table, parent): (String, String) = (row.try_get(0)?, row.try_get(2)?);
        faults.push(format!("a row of {table} belongs to no row of {parent}"));
    }
    let without: Vec<String> = sqlx::query_scalar(
        "SELECT a.id FROM article a WHERE NOT EXISTS \
         (SELECT 1 FROM revision r WHERE r.id = a.revision AND r.article = a.id) LIMIT 20",
    )
    .fetch_all(readers)
    .await?;
    faults.extend(
        without
            .iter()
            .map(|article| format!("the current text of article {article} is missing")),
    );
    let miscounted: Vec<String> = sqlx::query_scalar(
        "SELECT a.id FROM article a WHERE a.statements <> \
         (SELECT COUNT(*) FROM statement s WHERE s.revision = a.revision AND s.removed_ms IS NULL) LIMIT 20",
    )
    .fetch_all(readers)
    .await?;
    faults.extend(
        miscounted
            .iter()
            .map(|article| format!("article {article} has not as many statements as it says")),
    );
    Ok(faults)
}

/// A revision's row; `None` for a text that can't even be read.
struct Read {
    id: RevisionId,
    article: ArticleId,
    sealed: Option<SealedRevision>,
}

async fn revisions(readers: &SqlitePool, after: i64) -> Result<Vec<Read>, sqlx::Error> {
    let select = format!(
        "SELECT r.article AS of_article, {}, {} FROM revision r LEFT JOIN article a ON a.id = r.article \
         WHERE r.id > $1 ORDER BY r.id LIMIT $2",
        rows::REVISION,
        rows::ARTICLE
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(select))
        .bind(after)
        .bind(REVISIONS)
        .fetch_all(readers)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Read {
                id: RevisionId(row.try_get("revision_id")?),
                article: ArticleId(row.try_get("of_article")?),
                sealed: rows::article(row)
                    .and_then(|article| rows::revision(row, &article))
                    .ok(),
            })
        })
        .collect()
}

/// A statement's row, not yet trusted.
struct Sealed {
    id: StatementId,
    seal: i64,
    statement: Option<Statement>,
}

fn row(row: &SqliteRow) -> Result<(RevisionId, Sealed), sqlx::Error> {
    Ok((
        RevisionId(row.try_get("revision")?),
        Sealed {
            id: StatementId(row.try_get("statement_id")?),
            seal: row.try_get("seal")?,
            statement: rows::statement(row).ok(),
        },
    ))
}

async fn statements(
    readers: &SqlitePool,
    after: i64,
    upto: i64,
) -> Result<HashMap<RevisionId, Vec<Sealed>>, sqlx::Error> {
    let select = format!(
        "SELECT s.revision, {} FROM statement s WHERE s.revision > $1 AND s.revision <= $2",
        rows::STATEMENT
    );
    let found = sqlx::query(sqlx::AssertSqlSafe(select))
        .bind(after)
        .bind(upto)
        .fetch_all(readers)
        .await?;
    let mut statements: HashMap<RevisionId, Vec<Sealed>> = HashMap::new();
    for found in &found {
        let (revision, read) = row(found)?;
        statements.entry(revision).or_default().push(read);
    }
    Ok(statements)
}

fn examine_one(revision: &Read, statements: Vec<Sealed>, examined: &mut Examined) {
    examined.revisions += 1;
    examined.statements += statements.len() as u64;
    let sealed = revision.sealed.as_ref().filter(|sealed| sealed.is_sound());
    if sealed.is_none() {
        examined
            .altered
            .push((revision.article.clone(), revision.id));
    }
    for read in statements {
        let checked = sealed
            .zip(read.statement.as_ref())
            .ok_or(VerbatimError::Altered)
            .and_then(|(sealed, statement)| {
                let text = &sealed.revision.document.text;
                verify(text, &statement.range, &statement.text)?;
                if seal::seal(revision.id, statement) == read.seal {
                    Ok(())
                } else {
                    Err(VerbatimError::Altered)
                }
            });
        if let Err(reason) = checked {
            examined.damaged.push(Damaged {
                statement: read.id,
                article: revision.article.clone(),
                reason,
            });
        }
    }
}
