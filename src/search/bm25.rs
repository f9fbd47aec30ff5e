//! BM25's part for one term and one text, without the term's rarity, which [`super::statistics`] has.
//!
//! S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; parameters as tantivy has
//! them.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::{DocId, Score};

const K1: Score = 1.2;
const B: Score = 0.75;

/// More than any text has by a term, however often it is there.
const MOST: Score = K1 + 1.0;

/// What a text's length, in terms, takes from the part of each term in it.
fn taken(length: u32, mean_length: f32) -> Score {
    K1 * (1.0 - B + B * length as f32 / mean_length)
}

/// The part of a term that occurs so often in a text from which so much is [`taken`]: 0 to [`MOST`].
fn saturated(frequency: u32, taken: Score) -> Score {
    let frequency = frequency as Score;
    MOST * frequency / (frequency + taken)
}

/// Frequencies whose parts are kept: few texts as short as statements and paragraphs have a word more often.
const KEPT: usize = 4;

/// Lengths that tantivy tells apart: it stores them in a byte.
const LENGTHS: usize = 256;

/// Parts of terms for each length as it is stored: worked out once for all documents that are.
pub(super) struct ByLength {
    taken: [Score; LENGTHS],
    /// The parts of a term that is there once, twice and so on.
    saturated: [[Score; LENGTHS]; KEPT],
}

impl ByLength {
    /// For texts of this mean length, in terms.
    pub(super) fn new(mean_length: f32) -> Self {
        let length = |id| FieldNormReader::id_to_fieldnorm(id as u8);
        let taken: [Score; LENGTHS] = std::array::from_fn(|id| taken(length(id), mean_length));
        let times = |count: usize| taken.map(|taken| saturated(count as u32, taken));
        Self {
            taken,
            saturated: std::array::from_fn(|index| times(index + 1)),
        }
    }

    /// The part of a term that is so often, in a text whose length is stored so.
    #[inline]
    fn saturated(&self, length: u8, frequency: u32) -> Score {
        let length = usize::from(length);
        let kept = frequency.checked_sub(1).map(|index| index as usize);
        match kept.and_then(|index| self.saturated.get(index)) {
            Some(parts) => parts[length],
            None => saturated(frequency, self.taken[length]),
        }
    }
}

/// The same for each document of a segment.
#[derive(Clone, Copy)]
pub(super) struct Taken<'a> {
    pub(super) by_length: &'a ByLength,
    pub(super) lengths: &'a FieldNormReader,
}

impl Taken<'_> {
    /// The part of a term that is so often in a document.
    #[inline]
    pub(super) fn saturated(self, doc: DocId, frequency: u32) -> Score {
        self.by_length
            .saturated(self.lengths.fieldnorm_id(doc), frequency)
    }
}
