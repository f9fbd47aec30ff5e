//! Articles from files: pages, text and Markdown with front matter, JSON and JSON Lines, and folders of these.
//!
//! A failure names the file, the line where there is one, the cause and the way out, and never stops the rest.

mod decode;
mod document;
mod format;
mod json;
mod metadata;
mod walk;

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use crate::domain::{Body, Item};
use crate::fetch::markup;
use crate::ports::ItemFailure;

use format::Format;
use walk::Walk;

/// Of one article, or one line of JSON Lines. JSON Lines as a whole are unbounded.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
const MAX_SHOWN: &str = "10 MiB";

/// Enough of a file to tell whether it is text.
const HEAD: usize = 8 * 1024;

const NO_TEXT: &str = "has no text";

type Items = Box<dyn Iterator<Item = Result<Item, ItemFailure>> + Send>;

/// Reads a file, or a folder with all folders in it, in the order of the names, as far as the iterator is asked to.
///
/// The form of a file is taken from the ending of its name (`.html`, `.htm`, `.txt`, `.md`, `.markdown`, `.json`,
/// `.jsonl`, `.ndjson`), else from its beginning. In folders, hidden files and `README.*` are passed over.
pub fn read_path(path: &Path) -> impl Iterator<Item = Result<Item, ItemFailure>> + Send + use<> {
    let items: Items = if path.is_dir() {
        Box::new(Walk::new(path.to_owned()).flat_map(|found| match found {
            Ok(path) => read_found(&path),
            Err((path, error)) => one_failure(Place::of(&path).unreadable(&error)),
        }))
    } else {
        read_file(path)
    };
    items
}

/// Reads articles from a stream, such as the standard input, which `name` stands for in failures. JSON Lines are read as
/// they come; anything else has to end within [`MAX_BYTES`].
pub fn read_stream<R: Read + Send + 'static>(
    name: &str,
    mut stream: R,
) -> impl Iterator<Item = Result<Item, ItemFailure>> + Send + use<R> {
    let place = Place(name.to_owned());
    let items: Items = match first_line(&mut stream) {
        Err(error) => one_failure(place.unreadable(&error)),
        Ok(first) if is_json_line(&first) => Box::new(json::Lines::new(
            BufReader::new(Cursor::new(first).chain(stream)),
            place,
        )),
        Ok(first) => read_whole(Cursor::new(first).chain(stream), place, None),
    };
    items
}

/// Reads the articles of a file or an answer that is at hand: an attachment, a response's body. `name` stands for it in
/// failures and, where the media type (`content_type`, parameters and all) does not, tells its form by its ending.
pub fn read_bytes(
    name: &str,
    content_type: Option<&str>,
    bytes: &[u8],
) -> Vec<Result<Item, ItemFailure>> {
    read_answer(name, name, content_type, bytes)
}

/// Like [`read_bytes`], for what is found at `place`, where `path` may tell its form.
pub(crate) fn read_answer(
    place: &str,
    path: &str,
    content_type: Option<&str>,
    bytes: &[u8],
) -> Vec<Result<Item, ItemFailure>> {
    let content_type = ContentType::parse(content_type.unwrap_or_default());
    let format = Format::of_media_type(&content_type.media_type).or_else(|| Format::of_name(path));
    parse(
        bytes,
        &Place(place.to_owned()),
        format,
        content_type.charset.as_deref(),
    )
}

/// A media type and what its `charset` parameter says.
pub(crate) struct ContentType {
    /// In lower case, without parameters.
    pub media_type: String,
    /// As written.
    pub charset: Option<String>,
}

impl ContentType {
    /// Takes a Content-Type header's value apart.
    pub fn parse(value: &str) -> Self {
        let mut parts = value.split(';');
        let media_type = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let charset = parts.find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            let is_charset = name.trim().eq_ignore_ascii_case("charset");
            is_charset.then(|| value.trim().trim_matches(['"', '\'']).to_owned())
        });
        Self {
            media_type,
            charset,
        }
    }
}

/// What can't be read, before it is known where that is.
#[derive(Debug)]
struct Problem {
    line: Option<usize>,
    reason: String,
}

impl<S: Into<String>> From<S> for Problem {
    fn from(reason: S) -> Self {
        Self {
            line: None,
            reason: reason.into(),
        }
    }
}

/// The file, or the name that stands for one.
#[derive(Debug, Clone)]
struct Place(String);

impl Place {
    fn of(path: &Path) -> Self {
        Self(path.display().to_string())
    }

    fn line(&self, line: usize) -> Self {
        Self(format!("{self}:{line}"))
    }

    fn failure(&self, problem: Problem) -> ItemFailure {
        let place = problem
            .line
            .map_or_else(|| self.clone(), |line| self.line(line));
        ItemFailure {
            place: place.0,
            reason: problem.reason,
        }
    }

    /// The so-many-th article of a list.
    fn article(&self, number: usize) -> Self {
        Self(format!("{self}, article {number}"))
    }

    /// The item, with the place that it was found at.
    fn of_item(&self, item: Item) -> Item {
        Item {
            place: self.0.clone(),
            ..item
        }
    }

    fn unreadable(&self, error: &io::Error) -> ItemFailure {
        let way_out = match error.kind() {
            io::ErrorKind::NotFound => "; check the path",
            io::ErrorKind::PermissionDenied => "; make it readable for this user",
            _ => "",
        };
        self.failure(Problem::from(format!("can't be read: {error}{way_out}")))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn one_failure(failure: ItemFailure) -> Items {
    Box::new(std::iter::once(Err(failure)))
}

/// Reads what a walk came upon. Opening a pipe or a device that nobody named could wait for ever.
fn read_found(path: &Path) -> Items {
    match path.metadata() {
        Err(error) => one_failure(Place::of(path).unreadable(&error)),
        Ok(metadata) if !metadata.is_file() => {
            one_failure(Place::of(path).failure(Problem::from("is neither a file nor a folder")))
        }
        Ok(_) => read_file(path),
    }
}

fn read_file(path: &Path) -> Items {
    let place = Place::of(path);
    let name: PathBuf = path.file_name().map_or_else(PathBuf::new, PathBuf::from);
    let format = Format::of_name(&name.to_string_lossy());
    match File::open(path) {
        Err(error) => one_failure(place.unreadable(&error)),
        Ok(file) if format == Some(Format::JsonLines) => {
            Box::new(json::Lines::new(BufReader::new(file), place))
        }
        Ok(file) if format.is_none() => read_unnamed(file, place),
        Ok(file) => read_whole(file, place, format),
    }
}

/// A file whose name says nothing: only text is read on.
fn read_unnamed(mut file: File, place: Place) -> Items {
    let mut head = Vec::new();
    match file.by_ref().take(HEAD as u64).read_to_end(&mut head) {
        Err(error) => one_failure(place.unreadable(&error)),
        Ok(_) => match binary(&head) {
            Some(problem) => one_failure(place.failure(problem)),
            None => Box::new(read_stream(&place.0, Cursor::new(head).chain(file))),
        },
    }
}

fn read_whole(source: impl Read, place: Place, format: Option<Format>) -> Items {
    let mut bytes = Vec::new();
    if let Err(error) = source.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes) {
        return one_failure(place.unreadable(&error));
    }
    Box::new(parse(&bytes, &place, format, None).into_iter())
}

/// The first line with its end, or as much of it as an article may have.
fn first_line(stream: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let mut block = [0; HEAD];
    while line.len() <= MAX_BYTES {
        let read = match stream.read(&mut block) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let block = block.get(..read).unwrap_or_default();
        line.extend_from_slice(block);
        if block.is_empty() || block.contains(&b'\n') {
            break;
        }
    }
    Ok(line)
}

/// Whether a stream that begins so is JSON Lines.
fn is_json_line(start: &[u8]) -> bool {
    let line = start
        .split(|&byte| byte == b'\n')
        .next()
        .unwrap_or_default();
    let is_object = line.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    is_object && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

fn parse(
    bytes: &[u8],
    place: &Place,
    format: Option<Format>,
    charset: Option<&str>,
) -> Vec<Result<Item, ItemFailure>> {
    if bytes.len() > MAX_BYTES && format != Some(Format::JsonLines) {
        return vec![Err(place.failure(too_long(format)))];
    }
    if let Some(problem) = binary(bytes) {
        return vec![Err(place.failure(problem))];
    }
    if format == Some(Format::JsonLines) {
        return json::Lines::new(bytes, place.clone()).collect();
    }
    match text(bytes, format, charset) {
        Err(problem) => vec![Err(place.failure(problem))],
        Ok((Format::Json, text)) => json::read(&text, place),
        Ok((Format::JsonLines, text)) => json::Lines::new(text.as_bytes(), place.clone()).collect(),
        Ok((format, text)) => vec![
            single(format, text)
                .map(|item| place.of_item(item))
                .map_err(|problem| place.failure(problem)),
        ],
    }
}

/// The text, and its form where neither name nor type told it.
fn text(
    bytes: &[u8],
    format: Option<Format>,
    charset: Option<&str>,
) -> Result<(Format, String), Problem> {
    // A page may declare its charset, so that whether it is one has to be known before it is decoded.
    let format = format.or_else(|| {
        let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
        (Format::of_text(&String::from_utf8_lossy(head)) == Format::Html).then_some(Format::Html)
    });
    if format == Some(Format::Html) {
        return Ok((Format::Html, decode::html(bytes, charset)?));
    }
    let text = decode::text(bytes, charset)?;
    Ok((format.unwrap_or_else(|| Format::of_text(&text)), text))
}

fn single(format: Format, text: String) -> Result<Item, Problem> {
    match format {
        Format::Markdown => document::read(&text, Body::Markdown),
        Format::Html => page(text),
        _ if is_other_markup(&text) => Err(Problem::from(
            "is XML, but neither a page nor a text: a feed is read from its address",
        )),
        _ => document::read(&text, Body::Text),
    }
}

fn page(text: String) -> Result<Item, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::from(NO_TEXT));
    }
    markup::check_nesting(&text)?;
    let plain = metadata::Metadata::default();
    plain
        .item(Body::Html(text))
        .map_err(|bad| Problem::from(bad.reason))
}

fn is_other_markup(text: &str) -> bool {
    ["<?xml", "<rss", "<feed", "<rdf:RDF"]
        .iter()
        .any(|start| text.trim_start().starts_with(start))
}

fn binary(bytes: &[u8]) -> Option<Problem> {
    let known: [(&[u8], &str); 6] = [
        (b"%PDF-", "is a PDF: save its text as .txt or .html"),
        (
            b"PK\x03\x04",
            "is an archive or an office document: unpack it, or save its text as .txt or .html",
        ),
        (b"\x1f\x8b", "is gzip-compressed: unpack it"),
        (b"(\xb5\x2f\xfd", "is zstd-compressed: unpack it"),
        (b"\x89PNG", "is an image"),
        (b"\xff\xd8\xff", "is an image"),
    ];
    let kind = known
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, reason)| *reason);
    kind.or_else(|| decode::is_binary(bytes).then_some("is a binary file, not text"))
        .map(Problem::from)
}

fn too_long(format: Option<Format>) -> Problem {
    let way_out = match format {
        Some(Format::Json) => {
            ": give it as JSON Lines, one article a line, which may be of any length"
        }
        _ => "",
    };
    Problem::from(format!("is longer than {MAX_SHOWN}{way_out}"))
}

#[cfg(test)]
mod tests;
