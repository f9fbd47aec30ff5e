//! Which statements a claim may come from: few, found by what is rare in it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::settings::CheckSettings;
use crate::domain::{Concept, Form, Kinds, Phrase, Query, Tells, WantedSpeaker};
use crate::ports::{SearchError, SearchIndex};
use crate::text::{Term, analyser};

/// The analyser of texts whose language nobody knows.
const UNKNOWN: &str = "";

/// What the index can be asked about a text.
pub(super) struct Wording {
    /// Words with a term that occurs in the index, the rarest first.
    rarest: Vec<Concept>,
    /// The most telling neighbours in each language; empty where no two stand together.
    phrase: Option<Phrase>,
}

/// A word of the text with its terms in all languages.
struct Looked {
    written: String,
    terms: Vec<String>,
    /// In how many statements one of them occurs.
    frequency: u64,
}

impl Wording {
    /// Reads `text`, whose stretches between marked omissions are `stretches`, in bytes.
    ///
    /// # Errors
    /// [`SearchError`] where the index can't be read.
    pub(super) fn read(
        text: &str,
        stretches: &[Range<usize>],
        languages: &[&'static str],
        index: &dyn SearchIndex,
        settings: &CheckSettings,
    ) -> Result<Self, SearchError> {
        let readings: Vec<Vec<Term>> = languages
            .iter()
            .chain([&UNKNOWN])
            .map(|code| analyser(code).terms(text))
            .collect();
        let looked = look(text, &readings, index, settings)?;
        let phrase = phrase(text, stretches, &readings, &looked, settings);
        let mut rarest: Vec<Looked> = looked
            .into_values()
            .filter(|word| word.frequency > 0)
            .collect();
        rarest.sort_by(|a, b| {
            a.frequency
                .cmp(&b.frequency)
                .then_with(|| a.written.cmp(&b.written))
        });
        rarest.dedup_by(|a, b| a.terms == b.terms);
        let rarest = rarest
            .into_iter()
            .take(settings.rarest)
            .map(|word| Concept {
                written: word.written,
                tells: Tells::Topic,
                forms: word
                    .terms
                    .into_iter()
                    .map(|term| Form {
                        terms: vec![term],
                        weight: 1.0,
                    })
                    .collect(),
            })
            .collect();
        Ok(Self { rarest, phrase })
    }

    /// Whether there is nothing that the index could be asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.rarest.is_empty()
    }

    /// One or two words tell few statements apart: more have to be looked at.
    fn limit(&self, settings: &CheckSettings) -> usize {
        if self.rarest.len() < 3 {
            settings.candidates * 4
        } else {
            settings.candidates
        }
    }

    /// For statements that have the most telling words side by side.
    pub(super) fn in_a_row(&self, wanted: &Wanted, settings: &CheckSettings) -> Option<Query> {
        let phrase = self.phrase.clone()?;
        Some(Query {
            phrases: vec![phrase],
            ..self.anywhere(wanted, settings)
        })
    }

    /// For statements that have the rarest words in any order.
    pub(super) fn anywhere(&self, wanted: &Wanted, settings: &CheckSettings) -> Query {
        Query {
            concepts: self.rarest.clone(),
            speakers: wanted.speakers.clone(),
            kinds: wanted.kinds,
            said: wanted.said,
            limit: self.limit(settings),
            ..Query::default()
        }
    }
}

/// What a statement has to fulfil.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    pub(super) speakers: Vec<WantedSpeaker>,
    pub(super) kinds: Kinds,
    pub(super) said: crate::domain::DateRange,
}

impl Wanted {
    /// A speaker's own words, whoever's.
    pub(super) fn quotations() -> Self {
        Self {
            kinds: Kinds {
                quotation: true,
                ..Kinds::NONE
            },
            ..Self::default()
        }
    }

    /// What articles say in their own words.
    pub(super) fn reported() -> Self {
        Self {
            kinds: Kinds {
                reported: true,
                ..Kinds::NONE
            },
            ..Self::default()
        }
    }

    pub(super) fn by(mut self, speakers: &[WantedSpeaker]) -> Self {
        self.speakers = speakers.to_vec();
        self
    }
}

/// The words that a reading has a term of, by position, with how often their terms occur. A word that every language
/// passes over is left out, the unknown one's reading aside.
fn look(
    text: &str,
    readings: &[Vec<Term>],
    index: &dyn SearchIndex,
    settings: &CheckSettings,
) -> Result<BTreeMap<u32, Looked>, SearchError> {
    let mut words: BTreeMap<u32, Looked> = BTreeMap::new();
    let known = readings.len().saturating_sub(1);
    for (number, reading) in readings.iter().enumerate() {
        for term in reading {
            if number == known && known > 0 && !words.contains_key(&term.position) {
                continue;
            }
            let word = words.entry(term.position).or_insert_with(|| Looked {
                written: text
                    .get(term.start..term.end)
                    .unwrap_or_default()
                    .to_owned(),
                terms: Vec::new(),
                frequency: 0,
            });
            if !word.terms.contains(&term.text) {
                word.terms.push(term.text.clone());
            }
        }
    }
    let step = words.len().div_ceil(settings.asked_for.max(1)).max(1);
    let mut looked = BTreeMap::new();
    for (position, mut word) in words.into_iter().step_by(step) {
        for term in &word.terms {
            word.frequency += index.frequency(term)?;
        }
        looked.insert(position, word);
    }
    Ok(looked)
}

/// The row of neighbouring words within a stretch that the fewest statements have: by the product of the frequencies. A
/// word that occurs nowhere can't be in it.
fn phrase(
    text: &str,
    stretches: &[Range<usize>],
    readings: &[Vec<Term>],
    looked: &BTreeMap<u32, Looked>,
    settings: &CheckSettings,
) -> Option<Phrase> {
    let main = readings.first()?;
    let stretch_of = |term: &Term| {
        stretches
            .iter()
            .position(|stretch| stretch.start <= term.start && term.end <= stretch.end)
    };
    let rarity = |term: &Term| {
        looked
            .get(&term.position)
            .filter(|word| word.frequency > 0)
            .map(|word| (word.frequency as f64).ln_1p())
    };
    // Neighbours: terms that are looked up, occur, and stand in one stretch.
    let neighbours = |a: &Term, b: &Term| {
        rarity(a).is_some() && rarity(b).is_some() && stretch_of(a) == stretch_of(b)
    };
    let row = main
        .chunk_by(neighbours)
        .filter(|row| row.iter().all(|term| rarity(term).is_some()))
        .flat_map(|row| row.windows(settings.phrase.clamp(1, row.len())))
        .max_by(|a, b| {
            // Longer rows first, then the rarer words.
            let cost = |row: &[Term]| row.iter().filter_map(rarity).sum::<f64>();
            a.len()
                .cmp(&b.len())
                .then_with(|| cost(b).total_cmp(&cost(a)))
        })?;
    let (first, last) = (row.first()?, row.last()?);
    if row.len() < 2 {
        return None;
    }
    let mut forms: Vec<Vec<(u32, String)>> = Vec::new();
    for reading in readings {
        let form: Vec<(u32, String)> = reading
            .iter()
            .filter(|term| (first.position..=last.position).contains(&term.position))
            .map(|term| (term.position - first.position, term.text.clone()))
            .collect();
        if !form.is_empty() && !forms.contains(&form) {
            forms.push(form);
        }
    }
    Some(Phrase {
        written: text.get(first.start..last.end)?.to_owned(),
        forms,
    })
}
