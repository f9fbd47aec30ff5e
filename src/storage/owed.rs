//! What is owed because of an article, written in the transaction that stores it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::sqlite::Sqlite;
use sqlx::{QueryBuilder, Row, SqliteConnection};

use super::rows;
use super::sequence::next;
use crate::domain::{ArticleId, Conversation, StatementId, SubscriptionId};
use crate::ports::{EntryId, Owed, Reason};

/// A conversation's row.
pub(super) struct Known {
    pub(super) id: i64,
    pub(super) is_closed: bool,
}

/// The conversation's row, made where there is none.
pub(super) async fn conversation(
    connection: &mut SqliteConnection,
    conversation: &Conversation,
) -> Result<Known, sqlx::Error> {
    let row = sqlx::query(
        "SELECT id, closed_ms FROM conversation WHERE platform = $1 AND place = $2 AND thread = $3",
    )
    .bind(conversation.platform.name())
    .bind(&conversation.place)
    .bind(rows::thread(conversation))
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(row) = row {
        return Ok(Known {
            id: row.try_get("id")?,
            is_closed: row.try_get::<Option<i64>, _>("closed_ms")?.is_some(),
        });
    }
    let id = next(connection, "conversation", 1).await?;
    sqlx::query(
        "INSERT INTO conversation (id, platform, place, thread, failures) VALUES ($1, $2, $3, $4, 0)",
    )
    .bind(id)
    .bind(conversation.platform.name())
    .bind(&conversation.place)
    .bind(rows::thread(conversation))
    .execute(connection)
    .await?;
    Ok(Known {
        id,
        is_closed: false,
    })
}

/// An entry that is about to be written.
pub(super) struct NewEntry<'a> {
    pub(super) conversation: i64,
    pub(super) kind: &'static str,
    pub(super) statement: Option<StatementId>,
    pub(super) former: Option<StatementId>,
    pub(super) late: bool,
    pub(super) content: Option<String>,
    pub(super) part_of: Option<EntryId>,
    pub(super) once: Option<&'a str>,
    pub(super) created: Timestamp,
    pub(super) due: Timestamp,
}

impl NewEntry<'_> {
    /// An entry with nothing but its kind.
    pub(super) fn new(
        conversation: i64,
        kind: &'static str,
        created: Timestamp,
        due: Timestamp,
    ) -> Self {
        Self {
            conversation,
            kind,
            statement: None,
            former: None,
            late: false,
            content: None,
            part_of: None,
            once: None,
            created,
            due,
        }
    }
}

/// A platform must not take an entry for one of a record that was deleted and begun anew, though both bear one number:
/// hence the moment is hashed with it. Sixteen characters, as Discord takes at most twenty-five.
fn send_key(id: i64, entry: &NewEntry) -> String {
    let written = format!(
        "{id} {} {}",
        entry.conversation,
        rows::milliseconds(entry.created)
    );
    Sha256::digest(written)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

pub(super) async fn insert(
    connection: &mut SqliteConnection,
    entry: &NewEntry<'_>,
) -> Result<EntryId, sqlx::Error> {
    let id = next(connection, "outbox", 1).await?;
    sqlx::query(
        "INSERT INTO outbox (id, conversation, kind, statement, former, late, content, part_of, send_key, once, \
         created_ms, due_ms, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0)",
    )
    .bind(id)
    .bind(entry.conversation)
    .bind(entry.kind)
    .bind(entry.statement.map(|statement| statement.0))
    .bind(entry.former.map(|statement| statement.0))
    .bind(entry.late)
    .bind(&entry.content)
    .bind(entry.part_of.map(|entry| entry.0))
    .bind(send_key(id, entry))
    .bind(entry.once)
    .bind(rows::milliseconds(entry.created))
    .bind(rows::milliseconds(entry.due))
    .execute(&mut *connection)
    .await?;
    wake(connection, entry.conversation, entry.due).await?;
    Ok(EntryId(id))
}

/// Lets a conversation be looked at when something is due. One that waits after failures goes on waiting.
async fn wake(
    connection: &mut SqliteConnection,
    conversation: i64,
    due: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE conversation SET next_ms = $1 WHERE id = $2 AND closed_ms IS NULL \
         AND (next_ms IS NULL OR (failures = 0 AND next_ms > $1))",
    )
    .bind(rows::milliseconds(due))
    .bind(conversation)
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn insert_reasons(
    connection: &mut SqliteConnection,
    entry: EntryId,
    reasons: &[&Reason],
) -> Result<(), sqlx::Error> {
    for reason in reasons {
        sqlx::query(
            "INSERT INTO outbox_reason (entry, subscription, why) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        )
        .bind(entry.0)
        .bind(reason.subscription.0)
        .bind(&reason.why)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

async fn copy_reasons(
    connection: &mut SqliteConnection,
    from: EntryId,
    to: EntryId,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO outbox_reason (entry, subscription, why) \
         SELECT $1, subscription, why FROM outbox_reason WHERE entry = $2",
    )
    .bind(to.0)
    .bind(from.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes what is owed. Whether there was anything to write.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    owed: &[Owed],
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let mut written = false;
    for owed in owed {
        written |= match owed {
            Owed::Alert { .. } => alert(connection, owed, now).await?,
            Owed::Used {
                subscription,
                speaker,
            } => {
                use_first(connection, *subscription, speaker).await?;
                false
            }
            Owed::Edited {
                before,
                now: pieces,
                due,
            } => edited(connection, before, pieces, *due, now).await?,
            Owed::Carried { fingerprint, due } => {
                carried(connection, *fingerprint, *due, now).await?
            }
        };
    }
    Ok(written)
}

/// Notes a first use. Whether it was one.
pub(super) async fn use_first(
    connection: &mut SqliteConnection,
    subscription: SubscriptionId,
    speaker: &str,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO first_use (subscription, speaker) VALUES ($1, $2) ON CONFLICT DO NOTHING",
    )
    .bind(subscription.0)
    .bind(speaker)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

async fn alert(
    connection: &mut SqliteConnection,
    owed: &Owed,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let Owed::Alert {
        conversation: to,
        pieces,
        reasons,
        late,
        due,
    } = owed
    else {
        return Ok(false);
    };
    let mut counting = Vec::with_capacity(reasons.len());
    for (reason, first_use_of) in reasons {
        let counts = match first_use_of {
            Some(speaker) => use_first(connection, reason.subscription, speaker).await?,
            None => true,
        };
        if counts {
            counting.push(reason);
        }
    }
    let known = conversation(connection, to).await?;
    let (Some(&(lead, fingerprint)), false, false) =
        (pieces.first(), counting.is_empty(), known.is_closed)
    else {
        return Ok(false);
    };
    if let Some(told) = find_told(connection, known.id, fingerprint).await? {
        return again_told(connection, &told, lead, &counting, *due, known.id).await;
    }
    let entry = insert(
        connection,
        &NewEntry {
            statement: Some(lead),
            late: *late,
            ..NewEntry::new(known.id, "alert", now, *due)
        },
    )
    .await?;
    insert_reasons(connection, entry, &counting).await?;
    for (statement, fingerprint) in pieces {
        sqlx::query(
            "INSERT INTO told (conversation, fingerprint, statement, entry, superseded) \
             VALUES ($1, $2, $3, $4, FALSE) ON CONFLICT DO NOTHING",
        )
        .bind(known.id)
        .bind(fingerprint)
        .bind(statement.0)
        .bind(entry.0)
        .execute(&mut *connection)
        .await?;
    }
    Ok(true)
}

/// Notes that somebody is told of an article whose page can be looked at again.
pub(super) async fn tell_of(
    connection: &mut SqliteConnection,
    article: &ArticleId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO told_article (article, told_ms, looks) VALUES ($1, $2, 0) \
         ON CONFLICT (article) DO UPDATE SET told_ms = excluded.told_ms, looks = 0",
    )
    .bind(&article.0)
    .bind(rows::milliseconds(now))
    .execute(connection)
    .await?;
    Ok(())
}

/// That a conversation was told words, or is about to be.
struct Told {
    fingerprint: i64,
    entry: EntryId,
    superseded: bool,
    waits: bool,
}

async fn find_told(
    connection: &mut SqliteConnection,
    conversation: i64,
    fingerprint: i64,
) -> Result<Option<Told>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT t.entry, t.superseded, e.outcome FROM told t JOIN outbox e ON e.id = t.entry \
         WHERE t.conversation = $1 AND t.fingerprint = $2",
    )
    .bind(conversation)
    .bind(fingerprint)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Told {
            fingerprint,
            entry: EntryId(row.try_get("entry")?),
            superseded: row.try_get("superseded")?,
            waits: row.try_get::<Option<String>, _>("outcome")?.is_none(),
        })
    })
    .transpose()
}

/// Words that the conversation was told already are no new alert. Where that waits, it has one more reason; where they
/// were edited away since and stand again, they are what the conversation knows.
async fn again_told(
    connection: &mut SqliteConnection,
    told: &Told,
    statement: StatementId,
    reasons: &[&Reason],
    due: Timestamp,
    conversation: i64,
) -> Result<bool, sqlx::Error> {
    if told.superseded {
        sqlx::query(
            "UPDATE told SET superseded = FALSE, statement = $1 WHERE conversation = $2 AND fingerprint = $3",
        )
        .bind(statement.0)
        .bind(conversation)
        .bind(told.fingerprint)
        .execute(&mut *connection)
        .await?;
    }
    if !told.waits {
        return Ok(false);
    }
    insert_reasons(connection, told.entry, reasons).await?;
    sqlx::query("UPDATE outbox SET due_ms = $1 WHERE id = $2 AND due_ms > $1")
        .bind(rows::milliseconds(due))
        .bind(told.entry.0)
        .execute(&mut *connection)
        .await?;
    wake(connection, conversation, due).await?;
    Ok(true)
}

/// Who told a conversation of words that are changed.
struct Teller {
    entry: EntryId,
    /// Which of the words it showed.
    shown: StatementId,
    /// While it waits itself, when it is to be sent.
    due: Option<Timestamp>,
}

/// Of each conversation that was told any of `before`, the entry that told it.
async fn tellers(
    connection: &mut SqliteConnection,
    before: &[StatementId],
) -> Result<BTreeMap<i64, Teller>, sqlx::Error> {
    let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(
        "SELECT t.conversation, t.entry, t.statement, e.outcome, e.due_ms, e.statement = t.statement AS leads \
         FROM told t JOIN outbox e ON e.id = t.entry JOIN conversation c ON c.id = t.conversation \
         WHERE c.closed_ms IS NULL AND t.superseded = FALSE \
         AND (e.outcome IS NULL OR e.outcome IN ('delivered', 'gathered')) AND t.statement IN (",
    );
    let mut list = query.separated(", ");
    for statement in before {
        list.push_bind(statement.0);
    }
    query.push(") ORDER BY t.conversation, leads DESC, t.statement");
    let mut tellers = BTreeMap::new();
    for row in query.build().fetch_all(connection).await? {
        let waits = row.try_get::<Option<String>, _>("outcome")?.is_none();
        let due = rows::moment("due_ms", row.try_get("due_ms")?)?;
        tellers
            .entry(row.try_get("conversation")?)
            .or_insert(Teller {
                entry: EntryId(row.try_get("entry")?),
                shown: StatementId(row.try_get("statement")?),
                due: waits.then_some(due),
            });
    }
    Ok(tellers)
}

async fn edited(
    connection: &mut SqliteConnection,
    before: &[StatementId],
    pieces: &[(StatementId, i64)],
    due: Timestamp,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    if before.is_empty() {
        return Ok(false);
    }
    let tellers = tellers(connection, before).await?;
    for (&conversation, teller) in &tellers {
        // Not before that of which it tells.
        let due = teller.due.map_or(due, |shown| shown.max(due));
        let entry = insert(
            connection,
            &NewEntry {
                statement: pieces.first().map(|(statement, _)| *statement),
                former: Some(teller.shown),
                ..NewEntry::new(conversation, "edited", now, due)
            },
        )
        .await?;
        copy_reasons(connection, teller.entry, entry).await?;
        supersede(connection, conversation, before).await?;
        for (statement, fingerprint) in pieces {
            sqlx::query(
                "INSERT INTO told (conversation, fingerprint, statement, entry, superseded) \
                 VALUES ($1, $2, $3, $4, FALSE) ON CONFLICT (conversation, fingerprint) DO UPDATE SET \
                 statement = excluded.statement, entry = excluded.entry, superseded = FALSE",
            )
            .bind(conversation)
            .bind(fingerprint)
            .bind(statement.0)
            .bind(entry.0)
            .execute(&mut *connection)
            .await?;
        }
    }
    Ok(!tellers.is_empty())
}

async fn supersede(
    connection: &mut SqliteConnection,
    conversation: i64,
    statements: &[StatementId],
) -> Result<(), sqlx::Error> {
    for statement in statements {
        sqlx::query("UPDATE told SET superseded = TRUE WHERE conversation = $1 AND statement = $2")
            .bind(conversation)
            .bind(statement.0)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// One change of each message that shows the words waits at a time: whoever else comes to carry them until it is made is
/// shown by it too.
async fn carried(
    connection: &mut SqliteConnection,
    fingerprint: i64,
    due: Timestamp,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let found = sqlx::query(
        "SELECT e.id, e.conversation, e.statement, e.late FROM told t JOIN outbox e ON e.id = t.entry \
         JOIN conversation c ON c.id = e.conversation \
         WHERE t.fingerprint = $1 AND t.superseded = FALSE AND t.statement = e.statement AND e.kind = 'alert' \
         AND e.outcome = 'delivered' AND e.part_of IS NULL AND c.closed_ms IS NULL AND NOT EXISTS \
         (SELECT 1 FROM outbox w WHERE w.part_of = e.id AND w.kind = 'again' AND w.outcome IS NULL)",
    )
    .bind(fingerprint)
    .fetch_all(&mut *connection)
    .await?;
    for row in &found {
        let shown = EntryId(row.try_get("id")?);
        let entry = insert(
            connection,
            &NewEntry {
                statement: Some(StatementId(row.try_get("statement")?)),
                late: row.try_get("late")?,
                part_of: Some(shown),
                ..NewEntry::new(row.try_get("conversation")?, "again", now, due)
            },
        )
        .await?;
        copy_reasons(connection, shown, entry).await?;
    }
    Ok(!found.is_empty())
}
