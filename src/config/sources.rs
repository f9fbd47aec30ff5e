//! `config/sources.toml`: where articles come from.

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

use jiff::SignedDuration;
use serde::Deserialize;
use thiserror::Error;
use url::Url;

use crate::domain::{Language, Source, SourceId, SourceKind};

/// Nobody's feed changes so fast that asking more often is anything but rude.
const SHORTEST: Duration = Duration::from_secs(60);

/// How often a source is looked at that doesn't say.
const EVERY: Duration = Duration::from_secs(30 * 60);

/// Why the sources can't be used. Each message says where to look and what to change.
#[derive(Debug, Error)]
pub enum SourcesError {
    /// Not the TOML that sources are written in; the message holds the line and the key.
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    /// A key of a source can't be used.
    #[error("source {id:?}, key {key}: {reason}")]
    Key {
        /// The source's id.
        id: String,
        /// Which key.
        key: &'static str,
        /// What is wrong, and what to write.
        reason: String,
    },
    /// Two sources have one id or one address.
    #[error("the {key} {value:?} is given to two sources: remove or change one of them")]
    Twice {
        /// Which key.
        key: &'static str,
        /// What both have.
        value: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourcesFile {
    #[serde(default, rename = "source")]
    sources: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    kind: Kind,
    url: Option<String>,
    path: Option<PathBuf>,
    outlet: Option<String>,
    language: Option<String>,
    every: Option<String>,
    #[serde(default = "yes")]
    enabled: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Feed,
    Page,
    Folder,
}

fn yes() -> bool {
    true
}

/// Reads the sources from the text of a `sources.toml`, disabled ones too.
///
/// # Errors
/// [`SourcesError`] where the text is no such file, a key is missing or can't be used, or an id or address is given twice.
pub fn read_sources(text: &str) -> Result<Vec<Source>, SourcesError> {
    let file: SourcesFile = toml::from_str(text)?;
    let sources = file
        .sources
        .iter()
        .map(source)
        .collect::<Result<Vec<_>, _>>()?;
    check_unique("id", sources.iter().map(|source| source.id.to_string()))?;
    check_unique("address", sources.iter().map(Source::address))?;
    Ok(sources)
}

fn check_unique(
    key: &'static str,
    values: impl Iterator<Item = String>,
) -> Result<(), SourcesError> {
    let mut seen = HashSet::new();
    for value in values {
        if seen.contains(&value) {
            return Err(SourcesError::Twice { key, value });
        }
        seen.insert(value);
    }
    Ok(())
}

fn source(entry: &Entry) -> Result<Source, SourcesError> {
    Ok(Source {
        id: id(entry)?,
        kind: kind(entry)?,
        outlet: entry
            .outlet
            .clone()
            .filter(|outlet| !outlet.trim().is_empty()),
        language: language(entry)?,
        every: every(entry)?,
        enabled: entry.enabled,
    })
}

impl Entry {
    fn bad(&self, key: &'static str, reason: impl Into<String>) -> SourcesError {
        SourcesError::Key {
            id: self.id.clone(),
            key,
            reason: reason.into(),
        }
    }
}

fn id(entry: &Entry) -> Result<SourceId, SourcesError> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if entry.id.is_empty() || !entry.id.chars().all(is_name) {
        return Err(entry.bad(
            "id",
            "write a short name of letters, digits and dashes, as in \"vale-post-en\"",
        ));
    }
    Ok(SourceId(entry.id.clone()))
}

fn kind(entry: &Entry) -> Result<SourceKind, SourcesError> {
    match entry.kind {
        Kind::Feed => Ok(SourceKind::Feed { url: url(entry)? }),
        Kind::Page => Ok(SourceKind::Page { url: url(entry)? }),
        Kind::Folder if entry.url.is_some() => Err(entry.bad(
            "url",
            "a folder has none: give its path, or set kind to \"feed\" or \"page\"",
        )),
        Kind::Folder => match &entry.path {
            Some(path) if !path.as_os_str().is_empty() => {
                Ok(SourceKind::Folder { path: path.clone() })
            }
            _ => Err(entry.bad(
                "path",
                "is missing: write the folder's path, as in path = \"articles\"",
            )),
        },
    }
}

fn url(entry: &Entry) -> Result<Url, SourcesError> {
    if entry.path.is_some() {
        return Err(entry.bad(
            "path",
            "only a folder has one: give the url, or set kind to \"folder\"",
        ));
    }
    let written = entry.url.as_deref().unwrap_or_default();
    Url::parse(written)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(|| {
            entry.bad("url", format!("{written:?} is not the address of a page or feed: write it whole, as in \"https://example.org/rss\""))
        })
}

fn language(entry: &Entry) -> Result<Language, SourcesError> {
    let Some(written) = &entry.language else {
        return Ok(Language::unknown());
    };
    let language = Language::new(written);
    if language.is_unknown() {
        return Err(entry.bad("language", format!("{written:?} is not a language code: write one such as \"en\" or \"uk\", or leave it out")));
    }
    Ok(language)
}

fn every(entry: &Entry) -> Result<Duration, SourcesError> {
    let Some(written) = &entry.every else {
        return Ok(EVERY);
    };
    let every = written
        .parse::<SignedDuration>()
        .ok()
        .and_then(|every| Duration::try_from(every).ok())
        .ok_or_else(|| {
            entry.bad(
                "every",
                format!("{written:?} is not a time: write one such as \"10m\" or \"1h\""),
            )
        })?;
    if every < SHORTEST {
        return Err(entry.bad(
            "every",
            format!("{written:?} is too often: write \"1m\" or more"),
        ));
    }
    Ok(every)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: &str = include_str!("../../config/sources.toml");

    #[test]
    fn the_sources_that_we_publish_can_be_used() {
        let sources = read_sources(PUBLISHED).unwrap();
        assert_eq!(sources.len(), PUBLISHED.matches("\n[[source]]").count());
        let corpus = sources
            .iter()
            .find(|source| source.id.0 == "corpus")
            .unwrap();
        assert_eq!(
            corpus.kind,
            SourceKind::Folder {
                path: PathBuf::from("corpus")
            }
        );
        assert_eq!(corpus.every, Duration::from_secs(3600));
        assert!(corpus.enabled);
        assert!(sources.iter().any(|source| !source.enabled));
        assert!(
            sources
                .iter()
                .any(|source| matches!(source.kind, SourceKind::Page { .. }))
        );
    }

    #[test]
    fn what_is_left_out_has_defaults() {
        let source = read_sources(
            "[[source]]\nid = \"a\"\nkind = \"feed\"\nurl = \"https://example.org/rss\"",
        )
        .unwrap()
        .remove(0);
        assert_eq!(source.every, EVERY);
        assert!(source.enabled && source.outlet.is_none() && source.language.is_unknown());
        assert!(read_sources("").unwrap().is_empty());
    }

    #[test]
    fn a_bad_key_is_named_with_its_source_and_the_way_out() {
        let cases = [
            (
                "kind = \"feed\"",
                "source \"a\", key url: \"\" is not the address",
            ),
            (
                "kind = \"feed\"\nurl = \"ftp://example.org\"",
                "key url: \"ftp://example.org\" is not",
            ),
            (
                "kind = \"page\"\nurl = \"https://example.org\"\npath = \"x\"",
                "key path: only a folder",
            ),
            ("kind = \"folder\"", "key path: is missing"),
            (
                "kind = \"folder\"\nurl = \"https://example.org\"",
                "key url: a folder has none",
            ),
            (
                "kind = \"folder\"\npath = \"x\"\nevery = \"often\"",
                "key every: \"often\" is not a time",
            ),
            (
                "kind = \"folder\"\npath = \"x\"\nevery = \"5s\"",
                "key every: \"5s\" is too often",
            ),
            (
                "kind = \"folder\"\npath = \"x\"\nlanguage = \"English\"",
                "key language: \"English\" is not a language code",
            ),
            ("kind = \"blog\"", "unknown variant `blog`"),
            (
                "kind = \"folder\"\nfolder = \"x\"",
                "unknown field `folder`",
            ),
        ];
        for (keys, expected) in cases {
            let message = read_sources(&format!("[[source]]\nid = \"a\"\n{keys}"))
                .unwrap_err()
                .to_string();
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn one_id_or_address_names_one_source() {
        let entry = |id: &str, path: &str| {
            format!("[[source]]\nid = \"{id}\"\nkind = \"folder\"\npath = \"{path}\"\n")
        };
        for (first, second, expected) in [
            (entry("a", "x"), entry("a", "y"), "the id \"a\""),
            (entry("a", "x"), entry("b", "x"), "the address \"x\""),
            (
                entry("a b", "x"),
                String::new(),
                "key id: write a short name",
            ),
        ] {
            let message = read_sources(&format!("{first}{second}"))
                .unwrap_err()
                .to_string();
            assert!(message.contains(expected), "{message}");
        }
    }
}
