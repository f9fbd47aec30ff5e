//! By which the same words are known again.

use std::fmt;

use crate::text::{fold, words};

/// What stays the same when the same words are printed elsewhere: their folded words, without addresses and what posts
/// carry behind them ("… pic.twitter.com/xyz"). Case, accents, punctuation and the shape of apostrophes don't count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Fingerprint {
    /// The fingerprint of some words (FNV-1a over the folded words).
    pub fn of(text: &str) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        for piece in text.split_whitespace().filter(|piece| !is_furniture(piece)) {
            for word in words(piece) {
                fold(word.text).bytes().for_each(&mut add);
                add(b' ');
            }
        }
        Self(hash)
    }
}

/// Whether a piece between spaces is an address and no word that was said.
pub fn is_furniture(piece: &str) -> bool {
    let piece = piece.trim_start_matches(['…', '.', '(', '[', '“', '"', '-', '—', '–']);
    let begins = |prefix: &str| {
        piece
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    [
        "http://",
        "https://",
        "www.",
        "pic.twitter.com/",
        "pic.x.com/",
        "t.co/",
    ]
    .iter()
    .any(|prefix| begins(prefix))
}

/// How many bytes of a text come before the furniture at its end, white space and the cut-off's "…" left out as well.
pub fn without_furniture(text: &str) -> usize {
    let mut kept = text.trim_end();
    let mut cut = false;
    while let Some(last) = kept.split_whitespace().next_back() {
        // "side.… pic.twitter.com/xyz" and "side.…pic.twitter.com/xyz"
        let glued = [
            "pic.twitter.com/",
            "pic.x.com/",
            "https://t.co/",
            "http://t.co/",
        ]
        .iter()
        .filter_map(|prefix| last.find(prefix))
        .min();
        let Some(at) = glued.or_else(|| is_furniture(last).then_some(0)) else {
            break;
        };
        kept = kept[..kept.len() - last.len() + at].trim_end();
        cut = true;
    }
    if cut {
        kept = kept.trim_end_matches('…').trim_end();
    }
    kept.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_off_copy_of_a_post_has_the_same_fingerprint() {
        let whole = "The harbour isn’t ours alone. It never was.";
        let copy = "The harbour isn't ours alone. It never was.… pic.twitter.com/Ab12";
        assert_eq!(Fingerprint::of(whole), Fingerprint::of(copy));
        assert_ne!(
            Fingerprint::of(whole),
            Fingerprint::of("The harbour is ours alone.")
        );
    }

    #[test]
    fn furniture_is_cut_and_words_are_not() {
        let text = "It never was.… pic.twitter.com/Ab12";
        assert_eq!(&text[..without_furniture(text)], "It never was.");
        let text = "We wait…";
        assert_eq!(&text[..without_furniture(text)], "We wait…");
        let text = "It is here https://t.co/1 https://t.co/2 ";
        assert_eq!(&text[..without_furniture(text)], "It is here");
    }

    #[test]
    fn words_do_not_run_into_one_another() {
        assert_ne!(Fingerprint::of("an ice man"), Fingerprint::of("a nice man"));
    }
}
