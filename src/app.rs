//! The composition root: the only place that knows every adapter. Each part is made when it is first asked for, so
//! that a question pays for no more than it needs.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use anyhow::Context;
use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::alerts::{Deliveries, Gaps, Matchable, Owing, Subscribers};
use crate::answer::Answerer;
use crate::answer::check::Checker;
use crate::chat::Desk;
#[cfg(feature = "matrix")]
use crate::chat::{card::Locale, matrix};
use crate::commands::{Commands, Following};
use crate::config::{Config, Settings};
use crate::domain::{Clock, Platform, Roster, Source, SourceKind, SystemClock};
use crate::extract::Extractor;
use crate::fetch::{Files, HttpFetcher};
use crate::ingest::{Ingest, Target, Unwatched, Watch, follow};
use crate::ports::{Messenger, Record as _, SearchIndex, SourceListener};
use crate::search::TantivyIndex;
use crate::storage::SqliteRecord;

/// The name of the record's file in the data folder.
const RECORD: &str = "verbatim.db";

/// The name of the index's folder in the data folder.
const INDEX: &str = "index";

/// Articles from which it is learnt what is rare in statements.
const SAMPLE: usize = 300;

/// The program, put together from its configuration.
pub struct App {
    config: Config,
    settings: Settings,
    data_dir: PathBuf,
    clock: Arc<dyn Clock>,
    roster: OnceLock<Arc<Roster>>,
    index: OnceLock<Arc<dyn SearchIndex>>,
    record: tokio::sync::OnceCell<Arc<SqliteRecord>>,
    subscribers: tokio::sync::OnceCell<Arc<Subscribers>>,
}

impl App {
    /// Reads verbatim.toml in `config`. `data_dir` outranks the folder named there.
    ///
    /// # Errors
    /// What is wrong with the configuration: which file and key, and the way out.
    pub fn new(config: PathBuf, data_dir: Option<PathBuf>) -> anyhow::Result<Self> {
        let config = Config::new(config)?;
        let settings = config.settings()?;
        let data_dir = data_dir
            .or_else(|| settings.data_dir.clone())
            .unwrap_or_else(|| PathBuf::from("."));
        Ok(Self {
            config,
            settings,
            data_dir,
            clock: Arc::new(SystemClock),
            roster: OnceLock::new(),
            index: OnceLock::new(),
            record: tokio::sync::OnceCell::new(),
            subscribers: tokio::sync::OnceCell::new(),
        })
    }

    /// The place of a configuration file, for messages.
    pub fn config_file(&self, name: &str) -> PathBuf {
        self.config.file(name)
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// The people and sides of speakers.toml.
    ///
    /// # Errors
    /// What is wrong with that file.
    pub fn roster(&self) -> anyhow::Result<Arc<Roster>> {
        if let Some(roster) = self.roster.get() {
            return Ok(Arc::clone(roster));
        }
        let roster = Arc::new(self.config.roster()?);
        Ok(Arc::clone(self.roster.get_or_init(|| roster)))
    }

    /// The enabled sources of sources.toml.
    ///
    /// # Errors
    /// What is wrong with that file.
    pub fn sources(&self) -> anyhow::Result<Vec<Source>> {
        let mut sources = self.config.sources()?;
        sources.retain(|source| source.enabled);
        Ok(sources)
    }

    /// What finds statements in a text.
    ///
    /// # Errors
    /// What is wrong with a lexicon or the roster.
    pub fn extractor(&self) -> anyhow::Result<Arc<Extractor>> {
        Ok(Arc::new(Extractor::with_settings(
            self.config.lexicons()?,
            self.roster()?,
            self.settings.extract,
        )))
    }

    /// The record, made where there is none.
    ///
    /// # Errors
    /// Why it can't be opened.
    pub async fn record(&self) -> anyhow::Result<Arc<SqliteRecord>> {
        self.record
            .get_or_try_init(|| self.open_record())
            .await
            .cloned()
    }

    async fn open_record(&self) -> anyhow::Result<Arc<SqliteRecord>> {
        std::fs::create_dir_all(&self.data_dir).with_context(|| {
            format!(
                "the data folder {} can't be made: name another with --data-dir",
                self.data_dir.display()
            )
        })?;
        Ok(Arc::new(
            SqliteRecord::open(&self.data_dir.join(RECORD)).await?,
        ))
    }

    /// The index, as far as it has followed the record.
    ///
    /// # Errors
    /// Why it can't be opened.
    pub fn index(&self) -> anyhow::Result<Arc<dyn SearchIndex>> {
        if let Some(index) = self.index.get() {
            return Ok(Arc::clone(index));
        }
        let index: Arc<dyn SearchIndex> = Arc::new(TantivyIndex::open(
            &self.data_dir.join(INDEX),
            self.settings.index.clone(),
        )?);
        Ok(Arc::clone(self.index.get_or_init(|| index)))
    }

    /// What takes articles in.
    ///
    /// # Errors
    /// Why one of its parts can't be had.
    pub async fn ingest(&self) -> anyhow::Result<Ingest> {
        Ok(Ingest {
            record: self.record().await?,
            index: self.index()?,
            extractor: self.extractor()?,
            files: Arc::new(Files),
            fetcher: Arc::new(HttpFetcher::new(
                self.settings.fetch.clone(),
                Arc::clone(&self.clock),
            )?),
            clock: Arc::clone(&self.clock),
            matching: Arc::new(Owing::new(
                self.subscribers().await?,
                self.settings.alerts.clone(),
            )),
        })
    }

    /// All subscriptions, as they are now.
    ///
    /// # Errors
    /// Why they can't be read.
    pub async fn subscribers(&self) -> anyhow::Result<Arc<Subscribers>> {
        let (record, roster) = (self.record().await?, self.roster()?);
        let subscribers = self
            .subscribers
            .get_or_try_init(async || {
                let newest = record.list_recent(Timestamp::MIN, SAMPLE).await?;
                let sample: Vec<Matchable> = newest
                    .iter()
                    .flat_map(|article| {
                        let statements = article.statements.iter().map(|found| &found.statement);
                        let text = &article.document.text;
                        Matchable::of_article(&article.article, text, statements, &roster)
                    })
                    .collect();
                anyhow::Ok(Arc::new(Subscribers::new(Arc::clone(&roster), &sample)))
            })
            .await?;
        // Another process may have changed them since the last time.
        subscribers.follow(&*record).await?;
        Ok(Arc::clone(subscribers))
    }

    /// What answers. An empty record takes in the folders of sources.toml first, so that the very first question is
    /// answered from the briefings that come with the program.
    ///
    /// # Errors
    /// Why one of its parts can't be had.
    pub async fn answerer(&self) -> anyhow::Result<Answerer> {
        // What is wrong with the configuration is told before anything is made.
        let (roster, synonyms) = (self.roster()?, self.config.synonyms()?);
        let (record, index) = (self.record().await?, self.index()?);
        if record.position().await?.0 == 0 {
            self.take_in_folders().await?;
        }
        // What an earlier run stored and did not come to index is found too.
        follow(&*record, &*index).await?;
        Ok(Answerer::new(
            record,
            index,
            roster,
            synonyms,
            self.settings.ranking.clone(),
            Arc::clone(&self.clock),
        ))
    }

    /// What carries commands out.
    ///
    /// # Errors
    /// Why one of its parts can't be had.
    pub async fn commands(&self) -> anyhow::Result<Commands> {
        let (answerer, record) = (self.answerer().await?, self.record().await?);
        let checker = Checker::new(record.clone(), self.index()?, self.roster()?)
            .with_settings(self.settings.check.clone());
        Ok(Commands::new(
            answerer,
            checker,
            record.clone(),
            record.clone(),
            Following {
                subscriptions: record.clone(),
                subscribers: self.subscribers().await?,
                outbox: record,
                roster: self.roster()?,
            },
            Arc::clone(&self.clock),
            &self.settings.limits,
        ))
    }

    /// Serves every configured platform, or only one, until `shutdown`. A platform that can't go on stops the others:
    /// a service manager starts all of them again.
    ///
    /// # Errors
    /// That no platform is configured, or why one can't go on.
    pub async fn serve(
        &self,
        only: Option<Platform>,
        shutdown: CancellationToken,
    ) -> anyhow::Result<()> {
        let desk = Desk {
            commands: Arc::new(self.commands().await?),
            roster: self.roster()?,
        };
        let mut served: JoinSet<anyhow::Result<()>> = JoinSet::new();
        // Platforms go here, each as one task that ends when `shutdown` says so, and each with what sends its notices.
        let mut messengers: Vec<Arc<dyn Messenger>> = Vec::new();
        let wanted = |platform| only.is_none_or(|only| only == platform);
        #[cfg(feature = "matrix")]
        if wanted(Platform::Matrix) && self.settings.matrix.is_configured() {
            let parts = self.matrix(desk.clone()).await?;
            messengers.push(Arc::new(parts.messenger.clone()));
            served.spawn(matrix::serve(parts, shutdown.clone()));
        }
        #[cfg(not(feature = "matrix"))]
        if wanted(Platform::Matrix) && self.settings.matrix.is_configured() {
            anyhow::bail!(
                "Matrix is configured, but this program was built without it: build with --features matrix"
            );
        }
        // Without a platform, nobody needs either.
        let _ = (&desk, &mut messengers);
        if served.is_empty() {
            anyhow::bail!(
                "no platform is configured: see .env.example for the tokens, and [discord] and [matrix] in {}",
                self.config_file("verbatim.toml").display()
            );
        }
        self.work(&mut served, messengers, &shutdown).await?;
        let mut outcome = Ok(());
        while let Some(ended) = served.join_next().await {
            // Whichever ends first, the others are told to.
            shutdown.cancel();
            let ended = ended
                .context("a platform broke off")
                .and_then(|ended| ended);
            outcome = outcome.and(ended);
        }
        outcome
    }

    /// What the bot's account on Matrix is opened with.
    #[cfg(feature = "matrix")]
    pub fn matrix_account(&self) -> (matrix::Settings, matrix::Secrets) {
        (self.settings.matrix.clone(), matrix::Secrets::from_env())
    }

    /// What the bot on Matrix is put together from.
    #[cfg(feature = "matrix")]
    async fn matrix(&self, desk: Desk) -> anyhow::Result<matrix::Parts> {
        let words = Locale::of(&self.settings.matrix.language).words();
        Ok(matrix::Parts {
            messenger: matrix::MatrixMessenger::new(self.roster()?, words),
            settings: self.settings.matrix.clone(),
            secrets: matrix::Secrets::from_env(),
            data_dir: self.data_dir.clone(),
            desk,
            inbox: self.record().await?,
            subscriptions: self.record().await?,
            clock: Arc::clone(&self.clock),
        })
    }

    /// What goes on beside the platforms: sources are watched, and what conversations are owed is delivered.
    async fn work(
        &self,
        served: &mut JoinSet<anyhow::Result<()>>,
        messengers: Vec<Arc<dyn Messenger>>,
        shutdown: &CancellationToken,
    ) -> anyhow::Result<()> {
        let (record, subscribers) = (self.record().await?, self.subscribers().await?);
        let settings = &self.settings.alerts;
        let listeners: Vec<Arc<dyn SourceListener>> = vec![Arc::new(Gaps {
            outbox: record.clone(),
            subscriptions: record.clone(),
            clock: Arc::clone(&self.clock),
            settings: settings.clone(),
        })];
        // Whoever changes the sources while they are watched sends the new list here.
        let (_, sources) = tokio::sync::watch::channel(Arc::new(self.sources()?));
        let watch = Watch {
            ingest: self.ingest().await?,
            sources,
            listeners,
            settings: self.settings.watch.clone(),
        };
        let deliveries = Arc::new(Deliveries {
            outbox: record.clone(),
            subscriptions: record.clone(),
            record: record.clone(),
            messengers,
            clock: Arc::clone(&self.clock),
            settings: settings.clone(),
        });
        let until = shutdown.clone();
        served.spawn(async move {
            watch.run(until).await;
            Ok(())
        });
        let until = shutdown.clone();
        served.spawn(async move {
            deliveries.run(until).await;
            Ok(())
        });
        let (until, poll) = (shutdown.clone(), settings.poll);
        served.spawn(async move {
            subscribers.follow_along(&*record, poll, &until).await;
            Ok(())
        });
        Ok(())
    }

    async fn take_in_folders(&self) -> anyhow::Result<()> {
        let folders: Vec<Source> = self
            .sources()?
            .into_iter()
            .filter(|source| matches!(source.kind, SourceKind::Folder { .. }))
            .collect();
        if folders.is_empty() {
            return Ok(());
        }
        eprintln!("The record is empty: taking in the folders of sources.toml first …");
        let targets = folders.into_iter().map(Target::Source).collect();
        let summary = self
            .ingest()
            .await?
            .run(targets, Arc::new(Unwatched))
            .await?;
        for failure in &summary.failed {
            eprintln!("failed: {}: {}", failure.place, failure.reason);
        }
        eprintln!(
            "{} articles with {} statements taken in.",
            summary.new, summary.statements
        );
        Ok(())
    }

    /// Where the data lie.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }
}
