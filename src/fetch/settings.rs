//! The `[fetch]` section of verbatim.toml.

use std::time::Duration;

use serde::Deserialize;
use thiserror::Error as ThisError;

use crate::domain::duration;
use crate::fetch::files::MAX_BYTES;
use crate::fetch::guard::host_name;

/// How the web is read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What servers are told of us. Its first word ("Verbatim") is the name that robots.txt files may address. Add where
    /// you can be reached, so that an outlet that is bothered can write instead of blocking.
    pub user_agent: String,
    /// For one page or feed, redirects included, from the first connection to the last byte ("30s").
    #[serde(deserialize_with = "duration::positive")]
    pub timeout: Duration,
    /// Of one answer, decompressed; at most 10 MiB.
    pub max_bytes: usize,
    /// Followed in a row before giving up.
    pub max_redirects: usize,
    /// Between two requests to one host ("1s"); a longer crawl delay in its robots.txt is observed instead.
    #[serde(deserialize_with = "duration::any")]
    pub gap: Duration,
    /// Hosts that may be asked although their addresses are private, loopback or otherwise not of the public internet:
    /// names or addresses, without port ("wiki.internal", "127.0.0.1").
    pub allow_hosts: Vec<String>,
    /// Whether robots.txt is observed.
    pub respect_robots: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            user_agent: concat!(
                "Verbatim/",
                env!("CARGO_PKG_VERSION"),
                " (reads public feeds and articles to quote them with their source)"
            )
            .to_owned(),
            timeout: Duration::from_secs(30),
            max_bytes: MAX_BYTES,
            max_redirects: 5,
            gap: Duration::from_secs(1),
            allow_hosts: Vec::new(),
            respect_robots: true,
        }
    }
}

/// A setting that can't be used. The message names the key and the way out.
#[derive(Debug, ThisError, PartialEq, Eq)]
pub enum SettingsError {
    /// Not a host.
    #[error(
        "fetch.allow_hosts: {0:?} is not a host: write only its name or address, as in \"wiki.internal\" or \"127.0.0.1\""
    )]
    Host(String),
    /// Not what may stand in a header.
    #[error(
        "fetch.user_agent: must be a line of printable ASCII that begins with a name, as in \"Verbatim/1.0 (+https://example.org/bot)\""
    )]
    UserAgent,
    /// Nothing, or more than is read.
    #[error("fetch.max_bytes: {0} is out of range: write 1 to {MAX_BYTES}")]
    MaxBytes(usize),
    /// The HTTP client could not be made.
    #[error("the HTTP client can't be set up: {0}")]
    Client(String),
}

impl Settings {
    /// Checks what the types don't.
    ///
    /// # Errors
    /// [`SettingsError`] naming the key.
    pub fn check(&self) -> Result<(), SettingsError> {
        if let Some(bad) = self
            .allow_hosts
            .iter()
            .find(|host| host_name(host).is_none())
        {
            return Err(SettingsError::Host(bad.clone()));
        }
        let is_printable = self
            .user_agent
            .bytes()
            .all(|byte| matches!(byte, b' '..=b'~'));
        if !is_printable || self.product().is_empty() {
            return Err(SettingsError::UserAgent);
        }
        if !(1..=MAX_BYTES).contains(&self.max_bytes) {
            return Err(SettingsError::MaxBytes(self.max_bytes));
        }
        Ok(())
    }

    /// The name by which robots.txt files may address us.
    pub(crate) fn product(&self) -> &str {
        self.user_agent
            .split(['/', ' ', '('])
            .next()
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_section_is_the_defaults_and_they_can_be_used() {
        let settings: Settings = toml::from_str("").unwrap();
        assert_eq!(settings, Settings::default());
        assert_eq!(settings.check(), Ok(()));
        assert_eq!(settings.product(), "Verbatim");
    }

    #[test]
    fn settings_are_written_as_people_write_them() {
        let settings: Settings = toml::from_str(
            "timeout = \"2m 5s\"\ngap = \"500ms\"\nallow_hosts = [\"Wiki.internal\"]",
        )
        .unwrap();
        assert_eq!(settings.timeout, Duration::from_secs(125));
        assert_eq!(settings.gap, Duration::from_millis(500));
    }

    #[test]
    fn bad_settings_name_their_key() {
        for (text, expected) in [
            ("timeout = \"soon\"", "timeout"),
            ("timeout = \"0s\"", "is zero"),
            ("gap = \"-1s\"", "is negative"),
            ("max_bites = 1", "max_bites"),
        ] {
            let message = toml::from_str::<Settings>(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
        let with_host = |host: &str| Settings {
            allow_hosts: vec![host.to_owned()],
            ..Settings::default()
        };
        for host in ["http://wiki.internal", "wiki.internal:80", "10.0.0.0/8", ""] {
            assert_eq!(
                with_host(host).check(),
                Err(SettingsError::Host(host.to_owned())),
                "{host}"
            );
        }
        for agent in ["", "(no name)", "Verbatim/1\r\nHost: x", "Вербатим"] {
            let settings = Settings {
                user_agent: agent.to_owned(),
                ..Settings::default()
            };
            assert_eq!(settings.check(), Err(SettingsError::UserAgent), "{agent}");
        }
    }
    #[test]
    fn a_bound_of_nothing_or_of_too_much_is_refused() {
        for max_bytes in [0, MAX_BYTES + 1] {
            let settings = Settings {
                max_bytes,
                ..Settings::default()
            };
            assert_eq!(settings.check(), Err(SettingsError::MaxBytes(max_bytes)));
        }
    }
}
