//! The command line: one file a command, and what all of them take.

mod ask;
mod backup;
mod chat;
mod check;
mod checks;
mod config;
mod doctor;
mod extract;
mod ingest;
mod lineage;
#[cfg(feature = "matrix")]
mod matrix;
mod output;
mod reindex;
mod restore;
mod run;
mod timeline;
mod told;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
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
    Config(config::ConfigCommand),
    Doctor(doctor::Doctor),
    #[command(flatten)]
    Work(Work),
}

/// What needs a configuration that can be used.
#[derive(Debug, Subcommand)]
enum Work {
    Ask(ask::Ask),
    Backup(backup::Backup),
    Chat(chat::Chat),
    Check(check::Check),
    Extract(extract::Extract),
    Ingest(ingest::Ingest),
    Lineage(lineage::Lineage),
    #[cfg(feature = "matrix")]
    Matrix(matrix::Matrix),
    Reindex(reindex::Reindex),
    Restore(restore::Restore),
    Run(run::Run),
    Timeline(timeline::Timeline),
}

impl Cli {
    /// Does what was asked for and gives the exit code: 0 done, 1 failed or nothing found. Wrong usage is clap's, with 2; a
    /// configuration that can't be used is `main`'s, with 78.
    ///
    /// # Errors
    /// What can't be done, with its cause and the way out, for a person to read.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        // The runtime is made here, not in `main`: what it drives is then built with the library, and not once more with
        // every program that calls it.
        tokio::runtime::Runtime::new()
            .context("the machine gives no threads to run on")?
            .block_on(self.work())
    }

    async fn work(self) -> anyhow::Result<ExitCode> {
        let (config, data_dir) = (self.config, self.data_dir);
        // These two are there for when the configuration can't be used.
        let command = match self.command {
            Command::Config(command) => return command.run(&config),
            Command::Doctor(doctor) => return doctor.run(config, data_dir).await,
            Command::Work(work) => work,
        };
        let app = App::new(config, data_dir)?;
        match command {
            Work::Ask(ask) => ask.run(&app).await,
            Work::Backup(backup) => backup.run(&app).await,
            Work::Chat(chat) => chat.run(&app).await,
            Work::Check(check) => check.run(&app).await,
            Work::Extract(extract) => extract.run(&app),
            Work::Ingest(ingest) => ingest.run(&app).await,
            Work::Lineage(lineage) => lineage.run(&app).await,
            #[cfg(feature = "matrix")]
            Work::Matrix(matrix) => matrix.run(&app).await,
            Work::Reindex(reindex) => reindex.run(&app).await,
            Work::Restore(restore) => restore.run(&app).await,
            Work::Run(run) => run.run(&app).await,
            Work::Timeline(timeline) => timeline.run(&app).await,
        }
    }
}
