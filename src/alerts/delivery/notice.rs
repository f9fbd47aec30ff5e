//! From entries to notices: statements are read from the record, checked against their articles, when they are sent.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Deliveries;
use crate::alerts::difference::difference;
use crate::domain::backoff::later;
use crate::domain::{Notice, QuotedStatement, StatementId, Stretch, Subscription, SubscriptionId};
use crate::ports::{Content, Entry, Gap, OwnerNotice, Reason, RecordError};

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
            Content::Digest { title, statements } => {
                self.digest(title, statements, subscriptions).await?
            }
            Content::Gaps(gaps) => Some(told_of(gaps)),
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
        title: &str,
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
            title: title.to_owned(),
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

fn moment(at: Timestamp) -> String {
    at.to_zoned_datetime(TimeZone::UTC)
        .strftime("%-d %b %Y, %H:%M UTC")
        .to_string()
}

fn told_of(gaps: &[Gap]) -> Notice {
    let mut lines: Vec<String> = gaps
        .iter()
        .map(|gap| {
            let name = gap.outlet.as_deref().unwrap_or(&gap.source.0);
            format!("{name}: {} to {}", moment(gap.from), moment(gap.until))
        })
        .collect();
    lines.push(
        "What was published meanwhile is sent late; what their feeds do not list any more is missing."
            .to_owned(),
    );
    Notice::Told {
        title: "Sources could not be read for a while".to_owned(),
        lines,
    }
}

/// What an owner is told of a closed conversation: a first line and the rest.
pub(super) fn closed(notice: &OwnerNotice) -> (String, Vec<String>) {
    let place = &notice.conversation;
    let thread = place
        .thread
        .as_deref()
        .map_or_else(String::new, |thread| format!(", thread {thread}"));
    let subscriptions = match notice.subscriptions {
        1 => "your subscription".to_owned(),
        count => format!("your {count} subscriptions"),
    };
    (
        format!("Alerts to {}{thread} are paused", place.place),
        vec![
            format!("{}: {}", place.platform, notice.reason),
            format!(
                "This concerns {subscriptions} there. Once I may write there again, resume them; what waits until then is kept."
            ),
        ],
    )
}
