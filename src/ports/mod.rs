//! The seams: what the services need of the world, as traits that adapters fulfil.

mod fetcher;
mod listener;
mod messenger;
mod outbox;
mod record;
mod search;
mod subscriptions;
mod turns;

pub use fetcher::{
    FeedEntry, FetchError, Fetched, Fetcher, FileReader, ItemFailure, Listed, Revisit, Validators,
};
pub use listener::{SourceListener, SourceNews};
pub use messenger::{Messenger, SendError};
pub use outbox::{
    Arrived, ArrivedStatement, Content, Delivered, Entry, EntryId, Gap, LoggedAttempt, Matching,
    Nobody, Outbox, Outcome, Owed, OwnerNotice, Reason, Waiting,
};
pub use record::{
    Change, Damaged, Incoming, IndexedArticle, IndexedStatement, Known, Position, Record,
    RecordError, SourceState, Stored, ToldArticle,
};
pub use search::{
    ArticleHit, Candidates, Counts, Rebuild, SearchError, SearchIndex, StatementHit, VoiceCount,
};
pub use subscriptions::{SubscriptionChange, Subscriptions};
pub use turns::Turns;
