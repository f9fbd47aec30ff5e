//! Quote check: whether a claimed quotation was said, word for word, and by whom.
//!
//! The rarest words of the claim bring a bounded number of statements from the index; each of these is compared with the
//! claim word by word. Only the comparison decides, so that nothing that differs in a word is ever called exact.

mod align;
mod candidates;
mod claim;
mod lineage;
mod names;
mod said;
mod settings;
mod words;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use thiserror::Error;

use self::align::{Places, Run, runs};
use self::candidates::{Wanted, Wording};
use self::claim::{ClaimText, languages_in};
use self::names::Names;
use self::said::{Said, claimed_words};
use super::carried;
use super::voice::{Voice, Voices};
use crate::domain::{
    Claim, Comparison, Finding, Part, Query, QuotedStatement, RevisionId, Roster, Verdict,
};
use crate::ports::{Record, RecordError, SearchError, SearchIndex};

pub use self::settings::CheckSettings;

/// Statements that are compared for each part of the claim that the best statement doesn't have.
const FOR_A_PART: usize = 2;

/// Why a claim could not be checked.
#[derive(Debug, Error)]
pub enum CheckError {
    /// Nothing to check.
    #[error("there is no word in the claim: give the words that are said to be a quotation")]
    NoWords,
    /// Nothing to look for.
    #[error(
        "every word of the claim is so common that statements can't be looked for by it: give more of the quotation"
    )]
    OnlyCommonWords,
    /// A speaker without a name.
    #[error("{written:?} is no name: give the speaker's name, or leave the speaker out")]
    NoName {
        /// As given.
        written: String,
    },
    /// The machinery failed.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The machinery failed.
    #[error(transparent)]
    Search(#[from] SearchError),
}

/// Checks claimed quotations.
#[derive(Clone)]
pub struct Checker {
    record: Arc<dyn Record>,
    index: Arc<dyn SearchIndex>,
    voices: Arc<Voices>,
    names: Arc<Names>,
    settings: CheckSettings,
}

/// The statements that were brought so far, each utterance once.
#[derive(Default)]
struct Pool {
    seen: HashSet<(RevisionId, u32)>,
    said: Vec<Said>,
}

/// A statement of the pool with the places of the claim's words in it.
struct Placed<'p> {
    said: &'p Said,
    places: Places,
    /// What the words that have a place count.
    kept: f32,
    speaker_fits: bool,
}

impl Checker {
    /// Takes what is searched, and the people whose names have several spellings.
    pub fn new(record: Arc<dyn Record>, index: Arc<dyn SearchIndex>, roster: Arc<Roster>) -> Self {
        Self {
            record,
            index,
            names: Arc::new(Names::new(&roster)),
            voices: Arc::new(Voices::new(roster)),
            settings: CheckSettings::default(),
        }
    }

    /// The same with other settings.
    pub fn with_settings(self, settings: CheckSettings) -> Self {
        Self { settings, ..self }
    }

    /// Checks a claim.
    ///
    /// # Errors
    /// [`CheckError`]: a claim without anything to check, or the machinery's failure.
    pub async fn check(&self, claim: &Claim) -> Result<Verdict, CheckError> {
        let text = ClaimText::read(&claim.words, &self.names, &self.settings);
        if text.words.is_empty() {
            return Err(CheckError::NoWords);
        }
        let voice = self.voice(claim)?;
        let mut finding = self.find(&text, voice.as_ref()).await?;
        if text.unchecked > 0
            && let Finding::Exact(comparison) | Finding::OtherSpeaker(comparison) = finding
        {
            finding = Finding::Near(comparison);
        }
        Ok(Verdict {
            claim: claim.clone(),
            speaker: voice.map(|voice| voice.told),
            finding,
            unchecked: text.unchecked,
            searched: self.record.freshness().await?,
        })
    }

    fn voice(&self, claim: &Claim) -> Result<Option<Voice>, CheckError> {
        let Some(written) = &claim.speaker else {
            return Ok(None);
        };
        let voice = self.voices.find(written, &*self.index)?;
        voice.map(Some).ok_or_else(|| CheckError::NoName {
            written: written.clone(),
        })
    }

    async fn find(&self, claim: &ClaimText, voice: Option<&Voice>) -> Result<Finding, CheckError> {
        let wording = self.wording(claim, 0..claim.words.len())?;
        if wording.is_empty() && !claim.words.iter().any(|word| word.weight >= 1.0) {
            return Err(CheckError::OnlyCommonWords);
        }
        let mut pool = Pool::default();
        let anybody = Wanted::quotations();
        // First those whom the claim names, then everybody; neighbours in a row, then words anywhere.
        let theirs = voice.map(|voice| Wanted::quotations().by(&voice.wanted));
        for wanted in theirs.iter().chain([&anybody]) {
            let row = wording.in_a_row(wanted, &self.settings);
            let anywhere = wording.anywhere(wanted, &self.settings);
            for query in row.into_iter().chain([anywhere]) {
                self.bring(&query, claim, &mut pool).await?;
                if let Some(exact) = exact(&pool, claim, voice).filter(|exact| exact.speaker_fits) {
                    return Ok(Finding::Exact(exact));
                }
            }
        }
        if let Some(other) = exact(&pool, claim, voice) {
            return Ok(Finding::OtherSpeaker(other));
        }
        self.inexact(claim, voice, &wording, pool).await
    }

    /// What is found for a claim that stands nowhere as it is.
    async fn inexact(
        &self,
        claim: &ClaimText,
        voice: Option<&Voice>,
        wording: &Wording,
        mut pool: Pool,
    ) -> Result<Finding, CheckError> {
        let whole = 0..claim.words.len();
        let mut uncovered = {
            let placed = self.placed(&pool, claim, voice, &[]);
            let of_best = best(&placed).map_or(Vec::new(), |best| runs(&best.places));
            let telling = of_best
                .into_iter()
                .filter(|run| self.is_telling(claim, run));
            gaps(telling, claim.words.len())
        };
        uncovered.retain(|gap| gap.len() >= self.settings.shortest_part && *gap != whole);
        uncovered.truncate(self.settings.most_parts);
        // What the best statement has no row of may be another one's.
        for gap in &uncovered {
            let of_gap = self.wording(claim, gap.clone())?;
            let anybody = Wanted::quotations();
            let row = of_gap.in_a_row(&anybody, &self.settings);
            let before = pool.said.len();
            if let Some(row) = row {
                self.bring(&row, claim, &mut pool).await?;
            }
            if pool.said.len() == before {
                let anywhere = of_gap.anywhere(&anybody, &self.settings);
                self.bring(&anywhere, claim, &mut pool).await?;
            }
        }
        let placed = self.placed(&pool, claim, voice, &uncovered);
        let total = claim.weight(whole);
        let near = best(&placed);
        let kept = near.map_or(0.0, |near| near.kept);
        if let Some(parts) = self.composite(claim, &placed, kept, total) {
            return Ok(Finding::Composite(parts));
        }
        if let Some(near) = near.filter(|near| near.kept >= self.settings.near * total) {
            return Ok(Finding::Near(near.comparison(claim)));
        }
        drop(placed);
        Ok(Finding::NotFound {
            reported: self.reported(claim, voice, wording).await?,
        })
    }

    /// The claim's parts, if they cover it from several statements, and much better than the best statement alone.
    fn composite(
        &self,
        claim: &ClaimText,
        placed: &[Placed<'_>],
        kept: f32,
        total: f32,
    ) -> Option<Vec<Part>> {
        let mut all: Vec<(usize, Run)> = placed
            .iter()
            .enumerate()
            .flat_map(|(number, placed)| {
                runs(&placed.places)
                    .into_iter()
                    .map(move |run| (number, run))
            })
            .collect();
        let mut chosen: Vec<(usize, Run)> = Vec::new();
        while chosen.len() < self.settings.most_parts {
            // Of equally long ones the statement that the claim keeps most of.
            let longest = all
                .iter()
                .filter(|(_, run)| self.is_telling(claim, run))
                .max_by_key(|(number, run)| (run.length, std::cmp::Reverse(*number)))
                .copied();
            let Some((number, run)) = longest else {
                break;
            };
            chosen.push((number, run));
            all = all
                .into_iter()
                .flat_map(|(number, other)| {
                    without(other, &run)
                        .into_iter()
                        .map(move |left| (number, left))
                })
                .collect();
        }
        chosen.sort_by_key(|(_, run)| run.claim);
        let statements: HashSet<usize> = chosen.iter().map(|(number, _)| *number).collect();
        let covered: f32 = chosen
            .iter()
            .map(|(_, run)| claim.weight(run.claim..run.claim + run.length))
            .sum();
        let gained = covered - kept;
        (statements.len() > 1
            && covered >= self.settings.composite * total
            && gained >= self.settings.stop_word * self.settings.shortest_part as f32 + 0.5)
            .then(|| parts(claim, placed, &chosen))
    }

    /// Whether a run is long enough to have been said where it is found, and no common turn of phrase.
    fn is_telling(&self, claim: &ClaimText, run: &Run) -> bool {
        let words = run.claim..run.claim + run.length;
        let telling = claim.words[words]
            .iter()
            .filter(|word| word.weight >= 1.0)
            .count();
        run.length >= self.settings.shortest_part
            && (telling >= 2 || run.length >= self.settings.longest_turn)
    }

    /// What an article says in its own words that is as near to the claim as a quotation would have to be.
    async fn reported(
        &self,
        claim: &ClaimText,
        voice: Option<&Voice>,
        wording: &Wording,
    ) -> Result<Option<Comparison>, CheckError> {
        let mut wanted = Wanted::reported();
        if let Some(voice) = voice {
            wanted = wanted.by(&voice.wanted);
        }
        let mut pool = Pool::default();
        self.bring(&wording.anywhere(&wanted, &self.settings), claim, &mut pool)
            .await?;
        let placed = self.placed(&pool, claim, voice, &[]);
        let total = claim.weight(0..claim.words.len());
        Ok(best(&placed)
            .filter(|best| best.kept >= self.settings.near * total)
            .map(|best| best.comparison(claim)))
    }

    /// What the index can be asked about these words of the claim.
    fn wording(&self, claim: &ClaimText, words: Range<usize>) -> Result<Wording, SearchError> {
        let words = &claim.words[words];
        let start = words.first().map_or(0, |word| word.range.start);
        let end = words.last().map_or(start, |word| word.range.end);
        let text = claim.text.get(start..end).unwrap_or_default();
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for word in words {
            let range = word.range.start - start..word.range.end - start;
            match stretches.last_mut() {
                Some(stretch) if !word.after_mark => stretch.end = range.end,
                _ => stretches.push(range),
            }
        }
        Wording::read(
            text,
            &stretches,
            &languages_in(text, words.len()),
            &*self.index,
            &self.settings,
        )
    }

    /// Adds what a query finds to the pool.
    async fn bring(
        &self,
        query: &Query,
        claim: &ClaimText,
        pool: &mut Pool,
    ) -> Result<(), CheckError> {
        if query.concepts.is_empty() && query.phrases.is_empty() {
            return Ok(());
        }
        let found = self.index.search(query)?;
        let ids: Vec<_> = found.statements.iter().map(|hit| hit.id).collect();
        for (_, quoted) in carried::found(&*self.record, &ids, query).await? {
            pool.add(quoted, claim, self);
        }
        Ok(())
    }

    /// Those of the pool that share most with the claim, and those that share most with each of `parts`, compared with
    /// it; those first that keep most of it.
    fn placed<'p>(
        &self,
        pool: &'p Pool,
        claim: &ClaimText,
        voice: Option<&Voice>,
        parts: &[Range<usize>],
    ) -> Vec<Placed<'p>> {
        let whole = (0..claim.words.len(), self.settings.compared);
        let parts = parts.iter().map(|part| (part.clone(), FOR_A_PART));
        let mut chosen: Vec<usize> = Vec::new();
        for (part, most) in std::iter::once(whole).chain(parts) {
            let mut sharing: Vec<(f32, usize)> = pool
                .said
                .iter()
                .enumerate()
                .map(|(number, said)| (said.shared(claim, part.clone()), number))
                .collect();
            sharing.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            chosen.extend(sharing.into_iter().take(most).map(|(_, number)| number));
        }
        chosen.sort_unstable();
        chosen.dedup();
        let mut placed: Vec<Placed<'p>> = chosen
            .into_iter()
            .filter_map(|number| pool.said.get(number))
            .map(|said| Placed::new(said, said.nearly(claim, &self.settings), claim, voice))
            .collect();
        placed.sort_by(|a, b| {
            b.kept
                .total_cmp(&a.kept)
                .then_with(|| b.speaker_fits.cmp(&a.speaker_fits))
                .then_with(|| published(a.said).cmp(&published(b.said)))
        });
        placed
    }
}

impl Pool {
    fn add(&mut self, quoted: QuotedStatement, claim: &ClaimText, checker: &Checker) {
        if self
            .seen
            .insert((quoted.revision, quoted.statement.utterance))
        {
            let said = Said::read(quoted, claim, &checker.names, &checker.settings);
            self.said.push(said);
        }
    }
}

impl<'p> Placed<'p> {
    fn new(said: &'p Said, places: Places, claim: &ClaimText, voice: Option<&Voice>) -> Self {
        let found = (0..places.len()).filter(|&at| places[at].is_some());
        Self {
            kept: claim.weight(found),
            speaker_fits: voice.is_none_or(|voice| voice.fits(&said.quoted.statement.attribution)),
            said,
            places,
        }
    }

    fn comparison(&self, claim: &ClaimText) -> Comparison {
        self.said
            .compared(claim, 0..claim.words.len(), &self.places, self.speaker_fits)
    }
}

/// The statement that has the whole claim as it is: by whom it names before others, whole before a part.
fn exact(pool: &Pool, claim: &ClaimText, voice: Option<&Voice>) -> Option<Comparison> {
    pool.said
        .iter()
        .filter_map(|said| Some(Placed::new(said, said.exactly(claim)?, claim, voice)))
        .max_by_key(|placed| {
            let is_whole = placed.said.is_whole(&placed.places);
            (
                placed.speaker_fits,
                is_whole,
                std::cmp::Reverse(published(placed.said)),
            )
        })
        .map(|placed| placed.comparison(claim))
}

/// When its article was published: what has no date comes last.
fn published(said: &Said) -> (bool, Option<jiff::Timestamp>) {
    let published = said.quoted.article.published;
    (published.is_none(), published.map(|when| when.at))
}

/// The one that keeps most of the claim.
fn best<'a, 'p>(placed: &'a [Placed<'p>]) -> Option<&'a Placed<'p>> {
    placed.first().filter(|placed| placed.kept > 0.0)
}

/// The claim's words outside of these runs, which ascend: row by row, the longest first.
fn gaps(runs: impl Iterator<Item = Run>, words: usize) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    let mut end = 0;
    for run in runs {
        gaps.push(end..run.claim);
        end = run.claim + run.length;
    }
    gaps.push(end..words);
    gaps.retain(|gap| !gap.is_empty());
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.len()));
    gaps
}

/// What of a run lies outside the other's words of the claim.
fn without(run: Run, taken: &Run) -> Vec<Run> {
    let (end, taken_end) = (run.claim + run.length, taken.claim + taken.length);
    let mut left = Vec::new();
    if run.claim < taken.claim {
        left.push(Run {
            length: end.min(taken.claim) - run.claim,
            ..run
        });
    }
    if end > taken_end {
        let skipped = taken_end.saturating_sub(run.claim);
        left.push(Run {
            claim: run.claim + skipped,
            said: run.said + skipped,
            length: run.length - skipped,
        });
    }
    left
}

/// The claim from its first word to its last: the chosen runs, and what is in none of them.
fn parts(claim: &ClaimText, placed: &[Placed<'_>], chosen: &[(usize, Run)]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    let end = claim.words.len();
    let foreign = |words: Range<usize>| {
        (!words.is_empty()).then(|| Part {
            claimed: claimed_words(claim, words),
            comparison: None,
        })
    };
    for (number, run) in chosen {
        let words = run.claim..run.claim + run.length;
        parts.extend(foreign(at..words.start));
        at = words.end;
        let places: Vec<Option<usize>> = (run.said..run.said + run.length).map(Some).collect();
        parts.push(Part {
            claimed: claimed_words(claim, words.clone()),
            comparison: placed.get(*number).map(|placed| {
                placed
                    .said
                    .compared(claim, words, &places, placed.speaker_fits)
            }),
        });
    }
    parts.extend(foreign(at..end));
    parts
}
