//! What the program tells its operator of itself.

pub mod machine;

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Writes log lines to standard error, warnings and worse unless `VERBATIM_LOG` says otherwise ("info",
/// "verbatim::fetch=debug"). Standard output is for answers only.
pub fn init() {
    let filter = EnvFilter::try_from_env("VERBATIM_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}
