//! Lessons for the linear models, from articles whose statements are known. Used by `cargo run --example train`.

use std::ops::Range;

use crate::domain::Document;

use super::attribution::compare;
use super::features::{candidate_features, statement_features};
use super::model::{Choice, Listed};
use super::reported::{clause_features, clauses, is_quoted, is_same};
use super::statements::{Extractor, Room, outline};

/// A statement that is known to be in an article.
#[derive(Debug, Clone)]
pub struct Known {
    /// Its bytes, marks included or not.
    pub range: Range<usize>,
    /// Who said it, as written; empty if nobody is named.
    pub speaker: String,
    /// Whether it is quoted, as a whole or in part; else quoted words inside it teach nothing on what is a statement.
    pub quoted: bool,
}

/// What an article teaches.
#[derive(Debug, Clone, Default)]
pub struct Lessons {
    /// What is a statement and what is not.
    pub statements: Vec<Choice>,
    /// What is reported speech and what is not.
    pub clauses: Vec<Choice>,
    /// Who said it.
    pub speakers: Vec<Choice>,
    /// Statements whose speaker is among no candidates: speaker and first words.
    pub missed: Vec<String>,
}

impl Extractor {
    /// What an article teaches. `same` tells whether two ways of writing a speaker mean one.
    pub fn lessons(
        &self,
        document: &Document,
        known: &[Known],
        same: impl Fn(&str, &str) -> bool,
    ) -> Lessons {
        let vocabulary = self.vocabulary(&document.language);
        let outline = outline(document, vocabulary, &mut Room::default());
        let mut lessons = Lessons::default();
        let mut previous: Option<usize> = None;
        for index in 0..outline.spans.len() {
            let span = &outline.spans[index];
            let bytes = outline.cut.bytes(&span.inner);
            let comparison = compare(&outline, index, previous);
            let overlap = |k: &&Known| {
                let common = bytes
                    .end
                    .min(k.range.end)
                    .saturating_sub(bytes.start.max(k.range.start));
                common * 2 >= bytes.len().max(1)
            };
            let matching = known.iter().filter(overlap).min_by_key(|k| k.range.len());
            let mut features = Listed::default();
            // Marks within words that are not known to be quoted teach nothing here.
            if matching.is_none_or(|k| k.quoted) {
                statement_features(&comparison.setting, span.style, &mut features);
                let names = features.0;
                lessons.statements.push(Choice {
                    candidates: vec![names, Vec::new()],
                    right: vec![matching.is_some(), matching.is_none()],
                });
            }
            let Some(matching) = matching.filter(|k| !k.speaker.is_empty()) else {
                continue;
            };
            let mut choice = Choice::default();
            for (candidate, circumstances) in &comparison.candidates {
                let mut features = Listed::default();
                let mention = &outline.mentions[*candidate];
                candidate_features(
                    &outline,
                    span,
                    &comparison.setting,
                    mention,
                    circumstances,
                    &mut features,
                );
                choice.candidates.push(features.0);
                choice
                    .right
                    .push(same(&matching.speaker, outline.cut.slice(&mention.phrase)));
            }
            // The one taken to have spoken is the right one nearest to the words.
            previous = comparison
                .candidates
                .iter()
                .zip(&choice.right)
                .filter(|(_, right)| **right)
                .map(|((candidate, _), _)| *candidate)
                .min_by_key(|&c| outline.mentions[c].tokens.start.abs_diff(span.outer.start))
                .or(previous);
            if choice.right.iter().any(|&right| right) {
                lessons.speakers.push(choice);
            } else {
                lessons.missed.push(format!(
                    "{} | {}",
                    matching.speaker,
                    outline
                        .cut
                        .text
                        .get(bytes.clone())
                        .unwrap_or_default()
                        .chars()
                        .take(60)
                        .collect::<String>()
                ));
            }
        }
        for ways in clauses(&outline, vocabulary).chunk_by(is_same) {
            let told = |clause| is_quoted(&outline, clause, |_| true);
            if ways.iter().take(1).any(told) {
                continue;
            }
            // The last way is none of them.
            let mut choice = Choice::default();
            for clause in ways {
                let bytes = outline.cut.bytes(&clause.tokens);
                let right = known.iter().any(|k| {
                    let common = bytes
                        .end
                        .min(k.range.end)
                        .saturating_sub(bytes.start.max(k.range.start));
                    common * 5 >= bytes.len().max(k.range.len()) * 4
                });
                let mut features = Listed::default();
                clause_features(&outline, clause, &mut features);
                choice.candidates.push(features.0);
                choice.right.push(right);
            }
            let none = choice.right.iter().all(|right| !right);
            choice.candidates.push(Vec::new());
            choice.right.push(none);
            lessons.clauses.push(choice);
        }
        lessons
    }
}
