//! What the program tells its operator of itself.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// What the library for Discord logs by itself holds bodies and tokens, so it is told only when its name is written out.
const QUIET: &str = "serenity=warn,serenity::gateway::ws=error,tungstenite=warn";

/// Writes log lines to standard error, warnings and worse unless `VERBATIM_LOG` says otherwise ("info",
/// "verbatim::fetch=debug"). Standard output is for answers only.
pub fn init() {
    let asked = std::env::var("VERBATIM_LOG").unwrap_or_default();
    let filter = EnvFilter::try_new(filter(&asked)).unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}

/// The filter that `VERBATIM_LOG` asks for.
fn filter(asked: &str) -> String {
    match asked.trim() {
        "" => "warn".to_owned(),
        asked if asked.contains("serenity") => asked.to_owned(),
        asked => format!("{asked},{QUIET}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_hold_secrets_is_logged_only_by_name() {
        assert_eq!(filter(""), "warn");
        assert!(filter("debug").starts_with("debug,serenity=warn"));
        assert_eq!(filter("serenity=debug"), "serenity=debug");
        for asked in ["info", "verbatim::fetch=debug", "serenity=trace"] {
            assert!(EnvFilter::try_new(filter(asked)).is_ok());
        }
    }
}
