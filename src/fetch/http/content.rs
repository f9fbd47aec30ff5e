//! What an answer turns out to be: a page, a feed, a document.

use reqwest::header::CONTENT_TYPE;

use super::exchange::{Answer, public, shown};
use super::headers;
use crate::domain::{Body, Item};
use crate::fetch::feeds;
use crate::fetch::files::{self, ContentType};
use crate::ports::{FetchError, Fetched, ItemFailure, Revisit};

/// Reads an answer's body. Feeds are told by how they begin: servers call them by many names.
pub(super) fn read(answer: &Answer, mut revisit: Revisit) -> Result<Fetched, FetchError> {
    if !feeds::is_feed(&answer.body) {
        let items = articles(answer);
        return Ok(Fetched::Articles { items, revisit });
    }
    let charset = ContentType::parse(content_type(answer).unwrap_or_default()).charset;
    let feed =
        feeds::read(&answer.body, charset.as_deref(), &public(&answer.url)).map_err(|reason| {
            // What is broken now may be mended by its next edition.
            FetchError::Passing {
                reason: format!("{}: {reason}", shown(&answer.url)),
                after: None,
            }
        })?;
    revisit.keep_for = revisit.keep_for.max(feed.ttl);
    Ok(Fetched::Feed {
        entries: feed.entries,
        revisit,
    })
}

/// The articles of a page or a document. One that gives no address of its own has the one it was found at; of several,
/// none has it alone.
fn articles(answer: &Answer) -> Vec<Result<Item, ItemFailure>> {
    let mut items = files::read_answer(
        &shown(&answer.url),
        answer.url.path(),
        content_type(answer),
        &answer.body,
    );
    if let [Ok(item)] = items.as_mut_slice() {
        item.url.get_or_insert_with(|| shown(&answer.url));
    }
    items
}

/// The source of a page, decoded.
///
/// # Errors
/// [`FetchError::Final`] where the answer is no page.
pub(super) fn page(answer: &Answer) -> Result<String, FetchError> {
    let url = shown(&answer.url);
    let lasting = |reason: String| FetchError::Final { reason };
    if feeds::is_feed(&answer.body) {
        return Err(lasting(format!(
            "{url} is a feed, not a listing page: set kind = \"feed\" for this source"
        )));
    }
    match articles(answer).into_iter().next() {
        Some(Ok(Item {
            body: Body::Html(html),
            ..
        })) => Ok(html),
        Some(Err(failure)) => Err(lasting(format!("{url} {}", failure.reason))),
        _ => Err(lasting(format!("{url} is not a listing page in HTML"))),
    }
}

fn content_type(answer: &Answer) -> Option<&str> {
    headers::text(&answer.headers, CONTENT_TYPE)
}
