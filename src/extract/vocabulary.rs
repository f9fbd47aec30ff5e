//! A lexicon made ready for looking words up: what each word can be, as a set of bits.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use crate::domain::{Gender, Lexicon, Marks};
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
    /// A possessive ending, as a token of its own.
    POSSESSIVE_MARK = 43;
    /// "you"
    SECOND = 44;
    /// "the"
    DEFINITE = 45;
    /// "of"
    GENITIVE = 46;
    /// Makes what follows passive.
    PASSIVE = 47;
    /// Stands before several.
    PLURAL = 48;
    /// Opens an indirect question.
    INTERROGATIVE = 49;
    /// Asks whom it governs.
    ASKING = 50;
    /// Country or city.
    PLACE = 51;
    /// Tells what another said: "sei".
    REPORTING = 52;
    /// Preposition by which a body says something.
    WITHIN = 53;
    /// Determiner before a man.
    DETERMINER_MALE = 54;
    /// Determiner before a woman.
    DETERMINER_FEMALE = 55;
    /// Stands behind whom another quotes.
    CITED = 56;
    /// Verb of saying whose object said it.
    QUOTING = 57;
    /// Opens a clause that another completes.
    OPENING = 58;
    /// Verb that says that something is not so.
    DENYING = 59;
    /// Preposition before who does what a passive verb tells.
    AGENT = 60;
    /// Verb of saying whose subject is nobody.
    IMPERSONAL = 61;
    /// Verb of saying whose object is who is told.
    TELLING = 62;
    /// Stands before a source at a sentence's start.
    OPENING_SOURCE = 63;
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

/// A word's key: a hash of its folded form (FNV-1a, mixed).
#[inline]
pub fn word_key(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    if word.is_ascii() {
        word.bytes()
            .map(|b| b.to_ascii_lowercase())
            .for_each(&mut add);
    } else {
        fold(word).bytes().for_each(&mut add);
    }
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// One key for several words in order.
pub fn keys_key(keys: impl Iterator<Item = u64>) -> u64 {
    keys.fold(0x51_7cc1_b727_220a, |all, key| {
        (all.rotate_left(5) ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// Takes a key that is a hash for the hash.
#[derive(Default)]
pub struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|&b| self.0 = self.0.rotate_left(8) ^ u64::from(b));
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A table by word keys. Only lexicons fill it, so that nobody else chooses what collides.
pub type Table<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

/// Words of one list, by their keys.
type Keys = HashSet<u64, BuildHasherDefault<AsIs>>;

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
    /// The keys of the words after the first.
    pub rest: Vec<u64>,
    /// What the whole is.
    pub entry: Entry,
}

/// A lexicon made ready.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    words: Table<Entry>,
    /// Beginnings of words, by their first three characters.
    stems: Table<Vec<(String, Entry)>>,
    /// Ends of words, by their last three characters.
    tails: Table<Vec<(String, Entry)>>,
    phrases: Table<Vec<Phrase>>,
    endings: Vec<String>,
    possessive: Vec<String>,
    he_endings: Vec<String>,
    she_endings: Vec<String>,
    name_endings: Vec<String>,
    /// Titles, roles, bodies and places without the ending of their case.
    called_stems: Table<(Flags, String)>,
    /// What bodies are called, by the words of each of their cases.
    bodies: Table<String>,
    /// What somebody named is called again.
    epithets: Keys,
    /// What makes any role so.
    once: Keys,
    /// What opens a clause that tells who said what stands before it.
    echoing: Keys,
    /// Given names without the ending of their case.
    given_stems: Table<(Flags, String)>,
    /// Opening and closing marks.
    pairs: Vec<(char, char)>,
    /// Whether a dash introduces speech.
    pub dash_speech: bool,
    /// Whether commas may part a cue from what is quoted, inside the marks.
    pub incises: bool,
    /// Whether every noun is capitalised.
    pub nouns_capitalised: bool,
    /// Whether the verb comes second.
    pub verb_second: bool,
    /// Whether a verb may stand without its subject.
    pub pro_drop: bool,
    /// Whether small words lose their end to an apostrophe before others ("l'", "qu'").
    elides: bool,
    /// Whether the weights were fitted to articles in the language.
    pub fitted: bool,
    /// Whether any verb of saying is known.
    pub knows_cues: bool,
    /// Whether an adjective stands behind its noun.
    pub adjectives_follow: bool,
    /// Whether some articles point to somebody known.
    pub has_definite: bool,
    /// Whether determiners tell one from several.
    pub has_plurals: bool,
}

impl Vocabulary {
    /// Makes a lexicon ready.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut vocabulary = Self {
            pairs: pairs(&lexicon.marks),
            dash_speech: lexicon.marks.dash_speech,
            incises: lexicon.marks.incises,
            nouns_capitalised: lexicon.grammar.nouns_capitalised,
            possessive: folded(&lexicon.grammar.possessive_endings),
            name_endings: folded(&lexicon.people.name_endings),
            he_endings: folded(&lexicon.grammar.he_endings),
            she_endings: folded(&lexicon.grammar.she_endings),
            fitted: lexicon.fitted,
            knows_cues: !lexicon.cues.saying.is_empty(),
            adjectives_follow: lexicon.grammar.adjectives_follow,
            verb_second: lexicon.grammar.verb_second,
            pro_drop: lexicon.grammar.pro_drop,
            has_definite: !lexicon.grammar.definite.is_empty(),
            has_plurals: !lexicon.grammar.plurals.is_empty(),
            endings: folded(&lexicon.grammar.verb_endings),
            epithets: keys(&lexicon.people.epithets),
            once: keys(&lexicon.people.once),
            echoing: keys(&lexicon.cues.echoing),
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
        let lists: [(&[String], Flags); 58] = [
            (&cues.saying, SAYING),
            (&cues.judging, JUDGING),
            (&cues.participles, PARTICIPLE),
            (&cues.cited, SAYING | CITED),
            (&cues.quoting, SAYING | QUOTING),
            (&cues.denying, DENYING),
            (&cues.impersonal, IMPERSONAL),
            (&cues.telling, TELLING),
            (&cues.opening_source, OPENING_SOURCE),
            (&cues.asking, ASKING),
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
            (&people.epithets, ROLE),
            (&people.groups, GROUP),
            (&people.organisations, ORGANISATION),
            (&people.places, PLACE),
            (&people.particles, PARTICLE),
            (&people.given_male, GIVEN_MALE),
            (&people.given_female, GIVEN_FEMALE),
            (&grammar.determiners, DETERMINER),
            (&grammar.definite, DEFINITE),
            (&grammar.plurals, PLURAL),
            (&grammar.interrogatives, INTERROGATIVE),
            (&grammar.genitives, GENITIVE),
            (&grammar.possessives, POSSESSIVE),
            (&grammar.prepositions, PREPOSITION),
            (&grammar.opening, OPENING),
            (&grammar.within, WITHIN),
            (&grammar.he_determiners, DETERMINER_MALE),
            (&grammar.she_determiners, DETERMINER_FEMALE),
            (&grammar.conjunctions, CONJUNCTION),
            (&grammar.auxiliaries, AUXILIARY),
            (&grammar.passives, PASSIVE),
            (&grammar.agents, AGENT),
            (&grammar.that, THAT),
            (&grammar.reporting, REPORTING),
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
        if vocabulary.has_cases() {
            let called = [
                (&people.titles_male, TITLE_MALE),
                (&people.titles_female, TITLE_FEMALE),
                (&people.titles, TITLE),
                (&people.roles_male, ROLE_MALE),
                (&people.roles_female, ROLE_FEMALE),
                (&people.roles, ROLE),
                (&people.organisations, ORGANISATION),
                (&people.places, PLACE),
            ];
            for (list, flags) in called {
                let words = list.iter().filter(|word| !word.contains([' ', '*']));
                for word in words {
                    let stem = vocabulary.name_key(word, word_key(word));
                    let known = vocabulary.called_stems.entry(stem).or_default();
                    known.0 |= flags;
                    if known.1.is_empty() && flags != PLACE {
                        known.1.clone_from(word);
                    }
                }
            }
            let given = [
                (&people.given_male, GIVEN_MALE),
                (&people.given_female, GIVEN_FEMALE),
            ];
            for (list, flags) in given {
                for name in list {
                    let stem = vocabulary.name_key(name, word_key(name));
                    let known = vocabulary.given_stems.entry(stem).or_default();
                    known.0 |= flags;
                    known.1.clone_from(name);
                }
            }
        }
        for body in &people.bodies {
            for form in body {
                let flags = ORGANISATION;
                vocabulary.insert(form, Entry { flags, value: 0 });
                let keys = fold(form);
                let key = keys_key(keys.split_whitespace().map(word_key));
                vocabulary.bodies.insert(key, body[0].clone());
            }
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
                let stems = self.stems.entry(word_key(key)).or_default();
                stems.push((stem.to_owned(), entry));
            }
            return;
        }
        if let Some(tail) = folded.strip_prefix('*') {
            if let Some(key) = last_three(tail) {
                let tails = self.tails.entry(word_key(key)).or_default();
                tails.push((tail.to_owned(), entry));
            }
            return;
        }
        let mut keys = folded.split_whitespace().map(word_key);
        let Some(first) = keys.next() else { return };
        let rest: Vec<u64> = keys.collect();
        self.elides |= folded.ends_with('\'') && rest.is_empty();
        if rest.is_empty() {
            self.words.entry(first).or_default().add(entry);
        } else {
            self.words.entry(first).or_default().flags |= PHRASE;
            let phrases = self.phrases.entry(first).or_default();
            // A phrase of two lists is both.
            match phrases.iter_mut().find(|phrase| phrase.rest == rest) {
                Some(phrase) => phrase.entry.add(entry),
                None => phrases.push(Phrase { rest, entry }),
            }
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
    }

    /// What a word can be, by itself and its key.
    pub fn find(&self, word: &str, key: u64) -> Entry {
        if let Some(entry) = self.words.get(&key) {
            return *entry;
        }
        let mut found = Entry::default();
        if !self.stems.is_empty() || !self.tails.is_empty() {
            let folded = fold(word);
            let stems = first_three(&folded).and_then(|part| self.stems.get(&word_key(part)));
            add_longest(stems, |stem| folded.starts_with(stem), &mut found);
            let tails = last_three(&folded).and_then(|part| self.tails.get(&word_key(part)));
            add_longest(tails, |tail| folded.ends_with(tail), &mut found);
        }
        if found.flags == 0 {
            found.flags = self.given(word);
        }
        if found.flags == 0 && self.has_cases() {
            let stem = self.name_key(word, 0);
            found.flags = self.called_stems.get(&stem).map_or(0, |known| known.0);
            // "premierem" is a form of "premier", which either may be, and looks like one of "premierka".
            if found.flags & ROLE != 0 {
                found.flags &= !(ROLE_MALE | ROLE_FEMALE);
            }
            if !word.chars().next().is_some_and(char::is_uppercase) {
                found.flags &= !PLACE;
            }
        }
        let by_ending = |ending: &String| {
            word.len() > ending.len() + 2
                && word
                    .get(word.len() - ending.len()..)
                    .is_some_and(|end| end.eq_ignore_ascii_case(ending))
        };
        if found.flags == 0 && self.endings.iter().any(by_ending) {
            found.flags = VERB_ENDING;
        }
        found
    }

    /// What a capitalised word is as a given name of two parts ("Anne-Marie") or in another case; 0 if none.
    fn given(&self, word: &str) -> Flags {
        const GIVEN: Flags = GIVEN_MALE | GIVEN_FEMALE;
        if !word.chars().next().is_some_and(char::is_uppercase) {
            return 0;
        }
        if let Some((first, second)) = word.split_once('-') {
            let both = second.chars().next().is_some_and(char::is_uppercase);
            let entry = self.words.get(&word_key(first)).filter(|_| both);
            return entry.map_or(0, |entry| entry.flags & GIVEN);
        }
        let stem = self.name_key(word, 0);
        self.given_stems.get(&stem).map_or(0, |known| known.0)
    }

    /// A given name that is written in another case in the nominative; `None` where a man's and a woman's name share
    /// their forms.
    pub fn nominative(&self, word: &str) -> Option<&str> {
        let key = word_key(word);
        let listed = |entry: &Entry| entry.flags & (GIVEN_MALE | GIVEN_FEMALE) != 0;
        if self.words.get(&key).is_some_and(listed) {
            return None;
        }
        let (flags, name) = self.given_stems.get(&self.name_key(word, key))?;
        let one = flags.count_ones() == 1 && word_key(name) != key;
        one.then_some(name.as_str())
    }

    /// What a body is called that is written with these words, in whatever case.
    pub fn body(&self, words: impl Iterator<Item = u64>) -> Option<&str> {
        if self.bodies.is_empty() {
            return None;
        }
        self.bodies.get(&keys_key(words)).map(String::as_str)
    }

    /// Whether a word, by its key, is what somebody named is called again.
    pub fn is_epithet(&self, key: u64) -> bool {
        self.epithets.contains(&key)
    }

    /// Whether a word, by its key, tells that a role is over.
    pub fn is_once(&self, key: u64) -> bool {
        self.once.contains(&key)
    }

    /// Whether a word, by its key, opens a clause that tells who said what stands before it: "…, as Vale said".
    pub fn echoes(&self, key: u64) -> bool {
        self.echoing.contains(&key)
    }

    /// What somebody is called, in another case ("міністра"), in the nominative.
    pub fn called(&self, word: &str) -> Option<&str> {
        let key = word_key(word);
        let (_, called) = self.called_stems.get(&self.name_key(word, key))?;
        (!called.is_empty() && word_key(called) != key).then_some(called.as_str())
    }

    /// Whether a man or a woman is the subject of a verb of saying, where its form tells.
    pub fn gender_of_subject(&self, verb: &str) -> Option<Gender> {
        let folded = fold(verb);
        let ends = |endings: &[String]| endings.iter().any(|ending| folded.ends_with(ending));
        if ends(&self.she_endings) {
            Some(Gender::Female)
        } else {
            ends(&self.he_endings).then_some(Gender::Male)
        }
    }

    /// Whether a capital at this word tells no name, since it is a known noun of a language that capitalises nouns.
    pub fn nouns_capitalised_word(&self, token: &super::tokens::Token) -> bool {
        self.nouns_capitalised && token.is(ANY_ROLE | GROUP | ORGANISATION | CUE_NOUN | NAMING)
    }

    /// The length of the small word that one begins with before an apostrophe ("l'", "qu'"), where the two are not known
    /// as one.
    pub fn elided(&self, word: &str) -> Option<usize> {
        if !self.elides {
            return None;
        }
        let (at, mark) = word.char_indices().find(|(_, c)| is_apostrophe(*c))?;
        let end = at + mark.len_utf8();
        let small = word.get(..end).filter(|_| end < word.len())?;
        let known = |word: &str| self.find(word, word_key(word)).flags != 0;
        (self.words.contains_key(&word_key(small)) && !known(word)).then_some(end)
    }

    /// The length of a word without its possessive ending, if it has one.
    pub fn possessor(&self, word: &str) -> usize {
        let ending = |ending: &String| {
            let last = ending.as_bytes().last()?;
            if !word.as_bytes().last()?.eq_ignore_ascii_case(last) {
                return None;
            }
            let (at, _) = word
                .char_indices()
                .rev()
                .nth(ending.chars().count().checked_sub(1)?)?;
            (at > 0 && fold(word.get(at..)?) == *ending).then_some(at)
        };
        self.possessive
            .iter()
            .find_map(ending)
            .unwrap_or(word.len())
    }

    /// The key of a name's word without the ending of its case, where the language has any.
    pub fn name_key(&self, word: &str, key: u64) -> u64 {
        if self.name_endings.is_empty() {
            return key;
        }
        let folded = fold(word);
        let stem = self
            .name_endings
            .iter()
            .filter_map(|ending| folded.strip_suffix(ending.as_str()))
            .filter(|stem| stem.chars().count() >= 3)
            .min_by_key(|stem| stem.len());
        stem.map_or(key, word_key)
    }

    /// Whether names take endings.
    pub fn has_cases(&self) -> bool {
        !self.name_endings.is_empty()
    }

    /// Whether the lexicon has these two marks for a pair.
    pub fn is_pair(&self, open: char, close: char) -> bool {
        self.pairs.contains(&(open, close))
    }

    /// Whether the lexicon opens with this mark.
    pub fn is_opening(&self, mark: char) -> bool {
        self.pairs.iter().any(|(open, _)| *open == mark)
    }

    /// Whether the lexicon has this for a mark of either end.
    pub fn is_mark(&self, c: char) -> bool {
        self.pairs
            .iter()
            .any(|(open, close)| *open == c || *close == c)
    }

    /// Whether a word ends as a possessor does, so that an apostrophe behind it alone may make it one ("pilots'").
    pub fn may_possess(&self, word: &str) -> bool {
        let last = word.chars().next_back().map(|c| c.to_lowercase().next());
        self.possessive
            .iter()
            .any(|ending| last == Some(ending.chars().next_back()))
    }

    /// Whether verbs that are in no list can be told by their endings.
    pub fn has_verb_endings(&self) -> bool {
        !self.endings.is_empty()
    }

    /// The phrases that a word begins, by its key, the longest first.
    pub fn phrases(&self, key: u64) -> &[Phrase] {
        self.phrases.get(&key).map_or(&[], Vec::as_slice)
    }
}

fn folded(words: &[String]) -> Vec<String> {
    words.iter().map(|word| fold(word)).collect()
}

fn keys(words: &[String]) -> Keys {
    words.iter().map(|word| word_key(&fold(word))).collect()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn pairs(marks: &Marks) -> Vec<(char, char)> {
    let first = |mark: &String| mark.chars().next();
    marks
        .pairs
        .iter()
        .filter_map(|[open, close]| first(open).zip(first(close)))
        .collect()
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
