//! Text and Markdown, with front matter or without.

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};

use crate::domain::{Body, Item};

use super::metadata::Metadata;
use super::{NO_TEXT, Problem};

/// Longer than any front matter; beyond it a closing line belongs to the text.
const MAX_FRONT_MATTER: usize = 64 * 1024;

/// Makes an item of a text file: what its front matter says, and the text after that, to the byte.
pub(super) fn read(text: &str, body: fn(String) -> Body) -> Result<Item, Problem> {
    let (front_matter, rest) =
        split(text).map_or((None, text), |(front, rest)| (Some(front), rest));
    let metadata = front_matter.map(parse).transpose()?.unwrap_or_default();
    if rest.trim().is_empty() {
        return Err(Problem::from(NO_TEXT));
    }
    metadata.item(body(rest.to_owned())).map_err(|bad| {
        // A day may be written under either of its names.
        let written = |front| line_of(front, bad.key).or_else(|| line_of(front, "date"));
        let line = front_matter.and_then(written);
        Problem {
            line,
            reason: format!("{} {}", bad.key, bad.reason),
        }
    })
}

/// Parts front matter (with its opening line, so that lines count as in the file) from the text after it and its blank
/// lines. A text may begin with a rule too: it is front matter only where the line below is a key's, or its end.
fn split(text: &str) -> Option<(&str, &str)> {
    let mut lines = text.split_inclusive('\n');
    let opening = lines.next().filter(|line| is_rule(line))?;
    let mut end = opening.len();
    for (index, line) in lines.enumerate() {
        if is_rule(line) {
            return Some((
                text.get(..end)?,
                after_blank_lines(text.get(end + line.len()..)?),
            ));
        }
        end += line.len();
        if end > MAX_FRONT_MATTER || (index == 0 && !is_key(line)) {
            return None;
        }
    }
    None
}

fn is_rule(line: &str) -> bool {
    line.trim_end() == "---"
}

fn is_key(line: &str) -> bool {
    let name = line.split_once(':').map_or("", |(name, _)| name.trim_end());
    line.starts_with('#')
        || (!name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | '\'')))
}

fn after_blank_lines(text: &str) -> &str {
    let blank: usize = text
        .split_inclusive('\n')
        .take_while(|line| line.trim().is_empty())
        .map(str::len)
        .sum();
    text.get(blank..).unwrap_or_default()
}

fn line_of(front_matter: &str, key: &str) -> Option<usize> {
    front_matter
        .lines()
        .position(|line| {
            line.split(':')
                .next()
                .is_some_and(|name| name.trim() == key)
        })
        .map(|index| index + 1)
}

/// Keys that we don't know are other programs' keys.
#[derive(Deserialize)]
struct FrontMatter {
    id: Option<String>,
    title: Option<String>,
    url: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
    date: Option<String>,
    modified: Option<String>,
    language: Option<String>,
    lang: Option<String>,
    authors: Option<Names>,
    author: Option<Names>,
    speaker: Option<String>,
}

fn parse(front_matter: &str) -> Result<Metadata, Problem> {
    let found: Option<FrontMatter> =
        serde_saphyr::from_str(front_matter).map_err(|error| Problem {
            line: error
                .location()
                .and_then(|place| usize::try_from(place.line()).ok()),
            reason: format!(
                "the front matter can't be read: {}",
                error.without_snippet()
            ),
        })?;
    let Some(found) = found else {
        return Ok(Metadata::default());
    };
    let authors = found.authors.or(found.author);
    Ok(Metadata {
        id: found.id,
        title: found.title,
        url: found.url,
        outlet: found.outlet,
        published: found.published.or(found.date),
        modified: found.modified,
        language: found.language.or(found.lang),
        authors: authors.map(|names| names.0).unwrap_or_default(),
        speaker: found.speaker,
    })
}

/// One name, or a list of them.
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NamesVisitor)
    }
}

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Names;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a name or a list of names")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Names, E> {
        Ok(Names(vec![name.to_owned()]))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Names, E> {
        Ok(Names(Vec::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Names, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = list.next_element()? {
            names.push(name);
        }
        Ok(Names(names))
    }
}
