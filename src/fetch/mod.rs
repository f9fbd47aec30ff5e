//! Getting articles: from files, from the web, from feeds.

pub mod backoff;
pub mod dates;
pub mod files;
pub mod guard;
pub mod politeness;
mod settings;

pub use settings::{Settings, SettingsError};
