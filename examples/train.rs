//! Fits the weights by which extraction tells statements and their speakers, from articles that you supply:
//!
//! cargo run --release --no-default-features --example train -- GOLD.jsonl … [--half 0|1] [--out src/extract/weights]
//!
//! The same files give the same weights. `--half` takes one half of the articles (by their id), so that the other can
//! tell how well it goes with articles never seen.

mod shared;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use verbatim::extract::training::Known;
use verbatim::extract::{Extractor, Training, train};

fn main() -> Result<()> {
    let mut files = Vec::new();
    let mut half = None;
    let mut missed = 0usize;
    let mut out = PathBuf::from("src/extract/weights");
    let mut how = Training::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .with_context(|| format!("{argument} needs a value"))
        };
        match argument.as_str() {
            "--half" => half = Some(value()?.parse()?),
            "--out" => out = PathBuf::from(value()?),
            "--rounds" => how.rounds = value()?.parse()?,
            "--rate" => how.rate = value()?.parse()?,
            "--decay" => how.decay = value()?.parse()?,
            "--missed" => missed = value()?.parse()?,
            flag if flag.starts_with("--") => bail!("there is no option {flag}"),
            file => files.push(PathBuf::from(file)),
        }
    }
    if files.is_empty() {
        bail!("give at least one file of articles with known statements");
    }
    let (lexicons, roster) = shared::read_config("config".as_ref(), false)?;
    let extractor = Extractor::new(lexicons, roster);
    let mut statements = Vec::new();
    let mut speakers = Vec::new();
    let mut clauses = Vec::new();
    let mut lost = Vec::new();
    for file in files {
        for article in shared::read_articles(&file, half)? {
            let known: Vec<Known> = article
                .gold
                .iter()
                .map(|gold| Known {
                    range: gold.range.clone(),
                    speaker: gold.mention.clone(),
                    quoted: gold.kind == "direct" || gold.kind == "mixed",
                })
                .collect();
            let lessons = extractor.lessons(&article.document, &known, shared::same_speaker);
            statements.extend(lessons.statements);
            clauses.extend(lessons.clauses);
            speakers.extend(lessons.speakers);
            lost.extend(lessons.missed);
        }
    }
    std::fs::create_dir_all(&out)?;
    for (name, choices) in [
        ("statement", &statements),
        ("speaker", &speakers),
        ("clause", &clauses),
    ] {
        let header = format!(
            "# Fitted by `cargo run --release --example train` to {} choices. A feature (template=numbers), a tab, its weight.\n",
            choices.len()
        );
        std::fs::write(
            out.join(format!("{name}.tsv")),
            format!("{header}{}", train(choices, how)),
        )?;
        println!("{name}: {} choices", choices.len());
    }
    println!("{} statements have no right candidate", lost.len());
    lost.iter()
        .take(missed)
        .for_each(|line| println!("  {line}"));
    Ok(())
}
