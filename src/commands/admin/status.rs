//! `admin status`: how everything is.

use jiff::Timestamp;

use super::{Office, is_asked};
use crate::commands::{CommandError, Report, Told};

pub(super) async fn status(office: &Office, now: Timestamp) -> Result<Report, CommandError> {
    let (record, index) = (&office.ingest.record, &office.ingest.index);
    let (statements, articles) = index.counts();
    let behind = record.position().await?.0 - index.position().0;
    let mut lines = vec![
        Told::new("status-index")
            .with("statements", statements)
            .with("articles", articles)
            .with("generation", index.generation())
            .with("behind", behind.unsigned_abs()),
    ];
    if let Some(updated) = record.freshness().await?.updated {
        lines.push(Told::new("status-updated").with("moment", updated));
    }
    let paused = office.administration.list_paused_sources().await?;
    let (mut asked, mut failing) = (0_usize, Vec::new());
    let mut oldest: Option<(Timestamp, String)> = None;
    for source in office.sources().await? {
        if !source.enabled || !is_asked(&source) || paused.contains(&source.id) {
            continue;
        }
        asked += 1;
        let state = record.source_state(&source.address()).await?;
        if state.failures > 0 {
            failing.push(source.id.0);
        } else if let Some(fetched) = state.fetched
            && oldest.as_ref().is_none_or(|(other, _)| fetched < *other)
        {
            oldest = Some((fetched, source.id.0));
        }
    }
    lines.push(
        Told::new("status-sources")
            .with("asked", asked)
            .with("paused", paused.len())
            .with("failing", failing.len()),
    );
    if !failing.is_empty() {
        failing.truncate(20);
        lines.push(Told::new("status-failing").with("sources", failing.join(", ")));
    }
    if let Some((fetched, id)) = oldest {
        lines.push(
            Told::new("status-oldest")
                .with("id", id)
                .with("moment", fetched),
        );
    }
    for (queue, waiting) in office.queues.depths(now).await? {
        lines.push(
            Told::new("status-queue")
                .with("queue", queue)
                .with("waiting", waiting),
        );
    }
    if let Some(work) = office.works.current() {
        lines.push(Told::new("status-work").with("work", work));
    }
    Ok(Report {
        head: Told::new("status-version")
            .with("version", env!("CARGO_PKG_VERSION"))
            .with("moment", now),
        lines,
    })
}
