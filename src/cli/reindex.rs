//! `verbatim reindex`

use std::process::ExitCode;

use clap::Args;

use super::output::print;
use super::watch::Watched;
use crate::app::App;
use crate::ingest::reindex;

/// Build the search index anew from the record, beside the one in use
#[derive(Debug, Args)]
pub struct Reindex {}

impl Reindex {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<ExitCode> {
        let (record, index) = (app.record().await?, app.index()?);
        let watched = Watched::new("indexing");
        let rebuilt = reindex(&*record, &*index, &|done, total| watched.of(done, total)).await?;
        watched.finish();
        print(&format!(
            "{} statements of {} articles indexed
",
            rebuilt.statements, rebuilt.articles
        ))?;
        Ok(ExitCode::SUCCESS)
    }
}
