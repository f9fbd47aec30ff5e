//! Log lines: to standard error, as text or JSON, more or fewer of them while the program runs.
//!
//! They carry fields, never message bodies or secrets. Of the libraries that this program is built on, only warnings are
//! written unless somebody asks for more by name: at their most talkative some write what they send.

use std::io::IsTerminal;
use std::str::FromStr;

use serde::Deserialize;
use serde::de::Error as _;
use thiserror::Error;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, reload};

use super::settings::{LogFormat, Settings};
use crate::ports::Logging;

/// The variable that outranks the configuration.
const VARIABLE: &str = "VERBATIM_LOG";

/// What is written only if its library is asked for by name: library, module and the level that stays.
const UNASKED: [(&str, &str, &str); 3] = [
    // What the library for Discord warns of holds what was received.
    ("serenity", "", "error"),
    // The library for Matrix says after every sync that there is no backup of keys; we say so once.
    ("matrix_sdk_crypto", "::backups", "error"),
    // To it every answer but 200 is an error, also that there is nothing yet; whoever asked tells what it comes to.
    ("matrix_sdk", "::http_client", "off"),
];

const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// What is logged: a level ("info"), or levels by module ("warn,verbatim::fetch=debug").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level(String);

impl Default for Level {
    fn default() -> Self {
        Self("warn".to_owned())
    }
}

/// Words that are no level.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{written:?} is no log level: write off, error, warn, info, debug or trace, or such of one module as in \"verbatim::fetch=debug\""
)]
pub struct NoLevel {
    written: String,
}

impl FromStr for Level {
    type Err = NoLevel;

    fn from_str(written: &str) -> Result<Self, NoLevel> {
        let written = written.trim();
        let is_level = |level: &str| LEVELS.contains(&level);
        let is_module = |module: &str| {
            !module.is_empty()
                && module.len() <= 100
                && module
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':'))
        };
        let is_directive = |directive: &str| match directive.split_once('=') {
            Some((module, level)) => is_module(module) && is_level(level),
            None => is_level(directive),
        };
        if written.split(',').all(is_directive) && written.len() <= 1_000 {
            Ok(Self(written.to_owned()))
        } else {
            Err(NoLevel {
                written: written.chars().take(40).collect(),
            })
        }
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

impl Level {
    /// A bare level is this program's own; the libraries' lines stay at warnings.
    fn filter(&self) -> EnvFilter {
        let mut directives: Vec<String> = self
            .0
            .split(',')
            .map(|directive| match directive {
                "off" | "error" | "warn" => directive.to_owned(),
                "info" | "debug" | "trace" => format!("warn,verbatim={directive}"),
                named => named.to_owned(),
            })
            .collect();
        for (library, module, level) in UNASKED {
            if !self.0.contains(library) {
                directives.push(format!("{library}{module}={level}"));
            }
        }
        EnvFilter::new(directives.join(","))
    }
}

/// Log lines of this process.
#[derive(Clone)]
pub struct Logs {
    filter: reload::Handle<EnvFilter, Registry>,
    level: std::sync::Arc<parking_lot::Mutex<Level>>,
}

impl std::fmt::Debug for Logs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Logs")
            .field("level", &self.level)
            .finish_non_exhaustive()
    }
}

impl Logs {
    /// Writes log lines to standard error from now on; standard output is for answers only. `VERBATIM_LOG` outranks
    /// the settings. In a process that writes log lines already, these stay as they are.
    ///
    /// # Errors
    /// [`NoLevel`] where the variable holds no level.
    pub fn start(settings: &Settings) -> Result<Self, NoLevel> {
        let level = match std::env::var(VARIABLE) {
            Ok(written) if !written.trim().is_empty() => written.parse()?,
            _ => settings.log.clone(),
        };
        let (filter, handle) = reload::Layer::new(level.filter());
        let lines = tracing_subscriber::fmt::layer()
            .with_writer(std::io::stderr)
            .with_target(false);
        let lines = match settings.log_format {
            LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).boxed(),
            LogFormat::Json => lines
                .json()
                .flatten_event(true)
                .with_current_span(false)
                .with_span_list(false)
                .with_target(true)
                .boxed(),
        };
        // Only tests put together more than one program in a process.
        let _ = tracing_subscriber::registry()
            .with(filter)
            .with(lines)
            .try_init();
        Ok(Self {
            filter: handle,
            level: std::sync::Arc::new(parking_lot::Mutex::new(level)),
        })
    }
}

impl Logging for Logs {
    fn level(&self) -> String {
        self.level.lock().0.clone()
    }

    fn set_level(&self, written: &str) -> Result<(), String> {
        let level: Level = written
            .parse()
            .map_err(|error: NoLevel| error.to_string())?;
        self.filter
            .reload(level.filter())
            .map_err(|error| error.to_string())?;
        *self.level.lock() = level;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_one_of_six_or_of_a_module() {
        for good in ["info", "off", "warn,verbatim::fetch=debug", "tantivy=error"] {
            assert!(good.parse::<Level>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "loud",
            "verbatim",
            "=info",
            "a b=info",
            "[span]=info",
            "info,",
            "info=info=info",
        ] {
            assert!(bad.parse::<Level>().is_err(), "{bad}");
        }
        let told = "loud".parse::<Level>().unwrap_err().to_string();
        assert!(told.contains("debug"), "{told}");
    }

    #[test]
    fn a_bare_level_is_this_programs_own() {
        let filter = |level: &str| level.parse::<Level>().unwrap().filter().to_string();
        assert!(filter("debug").contains("verbatim=debug"));
        assert!(
            filter("hyper=debug").starts_with("hyper=debug")
                || filter("hyper=debug").ends_with("hyper=debug")
        );
        for level in ["warn", "debug", "hyper=debug"] {
            for (library, module, stays) in UNASKED {
                let directive = format!("{library}{module}={stays}");
                assert!(filter(level).contains(&directive), "{level}: {directive}");
            }
        }
        assert_eq!(
            filter("serenity=debug,matrix_sdk_crypto=info"),
            // The filter has its own order.
            "matrix_sdk_crypto=info,serenity=debug"
        );
    }
}
