//! stub
pub mod check;
mod voice;
use crate::domain::*;
use crate::ports::*;
use std::sync::Arc;
/// stub
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ranking {}
/// stub
#[derive(Debug, Clone, Default)]
pub struct AnswerSettings {
    /** */
    pub ranking: Ranking,
    /** */
    pub synonyms: (),
}
/// stub
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /** */
    pub text: String,
    /** */
    pub speaker: Option<String>,
    /** */
    pub outlet: Option<String>,
    /** */
    pub since: Option<String>,
    /** */
    pub until: Option<String>,
    /** */
    pub kinds: Kinds,
    /** */
    pub limit: usize,
}
/// stub
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /** */
    #[error(transparent)]
    Record(#[from] RecordError),
    /** */
    #[error(transparent)]
    Search(#[from] SearchError),
}
/// stub
#[derive(Clone)]
pub struct Answerer {
    record: Arc<dyn Record>,
    index: Arc<dyn SearchIndex>,
}
impl Answerer {
    /// stub
    pub fn new(
        record: Arc<dyn Record>,
        index: Arc<dyn SearchIndex>,
        _r: Arc<Roster>,
        _s: AnswerSettings,
        _c: Arc<dyn Clock>,
    ) -> Self {
        Self { record, index }
    }
    /// stub
    pub async fn ask(&self, q: &Question) -> Result<Answer, AnswerError> {
        let concepts = crate::text::words(&q.text)
            .map(|w| Concept {
                written: w.text.into(),
                forms: vec![Form {
                    terms: vec![crate::text::fold(w.text)],
                    weight: 1.0,
                }],
            })
            .collect();
        let found = self.index.search(&Query {
            concepts,
            limit: q.limit,
            kinds: q.kinds,
            ..Query::default()
        })?;
        let ids: Vec<_> = found.statements.iter().map(|s| s.id).collect();
        let quoted = self.record.quoted(&ids).await?;
        let hits: Vec<Hit> = quoted
            .into_iter()
            .flatten()
            .zip(&found.statements)
            .map(|(q, s)| Hit {
                found: Found::Statement(Box::new(q)),
                score: s.score,
            })
            .collect();
        Ok(Answer {
            recognised: vec![],
            answered: !hits.is_empty(),
            total: hits.len(),
            hits,
            searched: self.record.freshness().await?,
        })
    }
}
