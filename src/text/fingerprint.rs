//! By what the same words are known again.

use sha2::{Digest, Sha256};

use super::{fold, words};

/// What posting services and feeds append to a post's words.
const FURNITURE: [&str; 4] = ["http://", "https://", "pic.twitter.com/", "pic.x.com/"];

/// A number that is equal for the same words by the same speaker: case, accents, punctuation, quotation marks and the
/// link behind a post's words make no difference. `speaker` is any key that is equal for the same person.
///
/// The first eight bytes of the SHA-256 of the folded words and the speaker, so that it means the same on every machine
/// and in every version.
pub fn sameness(text: &str, speaker: &str) -> u64 {
    let end = FURNITURE
        .iter()
        .filter_map(|furniture| text.find(furniture))
        .min()
        .unwrap_or(text.len());
    let folded = fold(&text[..end]);
    let mut hash = Sha256::new();
    for word in words(&folded) {
        hash.update(word.text);
        hash.update(" ");
    }
    hash.update("\0");
    hash.update(fold(speaker));
    let digest = hash.finalize();
    digest
        .iter()
        .take(8)
        .fold(0, |number, &byte| number << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_case_and_a_trailing_link_make_no_difference() {
        let whole = sameness("We haven’t heard of any concessions.", "ada-vale");
        assert_eq!(
            whole,
            sameness(
                "we haven't heard of any concessions.… pic.twitter.com/abc",
                "ada-vale"
            )
        );
    }

    #[test]
    fn other_words_or_another_speaker_do() {
        let whole = sameness("No concessions", "ada-vale");
        assert_ne!(whole, sameness("Concessions", "ada-vale"));
        assert_ne!(whole, sameness("No concessions", "tom-marsh"));
    }
}
