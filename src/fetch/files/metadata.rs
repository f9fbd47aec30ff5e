//! What a carrier says about an article: the keys that front matter and JSON have in common.

use serde_json::{Map, Value};
use url::Url;

use crate::domain::{ArticleId, Body, Item, Language, When};
use crate::fetch::dates;

/// An id is a name, not a place to keep things in.
const MAX_ID_BYTES: usize = 512;

/// The keys as they were written. Absent, null and blank are one.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub id: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub language: Option<String>,
    pub authors: Vec<String>,
    pub speaker: Option<String>,
}

/// A key whose value can't be used, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BadKey {
    pub key: &'static str,
    pub reason: String,
}

impl Metadata {
    /// Makes an item of it and of what is to be read.
    pub fn item(self, body: Body) -> Result<Item, BadKey> {
        Ok(Item {
            // Whoever knows it fills it in.
            place: String::new(),
            id: given(self.id).map(id).transpose()?,
            url: given(self.url).map(address).transpose()?,
            outlet: given(self.outlet),
            title: given(self.title),
            authors: self
                .authors
                .into_iter()
                .filter_map(|name| given(Some(name)))
                .collect(),
            published: given(self.published)
                .map(|date| when("published", &date))
                .transpose()?,
            modified: given(self.modified)
                .map(|date| when("modified", &date))
                .transpose()?,
            language: given(self.language)
                .map_or_else(Language::unknown, |tag| Language::new(&tag)),
            sole_speaker: given(self.speaker),
            body,
        })
    }

    /// Reads the keys of a JSON object.
    pub fn of_json(object: &Map<String, Value>) -> Result<Self, BadKey> {
        Ok(Self {
            id: scalar(object, "id")?,
            title: scalar(object, "title")?,
            url: scalar(object, "url")?,
            outlet: scalar(object, "outlet")?,
            published: first_text(object, ["published", "date"])?,
            modified: text(object, "modified")?,
            language: first_text(object, ["language", "lang"])?,
            authors: names(object)?,
            speaker: text(object, "speaker")?,
        })
    }
}

fn given(value: Option<String>) -> Option<String> {
    value
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
}

fn id(id: String) -> Result<ArticleId, BadKey> {
    if id.len() > MAX_ID_BYTES {
        let reason = format!("has {} bytes, and an id may have {MAX_ID_BYTES}", id.len());
        return Err(BadKey { key: "id", reason });
    }
    Ok(ArticleId(id))
}

/// The address is shown as a link, so that it has to be whole, and nothing that a program would run.
fn address(url: String) -> Result<String, BadKey> {
    let is_address = Url::parse(&url).is_ok_and(|url| {
        !matches!(
            url.scheme(),
            "javascript" | "data" | "vbscript" | "blob" | "about"
        )
    });
    if is_address {
        return Ok(url);
    }
    let reason = format!(
        "{:?} is not a whole address: write it with its scheme (https://…), or leave it out",
        shortened(&url)
    );
    Err(BadKey { key: "url", reason })
}

fn when(key: &'static str, written: &str) -> Result<When, BadKey> {
    dates::parse(written).ok_or_else(|| BadKey {
        key,
        reason: format!(
            "{:?} is not a date: write {}",
            shortened(written),
            dates::ACCEPTED
        ),
    })
}

/// As much of a value as a message should hold.
fn shortened(value: &str) -> String {
    value.chars().take(80).collect()
}

/// A string, or a number as it stands: many corpora number their articles.
fn scalar(object: &Map<String, Value>, key: &'static str) -> Result<Option<String>, BadKey> {
    match object.get(key) {
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        _ => text(object, key),
    }
}

/// The string of a key.
pub(super) fn text(
    object: &Map<String, Value>,
    key: &'static str,
) -> Result<Option<String>, BadKey> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(BadKey {
            key,
            reason: "is not a string".to_owned(),
        }),
    }
}

/// The string of our own key, else of the other that many corpora have for it.
fn first_text(
    object: &Map<String, Value>,
    keys: [&'static str; 2],
) -> Result<Option<String>, BadKey> {
    let [own, other] = keys;
    match text(object, own)? {
        Some(value) => Ok(Some(value)),
        None => text(object, other),
    }
}

/// `authors` or `author`: a name, a list of names, or of objects that have a `name`.
fn names(object: &Map<String, Value>) -> Result<Vec<String>, BadKey> {
    let (key, value) = match (object.get("authors"), object.get("author")) {
        (Some(value), _) if !value.is_null() => ("authors", value),
        (_, Some(value)) => ("author", value),
        _ => return Ok(Vec::new()),
    };
    let values = match value {
        Value::Null => return Ok(Vec::new()),
        Value::Array(values) => values.as_slice(),
        one => std::slice::from_ref(one),
    };
    values
        .iter()
        .map(|value| {
            name(value).ok_or_else(|| BadKey {
                key,
                reason: "holds something other than names".to_owned(),
            })
        })
        .collect()
}

fn name(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(person) => person.get("name")?.as_str().map(str::to_owned),
        _ => None,
    }
}
