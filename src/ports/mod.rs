//! The seams: what the services need of the world, as traits that adapters fulfil.

mod fetcher;
mod inbox;
mod messenger;
mod record;
mod search;
mod subscriptions;
mod turns;

pub use fetcher::{
    FeedEntry, FetchError, Fetched, Fetcher, FileReader, ItemFailure, Listed, Revisit, Validators,
};
pub use inbox::{Arrival, Inbox, Progress, Received, Shown, ShownPage};
pub use messenger::{Messenger, SendError};
pub use record::{
    Change, Damaged, Incoming, IndexedArticle, IndexedStatement, Known, Position, Record,
    RecordError, SourceState, Stored,
};
pub use search::{
    ArticleHit, Candidates, Counts, Rebuild, SearchError, SearchIndex, StatementHit, VoiceCount,
};
pub use subscriptions::{SubscriptionChange, Subscriptions};
pub use turns::Turns;
