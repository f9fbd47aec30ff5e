//! Finds weights of the ranking that answer given questions better.
//!
//! First take articles in with the program itself, then name that folder and a JSON Lines file of questions with what
//! answers them:
//!
//! ```text
//! verbatim --data-dir /tmp/tuning ingest articles.jsonl
//! cargo run --release --example tune -- /tmp/tuning questions.jsonl [more.jsonl ..] [--folds 4] [--rounds 1]
//! ```
//!
//! A line is `{"id", "question", "answers": [{"doc", "start", "end", "grade"}]}`: article, first code point and the one
//! after the last, grade 1 or 2. Without `start` and `end` any hit in the article is right.
//!
//! One weight after the other is tried at a few values and kept where nDCG@10 grows. As the best of many tries is partly
//! luck, the search is also done on all folds but one and measured on that one, in turn: what is gained there is what
//! may be hoped for on other questions. The table shows both, and the TOML to paste only follows where the folds that
//! were held out gain by more than twice their standard error.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Parser;
use serde::Deserialize;
use verbatim::answer::{Answerer, Question, Ranking, Synonyms};
use verbatim::config::read_speakers;
use verbatim::domain::{ArticleId, Hit, Roster, SystemClock};
use verbatim::ports::Record;
use verbatim::search::{IndexSettings, TantivyIndex, Weights};
use verbatim::storage::SqliteRecord;

type Failure = Box<dyn std::error::Error>;

/// Hits that count.
const DEPTH: usize = 10;

/// A hit is an answer when they share so much of the longer of the two.
const OVERLAP: f64 = 0.5;

#[derive(Parser)]
struct Arguments {
    /// The data folder that articles were ingested into.
    data: PathBuf,
    /// JSON Lines files of questions with their answers.
    #[arg(required = true)]
    questions: Vec<PathBuf>,
    /// Folder of the configuration.
    #[arg(long, default_value = "config")]
    config: PathBuf,
    /// Parts that the questions are cut in, each held out once.
    #[arg(long, default_value_t = 4)]
    folds: usize,
    /// How often all weights are gone through.
    #[arg(long, default_value_t = 1)]
    rounds: usize,
}

#[derive(Deserialize)]
struct Asked {
    question: String,
    answers: Vec<Gold>,
}

#[derive(Deserialize)]
struct Gold {
    doc: String,
    start: Option<usize>,
    end: Option<usize>,
    grade: u8,
}

/// Everything that is tuned.
#[derive(Clone, Default)]
struct Setting {
    weights: Weights,
    ranking: Ranking,
}

/// A weight: its table and name, where it is, and the values that are tried.
struct Knob {
    table: &'static str,
    name: &'static str,
    of: fn(&mut Setting) -> &mut f32,
    values: &'static [f32],
}

const KNOBS: &[Knob] = &[
    Knob {
        table: "index.weights",
        name: "own_words",
        of: |s| &mut s.weights.own_words,
        values: &[0.0, 0.25, 0.5, 0.75, 1.0, 1.5],
    },
    Knob {
        table: "index.weights",
        name: "adjacent",
        of: |s| &mut s.weights.adjacent,
        values: &[0.0, 0.15, 0.3, 0.6, 1.0],
    },
    Knob {
        table: "index.weights",
        name: "article",
        of: |s| &mut s.weights.article,
        values: &[0.0, 0.25, 0.5, 0.75, 1.0, 1.25],
    },
    Knob {
        table: "index.weights",
        name: "preferred",
        of: |s| &mut s.weights.preferred,
        values: &[0.0, 0.1, 0.2, 0.4, 0.8],
    },
    Knob {
        table: "index.weights",
        name: "reported",
        of: |s| &mut s.weights.reported,
        values: &[0.3, 0.4, 0.5, 0.6, 0.7],
    },
    Knob {
        table: "index.weights",
        name: "fragment",
        of: |s| &mut s.weights.fragment,
        values: &[0.4, 0.6, 0.8, 1.0],
    },
    Knob {
        table: "index.weights",
        name: "recency",
        of: |s| &mut s.weights.recency,
        values: &[0.0, 0.03, 0.06, 0.12],
    },
    Knob {
        table: "index.weights",
        name: "variety",
        of: |s| &mut s.weights.variety,
        values: &[0.8, 0.9, 0.95, 2.0],
    },
    Knob {
        table: "index.weights",
        name: "covered",
        of: |s| &mut s.weights.covered,
        values: &[0.25, 0.5, 1.0],
    },
    Knob {
        table: "ranking",
        name: "synonym",
        of: |s| &mut s.ranking.synonym,
        values: &[0.0, 0.2, 0.4, 0.6, 0.8],
    },
    Knob {
        table: "ranking",
        name: "translation",
        of: |s| &mut s.ranking.translation,
        values: &[0.6, 0.8, 1.0],
    },
];

/// Asks the questions, and remembers how well each setting answered them.
struct Trial {
    record: Arc<SqliteRecord>,
    index: PathBuf,
    roster: Arc<Roster>,
    synonyms: String,
    questions: Vec<Asked>,
    texts: HashMap<ArticleId, String>,
    known: HashMap<Vec<u32>, Vec<f64>>,
}

impl Trial {
    /// nDCG@10 of each question.
    async fn scores(&mut self, setting: &Setting) -> Result<Vec<f64>, Failure> {
        let mut copy = setting.clone();
        let key: Vec<u32> = KNOBS
            .iter()
            .map(|knob| (knob.of)(&mut copy).to_bits())
            .collect();
        if let Some(scores) = self.known.get(&key) {
            return Ok(scores.clone());
        }
        let settings = IndexSettings {
            weights: setting.weights.clone(),
            ..IndexSettings::default()
        };
        let answerer = Answerer::new(
            self.record.clone(),
            Arc::new(TantivyIndex::open(&self.index, settings)?),
            Arc::clone(&self.roster),
            Synonyms::read(&self.synonyms)?,
            setting.ranking.clone(),
            Arc::new(SystemClock),
        );
        let mut scores = Vec::with_capacity(self.questions.len());
        for asked in &self.questions {
            let answer = answerer
                .ask(&Question::new(&asked.question, 2 * DEPTH))
                .await?;
            let missing: Vec<ArticleId> = answer
                .hits
                .iter()
                .map(|hit| hit.article().id.clone())
                .filter(|id| !self.texts.contains_key(id))
                .collect();
            for (article, revision) in self.record.texts(&missing).await? {
                self.texts.insert(article.id, revision.document.text);
            }
            scores.push(ndcg(&answer.hits, &asked.answers, &self.texts));
        }
        self.known.insert(key, scores.clone());
        Ok(scores)
    }

    /// The best setting for the questions of these numbers, from the defaults on.
    async fn best(&mut self, among: &[usize], rounds: usize) -> Result<Setting, Failure> {
        let mut best = Setting::default();
        let mut reached = mean(&self.scores(&best).await?, among);
        for _ in 0..rounds {
            for knob in KNOBS {
                for &value in knob.values {
                    let mut tried = best.clone();
                    *(knob.of)(&mut tried) = value;
                    let score = mean(&self.scores(&tried).await?, among);
                    if score > reached + 1e-9 {
                        (best, reached) = (tried, score);
                    }
                }
            }
        }
        Ok(best)
    }
}

fn mean(scores: &[f64], among: &[usize]) -> f64 {
    among.iter().map(|&at| scores[at]).sum::<f64>() / among.len().max(1) as f64
}

/// The normalised discounted cumulative gain of the first ten different hits: gains 2^grade - 1, an answer counted once.
fn ndcg(hits: &[Hit], answers: &[Gold], texts: &HashMap<ArticleId, String>) -> f64 {
    let gain = |grade: u8| f64::from((1u32 << grade.min(8)) - 1);
    let discount = |rank: usize| ((rank + 2) as f64).log2();
    let mut taken = vec![false; answers.len()];
    let (mut reached, mut rank) = (0.0, 0);
    for hit in hits {
        if rank == DEPTH {
            break;
        }
        let id = &hit.article().id;
        let points = |byte: usize| {
            let text = texts.get(id).and_then(|text| text.get(..byte));
            text.map_or(byte, |text| text.chars().count())
        };
        let range = points(hit.range().start)..points(hit.range().end);
        let shared = |gold: &Gold| match (gold.start, gold.end) {
            (Some(start), Some(end)) => {
                let both = range.end.min(end).saturating_sub(range.start.max(start));
                both as f64 / range.len().max(end.saturating_sub(start)).max(1) as f64
            }
            _ => 1.0,
        };
        let best = answers
            .iter()
            .enumerate()
            .filter(|(_, gold)| gold.doc == id.0)
            .map(|(at, gold)| (at, shared(gold)))
            .filter(|(_, shared)| *shared >= OVERLAP)
            .max_by(|a, b| a.1.total_cmp(&b.1));
        match best {
            // The same answer again is no hit and takes no place.
            Some((at, _)) if taken[at] => continue,
            Some((at, _)) => {
                taken[at] = true;
                reached += gain(answers[at].grade) / discount(rank);
            }
            None => {}
        }
        rank += 1;
    }
    let mut grades: Vec<u8> = answers.iter().map(|gold| gold.grade).collect();
    grades.sort_unstable_by(|a, b| b.cmp(a));
    let ideal: f64 = grades
        .iter()
        .take(DEPTH)
        .enumerate()
        .map(|(rank, &grade)| gain(grade) / discount(rank))
        .sum();
    if ideal > 0.0 { reached / ideal } else { 0.0 }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments = Arguments::parse();
    let mut questions: Vec<Asked> = Vec::new();
    for file in &arguments.questions {
        let text = std::fs::read_to_string(file)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        for (line, number) in text
            .lines()
            .zip(1..)
            .filter(|(line, _)| !line.trim().is_empty())
        {
            let asked = serde_json::from_str(line)
                .map_err(|error| format!("{}:{number}: {error}", file.display()))?;
            questions.push(asked);
        }
    }
    let folds = arguments.folds.clamp(2, questions.len().max(2));
    let config = |name: &str| {
        let file = arguments.config.join(name);
        std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))
    };
    let mut trial = Trial {
        record: Arc::new(SqliteRecord::open(&arguments.data.join("verbatim.db")).await?),
        index: arguments.data.join("index"),
        roster: Arc::new(read_speakers(&config("speakers.toml")?)?),
        synonyms: config("synonyms.toml")?,
        texts: HashMap::new(),
        known: HashMap::new(),
        questions,
    };
    let all: Vec<usize> = (0..trial.questions.len()).collect();
    let before = trial.scores(&Setting::default()).await?;
    println!(
        "{} questions, nDCG@10 {:.4} with the defaults",
        all.len(),
        mean(&before, &all)
    );

    let mut gains = Vec::new();
    println!(
        "\n{:<10}{:>10}{:>10}{:>12}{:>12}",
        "held out", "questions", "defaults", "tuned", "gain"
    );
    for fold in 0..folds {
        let (held, others): (Vec<usize>, Vec<usize>) =
            all.iter().partition(|&&at| at % folds == fold);
        let tuned = trial.best(&others, arguments.rounds).await?;
        let after = trial.scores(&tuned).await?;
        let (old, new) = (mean(&before, &held), mean(&after, &held));
        println!(
            "{:<10}{:>10}{old:>10.4}{new:>12.4}{:>+12.4}",
            fold + 1,
            held.len(),
            new - old
        );
        gains.extend(held.iter().map(|&at| after[at] - before[at]));
    }
    let count = gains.len().max(2) as f64;
    let gain = gains.iter().sum::<f64>() / count;
    let variance = gains.iter().map(|one| (one - gain).powi(2)).sum::<f64>() / (count - 1.0);
    let error = (variance / count).sqrt();
    println!("gain on questions not tuned on: {gain:+.4} ± {error:.4} (standard error)");

    let mut tuned = trial.best(&all, arguments.rounds).await?;
    let after = mean(&trial.scores(&tuned).await?, &all);
    println!("\ntuned on all: {after:.4}");
    println!("{:<16}{:>10}{:>10}", "weight", "default", "tuned");
    let mut defaults = Setting::default();
    let mut toml: Vec<(&str, String)> = Vec::new();
    for knob in KNOBS {
        let (old, new) = (*(knob.of)(&mut defaults), *(knob.of)(&mut tuned));
        println!("{:<16}{old:>10}{new:>10}", knob.name);
        if old != new {
            toml.push((knob.table, format!("{} = {new:?}", knob.name)));
        }
    }
    if gain <= 2.0 * error {
        println!("\nThe gain is within what chance gives: keep the defaults.");
        return Ok(());
    }
    let mut table = "";
    for (of, line) in toml {
        if of != table {
            println!("\n[{of}]");
            table = of;
        }
        println!("{line}");
    }
    Ok(())
}
