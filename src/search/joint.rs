//! Several threads that look for the best of the same documents together.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU32, AtomicUsize};

use tantivy::{DocId, Score, SegmentReader};

use crate::threads;

use super::best::{Best, Candidate, Gate, Wanted};
use super::opened::Opened;
use super::union::{Union, Window};

/// A segment has so many parts where several search: whoever begins late takes fewer.
const PARTS: usize = 8;

/// Fewer postings are read before anybody else has begun.
const SHARED: usize = 8_192;

/// A search for the best documents of all segments that have any of some terms. Whoever takes part takes the next part
/// of the documents, until there is none.
struct Joint {
    opened: Arc<Opened>,
    wanted: Wanted,
    /// A segment, and which of its documents.
    parts: Vec<(usize, Range<DocId>)>,
    next: AtomicUsize,
    to_beat: ToBeat,
}

impl Joint {
    fn new(opened: Arc<Opened>, unions: &[Union], wanted: Wanted) -> Self {
        let mut sure = f32::MIN;
        // Days and kinds may take out documents that are sure to be there by their score.
        if wanted.kinds.has_every_statement() && wanted.said.is_open() {
            let reached = unions.iter().filter_map(|u| u.reached_by(wanted.most));
            sure = reached.fold(f32::MIN, Score::max);
        }
        Self {
            parts: parts(unions, opened.searcher.segment_readers()),
            next: AtomicUsize::new(0),
            to_beat: ToBeat::new(sure.next_down()),
            opened,
            wanted,
        }
    }

    /// The best documents of the parts that nobody else took.
    fn search(&self, mut unions: Vec<Union>) -> Best {
        let mut window = Window::new();
        let mut best = Best::new(self.wanted.most);
        while let Some((segment, docs)) = self.parts.get(self.next.fetch_add(1, Relaxed)) {
            let segment = *segment;
            let gate = Gate::new(&self.opened, segment, self.wanted.kinds, self.wanted.said);
            let threshold = self.to_beat.raised(best.threshold());
            unions[segment].each_above(docs.clone(), threshold, &mut window, |doc, score| {
                if gate.lets_pass(doc) {
                    best.push(Candidate {
                        score,
                        segment,
                        doc,
                    });
                }
                self.to_beat.raised(best.threshold())
            });
        }
        best
    }
}

/// The best documents of all segments, the best first, by one union for each, nothing of which has been read.
pub(super) fn best(opened: Arc<Opened>, unions: Vec<Union>, wanted: Wanted) -> Vec<Candidate> {
    let joint = Joint::new(opened, &unions, wanted);
    if joint.parts.len() <= unions.len() {
        return joint.search(unions).into_sorted();
    }
    let found = threads::share(move || joint.search(unions.clone()));
    let best = found.into_iter().reduce(Best::joined);
    best.map(Best::into_sorted).unwrap_or_default()
}

/// What a document has to beat, as all who take part know it.
struct ToBeat(AtomicU32);

impl ToBeat {
    fn new(threshold: Score) -> Self {
        Self(AtomicU32::new(threshold.to_bits()))
    }

    /// What the next document has to beat for one who has to beat so much by what they found themselves, and who tells
    /// the others. What others found may come after the document, which then need be no better.
    fn raised(&self, own: Score) -> Score {
        let known = Score::from_bits(self.0.load(Relaxed));
        let others = own.next_down();
        if others > known {
            // Somebody may write a lesser one at the same time: that costs some time, and nothing else.
            self.0.store(others.to_bits(), Relaxed);
        }
        own.max(known)
    }
}

/// What is searched at a time, in order.
fn parts(unions: &[Union], readers: &[SegmentReader]) -> Vec<(usize, Range<DocId>)> {
    let postings: usize = unions.iter().map(Union::postings).sum();
    let segments = readers.iter().map(SegmentReader::max_doc).enumerate();
    if postings < SHARED {
        return segments.map(|(segment, most)| (segment, 0..most)).collect();
    }
    let parted = |(segment, most): (usize, DocId)| {
        let size = most.div_ceil(PARTS as DocId).max(1);
        let starts = (0..most).step_by(size as usize);
        starts.map(move |start| (segment, start..(start + size).min(most)))
    };
    segments.flat_map(parted).collect()
}
