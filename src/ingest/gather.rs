//! The first stage: from targets to items.

use std::path::PathBuf;

use futures::StreamExt;
use jiff::Timestamp;
use tokio::sync::mpsc::Sender;
use url::Url;

use super::schedule::{AFTER_FAILURES, due, planned};
use super::{Ingest, IngestError, Target};
use crate::domain::{Arrival, Article, Body, Item, Language, Source, SourceKind};
use crate::ports::{
    FeedEntry, FetchError, Fetched, ItemFailure, Listed, Revisit, SourceState, Validators,
};

/// Pages that are asked for at the same time; the fetcher itself lets one request to a host go at a time.
const FETCHES: usize = 16;

type Found = Result<Item, ItemFailure>;

/// An item with how it came, or why there is none.
pub(super) type Gathered = Result<(Item, Arrival), ItemFailure>;

/// A source that was asked.
#[derive(Debug, Clone)]
pub(super) struct Visited {
    /// Which one.
    pub(super) source: Source,
    /// What was remembered of it before.
    pub(super) before: SourceState,
    /// What is to be remembered of it once its items are stored.
    pub(super) after: SourceState,
}

/// What one fetch brought.
enum Got {
    /// What stands at an article's own address.
    Page(Vec<Found>),
    /// Anything else.
    Other(Vec<Found>),
}

/// Where items go, each with how it came.
#[derive(Clone)]
struct Items {
    to: Sender<Gathered>,
    arrival: Arrival,
}

impl Items {
    fn labelled(&self, found: Found) -> Gathered {
        found.map(|item| (item, self.arrival.clone()))
    }

    /// The same, for what stands at articles' own addresses.
    fn of_pages(&self) -> Self {
        let mut items = self.clone();
        if let Arrival::Followed { is_page, .. } = &mut items.arrival {
            *is_page = true;
        }
        items
    }

    /// Passes an item on. When nobody takes it, storing failed, and that failure is what the run reports.
    async fn send(&self, found: Found) {
        let _ = self.to.send(self.labelled(found)).await;
    }
}

/// Sends every item at the targets, and for what can't be had the reason. Gives what is to be remembered of the sources
/// as soon as all that was sent is stored: earlier, a run that is cut off would not be sent the same entries again.
pub(super) async fn gather(
    ingest: Ingest,
    targets: Vec<Target>,
    items: Sender<Gathered>,
) -> Result<Vec<Visited>, IngestError> {
    let gathering = targets
        .into_iter()
        .map(|target| one(&ingest, target, &items));
    let mut done = futures::stream::iter(gathering).buffer_unordered(FETCHES);
    let mut visited = Vec::new();
    while let Some(done) = done.next().await {
        visited.extend(done?);
    }
    Ok(visited)
}

async fn one(
    ingest: &Ingest,
    target: Target,
    to: &Sender<Gathered>,
) -> Result<Option<Visited>, IngestError> {
    let items = &Items {
        to: to.clone(),
        arrival: Arrival::Backfill,
    };
    match target {
        Target::Path(path) => from_files(ingest, path, items).await?,
        Target::Url(url) => match ingest.fetcher.fetch(&url, &Validators::default()).await {
            Ok(fetched) => {
                send_fetched(ingest, fetched, &About::default(), items).await?;
            }
            Err(error) => items.send(refused(url.as_str(), &error.to_string())).await,
        },
        Target::Again(article) => from_known(ingest, &article, to).await,
        Target::Source(source) => return from_source(ingest, source, to).await,
    }
    Ok(None)
}

/// The page of an article that the record has. What is known of the article outranks what its page says, as when it came
/// first.
async fn from_known(ingest: &Ingest, article: &Article, to: &Sender<Gathered>) {
    let items = Items {
        to: to.clone(),
        arrival: Arrival::Again,
    };
    let Some(url) = article.url.as_deref().and_then(|url| Url::parse(url).ok()) else {
        return;
    };
    let known = Item {
        place: url.to_string(),
        id: Some(article.id.clone()),
        url: article.url.clone(),
        outlet: article.outlet.clone(),
        title: article.title.clone(),
        authors: article.authors.clone(),
        published: article.published,
        modified: None,
        language: article.language.clone(),
        sole_speaker: None,
        body: Body::Text(String::new()),
    };
    for found in from_page(ingest, &url).await {
        items.send(found.map(|page| with_entry(page, &known))).await;
    }
}

async fn from_files(ingest: &Ingest, path: PathBuf, items: &Items) -> Result<(), IngestError> {
    let files = ingest.files.clone();
    let items = items.clone();
    tokio::task::spawn_blocking(move || {
        for item in files.read(&path) {
            if items.to.blocking_send(items.labelled(item)).is_err() {
                return;
            }
        }
    })
    .await?;
    Ok(())
}

/// What a source's entry says of all its articles, where they say nothing themselves.
#[derive(Debug, Clone, Default)]
struct About {
    outlet: Option<String>,
    language: Language,
}

impl About {
    fn tell(&self, mut item: Item) -> Item {
        if item.outlet.is_none() {
            item.outlet.clone_from(&self.outlet);
        }
        if item.language.is_unknown() {
            item.language = self.language.clone();
        }
        item
    }
}

async fn from_source(
    ingest: &Ingest,
    source: Source,
    to: &Sender<Gathered>,
) -> Result<Option<Visited>, IngestError> {
    let about = About {
        outlet: source.outlet.clone(),
        language: source.language.clone(),
    };
    let before = ingest.record.source_state(&source.address()).await?;
    let now = ingest.clock.now();
    let items = &Items {
        to: to.clone(),
        arrival: arrival(&source, &before),
    };
    if let Some(next) = before
        .next
        .filter(|next| before.failures > 0 && *next > now)
    {
        let reason = format!(
            "not asked again before {next}, as it failed {} times in a row: {}",
            before.failures,
            before.error.as_deref().unwrap_or("no reason given")
        );
        items.send(refused(&source.id.0, &reason)).await;
        return Ok(None);
    }
    let brought = match &source.kind {
        SourceKind::Folder { path } => {
            from_files(ingest, path.clone(), items).await?;
            Ok(Revisit::default())
        }
        SourceKind::Page { url } => {
            from_listing(ingest, url, &before.validators, &about, items).await?
        }
        SourceKind::Feed { url } => {
            from_feed(ingest, url, &before.validators, &about, items).await?
        }
    };
    let after = match brought {
        Ok(revisit) => succeeded(&source, &before, &revisit, now),
        Err(error) => {
            items.send(refused(&source.id.0, &error.to_string())).await;
            failed(before.clone(), &error, now)
        }
    };
    Ok(Some(Visited {
        source,
        before,
        after,
    }))
}

/// What a source brings that was never read before is its archive.
fn arrival(source: &Source, before: &SourceState) -> Arrival {
    match (before.since, before.fetched) {
        (Some(since), Some(looked)) => Arrival::Followed {
            source: source.id.clone(),
            since,
            looked,
            due: planned(before, source.every, looked),
            is_page: false,
        },
        _ => Arrival::Backfill,
    }
}

/// What a source brought: when to ask it again, or why it brought nothing.
type Brought = Result<Revisit, FetchError>;

async fn from_feed(
    ingest: &Ingest,
    url: &Url,
    validators: &Validators,
    about: &About,
    items: &Items,
) -> Result<Brought, IngestError> {
    let fetched = match ingest.fetcher.fetch(url, validators).await {
        Ok(fetched) => fetched,
        Err(error) => return Ok(Err(error)),
    };
    let revisit = match &fetched {
        Fetched::Unchanged(revisit)
        | Fetched::Articles { revisit, .. }
        | Fetched::Feed { revisit, .. } => revisit.clone(),
    };
    let all = send_fetched(ingest, fetched, about, items).await?;
    Ok(Ok(if all { revisit } else { ask_in_full(revisit) }))
}

/// A source of which something could not be had is not asked conditionally the next time, or an unchanged answer would
/// hide what is still missing.
fn ask_in_full(revisit: Revisit) -> Revisit {
    Revisit {
        validators: Validators::default(),
        ..revisit
    }
}

/// The articles that a listing page links to and the record does not have yet.
async fn from_listing(
    ingest: &Ingest,
    url: &Url,
    validators: &Validators,
    about: &About,
    items: &Items,
) -> Result<Brought, IngestError> {
    let (links, revisit) = match ingest.fetcher.list(url, validators).await {
        Ok(Listed::Unchanged(revisit)) => return Ok(Ok(revisit)),
        Ok(Listed::Links { links, revisit }) => (links, revisit),
        Err(error) => return Ok(Err(error)),
    };
    let pages = links.into_iter().map(async |url| {
        if ingest.record.find_by_url(url.as_str()).await?.is_some() {
            return Ok(Got::Page(Vec::new()));
        }
        let found = from_page(ingest, &url).await;
        let found = found
            .into_iter()
            .map(|item| item.map(|item| about.tell(item)));
        Ok(Got::Page(found.collect()))
    });
    let all = send_all(pages, items).await?;
    Ok(Ok(if all { revisit } else { ask_in_full(revisit) }))
}

/// What stands at the address of one article.
async fn from_page(ingest: &Ingest, url: &Url) -> Vec<Found> {
    match ingest.fetcher.fetch(url, &Validators::default()).await {
        Ok(Fetched::Articles { items, .. }) => items,
        Ok(Fetched::Unchanged(_)) => Vec::new(),
        Ok(Fetched::Feed { .. }) => vec![refused(
            url.as_str(),
            "it is a feed where an article was expected",
        )],
        Err(error) => vec![refused(url.as_str(), &error.to_string())],
    }
}

fn succeeded(
    source: &Source,
    before: &SourceState,
    revisit: &Revisit,
    now: Timestamp,
) -> SourceState {
    let state = SourceState {
        validators: revisit.validators.clone(),
        since: before.since.or(Some(now)),
        fetched: Some(now),
        ..SourceState::default()
    };
    SourceState {
        next: Some(due(&state, source.every, revisit, now)),
        ..state
    }
}

fn failed(before: SourceState, error: &FetchError, now: Timestamp) -> SourceState {
    let failures = before.failures.saturating_add(1);
    let asked = match error {
        FetchError::Passing { after, .. } => *after,
        FetchError::Final { .. } => None,
    };
    SourceState {
        next: Some(AFTER_FAILURES.next(failures, asked, now, &mut rand::rng())),
        failures,
        failing_since: before.failing_since.or(Some(now)),
        error: Some(error.to_string()),
        ..before
    }
}

/// Sends what was fetched, the pages of a feed's entries included. Whether all could be had.
async fn send_fetched(
    ingest: &Ingest,
    fetched: Fetched,
    about: &About,
    items: &Items,
) -> Result<bool, IngestError> {
    match fetched {
        Fetched::Unchanged(_) => Ok(true),
        Fetched::Articles { items: found, .. } => {
            let found = found
                .into_iter()
                .map(|item| item.map(|item| about.tell(item)));
            send_all(
                std::iter::once(async { Ok(Got::Other(found.collect())) }),
                items,
            )
            .await
        }
        Fetched::Feed { entries, .. } => {
            // A feed has its newest entry first. What is told of it is told in the order in which it was published, also
            // where several came at once, or a run was cut off between them.
            let pages = entries
                .into_iter()
                .rev()
                .map(|entry| from_entry(ingest, entry, about));
            send_all(pages, items).await
        }
    }
}

/// The article behind a feed's entry: the entry itself if it holds the whole text, else its page. `None` where the
/// record has it in the state that the feed speaks of.
async fn from_entry(
    ingest: &Ingest,
    entry: Result<FeedEntry, ItemFailure>,
    about: &About,
) -> Result<Got, IngestError> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(failure) => return Ok(Got::Other(vec![Err(failure)])),
    };
    let item = about.tell(entry.item);
    if entry.complete {
        return Ok(Got::Other(vec![Ok(item)]));
    }
    let Some(url) = item.url.as_deref().and_then(|url| Url::parse(url).ok()) else {
        return Ok(Got::Other(vec![Ok(item)]));
    };
    if let Some(known) = ingest.record.find_by_url(url.as_str()).await?
        && item
            .modified
            .is_none_or(|modified| modified.at <= known.updated)
    {
        return Ok(Got::Page(Vec::new()));
    }
    let found = from_page(ingest, &url).await;
    let found = found
        .into_iter()
        .map(|page| page.map(|page| with_entry(page, &item)));
    Ok(Got::Page(found.collect()))
}

/// A page with what its feed says of it.
fn with_entry(page: Item, entry: &Item) -> Item {
    Item {
        outlet: entry.outlet.clone().or(page.outlet),
        title: entry.title.clone().or(page.title),
        authors: if entry.authors.is_empty() {
            page.authors
        } else {
            entry.authors.clone()
        },
        published: entry.published.or(page.published),
        language: if entry.language.is_unknown() {
            page.language
        } else {
            entry.language.clone()
        },
        ..page
    }
}

/// Runs fetches beside each other and sends what they bring. Whether all could be had.
async fn send_all(
    pages: impl Iterator<Item = impl Future<Output = Result<Got, IngestError>>>,
    items: &Items,
) -> Result<bool, IngestError> {
    let of_pages = items.of_pages();
    let mut done = futures::stream::iter(pages).buffered(FETCHES);
    let mut all = true;
    while let Some(got) = done.next().await {
        let (found, items) = match got? {
            Got::Page(found) => (found, &of_pages),
            Got::Other(found) => (found, items),
        };
        for item in found {
            all &= item.is_ok();
            items.send(item).await;
        }
    }
    Ok(all)
}

/// What could not be had. A reason that begins with the place does not name it twice.
fn refused(place: &str, reason: &str) -> Found {
    let reason = reason.strip_prefix(place).unwrap_or(reason);
    Err(ItemFailure {
        place: place.to_owned(),
        reason: reason.trim_start_matches([':', ' ']).to_owned(),
    })
}
