//! What is asked after another question: "and Marsh?", "before that?", "more", "who else".

use jiff::civil::Date;

use crate::domain::{DateRange, Place, Question, StatementId, Turn, WantedSpeaker};

use super::question::{AsOf, Base, Change, Days, Follows, Pronoun, Speaker, Unfinished};
use super::{AnswerError, Answerer, carried};

/// What a text asks after another question.
#[derive(Debug, Clone, PartialEq)]
pub enum FollowUp {
    /// Further hits of the same question.
    More,
    /// The question before, with something in it changed; what was kept is shown back.
    Changed(Question),
    /// A question that stands on its own.
    New(Question),
}

/// What a turn has shown.
#[derive(Default)]
struct Shown {
    days: Vec<Date>,
    speakers: Vec<(WantedSpeaker, String)>,
}

impl Answerer {
    /// What `text` asks, said after `previous`. What doesn't need the question before is a question of its own. Days
    /// ("before that") are those of the hits on the first page, which are read from the record.
    ///
    /// # Errors
    /// [`AnswerError`] where the record or the index can't be read.
    pub async fn follow(&self, previous: &Turn, text: &str) -> Result<FollowUp, AnswerError> {
        let before = &previous.said.question;
        let new = |text: &str| {
            FollowUp::New(Question {
                kinds: before.kinds,
                ..Question::new(text, before.limit)
            })
        };
        let as_of = self.as_of(&self.searched().await?);
        let index = self.index.as_ref();
        let unfinished = match self.understanding.follows(text, before, index, as_of)? {
            Follows::New(text) => return Ok(new(&text)),
            Follows::More => return Ok(FollowUp::More),
            Follows::Else => {
                let heard = self.shown(previous).await?.speakers;
                let question = self.understanding.of_others(before, heard, index, as_of)?;
                return Ok(FollowUp::Changed(question));
            }
            Follows::Changed(unfinished) => unfinished,
        };
        let Unfinished {
            base,
            mut change,
            pronoun,
        } = unfinished;
        if let Some(pronoun) = pronoun
            && !self
                .stands_for(pronoun, previous, &mut change, as_of)
                .await?
        {
            return Ok(new(text));
        }
        let days = match change.days {
            None => None,
            Some(Days::These(range)) => Some(range),
            Some(relative) => {
                let shown = self.shown(previous).await?;
                let Some(range) = by_shown(relative, &shown.days) else {
                    return Ok(new(text));
                };
                Some(range)
            }
        };
        let base = match base {
            Base::Previous => before.clone(),
            Base::Text(text) => Question {
                kinds: before.kinds,
                ..Question::new(text, before.limit)
            },
        };
        let changed = self
            .understanding
            .changed(&base, &change, days, index, as_of)?;
        Ok(changed.map_or_else(|| new(text), FollowUp::Changed))
    }

    /// Whether a pronoun can stand for somebody: whom the question before asks for, else the only one who was shown, who
    /// is then asked for by name.
    async fn stands_for(
        &self,
        pronoun: Pronoun,
        previous: &Turn,
        change: &mut Change,
        as_of: AsOf,
    ) -> Result<bool, AnswerError> {
        let before = &previous.said.question;
        let (asks, gender) = self
            .understanding
            .asked_of(before, self.index.as_ref(), as_of)?;
        if asks {
            return Ok(pronoun.fits(gender));
        }
        let shown = self.shown(previous).await?.speakers;
        let [(_, only)] = shown.as_slice() else {
            return Ok(false);
        };
        change.speaker = Some(Speaker {
            written: only.clone(),
            is_one: true,
        });
        Ok(pronoun.fits(self.understanding.gender_of(only)))
    }

    /// The days and speakers of a turn's first page.
    async fn shown(&self, turn: &Turn) -> Result<Shown, AnswerError> {
        let page = turn.said.hits.iter().take(turn.said.question.limit);
        let mut ids: Vec<StatementId> = Vec::new();
        let mut articles = Vec::new();
        for place in page {
            match place {
                Place::Statement(id) => ids.push(*id),
                Place::Passage { article, .. } => articles.push(article.clone()),
            }
        }
        let mut shown = Shown::default();
        for quoted in carried::sound(&*self.record, &ids).await? {
            let said = quoted.statement.said_on.map(|said| said.date);
            let published = quoted.article.published.map(|when| when.date());
            shown.days.extend(said.or(published));
            let attribution = quoted.statement.attribution;
            if let Some(name) = attribution.speaker {
                let speaker = attribution
                    .speaker_id
                    .map_or_else(|| WantedSpeaker::Named(name.clone()), WantedSpeaker::Roster);
                if !shown.speakers.iter().any(|(known, _)| *known == speaker) {
                    shown.speakers.push((speaker, name));
                }
            }
        }
        for (article, _) in self.record.texts(&articles).await? {
            shown.days.extend(article.published.map(|when| when.date()));
        }
        Ok(shown)
    }
}

/// The days that "before that" and the like mean, where something dated was shown.
fn by_shown(relative: Days, shown: &[Date]) -> Option<DateRange> {
    let (first, last) = (*shown.iter().min()?, *shown.iter().max()?);
    Some(match relative {
        Days::These(range) => range,
        Days::Earlier => DateRange {
            since: None,
            until: Some(first.yesterday().ok()?),
        },
        Days::Later => DateRange {
            since: Some(last.tomorrow().ok()?),
            until: None,
        },
        Days::SinceThen => DateRange {
            since: Some(last),
            until: None,
        },
    })
}
