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
pub(super) fn taken(length: u32, mean_length: f32) -> Score {
    K1 * (1.0 - B + B * length as f32 / mean_length)
}

/// The part of a term that occurs so often in a text from which so much is [`taken`]: 0 to [`MOST`].
pub(super) fn saturated(frequency: u32, taken: Score) -> Score {
    let frequency = frequency as Score;
    MOST * frequency / (frequency + taken)
}

/// What is [`taken`] for each length as tantivy stores it in a byte.
pub(super) struct ByLength([Score; 256]);

impl ByLength {
    /// For texts of this mean length, in terms.
    pub(super) fn new(mean_length: f32) -> Self {
        let length = |id| FieldNormReader::id_to_fieldnorm(id as u8);
        Self(std::array::from_fn(|id| taken(length(id), mean_length)))
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
    pub(super) fn saturated(self, doc: DocId, frequency: u32) -> Score {
        let length = usize::from(self.lengths.fieldnorm_id(doc));
        saturated(frequency, self.by_length.0[length])
    }
}
