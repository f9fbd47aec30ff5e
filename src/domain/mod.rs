//! What Verbatim talks about: articles, statements, speakers, questions and answers.
//!
//! Nothing here does I/O, is async, or knows another module of this crate.

pub mod answer;
pub mod article;
pub mod backoff;
pub mod check;
pub mod clock;
pub mod conversation;
pub mod correction;
pub mod duration;
pub mod language;
pub mod lexicon;
pub mod lineage;
pub mod notice;
pub mod query;
pub mod question;
pub mod source;
pub mod speaker;
pub mod statement;
pub mod subscription;
pub mod timeline;
pub mod turn;

pub use answer::{
    Answer, Asked, Carrier, Compared, Count, Found, Freshness, Hit, Passage, Piece,
    QuotedStatement, Recognised, Voice,
};
pub use article::{
    Article, ArticleId, Body, Document, Item, Mark, MarkKind, Revision, RevisionId, When,
};
pub use backoff::Backoff;
pub use check::{Claim, ClaimedSpeaker, Comparison, Finding, Part, Stretch, Verdict};
pub use clock::{Clock, FixedClock, SystemClock};
pub use conversation::{Asker, Conversation, MessageId, Person, Platform, Standing};
pub use correction::{CorrectedField, Correction, SpeakerChange};
pub use language::Language;
pub use lexicon::{Cues, DateWords, Grammar, Lexicon, Marks, People};
pub use lineage::{Carriage, Lineage, Wording};
pub use notice::{Cadence, Digested, Gap, News, Notice};
pub use query::{Concept, DateRange, Form, Kinds, Order, Phrase, Query, Tells, WantedSpeaker};
pub use question::Question;
pub use source::{Arrival, Source, SourceId, SourceKind};
pub use speaker::{Gender, Role, Roster, Side, SideId, Speaker, SpeakerId};
pub use statement::{
    Attribution, Precision, SaidOn, Statement, StatementId, StatementKind, VerbatimError,
};
pub use subscription::{
    Condition, Delivery, NewSubscription, Pause, QuietHours, Subscription, SubscriptionId, Wanted,
    Weekday, Whose, WhoseWords,
};
pub use timeline::{Timeline, Week};
pub use turn::{NewTurn, Place, Turn, TurnId};
