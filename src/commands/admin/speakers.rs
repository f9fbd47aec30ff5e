//! `admin speakers`: changes on top of speakers.toml, for what is stored and for what will be.

use super::{AdminError, Office, kept};
use crate::commands::{CommandError, Report, Told};
use crate::domain::{Roster, SideId, Speaker, SpeakerChange, SpeakerId};
use crate::ports::Act;
use crate::text::fold;

fn wrong(told: impl Into<String>) -> CommandError {
    AdminError::Wrong(told.into()).into()
}

/// The person of that id or name.
pub(super) fn find<'a>(people: &'a Roster, who: &str) -> Option<&'a Speaker> {
    let folded = fold(who.trim());
    people.speakers().iter().find(|person| {
        person.id.0 == who.trim()
            || fold(&person.name) == folded
            || person.aliases.iter().any(|alias| fold(alias) == folded)
    })
}

fn known<'a>(people: &'a Roster, who: &str) -> Result<&'a Speaker, CommandError> {
    find(people, who).ok_or_else(|| {
        wrong(format!(
            "nobody known is called {:?}: give the name as shown, or add them with admin speakers add",
            crate::text::shown(who).chars().take(60).collect::<String>()
        ))
    })
}

/// A name that nobody else has.
fn free(
    people: &Roster,
    what: &str,
    written: &str,
    of: Option<&SpeakerId>,
) -> Result<String, CommandError> {
    let name = kept(what, written)?;
    if fold(&name).is_empty() {
        return Err(wrong(format!("{what} has no letters")));
    }
    match find(people, &name) {
        Some(other) if Some(&other.id) != of => Err(wrong(format!(
            "{} is called that already: merge the two, or write another name",
            other.name
        ))),
        _ => Ok(name),
    }
}

async fn apply(
    office: &Office,
    change: SpeakerChange,
    name: String,
    act: &Act<'_>,
) -> Result<Report, CommandError> {
    let statements = office.administration.change_speaker(&change, act).await?;
    office.follow().await?;
    let told = match change {
        SpeakerChange::Add(_) => "speaker-added",
        SpeakerChange::Alias { .. } => "speaker-alias",
        SpeakerChange::Merge { .. } => "speaker-merged",
        SpeakerChange::Rename { .. } => "speaker-renamed",
    };
    Ok(Report {
        head: Told::new(told)
            .with("name", name)
            .with("statements", statements),
        lines: vec![Told::new("speaker-when")],
    })
}

pub(super) async fn add(
    office: &Office,
    name: &str,
    id: Option<&str>,
    side: Option<&str>,
    act: &Act<'_>,
) -> Result<Report, CommandError> {
    let people = office.people().await?;
    let name = free(&people, "the name", name, None)?;
    let id = match id {
        Some(id) => id.trim().to_owned(),
        None => fold(&name).split_whitespace().collect::<Vec<_>>().join("-"),
    };
    let is_name = |c: char| c.is_alphanumeric() || c == '-';
    if id.is_empty() || id.len() > 100 || !id.chars().all(is_name) {
        return Err(wrong(
            "--id takes a short name of letters and dashes, as in ada-vale",
        ));
    }
    let id = SpeakerId(id);
    if people.find(&id).is_some() {
        return Err(wrong(
            "somebody has that id already: give another with --id",
        ));
    }
    let side = match side {
        None => None,
        Some(side) => {
            let side = SideId(side.trim().to_owned());
            if people.find_side(&side).is_none() {
                let all: Vec<&str> = people
                    .sides()
                    .iter()
                    .map(|side| side.id.0.as_str())
                    .collect();
                return Err(wrong(format!("--side is one of {}", all.join(", "))));
            }
            Some(side)
        }
    };
    let speaker = Speaker {
        id,
        name: name.clone(),
        aliases: Vec::new(),
        handles: Vec::new(),
        gender: None,
        side,
        roles: Vec::new(),
    };
    apply(office, SpeakerChange::Add(speaker), name, act).await
}

pub(super) async fn alias(
    office: &Office,
    who: &str,
    alias: &str,
    act: &Act<'_>,
) -> Result<Report, CommandError> {
    let people = office.people().await?;
    let person = known(&people, who)?;
    let alias = free(&people, "the alias", alias, Some(&person.id))?;
    let change = SpeakerChange::Alias {
        id: person.id.clone(),
        name: person.name.clone(),
        alias,
    };
    apply(office, change, person.name.clone(), act).await
}

pub(super) async fn merge(
    office: &Office,
    from: &str,
    into: &str,
    act: &Act<'_>,
) -> Result<Report, CommandError> {
    let people = office.people().await?;
    let (from, into) = (known(&people, from)?, known(&people, into)?);
    if from.id == into.id {
        return Err(wrong("these are one person already"));
    }
    let change = SpeakerChange::Merge {
        from: from.id.clone(),
        into: into.id.clone(),
        name: into.name.clone(),
    };
    apply(office, change, into.name.clone(), act).await
}

pub(super) async fn rename(
    office: &Office,
    who: &str,
    name: &str,
    act: &Act<'_>,
) -> Result<Report, CommandError> {
    let people = office.people().await?;
    let person = known(&people, who)?;
    let name = free(&people, "the name", name, Some(&person.id))?;
    let change = SpeakerChange::Rename {
        id: person.id.clone(),
        name: name.clone(),
    };
    apply(office, change, name, act).await
}
