//! `admin stats`: how much there is.

use super::Office;
use crate::commands::{CommandError, Report, Told};

/// Outlets that are named.
const NAMED: usize = 20;

pub(super) async fn stats(office: &Office) -> Result<Report, CommandError> {
    let record = &office.ingest.record;
    let kept = record.freshness().await?;
    let mut outlets = record.outlets().await?;
    let more = outlets.len().saturating_sub(NAMED);
    outlets.truncate(NAMED);
    let people = office.people().await?;
    let changes = office.administration.list_speaker_changes().await?;
    let mut lines = vec![
        Told::new("stats-outlets")
            .with("outlets", kept.outlets)
            .with("names", outlets.join(", ")),
    ];
    if more > 0 {
        lines.push(Told::new("and-more").with("more", more));
    }
    lines.push(
        Told::new("stats-people")
            .with("people", people.speakers().len())
            .with("changes", changes.len()),
    );
    if let Some(newest) = kept.newest {
        lines.push(Told::new("stats-newest").with("moment", newest));
    }
    Ok(Report {
        head: Told::new("stats-counts")
            .with("statements", kept.statements)
            .with("articles", kept.articles),
        lines,
    })
}
