//! `verbatim ingest`

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::anyhow;
use clap::Args;

use super::output::print;
use super::watch::Watched;
use crate::app::App;
use crate::ingest::{Summary, Target};

/// Take articles in: pages, texts, feeds, JSON, folders of these
#[derive(Debug, Args)]
pub struct Ingest {
    /// Files, folders or web addresses; none: every enabled source of sources.toml
    #[arg(value_name = "PATH|URL")]
    places: Vec<String>,
}

impl Ingest {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<ExitCode> {
        let targets = if self.places.is_empty() {
            let sources = app.watched_sources().await?;
            anyhow::ensure!(
                !sources.is_empty(),
                "no source is enabled in {}: enable one there, or name a file, folder or address",
                app.config_file("sources.toml").display()
            );
            sources.into_iter().map(Target::Source).collect()
        } else {
            self.places
                .iter()
                .map(|place| target(place))
                .collect::<anyhow::Result<Vec<_>>>()?
        };
        let ingest = app.ingest().await?;
        let watched = Arc::new(Watched::new("taking in"));
        let summary = ingest.run(targets, watched.clone()).await?;
        watched.finish();
        print(&told(&summary))?;
        let nothing = summary.failed.len() == summary.total() && !summary.failed.is_empty();
        Ok(if nothing {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        })
    }
}

/// A path that is there, or an address that can be asked for.
fn target(place: &str) -> anyhow::Result<Target> {
    if let Some(address) = Target::address(place) {
        return Ok(address);
    }
    Target::file(place).map_err(|error| {
        anyhow!(
            "{place}: {error}. Give a file, a folder, or an address beginning with http:// or https://"
        )
    })
}

/// The summary as it is printed.
pub(super) fn told(summary: &Summary) -> String {
    let mut lines = format!(
        "{} new, {} changed, {} unchanged, {} failed; {} statements found\n",
        summary.new,
        summary.changed,
        summary.unchanged,
        summary.failed.len(),
        summary.statements
    );
    for failure in &summary.failed {
        lines.push_str(&format!("failed: {}: {}\n", failure.place, failure.reason));
    }
    lines
}
