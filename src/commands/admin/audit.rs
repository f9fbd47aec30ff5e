//! `admin audit`: who did what.

use super::Office;
use crate::commands::{CommandError, Report, Told};

/// Uses that are shown.
const SHOWN: usize = 20;

/// Letters of what a use was given with that are shown.
const LETTERS: usize = 100;

pub(super) async fn list(office: &Office) -> Result<Report, CommandError> {
    let uses = office.administration.list_audited(SHOWN).await?;
    let lines = uses.iter().map(|one| {
        Told::new("audited")
            .with("moment", one.at)
            .with("person", format!("{} {}", one.platform, one.person))
            .with("place", one.place.as_str())
            .with("command", one.command.as_str())
            .with(
                "details",
                one.details.chars().take(LETTERS).collect::<String>(),
            )
            .with("outcome", one.outcome.as_str())
    });
    Ok(Report {
        head: Told::new("audit").with("uses", uses.len()),
        lines: lines.collect(),
    })
}
