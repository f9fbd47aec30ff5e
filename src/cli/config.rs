//! `verbatim config`

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::checks;
use super::output::print;
use crate::config::{Config, ConfigError};
use crate::upkeep::Check;

/// The configuration
#[derive(Debug, Args)]
pub struct ConfigCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Read every file, and say what is wrong with which
    Check,
}

impl ConfigCommand {
    pub(super) fn run(self, dir: &Path) -> anyhow::Result<ExitCode> {
        let What::Check = self.what;
        let checks = files(&Config::new(dir.to_owned())?);
        print(&checks::lines(&checks))?;
        Ok(checks::code(&checks))
    }
}

/// A check for every file.
pub(super) fn files(config: &Config) -> Vec<Check> {
    config
        .check()
        .into_iter()
        .map(|(file, read)| {
            let file = file.display().to_string();
            match read {
                Ok(()) => Check::well(file, "can be used"),
                Err(ConfigError::Unread { .. }) => Check::warning(
                    file,
                    "no part of the program reads a file of this name",
                    "correct the name, or move the file away",
                ),
                Err(error) => {
                    let told = error.to_string();
                    let reason = told.strip_prefix(&format!("{file}: ")).unwrap_or(&told);
                    Check::failure(
                        file,
                        reason,
                        "correct the file; config/ in the project has each with its keys explained",
                    )
                }
            }
        })
        .collect()
}
