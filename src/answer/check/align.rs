//! Which words of a claim stand in a statement, in order. Words are numbers here; 0 in a statement is a word that the claim
//! doesn't have.
//!
//! Nothing here takes more time or memory than the words of both together, times a fixed bound.

use std::collections::HashMap;

/// What a word found in its place is worth, beside one that is missing on either side, which costs 1. A run is joined
/// across as many differing words as it is worth.
const FOUND: i32 = 2;

/// For each word of a claim its place in the statement, ascending; `None` where it has none.
pub(super) type Places = Vec<Option<usize>>;

/// Where the whole claim stands, each stretch between marked omissions without a gap, one stretch behind the other.
/// `marks` tells before which words an omission is marked.
pub(super) fn in_order(claim: &[u32], marks: &[bool], said: &[u32]) -> Option<Vec<usize>> {
    if claim.is_empty() {
        return None;
    }
    let mut places = Vec::with_capacity(claim.len());
    let mut from = 0;
    let mut begin = 0;
    while begin < claim.len() {
        let rest = marks.get(begin + 1..).unwrap_or_default();
        let end = rest
            .iter()
            .position(|&marked| marked)
            .map_or(claim.len(), |at| begin + 1 + at);
        let at = from + find(&claim[begin..end], &said[from..])?;
        from = at + (end - begin);
        places.extend(at..from);
        begin = end;
    }
    Some(places)
}

/// The first place of `wanted` in `text`, by Knuth, Morris and Pratt: a claim of one word repeated takes no longer.
fn find(wanted: &[u32], text: &[u32]) -> Option<usize> {
    let mut fallback = vec![0; wanted.len()];
    let mut length = 0;
    for at in 1..wanted.len() {
        while length > 0 && wanted[at] != wanted[length] {
            length = fallback[length - 1];
        }
        if wanted[at] == wanted[length] {
            length += 1;
        }
        fallback[at] = length;
    }
    let mut matched = 0;
    for (at, word) in text.iter().enumerate() {
        while matched > 0 && *word != wanted[matched] {
            matched = fallback[matched - 1];
        }
        if *word == wanted[matched] {
            matched += 1;
        }
        if matched == wanted.len() {
            return Some(at + 1 - matched);
        }
    }
    None
}

/// The places of the claim's words that keep the most of it together. What the statement has before and behind costs
/// nothing, since a claim may be a part of it; nor does what it has at a marked omission.
///
/// A table of claim by statement is filled where it has at most `cells` cells (Needleman and Wunsch, with free ends on
/// one side). Larger ones are first cut at words that both have once.
pub(super) fn align(claim: &[u32], marks: &[bool], said: &[u32], cells: usize) -> Places {
    let mut places = vec![None; claim.len()];
    let mut fixed = if claim.len().saturating_mul(said.len()) > cells {
        fixed_points(claim, said)
    } else {
        Vec::new()
    };
    fixed.push((claim.len(), said.len()));
    let (mut i, mut j) = (0, 0);
    let last = fixed.len() - 1;
    for (number, (next_i, next_j)) in fixed.into_iter().enumerate() {
        let part = Table {
            claim: &claim[i..next_i],
            marks: &marks[i..next_i],
            said: &said[j..next_j],
            free_start: number == 0,
            free_end: number == last,
        };
        part.fill(cells, &mut places[i..next_i], j);
        if number < last {
            places[next_i] = Some(next_j);
            (i, j) = (next_i + 1, next_j + 1);
        }
    }
    places
}

/// Words that stand once in the claim and once in the statement, the longest ascending row of them.
fn fixed_points(claim: &[u32], said: &[u32]) -> Vec<(usize, usize)> {
    let once = |words: &[u32]| {
        let mut places: HashMap<u32, Option<usize>> = HashMap::new();
        for (place, &word) in words.iter().enumerate() {
            places
                .entry(word)
                .and_modify(|known| *known = None)
                .or_insert(Some(place));
        }
        places
    };
    let (in_claim, in_said) = (once(claim), once(said));
    let both: Vec<(usize, usize)> = claim
        .iter()
        .enumerate()
        .filter(|(_, word)| **word != 0 && in_claim.get(word).copied().flatten().is_some())
        .filter_map(|(place, word)| Some((place, in_said.get(word).copied().flatten()?)))
        .collect();
    // Patience sorting: the last of each pile, and what was on top of the pile before.
    let mut piles: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(both.len());
    for (index, (_, place)) in both.iter().enumerate() {
        let pile = piles.partition_point(|&top| both[top].1 < *place);
        before.push(pile.checked_sub(1).map(|below| piles[below]));
        if pile == piles.len() {
            piles.push(index);
        } else {
            piles[pile] = index;
        }
    }
    let mut row = Vec::with_capacity(piles.len());
    let mut at = piles.last().copied();
    while let Some(index) = at {
        row.push(both[index]);
        at = before[index];
    }
    row.reverse();
    row
}

/// One table of a comparison.
struct Table<'a> {
    claim: &'a [u32],
    marks: &'a [bool],
    said: &'a [u32],
    free_start: bool,
    free_end: bool,
}

#[derive(Clone, Copy)]
enum Step {
    Found,
    Added,
    Dropped,
}

impl Table<'_> {
    /// Writes the places of the words that are found; the statement's words begin at `first`. A table that is too large
    /// has none.
    fn fill(&self, cells: usize, places: &mut [Option<usize>], first: usize) {
        let (rows, columns) = (self.claim.len(), self.said.len());
        if rows == 0 || columns == 0 || rows.saturating_mul(columns) > cells {
            return;
        }
        let mut steps = Vec::with_capacity(rows * columns);
        let dropped = |free: bool| if free { 0 } else { 1 };
        let start = dropped(self.free_start);
        let mut above: Vec<i32> = (0..=columns).map(|j| -start * j as i32).collect();
        let mut row = vec![0; columns + 1];
        for i in 0..rows {
            row[0] = -(i as i32 + 1);
            // Behind word i, an omission is free where the next word is marked.
            let marked = self.marks.get(i + 1).copied().unwrap_or(false);
            let cost = dropped(marked || (i + 1 == rows && self.free_end));
            for j in 0..columns {
                let found = if self.claim[i] == self.said[j] {
                    above[j] + FOUND
                } else {
                    i32::MIN
                };
                let (added, dropped) = (above[j + 1] - 1, row[j] - cost);
                let (best, step) = if found >= added && found >= dropped {
                    (found, Step::Found)
                } else if dropped >= added {
                    (dropped, Step::Dropped)
                } else {
                    (added, Step::Added)
                };
                row[j + 1] = best;
                steps.push(step);
            }
            std::mem::swap(&mut above, &mut row);
        }
        let (mut i, mut j) = (rows, columns);
        while i > 0 && j > 0 {
            match steps[(i - 1) * columns + j - 1] {
                Step::Found => {
                    places[i - 1] = Some(first + j - 1);
                    (i, j) = (i - 1, j - 1);
                }
                Step::Added => i -= 1,
                Step::Dropped => j -= 1,
            }
        }
    }
}

/// A run of claim words that stand side by side in the statement too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// Its first word in the claim.
    pub(super) claim: usize,
    /// Its first word in the statement.
    pub(super) said: usize,
    /// Words.
    pub(super) length: usize,
}

/// All runs, in order.
pub(super) fn runs(places: &[Option<usize>]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (claim, place) in places.iter().enumerate() {
        let Some(said) = *place else {
            continue;
        };
        match runs.last_mut() {
            Some(run) if run.claim + run.length == claim && run.said + run.length == said => {
                run.length += 1;
            }
            _ => runs.push(Run {
                claim,
                said,
                length: 1,
            }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unmarked(claim: &[u32]) -> Vec<bool> {
        vec![false; claim.len()]
    }

    fn aligned(claim: &[u32], said: &[u32]) -> Places {
        align(claim, &unmarked(claim), said, 1_000)
    }

    #[test]
    fn a_part_is_found_where_it_stands() {
        let claim = [3, 4];
        assert_eq!(
            in_order(&claim, &[false; 2], &[1, 3, 2, 3, 4]),
            Some(vec![3, 4])
        );
        assert_eq!(in_order(&claim, &[false; 2], &[3, 0, 4]), None);
        assert_eq!(
            in_order(&claim, &[false, true], &[3, 0, 4]),
            Some(vec![0, 2])
        );
    }

    #[test]
    fn a_changed_word_leaves_the_others_in_place() {
        assert_eq!(
            aligned(&[1, 2, 3, 4], &[0, 1, 2, 0, 4, 0]),
            [Some(1), Some(2), None, Some(4)]
        );
    }

    #[test]
    fn one_common_word_far_away_is_not_taken_for_the_claims() {
        let said = [1, 2, 3, 0, 0, 0, 0, 0, 0, 4];
        assert_eq!(
            aligned(&[1, 2, 3, 4], &said),
            [Some(0), Some(1), Some(2), None]
        );
    }

    #[test]
    fn a_large_table_is_cut_at_fixed_points() {
        let said: Vec<u32> = (1..=3_000).collect();
        let mut claim = said.clone();
        claim.remove(1_500);
        claim[200] = 9_000;
        let places = align(&claim, &unmarked(&claim), &said, 1_000);
        assert_eq!(places.iter().flatten().count(), claim.len() - 1);
        assert_eq!(places[200], None);
    }

    proptest! {
        #[test]
        fn places_ascend_and_hold_the_same_words(
            claim in prop::collection::vec(1u32..6, 0..40),
            said in prop::collection::vec(0u32..6, 0..60),
            cells in 0usize..3_000,
        ) {
            let marks = unmarked(&claim);
            let places = align(&claim, &marks, &said, cells);
            let found: Vec<usize> = places.iter().flatten().copied().collect();
            prop_assert!(found.windows(2).all(|pair| pair[0] < pair[1]));
            for (word, place) in claim.iter().zip(&places) {
                if let Some(place) = place {
                    prop_assert_eq!(*word, said[*place]);
                }
            }
            if let Some(whole) = in_order(&claim, &marks, &said) {
                prop_assert!(whole.windows(2).all(|pair| pair[0] + 1 == pair[1]));
                if claim.len() * said.len() <= cells {
                    prop_assert!(places.iter().all(Option::is_some));
                }
            }
        }
    }
}
