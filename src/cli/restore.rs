//! `verbatim restore`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::output::print;
use super::watch::Watched;
use crate::app::App;

/// Put a copy that `backup` made in the place of the record, and build the index from it
#[derive(Debug, Args)]
pub struct Restore {
    /// The copy
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace the record that is there; it is kept beside under another name
    #[arg(long)]
    force: bool,
}

impl Restore {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<ExitCode> {
        let watched = Watched::new("examining");
        let restored = app
            .restore(&self.file, self.force, &|done, total| {
                watched.of(done, total)
            })
            .await;
        watched.finish();
        let (examined, former) = restored?;
        print(&format!(
            "{} articles with {} statements restored\n",
            examined.articles, examined.statements
        ))?;
        if let Some(former) = &former {
            print(&format!(
                "the record that was there is {}\n",
                former.display()
            ))?;
        }
        if !examined.is_sound() {
            eprintln!(
                "{} statements of the copy are not as they were stored, and are not quoted: run verbatim doctor",
                examined.damaged.len()
            );
        }
        let (statements, articles) = app.index()?.counts();
        print(&format!(
            "{statements} statements of {articles} articles indexed\n"
        ))?;
        Ok(ExitCode::SUCCESS)
    }
}
