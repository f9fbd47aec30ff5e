//! The composition root: the only place that knows every adapter. Each part is made when it is first asked for, so
//! that a question pays for no more than it needs.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use anyhow::Context;

use crate::answer::Answerer;
use crate::answer::check::Checker;
use crate::commands::Commands;
use crate::config::{Config, Settings};
use crate::domain::{Clock, Roster, Source, SourceKind, SystemClock};
use crate::extract::Extractor;
use crate::fetch::{Files, HttpFetcher};
use crate::ingest::{Ingest, Target, Unwatched, follow};
use crate::ports::{Record, SearchIndex};
use crate::search::TantivyIndex;
use crate::storage::SqliteRecord;

/// The name of the record's file in the data folder.
const RECORD: &str = "verbatim.db";

/// The name of the index's folder in the data folder.
const INDEX: &str = "index";

/// The program, put together from its configuration.
pub struct App {
    config: Config,
    settings: Settings,
    data_dir: PathBuf,
    clock: Arc<dyn Clock>,
    roster: OnceLock<Arc<Roster>>,
    index: OnceLock<Arc<dyn SearchIndex>>,
    record: tokio::sync::OnceCell<Arc<dyn Record>>,
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
    pub async fn record(&self) -> anyhow::Result<Arc<dyn Record>> {
        self.record
            .get_or_try_init(|| self.open_record())
            .await
            .cloned()
    }

    async fn open_record(&self) -> anyhow::Result<Arc<dyn Record>> {
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
        })
    }

    /// What answers. An empty record takes in the folders of sources.toml first, so that the very first question is
    /// answered from the briefings that come with the program.
    ///
    /// # Errors
    /// Why one of its parts can't be had.
    pub async fn commands(&self) -> anyhow::Result<Commands> {
        // What is wrong with the configuration is told before anything is made.
        let (roster, synonyms) = (self.roster()?, self.config.synonyms()?);
        let (record, index) = (self.record().await?, self.index()?);
        if record.position().await?.0 == 0 {
            self.take_in_folders().await?;
        }
        // What an earlier run stored and did not come to index is found too.
        follow(&*record, &*index).await?;
        let checker = Checker::new(Arc::clone(&record), Arc::clone(&index), self.roster()?)
            .with_settings(self.settings.check.clone());
        let answerer = Answerer::new(
            Arc::clone(&record),
            index,
            roster,
            synonyms,
            self.settings.ranking.clone(),
            Arc::clone(&self.clock),
        );
        Ok(Commands {
            answerer,
            checker,
            record,
        })
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
