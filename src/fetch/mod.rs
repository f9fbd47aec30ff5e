//! Getting articles: from files, from the web, from feeds.

pub mod dates;
pub mod files;
