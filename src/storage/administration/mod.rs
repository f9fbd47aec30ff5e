//! What those who run the bot do and change.

mod attached;
mod audit;
mod corrections;
mod sources;
mod speakers;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::SqliteRecord;
use super::sequence::next;
use crate::domain::{ArticleId, Asker, Correction, Source, SourceId, SpeakerChange, StatementId};
use crate::ports::{
    Act, Administration, ArticleCorrection, AttachedFile, Audited, NewSpeaker, RecordError,
};

pub(super) use corrections::{Made, is_removed_by_hand, of_article, reapply};
pub(super) use speakers::named;

/// How somebody is named beside what they did.
fn by(act: &Act<'_>) -> String {
    format!("{} {}", act.by.person.platform, act.by.person.id)
}

/// Lets the index follow an article that changed by hand, and counts its statements anew.
async fn touch(connection: &mut SqliteConnection, article: &str) -> Result<(), sqlx::Error> {
    let change = next(connection, "change", 1).await?;
    sqlx::query(
        "UPDATE article SET change = $1, statements = (SELECT COUNT(*) FROM statement s \
         WHERE s.revision = article.revision AND s.removed_ms IS NULL) WHERE id = $2",
    )
    .bind(change)
    .bind(article)
    .execute(connection)
    .await?;
    Ok(())
}

#[async_trait]
impl Administration for SqliteRecord {
    async fn begin_audit(
        &self,
        asker: &Asker,
        command: &str,
        details: &str,
        now: Timestamp,
    ) -> Result<i64, RecordError> {
        audit::begin(&self.writer, asker, command, details, now)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn end_audit(&self, note: i64, outcome: &str) -> Result<(), RecordError> {
        audit::end(&self.writer, note, outcome)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn list_audited(&self, limit: usize) -> Result<Vec<Audited>, RecordError> {
        audit::list(&self.readers, limit)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn add_attached(&self, file: &AttachedFile, act: &Act<'_>) -> Result<(), RecordError> {
        attached::add(&self.writer, file, act)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn list_attached(
        &self,
        digest: &str,
    ) -> Result<Vec<(Timestamp, String, AttachedFile)>, RecordError> {
        attached::list(&self.readers, digest)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn list_added_sources(&self) -> Result<Vec<Source>, RecordError> {
        sources::added(&self.readers)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn add_source(&self, source: &Source, act: &Act<'_>) -> Result<bool, RecordError> {
        sources::add(&self.writer, source, act)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn remove_source(&self, id: &SourceId) -> Result<bool, RecordError> {
        sources::remove(&self.writer, id)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn list_paused_sources(&self) -> Result<Vec<SourceId>, RecordError> {
        sources::paused(&self.readers)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn pause_source(&self, id: &SourceId, paused: bool) -> Result<bool, RecordError> {
        sources::pause(&self.writer, id, paused)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn list_speaker_changes(&self) -> Result<Vec<SpeakerChange>, RecordError> {
        speakers::list(&self.readers)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn change_speaker(
        &self,
        change: &SpeakerChange,
        act: &Act<'_>,
    ) -> Result<u64, RecordError> {
        speakers::change(&self.writer, change, act)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn correct_statement(
        &self,
        id: StatementId,
        speaker: &NewSpeaker,
        act: &Act<'_>,
    ) -> Result<Option<Correction>, RecordError> {
        corrections::correct_statement(&self.writer, id, speaker, act)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn remove_statement(&self, id: StatementId, act: &Act<'_>) -> Result<bool, RecordError> {
        corrections::remove_statement(&self.writer, id, act)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn reinstate_statement(
        &self,
        id: StatementId,
        act: &Act<'_>,
    ) -> Result<bool, RecordError> {
        corrections::reinstate_statement(&self.writer, id, act)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn correct_article(
        &self,
        id: &ArticleId,
        correction: &ArticleCorrection,
        act: &Act<'_>,
    ) -> Result<Vec<Correction>, RecordError> {
        corrections::correct_article(&self.writer, id, correction, act)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn remove_article(&self, id: &ArticleId, act: &Act<'_>) -> Result<bool, RecordError> {
        corrections::remove_article(&self.writer, id, act)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn reinstate_article(&self, id: &ArticleId, act: &Act<'_>) -> Result<bool, RecordError> {
        corrections::reinstate_article(&self.writer, id, act)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn find_article(&self, named: &str) -> Result<Option<ArticleId>, RecordError> {
        corrections::find_article(&self.readers, named, corrections::FINDABLE)
            .await
            .map_err(|error| self.failed(&error))
    }

    async fn find_removed_article(&self, named: &str) -> Result<Option<ArticleId>, RecordError> {
        corrections::find_article(&self.readers, named, corrections::UNFINDABLE)
            .await
            .map_err(|error| self.failed(&error))
    }
}
