//! Two wordings of a statement, word by word.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::domain::{QuotedStatement, Stretch};
use crate::text::{fold, words};

/// Words of each wording that are compared: what is beyond is shown as changed as a whole. Comparing takes time in the
/// product of both at worst.
const COMPARED: usize = 2_000;

struct Said<'a> {
    piece: usize,
    text: &'a str,
    start: usize,
    end: usize,
    key: String,
}

fn said(quoted: &QuotedStatement) -> Vec<Said<'_>> {
    let alone = [quoted.statement.text.as_str()];
    let pieces: Vec<&str> = if quoted.pieces.is_empty() {
        alone.to_vec()
    } else {
        quoted
            .pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect()
    };
    let mut said: Vec<Said> = Vec::new();
    for (piece, text) in pieces.into_iter().enumerate() {
        for word in words(text) {
            if said.len() == COMPARED
                && let Some(last) = said.last_mut()
            {
                // The rest of a piece is one word, the last; what is beyond it is left out.
                if last.piece == piece {
                    last.end = text.len();
                    last.key = fold(text.get(last.start..).unwrap_or_default());
                }
                return said;
            }
            said.push(Said {
                piece,
                text,
                start: word.start,
                end: word.end(),
                key: fold(word.text),
            });
        }
    }
    said
}

/// Some words of one piece as stored, with the marks that touch them.
fn stored(all: &[Said], from: usize, to: usize) -> String {
    let (Some(first), Some(last)) = (all.get(from), to.checked_sub(1).and_then(|at| all.get(at)))
    else {
        return String::new();
    };
    let neighbour = |at: Option<usize>| {
        at.and_then(|at| all.get(at))
            .filter(|word| word.piece == first.piece)
    };
    let before = neighbour(from.checked_sub(1)).map_or(0, |word| word.end);
    let after = neighbour(Some(to)).map_or(first.text.len(), |word| word.start);
    let leading = first.text.get(before..first.start).unwrap_or_default();
    let start = match leading.char_indices().rfind(|(_, c)| c.is_whitespace()) {
        Some((at, space)) => before + at + space.len_utf8(),
        None if before == 0 => 0,
        None => first.start,
    };
    let trailing = first.text.get(last.end..after).unwrap_or_default();
    let end = last.end + trailing.find(char::is_whitespace).unwrap_or(trailing.len());
    first.text.get(start..end).unwrap_or_default().to_owned()
}

/// Runs of one piece each.
fn runs(all: &[Said], from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut begin = from;
    for run in all
        .get(from..to)
        .unwrap_or_default()
        .chunk_by(|a, b| a.piece == b.piece)
    {
        runs.push((begin, begin + run.len()));
        begin += run.len();
    }
    runs
}

/// What was said before and what is said now, word by word: `said` is the former wording, `claimed` the new one. Case and
/// punctuation make no difference.
pub(super) fn difference(before: &QuotedStatement, now: &QuotedStatement) -> Vec<Stretch> {
    let (old, new) = (said(before), said(now));
    let keys = |all: &[Said]| -> Vec<String> { all.iter().map(|word| word.key.clone()).collect() };
    let mut out = Differing {
        before,
        old: &old,
        new: &new,
        out: Vec::new(),
    };
    for op in capture_diff_slices(Algorithm::Myers, &keys(&old), &keys(&new)) {
        match op {
            DiffOp::Equal { old_index, len, .. } => {
                out.each(old_index, old_index + len, |said| Stretch::Kept { said });
            }
            DiffOp::Delete {
                old_index, old_len, ..
            } => out.each(old_index, old_index + old_len, |said| Stretch::Dropped {
                said,
            }),
            DiffOp::Insert {
                new_index, new_len, ..
            } => out.added(new_index, new_index + new_len),
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => out.changed(
                old_index,
                old_index + old_len,
                new_index,
                new_index + new_len,
            ),
        }
    }
    out.out
}

struct Differing<'a> {
    before: &'a QuotedStatement,
    old: &'a [Said<'a>],
    new: &'a [Said<'a>],
    out: Vec<Stretch>,
}

impl Differing<'_> {
    fn each(&mut self, from: usize, to: usize, stretch: impl Fn(String) -> Stretch) {
        for (from, to) in runs(self.old, from, to) {
            self.gap_before(from);
            self.out.push(stretch(stored(self.old, from, to)));
        }
    }

    fn added(&mut self, from: usize, to: usize) {
        for (from, to) in runs(self.new, from, to) {
            self.out.push(Stretch::Added {
                claimed: stored(self.new, from, to),
            });
        }
    }

    fn changed(&mut self, old_from: usize, old_to: usize, new_from: usize, new_to: usize) {
        let (old, new) = (
            runs(self.old, old_from, old_to),
            runs(self.new, new_from, new_to),
        );
        if let ([_], [_]) = (old.as_slice(), new.as_slice()) {
            self.gap_before(old_from);
            self.out.push(Stretch::Changed {
                said: stored(self.old, old_from, old_to),
                claimed: stored(self.new, new_from, new_to),
            });
        } else {
            self.each(old_from, old_to, |said| Stretch::Dropped { said });
            self.added(new_from, new_to);
        }
    }

    /// Between two pieces the article has something else.
    fn gap_before(&mut self, at: usize) {
        let Some((before, word)) = at
            .checked_sub(1)
            .and_then(|before| self.old.get(before))
            .zip(self.old.get(at))
        else {
            return;
        };
        let after_gap = self
            .before
            .pieces
            .get(word.piece)
            .is_some_and(|piece| piece.after_gap);
        if word.piece != before.piece && after_gap {
            self.out.push(Stretch::Gap);
        }
    }
}
