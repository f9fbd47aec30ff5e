//! Statements as JSON tells them, whatever command they answer.

use serde::Serialize;

use crate::domain::{Carrier, Passage, QuotedStatement, Roster, SaidOn};
use crate::text::passage_link;

/// A statement with its source.
#[derive(Serialize)]
pub(super) struct ToldStatement<'a> {
    article: &'a str,
    start: usize,
    end: usize,
    /// The exact words, piece by piece where others stand in between.
    pieces: Vec<&'a str>,
    kind: &'static str,
    speaker: Option<&'a str>,
    role: Option<&'a str>,
    said_on: Option<SaidOn>,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    published: Option<String>,
    link: Option<String>,
    carriers: Vec<ToldCarrier<'a>>,
}

/// An article that has the same words.
#[derive(Serialize)]
pub(super) struct ToldCarrier<'a> {
    article: &'a str,
    outlet: Option<&'a str>,
    published: Option<String>,
    url: Option<&'a str>,
}

impl<'a> ToldCarrier<'a> {
    pub(super) fn of(carrier: &'a Carrier) -> Self {
        Self {
            article: &carrier.article.0,
            outlet: carrier.outlet.as_deref(),
            published: carrier.published.map(|when| when.date().to_string()),
            url: carrier.url.as_deref(),
        }
    }
}

impl<'a> ToldStatement<'a> {
    pub(super) fn of(quoted: &'a QuotedStatement, roster: &'a Roster) -> Self {
        let statement = &quoted.statement;
        let mut pieces: Vec<&str> = quoted
            .pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        if pieces.is_empty() {
            pieces.push(&statement.text);
        }
        Self {
            article: &quoted.article.id.0,
            start: statement.range.start,
            end: statement.range.end,
            pieces,
            kind: statement.kind.name(),
            speaker: statement.attribution.speaker.as_deref(),
            role: quoted.role(roster),
            said_on: statement.said_on,
            outlet: quoted.article.outlet.as_deref(),
            title: quoted.article.title.as_deref(),
            published: quoted.article.published.map(|when| when.date().to_string()),
            link: quoted
                .article
                .url
                .as_deref()
                .map(|url| passage_link(url, &statement.text)),
            carriers: quoted.carriers.iter().map(ToldCarrier::of).collect(),
        }
    }
}

/// A passage with its source.
#[derive(Serialize)]
pub(super) struct ToldPassage<'a> {
    article: &'a str,
    start: usize,
    end: usize,
    kind: &'static str,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    published: Option<String>,
    link: Option<String>,
}

impl<'a> ToldPassage<'a> {
    pub(super) fn of(passage: &'a Passage) -> Self {
        let article = &passage.article;
        Self {
            article: &article.id.0,
            start: passage.range.start,
            end: passage.range.end,
            kind: "passage",
            outlet: article.outlet.as_deref(),
            title: article.title.as_deref(),
            published: article.published.map(|when| when.date().to_string()),
            link: article
                .url
                .as_deref()
                .map(|url| passage_link(url, &passage.text)),
        }
    }
}
