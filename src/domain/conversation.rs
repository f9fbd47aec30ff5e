//! Where people talk with Verbatim, and who they are there.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::language::Language;

/// What people talk on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Discord.
    Discord,
    /// Matrix.
    Matrix,
    /// The prompt of `verbatim chat`.
    Terminal,
}

impl Platform {
    const ALL: [Self; 3] = [Self::Discord, Self::Matrix, Self::Terminal];

    /// The name under which it is stored and configured.
    pub fn name(self) -> &'static str {
        match self {
            Self::Discord => "discord",
            Self::Matrix => "matrix",
            Self::Terminal => "terminal",
        }
    }

    /// The platform with that [`name`](Self::name).
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|platform| platform.name() == name)
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A place where messages are exchanged: a channel, a thread, a room, a direct message.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Conversation {
    /// On which platform.
    pub platform: Platform,
    /// The platform's name for the place: Discord's channel (a thread is a channel of its own there), Matrix's room.
    pub place: String,
    /// Where threads lie within their place, the thread: on Matrix its first event.
    pub thread: Option<String>,
}

impl Conversation {
    /// The conversation that is written as a platform's name, a colon and the place ("discord:1234", "matrix:!a:b.c").
    pub fn find(written: &str) -> Option<Self> {
        let (platform, place) = written.trim().split_once(':')?;
        Some(Self {
            platform: Platform::find(platform)?,
            place: Some(place.to_owned()).filter(|place| !place.is_empty())?,
            thread: None,
        })
    }
}

/// Somebody, as a platform names them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Person {
    /// On which platform.
    pub platform: Platform,
    /// Discord's user number, Matrix's `@name:server`.
    pub id: String,
}

/// What somebody may do, each standing including those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Ask, and what concerns only themselves.
    Member,
    /// What concerns the community: its subscriptions, other people's answers.
    Moderator,
    /// What concerns the bot as a whole.
    Owner,
}

/// Who gives a command, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// Who.
    pub person: Person,
    /// Where the reply goes.
    pub conversation: Conversation,
    /// What the conversation belongs to, where the platform says: Discord's guild, Matrix's room.
    pub community: Option<String>,
    /// Whether nobody else reads there.
    pub is_private: bool,
    /// What they may do there.
    pub standing: Standing,
    /// In which language they read us, as far as the platform tells.
    pub language: Language,
}

impl Asker {
    /// Whoever has the machine under their hands.
    pub fn operator() -> Self {
        Self {
            person: Person {
                platform: Platform::Terminal,
                id: "operator".to_owned(),
            },
            conversation: Conversation {
                platform: Platform::Terminal,
                place: "prompt".to_owned(),
                thread: None,
            },
            community: None,
            is_private: true,
            standing: Standing::Owner,
            language: Language::unknown(),
        }
    }
}

/// A message that we sent, as its platform names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(pub String);
