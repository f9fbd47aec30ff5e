//! Getting articles: from files, from the web, from feeds.

pub mod dates;
pub mod feeds;
pub mod files;
pub mod guard;
pub mod http;
pub mod links;
mod markup;
pub mod politeness;
pub mod robots;
mod settings;

pub use http::HttpFetcher;
pub use settings::{Settings, SettingsError};

use std::path::Path;

use crate::domain::Item;
use crate::ports::{FileReader, ItemFailure};

/// Files and folders on this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Files;

impl FileReader for Files {
    fn read(&self, path: &Path) -> Box<dyn Iterator<Item = Result<Item, ItemFailure>> + Send> {
        Box::new(files::read_path(path))
    }
}
