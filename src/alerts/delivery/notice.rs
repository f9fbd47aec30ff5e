//! From entries to notices: statements are read from the record, checked against their articles, when they are sent.

use std::collections::HashMap;

use super::Deliveries;
use crate::alerts::difference::difference;
use crate::domain::backoff::later;
use crate::domain::{
    Digested, Language, News, Notice, QuotedStatement, StatementId, Stretch, Subscription,
    SubscriptionId,
};
use crate::ports::{Content, Entry, Reason, RecordError};

impl Deliveries {
    /// What an entry says; `None` where what it tells of is gone, or can't be quoted.
    pub(super) async fn notice(
        &self,
        entry: &Entry,
        subscriptions: &HashMap<SubscriptionId, Subscription>,
    ) -> Result<Option<Notice>, RecordError> {
        let late = later(entry.due, self.settings.outage) < self.clock.now();
        Ok(match &entry.content {
            Content::Alert {
                statement,
                late: came_late,
            } => self.quoted(*statement).await?.map(|quoted| Notice::Alert {
                quoted: Box::new(quoted),
                reasons: reasons(&entry.reasons, subscriptions),
                late: *came_late || late,
            }),
            Content::Again {
                statement, late, ..
            } => self.quoted(*statement).await?.map(|quoted| Notice::Alert {
                quoted: Box::new(quoted),
                reasons: reasons(&entry.reasons, subscriptions),
                late: *late,
            }),
            Content::Edited { before, now } => self.edited(*before, *now).await?,
            Content::Digest { of, statements } => {
                self.digest(of, statements, subscriptions).await?
            }
            Content::Gaps(gaps) => Some(Notice::Gaps(gaps.clone())),
            Content::News(news) => Some(Notice::News(news.clone())),
            Content::Told { title, lines } => Some(Notice::Told {
                title: title.clone(),
                lines: lines.clone(),
            }),
        })
    }

    async fn quoted(&self, id: StatementId) -> Result<Option<QuotedStatement>, RecordError> {
        Ok(self.all_quoted(&[id]).await?.pop())
    }

    async fn all_quoted(&self, ids: &[StatementId]) -> Result<Vec<QuotedStatement>, RecordError> {
        let found = self.record.quoted(ids).await?;
        Ok(found
            .into_iter()
            .filter_map(|quoted| {
                quoted
                    .inspect_err(|damaged| tracing::error!(%damaged, "an alert is not sent"))
                    .ok()
            })
            .collect())
    }

    async fn edited(
        &self,
        before: StatementId,
        now: Option<StatementId>,
    ) -> Result<Option<Notice>, RecordError> {
        let Some(before) = self.quoted(before).await? else {
            return Ok(None);
        };
        let now = match now {
            Some(now) => match self.quoted(now).await? {
                Some(now) => Some(now),
                None => return Ok(None),
            },
            None => None,
        };
        let difference = match &now {
            Some(now) => difference(&before, now),
            None => vec![Stretch::Dropped {
                said: before.statement.text.clone(),
            }],
        };
        Ok(Some(Notice::Edited {
            now: now.map(Box::new),
            before: Box::new(before),
            difference,
        }))
    }

    async fn digest(
        &self,
        of: &Digested,
        members: &[(StatementId, Vec<Reason>)],
        subscriptions: &HashMap<SubscriptionId, Subscription>,
    ) -> Result<Option<Notice>, RecordError> {
        let shown = members.get(..self.settings.digest).unwrap_or(members);
        let ids: Vec<StatementId> = shown.iter().map(|(id, _)| *id).collect();
        let why: HashMap<StatementId, &Vec<Reason>> =
            shown.iter().map(|(id, reasons)| (*id, reasons)).collect();
        let statements: Vec<(QuotedStatement, Vec<String>)> = self
            .all_quoted(&ids)
            .await?
            .into_iter()
            .map(|quoted| {
                let why = why.get(&quoted.id).map(|why| reasons(why, subscriptions));
                (quoted, why.unwrap_or_default())
            })
            .collect();
        if statements.is_empty() {
            return Ok(None);
        }
        Ok(Some(Notice::Digest {
            of: of.clone(),
            omitted: members.len() - shown.len(),
            statements,
        }))
    }
}

/// The reasons that still hold, each once.
fn reasons(
    reasons: &[Reason],
    subscriptions: &HashMap<SubscriptionId, Subscription>,
) -> Vec<String> {
    let mut lines: Vec<String> = Vec::with_capacity(reasons.len());
    for reason in reasons {
        if subscriptions.contains_key(&reason.subscription) && !lines.contains(&reason.why) {
            lines.push(reason.why.clone());
        }
    }
    lines
}

/// The language in which an entry is told: that of the subscriptions because of which it is sent, or else of others to the
/// same conversation.
pub(super) fn language(
    entry: &Entry,
    subscriptions: &HashMap<SubscriptionId, Subscription>,
) -> Language {
    if let Content::News(News::Closed { language, .. }) = &entry.content {
        return language.clone();
    }
    let because = entry
        .reasons
        .iter()
        .filter_map(|reason| subscriptions.get(&reason.subscription));
    let known = first_known(because);
    if known.is_unknown() {
        first_known(subscriptions.values())
    } else {
        known
    }
}

/// The language of the earliest subscription of which one is known.
pub(super) fn first_known<'a>(subscriptions: impl Iterator<Item = &'a Subscription>) -> Language {
    subscriptions
        .filter(|subscription| !subscription.given.language.is_unknown())
        .min_by_key(|subscription| subscription.id)
        .map(|subscription| subscription.given.language.clone())
        .unwrap_or_default()
}
