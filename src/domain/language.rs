//! The language of a text, as a lower-case ISO 639 code.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A lower-case primary language code ("en", "uk"), or "und" where nobody said and none was recognised.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Language(String);

impl Language {
    /// Takes any BCP 47 tag ("en-GB", "uk_UA") and keeps its primary code; what is no tag becomes "und".
    pub fn new(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().trim();
        let is_code =
            (2..=3).contains(&primary.len()) && primary.chars().all(|c| c.is_ascii_alphabetic());
        if is_code {
            Self(primary.to_ascii_lowercase())
        } else {
            Self::unknown()
        }
    }

    /// The undetermined language, "und".
    pub fn unknown() -> Self {
        Self("und".to_owned())
    }

    /// Whether this is the undetermined language.
    pub fn is_unknown(&self) -> bool {
        self.0 == "und"
    }

    /// The code, as stored.
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::unknown()
    }
}

impl From<String> for Language {
    fn from(tag: String) -> Self {
        Self::new(&tag)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
