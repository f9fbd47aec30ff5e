//! What people change about what was taken in: always recorded, never silent.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::speaker::{Speaker, SpeakerId};
use super::statement::Attribution;

/// What about an article or a statement was corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectedField {
    /// Who is taken to have said it.
    Speaker,
    /// Who published it.
    Outlet,
    /// When it was published.
    Published,
    /// That it may not be found.
    Removed,
    /// That it may be found again.
    Reinstated,
}

impl CorrectedField {
    const ALL: [Self; 5] = [
        Self::Speaker,
        Self::Outlet,
        Self::Published,
        Self::Removed,
        Self::Reinstated,
    ];

    /// The name under which it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Outlet => "outlet",
            Self::Published => "published",
            Self::Removed => "removed",
            Self::Reinstated => "reinstated",
        }
    }

    /// The field with that [`name`](Self::name).
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// A correction by a person. The words of a statement are never corrected: they are the article's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What of it.
    pub field: CorrectedField,
    /// As it was taken in.
    pub before: Option<String>,
    /// As it is now.
    pub after: Option<String>,
    /// Why, as whoever corrected it wrote.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

/// A change to the people that are known, on top of the configured roster. It applies to everything that is stored, before
/// and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerChange {
    /// One more person. Statements by somebody of their names, whom nobody knew, are theirs.
    Add(Speaker),
    /// One more name of a person. Statements by somebody of that name, whom nobody knew, are theirs.
    Alias {
        /// Who.
        id: SpeakerId,
        /// The person's name, as shown.
        name: String,
        /// The further name.
        alias: String,
    },
    /// Two entries that are one person.
    Merge {
        /// Who is not a person of their own any more.
        from: SpeakerId,
        /// Whose names and statements these are.
        into: SpeakerId,
        /// The name of that person, as shown.
        name: String,
    },
    /// Another name as shown; the former stays an alias.
    Rename {
        /// Who.
        id: SpeakerId,
        /// The name.
        name: String,
    },
}

impl SpeakerChange {
    /// Applies it to an attribution; whether that changed. `same` tells whether two names are one, whatever their case
    /// and accents.
    pub fn apply(&self, to: &mut Attribution, same: impl Fn(&str, &str) -> bool) -> bool {
        let unknown = to.speaker.as_deref().filter(|_| to.speaker_id.is_none());
        let is_called = |name: &String| unknown.is_some_and(|speaker| same(name, speaker));
        let (fits, id, name) = match self {
            Self::Add(speaker) => (
                is_called(&speaker.name) || speaker.aliases.iter().any(is_called),
                &speaker.id,
                &speaker.name,
            ),
            Self::Alias { id, name, alias } => (is_called(alias), id, name),
            Self::Merge { from, into, name } => (to.speaker_id.as_ref() == Some(from), into, name),
            Self::Rename { id, name } => (to.speaker_id.as_ref() == Some(id), id, name),
        };
        if fits {
            to.speaker_id = Some(id.clone());
            to.speaker = Some(name.clone());
        }
        fits
    }

    /// The people after it.
    pub(super) fn apply_to_people(&self, people: &mut Vec<Speaker>) {
        let person = |people: &mut Vec<Speaker>, id: &SpeakerId| {
            people.iter().position(|person| person.id == *id)
        };
        match self {
            Self::Add(speaker) => {
                if person(people, &speaker.id).is_none() {
                    people.push(speaker.clone());
                }
            }
            Self::Alias { id, alias, .. } => {
                if let Some(at) = person(people, id) {
                    people[at].aliases.push(alias.clone());
                }
            }
            Self::Merge { from, into, .. } => {
                let Some(gone) = person(people, from).map(|at| people.remove(at)) else {
                    return;
                };
                if let Some(at) = person(people, into) {
                    let into = &mut people[at];
                    into.aliases.push(gone.name);
                    into.aliases.extend(gone.aliases);
                    into.handles.extend(gone.handles);
                    into.roles.extend(gone.roles);
                    into.gender = into.gender.or(gone.gender);
                    into.side = into.side.take().or(gone.side);
                }
            }
            Self::Rename { id, name } => {
                if let Some(at) = person(people, id) {
                    let former = std::mem::replace(&mut people[at].name, name.clone());
                    people[at].aliases.push(former);
                }
            }
        }
    }
}
