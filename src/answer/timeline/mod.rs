//! Position timeline: what somebody said on a matter, week by week.

mod picture;

pub use picture::{PictureError, picture};

use std::collections::{BTreeMap, HashSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::question::Understood;
use super::{AnswerError, Answerer, Question, carried, utterance};
use crate::domain::{Kinds, Order, Precision, Query, QuotedStatement, StatementId, Timeline, Week};

/// Statements that are counted: each is read from the record and verified. More than anybody said on one matter.
const MOST: usize = 5_000;

/// Statements that are read at once.
const AT_ONCE: usize = 200;

impl Answerer {
    /// The statements of a speaker on a topic, or on anything, by week.
    ///
    /// # Errors
    /// [`AnswerError`] where nobody is called so, or the record or the index can't be read.
    pub async fn timeline(
        &self,
        speaker: &str,
        topic: Option<&str>,
    ) -> Result<Timeline, AnswerError> {
        let topic = topic.map(str::trim).filter(|topic| !topic.is_empty());
        let question = Question {
            speaker: Some(speaker.to_owned()),
            kinds: Kinds {
                quotation: true,
                ..Kinds::NONE
            },
            ..Question::new(topic.unwrap_or_default(), MOST)
        };
        let searched = self.record.freshness().await?;
        let as_of = self.as_of(&searched);
        let Understood {
            recognised,
            statements: query,
            ..
        } = self
            .understanding
            .understand(&question, &*self.index, &self.ranking, as_of)?;
        // The oldest first, so that what was carried again later counts when it was said.
        let counted = self.in_order(&query, Order::First, MOST).await?;
        let is_cut = counted.len() >= MOST;
        let mut weeks: BTreeMap<Date, usize> = BTreeMap::new();
        let mut seen = HashSet::new();
        let mut undated = 0;
        for quoted in &counted {
            if !seen.insert(utterance(quoted)) {
                continue;
            }
            match monday(quoted) {
                Some(monday) => *weeks.entry(monday).or_default() += 1,
                None => undated += 1,
            }
        }
        let mut latest = self.in_order(&query, Order::Latest, 1).await?;
        let named = recognised
            .iter()
            .find(|part| part.written == speaker)
            .map_or(speaker.trim(), |part| part.meaning.as_str());
        Ok(Timeline {
            speaker: named.to_owned(),
            topic: topic.map(str::to_owned),
            total: weeks.values().sum(),
            weeks: weeks
                .into_iter()
                .map(|(monday, statements)| Week { monday, statements })
                .collect(),
            first: earliest(counted).map(Box::new),
            latest: latest.pop().map(Box::new),
            recognised,
            undated,
            is_cut,
            searched,
        })
    }

    async fn in_order(
        &self,
        query: &Query,
        order: Order,
        limit: usize,
    ) -> Result<Vec<QuotedStatement>, AnswerError> {
        let query = Query {
            order,
            limit,
            ..query.clone()
        };
        let found = self.index.search(&query)?;
        let ids: Vec<StatementId> = found.statements.iter().map(|hit| hit.id).collect();
        let mut quoted = Vec::with_capacity(ids.len());
        for ids in ids.chunks(AT_ONCE) {
            quoted.extend(carried::sound(&*self.record, ids).await?);
        }
        Ok(quoted)
    }
}

/// The day of a statement, if it is known well enough to know its week.
fn day(quoted: &QuotedStatement) -> Option<Date> {
    match quoted.statement.said_on {
        Some(said) => {
            let is_known = !matches!(said.precision, Precision::Month | Precision::Year);
            is_known.then_some(said.date)
        }
        None => quoted.article.published.map(|when| when.date()),
    }
}

/// The Monday of a statement's week.
fn monday(quoted: &QuotedStatement) -> Option<Date> {
    let day = day(quoted)?;
    let since_monday = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(since_monday.days()).ok()
}

/// The earliest by its day, then by when its article was published.
fn earliest(quoted: Vec<QuotedStatement>) -> Option<QuotedStatement> {
    quoted
        .into_iter()
        .filter(|quoted| day(quoted).is_some())
        .min_by_key(|quoted| (day(quoted), quoted.article.published.map(|when| when.at)))
}
