//! Reads every page of a folder and prints one JSON line each: `{"id","text","title","date","author"}`.
//!
//! `cargo run --release --example pages FOLDER`; on standard error the time that reading took.

#![expect(clippy::print_stderr, reason = "what it is for")]

use std::io::Write;
use std::time::{Duration, Instant};

use verbatim::domain::{Body, Item, Language};
use verbatim::extract::{decode_page, read_item};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: pages FOLDER")?;
    let mut paths: Vec<_> = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "html"));
    paths.sort();
    let mut took = Duration::ZERO;
    let mut out = std::io::stdout().lock();
    for path in &paths {
        let item = Item {
            place: path.display().to_string(),
            id: None,
            url: None,
            outlet: None,
            title: None,
            authors: Vec::new(),
            published: None,
            modified: None,
            language: Language::unknown(),
            sole_speaker: None,
            body: Body::Html(decode_page(&std::fs::read(path)?).into_owned()),
        };
        let start = Instant::now();
        let reading = read_item(&item);
        took += start.elapsed();
        let line = serde_json::json!({
            "id": path.file_stem().map(|name| name.to_string_lossy()),
            "text": reading.document.text,
            "title": reading.title,
            "date": reading.published.map(|when| when.date().to_string()),
            "author": reading.authors.join(", "),
            "outlet": reading.outlet,
            "url": reading.url,
            "modified": reading.modified.map(|when| when.date().to_string()),
            "language": reading.language,
            "marks": reading.document.marks,
        });
        writeln!(out, "{line}")?;
    }
    eprintln!(
        "{} pages, {:.2} ms each",
        paths.len(),
        took.as_secs_f64() * 1000.0 / paths.len().max(1) as f64
    );
    Ok(())
}
