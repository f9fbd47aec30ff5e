//! The prompt: lines in, replies out.

use std::path::Path;
use std::time::Duration;

use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;
use thiserror::Error;

use super::render::{self, Look};
use crate::commands::{Commands, Invocation, Reply, Work, parse};
use crate::domain::{Asker, TurnId};

/// Between two lines on how a work stands.
const PAUSE: Duration = Duration::from_secs(2);

/// What stands before a command at the prompt.
const PREFIX: char = '/';

/// Why the prompt ended early.
#[derive(Debug, Error)]
pub enum PromptError {
    /// The terminal can't be read.
    #[error("the terminal can't be read: {0}")]
    Terminal(#[from] ReadlineError),
}

/// Reads lines until the end of input or `/quit`, and answers each. Lines are kept in `history` for the next time.
///
/// # Errors
/// [`PromptError::Terminal`] where no line can be read.
pub async fn prompt(
    commands: &Commands,
    look: &Look<'_>,
    history: &Path,
) -> Result<(), PromptError> {
    let mut editor = DefaultEditor::new()?;
    // No history yet, or none that can be read: the prompt works without.
    let _ = editor.load_history(history);
    let mut last = None;
    loop {
        // Waiting for a line blocks this thread alone.
        let line = match tokio::task::block_in_place(|| editor.readline("verbatim> ")) {
            Ok(line) => line,
            Err(ReadlineError::Eof | ReadlineError::Interrupted) => break,
            Err(error) => return Err(error.into()),
        };
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if line == "/quit" || line == "/exit" {
            break;
        }
        let _ = editor.add_history_entry(line);
        anstream::println!("{}", answered(commands, look, line, &mut last).await);
    }
    if let Err(error) = editor.save_history(history) {
        tracing::warn!(%error, "the history of this prompt could not be kept");
    }
    Ok(())
}

/// Prints how a work stands until it ends, and gives the end.
async fn watched(mut work: Work) -> String {
    let mut stand = work.now();
    while !stand.is_last {
        anstream::print!("{}", render::report(&stand.report));
        match work.next(PAUSE).await {
            Some(next) => stand = next,
            None => break,
        }
    }
    render::report(&stand.report)
}

/// `last` is the answer that the next words may follow up.
async fn answered(
    commands: &Commands,
    look: &Look<'_>,
    line: &str,
    last: &mut Option<TurnId>,
) -> String {
    let mut understood = parse(line, PREFIX);
    if let Ok(Invocation::Say { previous, .. }) = &mut understood {
        *previous = *last;
    }
    match commands.hear(&Asker::operator(), understood).await {
        Ok(reply) => {
            if let Reply::Answer(answered) = &reply {
                *last = answered.turn.or(*last);
            }
            if let Reply::Work(work) = reply {
                return watched(work).await;
            }
            render::reply(&reply, look)
        }
        Err(error) => render::error(&error, look),
    }
}
