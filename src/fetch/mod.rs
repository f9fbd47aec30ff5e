//! Getting articles: from files, from the web, from feeds.

pub mod backoff;
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
