//! One committed state of an index, with what every search needs of it read once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, SegmentReader, Term};

use super::behind_questions;
use super::bm25::Taken;
use super::schema::{ARTICLE, Fields, STATEMENT};
use super::statistics::Totals;
use super::union::Peaks;

/// Of a term in so many documents of a segment it is kept in memory what they score by it at the most: the better that is
/// known, the fewer documents have to be looked at. Reading others through again costs little.
const FREQUENT: u32 = 1000;

/// Reading all frequent terms of fewer documents takes no time that anybody would notice.
const MANY: u64 = 100_000;

/// A state of the index, open for any number of searches.
pub(super) struct Opened {
    pub(super) searcher: Searcher,
    /// The fast fields of each segment.
    pub(super) columns: Vec<Columns>,
    /// Of the fields of statements.
    pub(super) statements: Totals,
    /// Of the fields of articles.
    pub(super) articles: Totals,
    /// Of frequent terms of each segment.
    peaks: Vec<Mutex<FxHashMap<Term, Arc<Peaks>>>>,
    /// Whether somebody began to read them ahead.
    ahead: AtomicBool,
}

/// A segment's fast fields: finding one by its name costs as much as a whole search of a rare word.
pub(super) struct Columns {
    pub(super) statement: Column<i64>,
    pub(super) kind: Column<u64>,
    pub(super) said: Column<i64>,
    pub(super) published: Column<i64>,
    pub(super) fingerprint: Column<u64>,
    pub(super) place: Column<u64>,
    pub(super) voice: Column<u64>,
    pub(super) publisher: Column<u64>,
}

impl Opened {
    pub(super) fn new(searcher: Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers();
        let columns = segments
            .iter()
            .map(Columns::new)
            .collect::<tantivy::Result<_>>()?;
        let peaks = segments.iter().map(|_| Mutex::default()).collect();
        let document = |kind| Term::from_field_text(fields.document, kind);
        let statements = Totals::new(&searcher, &document(STATEMENT), &[fields.all, fields.words])?;
        let articles = Totals::new(&searcher, &document(ARTICLE), &[fields.text])?;
        Ok(Self {
            searcher,
            columns,
            statements,
            articles,
            peaks,
            ahead: AtomicBool::new(false),
        })
    }

    /// The peaks of a term of a segment: from `read_through` the first time and for rare terms, then from memory.
    pub(super) fn peaks(
        &self,
        segment: usize,
        term: &Term,
        info: &TermInfo,
        read_through: impl FnOnce() -> Peaks,
    ) -> Arc<Peaks> {
        if info.doc_freq < FREQUENT {
            return Arc::new(read_through());
        }
        let known = &self.peaks[segment];
        if let Some(peaks) = known.lock().get(term) {
            return Arc::clone(peaks);
        }
        let peaks = Arc::new(read_through());
        known.lock().insert(term.clone(), Arc::clone(&peaks));
        peaks
    }

    /// Reads every frequent term through, so that no question has to, as long as this state is in use: a fraction of a
    /// second for a million statements.
    pub(super) fn read_ahead(
        &self,
        fields: &Fields,
        in_use: impl Fn() -> bool,
    ) -> tantivy::Result<()> {
        self.ahead.store(true, Relaxed);
        self.read_field_ahead(fields.all, &self.statements, &in_use)?;
        self.read_field_ahead(fields.text, &self.articles, &in_use)
    }

    /// The same behind questions, the first time that it is called and where it takes long, until a newer state is in use.
    pub(super) fn read_ahead_once(self: &Arc<Self>, fields: &Fields) {
        if self.searcher.num_docs() < MANY || self.ahead.swap(true, Relaxed) {
            return;
        }
        let (opened, fields) = (Arc::clone(self), fields.clone());
        let reading = move || {
            let read = opened.read_ahead(&fields, || Arc::strong_count(&opened) > 1);
            if let Err(error) = read {
                // Whoever asks reads for themselves then, and says what is wrong.
                tracing::debug!(%error, "frequent terms can't be read ahead");
            }
        };
        behind_questions(|| thread::spawn(reading));
    }

    fn read_field_ahead(
        &self,
        field: Field,
        of: &Totals,
        in_use: &impl Fn() -> bool,
    ) -> tantivy::Result<()> {
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let inverted = reader.inverted_index(field)?;
            let taken = Taken {
                by_length: of.by_length(field)?,
                lengths: reader.get_fieldnorms_reader(field)?,
            };
            let mut terms = inverted.terms().stream()?;
            while let Some((text, info)) = terms.next() {
                if info.doc_freq < FREQUENT {
                    continue;
                }
                if !in_use() {
                    return Ok(());
                }
                let mut term = Term::from_field_text(field, "");
                term.append_bytes(text);
                let option = IndexRecordOption::WithFreqs;
                let postings = inverted.read_block_postings_from_terminfo(info, option)?;
                let alive = reader.alive_bitset();
                self.peaks(segment, &term, info, || {
                    Peaks::read(postings, &taken, alive)
                });
            }
        }
        Ok(())
    }

    pub(super) fn segment(&self, segment: usize) -> &SegmentReader {
        &self.searcher.segment_readers()[segment]
    }
}

impl Columns {
    fn new(reader: &SegmentReader) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        Ok(Self {
            statement: fast.i64("statement")?,
            kind: fast.u64("kind")?,
            said: fast.i64("said")?,
            published: fast.i64("published")?,
            fingerprint: fast.u64("fingerprint")?,
            place: fast.u64("place")?,
            voice: fast.u64("voice")?,
            publisher: fast.u64("publisher")?,
        })
    }
}
