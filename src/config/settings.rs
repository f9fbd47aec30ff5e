//! `config/verbatim.toml`: what an operator may set, section by section. Each section's keys and defaults are told where
//! they are used.

use std::path::PathBuf;

use serde::Deserialize;

use crate::{alerts, answer, chat, commands, extract, fetch, ingest, search, telemetry};

/// The whole file. A key that is left out has its default.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The folder of the record and the index, relative to the working directory.
    pub data_dir: Option<PathBuf>,
    /// What is alerted of, and how.
    pub alerts: alerts::AlertSettings,
    /// How claimed quotations are checked.
    pub check: answer::check::CheckSettings,
    /// How Discord is served.
    pub discord: chat::discord::DiscordSettings,
    /// How statements are found.
    pub extract: extract::Settings,
    /// How articles are fetched.
    pub fetch: fetch::Settings,
    /// How the index is written.
    pub index: search::IndexSettings,
    /// How often people may ask.
    pub limits: commands::Limits,
    /// The bot on Matrix.
    pub matrix: chat::matrix::Settings,
    /// How answers are ranked.
    pub ranking: answer::Ranking,
    /// What is logged and measured.
    pub telemetry: telemetry::Settings,
    /// How sources are watched.
    pub watch: ingest::WatchSettings,
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: &str = include_str!("../../config/verbatim.toml");

    /// The file with every key that it only shows made to count.
    fn uncommented() -> String {
        PUBLISHED
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(shown) if !shown.starts_with([' ', '#']) => shown,
                _ => line,
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn the_file_that_we_publish_changes_nothing() {
        let settings: Settings = toml::from_str(PUBLISHED).unwrap();
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn what_it_shows_are_the_defaults_and_none_is_missing() {
        let shown: Settings = toml::from_str(&uncommented()).unwrap();
        let expected = Settings {
            data_dir: Some(PathBuf::from(".")),
            ..Settings::default()
        };
        assert_eq!(shown, expected);
        let keys = |text: &str| text.lines().filter(|line| line.contains(" = ")).count();
        let fields = format!("{expected:#?}");
        let leaves = fields
            .lines()
            .filter(|line| line.contains(": ") && !line.ends_with('{'))
            .count();
        assert!(keys(&uncommented()) >= leaves - 1, "{fields}");
    }
}
