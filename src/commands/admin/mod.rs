//! What those who run the bot do from a chat: one file a command. Who may is in the table, and decided where every command
//! is; each use stands in the audit log, refused ones too.

mod audit;
mod backup;
mod corrections;
mod find;
mod ingest;
mod log;
mod parse;
mod reindex;
mod sources;
mod speakers;
mod stats;
mod status;
mod table;

use std::path::PathBuf;
use std::sync::Arc;

use thiserror::Error;
use tokio::sync::watch;

use super::work::Works;
use super::{Command, CommandError, CommandName, Commands, Reply, Report, Told, fields};
use crate::domain::{Asker, Roster, Source, SourceKind, StatementId};
use crate::ingest::{Ingest, IngestError};
use crate::ports::{Act, Administration, ArticleCorrection, Attached, Logging, Queues, Upkeep};

pub(super) use parse::{example, parse};
pub use table::{AdminName, PARTS};

/// Letters of a note, a name or another text that is kept: more is no note.
const LONGEST: usize = 500;

/// What is asked of the administration.
#[derive(Debug, Clone, PartialEq)]
pub enum AdminInvocation {
    /// What there is.
    Help {
        /// In which part of it.
        of: AdminName,
    },
    /// Build the index anew.
    Reindex,
    /// Give up the work that goes on.
    Cancel,
    /// Take articles in from an address.
    Ingest {
        /// The address; at the prompt, a path too.
        place: String,
    },
    /// Take articles in from a file that was attached.
    IngestFile {
        /// Which.
        file: Attached,
    },
    /// Every source with how it is.
    ListSources,
    /// One more source.
    AddSource {
        /// Its address.
        url: String,
        /// Its short name; one of its host's name otherwise.
        id: Option<String>,
        /// "feed" or "page".
        kind: Option<String>,
        /// The publisher.
        outlet: Option<String>,
        /// Of its articles.
        language: Option<String>,
        /// How often to look.
        every: Option<String>,
    },
    /// Ask a source no more for now.
    PauseSource {
        /// Which.
        id: String,
    },
    /// Ask it again.
    ResumeSource {
        /// Which.
        id: String,
    },
    /// Remove a source that was added in a chat.
    RemoveSource {
        /// Which.
        id: String,
    },
    /// Fetch a source or address, and say what comes, without keeping it.
    TestSource {
        /// Which, or an address.
        source: String,
    },
    /// One more person.
    AddSpeaker {
        /// The name.
        name: String,
        /// The short name.
        id: Option<String>,
        /// Whom they speak for.
        side: Option<String>,
    },
    /// One more name of a person.
    AliasSpeaker {
        /// Whose.
        who: String,
        /// The name.
        alias: String,
    },
    /// Two people who are one.
    MergeSpeakers {
        /// Who is not a person of their own.
        from: String,
        /// Who they are.
        into: String,
    },
    /// Another name as shown.
    RenameSpeaker {
        /// Whose.
        who: String,
        /// The name.
        name: String,
    },
    /// Statements with their numbers.
    Find {
        /// What to look for.
        text: String,
    },
    /// Make a statement unfindable.
    RemoveStatement {
        /// Which.
        id: StatementId,
        /// Why.
        note: String,
    },
    /// Say who said a statement.
    CorrectStatement {
        /// Which.
        id: StatementId,
        /// Who; "-" for nobody known.
        speaker: String,
        /// Why.
        note: String,
    },
    /// Make an article unfindable.
    RemoveArticle {
        /// Its id or address.
        named: String,
        /// Why.
        note: String,
    },
    /// Make a statement findable again.
    ReinstateStatement {
        /// Which.
        id: StatementId,
        /// Why.
        note: String,
    },
    /// Make an article findable again.
    ReinstateArticle {
        /// Its id or address.
        named: String,
        /// Why.
        note: String,
    },
    /// Say where or when an article was published.
    CorrectArticle {
        /// Its id or address.
        named: String,
        /// What.
        correction: ArticleCorrection,
        /// Why.
        note: String,
    },
    /// How everything is.
    Status,
    /// How much there is, and of whom.
    Stats,
    /// Copy the record.
    Backup,
    /// How much is logged.
    Log {
        /// The level from now on; unless given, the level is told.
        level: Option<String>,
    },
    /// Who did what.
    Audit,
}

/// Why a command of the administration was not carried out.
#[derive(Debug, Error)]
pub enum AdminError {
    /// What was given can't be used, for whoever gave it to read.
    #[error("{0}")]
    Wrong(String),
    /// Something else goes on.
    #[error("{0} goes on; wait for its end, or give it up with: admin cancel")]
    Busy(&'static str),
    /// This process answers questions, and has nothing to administer.
    #[error("there is nothing to administer here")]
    NoOffice,
    /// The index could not follow.
    #[error(transparent)]
    Ingest(#[from] IngestError),
}

/// What the administration works with.
pub struct Office {
    /// Takes articles in; holds the record and the index.
    pub ingest: Ingest,
    /// Keeps what is done and changed.
    pub administration: Arc<dyn Administration>,
    /// Copies and examines the record.
    pub upkeep: Arc<dyn Upkeep>,
    /// Says and sets how much is logged.
    pub logging: Arc<dyn Logging>,
    /// Says how much waits.
    pub queues: Arc<dyn Queues>,
    /// The people, as they were when the program started.
    pub roster: Arc<Roster>,
    /// The sources of sources.toml, disabled ones too.
    pub configured: Vec<Source>,
    /// Those to be asked, for whoever watches them: changed whenever somebody adds, pauses or removes one.
    pub watched: watch::Sender<Arc<Vec<Source>>>,
    /// Where copies and attachments are put.
    pub data_dir: PathBuf,
    /// The one long work that may go on.
    pub works: Works,
}

impl AdminInvocation {
    /// Which part of the table it is.
    pub fn name(&self) -> AdminName {
        match self {
            Self::Help { of } => *of,
            Self::Reindex => AdminName::Reindex,
            Self::Cancel => AdminName::Cancel,
            Self::Ingest { .. } | Self::IngestFile { .. } => AdminName::Ingest,
            Self::ListSources => AdminName::ListSources,
            Self::AddSource { .. } => AdminName::AddSource,
            Self::PauseSource { .. } => AdminName::PauseSource,
            Self::ResumeSource { .. } => AdminName::ResumeSource,
            Self::RemoveSource { .. } => AdminName::RemoveSource,
            Self::TestSource { .. } => AdminName::TestSource,
            Self::AddSpeaker { .. } => AdminName::AddSpeaker,
            Self::AliasSpeaker { .. } => AdminName::AliasSpeaker,
            Self::MergeSpeakers { .. } => AdminName::MergeSpeakers,
            Self::RenameSpeaker { .. } => AdminName::RenameSpeaker,
            Self::Find { .. } => AdminName::Find,
            Self::RemoveStatement { .. } => AdminName::RemoveStatement,
            Self::CorrectStatement { .. } => AdminName::CorrectStatement,
            Self::RemoveArticle { .. } => AdminName::RemoveArticle,
            Self::CorrectArticle { .. } => AdminName::CorrectArticle,
            Self::ReinstateStatement { .. } => AdminName::ReinstateStatement,
            Self::ReinstateArticle { .. } => AdminName::ReinstateArticle,
            Self::Status => AdminName::Status,
            Self::Stats => AdminName::Stats,
            Self::Backup => AdminName::Backup,
            Self::Log { .. } => AdminName::Log,
            Self::Audit => AdminName::Audit,
        }
    }

    /// What it was given with, for the audit log.
    pub(super) fn details(&self) -> String {
        match self {
            Self::IngestFile { file } => {
                let from = file.link.as_deref().unwrap_or("a place without a link");
                format!("file: {:?} at {from:?}", file.name)
            }
            Self::Help { .. } => String::new(),
            other => fields(other),
        }
    }
}

/// Carries it out.
pub(super) async fn reply(
    commands: &Commands,
    asker: &Asker,
    invocation: AdminInvocation,
) -> Result<Reply, CommandError> {
    let office = commands.office.as_ref().ok_or(AdminError::NoOffice)?;
    let now = commands.clock.now();
    let act = |note| Act {
        by: asker,
        at: now,
        note,
    };
    let report = match invocation {
        AdminInvocation::Help { of } => {
            let command = Command::find(CommandName::Admin(of));
            return Ok(Reply::Help(command.map_or(PARTS, |command| command.parts)));
        }
        AdminInvocation::Reindex => return reindex::begin(office),
        AdminInvocation::Cancel => reindex::cancel(office),
        AdminInvocation::Ingest { place } => return ingest::place(office, asker, &place),
        AdminInvocation::IngestFile { file } => return ingest::file(office, &file, &act("")).await,
        AdminInvocation::ListSources => sources::list(office).await?,
        AdminInvocation::AddSource {
            url,
            id,
            kind,
            outlet,
            language,
            every,
        } => {
            let written = sources::Written {
                url: &url,
                id: id.as_deref(),
                kind: kind.as_deref(),
                outlet: outlet.as_deref(),
                language: language.as_deref(),
                every: every.as_deref(),
            };
            sources::add(office, &written, &act("")).await?
        }
        AdminInvocation::PauseSource { id } => sources::pause(office, &id, true).await?,
        AdminInvocation::ResumeSource { id } => sources::pause(office, &id, false).await?,
        AdminInvocation::RemoveSource { id } => sources::remove(office, &id).await?,
        AdminInvocation::TestSource { source } => sources::test(office, &source).await?,
        AdminInvocation::AddSpeaker { name, id, side } => {
            speakers::add(office, &name, id.as_deref(), side.as_deref(), &act("")).await?
        }
        AdminInvocation::AliasSpeaker { who, alias } => {
            speakers::alias(office, &who, &alias, &act("")).await?
        }
        AdminInvocation::MergeSpeakers { from, into } => {
            speakers::merge(office, &from, &into, &act("")).await?
        }
        AdminInvocation::RenameSpeaker { who, name } => {
            speakers::rename(office, &who, &name, &act("")).await?
        }
        AdminInvocation::Find { text } => find::find(commands, &text).await?,
        AdminInvocation::RemoveStatement { id, note } => {
            corrections::remove_statement(office, id, &act(&noted(&note)?)).await?
        }
        AdminInvocation::CorrectStatement { id, speaker, note } => {
            corrections::correct_statement(office, id, &speaker, &act(&noted(&note)?)).await?
        }
        AdminInvocation::RemoveArticle { named, note } => {
            corrections::remove_article(office, &named, &act(&noted(&note)?)).await?
        }
        AdminInvocation::ReinstateStatement { id, note } => {
            corrections::reinstate_statement(office, id, &act(&noted(&note)?)).await?
        }
        AdminInvocation::ReinstateArticle { named, note } => {
            corrections::reinstate_article(office, &named, &act(&noted(&note)?)).await?
        }
        AdminInvocation::CorrectArticle {
            named,
            correction,
            note,
        } => {
            corrections::correct_article(office, &named, &correction, &act(&noted(&note)?)).await?
        }
        AdminInvocation::Status => status::status(office, now).await?,
        AdminInvocation::Stats => stats::stats(office).await?,
        AdminInvocation::Backup => return backup::begin(office, now),
        AdminInvocation::Log { level } => log::log(office, level.as_deref())?,
        AdminInvocation::Audit => audit::list(office).await?,
    };
    Ok(Reply::Report(Box::new(report)))
}

impl Office {
    /// Every source: the configured ones, and those that were added.
    async fn sources(&self) -> Result<Vec<Source>, CommandError> {
        let mut sources = self.configured.clone();
        sources.extend(self.administration.list_added_sources().await?);
        Ok(sources)
    }

    /// Tells whoever watches sources which are to be asked now.
    async fn watch_anew(&self) -> Result<(), CommandError> {
        let paused = self.administration.list_paused_sources().await?;
        let mut sources = self.sources().await?;
        sources.retain(|source| source.enabled && !paused.contains(&source.id));
        self.watched.send_replace(Arc::new(sources));
        Ok(())
    }

    /// The people after everything that was changed about them.
    async fn people(&self) -> Result<Roster, CommandError> {
        let changes = self.administration.list_speaker_changes().await?;
        // The roster of the start has earlier changes in it; a change made twice is as one for names.
        Ok(self.roster.after(&changes))
    }

    /// Lets the index follow what was changed.
    async fn follow(&self) -> Result<(), CommandError> {
        crate::ingest::follow(&*self.ingest.record, &*self.ingest.index)
            .await
            .map_err(|error| AdminError::from(error).into())
    }
}

/// A note as it is kept.
fn noted(written: &str) -> Result<String, CommandError> {
    kept("the note", written)
}

/// A text that is kept and shown later: one line of bounded length with something in it.
fn kept(what: &str, written: &str) -> Result<String, CommandError> {
    let text = crate::text::shown(written);
    let length = text.chars().count();
    if length == 0 {
        return Err(AdminError::Wrong(format!("{what} is empty: write it out")).into());
    }
    if length > LONGEST {
        let told = format!("{what} has {length} letters: {LONGEST} are enough");
        return Err(AdminError::Wrong(told).into());
    }
    Ok(text)
}

/// Whether a source is asked over the network.
fn is_asked(source: &Source) -> bool {
    !matches!(source.kind, SourceKind::Folder { .. })
}

fn done(name: &'static str) -> Report {
    Report::new(Told::new(name))
}
