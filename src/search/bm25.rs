//! BM25's part for one term and one text, without the term's rarity, which [`super::statistics`] has.
//!
//! S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; parameters as tantivy has
//! them.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::{DocId, Score};

const K1: Score = 1.2;
const B: Score = 0.75;

/// More than any text has by a term, however often it is there.
const MOST: Score = K1 + 1.0;

/// How often a term is in nearly every text that has it: up to that, its part is looked up.
const OFTEN: usize = 4;

/// Lengths that tantivy tells apart: it stores each in a byte.
const LENGTHS: usize = 256;

/// What a text's length, in terms, takes from the part of each term in it.
fn taken(length: u32, mean_length: f32) -> Score {
    K1 * (1.0 - B + B * length as f32 / mean_length)
}

/// The part of a term that occurs so often in a text from which so much is [`taken`]: 0 to [`MOST`].
fn saturated(frequency: usize, taken: Score) -> Score {
    let frequency = frequency as Score;
    MOST * frequency / (frequency + taken)
}

/// The parts of a term in texts of each length, as tantivy stores it.
pub(super) struct ByLength {
    taken: [Score; LENGTHS],
    /// Of a term that is there once, twice and so on.
    parts: [[Score; LENGTHS]; OFTEN],
}

impl ByLength {
    /// For texts of this mean length, in terms.
    pub(super) fn new(mean_length: f32) -> Self {
        let length = |id| FieldNormReader::id_to_fieldnorm(id as u8);
        let taken: [Score; LENGTHS] = std::array::from_fn(|id| taken(length(id), mean_length));
        let parts = std::array::from_fn(|before| taken.map(|taken| saturated(before + 1, taken)));
        Self { taken, parts }
    }
}

/// The same for each document of a segment.
#[derive(Clone)]
pub(super) struct Taken {
    pub(super) by_length: Arc<ByLength>,
    pub(super) lengths: FieldNormReader,
}

impl Taken {
    /// The part of a term that is so often in a document, at least once.
    #[inline]
    pub(super) fn saturated(&self, doc: DocId, frequency: u32) -> Score {
        let length = usize::from(self.lengths.fieldnorm_id(doc));
        let frequency = frequency as usize;
        match self.by_length.parts.get(frequency.wrapping_sub(1)) {
            Some(parts) => parts[length],
            None => saturated(frequency, self.by_length.taken[length]),
        }
    }
}
