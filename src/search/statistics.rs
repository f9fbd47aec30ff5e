//! What BM25 has to know of the documents of one kind, apart from those of the other.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::postings::TermInfo;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, TantivyError, Term};

use super::bm25::ByLength;

/// How many documents of a kind there are, and how long their fields.
pub(super) struct Totals {
    documents: u64,
    lengths: Vec<(Field, Lengths)>,
}

/// Of one field of all documents of a kind.
struct Lengths {
    tokens: u64,
    parts: Arc<ByLength>,
}

impl Totals {
    /// Over the documents in which `kind` occurs, removed ones counted until their segments are merged.
    pub(super) fn new(searcher: &Searcher, kind: &Term, fields: &[Field]) -> tantivy::Result<Self> {
        let documents = searcher.doc_freq(kind)?.max(1);
        let lengths = |&field| {
            let tokens = searcher.total_num_tokens(field)?;
            let mean = (tokens as f32 / documents as f32).max(1.0);
            let parts = Arc::new(ByLength::new(mean));
            Ok((field, Lengths { tokens, parts }))
        };
        Ok(Self {
            documents,
            lengths: fields.iter().map(lengths).collect::<tantivy::Result<_>>()?,
        })
    }

    /// What a term's part is in texts of each length of a field.
    pub(super) fn by_length(&self, field: Field) -> tantivy::Result<Arc<ByLength>> {
        let unknown = || TantivyError::FieldNotFound(format!("{field:?}"));
        let parts = self.of(field).map(|of| Arc::clone(&of.parts));
        parts.ok_or_else(unknown)
    }

    fn of(&self, field: Field) -> Option<&Lengths> {
        let known = self.lengths.iter().find(|(known, _)| *known == field);
        known.map(|(_, lengths)| lengths)
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

    /// What a term's part is in texts of each length of a field.
    pub(super) fn by_length(&self, field: Field) -> tantivy::Result<Arc<ByLength>> {
        self.totals.by_length(field)
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
        // Names and outlets only filter: of those nobody asks how long they are.
        Ok(self.totals.of(field).map_or(0, |of| of.tokens))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.totals.documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.frequency(term)
    }
}
