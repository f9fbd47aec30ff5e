//! By what the same words are known again.

use sha2::{Digest, Sha256};

use super::{fold, words};

/// What posting services and feeds append to a post's words.
const FURNITURE: [&str; 4] = ["http://", "https://", "pic.twitter.com/", "pic.x.com/"];

/// So many words are taken for one statement whoever is named with them: outlets that carry them name their speaker
/// more or less well. Fewer ("No comment") are said by many.
const TELLING_WORDS: usize = 6;

/// A number that two texts share when they have the same words, whatever their case, accents, punctuation, quotation
/// marks, and the link behind a post's words.
///
/// The first eight bytes of the SHA-256 of the folded words, so that it means the same on every machine and in every
/// version.
pub fn fingerprint(text: &str) -> u64 {
    number(hash(text).0)
}

/// A number that is equal for statements that are one, wherever they are carried: the same words
/// ([`fingerprint`]), and if these are few, by the same speaker. `speaker` is any key that is equal for the same person,
/// empty where nobody is named.
pub fn sameness(text: &str, speaker: &str) -> u64 {
    let (mut hash, words) = hash(text);
    if words < TELLING_WORDS {
        hash.update("\0");
        hash.update(fold(speaker));
    }
    number(hash)
}

/// The hash of a text's words, and how many they are.
fn hash(text: &str) -> (Sha256, usize) {
    let end = FURNITURE
        .iter()
        .filter_map(|furniture| text.find(furniture))
        .min()
        .unwrap_or(text.len());
    let folded = fold(text.get(..end).unwrap_or(text));
    let mut hash = Sha256::new();
    let mut count = 0;
    for word in words(&folded) {
        for part in word.text.split('\'') {
            hash.update(part);
        }
        hash.update(" ");
        count += 1;
    }
    (hash, count)
}

fn number(hash: Sha256) -> u64 {
    let digest = hash.finalize();
    digest
        .first_chunk::<8>()
        .map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_case_and_a_trailing_link_make_no_difference() {
        let whole = fingerprint("We haven’t heard of any concessions.");
        assert_eq!(
            whole,
            fingerprint("we haven't heard of any concessions.… pic.twitter.com/abc")
        );
        assert_ne!(whole, fingerprint("We have heard of any concessions."));
    }

    #[test]
    fn few_words_are_one_statement_only_in_one_mouth() {
        assert_ne!(
            sameness("No concessions", "ada-vale"),
            sameness("No concessions", "tom-marsh")
        );
        assert_eq!(
            sameness("No concessions", "ada-vale"),
            sameness("no concessions!", "Ada-Vale")
        );
    }

    #[test]
    fn many_words_are_one_statement_whoever_is_named() {
        let words = "So far we have heard of no concessions";
        assert_eq!(sameness(words, "ada-vale"), sameness(words, ""));
    }
}
