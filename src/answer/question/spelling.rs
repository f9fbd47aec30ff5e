//! Words that are mistyped.

use std::collections::HashSet;

use crate::domain::Recognised;
use crate::ports::{SearchError, SearchIndex};
use crate::text::{analyser, normal_word};

use super::tokens::Tokens;

/// Shorter words are taken as they are: too many of them are one letter apart.
const SHORTEST: usize = 6;

/// Nor is more looked at: each letter more is another sixty spellings.
const LONGEST: usize = 20;

/// In shorter words no letter is taken for another: of two words that differ so, both are likelier to be right.
const SHORTEST_SWAPPED: usize = 8;

/// Words of one question that are looked at.
const MOST: usize = 3;

const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";
const CYRILLIC: &str = "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюя";

/// Gives each word at `places` that no article has the commonest word one typing error away that one has.
pub(super) fn correct(
    tokens: &mut Tokens<'_>,
    places: &[usize],
    index: &dyn SearchIndex,
    recognised: &mut Vec<Recognised>,
) -> Result<(), SearchError> {
    let mut left = MOST;
    for &at in places {
        let Some(token) = tokens.tokens.get(at) else {
            continue;
        };
        let typed = normal_word(token.spelling());
        let length = typed.chars().count();
        if !(SHORTEST..=LONGEST).contains(&length) || !typed.chars().all(char::is_alphabetic) {
            continue;
        }
        let mut own: Vec<String> = tokens.terms(at).iter().flatten().cloned().collect();
        own.sort_unstable();
        own.dedup();
        if index.in_articles(&own)?.iter().any(|&count| count > 0) {
            continue;
        }
        if let Some(meant) = commonest(&typed, &tokens.languages, index)? {
            recognised.push(Recognised {
                written: token.written.to_owned(),
                meaning: meant.clone(),
            });
            tokens.correct(at, meant);
        }
        left -= 1;
        if left == 0 {
            break;
        }
    }
    Ok(())
}

/// The word one typing error away that most articles have, if any has one.
fn commonest(
    typed: &str,
    languages: &[&'static str],
    index: &dyn SearchIndex,
) -> Result<Option<String>, SearchError> {
    let mut seen = HashSet::new();
    let mut words = Vec::new();
    let mut found = Vec::new();
    for word in spellings(typed) {
        for language in languages {
            let analyser = analyser(language);
            if !analyser.is_stop_word(&word)
                && let Some(term) = analyser.term(&word)
                // Where only the ending differs, it is another word ("marshy"), not a mistyped one.
                && !typed.starts_with(&term)
                && seen.insert(term.clone())
            {
                words.push(word.clone());
                found.push(term);
            }
        }
    }
    let counts = index.in_articles(&found)?;
    // Of equals, the first: letters left out come before letters too many, and these before wrong ones.
    let most = counts.iter().copied().max().unwrap_or_default();
    let best = counts.iter().position(|&count| count == most && count > 0);
    Ok(best.and_then(|best| words.into_iter().nth(best)))
}

/// Every word one typing error away: a letter left out, one too many, two swapped, or, in long words, a wrong one. The
/// first letter is right.
fn spellings(typed: &str) -> Vec<String> {
    let letters: Vec<char> = typed.chars().collect();
    let cyrillic = letters.iter().any(|c| CYRILLIC.contains(*c));
    let alphabet = if cyrillic { CYRILLIC } else { LATIN };
    let made = |change: &dyn Fn(&mut Vec<char>)| {
        let mut letters = letters.clone();
        change(&mut letters);
        letters.into_iter().collect::<String>()
    };
    let mut all = Vec::new();
    for at in 1..=letters.len() {
        all.extend(alphabet.chars().map(|c| made(&|word| word.insert(at, c))));
    }
    for at in 1..letters.len() {
        all.push(made(&|word| {
            word.remove(at);
        }));
        if at + 1 < letters.len() {
            all.push(made(&|word| word.swap(at, at + 1)));
        }
    }
    if letters.len() >= SHORTEST_SWAPPED {
        for at in 1..letters.len() {
            all.extend(alphabet.chars().map(|c| made(&|word| word[at] = c)));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_left_out_one_too_many_and_two_swapped_are_one_error_each() {
        for typed in ["harbr", "harbourr", "harbuor"] {
            let meant = if typed == "harbr" {
                "harbor"
            } else {
                "harbour"
            };
            assert!(spellings(typed).contains(&meant.to_owned()), "{typed}");
        }
    }

    #[test]
    fn a_wrong_letter_is_an_error_in_a_long_word_only() {
        assert!(!spellings("quotas").contains(&"quotes".to_owned()));
        assert!(spellings("volcanoe").contains(&"volcanos".to_owned()));
    }

    #[test]
    fn the_first_letter_is_right() {
        assert!(spellings("arbour").iter().all(|word| word.starts_with('a')));
        assert!(spellings("ферри").iter().all(|word| word.starts_with('ф')));
    }
}
