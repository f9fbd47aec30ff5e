//! The words by which a question says how it asks: who, when, in which order.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::text::{normal_word, words};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fillers: String,
    speech: String,
    subject: String,
    by: String,
    about: String,
    articles: String,
    latest: String,
    first: String,
    when: String,
    who: String,
    since: String,
    after: String,
    until: String,
    before: String,
    between: String,
    and: String,
    last: String,
    this: String,
    #[serde(rename = "in")]
    within: String,
    ago: String,
    today: String,
    yesterday: String,
    day: String,
    week: String,
    month: String,
    year: String,
    months: Vec<String>,
    weekdays: Vec<String>,
    phrases: FxHashMap<Cue, Vec<String>>,
}

/// What a set phrase does in a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::answer) enum Cue {
    /// Asks for a number: "how often".
    Count,
    /// Asks for several people's words beside each other: "difference between".
    Compare,
    /// Stands between two who are compared: "versus".
    Versus,
    /// Stands before an outlet: "according to".
    Source,
    /// Goes on from the question before: "and", "what about".
    Opens,
    /// Asks for further hits.
    More,
    /// Asks for other people: "who else".
    Else,
    /// "before that"
    Earlier,
    /// "after that"
    Later,
    /// "since then"
    SinceThen,
    /// A man who was spoken of.
    He,
    /// A woman who was spoken of.
    She,
    /// People who were spoken of.
    They,
    /// What was spoken of.
    It,
}

/// What a word may do in a question, beside being looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// Says nothing about what is looked for.
    Filler,
    /// Follows who is asked about: "say".
    Speech,
    /// Stands before who is asked about: "did".
    Subject,
    /// Stands before a source: "from".
    By,
    /// Stands before a topic: "about".
    About,
    /// May stand between these and a name.
    Article,
    /// Asks for the newest.
    Latest,
    /// Asks for the oldest.
    First,
    /// "when"
    When,
    /// "who"
    Who,
    /// A range begins with the date that follows.
    Since,
    /// A range begins after it.
    After,
    /// A range ends with it.
    Until,
    /// A range ends before it.
    Before,
    /// "between"
    Between,
    /// "and", "to"
    And,
    /// "last"
    Last,
    /// "this"
    This,
    /// "in"
    Within,
    /// "ago"
    Ago,
    /// "today"
    Today,
    /// "yesterday"
    Yesterday,
    /// "day"
    Day,
    /// "week"
    Week,
    /// "month"
    Month,
    /// "year"
    Year,
}

/// Everything that one word may do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Parts(u32);

impl Parts {
    pub(super) fn add(&mut self, others: Self) {
        self.0 |= others.0;
    }

    pub(super) fn has(self, part: Part) -> bool {
        self.0 & (1 << part as u32) != 0
    }
}

/// The words of one language, as [`word`] gives them.
pub(super) struct Lexicon {
    parts: FxHashMap<String, Parts>,
    months: FxHashMap<String, i8>,
    weekdays: FxHashMap<String, i8>,
    /// The words of each phrase, the longest first.
    phrases: FxHashMap<Cue, Vec<Vec<String>>>,
}

static LEXICONS: LazyLock<Vec<(&'static str, Lexicon)>> = LazyLock::new(|| {
    [
        ("en", include_str!("lexicon/en.toml")),
        ("de", include_str!("lexicon/de.toml")),
        ("es", include_str!("lexicon/es.toml")),
        ("fr", include_str!("lexicon/fr.toml")),
        ("pl", include_str!("lexicon/pl.toml")),
        ("ru", include_str!("lexicon/ru.toml")),
        ("uk", include_str!("lexicon/uk.toml")),
    ]
    .into_iter()
    .filter_map(|(code, text)| Some((code, Lexicon::new(toml::from_str(text).ok()?))))
    .collect()
});

/// The lexicons of these languages; where there is none, the English one.
pub(super) fn lexicons(languages: &[&str]) -> Vec<&'static Lexicon> {
    let of: Vec<_> = LEXICONS
        .iter()
        .filter(|(code, _)| languages.contains(code))
        .map(|(_, lexicon)| lexicon)
        .collect();
    if of.is_empty() {
        LEXICONS
            .iter()
            .take(1)
            .map(|(_, lexicon)| lexicon)
            .collect()
    } else {
        of
    }
}

/// Every lexicon: a word or two of a follow-up don't tell their language.
pub(super) fn all_lexicons() -> Vec<&'static Lexicon> {
    LEXICONS.iter().map(|(_, lexicon)| lexicon).collect()
}

/// A word as lexicons and names have it: folded, without apostrophes.
pub(super) fn word(written: &str) -> String {
    word_of(&normal_word(written))
}

/// The same of a word that is made normal already.
pub(super) fn word_of(normal: &str) -> String {
    normal.replace('\'', "")
}

impl Lexicon {
    fn new(file: File) -> Self {
        let written = [
            (Part::Filler, file.fillers),
            (Part::Speech, file.speech),
            (Part::Subject, file.subject),
            (Part::By, file.by),
            (Part::About, file.about),
            (Part::Article, file.articles),
            (Part::Latest, file.latest),
            (Part::First, file.first),
            (Part::When, file.when),
            (Part::Who, file.who),
            (Part::Since, file.since),
            (Part::After, file.after),
            (Part::Until, file.until),
            (Part::Before, file.before),
            (Part::Between, file.between),
            (Part::And, file.and),
            (Part::Last, file.last),
            (Part::This, file.this),
            (Part::Within, file.within),
            (Part::Ago, file.ago),
            (Part::Today, file.today),
            (Part::Yesterday, file.yesterday),
            (Part::Day, file.day),
            (Part::Week, file.week),
            (Part::Month, file.month),
            (Part::Year, file.year),
        ];
        let mut parts: FxHashMap<String, Parts> = FxHashMap::default();
        for (part, words) in written {
            for word in words.split_whitespace().map(word) {
                parts.entry(word).or_default().add(Parts(1 << part as u32));
            }
        }
        let phrases = file
            .phrases
            .into_iter()
            .map(|(cue, phrases)| {
                let split = |phrase: &String| words(phrase).map(|found| word(found.text)).collect();
                let mut phrases: Vec<Vec<String>> = phrases.iter().map(split).collect();
                phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
                (cue, phrases)
            })
            .collect();
        Self {
            phrases,
            parts,
            months: numbered(&file.months),
            weekdays: numbered(&file.weekdays),
        }
    }

    /// What the word may do.
    pub(super) fn parts_of(&self, word: &str) -> Parts {
        self.parts.get(word).copied().unwrap_or_default()
    }

    /// The phrases that do that, the longest first.
    pub(super) fn phrases(&self, cue: Cue) -> &[Vec<String>] {
        self.phrases.get(&cue).map_or(&[], Vec::as_slice)
    }

    /// 1 to 12.
    pub(super) fn month(&self, word: &str) -> Option<i8> {
        self.months.get(word).copied()
    }

    /// 1 for Monday to 7.
    pub(super) fn weekday(&self, word: &str) -> Option<i8> {
        self.weekdays.get(word).copied()
    }
}

fn numbered(lists: &[String]) -> FxHashMap<String, i8> {
    (1..)
        .zip(lists)
        .flat_map(|(number, list)| {
            list.split_whitespace()
                .map(move |name| (word(name), number))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_language_can_be_read_whole() {
        assert_eq!(LEXICONS.len(), 7);
        for (code, lexicon) in LEXICONS.iter() {
            let count =
                |numbers: &FxHashMap<String, i8>| numbers.values().collect::<HashSet<_>>().len();
            assert_eq!(count(&lexicon.months), 12, "{code}");
            assert_eq!(count(&lexicon.weekdays), 7, "{code}");
            assert_eq!(lexicon.phrases.len(), 14, "{code}");
            let mut phrases = lexicon.phrases.values();
            assert!(phrases.all(|phrases| !phrases.is_empty()), "{code}");
            let mut words = lexicon.phrases.values().flatten().flatten();
            assert!(words.all(|word| !word.is_empty()), "{code}");
        }
    }

    #[test]
    fn no_language_has_a_pronoun_that_is_a_small_word_of_another() {
        let small = [
            Part::About,
            Part::Article,
            Part::Within,
            Part::And,
            Part::By,
        ];
        for (code, lexicon) in LEXICONS.iter() {
            for cue in [Cue::He, Cue::She, Cue::They] {
                let alone = lexicon.phrases[&cue]
                    .iter()
                    .filter(|words| words.len() == 1);
                for word in alone.flatten() {
                    for (other, another) in LEXICONS.iter() {
                        let parts = another.parts_of(word);
                        assert!(
                            !small.iter().any(|part| parts.has(*part)),
                            "{word} of {code} in {other}"
                        );
                    }
                }
            }
        }
    }
}
