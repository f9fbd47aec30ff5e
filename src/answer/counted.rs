//! Counts, comparisons, and who has spoken.

use crate::domain::{Asked, Compared, Count, Kinds, Query, QuotedStatement, StatementId, Voice};
use crate::ports::Counts;

use super::question::Side;
use super::{AnswerError, Answerer, Fitting, carried};

/// Speakers who are listed by name; each is read from the record.
const MOST_VOICES: usize = 20;

impl Answerer {
    /// How many statements mention what is asked for, with the best of them.
    pub(super) async fn count(
        &self,
        query: Query,
        limit: usize,
    ) -> Result<(Fitting, Count), AnswerError> {
        let query = Query {
            kinds: Kinds {
                passage: false,
                ..query.kinds
            },
            ..query
        };
        // Without speaker, topic, outlet or day it is everything that is counted: nobody asks for that.
        let asks = !(query.concepts.is_empty()
            && query.phrases.is_empty()
            && query.speakers.is_empty()
            && query.preferred.is_empty()
            && query.outlets.is_empty()
            && query.said.is_open());
        if !asks {
            return Ok(<(Fitting, Count)>::default());
        }
        let Counts {
            quotations,
            reported,
            articles,
            outlets,
            first,
            latest,
            is_cut,
            ..
        } = self.index.count(&query)?;
        let mut found = self.fitting(query, limit).await?;
        found.total = quotations + reported;
        found.answered = found.total > 0;
        let count = Count {
            quotations,
            reported,
            articles,
            outlets,
            is_cut,
            first: self.read(first).await?.map(Box::new),
            latest: self.read(latest).await?.map(Box::new),
        };
        Ok((found, count))
    }

    /// The best statements of each side, in turn.
    pub(super) async fn compare(
        &self,
        query: Query,
        sides: Vec<Side>,
        limit: usize,
    ) -> Result<(Fitting, Vec<Compared>), AnswerError> {
        let mut compared = Vec::with_capacity(sides.len());
        let mut ranked = Vec::with_capacity(sides.len());
        let mut found = Fitting::default();
        for Side { who, speakers } in sides {
            let query = Query {
                speakers,
                ..query.clone()
            };
            let fitting = self.fitting(query, limit).await?;
            found.total += fitting.total;
            found.answered |= fitting.answered;
            compared.push(Compared {
                who,
                total: fitting.total,
                answered: fitting.answered,
            });
            // What answers nothing is not held against somebody.
            let hits = if fitting.answered {
                fitting.hits
            } else {
                Vec::new()
            };
            ranked.push(hits.into_iter());
        }
        while found.hits.len() < limit {
            let turn: Vec<_> = ranked.iter_mut().filter_map(Iterator::next).collect();
            if turn.is_empty() {
                break;
            }
            found.hits.extend(turn);
        }
        found.hits.truncate(limit);
        Ok((found, compared))
    }

    /// Who mentions what is asked for, and how often.
    pub(super) async fn voices(&self, query: &Query) -> Result<Asked, AnswerError> {
        let counted = Query {
            mentions: true,
            ..query.clone()
        };
        let counts = self.index.count(&counted)?.voices;
        let listed = counts.get(..MOST_VOICES).unwrap_or(&counts);
        let ids: Vec<StatementId> = listed.iter().map(|voice| voice.latest).collect();
        let mut voices = Vec::with_capacity(listed.len());
        for quoted in carried::sound(&*self.record, &ids).await? {
            let counted = listed.iter().find(|voice| voice.latest == quoted.id);
            voices.extend(counted.map(|voice| Voice {
                speaker: quoted.statement.attribution.speaker,
                statements: voice.statements,
            }));
        }
        Ok(Asked::Voices {
            voices,
            others: counts.len() - listed.len(),
        })
    }

    async fn read(&self, id: Option<StatementId>) -> Result<Option<QuotedStatement>, AnswerError> {
        let Some(id) = id else { return Ok(None) };
        Ok(carried::sound(&*self.record, &[id]).await?.pop())
    }
}
