//! What a quote check costs beside a question, over a generated record of a million statements (or as many as
//! `VERBATIM_BENCH_STATEMENTS` says): medians and 99th percentiles of the whole path, from the claim's text to the verdict,
//! and each as a multiple of the question's.

mod generated;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use verbatim::answer::check::Checker;
use verbatim::answer::{Answerer, Question, Ranking, Synonyms};
use verbatim::config::read_speakers;
use verbatim::domain::{Claim, FixedClock, Statement};
use verbatim::ingest::follow;
use verbatim::ports::{Record, SearchIndex};
use verbatim::search::{IndexSettings, TantivyIndex};
use verbatim::storage::SqliteRecord;

use generated::{Generator, STATEMENTS};

/// Questions, and claims of each kind.
const ROUNDS: usize = 300;

/// Statements that claims are made of.
const KEPT: usize = 4_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // `cargo test --benches` only has to know that it starts.
    if std::env::args().any(|argument| argument == "--test") {
        return Ok(());
    }
    let statements: usize = std::env::var("VERBATIM_BENCH_STATEMENTS")
        .ok()
        .map_or(Ok(1_000_000), |number| number.parse())?;
    tokio::runtime::Runtime::new()?.block_on(run(statements))
}

async fn run(statements: usize) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let record: Arc<dyn Record> =
        Arc::new(SqliteRecord::open(&folder.path().join("verbatim.db")).await?);
    let index: Arc<dyn SearchIndex> = Arc::new(TantivyIndex::open(
        &folder.path().join("index"),
        IndexSettings::default(),
    )?);
    let mut generator = Generator::new(20_251_120);
    let mut kept: Vec<Statement> = Vec::new();
    let articles = statements / STATEMENTS;
    let every = articles.div_ceil(KEPT);
    for first in (0..articles).step_by(500) {
        let mut batch = Vec::new();
        for number in first..articles.min(first + 500) {
            let article = generator.article(number);
            if number.is_multiple_of(every) {
                kept.push(article.statements[number / every % STATEMENTS].clone());
            }
            batch.push(article);
        }
        record.store(batch, jiff::Timestamp::UNIX_EPOCH).await?;
    }
    follow(&*record, &*index).await?;
    println!("{} statements", index.counts().0);
    let roster = Arc::new(read_speakers(include_str!("../config/speakers.toml"))?);
    let answerer = Answerer::new(
        Arc::clone(&record),
        Arc::clone(&index),
        Arc::clone(&roster),
        Synonyms::read(include_str!("../config/synonyms.toml"))?,
        Ranking::default(),
        Arc::new(FixedClock(jiff::Timestamp::UNIX_EPOCH)),
    );
    let checker = Checker::new(record, index, roster);

    let mut asked = Times::default();
    for round in 0..ROUNDS + ROUNDS / 10 {
        let question = Question::new(generator.question(), 10);
        let begun = Instant::now();
        answerer.ask(&question).await?;
        asked.add(round, begun.elapsed(), "answer");
    }
    let base = asked.told("ask", None);
    for (name, claim) in claims() {
        let mut times = Times::default();
        for round in 0..ROUNDS + ROUNDS / 10 {
            let claim = claim(&kept, &mut generator, round);
            let begun = Instant::now();
            let outcome = match checker.check(&claim).await {
                Ok(verdict) => verdict.finding.name(),
                Err(_) => "refused",
            };
            times.add(round, begun.elapsed(), outcome);
        }
        times.told(name, Some(base));
    }
    Ok(())
}

type Made = fn(&[Statement], &mut Generator, usize) -> Claim;

/// Claims by kind.
fn claims() -> Vec<(&'static str, Made)> {
    vec![
        ("whole", |kept, _, round| claimed(said(kept, round))),
        ("whole, speaker named", |kept, _, round| Claim {
            words: said(kept, round).to_owned(),
            speaker: kept[round % kept.len()].attribution.speaker.clone(),
        }),
        ("another speaker named", |kept, _, round| Claim {
            words: said(kept, round).to_owned(),
            speaker: kept[(round + 1) % kept.len()].attribution.speaker.clone(),
        }),
        ("a word changed", |kept, generator, round| {
            let foreign = generator.question();
            let mut words: Vec<&str> = said(kept, round).split(' ').collect();
            let middle = words.len() / 2;
            words[middle] = foreign.split(' ').next().unwrap_or_default();
            claimed(&words.join(" "))
        }),
        ("spliced", |kept, _, round| {
            let one: Vec<&str> = said(kept, round).split(' ').collect();
            let other: Vec<&str> = said(kept, round + 1).split(' ').collect();
            let (one, other) = (&one[..one.len() / 2], &other[other.len() / 2..]);
            claimed(&[one, other].concat().join(" "))
        }),
        ("never said", |_, generator, _| {
            let words: Vec<String> = (0..4).map(|_| generator.question()).collect();
            claimed(&words.join(" "))
        }),
        ("10,000 letters", |_, generator, _| {
            let mut words: Vec<String> = (0..500).map(|_| generator.question()).collect();
            words.truncate(420);
            claimed(&words.join(" "))
        }),
        ("60 statements", |kept, _, round| {
            let all: Vec<&str> = (0..60).map(|part| said(kept, round + part)).collect();
            claimed(&all.join(" "))
        }),
        ("a word, 1,500 times", |_, generator, _| {
            let question = generator.question();
            let word = question.split(' ').next().unwrap_or_default();
            claimed(&format!("{word} ").repeat(1_500))
        }),
        ("1,000 quotes", |_, _, _| claimed(&"\"a\" ".repeat(1_000))),
        ("emoji", |_, _, _| claimed(&"🙂".repeat(1_000))),
        ("right to left", |_, _, _| {
            claimed(&"שלום עולם ".repeat(1_000))
        }),
    ]
}

fn claimed(words: &str) -> Claim {
    Claim {
        words: words.to_owned(),
        speaker: None,
    }
}

fn said(kept: &[Statement], round: usize) -> &str {
    &kept[round % kept.len()].text
}

/// How long each took, and what came of it. The first tenth only warms up.
#[derive(Default)]
struct Times {
    spent: Vec<Duration>,
    outcomes: BTreeMap<&'static str, usize>,
}

impl Times {
    fn add(&mut self, round: usize, spent: Duration, outcome: &'static str) {
        if round >= ROUNDS / 10 {
            self.spent.push(spent);
            *self.outcomes.entry(outcome).or_default() += 1;
        }
    }

    /// Prints a line; the median is what others are compared with.
    fn told(mut self, name: &str, base: Option<Duration>) -> Duration {
        self.spent.sort_unstable();
        let at = |share: f64| self.spent[((self.spent.len() - 1) as f64 * share) as usize];
        let times = |spent: Duration| spent.as_secs_f64() / base.unwrap_or(at(0.5)).as_secs_f64();
        println!(
            "{name:24} {:>10.1?} {:>6.2}x  p99 {:>10.1?} {:>6.2}x  {:?}",
            at(0.5),
            times(at(0.5)),
            at(0.99),
            times(at(0.99)),
            self.outcomes
        );
        at(0.5)
    }
}
