//! Reading what was found: the same words in many articles are one statement, which the first to carry it stands for.

use std::collections::HashMap;

use crate::domain::{Order, Query, QuotedStatement, StatementId};
use crate::ports::{Record, RecordError};

/// Reads statements that a query found: each with the id under which it was found, and as the first article has it that
/// carried these words of this speaker. What is damaged is told in the log and left out.
///
/// # Errors
/// Where the record can't be read.
pub(super) async fn found(
    record: &dyn Record,
    ids: &[StatementId],
    query: &Query,
) -> Result<Vec<(StatementId, QuotedStatement)>, RecordError> {
    let read = sound(record, ids).await?;
    let firsts: Vec<StatementId> = match any_article_will_do(query) {
        true => read.iter().filter_map(|one| one.first_carried).collect(),
        false => Vec::new(),
    };
    let mut firsts: HashMap<StatementId, QuotedStatement> = sound(record, &firsts)
        .await?
        .into_iter()
        .map(|first| (first.id, first))
        .collect();
    let as_first_carried = |one: QuotedStatement| {
        let first = one.first_carried.and_then(|first| firsts.remove(&first));
        (one.id, first.unwrap_or(one))
    };
    Ok(read.into_iter().map(as_first_carried).collect())
}

/// Whether a query is about words alone, and not about the articles of an outlet or of some days.
fn any_article_will_do(query: &Query) -> bool {
    let words = !query.concepts.is_empty() || !query.phrases.is_empty();
    words && query.order == Order::Relevance && query.outlets.is_empty() && query.said.is_open()
}

/// Reads statements. What is damaged is told in the log and left out.
///
/// # Errors
/// Where the record can't be read.
pub(super) async fn sound(
    record: &dyn Record,
    ids: &[StatementId],
) -> Result<Vec<QuotedStatement>, RecordError> {
    let mut sound = Vec::with_capacity(ids.len());
    for read in record.quoted(ids).await? {
        match read {
            Ok(quoted) => sound.push(quoted),
            Err(damaged) => tracing::error!(%damaged, "a statement is not quoted"),
        }
    }
    Ok(sound)
}
