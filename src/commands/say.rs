//! Plain words to the bot: a question, or what follows up an answer.

use super::parse::HITS;
use super::{CommandError, Commands, Reply, ask};
use crate::domain::{Asker, Question, TurnId};

pub(super) async fn reply(
    commands: &Commands,
    asker: &Asker,
    text: String,
    previous: Option<TurnId>,
) -> Result<Reply, CommandError> {
    let _ = previous;
    ask::reply(commands, asker, &Question::new(text, HITS)).await
}
