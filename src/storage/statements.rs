//! Statements as an answer needs them, checked before they leave the record.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, LazyLock, OnceLock};

use rusqlite::Connection;

use super::administration;
use super::cells::{Cells, Located, Places, decoded};
use super::quick::Quick;
use super::rows::{self, SealedRevision};
use super::seal;
use crate::domain::statement::verify;
use crate::domain::{
    Article, Carrier, Piece, QuotedStatement, Statement, StatementId, VerbatimError,
};
use crate::ports::Damaged;
use crate::threads;

/// Carriers that are read of each statement: what is beyond is not counted.
const CARRIERS: i64 = 1_000;

/// Fewer are read before anybody else has begun.
const SHARED: usize = 4;

/// A statement as it is quoted, or why it can't be.
type Quoted = Result<QuotedStatement, Damaged>;

/// These statements, in their order, but for those that are no more. Each is read as of one moment.
pub(super) fn quoted(
    readers: &Arc<Quick>,
    ids: &[StatementId],
) -> Result<Vec<Quoted>, sqlx::Error> {
    let reading = Reading {
        readers: Arc::clone(readers),
        ids: ids.to_vec(),
        next: AtomicUsize::new(0),
    };
    let read = match ids.len() {
        0 => Vec::new(),
        1..SHARED => vec![reading.read()],
        _ => threads::share(move || reading.read()),
    };
    let mut statements = Vec::with_capacity(ids.len());
    for read in read {
        statements.append(&mut read?);
    }
    statements.sort_unstable_by_key(|(place, _)| *place);
    Ok(statements.into_iter().map(|(_, quoted)| quoted).collect())
}

/// Statements that several read. Whoever takes part reads the next, until there is none.
struct Reading {
    readers: Arc<Quick>,
    ids: Vec<StatementId>,
    next: AtomicUsize,
}

impl Reading {
    /// Those that nobody else took, each with its place.
    fn read(&self) -> Result<Vec<(usize, Quoted)>, sqlx::Error> {
        self.readers.read(|connection| {
            let mut read = Vec::with_capacity(self.ids.len());
            loop {
                let place = self.next.fetch_add(1, Relaxed);
                let Some(id) = self.ids.get(place) else {
                    return Ok(read);
                };
                if let Some(row) = row_of(connection, *id)? {
                    read.push((place, whole(connection, row)?));
                }
            }
        })
    }
}

/// A statement with all that is shown of it.
fn whole(connection: &Connection, row: Read) -> Result<Quoted, sqlx::Error> {
    // Most statements are whole and carried once: what is there for the others is read only for them.
    let pieces = match row.in_pieces {
        true => pieces_of(connection, &row)?,
        false => Vec::new(),
    };
    let carrying = match row.repeated {
        true => carrying(connection, &row)?,
        false => Carrying::default(),
    };
    let corrections = match row.corrected {
        true => administration::of_article(connection, &row.article.id)?,
        false => Vec::new(),
    };
    let (statement, article) = (row.id, row.article.id.clone());
    Ok(
        assemble(row, &pieces, carrying, corrections).map_err(|reason| Damaged {
            statement,
            article,
            reason,
        }),
    )
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

fn read(row: &impl Cells) -> Result<Read, sqlx::Error> {
    let article = rows::article(row)?;
    Ok(Read {
        id: StatementId(row.cell("statement_id")?),
        sealed: rows::revision(row, &article)?,
        article,
        fingerprint: row.cell("fingerprint")?,
        utterance: row.cell("utterance")?,
        seal: row.cell("seal")?,
        // What can't be read was altered: that is this statement's damage, not the whole answer's.
        statement: rows::statement(row).ok(),
        in_pieces: row.cell("in_pieces")?,
        repeated: row.cell("repeated")?,
        corrected: row.cell("corrected")?,
    })
}

/// A statement's row, if it is still there.
fn row_of(connection: &Connection, id: StatementId) -> Result<Option<Read>, sqlx::Error> {
    static SELECT: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {}, {}, {}, s.in_pieces, s.repeated, \
             EXISTS (SELECT 1 FROM correction k WHERE k.article = a.id) AS corrected \
             FROM statement s JOIN revision r ON r.id = s.revision JOIN article a ON a.id = r.article \
             WHERE a.removed_ms IS NULL AND s.removed_ms IS NULL AND s.id = $1",
            rows::STATEMENT,
            rows::REVISION,
            rows::ARTICLE
        )
    });
    static PLACES: OnceLock<Places> = OnceLock::new();
    let mut statement = connection.prepare_cached(&SELECT).map_err(decoded)?;
    let places = PLACES.get_or_init(|| Places::of(&statement));
    let mut cursor = statement.query([id.0]).map_err(decoded)?;
    let row = cursor.next().map_err(decoded)?;
    row.map(|row| read(&Located { row, places })).transpose()
}

/// The other pieces of the utterance that a statement belongs to.
fn pieces_of(connection: &Connection, of: &Read) -> Result<Vec<Statement>, sqlx::Error> {
    static SELECT: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {} FROM statement s WHERE s.revision = $1 AND s.utterance = $2 AND s.id <> $3 AND s.removed_ms IS NULL",
            rows::STATEMENT
        )
    });
    let revision = of.sealed.revision.id;
    let mut statement = connection.prepare_cached(&SELECT).map_err(decoded)?;
    let places = Places::of(&statement);
    let mut cursor = statement
        .query([revision.0, of.utterance, of.id.0])
        .map_err(decoded)?;
    let mut pieces = Vec::new();
    while let Some(row) = cursor.next().map_err(decoded)? {
        let row = Located {
            row,
            places: &places,
        };
        let Ok(piece) = rows::statement(&row) else {
            continue;
        };
        if seal::seal(revision, &piece) == row.cell::<i64>("seal")? {
            pieces.push(piece);
        }
    }
    Ok(pieces)
}

/// The articles whose current text carries a statement's words.
#[derive(Default)]
struct Carrying {
    /// The earliest first.
    carriers: Vec<Carrier>,
    /// What the statement's speaker says in the first of those that had it before its own article did.
    first: Option<StatementId>,
}

fn carrying(connection: &Connection, of: &Read) -> Result<Carrying, sqlx::Error> {
    static SELECT: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT s.id AS statement_id, s.text AS words, s.speaker, {} \
             FROM statement s JOIN article a ON a.revision = s.revision \
             WHERE a.removed_ms IS NULL AND s.removed_ms IS NULL AND s.fingerprint = $1 \
             ORDER BY COALESCE(a.published_ms, a.first_seen_ms), a.first_seen_ms, s.id LIMIT $2",
            rows::ARTICLE
        )
    });
    let mut statement = connection.prepare_cached(&SELECT).map_err(decoded)?;
    let places = Places::of(&statement);
    let mut cursor = statement
        .query([of.fingerprint, CARRIERS])
        .map_err(decoded)?;
    let speaker = of.statement.as_ref().map(|own| &own.attribution.speaker);
    let mut carrying = Carrying::default();
    while let Some(row) = cursor.next().map_err(decoded)? {
        let row = Located {
            row,
            places: &places,
        };
        let article = rows::article(&row)?;
        if carrying.first.is_none()
            && article.appeared() < of.article.appeared()
            && speaker == Some(&row.cell("speaker")?)
        {
            carrying.first = Some(StatementId(row.cell("statement_id")?));
        }
        // An article that repeats the words carries them once.
        let carriers = &mut carrying.carriers;
        if !carriers.iter().any(|carrier| carrier.article == article.id) {
            carriers.push(carrier(&article, row.cell("words")?));
        }
    }
    Ok(carrying)
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
    others: &[Statement],
    carrying: Carrying,
    corrections: Vec<administration::Made>,
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
    let mut all: Vec<&Statement> = others.iter().collect();
    all.retain(|piece| piece.range != statement.range);
    all.push(&statement);
    all.sort_by_key(|piece| piece.range.start);
    let pieces = pieces_in(text, &all)?;
    let Carrying {
        mut carriers,
        first,
    } = carrying;
    if carriers.is_empty() {
        carriers.push(carrier(&read.article, statement.text.clone()));
    }
    let corrections = corrections
        .into_iter()
        .filter(|(words, _)| words.as_ref().is_none_or(|words| *words == statement.text))
        .map(|(_, correction)| correction)
        .collect();
    Ok(QuotedStatement {
        id: read.id,
        article: read.article,
        revision,
        paragraph,
        pieces,
        carriers,
        first_carried: first,
        corrections,
        statement,
    })
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
