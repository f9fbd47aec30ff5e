//! From a name as somebody types it to the people it may mean.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::{Attribution, ClaimedSpeaker, Roster, Speaker, WantedSpeaker};
use crate::ports::{SearchError, SearchIndex};
use crate::text::{distance, name_terms};

/// Everybody of the roster, by every spelling of their names and by their offices.
#[derive(Debug, Clone)]
pub(super) struct Voices {
    roster: Arc<Roster>,
    by_name: HashMap<String, Vec<usize>>,
    by_office: HashMap<String, Vec<usize>>,
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
        let mut by_office: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, speaker) in roster.speakers().iter().enumerate() {
            let names = std::iter::once(&speaker.name)
                .chain(&speaker.aliases)
                .chain(&speaker.handles);
            put(&mut by_name, names, index);
            for role in &speaker.roles {
                put(
                    &mut by_office,
                    role.as_written.iter().chain([&role.title]),
                    index,
                );
            }
        }
        // An office that several held, one after the other or in several countries, names nobody.
        by_office.retain(|_, holders| holders.len() == 1);
        Self {
            roster,
            by_name,
            by_office,
        }
    }

    /// Whom a name means: whoever of the roster bears it, with a title before it or typing errors within bounds, the one
    /// person who holds an office of that name, else whoever bears all its words in an article. `None` if it has no word.
    /// A side is nobody: what its foreign minister said is not what it said.
    ///
    /// # Errors
    /// [`SearchError`] where the index can't be read.
    pub(super) fn find(
        &self,
        written: &str,
        index: &dyn SearchIndex,
    ) -> Result<Option<Voice>, SearchError> {
        let written = written.trim();
        let terms: Vec<String> = name_terms(written).take(MOST_TERMS).collect();
        if terms.is_empty() {
            return Ok(None);
        }
        let name = terms.join(" ");
        let named = index.knows_speaker(&name)?;
        let mut people = self.spelled_so(&terms);
        if people.is_empty() && !named {
            people = self.nearly(&name);
        }
        let mut meant: Vec<String> = people.iter().map(|person| person.name.clone()).collect();
        if people.is_empty() {
            meant.push(written.to_owned());
        }
        let mut known = named;
        for person in &people {
            known = known || index.knows_speaker(&person.name)?;
        }
        // Several who spoke as one are told by their names alone.
        let wanted = people.iter().flat_map(|person| {
            let id = WantedSpeaker::Roster(person.id.clone());
            [id, WantedSpeaker::Named(person.name.clone())]
        });
        let mut wanted: Vec<WantedSpeaker> = wanted.collect();
        if people.is_empty() {
            wanted.push(WantedSpeaker::Named(name));
        }
        Ok(Some(Voice {
            wanted,
            told: ClaimedSpeaker {
                written: written.to_owned(),
                meant,
                known,
            },
        }))
    }

    /// Who bears all the words as their name, or all behind their title ("President Zelensky"), or holds that office.
    fn spelled_so(&self, terms: &[String]) -> Vec<&Speaker> {
        if let Some(people) = self.by_name.get(&terms.join(" ")) {
            return self.people(people);
        }
        for behind in 1..terms.len() {
            let Some(people) = self.by_name.get(&terms[behind..].join(" ")) else {
                continue;
            };
            let mut people = self.people(people);
            people.retain(|person| is_title(&terms[..behind], person));
            return people;
        }
        let holders = self.by_office.get(&terms.join(" "));
        holders
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

/// Words before anybody's name, in Latin letters as names are compared.
const HONORIFICS: [&str; 24] = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "lady",
    "lord",
    "herr",
    "frau",
    "monsieur",
    "madame",
    "pan",
    "pani",
    "hospodin",
    "president",
    "prezydent",
    "prasident",
    "minister",
    "ministre",
    "ministr",
    "mynystr",
    "premier",
    "kanzler",
    "senator",
];

/// Whether all these words may stand before that person's name: of an office of theirs, or anybody's. A first name that
/// isn't theirs may not: it is somebody else's.
fn is_title(words: &[String], person: &Speaker) -> bool {
    let of_office = |word: &String| {
        let mut titles = person
            .roles
            .iter()
            .flat_map(|role| role.as_written.iter().chain([&role.title]));
        titles.any(|title| name_terms(title).any(|term| term == *word))
    };
    words
        .iter()
        .all(|word| HONORIFICS.contains(&word.as_str()) || of_office(word))
}

/// Words of a name that are looked at: no name has more.
const MOST_TERMS: usize = 8;

fn put<'a>(
    known: &mut HashMap<String, Vec<usize>>,
    names: impl Iterator<Item = &'a String>,
    index: usize,
) {
    for name in names
        .map(|name| spelled(name))
        .filter(|name| !name.is_empty())
    {
        let indices = known.entry(name).or_default();
        if !indices.contains(&index) {
            indices.push(index);
        }
    }
}

fn spelled(name: &str) -> String {
    name_terms(name).collect::<Vec<_>>().join(" ")
}
