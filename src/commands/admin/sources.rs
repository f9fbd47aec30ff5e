//! `admin sources`: those of sources.toml stay the operator's; those that are added in a chat are kept in the record.

use std::time::Duration;

use url::Url;

use super::{AdminError, Office, is_asked, kept};
use crate::commands::{CommandError, Report, Told};
use crate::domain::{Language, Source, SourceId, SourceKind};
use crate::ports::{Act, Fetched, Listed, Validators};
use crate::text::shown;

/// Nobody's feed changes so fast that asking more often is anything but rude.
const SHORTEST: Duration = Duration::from_secs(60);

/// How often a source is looked at that doesn't say.
const EVERY: Duration = Duration::from_secs(30 * 60);

/// Rarer than weekly, nobody would call it watched.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Sources that may be added.
const MOST: usize = 500;

/// Sources that are listed.
const LISTED: usize = 60;

/// What was written of a source.
pub(super) struct Written<'a> {
    pub(super) url: &'a str,
    pub(super) id: Option<&'a str>,
    pub(super) kind: Option<&'a str>,
    pub(super) outlet: Option<&'a str>,
    pub(super) language: Option<&'a str>,
    pub(super) every: Option<&'a str>,
}

fn wrong(told: impl Into<String>) -> CommandError {
    AdminError::Wrong(told.into()).into()
}

pub(super) async fn list(office: &Office) -> Result<Report, CommandError> {
    let sources = office.sources().await?;
    let paused = office.administration.list_paused_sources().await?;
    let mut lines = Vec::new();
    for (number, source) in sources.iter().enumerate().take(LISTED) {
        let state = office.ingest.record.source_state(&source.address()).await?;
        let is_added = number >= office.configured.len();
        let name = if paused.contains(&source.id) {
            "source-paused"
        } else if !source.enabled {
            "source-disabled"
        } else if !is_asked(source) {
            "source-folder"
        } else if state.failures > 0 {
            "source-failing"
        } else if state.fetched.is_none() {
            "source-new"
        } else {
            "source-well"
        };
        let mut told = Told::new(name)
            .with("id", source.id.0.as_str())
            .with("address", source.address())
            .with("added", if is_added { "yes" } else { "no" })
            .with("failures", u64::from(state.failures))
            .with("error", state.error.unwrap_or_default());
        if let Some(fetched) = state.fetched {
            told = told.with("fetched", fetched);
        }
        lines.push(told);
    }
    let more = sources.len().saturating_sub(LISTED);
    if more > 0 {
        lines.push(Told::new("and-more").with("more", more));
    }
    Ok(Report {
        head: Told::new("sources-listed").with("sources", sources.len()),
        lines,
    })
}

pub(super) async fn add(
    office: &Office,
    written: &Written<'_>,
    act: &Act<'_>,
) -> Result<Report, CommandError> {
    let source = source(written)?;
    let sources = office.sources().await?;
    if sources.len() >= office.configured.len() + MOST {
        return Err(wrong(format!(
            "{MOST} sources were added already: remove some, or put them in sources.toml"
        )));
    }
    let taken = sources
        .iter()
        .find(|other| other.id == source.id || other.address() == source.address());
    if let Some(taken) = taken {
        return Err(wrong(format!(
            "the source {} has that name or address already: give another with --id, or remove it first",
            shown(&taken.id.0)
        )));
    }
    if !office.administration.add_source(&source, act).await? {
        return Err(wrong("somebody just added that name or address"));
    }
    office.watch_anew().await?;
    Ok(Report::new(
        Told::new("source-added")
            .with("id", source.id.0.as_str())
            .with("address", source.address()),
    ))
}

fn source(written: &Written<'_>) -> Result<Source, CommandError> {
    let url = Url::parse(written.url.trim())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.as_str().len() <= 2_000)
        .ok_or_else(|| {
            wrong("that is not the address of a page or feed: write it whole, as in https://example.org/rss")
        })?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("an address with a password in it is not kept"));
    }
    let id = match written.id {
        Some(id) => id.to_owned(),
        None => url
            .host_str()
            .unwrap_or_default()
            .trim_start_matches("www.")
            .replace('.', "-"),
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if id.is_empty() || id.len() > 60 || !id.chars().all(is_name) {
        return Err(wrong(
            "--id takes a short name of letters, digits and dashes, as in vale-post-en",
        ));
    }
    let kind = match written.kind.unwrap_or("feed") {
        "feed" => SourceKind::Feed { url },
        "page" => SourceKind::Page { url },
        _ => return Err(wrong("--kind is feed or page")),
    };
    let language = match written.language {
        None => Language::unknown(),
        Some(code) => Some(Language::new(code))
            .filter(|language| !language.is_unknown())
            .ok_or_else(|| wrong("--language takes a code such as en or uk"))?,
    };
    let every = match written.every {
        None => EVERY,
        Some(written) => written
            .parse::<jiff::SignedDuration>()
            .ok()
            .and_then(|every| Duration::try_from(every).ok())
            .filter(|every| (SHORTEST..=LONGEST).contains(every))
            .ok_or_else(|| wrong("--every takes a time from 1m to 168h, as in 10m or 1h"))?,
    };
    Ok(Source {
        id: SourceId(id),
        kind,
        outlet: written
            .outlet
            .map(|outlet| kept("the outlet", outlet))
            .transpose()?,
        language,
        every,
        enabled: true,
    })
}

async fn find(office: &Office, id: &str) -> Result<Source, CommandError> {
    let sources = office.sources().await?;
    sources
        .into_iter()
        .find(|source| source.id.0.eq_ignore_ascii_case(id.trim()))
        .ok_or_else(|| {
            wrong(format!(
                "there is no source {:?}: admin sources list names all",
                shown(id).chars().take(60).collect::<String>()
            ))
        })
}

pub(super) async fn pause(office: &Office, id: &str, paused: bool) -> Result<Report, CommandError> {
    let source = find(office, id).await?;
    let changed = office
        .administration
        .pause_source(&source.id, paused)
        .await?;
    office.watch_anew().await?;
    let name = match (paused, changed) {
        (true, true) => "source-now-paused",
        (true, false) => "source-was-paused",
        (false, true) => "source-now-resumed",
        (false, false) => "source-was-not-paused",
    };
    Ok(Report::new(Told::new(name).with("id", source.id.0)))
}

pub(super) async fn remove(office: &Office, id: &str) -> Result<Report, CommandError> {
    let source = find(office, id).await?;
    if !office.administration.remove_source(&source.id).await? {
        return Err(wrong(format!(
            "{} is in sources.toml, which is the operator's: pause it, or remove it there",
            shown(&source.id.0)
        )));
    }
    office.watch_anew().await?;
    Ok(Report::new(
        Told::new("source-removed").with("id", source.id.0),
    ))
}

/// Fetches once, and keeps nothing.
pub(super) async fn test(office: &Office, written: &str) -> Result<Report, CommandError> {
    let (url, is_page) = match Url::parse(written.trim()) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => (url, false),
        _ => match find(office, written).await?.kind {
            SourceKind::Feed { url } => (url, false),
            SourceKind::Page { url } => (url, true),
            SourceKind::Folder { path } => {
                let name = if path.exists() {
                    "test-folder"
                } else {
                    "test-no-folder"
                };
                return Ok(Report::new(Told::new(name)));
            }
        },
    };
    let none = Validators::default();
    let brought = if is_page {
        office
            .ingest
            .fetcher
            .list(&url, &none)
            .await
            .map(|listed| match listed {
                Listed::Unchanged(_) => (0, 0),
                Listed::Links { links, .. } => (links.len(), 0),
            })
    } else {
        office
            .ingest
            .fetcher
            .fetch(&url, &none)
            .await
            .map(|fetched| match fetched {
                Fetched::Unchanged(_) => (0, 0),
                Fetched::Articles { items, .. } => {
                    let refused = items.iter().filter(|item| item.is_err()).count();
                    (items.len() - refused, refused)
                }
                Fetched::Feed { entries, .. } => {
                    let refused = entries.iter().filter(|entry| entry.is_err()).count();
                    (entries.len() - refused, refused)
                }
            })
    };
    Ok(Report::new(match brought {
        Ok((articles, refused)) => Told::new("test-brought")
            .with("articles", articles)
            .with("refused", refused),
        Err(error) => Told::new("test-failed").with("reason", error.to_string()),
    }))
}
