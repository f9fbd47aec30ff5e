//! The seams: what the services need of the world, as traits that adapters fulfil.

mod administration;
mod attachment;
mod fetcher;
mod inbox;
mod listener;
mod messenger;
mod operation;
mod outbox;
mod record;
mod search;
mod subscriptions;
mod turns;
mod upkeep;

pub use administration::{
    Act, Administration, ArticleCorrection, AttachedFile, Audited, NewSpeaker,
};
pub use attachment::{Attached, Attachment, too_long};
pub use fetcher::{
    FeedEntry, FetchError, Fetched, Fetcher, FileReader, ItemFailure, Listed, Revisit, Validators,
};
pub use inbox::{Inbox, NewEvent, Progress, Received, Shown, ShownPage};
pub use listener::{SourceListener, SourceNews};
pub use messenger::{Messenger, SendError};
pub use operation::{Logging, Queues};
pub use outbox::{
    Arrived, ArrivedStatement, Content, Delivered, Entry, EntryId, LoggedAttempt, Matching, Nobody,
    Outbox, Outcome, Owed, OwnerNotice, Reason, Waiting,
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
pub use upkeep::{BackedUp, Examined, Examining, Upkeep, UpkeepError};
