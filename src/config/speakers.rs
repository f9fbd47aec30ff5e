//! `config/speakers.toml`: the roster.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use thiserror::Error;

use crate::domain::{Roster, Side, Speaker};
use crate::text::fold;

/// Why a roster can't be used. Each message says where to look and what to change.
#[derive(Debug, Error)]
pub enum SpeakersError {
    /// Not the TOML that a roster is written in; the message holds the line and the key.
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    /// Two entries have one id.
    #[error("the id {id:?} is given twice: rename one of the two")]
    SameId {
        /// The id.
        id: String,
    },
    /// A question with this name could mean either person.
    #[error("both {first} and {second} are called {name:?}: remove it from the aliases of one")]
    SameName {
        /// The name that both have.
        name: String,
        /// Id of the person listed first.
        first: String,
        /// Id of the other.
        second: String,
    },
    /// A side that no entry defines.
    #[error(
        "{by} names the side {side:?}, which has no [[side]] entry: add one, or correct the id"
    )]
    UnknownSide {
        /// Id of the speaker or side that names it.
        by: String,
        /// The id that is not defined.
        side: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpeakersFile {
    #[serde(default, rename = "side")]
    sides: Vec<Side>,
    #[serde(default, rename = "speaker")]
    speakers: Vec<Speaker>,
}

/// Reads a roster from the text of a `speakers.toml`.
///
/// # Errors
/// [`SpeakersError`] where the text is no such file, an id is given twice, two people share a name (compared folded),
/// or a side is named that is not defined.
pub fn read_speakers(text: &str) -> Result<Roster, SpeakersError> {
    let file: SpeakersFile = toml::from_str(text)?;
    check_ids(file.sides.iter().map(|side| side.id.0.as_str()))?;
    check_ids(file.speakers.iter().map(|speaker| speaker.id.0.as_str()))?;
    check_names(&file.speakers)?;
    check_sides(&file)?;
    Ok(Roster::new(file.speakers, file.sides))
}

fn check_ids<'a>(ids: impl Iterator<Item = &'a str>) -> Result<(), SpeakersError> {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(SpeakersError::SameId { id: id.to_owned() });
        }
    }
    Ok(())
}

fn check_names(speakers: &[Speaker]) -> Result<(), SpeakersError> {
    let mut owners: HashMap<String, &str> = HashMap::new();
    for speaker in speakers {
        for name in std::iter::once(&speaker.name).chain(&speaker.aliases) {
            let owner = owners.entry(fold(name)).or_insert(&speaker.id.0);
            if *owner != speaker.id.0 {
                return Err(SpeakersError::SameName {
                    name: name.clone(),
                    first: (*owner).to_owned(),
                    second: speaker.id.0.clone(),
                });
            }
        }
    }
    Ok(())
}

fn check_sides(file: &SpeakersFile) -> Result<(), SpeakersError> {
    let known: HashSet<&str> = file.sides.iter().map(|side| side.id.0.as_str()).collect();
    let of_speakers = file
        .speakers
        .iter()
        .filter_map(|speaker| speaker.side.as_ref().map(|side| (&speaker.id.0, &side.0)));
    let of_sides = file
        .sides
        .iter()
        .flat_map(|side| side.members.iter().map(|member| (&side.id.0, &member.0)));
    for (by, side) in of_speakers.chain(of_sides) {
        if !known.contains(side.as_str()) {
            return Err(SpeakersError::UnknownSide {
                by: by.clone(),
                side: side.clone(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{SideId, SpeakerId};

    const PUBLISHED: &str = include_str!("../../config/speakers.toml");

    #[test]
    fn the_roster_that_we_publish_can_be_used() {
        let roster = read_speakers(PUBLISHED).unwrap();
        let kallas = roster.find(&SpeakerId("kaja-kallas".to_owned())).unwrap();
        assert_eq!(kallas.name, "Kaja Kallas");
        let europe = SideId("europe".to_owned());
        assert!(roster.of_side(&europe).any(|speaker| speaker == kallas));
    }

    #[test]
    fn the_office_is_the_one_held_on_that_day() {
        let roster = read_speakers(PUBLISHED).unwrap();
        let kallas = roster.find(&SpeakerId("kaja-kallas".to_owned())).unwrap();
        let title = kallas
            .title_on(Some(jiff::civil::date(2023, 5, 1)))
            .unwrap();
        assert!(title.contains("Estonia"), "{title}");
    }

    #[test]
    fn two_people_of_one_name_are_refused_with_both_ids() {
        let text = r#"
            [[speaker]]
            id = "ada-vale"
            name = "Ada Vale"
            aliases = ["Vale"]
            [[speaker]]
            id = "tom-vale"
            name = "Tom Vale"
            aliases = ["VALE"]
        "#;
        let message = read_speakers(text).unwrap_err().to_string();
        assert!(
            message.contains("ada-vale") && message.contains("tom-vale"),
            "{message}"
        );
    }

    #[test]
    fn a_side_that_is_not_defined_is_refused() {
        let text = "[[speaker]]\nid = \"ada-vale\"\nname = \"Ada Vale\"\nside = \"atlantis\"\n";
        let error = read_speakers(text).unwrap_err();
        assert!(matches!(error, SpeakersError::UnknownSide { side, .. } if side == "atlantis"));
    }

    #[test]
    fn an_unknown_key_is_named() {
        let text = "[[speaker]]\nid = \"a\"\nname = \"A\"\ncolour = \"red\"\n";
        let message = read_speakers(text).unwrap_err().to_string();
        assert!(message.contains("colour"), "{message}");
    }
}
