//! The second stage: items to articles with their statements, on every core.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;
use tokio::sync::mpsc::{Receiver, Sender};

use super::gather::Gathered;
use crate::domain::{Arrival, Article, ArticleId, Body, Item};
use crate::extract::{Extractor, read_item};
use crate::ports::{Incoming, ItemFailure};

/// What a chunk holds at most, so that a run of large pages is bounded in memory.
const CHUNK_ITEMS: usize = 64;
const CHUNK_BYTES: usize = 16 * 1024 * 1024;

/// An item on its way: read, or refused.
pub(super) type Read = Result<(Incoming, Arrival), ItemFailure>;

/// Reads items in chunks as they come, each chunk on all cores, and passes them on in their order.
pub(super) async fn read_all(
    extractor: Arc<Extractor>,
    mut items: Receiver<Gathered>,
    read: Sender<Vec<Read>>,
) {
    while let Some(chunk) = next_chunk(&mut items).await {
        let extractor = Arc::clone(&extractor);
        let done = tokio::task::spawn_blocking(move || {
            chunk
                .into_par_iter()
                .map(|gathered| {
                    let (item, arrival) = gathered?;
                    Ok((read_one(&extractor, item)?, arrival))
                })
                .collect()
        });
        // The next stage is gone when storing failed: there is nobody left to read for.
        let Ok(chunk) = done.await else { return };
        if read.send(chunk).await.is_err() {
            return;
        }
    }
}

/// What has come by now: at least one item, unless there are no more.
async fn next_chunk(items: &mut Receiver<Gathered>) -> Option<Vec<Gathered>> {
    let first = items.recv().await?;
    let mut bytes = size(&first);
    let mut chunk = vec![first];
    while chunk.len() < CHUNK_ITEMS && bytes < CHUNK_BYTES {
        let Ok(item) = items.try_recv() else { break };
        bytes += size(&item);
        chunk.push(item);
    }
    Some(chunk)
}

fn size(item: &Gathered) -> usize {
    match item {
        Ok((item, _)) => match &item.body {
            Body::Text(body) | Body::Markdown(body) | Body::Html(body) => body.len(),
        },
        Err(_) => 0,
    }
}

fn read_one(extractor: &Extractor, item: Item) -> Result<Incoming, ItemFailure> {
    let refuse = |reason: &str| ItemFailure {
        place: item.place.clone(),
        reason: reason.to_owned(),
    };
    // The libraries beneath are others'. Should one of them panic on a page, that page alone is lost.
    let incoming = catch_unwind(AssertUnwindSafe(|| incoming(extractor, &item)));
    let incoming = incoming.map_err(|_| {
        refuse("reading it failed inside the program; please report this with the page's address")
    })?;
    if incoming.document.text.trim().is_empty() {
        return Err(refuse(
            "no text was found in it; give the text itself, or the address of the article's own page",
        ));
    }
    Ok(incoming)
}

/// An item as the record takes it: its article, text and statements.
fn incoming(extractor: &Extractor, item: &Item) -> Incoming {
    let reading = read_item(item);
    let statements = extractor.statements(&reading.document);
    Incoming {
        article: Article {
            id: item
                .id
                .clone()
                .unwrap_or_else(|| derived_id(reading.url.as_deref(), &item.place)),
            url: reading.url,
            outlet: reading.outlet,
            title: reading.title,
            authors: reading.authors,
            published: reading.published,
            modified: reading.modified,
            // The record knows better, and the writer says when.
            first_seen: Timestamp::UNIX_EPOCH,
            language: reading.language,
        },
        document: reading.document,
        statements,
    }
}

/// The name of an article that came without one: its canonical address, else the place it was found at.
fn derived_id(url: Option<&str>, place: &str) -> ArticleId {
    ArticleId(url.unwrap_or(place).to_owned())
}
