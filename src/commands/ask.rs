//! `ask`: find what was said, and page through it.

use std::collections::HashMap;

use super::{Answered, CommandError, Commands, Reply};
use crate::domain::{
    Answer, Asked, Asker, Found, Hit, NewTurn, Passage, Place, Question, RevisionId, StatementId,
    Turn, TurnId,
};

/// Hits that are shown at once.
pub(super) const PAGE: usize = 3;

pub(super) async fn reply(
    commands: &Commands,
    asker: &Asker,
    question: &Question,
) -> Result<Reply, CommandError> {
    let mut answer = commands.answerer.ask(question).await?;
    if !answer.answered {
        answer.hits.clear();
    }
    // A question without an answer is kept too: what follows it up goes on from it.
    let turn = NewTurn {
        person: asker.person.clone(),
        conversation: asker.conversation.clone(),
        asked: commands.clock.now(),
        question: question.clone(),
        hits: answer.hits.iter().map(Place::from).collect(),
        total: answer.total,
    };
    let pages = pages(&turn);
    let id = commands.turns.keep_turn(&turn).await?;
    answer.hits.truncate(PAGE);
    Ok(Reply::Answer(Box::new(Answered {
        answer,
        turn: Some(id),
        page: 0,
        pages,
    })))
}

fn pages(turn: &NewTurn) -> usize {
    turn.hits.len().div_ceil(PAGE)
}

/// Another page of an answer, counted from 0: the hits are those of the first time.
pub(super) async fn page(
    commands: &Commands,
    asker: &Asker,
    id: TurnId,
    page: usize,
) -> Result<Reply, CommandError> {
    let turn = turn(commands, id).await?;
    if !may_turn(asker, &turn) {
        return Err(CommandError::NotYours);
    }
    let pages = pages(&turn.said);
    let page = page.min(pages.saturating_sub(1));
    commands.turns.mark_page(id, page).await?;
    let places: Vec<Place> = turn
        .said
        .hits
        .iter()
        .skip(page * PAGE)
        .take(PAGE)
        .cloned()
        .collect();
    Ok(Reply::Answer(Box::new(Answered {
        answer: Answer {
            recognised: Vec::new(),
            hits: hits(commands, &places).await?,
            answered: true,
            asked: Asked::Statements,
            total: turn.said.total,
            searched: commands.record.freshness().await?,
        },
        turn: Some(id),
        page,
        pages,
    })))
}

/// The page after the one that was shown last.
pub(super) async fn more(
    commands: &Commands,
    asker: &Asker,
    turn: &Turn,
) -> Result<Reply, CommandError> {
    let next = turn.page + 1;
    if next >= pages(&turn.said) {
        return Err(CommandError::NoMore);
    }
    page(commands, asker, turn.id, next).await
}

/// The paragraph around a hit: for anybody who sees the answer.
pub(super) async fn context(
    commands: &Commands,
    id: TurnId,
    hit: usize,
) -> Result<Reply, CommandError> {
    let turn = turn(commands, id).await?;
    let place = turn.said.hits.get(hit).cloned();
    let found = hits(commands, place.as_slice()).await?;
    let hit = found.into_iter().next().ok_or(CommandError::Gone)?;
    Ok(Reply::Context(Box::new(hit)))
}

pub(super) async fn turn(commands: &Commands, id: TurnId) -> Result<Turn, CommandError> {
    commands
        .turns
        .find_turn(id)
        .await?
        .ok_or(CommandError::Gone)
}

fn may_turn(asker: &Asker, turn: &Turn) -> bool {
    asker.person == turn.said.person || asker.standing >= crate::domain::Standing::Moderator
}

/// What stands at these places, in their order; what is gone or damaged is left out.
async fn hits(commands: &Commands, places: &[Place]) -> Result<Vec<Hit>, CommandError> {
    let statements: Vec<StatementId> = places
        .iter()
        .filter_map(|place| match place {
            Place::Statement(id) => Some(*id),
            Place::Passage { .. } => None,
        })
        .collect();
    let mut quoted = HashMap::new();
    for read in commands.record.quoted(&statements).await? {
        match read {
            Ok(read) => {
                quoted.insert(read.id, read);
            }
            Err(damaged) => tracing::error!(%damaged, "a statement is not quoted"),
        }
    }
    let articles: Vec<_> = places
        .iter()
        .filter_map(|place| match place {
            Place::Passage { article, .. } => Some(article.clone()),
            Place::Statement(_) => None,
        })
        .collect();
    let texts: HashMap<RevisionId, _> = commands
        .record
        .texts(&articles)
        .await?
        .into_iter()
        .map(|(article, revision)| (revision.id, (article, revision)))
        .collect();
    Ok(places
        .iter()
        .filter_map(|place| match place {
            Place::Statement(id) => quoted.remove(id).map(|quoted| Hit {
                found: Found::Statement(Box::new(quoted)),
                score: 0.0,
            }),
            Place::Passage {
                revision, range, ..
            } => {
                // A passage of a text that has changed since is not shown: nobody would find it there.
                let (article, read) = texts.get(revision)?;
                let text = read.document.text.get(range.clone())?.to_owned();
                Some(Hit {
                    found: Found::Passage(Box::new(Passage {
                        article: article.clone(),
                        revision: *revision,
                        range: range.clone(),
                        text,
                    })),
                    score: 0.0,
                })
            }
        })
        .collect())
}
