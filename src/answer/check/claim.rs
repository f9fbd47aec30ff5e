//! A claim, read: its words with numbers by which words of statements are compared with them.

use std::collections::HashMap;
use std::ops::Range;

use super::names::{Names, Spelling};
use super::settings::CheckSettings;
use super::words::{COUNTRY, Token, key, marks_omission, tokens, with_apostrophes};
use crate::text::{analyser, languages_of};

/// The number of "US" in a claim whose letters are all of one case.
const EITHER_US: u32 = 1;

/// Words of a claim that may be in any language.
const SHORT: usize = 100;

/// Languages of a longer one.
const LIKELIEST: usize = 2;

/// A word of the claim.
#[derive(Debug, Clone)]
pub(super) struct ClaimWord {
    /// Bytes of the claim's text.
    pub(super) range: Range<usize>,
    /// Equal for words that are the same; never 0.
    pub(super) id: u32,
    /// What it counts.
    pub(super) weight: f32,
    /// Whether the claim marks an omission before it.
    pub(super) after_mark: bool,
}

/// A claim, read.
pub(super) struct ClaimText {
    pub(super) text: String,
    pub(super) words: Vec<ClaimWord>,
    /// [`ClaimWord::id`] of all words.
    pub(super) ids: Vec<u32>,
    /// [`ClaimWord::after_mark`] of all words.
    pub(super) marks: Vec<bool>,
    /// Words at the end that are not among `words`.
    pub(super) unchecked: usize,
    known: Known,
}

/// Which words the claim has, under every form in which a statement may have them.
#[derive(Default)]
struct Known {
    by_key: HashMap<String, u32>,
    by_person: HashMap<(u32, bool), (u32, bool)>,
    in_latin: HashMap<String, (u32, bool)>,
}

impl ClaimText {
    pub(super) fn read(claim: &str, names: &Names, settings: &CheckSettings) -> Self {
        let text = with_apostrophes(claim).into_owned();
        let all = tokens(&text);
        let languages = languages_in(&text, all.len());
        let in_capitals = is_in_capitals(&text);
        let in_one_case = in_capitals || !text.chars().any(char::is_uppercase);
        let unchecked = all.len().saturating_sub(settings.most_words);
        let mut known = Known::default();
        if in_one_case {
            // Nothing tells whether it is the country or the pronoun: it may be either.
            known.by_key.insert(COUNTRY.to_owned(), EITHER_US);
            known.by_key.insert("us".to_owned(), EITHER_US);
        }
        let mut words: Vec<ClaimWord> = Vec::new();
        for token in all.iter().take(settings.most_words) {
            let end = words.last().map(|word| word.range.end);
            let between = end.and_then(|end| text.get(end..token.start));
            let is_common = languages
                .first()
                .is_some_and(|code| analyser(code).is_stop_word(token.text));
            words.push(ClaimWord {
                range: token.start..token.end(),
                id: known.number(token, in_capitals, names),
                weight: if is_common { settings.stop_word } else { 1.0 },
                after_mark: between.is_some_and(marks_omission),
            });
        }
        drop(all);
        Self {
            ids: words.iter().map(|word| word.id).collect(),
            marks: words.iter().map(|word| word.after_mark).collect(),
            text,
            words,
            unchecked,
            known,
        }
    }

    /// The number of a statement's word among the claim's; 0 if the claim doesn't have it.
    pub(super) fn number_of(&self, token: &Token, in_capitals: bool, names: &Names) -> u32 {
        if let Some(&id) = self.known.by_key.get(&key(token.text, in_capitals)) {
            return id;
        }
        if !token.text.starts_with(char::is_uppercase) {
            return 0;
        }
        self.known.name(token.text, names)
    }

    /// What all words, or those at these places, count together.
    pub(super) fn weight(&self, places: impl Iterator<Item = usize>) -> f32 {
        places.map(|place| self.words[place].weight).sum()
    }
}

/// The languages that a text of so many words may be in, the likeliest first. A long text shows its language; a short one
/// may be in any that its letters allow.
pub(super) fn languages_in(text: &str, words: usize) -> Vec<&'static str> {
    let mut languages = languages_of(text);
    if words > SHORT {
        languages.truncate(LIKELIEST);
    }
    languages
}

impl Known {
    /// The number of a claim's word: that of an equal one before it, or a new one.
    fn number(&mut self, token: &Token, in_capitals: bool, names: &Names) -> u32 {
        let key = key(token.text, in_capitals);
        if let Some(&id) = self.by_key.get(&key) {
            return id;
        }
        let id = u32::try_from(self.by_key.len()).map_or(u32::MAX, |count| count + EITHER_US + 1);
        self.by_key.insert(key, id);
        if token.text.starts_with(char::is_alphabetic) {
            let spelling = Spelling::of(token.text);
            if let Some(person) = names.person(&spelling) {
                self.by_person
                    .entry((person, spelling.owns))
                    .or_insert((id, spelling.is_latin));
            }
            self.in_latin
                .entry(spelling.written())
                .or_insert((id, spelling.is_latin));
        }
        id
    }

    /// The claim's word that is another spelling of this name. Two words in Cyrillic letters are none: they are case
    /// forms, and those tell who did what to whom.
    fn name(&self, word: &str, names: &Names) -> u32 {
        let spelling = Spelling::of(word);
        let by_person = names
            .person(&spelling)
            .and_then(|person| self.by_person.get(&(person, spelling.owns)))
            .filter(|(_, is_latin)| *is_latin || spelling.is_latin);
        let across = || {
            self.in_latin
                .get(&spelling.written())
                .filter(|(_, is_latin)| *is_latin != spelling.is_latin)
        };
        by_person.or_else(across).map_or(0, |(id, _)| *id)
    }
}

/// Whether a text has letters and none of them is small.
pub(super) fn is_in_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}
