//! Articles from files and from the web.

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use thiserror::Error;
use url::Url;

use crate::domain::Item;

/// What a server gave to recognise an unchanged resource by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// ETag.
    pub etag: Option<String>,
    /// Last-Modified, as sent.
    pub last_modified: Option<String>,
}

/// How long a resource need not be asked for again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revisit {
    /// For the next conditional request.
    pub validators: Validators,
    /// What Cache-Control or the feed's own time to live ask for, if anything.
    pub keep_for: Option<Duration>,
}

/// An item that was refused, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFailure {
    /// The file or address, with a line or number where it holds several.
    pub place: String,
    /// Cause and way out, for a person.
    pub reason: String,
}

/// What a fetch brought.
#[derive(Debug, Clone, PartialEq)]
pub enum Fetched {
    /// Nothing new since the validators were given.
    Unchanged(Revisit),
    /// Articles: one for a page or a document, several for JSON.
    Articles {
        /// Each an item or the reason why it is none.
        items: Vec<Result<Item, ItemFailure>>,
        /// When to ask again.
        revisit: Revisit,
    },
    /// A feed: its entries, newest first as the feed gives them. An entry whose body is only a summary has the address
    /// of its page in `url`, and that page is to be fetched.
    Feed {
        /// Each an item or the reason why it is none.
        entries: Vec<Result<FeedEntry, ItemFailure>>,
        /// When to ask again.
        revisit: Revisit,
    },
}

/// One entry of a feed.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedEntry {
    /// What the feed says of it; the body is the feed's own content or summary.
    pub item: Item,
    /// Whether the body is the whole article rather than a summary.
    pub complete: bool,
}

/// What a listing page brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    /// Nothing new since the validators were given.
    Unchanged(Revisit),
    /// The articles that it leads to, in its order.
    Links {
        /// Their addresses, each once, all of the page's own site.
        links: Vec<Url>,
        /// When to ask again.
        revisit: Revisit,
    },
}

/// Why nothing could be fetched. The message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FetchError {
    /// Asking again may help, not before `after` where the server said so.
    #[error("{reason}")]
    Passing {
        /// What happened.
        reason: String,
        /// Retry-After.
        after: Option<Timestamp>,
    },
    /// Asking again won't help unless something is changed.
    #[error("{reason}")]
    Final {
        /// What happened, and the way out.
        reason: String,
    },
}

/// Fetches pages, feeds and documents with all bounds and manners observed.
#[async_trait]
pub trait Fetcher: Send + Sync {
    /// Fetches `url` and reads it as what it turns out to be.
    async fn fetch(&self, url: &Url, validators: &Validators) -> Result<Fetched, FetchError>;

    /// Fetches a file that is at this very address: no redirect is followed, no robots.txt is asked, and nothing of it is
    /// read. More than `most` bytes are refused.
    async fn download(&self, url: &Url, most: usize) -> Result<Vec<u8>, FetchError>;

    /// Fetches a listing page and picks the links that lead to articles.
    async fn list(&self, url: &Url, validators: &Validators) -> Result<Listed, FetchError>;
}

/// Reads articles from files and folders.
pub trait FileReader: Send + Sync {
    /// Every article at `path`, or the reason why something there is none; a folder is read as a whole.
    fn read(&self, path: &Path) -> Box<dyn Iterator<Item = Result<Item, ItemFailure>> + Send>;
}
