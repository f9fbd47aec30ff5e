//! The index follows the record.

use std::collections::HashMap;

use crate::domain::ArticleId;
use crate::ports::{Change, Position, Record, SearchIndex};

use super::IngestError;

/// Changes that are indexed in one go: few enough that their texts fit in memory.
const CHANGES: usize = 500;

/// Brings the index up to the record's newest change. Where an earlier run was cut off, this completes it.
///
/// # Errors
/// [`IngestError`] where the record can't be read or the index can't be written.
pub async fn follow(record: &dyn Record, index: &dyn SearchIndex) -> Result<(), IngestError> {
    let mut position = index.position();
    loop {
        let changes = record.changes_after(position, CHANGES).await?;
        let Some((upto, changes)) = split(changes) else {
            return Ok(());
        };
        tokio::task::block_in_place(|| index.apply(&changes, upto))?;
        position = upto;
    }
}

/// What a rebuild came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rebuilt {
    /// Statements in the new generation.
    pub statements: u64,
    /// Articles in it.
    pub articles: u64,
}

/// Builds the index anew from the record, beside the one in use, and puts it in its place once its counts are the
/// record's. Whatever is stored meanwhile is followed before and after.
///
/// `progress` is told how many changes of the record were followed, and of how many.
///
/// # Errors
/// [`IngestError`]; the index in use then stays in use.
pub async fn reindex(
    record: &dyn Record,
    index: &dyn SearchIndex,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<Rebuilt, IngestError> {
    let mut building = tokio::task::block_in_place(|| index.rebuild())?;
    let total = record.freshness().await?.articles;
    let mut position = Position::default();
    // An article that changes while the rebuild runs comes twice, and the later state replaces the earlier.
    let mut expected = HashMap::new();
    loop {
        let changes = record.changes_after(position, CHANGES).await?;
        let Some((upto, changes)) = split(changes) else {
            break;
        };
        count(&mut expected, &changes);
        tokio::task::block_in_place(|| building.add(&changes))?;
        position = upto;
        progress(expected.len() as u64, total);
    }
    let built = tokio::task::block_in_place(|| building.finish(position))?;
    let expected = (expected.values().sum(), expected.len() as u64);
    if built != expected {
        return Err(IngestError::Counts { expected, built });
    }
    tokio::task::block_in_place(|| building.swap())?;
    follow(record, index).await?;
    Ok(Rebuilt {
        statements: built.0,
        articles: built.1,
    })
}

fn count(statements: &mut HashMap<ArticleId, u64>, changes: &[Change]) {
    for change in changes {
        match change {
            Change::Put(indexed) => {
                statements.insert(indexed.article.id.clone(), indexed.statements.len() as u64);
            }
            Change::Removed(id) => {
                statements.remove(id);
            }
        }
    }
}

fn split(changes: Vec<(Position, Change)>) -> Option<(Position, Vec<Change>)> {
    let upto = changes.last()?.0;
    Some((
        upto,
        changes.into_iter().map(|(_, change)| change).collect(),
    ))
}
