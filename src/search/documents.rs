//! From an article to the documents that stand for it.

use std::ops::Range;

use jiff::civil::Date;
use tantivy::TantivyDocument;

use crate::domain::{Article, Attribution, Statement, StatementKind};
use crate::ports::{IndexedArticle, IndexedStatement};
use crate::text::{Analyser, Term, analyser_of, fingerprint, fold, name_terms};

use super::analysis::{append, append_close};
use super::schema::{ARTICLE, Fields, STATEMENT};

/// How often a statement's own words stand in the field of everything that it is found by. What surrounds them stands
/// there once.
const OWN_WORDS: usize = 2;

/// How often an article's title stands in the field of its text: it says in a few words what the text is about.
const TITLES: usize = 3;

/// The days from 1970 to `date`.
pub(super) fn day_number(date: Date) -> i64 {
    i64::from((date - jiff::civil::date(1970, 1, 1)).get_days())
}

/// The number that stands for a kind in the index.
pub(super) fn kind_code(kind: StatementKind) -> u64 {
    match kind {
        StatementKind::Quotation => 1,
        StatementKind::Block => 2,
        StatementKind::Post => 3,
        StatementKind::Release => 4,
        StatementKind::Reported => REPORTED,
    }
}

/// [`kind_code`] of indirect speech.
pub(super) const REPORTED: u64 = 5;

/// Every document that stands for the article: itself, then its statements.
pub(super) fn documents(fields: &Fields, indexed: &IndexedArticle) -> Vec<TantivyDocument> {
    let IndexedArticle {
        article,
        revision: _,
        document,
        statements,
    } = indexed;
    let analyser = analyser_of(article.language.code(), &document.text);
    let title = document.title.as_ref().or(article.title.as_ref());
    let title: Vec<String> = title
        .map(|title| terms(analyser, title))
        .unwrap_or_default();
    let mut made = Vec::with_capacity(statements.len() + 1);

    let mut whole = common(fields, article);
    whole.add_text(fields.document, ARTICLE);
    let mut text = String::with_capacity(document.text.len());
    for _ in 0..TITLES {
        append_close(&mut text, title.iter().map(String::as_str));
    }
    let body = analyser.terms(&document.text);
    append_close(&mut text, texts(&body));
    whole.add_text(fields.text, &text);
    whole.add_i64(fields.statement, 0);
    whole.add_u64(fields.kind, 0);
    whole.add_i64(fields.said, day_number(published_day(article)));
    whole.add_u64(fields.fingerprint, 0);
    whole.add_u64(fields.voice, 0);
    whole.add_u64(fields.place, 0);
    made.push(whole);

    for (place, found) in (1..).zip(statements) {
        let mut document = statement_document(fields, article, found, &body, &title, analyser);
        document.add_u64(fields.place, place);
        made.push(document);
    }
    made
}

fn statement_document(
    fields: &Fields,
    article: &Article,
    found: &IndexedStatement,
    body: &[Term],
    title: &[String],
    analyser: &Analyser,
) -> TantivyDocument {
    let IndexedStatement {
        id,
        fingerprint: same,
        statement,
    } = found;
    let Statement {
        range,
        text: own,
        kind,
        attribution,
        said_on,
        paragraph,
        utterance: _,
    } = statement;
    let Attribution {
        speaker,
        speaker_id,
        as_written,
        cue: _,
        confidence: _,
    } = attribution;

    let own_terms = within(body, range);
    let mut words_of = String::with_capacity(own.len());
    append(&mut words_of, own_terms);

    let mut all = String::with_capacity(3 * own.len());
    for _ in 0..OWN_WORDS {
        append_close(&mut all, texts(own_terms));
    }
    for around in [paragraph.start..range.start, range.end..paragraph.end] {
        append_close(&mut all, texts(within(body, &around)));
    }
    let written = as_written
        .as_ref()
        .filter(|&written| Some(written) != speaker.as_ref());
    for name in [speaker.as_ref(), written].into_iter().flatten() {
        let name = terms(analyser, name);
        append_close(&mut all, name.iter().map(String::as_str));
    }
    append_close(&mut all, title.iter().map(String::as_str));

    let voice = speaker.as_deref().map_or(0, fingerprint);
    let mut document = common(fields, article);
    document.add_text(fields.document, STATEMENT);
    document.add_i64(fields.statement, id.0);
    document.add_text(fields.words, &words_of);
    document.add_text(fields.all, &all);
    if let Some(id) = speaker_id {
        document.add_text(fields.speaker, &id.0);
    }
    if let Some(name) = speaker {
        let mut names = String::with_capacity(name.len());
        for term in name_terms(name) {
            append_close(&mut names, [term.as_str()]);
        }
        document.add_text(fields.name, &names);
    }
    document.add_u64(fields.kind, kind_code(*kind));
    let said = said_on.map_or_else(|| published_day(article), |said| said.date);
    document.add_i64(fields.said, day_number(said));
    document.add_u64(fields.fingerprint, same.cast_unsigned());
    document.add_u64(fields.voice, voice);
    document
}

/// What statements and articles have in common.
fn common(fields: &Fields, article: &Article) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.article, &article.id.0);
    if let Some(outlet) = &article.outlet {
        document.add_text(fields.outlet, fold(outlet));
    }
    let publisher = article.outlet.as_deref().map_or(0, fingerprint);
    document.add_u64(fields.publisher, publisher);
    document.add_i64(fields.published, article.appeared().as_second());
    document
}

fn published_day(article: &Article) -> Date {
    article.published.map_or_else(
        || {
            article
                .first_seen
                .to_zoned_datetime(jiff::tz::TimeZone::UTC)
                .date()
        },
        |when| when.date(),
    )
}

/// The terms of the words that begin in a range of the text.
fn within<'t>(terms: &'t [Term], range: &Range<usize>) -> &'t [Term] {
    let from = terms.partition_point(|term| term.start < range.start);
    let to = terms.partition_point(|term| term.start < range.end);
    terms.get(from..to).unwrap_or_default()
}

fn texts(terms: &[Term]) -> impl Iterator<Item = &str> {
    terms.iter().map(|term| term.text.as_str())
}

fn terms(analyser: &Analyser, text: &str) -> Vec<String> {
    analyser
        .terms(text)
        .into_iter()
        .map(|term| term.text)
        .collect()
}
