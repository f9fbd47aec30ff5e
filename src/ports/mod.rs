//! The seams: what the services need of the world, as traits that adapters fulfil.

mod administration;
mod fetcher;
mod messenger;
mod operation;
mod record;
mod search;
mod subscriptions;
mod turns;
mod upkeep;

pub use administration::{Act, Administration, ArticleCorrection, Audited, NewSpeaker};
pub use fetcher::{
    FeedEntry, FetchError, Fetched, Fetcher, FileReader, ItemFailure, Listed, Revisit, Validators,
};
pub use messenger::{Messenger, SendError};
pub use operation::{Logging, NoQueues, Queues};
pub use record::{
    Change, Damaged, Incoming, IndexedArticle, IndexedStatement, Known, Position, Record,
    RecordError, SourceState, Stored,
};
pub use search::{
    ArticleHit, Candidates, Counts, Rebuild, SearchError, SearchIndex, StatementHit, VoiceCount,
};
pub use subscriptions::{SubscriptionChange, Subscriptions};
pub use turns::Turns;
pub use upkeep::{BackedUp, Examined, Examining, Upkeep, UpkeepError};
