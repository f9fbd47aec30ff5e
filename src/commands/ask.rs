//! `ask`: find what was said.

use super::{CommandError, Commands, Reply};
use crate::answer::Question;

pub(super) async fn reply(commands: &Commands, question: &Question) -> Result<Reply, CommandError> {
    let answer = commands.answerer.ask(question).await?;
    Ok(Reply::Answer(Box::new(answer)))
}
