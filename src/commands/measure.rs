//! Counting what is asked for. What was said is never measured, only how it went.

use std::time::Duration;

use metrics::{counter, histogram};

use super::{CommandError, Reply};
use crate::domain::Asker;

/// Counts a command that was given.
pub(super) fn command(
    asker: &Asker,
    word: String,
    outcome: &Result<Reply, CommandError>,
    took: Duration,
) {
    let platform = asker.person.platform.name();
    counter!(
        "verbatim_commands_total",
        "command" => word.clone(),
        "platform" => platform,
        "outcome" => name(outcome),
    )
    .increment(1);
    histogram!("verbatim_command_seconds", "command" => word).record(took.as_secs_f64());
}

/// How a command went, in a word.
pub(super) fn name(outcome: &Result<Reply, CommandError>) -> &'static str {
    match outcome {
        Ok(Reply::Answer(answered)) if !answered.answer.answered => "nothing_found",
        Ok(_) => "done",
        Err(CommandError::NotAllowed { .. } | CommandError::NotYours) => "refused",
        Err(CommandError::TooFast { .. }) => "too_fast",
        Err(fault) if fault.is_fault() => "fault",
        Err(_) => "misuse",
    }
}
