//! What a page says in JSON-LD (schema.org), in whatever shape and however broken.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::domain::When;

use super::super::dom::squeeze;
use super::dates;

/// The fields of the page's article.
#[derive(Debug, Default)]
pub(super) struct Linked {
    pub headline: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<When>,
    pub modified: Option<When>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    pub body: Option<String>,
}

/// Objects that are looked at; a page with more is no page of an article.
const MAX_OBJECTS: usize = 5_000;

/// Reads the scripts of a page together: objects may name one another by `@id`.
pub(super) fn read<'a>(scripts: impl Iterator<Item = &'a str>) -> Linked {
    let values: Vec<Value> = scripts.flat_map(parse).collect();
    let objects = objects(&values);
    let by_id: HashMap<&str, &Map<String, Value>> = objects
        .iter()
        .filter(|(_, object)| object.len() > 1)
        .filter_map(|(_, object)| Some((object.get("@id")?.as_str()?, *object)))
        .collect();
    let mut articles: Vec<(u8, usize, &Map<String, Value>)> = objects
        .iter()
        .filter_map(|(depth, object)| Some((rank(object)?, *depth, *object)))
        .collect();
    articles.sort_by_key(|(rank, depth, _)| (std::cmp::Reverse(*rank), *depth));

    let mut found = Linked::default();
    let best = articles.first().map(|(rank, ..)| *rank);
    for (rank, _, object) in &articles {
        let text = |key: &str| object.get(key).and_then(string);
        let is_article = *rank > PAGE;
        // A list of other articles is no source for what the first does not say.
        if found.headline.is_some() && Some(*rank) == best {
            break;
        }
        if is_article {
            found.headline = found
                .headline
                .or_else(|| text("headline"))
                .or_else(|| text("name"));
            if found.authors.is_empty() {
                found.authors = names(object.get("author"), &by_id);
            }
            if found.authors.is_empty() {
                found.authors = names(object.get("creator"), &by_id);
            }
            let body = |key: &str| object.get(key).and_then(Value::as_str).map(unescape);
            found.body = found
                .body
                .or_else(|| body("articleBody"))
                .or_else(|| body("text"));
        }
        let when = |key: &str| text(key).and_then(|value| dates::machine(&value));
        found.published = found
            .published
            .or_else(|| when("datePublished"))
            .or_else(|| when("dateCreated"))
            .or_else(|| when("uploadDate"));
        found.modified = found.modified.or_else(|| when("dateModified"));
        if found.publisher.is_none() {
            found.publisher = names(object.get("publisher"), &by_id).into_iter().next();
        }
        found.url = found
            .url
            .or_else(|| text("url"))
            .or_else(|| text("mainEntityOfPage"));
        found.language = found.language.or_else(|| text("inLanguage"));
    }
    found
}

/// Rank of a page's own object, below that of any article.
const PAGE: u8 = 1;

/// How sure an object of this type is to be the page's article.
fn rank(object: &Map<String, Value>) -> Option<u8> {
    let rank = |name: &str| {
        let name = name.rsplit(['/', ':']).next().unwrap_or(name);
        match name {
            "LiveBlogPosting" | "BlogPosting" | "Report" | "PressRelease" => Some(4),
            _ if name.ends_with("Article") => Some(4),
            "SocialMediaPosting"
            | "DiscussionForumPosting"
            | "Review"
            | "Recipe"
            | "HowTo"
            | "Blog"
            | "MedicalScholarlyArticle"
            | "Course"
            | "Book" => Some(3),
            "CreativeWork" | "VideoObject" | "AudioObject" | "PodcastEpisode" | "Event" => Some(2),
            "WebPage" | "ItemPage" | "AboutPage" | "MedicalWebPage" | "ProfilePage"
            | "WebContent" => Some(PAGE),
            _ => None,
        }
    };
    match object.get("@type").or_else(|| object.get("type"))? {
        Value::String(name) => rank(name),
        Value::Array(names) => names
            .iter()
            .filter_map(Value::as_str)
            .filter_map(rank)
            .max(),
        _ => None,
    }
}

/// Every object with its depth, parents first.
fn objects(values: &[Value]) -> Vec<(usize, &Map<String, Value>)> {
    let mut out = Vec::new();
    let mut queue: std::collections::VecDeque<(usize, &Value)> =
        values.iter().map(|value| (0, value)).collect();
    while let Some((depth, value)) = queue.pop_front() {
        if out.len() >= MAX_OBJECTS {
            break;
        }
        match value {
            Value::Object(object) => {
                out.push((depth, object));
                // A graph's members stand beside the graph, not below it.
                queue.extend(object.iter().map(|(key, value)| {
                    (
                        depth + usize::from(key != "@graph" && key != "mainEntity"),
                        value,
                    )
                }));
            }
            Value::Array(values) => queue.extend(values.iter().map(|value| (depth, value))),
            _ => {}
        }
    }
    out
}

/// A string, or the first of several, or an object's name or id.
fn string(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => plain(text),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => values.iter().find_map(|value| value.as_str()).map(plain)?,
        Value::Object(object) => ["name", "@value", "@id", "url"]
            .iter()
            .find_map(|key| object.get(*key)?.as_str())
            .map(plain)?,
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// The names that a value holds: strings, objects with a name, references to such, lists of these.
fn names(value: Option<&Value>, by_id: &HashMap<&str, &Map<String, Value>>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut stack: Vec<&Value> = value.into_iter().collect();
    let mut steps = 0;
    while let Some(value) = stack.pop() {
        steps += 1;
        if steps > 200 {
            break;
        }
        match value {
            Value::String(name) => out.push(plain(name)),
            Value::Array(values) => stack.extend(values.iter().rev()),
            Value::Object(object) => {
                let object = object
                    .get("@id")
                    .and_then(Value::as_str)
                    .filter(|_| !object.contains_key("name"))
                    .and_then(|id| by_id.get(id).copied())
                    .unwrap_or(object);
                match object.get("name") {
                    Some(name) => stack.push(name),
                    None => {
                        let part =
                            |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
                        out.push(squeeze(&format!(
                            "{} {}",
                            part("givenName"),
                            part("familyName")
                        )));
                    }
                }
            }
            _ => {}
        }
    }
    out.retain(|name| !name.is_empty());
    out
}

/// A value's text: entities that were escaped twice are read, white space squeezed.
fn plain(text: &str) -> String {
    squeeze(&unescape(text))
}

/// Reads the character references that JSON-LD often holds although it is not HTML.
pub(super) fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let end = rest
            .char_indices()
            .take(12)
            .find(|(_, c)| *c == ';')
            .map(|(at, _)| at);
        let read = end.and_then(|end| Some((reference(rest.get(1..end)?)?, end + 1)));
        match read {
            Some((c, length)) => {
                out.push(c);
                rest = rest.get(length..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "laquo" => '«',
        "raquo" => '»',
        "bdquo" => '„',
        "szlig" => 'ß',
        "aelig" => 'æ',
        "oslash" => 'ø',
        "iquest" => '¿',
        "iexcl" => '¡',
        "euro" => '€',
        _ => return accented(name),
    })
}

/// "eacute", "Uuml": a letter and its accent.
fn accented(name: &str) -> Option<char> {
    let mut chars = name.chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?;
    let accent = match chars.as_str() {
        "acute" => '\u{301}',
        "grave" => '\u{300}',
        "circ" => '\u{302}',
        "uml" => '\u{308}',
        "tilde" => '\u{303}',
        "cedil" => '\u{327}',
        "ring" => '\u{30a}',
        "caron" => '\u{30c}',
        _ => return None,
    };
    unicode_normalization::char::compose(letter, accent)
}

/// A script's values. What is no JSON is repaired once: comments, line ends in strings, commas too many.
fn parse(script: &str) -> Vec<Value> {
    let script = script.trim().trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(script) {
        return vec![value];
    }
    let repaired = repair(script);
    serde_json::Deserializer::from_str(&repaired)
        .into_iter::<Value>()
        .map_while(Result::ok)
        .take(50)
        .collect()
}

/// Takes out what JSON does not allow and pages write all the same, in one pass.
fn repair<'a>(script: &'a str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut in_string = false;
    let mut chars = script.char_indices();
    let skip_to = |chars: &mut std::str::CharIndices<'a>, at: usize, end: &str| {
        let rest = script.get(at..).unwrap_or_default();
        let to = rest
            .find(end)
            .map_or(script.len(), |length| at + length + end.len());
        *chars = script.get(to..).unwrap_or_default().char_indices();
        to
    };
    let mut base = 0;
    while let Some((offset, c)) = chars.next() {
        let at = base + offset;
        let rest = script.get(at..).unwrap_or_default();
        if in_string {
            match c {
                '\\' => match chars.next().map(|(_, next)| next) {
                    Some(next @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't')) => {
                        out.extend(['\\', next])
                    }
                    Some('u')
                        if rest.get(2..6).is_some_and(|hex| {
                            hex.bytes().all(|byte| byte.is_ascii_hexdigit())
                        }) =>
                    {
                        out.push_str("\\u");
                    }
                    Some(next) => out.push(next),
                    None => {}
                },
                '"' => {
                    in_string = false;
                    out.push('"');
                }
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
        } else if rest.starts_with("/*") {
            base = skip_to(&mut chars, at, "*/");
        } else if rest.starts_with("//") {
            base = skip_to(&mut chars, at, "\n");
        } else if rest.starts_with("<!--") {
            base = skip_to(&mut chars, at, "<!--");
        } else if rest.starts_with("-->") {
            base = skip_to(&mut chars, at, "-->");
        } else if rest.starts_with("<![CDATA[") {
            base = skip_to(&mut chars, at, "<![CDATA[");
        } else if rest.starts_with("]]>") {
            base = skip_to(&mut chars, at, "]]>");
        } else {
            match c {
                '"' => in_string = true,
                '}' | ']' => {
                    out.truncate(out.trim_end().len());
                    if out.ends_with(',') {
                        out.pop();
                    }
                }
                _ => {}
            }
            if c != '"' && c.is_control() {
                out.push(' ');
            } else {
                out.push(c);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(script: &str) -> Linked {
        read(std::iter::once(script))
    }

    #[test]
    fn an_article_in_a_graph_has_its_author_by_reference() {
        let found = one(r##"{"@context":"https://schema.org","@graph":[
            {"@type":"WebSite","name":"The Paper"},
            {"@type":"WebPage","@id":"#page","datePublished":"2025-11-19"},
            {"@type":["Article","NewsArticle"],"headline":"Talks go on","author":{"@id":"#ada"},
             "publisher":{"@id":"#org"},"datePublished":"2025-11-20T10:00:00+00:00","inLanguage":"en-GB"},
            {"@type":"Person","@id":"#ada","name":"Ada Vale"},
            {"@type":"Organization","@id":"#org","name":"The Paper"}]}"##);
        assert_eq!(found.headline.as_deref(), Some("Talks go on"));
        assert_eq!(found.authors, ["Ada Vale"]);
        assert_eq!(found.publisher.as_deref(), Some("The Paper"));
        assert_eq!(
            found.published.unwrap().at.to_string(),
            "2025-11-20T10:00:00Z"
        );
        assert_eq!(found.language.as_deref(), Some("en-GB"));
    }

    #[test]
    fn authors_come_as_strings_objects_and_lists_of_both() {
        for author in [
            r#"["Ada Vale","Tom Marsh"]"#,
            r#"[{"@type":"Person","name":"Ada Vale"},"Tom Marsh"]"#,
            r#"{"@type":"Person","name":["Ada Vale","Tom Marsh"]}"#,
            r#"[{"givenName":"Ada","familyName":"Vale"},{"name":"Tom Marsh"}]"#,
        ] {
            let found = one(&format!(r#"{{"@type":"NewsArticle","author":{author}}}"#));
            assert_eq!(found.authors, ["Ada Vale", "Tom Marsh"], "{author}");
        }
    }

    #[test]
    fn broken_json_is_repaired() {
        let found = one(
            "<!-- \n/* the article */\n{\"@type\":\"Article\", // kind\n\"headline\":\"Two\nlines \\'and\\' more\",\n\"datePublished\":\"2025-11-20\",\n}\n-->",
        );
        assert_eq!(found.headline.as_deref(), Some("Two lines 'and' more"));
        assert!(found.published.is_some());
        let found = one(
            "//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"A &amp; B\",\"keywords\":[\"x\",]}\n//]]>",
        );
        assert_eq!(found.headline.as_deref(), Some("A & B"));
    }

    #[test]
    fn other_articles_in_a_list_lend_nothing_to_the_page() {
        let found = one(r#"[{"@type":"NewsArticle","headline":"First"},
            {"@type":"NewsArticle","headline":"Second","author":"Tom Marsh","datePublished":"2020-01-01"}]"#);
        assert_eq!(found.headline.as_deref(), Some("First"));
        assert!(found.authors.is_empty());
        assert!(found.published.is_none());
    }

    #[test]
    fn deep_or_senseless_json_is_survived() {
        let deep = "[".repeat(100_000);
        assert!(one(&deep).headline.is_none());
        assert!(one("{\"@type\":").headline.is_none());
        assert!(one("").headline.is_none());
    }
}
