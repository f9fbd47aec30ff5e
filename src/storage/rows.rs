//! Rows to words of the domain, and back. A column that holds what no version wrote is an error, never a guess.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::domain::{
    Article, ArticleId, Attribution, Conversation, Document, Language, Mark, Platform, Precision,
    Revision, RevisionId, SaidOn, SpeakerId, Statement, StatementKind, When,
};

/// All that [`article`] reads, of the table named `a`.
pub(super) const ARTICLE: &str = "a.id, a.url, a.outlet, a.title, a.authors, a.published_ms, a.published_precision, \
     a.modified_ms, a.modified_precision, a.first_seen_ms, a.language";

/// All that [`revision`] reads beside the article, of the table named `r`.
pub(super) const REVISION: &str = "r.id AS revision_id, r.number, r.seen_ms, r.fingerprint AS revision_fingerprint, \
     r.title AS revision_title, r.text AS revision_text, r.marks, r.sole_speaker";

/// All that [`statement`] reads, of the table named `s`.
pub(super) const STATEMENT: &str = "s.id AS statement_id, s.first_byte, s.end_byte, s.text, s.kind, s.speaker, \
     s.speaker_id, s.as_written, s.cue, s.confidence, s.said_on, s.said_precision, s.said_stated, s.paragraph_first, \
     s.paragraph_end, s.utterance, s.fingerprint, s.seal";

pub(super) fn unreadable(column: &str, value: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("the column {column} holds {value:?}").into())
}

pub(super) fn milliseconds(moment: Timestamp) -> i64 {
    moment.as_millisecond()
}

pub(super) fn moment(column: &str, milliseconds: i64) -> Result<Timestamp, sqlx::Error> {
    Timestamp::from_millisecond(milliseconds)
        .map_err(|_| unreadable(column, &milliseconds.to_string()))
}

pub(super) fn moment_if_any(
    row: &SqliteRow,
    column: &str,
) -> Result<Option<Timestamp>, sqlx::Error> {
    row.try_get::<Option<i64>, _>(column)?
        .map(|milliseconds| moment(column, milliseconds))
        .transpose()
}

pub(super) fn json(value: &impl Serialize) -> Result<String, sqlx::Error> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

pub(super) fn parsed<T: DeserializeOwned>(row: &SqliteRow, column: &str) -> Result<T, sqlx::Error> {
    let text: String = row.try_get(column)?;
    serde_json::from_str(&text).map_err(|_| unreadable(column, &text))
}

pub(super) fn parsed_if_any<T: DeserializeOwned>(
    row: &SqliteRow,
    column: &str,
) -> Result<Option<T>, sqlx::Error> {
    row.try_get::<Option<String>, _>(column)?
        .map(|text| serde_json::from_str(&text).map_err(|_| unreadable(column, &text)))
        .transpose()
}

/// A conversation's thread as a column holds it.
pub(super) fn thread(conversation: &Conversation) -> &str {
    conversation.thread.as_deref().unwrap_or_default()
}

/// The columns platform, place and thread.
pub(super) fn conversation(row: &SqliteRow) -> Result<Conversation, sqlx::Error> {
    let name: String = row.try_get("platform")?;
    let thread: String = row.try_get("thread")?;
    Ok(Conversation {
        platform: Platform::find(&name).ok_or_else(|| unreadable("platform", &name))?,
        place: row.try_get("place")?,
        thread: (!thread.is_empty()).then_some(thread),
    })
}

fn when(row: &SqliteRow, at: &str, precision: &str) -> Result<Option<When>, sqlx::Error> {
    let Some(milliseconds) = row.try_get::<Option<i64>, _>(at)? else {
        return Ok(None);
    };
    let name: String = row.try_get(precision)?;
    Ok(Some(When {
        at: moment(at, milliseconds)?,
        precision: Precision::find(&name).ok_or_else(|| unreadable(precision, &name))?,
    }))
}

pub(super) fn article(row: &SqliteRow) -> Result<Article, sqlx::Error> {
    let authors: String = row.try_get("authors")?;
    Ok(Article {
        id: ArticleId(row.try_get("id")?),
        url: row.try_get("url")?,
        outlet: row.try_get("outlet")?,
        title: row.try_get("title")?,
        authors: serde_json::from_str(&authors).map_err(|_| unreadable("authors", &authors))?,
        published: when(row, "published_ms", "published_precision")?,
        modified: when(row, "modified_ms", "modified_precision")?,
        first_seen: moment("first_seen_ms", row.try_get("first_seen_ms")?)?,
        language: Language::new(row.try_get("language")?),
    })
}

/// A revision with the article it belongs to, and the two columns by which it is checked.
pub(super) fn revision(row: &SqliteRow, article: &Article) -> Result<SealedRevision, sqlx::Error> {
    let marks: String = row.try_get("marks")?;
    let read: Vec<Mark> = serde_json::from_str(&marks).map_err(|_| unreadable("marks", &marks))?;
    Ok(SealedRevision {
        fingerprint: row.try_get("revision_fingerprint")?,
        marks,
        revision: Revision {
            id: RevisionId(row.try_get("revision_id")?),
            article: article.id.clone(),
            number: row.try_get("number")?,
            seen: moment("seen_ms", row.try_get("seen_ms")?)?,
            document: Document {
                title: row.try_get("revision_title")?,
                text: row.try_get("revision_text")?,
                marks: read,
                language: article.language.clone(),
                published: article.published,
                outlet: article.outlet.clone(),
                sole_speaker: row.try_get("sole_speaker")?,
            },
        },
    })
}

/// A revision as it is stored.
pub(super) struct SealedRevision {
    pub(super) fingerprint: String,
    pub(super) marks: String,
    pub(super) revision: Revision,
}

impl SealedRevision {
    /// Whether the text is as it was stored.
    pub(super) fn is_sound(&self) -> bool {
        super::seal::fingerprint(&self.revision.document, &self.marks) == self.fingerprint
    }
}

fn place(row: &SqliteRow, column: &str) -> Result<usize, sqlx::Error> {
    let value: i64 = row.try_get(column)?;
    usize::try_from(value).map_err(|_| unreadable(column, &value.to_string()))
}

fn said_on(row: &SqliteRow) -> Result<Option<SaidOn>, sqlx::Error> {
    let Some(day) = row.try_get::<Option<String>, _>("said_on")? else {
        return Ok(None);
    };
    let precision: String = row.try_get("said_precision")?;
    Ok(Some(SaidOn {
        date: day
            .parse::<Date>()
            .map_err(|_| unreadable("said_on", &day))?,
        precision: Precision::find(&precision)
            .ok_or_else(|| unreadable("said_precision", &precision))?,
        stated: row.try_get("said_stated")?,
    }))
}

pub(super) fn statement(row: &SqliteRow) -> Result<Statement, sqlx::Error> {
    let kind: String = row.try_get("kind")?;
    let utterance: i64 = row.try_get("utterance")?;
    Ok(Statement {
        range: place(row, "first_byte")?..place(row, "end_byte")?,
        text: row.try_get("text")?,
        kind: StatementKind::find(&kind).ok_or_else(|| unreadable("kind", &kind))?,
        attribution: Attribution {
            speaker: row.try_get("speaker")?,
            speaker_id: row
                .try_get::<Option<String>, _>("speaker_id")?
                .map(SpeakerId),
            as_written: row.try_get("as_written")?,
            cue: row.try_get("cue")?,
            confidence: row.try_get::<f64, _>("confidence")? as f32,
        },
        said_on: said_on(row)?,
        paragraph: place(row, "paragraph_first")?..place(row, "paragraph_end")?,
        utterance: u32::try_from(utterance)
            .map_err(|_| unreadable("utterance", &utterance.to_string()))?,
    })
}
