//! `verbatim extract`

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use serde::Serialize;

use crate::app::App;
use crate::domain::{Item, Language, Precision, SaidOn, Statement, StatementKind, When};
use crate::extract::{Extractor, read_item};
use crate::fetch::files;
use crate::ports::ItemFailure;
use crate::text::sameness;

/// Show what extraction sees in an article, without storing anything
///
/// Prints one JSON object an article: its id, title, date, authors, language, text and statements. Ranges count bytes
/// of the text.
#[derive(Debug, Args)]
pub struct Extract {
    /// One article a line: {"id", "text" or "html", optional "title", "url", "published", "language"}
    #[arg(long)]
    jsonl: bool,
    /// A file in any format that ingest takes, or - for standard input
    #[arg(value_name = "FILE|-", default_value = "-")]
    file: PathBuf,
}

#[derive(Serialize)]
struct Seen<'a> {
    id: &'a str,
    title: Option<&'a str>,
    date: Option<String>,
    modified: Option<String>,
    authors: &'a [String],
    language: &'a Language,
    url: Option<&'a str>,
    outlet: Option<&'a str>,
    text: &'a str,
    statements: Vec<SeenStatement<'a>>,
}

#[derive(Serialize)]
struct SeenStatement<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    kind: StatementKind,
    speaker: Option<&'a str>,
    speaker_id: Option<&'a str>,
    speaker_as_written: Option<&'a str>,
    cue: Option<&'a str>,
    confidence: f32,
    said_on: Option<SeenDate>,
    /// Pieces of one utterance have the same number.
    utterance: u32,
    /// Where in this list the same words by the same speaker came before.
    #[serde(skip_serializing_if = "Option::is_none")]
    same_as: Option<usize>,
}

#[derive(Serialize)]
struct SeenDate {
    date: String,
    precision: Precision,
    stated: bool,
}

impl Extract {
    pub(super) fn run(self, app: &App) -> anyhow::Result<ExitCode> {
        let extractor = app.extractor()?;
        let mut output = std::io::stdout().lock();
        let mut failures = 0;
        for item in self.items()? {
            match item {
                Ok(item) => {
                    let line = line(&extractor, &item)?;
                    // Whoever reads may stop reading: that is no error.
                    if writeln!(output, "{line}").is_err() {
                        break;
                    }
                }
                Err(failure) => {
                    failures += 1;
                    eprintln!("failed: {}: {}", failure.place, failure.reason);
                }
            }
        }
        Ok(if failures == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    fn items(&self) -> anyhow::Result<Box<dyn Iterator<Item = Result<Item, ItemFailure>>>> {
        if self.file.as_os_str() == "-" {
            return Ok(Box::new(files::read_stream(
                "standard input",
                std::io::stdin(),
            )));
        }
        let opened = File::open(&self.file).with_context(|| {
            format!(
                "{}: give a file that can be read, or - for standard input",
                self.file.display()
            )
        })?;
        let name = self.file.display().to_string();
        Ok(if self.jsonl {
            Box::new(files::read_stream(&name, opened))
        } else {
            Box::new(files::read_path(&self.file))
        })
    }
}

fn line(extractor: &Extractor, item: &Item) -> serde_json::Result<String> {
    let reading = read_item(item);
    let statements = extractor.statements(&reading.document);
    serde_json::to_string(&Seen {
        id: item
            .id
            .as_ref()
            .map_or(item.place.as_str(), |id| id.0.as_str()),
        title: reading.title.as_deref(),
        date: reading.published.map(written),
        modified: reading.modified.map(written),
        authors: &reading.authors,
        language: &reading.language,
        url: reading.url.as_deref(),
        outlet: reading.outlet.as_deref(),
        text: &reading.document.text,
        statements: seen_statements(&statements),
    })
}

fn seen_statements(statements: &[Statement]) -> Vec<SeenStatement<'_>> {
    let mut first = std::collections::HashMap::new();
    statements
        .iter()
        .enumerate()
        .map(|(place, statement)| {
            let attribution = &statement.attribution;
            let words = sameness(
                &statement.text,
                attribution.speaker.as_deref().unwrap_or_default(),
            );
            let same_as = *first.entry(words).or_insert(place);
            SeenStatement {
                start: statement.range.start,
                end: statement.range.end,
                text: &statement.text,
                kind: statement.kind,
                speaker: attribution.speaker.as_deref(),
                speaker_id: attribution.speaker_id.as_ref().map(|id| id.0.as_str()),
                speaker_as_written: attribution.as_written.as_deref(),
                cue: attribution.cue.as_deref(),
                confidence: attribution.confidence,
                said_on: statement.said_on.map(said_on),
                utterance: statement.utterance,
                same_as: (same_as != place).then_some(same_as),
            }
        })
        .collect()
}

fn said_on(said: SaidOn) -> SeenDate {
    SeenDate {
        date: said.date.to_string(),
        precision: said.precision,
        stated: said.stated,
    }
}

/// A day, or a moment by the clock that it was given by.
fn written(when: When) -> String {
    match when.precision {
        Precision::Minute if when.ahead != 0 => {
            let local = when.local().strftime("%Y-%m-%dT%H:%M:%S");
            format!("{local}{}", when.offset())
        }
        Precision::Minute => when.at.to_string(),
        _ => when.date().to_string(),
    }
}
