//! From a name as somebody types it to the people it may mean.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::{Attribution, ClaimedSpeaker, Roster, Speaker, WantedSpeaker};
use crate::ports::{SearchError, SearchIndex};
use crate::text::{distance, name_terms};

/// Everybody of the roster, by every spelling of their names.
#[derive(Debug, Clone)]
pub(super) struct Voices {
    roster: Arc<Roster>,
    by_name: HashMap<String, Vec<usize>>,
}

/// Somebody whose words are wanted.
#[derive(Debug, Clone)]
pub(super) struct Voice {
    /// Any of these.
    pub(super) wanted: Vec<WantedSpeaker>,
    /// For whom the name was taken.
    pub(super) told: ClaimedSpeaker,
}

impl Voices {
    pub(super) fn new(roster: Arc<Roster>) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, speaker) in roster.speakers().iter().enumerate() {
            let names = std::iter::once(&speaker.name)
                .chain(&speaker.aliases)
                .chain(&speaker.handles);
            for name in names {
                let people = by_name.entry(spelled(name)).or_default();
                if !people.contains(&index) {
                    people.push(index);
                }
            }
        }
        by_name.remove("");
        Self { roster, by_name }
    }

    /// Whom a name means: whoever of the roster bears it, with a title before it or typing errors within bounds, else
    /// whoever bears all its words in an article. `None` if it has no word.
    ///
    /// # Errors
    /// [`SearchError`] where the index can't be read.
    pub(super) fn find(
        &self,
        written: &str,
        index: &dyn SearchIndex,
    ) -> Result<Option<Voice>, SearchError> {
        let terms: Vec<String> = name_terms(written).take(MOST_TERMS).collect();
        if terms.is_empty() {
            return Ok(None);
        }
        let mut people = self.spelled_so(&terms);
        let named = index.knows_speaker(written)?;
        if people.is_empty() && !named {
            people = self.nearly(&terms.join(" "));
        }
        let mut known = named;
        for person in &people {
            known = known || self.has_words(person, index)?;
        }
        let meant = if people.is_empty() {
            vec![written.trim().to_owned()]
        } else {
            people.iter().map(|person| person.name.clone()).collect()
        };
        let mut wanted: Vec<WantedSpeaker> = people
            .iter()
            .map(|person| WantedSpeaker::Roster(person.id.clone()))
            .collect();
        if people.is_empty() {
            wanted.push(WantedSpeaker::Named(terms.join(" ")));
        }
        Ok(Some(Voice {
            wanted,
            told: ClaimedSpeaker {
                written: written.trim().to_owned(),
                meant,
                known,
            },
        }))
    }

    fn has_words(&self, person: &Speaker, index: &dyn SearchIndex) -> Result<bool, SearchError> {
        index.knows_speaker(&person.name)
    }

    /// Who bears all the words as their name, or all behind a title ("President Zelensky").
    fn spelled_so(&self, terms: &[String]) -> Vec<&Speaker> {
        (0..terms.len())
            .find_map(|title| self.by_name.get(&terms[title..].join(" ")))
            .map(|people| self.people(people))
            .unwrap_or_default()
    }

    /// Who bears a name that differs by the fewest typing errors, at most one in four letters and two in all.
    fn nearly(&self, name: &str) -> Vec<&Speaker> {
        let letters = name.chars().count();
        let errors = (letters / 4).min(2);
        let mut best: (usize, Vec<usize>) = (errors + 1, Vec::new());
        for (spelling, people) in &self.by_name {
            if spelling.chars().count().abs_diff(letters) > errors {
                continue;
            }
            let errors = distance(spelling, name);
            if errors < best.0 {
                best = (errors, people.clone());
            } else if errors == best.0 && !best.1.is_empty() {
                best.1.extend(people);
            }
        }
        best.1.sort_unstable();
        best.1.dedup();
        self.people(&best.1)
    }

    fn people(&self, indices: &[usize]) -> Vec<&Speaker> {
        indices
            .iter()
            .filter_map(|&index| self.roster.speakers().get(index))
            .collect()
    }
}

impl Voice {
    /// Whether it is they who said it.
    pub(super) fn fits(&self, attribution: &Attribution) -> bool {
        self.wanted.iter().any(|wanted| match wanted {
            WantedSpeaker::Roster(id) => attribution.speaker_id.as_ref() == Some(id),
            WantedSpeaker::Named(name) => attribution.speaker.as_deref().is_some_and(|speaker| {
                let of_speaker: Vec<String> = name_terms(speaker).collect();
                name_terms(name).all(|term| of_speaker.contains(&term))
            }),
        })
    }
}

/// Words of a name that are looked at: no name has more.
const MOST_TERMS: usize = 8;

fn spelled(name: &str) -> String {
    name_terms(name).collect::<Vec<_>>().join(" ")
}
