//! Changes about people, and what they mean for stored statements.

use std::collections::BTreeSet;

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, SqlitePool};

use super::{by, touch};
use crate::domain::{RevisionId, SpeakerChange, Statement, StatementId};
use crate::ports::{Act, Incoming};
use crate::storage::articles::{fingerprint, note_repeats};
use crate::storage::sequence::next;
use crate::storage::{rows, seal};
use crate::text::fold;

fn same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

fn read(json: &str) -> Result<SpeakerChange, sqlx::Error> {
    serde_json::from_str(json).map_err(|_| rows::unreadable("change", json))
}

const CHANGES: &str = "SELECT change FROM speaker_change ORDER BY id";

pub(super) async fn list(readers: &SqlitePool) -> Result<Vec<SpeakerChange>, sqlx::Error> {
    let found: Vec<String> = sqlx::query_scalar(CHANGES).fetch_all(readers).await?;
    found.iter().map(|json| read(json)).collect()
}

/// An article that is about to be stored, as every change that was made would have its speakers; `None` where none was.
pub(in crate::storage) async fn named(
    connection: &mut SqliteConnection,
    incoming: &Incoming,
) -> Result<Option<Incoming>, sqlx::Error> {
    let found: Vec<String> = sqlx::query_scalar(CHANGES).fetch_all(connection).await?;
    if found.is_empty() {
        return Ok(None);
    }
    let mut named = incoming.clone();
    for json in &found {
        let change = read(json)?;
        for statement in &mut named.statements {
            change.apply(&mut statement.attribution, same);
        }
    }
    Ok(Some(named))
}

pub(super) async fn change(
    writer: &SqlitePool,
    change: &SpeakerChange,
    act: &Act<'_>,
) -> Result<u64, sqlx::Error> {
    let json = serde_json::to_string(change).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let id = next(&mut transaction, "speaker_change", 1).await?;
    sqlx::query(
        "INSERT INTO speaker_change (id, change, made_ms, made_by) VALUES ($1, $2, $3, $4)",
    )
    .bind(id)
    .bind(json)
    .bind(rows::milliseconds(act.at))
    .bind(by(act))
    .execute(&mut *transaction)
    .await?;
    let mut articles = BTreeSet::new();
    let mut statements = 0;
    for row in candidates(&mut transaction, change).await? {
        let mut found = of_row(&row)?;
        if change.apply(&mut found.statement.attribution, same) {
            rewrite(&mut transaction, &found).await?;
            articles.insert(found.article);
            statements += 1;
        }
    }
    for article in articles {
        touch(&mut transaction, &article).await?;
    }
    transaction.commit().await?;
    Ok(statements)
}

/// Rows that a change may concern.
async fn candidates(
    connection: &mut SqliteConnection,
    change: &SpeakerChange,
) -> Result<Vec<SqliteRow>, sqlx::Error> {
    let (condition, bound) = match change {
        SpeakerChange::Merge { from: id, .. } | SpeakerChange::Rename { id, .. } => {
            ("s.speaker_id = $1", vec![id.0.clone()])
        }
        SpeakerChange::Add(speaker) => {
            let names = std::iter::once(&speaker.name).chain(&speaker.aliases);
            (
                "s.speaker_id IS NULL AND s.speaker = $1",
                spellings(connection, &names.collect::<Vec<_>>()).await?,
            )
        }
        SpeakerChange::Alias { alias, .. } => (
            "s.speaker_id IS NULL AND s.speaker = $1",
            spellings(connection, &[alias]).await?,
        ),
    };
    let select = format!(
        "SELECT s.revision, r.article, {} FROM statement s JOIN revision r ON r.id = s.revision WHERE {condition}",
        rows::STATEMENT
    );
    let mut found = Vec::new();
    for value in bound {
        let rows = sqlx::query(sqlx::AssertSqlSafe(select.as_str()))
            .bind(value)
            .fetch_all(&mut *connection)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// How the record writes these names where it knows nobody of them.
async fn spellings(
    connection: &mut SqliteConnection,
    names: &[&String],
) -> Result<Vec<String>, sqlx::Error> {
    let mut written: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT speaker FROM statement WHERE speaker_id IS NULL AND speaker IS NOT NULL",
    )
    .fetch_all(connection)
    .await?;
    let folded: BTreeSet<String> = names.iter().map(|name| fold(name)).collect();
    written.retain(|name| folded.contains(&fold(name)));
    Ok(written)
}

/// A statement with where it stands.
pub(super) struct Placed {
    pub(super) id: StatementId,
    pub(super) revision: RevisionId,
    pub(super) article: String,
    pub(super) statement: Statement,
}

/// Reads a row that [`rows::STATEMENT`], its revision and its article were selected of.
pub(super) fn of_row(row: &SqliteRow) -> Result<Placed, sqlx::Error> {
    Ok(Placed {
        id: StatementId(row.try_get("statement_id")?),
        revision: RevisionId(row.try_get("revision")?),
        article: row.try_get("article")?,
        statement: rows::statement(row)?,
    })
}

/// Puts another attribution in a statement's row. Its words and place stay.
pub(super) async fn rewrite(
    connection: &mut SqliteConnection,
    placed: &Placed,
) -> Result<(), sqlx::Error> {
    let attribution = &placed.statement.attribution;
    sqlx::query(
        "UPDATE statement SET speaker = $1, speaker_id = $2, confidence = $3, fingerprint = $4, seal = $5 WHERE id = $6",
    )
    .bind(&attribution.speaker)
    .bind(attribution.speaker_id.as_ref().map(|id| &id.0))
    .bind(f64::from(attribution.confidence))
    .bind(fingerprint(&placed.statement))
    .bind(seal::seal(placed.revision, &placed.statement))
    .bind(placed.id.0)
    .execute(&mut *connection)
    .await?;
    note_repeats(connection, std::iter::once(fingerprint(&placed.statement))).await
}
