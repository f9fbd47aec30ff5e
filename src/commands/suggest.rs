//! What an option could be, while it is being typed.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use super::{Commands, OptionName};
use crate::domain::Roster;
use crate::ports::RecordError;
use crate::text::fold;

/// So many are suggested at most.
const SUGGESTED: usize = 25;

/// For so long the record's names are good enough.
const FRESH: SignedDuration = SignedDuration::from_mins(5);

/// The names that the record has, as of some moment.
#[derive(Debug, Clone, Default)]
struct Names {
    speakers: Vec<String>,
    outlets: Vec<String>,
}

/// The record's names, read now and then.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<Option<(Timestamp, Arc<Names>)>>);

impl Commands {
    /// What an option could be whose first letters are typed, the likeliest first: people of the roster by any of their
    /// names, then whoever else has words in the record; outlets. Nothing for an option that is free text.
    ///
    /// # Errors
    /// That the record can't be read.
    pub async fn suggest(
        &self,
        option: OptionName,
        typed: &str,
        roster: &Roster,
    ) -> Result<Vec<String>, RecordError> {
        let typed = fold(typed.trim());
        Ok(match option {
            OptionName::Speaker => {
                let names = self.names().await?;
                let people = roster.speakers().iter().map(|speaker| {
                    let spellings = speaker.aliases.iter().map(String::as_str);
                    let all: Vec<&str> = std::iter::once(speaker.name.as_str())
                        .chain(spellings)
                        .collect();
                    (speaker.name.as_str(), all)
                });
                let others = names
                    .speakers
                    .iter()
                    .map(|name| (name.as_str(), vec![name.as_str()]));
                fitting(people.chain(others), &typed)
            }
            OptionName::Outlet => {
                let names = self.names().await?;
                let outlets = names
                    .outlets
                    .iter()
                    .map(|name| (name.as_str(), vec![name.as_str()]));
                fitting(outlets, &typed)
            }
            _ => Vec::new(),
        })
    }

    async fn names(&self) -> Result<Arc<Names>, RecordError> {
        // Whoever types while the names are read waits for the same reading.
        let mut known = self.known.0.lock().await;
        let now = self.clock.now();
        if let Some((read, names)) = &*known
            && now.duration_since(*read) < FRESH
        {
            return Ok(Arc::clone(names));
        }
        let names = Arc::new(Names {
            speakers: self.record.speakers().await?,
            outlets: self.record.outlets().await?,
        });
        *known = Some((now, Arc::clone(&names)));
        Ok(names)
    }
}

/// Those that have a spelling of which a word begins as it is typed; where the whole begins so, first.
fn fitting<'a>(
    candidates: impl Iterator<Item = (&'a str, Vec<&'a str>)>,
    typed: &str,
) -> Vec<String> {
    let (mut whole, mut within) = (Vec::new(), Vec::new());
    let mut told = HashSet::new();
    for (name, spellings) in candidates {
        let folded: Vec<String> = spellings.iter().map(|spelling| fold(spelling)).collect();
        let begins = folded.iter().any(|spelling| spelling.starts_with(typed));
        let has = || {
            folded.iter().any(|spelling| {
                spelling
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|word| word.starts_with(typed))
            })
        };
        if !(begins || has()) || !told.insert(fold(name)) {
            continue;
        }
        if begins {
            whole.push(name.to_owned());
        } else {
            within.push(name.to_owned());
        }
        if whole.len() >= SUGGESTED {
            break;
        }
    }
    whole.append(&mut within);
    whole.truncate(SUGGESTED);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_suggested_by_the_beginning_of_any_of_their_words() {
        let people = [
            ("Tom Marsh", vec!["Tom Marsh", "Марш"]),
            ("Ada Vale", vec!["Ada Vale", "Аде Вейл"]),
            ("Mara Tomlin", vec!["Mara Tomlin"]),
        ];
        let suggested = |typed: &str| fitting(people.iter().cloned(), &fold(typed));
        assert_eq!(suggested("tom"), ["Tom Marsh", "Mara Tomlin"]);
        assert_eq!(suggested("мАр"), ["Tom Marsh"]);
        assert_eq!(suggested("x"), Vec::<String>::new());
        assert_eq!(suggested("").len(), 3);
    }
}
