//! `timeline`: what somebody said on a matter, week by week.

use super::{CommandError, Commands, Reply};
use crate::answer::AnswerError;

/// Words of a name that are tried where the request doesn't mark its end.
const LONGEST_NAME: usize = 4;

/// `text` is the topic of the speaker who is `named`, or begins with a speaker's name.
pub(super) async fn reply(
    commands: &Commands,
    named: Option<&str>,
    text: &str,
) -> Result<Reply, CommandError> {
    let timeline = match named {
        Some(speaker) => commands.answerer.timeline(speaker, Some(text)).await?,
        None => begun_by_name(commands, text).await?,
    };
    Ok(Reply::Timeline(Box::new(timeline)))
}

/// The longest beginning of the text that somebody is called by is the name.
async fn begun_by_name(
    commands: &Commands,
    text: &str,
) -> Result<crate::domain::Timeline, AnswerError> {
    let words: Vec<&str> = text.split_whitespace().collect();
    for length in (2..=LONGEST_NAME.min(words.len())).rev() {
        let (name, topic) = (words[..length].join(" "), words[length..].join(" "));
        match commands.answerer.timeline(&name, Some(&topic)).await {
            Err(AnswerError::UnknownSpeaker { .. }) => {}
            known => return known,
        }
    }
    let (name, topic) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    commands.answerer.timeline(name, Some(topic)).await
}
