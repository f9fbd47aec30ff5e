//! `admin find`: statements with the numbers by which they are corrected.

use crate::commands::{CommandError, Commands, Report, Told};
use crate::domain::{Found, Question};

/// Statements that are shown.
const SHOWN: usize = 10;

/// Letters of a statement that are shown: enough to know it by.
const LETTERS: usize = 120;

pub(super) async fn find(commands: &Commands, text: &str) -> Result<Report, CommandError> {
    let answer = commands.answerer.ask(&Question::new(text, SHOWN)).await?;
    let lines: Vec<Told> = answer
        .hits
        .iter()
        .filter_map(|hit| match &hit.found {
            Found::Statement(quoted) => Some(
                Told::new("found-statement")
                    .with("id", quoted.id.0.unsigned_abs())
                    .with(
                        "speaker",
                        quoted
                            .statement
                            .attribution
                            .speaker
                            .as_deref()
                            .unwrap_or("-"),
                    )
                    .with(
                        "words",
                        quoted
                            .statement
                            .text
                            .chars()
                            .take(LETTERS)
                            .collect::<String>(),
                    )
                    .with("article", quoted.article.id.0.as_str()),
            ),
            Found::Passage(_) => None,
        })
        .collect();
    Ok(Report {
        head: Told::new("found").with("statements", lines.len()),
        lines,
    })
}
