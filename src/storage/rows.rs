//! Rows to words of the domain, and back. A column that holds what no version wrote is an error, never a guess.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::cells::Cells;
use crate::domain::{
    Article, ArticleId, Attribution, Conversation, Document, Language, Mark, Platform, Precision,
    Revision, RevisionId, SaidOn, SpeakerId, Statement, StatementKind, When,
};

/// All that [`article`] reads, of the table named `a`.
pub(super) const ARTICLE: &str = "a.id, a.url, a.outlet, a.title, a.authors, a.published_ms, a.published_precision, \
     a.published_ahead, a.modified_ms, a.modified_precision, a.modified_ahead, a.first_seen_ms, a.language";

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
    row: &impl Cells,
    column: &str,
) -> Result<Option<Timestamp>, sqlx::Error> {
    row.cell::<Option<i64>>(column)?
        .map(|milliseconds| moment(column, milliseconds))
        .transpose()
}

pub(super) fn json(value: &impl Serialize) -> Result<String, sqlx::Error> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

pub(super) fn parsed<T: DeserializeOwned>(
    row: &impl Cells,
    column: &str,
) -> Result<T, sqlx::Error> {
    let text: String = row.cell(column)?;
    serde_json::from_str(&text).map_err(|_| unreadable(column, &text))
}

pub(super) fn parsed_if_any<T: DeserializeOwned>(
    row: &impl Cells,
    column: &str,
) -> Result<Option<T>, sqlx::Error> {
    row.cell::<Option<String>>(column)?
        .map(|text| serde_json::from_str(&text).map_err(|_| unreadable(column, &text)))
        .transpose()
}

/// A conversation's thread as a column holds it.
pub(super) fn thread(conversation: &Conversation) -> &str {
    conversation.thread.as_deref().unwrap_or_default()
}

/// The columns platform, place and thread.
pub(super) fn conversation(row: &impl Cells) -> Result<Conversation, sqlx::Error> {
    let name: String = row.cell("platform")?;
    let thread: String = row.cell("thread")?;
    Ok(Conversation {
        platform: Platform::find(&name).ok_or_else(|| unreadable("platform", &name))?,
        place: row.cell("place")?,
        thread: (!thread.is_empty()).then_some(thread),
    })
}

fn when(row: &impl Cells, [at, precision, ahead]: [&str; 3]) -> Result<Option<When>, sqlx::Error> {
    let Some(milliseconds) = row.cell::<Option<i64>>(at)? else {
        return Ok(None);
    };
    let name: String = row.cell(precision)?;
    Ok(Some(When {
        at: moment(at, milliseconds)?,
        precision: Precision::find(&name).ok_or_else(|| unreadable(precision, &name))?,
        ahead: row.cell(ahead)?,
    }))
}

pub(super) fn article(row: &impl Cells) -> Result<Article, sqlx::Error> {
    let authors: String = row.cell("authors")?;
    Ok(Article {
        id: ArticleId(row.cell("id")?),
        url: row.cell("url")?,
        outlet: row.cell("outlet")?,
        title: row.cell("title")?,
        authors: serde_json::from_str(&authors).map_err(|_| unreadable("authors", &authors))?,
        published: when(
            row,
            ["published_ms", "published_precision", "published_ahead"],
        )?,
        modified: when(row, ["modified_ms", "modified_precision", "modified_ahead"])?,
        first_seen: moment("first_seen_ms", row.cell("first_seen_ms")?)?,
        language: Language::new(row.cell::<String>("language")?.as_str()),
    })
}

/// A revision with the article it belongs to, and the two columns by which it is checked.
pub(super) fn revision(row: &impl Cells, article: &Article) -> Result<SealedRevision, sqlx::Error> {
    let marks: String = row.cell("marks")?;
    let read: Vec<Mark> = serde_json::from_str(&marks).map_err(|_| unreadable("marks", &marks))?;
    Ok(SealedRevision {
        fingerprint: row.cell("revision_fingerprint")?,
        marks,
        revision: Revision {
            id: RevisionId(row.cell("revision_id")?),
            article: article.id.clone(),
            number: row.cell("number")?,
            seen: moment("seen_ms", row.cell("seen_ms")?)?,
            document: Document {
                title: row.cell("revision_title")?,
                text: row.cell("revision_text")?,
                marks: read,
                language: article.language.clone(),
                published: article.published,
                outlet: article.outlet.clone(),
                sole_speaker: row.cell("sole_speaker")?,
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

fn place(row: &impl Cells, column: &str) -> Result<usize, sqlx::Error> {
    let value: i64 = row.cell(column)?;
    usize::try_from(value).map_err(|_| unreadable(column, &value.to_string()))
}

fn said_on(row: &impl Cells) -> Result<Option<SaidOn>, sqlx::Error> {
    let Some(day) = row.cell::<Option<String>>("said_on")? else {
        return Ok(None);
    };
    let precision: String = row.cell("said_precision")?;
    Ok(Some(SaidOn {
        date: day
            .parse::<Date>()
            .map_err(|_| unreadable("said_on", &day))?,
        precision: Precision::find(&precision)
            .ok_or_else(|| unreadable("said_precision", &precision))?,
        stated: row.cell("said_stated")?,
    }))
}

pub(super) fn statement(row: &impl Cells) -> Result<Statement, sqlx::Error> {
    let kind: String = row.cell("kind")?;
    let utterance: i64 = row.cell("utterance")?;
    Ok(Statement {
        range: place(row, "first_byte")?..place(row, "end_byte")?,
        text: row.cell("text")?,
        kind: StatementKind::find(&kind).ok_or_else(|| unreadable("kind", &kind))?,
        attribution: Attribution {
            speaker: row.cell("speaker")?,
            speaker_id: row.cell::<Option<String>>("speaker_id")?.map(SpeakerId),
            as_written: row.cell("as_written")?,
            cue: row.cell("cue")?,
            confidence: row.cell::<f64>("confidence")? as f32,
        },
        said_on: said_on(row)?,
        paragraph: place(row, "paragraph_first")?..place(row, "paragraph_end")?,
        utterance: u32::try_from(utterance)
            .map_err(|_| unreadable("utterance", &utterance.to_string()))?,
    })
}
