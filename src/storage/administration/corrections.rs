//! Corrections: kept by article and words, so that they hold for later states of the article's text too.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use sqlx::{Row, SqliteConnection, SqlitePool};

use super::speakers::{Placed, of_row, rewrite};
use super::{by, touch};
use crate::domain::{
    ArticleId, CorrectedField, Correction, RevisionId, SpeakerId, StatementId, When,
};
use crate::ports::{Act, ArticleCorrection, NewSpeaker};
use crate::storage::cells::{Cells, Located, Places, decoded};
use crate::storage::rows;
use crate::storage::sequence::next;

/// A speaker that a person names is certain.
const CERTAIN: f32 = 1.0;

/// Of an article's or statement's `removed_ms`: that it can be found.
pub(super) const FINDABLE: &str = "IS NULL";

/// The same: that it can't be found any more.
pub(super) const UNFINDABLE: &str = "IS NOT NULL";

async fn insert(
    connection: &mut SqliteConnection,
    article: &str,
    words: Option<&str>,
    correction: &Correction,
    after_id: Option<&SpeakerId>,
    act: &Act<'_>,
) -> Result<(), sqlx::Error> {
    let id = next(connection, "correction", 1).await?;
    sqlx::query(
        "INSERT INTO correction (id, article, words, field, before, after, after_id, note, made_ms, made_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(id)
    .bind(article)
    .bind(words)
    .bind(correction.field.name())
    .bind(&correction.before)
    .bind(&correction.after)
    .bind(after_id.map(|id| &id.0))
    .bind(&correction.note)
    .bind(rows::milliseconds(correction.at))
    .bind(by(act))
    .execute(connection)
    .await?;
    Ok(())
}

/// The statements of the same words in every state of the article that one belongs to, as long as the article can be
/// found, and the statement is what `state` says.
async fn of_same_words(
    connection: &mut SqliteConnection,
    id: StatementId,
    state: &'static str,
) -> Result<Vec<Placed>, sqlx::Error> {
    let select = format!(
        "SELECT s.revision, r.article, {} FROM statement w JOIN revision v ON v.id = w.revision \
         JOIN revision r ON r.article = v.article JOIN statement s ON s.revision = r.id AND s.text = w.text \
         JOIN article a ON a.id = r.article \
         WHERE w.id = $1 AND w.removed_ms {state} AND a.removed_ms IS NULL ORDER BY s.id",
        rows::STATEMENT
    );
    let found = sqlx::query(sqlx::AssertSqlSafe(select))
        .bind(id.0)
        .fetch_all(connection)
        .await?;
    found.iter().map(of_row).collect()
}

pub(super) async fn correct_statement(
    writer: &SqlitePool,
    id: StatementId,
    speaker: &NewSpeaker,
    act: &Act<'_>,
) -> Result<Option<Correction>, sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let same = of_same_words(&mut transaction, id, FINDABLE).await?;
    let Some(corrected) = same.iter().find(|placed| placed.id == id) else {
        return Ok(None);
    };
    let correction = Correction {
        field: CorrectedField::Speaker,
        before: corrected.statement.attribution.speaker.clone(),
        after: speaker.name.clone(),
        note: act.note.to_owned(),
        at: act.at,
    };
    let (article, words) = (corrected.article.clone(), corrected.statement.text.clone());
    insert(
        &mut transaction,
        &article,
        Some(&words),
        &correction,
        speaker.id.as_ref(),
        act,
    )
    .await?;
    for mut placed in same {
        name(&mut placed, speaker.name.clone(), speaker.id.clone());
        rewrite(&mut transaction, &placed).await?;
    }
    touch(&mut transaction, &article).await?;
    transaction.commit().await?;
    Ok(Some(correction))
}

fn name(placed: &mut Placed, speaker: Option<String>, id: Option<SpeakerId>) {
    let attribution = &mut placed.statement.attribution;
    attribution.speaker = speaker;
    attribution.speaker_id = id;
    attribution.confidence = CERTAIN;
}

pub(super) async fn remove_statement(
    writer: &SqlitePool,
    id: StatementId,
    act: &Act<'_>,
) -> Result<bool, sqlx::Error> {
    let removed = |placed: &Placed| Correction {
        field: CorrectedField::Removed,
        before: placed.statement.attribution.speaker.clone(),
        after: None,
        note: act.note.to_owned(),
        at: act.at,
    };
    turn(writer, id, FINDABLE, Some(act.at), removed, act).await
}

pub(super) async fn reinstate_statement(
    writer: &SqlitePool,
    id: StatementId,
    act: &Act<'_>,
) -> Result<bool, sqlx::Error> {
    turn(writer, id, UNFINDABLE, None, |_| reinstated(act), act).await
}

/// Has a statement of that `state`, and all of the same words in its article, be removed since `at`, or be findable. Whether
/// there was one.
async fn turn(
    writer: &SqlitePool,
    id: StatementId,
    state: &'static str,
    at: Option<Timestamp>,
    correction: impl FnOnce(&Placed) -> Correction,
    act: &Act<'_>,
) -> Result<bool, sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let same = of_same_words(&mut transaction, id, state).await?;
    let Some(turned) = same.iter().find(|placed| placed.id == id) else {
        return Ok(false);
    };
    let words = Some(turned.statement.text.as_str());
    let correction = correction(turned);
    insert(
        &mut transaction,
        &turned.article,
        words,
        &correction,
        None,
        act,
    )
    .await?;
    for placed in &same {
        set_removed(&mut transaction, placed.id, at).await?;
    }
    touch(&mut transaction, &turned.article).await?;
    transaction.commit().await?;
    Ok(true)
}

/// Says since when a statement may not be found; that it may, where `at` is nothing.
async fn set_removed(
    connection: &mut SqliteConnection,
    id: StatementId,
    at: Option<Timestamp>,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE statement SET removed_ms = $1 WHERE id = $2")
        .bind(at.map(rows::milliseconds))
        .bind(id.0)
        .execute(connection)
        .await?;
    Ok(())
}

fn reinstated(act: &Act<'_>) -> Correction {
    Correction {
        field: CorrectedField::Reinstated,
        before: None,
        after: None,
        note: act.note.to_owned(),
        at: act.at,
    }
}

pub(super) async fn correct_article(
    writer: &SqlitePool,
    id: &ArticleId,
    wanted: &ArticleCorrection,
    act: &Act<'_>,
) -> Result<Vec<Correction>, sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let select = format!(
        "SELECT {} FROM article a WHERE a.id = $1 AND a.removed_ms IS NULL",
        rows::ARTICLE
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(select))
        .bind(&id.0)
        .fetch_optional(&mut *transaction)
        .await?;
    let Some(article) = row.as_ref().map(rows::article).transpose()? else {
        return Ok(Vec::new());
    };
    let correction = |field, before, after| Correction {
        field,
        before,
        after: Some(after),
        note: act.note.to_owned(),
        at: act.at,
    };
    let outlet = wanted
        .outlet
        .clone()
        .map(|outlet| correction(CorrectedField::Outlet, article.outlet.clone(), outlet));
    let published = wanted.published.map(|day| {
        let before = article.published.map(|when| when.date().to_string());
        correction(CorrectedField::Published, before, day.to_string())
    });
    let corrections: Vec<Correction> = outlet.into_iter().chain(published).collect();
    for correction in &corrections {
        insert(&mut transaction, &id.0, None, correction, None, act).await?;
        set(&mut transaction, &id.0, correction).await?;
    }
    touch(&mut transaction, &id.0).await?;
    transaction.commit().await?;
    Ok(corrections)
}

/// Puts what a correction says in the article's row.
async fn set(
    connection: &mut SqliteConnection,
    article: &str,
    correction: &Correction,
) -> Result<(), sqlx::Error> {
    match correction.field {
        CorrectedField::Outlet => {
            sqlx::query("UPDATE article SET outlet = $1 WHERE id = $2")
                .bind(&correction.after)
                .bind(article)
                .execute(connection)
                .await?;
        }
        CorrectedField::Published => {
            let written = correction.after.as_deref().unwrap_or_default();
            let day: Date = written
                .parse()
                .map_err(|_| rows::unreadable("after", written))?;
            let when = When::day(day);
            sqlx::query(
                "UPDATE article SET published_ms = $1, published_precision = $2, published_ahead = $3 WHERE id = $4",
            )
            .bind(rows::milliseconds(when.at))
            .bind(when.precision.name())
            .bind(when.ahead)
            .bind(article)
            .execute(connection)
            .await?;
        }
        CorrectedField::Speaker | CorrectedField::Removed | CorrectedField::Reinstated => {}
    }
    Ok(())
}

pub(super) async fn remove_article(
    writer: &SqlitePool,
    id: &ArticleId,
    act: &Act<'_>,
) -> Result<bool, sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let change = next(&mut transaction, "change", 1).await?;
    let done = sqlx::query(
        "UPDATE article SET removed_ms = $1, change = $2 WHERE id = $3 AND removed_ms IS NULL",
    )
    .bind(rows::milliseconds(act.at))
    .bind(change)
    .bind(&id.0)
    .execute(&mut *transaction)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let correction = Correction {
        field: CorrectedField::Removed,
        before: None,
        after: None,
        note: act.note.to_owned(),
        at: act.at,
    };
    insert(&mut transaction, &id.0, None, &correction, None, act).await?;
    transaction.commit().await?;
    Ok(true)
}

pub(super) async fn reinstate_article(
    writer: &SqlitePool,
    id: &ArticleId,
    act: &Act<'_>,
) -> Result<bool, sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    if !is_removed_by_hand(&mut transaction, id).await? {
        return Ok(false);
    }
    insert(&mut transaction, &id.0, None, &reinstated(act), None, act).await?;
    sqlx::query("UPDATE article SET removed_ms = NULL WHERE id = $1")
        .bind(&id.0)
        .execute(&mut *transaction)
        .await?;
    touch(&mut transaction, &id.0).await?;
    transaction.commit().await?;
    Ok(true)
}

/// The article with this id or address that is what `state` says.
pub(super) async fn find_article(
    readers: &SqlitePool,
    named: &str,
    state: &'static str,
) -> Result<Option<ArticleId>, sqlx::Error> {
    let select = format!(
        "SELECT id FROM article WHERE (id = $1 OR url = $1) AND removed_ms {state} \
         ORDER BY CASE WHEN id = $1 THEN 0 ELSE 1 END, first_seen_ms, id LIMIT 1"
    );
    let id: Option<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(select))
        .bind(named)
        .fetch_optional(readers)
        .await?;
    Ok(id.map(ArticleId))
}

/// Whether a person removed an article, and nobody reinstated it since: it does not come back by being published again.
pub(in crate::storage) async fn is_removed_by_hand(
    connection: &mut SqliteConnection,
    article: &ArticleId,
) -> Result<bool, sqlx::Error> {
    let last: Option<String> = sqlx::query_scalar(
        "SELECT field FROM correction WHERE article = $1 AND words IS NULL AND field IN ('removed', 'reinstated') \
         ORDER BY id DESC LIMIT 1",
    )
    .bind(&article.0)
    .fetch_optional(connection)
    .await?;
    Ok(last.as_deref() == Some(CorrectedField::Removed.name()))
}

fn correction(row: &impl Cells) -> Result<Correction, sqlx::Error> {
    let field: String = row.cell("field")?;
    Ok(Correction {
        field: CorrectedField::find(&field).ok_or_else(|| rows::unreadable("field", &field))?,
        before: row.cell("before")?,
        after: row.cell("after")?,
        note: row.cell("note")?,
        at: rows::moment("made_ms", row.cell("made_ms")?)?,
    })
}

/// Lets what was corrected about an article hold for the state of its text that was just stored.
pub(in crate::storage) async fn reapply(
    connection: &mut SqliteConnection,
    article: &ArticleId,
    revision: RevisionId,
) -> Result<(), sqlx::Error> {
    let made = sqlx::query(
        "SELECT words, field, before, after, after_id, note, made_ms FROM correction WHERE article = $1 ORDER BY id",
    )
    .bind(&article.0)
    .fetch_all(&mut *connection)
    .await?;
    if made.is_empty() {
        return Ok(());
    }
    for row in &made {
        let correction = correction(row)?;
        let Some(words) = row.try_get::<Option<String>, _>("words")? else {
            set(connection, &article.0, &correction).await?;
            continue;
        };
        let select = format!(
            "SELECT s.revision, $1 AS article, {} FROM statement s WHERE s.revision = $2 AND s.text = $3",
            rows::STATEMENT
        );
        let same = sqlx::query(sqlx::AssertSqlSafe(select))
            .bind(&article.0)
            .bind(revision.0)
            .bind(words)
            .fetch_all(&mut *connection)
            .await?;
        for same in &same {
            let mut placed = of_row(same)?;
            match correction.field {
                CorrectedField::Removed => {
                    set_removed(connection, placed.id, Some(correction.at)).await?;
                }
                CorrectedField::Reinstated => set_removed(connection, placed.id, None).await?,
                CorrectedField::Speaker | CorrectedField::Outlet | CorrectedField::Published => {
                    let id = row.try_get::<Option<String>, _>("after_id")?;
                    name(&mut placed, correction.after.clone(), id.map(SpeakerId));
                    rewrite(connection, &placed).await?;
                }
            }
        }
    }
    touch(connection, &article.0).await
}

/// A correction, and of which words in its article; `None` where it is about the article as a whole.
pub(in crate::storage) type Made = (Option<String>, Correction);

/// What was corrected about an article, and in it about statements of which words. What can be found again has its removal
/// among these.
pub(in crate::storage) fn of_article(
    connection: &Connection,
    article: &ArticleId,
) -> Result<Vec<Made>, sqlx::Error> {
    let mut select = connection
        .prepare_cached(
            "SELECT words, field, before, after, note, made_ms FROM correction WHERE article = $1 ORDER BY id",
        )
        .map_err(decoded)?;
    let places = Places::of(&select);
    let mut cursor = select.query([&article.0]).map_err(decoded)?;
    let mut found = Vec::new();
    while let Some(row) = cursor.next().map_err(decoded)? {
        let row = Located {
            row,
            places: &places,
        };
        found.push((row.cell("words")?, correction(&row)?));
    }
    Ok(found)
}
