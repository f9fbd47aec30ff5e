//! Hashes by which a change made by hand is noticed.
//!
//! The comparison of words and range notices most such changes; these hashes notice the rest: another name beside the
//! same words, other words around them. They guard against accidents and careless edits, not against somebody who
//! computes them anew.

use sha2::{Digest, Sha256};

use crate::domain::{Document, RevisionId, Statement};

/// The SHA-256 of a text with its title and marks, in lower-case hexadecimal.
pub(super) fn fingerprint(document: &Document, marks: &str) -> String {
    text_fingerprint(
        document.title.as_deref(),
        &document.text,
        marks,
        document.sole_speaker.as_deref(),
    )
}

/// The same, of the columns as they are stored.
pub(super) fn text_fingerprint(
    title: Option<&str>,
    text: &str,
    marks: &str,
    sole_speaker: Option<&str>,
) -> String {
    let mut hash = Sha256::new();
    for part in [
        title.unwrap_or_default(),
        text,
        marks,
        sole_speaker.unwrap_or_default(),
    ] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    format!("{:x}", hash.finalize())
}

/// The first eight bytes of the SHA-256 of all that is shown of a statement, and of the revision it belongs to.
pub(super) fn seal(revision: RevisionId, statement: &Statement) -> i64 {
    let attribution = &statement.attribution;
    let said = statement.said_on.map(|said| {
        format!(
            "{} {} {}",
            said.date,
            said.precision.name(),
            u8::from(said.stated)
        )
    });
    let places = format!(
        "{} {} {} {} {} {}",
        revision.0,
        statement.range.start,
        statement.range.end,
        statement.paragraph.start,
        statement.paragraph.end,
        statement.utterance,
    );
    let speaker_id = attribution.speaker_id.as_ref().map(|id| id.0.as_str());
    let mut hash = Sha256::new();
    for part in [
        Some(places.as_str()),
        Some(statement.text.as_str()),
        Some(statement.kind.name()),
        attribution.speaker.as_deref(),
        speaker_id,
        attribution.as_written.as_deref(),
        attribution.cue.as_deref(),
        said.as_deref(),
    ] {
        hash.update([u8::from(part.is_some())]);
        let part = part.unwrap_or_default();
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    let bytes = digest.first_chunk::<8>().copied().unwrap_or_default();
    i64::from_le_bytes(bytes)
}
