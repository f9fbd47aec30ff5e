//! Files that people attach: fetched from where Discord keeps them, through the guard that everything of the web passes.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use serenity::model::channel::Attachment as File;
use serenity::model::id::{ChannelId, GuildId, MessageId};
use url::Url;

use crate::ports::{Attached, Attachment, FetchError, Fetcher, too_long};

/// What fetches attached files, and from where alone.
#[derive(Clone)]
pub(super) struct Files {
    fetcher: Arc<dyn Fetcher>,
    cdn: String,
}

/// A file on Discord.
struct OnDiscord {
    files: Files,
    url: String,
    size: u32,
}

impl fmt::Debug for OnDiscord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address holds a signature, by which anybody could fetch the file.
        write!(f, "a file of {} bytes on Discord", self.size)
    }
}

impl Files {
    pub(super) fn new(fetcher: Arc<dyn Fetcher>, cdn: &str) -> Self {
        Self {
            fetcher,
            cdn: cdn.to_owned(),
        }
    }

    /// A file that was attached to what is found at `link`.
    pub(super) fn attached(&self, file: &File, link: String) -> Attached {
        Attached {
            name: file.filename.clone(),
            link: Some(link),
            content: Arc::new(OnDiscord {
                files: self.clone(),
                url: file.url.clone(),
                size: file.size,
            }),
        }
    }

    /// The address, if it is where Discord keeps files: the same scheme, host and port.
    fn address(&self, url: &str) -> Option<Url> {
        let (url, cdn) = (Url::parse(url).ok()?, Url::parse(&self.cdn).ok()?);
        (url.origin() == cdn.origin() && url.username().is_empty() && url.password().is_none())
            .then_some(url)
    }
}

#[async_trait]
impl Attachment for OnDiscord {
    async fn read(&self, most: usize) -> Result<Vec<u8>, FetchError> {
        if usize::try_from(self.size).unwrap_or(usize::MAX) > most {
            return Err(too_long(most));
        }
        let Some(url) = self.files.address(&self.url) else {
            return Err(FetchError::Final {
                reason: format!(
                    "the file does not lie at {} (discord.cdn_url), and is not fetched",
                    self.files.cdn
                ),
            });
        };
        self.files.fetcher.download(&url, most).await
    }
}

/// Where a message is found, or a channel: a command given by a form has no message that stays.
pub(super) fn link(
    guild: Option<GuildId>,
    channel: ChannelId,
    message: Option<MessageId>,
) -> String {
    let guild = guild.map_or_else(|| "@me".to_owned(), |guild| guild.to_string());
    let message = message.map_or_else(String::new, |message| format!("/{message}"));
    format!("https://discord.com/channels/{guild}/{channel}{message}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::{Fetched, Listed, Validators};

    struct Nothing;

    #[async_trait]
    impl Fetcher for Nothing {
        async fn fetch(&self, _: &Url, _: &Validators) -> Result<Fetched, FetchError> {
            unreachable!("no page is asked for")
        }

        async fn download(&self, _: &Url, _: usize) -> Result<Vec<u8>, FetchError> {
            Ok(b"fetched".to_vec())
        }

        async fn list(&self, _: &Url, _: &Validators) -> Result<Listed, FetchError> {
            unreachable!("no page is asked for")
        }
    }

    #[tokio::test]
    async fn only_what_lies_where_discord_keeps_files_is_fetched_and_no_more_than_is_asked_for() {
        let files = Files::new(Arc::new(Nothing), CDN);
        let read = async |url: &str, size: u32| {
            let file = OnDiscord {
                files: files.clone(),
                url: url.to_owned(),
                size,
            };
            file.read(10).await
        };
        let there = format!("{CDN}/ephemeral-attachments/1/2/a.txt?ex=1&hm=2");
        assert_eq!(read(&there, 10).await, Ok(b"fetched".to_vec()));
        assert_eq!(read(&there, 11).await, Err(too_long(10)));
        for elsewhere in [
            "http://cdn.discordapp.com/a.txt",
            "https://cdn.discordapp.com.example.org/a.txt",
            "https://cdn.discordapp.com:8443/a.txt",
            "https://cdn.discordapp.com@example.org/a.txt",
            "https://someone@cdn.discordapp.com/a.txt",
            "https://example.org/cdn.discordapp.com",
            "file:///etc/passwd",
            "a.txt",
        ] {
            let refused = read(elsewhere, 1).await;
            assert!(
                matches!(refused, Err(FetchError::Final { .. })),
                "{elsewhere}: {refused:?}"
            );
        }
    }

    const CDN: &str = "https://cdn.discordapp.com";
}
