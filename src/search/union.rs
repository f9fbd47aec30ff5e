//! The best documents of those that have any of many terms.
//!
//! A question's words and all their forms make a union of posting lists, and that is where most of the time of a search
//! goes. Two things make it quick:
//!
//! - Documents are scored a window at a time, list after list: adding up in a small array is far less work for each
//!   document than keeping many lists in step.
//! - What is already found tells what the next one has to beat. Terms so frequent that all of them together cannot reach
//!   it are not read through: they are only asked about documents that the others brought close enough (MaxScore:
//!   H. Turtle, J. Flood, "Query Evaluation: Strategies and Optimizations", 1995).
//! - Before anything is found, as many documents as are wanted score at least what they score by one term alone, so that
//!   much has to be beaten from the start.

use std::ops::Range;
use std::sync::Arc;

use tantivy::fastfield::AliveBitSet;
use tantivy::postings::BlockSegmentPostings;
use tantivy::{DocId, Score, TERMINATED};

use super::bm25::Taken;

/// Bits of a word.
const WORD: usize = u64::BITS as usize;

/// Documents that are scored together: their scores fit in a processor's nearest cache, and a word has a bit for each
/// word that has a bit for each of them.
const WINDOW: usize = WORD * WORD;

/// A term in one segment.
#[derive(Clone)]
pub(super) struct Reading {
    postings: BlockSegmentPostings,
    /// Where in the present block of postings reading has come to.
    at: usize,
    /// How telling the term is.
    rarity: Score,
    /// The most that any document scores by this term.
    most: Score,
    /// The most that any could score by this and all that count less.
    together: Score,
    peaks: Arc<Peaks>,
}

impl Reading {
    /// `rarity` is the term's inverse document frequency, times whatever else it counts.
    pub(super) fn new(postings: BlockSegmentPostings, rarity: f32, peaks: Arc<Peaks>) -> Self {
        let most = rarity * peaks.0.first().copied().unwrap_or_default();
        Self {
            postings,
            at: 0,
            rarity,
            most,
            together: most,
            peaks,
        }
    }

    /// A score that so many documents reach by this term alone; they may be at it exactly.
    pub(super) fn reached_by(&self, documents: usize) -> Option<Score> {
        let least = self.peaks.0.get(documents.checked_sub(1)?)?;
        Some(self.rarity * least)
    }

    /// The document that reading has come to.
    fn doc(&self) -> DocId {
        let docs = self.postings.docs();
        docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    /// The first document that is no earlier.
    fn seek(&mut self, doc: DocId) -> DocId {
        if self.doc() < doc {
            self.at = self.postings.seek(doc);
        }
        self.doc()
    }

    /// What a document scores by this term. Documents are asked for in order.
    fn score_of(&mut self, doc: DocId, taken: &Taken) -> Score {
        if self.seek(doc) == doc {
            self.rarity * taken.saturated(doc, self.postings.freq(self.at))
        } else {
            0.0
        }
    }

    /// Hands over each document before `end` with its score.
    fn read_until(&mut self, end: DocId, taken: &Taken, mut hand_over: impl FnMut(DocId, Score)) {
        loop {
            let docs = &self.postings.docs()[self.at..];
            let frequencies = &self.postings.freqs()[self.at..];
            let before = docs.partition_point(|doc| *doc < end);
            for (&doc, &frequency) in docs[..before].iter().zip(frequencies) {
                hand_over(doc, self.rarity * taken.saturated(doc, frequency));
            }
            if before < docs.len() || docs.is_empty() {
                self.at += before;
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

/// The scores of a window's documents.
pub(super) struct Window {
    scores: [Score; WINDOW],
    /// A bit for each document that has a score.
    scored: [u64; WORD],
    /// A bit for each word of those that is not 0.
    words: u64,
}

impl Window {
    pub(super) fn new() -> Box<Self> {
        Box::new(Self {
            scores: [0.0; WINDOW],
            scored: [0; WORD],
            words: 0,
        })
    }

    fn add(&mut self, place: usize, score: Score) {
        self.scores[place] += score;
        self.scored[place / WORD] |= 1 << (place % WORD);
        self.words |= 1 << (place / WORD);
    }

    /// Hands over each place that has a score, in order, and forgets them all.
    fn drain(&mut self, mut hand_over: impl FnMut(usize, Score)) {
        let mut words = std::mem::take(&mut self.words);
        while words != 0 {
            let word = words.trailing_zeros() as usize;
            words &= words - 1;
            let mut scored = std::mem::take(&mut self.scored[word]);
            while scored != 0 {
                let place = word * WORD + scored.trailing_zeros() as usize;
                scored &= scored - 1;
                hand_over(place, std::mem::take(&mut self.scores[place]));
            }
        }
    }
}

/// Documents of a term whose scores are kept.
const KEPT: usize = 64;

/// The most that documents of a segment score by a term, without its rarity: the greatest first, of [`KEPT`] documents if
/// it has as many.
#[derive(Debug, Default)]
pub(super) struct Peaks(Vec<Score>);

impl Peaks {
    /// Reads a term through. Documents that are not alive don't count.
    pub(super) fn read(
        mut postings: BlockSegmentPostings,
        taken: &Taken,
        alive: Option<&AliveBitSet>,
    ) -> Self {
        let mut peaks: Vec<Score> = Vec::with_capacity(KEPT + 1);
        let mut least = 0.0;
        while !postings.docs().is_empty() {
            for (&doc, &frequency) in postings.docs().iter().zip(postings.freqs()) {
                let score = taken.saturated(doc, frequency);
                if score > least && alive.is_none_or(|alive| alive.is_alive(doc)) {
                    let place = peaks.partition_point(|better| *better >= score);
                    peaks.insert(place, score);
                    peaks.truncate(KEPT);
                    least = peaks.get(KEPT - 1).copied().unwrap_or_default();
                }
            }
            postings.advance();
        }
        Self(peaks)
    }
}

/// The terms of one segment, and how far they have been read.
#[derive(Clone)]
pub(super) struct Union {
    /// The greater what documents score by it at the most, the later.
    readings: Vec<Reading>,
    taken: Taken,
}

impl Union {
    pub(super) fn new(mut readings: Vec<Reading>, taken: Taken) -> Self {
        readings.sort_by(|a, b| a.most.total_cmp(&b.most));
        let mut together = 0.0;
        for reading in &mut readings {
            together += reading.most;
            reading.together = together;
        }
        Self { readings, taken }
    }

    /// A score that so many documents are sure to have, by one of the terms alone.
    pub(super) fn reached_by(&self, documents: usize) -> Option<Score> {
        let reached = self.readings.iter().filter_map(|r| r.reached_by(documents));
        reached.max_by(Score::total_cmp)
    }

    /// How many documents the terms have, those of several counted for each.
    pub(super) fn postings(&self) -> usize {
        let postings = self
            .readings
            .iter()
            .map(|reading| reading.postings.doc_freq() as usize);
        postings.sum()
    }

    /// Offers every document of `docs` that scores more than `threshold`, in order. What is offered gives back what the next
    /// one has to beat. Ranges are asked for in order.
    ///
    /// However the documents are parted into ranges, each has the same score to the last bit: what counts most is added
    /// first.
    pub(super) fn each_above(
        &mut self,
        docs: Range<DocId>,
        mut threshold: Score,
        window: &mut Window,
        mut offer: impl FnMut(DocId, Score) -> Score,
    ) {
        let taken = &self.taken;
        loop {
            let read = self
                .readings
                .partition_point(|reading| reading.together <= threshold);
            let (frequent, rare) = self.readings.split_at_mut(read);
            let first = rare
                .iter_mut()
                .map(|reading| reading.seek(docs.start))
                .min();
            let Some(first) = first.filter(|first| *first < docs.end) else {
                return;
            };
            let end = first.saturating_add(WINDOW as DocId).min(docs.end);
            let mut complete = |doc, score| {
                let score = completed(score, doc, frequent, taken, threshold);
                if score > threshold {
                    threshold = threshold.max(offer(doc, score));
                }
            };
            // A single term has nothing to be added to.
            if let [only] = rare {
                only.read_until(end, taken, complete);
                continue;
            }
            for reading in rare.iter_mut().rev() {
                reading.read_until(end, taken, |doc, score| {
                    window.add((doc - first) as usize, score);
                });
            }
            window.drain(|place, score| complete(first + place as DocId, score));
        }
    }
}

/// A document's score with what frequent terms add, as long as that can get it above the threshold.
fn completed(
    mut score: Score,
    doc: DocId,
    frequent: &mut [Reading],
    taken: &Taken,
    threshold: Score,
) -> Score {
    for reading in frequent.iter_mut().rev() {
        if score + reading.together <= threshold {
            break;
        }
        score += reading.score_of(doc, taken);
    }
    score
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::schema::{
        Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
    };
    use tantivy::{Index, IndexWriter, TantivyDocument, Term};

    use super::super::bm25::ByLength;
    use super::*;

    type Scored = (DocId, Score);

    /// Texts of these words, each a number, in one segment.
    fn index(texts: &[Vec<u8>]) -> (Index, Field) {
        let mut schema = Schema::builder();
        let words = TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::WithFreqs);
        let field =
            schema.add_text_field("words", TextOptions::default().set_indexing_options(words));
        let other = schema.add_text_field("other", STRING);
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000).unwrap();
        for text in texts {
            let mut document = TantivyDocument::default();
            let words: Vec<String> = text.iter().map(u8::to_string).collect();
            document.add_text(field, words.join(" "));
            document.add_text(other, "any");
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        (index, field)
    }

    /// The `most` best of the documents with any of the terms, each with what it counts: by the union, read up to each of
    /// these places and to the end, and by adding up all.
    fn best(
        texts: &[Vec<u8>],
        asked: &[(u8, f32)],
        most: usize,
        cuts: &[DocId],
    ) -> (Vec<Scored>, Vec<Scored>) {
        let (index, field) = index(texts);
        let searcher = index.reader().unwrap().searcher();
        let segment = searcher.segment_reader(0);
        let inverted = segment.inverted_index(field).unwrap();
        let lengths = segment.get_fieldnorms_reader(field).unwrap();
        let mean = inverted.total_num_tokens() as f32 / texts.len() as f32;
        let taken = Taken {
            by_length: Arc::new(ByLength::new(mean)),
            lengths: lengths.clone(),
        };
        let mut readings = Vec::new();
        let mut all = vec![0.0; texts.len()];
        for &(word, rarity) in asked {
            let term = Term::from_field_text(field, &word.to_string());
            let option = IndexRecordOption::WithFreqs;
            if let Some(postings) = inverted.read_block_postings(&term, option).unwrap() {
                let again = inverted.read_block_postings(&term, option).unwrap();
                let peaks = Peaks::read(again.unwrap(), &taken, None);
                readings.push(Reading::new(postings, rarity, Arc::new(peaks)));
            }
            for (doc, text) in texts.iter().enumerate() {
                let frequency = text.iter().filter(|&&own| own == word).count() as f32;
                let length = lengths.fieldnorm(doc as DocId) as f32;
                // The formula as it is published, with its usual parameters.
                let taken = 1.2 * (1.0 - 0.75 + 0.75 * length / mean);
                all[doc] += rarity * 2.2 * frequency / (frequency + taken);
            }
        }
        let mut found: Vec<Scored> = Vec::new();
        let mut union = Union::new(readings, taken);
        let sure = union.reached_by(most).unwrap_or_default().next_down();
        let mut window = Window::new();
        let mut threshold = sure;
        let mut begun = 0;
        for &end in cuts.iter().chain([&(texts.len() as DocId)]) {
            let part = begun..end;
            begun = end;
            union.each_above(part, threshold, &mut window, |doc, score| {
                let place = found.partition_point(|(_, better)| *better >= score);
                found.insert(place, (doc, score));
                found.truncate(most);
                threshold = found.get(most - 1).map_or(sure, |least| least.1);
                threshold
            });
        }
        let mut all: Vec<Scored> = (0..).zip(all).filter(|(_, score)| *score > 0.0).collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all.truncate(most);
        (found, all)
    }

    fn equal(found: &[Scored], all: &[Scored]) -> bool {
        // The same sum in another order may part in its last bits, and so may the places of equals.
        found.len() == all.len() && found.iter().zip(all).all(|(a, b)| (a.1 - b.1).abs() < 1e-4)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_best_are_those_that_adding_up_everything_finds(
            texts in prop::collection::vec(prop::collection::vec(0..30u8, 1..12), 1..400),
            asked in prop::collection::btree_map(0..40u8, 0.1..8.0f32, 1..8),
            most in 1..20usize,
            cuts in prop::collection::btree_set(0..400u32, 0..4),
        ) {
            let asked: Vec<(u8, f32)> = asked.into_iter().collect();
            let (found, all) = best(&texts, &asked, most, &[]);
            prop_assert!(equal(&found, &all), "{found:?} for {all:?}");
            let count = texts.len() as DocId;
            let cuts: Vec<DocId> = cuts.into_iter().filter(|cut| *cut < count).collect();
            prop_assert_eq!(found, best(&texts, &asked, most, &cuts).0);
        }
    }

    #[test]
    fn many_windows_and_blocks_are_read_to_their_end() {
        // A word in every text, one in every third, one in every 1,001st, and one in the last alone.
        let count = 3 * WINDOW + 10;
        let texts: Vec<Vec<u8>> = (0..count)
            .map(|number| {
                let mut text = vec![1; 1 + number % 3];
                if number % 3 == 0 {
                    text.push(2);
                }
                if number % 1_001 == 7 {
                    text.push(3);
                }
                if number == count - 1 {
                    text.push(4);
                }
                text
            })
            .collect();
        let asked = [(1, 0.01), (2, 1.0), (3, 6.0), (4, 9.0)];
        for most in [1, 10, 5_000, count] {
            let (found, all) = best(&texts, &asked, most, &[]);
            assert!(equal(&found, &all), "the best {most}");
            let cuts = [1, WINDOW as DocId + 5, 2 * WINDOW as DocId];
            assert_eq!(found, best(&texts, &asked, most, &cuts).0);
            assert_eq!(found[0].0, count as DocId - 1);
        }
    }
}
