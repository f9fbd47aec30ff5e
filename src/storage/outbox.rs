//! The outbox as deliveries see it: what is due, what was tried, how it ended.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{QueryBuilder, Row, SqliteConnection, SqlitePool};

use super::owed::{self, NewEntry};
use super::{rows, subscriptions};
use crate::domain::{
    Conversation, Digested, Gap, MessageId, News, Pause, Person, Platform, SourceId, StatementId,
    SubscriptionId, Whose,
};
use crate::ports::{
    Content, Delivered, Entry, EntryId, LoggedAttempt, Outcome, OwnerNotice, Reason, Waiting,
};

/// All that [`entry`] reads, of the tables named `e` and `c`.
const ENTRY: &str = "e.id, e.kind, e.statement, e.former, e.late, e.content, e.part_of, e.send_key, e.created_ms, \
     e.due_ms, e.attempts, c.platform, c.place, c.thread, c.failures \
     FROM outbox e JOIN conversation c ON c.id = e.conversation";

fn limited(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn push_platforms(query: &mut QueryBuilder<Sqlite>, column: &str, platforms: &[Platform]) {
    query.push(column).push(" IN (");
    let mut list = query.separated(", ");
    for platform in platforms {
        list.push_bind(platform.name());
    }
    query.push(")");
}

pub(super) async fn list_ready(
    readers: &SqlitePool,
    platforms: &[Platform],
    now: Timestamp,
    limit: usize,
) -> Result<Vec<Conversation>, sqlx::Error> {
    let mut query =
        QueryBuilder::new("SELECT platform, place, thread FROM conversation WHERE next_ms <= ");
    query.push_bind(rows::milliseconds(now)).push(" AND ");
    push_platforms(&mut query, "platform", platforms);
    query
        .push(" ORDER BY next_ms, id LIMIT ")
        .push_bind(limited(limit));
    let found = query.build().fetch_all(readers).await?;
    found.iter().map(rows::conversation).collect()
}

pub(super) async fn find_next(
    readers: &SqlitePool,
    platforms: &[Platform],
) -> Result<Option<Timestamp>, sqlx::Error> {
    let mut first = None;
    for platform in platforms {
        let row = sqlx::query(
            "SELECT next_ms FROM conversation WHERE platform = $1 AND next_ms IS NOT NULL ORDER BY next_ms LIMIT 1",
        )
        .bind(platform.name())
        .fetch_optional(readers)
        .await?;
        let next = match row {
            Some(row) => rows::moment_if_any(&row, "next_ms")?,
            None => None,
        };
        first = first.into_iter().chain(next).min();
    }
    Ok(first)
}

pub(super) async fn list_due(
    readers: &SqlitePool,
    conversation: &Conversation,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<Entry>, sqlx::Error> {
    let mut connection = readers.acquire().await?;
    let found = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {ENTRY} WHERE c.platform = $1 AND c.place = $2 AND c.thread = $3 AND e.outcome IS NULL \
         AND e.due_ms <= $4 ORDER BY e.due_ms, e.id LIMIT $5"
    )))
    .bind(conversation.platform.name())
    .bind(&conversation.place)
    .bind(rows::thread(conversation))
    .bind(rows::milliseconds(now))
    .bind(limited(limit))
    .fetch_all(&mut *connection)
    .await?;
    let mut entries = Vec::with_capacity(found.len());
    for row in &found {
        entries.push(entry(&mut connection, row).await?);
    }
    Ok(entries)
}

async fn entry(connection: &mut SqliteConnection, row: &SqliteRow) -> Result<Entry, sqlx::Error> {
    let id = EntryId(row.try_get("id")?);
    let attempts: i64 = row.try_get("attempts")?;
    let failures: i64 = row.try_get("failures")?;
    Ok(Entry {
        id,
        conversation: rows::conversation(row)?,
        key: row.try_get("send_key")?,
        content: content(connection, id, row).await?,
        reasons: reasons(connection, id).await?,
        created: rows::moment("created_ms", row.try_get("created_ms")?)?,
        due: rows::moment("due_ms", row.try_get("due_ms")?)?,
        attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
        failures: u32::try_from(failures).unwrap_or(u32::MAX),
    })
}

async fn content(
    connection: &mut SqliteConnection,
    id: EntryId,
    row: &SqliteRow,
) -> Result<Content, sqlx::Error> {
    let kind: String = row.try_get("kind")?;
    Ok(match kind.as_str() {
        "alert" => Content::Alert {
            statement: StatementId(row.try_get("statement")?),
            late: row.try_get("late")?,
        },
        "again" => Content::Again {
            statement: StatementId(row.try_get("statement")?),
            message: message_of(connection, row.try_get("part_of")?).await?,
            late: row.try_get("late")?,
        },
        "edited" => Content::Edited {
            before: StatementId(row.try_get("former")?),
            now: row.try_get::<Option<i64>, _>("statement")?.map(StatementId),
        },
        "digest" => Content::Digest {
            of: rows::parsed(row, "content")?,
            statements: members(connection, id).await?,
        },
        "gaps" => Content::Gaps(gaps(connection, id).await?),
        "news" => Content::News(rows::parsed(row, "content")?),
        "told" => {
            let (title, lines) = rows::parsed(row, "content")?;
            Content::Told { title, lines }
        }
        _ => return Err(rows::unreadable("kind", &kind)),
    })
}

async fn message_of(
    connection: &mut SqliteConnection,
    entry: i64,
) -> Result<MessageId, sqlx::Error> {
    let message: Option<String> = sqlx::query_scalar("SELECT message FROM outbox WHERE id = $1")
        .bind(entry)
        .fetch_one(connection)
        .await?;
    message
        .map(MessageId)
        .ok_or_else(|| rows::unreadable("message", "nothing"))
}

fn reason(row: &SqliteRow) -> Result<Reason, sqlx::Error> {
    Ok(Reason {
        subscription: SubscriptionId(row.try_get("subscription")?),
        why: row.try_get("why")?,
    })
}

async fn reasons(
    connection: &mut SqliteConnection,
    entry: EntryId,
) -> Result<Vec<Reason>, sqlx::Error> {
    let found = sqlx::query(
        "SELECT subscription, why FROM outbox_reason WHERE entry = $1 ORDER BY subscription",
    )
    .bind(entry.0)
    .fetch_all(connection)
    .await?;
    found.iter().map(reason).collect()
}

/// The statements of a digest with their reasons, the newest first.
async fn members(
    connection: &mut SqliteConnection,
    digest: EntryId,
) -> Result<Vec<(StatementId, Vec<Reason>)>, sqlx::Error> {
    let found = sqlx::query(
        "SELECT m.id, m.statement, r.subscription, r.why FROM outbox m JOIN outbox_reason r ON r.entry = m.id \
         WHERE m.part_of = $1 AND m.kind = 'alert' ORDER BY m.id DESC, r.subscription",
    )
    .bind(digest.0)
    .fetch_all(connection)
    .await?;
    let mut members: Vec<(i64, StatementId, Vec<Reason>)> = Vec::new();
    for row in &found {
        let id = row.try_get("id")?;
        if members.last().is_none_or(|(last, ..)| *last != id) {
            members.push((id, StatementId(row.try_get("statement")?), Vec::new()));
        }
        if let Some((.., reasons)) = members.last_mut() {
            reasons.push(reason(row)?);
        }
    }
    Ok(members
        .into_iter()
        .map(|(_, statement, reasons)| (statement, reasons))
        .collect())
}

async fn gaps(connection: &mut SqliteConnection, entry: EntryId) -> Result<Vec<Gap>, sqlx::Error> {
    let found = sqlx::query(
        "SELECT source, outlet, from_ms, until_ms FROM gap WHERE entry = $1 ORDER BY from_ms, source",
    )
    .bind(entry.0)
    .fetch_all(connection)
    .await?;
    found
        .iter()
        .map(|row| {
            Ok(Gap {
                source: SourceId(row.try_get("source")?),
                outlet: row.try_get("outlet")?,
                from: rows::moment("from_ms", row.try_get("from_ms")?)?,
                until: rows::moment("until_ms", row.try_get("until_ms")?)?,
            })
        })
        .collect()
}

/// Sets when a conversation is looked at next, after something of it was done. `failures` are those in a row.
async fn settle(
    connection: &mut SqliteConnection,
    conversation: i64,
    failures: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE conversation SET failures = $1, next_ms = (SELECT MIN(e.due_ms) FROM outbox e \
         WHERE e.conversation = $2 AND e.outcome IS NULL) WHERE id = $2 AND closed_ms IS NULL",
    )
    .bind(failures)
    .bind(conversation)
    .execute(connection)
    .await?;
    Ok(())
}

/// An entry's conversation and the failures there.
async fn place_of(
    connection: &mut SqliteConnection,
    entry: EntryId,
) -> Result<(i64, i64), sqlx::Error> {
    sqlx::query_as(
        "SELECT c.id, c.failures FROM outbox e JOIN conversation c ON c.id = e.conversation WHERE e.id = $1",
    )
    .bind(entry.0)
    .fetch_one(connection)
    .await
}

pub(super) async fn hold(
    connection: &mut SqliteConnection,
    entry: EntryId,
    until: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE outbox SET due_ms = $1 WHERE id = $2 AND outcome IS NULL")
        .bind(rows::milliseconds(until))
        .bind(entry.0)
        .execute(&mut *connection)
        .await?;
    let (conversation, failures) = place_of(connection, entry).await?;
    settle(connection, conversation, failures).await
}

pub(super) async fn gather(
    connection: &mut SqliteConnection,
    members: &[EntryId],
    of: &Digested,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let mut kept = Vec::with_capacity(members.len());
    for &member in members {
        if take_up_edits(connection, member, now).await? {
            kept.push(member);
        }
    }
    let Some(&first) = kept.first() else {
        return Ok(());
    };
    let (conversation, _) = place_of(connection, first).await?;
    let digest = owed::insert(
        connection,
        &NewEntry {
            content: Some(rows::json(of)?),
            ..NewEntry::new(conversation, "digest", now, now)
        },
    )
    .await?;
    for member in kept {
        sqlx::query("UPDATE outbox SET outcome = 'gathered', part_of = $1 WHERE id = $2")
            .bind(digest.0)
            .bind(member.0)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query(
        "INSERT INTO outbox_reason (entry, subscription, why) SELECT $1, r.subscription, MIN(r.why) \
         FROM outbox m JOIN outbox_reason r ON r.entry = m.id WHERE m.part_of = $1 GROUP BY r.subscription",
    )
    .bind(digest.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// Lets an alert that nobody saw yet show its words as they are by now, in place of the edits that wait behind it.
/// Whether there is anything left to show.
async fn take_up_edits(
    connection: &mut SqliteConnection,
    alert: EntryId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    loop {
        let edit = sqlx::query(
            "SELECT w.id, w.statement FROM outbox e JOIN outbox w ON w.conversation = e.conversation \
             AND w.kind = 'edited' AND w.outcome IS NULL AND w.attempts = 0 AND w.former = e.statement \
             WHERE e.id = $1 AND e.kind = 'alert' AND e.attempts = 0 ORDER BY w.id LIMIT 1",
        )
        .bind(alert.0)
        .fetch_optional(&mut *connection)
        .await?;
        let Some(edit) = edit else {
            return Ok(true);
        };
        let id = EntryId(edit.try_get("id")?);
        end(
            connection,
            id,
            "withdrawn",
            Some("taken up by the alert"),
            None,
            now,
        )
        .await?;
        let Some(statement) = edit.try_get::<Option<i64>, _>("statement")? else {
            withdraw(
                connection,
                alert,
                "the words are gone from the article",
                now,
            )
            .await?;
            return Ok(false);
        };
        sqlx::query("UPDATE outbox SET statement = $1 WHERE id = $2")
            .bind(statement)
            .bind(alert.0)
            .execute(&mut *connection)
            .await?;
        sqlx::query("UPDATE told SET entry = $1 WHERE entry = $2")
            .bind(alert.0)
            .bind(id.0)
            .execute(&mut *connection)
            .await?;
    }
}

async fn end(
    connection: &mut SqliteConnection,
    entry: EntryId,
    outcome: &str,
    note: Option<&str>,
    message: Option<&MessageId>,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE outbox SET outcome = $1, note = $2, message = $3, done_ms = $4 WHERE id = $5 AND outcome IS NULL",
    )
    .bind(outcome)
    .bind(note)
    .bind(message.map(|message| message.0.as_str()))
    .bind(rows::milliseconds(now))
    .bind(entry.0)
    .execute(&mut *connection)
    .await?;
    // A digest's statements end with it. What changes a message has that message's entry in part_of, and is none.
    sqlx::query(
        "UPDATE outbox SET outcome = $1, note = $2, done_ms = $3 WHERE part_of = $4 AND outcome = 'gathered'",
    )
    .bind(outcome)
    .bind(note)
    .bind(rows::milliseconds(now))
    .bind(entry.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// Words that were not shown after all may be alerted of when somebody else carries them.
async fn withdraw(
    connection: &mut SqliteConnection,
    entry: EntryId,
    reason: &str,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    end(connection, entry, "withdrawn", Some(reason), None, now).await?;
    sqlx::query(
        "DELETE FROM told WHERE entry IN (SELECT id FROM outbox WHERE kind = 'alert' AND (id = $1 OR part_of = $1))",
    )
    .bind(entry.0)
    .execute(connection)
    .await?;
    Ok(())
}

async fn end_attempt(
    connection: &mut SqliteConnection,
    entry: EntryId,
    outcome: &str,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE attempt SET ended_ms = $1, outcome = $2, reason = $3 \
         WHERE entry = $4 AND number = (SELECT attempts FROM outbox WHERE id = $4)",
    )
    .bind(rows::milliseconds(now))
    .bind(outcome)
    .bind(reason)
    .bind(entry.0)
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn claim(
    connection: &mut SqliteConnection,
    id: EntryId,
    now: Timestamp,
) -> Result<Option<Entry>, sqlx::Error> {
    if !take_up_edits(connection, id, now).await? {
        let (conversation, failures) = place_of(connection, id).await?;
        settle(connection, conversation, failures).await?;
        return Ok(None);
    }
    let number: Option<i64> = sqlx::query_scalar(
        "UPDATE outbox SET attempts = attempts + 1 WHERE id = $1 AND outcome IS NULL RETURNING attempts",
    )
    .bind(id.0)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(number) = number else {
        return Ok(None);
    };
    sqlx::query("INSERT INTO attempt (entry, number, begun_ms) VALUES ($1, $2, $3)")
        .bind(id.0)
        .bind(number)
        .bind(rows::milliseconds(now))
        .execute(&mut *connection)
        .await?;
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {ENTRY} WHERE e.id = $1"
    )))
    .bind(id.0)
    .fetch_one(&mut *connection)
    .await?;
    entry(connection, &row).await.map(Some)
}

pub(super) async fn finish(
    connection: &mut SqliteConnection,
    entry: EntryId,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let (conversation, failures) = place_of(connection, entry).await?;
    let failures = match outcome {
        Outcome::Delivered(message) => {
            end_attempt(connection, entry, "delivered", None, now).await?;
            end(connection, entry, "delivered", None, Some(message), now).await?;
            0
        }
        Outcome::Refused { reason } => {
            end_attempt(connection, entry, "refused", Some(reason), now).await?;
            end(connection, entry, "refused", Some(reason), None, now).await?;
            0
        }
        Outcome::Withdrawn { reason } => {
            withdraw(connection, entry, reason, now).await?;
            failures
        }
    };
    settle(connection, conversation, failures).await
}

pub(super) async fn retry(
    connection: &mut SqliteConnection,
    entry: EntryId,
    reason: &str,
    at: Timestamp,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    end_attempt(connection, entry, "later", Some(reason), now).await?;
    let (conversation, failures) = place_of(connection, entry).await?;
    sqlx::query(
        "UPDATE conversation SET failures = $1, next_ms = $2 WHERE id = $3 AND closed_ms IS NULL",
    )
    .bind(failures.saturating_add(1))
    .bind(rows::milliseconds(at))
    .bind(conversation)
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn close(
    connection: &mut SqliteConnection,
    entry: EntryId,
    reason: &str,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    end_attempt(connection, entry, "closed", Some(reason), now).await?;
    let (id, _) = place_of(connection, entry).await?;
    let row = sqlx::query(
        "UPDATE conversation SET closed_ms = $1, closed_reason = $2, next_ms = NULL WHERE id = $3 \
         RETURNING platform, place, thread",
    )
    .bind(rows::milliseconds(now))
    .bind(reason)
    .bind(id)
    .fetch_one(&mut *connection)
    .await?;
    let whose = Whose::Conversation(rows::conversation(&row)?);
    let mut owners: BTreeMap<Person, i64> = BTreeMap::new();
    for mut subscription in subscriptions::list(&mut *connection, &whose, usize::MAX).await? {
        if subscription.pause.is_some() {
            continue;
        }
        subscription.pause = Some(Pause::Closed {
            reason: reason.to_owned(),
        });
        subscriptions::put(connection, &subscription).await?;
        // Whose own direct conversation it is can't be told anything there.
        if !subscription.given.is_private {
            *owners.entry(subscription.given.owner).or_default() += 1;
        }
    }
    for (owner, count) in owners {
        let notice = super::sequence::next(connection, "owner_notice", 1).await?;
        sqlx::query(
            "INSERT INTO owner_notice (id, owner_platform, owner, conversation, reason, subscriptions, next_ms) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(notice)
        .bind(owner.platform.name())
        .bind(owner.id)
        .bind(id)
        .bind(reason)
        .bind(count)
        .bind(rows::milliseconds(now))
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Lets what waits be considered anew, after a subscription was changed: it may be due earlier or later now. A
/// conversation that was closed is tried again once one of its subscriptions is active.
pub(super) async fn reconsider(
    connection: &mut SqliteConnection,
    conversation: &Conversation,
    subscription: SubscriptionId,
    is_active: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE outbox SET due_ms = created_ms WHERE outcome IS NULL AND id IN \
         (SELECT entry FROM outbox_reason WHERE subscription = $1)",
    )
    .bind(subscription.0)
    .execute(&mut *connection)
    .await?;
    let id: Option<i64> = sqlx::query_scalar(
        "SELECT id FROM conversation WHERE platform = $1 AND place = $2 AND thread = $3",
    )
    .bind(conversation.platform.name())
    .bind(&conversation.place)
    .bind(rows::thread(conversation))
    .fetch_optional(&mut *connection)
    .await?;
    let Some(id) = id else {
        return Ok(());
    };
    if is_active {
        sqlx::query(
            "UPDATE conversation SET closed_ms = NULL, closed_reason = NULL, failures = 0 \
             WHERE id = $1 AND closed_ms IS NOT NULL",
        )
        .bind(id)
        .execute(&mut *connection)
        .await?;
    }
    let failures: i64 = sqlx::query_scalar("SELECT failures FROM conversation WHERE id = $1")
        .bind(id)
        .fetch_one(&mut *connection)
        .await?;
    if failures == 0 {
        settle(connection, id, 0).await?;
    }
    Ok(())
}

pub(super) async fn tell(
    connection: &mut SqliteConnection,
    conversation: &Conversation,
    once: &str,
    news: &News,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let known = owed::conversation(connection, conversation).await?;
    let before: Option<i64> =
        sqlx::query_scalar("SELECT id FROM outbox WHERE conversation = $1 AND once = $2")
            .bind(known.id)
            .bind(once)
            .fetch_optional(&mut *connection)
            .await?;
    if before.is_some() || known.is_closed {
        return Ok(false);
    }
    owed::insert(
        connection,
        &NewEntry {
            content: Some(rows::json(news)?),
            once: Some(once),
            ..NewEntry::new(known.id, "news", now, now)
        },
    )
    .await?;
    Ok(true)
}

pub(super) async fn tell_gap(
    connection: &mut SqliteConnection,
    gap: &Gap,
    to: &[(Conversation, Vec<Reason>)],
    due: Timestamp,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    for (conversation, reasons) in to {
        let known = owed::conversation(connection, conversation).await?;
        let before: Option<i64> = sqlx::query_scalar(
            "SELECT entry FROM gap WHERE conversation = $1 AND source = $2 AND from_ms = $3",
        )
        .bind(known.id)
        .bind(&gap.source.0)
        .bind(rows::milliseconds(gap.from))
        .fetch_optional(&mut *connection)
        .await?;
        if before.is_some() || known.is_closed {
            continue;
        }
        let waiting: Option<i64> = sqlx::query_scalar(
            "SELECT id FROM outbox WHERE conversation = $1 AND kind = 'gaps' AND outcome IS NULL AND attempts = 0",
        )
        .bind(known.id)
        .fetch_optional(&mut *connection)
        .await?;
        let entry = match waiting {
            Some(id) => EntryId(id),
            None => owed::insert(connection, &NewEntry::new(known.id, "gaps", now, due)).await?,
        };
        let reasons: Vec<&Reason> = reasons.iter().collect();
        owed::insert_reasons(connection, entry, &reasons).await?;
        sqlx::query(
            "INSERT INTO gap (conversation, source, from_ms, until_ms, outlet, entry) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(known.id)
        .bind(&gap.source.0)
        .bind(rows::milliseconds(gap.from))
        .bind(rows::milliseconds(gap.until))
        .bind(&gap.outlet)
        .bind(entry.0)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

pub(super) async fn list_owner_notices(
    readers: &SqlitePool,
    platforms: &[Platform],
    now: Timestamp,
    limit: usize,
) -> Result<Vec<OwnerNotice>, sqlx::Error> {
    let mut query = QueryBuilder::new(
        "SELECT n.id, n.owner_platform, n.owner, n.reason, n.subscriptions, c.platform, c.place, c.thread \
         FROM owner_notice n JOIN conversation c ON c.id = n.conversation WHERE n.next_ms <= ",
    );
    query.push_bind(rows::milliseconds(now)).push(" AND ");
    push_platforms(&mut query, "n.owner_platform", platforms);
    query
        .push(" ORDER BY n.next_ms, n.id LIMIT ")
        .push_bind(limited(limit));
    let found = query.build().fetch_all(readers).await?;
    found
        .iter()
        .map(|row| {
            let name: String = row.try_get("owner_platform")?;
            Ok(OwnerNotice {
                id: row.try_get("id")?,
                owner: Person {
                    platform: Platform::find(&name)
                        .ok_or_else(|| rows::unreadable("owner_platform", &name))?,
                    id: row.try_get("owner")?,
                },
                conversation: rows::conversation(row)?,
                reason: row.try_get("reason")?,
                subscriptions: row.try_get::<i64, _>("subscriptions")?.unsigned_abs(),
            })
        })
        .collect()
}

pub(super) async fn put_owner_notice(
    writer: &SqlitePool,
    id: i64,
    next: Option<Timestamp>,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE owner_notice SET next_ms = $1 WHERE id = $2")
        .bind(next.map(rows::milliseconds))
        .bind(id)
        .execute(writer)
        .await?;
    Ok(())
}

pub(super) async fn find_told(
    readers: &SqlitePool,
    conversation: &Conversation,
    fingerprint: i64,
) -> Result<Option<Delivered>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT e.id, e.created_ms, e.due_ms, e.outcome, e.done_ms, COALESCE(e.message, d.message) AS message \
         FROM conversation c JOIN told t ON t.conversation = c.id JOIN outbox e ON e.id = t.entry \
         LEFT JOIN outbox d ON d.id = e.part_of \
         WHERE c.platform = $1 AND c.place = $2 AND c.thread = $3 AND t.fingerprint = $4",
    )
    .bind(conversation.platform.name())
    .bind(&conversation.place)
    .bind(rows::thread(conversation))
    .bind(fingerprint)
    .fetch_optional(readers)
    .await?;
    row.map(|row| {
        Ok(Delivered {
            entry: EntryId(row.try_get("id")?),
            created: rows::moment("created_ms", row.try_get("created_ms")?)?,
            due: rows::moment("due_ms", row.try_get("due_ms")?)?,
            outcome: row.try_get("outcome")?,
            done: rows::moment_if_any(&row, "done_ms")?,
            message: row.try_get::<Option<String>, _>("message")?.map(MessageId),
        })
    })
    .transpose()
}

pub(super) async fn list_shown(
    readers: &SqlitePool,
    conversation: &Conversation,
    message: &MessageId,
) -> Result<Vec<StatementId>, sqlx::Error> {
    let found: Vec<i64> = sqlx::query_scalar(
        "SELECT DISTINCT COALESCE(m.statement, e.statement) AS shown FROM conversation c JOIN outbox e ON e.conversation = c.id \
         LEFT JOIN outbox m ON m.part_of = e.id AND e.kind = 'digest' \
         WHERE c.platform = $1 AND c.place = $2 AND e.message = $3 \
         AND COALESCE(m.statement, e.statement) IS NOT NULL ORDER BY shown DESC",
    )
    .bind(conversation.platform.name())
    .bind(&conversation.place)
    .bind(&message.0)
    .fetch_all(readers)
    .await?;
    Ok(found.into_iter().map(StatementId).collect())
}

pub(super) async fn list_attempts(
    readers: &SqlitePool,
    conversation: &Conversation,
    limit: usize,
) -> Result<Vec<LoggedAttempt>, sqlx::Error> {
    let found = sqlx::query(
        "SELECT a.entry, a.number, a.begun_ms, a.ended_ms, a.outcome, a.reason FROM conversation c \
         JOIN outbox e ON e.conversation = c.id JOIN attempt a ON a.entry = e.id \
         WHERE c.platform = $1 AND c.place = $2 AND c.thread = $3 \
         ORDER BY a.begun_ms DESC, a.entry DESC, a.number DESC LIMIT $4",
    )
    .bind(conversation.platform.name())
    .bind(&conversation.place)
    .bind(rows::thread(conversation))
    .bind(limited(limit))
    .fetch_all(readers)
    .await?;
    found
        .iter()
        .map(|row| {
            let number: i64 = row.try_get("number")?;
            Ok(LoggedAttempt {
                entry: EntryId(row.try_get("entry")?),
                number: u32::try_from(number).unwrap_or(u32::MAX),
                begun: rows::moment("begun_ms", row.try_get("begun_ms")?)?,
                ended: rows::moment_if_any(row, "ended_ms")?,
                outcome: row.try_get("outcome")?,
                reason: row.try_get("reason")?,
            })
        })
        .collect()
}

pub(super) async fn count_waiting(
    readers: &SqlitePool,
    now: Timestamp,
) -> Result<Waiting, sqlx::Error> {
    let row = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM outbox WHERE outcome IS NULL AND due_ms <= $1) AS due, \
         (SELECT COUNT(*) FROM outbox WHERE outcome IS NULL AND due_ms > $1) AS held, \
         (SELECT COUNT(*) FROM conversation WHERE failures > 0 AND closed_ms IS NULL) AS failing, \
         (SELECT COUNT(*) FROM conversation WHERE closed_ms IS NOT NULL) AS closed",
    )
    .bind(rows::milliseconds(now))
    .fetch_one(readers)
    .await?;
    let count = |column: &str| -> Result<u64, sqlx::Error> {
        Ok(row.try_get::<i64, _>(column)?.unsigned_abs())
    };
    Ok(Waiting {
        due: count("due")?,
        held: count("held")?,
        failing: count("failing")?,
        closed: count("closed")?,
    })
}

pub(super) async fn forget_attempts(
    connection: &mut SqliteConnection,
    before: Timestamp,
    limit: usize,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "DELETE FROM attempt WHERE (entry, number) IN (SELECT a.entry, a.number FROM attempt a \
         JOIN outbox e ON e.id = a.entry WHERE a.begun_ms < $1 AND e.done_ms < $1 LIMIT $2)",
    )
    .bind(rows::milliseconds(before))
    .bind(limited(limit))
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Entries that ended before this moment, and by which nothing is known any more: they told of no words that an edit would
/// be told of, guard against no repetition, and nothing is a part of them.
pub(super) async fn list_unneeded(
    readers: &SqlitePool,
    before: Timestamp,
) -> Result<Vec<EntryId>, sqlx::Error> {
    let found: Vec<i64> = sqlx::query_scalar(
        "SELECT e.id FROM outbox e WHERE e.done_ms < $1 AND e.once IS NULL \
         AND NOT EXISTS (SELECT 1 FROM told t WHERE t.entry = e.id) \
         AND NOT EXISTS (SELECT 1 FROM gap g WHERE g.entry = e.id) \
         AND NOT EXISTS (SELECT 1 FROM outbox m WHERE m.part_of = e.id) ORDER BY e.id",
    )
    .bind(rows::milliseconds(before))
    .fetch_all(readers)
    .await?;
    Ok(found.into_iter().map(EntryId).collect())
}

pub(super) async fn forget_entries(
    connection: &mut SqliteConnection,
    entries: &[EntryId],
) -> Result<(), sqlx::Error> {
    for (table, column) in [
        ("attempt", "entry"),
        ("outbox_reason", "entry"),
        ("outbox", "id"),
    ] {
        let mut query: QueryBuilder<Sqlite> =
            QueryBuilder::new(format!("DELETE FROM {table} WHERE {column} IN ("));
        let mut list = query.separated(", ");
        for entry in entries {
            list.push_bind(entry.0);
        }
        query.push(")");
        query.build().execute(&mut *connection).await?;
    }
    Ok(())
}
