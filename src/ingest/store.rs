//! The third stage: articles into the record, in order.

use tokio::sync::mpsc::Receiver;

use super::read::Read;
use super::{Ingest, Progress, Summary};
use crate::ports::{Incoming, RecordError};

/// Stores what was read, a transaction a chunk, and counts.
pub(super) async fn store_all(
    ingest: &Ingest,
    mut chunks: Receiver<Vec<Read>>,
    progress: &dyn Progress,
) -> Result<Summary, RecordError> {
    let mut summary = Summary::default();
    while let Some(chunk) = chunks.recv().await {
        let mut articles = Vec::with_capacity(chunk.len());
        for read in chunk {
            match read {
                Ok((incoming, arrival)) => {
                    articles.push((named(ingest, incoming).await?, arrival));
                }
                Err(failure) => {
                    progress.failed(&failure);
                    summary.failed.push(failure);
                }
            }
        }
        let statements: Vec<usize> = articles
            .iter()
            .map(|(incoming, _)| incoming.statements.len())
            .collect();
        let now = ingest.clock.now();
        let stored = ingest
            .record
            .take_in(articles, &*ingest.matching, now)
            .await?;
        for (stored, statements) in stored.into_iter().zip(statements) {
            summary.count(stored, statements);
        }
        progress.advanced(&summary);
    }
    Ok(summary)
}

/// Gives an article that is named by its address the name under which the record has that address already.
async fn named(ingest: &Ingest, mut incoming: Incoming) -> Result<Incoming, RecordError> {
    if let Some(url) = &incoming.article.url
        && *url == incoming.article.id.0
        && let Some(known) = ingest.record.find_by_url(url).await?
    {
        incoming.article.id = known.id;
    }
    Ok(incoming)
}
