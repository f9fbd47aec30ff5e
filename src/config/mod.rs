//! The operator's files: each section reads and validates itself.

mod lexicon;
mod settings;
mod sources;
mod speakers;

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::answer::Synonyms;
use crate::domain::{Lexicon, Roster, Source};

pub use lexicon::{LexiconError, read_lexicon};
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
    #[error("{}: {reason}. Every file of the project's config folder has to be there and readable", file.display())]
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
    /// There is nowhere to answer.
    #[error(
        "no platform is configured: see .env.example for the tokens, and [discord] and [matrix] in {}",
        file.display()
    )]
    NoPlatform {
        /// Where platforms are configured.
        file: PathBuf,
    },
    /// A file of a name that nothing reads.
    #[error("{}: no part of the program reads a file of this name: correct the name, or move the file away", file.display())]
    Unread {
        /// Which file.
        file: PathBuf,
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

    /// `sources.toml`.
    ///
    /// # Errors
    /// [`ConfigError`] where the file can't be read or used.
    pub fn sources(&self) -> Result<Vec<Source>, ConfigError> {
        read(&self.file("sources.toml"), read_sources)
    }

    /// `synonyms.toml`.
    ///
    /// # Errors
    /// [`ConfigError`] where the file can't be read or used.
    pub fn synonyms(&self) -> Result<Synonyms, ConfigError> {
        read(&self.file("synonyms.toml"), Synonyms::read)
    }

    /// Reads every file of the folder: each with what is wrong with it, if anything, and the files that nothing reads.
    pub fn check(&self) -> Vec<(PathBuf, Result<(), ConfigError>)> {
        let mut checked = vec![
            (self.file("verbatim.toml"), self.settings().map(drop)),
            (self.file("speakers.toml"), self.roster().map(drop)),
            (self.file("sources.toml"), self.sources().map(drop)),
            (self.file("synonyms.toml"), self.synonyms().map(drop)),
        ];
        let lexicons = self.file("lexicon");
        match files_of(&lexicons, "toml") {
            Ok(files) if files.is_empty() => {
                let none = ConfigError::Wrong {
                    file: lexicons.clone(),
                    reason: "there is no language in it: put the project's files there".to_owned(),
                };
                checked.push((lexicons, Err(none)));
            }
            Ok(files) => checked.extend(files.into_iter().map(|file| {
                let found = read(&file, read_lexicon).map(drop);
                (file, found)
            })),
            Err(error) => checked.push((lexicons, Err(error))),
        }
        for file in files_of(&self.dir, "toml").unwrap_or_default() {
            if !checked.iter().any(|(known, _)| *known == file) {
                let unread = ConfigError::Unread { file: file.clone() };
                checked.push((file, Err(unread)));
            }
        }
        checked
    }

    /// Every file of `lexicon/`: a language each.
    ///
    /// # Errors
    /// [`ConfigError`] where the folder or a file can't be read or used.
    pub fn lexicons(&self) -> Result<Vec<Lexicon>, ConfigError> {
        files_of(&self.file("lexicon"), "toml")?
            .iter()
            .map(|file| read(file, read_lexicon))
            .collect()
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

/// The files of a folder whose name has this ending, in the order of their names.
fn files_of(dir: &Path, ending: &str) -> Result<Vec<PathBuf>, ConfigError> {
    let unreadable = |reason| ConfigError::Unreadable {
        file: dir.to_owned(),
        reason,
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|found| found == ending) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
