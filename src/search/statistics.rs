//! What BM25 has to know of the documents of one kind, apart from those of the other.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tantivy::postings::TermInfo;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// How many documents of a kind there are, and how long their fields.
pub(super) struct Totals {
    documents: u64,
    tokens: Vec<(Field, u64)>,
}

impl Totals {
    /// Over the documents in which `kind` occurs, removed ones counted until their segments are merged.
    pub(super) fn new(searcher: &Searcher, kind: &Term, fields: &[Field]) -> tantivy::Result<Self> {
        Ok(Self {
            documents: searcher.doc_freq(kind)?.max(1),
            tokens: fields
                .iter()
                .map(|&field| Ok((field, searcher.total_num_tokens(field)?)))
                .collect::<tantivy::Result<_>>()?,
        })
    }

    fn tokens(&self, field: Field) -> u64 {
        let of = |(known, tokens): &(Field, u64)| (*known == field).then_some(*tokens);
        self.tokens.iter().find_map(of).unwrap_or_default()
    }
}

/// A term as the segments have it, in their order.
type Found = Rc<[Option<TermInfo>]>;

/// Statistics for one search: a term is looked up once.
pub(super) struct Statistics<'a> {
    searcher: &'a Searcher,
    totals: &'a Totals,
    found: RefCell<FxHashMap<Term, Found>>,
}

impl<'a> Statistics<'a> {
    pub(super) fn new(searcher: &'a Searcher, totals: &'a Totals) -> Self {
        Self {
            searcher,
            totals,
            found: RefCell::default(),
        }
    }

    pub(super) fn documents(&self) -> u64 {
        self.totals.documents
    }

    /// The mean length of a field, in terms.
    pub(super) fn mean_length(&self, field: Field) -> f32 {
        (self.totals.tokens(field) as f32 / self.totals.documents as f32).max(1.0)
    }

    /// How telling a term is that occurs in so many documents: BM25's inverse document frequency.
    pub(super) fn rarity(&self, frequency: u64) -> f32 {
        let (all, with) = (self.documents().max(frequency) as f32, frequency as f32);
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }

    /// In how many documents a term occurs.
    pub(super) fn frequency(&self, term: &Term) -> tantivy::Result<u64> {
        let found = self.found(term)?;
        let frequencies = found.iter().flatten().map(|info| u64::from(info.doc_freq));
        Ok(frequencies.sum())
    }

    /// Where a segment has a term, if it does.
    pub(super) fn in_segment(
        &self,
        segment: usize,
        term: &Term,
    ) -> tantivy::Result<Option<TermInfo>> {
        Ok(self.found(term)?.get(segment).cloned().flatten())
    }

    fn found(&self, term: &Term) -> tantivy::Result<Found> {
        if let Some(known) = self.found.borrow().get(term) {
            return Ok(Rc::clone(known));
        }
        let segments = self.searcher.segment_readers().iter();
        let found: Found = segments
            .map(|segment| Ok(segment.inverted_index(term.field())?.get_term_info(term)?))
            .collect::<tantivy::Result<_>>()?;
        self.found
            .borrow_mut()
            .insert(term.clone(), Rc::clone(&found));
        Ok(found)
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Ok(self.totals.tokens(field))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.totals.documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.frequency(term)
    }
}
