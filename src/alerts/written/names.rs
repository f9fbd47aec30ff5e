//! Whom and what a name in a subscription means.

use std::collections::{BTreeMap, HashSet};

use super::{Known, WrittenError};
use crate::domain::{Condition, Side, SideId, SpeakerId};
use crate::text::{distance, fold, name_terms};

use super::tokens::is_quote;

/// Names that are offered where one is not known.
const OFFERED: usize = 3;

/// Letters of a name that are compared with others.
const COMPARED: usize = 60;

/// Every name of the roster and every outlet.
pub(super) struct Names<'a> {
    known: Known<'a>,
    people: BTreeMap<String, Vec<&'a SpeakerId>>,
    /// Words of people's names.
    words: HashSet<String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(known: Known<'a>) -> Self {
        let mut people: BTreeMap<String, Vec<&SpeakerId>> = BTreeMap::new();
        let mut words = HashSet::new();
        for speaker in known.roster.speakers() {
            for name in speaker.all_names() {
                words.extend(name_terms(name));
                let bearers = people.entry(key(name)).or_default();
                if !bearers.contains(&&speaker.id) {
                    bearers.push(&speaker.id);
                }
            }
        }
        people.remove("");
        Self {
            known,
            people,
            words,
        }
    }

    /// The one person who is called so; `None` where nobody is.
    pub(super) fn person(&self, name: &str) -> Result<Option<SpeakerId>, WrittenError> {
        // An id may be another's name: it is the id then, since nothing else names that person for sure.
        let by_id = SpeakerId(name.to_owned());
        if self.known.roster.find(&by_id).is_some() {
            return Ok(Some(by_id));
        }
        match self.people.get(&key(name)).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([one]) => Ok(Some((*one).clone())),
            Some(several) => Err(WrittenError::Ambiguous {
                name: name.to_owned(),
                people: several
                    .iter()
                    .filter_map(|id| self.known.roster.find(id))
                    .map(|speaker| speaker.name.clone())
                    .collect(),
            }),
        }
    }

    /// Who is meant by a name that is a speaker's for sure: somebody of the roster, or somebody whom only articles name.
    pub(super) fn speaker(&self, name: &str) -> Result<Condition, WrittenError> {
        if let Some(id) = self.person(name)? {
            return Ok(Condition::Speaker(id));
        }
        if self.side(name).is_some() {
            return Err(WrittenError::IsSide {
                name: name.to_owned(),
            });
        }
        let wanted: String = key(name).chars().take(COMPARED).collect();
        if wanted.is_empty() {
            return Err(WrittenError::NoWord(name.to_owned()));
        }
        let errors = wanted.chars().count() / 4;
        let nearest = nearest(
            &wanted,
            errors.min(2),
            self.people.iter().flat_map(|(name, bearers)| {
                let bearers = bearers.iter().filter_map(|id| self.known.roster.find(id));
                bearers.map(move |speaker| (name.clone(), speaker.name.as_str()))
            }),
        );
        if nearest.is_empty() {
            return Ok(Condition::Named(name.to_owned()));
        }
        Err(WrittenError::Speaker {
            name: name.to_owned(),
            nearest,
        })
    }

    /// The name by which a person is written and found again.
    pub(super) fn name_of(&self, id: &SpeakerId) -> Option<&'a str> {
        let name = self.known.roster.find(id)?.name.as_str();
        let found = self.person(name).ok().flatten();
        (found.as_ref() == Some(id)).then_some(name)
    }

    /// Whether a word belongs to somebody's name, so that beside others it may be taken for that.
    pub(super) fn is_part(&self, word: &str) -> bool {
        name_terms(word).any(|term| self.words.contains(&term))
    }

    fn side(&self, name: &str) -> Option<&'a Side> {
        let roster = self.known.roster;
        let wanted = side_key(name);
        roster.find_side(&SideId(name.to_owned())).or_else(|| {
            roster.sides().iter().find(|side| {
                let mut names = side.aliases.iter().chain([&side.name, &side.id.0]);
                names.any(|name| side_key(name) == wanted)
            })
        })
    }

    /// The side of that name.
    pub(super) fn get_side(&self, name: &str) -> Result<SideId, WrittenError> {
        self.side(name)
            .map(|side| side.id.clone())
            .ok_or_else(|| WrittenError::Side {
                name: name.to_owned(),
                sides: self
                    .known
                    .roster
                    .sides()
                    .iter()
                    .map(|side| side.id.0.clone())
                    .collect(),
            })
    }

    /// The outlet of that name, as shown: the whole name, or a part of exactly one outlet's.
    pub(super) fn outlet(&self, name: &str) -> Result<String, WrittenError> {
        let outlets = self.known.outlets;
        let wanted = outlet_key(name);
        if let Some(whole) = outlets.iter().find(|outlet| outlet_key(outlet) == wanted) {
            return Ok(whole.clone());
        }
        let parts: Vec<&String> = outlets
            .iter()
            .filter(|outlet| !wanted.is_empty() && outlet_key(outlet).contains(&wanted))
            .collect();
        if let [one] = parts.as_slice() {
            return Ok((*one).clone());
        }
        let nearest = if parts.is_empty() {
            let wanted: String = wanted.chars().take(COMPARED).collect();
            let named = outlets
                .iter()
                .map(|outlet| (outlet_key(outlet), outlet.as_str()));
            nearest(&wanted, 3, named)
        } else {
            parts.into_iter().take(OFFERED).cloned().collect()
        };
        Err(WrittenError::Outlet {
            name: name.to_owned(),
            nearest,
        })
    }
}

/// What is shown of those whose keys are no more than so many typing errors away, the nearest first.
fn nearest<'n>(
    wanted: &str,
    errors: usize,
    named: impl Iterator<Item = (String, &'n str)>,
) -> Vec<String> {
    let mut near: Vec<(usize, &str)> = named
        .map(|(key, shown)| (distance(wanted, &key), shown))
        .filter(|(distance, _)| *distance <= errors)
        .collect();
    near.sort_unstable();
    let mut shown: Vec<String> = near
        .into_iter()
        .map(|(_, shown)| shown.to_owned())
        .collect();
    let mut seen = HashSet::new();
    shown.retain(|name| seen.insert(name.clone()));
    shown.truncate(OFFERED);
    shown
}

fn key(name: &str) -> String {
    name_terms(name).collect::<Vec<_>>().join(" ")
}

/// "the Kremlin" is the Kremlin.
fn side_key(name: &str) -> String {
    let key = key(name);
    key.strip_prefix("the ").unwrap_or(&key).to_owned()
}

/// Quotation marks can't stand in a value.
fn outlet_key(name: &str) -> String {
    let mut folded = fold(name);
    folded.retain(|c| !is_quote(c));
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}
