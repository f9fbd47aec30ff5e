//! A statement's words beside a claim's: from places to a difference that a person can read.

use std::collections::HashSet;
use std::ops::Range;

use super::align::{Places, align, in_order};
use super::claim::{ClaimText, is_in_capitals};
use super::names::Names;
use super::settings::CheckSettings;
use super::words::{marks_omission, tokens};
use crate::domain::{Comparison, QuotedStatement, Stretch};

/// A statement, its pieces put together, in the numbers of one claim's words.
pub(super) struct Said {
    pub(super) quoted: Box<QuotedStatement>,
    words: Vec<SaidWord>,
    ids: Vec<u32>,
    /// The claim's words that are here.
    has: HashSet<u32>,
    /// Whether the statement has more words than are looked at.
    is_cut: bool,
}

struct SaidWord {
    piece: usize,
    range: Range<usize>,
    /// Whether the statement itself has an omission before it, or the article something else.
    after_mark: bool,
}

impl Said {
    pub(super) fn read(
        quoted: QuotedStatement,
        claim: &ClaimText,
        names: &Names,
        settings: &CheckSettings,
    ) -> Self {
        let mut words = Vec::new();
        let mut ids = Vec::new();
        let mut is_cut = false;
        for (piece, text) in pieces(&quoted).enumerate() {
            let in_capitals = is_in_capitals(text);
            let mut end = None;
            let mut after_mark = quoted
                .pieces
                .get(piece)
                .is_some_and(|piece| piece.after_gap);
            for token in tokens(text) {
                if words.len() == settings.most_said {
                    is_cut = true;
                    break;
                }
                let between = end.and_then(|end| text.get(end..token.start));
                after_mark |= between.is_some_and(marks_omission);
                ids.push(claim.number_of(&token, in_capitals, names));
                words.push(SaidWord {
                    piece,
                    range: token.start..token.end(),
                    after_mark,
                });
                (end, after_mark) = (Some(token.end()), false);
            }
        }
        Self {
            quoted: Box::new(quoted),
            words,
            has: ids.iter().copied().collect(),
            ids,
            is_cut,
        }
    }

    /// How much of the claim's words at `part` occur here at all, wherever: what [`align`] can find at most.
    pub(super) fn shared(&self, claim: &ClaimText, part: Range<usize>) -> f32 {
        claim.weight(part.filter(|&at| self.has.contains(&claim.words[at].id)))
    }

    /// Where all of the claim stands.
    pub(super) fn exactly(&self, claim: &ClaimText) -> Option<Places> {
        let places = in_order(&claim.ids, &claim.marks, &self.ids)?;
        let are_marked = places
            .windows(2)
            .all(|pair| pair[0] + 1 == pair[1] || self.may_be_left_out(pair[0] + 1..pair[1]));
        are_marked.then(|| places.into_iter().map(Some).collect())
    }

    /// Whether a claim's mark stands for these words. Where the statement has a mark of its own beside them, the claim's is
    /// that one, and what is left out next to it is left out silently.
    fn may_be_left_out(&self, words: Range<usize>) -> bool {
        let marked = |at: usize| self.words.get(at).is_some_and(|word| word.after_mark);
        !marked(words.start) && !marked(words.end)
    }

    /// Where most of the claim stands.
    pub(super) fn nearly(&self, claim: &ClaimText, settings: &CheckSettings) -> Places {
        align(&claim.ids, &claim.marks, &self.ids, settings.cells)
    }

    /// Whether these places are all of the statement, from its first word to its last.
    pub(super) fn is_whole(&self, places: &[Option<usize>]) -> bool {
        !self.is_cut
            && places.len() == self.words.len()
            && places
                .iter()
                .enumerate()
                .all(|(at, place)| *place == Some(at))
    }

    /// What a person is shown of the claim's words at `part` beside this statement.
    pub(super) fn compared(
        &self,
        claim: &ClaimText,
        part: Range<usize>,
        places: &[Option<usize>],
        speaker_fits: bool,
    ) -> Comparison {
        Comparison {
            quoted: self.quoted.clone(),
            whole: self.is_whole(places),
            speaker_fits,
            difference: Differ { claim, said: self }.difference(part, places),
        }
    }

    /// Stored words, with the marks that touch them.
    fn stored(&self, words: Range<usize>) -> &str {
        let (Some(first), Some(last)) = (
            self.words.get(words.start),
            words
                .end
                .checked_sub(1)
                .and_then(|last| self.words.get(last)),
        ) else {
            return "";
        };
        let text = pieces(&self.quoted).nth(first.piece).unwrap_or_default();
        let neighbour = |at: Option<usize>| {
            at.and_then(|at| self.words.get(at))
                .filter(|word| word.piece == first.piece)
        };
        let before = neighbour(words.start.checked_sub(1)).map_or(0, |word| word.range.end);
        let after = neighbour(Some(words.end)).map_or(text.len(), |word| word.range.start);
        with_marks(text, before, first.range.start..last.range.end, after)
    }

    /// Whether a sentence begins with that word.
    fn begins_sentence(&self, at: usize) -> bool {
        let Some((before, word)) = at
            .checked_sub(1)
            .and_then(|before| self.words.get(before))
            .zip(self.words.get(at))
        else {
            return true;
        };
        before.piece != word.piece
            || pieces(&self.quoted)
                .nth(word.piece)
                .and_then(|text| text.get(before.range.end..word.range.start))
                .is_some_and(|between| between.contains(['.', '!', '?', '…', '\n']))
    }
}

/// The texts that a statement consists of.
fn pieces(quoted: &QuotedStatement) -> impl Iterator<Item = &str> {
    let alone = quoted
        .pieces
        .is_empty()
        .then_some(quoted.statement.text.as_str());
    alone
        .into_iter()
        .chain(quoted.pieces.iter().map(|piece| piece.text.as_str()))
}

/// `words` of `text`, with what touches them without a space in between. `before` and `after` are where the neighbouring
/// words end and begin.
fn with_marks(text: &str, before: usize, words: Range<usize>, after: usize) -> &str {
    let leading = text.get(before..words.start).unwrap_or_default();
    let trailing = text.get(words.end..after).unwrap_or_default();
    let start = match leading.char_indices().rfind(|(_, c)| c.is_whitespace()) {
        Some((at, space)) => before + at + space.len_utf8(),
        None if before == 0 => 0,
        None => words.start,
    };
    let end = words.end + trailing.find(char::is_whitespace).unwrap_or(trailing.len());
    text.get(start..end)
        .or_else(|| text.get(words))
        .unwrap_or_default()
}

struct Differ<'a> {
    claim: &'a ClaimText,
    said: &'a Said,
}

impl Differ<'_> {
    fn difference(&self, part: Range<usize>, places: &[Option<usize>]) -> Vec<Stretch> {
        let mut out = Vec::new();
        let found: Vec<(usize, usize)> = part
            .clone()
            .zip(places)
            .filter_map(|(at, place)| Some((at, (*place)?)))
            .collect();
        let (Some(&first), Some(&last)) = (found.first(), found.last()) else {
            self.differing(part, 0..0, &mut out);
            return out;
        };
        let before = self.replaced_before(first.0 - part.start, first.1);
        self.differing(part.start..first.0, before, &mut out);
        let mut kept = (first.0..first.0, first.1..first.1);
        for (at, place) in found {
            if at != kept.0.end || place != kept.1.end {
                self.kept(kept.1.clone(), &mut out);
                self.differing(kept.0.end..at, kept.1.end..place, &mut out);
                kept = (at..at, place..place);
            }
            kept.0.end = at + 1;
            kept.1.end = place + 1;
        }
        self.kept(kept.1, &mut out);
        let after = self.replaced_after(part.end - last.0 - 1, last.1 + 1);
        self.differing(last.0 + 1..part.end, after, &mut out);
        out
    }

    /// The words of the statement in whose place the claim begins with `count` others: a sentence's beginning of about
    /// that length. A claim that begins in the middle of the statement replaces none.
    fn replaced_before(&self, count: usize, place: usize) -> Range<usize> {
        (1..=count + 1)
            .filter(|_| count > 0)
            .filter_map(|length| place.checked_sub(length))
            .find(|&begin| self.said.begins_sentence(begin))
            .map_or(place..place, |begin| begin..place)
    }

    /// The same at the claim's end.
    fn replaced_after(&self, count: usize, place: usize) -> Range<usize> {
        (1..=count + 1)
            .filter(|_| count > 0)
            .map(|length| place + length)
            .take_while(|&end| end <= self.said.words.len())
            .find(|&end| self.said.begins_sentence(end) || end == self.said.words.len())
            .map_or(place..place, |end| place..end)
    }

    fn kept(&self, said: Range<usize>, out: &mut Vec<Stretch>) {
        self.each_piece(said, out, |said| Stretch::Kept { said });
    }

    fn differing(&self, claimed: Range<usize>, said: Range<usize>, out: &mut Vec<Stretch>) {
        let marked = self
            .claim
            .words
            .get(claimed.end)
            .is_some_and(|word| word.after_mark);
        match (claimed.is_empty(), said.is_empty()) {
            (true, true) => {}
            (true, false) if marked => {
                self.each_piece(said, out, |said| Stretch::Omitted { said });
            }
            (true, false) => self.each_piece(said, out, |said| Stretch::Dropped { said }),
            (false, true) => out.push(Stretch::Added {
                claimed: claimed_words(self.claim, claimed),
            }),
            (false, false) if self.is_in_one_piece(&said) => {
                self.gap_before(said.start, out);
                out.push(Stretch::Changed {
                    said: self.said.stored(said).to_owned(),
                    claimed: claimed_words(self.claim, claimed),
                });
            }
            (false, false) => {
                self.each_piece(said, out, |said| Stretch::Dropped { said });
                out.push(Stretch::Added {
                    claimed: claimed_words(self.claim, claimed),
                });
            }
        }
    }

    fn is_in_one_piece(&self, said: &Range<usize>) -> bool {
        let piece = |at: usize| self.said.words.get(at).map(|word| word.piece);
        piece(said.start) == piece(said.end.saturating_sub(1))
    }

    /// A stretch for each piece that the words stand in, and a gap where the article has something in between.
    fn each_piece(
        &self,
        said: Range<usize>,
        out: &mut Vec<Stretch>,
        stretch: impl Fn(String) -> Stretch,
    ) {
        let words = self.said.words.get(said.clone()).unwrap_or_default();
        let mut begin = said.start;
        for run in words.chunk_by(|a, b| a.piece == b.piece) {
            let end = begin + run.len();
            self.gap_before(begin, out);
            out.push(stretch(self.said.stored(begin..end).to_owned()));
            begin = end;
        }
    }

    fn gap_before(&self, at: usize, out: &mut Vec<Stretch>) {
        let words = &self.said.words;
        let (Some(word), Some(before)) = (
            words.get(at),
            at.checked_sub(1).and_then(|at| words.get(at)),
        ) else {
            return;
        };
        let after_gap = self
            .said
            .quoted
            .pieces
            .get(word.piece)
            .is_some_and(|piece| piece.after_gap);
        if word.piece != before.piece && after_gap && !out.is_empty() {
            out.push(Stretch::Gap);
        }
    }
}

/// Words of the claim as written, with the marks that touch them.
pub(super) fn claimed_words(claim: &ClaimText, words: Range<usize>) -> String {
    let (Some(first), Some(last)) = (
        claim.words.get(words.start),
        words
            .end
            .checked_sub(1)
            .and_then(|last| claim.words.get(last)),
    ) else {
        return String::new();
    };
    let before = words
        .start
        .checked_sub(1)
        .and_then(|at| claim.words.get(at))
        .map_or(0, |word| word.range.end);
    let after = claim
        .words
        .get(words.end)
        .map_or(claim.text.len(), |word| word.range.start);
    with_marks(
        &claim.text,
        before,
        first.range.start..last.range.end,
        after,
    )
    .to_owned()
}
