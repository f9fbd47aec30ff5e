//! `verbatim backup`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::output::print;
use super::watch::Watched;
use crate::app::App;
use crate::ports::Upkeep as _;

/// Copy the record to a file, also while the bot runs, and read the copy again
#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write; it must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<ExitCode> {
        anyhow::ensure!(
            app.record_file().exists(),
            "there is no record in {} to copy: name its folder with --data-dir",
            app.data_dir().display()
        );
        let record = app.record().await?;
        let watched = Watched::new("examining the copy");
        let made = record
            .back_up(&self.file, &|done, total| watched.of(done, total))
            .await;
        watched.finish();
        let made = made?;
        print(&format!(
            "{}: {} articles, {} statements, {} bytes, read again and compared\n",
            self.file.display(),
            made.examined.articles,
            made.examined.statements,
            made.bytes
        ))?;
        if made.examined.is_sound() {
            return Ok(ExitCode::SUCCESS);
        }
        anyhow::bail!(
            "the copy is what the record is, but the record is not sound: {} faults, {} statements that can't be quoted. \
             Keep your older copies, and run verbatim doctor",
            made.examined.faults.len(),
            made.examined.damaged.len()
        );
    }
}
