//! Plain words to the bot: a question, or what follows up an answer.

use super::parse::HITS;
use super::{CommandError, Commands, Reply, ask};
use crate::answer::FollowUp;
use crate::domain::{Asker, Question, TurnId};

pub(super) async fn reply(
    commands: &Commands,
    asker: &Asker,
    text: String,
    previous: Option<TurnId>,
) -> Result<Reply, CommandError> {
    let previous = match previous {
        Some(id) => commands.turns.find_turn(id).await?,
        None => None,
    };
    let Some(previous) = previous else {
        return ask::reply(commands, asker, &Question::new(text, HITS)).await;
    };
    match commands.answerer.follow(&previous, &text).await? {
        FollowUp::More => ask::more(commands, asker, &previous).await,
        FollowUp::Changed(question) | FollowUp::New(question) => {
            ask::reply(commands, asker, &question).await
        }
    }
}
