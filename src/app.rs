//! The composition root: the only place that knows every adapter. Each part is made when it is first asked for, so
//! that a question pays for no more than it needs.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::Context;
use jiff::Timestamp;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::alerts::{Deliveries, Gaps, Health, Matchable, Owing, Subscribers};
use crate::answer::Answerer;
use crate::answer::check::Checker;
use crate::chat::Desk;
#[cfg(feature = "discord")]
use crate::chat::discord::Discord;
#[cfg(feature = "matrix")]
use crate::chat::{card::Locale, matrix};
use crate::commands::{Commands, Following, Office, Works};
use crate::config::{Config, ConfigError, Settings};
use crate::domain::{Clock, Platform, Roster, Source, SourceKind, SystemClock};
use crate::extract::Extractor;
use crate::fetch::{Files, HttpFetcher};
use crate::ingest::{Ingest, Target, Unwatched, Watch, follow};
use crate::ports::{
    Administration as _, Examined, Examining, Fetcher, Messenger, Record as _, SearchIndex,
    SourceListener,
};
use crate::search::{TantivyIndex, discard};
use crate::storage::{SqliteRecord, prepare_restore};
use crate::telemetry::{self, Logs, Vitals, machine};

/// The name of the record's file in the data folder.
const RECORD: &str = "verbatim.db";

/// The name of the index's folder in the data folder.
const INDEX: &str = "index";

/// How long what was begun may take to be finished once the program is told to end: less than the 30 s after which
/// deploy/verbatim.service has it killed.
const GRACE: Duration = Duration::from_secs(20);

/// Articles from which it is learnt what is rare in statements.
const SAMPLE: usize = 300;

/// The program, put together from its configuration.
pub struct App {
    config: Config,
    settings: Settings,
    data_dir: PathBuf,
    logs: Arc<Logs>,
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
        let logs = Logs::start(&settings.telemetry).context("VERBATIM_LOG")?;
        let data_dir = data_dir
            .or_else(|| settings.data_dir.clone())
            .unwrap_or_else(|| PathBuf::from("."));
        Ok(Self {
            config,
            settings,
            data_dir,
            logs: Arc::new(logs),
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
        self.extractor_with(self.roster()?)
    }

    fn extractor_with(&self, roster: Arc<Roster>) -> anyhow::Result<Arc<Extractor>> {
        Ok(Arc::new(Extractor::with_settings(
            self.config.lexicons()?,
            roster,
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
        self.make_data_dir()?;
        Ok(Arc::new(SqliteRecord::open(&self.record_file()).await?))
    }

    fn make_data_dir(&self) -> anyhow::Result<()> {
        std::fs::create_dir_all(&self.data_dir).with_context(|| {
            format!(
                "the data folder {} can't be made: name another with --data-dir",
                self.data_dir.display()
            )
        })
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

    /// What asks the web.
    fn fetcher(&self) -> anyhow::Result<Arc<dyn Fetcher>> {
        let (settings, clock) = (self.settings.fetch.clone(), Arc::clone(&self.clock));
        Ok(Arc::new(HttpFetcher::new(settings, clock)?))
    }

    /// What takes articles in.
    ///
    /// # Errors
    /// Why one of its parts can't be had.
    pub async fn ingest(&self) -> anyhow::Result<Ingest> {
        Ok(Ingest {
            record: self.record().await?,
            index: self.index()?,
            extractor: self.extractor_with(self.people().await?)?,
            files: Arc::new(Files),
            fetcher: self.fetcher()?,
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
        let synonyms = self.config.synonyms()?;
        self.make_searchable().await?;
        Ok(Answerer::new(
            self.record().await?,
            self.index()?,
            self.people().await?,
            synonyms,
            self.settings.ranking.clone(),
            Arc::clone(&self.clock),
        ))
    }

    /// What checks quotations, in the same record.
    ///
    /// # Errors
    /// Why one of its parts can't be had.
    pub async fn checker(&self) -> anyhow::Result<Checker> {
        self.make_searchable().await?;
        self.new_checker().await
    }

    async fn new_checker(&self) -> anyhow::Result<Checker> {
        let (record, index, roster) = (self.record().await?, self.index()?, self.people().await?);
        Ok(Checker::new(record, index, roster).with_settings(self.settings.check.clone()))
    }

    async fn make_searchable(&self) -> anyhow::Result<()> {
        self.roster()?;
        let (record, index) = (self.record().await?, self.index()?);
        if record.position().await?.0 == 0 {
            self.take_in_folders().await?;
        }
        // What an earlier run stored and did not come to index is found too.
        Ok(follow(&*record, &*index).await?)
    }

    /// What carries commands out.
    ///
    /// # Errors
    /// Why one of its parts can't be had.
    pub async fn commands(&self) -> anyhow::Result<Commands> {
        let (answerer, record) = (self.answerer().await?, self.record().await?);
        Ok(Commands::new(
            answerer,
            self.new_checker().await?,
            record.clone(),
            record.clone(),
            Following {
                subscriptions: record.clone(),
                subscribers: self.subscribers().await?,
                outbox: record,
                roster: self.people().await?,
            },
            Arc::clone(&self.clock),
            &self.settings.limits,
        ))
    }

    /// What answers, with what those who run it do.
    ///
    /// # Errors
    /// Why one of its parts can't be had.
    pub async fn administered(&self) -> anyhow::Result<Commands> {
        let commands = self.commands().await?;
        let record = self.record().await?;
        Ok(commands.with_office(Office {
            ingest: self.ingest().await?,
            administration: record.clone(),
            upkeep: record.clone(),
            logging: self.logs.clone(),
            queues: record,
            roster: self.roster()?,
            configured: self.config.sources()?,
            watched: watch::Sender::new(Arc::new(self.watched_sources().await?)),
            data_dir: self.data_dir.clone(),
            works: Works::default(),
        }))
    }

    /// The people of speakers.toml, after what was changed about them since.
    ///
    /// # Errors
    /// What is wrong with that file, or with the record.
    pub async fn people(&self) -> anyhow::Result<Arc<Roster>> {
        let changes = self.record().await?.list_speaker_changes().await?;
        if changes.is_empty() {
            return self.roster();
        }
        Ok(Arc::new(self.roster()?.after(&changes)))
    }

    /// The sources to be asked: those of sources.toml that are enabled and those that were added since, but for those
    /// that are paused.
    ///
    /// # Errors
    /// What is wrong with that file, or with the record.
    pub async fn watched_sources(&self) -> anyhow::Result<Vec<Source>> {
        let record = self.record().await?;
        let paused = record.list_paused_sources().await?;
        let mut sources = self.sources()?;
        sources.extend(record.list_added_sources().await?);
        sources.retain(|source| !paused.contains(&source.id));
        Ok(sources)
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
            commands: Arc::new(self.administered().await?),
            roster: self.people().await?,
        };
        let mut served: JoinSet<anyhow::Result<()>> = JoinSet::new();
        // Each platform is one task that ends when `shutdown` says so, with what sends its notices.
        let mut messengers: Vec<Arc<dyn Messenger>> = Vec::new();
        let serves = |platform| only.is_none_or(|only| only == platform);
        if serves(Platform::Discord) {
            messengers.extend(self.serve_discord(&desk, &mut served, &shutdown)?);
        }
        #[cfg(feature = "matrix")]
        if serves(Platform::Matrix) && self.settings.matrix.is_configured() {
            let parts = self.matrix(desk.clone()).await?;
            messengers.push(Arc::new(parts.messenger.clone()));
            served.spawn(matrix::serve(parts, shutdown.clone()));
        }
        #[cfg(not(feature = "matrix"))]
        if serves(Platform::Matrix) && self.settings.matrix.is_configured() {
            anyhow::bail!(
                "Matrix is configured, but this program was built without it: build with --features matrix"
            );
        }
        let answers_nobody = served.is_empty();
        if let Some(address) = self.settings.telemetry.listen {
            let vitals = Arc::new(self.vitals().await?);
            let listening = telemetry::listen(address).await?;
            let shutdown = shutdown.clone();
            served.spawn(async move {
                listening.serve(vitals, shutdown).await;
                Ok(())
            });
        }
        if served.is_empty() {
            return Err(ConfigError::NoPlatform {
                file: self.config_file("verbatim.toml"),
            }
            .into());
        }
        if answers_nobody {
            tracing::warn!(
                "no platform is configured: sources are watched, and nobody is answered"
            );
        }
        let sources = desk
            .commands
            .watched_sources()
            .context("there is nothing to administer")?;
        self.work(&mut served, messengers, sources, &shutdown)
            .await?;
        telemetry::notify(telemetry::READY);
        until_all_end(served, shutdown).await
    }

    async fn vitals(&self) -> anyhow::Result<Vitals> {
        Ok(Vitals::new(
            self.record().await?,
            self.index()?,
            self.record().await?,
            self.watched_sources().await?,
            self.data_dir.join(INDEX),
            Arc::clone(&self.clock),
        )?)
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
        sources: watch::Receiver<Arc<Vec<Source>>>,
        shutdown: &CancellationToken,
    ) -> anyhow::Result<()> {
        let (record, subscribers) = (self.record().await?, self.subscribers().await?);
        let settings = &self.settings.alerts;
        let gaps = Gaps {
            outbox: record.clone(),
            subscriptions: record.clone(),
            clock: Arc::clone(&self.clock),
            settings: settings.clone(),
        };
        let health = Health {
            outbox: record.clone(),
            clock: Arc::clone(&self.clock),
            admins: settings.admins.clone(),
        };
        let listeners: Vec<Arc<dyn SourceListener>> = vec![Arc::new(gaps), Arc::new(health)];
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

    /// Discord, where there is a token for it.
    #[cfg(feature = "discord")]
    fn serve_discord(
        &self,
        desk: &Desk,
        served: &mut JoinSet<anyhow::Result<()>>,
        shutdown: &CancellationToken,
    ) -> anyhow::Result<Option<Arc<dyn Messenger>>> {
        let Some(token) = secret("DISCORD_TOKEN")? else {
            return Ok(None);
        };
        let settings = self.settings.discord.clone();
        let discord = Discord::new(settings, token, desk.clone(), self.fetcher()?)?;
        let messenger = discord.messenger();
        let shutdown = shutdown.clone();
        served.spawn(async move { Ok(discord.serve(shutdown).await?) });
        Ok(Some(messenger))
    }

    /// Without the feature nothing is there to serve it.
    #[cfg(not(feature = "discord"))]
    fn serve_discord(
        &self,
        _: &Desk,
        _: &mut JoinSet<anyhow::Result<()>>,
        _: &CancellationToken,
    ) -> anyhow::Result<Option<Arc<dyn Messenger>>> {
        Ok(None)
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

    /// Puts a copy of a record in the place of this one, and builds the index from it. What the copy holds, and where
    /// the record that was there is kept.
    ///
    /// # Errors
    /// Why not; the record that is there then stays.
    pub async fn restore(
        &self,
        from: &Path,
        replace: bool,
        progress: Examining<'_>,
    ) -> anyhow::Result<(Examined, Option<PathBuf>)> {
        self.make_data_dir()?;
        let restoring = prepare_restore(from, &self.record_file(), replace, progress).await?;
        let examined = restoring.examined.clone();
        // What the index follows is another record from here on: it goes first, so that a restore that is killed leaves
        // an index that follows from the start.
        discard(&self.data_dir.join(INDEX))?;
        let former = restoring.finish().await?;
        follow(&*self.record().await?, &*self.index()?).await?;
        Ok((examined, former))
    }

    /// The record's file.
    pub fn record_file(&self) -> PathBuf {
        self.data_dir.join(RECORD)
    }

    /// Bytes of record and index.
    pub fn size(&self) -> u64 {
        let log = self.data_dir.join(format!("{RECORD}-wal"));
        let places = [self.record_file(), log, self.data_dir.join(INDEX)];
        places.iter().map(|place| machine::size_of(place)).sum()
    }

    /// Where the data lie.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }
}

/// A secret of the environment, where it is set.
#[cfg(feature = "discord")]
fn secret(name: &str) -> anyhow::Result<Option<String>> {
    match std::env::var(name) {
        Ok(secret) => Ok(Some(secret.trim().to_owned()).filter(|secret| !secret.is_empty())),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => {
            anyhow::bail!("{name} is no text: copy it anew")
        }
    }
}

/// Waits for everything that is served. Whichever ends first, the others are told to, and have [`GRACE`] to finish what
/// was begun.
async fn until_all_end(
    mut served: JoinSet<anyhow::Result<()>>,
    shutdown: CancellationToken,
) -> anyhow::Result<()> {
    let patience = async {
        shutdown.cancelled().await;
        telemetry::notify(telemetry::STOPPING);
        tokio::time::sleep(GRACE).await;
    };
    tokio::pin!(patience);
    let mut outcome = Ok(());
    loop {
        let ended = tokio::select! {
            ended = served.join_next() => ended,
            () = &mut patience => {
                let left = served.len();
                // Whatever was not finished is taken up at the next start.
                served.shutdown().await;
                let cut = anyhow::anyhow!("{left} parts did not end within {} s and were cut off", GRACE.as_secs());
                return outcome.and(Err(cut));
            }
        };
        let Some(ended) = ended else {
            return outcome;
        };
        shutdown.cancel();
        let ended = ended.context("a part broke off").and_then(|ended| ended);
        outcome = outcome.and(ended);
    }
}
