//! One request and its answer, bounded in time and size.

use std::error::Error as StdError;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{ACCEPT, CONTENT_LENGTH, HeaderMap, HeaderValue, LOCATION};
use reqwest::{Client, Response, StatusCode, redirect};
use tokio::time::Instant;
use url::Url;

use super::headers;
use crate::fetch::guard::{Guard, Refusal, refusal_in};
use crate::fetch::{Settings, SettingsError};
use crate::ports::{FetchError, Validators};

const CONNECT_WITHIN: Duration = Duration::from_secs(10);
const ACCEPTED: HeaderValue = HeaderValue::from_static(
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, application/json, application/xml;q=0.9, text/*;q=0.8, */*;q=0.1",
);

/// What came back.
pub(super) struct Answer {
    pub url: Url,
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// Decompressed. Empty unless the status is a success.
    pub body: Vec<u8>,
    /// Whether the body was longer than it may be, so that only its start is there.
    pub cut: bool,
}

/// Makes a client that asks nobody but whom `guard` lets pass: no proxy out of the environment (it would resolve names
/// for us), no redirects of its own.
pub(super) fn client(settings: &Settings, guard: &Guard) -> Result<Client, SettingsError> {
    Client::builder()
        .user_agent(&settings.user_agent)
        .default_headers(HeaderMap::from_iter([(ACCEPT, ACCEPTED)]))
        .redirect(redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .dns_resolver(guard.clone())
        .connect_timeout(CONNECT_WITHIN.min(settings.timeout))
        .pool_max_idle_per_host(1)
        .build()
        .map_err(|error| SettingsError::Client(root_cause(&error)))
}

/// Asks once, if the guard lets it: every request passes here. `budget` is the time that is left for this and what
/// follows from it.
pub(super) async fn ask(
    client: &Client,
    guard: &Guard,
    url: &Url,
    validators: &Validators,
    max_bytes: usize,
    budget: &mut Duration,
) -> Result<Answer, FetchError> {
    guard.check(url).map_err(|refusal| refused(&refusal))?;
    let started = Instant::now();
    let answer = tokio::time::timeout(*budget, send(client, url, validators, max_bytes)).await;
    *budget = budget.saturating_sub(started.elapsed());
    let answer = answer.unwrap_or_else(|_| Err(too_slow(url)));
    if let Ok(answer) = &answer {
        tracing::debug!(url = %shown(url), status = answer.status.as_u16(), bytes = answer.body.len(), "fetched");
    }
    answer
}

async fn send(
    client: &Client,
    url: &Url,
    validators: &Validators,
    max_bytes: usize,
) -> Result<Answer, FetchError> {
    let request = client
        .get(url.clone())
        .headers(headers::conditions(validators));
    let mut response = request.send().await.map_err(|error| failed(url, &error))?;
    let (body, cut) = if response.status().is_success() {
        body(&mut response, max_bytes)
            .await
            .map_err(|error| failed(url, &error))?
    } else {
        (Vec::new(), false)
    };
    Ok(Answer {
        url: url.clone(),
        status: response.status(),
        headers: response.headers().clone(),
        body,
        cut,
    })
}

/// Reads a body up to its bound. The bound is on what is decompressed: what inflates without end is cut off as well.
async fn body(response: &mut Response, max_bytes: usize) -> reqwest::Result<(Vec<u8>, bool)> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        let room = max_bytes - body.len();
        body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if chunk.len() > room {
            return Ok((body, true));
        }
    }
    Ok((body, false))
}

impl Answer {
    /// Where the answer sends us on to.
    pub fn redirect(&self) -> Result<Option<Url>, FetchError> {
        let is_redirect = matches!(self.status.as_u16(), 301 | 302 | 303 | 307 | 308);
        if !is_redirect {
            return Ok(None);
        }
        let target = headers::text(&self.headers, LOCATION)
            .and_then(|location| self.url.join(location).ok());
        target.map(Some).ok_or_else(|| FetchError::Final {
            reason: format!(
                "{} redirects to nowhere ({}): look for its new address",
                shown(&self.url),
                self.status
            ),
        })
    }

    /// The length that the server announced.
    pub fn announced(&self) -> Option<&str> {
        headers::text(&self.headers, CONTENT_LENGTH)
    }

    /// What is to be done about a status that is no success.
    pub fn error(&self, now: Timestamp) -> FetchError {
        let (url, status) = (shown(&self.url), self.status);
        let after = headers::retry_after(&self.headers, now);
        let passing = |what: &str| FetchError::Passing {
            reason: format!("{url} {what} ({status})"),
            after,
        };
        let lasting = |what: &str| FetchError::Final {
            reason: format!("{url} {what} ({status})"),
        };
        match status.as_u16() {
            408 | 425 | 429 => passing("asks for patience"),
            500.. => passing("can't be served at present"),
            404 | 410 => lasting("is not there: check the address"),
            401 | 402 | 403 | 407 | 451 => lasting(
                "is refused to programs, or to those who have no account: use a feed, or save the page as a file",
            ),
            304 => passing("claims to be unchanged, which was not the question"),
            _ => lasting("is answered in a way that is no article"),
        }
    }
}

/// The address without what should neither be logged nor cited: credentials, and the fragment.
pub(super) fn public(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    // Only addresses without a host have no place for credentials.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    url
}

/// The address as messages show it.
pub(super) fn shown(url: &Url) -> String {
    public(url).to_string()
}

fn refused(refusal: &Refusal) -> FetchError {
    FetchError::Final {
        reason: refusal.to_string(),
    }
}

fn too_slow(url: &Url) -> FetchError {
    FetchError::Passing {
        reason: format!(
            "{} gave no complete answer in time (fetch.timeout)",
            shown(url)
        ),
        after: None,
    }
}

fn failed(url: &Url, error: &reqwest::Error) -> FetchError {
    if let Some(refusal) = refusal_in(error) {
        return refused(refusal);
    }
    let what = match error {
        _ if error.is_timeout() => return too_slow(url),
        _ if error.is_connect() => "can't be reached",
        _ if error.is_decode() => "sent what can't be decompressed",
        _ if error.is_builder() => "can't be asked for",
        _ => "broke off",
    };
    FetchError::Passing {
        reason: format!("{} {what}: {}", shown(url), root_cause(error)),
        after: None,
    }
}

fn root_cause(error: &(dyn StdError + 'static)) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
