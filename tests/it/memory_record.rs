//! A record that lives in memory: what the index and the answers need of one.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

use async_trait::async_trait;
use jiff::Timestamp;
use verbatim::domain::statement::verify;
use verbatim::domain::{
    Article, ArticleId, Carrier, Freshness, Piece, QuotedStatement, Revision, RevisionId,
    Statement, StatementId,
};
use verbatim::ports::{
    Change, Damaged, Incoming, IndexedArticle, Position, Record, RecordError, SourceState, Stored,
};
use verbatim::text::fingerprint;

/// Articles and the changes that led to them.
#[derive(Default)]
pub struct MemoryRecord {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    articles: BTreeMap<ArticleId, IndexedArticle>,
    places: HashMap<StatementId, ArticleId>,
    same_words: HashMap<u64, Vec<StatementId>>,
    changes: Vec<Change>,
    statements: i64,
    revisions: i64,
}

impl MemoryRecord {
    /// Damages a stored text, as a broken disk might.
    pub fn overwrite_text(&self, id: &ArticleId, text: &str) {
        let mut state = self.state.lock().unwrap();
        state.articles.get_mut(id).unwrap().document.text = text.to_owned();
    }

    /// Forgets an article.
    pub fn remove(&self, id: &ArticleId) {
        let mut state = self.state.lock().unwrap();
        state.articles.remove(id);
        state.changes.push(Change::Removed(id.clone()));
    }
}

impl State {
    fn put(&mut self, incoming: Incoming) -> Stored {
        let id = incoming.article.id.clone();
        let stored = match self.articles.get(&id) {
            None => Stored::New,
            Some(known) if known.document == incoming.document => return Stored::Unchanged,
            Some(_) => Stored::Changed,
        };
        self.revisions += 1;
        let first = self.statements;
        self.statements += incoming.statements.len() as i64;
        let indexed = IndexedArticle {
            article: incoming.article,
            revision: RevisionId(self.revisions),
            document: incoming.document,
            statements: (first..)
                .map(StatementId)
                .zip(incoming.statements)
                .collect(),
        };
        for (id, statement) in &indexed.statements {
            self.places.insert(*id, indexed.article.id.clone());
            let same = self.same_words.entry(fingerprint(&statement.text));
            same.or_default().push(*id);
        }
        self.changes.push(Change::Put(Box::new(indexed.clone())));
        self.articles.insert(id, indexed);
        stored
    }

    fn find(&self, id: StatementId) -> Option<(&IndexedArticle, &Statement)> {
        let indexed = self.articles.get(self.places.get(&id)?)?;
        let (_, statement) = indexed.statements.iter().find(|(own, _)| *own == id)?;
        Some((indexed, statement))
    }

    fn quoted(&self, id: StatementId) -> Option<Result<QuotedStatement, Damaged>> {
        let (indexed, statement) = self.find(id)?;
        let text = &indexed.document.text;
        if let Err(reason) = verify(text, &statement.range, &statement.text) {
            return Some(Err(Damaged {
                statement: id,
                article: indexed.article.id.clone(),
                reason,
            }));
        }
        let mut pieces: Vec<Piece> = Vec::new();
        for (_, piece) in &indexed.statements {
            if piece.utterance == statement.utterance {
                let after_gap = pieces.last().is_some_and(|last: &Piece| {
                    !text[last.range.end..piece.range.start].trim().is_empty()
                });
                pieces.push(Piece {
                    range: piece.range.clone(),
                    text: piece.text.clone(),
                    after_gap,
                });
            }
        }
        let mut carriers: Vec<Carrier> = self.same_words[&fingerprint(&statement.text)]
            .iter()
            .filter_map(|id| self.find(*id))
            .map(|(carrier, other)| Carrier {
                article: carrier.article.id.clone(),
                outlet: carrier.article.outlet.clone(),
                title: carrier.article.title.clone(),
                url: carrier.article.url.clone(),
                published: carrier.article.published,
                first_seen: carrier.article.first_seen,
                text: other.text.clone(),
            })
            .collect();
        carriers
            .sort_by_key(|carrier| carrier.published.map_or(carrier.first_seen, |when| when.at));
        Some(Ok(QuotedStatement {
            id,
            article: indexed.article.clone(),
            revision: indexed.revision,
            statement: statement.clone(),
            paragraph: text[statement.paragraph.clone()].to_owned(),
            pieces,
            carriers,
        }))
    }
}

#[async_trait]
impl Record for MemoryRecord {
    async fn store(
        &self,
        articles: Vec<Incoming>,
        _now: Timestamp,
    ) -> Result<Vec<Stored>, RecordError> {
        let mut state = self.state.lock().unwrap();
        Ok(articles
            .into_iter()
            .map(|article| state.put(article))
            .collect())
    }

    async fn has_revision(&self, _: &ArticleId, _: &str) -> Result<bool, RecordError> {
        Ok(false)
    }

    async fn quoted(
        &self,
        ids: &[StatementId],
    ) -> Result<Vec<Result<QuotedStatement, Damaged>>, RecordError> {
        let state = self.state.lock().unwrap();
        Ok(ids.iter().filter_map(|id| state.quoted(*id)).collect())
    }

    async fn texts(&self, ids: &[ArticleId]) -> Result<Vec<(Article, Revision)>, RecordError> {
        let state = self.state.lock().unwrap();
        Ok(ids
            .iter()
            .filter_map(|id| state.articles.get(id))
            .map(|indexed| {
                let revision = Revision {
                    id: indexed.revision,
                    article: indexed.article.id.clone(),
                    number: 1,
                    seen: indexed.article.first_seen,
                    document: indexed.document.clone(),
                };
                (indexed.article.clone(), revision)
            })
            .collect())
    }

    async fn changes_after(
        &self,
        position: Position,
        limit: usize,
    ) -> Result<Vec<(Position, Change)>, RecordError> {
        let state = self.state.lock().unwrap();
        Ok((1..)
            .map(Position)
            .zip(state.changes.iter().cloned())
            .filter(|(at, _)| *at > position)
            .take(limit)
            .collect())
    }

    async fn position(&self) -> Result<Position, RecordError> {
        Ok(Position(self.state.lock().unwrap().changes.len() as i64))
    }

    async fn freshness(&self) -> Result<Freshness, RecordError> {
        let state = self.state.lock().unwrap();
        Ok(Freshness {
            articles: state.articles.len() as u64,
            statements: state
                .articles
                .values()
                .map(|indexed| indexed.statements.len() as u64)
                .sum(),
            newest: state
                .articles
                .values()
                .filter_map(|indexed| Some(indexed.article.published?.at))
                .max(),
            ..Freshness::default()
        })
    }

    async fn outlets(&self) -> Result<Vec<String>, RecordError> {
        let state = self.state.lock().unwrap();
        let outlets = state.articles.values();
        Ok(outlets
            .filter_map(|indexed| indexed.article.outlet.clone())
            .collect())
    }

    async fn source_state(&self, _: &str) -> Result<SourceState, RecordError> {
        Ok(SourceState::default())
    }

    async fn put_source_state(&self, _: &str, _: &SourceState) -> Result<(), RecordError> {
        Ok(())
    }
}
