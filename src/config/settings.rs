//! `config/verbatim.toml`: what an operator may set, section by section. Each section's keys and defaults are told where
//! they are used.

use std::path::PathBuf;

use serde::Deserialize;

use crate::{answer, extract, fetch, search};

/// The whole file. A key that is left out has its default.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The folder of the record and the index, relative to the working directory.
    pub data_dir: Option<PathBuf>,
    /// How claimed quotations are checked.
    pub check: answer::check::CheckSettings,
    /// How statements are found.
    pub extract: extract::Settings,
    /// How articles are fetched.
    pub fetch: fetch::Settings,
    /// How the index is written.
    pub index: search::IndexSettings,
    /// How answers are ranked.
    pub ranking: answer::Ranking,
}
