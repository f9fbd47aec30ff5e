//! `admin audit`: who did what.

use super::Office;
use crate::commands::{CommandError, Report, Told};

/// Uses that are shown.
const SHOWN: usize = 20;

/// Letters of what a use was given with that are shown.
const LETTERS: usize = 100;

/// What a use was given with, as far as it is shown.
fn shown(details: &str) -> String {
    if details.is_empty() {
        return "–".to_owned();
    }
    details.chars().take(LETTERS).collect()
}

pub(super) async fn list(office: &Office) -> Result<Report, CommandError> {
    let uses = office.administration.list_audited(SHOWN).await?;
    let lines = uses.iter().map(|one| {
        Told::new("audited")
            .with("moment", one.at)
            .with("person", format!("{} {}", one.platform, one.person))
            .with("place", one.place.as_str())
            .with("command", one.command.as_str())
            .with("details", shown(&one.details))
            .with("outcome", one.outcome.as_str())
    });
    Ok(Report {
        head: Told::new("audit").with("uses", uses.len()),
        lines: lines.collect(),
    })
}
