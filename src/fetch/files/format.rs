//! What a file or an answer holds: by its name, by its declared type, else by its first bytes.

use std::path::Path;

/// The forms that articles come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Html,
    Markdown,
    Text,
    Json,
    JsonLines,
}

impl Format {
    /// By the ending of a file's name.
    pub fn of_name(name: &str) -> Option<Self> {
        let ending = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "md" | "markdown" => Some(Self::Markdown),
            "txt" | "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }

    /// By a media type without its parameters. Servers send what they can't tell apart as plain text or as bytes, so
    /// that these two say nothing.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        match media_type {
            "text/html" | "application/xhtml+xml" => Some(Self::Html),
            "text/markdown" | "text/x-markdown" => Some(Self::Markdown),
            "application/json" | "text/json" => Some(Self::Json),
            "application/jsonl"
            | "application/x-jsonlines"
            | "application/x-ndjson"
            | "application/ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }

    /// By how a text begins.
    pub fn of_text(text: &str) -> Self {
        let start = text.trim_start_matches('\u{feff}').trim_start();
        if is_page(start) {
            Self::Html
        } else if start.starts_with(['{', '[']) {
            Self::of_json(start)
        } else {
            Self::Text
        }
    }

    /// One value a line, one value over many lines, or no JSON after all.
    fn of_json(start: &str) -> Self {
        let first = start.lines().next().unwrap_or_default();
        if is_json(first) {
            Self::JsonLines
        } else if start.starts_with("[{") || is_json(start) || opens_object(start) {
            Self::Json
        } else {
            Self::Text
        }
    }
}

/// Whether a document is a page rather than another kind of XML, or text that begins with a bracket.
fn is_page(start: &str) -> bool {
    let head: String = start
        .chars()
        .take(1024)
        .collect::<String>()
        .to_ascii_lowercase();
    head.starts_with("<!doctype html")
        || ["<html", "<head", "<body", "<article", "<main"]
            .iter()
            .any(|tag| head.starts_with(tag))
        || (head.starts_with('<') && head.contains("<html"))
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// `{` and a quoted key: JSON, even if broken further on, so that the failure says where.
fn opens_object(start: &str) -> bool {
    let inside = start
        .trim_start_matches(['[', '{'])
        .trim_start_matches(|c: char| c.is_whitespace() || c == '{');
    start.contains('{') && inside.starts_with('"')
}
