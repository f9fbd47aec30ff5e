//! Each thing that is looked at, and what is made of it.

use jiff::{SignedDuration, Timestamp};

use super::Check;
use crate::domain::{Clock, Source, SourceKind};
use crate::ports::{Examined, Examining, Record, RecordError, SearchIndex, SourceState, Upkeep};

/// Damaged statements that are named one by one.
const NAMED: usize = 5;

/// A source that was not asked for so many times its own interval is not being watched.
const MISSED: u32 = 3;

/// Below so much free space, the record may not be able to grow through a day of news.
const SCARCE: u64 = 1 << 30;

/// Below so much, the next rebuild or backup fails.
const TOO_LITTLE: u64 = 100 << 20;

/// The start of the month in which this program was first written: no sound clock shows an earlier time.
const EARLIEST: Timestamp = Timestamp::constant(1_761_955_200, 0);

/// Clocks of two machines may differ by so much.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// Whether everything in the record is as it was stored.
///
/// # Errors
/// [`RecordError`] where it can't be read at all.
pub async fn record(
    upkeep: &dyn Upkeep,
    progress: Examining<'_>,
) -> Result<Vec<Check>, RecordError> {
    Ok(of_examined(&upkeep.examine(progress).await?))
}

/// What an examination comes to.
fn of_examined(examined: &Examined) -> Vec<Check> {
    let restore = "restore the last backup: verbatim restore FILE --force";
    let store = match examined.faults.split_first() {
        None => Check::well("store", "its own integrity check finds nothing"),
        Some((first, rest)) => Check::failure(
            "store",
            match rest.len() {
                0 => first.clone(),
                more => format!("{first}, and {more} more"),
            },
            restore,
        ),
    };
    let counted = format!(
        "{} statements in {} texts of {} articles",
        examined.statements, examined.revisions, examined.articles
    );
    let statements = if examined.damaged.is_empty() && examined.altered.is_empty() {
        Check::well(
            "statements",
            format!("{counted}, each equal to its place in the text and to its seal"),
        )
    } else {
        let named: Vec<String> = examined
            .altered
            .iter()
            .map(|(article, revision)| {
                format!("text {} of article {article} was altered", revision.0)
            })
            .chain(examined.damaged.iter().map(ToString::to_string))
            .take(NAMED)
            .collect();
        Check::failure(
            "statements",
            format!(
                "of {counted}, {} statements and {} texts are not as they were stored, and are not quoted: {}",
                examined.damaged.len(),
                examined.altered.len(),
                named.join("; ")
            ),
            restore,
        )
    };
    vec![store, statements]
}

/// Whether the index holds what the record holds.
///
/// # Errors
/// [`RecordError`] where the record can't be read.
pub async fn index(record: &dyn Record, index: &dyn SearchIndex) -> Result<Check, RecordError> {
    let what = "search index";
    let rebuild = "build it anew: verbatim reindex";
    let (followed, newest) = (index.position(), record.position().await?);
    if followed > newest {
        return Ok(Check::failure(
            what,
            "it follows another record than this one",
            rebuild,
        ));
    }
    if followed < newest {
        return Ok(Check::warning(
            what,
            format!(
                "it has followed {} of {} changes of the record",
                followed.0, newest.0
            ),
            "the bot brings it up to date when it starts; if it runs, look at its log",
        ));
    }
    let (statements, articles) = index.counts();
    let kept = record.freshness().await?;
    if (statements, articles) == (kept.statements, kept.articles) {
        return Ok(Check::well(
            what,
            format!("it holds the record's {statements} statements of {articles} articles"),
        ));
    }
    Ok(Check::failure(
        what,
        format!(
            "it holds {statements} statements of {articles} articles where the record has {} of {}",
            kept.statements, kept.articles
        ),
        rebuild,
    ))
}

/// How each enabled source was when it was last asked.
///
/// # Errors
/// [`RecordError`] where the record can't be read.
pub async fn sources(
    record: &dyn Record,
    sources: &[Source],
    now: Timestamp,
) -> Result<Vec<Check>, RecordError> {
    let mut checks = Vec::new();
    for source in sources.iter().filter(|source| source.enabled) {
        let state = record.source_state(&source.address()).await?;
        checks.push(of_source(source, &state, now));
    }
    Ok(checks)
}

fn of_source(source: &Source, state: &SourceState, now: Timestamp) -> Check {
    let what = format!("source {}", source.id);
    if let SourceKind::Folder { path } = &source.kind {
        return if path.exists() {
            Check::well(what, format!("{} is there", path.display()))
        } else {
            Check::failure(
                what,
                format!("there is no {}", path.display()),
                "correct its path in sources.toml, or set enabled = false",
            )
        };
    }
    if state.failures > 0 {
        return Check::warning(
            what,
            format!(
                "failed {} times in a row: {}",
                state.failures,
                state.error.as_deref().unwrap_or("no reason was kept")
            ),
            "open its address in a browser; correct it in sources.toml, or set enabled = false",
        );
    }
    let Some(fetched) = state.fetched else {
        return Check::warning(what, "was never asked", "verbatim ingest asks every source");
    };
    let late = SignedDuration::try_from(source.every.saturating_mul(MISSED))
        .is_ok_and(|patience| now.duration_since(fetched) > patience);
    let since = format!("was last asked {fetched:.0}");
    if late {
        Check::warning(
            what,
            since,
            "sources are watched while the bot runs (verbatim run); verbatim ingest asks them once",
        )
    } else {
        Check::well(what, since)
    }
}

/// Whether the machine's clock can be right.
///
/// # Errors
/// [`RecordError`] where the record can't be read.
pub async fn clock(clock: &dyn Clock, record: Option<&dyn Record>) -> Result<Check, RecordError> {
    let now = clock.now();
    let newest = match record {
        Some(record) => record.freshness().await?.updated,
        None => None,
    };
    let way_out = "set the machine's clock; a time service (NTP) keeps it right";
    if now < EARLIEST {
        return Ok(Check::failure(
            "clock",
            format!("it shows {now:.0}, which is before this program was written"),
            way_out,
        ));
    }
    if let Some(newest) = newest.filter(|newest| newest.duration_since(now) > TOLERANCE) {
        return Ok(Check::failure(
            "clock",
            format!("it shows {now:.0}, and the record was written at {newest:.0}"),
            way_out,
        ));
    }
    Ok(Check::well("clock", format!("it shows {now:.0}")))
}

/// Whether there is room for the record (`size` bytes with its index) to grow and to be rebuilt beside itself.
pub fn disk(free: u64, size: u64) -> Check {
    let found = format!("{} MiB free beside {} MiB in use", free >> 20, size >> 20);
    let way_out = "make room, or move the data folder (data_dir in verbatim.toml) to a larger disk";
    if free < TOO_LITTLE.max(size / 2) {
        Check::failure("disk", found, way_out)
    } else if free < SCARCE.max(size.saturating_mul(2)) {
        Check::warning("disk", found, way_out)
    } else {
        Check::well("disk", found)
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::time::Duration;

    use url::Url;

    use super::*;
    use crate::domain::{FixedClock, Language, SourceId};
    use crate::upkeep::State;

    const NOW: Timestamp = Timestamp::constant(1_764_000_000, 0);

    fn feed() -> Source {
        Source {
            id: SourceId("vale-post".to_owned()),
            kind: SourceKind::Feed {
                url: Url::parse("https://example.org/rss").unwrap(),
            },
            outlet: None,
            language: Language::unknown(),
            every: Duration::from_secs(600),
            enabled: true,
        }
    }

    #[test]
    fn a_source_is_as_it_was_last_seen() {
        let fetched = |minutes: i64| SourceState {
            fetched: Some(NOW - SignedDuration::from_mins(minutes)),
            ..SourceState::default()
        };
        assert_eq!(of_source(&feed(), &fetched(20), NOW).state, State::Well);
        assert_eq!(of_source(&feed(), &fetched(40), NOW).state, State::Warning);
        let never = of_source(&feed(), &SourceState::default(), NOW);
        assert!(never.found.contains("never"), "{never:?}");
        let failing = SourceState {
            failures: 3,
            error: Some("it answers 503".to_owned()),
            ..fetched(1)
        };
        let failing = of_source(&feed(), &failing, NOW);
        assert_eq!(failing.state, State::Warning);
        assert!(failing.found.contains("503"), "{failing:?}");
        let gone = Source {
            kind: SourceKind::Folder {
                path: PathBuf::from("/no/such/folder"),
            },
            ..feed()
        };
        let gone = of_source(&gone, &SourceState::default(), NOW);
        assert_eq!(gone.state, State::Failure);
    }

    #[tokio::test]
    async fn a_clock_before_the_program_is_wrong() {
        let early = clock(&FixedClock(Timestamp::UNIX_EPOCH), None)
            .await
            .unwrap();
        assert_eq!(early.state, State::Failure);
        assert_eq!(
            clock(&FixedClock(NOW), None).await.unwrap().state,
            State::Well
        );
    }

    #[test]
    fn a_disk_has_to_hold_a_rebuild() {
        assert_eq!(disk(1 << 40, 1 << 30).state, State::Well);
        assert_eq!(disk(500 << 20, 1 << 20).state, State::Warning);
        assert_eq!(disk(50 << 20, 1 << 20).state, State::Failure);
        assert_eq!(disk(1 << 30, 10 << 30).state, State::Failure);
    }
}
