//! stub
use super::Language;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;
/// stub
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /** */
    pub id: String,
    /** */
    pub kind: SourceKind,
    /** */
    pub outlet: Option<String>,
    /** */
    pub language: Language,
    /** */
    pub every: Duration,
    /** */
    pub enabled: bool,
}
/// stub
#[derive(Debug, Clone, PartialEq)]
pub enum SourceKind {
    /** */
    Feed {
        /** */
        url: Url,
    },
    /** */
    Page {
        /** */
        url: Url,
    },
    /** */
    Folder {
        /** */
        path: PathBuf,
    },
}
