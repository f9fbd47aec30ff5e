//! Parse, run, exit code.

use std::process::ExitCode;

use clap::Parser;
use verbatim::chat::matrix::SetupError;
use verbatim::cli::Cli;
use verbatim::config::ConfigError;

/// An answer is many small texts: with this allocator it takes some six per cent less time than with the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if let Err(error) = dotenvy::dotenv()
        && !error.not_found()
    {
        eprintln!("error: .env: {error}. Correct that line, or remove the file");
        return ExitCode::FAILURE;
    }
    match Cli::parse().run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            // What a service manager need not try again: EX_CONFIG of sysexits(3).
            if error.is::<ConfigError>() || error.is::<SetupError>() {
                ExitCode::from(78)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}
