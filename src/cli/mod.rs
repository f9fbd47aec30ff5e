//! The command line: one file a command, and what all of them take.

mod ask;
mod chat;
mod check;
mod extract;
mod ingest;
mod lineage;
#[cfg(feature = "matrix")]
mod matrix;
mod output;
mod reindex;
mod run;
mod timeline;
mod told;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::App;

/// Answers questions about the talks to end the war in Ukraine with what was actually said: the exact words, who said
/// them, when, and where they were published.
#[derive(Debug, Parser)]
#[command(name = "verbatim", version, max_term_width = 100)]
pub struct Cli {
    /// The folder with verbatim.toml, sources.toml, speakers.toml, synonyms.toml and lexicon/
    #[arg(
        long,
        global = true,
        env = "VERBATIM_CONFIG",
        default_value = "config",
        value_name = "DIR"
    )]
    config: PathBuf,
    /// The folder with the record (verbatim.db) and the index (index/); unless given, data_dir of verbatim.toml, else
    /// the current folder
    #[arg(long, global = true, env = "VERBATIM_DATA_DIR", value_name = "DIR")]
    data_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Ask(ask::Ask),
    Chat(chat::Chat),
    Check(check::Check),
    Extract(extract::Extract),
    Ingest(ingest::Ingest),
    Lineage(lineage::Lineage),
    #[cfg(feature = "matrix")]
    Matrix(matrix::Matrix),
    Reindex(reindex::Reindex),
    Run(run::Run),
    Timeline(timeline::Timeline),
}

impl Cli {
    /// Does what was asked for and gives the exit code: 0 done, 1 failed or nothing found. Wrong usage is clap's, with 2.
    ///
    /// # Errors
    /// What can't be done, with its cause and the way out, for a person to read.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let app = App::new(self.config, self.data_dir)?;
        match self.command {
            Command::Ask(ask) => ask.run(&app).await,
            Command::Chat(chat) => chat.run(&app).await,
            Command::Check(check) => check.run(&app).await,
            Command::Extract(extract) => extract.run(&app),
            Command::Ingest(ingest) => ingest.run(&app).await,
            Command::Lineage(lineage) => lineage.run(&app).await,
            #[cfg(feature = "matrix")]
            Command::Matrix(matrix) => matrix.run(&app).await,
            Command::Reindex(reindex) => reindex.run(&app).await,
            Command::Run(run) => run.run(&app).await,
            Command::Timeline(timeline) => timeline.run(&app).await,
        }
    }
}
