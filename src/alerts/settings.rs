//! The `[alerts]` section of verbatim.toml.

use std::time::Duration;

use serde::{Deserialize, Deserializer};

use crate::domain::{Conversation, duration};

/// What is news, and how it is delivered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AlertSettings {
    /// What was published so long before its source was last looked at is no news.
    #[serde(deserialize_with = "duration::positive")]
    pub age: Duration,
    /// A source that was read so much later than it should have been had an outage: what it brings then is marked late,
    /// and subscribers are told of the gap.
    #[serde(deserialize_with = "duration::positive")]
    pub outage: Duration,
    /// Gaps of several sources that end within this time are told in one message.
    #[serde(deserialize_with = "duration::any")]
    pub gather_gaps: Duration,
    /// A message is changed so long after one more article carries its words, together with those that come meanwhile.
    #[serde(deserialize_with = "duration::any")]
    pub gather_carriers: Duration,
    /// What could not be delivered for so long is not sent any more.
    #[serde(deserialize_with = "duration::positive")]
    pub keep: Duration,
    /// How long one message may take to send.
    #[serde(deserialize_with = "duration::positive")]
    pub timeout: Duration,
    /// How often to look for what another process wrote.
    #[serde(deserialize_with = "duration::positive")]
    pub poll: Duration,
    /// Conversations that are sent to at the same time.
    pub at_once: usize,
    /// Statements that a digest shows; the others are counted.
    pub digest: usize,
    /// The conversations that are told when a source fails and when it recovers: "discord:CHANNEL", "matrix:!ROOM".
    #[serde(deserialize_with = "conversations")]
    pub admins: Vec<Conversation>,
    /// How long the delivery log is kept: attempts, and entries by which nothing is known any more.
    #[serde(deserialize_with = "duration::positive")]
    pub log: Duration,
}

impl Default for AlertSettings {
    fn default() -> Self {
        Self {
            age: hours(48),
            outage: hours(1),
            gather_gaps: Duration::from_secs(120),
            gather_carriers: Duration::from_secs(60),
            keep: hours(7 * 24),
            timeout: Duration::from_secs(120),
            poll: Duration::from_secs(5),
            at_once: 64,
            digest: 20,
            admins: Vec::new(),
            log: hours(90 * 24),
        }
    }
}

fn conversations<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Conversation>, D::Error> {
    let written = Vec::<String>::deserialize(from)?;
    let read = |written: &String| {
        Conversation::find(written).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "{written:?} is no conversation: write \"discord:\" and a channel's number, or \"matrix:\" and a room's id"
            ))
        })
    };
    written.iter().map(read).collect()
}

const fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * 60 * 60)
}
