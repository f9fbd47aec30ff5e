//! Spellings of one name. "Zelensky" in a claim is "Zelenskyy" or "Зеленський" in a statement.

use std::collections::HashMap;

use crate::domain::Roster;
use crate::text::{distance, fold, latin};

/// The surnames of the roster's people, each with the person that its spellings mean.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_spelling: HashMap<String, u32>,
}

/// A word that may be a name, in the form in which its spellings meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelling {
    /// Folded, in Latin letters, without a possessive ending.
    pub(super) latin: String,
    /// Whether it ends in "'s".
    pub(super) owns: bool,
    /// Whether it is written in Latin letters.
    pub(super) is_latin: bool,
}

impl Spelling {
    /// The spelling of a word as written.
    pub(super) fn of(word: &str) -> Self {
        let folded = fold(word);
        let (stem, owns) = match folded.strip_suffix("'s") {
            Some(stem) => (stem, true),
            None => (folded.as_str(), false),
        };
        let latin = latin(stem);
        Self {
            is_latin: matches!(latin, std::borrow::Cow::Borrowed(_)),
            latin: latin.into_owned(),
            owns,
        }
    }

    /// The word in Latin letters, its possessive ending kept.
    pub(super) fn written(&self) -> String {
        let ending = if self.owns { "'s" } else { "" };
        format!("{}{ending}", self.latin)
    }
}

impl Names {
    /// The last words of all names and aliases that are spellings of the person's surname. Other aliases (a nickname, a
    /// title) are other words.
    pub(super) fn new(roster: &Roster) -> Self {
        let mut by_spelling = HashMap::new();
        for (person, speaker) in (0u32..).zip(roster.speakers()) {
            let Some(surname) = last_word(&speaker.name) else {
                continue;
            };
            for name in std::iter::once(&speaker.name).chain(&speaker.aliases) {
                let Some(spelling) = last_word(name) else {
                    continue;
                };
                // Inflected forms in Latin letters are other words too.
                let inflected =
                    spelling.len() > surname.len() && spelling.starts_with(surname.as_str());
                if spelling == surname || (!inflected && are_alike(&spelling, &surname)) {
                    by_spelling.entry(spelling).or_insert(person);
                }
            }
        }
        Self { by_spelling }
    }

    /// Whose surname it may be.
    pub(super) fn person(&self, spelling: &Spelling) -> Option<u32> {
        self.by_spelling.get(&spelling.latin).copied()
    }
}

fn last_word(name: &str) -> Option<String> {
    let last = name.split([' ', '-']).next_back()?;
    let spelling = Spelling::of(last).latin;
    (spelling.chars().count() >= 3).then_some(spelling)
}

/// Transliterations differ in up to half of a name's letters: "liaien", "leyen".
fn are_alike(spelling: &str, surname: &str) -> bool {
    let letters = spelling.chars().count().max(surname.chars().count());
    distance(spelling, surname) <= (letters / 2).max(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Speaker, SpeakerId};

    #[test]
    fn spellings_of_a_surname_mean_one_person_and_a_nickname_does_not() {
        let person = Speaker {
            id: SpeakerId("ilya-brodsky".to_owned()),
            name: "Ilya Brodskyy".to_owned(),
            aliases: [
                "Brodskij",
                "Бродський",
                "Ilya Brodsky",
                "Brodskyys",
                "Captain Cod",
            ]
            .map(str::to_owned)
            .into(),
            handles: Vec::new(),
            gender: None,
            side: None,
            roles: Vec::new(),
        };
        let names = Names::new(&Roster::new(vec![person], Vec::new()));
        let meant = |word| names.person(&Spelling::of(word)).is_some();
        for spelling in ["Brodskyy", "Brodsky’s", "brodskij", "БРОДСЬКИЙ"] {
            assert!(meant(spelling), "{spelling}");
        }
        for other in ["Brodskyys", "Cod", "Ilya", "Brod"] {
            assert!(!meant(other), "{other}");
        }
    }
}
