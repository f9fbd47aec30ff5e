//! `config/lexicon/<language>.toml`: what extraction knows of a language.

use thiserror::Error;

use crate::domain::Lexicon;
use crate::text::fold;

/// Why a lexicon can't be used. Each message says where to look and what to change.
#[derive(Debug, Error)]
pub enum LexiconError {
    /// Not the TOML that a lexicon is written in; the message holds the line and the key.
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    /// `language` is no language code.
    #[error(
        "language: this is no language code: write the two or three letters that articles give (\"en\")"
    )]
    NoLanguage,
    /// A mark that is not exactly one character.
    #[error(
        "marks.pairs: {mark:?} is not one character: give each pair as [\"opening\", \"closing\"]"
    )]
    Mark {
        /// What stands there.
        mark: String,
    },
    /// A list that must have an entry for each day or month.
    #[error(
        "{key}: {found} lists instead of {wanted}: give one list for each, in order, or leave the key out"
    )]
    Count {
        /// The key.
        key: &'static str,
        /// How many there are.
        found: usize,
        /// How many there must be.
        wanted: usize,
    },
    /// An entry without a letter.
    #[error("{key}: {entry:?} holds no letter: remove it")]
    Empty {
        /// The key.
        key: &'static str,
        /// What stands there.
        entry: String,
    },
    /// A beginning or end so short that it would stand for half the language.
    #[error(
        "{key}: {entry:?} is too short a part of a word: give at least three characters beside the *"
    )]
    ShortPart {
        /// The key.
        key: &'static str,
        /// What stands there.
        entry: String,
    },
    /// A `*` that is not at the start or end of a single word.
    #[error(
        "{key}: {entry:?} has a * that is not at the start or end of a single word: move or remove it"
    )]
    Star {
        /// The key.
        key: &'static str,
        /// What stands there.
        entry: String,
    },
}

/// Reads a lexicon from the text of a `config/lexicon/<language>.toml`.
///
/// # Errors
/// [`LexiconError`] where the text is no such file or an entry can't mean anything; it names the key and the way out.
pub fn read_lexicon(text: &str) -> Result<Lexicon, LexiconError> {
    let lexicon: Lexicon = toml::from_str(text)?;
    if lexicon.language.is_unknown() {
        return Err(LexiconError::NoLanguage);
    }
    for mark in lexicon.marks.pairs.iter().flatten() {
        if mark.chars().count() != 1 {
            return Err(LexiconError::Mark { mark: mark.clone() });
        }
    }
    check_count("dates.weekdays", lexicon.dates.weekdays.len(), 7)?;
    check_count("dates.months", lexicon.dates.months.len(), 12)?;
    for (key, list) in lexicon.lists() {
        list.iter().try_for_each(|entry| check_entry(key, entry))?;
    }
    Ok(lexicon)
}

fn check_count(key: &'static str, found: usize, wanted: usize) -> Result<(), LexiconError> {
    if found == 0 || found == wanted {
        return Ok(());
    }
    Err(LexiconError::Count { key, found, wanted })
}

fn check_entry(key: &'static str, entry: &str) -> Result<(), LexiconError> {
    let folded = fold(entry);
    if !folded.chars().any(char::is_alphanumeric) {
        return Err(LexiconError::Empty {
            key,
            entry: entry.to_owned(),
        });
    }
    let part = folded
        .strip_suffix('*')
        .or_else(|| folded.strip_prefix('*'));
    match part {
        Some(part) if part.contains([' ', '*']) => Err(LexiconError::Star {
            key,
            entry: entry.to_owned(),
        }),
        Some(part) if part.chars().count() < 3 => Err(LexiconError::ShortPart {
            key,
            entry: entry.to_owned(),
        }),
        None if folded.contains('*') => Err(LexiconError::Star {
            key,
            entry: entry.to_owned(),
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicons_that_we_publish_can_be_used() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/config/lexicon");
        let mut read = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let lexicon = read_lexicon(&std::fs::read_to_string(&path).unwrap())
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert_eq!(
                path.file_stem().unwrap().to_str().unwrap(),
                lexicon.language.code()
            );
            read += 1;
        }
        assert!(read >= 7, "{read}");
    }

    #[test]
    fn an_unknown_key_is_named() {
        let message = read_lexicon("language = \"en\"\n[cues]\nshouting = []\n")
            .unwrap_err()
            .to_string();
        assert!(message.contains("shouting"), "{message}");
    }

    #[test]
    fn a_missing_day_is_refused_with_its_key() {
        let text = "language = \"en\"\n[dates]\nweekdays = [[\"Monday\"]]\n";
        let message = read_lexicon(text).unwrap_err().to_string();
        assert!(message.contains("dates.weekdays"), "{message}");
    }

    #[test]
    fn a_beginning_that_fits_everything_is_refused() {
        let text = "language = \"en\"\n[cues]\nsaying = [\"sa*\"]\n";
        let message = read_lexicon(text).unwrap_err().to_string();
        assert!(
            message.contains("cues.saying") && message.contains("sa*"),
            "{message}"
        );
    }

    #[test]
    fn a_mark_of_two_characters_is_refused() {
        let text = "language = \"en\"\n[marks]\npairs = [[\"<<\", \">>\"]]\n";
        assert!(matches!(
            read_lexicon(text),
            Err(LexiconError::Mark { mark }) if mark == "<<"
        ));
    }

    #[test]
    fn what_is_no_language_code_is_refused() {
        assert!(matches!(
            read_lexicon("language = \"English\"\n"),
            Err(LexiconError::NoLanguage)
        ));
    }
}
