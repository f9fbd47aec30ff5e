//! People, their roles and sides, and the roster that knows them by every name.

use std::collections::HashMap;
use std::fmt;

use jiff::civil;
use serde::{Deserialize, Serialize};

use super::correction::SpeakerChange;
use super::statement::Attribution;

/// A roster person's short name ("kaja-kallas").
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SpeakerId(pub String);

impl fmt::Display for SpeakerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A side's short name ("russia").
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SideId(pub String);

/// Grammatical gender, for "he" and "she".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// "she"
    Female,
    /// "he"
    Male,
}

/// An office held for some time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// As shown after the name.
    pub title: String,
    /// First day, if known.
    pub since: Option<civil::Date>,
    /// Last day; absent while it lasts.
    pub until: Option<civil::Date>,
    /// How articles call whoever holds it ("EU foreign policy chief").
    #[serde(default)]
    pub as_written: Vec<String>,
}

impl Role {
    /// Whether the office was held on `date`.
    pub fn covers(&self, date: civil::Date) -> bool {
        self.since.is_none_or(|since| since <= date) && self.until.is_none_or(|until| date <= until)
    }
}

/// A person of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// Short name.
    pub id: SpeakerId,
    /// Name as shown.
    pub name: String,
    /// Every other spelling, in any script, bare surnames included.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Handles on social networks, without "@".
    #[serde(default)]
    pub handles: Vec<String>,
    /// For pronouns.
    pub gender: Option<Gender>,
    /// Whom they speak for.
    pub side: Option<SideId>,
    /// Offices, in any order.
    #[serde(default)]
    pub roles: Vec<Role>,
}

impl Speaker {
    /// Everything that they are called by: aliases, handles, and the name as shown.
    pub fn all_names(&self) -> impl Iterator<Item = &str> {
        self.aliases
            .iter()
            .chain(&self.handles)
            .map(String::as_str)
            .chain([self.name.as_str()])
    }

    /// The title held on `date`: of several that cover it, the one that began last. Without a date, the newest.
    pub fn title_on(&self, date: Option<civil::Date>) -> Option<&str> {
        self.roles
            .iter()
            .filter(|role| date.is_none_or(|date| role.covers(date)))
            .max_by_key(|role| (role.since, role.until.is_none()))
            .map(|role| role.title.as_str())
    }
}

/// A side in the talks, or a group of sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// Short name.
    pub id: SideId,
    /// Name as shown.
    pub name: String,
    /// Words by which a question means it ("the Kremlin").
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Sides that this one groups.
    #[serde(default)]
    pub members: Vec<SideId>,
}

/// Everybody we know by name.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    speakers: Vec<Speaker>,
    sides: Vec<Side>,
    by_id: HashMap<SpeakerId, usize>,
}

impl Roster {
    /// Takes the people and sides as configured. Of two people with one id the first is found by it.
    pub fn new(speakers: Vec<Speaker>, sides: Vec<Side>) -> Self {
        let mut by_id = HashMap::new();
        for (index, speaker) in speakers.iter().enumerate() {
            by_id.entry(speaker.id.clone()).or_insert(index);
        }
        Self {
            speakers,
            sides,
            by_id,
        }
    }

    /// These people after changes, in the order of the changes.
    pub fn after(&self, changes: &[SpeakerChange]) -> Self {
        let mut speakers = self.speakers.clone();
        for change in changes {
            change.apply_to_people(&mut speakers);
        }
        Self::new(speakers, self.sides.clone())
    }

    /// All people, in the order configured.
    pub fn speakers(&self) -> &[Speaker] {
        &self.speakers
    }

    /// All sides, in the order configured.
    pub fn sides(&self) -> &[Side] {
        &self.sides
    }

    /// The person with that id.
    pub fn find(&self, id: &SpeakerId) -> Option<&Speaker> {
        self.by_id.get(id).map(|&index| &self.speakers[index])
    }

    /// Everybody of the roster to whom words are attributed: the one whose id is told, or several who spoke as one and are
    /// told by their full names and little else ("Ada Vale and Jan Weir").
    pub fn all_of(&self, attribution: &Attribution) -> Vec<&Speaker> {
        if let Some(id) = &attribution.speaker_id {
            return self.find(id).into_iter().collect();
        }
        let Some(name) = attribution.speaker.as_deref() else {
            return Vec::new();
        };
        let is_named = |speaker: &&Speaker| {
            speaker.name.len() < name.len() && name.contains(speaker.name.as_str())
        };
        let found: Vec<&Speaker> = self.speakers.iter().filter(is_named).collect();
        let words = |text: &str| text.split_whitespace().count();
        let named: usize = found.iter().map(|speaker| words(&speaker.name)).sum();
        match words(name).saturating_sub(named) < found.len() {
            true => found,
            false => Vec::new(),
        }
    }

    /// The side with that id.
    pub fn find_side(&self, id: &SideId) -> Option<&Side> {
        self.sides.iter().find(|side| &side.id == id)
    }

    /// Whether a speaker of `side` speaks for `group`: it is the group, or one of its members.
    pub fn belongs(&self, side: &SideId, group: &SideId) -> bool {
        side == group
            || self
                .find_side(group)
                .is_some_and(|group| group.members.contains(side))
    }

    /// Everybody who speaks for `group`, in the order configured.
    pub fn of_side<'a>(&'a self, group: &'a SideId) -> impl Iterator<Item = &'a Speaker> {
        self.speakers.iter().filter(move |speaker| {
            speaker
                .side
                .as_ref()
                .is_some_and(|side| self.belongs(side, group))
        })
    }
}
