//! A lexicon made ready for looking words up: what each word can be, as a set of bits.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::domain::{Lexicon, Marks};
use crate::text::fold;

/// What a word can be: a set of the constants below.
pub type Flags = u64;

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        $($(#[$doc])* pub const $name: Flags = 1 << $bit;)*
    };
}

flags! {
    /// Verb of saying.
    SAYING = 0;
    /// Verb of judging or thinking.
    JUDGING = 1;
    /// Form of either without a subject.
    PARTICIPLE = 2;
    /// What words are given out in.
    CUE_NOUN = 3;
    /// Stands before a source.
    SOURCE = 4;
    /// Stands after a source.
    AFTER_SOURCE = 5;
    /// Says that quoted words are a name.
    NAMING = 6;
    /// "he"
    HE = 7;
    /// "she"
    SHE = 8;
    /// "it"
    IT = 9;
    /// "they"
    THEY = 10;
    /// "we"
    FIRST = 11;
    /// Title of a man.
    TITLE_MALE = 12;
    /// Title of a woman.
    TITLE_FEMALE = 13;
    /// Title.
    TITLE = 14;
    /// Role of a man.
    ROLE_MALE = 15;
    /// Role of a woman.
    ROLE_FEMALE = 16;
    /// Role.
    ROLE = 17;
    /// Several people.
    GROUP = 18;
    /// A body.
    ORGANISATION = 19;
    /// Inside names.
    PARTICLE = 20;
    /// Given name of a man.
    GIVEN_MALE = 21;
    /// Given name of a woman.
    GIVEN_FEMALE = 22;
    /// Opens a noun phrase.
    DETERMINER = 23;
    /// "his"
    POSSESSIVE = 24;
    /// Preposition.
    PREPOSITION = 25;
    /// Conjunction.
    CONJUNCTION = 26;
    /// Auxiliary verb.
    AUXILIARY = 27;
    /// Opens a content clause.
    THAT = 28;
    /// Opens a relative clause.
    RELATIVE = 29;
    /// Adverb.
    ADVERB = 30;
    /// Negation.
    NEGATION = 31;
    /// Day of the week; the value counts from Monday.
    WEEKDAY = 32;
    /// Month; the value counts from January as 1.
    MONTH = 33;
    /// The day of publication.
    TODAY = 34;
    /// The day before.
    YESTERDAY = 35;
    /// The week before.
    LAST_WEEK = 36;
    /// The month before.
    LAST_MONTH = 37;
    /// The year before.
    LAST_YEAR = 38;
    /// Takes a full stop.
    ABBREVIATION = 39;
    /// First word of a phrase.
    PHRASE = 40;
    /// A later word of a phrase that was found.
    INSIDE = 41;
    /// Has the ending of a verb form.
    VERB_ENDING = 42;
    /// The possessive "'s", as a token of its own.
    POSSESSIVE_MARK = 43;
    /// "you"
    SECOND = 44;
    /// "the"
    DEFINITE = 45;
    /// "of"
    GENITIVE = 46;
}

/// Whether a word attributes by what it does in the sentence.
pub const CUE: Flags = SAYING | JUDGING | PARTICIPLE;
/// Pronouns of the third person.
pub const PRONOUN: Flags = HE | SHE | IT | THEY;
/// Any title.
pub const ANY_TITLE: Flags = TITLE | TITLE_MALE | TITLE_FEMALE;
/// Any role of one person.
pub const ANY_ROLE: Flags = ROLE | ROLE_MALE | ROLE_FEMALE;
/// What ends a noun phrase.
pub const FUNCTION: Flags = PRONOUN
    | FIRST
    | SECOND
    | DETERMINER
    | POSSESSIVE
    | PREPOSITION
    | CONJUNCTION
    | AUXILIARY
    | THAT
    | RELATIVE
    | ADVERB
    | NEGATION
    | SOURCE
    | AFTER_SOURCE
    | INSIDE
    | WEEKDAY
    | MONTH
    | TODAY
    | YESTERDAY;

/// FNV-1a: short keys, and no attacker chooses the keys of a table that a lexicon fills.
#[derive(Default)]
pub struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        let mut hash = if self.0 == 0 {
            0xcbf2_9ce4_8422_2325
        } else {
            self.0
        };
        for &byte in bytes {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self.0 = hash;
    }
    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 29;
    }
}

/// A table hashed by [`Fnv`].
pub type Table<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

/// What a word can be, and the number of a day or month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Entry {
    /// What it can be.
    pub flags: Flags,
    /// For a weekday or month, which.
    pub value: u8,
}

impl Entry {
    fn add(&mut self, other: Entry) {
        self.flags |= other.flags;
        if other.value != 0 {
            self.value = other.value;
        }
    }
}

/// Several words that stand together.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// The words after the first, folded.
    pub rest: Vec<String>,
    /// What the whole is.
    pub entry: Entry,
}

/// A lexicon made ready.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    words: Table<String, Entry>,
    /// Beginnings of words, by their first three characters.
    stems: Table<String, Vec<(String, Entry)>>,
    /// Ends of words, by their last three characters.
    tails: Table<String, Vec<(String, Entry)>>,
    phrases: Table<String, Vec<Phrase>>,
    endings: Vec<String>,
    /// How quoted words are marked.
    pub marks: Marks,
    /// Whether every noun is capitalised.
    pub nouns_capitalised: bool,
    /// Whether the verb comes second.
    pub verb_second: bool,
    /// Whether some articles point to somebody known.
    pub has_definite: bool,
}

impl Vocabulary {
    /// Makes a lexicon ready.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut vocabulary = Self {
            marks: lexicon.marks.clone(),
            nouns_capitalised: lexicon.grammar.nouns_capitalised,
            verb_second: lexicon.grammar.verb_second,
            has_definite: !lexicon.grammar.definite.is_empty(),
            endings: lexicon
                .grammar
                .verb_endings
                .iter()
                .map(|e| fold(e))
                .collect(),
            ..Self::default()
        };
        let Lexicon {
            cues,
            people,
            grammar,
            dates,
            abbreviations,
            ..
        } = lexicon;
        let lists: [(&[String], Flags); 40] = [
            (&cues.saying, SAYING),
            (&cues.judging, JUDGING),
            (&cues.participles, PARTICIPLE),
            (&cues.nouns, CUE_NOUN),
            (&cues.before_source, SOURCE),
            (&cues.after_source, AFTER_SOURCE),
            (&cues.naming, NAMING),
            (&people.he, HE),
            (&people.she, SHE),
            (&people.it, IT),
            (&people.they, THEY),
            (&people.first_person, FIRST),
            (&people.second_person, SECOND),
            (&people.titles_male, TITLE_MALE),
            (&people.titles_female, TITLE_FEMALE),
            (&people.titles, TITLE),
            (&people.roles_male, ROLE_MALE),
            (&people.roles_female, ROLE_FEMALE),
            (&people.roles, ROLE),
            (&people.groups, GROUP),
            (&people.organisations, ORGANISATION),
            (&people.particles, PARTICLE),
            (&people.given_male, GIVEN_MALE),
            (&people.given_female, GIVEN_FEMALE),
            (&grammar.determiners, DETERMINER),
            (&grammar.definite, DEFINITE),
            (&grammar.genitives, GENITIVE),
            (&grammar.possessives, POSSESSIVE),
            (&grammar.prepositions, PREPOSITION),
            (&grammar.conjunctions, CONJUNCTION),
            (&grammar.auxiliaries, AUXILIARY),
            (&grammar.that, THAT),
            (&grammar.relatives, RELATIVE),
            (&grammar.adverbs, ADVERB),
            (&grammar.negations, NEGATION),
            (&dates.today, TODAY),
            (&dates.yesterday, YESTERDAY),
            (&dates.last_week, LAST_WEEK),
            (&dates.last_month, LAST_MONTH),
            (&dates.last_year, LAST_YEAR),
        ];
        for (list, flags) in lists {
            list.iter()
                .for_each(|word| vocabulary.insert(word, Entry { flags, value: 0 }));
        }
        for (days, flags, first) in [(&dates.weekdays, WEEKDAY, 0), (&dates.months, MONTH, 1)] {
            for (value, names) in (first..).zip(days) {
                names
                    .iter()
                    .for_each(|name| vocabulary.insert(name, Entry { flags, value }));
            }
        }
        for word in abbreviations {
            let flags = ABBREVIATION;
            vocabulary.insert(word.trim_end_matches('.'), Entry { flags, value: 0 });
        }
        vocabulary
    }

    fn insert(&mut self, word: &str, entry: Entry) {
        let folded = fold(word.trim());
        if let Some(stem) = folded.strip_suffix('*') {
            if let Some(key) = first_three(stem) {
                let stems = self.stems.entry(key.to_owned()).or_default();
                stems.push((stem.to_owned(), entry));
            }
            return;
        }
        if let Some(tail) = folded.strip_prefix('*') {
            if let Some(key) = last_three(tail) {
                let tails = self.tails.entry(key.to_owned()).or_default();
                tails.push((tail.to_owned(), entry));
            }
            return;
        }
        let mut parts = folded.split_whitespace();
        let Some(first) = parts.next() else { return };
        let rest: Vec<String> = parts.map(str::to_owned).collect();
        if rest.is_empty() {
            self.words.entry(folded).or_default().add(entry);
        } else {
            self.words.entry(first.to_owned()).or_default().flags |= PHRASE;
            let phrases = self.phrases.entry(first.to_owned()).or_default();
            phrases.push(Phrase { rest, entry });
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
    }

    /// What a folded word can be.
    pub fn find(&self, folded: &str) -> Entry {
        if let Some(entry) = self.words.get(folded) {
            return *entry;
        }
        let mut found = Entry::default();
        if !self.stems.is_empty() {
            let stems = first_three(folded).and_then(|key| self.stems.get(key));
            add_longest(stems, |stem| folded.starts_with(stem), &mut found);
        }
        if !self.tails.is_empty() {
            let tails = last_three(folded).and_then(|key| self.tails.get(key));
            add_longest(tails, |tail| folded.ends_with(tail), &mut found);
        }
        let by_ending =
            |ending: &String| folded.len() > ending.len() + 2 && folded.ends_with(ending.as_str());
        if found.flags == 0 && self.endings.iter().any(by_ending) {
            found.flags = VERB_ENDING;
        }
        found
    }

    /// Whether a capital at this word tells no name, since it is a known noun of a language that capitalises nouns.
    pub fn nouns_capitalised_word(&self, token: &super::tokens::Token) -> bool {
        self.nouns_capitalised && token.is(ANY_ROLE | GROUP | ORGANISATION | CUE_NOUN | NAMING)
    }

    /// Whether verbs that are in no list can be told by their endings.
    pub fn has_verb_endings(&self) -> bool {
        !self.endings.is_empty()
    }

    /// The phrases that a folded word begins, the longest first.
    pub fn phrases(&self, folded: &str) -> &[Phrase] {
        self.phrases.get(folded).map_or(&[], Vec::as_slice)
    }
}

/// Adds what the longest fitting parts of words mean.
fn add_longest(
    parts: Option<&Vec<(String, Entry)>>,
    fits: impl Fn(&str) -> bool,
    found: &mut Entry,
) {
    let fitting = || parts.into_iter().flatten().filter(|(part, _)| fits(part));
    let longest = fitting().map(|(part, _)| part.len()).max();
    fitting()
        .filter(|(part, _)| Some(part.len()) == longest)
        .for_each(|(_, entry)| found.add(*entry));
}

fn last_three(word: &str) -> Option<&str> {
    let (start, _) = word.char_indices().rev().nth(2)?;
    word.get(start..)
}

fn first_three(word: &str) -> Option<&str> {
    let (end, c) = word.char_indices().nth(2)?;
    word.get(..end + c.len_utf8())
}
