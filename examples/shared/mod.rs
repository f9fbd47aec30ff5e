//! Articles whose statements are known, as the evaluation files give them, and how a found statement is compared.
//!
//! One JSON object a line: {"id", "lang", "text", "quotes": [{"start", "end", "speaker", "speaker_mention"?, "type"?}],
//! "title"?, "date"?}. Offsets count Unicode code points.

#![allow(dead_code)]

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use serde::Deserialize;
use verbatim::config::{read_lexicon, read_speakers};
use verbatim::domain::{Document, Language, Lexicon, Roster, When};
use verbatim::extract::Weights;
use verbatim::text::fold;

#[derive(Debug, Deserialize)]
pub struct GoldQuote {
    pub start: usize,
    pub end: usize,
    #[serde(default)]
    pub speaker: String,
    #[serde(default)]
    pub speaker_mention: Option<String>,
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct GoldArticle {
    pub id: String,
    #[serde(default)]
    pub lang: String,
    pub text: String,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub date: Option<String>,
    #[serde(default)]
    pub quotes: Vec<GoldQuote>,
}

/// An article with its offsets as bytes.
pub struct Article {
    pub id: String,
    pub document: Document,
    pub gold: Vec<Gold>,
    /// The byte of each code point, and the text's length.
    pub bytes: Vec<usize>,
}

pub struct Gold {
    pub range: Range<usize>,
    pub resolved: String,
    pub mention: String,
    pub kind: String,
}

pub fn read_articles(path: &Path, half: Option<u64>) -> Result<Vec<Article>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} can't be read", path.display()))?;
    let mut articles = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let gold: GoldArticle = serde_json::from_str(line)
            .with_context(|| format!("{}, line {number}", path.display()))?;
        if half.is_none_or(|half| hash(&gold.id) % 2 == half) {
            articles.push(article(gold));
        }
    }
    Ok(articles)
}

fn hash(id: &str) -> u64 {
    let mixed = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    });
    mixed >> 17
}

fn article(gold: GoldArticle) -> Article {
    let mut bytes: Vec<usize> = gold.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(gold.text.len());
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(gold.text.len());
    let quotes = gold
        .quotes
        .iter()
        .map(|q| Gold {
            range: byte(q.start)..byte(q.end).max(byte(q.start)),
            resolved: q.speaker.clone(),
            mention: q
                .speaker_mention
                .clone()
                .unwrap_or_else(|| q.speaker.clone()),
            kind: q.kind.clone().unwrap_or_else(|| "direct".to_owned()),
        })
        .collect();
    let published = gold
        .date
        .as_deref()
        .and_then(|date| date.get(..10))
        .and_then(|date| date.parse().ok())
        .map(When::day);
    Article {
        id: gold.id,
        document: Document {
            title: gold.title,
            text: gold.text,
            language: Language::new(&gold.lang),
            published,
            ..Document::default()
        },
        gold: quotes,
        bytes,
    }
}

/// The weights that the example `train` wrote to a folder.
pub fn read_weights(folder: &Path) -> Result<Weights> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).with_context(|| format!("{} can't be read", path.display()))
    };
    let [statement, clause, speaker] = ["statement.tsv", "clause.tsv", "speaker.tsv"].map(read);
    Weights::read(&statement?, &clause?, &speaker?).with_context(|| format!("{}", folder.display()))
}

/// The lexicons and the roster in `config/`.
pub fn read_config(folder: &Path, with_roster: bool) -> Result<(Vec<Lexicon>, Arc<Roster>)> {
    let mut lexicons = Vec::new();
    let mut paths: Vec<_> = std::fs::read_dir(folder.join("lexicon"))?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths {
        let text = std::fs::read_to_string(&path)?;
        lexicons.push(read_lexicon(&text).with_context(|| path.display().to_string())?);
    }
    let roster = if with_roster {
        read_speakers(&std::fs::read_to_string(folder.join("speakers.toml"))?)?
    } else {
        Roster::default()
    };
    Ok((lexicons, Arc::new(roster)))
}

const EDGE: &str = "\"'“”„‟«»‘’‚‛‹›`´ \t\r\n\u{a0}\u{2009}\u{200b},.;:!?…-–—()[]";

/// A range without white space, marks and punctuation at its edges.
pub fn trim(text: &str, range: &Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let kept = inner.trim_matches(|c| EDGE.contains(c));
    let lead = inner.len() - inner.trim_start_matches(|c| EDGE.contains(c)).len();
    if kept.is_empty() {
        return range.start..range.start;
    }
    range.start + lead..range.start + lead + kept.len()
}

/// How many words a text has.
pub fn count_words(text: &str) -> usize {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '\'' | '’' | '-')))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

/// Characters shared by two ranges over those of the longer.
pub fn overlap(text: &str, a: &Range<usize>, b: &Range<usize>) -> f64 {
    let count = |range: Range<usize>| text.get(range).map_or(0, |t| t.chars().count());
    let (from, to) = (a.start.max(b.start), a.end.min(b.end));
    if from >= to {
        return 0.0;
    }
    count(from..to) as f64 / count(a.clone()).max(count(b.clone())).max(1) as f64
}

const SUFFIXES: [&str; 13] = [
    "jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "qc", "kc", "mp", "mpp", "mla",
];
const TITLES: [&str; 10] = [
    "mr", "mrs", "ms", "miss", "dr", "sir", "prof", "the", "a", "an",
];
const CUTS: [&str; 8] = ["who", "of", "for", "from", "at", "with", "in", "\u{0}"];

fn tokens(name: &str) -> Vec<String> {
    let folded = fold(name).replace("'s ", " ");
    let folded = folded.strip_suffix("'s").unwrap_or(&folded).to_owned();
    folded
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '-')))
        .map(|t| t.trim_matches(['\'', '-']).to_owned())
        .filter(|t| !t.is_empty())
        .collect()
}

fn last_name(name: &str) -> String {
    let folded = fold(name);
    let folded = folded.trim();
    let mut cut = folded.len();
    for separator in [",", ";", "(", " - ", " – ", " — "] {
        if let Some(at) = folded.find(separator) {
            cut = cut.min(at);
        }
    }
    let mut at = 0;
    for word in folded.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if CUTS.contains(&bare) {
            cut = cut.min(at);
        }
        at += word.len();
    }
    let head = folded
        .get(..cut)
        .filter(|h| !tokens(h).is_empty())
        .unwrap_or(folded);
    let mut words = tokens(head);
    while words.len() > 1 && words.last().is_some_and(|w| SUFFIXES.contains(&w.as_str())) {
        words.pop();
    }
    words.pop().unwrap_or_default()
}

/// Whether two ways of writing a speaker mean one, as the scorers see it.
pub fn same_speaker(gold: &str, found: &str) -> bool {
    let bare = |name: &str| -> Vec<String> {
        tokens(name)
            .into_iter()
            .filter(|t| !TITLES.contains(&t.as_str()))
            .collect()
    };
    let (g, f) = (bare(gold), bare(found));
    if g.is_empty() || f.is_empty() {
        return g.is_empty() && f.is_empty();
    }
    let holds = |big: &[String], small: &[String]| {
        small.len() >= 2 && big.windows(small.len()).any(|w| w == small)
    };
    g == f
        || (!last_name(gold).is_empty() && last_name(gold) == last_name(found))
        || holds(&g, &f)
        || holds(&f, &g)
}
