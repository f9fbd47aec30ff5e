//! Those who run the bot are told once when a source begins to fail, and once when it can be read again.

use std::sync::Arc;

use async_trait::async_trait;

use crate::domain::{Clock, Conversation, News, Source};
use crate::ports::{Outbox, SourceListener, SourceNews};

/// Characters of a failure's reason that are told.
const REASON: usize = 500;

/// Writes how sources fare to the conversations of those who run the bot.
pub struct Health {
    /// Where messages are kept until they are sent.
    pub outbox: Arc<dyn Outbox>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Who is told.
    pub admins: Vec<Conversation>,
}

#[async_trait]
impl SourceListener for Health {
    async fn told(&self, source: &Source, news: &SourceNews) {
        let (once, news) = match news {
            SourceNews::Read { .. } => return,
            SourceNews::Failing {
                since,
                failures,
                reason,
            } => (
                format!("failing {} {since}", source.id),
                News::Failing {
                    source: source.id.clone(),
                    since: *since,
                    failures: *failures,
                    reason: reason.chars().take(REASON).collect(),
                },
            ),
            SourceNews::Recovered { failing_since, at } => (
                format!("recovered {} {failing_since}", source.id),
                News::Recovered {
                    source: source.id.clone(),
                    from: *failing_since,
                    until: *at,
                },
            ),
        };
        for admins in &self.admins {
            let now = self.clock.now();
            // The same change told twice, after a crash, is one message.
            if let Err(error) = self.outbox.tell(admins, &once, &news, now).await {
                tracing::error!(source = %source.id, %error, "a source's health could not be told");
            }
        }
    }
}
