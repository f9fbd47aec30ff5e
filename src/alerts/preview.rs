//! What a subscription would have sent.

use std::collections::HashSet;

use super::owed::speaker;
use super::{Matchable, fits, why};
use crate::domain::{ArticleId, Roster, StatementId, Wanted};
use crate::ports::IndexedArticle;

/// Days that are looked back.
pub const DAYS: u16 = 30;

/// Statements that are shown.
const SAMPLES: usize = 3;

/// More alerts a day than anybody reads.
const BROAD: usize = 20;

/// What a subscription would have sent in the last [`DAYS`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// Alerts: the same words in several articles are one, and so are the pieces of one utterance.
    pub alerts: usize,
    /// The newest, with what of it fits.
    pub samples: Vec<(StatementId, Vec<String>)>,
    /// Articles that were looked at.
    pub articles: usize,
    /// Whether there were more articles than are looked at, so that only the newest count.
    pub is_part: bool,
}

impl Preview {
    /// Whether that is more than anybody reads.
    pub fn is_too_broad(&self) -> bool {
        self.alerts > BROAD * usize::from(DAYS)
    }
}

/// Looks through articles, the newest first. Of each speaker only the first statement counts where only first uses are
/// wanted.
pub fn preview(wanted: &Wanted, articles: &[IndexedArticle], roster: &Roster) -> Preview {
    let mut found: Vec<(StatementId, Vec<String>, Option<String>)> = Vec::new();
    let mut words: HashSet<i64> = HashSet::new();
    let mut utterances: HashSet<(&ArticleId, u32)> = HashSet::new();
    for article in articles {
        let statements = article.statements.iter().map(|found| &found.statement);
        let text = &article.document.text;
        let seen = Matchable::of_article(&article.article, text, statements, roster);
        for (indexed, seen) in article.statements.iter().zip(&seen) {
            if !fits(wanted, seen) {
                continue;
            }
            let statement = &indexed.statement;
            let is_new = words.insert(indexed.fingerprint);
            if utterances.insert((&article.article.id, statement.utterance)) && is_new {
                let fits = why(wanted, seen, roster).fits;
                found.push((indexed.id, fits, speaker(statement)));
            }
        }
    }
    if wanted.first_use {
        let mut speakers = HashSet::new();
        found.reverse();
        found.retain(|(_, _, speaker)| match speaker {
            Some(speaker) => speakers.insert(speaker.clone()),
            None => false,
        });
        found.reverse();
    }
    Preview {
        alerts: found.len(),
        samples: found
            .into_iter()
            .take(SAMPLES)
            .map(|(id, why, _)| (id, why))
            .collect(),
        articles: articles.len(),
        is_part: false,
    }
}
