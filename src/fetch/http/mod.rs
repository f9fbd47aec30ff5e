//! The web: pages, feeds and documents, asked for with all bounds and manners observed.

mod content;
mod exchange;
mod headers;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::Client;
use url::Url;

use super::guard::Guard;
use super::politeness::Politeness;
use super::robots::{self, Known, Rules};
use super::{Settings, SettingsError, links};
use crate::domain::Clock;
use crate::ports::{FetchError, Fetched, Fetcher, Listed, Revisit, Validators, too_long};
use exchange::{Answer, shown};

/// Fetches over HTTP. One is enough for a process: it holds the hosts' turns and their robots.txt.
pub struct HttpFetcher {
    settings: Settings,
    client: Client,
    guard: Guard,
    politeness: Politeness,
    robots: robots::Memory,
    clock: Arc<dyn Clock>,
}

/// What came after all redirects.
enum Arrived {
    Unchanged(Revisit),
    Answer(Box<Answer>, Revisit),
}

impl HttpFetcher {
    /// Makes a fetcher.
    ///
    /// # Errors
    /// [`SettingsError`] where a setting can't be used.
    pub fn new(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, SettingsError> {
        settings.check()?;
        let guard = Guard::new(&settings.allow_hosts);
        Ok(Self {
            client: exchange::client(&settings, &guard)?,
            guard,
            settings,
            politeness: Politeness::default(),
            robots: robots::Memory::default(),
            clock,
        })
    }

    /// Asks for `url` and follows it through its redirects, each of which is checked as if it had been asked for.
    async fn follow(&self, url: &Url, validators: &Validators) -> Result<Arrived, FetchError> {
        let mut budget = self.settings.timeout;
        let mut next = url.clone();
        for _ in 0..=self.settings.max_redirects {
            let answer = self.visit(&next, validators, &mut budget).await?;
            match answer.redirect()? {
                Some(target) => next = target,
                None => return self.arrived(answer, validators),
            }
        }
        Err(FetchError::Final {
            reason: format!(
                "{} redirects more than {} times: check the address",
                shown(url),
                self.settings.max_redirects
            ),
        })
    }

    async fn visit(
        &self,
        url: &Url,
        validators: &Validators,
        budget: &mut Duration,
    ) -> Result<Answer, FetchError> {
        let gap = self.permitted_gap(url).await?;
        let _turn = self.politeness.turn(host(url), gap).await;
        self.ask(url, validators, self.settings.max_bytes, budget)
            .await
    }

    async fn ask(
        &self,
        url: &Url,
        validators: &Validators,
        max_bytes: usize,
        budget: &mut Duration,
    ) -> Result<Answer, FetchError> {
        exchange::ask(
            &self.client,
            &self.guard,
            url,
            validators,
            max_bytes,
            budget,
        )
        .await
    }

    fn arrived(&self, answer: Answer, sent: &Validators) -> Result<Arrived, FetchError> {
        let is_conditional = *sent != Validators::default();
        if is_conditional && answer.status == 304 {
            return Ok(Arrived::Unchanged(headers::revisit(&answer.headers, sent)));
        }
        if !answer.status.is_success() {
            return Err(answer.error(self.clock.now()));
        }
        if answer.cut {
            let announced = answer
                .announced()
                .map(|length| format!(": it has {length}"))
                .unwrap_or_default();
            return Err(FetchError::Final {
                reason: format!(
                    "{} is longer than {} bytes (fetch.max_bytes){announced}",
                    shown(&answer.url),
                    self.settings.max_bytes
                ),
            });
        }
        let revisit = headers::revisit(&answer.headers, &Validators::default());
        Ok(Arrived::Answer(Box::new(answer), revisit))
    }

    /// The pause that the host of `url` wants, if its robots.txt lets us read `url` at all.
    async fn permitted_gap(&self, url: &Url) -> Result<Duration, FetchError> {
        if !self.settings.respect_robots {
            return Ok(self.settings.gap);
        }
        match self.rules(url).await? {
            Known::Rules(rules) if rules.allow(url) => {
                Ok(rules.delay().unwrap_or_default().max(self.settings.gap))
            }
            Known::Rules(_) => Err(FetchError::Final {
                reason: format!(
                    "{} may not be read by programs, says the site's robots.txt: leave it out, or set fetch.respect_robots = false if the publisher agrees",
                    shown(url)
                ),
            }),
            Known::Unavailable { reason, until } => Err(FetchError::Passing {
                reason,
                after: Some(until),
            }),
        }
    }

    async fn rules(&self, url: &Url) -> Result<Known, FetchError> {
        let find = || self.robots.find(url, self.clock.now());
        if let Some(known) = find() {
            return Ok(known);
        }
        // Of several that want the same site's rules, the first asks, and the others find them. No pause follows: the
        // page that the rules are wanted for may come at once.
        let _turn = self.politeness.turn(host(url), Duration::ZERO).await;
        match find() {
            Some(known) => Ok(known),
            None => self.ask_for_rules(url).await,
        }
    }

    /// After RFC 9309, 2.3.1: a site that answers without rules has none, one that fails to answer is left alone.
    async fn ask_for_rules(&self, url: &Url) -> Result<Known, FetchError> {
        let now = self.clock.now();
        match self.rules_answer(url).await {
            Ok(Some(answer)) if answer.status.is_success() => {
                Ok(self
                    .robots
                    .keep(url, Rules::read(self.settings.product(), &answer.body), now))
            }
            Ok(Some(answer)) if answer.status == 429 || answer.status.is_server_error() => {
                Ok(self.without_rules(url, answer.error(now)))
            }
            Ok(_) => Ok(self.robots.keep(url, Rules::none(), now)),
            Err(error @ FetchError::Passing { .. }) => Ok(self.without_rules(url, error)),
            Err(error) => Err(error),
        }
    }

    fn without_rules(&self, url: &Url, error: FetchError) -> Known {
        let after = match &error {
            FetchError::Passing { after, .. } => *after,
            FetchError::Final { .. } => None,
        };
        let reason = format!(
            "{} is not read while the site's robots.txt can't be: {error}",
            shown(url)
        );
        self.robots
            .keep_unavailable(url, reason, after, self.clock.now())
    }

    /// The answer to where robots.txt leads; `None` where that is in circles.
    async fn rules_answer(&self, url: &Url) -> Result<Option<Answer>, FetchError> {
        let mut budget = self.settings.timeout;
        let Some(mut next) = robots::address(url) else {
            return Ok(None);
        };
        for _ in 0..=self.settings.max_redirects {
            let answer = self
                .ask(
                    &next,
                    &Validators::default(),
                    robots::MAX_BYTES,
                    &mut budget,
                )
                .await?;
            match answer.redirect() {
                Ok(Some(target)) => next = target,
                Ok(None) => return Ok(Some(answer)),
                Err(_) => return Ok(None),
            }
        }
        Ok(None)
    }
}

fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default()
}

/// Reads a body off the threads that wait for the network: a long one takes a while.
async fn apart<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, FetchError> + Send + 'static,
) -> Result<T, FetchError> {
    tokio::task::spawn_blocking(read)
        .await
        .unwrap_or_else(|error| {
            Err(FetchError::Final {
                reason: format!("the answer could not be read: {error}"),
            })
        })
}

#[async_trait]
impl Fetcher for HttpFetcher {
    async fn fetch(&self, url: &Url, validators: &Validators) -> Result<Fetched, FetchError> {
        match self.follow(url, validators).await? {
            Arrived::Unchanged(revisit) => Ok(Fetched::Unchanged(revisit)),
            Arrived::Answer(answer, revisit) => {
                apart(move || content::read(&answer, revisit)).await
            }
        }
    }

    async fn download(&self, url: &Url, most: usize) -> Result<Vec<u8>, FetchError> {
        let (validators, mut budget) = (Validators::default(), self.settings.timeout);
        let answer = self.ask(url, &validators, most, &mut budget).await?;
        if !answer.status.is_success() {
            return Err(answer.error(self.clock.now()));
        }
        if answer.cut {
            return Err(too_long(most));
        }
        Ok(answer.body)
    }

    async fn list(&self, url: &Url, validators: &Validators) -> Result<Listed, FetchError> {
        match self.follow(url, validators).await? {
            Arrived::Unchanged(revisit) => Ok(Listed::Unchanged(revisit)),
            Arrived::Answer(answer, revisit) => {
                let links = apart(move || {
                    content::page(&answer)
                        .map(|html| links::links(&html, &exchange::public(&answer.url)))
                })
                .await?;
                Ok(Listed::Links { links, revisit })
            }
        }
    }
}

#[cfg(test)]
mod tests;
