//! Where articles come from, as the operator configures it.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::language::Language;

/// A source's short name ("ukrinform-en").
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceId(pub String);

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How an article came, by which it is told whether its statements are news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// By hand, from an archive, or at the first look at a source.
    Backfill,
    /// By another look at the page of an article that somebody was told of.
    Again,
    /// From a source that was looked at before.
    Followed {
        /// Which one.
        source: SourceId,
        /// When it was looked at first.
        since: Timestamp,
        /// When it was last looked at before.
        looked: Timestamp,
        /// When it was to be looked at again.
        due: Timestamp,
        /// Whether what was read is what stands at the article's own address, rather than what the source has of it.
        is_page: bool,
    },
}

/// What a source is, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceKind {
    /// A feed.
    Feed {
        /// Its address.
        url: Url,
    },
    /// A listing page, whose links lead to articles.
    Page {
        /// Its address.
        url: Url,
    },
    /// Files on this machine, or one file.
    Folder {
        /// Relative to the working directory.
        path: PathBuf,
    },
}

/// A place that is looked at again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub id: SourceId,
    /// What it is.
    pub kind: SourceKind,
    /// The publisher, as shown, for articles that name none themselves.
    pub outlet: Option<String>,
    /// Of its articles, where they say nothing themselves.
    pub language: Language,
    /// How often to look.
    pub every: Duration,
    /// Whether it is looked at.
    pub enabled: bool,
}

impl Source {
    /// What its state is remembered by: the address, or the path.
    pub fn address(&self) -> String {
        match &self.kind {
            SourceKind::Feed { url } | SourceKind::Page { url } => url.to_string(),
            SourceKind::Folder { path } => path.display().to_string(),
        }
    }
}
