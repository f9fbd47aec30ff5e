//! Words with their place in the text.

use unicode_segmentation::UnicodeSegmentation;

/// A word as it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// First byte.
    pub start: usize,
    /// The word as written.
    pub text: &'a str,
}

impl Word<'_> {
    /// Byte after the last.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The words of `text` in order, by Unicode's word boundaries (UAX #29): what holds a letter or a digit.
/// "don't" and "U.S" are one word each; a hyphen parts words.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    text.unicode_word_indices()
        .map(|(start, text)| Word { start, text })
}
