//! What Verbatim says without being asked: alerts, digests and news of itself.

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::answer::QuotedStatement;
use super::check::Stretch;
use super::conversation::Conversation;
use super::language::Language;
use super::source::SourceId;

/// A message to a conversation that nobody waits for. Everything in it is as stored: whoever shows it escapes it.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// A new statement.
    Alert {
        /// The statement.
        quoted: Box<QuotedStatement>,
        /// Why it is sent: one short line for each subscription that matches ("Kaja Kallas · concessions").
        reasons: Vec<String>,
        /// Whether an outage delayed it.
        late: bool,
    },
    /// Several statements at once.
    Digest {
        /// What it is of.
        of: Digested,
        /// The statements, the newest first, each with why it is among them.
        statements: Vec<(QuotedStatement, Vec<String>)>,
        /// How many more there were.
        omitted: usize,
    },
    /// The words of a statement that was sent before differ in the article's new state.
    Edited {
        /// As the article has it now; `None` where the words are gone.
        now: Option<Box<QuotedStatement>>,
        /// As it was sent.
        before: Box<QuotedStatement>,
        /// What was said and what is now said, word by word: `said` is the former wording, `claimed` the new one.
        difference: Vec<Stretch>,
    },
    /// That sources could not be read for a while.
    Gaps(Vec<Gap>),
    /// What the bot tells of itself or a source.
    News(News),
    /// A message in words that were chosen when it was written: a first line, and what more there is to say.
    Told {
        /// The first line.
        title: String,
        /// The rest.
        lines: Vec<String>,
    },
}

/// How often a digest comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// Every hour.
    Hourly,
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
}

/// What a digest is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Digested {
    /// What fitted since the digest before.
    Lately {
        /// How often it comes.
        cadence: Cadence,
        /// When it was put together, in the time zone of a subscription that it is for.
        at: DateTime,
    },
    /// A title in words that were chosen when the digest was put together, as the record has it from before digests were
    /// told in their reader's language.
    Titled(String),
}

/// A time in which a source could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Which source.
    pub source: SourceId,
    /// Its publisher, as shown.
    pub outlet: Option<String>,
    /// When it was last read before.
    pub from: Timestamp,
    /// When it was read again.
    pub until: Timestamp,
}

/// What the bot tells of itself or a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// To whoever subscribed a conversation: that it is closed to us.
    Closed {
        /// Which.
        conversation: Conversation,
        /// What the platform said.
        reason: String,
        /// How many of their subscriptions are paused because of it.
        subscriptions: u64,
        /// Theirs.
        language: Language,
    },
    /// To those who run the bot: that a source fails.
    Failing {
        /// Which.
        source: SourceId,
        /// Since when.
        since: Timestamp,
        /// How often in a row.
        failures: u32,
        /// What happened.
        reason: String,
    },
    /// To those who run the bot: that a source does not fail any more.
    Recovered {
        /// Which.
        source: SourceId,
        /// Since when it failed.
        from: Timestamp,
        /// When it was read again.
        until: Timestamp,
    },
}
