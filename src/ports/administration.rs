//! What those who run the bot do and change, as the record keeps it.

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;

use super::RecordError;
use crate::domain::{
    ArticleId, Asker, Correction, Source, SourceId, SpeakerChange, SpeakerId, StatementId,
};

/// A use of a command that is for those who run the bot or a community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    /// When.
    pub at: Timestamp,
    /// By whom, as their platform names them.
    pub person: String,
    /// On which platform.
    pub platform: String,
    /// In which conversation.
    pub place: String,
    /// The command's words.
    pub command: String,
    /// With what.
    pub details: String,
    /// How it went: "begun" where that never came to be known.
    pub outcome: String,
}

/// Who is taken to have said something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSpeaker {
    /// The name, as shown; `None`: nobody is named.
    pub name: Option<String>,
    /// The roster's id, where they are in it.
    pub id: Option<SpeakerId>,
}

/// What is to be corrected about an article; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleCorrection {
    /// The publisher.
    pub outlet: Option<String>,
    /// The day of publication.
    pub published: Option<Date>,
}

/// Who does something, when, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act<'a> {
    /// Who.
    pub by: &'a Asker,
    /// When.
    pub at: Timestamp,
    /// Why, as they wrote.
    pub note: &'a str,
}

/// A file that somebody attached, as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedFile {
    /// The SHA-256 of its content, in hexadecimal.
    pub digest: String,
    /// Its name, as it was attached.
    pub name: String,
    /// Its bytes.
    pub size: u64,
    /// Where people find what it was attached to.
    pub link: Option<String>,
}

/// Keeps what those who run the bot do. Every change of what was taken in takes part in the sequence that the index
/// follows.
#[async_trait]
pub trait Administration: Send + Sync {
    /// Notes that a command is given; the number of the note.
    async fn begin_audit(
        &self,
        asker: &Asker,
        command: &str,
        details: &str,
        now: Timestamp,
    ) -> Result<i64, RecordError>;

    /// Notes how it went.
    async fn end_audit(&self, note: i64, outcome: &str) -> Result<(), RecordError>;

    /// The last uses, the newest first.
    async fn list_audited(&self, limit: usize) -> Result<Vec<Audited>, RecordError>;

    /// Notes that somebody attached a file that was kept.
    async fn add_attached(&self, file: &AttachedFile, act: &Act<'_>) -> Result<(), RecordError>;

    /// Who attached a file of this content, the first first: when, how their platform names them, and as what.
    async fn list_attached(
        &self,
        digest: &str,
    ) -> Result<Vec<(Timestamp, String, AttachedFile)>, RecordError>;

    /// Sources that were added beside the configured ones.
    async fn list_added_sources(&self) -> Result<Vec<Source>, RecordError>;

    /// Adds one. Whether its id and address were free.
    async fn add_source(&self, source: &Source, act: &Act<'_>) -> Result<bool, RecordError>;

    /// Removes an added one. Whether there was one.
    async fn remove_source(&self, id: &SourceId) -> Result<bool, RecordError>;

    /// Sources, configured or added, that are not to be asked for the time being.
    async fn list_paused_sources(&self) -> Result<Vec<SourceId>, RecordError>;

    /// Lets a source be asked or not. Whether that is a change.
    async fn pause_source(&self, id: &SourceId, paused: bool) -> Result<bool, RecordError>;

    /// What was changed about people, in the order of the changes.
    async fn list_speaker_changes(&self) -> Result<Vec<SpeakerChange>, RecordError>;

    /// Changes something about people, and every stored statement that it concerns: how many these are.
    async fn change_speaker(
        &self,
        change: &SpeakerChange,
        act: &Act<'_>,
    ) -> Result<u64, RecordError>;

    /// Corrects who said a statement, in every state of its article's text, later ones included. The correction, or
    /// `None` where there is no such statement.
    async fn correct_statement(
        &self,
        id: StatementId,
        speaker: &NewSpeaker,
        act: &Act<'_>,
    ) -> Result<Option<Correction>, RecordError>;

    /// Makes a statement unfindable, in later states of its article's text too. Whether it was findable.
    async fn remove_statement(&self, id: StatementId, act: &Act<'_>) -> Result<bool, RecordError>;

    /// Makes a statement findable again that was removed. Whether it was one, in an article that can be found.
    async fn reinstate_statement(
        &self,
        id: StatementId,
        act: &Act<'_>,
    ) -> Result<bool, RecordError>;

    /// Corrects an article for good. The corrections; none where there is no such article.
    async fn correct_article(
        &self,
        id: &ArticleId,
        correction: &ArticleCorrection,
        act: &Act<'_>,
    ) -> Result<Vec<Correction>, RecordError>;

    /// Makes an article unfindable, also where it comes again. Whether it was findable.
    async fn remove_article(&self, id: &ArticleId, act: &Act<'_>) -> Result<bool, RecordError>;

    /// Makes an article findable again that a person removed, in the last state of its text that was taken in. Whether it
    /// was one.
    async fn reinstate_article(&self, id: &ArticleId, act: &Act<'_>) -> Result<bool, RecordError>;

    /// The article with this id or address, where there is one that can be found.
    async fn find_article(&self, named: &str) -> Result<Option<ArticleId>, RecordError>;

    /// The article with this id or address, where there is one that can't be found any more.
    async fn find_removed_article(&self, named: &str) -> Result<Option<ArticleId>, RecordError>;
}
