//! Analysis: from a text to the terms that searching compares. Documents, questions and subscriptions all go through
//! it, so that the same words always meet.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::fold::{fold, latin};
use super::stem::Stemming;
use super::words::words;

/// A word of a text as it is searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// First byte of the word it stands for.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Which word of the text it is, stop words counted, from 0.
    pub position: u32,
    /// Folded and stemmed.
    pub text: String,
}

/// Longer words are cut here, in bytes: nobody asks for them whole, and an index need not carry them.
const LONGEST_TERM: usize = 64;

/// Stems that one [`Analyser`] remembers. Reached, they are forgotten and gathered anew.
const REMEMBERED: usize = 50_000;

/// Turns texts of one language into terms.
pub struct Analyser {
    language: &'static str,
    stemming: Stemming,
    stop: &'static FxHashSet<String>,
    elides: bool,
    /// Whoever is read from may choose its words, so that their hashes must not be foreseen.
    stems: Mutex<HashMap<String, String>>,
}

/// Languages whose words are stemmed and whose stop words are known, by ISO 639-1 code.
pub const LANGUAGES: [&str; 10] = ["en", "uk", "ru", "de", "fr", "es", "pl", "it", "nl", "pt"];

macro_rules! stop_words {
    ($($code:literal),*) => {
        [$(($code, include_str!(concat!("stopwords/", $code, ".txt")))),*]
    };
}

static STOP_WORDS: LazyLock<FxHashMap<&'static str, FxHashSet<String>>> = LazyLock::new(|| {
    stop_words!("en", "uk", "ru", "de", "fr", "es", "pl", "it", "nl", "pt")
        .into_iter()
        .map(|(code, list)| (code, list.split_whitespace().map(fold).collect()))
        .collect()
});

static NO_STOP_WORDS: LazyLock<FxHashSet<String>> = LazyLock::new(FxHashSet::default);

static ANALYSERS: LazyLock<FxHashMap<&'static str, Analyser>> = LazyLock::new(|| {
    LANGUAGES
        .into_iter()
        .map(|code| (code, Analyser::new(code)))
        .collect()
});

static UNKNOWN: LazyLock<Analyser> = LazyLock::new(|| Analyser::new(""));

/// The one analyser of a language, by its code: the same for every document and question.
pub fn analyser(code: &str) -> &'static Analyser {
    ANALYSERS.get(code).unwrap_or(&UNKNOWN)
}

/// The analyser of a text in that language; where its language is undetermined ("und"), as it is of texts of a line or
/// two, that of the likeliest by its letters and stop words.
pub fn analyser_of(code: &str, text: &str) -> &'static Analyser {
    if code != "und" {
        return analyser(code);
    }
    let likeliest = languages_of(text).into_iter().next();
    analyser(likeliest.unwrap_or_default())
}

impl Analyser {
    /// The analyser of a language by its code; of one that is not known: words are folded and none is left out.
    fn new(code: &'static str) -> Self {
        Self {
            language: code,
            stemming: Stemming::of(code),
            stop: STOP_WORDS.get(code).unwrap_or(&NO_STOP_WORDS),
            elides: matches!(code, "fr" | "it"),
            stems: Mutex::new(HashMap::new()),
        }
    }

    /// The terms of `text` in order, stop words left out.
    pub fn terms(&self, text: &str) -> Vec<Term> {
        let mut terms = Vec::new();
        for (position, word) in words(text).enumerate() {
            let normal = self.normal(word.text);
            if normal.is_empty() || self.stop.contains(&normal) {
                continue;
            }
            terms.push(Term {
                start: word.start,
                end: word.end(),
                position: u32::try_from(position).unwrap_or(u32::MAX),
                text: self.stem(&normal),
            });
        }
        terms
    }

    /// The term of one word, whether or not it is a stop word. `None` if nothing of it is left.
    pub fn term(&self, word: &str) -> Option<String> {
        self.term_of(&normal_word(word))
    }

    /// The same of a word that [`normal_word`] has made normal: that serves every language.
    pub fn term_of(&self, normal: &str) -> Option<String> {
        let own = self.elided(normal);
        (!own.is_empty()).then(|| self.stem(&own))
    }

    /// The language's code; empty where it is one whose words are only folded.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// Whether the language passes over the word.
    pub fn is_stop_word(&self, word: &str) -> bool {
        self.passes_over(&normal_word(word))
    }

    /// The same of a word that [`normal_word`] has made normal.
    pub fn passes_over(&self, normal: &str) -> bool {
        self.stop.contains(&*self.elided(normal))
    }

    /// The word folded, and without what its language elides, but not stemmed.
    pub fn normal(&self, word: &str) -> String {
        let normal = normal_word(word);
        match self.elided(&normal) {
            Cow::Borrowed(_) => normal,
            Cow::Owned(elided) => elided,
        }
    }

    fn elided<'w>(&self, normal: &'w str) -> Cow<'w, str> {
        match normal.split_once('\'') {
            Some((head, tail)) if self.elides && head.len() <= 2 && tail.len() >= 2 => {
                tail.replace('\'', "").into()
            }
            Some(_) => normal.replace('\'', "").into(),
            None => normal.into(),
        }
    }

    fn stem(&self, normal: &str) -> String {
        if matches!(self.stemming, Stemming::None) {
            return normal.to_owned();
        }
        let mut stems = self.stems.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stem) = stems.get(normal) {
            return stem.clone();
        }
        let stem = match self.stemming.stem(normal) {
            stem if stem.is_ascii() => stem.into_owned(),
            stem => fold(&stem),
        };
        if stems.len() >= REMEMBERED {
            stems.clear();
        }
        stems.insert(normal.to_owned(), stem.clone());
        stem
    }
}

/// A word folded, without possessive ending, the dots of an abbreviation ("U.S") or the commas of a number ("1,000").
/// Other apostrophes are kept. The country in capitals, "US", becomes "usa", since "us" is a pronoun.
pub fn normal_word(word: &str) -> String {
    if word == "US" || word == "U.S" {
        return "usa".to_owned();
    }
    let mut folded = fold(word);
    if let Some(owner) = folded.strip_suffix("'s") {
        folded.truncate(owner.len());
    }
    if folded == "u.s" || folded == "u.s.a" {
        return "usa".to_owned();
    }
    if folded.contains('.') && is_abbreviation(&folded) {
        folded.retain(|c| c != '.');
    }
    if folded.contains(',') {
        folded.retain(|c| c != ',');
    }
    if folded.len() > LONGEST_TERM {
        folded.truncate(folded.floor_char_boundary(LONGEST_TERM));
    }
    folded
}

fn is_abbreviation(folded: &str) -> bool {
    folded
        .split('.')
        .all(|part| part.chars().count() <= 1 && part.chars().all(char::is_alphabetic))
}

/// The words of a name as they are compared across scripts: folded, without possessive endings, apostrophes and dots,
/// in Latin letters. "Каллас" and "Kallas's" are both "kallas".
pub fn name_terms(name: &str) -> impl Iterator<Item = String> + '_ {
    words(name).filter_map(|word| {
        let mut folded = normal_word(word.text);
        folded.retain(|c| c != '\'' && c != '.');
        let latin = latin(&folded).into_owned();
        (!latin.is_empty()).then_some(latin)
    })
}

/// Stop words that make sure of a language whose letters others have too.
const SURE: usize = 2;

/// The language of a short text where its stop words or its letters leave no doubt; `guessed` is the code of the one that
/// its letters' triples are likeliest of.
pub fn sure_language(text: &str, guessed: &str) -> Option<&'static str> {
    let likeliest = languages_of(text);
    let [code] = likeliest.as_slice() else {
        return None;
    };
    let analyser = analyser(code);
    let known = words(text).filter(|word| analyser.is_stop_word(word.text));
    let known = known.take(SURE).count();
    let none_of = |letters: &str| !text.to_lowercase().contains(|c| letters.contains(c));
    let alone = match *code {
        "en" => text.is_ascii(),
        "uk" => none_of("ыэъёў") && !none_of("іїєґ"),
        "ru" => none_of("іїєґў") && !none_of("ыэ"),
        _ => false,
    };
    let needed = if *code == "en" { SURE } else { 1 };
    (known >= needed && alone || known == SURE && *code == guessed).then_some(*code)
}

/// The languages that a short text may be in: by its letters, then by the stop words it holds. Where neither decides,
/// all that write so, the one that most write in first.
pub fn languages_of(text: &str) -> Vec<&'static str> {
    let folded = fold(text);
    let has = |letters: &str| folded.chars().any(|c| letters.contains(c));
    let written: &[&'static str] = if has("іїєґ") {
        &["uk"]
    } else if has("ыэъ") || text.contains(['ё', 'Ё']) {
        &["ru"]
    } else if folded.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c)) {
        &["ru", "uk"]
    } else {
        &["en", "de", "fr", "es", "pl", "it", "nl", "pt"]
    };
    let words: Vec<String> = words(text).take(200).map(|word| fold(word.text)).collect();
    let count = |code: &&'static str| {
        let stop = STOP_WORDS.get(code);
        let stops = |word: &&String| stop.is_some_and(|stop| stop.contains(*word));
        (*code, words.iter().filter(stops).count())
    };
    let counted: Vec<(&'static str, usize)> = written.iter().map(count).collect();
    let most = counted.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let mut likeliest: Vec<&'static str> = counted
        .into_iter()
        .filter(|(_, count)| *count == most)
        .map(|(code, _)| code)
        .collect();
    if most > 0 {
        likeliest.truncate(2);
    }
    // Short words are shared so widely that without a letter of its own no Ukrainian is sure.
    if likeliest == ["uk"] && !has("іїєґ") {
        likeliest.push("ru");
    }
    likeliest
}
