//! Articles as JSON: one, a list, `{"articles": […]}`, or one a line.

use std::io::{self, BufRead, Read};

use serde_json::{Map, Value};

use crate::domain::{Body, Item};
use crate::fetch::markup;
use crate::ports::ItemFailure;

use super::metadata::{BadKey, Metadata, text};
use super::{MAX_BYTES, Place, Problem, decode};

/// Reads a JSON text. `place` names it in failures.
pub(super) fn read(text: &str, place: &Place) -> Vec<Result<Item, ItemFailure>> {
    match serde_json::from_str::<Value>(text) {
        Err(error) => vec![Err(place.failure(Problem {
            line: Some(error.line()),
            reason: format!("the JSON can't be read: {error}"),
        }))],
        Ok(value) => articles(value, place),
    }
}

/// The articles that a value holds.
fn articles(value: Value, place: &Place) -> Vec<Result<Item, ItemFailure>> {
    match value {
        Value::Array(list) => each(list, place),
        Value::Object(mut object) => match object.remove("articles") {
            Some(Value::Array(list)) => each(list, place),
            _ => vec![one(&object, place)],
        },
        _ => vec![Err(place.failure(Problem::from(
            "the JSON is neither an article nor a list of articles",
        )))],
    }
}

fn each(list: Vec<Value>, place: &Place) -> Vec<Result<Item, ItemFailure>> {
    list.into_iter()
        .enumerate()
        .map(|(index, value)| {
            let place = place.article(index + 1);
            match value {
                Value::Object(object) => one(&object, &place),
                _ => Err(place.failure(Problem::from("is not an object"))),
            }
        })
        .collect()
}

fn one(object: &Map<String, Value>, place: &Place) -> Result<Item, ItemFailure> {
    article(object)
        .map(|item| place.of_item(item))
        .map_err(|reason| place.failure(Problem::from(reason)))
}

fn article(object: &Map<String, Value>) -> Result<Item, String> {
    body(object)
        .and_then(|body| match body {
            Some(body) => Metadata::of_json(object)?.item(body).map(Some),
            None => Ok(None),
        })
        .map_err(|bad| format!("{} {}", bad.key, bad.reason))?
        .ok_or_else(|| "has no text: give it as text, markdown or html".to_owned())
}

/// The exact text is worth more than what would have to be read out of marks.
fn body(object: &Map<String, Value>) -> Result<Option<Body>, BadKey> {
    type Kind = fn(String) -> Body;
    let kinds: [(&'static str, Kind); 3] = [
        ("text", Body::Text),
        ("markdown", Body::Markdown),
        ("html", Body::Html),
    ];
    for (key, kind) in kinds {
        if let Some(content) = text(object, key)?.filter(|content| !content.trim().is_empty()) {
            let body = kind(content);
            if let Body::Html(html) = &body {
                markup::check_nesting(html).map_err(|reason| BadKey { key, reason })?;
            }
            return Ok(Some(body));
        }
    }
    Ok(None)
}

/// Reads JSON Lines as they come: any number of lines, each bounded. Blank lines are skipped.
pub(super) struct Lines<R> {
    reader: R,
    place: Place,
    line: usize,
    pending: std::vec::IntoIter<Result<Item, ItemFailure>>,
    done: bool,
}

enum Line {
    Whole(Vec<u8>),
    TooLong,
}

impl<R: BufRead> Lines<R> {
    pub fn new(reader: R, place: Place) -> Self {
        Self {
            reader,
            place,
            line: 0,
            pending: Vec::new().into_iter(),
            done: false,
        }
    }

    fn next_line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let read = bounded(&mut self.reader).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        if bytes.len() > MAX_BYTES && bytes.last() != Some(&b'\n') {
            self.reader.skip_until(b'\n')?;
            return Ok(Some(Line::TooLong));
        }
        Ok(Some(Line::Whole(bytes)))
    }

    fn articles(&mut self, line: Line) -> Vec<Result<Item, ItemFailure>> {
        let failure = |reason: String| {
            vec![Err(self.place.failure(Problem {
                line: Some(self.line),
                reason,
            }))]
        };
        let bytes = match line {
            Line::Whole(bytes) => bytes,
            Line::TooLong => {
                return failure(format!("the line is longer than {}", super::MAX_SHOWN));
            }
        };
        if self.line == 1 && decode::is_utf16(&bytes) {
            self.done = true;
            return failure(
                "JSON Lines are read in UTF-8 only: convert the file (iconv -f UTF-16 -t UTF-8)"
                    .to_owned(),
            );
        }
        let text = match decode::line(&bytes, self.line == 1) {
            Ok(text) => text,
            Err(reason) => return failure(reason),
        };
        if text.trim().is_empty() {
            return Vec::new();
        }
        match serde_json::from_str::<Value>(text) {
            Ok(value) => articles(value, &self.place.line(self.line)),
            Err(error) => failure(format!(
                "the line is not JSON (column {}): {}",
                error.column(),
                without_position(&error.to_string())
            )),
        }
    }
}

/// serde_json counts the line within the line: always 1, and confusing.
fn without_position(message: &str) -> &str {
    message.split(" at line ").next().unwrap_or(message)
}

fn bounded<R: Read>(reader: &mut R) -> io::Take<&mut R> {
    reader.take(MAX_BYTES as u64 + 1)
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Item, ItemFailure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.pending.next() {
                return Some(item);
            }
            if self.done {
                return None;
            }
            match self.next_line() {
                Ok(Some(line)) => self.pending = self.articles(line).into_iter(),
                Ok(None) => self.done = true,
                Err(error) => {
                    self.done = true;
                    return Some(Err(self.place.unreadable(&error)));
                }
            }
        }
    }
}
