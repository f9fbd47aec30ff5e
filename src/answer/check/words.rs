//! Words as they are compared: what a reader takes for the same word has the same key, and nothing else has.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::text::words;

/// A word of a text, or a sign that counts as one ("$", "%", the minus of a number).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// First byte.
    pub(super) start: usize,
    /// As written.
    pub(super) text: &'a str,
}

impl Token<'_> {
    /// Byte after the last.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The words and signs of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut end = 0;
    for word in words(text) {
        signs(text, end..word.start, &mut tokens);
        end = word.end();
        tokens.push(Token {
            start: word.start,
            text: word.text,
        });
    }
    signs(text, end..text.len(), &mut tokens);
    tokens
}

/// Without its signs "$5" would be the same as "€5", and "-5" as "5".
fn signs<'a>(text: &'a str, gap: Range<usize>, tokens: &mut Vec<Token<'a>>) {
    let first = gap.start;
    let Some(between) = text.get(gap) else {
        return;
    };
    for (at, c) in between.char_indices() {
        let start = first + at;
        let end = start + c.len_utf8();
        let digit_after = || text[end..].starts_with(|c: char| c.is_numeric());
        let counts = match c {
            '-' | '−' | '/' => {
                let number_before = text[..start].ends_with(|c: char| c.is_numeric());
                let word_before = text[..start].ends_with(char::is_alphanumeric);
                digit_after() && (number_before || (!word_before && c != '/'))
            }
            '%'
            | '‰'
            | '&'
            | '+'
            | '='
            | '<'
            | '>'
            | '×'
            | '$'
            | '¢'..='¥'
            | '\u{20a0}'..='\u{20cf}' => true,
            _ => false,
        };
        if counts {
            tokens.push(Token {
                start,
                text: &text[start..end],
            });
        }
    }
}

/// Whether an omission is marked in the text between two words: "…", "...", "[…]".
pub(super) fn marks_omission(between: &str) -> bool {
    between.contains('…') || between.matches('.').count() >= 3
}

/// Typewriter's apostrophes made real ones, without which "don`t" is two words.
pub(super) fn with_apostrophes(claim: &str) -> Cow<'_, str> {
    if claim.contains(['`', '´']) {
        Cow::Owned(claim.replace(['`', '´'], "’"))
    } else {
        Cow::Borrowed(claim)
    }
}

/// The key of a word: lower case, one form of apostrophe, one form of characters that Unicode writes in several ways.
/// Accents stay, since they part words ("schon", "schön"). The dots of an abbreviation and the commas that group a
/// number's digits go.
///
/// The country "US" keeps apart from the pronoun, unless everything around is in capitals and none of it tells them apart.
pub(super) fn key(word: &str, in_capitals: bool) -> String {
    if (word == "US" && !in_capitals) || word.eq_ignore_ascii_case("u.s") {
        return COUNTRY.to_owned();
    }
    let mut key = if word.is_ascii() {
        word.to_ascii_lowercase()
    } else if word.chars().any(is_odd_number) {
        // Compatibility forms would make "10²" the same as "102".
        word.nfc().flat_map(char::to_lowercase).collect()
    } else {
        let mut key = String::with_capacity(word.len());
        for c in word.nfkc().flat_map(char::to_lowercase) {
            match c {
                '’' | '‘' | 'ʼ' | '‛' | '′' | '＇' => key.push('\''),
                'ё' => key.push('е'),
                'ß' => key.push_str("ss"),
                '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
                c => key.push(c),
            }
        }
        key
    };
    if key.contains('.') && is_abbreviation(&key) {
        key.retain(|c| c != '.');
    }
    if key.contains(',') && is_grouped(&key) {
        key.retain(|c| c != ',');
    }
    key
}

/// The key of the country that "US" abbreviates: no word's.
pub(super) const COUNTRY: &str = "us\u{1}";

fn is_odd_number(c: char) -> bool {
    c.is_numeric() && !c.is_ascii_digit() && c.nfkc().ne(std::iter::once(c))
}

fn is_abbreviation(key: &str) -> bool {
    key.split('.')
        .all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

/// Digits in groups of three: "1,000", "28,000,000".
fn is_grouped(key: &str) -> bool {
    let mut groups = key.split(',');
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    groups
        .next()
        .is_some_and(|first| (1..=3).contains(&first.len()) && digits(first))
        && groups.all(|group| group.len() == 3 && digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        tokens(text)
            .iter()
            .map(|token| key(token.text, false))
            .collect()
    }

    #[test]
    fn case_marks_and_grouping_make_no_difference() {
        assert_eq!(
            keys("“We DON’T need 1,000 ships…”"),
            keys("we don't need 1000 ships")
        );
        assert_eq!(keys("Straße"), keys("STRASSE"));
        assert_eq!(keys("n.a.t.o"), keys("NATO"));
        assert_eq!(keys("u.s. weapons"), keys("US weapons"));
    }

    #[test]
    fn signs_and_accents_make_a_difference() {
        for (one, other) in [
            ("$5 billion", "€5 billion"),
            ("minus is -5", "minus is 5"),
            ("5 %", "5"),
            ("schon", "schön"),
            ("1,5", "15"),
            ("1.5", "15"),
            ("10²", "102"),
            ("2/3", "2 3"),
            ("give us weapons", "give US weapons"),
            ("give us weapons", "give U.S. weapons"),
        ] {
            assert_ne!(keys(one), keys(other), "{one} / {other}");
        }
    }

    #[test]
    fn a_hyphen_between_words_is_a_space() {
        assert_eq!(keys("peace-plan"), keys("peace plan"));
    }
}
