//! Measures extraction against articles whose statements are known, and shows the worst errors:
//!
//! cargo run --release --no-default-features --example evaluate -- GOLD.jsonl [--types direct,mixed]
//!     [--speaker mention|resolved] [--min-words 3] [--overlap 0.8] [--errors N] [--half 0|1] [--curve]
//!     [--predictions FILE] [--roster] [--weights FOLDER]
//!
//! A found statement and a known one match if they share enough characters of the longer, edge punctuation aside, one
//! to one, best first. Known ones of other types or with fewer words are neither wanted nor punished. `--predictions`
//! writes what was found, offsets in code points. `--weights` takes what the example `train` wrote in place of the
//! program's own. `--curve` shows what each threshold on the speaker gains and loses.

mod shared;

use std::collections::HashSet;
use std::ops::Range;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::json;
use shared::{Article, count_words, overlap, same_speaker, trim};
use verbatim::domain::{Statement, StatementKind};
use verbatim::extract::{Extractor, Settings};

struct Options {
    gold: PathBuf,
    types: Option<HashSet<String>>,
    resolved: bool,
    min_words: usize,
    least: f64,
    errors: usize,
    half: Option<u64>,
    predictions: Option<PathBuf>,
    curve: bool,
    roster: bool,
    only: Option<String>,
    weights: Option<PathBuf>,
    settings: Settings,
}

fn options() -> Result<Options> {
    let mut options = Options {
        gold: PathBuf::new(),
        types: None,
        resolved: false,
        min_words: 3,
        least: 0.8,
        errors: 0,
        half: None,
        predictions: None,
        curve: false,
        roster: false,
        only: None,
        weights: None,
        settings: Settings::default(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .with_context(|| format!("{argument} needs a value"))
        };
        match argument.as_str() {
            "--types" => options.types = Some(value()?.split(',').map(str::to_owned).collect()),
            "--speaker" => options.resolved = value()? == "resolved",
            "--min-words" => options.min_words = value()?.parse()?,
            "--overlap" => options.least = value()?.parse()?,
            "--errors" => options.errors = value()?.parse()?,
            "--half" => options.half = Some(value()?.parse()?),
            "--predictions" => options.predictions = Some(value()?.into()),
            "--curve" => options.curve = true,
            "--roster" => options.roster = true,
            "--weights" => options.weights = Some(value()?.into()),
            "--only" => options.only = Some(value()?),
            "--statement-threshold" => options.settings.statement = value()?.parse()?,
            "--reported-threshold" => options.settings.reported = value()?.parse()?,
            "--speaker-threshold" => options.settings.speaker = value()?.parse()?,
            flag if flag.starts_with("--") => bail!("there is no option {flag}"),
            file => options.gold = file.into(),
        }
    }
    if options.gold.as_os_str().is_empty() {
        bail!("give a file of articles with known statements");
    }
    Ok(options)
}

#[derive(Default)]
struct Counts {
    gold: usize,
    found: usize,
    matched: usize,
    named: usize,
    right: usize,
    joint: usize,
    errors: Vec<String>,
    /// For each match with a known speaker, how sure the attribution was and whether it was right.
    sure: Vec<(f32, bool)>,
}

fn main() -> Result<()> {
    let options = options()?;
    let (lexicons, roster) = shared::read_config("config".as_ref(), options.roster)?;
    let articles = shared::read_articles(&options.gold, options.half)?;
    let start = Instant::now();
    let mut extractor = Extractor::with_settings(lexicons, roster, options.settings);
    if let Some(folder) = &options.weights {
        extractor = extractor.weighing(shared::read_weights(folder)?);
    }
    let built = start.elapsed();
    let mut counts = Counts::default();
    let mut predictions = String::new();
    let start = Instant::now();
    let found: Vec<Vec<Statement>> = articles
        .iter()
        .map(|a| extractor.statements(&a.document))
        .collect();
    let elapsed = start.elapsed();
    let bytes: usize = articles.iter().map(|a| a.document.text.len()).sum();
    for (article, statements) in articles.iter().zip(&found) {
        let wanted: Vec<&Statement> = statements
            .iter()
            .filter(|s| match options.only.as_deref() {
                Some("direct") => s.kind != StatementKind::Reported,
                Some("reported") => s.kind == StatementKind::Reported,
                _ => true,
            })
            .collect();
        compare(article, &wanted, &options, &mut counts);
        predictions.push_str(&predicted(article, &wanted, &options));
    }
    if let Some(path) = &options.predictions {
        std::fs::write(path, predictions)?;
    }
    report(&counts, &options);
    println!(
        "built in {:.1} ms; {} articles, {:.2} MB in {:.0} ms: {:.1} MB/s",
        built.as_secs_f64() * 1e3,
        articles.len(),
        bytes as f64 / 1e6,
        elapsed.as_secs_f64() * 1e3,
        bytes as f64 / 1e6 / elapsed.as_secs_f64()
    );
    Ok(())
}

fn speaker<'a>(statement: &'a Statement, options: &Options) -> &'a str {
    let attribution = &statement.attribution;
    // A speaker below the threshold is not named, however he is written.
    let name = if options.resolved {
        attribution.speaker.as_deref()
    } else {
        attribution
            .speaker
            .as_ref()
            .and(attribution.as_written.as_deref())
    };
    name.unwrap_or_default()
}

fn compare(article: &Article, statements: &[&Statement], options: &Options, counts: &mut Counts) {
    let text = article.document.text.as_str();
    let counts_as = |range: &Range<usize>, kind: &str| {
        count_words(&text[range.clone()]) >= options.min_words
            && options
                .types
                .as_ref()
                .is_none_or(|types| types.contains(kind))
    };
    let gold: Vec<_> = article
        .gold
        .iter()
        .map(|g| (trim(text, &g.range), g))
        .filter(|(range, _)| !range.is_empty())
        .collect();
    let (wanted, ignored): (Vec<_>, Vec<_>) = gold
        .into_iter()
        .partition(|(range, g)| counts_as(range, &g.kind));
    let found: Vec<Range<usize>> = statements.iter().map(|s| trim(text, &s.range)).collect();
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (g, (range, _)) in wanted.iter().enumerate() {
        for (f, found) in found.iter().enumerate() {
            let share = overlap(text, range, found);
            if share >= options.least {
                pairs.push((share, g, f));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut of_gold = vec![None; wanted.len()];
    let mut used = vec![false; found.len()];
    for (_, g, f) in pairs {
        if of_gold[g].is_none() && !used[f] {
            of_gold[g] = Some(f);
            used[f] = true;
        }
    }
    let around = |range: &Range<usize>| -> String {
        let before: String = text[..range.start]
            .chars()
            .rev()
            .take(70)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let words: String = text[range.clone()].chars().take(160).collect();
        let after: String = text[range.end..].chars().take(70).collect();
        format!("{before}[[{words}]]{after}").replace('\n', "¶")
    };
    for (f, range) in found.iter().enumerate() {
        if used[f] {
            counts.found += 1;
            continue;
        }
        let hit = ignored.iter().any(|(other, _)| {
            let common = range
                .end
                .min(other.end)
                .saturating_sub(range.start.max(other.start));
            overlap(text, range, other) >= options.least || common * 2 >= range.len()
        });
        if count_words(&text[range.clone()]) < options.min_words || hit {
            continue;
        }
        counts.found += 1;
        counts.errors.push(format!(
            "not known\t{}\t{:?}",
            around(range),
            speaker(statements[f], options)
        ));
    }
    for ((range, g), matched) in wanted.iter().zip(of_gold) {
        counts.gold += 1;
        let Some(f) = matched else {
            counts
                .errors
                .push(format!("not found\t{}\t{}", around(range), g.mention));
            continue;
        };
        counts.matched += 1;
        let want = if options.resolved {
            &g.resolved
        } else {
            &g.mention
        };
        let named = speaker(statements[f], options);
        let right = same_speaker(want, named);
        if !want.is_empty() {
            counts.named += 1;
            counts.right += usize::from(right);
            counts
                .sure
                .push((statements[f].attribution.confidence, right));
            if !right {
                counts.errors.push(format!(
                    "speaker\t{}\tis {want:?}, found {named:?} ({:.2})",
                    around(range),
                    statements[f].attribution.confidence
                ));
            }
        }
        counts.joint += usize::from(right);
    }
}

fn report(counts: &Counts, options: &Options) {
    let ratio = |a: usize, b: usize| if b == 0 { 0.0 } else { a as f64 / b as f64 };
    let line = |name: &str, hits: usize| {
        let (p, r) = (ratio(hits, counts.found), ratio(hits, counts.gold));
        let f1 = if p + r > 0.0 {
            2.0 * p * r / (p + r)
        } else {
            0.0
        };
        println!("{name:14} P {p:.3}  R {r:.3}  F1 {f1:.3}");
    };
    println!("known {}  found {}", counts.gold, counts.found);
    line("span", counts.matched);
    line("span+speaker", counts.joint);
    println!(
        "speaker accuracy {:.3} on {}",
        ratio(counts.right, counts.named),
        counts.named
    );
    if options.curve {
        println!("threshold  named  right of named  right of all");
        for threshold in [0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99] {
            let named = counts
                .sure
                .iter()
                .filter(|(sure, _)| *sure >= threshold)
                .count();
            let right = counts
                .sure
                .iter()
                .filter(|(sure, right)| *sure >= threshold && *right)
                .count();
            println!(
                "{threshold:9.2}  {:.3}  {:.3}           {:.3}",
                ratio(named, counts.sure.len()),
                ratio(right, named),
                ratio(right, counts.sure.len())
            );
        }
    }
    // Spread over the whole file, so that the first article does not fill the list.
    let step = (counts.errors.len() / options.errors.max(1)).max(1);
    counts
        .errors
        .iter()
        .step_by(step)
        .take(options.errors)
        .for_each(|error| println!("{error}"));
}

fn predicted(article: &Article, statements: &[&Statement], options: &Options) -> String {
    let at = |byte: usize| article.bytes.partition_point(|&b| b < byte);
    let quotes: Vec<_> = statements
        .iter()
        .map(|s| {
            json!({
                "start": at(s.range.start),
                "end": at(s.range.end),
                "text": s.text,
                "speaker": speaker(s, options),
                "cue": s.attribution.cue,
                "type": if s.kind == StatementKind::Reported { "indirect" } else { "direct" },
            })
        })
        .collect();
    json!({"id": article.id, "quotes": quotes}).to_string() + "\n"
}
