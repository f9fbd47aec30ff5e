//! What BM25 has to know of the documents of one kind, apart from those of the other.

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// Statistics over the documents of one kind.
pub(super) struct Statistics<'a> {
    searcher: &'a Searcher,
    documents: u64,
}

impl<'a> Statistics<'a> {
    /// Over the documents in which `kind` occurs, removed ones counted until their segments are merged.
    pub(super) fn new(searcher: &'a Searcher, kind: &Term) -> tantivy::Result<Self> {
        Ok(Self {
            searcher,
            documents: searcher.doc_freq(kind)?.max(1),
        })
    }

    pub(super) fn documents(&self) -> u64 {
        self.documents
    }

    /// The mean length of a field, in terms.
    pub(super) fn mean_length(&self, field: Field) -> tantivy::Result<f32> {
        Ok((self.total_num_tokens(field)? as f32 / self.documents as f32).max(1.0))
    }

    /// How telling a term is that occurs in so many documents: BM25's inverse document frequency.
    pub(super) fn rarity(&self, frequency: u64) -> f32 {
        let (all, with) = (self.documents.max(frequency) as f32, frequency as f32);
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.searcher.doc_freq(term)
    }
}
