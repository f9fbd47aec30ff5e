//! Answers: question, query, candidates, hits out of the record.

mod carried;
pub mod check;
mod counted;
mod follow_up;
mod passage;
mod question;
mod settings;
pub mod timeline;
mod voice;

pub use follow_up::FollowUp;
pub use question::{ACCEPTED as ACCEPTED_DATES, Synonyms, SynonymsError};
pub use settings::Ranking;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use parking_lot::Mutex;
use thiserror::Error;

use crate::domain::{
    Answer, ArticleId, Asked, Clock, Found, Freshness, Hit, Passage, Phrase, Query,
    QuotedStatement, Roster, StatementId, Tells, WantedSpeaker,
};

pub use crate::domain::Question;
use crate::ports::{Position, Record, RecordError, SearchError, SearchIndex};
use crate::text::{Word, distance, fold, name_terms, words};

use question::{AsOf, Asks, Understanding, Understood};

/// Why a question could not be answered. The message says what to do.
#[derive(Debug, Error)]
pub enum AnswerError {
    /// An option that is to be a date is none.
    #[error("--{option} {given:?} is no date; write one like {ACCEPTED_DATES}")]
    Date {
        /// Which option, without dashes.
        option: &'static str,
        /// What was given.
        given: String,
    },
    /// An option names a speaker whom neither the roster nor any article knows.
    #[error("no speaker is called {given:?}{}", did_you_mean(.nearest))]
    UnknownSpeaker {
        /// What was given.
        given: String,
        /// The nearest names of the roster, the nearest first.
        nearest: Vec<String>,
    },
    /// An option names an outlet that no article is from.
    #[error("no article is from {given:?}{}", did_you_mean(.nearest))]
    UnknownOutlet {
        /// What was given.
        given: String,
        /// The nearest outlets, the nearest first.
        nearest: Vec<String>,
    },
    /// The index can't be searched.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The record can't be read.
    #[error(transparent)]
    Record(#[from] RecordError),
}

fn did_you_mean(nearest: &[String]) -> String {
    if nearest.is_empty() {
        String::new()
    } else {
        format!("; did you mean {}?", nearest.join(", "))
    }
}

/// The three names that least typing errors part from `given`, a part of a name counted as the name.
fn nearest(given: &str, names: Vec<String>) -> Vec<String> {
    let given = fold(given);
    let errors = |name: &str| {
        let name = fold(name);
        let of_a_word = words(&name).map(|word| distance(&given, word.text)).min();
        distance(&given, &name).min(of_a_word.unwrap_or(usize::MAX))
    };
    let mut names = names;
    names.sort_by_cached_key(|name| errors(name));
    names.truncate(3);
    names
}

/// Answers questions out of the record.
pub struct Answerer {
    record: Arc<dyn Record>,
    index: Arc<dyn SearchIndex>,
    understanding: Understanding,
    ranking: Ranking,
    clock: Arc<dyn Clock>,
    searched: Mutex<Option<(Position, Freshness)>>,
}

impl Answerer {
    /// Puts together what answers need.
    pub fn new(
        record: Arc<dyn Record>,
        index: Arc<dyn SearchIndex>,
        roster: Arc<Roster>,
        synonyms: Synonyms,
        ranking: Ranking,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            record,
            index,
            understanding: Understanding::new(roster, synonyms),
            ranking,
            clock,
            searched: Mutex::default(),
        }
    }

    /// Answers a question with what was said: the best statements, then, where they leave room, passages.
    ///
    /// # Errors
    /// [`AnswerError`] where an option can't be understood, or the record or the index can't be read.
    pub async fn ask(&self, question: &Question) -> Result<Answer, AnswerError> {
        if let Some(given) = &question.outlet
            && !self.index.knows_outlet(given)?
        {
            return Err(AnswerError::UnknownOutlet {
                given: given.clone(),
                nearest: nearest(given, self.record.outlets().await?),
            });
        }
        let searched = self.searched().await?;
        let as_of = self.as_of(&searched);
        let limit = question.limit.min(self.ranking.most);
        let Understood {
            recognised,
            asks,
            statements,
            passages,
        } = self
            .understanding
            .understand(question, self.index.as_ref(), &self.ranking, as_of)?;
        let reply = |found: Fitting, asked| Answer {
            asked,
            recognised: recognised.clone(),
            hits: found.hits,
            answered: found.answered,
            total: found.total,
            searched: searched.clone(),
        };
        match asks {
            Asks::Count => {
                let (found, count) = self.count(statements, limit).await?;
                return Ok(reply(found, Asked::Count(Box::new(count))));
            }
            Asks::Comparison(sides) => {
                let (found, compared) = self.compare(statements, sides, limit).await?;
                return Ok(reply(found, Asked::Comparison(compared)));
            }
            Asks::Voices => {
                let asked = self.voices(&statements).await?;
                let found = self.fitting(statements, limit).await?;
                return Ok(reply(found, asked));
            }
            Asks::Statements => {}
        }
        let Fitting {
            mut hits,
            total,
            mut answered,
        } = self.fitting(statements, limit).await?;
        if passages.kinds.passage && hits.len() < limit {
            let found = self.passages(passages, limit - hits.len(), &hits).await?;
            let fits = |share: f32| share >= self.ranking.passage_floor;
            // Behind statements that answer, reporting that has little of the question would only fill the page.
            let filled = !answered;
            answered |= found.iter().any(|(_, share)| fits(*share));
            let shown = found
                .into_iter()
                .filter(|(_, share)| filled || fits(*share));
            hits.extend(shown.map(|(hit, _)| hit));
        }
        Ok(Answer {
            asked: Asked::Statements,
            recognised,
            hits,
            answered,
            total,
            searched,
        })
    }

    /// Whose words a question asks for, and the topics that it names, in its own words: what can be followed of it.
    ///
    /// # Errors
    /// [`AnswerError`] where an option can't be understood, or the index can't be read.
    pub async fn subject(
        &self,
        question: &Question,
    ) -> Result<(Vec<WantedSpeaker>, Vec<String>), AnswerError> {
        let as_of = self.as_of(&self.searched().await?);
        let understood =
            self.understanding
                .understand(question, self.index.as_ref(), &self.ranking, as_of)?;
        let query = understood.statements;
        // Of whom the index alone knows the name is among what is looked for.
        let names: Vec<String> = query
            .preferred
            .iter()
            .flat_map(|name| name_terms(name))
            .collect();
        let preferred = query.preferred.into_iter().map(WantedSpeaker::Named);
        let phrases = query.phrases.into_iter().map(|phrase| phrase.written);
        let concepts = query
            .concepts
            .into_iter()
            .filter(|concept| concept.tells != Tells::Manner)
            .map(|concept| concept.written)
            .filter(|written| !name_terms(written).all(|term| names.contains(&term)));
        let topics = phrases.chain(concepts).collect();
        Ok((
            query.speakers.into_iter().chain(preferred).collect(),
            topics,
        ))
    }

    /// The days by which dates are understood.
    fn as_of(&self, searched: &Freshness) -> AsOf {
        let day = |at: Timestamp| at.to_zoned_datetime(TimeZone::UTC).date();
        let today = day(self.clock.now());
        AsOf {
            today,
            newest: searched.newest.map_or(today, day).min(today),
        }
    }

    /// What is searched: counted anew when the index has followed a change, and not for every question.
    async fn searched(&self) -> Result<Freshness, AnswerError> {
        let position = self.index.position();
        if let Some((at, freshness)) = &*self.searched.lock()
            && *at == position
        {
            return Ok(freshness.clone());
        }
        let freshness = self.record.freshness().await?;
        *self.searched.lock() = Some((position, freshness.clone()));
        Ok(freshness)
    }

    /// The best statements, and whether they are good enough to be shown as an answer.
    async fn fitting(&self, query: Query, limit: usize) -> Result<Fitting, AnswerError> {
        let floor = if !query.phrases.is_empty() {
            // Every hit holds the words that are quoted.
            0.0
        } else if query.speakers.is_empty() {
            self.ranking.floor
        } else {
            self.ranking.speaker_floor
        };
        let (hits, total, coverage) = self.statements(query, limit).await?;
        Ok(Fitting {
            answered: !hits.is_empty() && coverage >= floor,
            hits,
            total,
        })
    }

    /// The best statements, how many fit, and how much of the question the best of them covers.
    async fn statements(
        &self,
        mut query: Query,
        limit: usize,
    ) -> Result<(Vec<Hit>, usize, f32), AnswerError> {
        if limit == 0 || !(query.kinds.quotation || query.kinds.reported) {
            return Ok((Vec::new(), 0, 0.0));
        }
        // Pieces of one utterance are one hit, and what is damaged is none: some more than are wanted.
        query.limit = limit + limit / 2 + 5;
        if !query.phrases.is_empty() {
            query.limit *= OTHER_WORDS;
        }
        let candidates = self.index.search(&query)?;
        let ids: Vec<StatementId> = candidates.statements.iter().map(|hit| hit.id).collect();
        let scores: HashMap<StatementId, f32> = candidates
            .statements
            .iter()
            .map(|hit| (hit.id, hit.score))
            .collect();
        let mut uttered = HashSet::new();
        let mut hits = Vec::new();
        let mut unread = ids.as_slice();
        while hits.len() < limit && !unread.is_empty() {
            let wanted = (limit - hits.len()).max(FEWEST_READ).min(unread.len());
            let (next, rest) = unread.split_at(wanted);
            unread = rest;
            for (found, quoted) in carried::found(&*self.record, next, &query).await? {
                let said = |phrase: &Phrase| holds(&quoted.statement.text, &phrase.written);
                if !query.phrases.iter().all(said)
                    || !uttered.insert(utterance(&quoted))
                    || hits.len() == limit
                {
                    continue;
                }
                let score = scores.get(&found).copied().unwrap_or_default();
                hits.push(Hit {
                    found: Found::Statement(Box::new(quoted)),
                    score,
                });
            }
        }
        // Pieces of one utterance are several candidates and one hit, as far as they were read.
        let read = ids.len() - unread.len();
        let total = uttered.len() + candidates.considered.saturating_sub(read);
        Ok((hits, total, candidates.coverage))
    }

    /// The best passages, each with how much of the question it covers. Articles that a hit is from already have
    /// been shown.
    async fn passages(
        &self,
        mut query: Query,
        limit: usize,
        shown: &[Hit],
    ) -> Result<Vec<(Hit, f32)>, AnswerError> {
        query.limit = limit + shown.len();
        let candidates = self.index.search(&query)?;
        let shown: HashSet<&ArticleId> = shown.iter().map(|hit| &hit.article().id).collect();
        let wanted: Vec<_> = candidates
            .articles
            .into_iter()
            .filter(|hit| !shown.contains(&hit.id))
            .take(limit)
            .collect();
        let ids: Vec<ArticleId> = wanted.iter().map(|hit| hit.id.clone()).collect();
        let scores: HashMap<&ArticleId, f32> =
            wanted.iter().map(|hit| (&hit.id, hit.score)).collect();
        let mut hits = Vec::new();
        for (article, revision) in self.record.texts(&ids).await? {
            let Some((range, share)) = passage::best(&revision.document, &query.concepts) else {
                continue;
            };
            let Some(text) = revision.document.text.get(range.clone()) else {
                continue;
            };
            let hit = Hit {
                score: scores.get(&article.id).copied().unwrap_or_default(),
                found: Found::Passage(Box::new(Passage {
                    text: text.to_owned(),
                    range,
                    revision: revision.id,
                    article,
                })),
            };
            hits.push((hit, share));
        }
        Ok(hits)
    }
}

/// Statements that fit a query.
#[derive(Default)]
struct Fitting {
    hits: Vec<Hit>,
    /// How many fit, beyond the hits too.
    total: usize,
    /// Whether the best is good enough to be shown as an answer.
    answered: bool,
}

/// So many times more statements are read where words are quoted: the index, which passes over the commonest words and
/// the ends of others, finds some that hold only similar ones.
const OTHER_WORDS: usize = 4;

/// Whether a text holds these words one after the other, whatever their case, accents and what stands between.
fn holds(text: &str, wanted: &str) -> bool {
    let folded = |text: &str| -> Vec<String> {
        let word = |word: Word<'_>| fold(word.text).replace('\'', "");
        words(text).map(word).collect()
    };
    let (text, wanted) = (folded(text), folded(wanted));
    wanted.is_empty() || text.windows(wanted.len()).any(|window| window == wanted)
}

/// Statements that are read in one go where few are missing: a second look costs more than a few rows.
const FEWEST_READ: usize = 5;

/// Equal for pieces of one utterance.
fn utterance(quoted: &QuotedStatement) -> (ArticleId, u32) {
    (quoted.article.id.clone(), quoted.statement.utterance)
}
