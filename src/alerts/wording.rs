//! Whether two wordings are one statement, edited, or two statements.

use std::collections::HashMap;

use crate::text::{fold, words};

/// Two wordings that share at least this much of their words (Dice's coefficient) are taken for one statement, edited.
const SAME: f64 = 0.5;

/// Words of a wording that are looked at: whether a long speech is the same speech shows in its beginning.
const COMPARED: usize = 500;

/// The words of a text, folded.
pub(super) struct Wording {
    words: Vec<String>,
}

impl Wording {
    pub(super) fn of(text: &str) -> Self {
        let folded = fold(text);
        Self {
            words: words(&folded).map(|word| word.text.to_owned()).collect(),
        }
    }

    /// The words in a row, each between spaces.
    fn joined(&self) -> String {
        let mut joined = " ".to_owned();
        for word in &self.words {
            joined.push_str(word);
            joined.push(' ');
        }
        joined
    }

    /// As many of its words as are compared.
    fn compared(&self) -> &[String] {
        self.words.get(..COMPARED).unwrap_or(&self.words)
    }

    /// Twice the words that both have, beside the words of both (Dice's coefficient), 0 to 1.
    fn likeness(&self, other: &Self) -> f64 {
        let (one, other) = (self.compared(), other.compared());
        let total = one.len() + other.len();
        if total == 0 {
            return 0.0;
        }
        let mut left: HashMap<&str, usize> = HashMap::new();
        for word in other {
            *left.entry(word).or_default() += 1;
        }
        let shared = one
            .iter()
            .filter(|word| match left.get_mut(word.as_str()) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    true
                }
                _ => false,
            })
            .count();
        2.0 * shared as f64 / total as f64
    }

    /// Whether the two are one statement, edited.
    pub(super) fn is_edited_to(&self, other: &Self) -> Option<f64> {
        Some(self.likeness(other)).filter(|likeness| *likeness >= SAME)
    }
}

/// A text in which wordings are looked for.
pub(super) struct Text(String);

impl Text {
    pub(super) fn of(text: &str) -> Self {
        Self(Wording::of(text).joined())
    }

    /// Whether these words stand in it in a row, whatever the case and punctuation.
    pub(super) fn has(&self, wording: &Wording) -> bool {
        self.0.contains(&wording.joined())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_and_case_are_no_change_of_words() {
        let text = Text::of("She said: “The harbour, he knows, stays open!” and left.");
        assert!(text.has(&Wording::of("the harbour he knows stays open")));
        assert!(!text.has(&Wording::of("harbour stays")));
        assert!(!text.has(&Wording::of("arbour he knows")));
    }

    #[test]
    fn a_changed_word_is_an_edit_and_other_words_are_not() {
        let before = Wording::of("The harbour will stay open all winter");
        let edited = Wording::of("The harbour will stay closed all winter");
        let other = Wording::of("No ship was ever turned away from here");
        assert!(before.is_edited_to(&edited).is_some());
        assert!(before.is_edited_to(&other).is_none());
    }
}
