//! `[discord]` of the configuration.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

/// Discord's own address.
const DISCORD: &str = "https://discord.com";

/// Where Discord keeps attached files.
const CDN: &str = "https://cdn.discordapp.com";

/// `[discord]` of the configuration. The token is no part of it: it comes from the environment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DiscordSettings {
    /// Where Discord's REST API is. Anything but Discord itself is taken for a proxy that observes the rate limits for
    /// all its clients: ours is off then. The gateway is the one that this address names.
    pub api_url: String,
    /// Where the files that people attach lie. Files are fetched from there and from nowhere else.
    pub cdn_url: String,
    /// Servers in which the commands are registered, where they appear at once; everywhere, if none is named.
    pub guilds: Vec<u64>,
    /// Which part of the bot's servers this process serves.
    pub shards: Shards,
    /// Users who may do everything.
    pub owners: Vec<u64>,
    /// Roles whose members count as moderators, beside whoever may manage the server.
    pub moderator_roles: Vec<u64>,
    /// The language of alerts, and of answers to messages: Discord says only with commands which one somebody reads.
    pub language: String,
    /// Whether to ask for the privileged intent that shows us messages that don't mention us: needed only to be talked to
    /// in threads without being mentioned.
    pub message_content: bool,
}

impl Default for DiscordSettings {
    fn default() -> Self {
        Self {
            api_url: DISCORD.to_owned(),
            cdn_url: CDN.to_owned(),
            guilds: Vec::new(),
            shards: Shards::Automatic,
            owners: Vec::new(),
            moderator_roles: Vec::new(),
            language: "en".to_owned(),
            message_content: false,
        }
    }
}

impl DiscordSettings {
    /// The address of a proxy in Discord's stead, if one is set.
    pub fn proxy(&self) -> Option<&str> {
        let address = self.api_url.trim_end_matches('/');
        (address != DISCORD).then_some(address)
    }
}

/// Which shards a process runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shards {
    /// As many as Discord advises, all of them.
    Automatic,
    /// Some of them: the others are run elsewhere.
    Range {
        /// The first, counted from 0.
        first: u32,
        /// The last.
        last: u32,
        /// How many there are in all.
        total: u32,
    },
}

impl Shards {
    /// Reads "automatic", or "0-3/8": shards 0 to 3 of 8.
    fn read(text: &str) -> Option<Self> {
        if text == "automatic" {
            return Some(Self::Automatic);
        }
        let (range, total) = text.split_once('/')?;
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let number = |text: &str| text.trim().parse::<u32>().ok();
        let (first, last, total) = (number(first)?, number(last)?, number(total)?);
        (first <= last && last < total).then_some(Self::Range { first, last, total })
    }

    /// Whether this process runs the first shard: it alone does what is to be done once for a bot.
    pub fn is_first(self) -> bool {
        matches!(self, Self::Automatic | Self::Range { first: 0, .. })
    }
}

impl fmt::Display for Shards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Automatic => f.write_str("automatic"),
            Self::Range { first, last, total } => write!(f, "{first}-{last}/{total}"),
        }
    }
}

impl<'de> Deserialize<'de> for Shards {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| {
            D::Error::custom(format!(
                "shards {text:?} can't be run: say \"automatic\", or which of how many, as in \"0-3/8\""
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_automatic_or_a_range_within_the_total() {
        assert_eq!(Shards::read("automatic"), Some(Shards::Automatic));
        let range = |first, last, total| Some(Shards::Range { first, last, total });
        assert_eq!(Shards::read("0-3/8"), range(0, 3, 8));
        assert_eq!(Shards::read("7/8"), range(7, 7, 8));
        for wrong in ["", "all", "3-1/8", "0-8/8", "-1/8", "0-3"] {
            assert_eq!(Shards::read(wrong), None, "{wrong}");
        }
        assert!(Shards::Automatic.is_first());
        assert!(Shards::read("0-3/8").unwrap().is_first());
        assert!(!Shards::read("4-7/8").unwrap().is_first());
    }

    #[test]
    fn anything_but_discord_itself_is_a_proxy() {
        let of = |api_url: &str| DiscordSettings {
            api_url: api_url.to_owned(),
            ..DiscordSettings::default()
        };
        assert_eq!(DiscordSettings::default().proxy(), None);
        assert_eq!(of("https://discord.com/").proxy(), None);
        assert_eq!(
            of("http://127.0.0.1:3000/").proxy(),
            Some("http://127.0.0.1:3000")
        );
    }
}
