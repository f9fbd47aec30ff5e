//! Which documents are wanted, and the best of them so far.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::DocId;
use tantivy::columnar::Column;
use tantivy::fastfield::AliveBitSet;

use crate::domain::{DateRange, Kinds};

use super::documents::{REPORTED, day_number};
use super::opened::Opened;

/// How many documents are wanted, and of what kinds and days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) most: usize,
    pub(super) kinds: Kinds,
    pub(super) said: DateRange,
}

/// What decides of a document beside its score: that it is not removed, and its fast fields.
pub(super) struct Gate<'c> {
    alive: Option<&'c AliveBitSet>,
    kind: Option<&'c Column<u64>>,
    said: Option<&'c Column<i64>>,
    kinds: Kinds,
    since: i64,
    until: i64,
}

impl<'c> Gate<'c> {
    /// For the documents of one segment.
    pub(super) fn new(opened: &'c Opened, segment: usize, kinds: Kinds, said: DateRange) -> Self {
        let columns = &opened.columns[segment];
        Self {
            alive: opened.segment(segment).alive_bitset(),
            kind: (!kinds.has_every_statement()).then_some(&columns.kind),
            said: (!said.is_open()).then_some(&columns.said),
            kinds,
            since: said.since.map_or(i64::MIN, day_number),
            until: said.until.map_or(i64::MAX, day_number),
        }
    }

    pub(super) fn lets_pass(&self, doc: DocId) -> bool {
        self.alive.is_none_or(|alive| alive.is_alive(doc)) && self.fits(doc)
    }

    fn fits(&self, doc: DocId) -> bool {
        let kind = self.kind.is_none_or(|kind| {
            if kind.first(doc) == Some(REPORTED) {
                self.kinds.reported
            } else {
                self.kinds.quotation
            }
        });
        kind && self.said.is_none_or(|said| {
            said.first(doc)
                .is_some_and(|day| self.since <= day && day <= self.until)
        })
    }
}

/// A document that may be a hit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub(super) score: f32,
    pub(super) segment: usize,
    pub(super) doc: DocId,
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Better ones are greater; of equals, the one indexed first.
impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score
            .total_cmp(&other.score)
            .then_with(|| (other.segment, other.doc).cmp(&(self.segment, self.doc)))
    }
}

/// The best candidates so far.
pub(super) struct Best {
    heap: BinaryHeap<Reverse<Candidate>>,
    most: usize,
}

impl Best {
    pub(super) fn new(most: usize) -> Self {
        Self {
            heap: BinaryHeap::with_capacity(most + 1),
            most,
        }
    }

    /// What the next one has to beat.
    pub(super) fn threshold(&self) -> f32 {
        if self.heap.len() < self.most {
            return f32::MIN;
        }
        self.heap.peek().map_or(f32::MIN, |least| least.0.score)
    }

    pub(super) fn push(&mut self, candidate: Candidate) {
        if self.heap.len() < self.most {
            self.heap.push(Reverse(candidate));
        } else if let Some(mut least) = self.heap.peek_mut()
            && candidate > least.0
        {
            *least = Reverse(candidate);
        }
    }

    /// The best of both.
    pub(super) fn joined(mut self, others: Self) -> Self {
        for candidate in others.heap {
            self.push(candidate.0);
        }
        self
    }

    pub(super) fn into_sorted(self) -> Vec<Candidate> {
        self.heap
            .into_sorted_vec()
            .into_iter()
            .map(|candidate| candidate.0)
            .collect()
    }
}
